"""Figures in a text: MONEY, PERCENT, QUANTITY, CARDINAL, ORDINAL with value, bound and unit.

A numeral is found by its characters; what stands before it (bound words, signs, 第, 前) opens the
phrase that the rules read, longest reading first. Numbers in names, dates, titles, idioms and codes
are left alone: `taken` are the spans of dates and titles, lexicon/not_figures.tsv has the fixed terms.

>>> [(m.text, m.label, str(m.figure.value), m.figure.bound) for m in find_figures("德国企业600多家，贸易额165.3亿美元。")]
[('600多家', 'CARDINAL', '600', 'more_than'), ('165.3亿美元', 'MONEY', '16530000000', 'exact')]
>>> find_figures("对接德国工业4.0，一致通过一个决议")
[]
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from extractors.figures.bounds import bound_before
from extractors.figures.counted import Counting
from extractors.figures.lexicons import classifiers, currencies, currency_codes, symbols, units
from extractors.figures.not_figures import blocked_spans, is_code, is_list_marker
from extractors.figures.scopes import scope_before
from extractors.numerals import read_amount
from extractors.overlaps import flatten
from extractors.plain import plain
from extractors.records import Figure, Mention, Span, Word
from extractors.rules import Rule

# Runs of numeral characters longer than this are no figures: the press has none above some thirty.
_LONGEST_RUN = 48

_OPENER = re.compile(
    "[0-9]+(?=[一二三四五六七八九两])|[0-9〇零一二三四五六七八九两俩壹贰叁肆伍陆柒捌玖十拾百佰千仟万亿廿卅]+|[数几](?=[十百千万亿])|半(?=[年个小公斤吨亩百])|首位|榜首|头把交椅"
)
_FRONT = re.compile(
    r"(?:第 ?|(?<![目以提之此当空史跟向往上从午产])前|翻了?|(?<![胜肩担背抱正减不辜降欺])负|(?<![0-9A-Za-z一-龥)）%.\-])-|零下|人民币 ?"
    r"|(?:US|HK|NT|[ACS])?\$ ?|[¥€£₽₩₹฿] ?"
    r"|(?<![A-Za-z])(?:RMB|CNY|USD|EUR|GBP|HKD|JPY|CHF) ?|港[币元]|新?台币|美[元金]|[日欧韩加澳]元|新加坡元|日币|英镑|卢布|瑞士法郎|泰铢"
    r"|[华摄]氏(?:温度)?(?:零下)?|[负-]?\.|好)$"
)
_FRONT_REACH = 8
# Where the characters that a rule needs can stand: right behind the number, or further where it goes on (a range, 元 and 角).
_NUMBER = re.compile("[0-9.,，〇零一二三四五六七八九两俩壹贰叁肆伍陆柒捌玖十拾百佰千仟万亿兆廿卅数几半多余来点k 首位榜头把交椅]{0,60}")
_GOES_ON = frozenset("至到~—―－–-−和与分又/^%‰个元块美欧日港英公平立小岁年天月吨名家人")
_NEAR, _FAR, _BEFORE = 4, 40, 12
_LIST_LEFT = re.compile(
    r"(?:^|[^0-9A-Za-z.一二三四五六七八九十百千万亿])(?P<numeral>[0-9][0-9,.]{0,15}[万亿]?|[二三四五六七八九十百千万亿两]{2,8})(?:、|和|与|及|以及|或)$"
)

_UNIT_ONCE = re.compile("单位 ?[:：] ?(?P<magnitude>万亿|[万亿])?(?P<unit>[A-Za-z一-龥0-9²³]{1,6}?)(?=[)）\\]】\\s，,;；|]|$)")
_CELL = re.compile(r"(?<![^\s|])-?[0-9][0-9,]{0,15}(?:\.[0-9]{1,6})?(?![^\s|])")
_LONGEST_ROW = 150
_LONGEST_LIST = 20


def find_figures(text: str, *, taken: Sequence[Span] = (), words: Sequence[Word] = ()) -> list[Mention]:
    """Mentions in text order; `taken` are spans of dates and titles, `words` the tagger's, which give what is counted."""
    reading = _Reading(text, taken, words)
    mentions = list(reading.found())
    carried = [*reading.carried(mentions), *reading.tabled()]
    spans = {(mention.start, mention.end) for mention in carried}
    return flatten([*(mention for mention in mentions if (mention.start, mention.end) not in spans), *carried])


