"""What a run has read so far, on disk in a hidden folder: Records and Failures in any order, taken out in a fixed one.

One SQLite file: memory stays flat, a killed run goes on where it was, and a finished one need not be done again for inputs
that are the same. The key of a Record is a hash over all of its Article and the version of code, data and options; an input
whose bytes are as they were when all of it was read is not even opened by its reader.
A damaged file is thrown away and the work done again; nothing in it is ever run or unpickled.

`keep` makes of a Record what is stored of it: a pure function, so that any process can do this work; `Spool.put` stores it.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from corpus.article import Article, Failure, storable
from extractors.records import Record, make_id
from outputs.across import appearance_order, article_order, unify_facts
from outputs.decisions import DecisionBook
from outputs.duplicates import signature
from outputs.json_lines import dumps, loads, object_to_record, record_to_object
from outputs.review_replay import replay_object
from outputs.rows import contradiction

# Rises when what is kept here changes its form or its meaning: older state is then thrown away.
FORMAT = "2"

_META = "CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"
# What a second run looks through stands apart from the large objects.
_TABLES = """
CREATE TABLE IF NOT EXISTS records (
    place TEXT PRIMARY KEY, article_key TEXT NOT NULL, input TEXT NOT NULL, article_id TEXT NOT NULL, article_order TEXT NOT NULL,
    digest TEXT NOT NULL, appearance TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS records_by_article ON records (article_id, place);
CREATE INDEX IF NOT EXISTS records_by_input ON records (input);
CREATE TABLE IF NOT EXISTS objects (place TEXT PRIMARY KEY, signature BLOB NOT NULL, object BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS failures (
    place TEXT PRIMARY KEY, input TEXT NOT NULL, record TEXT, stage TEXT NOT NULL, reason TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS failures_by_input ON failures (input);
CREATE TABLE IF NOT EXISTS inputs (name TEXT PRIMARY KEY, digest TEXT NOT NULL);
"""
# What this run has met; made anew by every run, beside the state.
_SEEN = """
CREATE TABLE seen.places (place TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE seen.inputs (name TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_COMMIT_EVERY = 400


# Why an input has no Record.
FORGOTTEN = "forgotten as asked: lianmeng review history tells when"


class Kept(NamedTuple):
    """One Record as it is stored."""

    place: str
    article_key: str
    input: str
    article_id: str
    article_order: str
    digest: str
    appearance: str
    signature: bytes
    object: bytes


def keep(record: Record, *, version: str) -> Kept:
    """What is stored of a Record that was made by this version."""
    article = replace(record.article, input=_name(record.article.input), record=_name(record.article.record))
    line = dumps(record_to_object(unify_facts(replace(record, article=article)))).encode("utf-8")
    return Kept(
        place=appearance_order(article),
        article_key=article_key(record.article, version=version),
        input=article.input or "",
        article_id=article.article_id,
        article_order=article_order(article),
        digest=hashlib.sha256(line).hexdigest()[:32],
        appearance=dumps({name: getattr(article, name) for name in ("input", "record", "title", "source", "url", "published")}),
        signature=signature(article.text),
        object=zlib.compress(line, 1),
    )


def keep_or_fail(record: Record, *, version: str) -> Kept | Failure:
    """What is stored of a Record; a Failure where it contradicts itself, so that no table could take it."""
    reason = contradiction(record)
    if reason is None:
        return keep(record, version=version)
    return Failure(input=record.article.input or "", record=record.article.record, stage="write", reason=f"contradictory record: {reason}")


def article_key(article: Article, *, version: str) -> str:
    """A hash over everything in the article, and over the version."""
    fields = [version] + [repr(getattr(article, name)) for name in Article.__slots__]
    return hashlib.sha256("\x1f".join(fields).encode("utf-8", "surrogatepass")).hexdigest()[:32]


class Spool:
    """Records and Failures of one output folder."""

    def __init__(self, path: Path, *, version: str) -> None:
        self.path = path
        self._seen_path = path.with_name("seen.db")
        self.version = version
        self._uncommitted = 0
        self._whole = True
        # Kept apart from what was read: a decision is applied when a Record is taken out.
        self.book = DecisionBook()
        self.connection = self._open()

    @classmethod
    def reading(cls, path: Path, *, version: str, book: DecisionBook) -> Spool:
        """A spool that another process has open; nothing can be changed through this one."""
        found = cls.__new__(cls)
        found.path, found._seen_path, found.version, found.book, found._uncommitted = path, path.with_name("seen.db"), version, book, 0
        found.connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        return found

    def known(self, article: Article) -> bool:
        """Whether the Record of exactly this article, made by this version, is here; it then counts as seen."""
        return self.meet(place_of(article), article_key(article, version=self.version))

    def meet(self, place: str, key: str) -> bool:
        """Whether the Record of this key is here at this place; it then counts as seen."""
        row = self.connection.execute("SELECT article_key FROM records WHERE place = ?", (place,)).fetchone()
        if row is None or row[0] != key:
            return False
        self._change("INSERT OR IGNORE INTO seen.places VALUES (?)", (place,))
        self._commit_if_many()
        return True

    def add(self, record: Record) -> None:
        """Keep a Record. ValueError where another article stood at the same input and record in this run."""
        kept = keep(record, version=self.version)
        query = "SELECT article_key FROM records WHERE place = ? AND place IN (SELECT place FROM seen.places)"
        row = self.connection.execute(query, (kept.place,)).fetchone()
        if row is not None and row[0] != kept.article_key:
            raise ValueError(f"two articles stand at {record.article.input!r}, {record.article.record!r}")
        self.put(kept)

    def put(self, kept: Kept) -> None:
        """Store what was made of a Record; the last one of a place counts."""
        self._change("DELETE FROM failures WHERE place = ?", (kept.place,))
        self._change("INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, ?, ?, ?)", kept[:7])
        self._change("INSERT OR REPLACE INTO objects VALUES (?, ?, ?)", (kept.place, kept.signature, kept.object))
        self._change("INSERT OR IGNORE INTO seen.places VALUES (?)", (kept.place,))
        if kept.article_id in self.book.forgotten:
            self.forget([kept.article_id])
        self._commit_if_many()

    def fail(self, failure: Failure) -> None:
        """Keep a Failure; a Record of the same place goes."""
        place = place_of(Article(text="", input=failure.input, record=failure.record))
        self._forget(place)
        row = (place, _name(failure.input), _name(failure.record), failure.stage, storable(failure.reason))
        self._change("INSERT OR REPLACE INTO failures VALUES (?, ?, ?, ?, ?)", row)
        self._change("INSERT OR IGNORE INTO seen.places VALUES (?)", (place,))
        self._commit_if_many()

    def known_input(self, name: str, digest: str) -> tuple[int, int] | None:
        """Articles and failures of an input all of which is here from the same bytes, and then counts as seen; else None."""
        name = _name(name) or ""
        row = self.connection.execute("SELECT digest FROM inputs WHERE name = ?", (name,)).fetchone()
        if row is None or row[0] != digest:
            return None
        self._change("INSERT OR IGNORE INTO seen.inputs VALUES (?)", (name,))
        (articles,) = self.connection.execute("SELECT count(*) FROM records WHERE input = ?", (name,)).fetchone()
        (failures,) = self.connection.execute("SELECT count(*) FROM failures WHERE input = ?", (name,)).fetchone()
        return articles, failures

    def meet_all(self) -> None:
        """Everything that is here counts as seen: nothing is read anew, only written."""
        for table in ("records", "failures"):
            self._change(f"INSERT OR IGNORE INTO seen.inputs SELECT DISTINCT input FROM {table}", ())  # noqa: S608  (own names only)
        self._change("INSERT OR IGNORE INTO seen.inputs SELECT name FROM inputs", ())
        self.commit()

    def forget(self, article_ids: Iterable[str]) -> int:
        """Remove the Records of these articles from the disk; each of their places becomes a failure. How many places there were."""
        self.commit()
        self.connection.execute("PRAGMA secure_delete = ON")
        # What was forgotten is read every time: it may have been taken back.
        self._change("DELETE FROM inputs WHERE name IN (SELECT input FROM failures WHERE reason = ?)", (FORGOTTEN,))
        places = 0
        for article_id in article_ids:
            rows = self.connection.execute("SELECT place, appearance FROM records WHERE article_id = ?", (article_id,)).fetchall()
            for place, appearance in rows:
                where = json.loads(appearance)
                self._forget(place)
                row = (place, where["input"] or "", where["record"], "write", FORGOTTEN)
                self._change("INSERT OR REPLACE INTO failures VALUES (?, ?, ?, ?, ?)", row)
            places += len(rows)
        self.commit()
        return places

    def open_input(self, name: str) -> None:
        """Begin to read an input anew: what stood there before counts only where this run meets it again."""
        self._change("DELETE FROM inputs WHERE name = ?", (_name(name) or "",))
        self._commit_if_many()

    def records_of(self, name: str) -> dict[str, str]:
        """Place and key of each Record of an input that is here already."""
        return dict(self.connection.execute("SELECT place, article_key FROM records WHERE input = ?", (_name(name) or "",)).fetchall())

    def note_input(self, name: str, digest: str) -> None:
        """All of the input was read, and these were its bytes; what it no longer holds goes."""
        name = _name(name) or ""
        for table in ("records", "failures"):
            query = f"SELECT place FROM {table} WHERE input = ? AND place NOT IN (SELECT place FROM seen.places)"  # noqa: S608  (own names only)
            for (place,) in self.connection.execute(query, (name,)).fetchall():
                self._forget(place)
        self._change("INSERT OR REPLACE INTO inputs VALUES (?, ?)", (name, digest))
        self._change("INSERT OR IGNORE INTO seen.inputs VALUES (?)", (name,))
        self._commit_if_many()

    def forget_unseen(self) -> None:
        """Drop what this run did not meet: the folder mirrors its sources as they are now."""
        unseen = "input NOT IN (SELECT name FROM seen.inputs) AND place NOT IN (SELECT place FROM seen.places)"
        self._change(f"DELETE FROM failures WHERE {unseen}", ())  # noqa: S608  (own words only)
        self._change(f"DELETE FROM objects WHERE place IN (SELECT place FROM records WHERE {unseen})", ())  # noqa: S608
        self._change(f"DELETE FROM records WHERE {unseen}", ())  # noqa: S608
        self._change("DELETE FROM inputs WHERE name NOT IN (SELECT name FROM seen.inputs)", ())
        self.commit()

    def failures(self) -> Iterator[tuple[str, str | None, str, str]]:
        """(input, record, stage, reason) in the order of their places."""
        yield from self.connection.execute("SELECT input, record, stage, reason FROM failures ORDER BY place")

    def object_at(self, place: str) -> dict[str, Any]:
        """The object kept for one place, as reviewers decided."""
        (blob,) = self.connection.execute("SELECT object FROM objects WHERE place = ?", (place,)).fetchone()
        return replay_object(loads(zlib.decompress(blob)), self.book)

    def appearances_of(self, article_id: str) -> list[dict[str, Any]]:
        """Every place where the article stood, in order."""
        rows = self.connection.execute("SELECT appearance FROM records WHERE article_id = ? ORDER BY place", (article_id,))
        return [json.loads(row[0]) for row in rows]

    def articles(self) -> Iterator[tuple[str, str, str]]:
        """(place, article_id, digest) of each distinct article's first appearance, by article id."""
        # With min(), SQLite takes the other columns from the row of the least place.
        cursor = self.connection.cursor()
        for place, article_id, digest, appearance in cursor.execute(
            "SELECT min(place), article_id, digest, appearance FROM records GROUP BY article_id"
        ):
            yield place, article_id, self._decided_digest(digest, article_id, appearance)

    def _decided_digest(self, digest: str, article_id: str, appearance: str) -> str:
        if not self.book:
            return digest
        place = json.loads(appearance)
        decided = self.book.fingerprint_of(article_id, title=place["title"], url=place["url"], input=place["input"])
        return hashlib.sha256(f"{digest}{decided}".encode()).hexdigest()[:32] if decided else digest

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
        (found,) = self.connection.execute("SELECT signature FROM objects WHERE place = ?", (place,)).fetchone()
        return bytes(found)

    def appearance_ids(self, article_id: str) -> list[str]:
        """The ids of all places where the article stood."""
        return [make_id("w", article_id, one["input"], one["record"]) for one in self.appearances_of(article_id)]

    def fingerprint(self) -> str:
        """A hash over all inputs, what became of them, and the version: the same when nothing changed."""
        found = hashlib.sha256(f"{self.version}{self.book.fingerprint()}".encode("utf-8", "surrogatepass"))
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
        self._whole = True

    def close(self) -> None:
        """Commit and close; what a signal broke off in the middle is undone."""
        try:
            if self._whole:
                self.commit()
            else:
                self.connection.rollback()
        finally:
            self.connection.close()
            with suppress(OSError):
                self._seen_path.unlink()

    def _forget(self, place: str) -> None:
        for table in ("records", "objects", "failures"):
            self._change(f"DELETE FROM {table} WHERE place = ?", (place,))  # noqa: S608  (own names only)

    def _change(self, statement: str, values: tuple[Any, ...]) -> None:
        self._whole = False
        self.connection.execute(statement, values)
        self._uncommitted += 1

    def _commit_if_many(self) -> None:
        # Only between whole operations: a Record without its object must never be left behind.
        self._whole = True
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
            for name in (self.path, Path(f"{self.path}-journal")):
                with suppress(FileNotFoundError):
                    name.unlink()
            return self._prepare()

    def _prepare(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, isolation_level="DEFERRED", check_same_thread=False)
        try:
            if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise sqlite3.DatabaseError("damaged")
            connection.execute(_META)
            found = dict(connection.execute("SELECT name, value FROM meta").fetchall())
            if found.get("format", FORMAT) != FORMAT:
                raise sqlite3.DatabaseError("another version's")
            connection.executescript(_TABLES)
            if found.get("version", self.version) != self.version:
                for table in ("records", "objects", "failures", "inputs"):
                    connection.execute(f"DELETE FROM {table}")  # noqa: S608  (own names only)
            connection.execute("INSERT OR REPLACE INTO meta VALUES ('format', ?), ('version', ?)", (FORMAT, self.version))
            connection.commit()
            with suppress(FileNotFoundError):
                self._seen_path.unlink()
            connection.execute("ATTACH DATABASE ? AS seen", (str(self._seen_path),))
            connection.execute("PRAGMA seen.journal_mode = OFF")
            connection.execute("PRAGMA seen.synchronous = OFF")
            connection.executescript(_SEEN)
        except BaseException:
            connection.close()
            raise
        return connection


def _name(name: str | None) -> str | None:
    """A path or record as it can be stored: bytes that are no UTF-8 are shown as escapes, so that two names stay two."""
    return None if name is None else name.encode("utf-8", "backslashreplace").decode("utf-8").replace("\x00", "\\x00")


def place_of(article: Article) -> str:
    """Where an article stood, in the form that sorts: the key of all that is stored of it."""
    return appearance_order(replace(article, input=_name(article.input), record=_name(article.record)))
