"""Decisions applied to a Record: what a reviewer decided stands, whatever this version of the rules reads.

A decided record is found again by its id, else by what makes it the same fact. Where the present version reads something
else in its place, that gives way and is told as a disagreement; where it reads nothing, the record is put back. A fact that
several articles told when it was decided is decided in each of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from corpus.article import Article
from extractors.records import (
    Disagreement,
    Event,
    Fact,
    Indicator,
    Membership,
    Mention,
    Organisation,
    Person,
    Place,
    Position,
    Record,
)
from outputs.across import identity
from outputs.decisions import Decision, DecisionBook, Object, Ruling
from outputs.json_lines import (
    OBJECT_TO_FACT,
    dumps,
    fact_to_object,
    mention_to_object,
    object_to_mention,
    object_to_organisation,
    object_to_person,
    object_to_place,
    object_to_record,
    record_to_object,
)
from outputs.rows import Row, contradiction

FACT_LISTS = {"membership": "memberships", "position": "positions", "indicator": "indicators", "event": "events"}
CORRECTED = "review.corrected"
_HASH_ID = re.compile("[op][0-9a-f]{16}")

EntityT = TypeVar("EntityT", Place, Organisation, Person)


def replay(record: Record, book: DecisionBook) -> Record:
    """The Record with every decision on it applied; the Record itself where there is none."""
    article_id = record.article.article_id
    rulings = list(book.for_article(article_id))
    moved = book.for_text(article_id, record.article.text, **_known_by(record))
    rulings += [one for ruling in moved if (one := _moved(ruling, record.article)) is not None]
    if not rulings:
        return record
    decided = _apply(record, rulings)
    if contradiction(decided) is None:
        return decided
    # One of them cannot stand (a file that was written by hand): the others do.
    for ruling in rulings:
        tried = _apply(record, [ruling])
        if contradiction(tried) is None:
            record = tried
    return record


def replay_object(found: Object, book: DecisionBook) -> Object:
    """The same on the contract's object of an article."""
    if not book:
        return found
    record = object_to_record(found)
    decided = replay(record, book)
    return found if decided is record else record_to_object(decided)


def _known_by(record: Record) -> dict[str, str | None]:
    return {name: getattr(record.article, name) for name in ("title", "url", "input")}


def _moved(ruling: Ruling, article: Article) -> Ruling | None:
    """The ruling in a text that is cleaned otherwise: its sentence stands once in both, elsewhere."""
    decision = ruling.decision
    found = decision.found
    if found is None or decision.sentence is None:
        return None
    words = found["text"] if decision.kind == "mention" else found["evidence"]
    inside = decision.sentence.find(words)
    if inside < 0:
        return None
    by = article.text.index(decision.sentence) + inside - decision.start
    new_ids: dict[str, Any] = {"article_id": article.article_id, "start": decision.start + by, "end": decision.end + by}
    mention = _moved_object(decision.mention, by, decision.article_id, article.article_id)
    founds = tuple(_moved_object(one, by, decision.article_id, article.article_id) for one in ruling.founds)
    decided = _moved_object(decision.decided, by, decision.article_id, article.article_id)
    moved = replace(decision, **new_ids, found=founds[-1], decided=decided, mention=mention, record_id=founds[-1]["id"])
    return Ruling(moved, founds)


def _moved_object(found: Any, by: int, old_id: str, new_id: str) -> Any:
    if found is None:
        return None
    moved = found | {"start": found["start"] + by, "end": found["end"] + by}
    if "label" in found:
        return moved | {"id": object_to_mention(moved).id_in(new_id)}
    # Places in other articles, and in this one, that were counted in the old text are no longer known.
    return moved | {"sources": [new_id], "more_evidence": []} | ({"mention_id": None} if "mention_id" in found else {})


