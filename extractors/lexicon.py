"""Lexicons (tab-separated, one header line, `#` lines for source and licence) and many-word matching.

>>> matcher = Matcher({"中德": 1, "中德工业城市联盟": 2})
>>> [(start, end, value) for start, end, value in matcher.longest("中德工业城市联盟和中德")]
[(0, 8, 2), (9, 11, 1)]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

import ahocorasick


def read_rows(package: str, name: str) -> list[dict[str, str]]:
    """The rows of `name` in a package's lexicon folder, e.g. ("extractors.dates", "plans.tsv")."""
    text = files(package).joinpath("lexicon", name).read_text(encoding="utf-8")
    return parse_rows(text)


def parse_rows(text: str) -> list[dict[str, str]]:
    """Rows of a tab-separated text as dicts; lines that begin with # and blank lines are left out. Raises ValueError."""
    lines = [line for line in text.split("\n") if line and not line.startswith("#")]
    if not lines:
        raise ValueError("the table has no header line")
    header = lines[0].split("\t")
    return [dict(zip(header, line.split("\t"), strict=True)) for line in lines[1:]]


class Matcher:
    """Finds all words of a mapping in a text in one pass (Aho-Corasick)."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        self._automaton = ahocorasick.Automaton()
        for word, value in words.items():
            self._automaton.add_word(word, (len(word), value))
        if words:
            self._automaton.make_automaton()
        self._empty = not words

    def all(self, text: str) -> Iterator[tuple[int, int, Any]]:
        """Every occurrence as (start, end, value), overlapping ones too, ordered by end."""
        if self._empty:
            return
        for last, (length, value) in self._automaton.iter(text):
            yield last + 1 - length, last + 1, value

    def longest(self, text: str) -> Iterator[tuple[int, int, Any]]:
        """Occurrences left to right, longest first at each place, none overlapping."""
        best: dict[int, tuple[int, int, Any]] = {}
        for start, end, value in self.all(text):
            if start not in best or best[start][1] < end:
                best[start] = (start, end, value)
        reached = 0
        for start in sorted(best):
            if start >= reached:
                reached = best[start][1]
                yield best[start]
