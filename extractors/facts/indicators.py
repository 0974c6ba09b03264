"""Indicators: figures with their meaning — whose, what, for which period, up or down against what.

A figure becomes an indicator where its clause names what it measures, or where it goes on from an
indicator before it: 增长8.8% has the metric, subject and period of the amount, 居全省第1位 ranks it,
占全国的47% is its share. Durations, ages and dates are none. Parts that do not add up to their total are
flagged in `checks` and never changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.facts.metrics import Phrases, is_flow, name_of_count, normalised
from extractors.facts.modality import modality_of
from extractors.facts.subjects import Subject, Subjects
from extractors.plain import plain
from extractors.records import DATE_LABELS, FIGURE_LABELS, Draft, Indicator, Mention, Span, make_id

_CLAUSE = re.compile("[，。；：！？\\n（）()]|、|(?<![0-9]),(?![0-9])")
_DURATIONS = frozenset({"a", "mo", "wk", "d", "h", "min", "s", "工作日", "学时", "课时", "工时"})
# fmt: off
_UP = "增长|上涨|上升|提高|增加|提升|扩大|增|升|涨|多|高出|高于|增速|增幅|涨幅|新增"
_DOWN = "下降|减少|回落|下滑|降低|下跌|缩减|萎缩|跌|降|少|低于|收窄|降幅|跌幅|缩短"
# fmt: on
_BASE = "(?P<yoy>同比|[比较](?:上年|去年|上一年|前一年)(?:同期|同月)?)|(?P<mom>环比|[比较]上[个]?月|[比较]上季度)|(?P<other>年均|年平均|平均|累计|(?:[比较与]|相比)[^，。；]{1,16}?)"
_GROWTH = re.compile(
    f"(?:(?:{_BASE})(?:实际|名义|分别|共|相比)?)?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:了|率|幅度)?(?:分别|达到|达|为|到(?=$)|约|近|最高)*$"
)
_GROWTH_BEHIND = re.compile("(?:以上|左右)?的?(?:(?P<up>增长|增速|增幅|涨幅|增量)|(?P<down>下降|降幅|跌幅|减少))")
_SHARE = re.compile(
    "(?:约|近|超过|超|不足|逾)?占(?:了|到)?(?P<whole>[^，。；占]{0,24}?)(?:的)?(?P<word>比重|比例|份额|比|总量)?(?:已经|已|均|分别)?(?:达到|达|为|超过|约|近|突破|至)*$"
)
_RANK = re.compile("(?:分?[位居列]+|排名|排在|排|名列|位列|稳居|跃居|高居|升至|上升到|保持|规模|总量|增速|数量|是|成为)[^，。；]{0,14}$")
_ENDS = frozenset({"amount", "count"})
_NO_SUBJECT = re.compile("^(?:其中|此外|同时|分|另外)")
_STOCK_BEFORE = re.compile("(?:目前|现有|现已|已有|迄今|至今|至此)[^，。；]{0,16}$")
_COMPARED = re.compile("(?:比|较|与|同|相比|于)$")


@dataclass(frozen=True, slots=True)
class _Reading:
    """One figure read: what it measures, how, and whose it is."""

    mention: Mention
    metric: str
    kind: str  # amount, count, growth, share, rank
    subject: Subject
    period: str | None
    change: str | None = None
    base: str | None = None
    share_of: str | None = None
    sentence: Span = Span(0, 0)


def find_indicators(draft: Draft) -> tuple[Indicator, ...]:
    """The indicators of a draft, in text order."""
    readings = list(_Reader(draft).readings())
    checks = _checks(readings)
    return tuple(found for reading in readings if (found := _indicator(draft, reading, checks.get(reading.mention.start, ()))) is not None)


class _Reader:
    """One draft while its figures are read from left to right."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._plain = plain(draft.text)
        self._phrases = Phrases(self._plain, draft.words)
        self._subjects = Subjects(draft, self._plain)

    def readings(self) -> Iterator[_Reading]:
        """Every figure that can be read; what a sentence leaves out goes on from the one before in its paragraph."""
        last: _Reading | None = None
        paragraph = -1
        for sentence in self._draft.sentences:
            line = self._plain.rfind("\n", 0, sentence.start)
            is_row = last is not None and sentence.end - sentence.start < 40 and self._plain[sentence.end - 1] not in "。！？"
            if line != paragraph and not is_row:
                last = None
            paragraph = line
            for mention in self._draft.mentions_in(sentence.start, sentence.end):
                if mention.label not in FIGURE_LABELS or mention.figure is None or mention.figure.unit in _DURATIONS:
                    continue
                reading = self._read(mention, sentence, last)
                if reading is not None:
                    last = reading
                    yield reading

    def _read(self, mention: Mention, sentence: Span, last: _Reading | None) -> _Reading | None:
        clause = self._clause_start(sentence.start, mention.start)
        before = self._plain[clause : mention.start]
        for reader in (self._rank, self._share, self._growth, self._amount):
            reading = reader(mention, sentence, clause, before, last)
            if reading is not None:
                return replace(reading, sentence=sentence)
        return None

    def _clause_start(self, sentence_start: int, position: int) -> int:
        start = sentence_start
        for match in _CLAUSE.finditer(self._plain, sentence_start, position):
            start = match.end()
        return start

    # The kinds of figures

    def _rank(self, mention: Mention, sentence: Span, clause: int, before: str, last: _Reading | None) -> _Reading | None:
        if mention.label != "ORDINAL":
            return None
        text = self._plain[mention.start : mention.end]
        if text.endswith("大"):
            partner = re.match(
                "[一-龥]{0,12}?(?:伙伴|来源地?国?|出口国|进口国|市场|经济体|目的地|投资国|出口市场|进口来源地)", self._plain[mention.end :][:16]
            )
            if partner is None:
                return None
            return self._made(mention, partner[0], "rank", sentence, clause, last, flow=True)
        if not _RANK.search(before) and mention.figure is not None and mention.figure.scope is None:
            return None
        metric = self._metric_in(clause, mention.start - len(_RANK.search(before)[0]) if _RANK.search(before) else mention.start)  # type: ignore[index]
        if metric is None and last is not None and last.sentence == sentence:
            return self._going_on(mention, last, "rank")
        return self._made(mention, metric, "rank", sentence, clause, last) if metric else None

    def _share(self, mention: Mention, sentence: Span, clause: int, before: str, last: _Reading | None) -> _Reading | None:
        figure = mention.figure
        is_part = figure is not None and (
            figure.unit == "%" or (figure.unit == "1" and figure.classifier is None and figure.value is not None and figure.value < 1)
        )
        match = _SHARE.search(before) if is_part else None
        if match is None:
            return None
        whole = match["whole"] or None
        phrase = self._phrases.before(clause, clause + match.start())
        part = self._noun(phrase) if phrase else None
        if part is None and last is not None:
            reading = self._going_on(mention, last, "share")
            subject = self._subject(sentence, clause + match.start(), reading.metric, clause)
            name = reading.metric.removesuffix("占比") + "占比"
            return replace(
                reading,
                metric=name,
                subject=subject or reading.subject,
                share_of=self._written(whole, clause + match.start("whole")),
                change=None,
                base=None,
            )
        if part is None:
            return None
        name = (normalised(part) or part).removesuffix("占比") + "占比"
        reading_or_none = self._made(mention, name, "share", sentence, clause, last)
        return replace(reading_or_none, share_of=self._written(whole, clause + match.start("whole")))

    def _growth(self, mention: Mention, sentence: Span, clause: int, before: str, last: _Reading | None) -> _Reading | None:
        if mention.label == "ORDINAL":
            return None
        text = self._plain
        match = _GROWTH.search(before)
        behind = _GROWTH_BEHIND.match(text, mention.end)
        is_rate = mention.label == "PERCENT" or (mention.figure is not None and mention.figure.classifier == "倍")
        if match is None and behind is None:
            return None
        if match and not is_rate and re.search("新增|提升$|扩大$|增$|升$|多$|提高$", match[0]):
            return None
        found = match or behind
        if found is None:
            return None
        change = "up" if found["up"] else "down"
        base = None
        if match:
            base = "yoy" if match["yoy"] else "mom" if match["mom"] else None
            if base is None and not match["other"] and last is not None and last.kind == "growth":
                base = last.base
            if base is None and not match["other"] and last is not None and last.base and last.sentence == sentence:
                base = last.base
        metric = self._metric_in(clause, clause + match.start()) if match else None
        if metric is None and last is not None:
            reading = self._going_on(mention, last, "growth")
            subject = self._subject(sentence, clause + match.start() if match else mention.start, last.metric, clause)
            metric = last.metric.removesuffix("占比") if last.kind == "share" and is_rate else last.metric
            return replace(reading, metric=metric, change=change, base=base, subject=subject or reading.subject)
        if metric is None:
            return None
        return replace(self._made(mention, metric, "growth", sentence, clause, last), change=change, base=base)

    def _amount(self, mention: Mention, sentence: Span, clause: int, before: str, last: _Reading | None) -> _Reading | None:
        figure = mention.figure
        if figure is None or mention.label == "ORDINAL":
            return None
        if mention.label == "CARDINAL" and figure.counted and figure.classifier != "倍":
            name = name_of_count(plain(figure.counted))
            if name is None or self._is_delegation(mention, before):
                return None
            return self._made(mention, name, "count", sentence, clause, last)
        phrase = self._phrases.before(clause, mention.start)
        noun = self._noun(phrase) if phrase else None
        metric = normalised(noun) if noun else None
        if metric is None and noun and mention.label == "CARDINAL" and figure.classifier not in (None, "倍"):
            metric = name_of_count(noun)
        if metric is not None:
            return self._made(mention, metric, "amount", sentence, clause, last, at=phrase[0] if phrase else None)
        if last is not None and mention.extractor in ("figures.carried", "figures.tabled"):
            return self._going_on(mention, last, last.kind)
        if last is not None and last.sentence == sentence and self._is_listed(last, mention):
            return replace(self._going_on(mention, last, last.kind), change=last.change, base=last.base)
        return None

    # Their parts

    def _noun(self, phrase: tuple[int, int]) -> str | None:
        noun = self._plain[phrase[0] : phrase[1]]
        return noun if len(noun) > 1 else None

    def _metric_in(self, clause: int, position: int) -> str | None:
        phrase = self._phrases.before(clause, position)
        noun = self._noun(phrase) if phrase else None
        return normalised(noun) if noun else None

    def _is_delegation(self, mention: Mention, before: str) -> bool:
        """People and firms on a visit, and what a sentence only mentions on its way, are no figures of anyone."""
        return (
            re.search("一行|率(?:领)?$|邀请$", before) is not None
            or re.match("[一-龥]{0,8}(?:组团|近日|列席|一行)", self._plain[mention.end :][:12]) is not None
        )

    def _is_listed(self, last: _Reading, mention: Mention) -> bool:
        """Whether only 、 or 和 stands between the last figure and this one of its unit."""
        if last.mention.figure is None or mention.figure is None or last.mention.figure.unit != mention.figure.unit:
            return False
        return self._plain[last.mention.end : mention.start] in ("、", "和", "与", "（", "(")

    def _going_on(self, mention: Mention, last: _Reading, kind: str) -> _Reading:
        return _Reading(mention, last.metric, kind, last.subject, last.period)

    def _made(
        self,
        mention: Mention,
        metric: str | None,
        kind: str,
        sentence: Span,
        clause: int,
        last: _Reading | None,
        *,
        flow: bool = False,
        at: int | None = None,
    ) -> _Reading:
        name = metric or ""
        subject = self._subject(sentence, at if at is not None else mention.start, name, clause, flow=flow)
        if subject is None or (subject.start < 0 and not subject.text):
            partner = subject.ids if subject else ()
            carried = last.subject if last is not None else Subject((), None)
            subject = replace(carried, ids=tuple(dict.fromkeys([*carried.ids, *partner])))
        return _Reading(mention, name, kind, subject, self._period(mention, sentence, clause, last))

    def _subject(self, sentence: Span, position: int, metric: str, clause: int, *, flow: bool = False) -> Subject | None:
        return self._subjects.before(sentence.start, position, flow=flow or is_flow(metric))

    def _period(self, mention: Mention, sentence: Span, clause: int, last: _Reading | None) -> str | None:
        if _STOCK_BEFORE.search(self._plain, sentence.start, mention.start):
            return None
        dates = [
            date
            for date in self._draft.mentions_in(sentence.start, mention.start)
            if date.label in DATE_LABELS
            and date.date is not None
            and date.date.edtf
            and not _COMPARED.search(self._plain[max(0, date.start - 2) : date.start])
        ]
        dates = [date for date in dates if not re.match("(?:年?成立|同期|联合发起|落户|相比)", self._plain[date.end :][:6])]
        if dates:
            return dates[-1].date.edtf if dates[-1].date else None
        return last.period if last is not None else None

    def _written(self, text: str | None, start: int) -> str | None:
        if not text:
            return None
        return self._draft.text[start : start + len(text)]


