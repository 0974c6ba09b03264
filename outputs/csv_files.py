"""Tables as CSV that opens correctly in Excel and LibreOffice, and holds nothing that a spreadsheet would run.

UTF-8 with its mark, lines end in CRLF, every text cell stands in quotes (a list separator other than the comma splits
nothing), LF inside a cell stays. A text cell that begins like a formula gets a leading `'`; numbers stand only in number
columns. Beside an id stands the name of what it means (`shown_as` in outputs/tables.py). A cell longer than a spreadsheet
holds is cut; a table with more rows than a sheet holds goes on in `name-2.csv`.

>>> text_cell("=1+1"), text_cell("许昌"), text_cell('a"b'), text_cell(None)
('"\\'=1+1"', '"许昌"', '"a""b"', '')
>>> unguard("'=1+1"), unguard("'许昌'")
('=1+1', "'许昌'")
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

from outputs.tables import Column, Table

# The name of a place, organisation or person, the title of an article, by id; None where it has none.
NameOf = Callable[[str], str | None]

# What Excel, LibreOffice or a converter before them takes for the start of a formula (OWASP; full-width forms besides).
FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")
GUARD = "'"
NAMES_JOINED_BY = "、"
# Excel's limits: UTF-16 units in a cell; 1,048,576 rows on a sheet.
CELL_LIMIT = 32_767
ROW_LIMIT = 1_000_000
CUT = "…[cut]"


def text_cell(text: str | None) -> str:
    """A text as it stands in the file: guarded, cut, quoted; nothing at all for None."""
    if text is None:
        return ""
    if text[:1] in FORMULA_STARTS and text:
        text = GUARD + text
    text = cut(text)
    return '"' + text.replace('"', '""') + '"'


def number_cell(value: float | Decimal | None) -> str:
    """A number as it stands in the file: digits as written, never with an exponent for a figure."""
    if value is None:
        return ""
    return f"{value:f}" if isinstance(value, Decimal) else repr(value)


def unguard(cell: str) -> str:
    """The text of a cell that was read back: the guard taken off."""
    return cell[1:] if cell[:1] == GUARD and cell[1:2] in FORMULA_STARTS and len(cell) > 1 else cell


def cut(text: str) -> str:
    """The text as far as a spreadsheet's cell holds it."""
    if len(text) <= CELL_LIMIT // 2:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= 2 * CELL_LIMIT:
        return text
    # A cut through a surrogate pair drops the half character.
    return units[: 2 * (CELL_LIMIT - len(CUT))].decode("utf-16-le", "ignore") + CUT


class TableFile:
    """Writes the rows of one table into a folder, in as many files as the row limit asks for.

    The files are whole and on disk after `close`; the caller writes into a folder of its own and renames. Without a folder
    rows are only counted. `name_of` gives the names that stand beside ids. `beside` takes every row as well, with its names.
    """

    def __init__(
        self,
        folder: Path | None,
        table: Table,
        *,
        row_limit: int = ROW_LIMIT,
        name_of: NameOf = lambda _id: None,
        beside: Callable[[tuple[Any, ...]], None] | None = None,
    ) -> None:
        self.table = table
        self.names: list[str] = []
        self.rows = 0
        self._folder = folder
        self._row_limit = row_limit
        self._beside = beside
        self._told = told_row(table, name_of)
        self._cells = [cell_writer(column) for column in table.csv_columns]
        self._file: TextIO | None = None
        self._next_file()

    def write(self, row: Sequence[Any]) -> None:
        """Write one row, a tuple in the order of the table's columns, then of its joined ones."""
        if self.rows and self.rows % self._row_limit == 0:
            self._next_file()
        if self._file is not None or self._beside is not None:
            told = self._told(row)
            if self._file is not None:
                self._file.write(",".join([cell(value) for cell, value in zip(self._cells, told, strict=True)]) + "\r\n")
            if self._beside is not None:
                self._beside(told)
        self.rows += 1

    def close(self) -> None:
        """Flush and sync the last file."""
        if self._file is not None:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self._file = None

    def __enter__(self) -> TableFile:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is None:
            self.close()
        elif self._file is not None:
            self._file.close()

    def _next_file(self) -> None:
        if self._folder is None:
            return
        self.close()
        part = len(self.names) + 1
        name = f"{self.table.name}.csv" if part == 1 else f"{self.table.name}-{part}.csv"
        self.names.append(name)
        self._file = (self._folder / name).open("w", encoding="utf-8-sig", newline="")
        self._file.write(",".join(text_cell(column.name) for column in self.table.csv_columns) + "\r\n")


def cell_writer(column: Column) -> Callable[[Any], str]:
    """Writes the values of a column as cells."""
    return number_cell if column.type in ("integer", "float", "decimal") else text_cell


def told_row(table: Table, name_of: NameOf) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    """Gives a row (its columns, then its joined ones) as the CSV file tells it: in its order, with names beside ids."""
    stored = {column.name: (position, column) for position, column in enumerate((*table.columns, *table.joined))}
    cells: list[tuple[int, Callable[[str | None], str | None] | None]] = []
    for column in table.csv_columns:
        position, of = stored[column.name_of or column.name]
        cells.append((position, _names(of, name_of) if column.name_of else None))
    return lambda row: tuple([row[position] if names is None else names(row[position]) for position, names in cells])


def _names(column: Column, name_of: NameOf) -> Callable[[str | None], str | None]:
    """Gives the name of the id in a column, or the names of a list of ids."""
    return lambda cell: NAMES_JOINED_BY.join(name for name in map(name_of, ids_in(column, cell)) if name) or None


def ids_in(column: Column, cell: str | None) -> list[str]:
    """The ids that a cell of ids holds."""
    if cell is None:
        return []
    return list(json.loads(cell)) if column.type == "list" else [cell]


def read_cells(table: Table, rows: Iterable[dict[str, str]]) -> list[dict[str, Any]]:
    """Rows that csv.DictReader gave, as values: None for nothing, numbers, lists, the guard taken off."""
    columns = {column.name: column for column in table.csv_columns}
    return [{name: _read_cell(columns[name], cell) for name, cell in row.items()} for row in rows]


def _read_cell(column: Column, cell: str) -> Any:
    if cell == "":
        return None
    if column.type == "integer":
        return int(cell)
    if column.type == "decimal":
        return Decimal(cell)
    if column.type == "float":
        return float(cell)
    return json.loads(cell) if column.type == "list" else unguard(cell)
