"""Records as the contract's JSON objects, and back.

`record_to_object` gives fields in the contract's order. A figure's Decimal becomes an int where it is
whole, else a float where that prints as written, else it stays a Decimal that `dumps` writes digit for
digit; beyond 2^53 it is null and the mention's text keeps it. Kept light: `extract` waits for these imports.

>>> number(Decimal("16530000000.0")), number(Decimal("8.80")), number(Decimal(2) ** 53 + 1)
(16530000000, 8.8, None)
>>> dumps({"name": "许昌", "value": Decimal("0.10000000000000000001")})
'{"name": "许昌", "value": 0.10000000000000000001}'
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from corpus.article import Article, Failure
from extractors.records import (
    DATE_LABELS,
    FIGURE_LABELS,
    PLACE_LABELS,
    Candidate,
    Date,
    Disagreement,
    Event,
    Evidence,
    Fact,
    Figure,
    Indicator,
    Membership,
    Mention,
    Organisation,
    Participant,
    Person,
    Place,
    Position,
    Record,
)
from outputs.tables import SCHEMA_VERSION

Object = dict[str, Any]

# Readers in other languages hold numbers as doubles: above this, whole numbers would change in silence.
_LARGEST = Decimal(2**53)
# A figure in an article has a few decimals; what is smaller than this is no figure, and writing it out could run away.
_SMALLEST_EXPONENT = -40
# NUL never stands in an article, so that no text is taken for a number.
_DECIMAL_MARK = "\x00decimal "
_MARKED_DECIMAL = re.compile(r'"\\u0000decimal (-?[0-9.]+)"')
# NUL as JSON writes it, after an even number of backslashes.
_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")
_SURROGATE = re.compile("[\ud800-\udfff]")

_APPEARANCE_FIELDS = ("input", "record", "title", "source", "url", "published")
_PLACE_FIELDS = (
    "place_id", "name", "name_en", "name_local", "level", "country", "parent_id", "lat", "lon", "valid_from", "valid_to", "replaced_by",
)  # fmt: skip
_DISAGREEMENT_FIELDS = ("decision_id", "kind", "record_id", "what")
_PERSON_FIELDS = ("person_id", "name", "name_latin")


def record_to_object(record: Record) -> Object:
    """The contract's object of one article; `appearances` and `disagreements` stand in it only where the record has them."""
    article = record.article
    article_id = article.article_id
    found: Object = {
        "schema_version": SCHEMA_VERSION,
        "article_id": article_id,
        "input": article.input,
        "record": article.record,
        "title": article.title,
        "source": article.source,
        "url": article.url,
        "published": article.published,
        "dateline_place_id": record.dateline_place_id,
        "reporters": list(article.reporters),
        "text": article.text,
        "captions": list(article.captions),
        "mentions": [mention_to_object(mention, article_id) for mention in record.mentions],
        "duplicate_of": record.duplicate_of,
        "memberships": [fact_to_object(fact) for fact in record.memberships],
        "positions": [fact_to_object(fact) for fact in record.positions],
        "indicators": [fact_to_object(fact) for fact in record.indicators],
        "events": [fact_to_object(fact) for fact in record.events],
        "places": [place_to_object(place) for place in record.places],
        "organisations": [organisation_to_object(organisation) for organisation in record.organisations],
        "people": [person_to_object(person) for person in record.people],
    }
    if record.appearances:
        found["appearances"] = [_fields(appearance, _APPEARANCE_FIELDS) for appearance in record.appearances]
    if record.disagreements:
        found["disagreements"] = [_fields(one, _DISAGREEMENT_FIELDS) | {"found": list(one.found)} for one in record.disagreements]
    return found


