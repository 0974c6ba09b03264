"""A record in words, on one line, for a reviewer: names instead of ids, values as they are stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from extractors.records import DATE_LABELS, FIGURE_LABELS

NameOf = Callable[[str], str]


def in_words(kind: str, found: Mapping[str, Any], name_of: NameOf) -> str:
    """What a record says; `name_of` gives the name of an entity by its id."""
    return {"mention": _mention, "membership": _membership, "position": _position, "indicator": _indicator, "event": _event}[kind](found, name_of)


def _mention(found: Mapping[str, Any], name_of: NameOf) -> str:
    value = _entity(found["entity_id"], name_of)
    if found["label"] in DATE_LABELS:
        value = found["edtf"] or f"no date ({found['grain']})"
    elif found["label"] in FIGURE_LABELS:
        value = figure_in_words(found)
    return f"{found['label']} {found['text']}: {value}"


def _membership(found: Mapping[str, Any], name_of: NameOf) -> str:
    words = [f"{_entity(found['member_id'], name_of)} → {_entity(found['organisation_id'], name_of)}", found["role"], found["status"]]
    return _joined([*words, f"since {found['since']}" if found["since"] else None], found)


def _position(found: Mapping[str, Any], name_of: NameOf) -> str:
    where = found["organisation_id"] or found["place_id"]
    person = name_of(found["person_id"])
    return _joined([f"{person}: {found['title']}", _entity(where, name_of) if where else None, found["status"]], found)


def _indicator(found: Mapping[str, Any], name_of: NameOf) -> str:
    subjects = "、".join(_entity(one, name_of) for one in found["subject_ids"]) or found["subject_text"] or "nobody's"
    words = [f"{subjects}: {found['metric']} {figure_in_words(found)}", f"period {found['period'] or 'unknown'}", found["change"], found["base"]]
    return _joined([*words, f"share of {found['share_of']}" if found["share_of"] else None, found["scope"]], found)


def _event(found: Mapping[str, Any], name_of: NameOf) -> str:
    place = _entity(found["place_id"], name_of) if found["place_id"] else None
    people = "、".join(f"{one['text']} ({one['role']})" for one in found["participants"])
    amount = figure_in_words(found["amount"]) if found["amount"] else None
    return _joined([f"{found['kind']}: {found['name'] or 'no name'}", found["date"] or "no date", place, amount, people or None], found)


def _entity(entity_id: str | None, name_of: NameOf) -> str:
    return "unknown" if entity_id is None else f"{name_of(entity_id)} {entity_id}"


def figure_in_words(found: Mapping[str, Any]) -> str:
    """16530000000 USD, exact; 100 to 200 %, range."""
    value = found["value"]
    shown = f"{_plain(found['low'])} to {_plain(found['high'])}" if value is None else _plain(value)
    return f"{shown} {found['unit']}, {found['bound']}"


def _plain(value: Any) -> str:
    return "unknown" if value is None else str(value) if not isinstance(value, float) or value != int(value) else str(number_of(value))


def number_of(value: float) -> int | float:
    """A whole number without its decimal point: a database keeps all figures as floats."""
    return int(value) if value == int(value) else value


def _joined(words: list[str | None], found: Mapping[str, Any]) -> str:
    said = [] if found["modality"] == "asserted" else [found["modality"]]
    return ", ".join([*(word for word in words if word), *said])
