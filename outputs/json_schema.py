"""The JSON Schema of one line of articles.jsonl, which is one object of `lianmeng extract`, made from outputs/tables.py.

A reader may rely on what it asks for; a field may be added, so that nothing else is forbidden.
"""

from __future__ import annotations

from typing import Any

from extractors.records import DATE_LABELS, FIGURE_LABELS, PLACE_LABELS
from outputs.tables import BY_NAME, SCHEMA_VERSION, Column

Schema = dict[str, Any]

_TYPES = {"text": "string", "list": "array", "integer": "integer", "float": "number", "decimal": "number"}
_FIELD_TYPES = {"start": "integer", "end": "integer", "score": "number"}
_FIGURE = ("value", "low", "high", "bound", "unit")
_DATE = ("edtf", "start_date", "end_date", "grain", "anchor")
# Value fields stand only in mentions that have such values.
_OF_LABELS = ((FIGURE_LABELS, _FIGURE), (DATE_LABELS, _DATE), (PLACE_LABELS, ("candidates",)))
_COUNTED = ("classifier", "counted", "scope")
_AMOUNT = tuple(f"amount_{name}" for name in _FIGURE)


def article_schema() -> Schema:
    """The schema, draft 2020-12."""
    entities = {name: _list_of(name) for name in ("places", "people")}
    aliases = {"aliases": {"type": "array", "items": {"type": "string"}, "description": BY_NAME["aliases"].description}}
    facts = {name: _list_of(name, without=("article_id",)) for name in ("memberships", "positions")}
    found = _object(
        "articles",
        more={
            "schema_version": {"const": SCHEMA_VERSION},
            "mentions": _mentions(),
            **facts,
            "indicators": _list_of("indicators", without=("article_id", *_COUNTED[:2]), optional=_optional("indicators", _COUNTED[:2])),
            "events": _events(),
            **entities,
            "organisations": _list_of("organisations", more=aliases),
        },
        # In a batch alone.
        optional={"appearances": _list_of("appearances", without=("appearance_id", "article_id"))},
    )
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Record of an article", **found}


def _mentions() -> Schema:
    value_fields = (*_FIGURE, *_COUNTED, *_DATE, "candidates")
    found = _list_of("mentions", without=("article_id", *value_fields), optional=_optional("mentions", value_fields))
    found["items"]["allOf"] = [
        {"if": {"properties": {"label": {"enum": sorted(labels)}}}, "then": {"required": list(names)}} for labels, names in _OF_LABELS
    ]
    return found


def _events() -> Schema:
    amount = {column.name.removeprefix("amount_"): _value(column) for column in BY_NAME["events"].columns if column.name in _AMOUNT}
    return _list_of(
        "events",
        without=("article_id", *_AMOUNT),
        more={
            "amount": {"type": ["object", "null"], "properties": amount, "required": list(amount)},
            "participants": _list_of("participants", without=("event_id", "position")),
        },
    )


def _list_of(table: str, *, without: tuple[str, ...] = (), more: Schema | None = None, optional: Schema | None = None) -> Schema:
    return {"type": "array", "description": BY_NAME[table].description, "items": _object(table, without=without, more=more, optional=optional)}


def _object(table: str, *, without: tuple[str, ...] = (), more: Schema | None = None, optional: Schema | None = None) -> Schema:
    """All that a row has is always there, be it null; what is `optional` may be."""
    always = {column.name: _value(column) for column in BY_NAME[table].columns if column.in_json and column.name not in without} | (more or {})
    return {"type": "object", "properties": always | (optional or {}), "required": list(always)}


def _optional(table: str, names: tuple[str, ...]) -> Schema:
    return {column.name: _value(column) for column in BY_NAME[table].columns if column.name in names}


def _value(column: Column) -> Schema:
    # Lists are always there, empty where they hold nothing.
    nullable = not column.required and column.type != "list"
    found: Schema = {"type": [_TYPES[column.type], "null"] if nullable else _TYPES[column.type]}
    if column.words:
        found["enum"] = [*column.words, *([None] if nullable else [])]
    if column.type == "list":
        found["items"] = _fields(column.fields) if column.fields else {"type": "string"}
    # In the tables a list is JSON in text, here it is a list.
    description = column.description.replace("JSON list", "List")
    return found | {"title": column.title, "description": description}


def _fields(names: tuple[str, ...]) -> Schema:
    return {"type": "object", "properties": {name: {"type": _FIELD_TYPES.get(name, "string")} for name in names}, "required": list(names)}
