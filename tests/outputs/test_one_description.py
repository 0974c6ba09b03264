"""outputs/tables.py is the one description: database, CSV files, data package, JSON Schema, data dictionary and Datasette agree with it.

Each is read as it stands on disk or in a real database, and compared with the tables; what is listed twice and differs fails here.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect

from extractors.records import Record
from outputs.batch import BatchWriter
from outputs.database import Database
from outputs.json_schema import article_schema
from outputs.tables import BY_NAME, CSV_TABLES, DATABASE_TABLES, TABLES

ROOT = Path(__file__).parents[2]
SQL_TYPES = {
    "text": {"TEXT"}, "list": {"TEXT"}, "integer": {"INTEGER", "BIGINT"}, "float": {"FLOAT", "DOUBLE PRECISION"}, "decimal": {"NUMERIC"},
    "bytes": {"BLOB", "BYTEA"},
}  # fmt: skip


@pytest.fixture
def out(tmp_path: Path, record: Record) -> Path:
    with BatchWriter.open(tmp_path, sources=["news"], version="1", formats=("csv", "jsonl")) as writer:
        writer.add(record)
        writer.finish({})
    return tmp_path


def test_the_database_has_the_tables_columns_keys_and_indexes_described(database_url: str) -> None:
    database = Database.open(database_url)
    with database.engine.connect() as connection:
        found = inspect(connection)
        assert set(found.get_table_names()) == {table.name for table in DATABASE_TABLES} | {"alembic_version"}
        for table in DATABASE_TABLES:
            columns = {one["name"]: one for one in found.get_columns(table.name)}
            assert set(columns) == set(table.names), table.name
            for column in table.columns:
                about = (table.name, column.name)
                assert str(columns[column.name]["type"]).partition("(")[0] in SQL_TYPES[column.type], about
                assert columns[column.name]["nullable"] == (not column.required), about
            assert found.get_pk_constraint(table.name)["constrained_columns"] == list(table.key)
            assert {(one["constrained_columns"][0], one["referred_table"]) for one in found.get_foreign_keys(table.name)} == {
                (column.name, column.references) for column in table.columns if column.references
            }
            assert {column.name for column in table.columns if column.indexed} <= {
                name for one in found.get_indexes(table.name) for name in one["column_names"]
            }
    database.close()


def test_the_database_checks_the_words_described(database_url: str) -> None:
    database = Database.open(database_url)
    with database.engine.connect() as connection:
        for table in DATABASE_TABLES:
            checks = {one["name"]: set(re.findall(r"'([^']*)'", one["sqltext"])) for one in inspect(connection).get_check_constraints(table.name)}
            assert checks == {f"ck_{table.name}_{column.name}": set(column.words) for column in table.columns if column.words}
    database.close()


def test_csv_files_and_data_package_have_the_columns_described(out: Path) -> None:
    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    fields = {one["name"]: one["schema"]["fields"] for one in package["resources"]}
    assert list(fields) == [table.name for table in CSV_TABLES]
    for table in CSV_TABLES:
        with (out / f"{table.name}.csv").open(encoding="utf-8-sig", newline="") as file:
            header = next(csv.reader(file))
        assert header == [column.name for column in table.csv_columns] == [field["name"] for field in fields[table.name]]
        for column, field in zip(table.csv_columns, fields[table.name], strict=True):
            assert field.get("constraints", {}).get("enum", []) == list(column.words)
            assert field.get("constraints", {}).get("required", False) == column.required
            assert field.get("unit") == column.unit


def test_the_json_schema_has_the_columns_described() -> None:
    of_article = article_schema()["properties"]
    for name in ("mentions", "places", "organisations", "people", "memberships", "positions", "indicators", "events", "appearances"):
        described: dict[str, Any] = of_article[name]["items"]["properties"]
        columns = {column.name: column for column in BY_NAME[name].columns if column.in_json}
        # The article's own id is not said again, and a sum and a list of participants are objects.
        assert set(columns) - set(described) <= {"article_id", "appearance_id", *(one for one in columns if one.startswith("amount_"))}, name
        assert set(described) - set(columns) <= {"aliases", "amount", "participants"}, name
        for one in described.keys() & columns.keys():
            assert {word for word in described[one].get("enum", ()) if word is not None} == set(columns[one].words), (name, one)
    assert {column.name for column in BY_NAME["articles"].columns if column.in_json} <= set(of_article)


def test_the_documented_schema_and_tables_are_fresh() -> None:
    assert json.loads((ROOT / "docs" / "record.schema.json").read_text(encoding="utf-8")) == article_schema()
    page = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
    assert [line[3:] for line in page.partition("\n# Views")[0].splitlines() if line.startswith("## ")] == [table.name for table in TABLES]


def test_datasette_is_told_of_every_column(out: Path) -> None:
    tables = json.loads((out / "metadata.json").read_text(encoding="utf-8"))["databases"]["alliance"]["tables"]
    for table in DATABASE_TABLES:
        assert list(tables[table.name]["columns"]) == list(table.names)


def test_rows_have_a_cell_for_every_column_described(make_record: Callable[..., Record], out: Path) -> None:
    for table in CSV_TABLES:
        with (out / f"{table.name}.csv").open(encoding="utf-8-sig", newline="") as file:
            assert {len(row) for row in csv.reader(file)} == {len(table.csv_columns)}
