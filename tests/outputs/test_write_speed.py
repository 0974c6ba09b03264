from __future__ import annotations

import random
import time
from collections.abc import Callable
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


def test_writing_takes_at_most_twice_as_long_as_a_plain_bulk_insert(new_database_url: Callable[[], str]) -> None:
    records = articles(random.Random(1))  # noqa: S311  (texts, not secrets)
    ours, plain = [], []
    for _ in range(2):
        with_ours = Database.open(new_database_url())
        start = time.perf_counter()
        with_ours.write(records)
        ours.append(time.perf_counter() - start)
        # Parents first, as is fastest.
        rows = {table.name: all_rows(with_ours, table.name) for table in metadata().sorted_tables}
        with_ours.close()
        assert len(rows["mentions"]) == 100 * ARTICLES
        with_plain = Database.open(new_database_url())
        start = time.perf_counter()
        with with_plain.engine.begin() as connection:
            for name, some in rows.items():
                if some:
                    connection.execute(insert(sql_table(name)), some)
        plain.append(time.perf_counter() - start)
        with_plain.close()
    assert min(ours) <= 2 * min(plain), (ours, plain)


def all_rows(database: Database, name: str) -> list[dict[str, Any]]:
    with database.engine.connect() as connection:
        return [dict(row) for row in connection.execute(text(f'SELECT * FROM "{name}"')).mappings()]
