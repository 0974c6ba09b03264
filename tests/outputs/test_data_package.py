from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from frictionless import Package

from corpus.article import Failure
from extractors.records import Record
from outputs.batch import BatchWriter
from outputs.tables import CSV_TABLES


@pytest.fixture
def out(tmp_path: Path, make_record: Callable[..., Record]) -> Path:
    with BatchWriter.open(tmp_path, sources=["news"], version="1", row_limit=4) as writer:
        writer.add(make_record(input="=a.txt", title="-首发", published="2020-12-15", reporters=("张三",)))
        writer.add(make_record("许昌加入中德工业城市联盟。\n" + "长" * 40_000, input="b.txt", title='他说："好"\n；,', source="\t@x"))
        writer.fail(Failure("c.txt", None, "read", "+1"))
        writer.finish({})
    return tmp_path


def test_frictionless_finds_every_table_valid_key_by_key(out: Path) -> None:
    report = Package(str(out / "datapackage.json")).validate()
    assert report.flatten(["type", "note"]) == []
    assert [task.name for task in report.tasks] == [table.name for table in CSV_TABLES]


def test_every_column_is_described(out: Path) -> None:
    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    for resource, table in zip(package["resources"], CSV_TABLES, strict=True):
        fields = resource["schema"]["fields"]
        assert [field["name"] for field in fields] == [column.name for column in table.csv_columns]
        assert all(field["title"] and field["description"] and field["type"] for field in fields)


def test_split_files_are_listed_in_order(out: Path) -> None:
    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    paths = {resource["name"]: resource["path"] for resource in package["resources"]}
    assert paths["mentions"] == ["mentions.csv", "mentions-2.csv", "mentions-3.csv"]
    assert paths["events"] == "events.csv"


def test_frictionless_reads_the_rows_of_all_parts(out: Path) -> None:
    mentions = Package(str(out / "datapackage.json")).get_resource("mentions").read_rows()
    assert [row["text"] for row in mentions if row["label"] == "MONEY"] == ["165.3亿美元"]
    assert len(mentions) == 12


def test_the_guard_is_told(out: Path) -> None:
    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    assert package["guard"] == "'"
    assert "begins with a guard '" in package["description"]
