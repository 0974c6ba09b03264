"""The database: every table of outputs/tables.py in SQLite (by default) or PostgreSQL, filled batch by batch.

It accumulates: what it says depends only on the articles in it, never on their order, on batches or on retries. For that it
keeps each fact as each article states it (`statements`) and puts the told-once facts together from them again whenever an
article adds to them. Of several appearances of one text the first by path gives title, source and everything read with
them. A row that a reviewer decided on (`review_status` other than `new`) keeps its content whatever a new run says; only
its sources grow.

One transaction per group of articles, one writer at a time (BEGIN IMMEDIATE; an advisory lock in PostgreSQL). A lost
connection loses the transaction as a whole, and the whole of it is tried again.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, bindparam, create_engine, delete, event, inspect, make_url, select, text, update
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

from corpus.article import Article
from extractors.records import Event, Fact, Indicator, Organisation, Person, Place, Record
from outputs.across import appearance_order, article_order, facts_of, merge_facts, merge_organisations, merge_people, merge_places
from outputs.checks import contradiction_rows, fill_ledger, refresh_member_counts
from outputs.duplicates import bands, repair_originals, similar
from outputs.errors import DatabaseError, NotWritable, WriteFailed
from outputs.json_lines import OBJECT_TO_FACT, dumps, fact_to_object, loads, object_to_place
from outputs.migrations import HEAD
from outputs.review_replay import disagreement_rows
from outputs.rows import (
    FACT_TABLES,
    Row,
    alias_rows,
    appearance_rows,
    article_row,
    fact_row,
    mention_rows,
    organisation_row,
    participant_rows,
    person_row,
    place_row,
    subject_rows,
)
from outputs.same_facts import Statement, block, key_of, split
from outputs.schema import sql_table
from outputs.tables import BY_NAME, FACT_KINDS
from outputs.views import VIEWS

# Articles, or mentions of them, in one transaction: each rewrites pages all over the indexes, so few large ones are far cheaper
# than many small ones, as long as a group stays small in memory.
GROUP = 400
GROUP_MENTIONS = 20_000
# Seconds to wait for another writer before giving up.
PATIENCE = 30
# Seconds between attempts when the server is gone: 31 in all.
_PAUSES = (1.0, 2.0, 4.0, 8.0, 16.0)
# Any fixed number of our own: "lianmeng" in PostgreSQL's list of advisory locks.
_LOCK = 0x6C69616E
# Below the number of parameters that every SQLite takes.
_CHUNK = 400

_HASH_ID = re.compile("[op][0-9a-f]{16}")

ItemT = TypeVar("ItemT")
# A Record, the digest of its content, the signature of its text (outputs/duplicates.py).
Written = tuple[Record, str, bytes]


class Database:
    """One database, migrated to the present form when it is opened."""

    def __init__(self, engine: Engine, *, pauses: Sequence[float] = _PAUSES) -> None:
        self._engine = engine
        self._pauses = pauses

    @classmethod
    def open(cls, url: str, *, pauses: Sequence[float] = _PAUSES) -> Database:
        """Open and migrate. NotWritable where the URL is wrong or nobody answers; no message shows a password."""
        try:
            engine = make_engine(url)
        except (ArgumentError, NoSuchModuleError, ImportError, ValueError) as error:
            raise NotWritable(f"database URL: {_first_line(error)}") from error
        found = cls(engine, pauses=pauses)
        try:
            found._migrate()
        except DBAPIError as error:
            engine.dispose()
            raise NotWritable(f"database {shown(engine)}: {_first_line(error.orig)}") from error
        return found

    @classmethod
    def open_to_read(cls, url: str) -> Database:
        """Open what is there without a writer's lock; one of an older form is migrated first. NotWritable where there is none."""
        try:
            parsed = make_url(url)
            path = parsed.database if parsed.get_backend_name() == "sqlite" else None
            if path and not Path(path).is_file():
                raise NotWritable(f"there is no database {path}: lianmeng run makes one")
            engine = make_engine(url, to_read=True)
        except (ArgumentError, NoSuchModuleError, ImportError, ValueError) as error:
            raise NotWritable(f"database URL: {_first_line(error)}") from error
        try:
            with engine.connect() as connection:
                if _revision(connection) != HEAD:
                    cls.open(url).close()
        except DBAPIError as error:
            raise NotWritable(f"database {shown(engine)}: {_first_line(error.orig)}") from error
        return cls(engine)

    @property
    def engine(self) -> Engine:
        """SQLAlchemy's engine, for reading."""
        return self._engine

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def missing(self, articles: Sequence[tuple[str, str, Sequence[str]]]) -> set[str]:
        """Of (article_id, digest, appearance ids): the articles that are not here just so."""

        def read(connection: Connection) -> set[str]:
            ids = [article_id for article_id, _, _ in articles]
            digests = {row[0]: row[1] for row in _select_in(connection, "articles", ("article_id", "digest"), "article_id", ids)}
            wanted = [one for _, _, appearances in articles for one in appearances]
            there = {row[0] for row in _select_in(connection, "appearances", ("appearance_id",), "appearance_id", wanted)}
            return {article_id for article_id, digest, ours in articles if digests.get(article_id) != digest or not there.issuperset(ours)}

        return self._transaction(read)

    def write(self, records: Iterable[Written], *, group: int = GROUP) -> int:
        """Write Records, each with the digest of its content and the signature of its text; the number of articles written.

        A Record lists all its known appearances. Writing again what is there changes nothing.
        """
        written = 0
        for some in _groups(records, group):
            self._transaction(partial(_write_group, some))
            written += len(some)
        return written

    def forget(self, article_ids: Sequence[str]) -> int:
        """Remove articles with all that hangs on them, and what only they told of people and organisations; how many were there."""

        def remove(connection: Connection) -> int:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA secure_delete = ON")
            there = [row[0] for row in _select_in(connection, "articles", ("article_id",), "article_id", article_ids)]
            for article_id in there:
                _Writer(connection).forget(article_id)
            return len(there)

        return self._transaction(remove)

    def within(self, work: Callable[[Connection], ItemT]) -> ItemT:
        """What `work` gives within one transaction of its own, tried again where the connection was lost."""
        return self._transaction(work)

    def _transaction(self, work: Callable[[Connection], ItemT]) -> ItemT:
        for pause in (*self._pauses, None):
            try:
                with self._engine.begin() as connection:
                    _lock(connection)
                    return work(connection)
            except DBAPIError as error:
                reason = _first_line(error.orig)
                if "disk is full" in reason or "disk I/O" in reason:
                    raise WriteFailed(f"database {shown(self._engine)}: {reason}") from error
                gone = isinstance(error, OperationalError) and self._engine.dialect.name != "sqlite"
                if pause is None or not (gone or error.connection_invalidated):
                    raise DatabaseError(f"database {shown(self._engine)}: {reason}") from error
                self._engine.dispose()
                time.sleep(pause)
        raise AssertionError("the last pause is None")

    def _migrate(self) -> None:
        with self._engine.begin() as connection:
            _lock(connection)
            if _revision(connection) == HEAD:
                fill_ledger(connection)
                return
            # Late: half a second that only a new or an older database costs.
            from alembic import command
            from alembic.config import Config
            from alembic.util import CommandError

            from outputs.search import drop_index

            # SQLite alters no table that a view asks about, and loses the triggers of one that it makes anew.
            _drop_views(connection)
            drop_index(connection)
            with as_file(files("outputs").joinpath("migrations")) as folder:
                config = Config()
                config.set_main_option("script_location", str(folder).replace("%", "%%"))
                config.attributes["connection"] = connection
                try:
                    command.upgrade(config, "head")
                except CommandError as error:
                    raise NotWritable(f"database {shown(self._engine)}: made by another version: {_first_line(error)}") from error
            _make_views(connection)
            fill_ledger(connection)


