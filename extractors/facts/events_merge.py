"""Which sightings tell of one happening, and the event that they make together.

Those of a named conference go by its name, others by kind, participants, date and place. The event has
the most certain modality, the longest name, the finest date and all participants.
"""

from __future__ import annotations

from collections.abc import Iterable

from extractors.facts.events_names import base_of, edition_of, is_same_name
from extractors.facts.events_sightings import ATTENDED, NAMED_KINDS, Sighting, distinct, is_heading
from extractors.records import Draft, Event, Evidence, make_id

_MODALITY_ORDER = {"asserted": 0, "planned": 1, "possible": 2, "denied": 3}
# With how many earlier happenings one is compared, so that no text takes long.
_MOST_COMPARED = 50


def merged(draft: Draft, sightings: Iterable[Sighting]) -> tuple[Event, ...]:
    """The events that sightings tell, each once, in the order of their evidence."""
    groups: list[list[Sighting]] = []
    by_key: dict[tuple[str, str], list[int]] = {}
    for sighting in sightings:
        keys = _keys(sighting)
        near = sorted({number for key in keys for number in by_key.get(key, ())[-_MOST_COMPARED:]})
        same = next((number for number in near if any(_is_same(draft, sighting, other) for other in groups[number][:_MOST_COMPARED])), None)
        if same is None:
            same = len(groups)
            groups.append([])
        groups[same].append(sighting)
        for key in keys:
            if same not in by_key.setdefault(key, [])[-_MOST_COMPARED:]:
                by_key[key].append(same)
    groups.sort(key=lambda group: min(sighting.at for sighting in group))
    events = {event.id: event for event in (_event(draft, group) for group in groups) if event is not None}
    return tuple(sorted(events.values(), key=lambda event: event.start))


def _is_same(draft: Draft, one: Sighting, other: Sighting) -> bool:
    if one.kind != other.kind or (one.modality == "denied") != (other.modality == "denied"):
        return False
    if one.kind in NAMED_KINDS:
        if one.name is not None and other.name is not None:
            return is_same_name(one.name, other.name)
        if one.name is not None or other.name is not None:
            return False
    if not _agree(one.date, other.date) or not _places_agree(draft, one.place_id, other.place_id) or not _amounts_agree(one, other):
        return False
    mine, others = _who(one), _who(other)
    if one.kind == "signing":
        return bool(mine & others) and (mine <= others or others <= mine)
    if one.kind == "award":
        return bool(mine & others) and (one.name in (other.name or "") or other.name in (one.name or "")) if one.name and other.name else False
    if one.kind == "accession":
        target = {pair for pair in mine if pair[1] == "target"}
        return target <= others and bool((mine & others) - target)
    if one.kind == "acquisition":
        return {pair for pair in mine if pair[1] == "target"} == {pair for pair in others if pair[1] == "target"} and bool(mine & others)
    key = {"visit": "subject", "establishment": "subject", "project": "subject", "investment": "subject", "conference": "organiser"}.get(one.kind)
    shared = {pair for pair in mine & others if pair[1] == key}
    return bool(shared) and (one.kind != "conference" or (one.date == other.date and one.sentence is other.sentence))


def _keys(sighting: Sighting) -> set[tuple[str, str]]:
    """What two sightings of one happening have in common: of a named conference the end of the name, else a participant."""
    if sighting.name is not None and sighting.kind in NAMED_KINDS:
        return {(sighting.kind, base_of(sighting.name)[0][-2:])}
    return {(sighting.kind, who.entity_id or who.text) for who in sighting.participants}


def _who(sighting: Sighting) -> set[tuple[str, str]]:
    return {(who.entity_id or who.text, who.role) for who in sighting.participants}


def _agree(one: str | None, other: str | None) -> bool:
    """Whether two dates may be of one day: equal, unknown, or one within the other (2020-12, 2020-12-14)."""
    return one is None or other is None or one.startswith(other) or other.startswith(one)


def _places_agree(draft: Draft, one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other or one in _parents(draft, other) or other in _parents(draft, one)


def _parents(draft: Draft, place_id: str) -> list[str]:
    found: list[str] = []
    place = draft.places.get(place_id)
    while place is not None and place.parent_id is not None and len(found) < 6:
        found.append(place.parent_id)
        place = draft.places.get(place.parent_id)
    return found


def _amounts_agree(one: Sighting, other: Sighting) -> bool:
    return one.amount is None or other.amount is None or one.amount.value == other.amount.value


def _event(draft: Draft, group: list[Sighting]) -> Event | None:
    """The event that a group of sightings tells: the most certain modality, the longest name, all participants."""
    own = [sighting for sighting in group if sighting.rule != "roles"]
    if not own:
        return None
    ordered = sorted(own, key=lambda sighting: (_MODALITY_ORDER[sighting.modality], is_heading(draft, sighting), sighting.sentence.span.start))
    best = ordered[0]
    same = [sighting for sighting in ordered if sighting.modality == best.modality]
    roles = [sighting for sighting in group if sighting.rule == "roles"]
    participants = distinct(who for sighting in [*same, *roles] for who in sighting.participants)
    name = max((sighting.name for sighting in same if sighting.name), key=lambda text: (len(text), text), default=None)
    date = max((sighting.date for sighting in same if sighting.date), key=len, default=None)
    places = [sighting.place_id for sighting in same if sighting.place_id]
    place_id = (places[0] if places else None) if best.kind == "visit" else _narrowest(draft, places)
    if best.kind in NAMED_KINDS and date is None and place_id is None and not participants:
        # 以实际行动迎接党的二十大胜利召开: a name alone tells of no happening.
        return None
    if best.kind == "conference" and name is None and best.rule not in ATTENDED and not any(who.role == "organiser" for who in participants):
        return None
    article_id = draft.article.article_id
    spans = {(sighting.sentence.span.start, sighting.sentence.span.end) for sighting in group}
    spans.discard((best.sentence.span.start, best.sentence.span.end))
    who = sorted(f"{participant.role}:{participant.entity_id or participant.text}" for participant in participants)
    return Event(
        id=make_id("f", article_id, "event", best.kind, name, date, place_id, *who),
        evidence=draft.text[best.sentence.span.start : best.sentence.span.end],
        start=best.sentence.span.start,
        end=best.sentence.span.end,
        extractor=f"events.{best.rule}",
        confidence=round(min(0.99, max(sighting.confidence for sighting in same) + 0.02 * (len(spans))), 2),
        modality=best.modality,
        sources=(article_id,),
        more_evidence=tuple(Evidence(article_id, start, end) for start, end in sorted(spans)),
        kind=best.kind,
        name=name,
        edition=edition_of(name) if best.kind in NAMED_KINDS else None,
        date=date,
        place_id=place_id,
        participants=tuple(participants),
        amount=next((sighting.amount for sighting in same if sighting.amount is not None), None),
    )


def _narrowest(draft: Draft, places: list[str]) -> str | None:
    """The narrowest of places that lie in each other; the first where they don't."""
    best = None
    for place_id in places:
        if best is None or best in _parents(draft, place_id):
            best = place_id
    return best
