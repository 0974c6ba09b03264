"""Facts as lines of the page: what each says, in elements that read in either language, and why it should be checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from outputs.days import first_and_last_day
from outputs.report_page.marks import Object, figure_text, marked, safe
from outputs.report_page.words import word

LISTS = {"memberships": "membership", "positions": "position", "indicators": "indicator", "events": "event"}
# Below this a fact is to be checked; above it, nine in ten should be right.
DOUBTFUL = 0.8
# Two readings of a place that are closer than this leave it open which is meant.
_CLOSE = 0.25


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact as the page shows it; `reasons` say why it is to be checked, `day` sorts it, `cities` are those that an event touches."""

    kind: str
    line: Markup
    evidence: Markup
    evidence_text: str
    reasons: tuple[Markup, ...]
    confidence: float
    modality: str
    review_status: str
    extractor: str
    day: str | None
    last_day: str | None
    article_id: str
    sources: tuple[str, ...]
    start: int
    entities: tuple[str, ...]
    cities: tuple[str, ...]

    @property
    def order(self) -> tuple[object, ...]:
        """Sorts doubts first: what does not add up, then by confidence; what reviewers have decided last."""
        decided = self.review_status != "new"
        return decided, not self.reasons, self.confidence, -len(self.reasons), self.day or "9", self.article_id, self.start, self.kind


def facts_of(found: Object, names: Mapping[str, str], cities: Mapping[str, str]) -> Iterator[Fact]:
    """The facts that the article tells first; those it repeats stand with the article that has them first.

    `names` are those of the object's entities, `cities` leads from a place or organisation to its city.
    """
    ambiguous = _ambiguous_places(found)
    for name, kind in LISTS.items():
        for one in found[name]:
            sources = tuple(one["sources"]) or (found["article_id"],)
            if sources[0] == found["article_id"]:
                yield _fact(kind, one, found, names, cities, ambiguous, sources)


def _fact(
    kind: str, one: Object, found: Object, names: Mapping[str, str], cities: Mapping[str, str], ambiguous: frozenset[str], sources: tuple[str, ...]
) -> Fact:
    edtf = one.get("since") or one.get("date") or one.get("period")
    first, last = first_and_last_day(edtf)
    entities = tuple(dict.fromkeys(_entities(one)))
    within = [mention for mention in found["mentions"] if one["start"] <= mention["start"] and mention["end"] <= one["end"]]
    return Fact(
        kind=kind,
        line=_LINES[kind](one, names),
        evidence=marked(found["text"], one["start"], one["end"], within, brief=True),
        evidence_text=one["evidence"],
        reasons=tuple(_reasons(kind, one, edtf, ambiguous.intersection(entities))) if one["review_status"] == "new" else (),
        confidence=one["confidence"],
        modality=one["modality"],
        review_status=one["review_status"],
        extractor=one["extractor"],
        day=first,
        last_day=last,
        article_id=found["article_id"],
        sources=sources,
        start=one["start"],
        entities=entities,
        cities=tuple(dict.fromkeys(cities[entity] for entity in entities if entity in cities)) if kind == "event" else (),
    )


def _entities(one: Object) -> Iterator[str]:
    for name in ("member_id", "organisation_id", "person_id", "place_id"):
        if one.get(name):
            yield one[name]
    yield from one.get("subject_ids", ())
    for participant in one.get("participants", ()):
        if participant["entity_id"]:
            yield participant["entity_id"]


def _ambiguous_places(found: Object) -> frozenset[str]:
    """Places that a mention means although another reading is nearly as good."""
    open_ones = set()
    for mention in found["mentions"]:
        scores = sorted((one["score"] for one in mention.get("candidates") or ()), reverse=True)
        if mention["entity_id"] and len(scores) > 1 and scores[0] - scores[1] < _CLOSE:
            open_ones.add(mention["entity_id"])
    return frozenset(open_ones)


