"""jieba as this project uses it: an own tokenizer, fed with the names of the lexicons, never the global one.

It cuts exactly as jieba's own does, and reads the dictionary by first characters as they come up: reading all of it takes longer
than anything else at the start. It does without jieba's cache in the shared temporary folder, a marshal file that anyone could have
written there.

>>> segmenter().lcut("许昌加入中德工业城市联盟。")
['许昌', '加入', '中德工业城市联盟', '。']
"""

from __future__ import annotations

import logging
import re
from functools import lru_cache
from math import inf, log

import jieba

from extractors.organisations.names import names

# A shorter name may be part of other words.
_SHORTEST_NAME = 4
# Length and sum of all frequencies of the dictionary of jieba 0.42.1; of another one they are counted.
_KNOWN_LENGTH, _KNOWN_TOTAL = 3_039_559, 60_101_967
# Lines that begin with one character; the dictionary is sorted, so that nearly all of them stand together.
_SAME_FIRST = re.compile(r"(?P<first>.).*(?:\n(?P=first).*)*")

Frequencies = dict[str, int]


@lru_cache(maxsize=1)
def segmenter() -> jieba.Tokenizer:
    """The one tokenizer of this process."""
    jieba.setLogLevel(logging.WARNING)
    tokenizer = LazyTokenizer()
    for name, row in names().items():
        if row.strong and len(name) >= _SHORTEST_NAME:
            tokenizer.add_word(name)
    return tokenizer


class LazyTokenizer(jieba.Tokenizer):  # type: ignore[misc]
    """jieba's tokenizer with its dictionary in tables by first character, each made when it is first asked for."""

    def __init__(self) -> None:
        super().__init__()
        with self.get_dict_file() as file:
            found = file.read().decode("utf-8")
        self.FREQ = _Tables(found)
        self.total = _KNOWN_TOTAL if len(found) == _KNOWN_LENGTH else sum(int(line.split(" ")[1]) for line in found.split("\n") if line)
        self.initialized = True

    def get_DAG(self, sentence: str) -> dict[int, list[int]]:  # noqa: N802  (jieba's name)
        """For each character, where the words that begin with it end."""
        graph = {}
        length = len(sentence)
        table_of = self.FREQ.table_of
        for start, first in enumerate(sentence):
            table = table_of(first)
            frequency = table.get(first)
            ends = [start] if frequency else []
            end = start + 1
            while frequency is not None and end < length:
                frequency = table.get(sentence[start : end + 1])
                if frequency:
                    ends.append(end)
                end += 1
            graph[start] = ends or [start]
        return graph

    def calc(self, sentence: str, DAG: dict[int, list[int]], route: dict[int, tuple[float, int]]) -> None:  # noqa: N803  (jieba's name)
        """The most probable way through the words from each character to the end."""
        route[len(sentence)] = (0, 0)
        log_total = log(self.total)
        table_of = self.FREQ.table_of
        for start in range(len(sentence) - 1, -1, -1):
            table = table_of(sentence[start])
            best = (-inf, start)
            for end in DAG[start]:
                way = (log(table.get(sentence[start : end + 1]) or 1) - log_total + route[end + 1][0], end)
                if way > best:
                    best = way
            route[start] = best


class _Tables:
    """What jieba takes for one dictionary of words and their beginnings (frequency 0)."""

    def __init__(self, lines: str) -> None:
        self._lines: dict[str, list[str]] = {}
        for found in _SAME_FIRST.finditer(lines):
            self._lines.setdefault(found["first"], []).append(found[0])
        self._tables: dict[str, Frequencies] = {}

    def table_of(self, first: str) -> Frequencies:
        """All that begins with a character."""
        table = self._tables.get(first)
        if table is None:
            table = self._tables[first] = _table(self._lines.pop(first, ()))
        return table

    def get(self, word: str, default: int | None = None) -> int | None:
        return self.table_of(word[:1]).get(word, default)

    def __contains__(self, word: str) -> bool:
        return word in self.table_of(word[:1])

    def __getitem__(self, word: str) -> int:
        return self.table_of(word[:1])[word]

    def __setitem__(self, word: str, frequency: int) -> None:
        self.table_of(word[:1])[word] = frequency


def _table(blocks: tuple[str, ...] | list[str]) -> Frequencies:
    table: Frequencies = {}
    for block in blocks:
        for line in block.split("\n"):
            word, frequency, _ = line.split(" ", 2)
            table[word] = int(frequency)
            for end in range(1, len(word)):
                table.setdefault(word[:end], 0)
    return table
