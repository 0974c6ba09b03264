"""`datapackage.json`: a Frictionless Data Package (v1) that describes every CSV file, column by column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from outputs.csv_files import CELL_LIMIT, CUT, GUARD
from outputs.tables import BY_NAME, CSV_TABLES, SCHEMA_VERSION, Column, Table

_TYPES = {"text": "string", "list": "string", "integer": "integer", "float": "number", "decimal": "number"}
TITLE = "Records of Chinese press articles"
_NOTE = (
    f"A text cell that a spreadsheet would run as a formula (first character = + - @, tab, CR, LF or ＝＋－＠) begins with a guard {GUARD}: take it off "  # noqa: E501
    f"to have the text as written. A cell longer than {CELL_LIMIT:,} characters is cut and ends in {CUT}; articles.jsonl has it whole."
)


def data_package(files: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The package's description; `files` gives each table's CSV files, the first part first."""
    return {
        "profile": "tabular-data-package",
        "name": "lianmeng",
        "title": TITLE,
        "description": _NOTE,
        "schema_version": SCHEMA_VERSION,
        "guard": GUARD,
        "resources": [_resource(table, files[table.name]) for table in CSV_TABLES if table.name in files],
    }


def _resource(table: Table, paths: Sequence[str]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.title,
        "description": table.description,
        "path": paths[0] if len(paths) == 1 else list(paths),
        "format": "csv",
        "mediatype": "text/csv",
        # Python's name for UTF-8 with its mark; every file, split ones too, has a header line.
        "encoding": "utf-8-sig",
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\r\n", "header": True},
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    found: dict[str, Any] = {"fields": [_field(column) for column in table.csv_columns], "missingValues": [""]}
    if table.key:
        found["primaryKey"] = list(table.key)
    foreign = [_foreign_key(table, column) for column in table.csv_columns if column.references and BY_NAME[column.references].in_csv]
    if foreign:
        found["foreignKeys"] = foreign
    return found


def _field(column: Column) -> dict[str, Any]:
    note = " (JSON)" if column.type == "list" and "JSON" not in column.description else ""
    found: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES[column.type],
        "title": column.title,
        "description": column.description + note,
    }
    if column.unit:
        found["unit"] = column.unit
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.words:
        constraints["enum"] = list(column.words)
    if constraints:
        found["constraints"] = constraints
    return found


def _foreign_key(table: Table, column: Column) -> dict[str, Any]:
    other = BY_NAME[column.references or ""]
    # The empty name is the standard's own for "this same table".
    resource = "" if other.name == table.name else other.name
    return {"fields": [column.name], "reference": {"resource": resource, "fields": [other.key[0]]}}
