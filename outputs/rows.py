"""Record → rows: one function per table, each row a tuple in the order of the table's columns.

Figures become numbers as in JSON (outputs/json_lines.py), lists become JSON text.
`contradiction` says what is wrong with a Record that no table could take.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from corpus.article import Article, storable
from extractors.records import (
    ANCHORS,
    BOUNDS,
    DATE_LABELS,
    EVENT_KINDS,
    FIGURE_LABELS,
    GRAINS,
    LABELS,
    LEVELS,
    MEMBERSHIP_ROLES,
    MEMBERSHIP_STATUSES,
    MODALITIES,
    ORGANISATION_KINDS,
    PARTICIPANT_ROLES,
    REVIEW_STATUSES,
    Event,
    Fact,
    Figure,
    Indicator,
    Membership,
    Mention,
    Organisation,
    Person,
    Place,
    Position,
    Record,
    make_id,
)
from outputs.across import facts_of
from outputs.days import first_and_last_day
from outputs.json_lines import number
from outputs.tables import BASES, CHANGES, POSITION_STATUSES

Row = tuple[Any, ...]

# Names are indexed, and an index entry of PostgreSQL holds 2,700 bytes. No real name comes near.
LONGEST_NAME = 500

FACT_TABLES = {"membership": "memberships", "position": "positions", "indicator": "indicators", "event": "events"}


def article_row(record: Record, digest: str) -> Row:
    """The row of `articles`."""
    article = record.article
    return (
        article.article_id,
        article.title,
        article.source,
        article.url,
        article.published,
        record.dateline_place_id,
        as_list(article.reporters),
        article.text,
        as_list(article.captions),
        record.duplicate_of,
        article.input,
        article.record,
        digest,
    )


def appearance_rows(record: Record) -> Iterator[Row]:
    """The rows of `appearances`: every place where the text stood."""
    article_id = record.article.article_id
    for appearance in record.appearances or (record.article,):
        yield (
            appearance_id(article_id, appearance),
            article_id,
            appearance.input,
            appearance.record,
            appearance.title,
            appearance.source,
            appearance.url,
            appearance.published,
        )


def appearance_id(article_id: str, appearance: Article) -> str:
    """The id of one place where an article stood."""
    return make_id("w", article_id, appearance.input, appearance.record)


def mention_rows(record: Record) -> Iterator[Row]:
    """The rows of `mentions`, in text order."""
    article_id = record.article.article_id
    for mention in record.mentions:
        candidates = as_list([{"place_id": one.place_id, "score": one.score} for one in mention.candidates]) if mention.candidates else None
        day = mention.date
        yield (
            mention.id_in(article_id),
            article_id,
            mention.label,
            mention.start,
            mention.end,
            mention.text,
            mention.entity_id,
            mention.confidence,
            mention.extractor,
            *_figure_cells(mention.figure),
            *_counted_cells(mention.figure),
            *((day.edtf, day.start_date, day.end_date, day.grain, day.anchor) if day else (None,) * 5),
            candidates,
        )


def place_row(place: Place) -> Row:
    """The row of `places`."""
    return (
        place.place_id,
        place.name,
        place.name_en,
        place.name_local,
        place.level,
        place.country or None,
        place.parent_id,
        place.lat,
        place.lon,
        place.valid_from,
        place.valid_to,
        place.replaced_by,
    )


def organisation_row(organisation: Organisation) -> Row:
    """The row of `organisations`."""
    return (organisation.organisation_id, organisation.name, organisation.kind, organisation.place_id, organisation.parent_id)


def alias_rows(organisation: Organisation) -> Iterator[Row]:
    """The rows of `aliases`, sorted."""
    for alias in sorted(set(organisation.aliases)):
        yield (organisation.organisation_id, alias)


def person_row(person: Person) -> Row:
    """The row of `people`."""
    return (person.person_id, person.name, person.name_latin)


def fact_row(fact: Fact, article_id: str, key: str) -> Row:
    """The row of a fact in the table of its kind; `key` is its identity across articles."""
    cells: Row
    if isinstance(fact, Membership):
        cells = (fact.member_id, fact.organisation_id, fact.role, fact.since, *first_and_last_day(fact.since), fact.status)
    elif isinstance(fact, Position):
        cells = (fact.person_id, fact.title, fact.organisation_id, fact.place_id, fact.status)
    elif isinstance(fact, Indicator):
        figure = fact.figure
        cells = (
            fact.subject_id,
            as_list(fact.subject_ids),
            fact.subject_text,
            fact.metric,
            *_figure_cells(figure),
            figure.classifier,
            figure.counted,
            fact.scope if fact.scope is not None else figure.scope,
            fact.period,
            *first_and_last_day(fact.period),
            fact.change,
            fact.base,
            fact.share_of,
            as_list(fact.checks),
            fact.mention_id,
        )
    elif isinstance(fact, Event):
        cells = (fact.kind, fact.name, fact.edition, fact.date, *first_and_last_day(fact.date), fact.place_id, *_figure_cells(fact.amount))
    else:
        raise TypeError(f"{type(fact).__name__} is no kind of fact")
    return (
        fact.id,
        *cells,
        fact.modality,
        fact.evidence,
        article_id,
        fact.review_status,
        fact.confidence,
        fact.extractor,
        fact.start,
        fact.end,
        as_list(fact.sources),
        as_list([{"article_id": one.article_id, "start": one.start, "end": one.end} for one in fact.more_evidence]),
        key,
    )


def subject_rows(indicator: Indicator) -> Iterator[Row]:
    """The rows of `subjects`, in the indicator's order."""
    for position, entity_id in enumerate(indicator.subject_ids, 1):
        yield (indicator.id, position, entity_id)