def object_to_record(found: Mapping[str, Any]) -> Record:
    """The Record of a contract's object: the inverse of `record_to_object`."""
    text = found["text"]
    return Record(
        article=Article(
            text=text,
            reporters=tuple(found["reporters"]),
            captions=tuple(found["captions"]),
            **{name: found[name] for name in _APPEARANCE_FIELDS},
        ),
        mentions=tuple(object_to_mention(mention) for mention in found["mentions"]),
        memberships=tuple(object_to_membership(fact) for fact in found["memberships"]),
        positions=tuple(object_to_position(fact) for fact in found["positions"]),
        indicators=tuple(object_to_indicator(fact) for fact in found["indicators"]),
        events=tuple(object_to_event(fact) for fact in found["events"]),
        places=tuple(object_to_place(place) for place in found["places"]),
        organisations=tuple(object_to_organisation(organisation) for organisation in found["organisations"]),
        people=tuple(object_to_person(person) for person in found["people"]),
        dateline_place_id=found["dateline_place_id"],
        duplicate_of=found["duplicate_of"],
        disagreements=tuple(
            Disagreement(**{name: one[name] for name in _DISAGREEMENT_FIELDS}, found=tuple(one["found"])) for one in found.get("disagreements", ())
        ),
        appearances=tuple(
            Article(text=text, **{name: appearance[name] for name in _APPEARANCE_FIELDS}) for appearance in found.get("appearances", ())
        ),
    )


def error_object(failure: Failure) -> Object:
    """What `extract --jsonl` prints for a line that gave no article."""
    return {"error": {"stage": failure.stage, "reason": failure.reason}}


def dumps(found: Mapping[str, Any]) -> str:
    """The object on one line of JSON, for UTF-8; ValueError for NaN or infinity.

    Line separators other than LF are escaped, so that no reader breaks a line inside a text; NUL and lone surrogates become U+FFFD.
    """
    line = json.dumps(found, ensure_ascii=False, allow_nan=False, default=_mark_decimal)
    if _DECIMAL_MARK[1:] in line:
        line = _MARKED_DECIMAL.sub(r"\1", line)
    if "\\u0000" in line:
        line = _NUL.sub("\\1\ufffd", line)
    line = line.replace("\x85", "\\u0085").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return _SURROGATE.sub("\ufffd", line)


def loads(line: str | bytes) -> Object:
    """The object of one line; a number that a float cannot print as written stays a Decimal."""
    found: Object = json.loads(line, parse_float=_parse_float)
    return found


def number(value: Decimal | None) -> int | float | Decimal | None:
    """A figure's Decimal as a JSON number; None above 2^53, and for what is no number."""
    if value is None or not value.is_finite() or value.adjusted() > 16 or abs(value) > _LARGEST:
        return None
    if value == value.to_integral_value():
        return int(value)
    if value.adjusted() < _SMALLEST_EXPONENT:
        return None
    near = float(value)
    return near if "e" not in repr(near) and Decimal(repr(near)) == value else value.normalize()


def _parse_float(written: str) -> float | Decimal:
    near = float(written)
    return near if Decimal(repr(near)) == Decimal(written) else Decimal(written)


