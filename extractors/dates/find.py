"""DATE and TIME mentions of a text, each with its normalised date and the anchor that settled it.

Found: absolute and relative dates, periods, plan periods, named days, vague and repeating times. Left
alone: clock times without a day, durations and ages, numbers in names (中国制造2025, 5·12汶川地震).

Borders: the whole expression from year to clock time is one mention, a range is one mention, an
enumeration several. Inside are 份, 号, 期间, 时期, 同期, a weekday in brackets, the quotes around a plan's
or festival's name, the words that open a period and touch it (以来, 以前, 后, 起), and the head of relative
ones (近, 过去, 每). Outside are prepositions before it (自, 从, 截至, 于, 到), 许, 左右, 前后, 开始, 止, 内 and
北京时间. TIME is a mention with a clock time or part of the day, DATE any other.

>>> for mention in find_dates("12月14日，今年1—10月", published="2020-12-15"):
...     print(mention.text, mention.date.edtf, mention.date.anchor)
12月14日 2020-12-14 published
今年1—10月 2020-01/2020-10 published
>>> [mention.date.edtf for mention in find_dates("成立于2016年4月。\\n8月12日，记者采访")]
['2016-04', 'XXXX-08-12']
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right

from extractors.dates.context import Context, Surroundings
from extractors.dates.parts import Away, Days, FullDay, FullMonth, Months, Part, Repeat, SamePeriod, Vague, Whole, Year
from extractors.dates.phrases import Phrase, find_phrases
from extractors.dates.resolve import Meaning, resolve
from extractors.plain import plain
from extractors.records import Date, Mention

_BORDER = '，。；：！？、,;:!?（(【「“"\n 　·●■◆—'
_LEADS = re.compile(rf"(?:^|[{_BORDER}])(?:早在|就在|到了|截至|截止|据悉|其中|早|在|自|从|于|而|但|到|至|是)?$")
_FUTURE_BEFORE = re.compile(
    r"(?:将|拟|(?<![原既规])定|预计|计划|预定|有望|力争|争取|确保|准备|打算|即将|初定)(?:会|要|能)?(?:于|在|到|至|从)?$"
    r"|会(?:于|在)$"
)
_FUTURE_AFTER = re.compile(
    r"(?:[上下]午|晚|前|起|之前|以前|期间)?[，,]?[^，。；！？\n0-9]{0,12}?(?:将(?:于|在|会|继续|正式|举行|举办|召开|开幕"
    r"|迎来|出现|有|进行|开始|陆续|全面|推出|实施|全部|基本|完成|率先|分别|逐步|按|达到?|建成|投产|上市|播出|投入|赴|前往|对"
    r"|来|访|抵|派|启动|首次|再次|重新|成为)|拟|即将|有望|预计|敬请|如期|可能)"
)
# One of these stands within so many characters of any match of the pattern above.
_FUTURE_HINT = re.compile("[将拟即望预敬如可]")
_FUTURE_REACH = 24
_FUTURE_IN_CLAUSE = re.compile(r"[^，。；！？\n将]{0,36}将(?![近军士领帅才要害其])")
_DEADLINE_BEFORE = re.compile(r"(?:要求|须|应当?|务必|限|请|责令|确保|力争|争取|承诺|计划|预计|必须|截止)[^，。；！？\n]{0,10}$")
_GOAL_BEFORE = re.compile(r"(?:(?<!截止)(?<!截至)到|(?<!截)至|力争|争取|预计|确保|面向|迈向|展望)$")
# What the patterns for the words before end with, to be asked first.
_GOAL_ENDS = "到至争取计保向望"
_COMPARISON_ENDS = "比较于过超对"
_REPORT_STARTS = "，,本记从小笔上下晚电讯"
_FUTURE_ENDS = "于在到至从会要能将拟定计划望争取保备算"
_RANGE_ENDS = ("起到", "起至", "时到", "时至", "午到", "午至", "晨到", "晨至", "晚到", "晚至")
_AS_OF = ("截至", "截止", "截止到", "截至到", "截止至")
_UNHEEDED = Surroundings(lends=False)
_COMPARISON_BEFORE = re.compile(r"(?:比|较|高于|低于|超过|超|相对)$")
# These compare only with what has been: 与上月持平, 由上月下降; 12日和14日 is an enumeration.
_WEAK_COMPARISON = "与同和由从"
_REPORTS = re.compile(
    r"[，,]?(?:(?:本报|本网|本台)?记者|本报|本网|小编|笔者|从[^，。；\n]{1,20}?(?:获悉|了解到))|(?:[上下]午|晚)?(?:电|讯)(?![信视子话商讯])"
)
_MODIFIES = re.compile(r"[^，。；！？\n、]{1,10}?的(?!时候|是)")
# 成立于, 始建于, 生于: the date is the verb's, not the sentence's.
_FOUNDED_BEFORE = re.compile("[立建办业生造产版布设起发创成]于$")
_HEADING_LENGTH = 40
_AROUND = 3
_REVIEW = re.compile(r"公报|总结|回顾|综述|报告|大事记|盘点")
# The borders of extractors.sentences, without their spans.
_SENTENCE_END = re.compile("[。！？!?…]+[”’\"'」』）)】》]*|\n")
_SENTENCE_MARKS = "。！？；!?;"
_DATELINE = re.compile(r"(?:电|讯|消息)")
# No paper is older; later years leave the calendar when something is counted from them.
_FIRST_PUBLISHED, _LAST_PUBLISHED = 1600, 2999
# A dateline stands in the first characters of the text.
_DATELINE_END = 60
_CONFIDENT = {"absolute": 0.98, None: 0.8}
_LESS_SURE = {
    "dates.short_year": 0.85,
    "dates.lone_short_year": 0.75,
    "dates.bare_year": 0.7,
    "dates.weekday": 0.8,
    "dates.figure_day_year_last": 0.8,
}


def find_dates(text: str, *, published: str | None = None, title: str | None = None, dateline_date: str | None = None) -> list[Mention]:
    """The DATE and TIME mentions in text order, none overlapping.

    `published` is an ISO day, `dateline_date` the dateline's date as written (8月12日); the title may
    set the year. Only what depends on `published` moves with it.
    """
    day = datetime.date.fromisoformat(published) if published else None
    if day is not None and not _FIRST_PUBLISHED <= day.year <= _LAST_PUBLISHED:
        day = None
    body = plain(text)
    context = Context(day, _dateline_of(dateline_date))
    if title:
        _read_title(title, context)
    phrases = list(find_phrases(body))
    if context.dateline is None:
        context.set_dateline(_dateline_in(body, phrases))
    return list(_mentions(text, body, phrases, context))


def _mentions(text: str, body: str, phrases: list[Phrase], context: Context) -> list[Mention]:
    sentence_ends = [match.end() for match in _SENTENCE_END.finditer(body)]
    mentions: list[Mention] = []
    sentence, line_start = -1, 0
    line_end = body.find("\n")
    for phrase in phrases:
        while 0 <= line_end < phrase.start:
            line_start, line_end = line_end + 1, body.find("\n", line_end + 1)
            if line_end < 0 or line_end >= phrase.start:
                context.start_paragraph()
        now = bisect_right(sentence_ends, phrase.start)
        if now != sentence:
            context.start_sentence()
            sentence = now
        surroundings = _surroundings(body, phrase, line_start, context)
        if phrase.end <= _DATELINE_END and _is_dateline(body, phrase):
            meaning = _resolve_dateline(phrase, context, surroundings)
            surroundings = surroundings._replace(lends=False)
        else:
            meaning = resolve(phrase, context, surroundings)
        if meaning is None:
            continue
        heading = meaning.known.sets_year and _is_heading(body, line_start, line_end if line_end >= 0 else len(body))
        context.remember(meaning.known, surroundings, heading=heading)
        mentions.append(_mention(text, phrase, meaning))
    return mentions


def _resolve_dateline(phrase: Phrase, context: Context, surroundings: Surroundings) -> Meaning | None:
    """The dateline's own date has nothing but the day of publication to go by."""
    dateline = context.dateline
    context.set_dateline(None)
    meaning = resolve(phrase, context, surroundings)
    context.set_dateline(dateline)
    return meaning


