"""The organisations that the project knows by name, and the endings that make a name an organisation's.

Knowledge: lexicon/organisations.tsv (canonical names, aliases, kinds, parents) and
lexicon/endings.tsv. A weak name (民建, 美的, 大众) is also an ordinary word or part of one, and
counts only where the tagger saw an organisation.

>>> known("中科院").name
'中国科学院'
>>> kind_of("绍兴市商务局")
'government'
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from extractors.lexicon import Matcher, read_rows
from extractors.plain import plain
from extractors.records import Organisation, organisation_id

_PACKAGE = "extractors.organisations"
# 中国石油大学（北京）
_CAMPUS = re.compile(r"[(（][^()（）]{1,12}[)）]$")
ALLIANCE = "中德工业城市联盟"


@dataclass(frozen=True, slots=True)
class Known:
    """A row of the lexicon under one of its names; `strong` tells whether that name is enough alone."""

    name: str
    kind: str
    place_id: str | None
    parent: str | None
    aliases: tuple[str, ...]
    strong: bool


@dataclass(frozen=True, slots=True)
class Ending:
    """An ending of names: the kind it speaks for, and whether it is enough after a place."""

    ending: str
    kind: str
    strong: bool


def known(name: str) -> Known | None:
    """The organisation that is called `name` (canonical or alias, script and width aside), or None."""
    return names().get(plain(name))


@lru_cache(maxsize=1)
def names() -> Mapping[str, Known]:
    """Every canonical name and alias of the lexicon, in plain form."""
    found: dict[str, Known] = {}
    for row in read_rows(_PACKAGE, "organisations.tsv"):
        aliases = tuple(alias.removesuffix("~") for alias in row["aliases"].split("|") if alias)
        strong_row = row["strength"] == "strong"
        spellings = {row["name"]: strong_row} | {
            alias.removesuffix("~"): strong_row and not alias.endswith("~") for alias in row["aliases"].split("|") if alias
        }
        for spelling, strong in spellings.items():
            entry = Known(row["name"], row["kind"], row["place_id"] or None, row["parent"] or None, aliases, strong)
            if spelling == row["name"] or plain(spelling) not in found:
                found[plain(spelling)] = entry
    return found


@lru_cache(maxsize=1)
def by_id() -> Mapping[str, Organisation]:
    """The lexicon's organisations by their ids."""
    rows = {row.name: row for row in names().values()}
    ids = {name: organisation_id(name, row.place_id) for name, row in rows.items()}
    return {
        ids[name]: Organisation(ids[name], name, row.kind, tuple(sorted(set(row.aliases) - {name})), row.place_id, ids.get(row.parent or ""))
        for name, row in rows.items()
    }


def with_parents(wanted: str) -> dict[str, Organisation]:
    """An organisation of the lexicon by its id, with all that it belongs to; empty for an id that the lexicon lacks."""
    found: dict[str, Organisation] = {}
    organisation = by_id().get(wanted)
    while organisation is not None and organisation.organisation_id not in found:
        found[organisation.organisation_id] = organisation
        organisation = by_id().get(organisation.parent_id or "")
    return found


@lru_cache(maxsize=1)
def name_matcher() -> Matcher:
    """Finds every known name in plain text."""
    return Matcher(names())


@lru_cache(maxsize=1)
def endings() -> Mapping[str, Ending]:
    """The endings by themselves."""
    return {row["ending"]: Ending(row["ending"], row["kind"], row["strength"] == "strong") for row in read_rows(_PACKAGE, "endings.tsv")}


def ending_of(name: str) -> Ending | None:
    """The longest ending of the name that leaves something before it, or None."""
    table = endings()
    if name[-1:] in {")", "）"}:
        name = _CAMPUS.sub("", name)
    for length in range(min(_longest_ending(), len(name) - 1), 0, -1):
        if name[-length:] in table:
            return table[name[-length:]]
    return None


def kind_of(name: str) -> str:
    """The kind that the name's ending speaks for; `other` where it says nothing."""
    ending = ending_of(name)
    return ending.kind if ending else "other"


@lru_cache(maxsize=8)
def words_for(use: str) -> frozenset[str]:
    """The words of one use (lexicon/words.tsv): `inside`, `outside`, `generic`, `mistaken`."""
    return frozenset(row["word"] for row in read_rows(_PACKAGE, "words.tsv") if row["use"] == use)


def alliance_id() -> str:
    """The id of the Sino-German industrial city alliance."""
    row = names()[ALLIANCE]
    return organisation_id(row.name, row.place_id)


@lru_cache(maxsize=1)
def _longest_ending() -> int:
    return max(map(len, endings()))