def _drop_views(connection: Connection) -> None:
    for view in reversed(VIEWS):
        connection.execute(text(f"DROP VIEW IF EXISTS {view.name}"))


def _make_views(connection: Connection) -> None:
    for view in VIEWS:
        connection.execute(text(f"CREATE VIEW {view.name} AS {view.query}"))


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def make_engine(url: str, *, to_read: bool = False) -> Engine:
    """An engine for the URL: SQLite with foreign keys and patience, PostgreSQL through psycopg; `to_read` writes nothing."""
    parsed = make_url(url)
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise ValueError(f"{parsed.get_backend_name()} is neither sqlite nor postgresql")
    if parsed.get_backend_name() == "postgresql":
        options = {"options": "-c default_transaction_read_only=on"} if to_read else {}
        return create_engine(parsed, pool_pre_ping=True, connect_args=options)
    engine = create_engine(parsed, connect_args={"timeout": PATIENCE})

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        # The driver must not begin transactions by itself: BEGIN IMMEDIATE takes the lock at the start, where waiting helps.
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys = ON")
        if to_read:
            connection.execute("PRAGMA query_only = ON")
        # KiB. Ids are hashes: rows land all over the indexes, and with the usual 2 MiB every one would go to disk and back.
        connection.execute("PRAGMA cache_size = -32768")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if to_read else "BEGIN IMMEDIATE")

    return engine


