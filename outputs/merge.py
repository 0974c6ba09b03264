"""A batch put together: which articles repeat which, one row per entity, one fact of several statements.

Works on disk beside the spool, so that memory stays flat, and in orders that do not depend on the order of reading.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, TypeVar

from extractors.records import Evidence, Fact, Organisation, Person, Place
from outputs.across import merge_facts, merge_organisations, merge_people, merge_places
from outputs.duplicates import find_originals
from outputs.json_lines import OBJECT_TO_FACT, dumps, fact_to_object, loads, object_to_organisation, object_to_place
from outputs.same_facts import block, split
from outputs.spool import Spool

# A line of JSON Lines lists all sources of a fact up to so many; beyond, only the line of its first article does, lest a
# post that a thousand articles name be listed a thousand times a thousand.
MANY_SOURCES = 100
# Names kept in memory: those of an article and its neighbours, and what most articles name.
NAMES_AT_HAND = 5_000

_FACT_LISTS = {"membership": "memberships", "position": "positions", "indicator": "indicators", "event": "events"}
_TABLES = """
CREATE TABLE merge.articles (
    article_id TEXT PRIMARY KEY, place TEXT NOT NULL, article_order TEXT NOT NULL, digest TEXT NOT NULL, original TEXT
);
CREATE INDEX merge.articles_by_place ON articles (place);
CREATE INDEX merge.articles_by_order ON articles (article_order);
CREATE TABLE merge.originals (number INTEGER PRIMARY KEY, article_id TEXT NOT NULL, signature BLOB NOT NULL);
CREATE TABLE merge.bands (band INTEGER, number INTEGER, PRIMARY KEY (band, number)) WITHOUT ROWID;
CREATE TABLE merge.entities (kind TEXT, id TEXT, object TEXT, PRIMARY KEY (kind, id, object)) WITHOUT ROWID;
CREATE TABLE merge.names (id TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE merge.statements (
    kind TEXT, fact_key TEXT, article_order TEXT, article_id TEXT, place TEXT, statement_id TEXT, object TEXT
);
CREATE TABLE merge.facts (kind TEXT, place TEXT, start INTEGER, id TEXT, article_id TEXT, fact_key TEXT, object TEXT);
CREATE TABLE merge.shared (
    kind TEXT, statement_id TEXT, sources TEXT, evidence TEXT, PRIMARY KEY (kind, statement_id)
) WITHOUT ROWID;
"""
EntityT = TypeVar("EntityT", Place, Organisation, Person)


class Merge:
    """The whole of a batch, read from its spool."""

    def __init__(self, spool: Spool, path: Path) -> None:
        """`path` is a file for this work alone; it is removed by `close`."""
        self._spool = spool
        self._path = path
        self._connection = spool.connection
        spool.commit()
        with suppress(FileNotFoundError):
            path.unlink()
        self._connection.execute("ATTACH DATABASE ? AS merge", (str(path),))
        # Scratch: after a crash the file is made anew.
        self._connection.execute("PRAGMA merge.journal_mode = OFF")
        self._connection.execute("PRAGMA merge.synchronous = OFF")
        self._connection.executescript(_TABLES)
        self.name_of = lru_cache(maxsize=NAMES_AT_HAND)(self._name_of)

    def close(self) -> None:
        """Remove the work file."""
        self._connection.commit()
        self._connection.execute("DETACH DATABASE merge")
        with suppress(FileNotFoundError):
            self._path.unlink()

    def run(self, progress: Callable[[int, int], None]) -> None:
        """Put the batch together; `progress` is told how many of how many articles were taken in."""
        # With min(), SQLite takes the other columns from the row of the least place.
        self._connection.execute(
            "INSERT INTO merge.articles (place, article_id, article_order, digest)"
            " SELECT min(place), article_id, article_order, digest FROM records GROUP BY article_id"
        )
        self._find_duplicates()
        total = self.count("articles")
        for done, (place, article_id, original) in enumerate(self._each("SELECT place, article_id, original FROM merge.articles"), 1):
            self._take_in(place, article_id, original)
            progress(done, total)
        self._name_entities()
        self._merge_facts()
        self._connection.commit()

    def count(self, table: str) -> int:
        """How many rows a table of the work file holds."""
        (count,) = self._connection.execute(f"SELECT count(*) FROM merge.{table}").fetchone()  # noqa: S608  (own names only)
        return int(count)

    def duplicates(self) -> int:
        """How many articles nearly repeat another."""
        return int(self._connection.execute("SELECT count(original) FROM merge.articles").fetchone()[0])

    def articles(self) -> Iterator[tuple[str, str, str]]:
        """(place, article_id, digest) of each distinct article, in the order of their first appearances."""
        yield from self._each("SELECT place, article_id, digest FROM merge.articles ORDER BY place")

    def whole_object(self, place: str) -> dict[str, Any]:
        """The contract's object of the article at a place: with appearances, original, and every source of its facts."""
        found = self._spool.object_at(place)
        article_id = found["article_id"]
        (found["duplicate_of"],) = self._connection.execute("SELECT original FROM merge.articles WHERE article_id = ?", (article_id,)).fetchone()
        for kind, name in _FACT_LISTS.items():
            for fact in found[name]:
                row = self._connection.execute(
                    "SELECT sources, evidence FROM merge.shared WHERE kind = ? AND statement_id = ?", (kind, fact["id"])
                ).fetchone()
                if row:
                    fact["sources"] = json.loads(row[0])
                    fact["more_evidence"] = json.loads(row[1])
        found["appearances"] = self._spool.appearances_of(article_id)
        return found

    def places(self) -> Iterator[Place]:
        """Every place once, by id."""
        yield from self._entities("place", object_to_place, merge_places)

    def organisations(self) -> Iterator[Organisation]:
        """Every organisation once, by id."""
        yield from self._entities("organisation", object_to_organisation, merge_organisations)

    def people(self) -> Iterator[Person]:
        """Every person once, by id."""
        yield from self._entities("person", lambda found: Person(**found), merge_people)

    def facts(self, kind: str) -> Iterator[tuple[str, str, Any]]:
        """(article_id, key, fact) of every fact of a kind once, in the order of their first articles and of the text."""
        rows = self._each("SELECT article_id, fact_key, object FROM merge.facts WHERE kind = ? ORDER BY place, start, id", kind)
        for article_id, key, found in rows:
            yield article_id, key, OBJECT_TO_FACT[kind](loads(found))

    def _name_of(self, some_id: str) -> str | None:
        """The name of the place, organisation or person, the title of the article, as its own table has it; None for none."""
        row = self._connection.execute("SELECT name FROM merge.names WHERE id = ?", (some_id,)).fetchone()
        return None if row is None else str(row[0])

    def _name_entities(self) -> None:
        # As merged: a place that was renamed has one name, whichever article an id comes from.
        insert = "INSERT INTO merge.names VALUES (?, ?)"
        self._connection.executemany(insert, ((one.place_id, one.name) for one in self.places()))
        self._connection.executemany(insert, ((one.organisation_id, one.name) for one in self.organisations()))
        self._connection.executemany(insert, ((one.person_id, one.name) for one in self.people()))

    def _each(self, statement: str, *values: str) -> Iterator[Any]:
        # A cursor of its own: other statements run while this one is read.
        cursor = self._connection.cursor()
        try:
            yield from cursor.execute(statement, values)
        finally:
            cursor.close()

    def _find_duplicates(self) -> None:
        rows = self._each(
            "SELECT a.article_order, a.article_id, r.signature FROM merge.articles a JOIN objects r ON r.place = a.place ORDER BY a.article_order"
        )
        # Written after reading: a statement must not change what it reads.
        self._connection.execute("CREATE TABLE merge.found (article_id TEXT PRIMARY KEY, original TEXT NOT NULL)")
        for article_id, original in find_originals(rows, _OriginalsOnDisk(self._connection)):
            if original is not None:
                self._connection.execute("INSERT INTO merge.found VALUES (?, ?)", (article_id, original))
        self._connection.execute("UPDATE merge.articles SET original = (SELECT original FROM merge.found f WHERE f.article_id = articles.article_id)")

    def _take_in(self, place: str, article_id: str, original: str | None) -> None:
        found = self._spool.object_at(place)
        order = f"{found['published'] or '9999-99-99'} {article_id}"
        entities = [
            *(("place", one["place_id"], dumps(one)) for one in found["places"]),
            *(("organisation", one["organisation_id"], dumps(one)) for one in found["organisations"]),
            *(("person", one["person_id"], dumps(one)) for one in found["people"]),
        ]
        self._connection.executemany("INSERT OR IGNORE INTO merge.entities VALUES (?, ?, ?)", entities)
        if found["title"]:
            self._connection.execute("INSERT INTO merge.names VALUES (?, ?)", (article_id, found["title"]))
        statements = []
        for kind, name in _FACT_LISTS.items():
            for one in found[name]:
                key = block(OBJECT_TO_FACT[kind](one), original or article_id)
                statements.append((kind, key, order, article_id, place, one["id"], dumps(one)))
        self._connection.executemany("INSERT INTO merge.statements VALUES (?, ?, ?, ?, ?, ?, ?)", statements)

    def _merge_facts(self) -> None:
        rows = self._each(
            "SELECT kind, fact_key, article_order, article_id, place, statement_id, object FROM merge.statements"
            " ORDER BY kind, fact_key, article_order, statement_id"
        )
        for (kind, key), group in groupby(rows, key=itemgetter(0, 1)):
            in_block = list(group)
            places = {row[3]: row[4] for row in in_block}
            told, _ = split(key, [(order, article_id, OBJECT_TO_FACT[kind](loads(found))) for _, _, order, article_id, _, _, found in in_block])
            for fact_key, statements in told:
                first_id, fact = merge_facts(statements)
                row = (kind, places[first_id], fact.start, fact.id, first_id, fact_key, dumps(fact_to_object(fact)))
                self._connection.execute("INSERT INTO merge.facts VALUES (?, ?, ?, ?, ?, ?, ?)", row)
                if len(fact.sources) > 1:
                    self._connection.executemany("INSERT OR IGNORE INTO merge.shared VALUES (?, ?, ?, ?)", _shared(kind, fact, statements))

    def _entities(self, kind: str, make: Callable[[dict[str, Any]], EntityT], merge: Callable[[EntityT, EntityT], EntityT]) -> Iterator[EntityT]:
        rows = self._each("SELECT id, object FROM merge.entities WHERE kind = ? ORDER BY id, object", kind)
        for _, group in groupby(rows, key=itemgetter(0)):
            merged: EntityT | None = None
            for _, found in group:
                one = make(loads(found))
                merged = one if merged is None else merge(merged, one)
            if merged is not None:
                yield merged


def _shared(kind: str, fact: Fact, statements: Sequence[tuple[str, str, Fact]]) -> Iterator[tuple[str, str, str, str]]:
    """For the line of each article that states the fact: all sources, and all evidence but its own."""
    first_id = fact.sources[0]
    places = (Evidence(first_id, fact.start, fact.end), *fact.more_evidence)
    for _, article_id, statement in statements:
        few = len(fact.sources) <= MANY_SOURCES or article_id == first_id
        sources = fact.sources if few else (first_id, article_id)
        own = Evidence(article_id, statement.start, statement.end)
        evidence = [one for one in places if one != own and (few or one.article_id in sources)]
        found = fact_to_object(replace(statement, sources=sources, more_evidence=tuple(evidence)))
        yield kind, statement.id, json.dumps(found["sources"]), json.dumps(found["more_evidence"])


class _OriginalsOnDisk:
    """Originals by band, in the work file."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._number = 0

    def add(self, article_id: str, found: bytes, bands: Sequence[int]) -> None:
        self._number += 1
        self._connection.execute("INSERT INTO merge.originals VALUES (?, ?, ?)", (self._number, article_id, found))
        self._connection.executemany("INSERT OR IGNORE INTO merge.bands VALUES (?, ?)", [(band, self._number) for band in bands])

    def candidates(self, wanted: Sequence[int]) -> list[tuple[str, bytes]]:
        # One list as JSON: no statement is ever put together from pieces.
        return self._connection.execute(
            "SELECT article_id, signature FROM merge.originals WHERE number IN"
            " (SELECT number FROM merge.bands WHERE band IN (SELECT value FROM json_each(?))) ORDER BY number",
            (json.dumps(list(wanted)),),
        ).fetchall()
