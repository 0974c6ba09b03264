"""What a run has read so far, on disk in a hidden folder: Records and Failures in any order, taken out in a fixed one.

One SQLite file: memory stays flat, a killed run goes on where it was, and a finished one need not be done again for inputs
that are the same. The key of a Record is a hash over all of its Article and the version of code, data and options.
A damaged file is thrown away and the work done again; nothing in it is ever run or unpickled.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from corpus.article import Article, Failure, storable
from extractors.records import Record, make_id
from outputs.across import appearance_order, article_order, unify_facts
from outputs.duplicates import signature
from outputs.json_lines import dumps, loads, object_to_record, record_to_object

# Rises when what is kept here changes its form or its meaning: older state is then thrown away.
FORMAT = "1"

_META = "CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"
_TABLES = """
CREATE TABLE IF NOT EXISTS records (
    place TEXT PRIMARY KEY, article_key TEXT NOT NULL, article_id TEXT NOT NULL, article_order TEXT NOT NULL,
    digest TEXT NOT NULL, seen INTEGER NOT NULL, appearance TEXT NOT NULL, signature BLOB NOT NULL, object BLOB NOT NULL
);
CREATE INDEX IF NOT EXISTS records_by_article ON records (article_id, place);
CREATE TABLE IF NOT EXISTS failures (
    place TEXT PRIMARY KEY, input TEXT NOT NULL, record TEXT, stage TEXT NOT NULL, reason TEXT NOT NULL
);
"""
_COMMIT_EVERY = 100


class Spool:
    """Records and Failures of one output folder."""

    def __init__(self, path: Path, *, version: str) -> None:
        self._path = path
        self._version = version
        self._uncommitted = 0
        self.connection = self._open()

    def known(self, article: Article) -> bool:
        """Whether the Record of exactly this article, made by this version, is here; it then counts as seen."""
        place, key = _place(article), self._key(article)
        row = self.connection.execute("SELECT article_key, seen FROM records WHERE place = ?", (place,)).fetchone()
        if row is None or row[0] != key:
            return False
        if not row[1]:
            self._change("UPDATE records SET seen = 1 WHERE place = ?", (place,))
        return True

    def add(self, record: Record) -> None:
        """Keep a Record. ValueError where another article stood at the same input and record in this run."""
        key = self._key(record.article)
        article = replace(record.article, input=_name(record.article.input), record=_name(record.article.record))
        record = replace(record, article=article)
        place = appearance_order(article)
        row = self.connection.execute("SELECT article_key FROM records WHERE place = ? AND seen = 1", (place,)).fetchone()
        if row is not None and row[0] != key:
            raise ValueError(f"two articles stand at {article.input!r}, {article.record!r}")
        line = dumps(record_to_object(unify_facts(record))).encode("utf-8")
        appearance = dumps({name: getattr(article, name) for name in ("input", "record", "title", "source", "url", "published")})
        self._change("DELETE FROM failures WHERE place = ?", (place,))
        self._change(
            "INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?)",
            (
                place,
                key,
                article.article_id,
                article_order(article),
                hashlib.sha256(line).hexdigest()[:32],
                appearance,
                signature(article.text),
                zlib.compress(line, 1),
            ),
        )

    def fail(self, failure: Failure) -> None:
        """Keep a Failure; a Record of the same place goes."""
        place = _place(Article(text="", input=failure.input, record=failure.record))
        self._change("DELETE FROM records WHERE place = ?", (place,))
        row = (place, _name(failure.input), _name(failure.record), failure.stage, storable(failure.reason))
        self._change("INSERT OR REPLACE INTO failures VALUES (?, ?, ?, ?, ?)", row)

    def forget_unseen(self) -> None:
        """Drop the Records of inputs that this run did not meet: the folder mirrors its sources as they are now."""
        self._change("DELETE FROM records WHERE seen = 0", ())
        self.commit()

    def failures(self) -> Iterator[tuple[str, str | None, str, str]]:
        """(input, record, stage, reason) in the order of their places."""
        yield from self.connection.execute("SELECT input, record, stage, reason FROM failures ORDER BY place")

    def object_at(self, place: str) -> dict[str, Any]:
        """The object kept for one place."""
        (blob,) = self.connection.execute("SELECT object FROM records WHERE place = ?", (place,)).fetchone()
        return loads(zlib.decompress(blob))

    def appearances_of(self, article_id: str) -> list[dict[str, Any]]:
        """Every place where the article stood, in order."""
        rows = self.connection.execute("SELECT appearance FROM records WHERE article_id = ? ORDER BY place", (article_id,))
        return [json.loads(row[0]) for row in rows]

    def articles(self) -> Iterator[tuple[str, str, str]]:
        """(place, article_id, digest) of each distinct article's first appearance, by article id."""
        # With min(), SQLite takes the other columns from the row of the least place.
        cursor = self.connection.cursor()
        yield from cursor.execute("SELECT min(place), article_id, digest FROM records GROUP BY article_id")

    def count_articles(self) -> int:
        """How many distinct articles there are."""
        (count,) = self.connection.execute("SELECT count(DISTINCT article_id) FROM records").fetchone()
        return int(count)

    def own_record(self, place: str) -> Record:
        """The Record of the article at a place with its appearances, as it is without other articles."""
        found = self.object_at(place)
        found["appearances"] = self.appearances_of(found["article_id"])
        return object_to_record(found)

    def signature(self, place: str) -> bytes:
        """The signature of the text at a place."""
        (found,) = self.connection.execute("SELECT signature FROM records WHERE place = ?", (place,)).fetchone()
        return bytes(found)

    def appearance_ids(self, article_id: str) -> list[str]:
        """The ids of all places where the article stood."""
        return [make_id("w", article_id, one["input"], one["record"]) for one in self.appearances_of(article_id)]

    def fingerprint(self) -> str:
        """A hash over all inputs, what became of them, and the version: the same when nothing changed."""
        found = hashlib.sha256(self._version.encode("utf-8", "surrogatepass"))
        for query in ("SELECT place, article_key FROM records ORDER BY place", "SELECT place, stage, reason FROM failures ORDER BY place"):
            for row in self.connection.execute(query):
                found.update(json.dumps(row).encode("ascii") + b"\n")
            found.update(b"\n")
        return found.hexdigest()

    def note(self, name: str, value: str) -> None:
        """Keep a word about the state."""
        self._change("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def noted(self, name: str) -> str | None:
        """The word that `note` kept."""
        row = self.connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def commit(self) -> None:
        """What was kept so far survives a kill."""
        self.connection.commit()
        self._uncommitted = 0

    def close(self) -> None:
        """Commit and close."""
        self.commit()
        self.connection.close()

    def _key(self, article: Article) -> str:
        fields = [self._version] + [repr(getattr(article, name)) for name in Article.__slots__]
        return hashlib.sha256("\x1f".join(fields).encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def _change(self, statement: str, values: tuple[Any, ...]) -> None:
        self.connection.execute(statement, values)
        self._uncommitted += 1
        if self._uncommitted >= _COMMIT_EVERY:
            self.commit()

    def _open(self) -> sqlite3.Connection:
        try:
            return self._prepare()
        except sqlite3.OperationalError:
            # A full disk or a lock is no reason to throw work away.
            raise
        except sqlite3.DatabaseError:
            # Damaged, or another version's: the work is done again rather than anything read from it.
            for name in (self._path, Path(f"{self._path}-journal")):
                with suppress(FileNotFoundError):
                    name.unlink()
            return self._prepare()

    def _prepare(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, isolation_level="DEFERRED", check_same_thread=False)
        try:
            if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise sqlite3.DatabaseError("damaged")
            connection.execute(_META)
            found = dict(connection.execute("SELECT name, value FROM meta").fetchall())
            if found.get("format", FORMAT) != FORMAT:
                raise sqlite3.DatabaseError("another version's")
            connection.executescript(_TABLES)
            if found.get("version", self._version) != self._version:
                connection.execute("DELETE FROM records")
            connection.execute("INSERT OR REPLACE INTO meta VALUES ('format', ?), ('version', ?)", (FORMAT, self._version))
            connection.execute("UPDATE records SET seen = 0 WHERE seen = 1")
            connection.execute("DELETE FROM failures")
            connection.commit()
        except BaseException:
            connection.close()
            raise
        return connection


def _name(name: str | None) -> str | None:
    """A path or record as it can be stored: bytes that are no UTF-8 are shown as escapes, so that two names stay two."""
    return None if name is None else name.encode("utf-8", "backslashreplace").decode("utf-8").replace("\x00", "\\x00")


def _place(article: Article) -> str:
    return appearance_order(replace(article, input=_name(article.input), record=_name(article.record)))
