"""Noun phrases that say what a figure measures: the head right before the figure's verb, with its modifiers.

Read backwards from the figure: first the verbs, adverbs and dates that link a noun to it (达到, 分别, 均,
首次突破), then the head, then what may stand before a head — nouns, adjectives, verbs that are used as
nouns (通车里程, 可再生能源发电量), numbers in names (第一产业, 5G基站), two modifiers joined (风电、光伏发电装机).
A place, an organisation, a date, another figure, a pronoun or a verb that governs the noun ends it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from extractors.facts.metrics import STRIPPED, has_modifier, normalised, phrase_words, wordings
from extractors.records import Span, Word

_NOUNS = frozenset({"n", "nz", "nw", "vn", "an", "a", "ad", "b", "nt", "ns"})
_NOUN_TAGS = frozenset({"n", "nz", "nw", "nt", "an", "vn", "PER", "ORG", "nr"})
_SIDES = frozenset({"网上", "线上", "国内", "国外", "海外", "境外", "海上", "水上", "地下", "陆上", "室内", "境内", "域外"})
_NUMBER_IN_NAME = re.compile("第[一二三四]|[0-9]G|[0-9A-Za-z.+]*[A-Za-z][0-9A-Za-z.+]*|[百千十万亿]+[级元]|千兆|双|三农|[百千万]")
_JOINTS = frozenset({"、", "和", "及", "与", "以及"})
_COMES_FROM = re.compile("^(?:企业|商品|公司|客商|产品|投资者|学生|游客|专家|机构|投资企业|企业家|品牌|项目|商户|参展商|展商|员工|雇员)")
_COUNTRIES = frozenset({"德国", "中国", "美国", "日本", "法国", "英国", "韩国", "欧洲", "意大利", "俄罗斯", "瑞士", "荷兰", "奥地利"})
_AFTER_SIDES = ("班列", "资", "方", "合资")
_NOT_FIRST = ("以上", "以下", "以内", "左右", "上下", "不等")
# 贸易额从1972年建交时的2.7亿美元增至…: from when.
_FROM = re.compile("[从由][^，。；、从由]{0,6}[年月日初底末][^，。；、从由]{0,8}的$")
_LONGEST = 22


class Phrases:
    """Noun phrases of one text, asked for by where they end."""

    def __init__(
        self, plain_text: str, words: Sequence[Word], *, names: Sequence[Span] = (), dates: Sequence[Span] = (), figures: Sequence[Span] = ()
    ) -> None:
        """`names` of places end a phrase unless they say of what country its head is (德国企业); `dates` may stand behind it, `figures` end it."""
        self._plain = plain_text
        self._names = {span.end: span.start for span in names}
        self._dates = {span.end: span.start for span in dates}
        self._figures = {span.end: span.start for span in figures}
        self._words = words
        self._ends = [word.end for word in words]
        self._found: dict[tuple[int, int], tuple[int, int] | None] = {}

    def before(self, clause_start: int, position: int) -> tuple[int, int] | None:
        """The span of the noun phrase that ends at `position`, verbs that link it to its figure left out."""
        key = (clause_start, position)
        if key not in self._found:
            end = self.link_start(clause_start, position)
            start = self._start_of(clause_start, end)
            # 在|株|德资企业: where, in one letter.
            if self._plain[start - 1 : start] in ("在", "驻", "来", "赴") and self._names.get(start + 1) == start and end - start > 3:
                start += 1
            if start < end and start in self._names and self._plain.startswith("市场", start) and end - start > 3:
                start += 2
            # 经新通道进出口, 对全部投资: by what or to what, and not what.
            if start < end and self._plain[start - 1 : start] in "经对向从由" and start > clause_start and (known := self._known_length(start, end)):
                start = end - known
            self._found[key] = (start, end) if start < end else None
        return self._found[key]

    def after(self, position: int) -> str | None:
        """The noun phrase right behind a figure, up to its head: 3亿元|订单, 5万吨|优质粮食."""
        index = bisect_right(self._ends, position)
        start = position + 1 if self._plain.startswith("的", position) else position
        end = start
        for word in self._words[index : index + 8]:
            text = self._plain[word.start : word.end]
            if word.start < start:
                continue
            if word.start != end or end - start > 12 or self._is_named(word) or not (word.tag in _NOUNS or text in phrase_words("modifier")):
                break
            end = word.end
        return self._plain[start:end] if end - start > 1 and self.is_noun(end) else None

    def text(self, start: int, end: int) -> str:
        """The phrase without quotation marks and brackets."""
        return re.sub('[（(][^）)]*[）)]|[“”"‘’]', "", self._plain[start:end])

    def listed(self, clause_start: int, position: int, *, as_written: bool = False) -> list[str]:
        """The names of phrases joined by 、 and 和, in text order: 进口、出口分别 → 进口额, 出口额; 风电、光伏装机容量 → two with the head.

        Empty where there is only one.
        """
        phrase = self.before(clause_start, position)
        if phrase is None:
            return []
        start, end = phrase
        spans = [phrase]
        while start > clause_start and self._joint_before(start) is not None:
            end = self._joint_before(start) or start
            start = self._start_of(clause_start, end, joins=False)
            if start == end:
                break
            spans.insert(0, (start, end))
        texts = [part for first, last in spans for part in re.split("[、和及与]", self.text(first, last)) if part]
        return texts if as_written else _with_common_head(texts)

    def first_in(self, start: int, end: int) -> str | None:
        """The first run of nouns between two positions that is no place, behind a possible 的."""
        found: list[Word] = []
        for word in self._words[bisect_right(self._ends, start) :]:
            if word.end > end:
                break
            if word.tag in ("n", "nz", "vn") and not self._is_named(word) and self._plain[word.start : word.end] not in phrase_words("outside"):
                found.append(word)
            elif found:
                break
        text = self._plain[found[0].start : found[-1].end] if found else ""
        return text if len(text) > 2 else None

    # What links a noun to its figure

    def link_start(self, clause_start: int, position: int) -> int:
        """Where the verbs, adverbs and dates between a noun and the figure at `position` start."""
        end = position
        links = phrase_words("link")
        if self._plain[end - 1 : end] == "的" and (since := _FROM.search(self._plain, max(clause_start, end - 24), end)):
            end = since.start()
        while end > clause_start:
            length = next((size for size in (4, 3, 2, 1) if self._plain[end - size : end] in links and self._is_whole(end, size)), 0)
            if length and end - length >= clause_start:
                end -= length
            elif (date := self._dates.get(end, -1)) >= clause_start:
                end = date
            elif (times := self._figures.get(end, -1)) >= clause_start and self._plain.startswith("连续", max(clause_start, times - 2)):
                end = times - 2
            elif self._plain[end - 1] in ")）" and (bracket := max(self._plain.rfind(mark, clause_start, end) for mark in "（(")) > clause_start:
                end = bracket
            else:
                break
        return max(end, clause_start)

    def _is_whole(self, end: int, size: int) -> bool:
        """Whether a link is a word: one letter could end a noun (行为, 国有, 人均)."""
        if size > 1 or not self._words:
            return True
        index = bisect_right(self._ends, end) - 1
        word = self._words[index] if index >= 0 and self._ends[index] == end else None
        # A word that the tagger took wrongly (占|比达) begins with another link or noun.
        after = self._words[index + 1] if index + 1 < len(self._words) else None
        if word is None:
            return after is not None and after.start <= end - 1 < after.end and after.tag in ("v", "d", "m")
        # 占|比达 and 数达 are no words.
        return word.start == end - 1 or self._plain[end - 2 : end] in ("比达", "数达", "额达", "率达", "值达", "量达", "均达", "共达", "比为")

    # What stands before a head

    def _start_of(self, clause_start: int, end: int, *, joins: bool = True) -> int:
        start = self._word_start(clause_start, end - self._known_length(clause_start, end), end)
        index = bisect_right(self._ends, start) - 1
        if index < 0 or self._ends[index] != start:
            index = bisect_right(self._ends, end) - 1
            if start == end and (index < 0 or self._ends[index] != end):
                return end
        while True:
            if start < end and (known := self._known_modifier(clause_start, start)):
                start -= known
                # A word that was cut there goes with it, unless a name ends there (甘肃省|风电).
                cut = self._words[min(bisect_right(self._ends, start), len(self._words) - 1)]
                if cut.start < start < cut.end and start not in self._names and cut.tag in _NOUNS:
                    start = max(clause_start, cut.start)
                index = bisect_right(self._ends, start) - 1
                continue
            if index < 0:
                break
            word = self._words[index]
            if word.end > start or word.start < clause_start or end - word.start > _LONGEST:
                break
            text = self._plain[word.start : word.end]
            if text in '“”"‘’' and start < end and word.end == start:
                start = word.start
            elif text in "）)" and start < end:
                opening = max(self._plain.rfind(mark, clause_start, word.start) for mark in "（(")
                if opening <= clause_start or self._figures_in(opening, word.start):
                    break
                start = opening
                index = bisect_right(self._ends, opening)
            elif text in _JOINTS and start < end and joins and word.end == start:
                joined = self._joined(clause_start, word.start, start, end)
                if joined is None:
                    break
                start = joined
                index = bisect_right(self._ends, start)
            elif self._is_part(word, text, start, end, index):
                start = word.start
            else:
                break
            index -= 1
        while start < end and self._plain[start] in '“”"‘’、和及与）)':
            start += 1
        return end if self._plain.startswith(_NOT_FIRST, start) else start

    def _known_modifier(self, clause_start: int, start: int) -> int:
        """The length of the longest known modifier that ends at `start`, however the tagger cut it (规|上, 以上工业企业)."""
        modifiers = phrase_words("modifier")
        for length in range(min(9, start - clause_start), 1, -1):
            first = start - length
            if self._plain[first:start] in modifiers:
                index = bisect_right(self._ends, first)
                is_border = first in self._names or index >= len(self._words) or self._words[index].start == first
                is_crossed = any(first < end < start and end - self._names[end] > 1 for end in range(first + 1, start) if end in self._names)
                if (is_border or length > 2) and not is_crossed:
                    return length
        return 0

    def _is_part(self, word: Word, text: str, start: int, end: int, index: int) -> bool:
        """Whether a word goes before (or is) the head."""
        if word.end != start or (text in phrase_words("outside") and (start < end or text != "项目")) or word.end in self._figures:
            return False
        if word.end in self._dates and self._dates[word.end] <= word.start:
            return False
        right = self._plain[start : start + 2]
        if self._is_named(word):
            return False
        if word.tag == "LOC" and right.startswith(_AFTER_SIDES) and self._plain[word.start : word.end] in ("中欧", "中亚", "中德", "中"):
            return right.startswith("班列")
        if word.tag in _NOUNS or text in phrase_words("modifier") or (text == "可" and right in ("再生", "支配")):
            return True
        if start == end:
            return word.tag in ("ORG", "LOC") and self._is_unnamed(word)
        if word.tag == "s":
            return text in _SIDES
        if word.tag == "f":
            return text in ("以上", "以下") and index > 0 and self._words[index - 1].tag in ("n", "m", "c")
        if text in ("日", "年", "月"):
            return True
        if word.tag == "m":
            return _NUMBER_IN_NAME.fullmatch(text) is not None
        # What the tagger takes for a name and no component found to be one is a noun (电信业务收入).
        return (
            (word.tag in ("ORG", "LOC", "nx") and self._is_unnamed(word))
            or (text == "每" and right[:1] in "万百千亿人亩户")
            or (text == "本" and right == "外币")
        )

    def _joined(self, clause_start: int, joint: int, start: int, end: int) -> int | None:
        """Where the modifier before a joint starts if it belongs to the same head (风电、光伏|发电装机); None if it has its own."""
        right = self.text(start, end)
        first = self._start_of(clause_start, joint, joins=False)
        left = self.text(first, joint)
        is_one_noun = self._plain[joint:start] == "及" or has_modifier(right)
        if len(left) < 2 or normalised(left) is not None or not is_one_noun or end - first > _LONGEST:
            return None
        return first

    def _joint_before(self, start: int) -> int | None:
        """Where the joint right before `start` begins."""
        index = bisect_right(self._ends, start) - 1
        if index < 0 or self._ends[index] != start or self._plain[self._words[index].start : start] not in _JOINTS:
            return None
        return self._words[index].start

    def _figures_in(self, start: int, end: int) -> bool:
        return any(start <= first and last <= end for last, first in self._figures.items()) if end - start < 40 else True

    def _is_unnamed(self, word: Word) -> bool:
        """Whether the tagger alone takes the word for a name."""
        return not any(end in self._names for end in range(word.start + 1, word.end + 1))

    def is_noun(self, end: int) -> bool:
        """Whether the word that ends there is a noun; none where a word is cut or a verb or place stands there (省级大事|记, 周边)."""
        index = bisect_right(self._ends, end) - 1
        if index < 0 or self._ends[index] != end or self._words[index].tag not in _NOUN_TAGS:
            return False
        after = self._words[index + 1] if index + 1 < len(self._words) else None
        is_cut = after is not None and after.start == end and (after.tag == "a" or (after.tag == "v" and after.end == end + 1))
        return not (is_cut and after and re.match("[，。；、：！？\\n《“]|$", self._plain[after.end : after.end + 1]))

    def _word_start(self, clause_start: int, start: int, end: int) -> int:
        """Where the noun starts that a known wording ends (进步贡献率 as one word)."""
        index = bisect_right(self._ends, start)
        if start == end or index >= len(self._words):
            return start
        word = self._words[index]
        is_longer = clause_start <= word.start < start < word.end and 0 < start - word.start < 9 and word.tag in ("n", "vn", "nz", "a", "ORG")
        return word.start if is_longer and not self._is_named(word) and not STRIPPED.match(self._plain[word.start : start]) else start

    def is_attached(self, position: int) -> bool:
        """Whether a noun or adjective stands right there, and ends its clause (40个|大类)."""
        index = bisect_right(self._ends, position)
        if index >= len(self._words) or self._words[index].start != position or self._words[index].tag not in ("a", "n", "nz"):
            return False
        return re.match("[，。；、！？\n]|$", self._plain[self._words[index].end : self._words[index].end + 1]) is not None

    def _is_named(self, word: Word) -> bool:
        """Whether a place's name of more than one letter ends in the word, or is the word."""
        for end in range(word.start + 1, word.end + 1):
            start = self._names.get(end)
            if start is not None and (end - start > 1 or (start, end) == (word.start, word.end)):
                return True
        return False

    def with_country(self, start: int, end: int) -> int:
        """Where the phrase starts if the country that its head comes from belongs to it (德国企业, 中国商品)."""
        first = self._names.get(start)
        if first is None or not _COMES_FROM.search(self._plain[start:end]) or self._plain[first:start] not in _COUNTRIES:
            return start
        return first

    def _known_length(self, clause_start: int, end: int) -> int:
        known = wordings()
        for length in range(min(14, end - clause_start), 1, -1):
            if self._plain[end - length : end] in known:
                return length
        return 0


def _with_common_head(texts: list[str]) -> list[str]:
    """The names of a list: those without a head of their own take the last one's."""
    if len(texts) == 1 and (both := re.fullmatch("(.*)(产销|进出口|存贷款|供需)(量|额|余额)?", texts[0])) and both[2] != "进出口":
        return _halves(both[1], both[2])
    if len(texts) < 2:
        return []
    last = texts[-1]
    name = normalised(last)
    names = []
    for text in texts[:-1]:
        own = normalised(text)
        names.append(own or text + _head_of(last))
    return [*[normalised(one) or one for one in names], name or last]


def _halves(before: str, both: str) -> list[str]:
    first, second = {"产销": ("产量", "销量"), "存贷款": ("存款余额", "贷款余额"), "供需": ("供应量", "需求量")}[both]
    return [before + first, before + second]


def _head_of(phrase: str) -> str:
    """The known wording that ends a phrase, else its last two letters."""
    known = wordings()
    return next((phrase[-length:] for length in range(len(phrase) - 1, 1, -1) if phrase[-length:] in known), phrase[-2:])
