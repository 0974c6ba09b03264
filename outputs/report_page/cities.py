"""Pairs of cities: which events touch two of them, and which articles name a Chinese city together with one abroad."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from outputs.report_page.facts import Fact

# Cities that are first-level divisions: municipalities, city states, special administrative regions.
CITY_PROVINCES = frozenset(
    {"CN-110000", "CN-120000", "CN-310000", "CN-500000", "CN-810000", "CN-820000", "DE-BE", "DE-HB", "DE-HH", "SG"},
)
_MOST_LEVELS = 8


@dataclass(slots=True)
class Pair:
    """Two cities with the numbers of the facts that touch both and of the articles that name both."""

    first: str
    second: str
    facts: list[int] = field(default_factory=list)
    planned: list[int] = field(default_factory=list)
    articles: list[int] = field(default_factory=list)
    first_day: str | None = None
    last_day: str | None = None


def city_ids(found: Mapping[str, Any]) -> dict[str, str]:
    """From every place and organisation of a contract object to the city that it is, lies in or sits in; others are left out."""
    places = {place["place_id"]: place for place in found["places"]}
    cities = {}
    for place_id in places:
        city = _city_of(place_id, places)
        if city is not None:
            cities[place_id] = city
    for organisation in found["organisations"]:
        if organisation["place_id"] in cities:
            cities[organisation["organisation_id"]] = cities[organisation["place_id"]]
    return cities


def _city_of(place_id: str | None, places: Mapping[str, Mapping[str, Any]]) -> str | None:
    for _ in range(_MOST_LEVELS):
        place = places.get(place_id) if place_id else None
        if place is None:
            return None
        if place["level"] == "city" or place_id in CITY_PROVINCES:
            return place_id
        if place["level"] not in ("county", "other"):
            return None
        place_id = place["parent_id"]
    return None


def pairs(facts: Iterable[tuple[int, Fact]], named: Iterable[tuple[int, Sequence[str]]], country_of: Mapping[str, str | None]) -> list[Pair]:
    """The pairs, those with most events first. `facts` and `named` (the cities of each article) come with their numbers on the page."""
    found: dict[tuple[str, str], Pair] = {}

    def pair(one: str, other: str) -> Pair:
        first, second = sorted((one, other), key=lambda city: (country_of.get(city) != "CN", city))
        return found.setdefault((first, second), Pair(first, second))

    for number, fact in facts:
        if fact.modality == "denied" or fact.review_status == "rejected":
            continue
        for one, other in combinations(sorted(fact.cities), 2):
            touched = pair(one, other)
            (touched.planned if fact.modality != "asserted" else touched.facts).append(number)
            touched.first_day = min(filter(None, (touched.first_day, fact.day)), default=None)
            touched.last_day = max(filter(None, (touched.last_day, fact.last_day or fact.day)), default=None)
    for number, cities in named:
        for one, other in combinations(sorted(set(cities)), 2):
            # Within one country any article names many cities: those pairs count only where an event ties them.
            crosses = (country_of.get(one) == "CN") != (country_of.get(other) == "CN")
            if crosses or (one, other) in found or (other, one) in found:
                pair(one, other).articles.append(number)
    return sorted(found.values(), key=lambda one: (-len(one.facts), -len(one.planned), -len(one.articles), one.first, one.second))
