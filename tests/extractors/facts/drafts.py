"""Drafts out of one annotated line, for tests of facts.

`[GPE 许昌|CN-411000]` is a mention: label, text, and, where it matters, the entity id (of a DATE its
EDTF string). `[ORG:alliance 中德工业城市联盟]` gives the organisation's kind. A place's id may name
its parent: `CN-330600<CN-330000`. `\\n` begins a paragraph.
"""

from __future__ import annotations

import re
from decimal import Decimal

from corpus.article import Article
from extractors.records import Date, Draft, Figure, Mention, Organisation, Person, Place, organisation_id, person_id
from extractors.sentences import split_sentences

_MARK = re.compile(r"\[([A-Z_]+)(?::(\w+))? ([^\]|]+)(?:\|([^\]]+))?\]")
_FIGURE_LABELS = ("MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL")


def draft_of(annotated: str, *, home: str | None = None, title: str | None = None) -> Draft:
    """The draft of an annotated text; `home` is the id of the article's home place."""
    text = ""
    mentions: list[Mention] = []
    places: dict[str, Place] = {}
    organisations: dict[str, Organisation] = {}
    people: dict[str, Person] = {}
    reached = 0
    for match in _MARK.finditer(annotated):
        text += annotated[reached : match.start()]
        reached = match.end()
        label, kind, name, value = match.groups()
        fields: dict[str, object] = {}
        if label in ("GPE", "LOC", "FAC"):
            fields["entity_id"] = _add_place(places, name, value or (f"CN-{name}" if label == "GPE" else f"LM-{name}"))
        elif label == "ORG":
            fields["entity_id"] = organisation_id(name, None)
            parent = organisation_id(value, None) if value else None
            organisations[organisation_id(name, None)] = Organisation(organisation_id(name, None), name, kind or "company", parent_id=parent)
        elif label == "PERSON":
            fields["entity_id"] = person_id(name, "-")
            people[person_id(name, "-")] = Person(person_id(name, "-"), name)
        elif label in ("DATE", "TIME"):
            fields["date"] = Date(value, None, None, _grain(value), "absolute" if value else None)
        elif label in _FIGURE_LABELS:
            fields["figure"] = Figure(Decimal(value or 1), "CNY" if label == "MONEY" else "1")
        mentions.append(Mention(label=label, start=len(text), end=len(text) + len(name), text=name, extractor="test", **fields))  # type: ignore[arg-type]
        text += name
    text += annotated[reached:]
    if home is not None:
        _add_place(places, home, home)
    article = Article(text=text, title=title)
    return Draft(article, split_sentences(text), (), tuple(mentions), places, organisations, people, None, home)


def _add_place(places: dict[str, Place], name: str, value: str) -> str:
    place, _, parent = value.partition("<")
    places[place] = Place(place, name, "city", "CN", parent or None)
    return place


def _grain(edtf: str | None) -> str:
    if edtf is None:
        return "vague"
    return {4: "year", 7: "month"}.get(len(edtf), "day")
