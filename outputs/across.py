"""What takes several articles: reprints, near duplicates, one fact in two papers, one organisation in ten.

Pure functions over Records and their parts. What they give depends only on the set that goes in, never on
its order: of everything that could differ, the first in a fixed order wins, or all are kept.

>>> from corpus.article import make_article
>>> first = make_article("许昌加入中德工业城市联盟。", title="许昌加入联盟", input="a.txt")
>>> again = make_article("许昌加入中德工业城市联盟。", title="转载", input="b.txt")
>>> record = merge_appearances([Record(article=again), Record(article=first)])
>>> record.article.title, [appearance.input for appearance in record.appearances]
('许昌加入联盟', ['a.txt', 'b.txt'])
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from corpus.article import Article
from extractors.plain import plain
from extractors.records import (
    LEVELS,
    ORGANISATION_KINDS,
    Event,
    Evidence,
    Fact,
    Figure,
    Indicator,
    Membership,
    Organisation,
    Participant,
    Person,
    Place,
    Position,
    Record,
    make_id,
)
from outputs.days import first_and_last_day
from outputs.tables import FACT_KINDS

FactT = TypeVar("FactT", bound=Fact)

_DIGITS = re.compile("[0-9]{1,18}")
_DECIDED_FIRST = {"corrected": 0, "accepted": 0, "rejected": 1, "new": 2}
# Sorts after every ISO day.
_NO_DAY = "9999-99-99"


def appearance_order(article: Article) -> str:
    """Sorts places by path, then by record with numbers in number order (line 9 before line 10)."""
    record = _DIGITS.sub(lambda match: match[0].zfill(18), article.record or "")
    return f"{article.input or ''}\x1f{record}"


def article_order(article: Article) -> str:
    """Sorts articles by day of publication (unknown last), then by id: the earlier one is the original."""
    return f"{article.published or _NO_DAY} {article.article_id}"


def merge_appearances(records: Iterable[Record]) -> Record:
    """One Record of the Records of one text: the first by path gives all, `appearances` lists every place once."""
    ordered = sorted(records, key=lambda record: appearance_order(record.article))
    places = {appearance_order(place): place for record in ordered for place in record.appearances or (record.article,)}
    return replace(ordered[0], appearances=tuple(places[key] for key in sorted(places)))


def facts_of(record: Record) -> list[tuple[str, Fact]]:
    """All facts of a Record as (kind, fact)."""
    facts: list[tuple[str, Sequence[Fact]]] = list(
        zip(FACT_KINDS, (record.memberships, record.positions, record.indicators, record.events), strict=True)
    )
    return [(kind, fact) for kind, of_kind in facts for fact in of_kind]


def unify_facts(record: Record) -> Record:
    """The Record with one fact per id: what it states twice becomes more evidence. Sources are the article itself."""
    article_id = record.article.article_id
    return replace(
        record,
        memberships=_unify(record.memberships, article_id),
        positions=_unify(record.positions, article_id),
        indicators=_unify(record.indicators, article_id),
        events=_unify(record.events, article_id),
    )


def _unify(facts: Sequence[FactT], article_id: str) -> tuple[FactT, ...]:
    by_id: dict[str, list[FactT]] = {}
    for fact in facts:
        by_id.setdefault(fact.id, []).append(fact)
    return tuple(merge_facts([("", article_id, fact) for fact in same])[1] for same in by_id.values())


def identity(fact: Fact, original_id: str) -> str:
    """What makes it the same fact in several articles: a hash over kind and key fields, without the article.

    Modality is a key field: a planned accession is another fact than one that happened. A fact that lacks what pins it
    down (an indicator without subject or period, an event without a known date) is the same only within near duplicates:
    `original_id` is the article, or the one that it nearly repeats.
    """
    key: tuple[object, ...]
    pinned = True
    if isinstance(fact, Membership):
        key = ("membership", fact.member_id, fact.organisation_id, fact.role, fact.status, fact.since)
    elif isinstance(fact, Position):
        key = ("position", fact.person_id, fact.title, fact.organisation_id, fact.place_id, fact.status)
    elif isinstance(fact, Indicator):
        pinned = bool(fact.subject_ids) and is_known(fact.period)
        key = ("indicator", *fact.subject_ids, "of", fact.metric, *_figure_key(fact.figure), fact.period, fact.change, fact.base)
        key += (fact.share_of, fact.scope) if pinned else (fact.share_of, fact.scope, fact.subject_text)
    elif isinstance(fact, Event):
        pinned = is_known(fact.date) and bool(fact.name or fact.participants)
        key = ("event", fact.kind, fact.name, fact.edition, fact.date, fact.place_id)
        if not fact.name:
            key += (*_figure_key(fact.amount), *sorted(f"{one.role} {one.entity_id or one.text}" for one in fact.participants))
    else:
        raise TypeError(f"{type(fact).__name__} is no kind of fact")
    return make_id("k", *key, fact.modality, None if pinned else original_id)


def is_known(edtf: str | None) -> bool:
    """Whether a date is known with its year."""
    return edtf is not None and "X" not in edtf


def _figure_key(figure: Figure | None) -> tuple[object, ...]:
    if figure is None:
        return (None,)
    numbers = tuple(None if value is None else value.normalize() for value in (figure.value, figure.low, figure.high))
    return (*numbers, figure.bound, figure.unit)


def statement_order(statement: tuple[str, str, Fact]) -> tuple[int, str, int, int, str]:
    """Sorts (article_order, article_id, fact): what a reviewer decided, then by article and place in it."""
    order, _, fact = statement
    return _DECIDED_FIRST[fact.review_status], order, fact.start, fact.end, fact.id


def merge_facts(statements: Iterable[tuple[str, str, FactT]]) -> tuple[str, FactT]:
    """One fact of what several articles state, with the id of its first article.

    `statements` are (article_order, article_id, fact); what a reviewer decided stands before all others, and nothing is added
    to it but sources and evidence. The first gives id, evidence and wording; sources and evidence of all are kept, participants
    and checks are joined, what the first leaves out (a sum, a name, a place, an edition) is taken from the next, of the dates of
    one membership the most exact is kept, and the confidence is the highest.
    """
    ordered = sorted(statements, key=statement_order)
    _, first_id, first = ordered[0]
    seen = {Evidence(first_id, first.start, first.end)}
    more: list[Evidence] = []
    for _, article_id, fact in ordered:
        for evidence in (Evidence(article_id, fact.start, fact.end), *fact.more_evidence):
            if evidence not in seen:
                seen.add(evidence)
                more.append(evidence)
    merged = replace(
        first,
        sources=tuple(dict.fromkeys(article_id for _, article_id, _ in ordered)),
        more_evidence=tuple(more),
        confidence=max(fact.confidence for _, _, fact in ordered),
    )
    if len(ordered) > 1 and first.review_status == "new":
        facts = [fact for _, _, fact in ordered]
        if isinstance(merged, Event):
            events = [fact for fact in facts if isinstance(fact, Event)]
            merged = replace(
                merged,
                participants=_all_participants(events),
                amount=next((one.amount for one in events if one.amount), None),
                name=next((one.name for one in events if one.name), None),
                edition=next((one.edition for one in events if one.edition is not None), None),
                place_id=_narrowest_place([one.place_id for one in events if one.place_id]),
            )
        elif isinstance(merged, Membership):
            merged = replace(merged, since=_narrowest_date([one.since for one in facts if isinstance(one, Membership) and one.since]))
        elif isinstance(merged, Indicator):
            checks = (check for fact in facts if isinstance(fact, Indicator) for check in fact.checks)
            merged = replace(merged, checks=tuple(dict.fromkeys(checks)))
    return first_id, merged


def _narrowest_place(place_ids: Sequence[str]) -> str | None:
    """The first place; of Chinese divisions that lie within each other the innermost (GB/T 2260 codes end in fewer zeros)."""
    chinese = [place_id for place_id in place_ids if place_id.startswith("CN-")]
    if len(chinese) < len(place_ids) or not chinese:
        return place_ids[0] if place_ids else None
    return max(chinese, key=lambda place_id: len(place_id.rstrip("0")))


def _narrowest_date(dates: Sequence[str]) -> str | None:
    """The date with the fewest days, of equal ones the first; one whose days are not known only where no other is."""

    def days(edtf: str) -> int:
        first, last = first_and_last_day(edtf)
        if first is None:
            return 1_000_000_000
        return (date.fromisoformat(last) - date.fromisoformat(first)).days if last else 1_000_000

    return min(dates, key=days, default=None)


def _all_participants(events: Iterable[Event]) -> tuple[Participant, ...]:
    found: list[Participant] = []
    # What those found so far are known by, each with its role.
    known: set[tuple[str, str]] = set()
    for event in events:
        new = [one for one in event.participants if known.isdisjoint((name, one.role) for name in names_of(one))]
        found += new
        known |= {(name, one.role) for one in new for name in names_of(one)}
    return tuple(found)


def names_of(participant: Participant) -> frozenset[str]:
    """What a participant is known by in any article: id, name as written, and 鲍尔 of 安德烈亚斯·鲍尔.

    A person has another id where an article names another post first, but the same name.
    """
    name = plain(participant.text)
    return frozenset(one for one in (participant.entity_id, name, name.rpartition("·")[2]) if one)


def merge_places(first: Place, second: Place) -> Place:
    """One place of two rows with one id: what only one knows is kept, of two words the one that sorts first."""
    return Place(
        place_id=first.place_id,
        name=min(first.name, second.name),
        level=min(first.level, second.level, key=LEVELS.index),
        country=min(first.country, second.country),
        parent_id=_either(first.parent_id, second.parent_id),
        name_en=_either(first.name_en, second.name_en),
        name_local=_either(first.name_local, second.name_local),
        lat=_either(first.lat, second.lat),
        lon=_either(first.lon, second.lon),
        valid_from=_either(first.valid_from, second.valid_from),
        valid_to=_either(first.valid_to, second.valid_to),
        replaced_by=_either(first.replaced_by, second.replaced_by),
    )


def merge_organisations(first: Organisation, second: Organisation) -> Organisation:
    """One organisation of two with one id: all aliases; a kind that says something before `other`."""
    return Organisation(
        organisation_id=first.organisation_id,
        name=min(first.name, second.name),
        kind=min(first.kind, second.kind, key=ORGANISATION_KINDS.index),
        aliases=tuple(sorted({*first.aliases, *second.aliases})),
        place_id=_either(first.place_id, second.place_id),
        parent_id=_either(first.parent_id, second.parent_id),
    )


def merge_people(first: Person, second: Person) -> Person:
    """One person of two with one id: the longer Latin name, of two equally long ones the one that sorts first."""
    latin = sorted((name for name in (first.name_latin, second.name_latin) if name), key=lambda name: (-len(name), name))
    return Person(person_id=first.person_id, name=min(first.name, second.name), name_latin=latin[0] if latin else None)


ValueT = TypeVar("ValueT", str, float)


def _either(first: ValueT | None, second: ValueT | None) -> ValueT | None:
    if first is None or second is None:
        return second if first is None else first
    return min(first, second)