def _mark_decimal(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{_DECIMAL_MARK}{value:f}"
    raise TypeError(f"{type(value).__name__} has no place in a contract object")


def _fields(value: object, names: Sequence[str]) -> Object:
    return {name: getattr(value, name) for name in names}


def mention_to_object(mention: Mention, article_id: str) -> Object:
    """One mention as it stands in the contract's object."""
    found: Object = {
        "id": mention.id_in(article_id),
        "label": mention.label,
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "entity_id": mention.entity_id,
        "confidence": mention.confidence,
        "extractor": mention.extractor,
    }
    if mention.label in FIGURE_LABELS:
        found |= _figure_object(mention.figure, mention.label)
    elif mention.label in DATE_LABELS:
        date = mention.date
        for name in ("edtf", "start_date", "end_date", "grain", "anchor"):
            found[name] = getattr(date, name) if date else None
    elif mention.label in PLACE_LABELS:
        found["candidates"] = [{"place_id": candidate.place_id, "score": candidate.score} for candidate in mention.candidates]
    return found


def object_to_mention(found: Mapping[str, Any]) -> Mention:
    """The Mention of its object."""
    label = found["label"]
    figure = _figure(found) if label in FIGURE_LABELS else None
    date = None
    if label in DATE_LABELS and found["grain"] is not None:
        date = Date(found["edtf"], found["start_date"], found["end_date"], found["grain"], found["anchor"])
    return Mention(
        label=label,
        start=found["start"],
        end=found["end"],
        text=found["text"],
        extractor=found["extractor"],
        confidence=float(found["confidence"]),
        entity_id=found["entity_id"],
        figure=figure,
        date=date,
        candidates=tuple(Candidate(candidate["place_id"], float(candidate["score"])) for candidate in found.get("candidates", ())),
    )


def _figure_object(figure: Figure | None, label: str) -> Object:
    """The figure fields; measure word and what is counted for counts, scope for ranks, elsewhere only where they are known."""
    found: Object = {
        "value": number(figure.value) if figure else None,
        "low": number(figure.low) if figure else None,
        "high": number(figure.high) if figure else None,
        "bound": figure.bound if figure else None,
        "unit": figure.unit if figure else None,
    }
    for name, of_label in (("classifier", "CARDINAL"), ("counted", "CARDINAL"), ("scope", "ORDINAL")):
        value = getattr(figure, name) if figure else None
        if value is not None or label == of_label:
            found[name] = value
    return found


def _figure(found: Mapping[str, Any]) -> Figure | None:
    if found["unit"] is None:
        return None
    return Figure(
        value=_decimal(found["value"]),
        unit=found["unit"],
        bound=found["bound"],
        low=_decimal(found["low"]),
        high=_decimal(found["high"]),
        classifier=found.get("classifier"),
        counted=found.get("counted"),
        scope=found.get("scope"),
    )


def _decimal(value: float | Decimal | None) -> Decimal | None:
    return None if value is None else Decimal(repr(value)) if isinstance(value, float) else Decimal(value)


def object_to_place(found: Mapping[str, Any]) -> Place:
    """The Place of its object; a continent or an ocean lies in no country."""
    return Place(**{name: found[name] for name in _PLACE_FIELDS} | {"country": found["country"] or ""})


def place_to_object(place: Place) -> Object:
    """One place as it stands in the contract's object."""
    return _fields(place, _PLACE_FIELDS) | {"country": place.country or None}


def person_to_object(person: Person) -> Object:
    """One person as it stands in the contract's object."""
    return _fields(person, _PERSON_FIELDS)


def object_to_person(found: Mapping[str, Any]) -> Person:
    """The Person of its object."""
    return Person(**{name: found[name] for name in _PERSON_FIELDS})


def organisation_to_object(organisation: Organisation) -> Object:
    """One organisation as it stands in the contract's object."""
    return {
        "organisation_id": organisation.organisation_id,
        "name": organisation.name,
        "aliases": list(organisation.aliases),
        "kind": organisation.kind,
        "place_id": organisation.place_id,
        "parent_id": organisation.parent_id,
    }


def object_to_organisation(found: Mapping[str, Any]) -> Organisation:
    """The Organisation of its object."""
    return Organisation(
        organisation_id=found["organisation_id"],
        name=found["name"],
        kind=found["kind"],
        aliases=tuple(found["aliases"]),
        place_id=found["place_id"],
        parent_id=found["parent_id"],
    )


def fact_to_object(fact: Fact) -> Object:
    """One fact as it stands in the contract's object."""
    found: Object = {"id": fact.id}
    if isinstance(fact, Membership):
        found |= _fields(fact, ("member_id", "organisation_id", "role", "since", "status"))
    elif isinstance(fact, Position):
        found |= _fields(fact, ("person_id", "title", "organisation_id", "place_id", "status"))
    elif isinstance(fact, Indicator):
        found |= _indicator_fields(fact)
    elif isinstance(fact, Event):
        found |= _event_fields(fact)
    found |= {
        "evidence": fact.evidence,
        "start": fact.start,
        "end": fact.end,
        "more_evidence": [_fields(evidence, ("article_id", "start", "end")) for evidence in fact.more_evidence],
        "sources": list(fact.sources),
        "confidence": fact.confidence,
        "extractor": fact.extractor,
        "modality": fact.modality,
        "review_status": fact.review_status,
    }
    return found


def _indicator_fields(fact: Indicator) -> Object:
    figure = fact.figure
    return {
        "subject_id": fact.subject_id,
        "subject_ids": list(fact.subject_ids),
        "subject_text": fact.subject_text,
        "metric": fact.metric,
        **_figure_object(figure, "CARDINAL"),
        "period": fact.period,
        "change": fact.change,
        "base": fact.base,
        "share_of": fact.share_of,
        "scope": fact.scope if fact.scope is not None else figure.scope,
        "checks": list(fact.checks),
        "mention_id": fact.mention_id,
    }


def _event_fields(fact: Event) -> Object:
    return {
        "kind": fact.kind,
        "name": fact.name,
        "edition": fact.edition,
        "date": fact.date,
        "place_id": fact.place_id,
        "participants": [_fields(participant, ("entity_id", "text", "role")) for participant in fact.participants],
        "amount": _figure_object(fact.amount, "MONEY") if fact.amount else None,
    }


def _fact_fields(found: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": found["id"],
        "evidence": found["evidence"],
        "start": found["start"],
        "end": found["end"],
        "extractor": found["extractor"],
        "confidence": float(found["confidence"]),
        "modality": found["modality"],
        "sources": tuple(found["sources"]),
        "more_evidence": tuple(Evidence(evidence["article_id"], evidence["start"], evidence["end"]) for evidence in found["more_evidence"]),
        "review_status": found["review_status"],
    }


def object_to_membership(found: Mapping[str, Any]) -> Membership:
    """The Membership of its object."""
    return Membership(
        member_id=found["member_id"],
        organisation_id=found["organisation_id"],
        role=found["role"],
        since=found["since"],
        status=found["status"],
        **_fact_fields(found),
    )


def object_to_position(found: Mapping[str, Any]) -> Position:
    """The Position of its object."""
    return Position(
        person_id=found["person_id"],
        title=found["title"],
        organisation_id=found["organisation_id"],
        place_id=found["place_id"],
        status=found["status"],
        **_fact_fields(found),
    )


def object_to_indicator(found: Mapping[str, Any]) -> Indicator:
    """The Indicator of its object; what a rank holds within is its figure's scope too."""
    figure = _figure(found)
    if figure is None:
        raise ValueError(f"indicator {found['id']} has no unit")
    return Indicator(
        metric=found["metric"],
        figure=figure,
        mention_id=found["mention_id"],
        subject_ids=tuple(found["subject_ids"]),
        subject_text=found["subject_text"],
        period=found["period"],
        change=found["change"],
        base=found["base"],
        share_of=found["share_of"],
        scope=found["scope"],
        checks=tuple(found["checks"]),
        **_fact_fields(found),
    )


def object_to_event(found: Mapping[str, Any]) -> Event:
    """The Event of its object."""
    return Event(
        kind=found["kind"],
        name=found["name"],
        edition=found["edition"],
        date=found["date"],
        place_id=found["place_id"],
        participants=tuple(Participant(one["entity_id"], one["text"], one["role"]) for one in found["participants"]),
        amount=_figure(found["amount"]) if found["amount"] else None,
        **_fact_fields(found),
    )


# How to read a fact's object back, by kind; the keys are FACT_KINDS.
OBJECT_TO_FACT = {
    "membership": object_to_membership,
    "position": object_to_position,
    "indicator": object_to_indicator,
    "event": object_to_event,
}