def _mention(text: str, phrase: Phrase, meaning: Meaning) -> Mention:
    period = meaning.period
    rule = _rule_of(phrase)
    anchor = meaning.anchor if period.edtf is not None else None
    has_clock = phrase.has_clock
    grain = "time" if has_clock and period.grain == "day" else period.grain
    confidence = _LESS_SURE.get(rule, _CONFIDENT.get(anchor, 0.9))
    return Mention(
        label="TIME" if has_clock else "DATE",
        start=phrase.start,
        end=phrase.end,
        text=text[phrase.start : phrase.end],
        extractor=rule,
        confidence=0.95 if period.grain in ("vague", "set") else confidence,
        date=Date(period.edtf, period.start, period.end, grain, anchor),
    )


def _rule_of(phrase: Phrase) -> str:
    """The rule of the first point's smallest part that has a value."""
    for found in reversed(phrase.first):
        if found.rule != "dates.clock":
            return found.rule
    return phrase.parts[-1].rule


def _surroundings(body: str, phrase: Phrase, line_start: int, context: Context) -> Surroundings:
    first = phrase.first[0].part
    if isinstance(first, Vague | Repeat):
        return _UNHEEDED
    before = body[max(line_start, phrase.start - 8) : phrase.start]
    after = body[phrase.end : phrase.end + 40]
    last = before[-1:]
    same_period = isinstance(phrase.first[-1].part, SamePeriod)
    compares = _compares(first, before, last)
    settled = isinstance(first, Whole | FullMonth) or (isinstance(first, Year) and first.ref not in ("now", "text"))
    return Surroundings(
        leads=not last or last in _BORDER or bool(_LEADS.search(before)),
        paragraph_leads=phrase.start - line_start <= 2,
        future=_says_future(body, phrase, line_start, before, "" if settled else after),
        reports=not settled and after[:1] in _REPORT_STARTS and bool(_REPORTS.match(after)),
        as_of=last in "至止到" and before.endswith(_AS_OF),
        lends=not same_period and _lends(phrase, first, before, compares),
        apposition=last == "(" and context.sentence is not None,
        alone=_is_alone(body, phrase, line_start),
        compares=compares or same_period,
        background=(after[:1] != "，" and bool(_MODIFIES.match(after))) or (last == "于" and bool(_FOUNDED_BEFORE.search(before))),
        deadline=phrase.opening == "until",
        ends_range=last in "到至" and before.endswith(_RANGE_ENDS),
        soon=not settled and bool(_FUTURE_IN_CLAUSE.match(after)),
    )