@lru_cache(maxsize=1)
def _rules() -> tuple[tuple[Rule, frozenset[str], bool], ...]:
    """The rules, each with characters of which one must stand in the phrase (or before it) for the rule to match; none for any."""
    # Imported on first use: the patterns are made from the word lists.
    from extractors.figures.rules import RULEBOOK

    cues = {
        "money": {name[0] for name in currencies()}, "money_after_sign": {name[0] for name in symbols()}, "quantity": {name[0] for name in units()},
        "count": {name[0] for name in classifiers()}, "money_with_change": set("角毛分钱銭便仙"), "money_in_kuai": {"块"}, "pay": set("薪资"),
        "percent": set("%‰‱点"), "percent_in_words": {"之"}, "tenths": {"成"}, "discount": {"折"}, "temperature": set("华摄"),
        "quantity_and_half": {"半"}, "half_quantity": {"半"}, "compound_duration": {"分"}, "fraction": set("分/"), "doubling": {"番"}, "power": {"^"},
        "rank": {"第"}, "top": {"前"}, "first_place": set("首榜头"), "between": {"间"},
    }  # fmt: skip
    names = [rule.name.removeprefix("figures.") for rule in RULEBOOK.rules]
    return tuple((rule, frozenset(cues.get(name, ())), name == "pay") for rule, name in zip(RULEBOOK.rules, names, strict=True))


@dataclass(frozen=True, slots=True)
class _Hit:
    """One reading of a phrase: the rule's name, its end, its figure and the match."""

    rule: str
    match: re.Match[str]
    figure: Figure