def _apply(record: Record, rulings: Iterable[Ruling]) -> Record:
    before = needed_ids(record)
    disagreements: list[Disagreement] = list(record.disagreements)
    added: list[Mapping[str, Sequence[Object]]] = []
    for ruling in rulings:
        decision = ruling.decision
        if decision.kind == "mention":
            if decision.article_id == record.article.article_id:
                record, disagreement = _decide_mention(record, ruling)
            else:
                disagreement = None
        else:
            record, disagreement = _decide_fact(record, ruling)
        disagreements += [disagreement] if disagreement else []
        added.append(decision.entities)
    record = _with_entities(record, added, before)
    return replace(_with_known_mentions(record), disagreements=tuple(disagreements))


def _decide_mention(record: Record, ruling: Ruling) -> tuple[Record, Disagreement | None]:
    decision = ruling.decision
    article_id = record.article.article_id
    if decision.decided is None:
        kept = tuple(one for one in record.mentions if one.id_in(article_id) != decision.record_id)
        return replace(record, mentions=kept), None
    decided = object_to_mention(decision.decided)
    if record.article.text[decided.start : decided.end] != decided.text:
        return record, None
    if decision.decision == "corrected":
        decided = replace(decided, extractor=CORRECTED)
    there = [one for one in record.mentions if one.start < decided.end and one.end > decided.start]
    known = {_reading(object_to_mention(found)) for found in (*ruling.founds, decision.decided)}
    mentions = [one for one in record.mentions if one not in there] + [decided]
    record = replace(record, mentions=tuple(sorted(mentions, key=lambda one: one.start)))
    record = _follow_entity(record, ruling, decided)
    if all(_reading(one) in known for one in there) and (there or decision.seen is not None):
        return record, None
    found = tuple(mention_to_object(one, article_id) for one in there if _reading(one) not in known)
    return record, _disagreement(decision, found)


def _reading(mention: Mention) -> tuple[object, ...]:
    """What a mention says, without how it was found."""
    return (mention.label, mention.start, mention.end, mention.entity_id, mention.figure, mention.date and mention.date.edtf)


def _follow_entity(record: Record, ruling: Ruling, decided: Mention) -> Record:
    """Facts of the sentence that meant the entity which the mention was taken for mean the corrected one."""
    old_id = (ruling.decision.found or {}).get("entity_id")
    new_id = decided.entity_id
    if ruling.decision.decision != "corrected" or old_id is None or new_id is None or old_id == new_id:
        return record

    def follow(fact: Any) -> Any:
        covers = fact.start <= decided.start and decided.end <= fact.end
        others = any(one.entity_id == old_id for one in record.mentions if fact.start <= one.start and one.end <= fact.end)
        return with_other_entity(fact, old_id, new_id) if covers and not others and fact.review_status == "new" else fact

    followed: dict[str, Any] = {name: tuple(follow(fact) for fact in getattr(record, name)) for name in FACT_LISTS.values()}
    return replace(record, **followed)


def with_other_entity(fact: Fact, old_id: str, new_id: str) -> Fact:
    """The fact with one entity in another's place, wherever an entity of that kind can stand."""

    def other(entity_id: str | None) -> str | None:
        return new_id if entity_id == old_id else entity_id

    kind = new_id[0] if _HASH_ID.fullmatch(new_id) else "place"
    if isinstance(fact, Membership):
        return replace(fact, member_id=other(fact.member_id) or fact.member_id, organisation_id=_same_kind(fact.organisation_id, other, kind, "o"))
    if isinstance(fact, Position):
        return replace(
            fact,
            person_id=_same_kind(fact.person_id, other, kind, "p"),
            organisation_id=_same_kind(fact.organisation_id, other, kind, "o"),
            place_id=_same_kind(fact.place_id, other, kind, "place"),
        )
    if isinstance(fact, Indicator):
        return replace(fact, subject_ids=tuple(dict.fromkeys(other(one) or one for one in fact.subject_ids)))
    if isinstance(fact, Event):
        participants = tuple(replace(one, entity_id=other(one.entity_id)) for one in fact.participants)
        return replace(fact, place_id=_same_kind(fact.place_id, other, kind, "place"), participants=participants)
    return fact


