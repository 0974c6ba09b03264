"""The values that the project speaks of: mentions, entities, facts, and the Record that holds them.

Field names are those of the output contract. All values are frozen; what is unknown is None.
Offsets are Unicode code points into the article's text, end exclusive.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from corpus.article import Article

# OntoNotes 5 labels, in the order that breaks ties between mentions of one span.
LABELS = (
    "LAW", "WORK_OF_ART", "EVENT", "DATE", "TIME", "MONEY", "PERCENT", "ORDINAL", "QUANTITY",
    "CARDINAL", "ORG", "FAC", "LOC", "PERSON", "GPE",
)  # fmt: skip
FIGURE_LABELS = frozenset({"MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"})
DATE_LABELS = frozenset({"DATE", "TIME"})
PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})

# The closed word lists of the contract.
# fmt: off
BOUNDS = ("exact", "about", "more_than", "at_least", "less_than", "at_most", "range")
GRAINS = ("day", "week", "month", "quarter", "half", "season", "year", "plan", "decade", "century", "vague", "set", "time")
ANCHORS = ("absolute", "sentence", "paragraph", "section", "dateline", "published")
LEVELS = ("country", "province", "city", "county", "other")
ORGANISATION_KINDS = (
    "government", "party", "company", "university", "research", "media", "association", "alliance", "international", "other",
)
MODALITIES = ("asserted", "planned", "possible", "denied")
REVIEW_STATUSES = ("new", "accepted", "corrected", "rejected")
MEMBERSHIP_ROLES = ("member", "observer", "founder", "secretariat")
MEMBERSHIP_STATUSES = ("joined", "applying", "left")
EVENT_KINDS = (
    "accession", "signing", "conference", "visit", "investment", "acquisition", "establishment", "project", "award", "exhibition", "other",
)
PARTICIPANT_ROLES = (
    "organiser", "co_organiser", "host", "supporter", "speaker", "attendee", "signatory", "acquirer", "target", "member", "subject",
)
# fmt: on


def make_id(letter: str, *parts: object) -> str:
    """A stable id: a letter and 16 hex digits of SHA-256 over the parts (None and '' differ).

    The letter comes first so that no spreadsheet reads an id as a number.
    """
    joined = "\x1f".join("\x00" if part is None else str(part) for part in parts)
    return letter + hashlib.sha256(joined.encode("utf-8")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text: start inclusive, end exclusive."""

    start: int
    end: int


class Word(NamedTuple):
    """A word of the tagger's own segmentation with its part of speech (LAC's tags: n, v, PER, LOC, ORG, m, q …)."""

    start: int
    end: int
    tag: str
    score: float = 1.0

    def moved(self, offset: int) -> Word:
        """The same word, `offset` characters further on."""
        return Word(self.start + offset, self.end + offset, self.tag, self.score)


@dataclass(frozen=True, slots=True)
class Figure:
    """A normalised figure: plain magnitude (165.3亿 → 16530000000) with bound and unit.

    A range has `value` None and `low`, `high`. `unit` is ISO 4217, `%`, `pp`, UCUM, `1`, `rank`
    or the Chinese unit as written.
    """

    value: Decimal | None
    unit: str
    bound: str = "exact"
    low: Decimal | None = None
    high: Decimal | None = None
    classifier: str | None = None
    counted: str | None = None
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class Date:
    """A normalised date: EDTF (ISO 8601-2) with inclusive ISO days, grain, and the anchor that resolved it."""

    edtf: str | None
    start_date: str | None
    end_date: str | None
    grain: str
    anchor: str | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of an ambiguous place; scores of a mention's candidates add up to at most 1."""

    place_id: str
    score: float


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text with an OntoNotes label and its normalised value.

    `extractor` names the rule (`dates.year_month`), `confidence` is 0 to 1.
    """

    label: str
    start: int
    end: int
    text: str
    extractor: str
    confidence: float = 1.0
    entity_id: str | None = None
    figure: Figure | None = None
    date: Date | None = None
    candidates: tuple[Candidate, ...] = ()

    def id_in(self, article_id: str) -> str:
        """The mention's id: over article, span and label."""
        return make_id("m", article_id, self.start, self.end, self.label)


