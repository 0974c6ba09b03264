from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet
import pytest

from corpus.article import Failure
from extractors.records import Record
from outputs import parquet_files
from outputs.batch import BatchWriter
from outputs.errors import NotWritable
from outputs.frames import read_table
from outputs.tables import CSV_TABLES


def run(folder: Path, items: list[Any], *formats: str) -> Path:
    with BatchWriter.open(folder, sources=["news"], version="1", formats=formats) as writer:
        for item in items:
            writer.fail(item) if isinstance(item, Failure) else writer.add(item)
        writer.finish({})
    return folder


@pytest.fixture
def items(make_record: Callable[..., Record]) -> list[Any]:
    return [
        make_record(input="a.txt", title="=首发", published="2020-12-15", reporters=("张三",)),
        make_record("许昌加入中德工业城市联盟。\n" + "长" * 40_000, input="b.txt"),
        Failure("c.txt", None, "read", "the file is empty"),
    ]


def test_every_table_is_there_as_in_csv_but_whole_and_unguarded(tmp_path: Path, items: list[Any]) -> None:
    out = run(tmp_path, items, "csv", "parquet")
    for table in CSV_TABLES:
        found = pyarrow.parquet.read_table(out / f"{table.name}.parquet").to_pandas()
        expected = read_table(out, table.name)
        assert list(found.columns) == list(expected.columns)
        assert len(found) == len(expected), table.name
        for column in table.csv_columns:
            if column.type in ("integer", "float", "decimal"):
                left, right = (pd.to_numeric(frame[column.name]).astype("Float64") for frame in (found, expected))
                assert left.equals(right), (table.name, column.name)
    articles = pyarrow.parquet.read_table(out / "articles.parquet").to_pylist()
    assert [(row["title"], len(row["text"]), json.loads(row["reporters"])) for row in articles] == [
        ("=首发", len(items[0].article.text), ["张三"]),
        (None, 40_014, []),
    ]


def test_the_bytes_do_not_depend_on_the_order(tmp_path: Path, items: list[Any]) -> None:
    found = [
        {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in run(tmp_path / str(number), order, "parquet").glob("*.parquet")}
        for number, order in enumerate((items, items[::-1]))
    ]
    assert found[0] == found[1]
    assert len(found[0]) == len(CSV_TABLES)


def test_what_is_no_longer_asked_for_goes(tmp_path: Path, items: list[Any]) -> None:
    run(tmp_path, items, "csv", "parquet")
    assert sorted(path.name for path in run(tmp_path, items, "parquet").glob("*.csv")) == ["failures.csv"]
    assert list(run(tmp_path, items, "csv").glob("*.parquet")) == []


def test_without_pyarrow_nothing_is_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet_files, "parquet_is_there", lambda: False)
    with pytest.raises(NotWritable, match="Parquet needs pyarrow") as refused:
        run(tmp_path / "out", [], "parquet")
    assert refused.value.status == 2
    assert not (tmp_path / "out").exists()