def sqlite_url(path: Path) -> str:
    """The URL of a SQLite file."""
    return URL.create("sqlite", database=str(path.absolute())).render_as_string(hide_password=False)


def shown(engine: Engine) -> str:
    """The database's URL without its password."""
    return engine.url.render_as_string(hide_password=True)


def _lock(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})


def _first_line(error: object) -> str:
    return str(error).strip().split("\n")[0] or type(error).__name__


def _groups(records: Iterable[Written], size: int) -> Iterator[list[Written]]:
    group: list[Written] = []
    mentions = 0
    for one in records:
        group.append(one)
        mentions += len(one[0].mentions)
        if len(group) >= size or mentions >= GROUP_MENTIONS:
            yield group
            group, mentions = [], 0
    if group:
        yield group


def _write_group(group: Sequence[Written], connection: Connection) -> None:
    _Writer(connection).write(group)


class _Writer:
    """Writes one group of articles within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        # Near duplicates of an article as (article_order, article_id), as far as they were asked for.
        self._near: dict[str, list[tuple[str, str]]] = {}
        self._orders: dict[str, str] = {}
        self._originals: dict[str, str | None] = {}
        self._old_originals: dict[str, str | None] = {}
        # Blocks of facts that an article adds to or takes from, and the keys of what was told from statements that are gone.
        self._touched: dict[str, set[str]] = {kind: set() for kind in FACT_KINDS}
        self._gone: dict[str, set[str]] = {kind: set() for kind in FACT_KINDS}

    def write(self, records: Sequence[Written]) -> None:
        ids = [record.article.article_id for record, _, _ in records]
        there = {row[0]: row for row in self._rows("articles", ("article_id", "digest", "published", "input", "record"), "article_id", ids)}
        # Parents before children: while any foreign key waits for its parent, SQLite looks for waiting children at every insert.
        changed = [one for one in records if _is_first(one[0], one[1], there.get(one[0].article.article_id))]
        new = [one for one in changed if one[0].article.article_id not in there]
        replaced = [one for one in changed if one[0].article.article_id in there]
        changed_records = [record for record, _, _ in changed]
        replaced_ids = [record.article.article_id for record, _, _ in replaced]
        self._write_entities(changed_records)
        self._write_articles(new, replaced)
        self._write_appearances([record for record, _, _ in records])
        self._write_mentions(changed_records, replaced_ids)
        self._delete("disagreements", "article_id", replaced_ids)
        self._insert("disagreements", [row for record in changed_records for row in disagreement_rows(record)])
        self._forget_statements(replaced_ids)
        self._write_signatures(new)
        self._repair_originals(changed)
        self._write_statements(changed_records)
        for kind in FACT_KINDS:
            self._tell_blocks(kind, sorted(self._touched[kind]))
        if self._touched["membership"] or self._touched["indicator"]:
            refresh_member_counts(self._connection)

    def forget(self, article_id: str) -> None:
        """Remove one article that is there, as if it had never been written; places stay."""
        named = self._named_by(article_id)
        self._unreview(article_id)
        self._forget_statements([article_id])
        self._write_mentions([], [article_id])
        orphans = [row[0] for row in self._rows("articles", ("article_id",), "duplicate_of", [article_id])]
        articles = sql_table("articles")
        self._connection.execute(update(articles).where(articles.c.duplicate_of == article_id).values(duplicate_of=None))
        for table in ("disagreements", "appearances", "bands", "signatures"):
            self._delete(table, "article_id", [article_id])
        decisions = sql_table("decisions")
        # That it is forgotten stays known.
        self._connection.execute(delete(decisions).where(decisions.c.article_id == article_id, decisions.c.kind != "article"))
        self._repair_originals([self._as_written(one) for one in orphans])
        self._move_statements(orphans)
        for kind in FACT_KINDS:
            self._tell_blocks(kind, sorted(self._touched[kind]))
        self._delete("articles", "article_id", [article_id])
        self._forget_entities(named)
        refresh_member_counts(self._connection)

    def _named_by(self, article_id: str) -> set[str]:
        """The people and organisations that the article names."""
        content = " ".join(row[0] for row in self._rows("statements", ("fact",), "article_id", [article_id]))
        return {row[0] for row in self._rows("mentions", ("entity_id",), "article_id", [article_id])} - {None} | set(_HASH_ID.findall(content))

    def _unreview(self, article_id: str) -> None:
        """Rows marked by hand whose evidence is this article's do not outlive it."""
        for table in FACT_TABLES.values():
            made = sql_table(table)
            self._connection.execute(update(made).where(made.c.article_id == article_id).values(review_status="new"))

    def _as_written(self, article_id: str) -> Written:
        ((text, published, found),) = self._connection.execute(
            select(sql_table("articles").c.text, sql_table("articles").c.published, sql_table("signatures").c.signature)
            .join(sql_table("signatures"), sql_table("signatures").c.article_id == sql_table("articles").c.article_id)
            .where(sql_table("articles").c.article_id == article_id)
        ).all()
        return Record(Article(text, published=published)), "", found

    def _forget_entities(self, ids: set[str]) -> None:
        """Take out those of these people and organisations that nothing names any more, and then what only they belonged to."""
        waiting = {one for one in ids if one[:1] in ("o", "p")}
        while waiting:
            free = sorted(one for one in waiting if not self._is_named(one))
            rows = self._rows("organisations", ("parent_id",), "organisation_id", free)
            waiting = {row[0] for row in rows} - {None} - set(free)
            for table in ("aliases", "organisations", "people", "entities"):
                self._delete(table, BY_NAME[table].key[0], free)

    def _is_named(self, entity_id: str) -> bool:
        for table in BY_NAME.values():
            for column in table.columns:
                refers = column.references in ("entities", "organisations", "people") and table.name not in ("aliases", "organisations", "people")
                if table.in_database and (refers or (table.name, column.name) == ("organisations", "parent_id")):
                    made = sql_table(table.name)
                    if self._connection.execute(select(made.c[column.name]).where(made.c[column.name] == entity_id).limit(1)).first():
                        return True
        return False

    def _write_appearances(self, records: Sequence[Record]) -> None:
        self._upsert("appearances", {row[0]: row for record in records for row in appearance_rows(record)})

    def _write_entities(self, records: Sequence[Record]) -> None:
        places: dict[str, Place] = {}
        organisations: dict[str, Organisation] = {}
        people: dict[str, Person] = {}
        for record in records:
            for place in record.places:
                places[place.place_id] = merge_places(places.get(place.place_id, place), place)
            for organisation in record.organisations:
                known = organisations.get(organisation.organisation_id, organisation)
                organisations[organisation.organisation_id] = merge_organisations(known, organisation)
            for person in record.people:
                people[person.person_id] = merge_people(people.get(person.person_id, person), person)
        merged_places = self._merged("places", places, lambda row: object_to_place(row._mapping), merge_places)
        merged_organisations = self._merged("organisations", organisations, lambda row: Organisation(**row._mapping), merge_organisations)
        merged_people = self._merged("people", people, lambda row: Person(**row._mapping), merge_people)
        names = {key: (key, "place", one.name) for key, one in merged_places.items()}
        names |= {key: (key, "organisation", one.name) for key, one in merged_organisations.items()}
        names |= {key: (key, "person", one.name) for key, one in merged_people.items()}
        self._upsert("entities", names)
        self._upsert("places", {key: place_row(one) for key, one in sorted(merged_places.items())})
        self._upsert("organisations", {key: organisation_row(one) for key, one in sorted(merged_organisations.items())})
        self._upsert("people", {key: person_row(one) for key, one in sorted(merged_people.items())})
        aliases = {row for organisation in organisations.values() for row in alias_rows(organisation)}
        there = {tuple(row) for row in self._rows("aliases", ("organisation_id", "alias"), "organisation_id", list(organisations))}
        self._insert("aliases", sorted(aliases - there))

    def _merged(self, table: str, found: dict[str, Any], make: Callable[[Any], Any], merge: Callable[[Any, Any], Any]) -> dict[str, Any]:
        """The entities as they must stand: what was found, merged with what is there."""
        there = {row[0]: row for row in self._rows(table, BY_NAME[table].names, BY_NAME[table].key[0], list(found))}
        return {key: merge(one, make(there[key])) if key in there else one for key, one in found.items()}

    def _upsert(self, table: str, rows: dict[str, Row]) -> None:
        """Write the rows that are not there just so."""
        there = {row[0]: tuple(row) for row in self._rows(table, BY_NAME[table].names, BY_NAME[table].key[0], list(rows))}
        self._insert(table, [row for key, row in rows.items() if key not in there])
        self._update(table, [row for key, row in rows.items() if key in there and there[key] != row])

    def _write_articles(self, new: Sequence[Written], replaced: Sequence[Written]) -> None:
        # Who repeats whom is decided further down, over all articles here.
        self._insert("articles", [article_row(replace(record, duplicate_of=None), digest) for record, digest, _ in new])
        originals = dict(
            tuple(row)
            for row in self._rows("articles", ("article_id", "duplicate_of"), "article_id", [record.article.article_id for record, _, _ in replaced])
        )
        self._update(
            "articles",
            [article_row(replace(record, duplicate_of=originals[record.article.article_id]), digest) for record, digest, _ in replaced],
        )

    def _write_mentions(self, records: Sequence[Record], replaced: Sequence[str]) -> None:
        self._delete("mentions", "article_id", replaced)
        self._insert("mentions", [row for record in records for row in mention_rows(record)])
        self._unlink_lost_mentions(replaced)

    def _unlink_lost_mentions(self, replaced: Sequence[str]) -> None:
        """A reviewed indicator outlives its mention."""
        indicators, mentions = sql_table("indicators"), sql_table("mentions")
        for some in _chunks(replaced):
            self._connection.execute(
                update(indicators)
                .where(
                    indicators.c.article_id.in_(some), indicators.c.mention_id.not_in(select(mentions.c.id).where(mentions.c.article_id.in_(some)))
                )
                .values(mention_id=None)
            )

    def _forget_statements(self, replaced: Sequence[str]) -> None:
        for kind, of_block, key in self._rows("statements", ("kind", "block", "fact_key"), "article_id", replaced):
            self._touched[kind].add(of_block)
            self._gone[kind].add(key)
        self._delete("statements", "article_id", replaced)

    def _write_signatures(self, new: Sequence[Written]) -> None:
        found = {record.article.article_id: one for record, _, one in new if one}
        self._insert("signatures", list(found.items()))
        self._insert("bands", sorted({(band, article_id) for article_id, one in found.items() for band in bands(one)}))

    def _repair_originals(self, changed: Sequence[Written]) -> None:
        """Who repeats whom, for these articles and all near duplicates whose original they may have become."""
        ids = {record.article.article_id for record, _, _ in changed}
        for record, _, _ in changed:
            self._orders[record.article.article_id] = article_order(record.article)
        self._find_neighbours({record.article.article_id: found for record, _, found in changed})
        affected = sorted(ids | {other for article_id in ids for _, other in self._near[article_id]})
        self._load_originals(affected)
        repair_originals(
            [(self._orders[article_id], article_id) for article_id in affected], self._neighbours, self._originals.__getitem__, self._set_original
        )
        moved = sorted(article_id for article_id, original in self._originals.items() if original != self._old_originals[article_id])
        if moved:
            articles = sql_table("articles")
            self._connection.execute(
                update(articles).where(articles.c.article_id == bindparam("key")).values(duplicate_of=bindparam("original")),
                [{"key": article_id, "original": self._originals[article_id]} for article_id in moved],
            )
        self._move_statements([article_id for article_id in moved if article_id not in ids])

    def _find_neighbours(self, signatures: dict[str, bytes]) -> None:
        """The near duplicates of all these articles, together: most have none, and one question tells."""
        wanted: dict[int, list[str]] = {}
        for article_id, found in signatures.items():
            for band in bands(found):
                wanted.setdefault(band, []).append(article_id)
        sharing: dict[str, set[str]] = {article_id: set() for article_id in signatures}
        for band, other in self._rows("bands", ("band", "article_id"), "band", sorted(wanted)):
            for article_id in wanted[band]:
                sharing[article_id].add(other)
        others = sorted({other for article_id, shared in sharing.items() for other in shared if other != article_id})
        found_there = {row[0]: row[1] for row in self._rows("signatures", ("article_id", "signature"), "article_id", others)}
        near: dict[str, list[str]] = {}
        for article_id, shared in sharing.items():
            candidates = sorted(shared - {article_id})
            same = similar(signatures[article_id], [found_there[other] for other in candidates])
            near[article_id] = [other for other, is_near in zip(candidates, same, strict=True) if is_near]
        self._load_originals(sorted({other for some in near.values() for other in some}))
        for article_id, some in near.items():
            self._near[article_id] = sorted((self._orders[other], other) for other in some)

    def _neighbours(self, article_id: str) -> list[tuple[str, str]]:
        if article_id not in self._near:
            ((_, found),) = self._rows("signatures", ("article_id", "signature"), "article_id", [article_id])
            self._find_neighbours({article_id: found})
        return self._near[article_id]

    def _load_originals(self, ids: Sequence[str]) -> None:
        unknown = [article_id for article_id in ids if article_id not in self._originals]
        for article_id, published, original in self._rows("articles", ("article_id", "published", "duplicate_of"), "article_id", unknown):
            self._orders.setdefault(article_id, f"{published or '9999-99-99'} {article_id}")
            self._originals[article_id] = self._old_originals[article_id] = original

    def _set_original(self, article_id: str, original: str | None) -> None:
        self._originals[article_id] = original

    def _move_statements(self, moved: Sequence[str]) -> None:
        """What is the same only within near duplicates has another key when an article's original changes."""
        statements = sql_table("statements")
        changes = []
        for kind, statement_id, article_id, of_block, key, found in self._rows(
            "statements", ("kind", "statement_id", "article_id", "block", "fact_key", "fact"), "article_id", moved
        ):
            new_block = block(OBJECT_TO_FACT[kind](loads(found)), self._originals[article_id] or article_id)
            if new_block != of_block:
                self._touched[kind] |= {of_block, new_block}
                self._gone[kind].add(key)
                changes.append({"of_kind": kind, "of_id": statement_id, "new_block": new_block})
        if changes:
            self._connection.execute(
                update(statements)
                .where(statements.c.kind == bindparam("of_kind"), statements.c.statement_id == bindparam("of_id"))
                .values(block=bindparam("new_block")),
                changes,
            )

    def _write_statements(self, records: Sequence[Record]) -> None:
        rows = []
        for record in records:
            article_id = record.article.article_id
            for kind, fact in facts_of(record):
                of_block = block(fact, self._originals[article_id] or article_id)
                self._touched[kind].add(of_block)
                # A statement is the article's own; what others say is in theirs.
                own = replace(fact, sources=(article_id,), more_evidence=tuple(one for one in fact.more_evidence if one.article_id == article_id))
                # The key that it has as the first or only one; most stay so.
                rows.append((kind, fact.id, article_id, key_of(of_block, fact), of_block, fact.start, fact.end, dumps(fact_to_object(own))))
        self._insert("statements", rows)

    def _tell_blocks(self, kind: str, blocks: Sequence[str]) -> None:
        """Put the facts of these blocks together anew from all their statements, and note what contradicts what."""
        for some in _chunks(blocks):
            found = list(self._statements_of(kind, some))
            keys = {key for _, _, old_keys in found for key in old_keys.values()}
            decided = {row[0] for row in self._rows(FACT_TABLES[kind], ("fact_key", "review_status"), "fact_key", sorted(keys)) if row[1] != "new"}
            told: dict[str, tuple[str, Fact]] = {}
            moved: list[dict[str, str]] = []
            checks: list[Row] = []
            for of_block, statements, old_keys in found:
                groups, contradictions = split(of_block, statements)
                names: dict[str, str] = {}
                for key, same in groups:
                    # A row that a reviewer decided on stays the row of what it was told from.
                    kept = sorted({old_keys[fact.id] for _, _, fact in same} & decided - set(told))
                    names[key] = kept[0] if kept else key
                    told[names[key]] = merge_facts(same)
                    moved += [{"of_id": fact.id, "new_key": names[key]} for _, _, fact in same if old_keys[fact.id] != names[key]]
                checks += contradiction_rows(kind, of_block, {key: told[name] for key, name in names.items()}, contradictions)
            self._move_keys(kind, moved)
            self._tell_facts(kind, sorted(keys | set(told)), told)
            self._delete("checks", "about", some)
            self._insert("checks", checks)
        gone = sorted(self._gone[kind])
        still_told = {row[0] for row in self._rows("statements", ("fact_key",), "fact_key", gone)}
        self._tell_facts(kind, [key for key in gone if key not in still_told], {})

    def _move_keys(self, kind: str, moved: list[dict[str, str]]) -> None:
        if moved:
            made = sql_table("statements")
            where = (made.c.kind == kind) & (made.c.statement_id == bindparam("of_id"))
            self._connection.execute(update(made).where(where).values(fact_key=bindparam("new_key")), moved)

    def _tell_facts(self, kind: str, keys: Sequence[str], told: dict[str, tuple[str, Fact]]) -> None:
        """Let the rows of these keys be what is told now; rows that a reviewer decided on only get their sources."""
        table = FACT_TABLES[kind]
        there = list(self._rows(table, ("fact_key", "id", "review_status"), "fact_key", keys))
        by_hand = self._marked_by_hand({fact_id: status for _, fact_id, status in there})
        reviewed = {key: fact_id for key, fact_id, _ in there if fact_id in by_hand}
        self._delete_facts(kind, [fact_id for _, fact_id, _ in there if fact_id not in by_hand])
        for key, fact_id in reviewed.items():
            if key in told:
                self._add_sources(table, fact_id, fact_row(told[key][1], told[key][0], key))
        new = {key: one for key, one in told.items() if key not in reviewed}
        # An id that a row of another key holds: that row's if it was marked by hand, else it has moved here.
        holders = dict(tuple(row) for row in self._rows(table, ("id", "review_status"), "id", [fact.id for _, fact in new.values()]))
        taken = self._marked_by_hand(holders)
        self._delete_facts(kind, sorted(set(holders) - taken))
        new = {key: one for key, one in new.items() if one[1].id not in taken}
        self._insert(table, [fact_row(fact, article_id, key) for key, (article_id, fact) in new.items()])
        facts = [fact for _, fact in new.values()]
        self._insert("participants", [row for fact in facts if isinstance(fact, Event) for row in participant_rows(fact)])
        self._insert("subjects", [row for fact in facts if isinstance(fact, Indicator) for row in subject_rows(fact)])

    def _statements_of(self, kind: str, blocks: Sequence[str]) -> Iterator[tuple[str, list[Statement], dict[str, str]]]:
        """Each block with its statements and the keys that these had so far, by statement."""
        statements, articles = sql_table("statements"), sql_table("articles")
        by_block: dict[str, tuple[list[Statement], dict[str, str]]] = {}
        rows = self._connection.execute(
            select(statements.c.block, statements.c.fact_key, statements.c.article_id, articles.c.published, statements.c.fact)
            .join(articles, articles.c.article_id == statements.c.article_id)
            .where(statements.c.kind == kind, statements.c.block.in_(blocks))
        )
        for of_block, key, article_id, published, content in rows:
            fact = OBJECT_TO_FACT[kind](loads(content))
            found, keys = by_block.setdefault(of_block, ([], {}))
            found.append((f"{published or '9999-99-99'} {article_id}", article_id, fact))
            keys[fact.id] = key
        for of_block, (found, keys) in sorted(by_block.items()):
            yield of_block, found, keys

    def _marked_by_hand(self, statuses: dict[str, str]) -> set[str]:
        """The reviewed facts of these that no statement can tell: those of `decisions` are in the statements already."""
        reviewed = {fact_id for fact_id, status in statuses.items() if status != "new"}
        return reviewed - {row[0] for row in self._rows("decisions", ("record_id",), "record_id", sorted(reviewed))}

    def _delete_facts(self, kind: str, ids: Sequence[str]) -> None:
        self._delete("participants", "event_id", ids if kind == "event" else ())
        self._delete("subjects", "indicator_id", ids if kind == "indicator" else ())
        self._delete(FACT_TABLES[kind], "id", ids)

    def _add_sources(self, table: str, fact_id: str, row: Row) -> None:
        names = BY_NAME[table].names
        values = {name: row[names.index(name)] for name in ("sources", "more_evidence")}
        made = sql_table(table)
        self._connection.execute(update(made).where(made.c.id == fact_id).values(values))

    def _rows(self, table: str, names: Sequence[str], by: str, values: Sequence[str] | Sequence[int]) -> Iterator[Any]:
        yield from _select_in(self._connection, table, names, by, values)

    def _insert(self, table: str, rows: Sequence[Row]) -> None:
        if not rows:
            return
        names = ", ".join(f'"{name}"' for name in BY_NAME[table].names)
        if self._connection.dialect.name == "postgresql":
            cursor = self._connection.connection.cursor()
            with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join("?" * len(BY_NAME[table].names))
        statement = f'INSERT INTO "{table}" ({names}) VALUES ({marks})'  # noqa: S608  (names from the table's description)
        self._connection.exec_driver_sql(statement, _without_decimals(table, rows))

    def _update(self, table: str, rows: Sequence[Row]) -> None:
        if not rows:
            return
        made, described = sql_table(table), BY_NAME[table]
        found = update(made)
        for name in described.key:
            found = found.where(made.c[name] == bindparam(f"key_{name}"))
        found = found.values({name: bindparam(f"new_{name}") for name in described.names if name not in described.key})
        self._connection.execute(
            found,
            [
                {f"{'key' if name in described.key else 'new'}_{name}": value for name, value in zip(described.names, row, strict=True)}
                for row in _without_decimals(table, rows)
            ],
        )

    def _delete(self, table: str, by: str, values: Sequence[str]) -> None:
        made = sql_table(table)
        for some in _chunks(values):
            self._connection.execute(delete(made).where(made.c[by].in_(some)))


