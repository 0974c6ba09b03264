"""Dates that are words of a lexicon: named days and solar terms, reign titles, vague times.

One pass over the text finds all words of festivals.tsv, vague.tsv and eras.tsv; a weak festival
(五一, 小雪) counts only where its surroundings show a date. Names made with a festival (春节联欢晚会,
五四运动) are left alone.

>>> [(word.start, word.end, word.part) for word in find_words("“五一”期间，近年来")]
[(0, 6, Festival(name='劳动节', about=True)), (7, 10, Vague(grain='vague'))]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from extractors.dates.numbers import read_small
from extractors.dates.parts import Festival, Impossible, Part, Vague, Year
from extractors.lexicon import Matcher, read_rows

_PACKAGE = "extractors.dates"
_TAIL = re.compile(r"(?:小长假|长假|假期|黄金周|假日|放假期间|期间|时节|节日期间|节假日){1,2}")
_QUOTES = {"“": "”", '"': '"', "「": "」", "‘": "’"}
_NAMED_AFTER = re.compile(
    r"联欢|晚会|运动(?!会)|精神|勋章|[红]旗手|老人|树(?!节)|上河|惨案|社区|路|街|广场|大道|小学|中学|卡|厂|电影|制片|起义"
    r"|南昌|[宵馅]|档|联播|特别节目|书院|公寓|宴|将军|[桥村镇乡县]"
)
_LEFT = re.compile(r"(?:^|[^一-鿿0-9A-Za-z]|[在于逢过到近至和是从自值庆迎祝当]|[年日天节个]|前后)$")
_RIGHT = re.compile(
    r"$|[^一-鿿0-9A-Za-z]|起|当[天日晚]|前|后|之|以|临|来|将|时|这|那|到|至|晚|夜|期间|假|节|小?长假|黄金周|快乐|[上下中]午|凌晨|早|出|旅|去|我|和|、"
)
# Months before 1912 are lunar: as Gregorian ones they are rough.
_SOLAR_SINCE = 1912
_ERA_YEAR = re.compile(r"(?:元|[0-9]{1,2}|[一二三四五六七八九]?十?[一二三四五六七八九]|[一二三四五六七八九]?十) ?年(?!代|间|级)")
_VAGUE_FOLLOWED = re.compile(r"[0-9一二两三四五六七八九十]{1,3}个?[年月周天]|位|任")


class Found(NamedTuple):
    """A part and where it stands in the text; `rule` is the rule's name."""

    start: int
    end: int
    part: Part
    rule: str


def find_words(text: str) -> Iterator[Found]:
    """The lexicon's dates in a plain text, in text order, none overlapping."""
    for start, end, (kind, row) in _matcher().longest(text):
        if kind == "festival":
            found = _festival(text, start, end, row)
        elif kind == "era":
            found = _era_year(text, start, end, row)
        else:
            found = _vague(text, start, end)
        if found is not None:
            yield found


def _festival(text: str, start: int, end: int, row: dict[str, str]) -> Found | None:
    close = _QUOTES.get(text[start - 1]) if start else None
    quoted = close is not None and text.startswith(close, end)
    if quoted:
        start, end = start - 1, end + 1
    tail = _TAIL.match(text, end)
    if tail is None and _NAMED_AFTER.match(text, end):
        return None
    weak = row["strength"] == "weak" and not quoted
    if weak and tail is None and not (_LEFT.search(text, max(0, start - 2), start) and _RIGHT.match(text, end)):
        return None
    return Found(start, tail.end() if tail else end, Festival(row["id"], about=tail is not None), "dates.festival")


def _era_year(text: str, start: int, end: int, row: dict[str, str]) -> Found | None:
    match = _ERA_YEAR.match(text, end)
    if match is None:
        return None
    written = match[0].removesuffix("年").strip(" ")
    number = 1 if written == "元" else read_small(written) or 0
    year = int(row["valid_from"]) + number - 1
    part: Part = Year(year, ref="era" if year < _SOLAR_SINCE else None) if number and year <= int(row["valid_to"]) else Impossible()
    return Found(start, match.end(), part, "dates.era_year")


def _vague(text: str, start: int, end: int) -> Found | None:
    if _VAGUE_FOLLOWED.match(text, end) or text[max(0, start - 1) : start] in ("第", "不"):
        return None
    return Found(start, end, Vague(), "dates.vague")


@lru_cache(maxsize=1)
def _matcher() -> Matcher:
    words: dict[str, tuple[str, dict[str, str]]] = {}
    for kind, name in (("vague", "vague.tsv"), ("era", "eras.tsv"), ("festival", "festivals.tsv")):
        words.update((row["name"], (kind, row)) for row in read_rows(_PACKAGE, name))
    return Matcher(words)


@lru_cache(maxsize=1)
def festival_days() -> dict[str, str]:
    """How the day of each festival is told, by its id."""
    return {row["id"]: row["day"] for row in read_rows(_PACKAGE, "festivals.tsv")}
