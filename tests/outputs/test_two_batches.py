"""Batches of several processes into one database, at once and again and elsewhere, give the same rows."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from extractors.records import Record
from outputs.batch import BatchWriter
from outputs.database import Database
from outputs.tables import DATABASE_TABLES

pytestmark = pytest.mark.skipif(os.name == "nt", reason="processes are not forked there")


@pytest.fixture
def batches(make_record: Callable[..., Record]) -> list[list[Record]]:
    """Two batches that share a reprint, an accession and every entity."""
    accession = "许昌加入中德工业城市联盟。\n"
    return [
        [make_record(input="b.txt", title="转载", published="2020-12-16")]
        + [make_record(f"{accession}第{number}篇。", input=f"one/{number}.txt", published="2020-12-18") for number in range(12)],
        [make_record(input="a.txt", title="首发", published="2020-12-15")]
        + [make_record(f"{accession}另第{number}篇。", input=f"two/{number}.txt", published="2020-12-17") for number in range(12)],
    ]


def run(folder: Path, records: Sequence[Record], url: str) -> None:
    with BatchWriter.open(folder, sources=[folder.name], version="1", database_url=url) as writer:
        for record in records:
            writer.add(record)
        writer.finish({})


def rows(url: str) -> dict[str, list[Any]]:
    database = Database.open(url)
    with database.engine.connect() as connection:
        found = {
            table.name: sorted(
                (tuple(row) for row in connection.execute(text(f'SELECT {", ".join(_quoted(table.names))} FROM "{table.name}"'))), key=repr
            )
            for table in DATABASE_TABLES
        }
    database.close()
    return found


def _quoted(names: Sequence[str]) -> list[str]:
    return [f'"{name}"' for name in names]


def test_two_processes_at_once_give_the_rows_of_one_after_the_other(
    new_database_url: Callable[[], str], tmp_path: Path, batches: list[list[Record]]
) -> None:
    url = new_database_url()
    for number, batch in enumerate(batches):
        run(tmp_path / f"gold{number}", batch, url)
    gold = rows(url)
    assert [len(gold[name]) for name in ("articles", "appearances", "memberships")] == [25, 26, 1]
    # On another machine: other folders, the other batch first, at the same time, and both once more.
    url = new_database_url()
    context = multiprocessing.get_context("fork")
    for turn in ("first", "again"):
        workers = [
            context.Process(target=run, args=(tmp_path / f"{turn}{number}", batch[::-1], url)) for number, batch in reversed(list(enumerate(batches)))
        ]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join(120)
        assert [worker.exitcode for worker in workers] == [0, 0]
        assert rows(url) == gold
