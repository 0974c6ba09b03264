"""From the spool into the database: in this process, or in one of its own while this one writes the files."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from outputs import errors
from outputs.decisions import DecisionBook
from outputs.processes import start
from outputs.spool import Spool

if TYPE_CHECKING:
    from outputs.database import Database

# Starting a process takes as long as writing so many articles.
WORTH_A_PROCESS = 200

_ERRORS = {error.__name__: error for error in (errors.NotWritable, errors.WriteFailed, errors.DatabaseError)}


def write_database(spool: Spool, database: Database, tell: Callable[[str, int, int], None]) -> None:
    """Write all articles of the spool that the database has not just so; it commits group by group."""
    from outputs.database import GROUP

    total, done = spool.count_articles(), 0
    for group in _groups(spool.articles(), GROUP):
        some = [(place, article_id, digest, spool.appearance_ids(article_id)) for place, article_id, digest in group]
        missing = database.missing([(article_id, digest, appearances) for _, article_id, digest, appearances in some])
        database.write((spool.own_record(place), digest, spool.signature(place)) for place, article_id, digest, _ in some if article_id in missing)
        done += len(group)
        tell("database", done, total)


class DatabaseBeside:
    """`write_database` in a process of its own. Nothing else may write into the spool meanwhile."""

    def __init__(self, spool: Spool, url: str) -> None:
        spool.commit()
        self._process, self._connection = start(_serve, spool.path, spool.version, url, spool.book, name="lianmeng database")

    def finish(self) -> bool:
        """Wait for it. False where it was killed: what it wrote is whole, the rest is still to do. Raises what it raised."""
        try:
            name, message = self._connection.recv()
        except (EOFError, OSError):
            return False
        if name is None:
            return True
        raise _ERRORS[name](message)

    def close(self) -> None:
        """End the process; a transaction that is open is not kept."""
        self._process.kill()
        self._process.join()
        self._connection.close()


def _serve(connection: Connection, path: Path, version: str, url: str, book: DecisionBook) -> None:
    from outputs.database import Database

    try:
        spool = Spool.reading(path, version=version, book=book)
        database = Database.open(url)
        write_database(spool, database, lambda _stage, _done, _total: None)
        database.close()
        connection.send((None, ""))
    except errors.OutputError as error:
        connection.send((type(error).__name__ if type(error).__name__ in _ERRORS else "DatabaseError", str(error)))
    except (OSError, sqlite3.Error) as error:
        connection.send(("WriteFailed", f"{path}: {error}".split("\n")[0]))


def _groups(items: Iterator[tuple[str, str, str]], size: int) -> Iterator[list[tuple[str, str, str]]]:
    group: list[tuple[str, str, str]] = []
    for item in items:
        group.append(item)
        if len(group) == size:
            yield group
            group = []
    if group:
        yield group
