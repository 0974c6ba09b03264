"""Articles as the page shows them: text with marks, where they stood, what they name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from outputs.report_page.cities import city_ids
from outputs.report_page.facts import Fact, facts_of
from outputs.report_page.marks import LONGEST_BODY, body, is_traditional, safe_url

# An entity for the script: its kind (p, o, n), name, other name, level or kind, and what it lies in or sits in.
Entity = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Article:
    """One article of the page. `named` counts the mentions of each entity, `cities` are those that it names."""

    article_id: str
    title: str | None
    source: str | None
    url: str | None
    published: str | None
    place: str | None
    reporters: tuple[str, ...]
    captions: tuple[str, ...]
    inputs: tuple[str, ...]
    duplicate_of: str | None
    language: str
    body: Markup
    is_cut: bool
    characters: frozenset[str]
    facts: tuple[Fact, ...]
    entities: Mapping[str, Entity]
    countries: Mapping[str, str | None]
    named: Mapping[str, int]
    cities: tuple[str, ...]

    @property
    def order(self) -> tuple[bool, int, str]:
        """Sorts the newest first, those without a day last."""
        day = int(self.published.replace("-", "")) if self.published else 0
        return not self.published, -day, self.article_id


def article_of(found: Mapping[str, Any]) -> Article:
    """The article of a contract object."""
    entities = _entities(found)
    names = {entity_id: entity[1] for entity_id, entity in entities.items()}
    cities = city_ids(found)
    named: dict[str, int] = {}
    for mention in found["mentions"]:
        if mention["entity_id"]:
            named[mention["entity_id"]] = named.get(mention["entity_id"], 0) + 1
    text = found["text"]
    place = found["dateline_place_id"]
    return Article(
        article_id=found["article_id"],
        title=found["title"],
        source=found["source"],
        url=safe_url(found["url"]),
        published=found["published"] if _is_day(found["published"]) else None,
        place=names.get(place, place),
        reporters=tuple(found["reporters"]),
        captions=tuple(found["captions"]),
        inputs=tuple(dict.fromkeys(_where(one) for one in found.get("appearances") or (found,))),
        duplicate_of=found["duplicate_of"],
        language="zh-Hant" if is_traditional(text) else "zh-Hans",
        body=body(text, found["mentions"]),
        is_cut=len(text) > LONGEST_BODY,
        characters=frozenset(text[:LONGEST_BODY]) | frozenset(found["title"] or ""),
        facts=tuple(facts_of(found, names, cities)),
        entities=entities,
        countries={place["place_id"]: place["country"] for place in found["places"]},
        named=named,
        cities=tuple(dict.fromkeys(cities[entity_id] for entity_id in named if entity_id in cities and entity_id in names)),
    )


def _is_day(published: object) -> bool:
    return isinstance(published, str) and len(published) == 10 and published.replace("-", "").isdecimal() and published.isascii()


def _where(appearance: Mapping[str, Any]) -> str:
    return " ".join(filter(None, (appearance["input"] or "-", appearance["record"])))


def _entities(found: Mapping[str, Any]) -> dict[str, Entity]:
    entities: dict[str, Entity] = {}
    for place in found["places"]:
        other = " / ".join(dict.fromkeys(filter(None, (place["name_en"], place["name_local"]))))
        entities[place["place_id"]] = ("p", place["name"], other, place["level"], place["parent_id"] or "")
    for organisation in found["organisations"]:
        entities[organisation["organisation_id"]] = ("o", organisation["name"], "", organisation["kind"], organisation["place_id"] or "")
    for person in found["people"]:
        entities[person["person_id"]] = ("n", person["name"], person["name_latin"] or "", "person", "")
    return entities