class _Reading:
    """One text while its figures are read."""

    def __init__(self, text: str, taken: Sequence[Span], words: Sequence[Word]) -> None:
        self.text = text
        self.plain = plain(text)
        spans = sorted([*((span.start, span.end) for span in taken), *blocked_spans(self.plain)])
        self._starts, self._ends = _merged(spans)
        self._counting = Counting(self.plain, words)

    def found(self) -> Iterator[Mention]:
        """What the rules read, left to right."""
        reached = 0
        for opener in _OPENER.finditer(self.plain):
            start = max(opener.start(), reached)
            if opener.end() - start > _LONGEST_RUN:
                continue
            while start < opener.end():
                blocked = self._blocked_until(start)
                if blocked > start:
                    start = reached = blocked
                    continue
                mention = self._mention_at(start, reached)
                if mention is not None:
                    yield mention
                    reached = mention.end
                break

    def _blocked_until(self, position: int) -> int:
        """The end of the taken span that holds the position, or the position."""
        index = bisect_right(self._starts, position) - 1
        return self._ends[index] if index >= 0 and self._ends[index] > position else position

    def _is_free(self, start: int, end: int) -> bool:
        index = bisect_right(self._starts, end - 1) - 1
        return index < 0 or self._ends[index] <= start

    def _mention_at(self, start: int, reached: int) -> Mention | None:
        front = _FRONT.search(self.plain[max(0, start - _FRONT_REACH) : start])
        front_start = start - len(front[0]) if front else start
        bound = bound_before(self.plain, front_start)
        starts = [front_start, start] if front and front[0][0] != "第" else [front_start]
        if bound:
            starts.insert(0, bound[0])
        for first in dict.fromkeys(starts):
            if first < reached or not self._is_free(first, start + 1):
                continue
            hit = self._best_hit(first, start)
            if hit is not None:
                return self._mention(hit, outer=bound[1] if bound and bound[0] >= first == front_start else None)
        return None

    def _best_hit(self, first: int, numeral_start: int) -> _Hit | None:
        """The longest reading of the phrase at `first`; of two the earlier rule's."""
        best: _Hit | None = None
        end = _NUMBER.match(self.plain, numeral_start).end()  # type: ignore[union-attr]
        reach = _FAR if self.plain[end : end + 1] in _GOES_ON else _NEAR
        here, before = frozenset(self.plain[first : end + reach]), frozenset(self.plain[max(0, first - _BEFORE) : first])
        for rule, cues, is_before in _rules():
            if cues and cues.isdisjoint(before if is_before else here):
                continue
            match = rule.pattern.match(self.plain, first)
            if match is None or (best is not None and match.end() <= best.match.end()) or match.end() <= numeral_start:
                continue
            figure = rule.read(match)
            if figure is not None and self._may_be(rule.name, match, figure, numeral_start):
                best = _Hit(rule.name, match, figure)
        return best

    def _may_be(self, rule: str, match: re.Match[str], figure: Figure, numeral_start: int) -> bool:
        start, end = match.span()
        if not self._is_free(start, end):
            return False
        is_sure = figure.unit == "%" or figure.unit in currency_codes()
        # A bound word parts the number from what stands before it.
        if not is_sure and is_code(self.plain, start, end, is_parted=match.groupdict().get("before") is not None):
            return False
        return rule != "figures.count" or self._counting.ends_a_word(end)

    def _mention(self, hit: _Hit, *, outer: str | None) -> Mention:
        start, end = hit.match.span()
        figure = hit.figure
        if outer and figure.bound == "exact" and figure.value is not None:
            figure = replace(figure, bound=outer)
        label = label_of(figure)
        if figure.classifier:
            figure = replace(figure, classifier=self.text[hit.match.start("unit") : hit.match.end("unit")])
        if label == "CARDINAL":
            # 人 counts people itself: in 22人组成的名单 the list is not counted.
            counted = None if figure.classifier in ("人", "人次", "倍") else self._counting.counted_after(end)
            figure = replace(figure, counted=self._written(counted))
        elif label == "ORDINAL":
            figure = replace(figure, scope=self._written(scope_before(self.plain, start)))
        return Mention(label, start, end, self.text[start:end], hit.rule, figure=figure)

    def _written(self, span: Span | None) -> str | None:
        return None if span is None else self.text[span.start : span.end]

    def carried(self, mentions: Iterable[Mention]) -> Iterator[Mention]:
        """Numbers of a list that share the last one's unit and magnitude (投资120、80和45亿元)."""
        previous_end = 0
        for mention in mentions:
            # A bare number before the list's last one waits for its unit (1.2万、0.8万和1.5万平方米).
            if mention.extractor == "figures.bare_number":
                continue
            start = mention.start
            for _ in range(_LONGEST_LIST):
                left = _LIST_LEFT.search(self.plain[max(previous_end, start - 24) : start])
                carried = left and self._carried(left, max(previous_end, start - 24), mention)
                if not carried:
                    break
                yield carried
                start = carried.start
            previous_end = mention.end

    def tabled(self) -> Iterator[Mention]:
        """Numbers in the cells of a table that names its unit once (单位：亿元)."""
        for heading in _UNIT_ONCE.finditer(self.plain):
            unit = currencies().get(heading["unit"]) or units().get(heading["unit"])
            if unit is None:
                continue
            scale = {"万": 10**4, "亿": 10**8, "万亿": 10**12, "": 1}[heading["magnitude"] or ""]
            for start, end in self._cells_after(heading.end()):
                value = (Decimal(self.plain[start:end].replace(",", "")) * scale * unit.factor).normalize() + 0
                figure = Figure(value, unit.unit)
                yield Mention(label_of(figure), start, end, self.text[start:end], "figures.tabled", figure=figure, confidence=0.9)

    def _cells_after(self, position: int) -> Iterator[tuple[int, int]]:
        """Numbers that stand alone in their cell, on the short lines below, up to the first line of prose."""
        line_start = self.plain.find("\n", position) + 1
        while 0 < line_start < len(self.plain):
            line_end = self.plain.find("\n", line_start)
            line_end = len(self.plain) if line_end < 0 else line_end
            if line_end - line_start > _LONGEST_ROW or self.plain[line_end - 1] in "。！？" or "单位" in self.plain[line_start:line_end]:
                return
            for cell in _CELL.finditer(self.plain, line_start, line_end):
                if self._is_free(*cell.span()):
                    yield cell.span()
            line_start = line_end + 1

    def _carried(self, left: re.Match[str], offset: int, mention: Mention) -> Mention | None:
        start, end = offset + left.start("numeral"), offset + left.end("numeral")
        figure = mention.figure
        amount = read_amount(left["numeral"])
        if figure is None or figure.value is None or mention.label == "ORDINAL":
            return None
        if amount is None or amount.value is None or not self._is_free(start, end) or is_list_marker(self.plain, start, end):
            return None
        if is_code(self.plain, start, end, is_parted=False) or re.fullmatch("(?:19|20)[0-9]{2}", left["numeral"]):
            return None
        scale = 1 if re.search("[万亿]", left["numeral"]) else _magnitude_of(self.plain[mention.start : mention.end])
        carried = replace(figure, value=amount.value * scale, bound="exact", low=None, high=None)
        return Mention(mention.label, start, end, self.text[start:end], "figures.carried", figure=carried, confidence=0.9)


def label_of(figure: Figure) -> str:
    """The label that a figure's unit asks for."""
    if figure.unit in ("%", "pp"):
        return "PERCENT"
    if figure.unit == "1":
        return "CARDINAL"
    if figure.unit == "rank":
        return "ORDINAL"
    return "MONEY" if figure.unit in currency_codes() else "QUANTITY"


def _magnitude_of(phrase: str) -> int:
    """What 万 and 亿 behind the number of a phrase multiply it by."""
    match = re.search("[0-9一二三四五六七八九十](?P<magnitude>万亿|[万亿])", phrase)
    return {"万": 10**4, "亿": 10**8, "万亿": 10**12}[match["magnitude"]] if match else 1


def _merged(spans: Sequence[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """Starts and ends of the spans, sorted, overlapping ones joined."""
    starts: list[int] = []
    ends: list[int] = []
    for start, end in spans:
        if ends and start < ends[-1]:
            ends[-1] = max(ends[-1], end)
        elif start < end:
            starts.append(start)
            ends.append(end)
    return starts, ends
