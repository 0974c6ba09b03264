"""The team's own lexicon: places, organisations and people as the team names them, before everything that we know ourselves.

One TSV with the columns `kind` (`place`, `organisation`, `person`; empty is a place), `name` (as articles write it) and `id`, and any of
`full_name`, `other_names` (joined by |), `organisation_kind`, `place_id`, `name_latin`. Rows of places are read by
extractors/places/gazetteer.py; the others here. An organisation or a person without id gets that of its full name.

Names of three characters and more are found wherever they stand; shorter ones, and those of organisations that are part of a
longer name, only say who a mention is that was found anyway.

>>> lexicon = parse_team("kind\\tname\\tfull_name\\norganisation\\t工盟办\\t中德工业城市联盟\\nperson\\t老孔\\t孔翰宁\\n")
>>> [(mention.label, mention.text) for mention in find_team_names("工盟办主任老孔到访。", lexicon)]
[('ORG', '工盟办')]
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from extractors.lexicon import Matcher, parse_rows
from extractors.organisations.names import kind_of, known, with_parents
from extractors.plain import plain
from extractors.records import ORGANISATION_KINDS, Mention, Organisation, Person, Position, make_id, organisation_id, person_id

RULE = "team.name"
_LABELS = {"organisation": "ORG", "person": "PERSON"}
_CONFIDENCE = 0.99
_RELABELLED = frozenset({"ORG", "PERSON", "GPE", "LOC", "FAC"})
# Shorter names stand inside other words too often to be looked for.
_SHORTEST_ALONE = 3
KINDS = ("place", "organisation", "person")


class TeamError(ValueError):
    """A team's table that cannot be read; the message names the row."""


@dataclass(frozen=True)
class TeamLexicon:
    """Names in plain form → (label, entity id), and the entities by id."""

    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    organisations: Mapping[str, Organisation] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.names)

    @cached_property
    def matcher(self) -> Matcher:
        """Finds the names that are looked for by themselves."""
        return Matcher({name: name for name in self.names if len(name) >= _SHORTEST_ALONE})


def read_team(path: Path) -> TeamLexicon:
    """The organisations and people of the team's table. Raises OSError, TeamError."""
    return parse_team(path.read_text(encoding="utf-8-sig").replace("\r\n", "\n"))


def parse_team(text: str) -> TeamLexicon:
    """The same from the table's text; of two rows with one name the later counts."""
    names: dict[str, tuple[str, str]] = {}
    organisations: dict[str, Organisation] = {}
    people: dict[str, Person] = {}
    for number, row in enumerate(parse_rows(text), 1):
        kind = row.get("kind", "").strip() or "place"
        if kind not in KINDS:
            raise TeamError(f"row {number} of the team's table: {kind} is none of {', '.join(KINDS)}")
        spellings = [one for one in (row.get("name", "").strip(), *row.get("other_names", "").split("|")) if one.strip()]
        if kind == "place":
            continue
        if not spellings or min(map(len, spellings)) < 2:
            raise TeamError(f"row {number} of the team's table: a name has at least two characters")
        if kind == "organisation":
            organisation = _organisation(row, number)
            organisations[organisation.organisation_id] = organisation
            own = organisation.organisation_id
        else:
            full = row.get("full_name", "").strip() or spellings[0]
            own = row.get("id", "").strip() or person_id(full, "")
            people[own] = Person(own, full, row.get("name_latin", "").strip() or None)
        for spelling in spellings:
            names[plain(spelling.strip())] = (_LABELS[kind], own)
    return TeamLexicon(names, organisations, people)


def _organisation(row: Mapping[str, str], number: int) -> Organisation:
    full = row.get("full_name", "").strip() or row["name"].strip()
    place_id = row.get("place_id", "").strip() or None
    row_known = known(full)
    if row_known is not None and row_known.name == full and place_id is None:
        place_id = row_known.place_id
    own = row.get("id", "").strip() or organisation_id(full, place_id)
    if own in (lexicon := with_parents(own)):
        return lexicon[own]
    kind = row.get("organisation_kind", "").strip() or kind_of(full)
    if kind not in ORGANISATION_KINDS:
        raise TeamError(f"row {number} of the team's table: organisation_kind {kind} is none of {', '.join(ORGANISATION_KINDS)}")
    return Organisation(own, full, kind, place_id=place_id)


def find_team_names(text: str, lexicon: TeamLexicon) -> list[Mention]:
    """Mentions of the names that are looked for by themselves, in text order."""
    found = lexicon.matcher.longest(plain(text))
    return [Mention(lexicon.names[name][0], start, end, text[start:end], RULE, _CONFIDENCE) for start, end, name in found]


def relabelled(candidates: Iterable[Mention], lexicon: TeamLexicon) -> list[Mention]:
    """The candidates, those with a name of the team's by its label."""
    found = []
    for one in candidates:
        label = lexicon.names.get(plain(one.text), (one.label,))[0] if one.label in _RELABELLED else one.label
        found.append(one if label == one.label else replace(one, label=label, extractor=RULE, entity_id=None, candidates=()))
    return found


class Settled(NamedTuple):
    """What the team's lexicon makes of an article's entities."""

    mentions: tuple[Mention, ...]
    organisations: dict[str, Organisation]
    people: dict[str, Person]
    positions: tuple[Position, ...]


def settle(
    mentions: Sequence[Mention],
    organisations: Mapping[str, Organisation],
    people: Mapping[str, Person],
    positions: Sequence[Position],
    lexicon: TeamLexicon,
    *,
    article_id: str,
) -> Settled:
    """Mentions by the team's names mean the team's entities; posts follow where every mention of the old entity did."""
    settled: list[Mention] = []
    moved: dict[str, str] = {}
    for mention in mentions:
        label, own = lexicon.names.get(plain(mention.text), ("", ""))
        if label == mention.label and mention.entity_id != own:
            if mention.entity_id is not None:
                moved[mention.entity_id] = own
            mention = replace(mention, entity_id=own, extractor=RULE, candidates=())
        settled.append(mention)
    still_meant = {mention.entity_id for mention in settled}
    gone = {old: own for old, own in moved.items() if old not in still_meant}
    posts = tuple(_followed(position, gone, article_id) for position in positions)
    found_organisations = {key: one for key, one in organisations.items() if key not in gone or _is_above(key, organisations)}
    found_people = {key: one for key, one in people.items() if key not in gone}
    for mention in settled:
        own = mention.entity_id or ""
        if own in lexicon.people:
            found_people.setdefault(own, lexicon.people[own])
        elif own in lexicon.organisations:
            found_organisations |= {key: one for key, one in with_parents(own).items() if key not in found_organisations}
            there = found_organisations.get(own, lexicon.organisations[own])
            aliases = {*there.aliases, mention.text} - {there.name}
            found_organisations[own] = replace(there, aliases=tuple(sorted(aliases)))
    return Settled(tuple(settled), found_organisations, found_people, posts)


def _followed(position: Position, gone: Mapping[str, str], article_id: str) -> Position:
    own_person = gone.get(position.person_id, position.person_id)
    own_organisation = gone.get(position.organisation_id or "", position.organisation_id)
    if (own_person, own_organisation) == (position.person_id, position.organisation_id):
        return position
    where = own_organisation or position.place_id
    own_id = make_id("f", article_id, "position", own_person, position.title, where, position.status == "former")
    return replace(position, id=own_id, person_id=own_person, organisation_id=own_organisation)


def _is_above(key: str, organisations: Mapping[str, Organisation]) -> bool:
    return any(one.parent_id == key for one in organisations.values())
