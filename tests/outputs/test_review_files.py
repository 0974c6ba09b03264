"""review.csv and review.xlsx: what they hold, and how they are read back from any spreadsheet."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from outputs.json_lines import loads
from outputs.review_files import COLUMNS, cells_of, write_csv, write_workbook
from outputs.review_read import FileRow, UnreadableFile, read_review_file
from outputs.review_rows import ReviewRow


def row(**changes: object) -> ReviewRow:
    fields: dict[str, object] = {
        "kind": "membership", "record_id": "f00000000000000e1", "article_id": "a0000000000000001", "start": 0, "end": 13, "title": "=许昌加入联盟",
        "published": "2020-12-15", "evidence": "【许昌】加入【中德工业城市联盟】。", "our_value": "许昌市 → 中德工业城市联盟", "confidence": 0.55,
        "reasons": ["confidence 0.55"], "rank": 2, "data": {"kind": "membership", "found": {"id": "f00000000000000e1"}},
    }  # fmt: skip
    return ReviewRow(**(fields | changes))  # type: ignore[arg-type]


@pytest.fixture
def table(tmp_path: Path) -> list[list[str]]:
    """The cells of a review.csv that a reviewer filled: an accepted row, a corrected one, and one that nobody touched."""
    rows = [row(), row(kind="position", record_id="f00000000000000e2"), row(kind="mention", record_id="m00000000000000e3")]
    write_csv(tmp_path / "review.csv", rows)
    with (tmp_path / "review.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = list(csv.reader(file))
    at = {name: position for position, name in enumerate(cells[0])}
    cells[1][at["decision"]] = "accepted"
    cells[2][at["decision"]], cells[2][at["corrected_name"]], cells[2][at["note"]] = "corrected", "市长", "见“公告”，\n两行"
    return cells


EXPECTED = [
    {"record_id": "f00000000000000e1", "decision": "accepted"},
    {"record_id": "f00000000000000e2", "decision": "corrected", "corrected_name": "市长", "note": "见“公告”，\n两行"},
    {"record_id": "m00000000000000e3"},
]


def said(rows: list[FileRow]) -> list[dict[str, str]]:
    names = ("record_id", "decision", "corrected_name", "note")
    return [{name: one.cells[name] for name in names if name in one.cells} for one in rows]


def saved(path: Path, cells: list[list[str]], *, encoding: str = "utf-8", delimiter: str = ",", before: str = "") -> Path:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(cells)
    path.write_bytes((before + text.getvalue()).encode(encoding))
    return path


def test_the_csv_file_opens_in_any_spreadsheet_and_runs_nothing(tmp_path: Path) -> None:
    write_csv(tmp_path / "review.csv", [row()])
    data = (tmp_path / "review.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == 2
    assert '"\'=许昌加入联盟","2020-12-15"'.encode() in data
    assert b",0.55," in data


def test_rows_have_the_columns_of_the_header_and_what_the_reviewer_fills_is_empty() -> None:
    cells = cells_of(row())
    assert set(cells) <= set(COLUMNS)
    assert {name: value for name, value in cells.items() if value is None} == {}
    empty = [name for name in COLUMNS if name not in cells]
    assert empty == ["decision", *(name for name in COLUMNS if name.startswith("corrected_")), "note"]
    assert loads(cells["data"]) == row().data


def test_data_that_no_cell_can_hold_is_left_out_rather_than_cut() -> None:
    assert cells_of(row(data={"text": "一" * 40_000}))["data"] is None


def test_the_workbook_has_lists_a_frozen_header_and_colours(tmp_path: Path) -> None:
    write_workbook(tmp_path / "review.xlsx", [row(), row(kind="mention", record_id="m00000000000000e3", evidence="\x01坏字符", title="-1")])
    sheet = load_workbook(tmp_path / "review.xlsx")["review"]
    letters = {cell.value: cell.column_letter for cell in sheet[1]}
    assert tuple(letters) == COLUMNS
    assert sheet.freeze_panes == "A2"
    lists = {where: one.formula1 for one in sheet.data_validations.dataValidation for where in str(one.sqref).split()}
    assert lists[f"{letters['decision']}2:{letters['decision']}3"] == '"accepted,corrected,rejected"'
    assert lists[f"{letters['corrected_kind']}2"] == '"member,observer,founder,secretariat"'
    assert lists[f"{letters['corrected_kind']}3"].startswith('"LAW,WORK_OF_ART,EVENT,DATE')
    (scale,) = sheet.conditional_formatting
    assert str(scale.sqref) == f"{letters['confidence']}2:{letters['confidence']}3"
    assert [rule.type for rule in scale.rules] == ["colorScale"]
    # What is typed stays what was typed; a formula stays text; what says nothing for a membership is grey.
    assert sheet[f"{letters['corrected_date']}2"].number_format == "@"
    assert [sheet[f"{letters['article_title']}{number}"].value for number in (2, 3)] == ["'=许昌加入联盟", "'-1"]
    assert sheet[f"{letters['evidence']}3"].value == "\ufffd坏字符"
    assert sheet[f"{letters['corrected_value']}2"].fill.fgColor.rgb == "00E7E6E6"
    assert sheet[f"{letters['corrected_value']}3"].fill.fgColor.rgb == "00000000"
    assert sheet.column_dimensions[letters["data"]].hidden
    write_workbook(tmp_path / "again.xlsx", [row(), row(kind="mention", record_id="m00000000000000e3", evidence="\x01坏字符", title="-1")])
    assert (tmp_path / "again.xlsx").read_bytes() == (tmp_path / "review.xlsx").read_bytes()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_file_is_read_in_every_encoding_and_with_every_separator(table: list[list[str]], tmp_path: Path, encoding: str, delimiter: str) -> None:
    assert said(read_review_file(saved(tmp_path / "x.csv", table, encoding=encoding, delimiter=delimiter))) == EXPECTED


def test_reordered_and_further_columns_and_sorted_rows_change_nothing(table: list[list[str]], tmp_path: Path) -> None:
    header, *rows = table
    order = list(reversed(range(len(header))))
    cells = [["备注", *(header[position] for position in order)]] + [["随便", *(one[position] for position in order)] for one in reversed(rows)]
    cells.append([""] * len(header))
    rows_read = read_review_file(saved(tmp_path / "x.csv", cells, before="sep=,\r\n"))
    assert said(rows_read) == list(reversed(EXPECTED))
    assert [one.cells["article_title"] for one in rows_read] == ["=许昌加入联盟"] * 3
    # The rows are numbered as a spreadsheet numbers them.
    assert [one.number for one in rows_read] == [3, 4, 5]


def test_a_workbook_is_read_with_its_dates_as_they_are_shown(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "review"
    sheet.append(["Record ID", "decision", "corrected_date", "corrected_value", "start"])
    for number_format in ("yyyy-mm-dd", "mmm-yy", "yyyy", '[$-804]yyyy"年"m"月"', "dd/mm/yyyy"):
        sheet.append(["f1", "corrected", datetime(2020, 12, 1), 16530000000, 7.0])
        sheet.cell(sheet.max_row, 3).number_format = number_format
    book.create_sheet("notes").append(["x"])
    book.save(tmp_path / "x.xlsx")
    rows = read_review_file(tmp_path / "x.xlsx")
    assert [one.cells["corrected_date"] for one in rows] == ["2020-12-01", "2020-12", "2020", "2020-12", "2020-12-01"]
    assert {(one.cells["corrected_value"], one.cells["start"]) for one in rows} == {("16530000000", "7")}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file is empty"), (b"\r\n\r\n", "the file is empty"), (b"a,b\r\n1,2\r\n", "no column record_id and no column decision"),
        (b"record_id,note\r\nf1,x\r\n", "no column decision"), (b"record_id,decision,decision\r\n", "the column decision is there twice"),
        (b"record_id,decision\r\nf1,accepted,more\r\n", "row 2: 3 cells under 2 columns"), (b'record_id,decision\r\n"f1,accepted\r\n', "no CSV"),
        (b"\xff\xffrecord_id,decision\r\n", "neither UTF-8 nor UTF-16 nor GB18030"), (b"PK\x03\x04 no workbook", "no workbook"),
    ],
)  # fmt: skip
def test_what_is_no_reviewers_file_is_refused_with_the_reason(data: bytes, reason: str, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(data)
    with pytest.raises(UnreadableFile) as raised:
        read_review_file(tmp_path / "x.csv")
    assert str(raised.value).startswith(str(tmp_path / "x.csv"))
    assert reason in str(raised.value)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="No such file"):
        read_review_file(tmp_path / "x.csv")