def _same_kind(entity_id: Any, other: Callable[[Any], Any], kind: str, wanted: str) -> Any:
    return other(entity_id) if kind == wanted else entity_id


def _decide_fact(record: Record, ruling: Ruling) -> tuple[Record, Disagreement | None]:
    decision = ruling.decision
    if decision.decided is None:
        return record, None
    article_id = record.article.article_id
    name, read = FACT_LISTS[decision.kind], OBJECT_TO_FACT[decision.kind]
    decided: Any = read(decision.decided)
    status = decision.decision
    facts: list[Any] = list(getattr(record, name))
    founds = [read(found) for found in ruling.founds]
    keys = {identity(fact, article_id) for fact in (*founds, decided)}
    ids = {decision.record_id, *(fact.id for fact in founds)}
    if status == "rejected":
        if any(fact.id in ids and identity(fact, article_id) not in keys for fact in facts):
            # What was rejected is now read otherwise: that is another record for other eyes.
            return record, None
        ids = set()
    same = [fact for fact in facts if fact.id in ids or identity(fact, article_id) in keys]
    if article_id != decision.article_id:
        # Another article that told the fact when it was decided: where it still does, the decision holds here too.
        told = [_told_here(fact, decided, status) if fact in same else fact for fact in facts]
        return _with_facts(record, name, told), None
    if record.article.text[decided.start : decided.end] != decided.evidence:
        return record, None
    record = _with_mention(record, decision)
    other = [fact for fact in same if identity(fact, article_id) not in keys] if same else [fact for fact in facts if _rivals(fact, founds, record)]
    decided = replace(decided, review_status=status, sources=(article_id,), more_evidence=_own_evidence(decided, article_id))
    kept = [fact for fact in facts if fact not in same and fact not in other]
    record = _with_facts(record, name, sorted((*kept, decided), key=lambda fact: (fact.start, fact.id)))
    if status == "rejected" or (not other and (same or decision.seen is not None)):
        return record, None
    return record, _disagreement(decision, tuple(fact_to_object(fact) for fact in other))


def _with_facts(record: Record, name: str, facts: Iterable[Fact]) -> Record:
    changed: dict[str, Any] = {name: tuple(facts)}
    return replace(record, **changed)


def _own_evidence(fact: Fact, article_id: str) -> tuple[Any, ...]:
    return tuple(one for one in fact.more_evidence if one.article_id == article_id)


def _told_here(fact: Any, decided: Any, status: str) -> Any:
    """The decided fact as another article tells it: its words and its id, the decided values."""
    if status != "corrected":
        return replace(fact, review_status=status)
    own = {name: getattr(fact, name) for name in ("id", "evidence", "start", "end", "extractor", "confidence", "sources", "more_evidence")}
    if isinstance(fact, Indicator):
        own["mention_id"] = fact.mention_id
    return replace(decided, **own, review_status=status)


def _rivals(fact: Any, founds: Sequence[Any], record: Record) -> bool:
    """Whether the fact says something else where one of these was found."""
    return any(_takes_place_of(fact, found) for found in founds)


def _takes_place_of(fact: Any, found: Any) -> bool:
    if fact.start >= found.end or found.start >= fact.end:
        return False
    if isinstance(fact, Membership):
        return bool((fact.member_id, fact.organisation_id) == (found.member_id, found.organisation_id))
    if isinstance(fact, Position):
        return bool(fact.person_id == found.person_id and (fact.title == found.title or _where(fact) == _where(found)))
    if isinstance(fact, Indicator):
        return bool(fact.mention_id is not None and fact.mention_id == found.mention_id)
    return bool(isinstance(fact, Event) and fact.kind == found.kind and (fact.name == found.name or fact.name is None or found.name is None))


def _where(position: Any) -> object:
    return position.organisation_id or position.place_id


