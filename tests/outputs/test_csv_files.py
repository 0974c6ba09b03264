from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outputs.csv_files import TableFile, number_cell, read_cells, text_cell, unguard
from outputs.tables import BY_NAME, Column, Table

FAILURES = BY_NAME["failures"]


def write(folder: Path, *rows: tuple[str | None, ...], row_limit: int = 1_000_000) -> list[str]:
    with TableFile(folder, FAILURES, row_limit=row_limit) as file:
        for row in rows:
            file.write(row)
    return file.names


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_a_file_has_the_mark_of_utf8_and_lines_end_in_crlf(tmp_path: Path) -> None:
    write(tmp_path, ("许昌.txt", None, "read", "空"))
    found = (tmp_path / "failures.csv").read_bytes()
    assert found == '\ufeff"input","record","stage","reason"\r\n"许昌.txt",,"read","空"\r\n'.encode()


def test_a_line_feed_inside_a_cell_stays(tmp_path: Path) -> None:
    write(tmp_path, ("a", None, "read", "一\n二"))
    assert '"一\n二"\r\n'.encode() in (tmp_path / "failures.csv").read_bytes()


@pytest.mark.parametrize(
    "hostile",
    [
        "=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠a", "=HYPERLINK(\"http://example.org\",\"许昌\")",
        "=cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "=",
    ],
)  # fmt: skip
def test_no_cell_begins_like_a_formula(tmp_path: Path, hostile: str) -> None:
    write(tmp_path, (hostile, hostile, "read", f"a,{hostile}"))
    _, row = read(tmp_path / "failures.csv")
    assert row == ["'" + hostile, "'" + hostile, "read", f"a,{hostile}"]
    assert unguard(row[0]) == hostile


@pytest.mark.parametrize("hostile", ['";=1+1', '",=1+1,"', "a;=1+1", '"\r\n=1+1', "''=1", '""'])
def test_no_cell_breaks_out_of_its_quotes(tmp_path: Path, hostile: str) -> None:
    # With a semicolon as list separator, as in German and French Excel, unquoted cells would be split.
    write(tmp_path, (hostile, hostile, "read", hostile))
    assert read(tmp_path / "failures.csv")[1:] == [[hostile, hostile, "read", hostile]]
    assert text_cell(hostile).startswith('"')


def test_negative_numbers_stay_numbers() -> None:
    assert [number_cell(one) for one in (-8.8, -3, Decimal("-0.0000001"), 0, None)] == ["-8.8", "-3", "-0.0000001", "0", ""]


def test_a_cell_is_cut_at_what_a_spreadsheet_holds() -> None:
    assert text_cell("许" * 32_767) == '"' + "许" * 32_767 + '"'
    assert text_cell("许" * 32_768) == '"' + "许" * (32_767 - 6) + '…[cut]"'
    # 𠮷 is two UTF-16 units, which are what Excel counts; none is cut in half.
    cut = text_cell("𠮷" * 20_000)[1:-1]
    assert cut == "𠮷" * 16_380 + "…[cut]"
    assert len(cut.encode("utf-16-le")) // 2 <= 32_767
    # The guard counts too.
    assert len(text_cell("=" * 40_000)) == 32_767 + 2


def test_a_long_table_goes_on_in_a_second_file(tmp_path: Path) -> None:
    rows = [(f"{number}.txt", None, "read", "空") for number in range(5)]
    assert write(tmp_path, *rows, row_limit=2) == ["failures.csv", "failures-2.csv", "failures-3.csv"]
    header = ["input", "record", "stage", "reason"]
    assert read(tmp_path / "failures-2.csv") == [header, ["2.txt", "", "read", "空"], ["3.txt", "", "read", "空"]]
    assert read(tmp_path / "failures-3.csv") == [header, ["4.txt", "", "read", "空"]]


def test_a_table_of_exactly_the_limit_stays_in_one_file(tmp_path: Path) -> None:
    assert write(tmp_path, ("a", None, "read", "空"), ("b", None, "read", "空"), row_limit=2) == ["failures.csv"]


@pytest.mark.parametrize(
    ("ids", "names"),
    [('["CN-1", "CN-2"]', "许昌市、洛阳市"), ('["CN-9", "CN-2"]', "洛阳市"), ('["CN-9"]', ""), ("[]", ""), (None, "")],
)
def test_ids_are_told_by_name_as_far_as_they_have_one(tmp_path: Path, ids: str | None, names: str) -> None:
    table = Table(
        name="some",
        title="Some",
        description="A list of ids",
        key=(),
        columns=(Column(name="ids", type="list", title="Ids", description="JSON list of ids", shown_as="names"),),
    )
    with TableFile(tmp_path, table, name_of={"CN-1": "许昌市", "CN-2": "洛阳市"}.get) as file:
        file.write((ids,))
    assert read(tmp_path / "some.csv") == [["names", "ids"], [names, ids or ""]]


TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=20)


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=5))
def test_any_text_is_read_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, texts: list[tuple[str, str]]) -> None:
    folder = tmp_path_factory.mktemp("csv")
    write(folder, *((first, None, "read", second) for first, second in texts))
    with (folder / "failures.csv").open(encoding="utf-8-sig", newline="") as file:
        found = read_cells(FAILURES, csv.DictReader(file))
    # A text that itself begins with ' and a formula's start is the one thing that the guard hides.
    expected = [(unguard(first) or None, unguard(second) or None) for first, second in texts]
    assert [(row["input"], row["reason"]) for row in found] == expected
