"""Rows of any table or view of the database, filtered, as they stand in the CSV files: with names beside ids.

Names of tables, views and columns come from outputs/tables.py and outputs/views.py alone, values are bound: nothing that a user
writes becomes SQL.

>>> parse_condition("unit=USD")
Condition(column='unit', operator='=', value='USD')
>>> parse_condition("value>=1000000")
Condition(column='value', operator='>=', value='1000000')
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Text, and_, collate, column, func, not_, or_, select, table
from sqlalchemy.sql.elements import ColumnClause

from outputs.csv_files import ids_in, told_row
from outputs.json_lines import number
from outputs.rows import Row, in_words
from outputs.tables import BY_NAME, DATABASE_TABLES, Column, Table
from outputs.views import VIEW_BY_NAME, VIEWS, View

# Rows in memory at a time.
PAGE = 1_000
# Below the number of parameters that every SQLite takes.
_CHUNK = 400
_NUMBERS = ("integer", "float", "decimal")
_CONDITION = re.compile(r"([a-z0-9_]{1,63})(!=|>=|<=|=|>|<|~)(.*)", re.DOTALL)

EXPORTED = (*(table.name for table in DATABASE_TABLES), *(view.name for view in VIEWS))


class ExportError(ValueError):
    """What was asked for is not there; the message says what is."""


@dataclass(frozen=True, slots=True)
class Condition:
    """`column operator value`; the operator is one of = != >= <= > < and ~ (contains). No value means none is there."""

    column: str
    operator: str
    value: str


def parse_condition(written: str) -> Condition:
    """The condition as written on a command line: `unit=USD`. ExportError for anything else."""
    found = _CONDITION.fullmatch(written)
    if found is None:
        raise ExportError(f"{written!r} is no condition such as unit=USD, value>=1000 or title~许昌")
    return Condition(*found.groups())


def export_columns(name: str) -> tuple[Column, ...]:
    """The columns of what is exported of a table or view, in order. ExportError for a name that is none."""
    described = _described(name)
    return described.csv_columns if isinstance(described, Table) else described.columns


def export_rows(
    connection: Connection,
    name: str,
    *,
    conditions: Iterable[Condition] = (),
    since: str | None = None,
    until: str | None = None,
    as_of: str | None = None,
    limit: int | None = None,
) -> Iterator[Row]:
    """The rows that meet all conditions, in a fixed order; values in the order of `export_columns`.

    `since` and `until` are ISO days, both inclusive: rows whose days touch that time. `as_of` is one: members on that day.
    ExportError before the first row for what cannot be asked.
    """
    described = _described(name)
    source = _source(described)
    asked: list[ColumnElement[bool]] = [_condition(described, source, condition) for condition in conditions]
    asked += _in_time(described, source, since, until)
    if as_of is not None:
        asked.append(_as_of(described, source, as_of))
    query = select(*(source.c[one.name] for one in described.columns)).where(*asked)
    query = query.order_by(*(_sorted_by(connection, source.c[one]) for one in described.key)).limit(limit)
    return _rows(connection, described, query)


def _rows(connection: Connection, described: Table | View, query: Any) -> Iterator[Row]:
    told = _Told(connection, described) if isinstance(described, Table) else None
    for page in connection.execution_options(yield_per=PAGE).execute(query).partitions():
        rows = [tuple(_value(one, cell) for one, cell in zip(described.columns, row, strict=True)) for row in page]
        yield from rows if told is None else told.rows(rows)


def _described(name: str) -> Table | View:
    found = BY_NAME.get(name) or VIEW_BY_NAME.get(name)
    if found is None:
        raise ExportError(f"there is no table or view {name!r}, but {', '.join(EXPORTED)}")
    if isinstance(found, Table) and not found.in_database:
        raise ExportError(f"{name} stand in {name}.csv of the output folder, not in the database")
    return found


def _source(described: Table | View) -> FromClause:
    # Without types: a number comes as the database has it.
    columns: list[ColumnClause[Any]] = [column(one.name) if one.type in _NUMBERS else column(one.name, Text()) for one in described.columns]
    return table(described.name, *columns)


def _own(name: str) -> FromClause:
    return _source(BY_NAME[name])


def _value(described: Column, cell: Any) -> Any:
    if described.type == "decimal" and cell is not None:
        return number(cell if isinstance(cell, Decimal) else Decimal(repr(cell)))
    return cell.hex() if isinstance(cell, bytes) else cell


def _sorted_by(connection: Connection, one: ColumnElement[Any]) -> ColumnElement[Any]:
    # By code point in every database, whatever language the server was set up for.
    if connection.dialect.name == "postgresql" and isinstance(one.type, Text):
        one = collate(one, "C")
    return one.nulls_first()


def _condition(described: Table | View, source: FromClause, condition: Condition) -> ColumnElement[bool]:
    columns = {one.name: one for one in export_columns(described.name)}
    wanted = columns.get(condition.column)
    if wanted is None:
        raise ExportError(f"{described.name} has no column {condition.column!r}, but {', '.join(columns)}")
    if condition.operator == "!=":
        same = _condition(described, source, Condition(condition.column, "=", condition.value))
        # What is not there differs from every value.
        return not_(func.coalesce(same, False))
    if wanted.after is not None:
        return _takes_part(source, condition)
    if wanted.name_of is not None:
        stored = next(one for one in described.columns if one.name == wanted.name_of)
        return _is_named(source, stored, condition)
    return _compare(source.c[wanted.name], wanted, condition)


def _compare(of: ColumnElement[Any], described: Column, condition: Condition) -> ColumnElement[bool]:
    if condition.value == "":
        if condition.operator != "=":
            raise ExportError(f"{condition.column}{condition.operator} needs a value")
        return of.is_(None)
    if condition.operator == "~":
        if described.type in _NUMBERS:
            raise ExportError(f"{condition.column} is a number: it contains nothing")
        return of.icontains(condition.value, autoescape=True)
    value: Any = _read_number(condition) if described.type in _NUMBERS else condition.value
    compared: dict[str, ColumnElement[bool]] = {"=": of == value, ">=": of >= value, "<=": of <= value, ">": of > value, "<": of < value}
    return compared[condition.operator]


def _read_number(condition: Condition) -> int | float:
    try:
        found = Decimal(condition.value)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or abs(found.adjusted()) > 300:
        raise ExportError(f"{condition.column} is a number, not {condition.value!r}")
    return int(found) if found == found.to_integral_value() else float(found)


def _is_named(source: FromClause, stored: Column, condition: Condition) -> ColumnElement[bool]:
    """Whether the id in the column is of something with such a name."""
    if condition.value == "":
        return source.c[stored.name] == "[]" if stored.type == "list" else _compare(source.c[stored.name], stored, condition)
    if stored.references == "articles":
        articles = _own("articles")
        named = select(articles.c.article_id).where(_compare(articles.c.title, stored, condition))
        return source.c[stored.name].in_(named)
    entities = _own("entities")
    named = select(entities.c.entity_id).where(_compare(entities.c.name, BY_NAME["entities"].columns[2], condition))
    if stored.type != "list":
        return source.c[stored.name].in_(named)
    subjects = _own("subjects")
    return source.c.id.in_(select(subjects.c.indicator_id).where(subjects.c.entity_id.in_(named)))


def _takes_part(source: FromClause, condition: Condition) -> ColumnElement[bool]:
    """Whether somebody of such a name, or written so, takes part in the event."""
    participants, entities = _own("participants"), _own("entities")
    if condition.value == "":
        return source.c.id.not_in(select(participants.c.event_id))
    text = BY_NAME["entities"].columns[2]
    named = select(entities.c.entity_id).where(_compare(entities.c.name, text, condition))
    taking = or_(participants.c.entity_id.in_(named), _compare(participants.c.text, text, condition))
    return source.c.id.in_(select(participants.c.event_id).where(taking))


def _in_time(described: Table | View, source: FromClause, since: str | None, until: str | None) -> list[ColumnElement[bool]]:
    if since is None and until is None:
        return []
    if described.days is not None:
        return _touches(source, described.days, since, until)
    if any(one.name == "article_id" for one in described.columns):
        articles = _own("articles")
        return [source.c.article_id.in_(select(articles.c.article_id).where(*_touches(articles, ("published", "published"), since, until)))]
    raise ExportError(f"the rows of {described.name} have no days")


def _touches(source: FromClause, days: tuple[str, str], since: str | None, until: str | None) -> list[ColumnElement[bool]]:
    first, last = (source.c[name] for name in days)
    found: list[ColumnElement[bool]] = []
    if since is not None:
        found.append(func.coalesce(last, first) >= _day(since))
    if until is not None:
        found.append(func.coalesce(first, last) <= _day(until))
    return found


def _as_of(described: Table | View, source: FromClause, day: str) -> ColumnElement[bool]:
    if not isinstance(described, View) or not described.since_until or described.days is None:
        names = ", ".join(view.name for view in VIEWS if view.since_until)
        raise ExportError(f"only {names} can be asked as of a day")
    since, before = (source.c[name] for name in described.days)
    return and_(since <= _day(day), or_(before.is_(None), before > day))


def _day(written: str) -> str:
    try:
        return date.fromisoformat(written).isoformat()
    except ValueError:
        raise ExportError(f"{written!r} is no day such as 2020-12-15") from None


class _Told:
    """Rows of a table as the CSV files tell them: names beside ids, and what is joined from other tables."""

    def __init__(self, connection: Connection, described: Table) -> None:
        self._connection = connection
        self._names: dict[str, str | None] = {}
        positions = {one.name: (number, one) for number, one in enumerate(described.columns)}
        self._named = [positions[one.name_of] for one in described.csv_columns if one.name_of is not None]
        self._joins = bool(described.joined)
        self._told = told_row(described, self._names.get)

    def rows(self, rows: Sequence[Row]) -> Iterator[Row]:
        """The rows of one page."""
        self._learn({one for position, stored in self._named for row in rows for one in ids_in(stored, row[position])})
        joined = self._participants([row[0] for row in rows]) if self._joins else {}
        for row in rows:
            yield self._told((*row, joined.get(row[0])))

    def _learn(self, ids: set[str]) -> None:
        wanted = sorted(ids - self._names.keys())
        self._names.update(dict.fromkeys(wanted))
        for name, key, shown in (("entities", "entity_id", "name"), ("articles", "article_id", "title")):
            of = _own(name)
            for some in _chunks(wanted):
                found = self._connection.execute(select(of.c[key], of.c[shown]).where(of.c[key].in_(some)))
                self._names.update({row[0]: row[1] for row in found})

    def _participants(self, event_ids: Sequence[str]) -> dict[str, str | None]:
        participants, entities = _own("participants"), _own("entities")
        found: dict[str, list[tuple[str | None, str, str]]] = {}
        for some in _chunks(event_ids):
            query = (
                select(participants.c.event_id, entities.c.name, participants.c.text, participants.c.role)
                .select_from(participants.outerjoin(entities, entities.c.entity_id == participants.c.entity_id))
                .where(participants.c.event_id.in_(some))
                .order_by(participants.c.event_id, participants.c.position)
            )
            for event_id, name, written, role in self._connection.execute(query):
                found.setdefault(event_id, []).append((name, written, role))
        return {event_id: in_words(some) for event_id, some in found.items()}


def _chunks(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, len(values), _CHUNK):
        yield values[first : first + _CHUNK]