def _with_mention(record: Record, decision: Decision) -> Record:
    """The figure that a decided indicator is about is put back where nothing else is read there."""
    if decision.mention is None or decision.decision == "rejected":
        return record
    mention = object_to_mention(decision.mention)
    there = any(one.start < mention.end and one.end > mention.start for one in record.mentions)
    if there or record.article.text[mention.start : mention.end] != mention.text:
        return record
    return replace(record, mentions=tuple(sorted((*record.mentions, mention), key=lambda one: one.start)))


def _with_known_mentions(record: Record) -> Record:
    """Indicators outlive their mentions."""
    known = {one.id_in(record.article.article_id) for one in record.mentions}
    indicators = tuple(one if one.mention_id in known else replace(one, mention_id=None) for one in record.indicators)
    return replace(record, indicators=indicators)


def _disagreement(decision: Decision, found: tuple[Object, ...]) -> Disagreement:
    what = "other_reading" if found else "not_found"
    record_id = decision.decided["id"] if decision.decided else decision.record_id
    return Disagreement(decision.decision_id, decision.kind, record_id, what, found)


def disagreement_rows(record: Record) -> Iterator[Row]:
    """The rows of `disagreements`."""
    for one in record.disagreements:
        found = ", ".join(dumps(reading) for reading in one.found)
        yield (one.decision_id, record.article.article_id, one.kind, one.record_id, one.what, f"[{found}]")


def needed_ids(record: Record) -> set[str]:
    """The ids that anything in the record points at, parents aside."""
    ids: set[str | None] = {record.dateline_place_id}
    for mention in record.mentions:
        ids |= {mention.entity_id, *(one.place_id for one in mention.candidates)}
    for membership in record.memberships:
        ids |= {membership.member_id, membership.organisation_id}
    for position in record.positions:
        ids |= {position.person_id, position.organisation_id, position.place_id}
    for indicator in record.indicators:
        ids |= set(indicator.subject_ids)
    for event in record.events:
        ids |= {event.place_id, *(one.entity_id for one in event.participants)}
    return {one for one in ids if one is not None}


def _with_entities(record: Record, added: Sequence[Mapping[str, Sequence[Object]]], before: set[str]) -> Record:
    """The record with the entities that it now needs, without those that only what is gone needed."""
    now = needed_ids(record)
    places = _known(record.places, added, "places", object_to_place, "place_id")
    organisations = _known(record.organisations, added, "organisations", object_to_organisation, "organisation_id")
    people = _known(record.people, added, "people", object_to_person, "person_id")
    own = {one.organisation_id for one in record.organisations} | {one.person_id for one in record.people}
    own |= {one.place_id for one in record.places}
    needed_before = _climb(before, organisations, places)
    wanted = _climb(now | (own - needed_before), organisations, places)
    return replace(
        record,
        places=tuple(places[key] for key in sorted(places) if key in wanted),
        organisations=tuple(organisations[key] for key in sorted(organisations) if key in wanted),
        people=tuple(people[key] for key in sorted(people) if key in wanted),
    )


def _known(
    own: Iterable[EntityT], added: Sequence[Mapping[str, Sequence[Object]]], name: str, read: Callable[[Object], EntityT], key: str
) -> dict[str, EntityT]:
    found = {getattr(one, key): one for one in (read(obj) for entities in added for obj in entities.get(name, ()))}
    return found | {getattr(one, key): one for one in own}


def _climb(ids: Iterable[str], organisations: Mapping[str, Organisation], places: Mapping[str, Place]) -> set[str]:
    """The ids with the parents and places of everything among them."""
    wanted = set(ids)
    waiting = list(wanted)
    while waiting:
        one = waiting.pop()
        organisation, place = organisations.get(one), places.get(one)
        above = (organisation.parent_id, organisation.place_id) if organisation else (place.parent_id,) if place else ()
        for entity_id in above:
            if entity_id is not None and entity_id not in wanted:
                wanted.add(entity_id)
                waiting.append(entity_id)
    return wanted