def _compares(first: Part, before: str, last: str) -> bool:
    """Whether the expression is what a figure is compared with (比去年, 与上月持平)."""
    if last in _COMPARISON_ENDS:
        return bool(_COMPARISON_BEFORE.search(before))
    if not last or last not in _WEAK_COMPARISON:
        return False
    return (isinstance(first, Year) and first.ref in ("now", "text") and first.number < 0) or (isinstance(first, Away) and first.offset < 0)


def _says_future(body: str, phrase: Phrase, line_start: int, before: str, after: str) -> bool:
    """Whether the words before (将于), the words after (将举行) or a deadline (要求……前) put it into the future."""
    if before[-1:] in _FUTURE_ENDS and _FUTURE_BEFORE.search(before):
        return True
    if _FUTURE_HINT.search(after, 0, _FUTURE_REACH) and _FUTURE_AFTER.match(after):
        return True
    return phrase.opening == "until" and bool(_DEADLINE_BEFORE.search(body, max(line_start, phrase.start - 20), phrase.start))


def _lends(phrase: Phrase, first: Part, before: str, compares: bool) -> bool:
    """Whether later dates may take their year from this one: no goal, no open period, nothing that a figure is compared with."""
    if phrase.opening is not None or (before[-1:] in _GOAL_ENDS and _GOAL_BEFORE.search(before)):
        return False
    return not (compares and isinstance(first, Year) and first.ref in ("now", "text") and first.number < 0)


def _is_alone(body: str, phrase: Phrase, line_start: int) -> bool:
    """Whether the line holds the expression and hardly anything else (2018年大事记)."""
    if phrase.start - line_start > _AROUND:
        return False
    line_end = body.find("\n", phrase.end, phrase.end + _AROUND + 1)
    return line_end >= 0 or len(body) - phrase.end <= _AROUND


def _is_heading(body: str, start: int, end: int) -> bool:
    return end - start <= _HEADING_LENGTH and not any(mark in body[start:end] for mark in _SENTENCE_MARKS)


def _read_title(title: str, context: Context) -> None:
    """Let the title set the section's year, unless it speaks of a plan, a goal or a jubilee."""
    body = plain(title)
    for phrase in find_phrases(body):
        surroundings = _surroundings(body, phrase, 0, context)
        meaning = resolve(phrase, context, surroundings)
        if meaning is None or not meaning.known.sets_year or not surroundings.lends or surroundings.future:
            continue
        if re.match(r"远景|愿景|目标|规划|计划|行动", body[phrase.end :]):
            continue
        if context.published is not None and meaning.known.year not in (context.published.year, context.published.year - 1):
            continue
        context.section = meaning.known._replace(alone=bool(_REVIEW.search(body)))
        return


def _dateline_of(written: str | None) -> tuple[int | None, int, int] | None:
    if not written:
        return None
    for phrase in find_phrases(plain(written)):
        found = _day_of(phrase)
        if found is not None:
            return found
    return None


def _dateline_in(body: str, phrases: list[Phrase]) -> tuple[int | None, int, int] | None:
    """The date of a dateline at the head of the text (新华社北京8月12日电)."""
    for phrase in phrases[:3]:
        if phrase.end <= _DATELINE_END and _is_dateline(body, phrase):
            return _day_of(phrase)
    return None


def _is_dateline(body: str, phrase: Phrase) -> bool:
    return bool(_DATELINE.match(body, phrase.end)) and not re.search(r"[，。！？]", body[: phrase.start])


def _day_of(phrase: Phrase) -> tuple[int | None, int, int] | None:
    """Year (if written), month and day of a phrase that is one full day."""
    parts: list[Part] = [found.part for found in phrase.first]
    year: int | None = None
    if phrase.last:
        return None
    if isinstance(parts[0], FullDay):
        return parts[0].year, parts[0].month, parts[0].day
    if isinstance(parts[0], Year):
        if parts[0].ref is not None:
            return None
        year, parts = parts[0].number, parts[1:]
    if len(parts) >= 2 and isinstance(parts[0], Months) and isinstance(parts[1], Days):
        return year, parts[0].first, parts[1].first
    return None
