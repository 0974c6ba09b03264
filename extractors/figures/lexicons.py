"""The word lists of figures: currencies, their signs, units of measure and measure words, loaded on first use.

>>> currencies()["欧元"].unit, units()["平方公里"].unit, classifiers()["家"].strength
('EUR', 'km2', 'strong')
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from extractors.lexicon import read_rows

_PACKAGE = "extractors.figures"


@dataclass(frozen=True, slots=True)
class Unit:
    """`unit` is the ISO 4217 or UCUM code, or the Chinese unit; one of the name is `factor` of it; a weak name needs support."""

    unit: str
    factor: Decimal
    strength: str
    not_before: str


@lru_cache(maxsize=1)
def currencies() -> dict[str, Unit]:
    """Names of currencies that stand behind a number."""
    return {row["name"]: _unit(row, row["currency"]) for row in read_rows(_PACKAGE, "currencies.tsv")}


@lru_cache(maxsize=1)
def symbols() -> dict[str, str]:
    """Signs and names in front of a number → ISO 4217 code."""
    return {row["name"]: row["currency"] for row in read_rows(_PACKAGE, "symbols.tsv")}


@lru_cache(maxsize=1)
def units() -> dict[str, Unit]:
    """Names of units of measure."""
    return {row["name"]: _unit(row, row["unit"]) for row in read_rows(_PACKAGE, "units.tsv")}


@lru_cache(maxsize=1)
def classifiers() -> dict[str, Unit]:
    """Measure words of counting; their unit is 1."""
    return {row["name"]: _unit(row, "1") for row in read_rows(_PACKAGE, "classifiers.tsv")}


@lru_cache(maxsize=1)
def currency_codes() -> frozenset[str]:
    """Every ISO 4217 code that a name or a sign stands for."""
    return frozenset(unit.unit for unit in currencies().values()) | frozenset(symbols().values())


def alternatives(words: Mapping[str, Unit] | Iterable[str]) -> str:
    """A pattern that matches the longest of the words, refusing what makes another word of it; grouped by first character to fail fast."""
    guards = {word: unit.not_before for word, unit in words.items()} if isinstance(words, Mapping) else dict.fromkeys(words, "")
    by_first: dict[str, list[str]] = {}
    for word in sorted(guards, key=lambda word: (-len(word), word)):
        guard = f"(?!{guards[word]})" if guards[word] else ""
        letters = "(?![A-Za-z])" if re.search("[A-Za-z]$", word) else ""
        by_first.setdefault(word[0], []).append(re.escape(word[1:]) + letters + guard)
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rests)})" for first, rests in sorted(by_first.items()))


def _unit(row: dict[str, str], unit: str) -> Unit:
    not_before = row["not_before"] if row["not_before"] != "-" else ""
    return Unit(unit, Decimal(row.get("factor", "1")), row.get("strength", "strong"), not_before)