def participant_rows(event: Event) -> Iterator[Row]:
    """The rows of `participants`, in the event's order."""
    for position, one in enumerate(event.participants, 1):
        yield (event.id, position, one.entity_id, one.text, one.role)


def participants_in_words(event: Event, name_of: Callable[[str], str | None]) -> str | None:
    """Names and roles on one line: 中德工业城市联盟 (organiser)、企业代表 (attendee); by its own name whoever has one."""
    return in_words((one.entity_id and name_of(one.entity_id), one.text, one.role) for one in event.participants)


def in_words(participants: Iterable[tuple[str | None, str, str]]) -> str | None:
    """(name, text as written, role) of each participant on one line; None for nobody."""
    return "、".join(f"{name or written} ({role})" for name, written, role in participants) or None


def as_list(values: Sequence[Any]) -> str:
    """A list as it stands in one cell: JSON."""
    return json.dumps(list(values), ensure_ascii=False) if values else "[]"


def _figure_cells(figure: Figure | None) -> Row:
    if figure is None:
        return (None,) * 5
    return (number(figure.value), number(figure.low), number(figure.high), figure.bound, figure.unit)


def _counted_cells(figure: Figure | None) -> Row:
    return (figure.classifier, figure.counted, figure.scope) if figure else (None,) * 3


def contradiction(record: Record) -> str | None:
    """What makes the Record contradict itself or the contract, in one line; None for a sound one."""
    return next(_contradictions(record), None)


