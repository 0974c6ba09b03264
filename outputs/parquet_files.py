"""Tables as Parquet, for those who read them with pandas, DuckDB, R or Spark: typed, whole, unguarded.

Columns are those of the CSV files. Lists are JSON in text as everywhere in the tables; figures are doubles. Needs pyarrow
(the extra `parquet`), which is too large to ask of everybody.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from outputs.rows import Row
from outputs.tables import Column

if TYPE_CHECKING:
    import pyarrow

# Rows in memory at a time, and in one group of the file.
_GROUP = 20_000
_TYPES = {"text": "string", "list": "string", "bytes": "string", "integer": "int64", "float": "float64", "decimal": "float64"}
MISSING = "Parquet needs pyarrow, which is not installed: pip install pyarrow"


def parquet_is_there() -> bool:
    """Whether pyarrow is installed."""
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError:
        return False
    return True


def write_parquet(path: Path, columns: Sequence[Column], rows: Iterable[Row]) -> int:
    """Write rows to a Parquet file; how many."""
    with ParquetFile(path, columns) as file:
        for row in rows:
            file.write(row)
    return file.rows


class ParquetFile:
    """One Parquet file, written row by row."""

    def __init__(self, path: Path, columns: Sequence[Column]) -> None:
        import pyarrow
        from pyarrow import parquet

        self.rows = 0
        self._group: list[Row] = []
        self._columns = columns
        self._schema = _schema(columns)
        self._arrow = pyarrow
        self._file = path.open("wb")
        self._writer = parquet.ParquetWriter(self._file, self._schema, compression="zstd")

    def write(self, row: Row) -> None:
        """Write one row, in the order of the columns."""
        self._group.append(row)
        self.rows += 1
        if len(self._group) >= _GROUP:
            self._write_group()

    def close(self) -> None:
        """Write what is left and the file's end, and sync it."""
        if not self._file.closed:
            self._write_group()
            self._writer.close()
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()

    def __enter__(self) -> ParquetFile:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is None:
            self.close()
        else:
            # What was written is thrown away; pyarrow writes to the file until it is closed.
            self._writer.close()
            self._file.close()

    def _write_group(self) -> None:
        if not self._group:
            return
        arrays = []
        for column, field, cells in zip(self._columns, self._schema, zip(*self._group, strict=True), strict=True):
            values = [None if cell is None else float(cell) for cell in cells] if column.type == "decimal" else cells
            arrays.append(self._arrow.array(values, field.type))
        self._writer.write_table(self._arrow.Table.from_arrays(arrays, schema=self._schema))
        self._group = []


def _schema(columns: Sequence[Column]) -> pyarrow.Schema:
    import pyarrow

    return pyarrow.schema(
        [
            pyarrow.field(
                column.name, getattr(pyarrow, _TYPES[column.type])(), nullable=not column.required, metadata={"description": column.description}
            )
            for column in columns
        ]
    )
