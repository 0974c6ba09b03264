from __future__ import annotations

import io
import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet
import pytest

from outputs import export_files
from outputs.export_files import write_file, write_lines
from outputs.tables import Column

COLUMNS = (
    Column(name="title", title="Title", description="What it is called", required=True),
    Column(name="value", type="decimal", title="Value", description="How much"),
    Column(name="edition", type="integer", title="Edition", description="Which"),
    Column(name="names", type="list", title="Names", description="JSON list of names"),
)
ROWS: list[tuple[Any, ...]] = [
    ("=1+1", -8.8, 3, '["张三", "=李四"]'),
    ("许昌\n\x07𠮷", Decimal("0.0000001"), None, "[]"),
    ("#N/A", 16530000000, -1, None),
]


def test_csv_is_guarded_as_in_the_output_folder() -> None:
    file = io.BytesIO()
    assert write_lines(file, COLUMNS, ROWS, form="csv") == 3
    assert file.getvalue().decode("utf-8-sig") == (
        '"title","value","edition","names"\r\n"\'=1+1",-8.8,3,"[""张三"", ""=李四""]"\r\n"许昌\n\x07𠮷",0.0000001,,"[]"\r\n"#N/A",16530000000,-1,\r\n'
    )


def test_json_lines_have_numbers_lists_and_null() -> None:
    file = io.BytesIO()
    assert write_lines(file, COLUMNS, ROWS, form="jsonl") == 3
    lines = file.getvalue().decode().splitlines()
    assert json.loads(lines[0]) == {"title": "=1+1", "value": -8.8, "edition": 3, "names": ["张三", "=李四"]}
    assert lines[1] == '{"title": "许昌\\n\\u0007𠮷", "value": 0.0000001, "edition": null, "names": []}'
    assert json.loads(lines[2])["names"] is None


def test_a_workbook_runs_nothing_and_explains_its_columns(tmp_path: Path) -> None:
    assert write_file(tmp_path / "a.xlsx", "events", COLUMNS, ROWS, form="xlsx") == 3
    workbook = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert workbook.sheetnames == ["events", "columns"]
    sheet = workbook["events"]
    assert [[cell.value for cell in row] for row in sheet] == [
        ["title", "value", "edition", "names"],
        ["=1+1", -8.8, 3, '["张三", "=李四"]'],
        ["许昌\n\ufffd𠮷", 1e-07, None, "[]"],
        ["#N/A", 16530000000, -1, None],
    ]
    assert [(sheet.cell(row, 1).data_type, sheet.cell(row, 1).quotePrefix) for row in (2, 3, 4)] == [("s", True), ("s", False), ("s", False)]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet["A1"].font.bold) == ("A2", "A1:D1", True)
    assert [cell.value for cell in workbook["columns"][2]] == ["title", "Title", "What it is called"]


def test_a_workbook_has_the_same_bytes_on_any_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, day in (("a", 400_000_000), ("b", 900_000_000)):
        monkeypatch.setattr("time.time", lambda day=day: float(day))
        write_file(tmp_path / f"{name}.xlsx", "events", COLUMNS, ROWS, form="xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").properties.modified == datetime(2000, 1, 1)


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export_files, "ROW_LIMIT", 2)
    write_file(tmp_path / "a.xlsx", "events", COLUMNS, [("一", None, number, None) for number in range(5)], form="xlsx")
    workbook = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert workbook.sheetnames == ["events", "events-2", "events-3", "columns"]
    assert [[row[2].value for row in workbook[name]] for name in workbook.sheetnames[:3]] == [["edition", 0, 1], ["edition", 2, 3], ["edition", 4]]


def test_parquet_has_types_and_meanings(tmp_path: Path) -> None:
    assert write_file(tmp_path / "a.parquet", "events", COLUMNS, ROWS, form="parquet") == 3
    table = pyarrow.parquet.read_table(tmp_path / "a.parquet")
    assert {field.name: str(field.type) for field in table.schema} == {"title": "string", "value": "double", "edition": "int64", "names": "string"}
    assert table.schema.field("value").metadata == {b"description": b"How much"}
    assert table.to_pylist() == [
        {"title": "=1+1", "value": -8.8, "edition": 3, "names": '["张三", "=李四"]'},
        {"title": "许昌\n\x07𠮷", "value": 1e-07, "edition": None, "names": "[]"},
        {"title": "#N/A", "value": 16530000000.0, "edition": -1, "names": None},
    ]


@pytest.mark.parametrize("form", export_files.FORMATS)
def test_a_file_without_rows_has_its_columns(tmp_path: Path, form: str) -> None:
    assert write_file(tmp_path / "a", "events", COLUMNS, [], form=form) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("form", export_files.FORMATS)
def test_what_fails_half_way_leaves_the_older_file(tmp_path: Path, form: str) -> None:
    def rows() -> Any:
        yield ROWS[0]
        raise ZeroDivisionError

    (tmp_path / "a").write_bytes(b"older")
    with pytest.raises(ZeroDivisionError):
        write_file(tmp_path / "a", "events", COLUMNS, rows(), form=form)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"older")]