def _contradictions(record: Record) -> Iterator[str]:
    text = record.article.text
    places = {place.place_id for place in record.places}
    organisations = {organisation.organisation_id for organisation in record.organisations}
    people = {person.person_id for person in record.people}
    entities = places | organisations | people

    def unknown(what: str, entity_id: str | None, known: set[str]) -> Iterator[str]:
        if entity_id is not None and entity_id not in known:
            yield f"{what} {entity_id} is not among the record's entities"

    if not text:
        yield "the text is empty"
    if storable(text) != text:
        yield "the text holds NUL, lone surrogates or line ends other than LF"
        return
    yield from _not_a_day("published", record.article.published)
    yield from unknown("dateline place", record.dateline_place_id, places)
    reached = 0
    for mention in record.mentions:
        if mention.start < reached or mention.end <= mention.start:
            yield f"mentions overlap or are out of order at {mention.start}"
        if text[mention.start : mention.end] != mention.text:
            yield f"mention at {mention.start} is not the text there"
        reached = mention.end
        yield from _wrong_words(mention)
        yield from unknown("mention's entity", mention.entity_id, entities)
    for place in record.places:
        yield from _too_long("name of a place", place.name)
        yield from _not_in("level", place.level, LEVELS)
        yield from unknown("parent place", place.parent_id, places)
    for person in record.people:
        yield from _too_long("name of a person", person.name)
    for organisation in record.organisations:
        for name in (organisation.name, *organisation.aliases):
            yield from _too_long("name of an organisation", name)
        yield from _not_in("kind of organisation", organisation.kind, ORGANISATION_KINDS)
        yield from unknown("organisation's place", organisation.place_id, places)
        yield from unknown("parent organisation", organisation.parent_id, organisations)
    mention_ids = {mention.id_in(record.article.article_id) for mention in record.mentions} if record.indicators else set()
    for kind, fact in facts_of(record):
        if text[fact.start : fact.end] != fact.evidence or not fact.evidence:
            yield f"evidence of {kind} {fact.id} is not the text there"
        yield from _not_in("modality", fact.modality, MODALITIES)
        yield from _not_in("review status", fact.review_status, REVIEW_STATUSES)
        yield from _not_a_share("confidence", fact.confidence)
        if isinstance(fact, Membership):
            yield from _not_in("role", fact.role, MEMBERSHIP_ROLES)
            yield from _not_in("status", fact.status, MEMBERSHIP_STATUSES)
            yield from unknown("member", fact.member_id, entities)
            yield from unknown("alliance", fact.organisation_id, organisations)
        elif isinstance(fact, Position):
            yield from _not_in("status", fact.status, POSITION_STATUSES)
            yield from unknown("person", fact.person_id, people)
            yield from unknown("organisation", fact.organisation_id, organisations)
            yield from unknown("place", fact.place_id, places)
        elif isinstance(fact, Indicator):
            yield from _too_long("metric", fact.metric)
            yield from _not_in("bound", fact.figure.bound, BOUNDS)
            yield from _not_in("change", fact.change, CHANGES)
            yield from _not_in("base", fact.base, BASES)
            yield from unknown("mention", fact.mention_id, mention_ids)
            for subject_id in fact.subject_ids:
                yield from unknown("subject", subject_id, entities)
        elif isinstance(fact, Event):
            yield from _not_in("kind of event", fact.kind, EVENT_KINDS)
            yield from _too_long("date of an event", fact.date)
            yield from unknown("place", fact.place_id, places)
            yield from _not_in("bound", fact.amount.bound if fact.amount else None, BOUNDS)
            for one in fact.participants:
                yield from _not_in("role", one.role, PARTICIPANT_ROLES)
                yield from unknown("participant", one.entity_id, entities)


def _wrong_words(mention: Mention) -> Iterator[str]:
    yield from _not_in("label", mention.label, LABELS)
    yield from _not_a_share("confidence", mention.confidence)
    if mention.figure is not None:
        yield from _not_in("bound", mention.figure.bound, BOUNDS)
        if mention.label not in FIGURE_LABELS:
            yield f"{mention.label} at {mention.start} has a figure"
    if mention.date is not None:
        yield from _not_in("grain", mention.date.grain, GRAINS)
        yield from _not_in("anchor", mention.date.anchor, ANCHORS)
        if mention.label not in DATE_LABELS:
            yield f"{mention.label} at {mention.start} has a date"


def _not_in(what: str, word: str | None, words: Iterable[str]) -> Iterator[str]:
    if word is not None and word not in words:
        yield f"{what} is {word!r}, none of the contract's words"


def _not_a_share(what: str, value: float) -> Iterator[str]:
    if not 0 <= value <= 1:
        yield f"{what} is {value}, not in 0 to 1"


def _too_long(what: str, name: str | None) -> Iterator[str]:
    if name is not None and len(name) > LONGEST_NAME:
        yield f"{what} is {len(name)} characters long"


def _not_a_day(what: str, day: str | None) -> Iterator[str]:
    if day is None:
        return
    try:
        is_day = date.fromisoformat(day).isoformat() == day
    except ValueError:
        is_day = False
    if not is_day:
        yield f"{what} is {day!r}, no ISO day"
