"""A record as a reviewer corrected it: the cells `corrected_…` of one row applied to what was found.

Only what a cell changes is changed; the record keeps its id, its span and its rule. Whatever a cell says that the kind of
record cannot hold is refused with the column's name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from extractors.numerals.read import read_number
from extractors.plain import plain
from extractors.records import DATE_LABELS, FIGURE_LABELS, PLACE_LABELS, Date
from outputs.days import first_and_last_day
from outputs.decisions import Object
from outputs.json_lines import OBJECT_TO_FACT, fact_to_object, mention_to_object, number, object_to_mention
from outputs.review_dates import read_date
from outputs.review_entities import EntityFinder, UnknownEntity
from outputs.review_files import CORRECTABLE, CORRECTED, NOTHING, WORDS

_RANGE = re.compile(r"(?<=[\d\w%）)])\s*(?:~|～|—|–|至|到|-(?=\s*[\d一-龥]))\s*")
_SCIENTIFIC = re.compile(r"[-+]?\d+(?:[.,]\d+)?[eE]\+?\d+")
_NAMES_JOINED_BY = re.compile("[、;；|]")
# What it is before whom it names, its value before how exact that is.
_ORDER = ("kind", "value", "unit", "bound", "date", "entity", "organisation", "place", "name", "status", "modality", "scope")
# What can be emptied, by kind and column.
_MAY_BE_NOTHING = {
    ("mention", "entity"), ("mention", "date"), ("membership", "date"), ("position", "organisation"), ("position", "place"), ("indicator", "entity"),
    ("indicator", "date"), ("indicator", "status"), ("event", "place"), ("event", "name"), ("event", "value"), ("event", "date"),
}  # fmt: skip


class CorrectionError(ValueError):
    """A correction that cannot be; the message names the column."""


def correct(kind: str, found: Object, corrections: Mapping[str, str], *, article_id: str, finder: EntityFinder) -> Corrected:
    """The corrected record with the entities that the corrections name. Raises CorrectionError."""
    work = _Correction(kind, found, article_id, finder)
    for name in sorted(corrections, key=_ORDER.index):
        text = corrections[name]
        if name not in CORRECTABLE[kind]:
            raise CorrectionError(f"{CORRECTED}{name} says nothing for a {kind}")
        try:
            work.apply(name, text.strip())
        except (UnknownEntity, ValueError, InvalidOperation) as error:
            raise CorrectionError(f"{CORRECTED}{name}: {error}") from error
    return Corrected(work.finished(), work.entities, tuple(work.new))


@dataclass(frozen=True, slots=True)
class Corrected:
    """The corrected record, the entities that the corrections name, and the names of those that nobody knew before."""

    record: Object
    entities: Mapping[str, Sequence[Object]]
    new_names: tuple[str, ...]


class _Correction:
    def __init__(self, kind: str, found: Object, article_id: str, finder: EntityFinder) -> None:
        self._kind = kind
        self._found = dict(found)
        self._article_id = article_id
        self._finder = finder
        self.entities: dict[str, list[Object]] = {"places": [], "organisations": [], "people": []}
        self.new: list[str] = []

    def apply(self, name: str, text: str) -> None:
        if text.lower() in (NOTHING, "无") and (self._kind, name) not in _MAY_BE_NOTHING:
            raise ValueError("cannot be empty")
        if (words := WORDS.get((self._kind, name))) is not None and text.lower() not in (NOTHING, "无"):
            text = _word(text, words)
        steps: dict[str, Callable[[str, str], None]] = {
            "entity": self._entity,
            "organisation": self._organisation,
            "place": self._place,
            "value": self._value,
            "unit": self._unit,
            "bound": self._bound,
            "date": self._date,
            "kind": self._label_or_word,
            "scope": lambda _name, _text: None,
        }
        steps.get(name, self._word)(name, text)

    def finished(self) -> Object:
        """The record, checked by reading it."""
        if self._kind == "mention":
            return mention_to_object(replace(object_to_mention(self._found), confidence=1.0), self._article_id)
        fact = OBJECT_TO_FACT[self._kind](self._found)
        if self._kind == "membership" and self._found["member_id"] == self._found["organisation_id"]:
            raise CorrectionError("a member of itself")
        return fact_to_object(replace(fact, confidence=1.0))

    def _field(self, name: str) -> str:
        return CORRECTABLE[self._kind][name]

    def _word(self, name: str, text: str) -> None:
        self._found[self._field(name)] = None if _is_nothing(text) else text

    def _find(self, kinds: Iterable[str], text: str) -> str | None:
        if _is_nothing(text):
            return None
        named = self._finder.find(kinds, text, self._article_id)
        for name, objects in named.entities.items():
            self.entities[name] += [one for one in objects if one not in self.entities[name]]
        self.new += [text] if named.is_new else []
        return named.entity_id

    def _entity(self, name: str, text: str) -> None:
        if self._kind == "indicator":
            ids = [] if _is_nothing(text) else [self._find(("place", "organisation"), one.strip()) for one in _NAMES_JOINED_BY.split(text)]
            self._found |= {"subject_ids": ids, "subject_id": ids[0] if ids else None}
            return
        kinds: tuple[str, ...] = {"membership": ("place", "organisation"), "position": ("person",)}.get(self._kind, ())
        if self._kind == "mention":
            label = self._found["label"]
            kinds = ("place",) if label in PLACE_LABELS else ("organisation",) if label == "ORG" else ("person",) if label == "PERSON" else ()
            if not kinds:
                raise ValueError(f"a {label} names no place, organisation or person")
        self._found[self._field(name)] = self._find(kinds, text)
        if self._kind == "mention" and "candidates" in self._found:
            self._found["candidates"] = []

    def _organisation(self, name: str, text: str) -> None:
        self._found["organisation_id"] = self._find(("organisation",), text)

    def _place(self, name: str, text: str) -> None:
        self._found["place_id"] = self._find(("place",), text)

    def _label_or_word(self, name: str, text: str) -> None:
        if self._kind == "mention" and text != self._found["label"]:
            valued = DATE_LABELS | FIGURE_LABELS
            if {text, self._found["label"]} & valued and not {text, self._found["label"]} <= FIGURE_LABELS:
                raise ValueError(f"a {self._found['label']} cannot become a {text}: they hold other values")
            if self._found["label"] not in valued:
                # Who it is must be said anew: a place is no organisation.
                same = {self._found["label"], text} <= PLACE_LABELS
                self._found |= {"entity_id": self._found["entity_id"] if same else None, "candidates": []}
        self._found[self._field(name)] = text

    def _figure(self) -> Object:
        """Where the figure stands: in the record itself, or as an event's amount."""
        if self._kind != "event":
            if self._kind == "mention" and self._found["label"] not in FIGURE_LABELS:
                raise ValueError(f"a {self._found['label']} has no figure")
            return self._found
        self._found["amount"] = dict(self._found["amount"] or {"value": None, "low": None, "high": None, "bound": "exact", "unit": None})
        amount: Object = self._found["amount"]
        return amount

    def _value(self, name: str, text: str) -> None:
        if _is_nothing(text):
            self._found["amount"] = None
            return
        figure = self._figure()
        parts = _RANGE.split(text)
        if len(parts) == 2:
            low, high = (_number(part) for part in parts)
            if low > high:
                raise ValueError(f"{text} ends before it begins")
            figure |= {"value": None, "low": number(low), "high": number(high), "bound": "range"}
        else:
            bound = figure["bound"] if figure["bound"] != "range" else "exact"
            figure |= {"value": number(_number(text)), "low": None, "high": None, "bound": bound}

    def _unit(self, name: str, text: str) -> None:
        self._figure()["unit"] = text

    def _bound(self, name: str, text: str) -> None:
        figure = self._figure()
        if (text == "range") != (figure["value"] is None):
            raise ValueError("a range has two values, anything else one")
        figure["bound"] = text

    def _date(self, name: str, text: str) -> None:
        edtf = None if _is_nothing(text) else read_date(text)
        if self._kind != "mention":
            self._found[self._field(name)] = edtf
            return
        if self._found["label"] not in DATE_LABELS:
            raise ValueError(f"a {self._found['label']} has no date")
        first, last = first_and_last_day(edtf)
        grain = self._found["grain"] if edtf is None else _grain(edtf, self._found["grain"])
        date = Date(edtf, first, last, grain, self._found["anchor"])
        self._found |= {one: getattr(date, one) for one in ("edtf", "start_date", "end_date", "grain", "anchor")}