def _reasons(kind: str, one: Object, edtf: str | None, ambiguous: frozenset[str]) -> Iterator[Markup]:
    """Why a reviewer should look, the gravest first."""
    for check in one.get("checks") or ():
        yield Markup("{} {}").format(word("does_not_add_up"), Markup('<bdi lang="en">{}</bdi>').format(safe(check)))
    if one["modality"] == "possible":
        yield word("is_possible")
    if edtf is not None and "X" in edtf and first_and_last_day(edtf) == (None, None):
        yield word("no_year")
    if kind == "event" and one["date"] is None and one["modality"] == "asserted":
        yield word("no_date")
    if kind == "event" and not one["participants"] and not one["name"]:
        yield word("no_party")
    if kind == "indicator" and not one["subject_ids"]:
        yield word("no_subject")
    if ambiguous:
        yield word("ambiguous_place")
    if one["confidence"] < DOUBTFUL:
        yield word("low_confidence")


def entity(entity_id: str | None, names: Mapping[str, str], written: str = "?") -> Markup:
    """An entity by its name, to be pointed at; without an id as it is written."""
    if entity_id is None:
        return Markup("<bdi>{}</bdi>").format(safe(written))
    name = names.get(entity_id, written)
    return Markup('<bdi class="e" data-e="{}" tabindex="0" role="button">{}</bdi>').format(safe(entity_id), safe(name))


def _membership_line(one: Object, names: Mapping[str, str]) -> Markup:
    since = Markup(' <span class="x">{} {}</span>').format(word("since"), safe(one["since"])) if one["since"] else ""
    role = Markup(' <span class="x">{}</span>').format(word(one["role"])) if one["role"] != "member" else ""
    verb = word(one["role"]) if one["role"] in ("secretariat", "founder") and one["status"] == "joined" else word(one["status"])
    return Markup('{} <span class="r">{}</span> {}{}{}').format(
        entity(one["member_id"], names), verb, entity(one["organisation_id"], names), role if verb != word(one["role"]) else "", since
    )


def _position_line(one: Object, names: Mapping[str, str]) -> Markup:
    where = entity(one["organisation_id"] or one["place_id"], names) if one["organisation_id"] or one["place_id"] else ""
    status = Markup(' <span class="x">{}</span>').format(word("former")) if one["status"] == "former" else ""
    return Markup('{} <span class="r">{}</span> {}{}').format(entity(one["person_id"], names), safe(one["title"]), where, status)


def _indicator_line(one: Object, names: Mapping[str, str]) -> Markup:
    subjects = Markup("、").join(entity(one_id, names) for one_id in one["subject_ids"]) or Markup("<bdi>{}</bdi>").format(
        safe(one["subject_text"] or "?")
    )
    more = []
    if one["change"]:
        change = word(one["change"])
        more.append(Markup("{}{}").format(Markup("{} ").format(word(one["base"])) if one["base"] else "", change))
    if one["share_of"]:
        more.append(Markup("{} {}").format(word("share_of"), safe(one["share_of"])))
    if one["scope"]:
        more.append(Markup("{} {}").format(word("scope"), safe(one["scope"])))
    if one["period"]:
        more.append(safe(one["period"]))
    about = Markup(' <span class="x">{}</span>').format(Markup(" · ").join(more)) if more else ""
    return Markup('{} <span class="r">{}</span> <b class="n">{}</b>{}').format(subjects, safe(one["metric"]), safe(figure_text(one)), about)


def _event_line(one: Object, names: Mapping[str, str]) -> Markup:
    what = Markup('<span class="r">{}</span>').format(word(one["kind"]))
    if one["name"]:
        what += Markup(" <bdi>{}</bdi>").format(safe(one["name"]))
    # The date stands beside the line where events are listed by date.
    about = [Markup('<span class="day">{}</span>').format(safe(one["date"]))] if one["date"] else []
    about += [entity(one["place_id"], names)] if one["place_id"] else []
    about += [safe(figure_text(one["amount"]))] if one["amount"] else []
    roles: dict[str, list[Markup]] = {}
    for participant in one["participants"]:
        roles.setdefault(participant["role"], []).append(entity(participant["entity_id"], names, participant["text"]))
    parts = Markup("").join(
        Markup('<span class="role"><span class="x">{}</span> {}</span> ').format(word(role), Markup("、").join(who)) for role, who in roles.items()
    )
    where = Markup(' <span class="x">{}</span>').format(Markup(" ").join(about)) if about else ""
    return Markup('{}{} <span class="roles">{}</span>').format(what, where, parts) if parts else what + where


_LINES: dict[str, Any] = {"membership": _membership_line, "position": _position_line, "indicator": _indicator_line, "event": _event_line}
