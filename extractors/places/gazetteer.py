"""The gazetteer: which places a name can mean, and what is known of each place.

Read from lexicon/gazetteer.tsv, which build.py makes; rows stay text until they are asked for, so
that loading takes a few hundredths of a second. A user's own TSV adds places, names and choices.

>>> gazetteer = load_gazetteer()
>>> gazetteer.find_name("许昌")
('CN-411000',)
>>> gazetteer.place("CN-411023").replaced_by
'CN-411003'
>>> [place.name for place in gazetteer.with_parents("GN-3247449")]
['亚琛', '北莱茵-威斯特法伦州', '德国']
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.resources import files
from itertools import compress, count
from operator import add
from pathlib import Path
from typing import NamedTuple

from extractors.lexicon import parse_rows, read_rows
from extractors.plain import plain
from extractors.records import LEVELS, Place

STRONG, WEAK, BESIDE = "", "~", "^"
_DEEPEST = 8  # parents above a place; a cycle in a user's table ends here
_USER_COLUMNS = ("name", "place_id", "level", "country", "parent_id", "lat", "lon", "name_en", "other_names")


class Reading(NamedTuple):
    """One place that a name can mean; `strength` is STRONG, WEAK (needs support) or BESIDE (only with its parent)."""

    place_id: str
    strength: str


class Known(NamedTuple):
    """What finding asks of a name: its readings, whether one is strong, the label of the first, whether one is a country."""

    readings: tuple[Reading, ...]
    is_strong: bool
    label: str
    is_country: bool


class Basics(NamedTuple):
    """The columns of a place that weigh in resolving; `first_year` 0 is before the tables begin, `last_year` None is today."""

    level: str
    country: str
    parent_id: str | None
    label: str
    population: int
    first_year: int
    last_year: int | None


class PlaceError(ValueError):
    """A user's table of places that cannot be read; the message names the row."""


