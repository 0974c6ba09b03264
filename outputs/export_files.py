"""Files that rows are exported to: CSV, JSON Lines, xlsx, Parquet.

CSV cells are guarded as in the output folder. In a workbook a text is typed as text, so that nothing in it is run; what looks
like a formula is marked as one that isn't, which keeps it text when a person edits the cell.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from outputs.csv_files import FORMULA_STARTS, ROW_LIMIT, cell_writer, cut
from outputs.json_lines import dumps
from outputs.rows import Row
from outputs.tables import Column
from outputs.whole_files import make_timeless, whole_file

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

FORMATS = ("csv", "jsonl", "xlsx", "parquet")

# What XML 1.0 has no way to write.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Any fixed moment: the same rows give the same bytes on any day. Zip files know none before 1980.
_MOMENT = datetime(2000, 1, 1)
# Widths of columns, in characters: enough to read a name; evidence and texts are cut off by the next cell.
_WIDTHS = {"text": 18, "list": 18, "integer": 10, "float": 10, "decimal": 14, "bytes": 18}


def write_lines(file: IO[bytes], columns: Sequence[Column], rows: Iterable[Row], *, form: str) -> int:
    """Write rows as CSV or JSON Lines to an open binary file; how many."""
    return _write_csv(file, columns, rows) if form == "csv" else _write_json_lines(file, columns, rows)


def write_file(path: Path, name: str, columns: Sequence[Column], rows: Iterable[Row], *, form: str) -> int:
    """Write rows to a file, whole or not at all; how many. `name` is that of the table or view."""
    with whole_file(path) as new:
        if form == "xlsx":
            count = _write_xlsx(new, name, columns, rows)
        elif form == "parquet":
            from outputs.parquet_files import write_parquet

            count = write_parquet(new, columns, rows)
        else:
            with new.open("wb") as file:
                count = write_lines(file, columns, rows, form=form)
    return count


def _write_csv(file: IO[bytes], columns: Sequence[Column], rows: Iterable[Row]) -> int:
    cells = [cell_writer(column) for column in columns]
    file.write(("\ufeff" + ",".join(f'"{column.name}"' for column in columns) + "\r\n").encode("utf-8"))
    count = 0
    for row in rows:
        line = ",".join([cell(value) for cell, value in zip(cells, row, strict=True)])
        file.write(f"{line}\r\n".encode())
        count += 1
    return count


def _write_json_lines(file: IO[bytes], columns: Sequence[Column], rows: Iterable[Row]) -> int:
    count = 0
    for row in rows:
        found = {column.name: _json_value(column, value) for column, value in zip(columns, row, strict=True)}
        file.write(f"{dumps(found)}\n".encode())
        count += 1
    return count


def _json_value(column: Column, value: Any) -> Any:
    return json.loads(value) if column.type == "list" and value is not None else value


def _write_xlsx(path: Path, name: str, columns: Sequence[Column], rows: Iterable[Row]) -> int:
    from openpyxl import Workbook

    workbook = Workbook(write_only=True)
    try:
        count = _fill(workbook, name, columns, rows)
    except BaseException:
        # openpyxl complains of sheets that are left open.
        for sheet in workbook.worksheets:
            sheet.close()
        raise
    workbook.properties.created = _MOMENT
    workbook.save(path)
    make_timeless(path)
    return count


def _fill(workbook: Workbook, name: str, columns: Sequence[Column], rows: Iterable[Row]) -> int:
    count, sheet = 0, _new_sheet(workbook, name, columns)
    for row in rows:
        if count and count % ROW_LIMIT == 0:
            sheet = _new_sheet(workbook, f"{name}-{count // ROW_LIMIT + 1}", columns)
        count += 1
        sheet.append([_xlsx_cell(sheet, column, value) for column, value in zip(columns, row, strict=True)])
    meanings = workbook.create_sheet("columns")
    for line in (("column", "title", "meaning"), *((one.name, one.title, one.description) for one in columns)):
        meanings.append(line)
    return count


def _new_sheet(workbook: Workbook, name: str, columns: Sequence[Column]) -> WriteOnlyWorksheet:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet: WriteOnlyWorksheet = workbook.create_sheet(name)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}1"
    heads = []
    for number, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS[column.type]
        head = WriteOnlyCell(sheet, column.name)
        head.font = Font(bold=True)
        heads.append(head)
    sheet.append(heads)
    return sheet


def _xlsx_cell(sheet: WriteOnlyWorksheet, column: Column, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, _NOT_IN_XML.sub("\ufffd", cut(value)))
    # openpyxl takes what begins with = for a formula, and #N/A for an error.
    cell.data_type = "s"
    if value[:1] in FORMULA_STARTS:
        cell.quotePrefix = True
    return cell