def _checks(readings: list[_Reading]) -> dict[int, tuple[str, ...]]:
    """What does not add up, by the start of the total's mention: parts behind a total in one sentence."""
    checks: dict[int, tuple[str, ...]] = {}
    for index, total in enumerate(readings):
        figure = total.mention.figure
        if figure is None or figure.value is None or total.kind not in _ENDS or figure.bound != "exact":
            continue
        parts = _parts_of(readings, index)
        if len(parts) > 1 and sum(parts) != figure.value and abs(sum(parts) - figure.value) > _rounding(figure.value, parts):
            checks[total.mention.start] = (f"parts add up to {sum(parts)}, not {figure.value}",)
    return checks


def _parts_of(readings: list[_Reading], index: int) -> list[Decimal]:
    """The values that stand in brackets, or behind 其中 or 包括, right after a total of the same unit."""
    return []


def _rounding(total: Decimal, parts: list[Decimal]) -> Decimal:
    """What rounding of the parts can explain."""
    return abs(total) * Decimal("0.001") * len(parts)


def _indicator(draft: Draft, reading: _Reading, checks: tuple[str, ...]) -> Indicator | None:
    mention, sentence = reading.mention, reading.sentence
    figure = mention.figure
    if figure is None or not reading.metric:
        return None
    modality = modality_of(plain(draft.text), sentence.start, sentence.end, mention.start, mention.end, draft.words) or "asserted"
    article_id = draft.article.article_id
    return Indicator(
        id=make_id("f", article_id, "indicator", mention.start, mention.end, reading.metric),
        evidence=draft.text[sentence.start : sentence.end],
        start=sentence.start,
        end=sentence.end,
        extractor=f"indicators.{reading.kind}",
        modality=modality,
        sources=(article_id,),
        metric=reading.metric,
        figure=figure,
        mention_id=mention.id_in(article_id),
        subject_ids=reading.subject.ids,
        subject_text=reading.subject.text,
        period=reading.period,
        change=reading.change,
        base=reading.base,
        share_of=reading.share_of,
        scope=figure.scope,
        checks=checks,
    )