def _is_first(record: Record, digest: str, there: Any) -> bool:
    """Whether this Record is what the database must say of its text: nothing is there, or it stood at an earlier place, or at the same."""
    if there is None:
        return True
    ours = appearance_order(record.article)
    theirs = appearance_order(Article(text="", input=there.input, record=there.record))
    return bool(there.digest != digest and ours <= theirs)


def _select_in(connection: Connection, table: str, names: Sequence[str], by: str, values: Sequence[str] | Sequence[int]) -> Iterator[Any]:
    made = sql_table(table)
    for some in _chunks(values):
        yield from connection.execute(select(*(made.c[name] for name in names)).where(made.c[by].in_(some))).all()


def _chunks(values: Sequence[ItemT]) -> Iterator[Sequence[ItemT]]:
    for first in range(0, len(values), _CHUNK):
        yield values[first : first + _CHUNK]


def _without_decimals(table: str, rows: Sequence[Row]) -> Sequence[Row]:
    """SQLite knows no decimals: those that JSON keeps digit for digit become floats."""
    positions = [position for position, column in enumerate(BY_NAME[table].columns) if column.type == "decimal"]
    if not any(type(row[position]) is Decimal for row in rows for position in positions):
        return rows
    return [tuple(float(cell) if type(cell) is Decimal else cell for cell in row) for row in rows]