def _is_nothing(text: str) -> bool:
    return text.lower() in (NOTHING, "无")


def _word(text: str, words: Iterable[str]) -> str:
    found = [word for word in words if word.lower() == text.lower().replace(" ", "_")]
    if not found:
        raise ValueError(f"{text} is none of {', '.join(words)}")
    return found[0]


def _number(text: str) -> Decimal:
    """165.3亿, 1,234.5 or 16530000000; a figure that a spreadsheet shortened to 1.65E+10 has lost its digits and is refused."""
    written = plain(text).strip().rstrip("%")
    if _SCIENTIFIC.fullmatch(written):
        raise ValueError(f"{text} is shortened by the spreadsheet: write all digits, or 165.3亿")
    if re.fullmatch(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?", written):
        written = written.replace(",", "")
    if re.fullmatch(r"[-+]?\d+(?:\.\d+)?", written):
        return Decimal(written)
    found = read_number(written)
    if found is None:
        raise ValueError(f"{text} is no number")
    return found


def _grain(edtf: str, before: Any) -> str:
    """How fine the date is; a week, a quarter or a plan stays one."""
    point = edtf.replace("..", "").strip("/").split("/")[0].rstrip("~?%")
    if "/" in edtf.replace("/..", "").replace("../", "") and before in ("week", "quarter", "half", "plan"):
        return str(before)
    if point.endswith("X") and point.count("-") == 0:
        return "decade" if point[2] != "X" else "century"
    if re.search(r"-2[1-4]$", point) and point.count("-") == 1:
        return "season"
    return ("year", "month", "day")[point.lstrip("-").count("-")]