class Gazetteer:
    """All places by id and by name; made by load_gazetteer."""

    def __init__(self, lines: list[str]) -> None:
        self._lines: dict[str, str] = {}
        self._names: dict[str, str] = {}  # name → "CN-411000 GN-1~", ids with their strength
        self._settled: dict[str, str] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}  # first two characters → how long names with them are
        # What was asked before; filled as needed, never changed.
        self._places: dict[str, Place] = {}
        self._basics: dict[str, Basics] = {}
        self._above: dict[str, tuple[str, ...]] = {}
        self._readings: dict[str, tuple[Reading, ...]] = {}
        self._known: dict[str, Known] = {}
        names, of_id = self._names, self._lines
        for line in lines:
            place_id = line[: line.index("\t")]
            of_id[place_id] = line
            for name in line[line.rindex("\t") + 1 :].split("|"):
                mark = name[-1]
                entry = place_id
                if mark == "~" or mark == "^":
                    name = name[:-1]
                    entry += mark
                if name in names:
                    names[name] += " " + entry
                else:
                    names[name] = entry

    def place(self, place_id: str) -> Place | None:
        """The place with this id, or None."""
        known = self._places.get(place_id)
        if known is None and place_id in self._lines:
            known = self._places[place_id] = _place(self._lines[place_id])
        return known

    def __contains__(self, place_id: object) -> bool:
        return place_id in self._lines

    def __len__(self) -> int:
        return len(self._lines)

    def find_name(self, name: str) -> tuple[str, ...]:
        """The ids that a name or an id can mean, strong names and larger places first; () where unknown."""
        if name in self._lines:
            return (name,)
        readings = self.readings(plain(name))
        return tuple(reading.place_id for reading in sorted(readings, key=self._rank))

    def readings(self, name: str) -> tuple[Reading, ...]:
        """What a plain name can mean, in the order of ids; a user's choice leaves only itself."""
        known = self._readings.get(name)
        if known is None:
            settled = self._settled.get(name)
            entries = self._names.get(name, "").split()
            known = self._readings[name] = (Reading(settled, STRONG),) if settled is not None else tuple(map(_reading, entries))
        return known

    def known(self, name: str) -> Known:
        """The readings of a name that the gazetteer holds, with what follows from them."""
        known = self._known.get(name)
        if known is None:
            readings = self.readings(name)
            known = self._known[name] = Known(
                readings,
                any(reading.strength == STRONG for reading in readings),
                self.label(readings[0].place_id),
                any(len(reading.place_id) == 2 for reading in readings),
            )
        return known

    def matches(self, plain_text: str) -> Iterator[tuple[int, int, str]]:
        """Every occurrence of every name as (start, end, name), in order of start, shorter ones first.

        The first two characters tell which lengths are worth a look: three times as fast as an
        automaton over 23,000 names, and nothing to build at start.
        """
        lengths, names = self._lengths, self._names
        if not lengths:
            self._note_lengths(names)
        heads = map(add, plain_text, plain_text[1:])
        for start in compress(count(), map(lengths.__contains__, heads)):
            for length in lengths[plain_text[start : start + 2]]:
                name = plain_text[start : start + length]
                if name in names and len(name) == length:
                    yield start, start + length, name

    def matches_by_start(self, plain_text: str) -> dict[int, list[tuple[int, str]]]:
        """The same by start, in order: start → its (end, name), shorter ones first."""
        at: dict[int, list[tuple[int, str]]] = {}
        for start, end, name in self.matches(plain_text):
            if start in at:
                at[start].append((end, name))
            else:
                at[start] = [(end, name)]
        return at

    def _note_lengths(self, names: Iterable[str]) -> None:
        lengths: dict[str, set[int]] = {}
        for name in names:
            lengths.setdefault(name[:2], set()).add(len(name))
        self._lengths.update((head, tuple(sorted(found))) for head, found in lengths.items())

    def label(self, place_id: str) -> str:
        """GPE, LOC or FAC."""
        return self.basics(place_id).label

    def population(self, place_id: str) -> int:
        """How many people live there, 0 where unknown."""
        return self.basics(place_id).population

    def parent(self, place_id: str) -> str | None:
        """The id of the next larger place, or None."""
        return self.basics(place_id).parent_id if place_id in self._lines else None

    def basics(self, place_id: str) -> Basics:
        """What resolving asks of a place again and again."""
        known = self._basics.get(place_id)
        if known is None:
            cells = self._lines[place_id].split("\t")
            known = self._basics[place_id] = Basics(
                cells[2],
                cells[3],
                cells[4] or None,
                cells[13],
                int(cells[12] or 0),
                int(cells[9][:4] or 0),
                int(cells[10][:4]) if cells[10] else None,
            )
        return known

    def with_parents(self, place_id: str) -> list[Place]:
        """The place and all above it, nearest first; [] for an unknown id."""
        found = (self.place(one) for one in (place_id, *self.ancestors(place_id)))
        return [place for place in found if place is not None]

    def level(self, place_id: str) -> str:
        """country, province, city, county or other."""
        return self.basics(place_id).level

    def country(self, place_id: str) -> str:
        """ISO 3166-1 alpha-2 of the country it lies in, "" where there is none."""
        return self.basics(place_id).country

    def years(self, place_id: str) -> tuple[int, int | None]:
        """The first year in which it existed (0 before the tables begin) and the last, None for today's."""
        basics = self.basics(place_id)
        return basics.first_year, basics.last_year

    def ancestors(self, place_id: str) -> tuple[str, ...]:
        """The ids of all places above, nearest first."""
        known = self._above.get(place_id)
        if known is None:
            found: list[str] = []
            parent = self.parent(place_id)
            while parent and len(found) < _DEEPEST:
                found.append(parent)
                parent = self.parent(parent)
            known = self._above[place_id] = tuple(found)
        return known

    def add_rows(self, text: str) -> None:
        """Add a user's rows: a new place, another name of a known one, or the one meaning of an ambiguous name."""
        for number, row in enumerate(parse_rows(text), 1):
            if row.get("kind", "") not in ("", "place"):
                # The team's organisations and people stand in one table with its places.
                continue
            name = plain(row.get("name", "").strip())
            if len(name) < 2:
                raise PlaceError(f"row {number} of the places table: a name has at least two characters")
            place_id = (
                row.get("place_id", "").strip()
                or row.get("id", "").strip()
                or "US-" + hashlib.sha256(f"{name}\t{row.get('parent_id', '')}".encode()).hexdigest()[:12]
            )
            if place_id not in self._lines:
                self._lines[place_id] = _user_line(number, name, place_id, row, self)
            for spelling in (name, *filter(None, plain(row.get("other_names", "")).split("|"))):
                self._names.setdefault(spelling, place_id)
                self._settled[spelling] = place_id
        for known in (self._lengths, self._places, self._basics, self._above, self._readings, self._known):
            known.clear()

    def _rank(self, reading: Reading) -> tuple[int, int, int, str]:
        place = _place(self._lines[reading.place_id])
        is_former = place.valid_to is not None
        return (is_former, "~^".find(reading.strength) + 1 if reading.strength else 0, LEVELS.index(place.level), reading.place_id)


