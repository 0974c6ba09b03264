"""Seconds to write 30,000 mentions into SQLite against a plain bulk insert of the same rows, in the same run."""

from __future__ import annotations

import random
import tempfile
import time
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, text

from corpus.article import make_article
from extractors.records import Figure, Mention, Place, Record
from outputs.database import Database
from outputs.duplicates import signature
from outputs.schema import metadata, sql_table

CHINA = Place("CN", "中华人民共和国", "country", "CN")
# Each article holds a hundred mentions.
ARTICLES = 300


def articles(chosen: random.Random) -> list[tuple[Record, str, bytes]]:
    found = []
    for number in range(ARTICLES):
        lines = ["".join(chr(chosen.randint(0x4E00, 0x9FA5)) for _ in range(12)) + f"中国{chosen.randint(100, 999)}亿美元" for _ in range(50)]
        mentions = []
        for line, words in enumerate(lines):
            start = line * (len(words) + 1) + 12
            mentions.append(Mention("GPE", start, start + 2, "中国", "places.name", 0.9, "CN"))
            figure = Figure(Decimal(words[14:17]) * 10**8, "USD")
            mentions.append(Mention("MONEY", start + 2, start + 8, words[14:], "figures.money", 0.9, figure=figure))
        article = make_article("\n".join(lines), input=f"{number}.txt", published="2020-12-15")
        found.append((Record(article, tuple(mentions), places=(CHINA,)), str(number), signature(article.text)))
    return found


def rows() -> list[tuple[str, float, str]]:
    """Name, value, unit; the better of two rounds each."""
    records = articles(random.Random(1))  # noqa: S311  (texts, not secrets)
    with tempfile.TemporaryDirectory() as folder:
        rounds = [_round(records, f"sqlite:///{folder}/{number}") for number in range(2)]
    ours, plain = (min(times) for times in zip(*rounds, strict=True))
    return [
        ("write 30,000 mentions", ours, "s"),
        ("plain bulk insert of the same rows", plain, "s"),
        ("write / plain (at most 2)", ours / plain, "×"),
    ]


def _round(records: list[tuple[Record, str, bytes]], url: str) -> tuple[float, float]:
    database = Database.open(f"{url}-ours.db")
    start = time.perf_counter()
    database.write(records)
    ours = time.perf_counter() - start
    # Parents first, as is fastest.
    written = {table.name: all_rows(database, table.name) for table in metadata().sorted_tables}
    database.close()
    other = Database.open(f"{url}-plain.db")
    start = time.perf_counter()
    with other.engine.begin() as connection:
        for name, some in written.items():
            if some:
                connection.execute(insert(sql_table(name)), some)
    plain = time.perf_counter() - start
    other.close()
    return ours, plain


def all_rows(database: Database, name: str) -> list[dict[str, Any]]:
    with database.engine.connect() as connection:
        return [dict(row) for row in connection.execute(text(f'SELECT * FROM "{name}"')).mappings()]
