"""The tables of the database, made from outputs/tables.py, and the views that people would write anyway.

Foreign keys are deferred: within a transaction rows come in any order, at its end everything must point at something.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    PrimaryKeyConstraint,
    Text,
)
from sqlalchemy import Column as SqlColumn
from sqlalchemy import Table as SqlTable
from sqlalchemy.types import TypeEngine

from outputs.tables import BY_NAME, DATABASE_TABLES, FACT_KINDS, Column, Table

# Fixed names, so that migrations can speak of every constraint on either database.
_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
_FACT_TABLES = tuple(f"{kind}s" for kind in FACT_KINDS)


@lru_cache(maxsize=1)
def metadata() -> MetaData:
    """All tables of the database with keys, foreign keys, checks and indexes."""
    found = MetaData(naming_convention=_NAMES)
    for table in DATABASE_TABLES:
        _sql_table(table, found)
    return found


def sql_table(name: str) -> SqlTable:
    """One table of the database."""
    return metadata().tables[name]


def _sql_table(table: Table, found: MetaData) -> SqlTable:
    columns = [SqlColumn(column.name, _sql_type(table, column), nullable=not column.required) for column in table.columns]
    constraints: list[Any] = [PrimaryKeyConstraint(*table.key)]
    for column in table.columns:
        if column.references:
            other = BY_NAME[column.references]
            constraints.append(ForeignKeyConstraint([column.name], [f"{other.name}.{other.key[0]}"], deferrable=True, initially="DEFERRED"))
        if column.words:
            words = ", ".join(f"'{word}'" for word in column.words)
            constraints.append(CheckConstraint(f"{column.name} IN ({words})", name=column.name))
    # A table that is nothing but its key is stored once in SQLite, not twice.
    made = SqlTable(table.name, found, *columns, *constraints, sqlite_with_rowid=set(table.key) != set(table.names))
    for column in table.columns:
        if column.indexed:
            Index(None, made.c[column.name], unique=column.name == "fact_key" and table.name in _FACT_TABLES)
    return made


def _sql_type(table: Table, column: Column) -> TypeEngine[Any]:
    if column.type == "integer":
        return BigInteger() if table.name == "bands" else Integer()
    if column.type == "float":
        return Float(53)
    if column.type == "decimal":
        return Numeric()
    return LargeBinary() if column.type == "bytes" else Text()
