"""Who each PERSON mention is, with the posts that people hold.

Within an article a name is one person; a surname before a title (李书记) and the last part of a
foreign name (沙尔平) are the person named in full before. A person's id is over the name and the
first post held, so that one name in two articles stays two people unless the post agrees. The name
in Latin letters is read from the brackets after the name.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractors.facts.positions import Holding, find_holdings, position_id
from extractors.people.names import HONORIFICS, LATIN_NAME, spaced, surname_of
from extractors.plain import plain
from extractors.records import Draft, Mention, Person, Position, Span, person_id

_GLOSS = re.compile(rf"(?:{'|'.join(HONORIFICS)})?\s*[(（]\s*(?P<latin>{LATIN_NAME})\s*(?=[)）,，;；、])")
_LATIN = re.compile(r"[A-Za-zÀ-ÿ .'’\-]+")


def resolve_people(draft: Draft) -> tuple[tuple[Mention, ...], dict[str, Person], tuple[Position, ...]]:
    """The draft's mentions with `entity_id` set on every PERSON, the people by id, and their posts in text order."""
    named = _names(draft)
    holdings = _distinct(find_holdings(draft), named)
    first_posts: dict[str, str] = {}
    for holding in holdings:
        first_posts.setdefault(named[holding.person.start], holding.post)
    latin = _latin_names(draft, named)
    ids = {name: person_id(name, first_posts.get(name, draft.article.article_id)) for name in dict.fromkeys(named.values())}
    people = {ids[name]: Person(ids[name], name, latin.get(name)) for name in ids}
    mentions = tuple(replace(mention, entity_id=ids[named[mention.start]]) if mention.label == "PERSON" else mention for mention in draft.mentions)
    positions = tuple(_position(draft, holding, ids[named[holding.person.start]]) for holding in holdings)
    return mentions, people, positions


def _names(draft: Draft) -> Mapping[int, str]:
    """The full name that each PERSON mention stands for, by the mention's start."""
    mentions = [mention for mention in draft.mentions if mention.label == "PERSON"]
    owners: dict[str, set[str]] = defaultdict(set)
    for mention in mentions:
        if "·" in (name := _name(mention.text)):
            owners[name.split("·")[-1]].add(name)
    named: dict[int, str] = {}
    by_surname: dict[str, str] = {}
    for mention in mentions:
        name = _name(mention.text)
        if mention.extractor.endswith("surname_and_title"):
            # The last person of this surname before.
            name = by_surname.get(name, name)
        elif len(owners.get(name, ())) == 1:
            name = next(iter(owners[name]))
        named[mention.start] = name
        if (surname := surname_of(name)) is not None:
            by_surname[surname] = name
    return named


def _name(text: str) -> str:
    """The name as an entity's: plain form, one kind of dot, glued Latin letters set apart."""
    name = re.sub("[•・‧]", "·", plain(text)).strip()
    return spaced(name) if _LATIN.fullmatch(name) else re.sub(r"\s+", "", name)


def _latin_names(draft: Draft, named: Mapping[int, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for mention in draft.mentions:
        if mention.label != "PERSON":
            continue
        name = named[mention.start]
        match = _GLOSS.match(draft.text, mention.end)
        if match is not None and (latin := spaced(match["latin"])) and len(latin) > 3 and not latin.isupper():
            found.setdefault(name, latin)
        elif _LATIN.fullmatch(name):
            found.setdefault(name, name)
    return found


def _distinct(holdings: Sequence[Holding], named: Mapping[int, str]) -> list[Holding]:
    """Each post of a person once, where it is told first."""
    kept: dict[tuple[str, str, bool], Holding] = {}
    for holding in holdings:
        kept.setdefault((named[holding.person.start], holding.post, holding.is_former), holding)
    return list(kept.values())


def _position(draft: Draft, holding: Holding, person: str) -> Position:
    position = bisect_right(draft.sentences, holding.person.start, key=lambda span: span.start) - 1
    sentence = draft.sentences[position] if position >= 0 else Span(holding.start, holding.end)
    return Position(
        id=position_id(draft.article.article_id, person, holding),
        evidence=draft.text[sentence.start : sentence.end],
        start=sentence.start,
        end=sentence.end,
        extractor=f"positions.{holding.rule}",
        confidence=holding.confidence,
        modality=holding.modality,
        sources=(draft.article.article_id,),
        person_id=person,
        title=holding.title,
        organisation_id=holding.organisation_id,
        place_id=holding.place_id,
        status="former" if holding.is_former else "current",
    )
