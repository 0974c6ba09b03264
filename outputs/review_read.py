"""A reviewer's file read back: CSV as any spreadsheet saves it, or a workbook.

CSV may be UTF-8 with or without its mark, UTF-16 or GB18030, with commas, semicolons or tabs; columns in any order, with others
among them; rows in any order. Every cell becomes text again, the guard taken off; a date that a workbook holds becomes
the ISO day, month or year that its format shows.

>>> decode("日期;值".encode("gb18030")), decode("日期".encode("utf-16"))
('日期;值', '日期')
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from outputs.csv_files import unguard
from outputs.review_files import COLUMNS, NEEDED

_DELIMITERS = ",;\t"
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# The header of a file of ours is shorter, whatever was added to it.
_LONGEST_HEADER = 20_000
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


class UnreadableFile(ValueError):  # noqa: N818  (says what is so)
    """The file is no reviewer's file; the message says why in one line."""


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row: its number as a spreadsheet shows it, and the text of its known columns; empty cells are left out."""

    number: int
    cells: dict[str, str]


def read_review_file(path: Path) -> list[FileRow]:
    """The rows of the file. UnreadableFile where it is none."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path}: {error.strerror or error}") from error
    rows = _workbook_rows(path) if data[:4] == b"PK\x03\x04" else _csv_rows(path, data)
    table = [(number, row) for number, row in rows if any(row)]
    if not table:
        raise UnreadableFile(f"{path}: the file is empty")
    header = [_column(cell) for cell in table[0][1]]
    known = [name for name in header if name in COLUMNS]
    missing = [name for name in NEEDED if name not in known]
    if missing:
        raise UnreadableFile(f"{path}: no column {' and no column '.join(missing)}")
    twice = sorted({name for name in known if known.count(name) > 1})
    if twice:
        raise UnreadableFile(f"{path}: the column {twice[0]} is there twice")
    found = []
    for number, row in table[1:]:
        if any(row[len(header) :]):
            raise UnreadableFile(f"{path} row {number}: {len(row)} cells under {len(header)} columns")
        cells = {name: cell for name, cell in zip(header, row, strict=False) if name in COLUMNS and cell}
        found.append(FileRow(number, cells))
    return found


def decode(data: bytes) -> str:
    """The text of a CSV file: by its mark, else UTF-16 by its zeros, else UTF-8, else GB18030. ValueError where none fits."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding)
    start = data[:200]
    if b"\x00" in start:
        return data.decode("utf-16-le" if start[1::2].count(0) >= start[0::2].count(0) else "utf-16-be")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def _csv_rows(path: Path, data: bytes) -> Iterable[tuple[int, list[str]]]:
    try:
        text = decode(data)
    except UnicodeDecodeError:
        raise UnreadableFile(f"{path}: neither UTF-8 nor UTF-16 nor GB18030") from None
    first = text[:_LONGEST_HEADER].lstrip("\r\n").split("\n", 1)[0].strip()
    stated = re.fullmatch(r"sep=(.)", first)
    delimiter = stated[1] if stated else max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows = []
    try:
        for number, row in enumerate(reader, 1):
            if not (stated and number == 1):
                rows.append((number, [_text(cell) for cell in row]))
    except csv.Error as error:
        raise UnreadableFile(f"{path} line {reader.line_num}: no CSV: {error}") from error
    return rows


def _workbook_rows(path: Path) -> Iterable[tuple[int, list[str]]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, BadZipFile, KeyError, ValueError, OSError) as error:
        raise UnreadableFile(f"{path}: no workbook: {error}") from error
    try:
        sheet = next((one for one in book.worksheets if one.title == "review"), book.worksheets[0])
        # Programs other than spreadsheets leave a wrong size behind.
        sheet.reset_dimensions()
        return [(number, [_cell(cell) for cell in row]) for number, row in enumerate(sheet.iter_rows(), 1)]
    finally:
        book.close()


def _column(cell: str) -> str:
    return cell.strip().lower().replace(" ", "_")


def _text(cell: str) -> str:
    """The text of a cell: without blanks around it and without the guard."""
    return unguard(cell.strip().strip("\ufeff\u200b")).strip()


def _cell(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return _shown_date(value, str(cell.number_format))
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value == int(value) and abs(value) < 2**53:
        value = int(value)
    return _text(str(value))


def _shown_date(value: date, number_format: str) -> str:
    """The date as fine as its format shows it: a spreadsheet makes 2020-12-01 of 2020-12 and shows Dec 20."""
    letters = set(_LITERAL.sub("", number_format).lower())
    if "d" in letters or "y" not in letters:
        return value.strftime("%Y-%m-%d")
    return value.strftime("%Y-%m" if "m" in letters else "%Y")