def _reading(entry: str) -> Reading:
    return Reading(entry[:-1], entry[-1]) if entry[-1] in "~^" else Reading(entry, STRONG)


def load_gazetteer(extra: Path | None = None) -> Gazetteer:
    """The gazetteer; `extra` is a user's own TSV (columns name and any of place_id, level, country, parent_id, lat, lon, name_en, other_names).

    A row with an empty place_id is a new place; one with a known id gives it another name, and
    settles that name where it is ambiguous. Raises PlaceError for a row that cannot be read.
    """
    if extra is None:
        return _built_gazetteer()
    gazetteer = Gazetteer(_built_lines())
    gazetteer.add_rows(extra.read_text(encoding="utf-8-sig").replace("\r\n", "\n"))
    return gazetteer


@lru_cache(maxsize=1)
def _built_gazetteer() -> Gazetteer:
    return Gazetteer(_built_lines())


def _built_lines() -> list[str]:
    text = files("extractors.places").joinpath("lexicon", "gazetteer.tsv").read_text(encoding="utf-8")
    lines = text.split("\n")
    header = next(number for number, line in enumerate(lines) if not line.startswith("#"))
    return lines[header + 1 : -1]


def _place(line: str) -> Place:
    cells = line.split("\t")
    return Place(
        place_id=cells[0],
        name=cells[1],
        level=cells[2],
        country=cells[3],
        parent_id=cells[4] or None,
        name_en=cells[5] or None,
        name_local=cells[6] or None,
        lat=float(cells[7]) if cells[7] else None,
        lon=float(cells[8]) if cells[8] else None,
        valid_from=cells[9] or None,
        valid_to=cells[10] or None,
        replaced_by=cells[11] or None,
    )


def _user_line(number: int, name: str, place_id: str, row: dict[str, str], gazetteer: Gazetteer) -> str:
    """A line of the built file's form for a new place of a user's table."""
    if not place_id.startswith("US-") or place_id in {"US-"}:
        raise PlaceError(f"row {number} of the places table: {place_id} is no known id, and a new one begins with US-")
    parent = row.get("parent_id", "").strip()
    if parent and parent not in gazetteer:
        raise PlaceError(f"row {number} of the places table: parent_id {parent} is unknown")
    level = row.get("level", "").strip() or "other"
    if level not in LEVELS:
        raise PlaceError(f"row {number} of the places table: level {level} is none of {', '.join(LEVELS)}")
    known = gazetteer.place(parent) if parent else None
    country = row.get("country", "").strip() or (known.country if known else "")
    lat, lon = row.get("lat", "").strip(), row.get("lon", "").strip()
    for degrees in (lat, lon):
        if degrees and not degrees.replace(".", "", 1).lstrip("-").isdecimal():
            raise PlaceError(f"row {number} of the places table: {degrees} is no number of degrees")
    cells = [
        place_id,
        name,
        level,
        country,
        parent,
        row.get("name_en", "").strip(),
        "",
        lat,
        lon,
        "",
        "",
        "",
        "",
        "GPE" if level != "other" else "LOC",
        name,
    ]
    return "\t".join(cells)


@lru_cache(maxsize=1)
def clipped_forms() -> dict[str, tuple[tuple[str, frozenset[str]], ...]]:
    """One-character forms: 德 → (("DE", {"pair", "side"}),)."""
    forms: dict[str, tuple[tuple[str, frozenset[str]], ...]] = {}
    for row in read_rows("extractors.places", "clipped.tsv"):
        forms[row["name"]] = (*forms.get(row["name"], ()), (row["place_id"], frozenset(row["uses"].split(","))))
    return forms
