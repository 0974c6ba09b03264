"""Tables of an output folder as pandas frames: typed, all parts in one, the guard taken off, lists as lists.

Figures are float64 as everywhere in pandas; a list that was cut to what a cell holds is missing. articles.jsonl has both whole.
"""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from outputs.csv_files import CUT, unguard
from outputs.tables import BY_NAME, Column, Table

_TYPES = {"text": "string", "list": "string", "integer": "Int64", "float": "Float64", "decimal": "Float64"}


def read_table(folder: Path | str, name: str) -> pd.DataFrame:
    """One table, indexed by nothing; KeyError for a name that is no CSV table, FileNotFoundError where it was not written."""
    table = BY_NAME[name]
    if not table.in_csv:
        raise KeyError(name)
    frame = pd.concat([_read_part(path, table) for path in _parts(Path(folder), name)], ignore_index=True)
    for column in table.csv_columns:
        frame[column.name] = _read_column(frame[column.name], column)
    return frame


def _parts(folder: Path, name: str) -> list[Path]:
    parts = [folder / f"{name}.csv"]
    while (following := folder / f"{name}-{len(parts) + 1}.csv").exists():
        parts.append(following)
    return parts


def _read_part(path: Path, table: Table) -> pd.DataFrame:
    # Only an empty cell is missing: 无 or NA in a text are words.
    types = {column.name: _TYPES[column.type] for column in table.csv_columns}
    return pd.read_csv(path, encoding="utf-8-sig", dtype=types, keep_default_na=False, na_values=[""])


def _read_column(values: pd.Series, column: Column) -> pd.Series:
    if column.type == "text":
        return values.map(unguard, na_action="ignore").astype("string")
    if column.type == "list":
        # Not by map: where pyarrow is installed, it would make arrays of the lists.
        return pd.Series([cell if pd.isna(cell) else _read_list(cell) for cell in values], dtype="object", index=values.index)
    return values


def _read_list(cell: str) -> object:
    return None if cell.endswith(CUT) else json.loads(cell)
