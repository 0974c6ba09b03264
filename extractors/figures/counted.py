"""What a figure counts: the noun phrase behind its measure word (26个中方成员城市 → 中方成员城市).

With the tagger's words the phrase runs over nouns, names and the adjectives before them to the head;
without words nothing is said.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from extractors.records import Span, Word

_INSIDE = frozenset({"n", "nz", "nw", "nt", "ns", "ORG", "LOC", "a", "an", "vn", "s", "f", "PER", "nr"})
# A preposition or conjunction leads out of the clause that describes what is counted.
_BREAKS = frozenset({"p", "c", "w"})
_HEADS = frozenset({"n", "nz", "nt", "ns", "nw", "vn", "an", "ORG", "LOC"})
_STOP = frozenset("，。、；：！？,.;:!?()（）“”《》\n ")
_NUMERAL = re.compile("-?[0-9]|[二三四五六七八九十][个大项名家]?|一带")
# Divisions that are counted without a measure word (12省区市).
_PLACES = frozenset({"国", "省", "市", "县", "区", "城", "省区市", "省份", "地市", "市州", "省市区"})
# Nouns that mostly act as verbs.
_VERBAL = frozenset({"意向", "计划", "来自", "签约", "投资", "总投资", "总面积", "总金额", "总额", "年产", "平均"})
# Words that the tagger takes for nouns behind a noun.
_NOT_COUNTED = frozenset({"在线", "线上", "线下", "现场", "目前", "以上", "左右"})
# What is done with or earned by the things counted (24个行业|利润同比增长, 上千架无人机|作业, 11个专家组|基础上).
_BEHIND = frozenset({"作业", "建设", "改造", "转型", "升级", "利润", "营收", "产值", "增加值", "基础"})
_LONGEST = 16


class Counting:
    """The words of one text, asked for what follows a figure."""

    def __init__(self, plain_text: str, words: Sequence[Word]) -> None:
        self._plain = plain_text
        self._words = words
        self._starts = [word.start for word in words]

    def ends_a_word(self, position: int) -> bool:
        """Whether no word crosses the position; true where there are no words."""
        index = bisect_left(self._starts, position) - 1
        is_crossed = index >= 0 and self._words[index].end > position
        # The tagger joins 个 with a number behind it (3个万亿级领域), and long names are its own affair.
        return not is_crossed or self._plain[position] in "百千万亿" or self._words[index].end - self._words[index].start > 6

    def counted_after(self, position: int) -> Span | None:
        """The noun phrase that starts at `position`, up to its head, or the head of a clause with 的 that does."""
        index = bisect_left(self._starts, position)
        if index >= len(self._words) or self._words[index].start != position:
            return None
        span = self._phrase(index)
        if span is not None and (word := self._words[index]).end < span.end and self._plain[word.start : word.end] in _PLACES:
            return Span(word.start, word.end)
        if span is None or self._is_clause(index, span):
            return self._head_of_clause(index)
        return span

    def _phrase(self, index: int) -> Span | None:
        """Nouns and what may stand before them, from the word at `index` to the last noun."""
        first, end = self._words[index].start, None
        for word in self._words[index : index + _LONGEST + 1]:
            if (
                word.tag not in _INSIDE
                or self._plain[word.start : word.end] in _NOT_COUNTED
                or self._plain[word.start] in _STOP
                or word.end - first > _LONGEST
            ):
                break
            if end and self._plain[word.start : word.end] in _BEHIND and not self._is_followed(word):
                break
            if word.tag in _HEADS:
                end = word.end
            if end and self._plain.startswith("国家和地区", end - 2):
                return Span(first, end + 3)
        # A number goes on the name (199个全国三八红旗集体, 1架苏-27): where it ends is not known.
        return None if end is None or _NUMERAL.match(self._plain, end) or self._plain[end - 1] in "-—·" else Span(first, end)

    def _is_followed(self, word: Word) -> bool:
        """Whether another noun stands right behind the word (基础设施|建设|项目)."""
        index = bisect_left(self._starts, word.end)
        after = self._words[index] if index < len(self._words) else None
        return after is not None and after.start == word.end and after.tag in _HEADS

    def _is_clause(self, index: int, span: Span) -> bool:
        """Whether the first word is a verb's noun that a clause goes on from (意向落地绍兴的企业)."""
        word = self._words[index]
        is_one_word = word.end == span.end and (word.tag == "vn" or self._plain[word.start : word.end] in _VERBAL)
        return is_one_word and self._plain[span.end : span.end + 1] not in _STOP and span.end < len(self._plain)

    def _head_of_clause(self, index: int) -> Span | None:
        """The noun phrase behind the 的 of a short clause (投资10亿元以上的项目); None past a comma."""
        first = self._words[index].start
        for position in range(index, min(index + 10, len(self._words) - 1)):
            text = self._plain[self._words[position].start : self._words[position].end]
            if text[0] in _STOP or self._words[position].tag in _BREAKS or self._words[position].start - first > _LONGEST:
                return None
            if text == "的":
                return self._phrase(position + 1)
        return None