@dataclass(frozen=True, slots=True)
class Place:
    """A place: id as in the contract, full Chinese name; coordinates in WGS 84 degrees; valid_* are ISO years or days."""

    place_id: str
    name: str
    level: str
    country: str
    parent_id: str | None = None
    name_en: str | None = None
    name_local: str | None = None
    lat: float | None = None
    lon: float | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    replaced_by: str | None = None


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation; its id is over canonical name and place id."""

    organisation_id: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    place_id: str | None = None
    parent_id: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A person; the id is over name and first post held, else over name and article."""

    person_id: str
    name: str
    name_latin: str | None = None


def organisation_id(name: str, place_id: str | None) -> str:
    """The id of an organisation by its canonical name and place."""
    return make_id("o", name, place_id)


def person_id(name: str, post_or_article: str) -> str:
    """The id of a person by name and first post held, else name and article id."""
    return make_id("p", name, post_or_article)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Another place where a fact is stated."""

    article_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What every fact has: `evidence` is the sentence at text[start:end]; `sources` the articles that state it."""

    id: str
    evidence: str
    start: int
    end: int
    extractor: str
    confidence: float = 1.0
    modality: str = "asserted"
    sources: tuple[str, ...] = ()
    more_evidence: tuple[Evidence, ...] = ()
    review_status: str = "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership(Fact):
    """A member (place or organisation) in an alliance; `since` is EDTF."""

    member_id: str
    organisation_id: str
    role: str = "member"
    since: str | None = None
    status: str = "joined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Position(Fact):
    """A post held by a person at an organisation or place; `title` as written (市委书记)."""

    person_id: str
    title: str
    organisation_id: str | None = None
    place_id: str | None = None
    status: str = "current"


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator(Fact):
    """A figure with its meaning: whose, what, for which period; `mention_id` is the figure's mention."""

    metric: str
    figure: Figure
    # None only where a reviewed record outlives a mention that is no longer found.
    mention_id: str | None
    subject_ids: tuple[str, ...] = ()
    subject_text: str | None = None
    period: str | None = None
    change: str | None = None
    base: str | None = None
    share_of: str | None = None
    scope: str | None = None
    checks: tuple[str, ...] = ()

    @property
    def subject_id(self) -> str | None:
        """The first of `subject_ids`, or None."""
        return self.subject_ids[0] if self.subject_ids else None


@dataclass(frozen=True, slots=True)
class Participant:
    """One who took part in an event; `entity_id` None where the name points at no entity."""

    entity_id: str | None
    text: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Fact):
    """A happening with date (EDTF), place and participants; `amount` is the sum it names, if any."""

    kind: str
    name: str | None = None
    edition: int | None = None
    date: str | None = None
    place_id: str | None = None
    participants: tuple[Participant, ...] = ()
    amount: Figure | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """An article while facts are read from it: everything found so far, nothing of the pipeline.

    `sentences` and `words` cover the text in order; `mentions` are flat and ordered. The three
    mappings give entities by id.
    """

    article: Article
    sentences: tuple[Span, ...]
    words: tuple[Word, ...]
    mentions: tuple[Mention, ...]
    places: Mapping[str, Place] = field(default_factory=dict)
    organisations: Mapping[str, Organisation] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)
    dateline_place_id: str | None = None
    home_place_id: str | None = None

    @property
    def text(self) -> str:
        """The article's cleaned body."""
        return self.article.text

    def mentions_in(self, start: int, end: int) -> tuple[Mention, ...]:
        """The mentions that lie wholly within start..end."""
        first = bisect_left(self.mentions, start, key=lambda mention: mention.start)
        last = bisect_left(self.mentions, end, lo=first, key=lambda mention: mention.start)
        return tuple(mention for mention in self.mentions[first:last] if mention.end <= end)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Where what was found differs from what a reviewer decided; the record as decided stands.

    `what` is `not_found` or `other_reading`, `found` what is read there now, as the contract's objects.
    """

    decision_id: str
    kind: str
    record_id: str
    what: str
    found: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """One contract object: an article with its mentions, facts and entities."""

    article: Article
    mentions: tuple[Mention, ...] = ()
    memberships: tuple[Membership, ...] = ()
    positions: tuple[Position, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    events: tuple[Event, ...] = ()
    places: tuple[Place, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    people: tuple[Person, ...] = ()
    dateline_place_id: str | None = None
    duplicate_of: str | None = None
    appearances: tuple[Article, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
