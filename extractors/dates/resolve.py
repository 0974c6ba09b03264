"""What a date expression means in its text: periods, and the anchor that settled them.

A bare month or day takes its year from, in this order: an earlier date in the same sentence, in the
same paragraph, the section (title, heading, chronicle), the dateline, the day of publication. A date
lends its year only where it carries the narrative: it leads its clause, is no background (成立于2016年4月,
2016年成立的公司), no goal (到2025年), no comparison (比去年). 今年, 昨日 and the like count from the day of
writing, 同年 and 当日 from the last date before them. After `published`, a bare month or day is the last one
before it unless the clause says the future. What nothing settles stays X or None.

>>> context = Context(published=datetime.date(2020, 12, 15))
>>> context.year_for(12, 14, Surroundings())
(2020, 'published')
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from extractors.dates import edtf, lunar
from extractors.dates.edtf import Period
from extractors.dates.parts import (
    Ago,
    Away,
    Clock,
    Days,
    Festival,
    Few,
    FullDay,
    FullMonth,
    LastThirdOfMonth,
    LunarMonth,
    MonthDays,
    Months,
    Part,
    Repeat,
    Rolling,
    SamePeriod,
    Season,
    Vague,
    Week,
    Weekday,
    Whole,
    Year,
)
from extractors.dates.phrases import Phrase
from extractors.dates.words import Found, festival_days

# From December to January the year turns: a month so much earlier than the lender's is not of the same year for sure.
_MONTHS_BACK = 9
# 第三天 counts on from a day; 第45天 counts something else.
_LONGEST_STORY = 10
# A named day that was at most so many days ago is meant, rather than the one to come.
_DAYS_SINCE_FESTIVAL = 60
_DAY = datetime.timedelta(days=1)


class Surroundings(NamedTuple):
    """What the text around an expression says: it leads its clause, speaks of the future, of the article's now (记者),
    follows 截至, stands in brackets behind another date, is (nearly) the whole line, is what a figure is compared with,
    is background (成立于2016年4月, 2016年成立的联盟), is a deadline (2月20日前)."""

    leads: bool = True
    paragraph_leads: bool = False
    future: bool = False
    reports: bool = False
    as_of: bool = False
    lends: bool = True
    apposition: bool = False
    alone: bool = False
    compares: bool = False
    background: bool = False
    deadline: bool = False


class Known(NamedTuple):
    """A date of the text that later ones may take year, month or day from."""

    year: int | None
    month: int | None = None
    day: int | None = None
    sets_year: bool = False
    leads: bool = True
    period: Period | None = None
    alone: bool = False
    background: bool = False
    counted: bool = False
    deictic: bool = False


@dataclass(slots=True)
class Frame:
    """A point while its parts are read, from the larger to the smaller."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    anchor: str | None = None
    period: Period | None = None
    lunar: bool = False
    sets_year: bool = False
    placed: bool = False
    movable: bool = False
    counted: bool = False
    deictic: bool = False


class Meaning(NamedTuple):
    """A resolved expression: its period, its anchor, and what it makes known."""

    period: Period
    anchor: str | None
    known: Known


class Context:
    """The dates that stand before an expression, and those of the article."""

    def __init__(self, published: datetime.date | None = None, dateline: tuple[int | None, int, int] | None = None) -> None:
        self.published = published
        self.dateline = dateline
        self.sentence: Known | None = None
        self.paragraph: Known | None = None
        self.paragraph_day: Known | None = None
        self.paragraph_month: Known | None = None
        self.section: Known | None = None
        self.chronicle: Known | None = None
        self.section_day: Known | None = None
        self.last_day: tuple[Known, int, int] | None = None
        self.last_year: tuple[Known, int, int] | None = None
        self.last_month: tuple[Known, int, int] | None = None
        self.sentence_number = 0
        self.paragraph_number = 0
        self.range_start: Known | None = None

    # -- moving through the text

    def start_sentence(self) -> None:
        """Forget the dates of the sentence before."""
        self.sentence = None
        self.sentence_number += 1

    def start_paragraph(self) -> None:
        """Forget the dates of the paragraph before."""
        self.start_sentence()
        self.paragraph = self.paragraph_day = self.paragraph_month = None
        self.paragraph_number += 1

    def remember(self, known: Known, surroundings: Surroundings, *, heading: bool = False) -> None:
        """Keep what a resolved expression makes known for those after it; what a figure is compared with is forgotten."""
        if surroundings.compares:
            return
        if known.day is not None and not known.counted and not surroundings.deadline:
            self.last_day = (known, self.sentence_number, self.paragraph_number)
        if known.month is not None:
            self.last_month = (known, self.sentence_number, self.paragraph_number)
        if known.year is not None and known.sets_year and not known.counted:
            self.last_year = (known, self.sentence_number, self.paragraph_number)
        if not surroundings.lends:
            return
        self.sentence = known if known.sets_year or self.sentence is None or known.month is not None else self.sentence
        if surroundings.background or surroundings.future:
            return
        if known.day is not None:
            self.paragraph_day = self.section_day = known
        if not surroundings.leads:
            return
        if known.sets_year:
            self.paragraph = known
        if known.month is not None and known.day is None:
            self.paragraph_month = known
        if heading and known.sets_year:
            self.section = known._replace(alone=surroundings.alone)
        if surroundings.paragraph_leads and known.sets_year:
            self.chronicle = known

    # -- what the article says of its own day

    def now(self) -> tuple[datetime.date | None, str | None]:
        """The day of writing: the dateline's, with the year of publication where it has none, else the day of publication."""
        if self.dateline is not None:
            year, month, day = self.dateline
            if year is None and self.published is not None:
                year = self.published.year - (1 if (month, day) > (self.published.month, self.published.day) else 0)
            if year is not None and edtf.day(year, month, day) is not None:
                return datetime.date(year, month, day), "dateline"
        return self.published, ("published" if self.published is not None else None)

    def this_year(self) -> tuple[int | None, str | None]:
        """The year of writing."""
        now, anchor = self.now()
        return (None if now is None else now.year), anchor

    def this_month(self) -> tuple[int | None, int | None, str | None]:
        """Year and month of writing; a dateline without a year knows the month."""
        now, anchor = self.now()
        if now is not None:
            return now.year, now.month, anchor
        if self.dateline is not None:
            return None, self.dateline[1], "dateline"
        return None, None, None

    # -- what bare months and days take

    def year_for(self, month: int | None, day: int | None, surroundings: Surroundings, *, finished: bool = False) -> tuple[int | None, str | None]:
        """The year of a bare month or day, and what settled it; `finished` asks for a month that is over."""
        if self.range_start is not None:
            return self._year_after_start(month), "sentence"
        if not surroundings.reports:
            lent = self._lent_year(month, surroundings)
            if lent is not None:
                return lent
        return self._year_before_now(month, day, surroundings, finished)

    def _year_after_start(self, month: int | None) -> int | None:
        start = self.range_start
        if start is None or start.year is None:
            return None
        turned = month is not None and start.month is not None and month < start.month
        return start.year + (1 if turned else 0)

    def _lent_year(self, month: int | None, surroundings: Surroundings) -> tuple[int, str] | None:
        if surroundings.apposition and self.sentence is not None and self.sentence.month == month and self.sentence.year is not None:
            return self.sentence.year, "sentence"
        for lender, anchor in ((self.sentence, "sentence"), (self.paragraph, "paragraph"), (self._section_for(month, surroundings), "section")):
            if lender is None or lender.year is None or not lender.sets_year:
                continue
            if anchor == "sentence" and lender.background and not surroundings.background:
                continue
            if self._says_nothing(lender, month, surroundings):
                continue
            if month is not None and lender.month is not None and lender.month - month >= _MONTHS_BACK:
                continue
            if anchor == "section" and not self._section_fits(lender, month, surroundings):
                continue
            return lender.year, anchor
        return None

    def _says_nothing(self, lender: Known, month: int | None, surroundings: Surroundings) -> bool:
        """Whether the day of writing settles the same year (今年), or a later one for what is still to come."""
        now, _ = self.now()
        if now is None or lender.year is None:
            return False
        if surroundings.future and lender.year < now.year:
            return True
        return lender.deictic and lender.year == self._year_before_now(month, None, surroundings, False)[0]

    def _section_fits(self, lender: Known, month: int | None, surroundings: Surroundings) -> bool:
        """A title or heading of another year than the article's says what it is about, not when (2023年增发国债全部开工)."""
        now, _ = self.now()
        if now is None or lender is self.chronicle or lender.year is None:
            return True
        if lender.year == now.year:
            return month is None or month <= now.month or surroundings.future
        return lender.alone or (lender.year == now.year - 1 and month is not None and month > now.month)

    def _section_for(self, month: int | None, surroundings: Surroundings) -> Known | None:
        """The section's date; of a chronicle only where both dates lead their paragraphs and time goes on."""
        chronicle = self.chronicle
        if chronicle is not None and surroundings.paragraph_leads and month is not None and month >= (chronicle.month or 1):
            now, _ = self.now()
            if now is None or chronicle.year in (now.year, self.section.year if self.section else None) or chronicle.day is None:
                return chronicle
        return self.section

    def _year_before_now(self, month: int | None, day: int | None, surroundings: Surroundings, finished: bool) -> tuple[int | None, str | None]:
        now, _ = self.now()
        if now is None:
            return None, None
        year, anchor = self.this_year()
        if year is None or month is None:
            return year, anchor
        later = (month, day) > (now.month, now.day) if day is not None else month > now.month
        if later and not surroundings.future:
            return year - 1, anchor
        earlier = (month, day) < (now.month, now.day) if day is not None else month < now.month
        if earlier and surroundings.future and not finished:
            return year + 1, anchor
        return year, anchor

    def month_for(self, day: int, surroundings: Surroundings) -> tuple[int | None, int | None, str | None, bool]:
        """Year and month of a bare day, what settled them, and whether they rest on a written year."""
        if self.range_start is not None:
            return *self._month_after_start(day), "sentence", self.range_start.sets_year
        if not surroundings.reports:
            lent = self._lent_month(day, surroundings)
            if lent is not None:
                return lent
        section = self.section
        if not surroundings.reports and section is not None and section.month is not None and section.day is None and section.year is not None:
            # A chronicle's title names the month of its bare days.
            return section.year, section.month, "section", True
        year, month, anchor = self.this_month()
        if month is not None:
            return *self._month_before_now(year, month, day, surroundings), anchor, False
        return None, None, None, False

    def _lent_month(self, day: int, surroundings: Surroundings) -> tuple[int | None, int, str, bool] | None:
        """Year and month of the nearest day before; one that does not lead its clause, or of another paragraph, must fit the day of writing."""
        for lender, anchor in ((self.sentence, "sentence"), (self.paragraph_day, "paragraph"), (self.section_day, "section")):
            if lender is None or lender.month is None or lender.background or (anchor != "sentence" and lender.day is None):
                continue
            sure = anchor == "sentence" or (anchor == "paragraph" and lender.leads)
            year, month, _ = self.this_month()
            if month is not None and not sure and self._month_before_now(year, month, day, surroundings) != (lender.year, lender.month):
                continue
            if month is None and anchor == "section" and not (surroundings.leads and lender.leads):
                continue
            return lender.year, lender.month, anchor, lender.sets_year
        return None

    def _month_after_start(self, day: int) -> tuple[int | None, int | None]:
        start = self.range_start
        if start is None or start.month is None:
            return (start.year if start else None), None
        if start.day is not None and day < start.day:
            return _month_later(start.year, start.month, 1)
        return start.year, start.month

    def _month_before_now(self, year: int | None, month: int, day: int, surroundings: Surroundings) -> tuple[int | None, int | None]:
        now, _ = self.now()
        today = now.day if now is not None else (self.dateline[2] if self.dateline else 31)
        steps = 0
        if day > today and not surroundings.future:
            steps = -1
        elif day < today and surroundings.future:
            steps = 1
        found = _month_later(year, month, steps)
        # 29日 in March of a common year: the last one was in January.
        while edtf.day(found[0], found[1], day) is None:
            found = _month_later(*found, -1 if steps <= 0 else 1)
        return found

    def compared_month(self) -> tuple[int | None, int, str] | None:
        """The month that the sentence or paragraph speaks of, if it speaks of one."""
        for known, anchor in ((self.sentence, "sentence"), (self.paragraph_month, "paragraph")):
            if known is not None and known.month is not None and known.day is None:
                return known.year, known.month, anchor
        return None

    # -- what 同年, 当日 and the like refer to

    def text_known(self, *, day: bool) -> tuple[Known | None, str | None]:
        """The last date before with a year (or a day), and how far away it stands."""
        if self.range_start is not None and (not day or self.range_start.day is not None):
            return self.range_start, "sentence"
        last = self.last_day if day else self.last_year
        if last is None:
            return None, None
        known, sentence, paragraph = last
        if sentence == self.sentence_number:
            return known, "sentence"
        return known, ("paragraph" if paragraph == self.paragraph_number else "section")


_NOTHING = Known(None)
_REPEATING = Meaning(edtf.unknown("set"), None, _NOTHING)


def resolve(phrase: Phrase, context: Context, surroundings: Surroundings) -> Meaning | None:
    """What the expression means; None where there is no such date (2月30日) or it is no date here."""
    head = phrase.first[0].part
    if isinstance(head, Repeat):
        return _REPEATING
    if isinstance(head, Vague) and not phrase.last:
        return Meaning(edtf.unknown(head.grain), None, _NOTHING)
    meaning = _resolve_range(phrase, context, surroundings) if phrase.last else _resolve_point(phrase.first, context, surroundings, phrase.opening)
    if meaning is None:
        return None
    if surroundings.as_of and phrase.opening is None and _ends_at_edge(phrase.parts[-1].part):
        return meaning._replace(period=edtf.last_day(meaning.period))
    if phrase.opening == "onwards" or (phrase.opening == "since" and not _is_now(phrase.first)):
        return meaning._replace(period=edtf.onwards(meaning.period))
    if phrase.opening == "until":
        return meaning._replace(period=edtf.until(meaning.period))
    return meaning


def _resolve_range(phrase: Phrase, context: Context, surroundings: Surroundings) -> Meaning | None:
    if isinstance(phrase.first[0].part, Clock):
        return _resolve_from_clock(phrase, context, surroundings)
    first = _resolve_point(phrase.first, context, surroundings, None) if not _year_from_last(phrase) else None
    if first is None:
        first = _first_from_last(phrase, context, surroundings)
    if first is None:
        return None
    outer, context.range_start = context.range_start, first.known
    try:
        last = _resolve_point(phrase.last, context, surroundings, None)
    finally:
        context.range_start = outer
    if last is None:
        return None
    period = edtf.between(first.period, last.period)
    if period is None:
        return None
    sets_year = first.known.sets_year or any(isinstance(found.part, Year) for found in phrase.last)
    known = last.known._replace(sets_year=sets_year, period=period)
    return Meaning(period, first.anchor, known)


def _resolve_from_clock(phrase: Phrase, context: Context, surroundings: Surroundings) -> Meaning | None:
    """13:20~次日05:40 begins on the day at hand."""
    now, anchor = context.now()
    outer = context.range_start
    if context.text_known(day=True)[0] is None and now is not None:
        context.range_start = Known(now.year, now.month, now.day)
    try:
        meaning = _resolve_point(phrase.last, context, surroundings, None, from_day_before=True)
    finally:
        context.range_start = outer
    return meaning._replace(anchor=anchor) if meaning is not None else None


def _year_from_last(phrase: Phrase) -> bool:
    """Whether only the end of a range names its year (11月15日至2020年3月15日) or month (28日至3月1日)."""
    head, tail = phrase.first[0].part, phrase.last[0].part
    if isinstance(tail, Year) and tail.ref is None:
        return isinstance(head, Months | Days)
    return isinstance(head, Days) and isinstance(tail, Months)


def _first_from_last(phrase: Phrase, context: Context, surroundings: Surroundings) -> Meaning | None:
    if not _year_from_last(phrase):
        return None
    last = _resolve_point(phrase.last, context, surroundings, None)
    if last is None:
        return None
    head = phrase.first[0].part
    year, month = last.known.year, last.known.month
    if isinstance(head, Months):
        if year is not None and month is not None and head.first > month:
            year -= 1
        opened = [Found(phrase.start, phrase.start, Year(year or 0), "dates.written_year"), *phrase.first] if year is not None else list(phrase.first)
        return _resolve_point(tuple(opened), context, surroundings, None)
    if month is None or not isinstance(head, Days):
        return None
    if last.known.day is not None and head.first > last.known.day:
        year, month = _month_later(year, month, -1)
    period = edtf.day(year, month, head.first, head.last)
    if period is None:
        return None
    return Meaning(period, last.anchor, Known(year, month, head.first, last.known.sets_year, surroundings.leads, period))


def _resolve_point(
    founds: tuple[Found, ...], context: Context, surroundings: Surroundings, opening: str | None, *, from_day_before: bool = False
) -> Meaning | None:
    frame = Frame()
    for found in founds:
        reader = _READERS.get(type(found.part))
        if reader is None or not reader(found.part, frame, context, surroundings, opening):
            return None
    if frame.period is None:
        return None
    period = frame.period
    if from_day_before:
        if period.start is None:
            return None
        end = datetime.date.fromisoformat(period.start)
        period = edtf.of_days(end - _DAY, end, "day")
    known = Known(
        frame.year,
        frame.month,
        frame.day,
        frame.sets_year and frame.year is not None,
        surroundings.leads,
        None if frame.movable else period,
        False,
        surroundings.background,
        frame.counted,
        frame.deictic,
    )
    return Meaning(period, frame.anchor, known)


# -------------------------------------------------------------------- one reader for each kind of part


def _read_year(part: Year, frame: Frame, context: Context, surroundings: Surroundings, opening: str | None) -> bool:
    if frame.placed:
        # 去年2012年: the written year decides.
        frame.year, frame.anchor = part.number, "absolute"
    elif part.ref is None or part.ref == "lunar":
        frame.year, frame.anchor, frame.lunar = part.number, "absolute", part.ref == "lunar"
    elif part.ref == "now":
        year, frame.anchor = context.this_year()
        frame.year = None if year is None else year + part.number
        frame.deictic = True
    else:
        frame.year, frame.anchor = _text_year(part.number, context)
    frame.placed, frame.sets_year = True, True
    if frame.year is None:
        frame.period = edtf.unknown("year")
        return True
    last = None if part.last is None else frame.year + part.last - part.number
    frame.period = edtf.year(frame.year, last)
    if part.fiscal:
        frame.period = Period(f"{edtf.year_text(frame.year)}~", None, None, "year")
    return True


def _text_year(offset: int, context: Context) -> tuple[int | None, str | None]:
    known, anchor = context.text_known(day=False)
    if known is not None and known.year is not None and (anchor in ("sentence", "paragraph") or offset < 0):
        return known.year + offset, anchor
    if offset < 0:
        if context.section is not None and context.section.year is not None:
            return context.section.year + offset, "section"
        year, anchor = context.this_year()
        return (None if year is None else year + offset), anchor
    return None, None


def _read_whole(part: Whole, frame: Frame, context: Context, surroundings: Surroundings, opening: str | None) -> bool:
    frame.period, frame.anchor, frame.placed = part.period, "absolute", True
    return True


def _read_months(part: Months, frame: Frame, context: Context, surroundings: Surroundings, opening: str | None) -> bool:
    if frame.lunar:
        return _read_lunar(LunarMonth(part.first), frame, context, surroundings, opening)
    _place_year(part, frame, context, surroundings)
    if part.grain == "year":
        frame.period = edtf.year(frame.year)
        return True
    frame.period = edtf.months(frame.year, part.first, part.last, part.grain, about=part.about)
    frame.month = part.first if part.first == part.last else part.last if part.grain == "month" else None
    return frame.period is not None


def _place_year(part: Months, frame: Frame, context: Context, surroundings: Surroundings) -> None:
    if frame.placed:
        return
    if part.about or part.grain == "year":
        # 年底 and 全年 are of the year at hand, not of the last one that is over.
        frame.year, frame.anchor = context.year_for(None, None, surroundings)
    else:
        several = part.first != part.last and (part.grain == "month" or part.last - part.first > 2) and part.grain != "half"
        frame.year, frame.anchor = context.year_for(part.last if several else part.first, None, surroundings, finished=several)
    frame.placed, frame.sets_year = True, frame.anchor in ("sentence", "paragraph", "section")


def _read_full_month(part: FullMonth, frame: Frame, context: Context, surroundings: Surroundings, opening: str | None) -> bool:
    frame.year, frame.month, frame.anchor, frame.placed, frame.sets_year = part.year, part.month, "absolute", True, True
    frame.period = edtf.months(part.year, part.month, part.month, "month")
    return True


def _read_month_days(part: MonthDays, frame: Frame, context: Context, surroundings: Surroundings, opening: str | None) -> bool:
    if not frame.placed:
        frame.year, frame.anchor = context.year_for(part.month, part.day, surroundings)
        frame.placed = True
    first, last = edtf.day(frame.year, part.month, part.day), edtf.day(frame.year, part.last_month, part.last_day)
    frame.period = edtf.between(first, last) if first is not None and last is not None else None
    frame.month, frame.day = part.last_month, part.last_day
    return frame.period is not None


def _read_full_day(part: FullDay, frame: Frame, context: Context, surroundings: Surroundings, opening: str | None) -> bool:
    if part.year is None:
        frame.year, frame.anchor = context.year_for(part.month, part.day, surroundings)
        frame.sets_year = frame.anchor in ("sentence", "paragraph", "section")
    else:
        frame.year, frame.anchor, frame.sets_year = part.year, "absolute", True
    frame.month, frame.day, frame.placed = part.month, part.day, True
    frame.period = edtf.day(frame.year, part.month, part.day)
    return frame.period is not None


def _read_days(part: Days | LastThirdOfMonth, frame: Frame, context: Context, surroundings: Surroundings, opening: str | None) -> bool:
    first = part.first if isinstance(part, Days) else part.since
    if frame.lunar and isinstance(part, Days) and frame.month is not None:
        return _read_lunar(LunarMonth(frame.month, part.first), frame, context, surroundings, opening)
    if frame.month is None and frame.placed:
        # 本月10日 where nothing tells the month.
        frame.anchor, frame.day = None, first
        return _set_period(frame, edtf.day(None, None, first, part.last) if isinstance(part, Days) else edtf.unknown("day"))
    if not frame.placed:
        if _is_third(part):
            frame.year, frame.month, frame.anchor = context.this_month()
        else:
            frame.year, frame.month, frame.anchor, frame.sets_year = context.month_for(first, surroundings)
        frame.placed = True
    if isinstance(part, Days):
        if frame.anchor in ("published",) and not part.about and frame.year is not None and part.last == part.first:
            frame.year = _year_with_day(frame, part.first, context, surroundings)
        last = part.last
        frame.period = edtf.day(frame.year, frame.month, part.first, last, about=part.about)
        frame.day = part.last if not _is_third(part) else None
    elif frame.month is None:
        frame.period = edtf.unknown("day")
    else:
        frame.period = edtf.day(frame.year, frame.month, part.since, edtf.last_day_of(frame.year, frame.month), about=part.about)
        if frame.period is not None and frame.year is None and frame.month == 2:
            # Whether it ends on the 28th or the 29th is not known.
            frame.period = frame.period._replace(edtf=f"XXXX-02-{part.since}{'~' if part.about else ''}/XXXX-02-XX")
    return frame.period is not None


def _is_third(part: Days | LastThirdOfMonth) -> bool:
    return isinstance(part, LastThirdOfMonth) or part.about or (part.last - part.first in (9, 19) and part.first in (1, 11))


def _year_with_day(frame: Frame, day: int, context: Context, surroundings: Surroundings) -> int | None:
    """The year again, now that the day is known: 12月14日 after 2020-12-10 is of 2019; 2月29日 is of a leap year."""
    if frame.month is None or frame.sets_year:
        return frame.year
    year = frame.year
    now, _ = context.now()
    if now is not None and year == now.year and frame.month == now.month:
        if day > now.day and not surroundings.future:
            year -= 1
        elif day < now.day and surroundings.future:
            year += 1
    if (frame.month, day) == (2, 29) and year is not None:
        while edtf.day(year, 2, 29) is None:
            year += 1 if surroundings.future else -1
    return year


def _read_away(part: Away, frame: Frame, context: Context, surroundings: Surroundings, opening: str | None) -> bool:
    if part.unit == "day":
        return _read_away_day(part, frame, context)
    if part.unit == "week":
        return _read_away_week(part, frame, context)
    if part.unit == "quarter":
        return _read_away_quarter(part, frame, context)
    year, month, anchor = context.this_month()
    if part.ref == "text":
        known, where = context.text_known(day=True)
        named = context.last_month
        if named is not None and where != "sentence" and named[2] == context.paragraph_number:
            known, where = named[0], ("sentence" if named[1] == context.sentence_number else "paragraph")
        if known is not None and known.month is not None:
            year, month, anchor = known.year, known.month, where
    elif part.offset < 0 and surroundings.compares and (compared := context.compared_month()) is not None:
        # 8月份……由上月下降转为上涨: the month before August, whenever that is written.
        year, month, anchor = compared
    if month is not None:
        found = _month_later(year, month, part.offset)
        frame.month = found[1]
        if not frame.placed:
            frame.year = found[0]
    if not frame.placed:
        frame.anchor = anchor
    frame.placed, frame.sets_year, frame.deictic = True, frame.year is not None, True
    frame.period = edtf.unknown("month") if frame.month is None else edtf.months(frame.year, frame.month, frame.month, "month")
    return True


def _read_away_day(part: Away, frame: Frame, context: Context) -> bool:
    frame.placed, frame.period = True, edtf.unknown("day")
    if part.ref.startswith("text"):
        known, frame.anchor = context.text_known(day=True)
        if known is None or known.month is None or known.day is None:
            frame.anchor = None
            return True
        frame.sets_year = known.sets_year
        year, month, day = known.year, known.month, known.day
    else:
        now, frame.anchor = context.now()
        frame.sets_year = frame.deictic = True
        if now is not None:
            year, month, day = now.year, now.month, now.day
        elif context.dateline is not None:
            (year, month, day), frame.anchor = context.dateline, "dateline"
        else:
            return True
    moved = _days_later(year, month, day, part.offset)
    if moved is None:
        return True
    frame.year, frame.month, frame.day = moved
    frame.period = edtf.day(*moved)
    return frame.period is not None


def _read_away_week(part: Away, frame: Frame, context: Context) -> bool:
    now, anchor = context.now()
    frame.placed, frame.period, frame.anchor = True, edtf.unknown("day" if part.weekday else "week"), anchor
    if now is None:
        return True
    monday = now - _DAY * (now.isoweekday() - 1) + _DAY * 7 * part.offset
    if part.weekday is None:
        frame.period = edtf.of_days(monday, monday + 6 * _DAY, "week")
    elif part.weekday == 67:
        frame.period = edtf.of_days(monday + 5 * _DAY, monday + 6 * _DAY, "day")
    else:
        _set_day(frame, monday + _DAY * (part.weekday - 1))
    return True


def _read_away_quarter(part: Away, frame: Frame, context: Context) -> bool:
    year, month, anchor = context.this_month()
    frame.placed, frame.anchor, frame.period = True, anchor, edtf.unknown("quarter")
    if month is None:
        return True
    frame.year, first = _month_later(year, (month - 1) // 3 * 3 + 1, 3 * part.offset)
    frame.period = edtf.months(frame.year, first, first + 2, "quarter")
    return True


def _read_season(part: Season, frame: Frame, context: Context, surroundings: Surroundings, opening: str | None) -> bool:
    if part.offset is not None:
        year, frame.anchor = context.this_year()
        frame.year = None if year is None else year + part.offset
    frame.period = edtf.season(frame.year, part.code)
    frame.placed = frame.sets_year = True
    return True


def _read_week(part: Week, frame: Frame, context: Context, surroundings: Surroundings, opening: str | None) -> bool:
    if not frame.placed or part.number == 0:
        return False
    if frame.year is None:
        frame.period = edtf.unknown("week")
        return True
    monday = _week_of_month(frame.year, frame.month, part.number) if frame.month is not None else _week_of_year(frame.year, part.number)
    if monday is None:
        return False
    frame.period = edtf.of_days(monday, monday + _DAY * (7 * part.count - 1), "week")
    return True


def _week_of_year(year: int, number: int) -> datetime.date | None:
    if number < 0:
        return datetime.date.fromisocalendar(year, datetime.date(year, 12, 28).isocalendar().week, 1)
    return datetime.date.fromisocalendar(year, number, 1) if number <= 52 else None


def _week_of_month(year: int, month: int, number: int) -> datetime.date | None:
    """The Monday of the nth week that begins in the month."""
    if number < 0:
        last = datetime.date(year, month, edtf.last_day_of(year, month))
        return last - _DAY * (last.isoweekday() - 1)
    first = datetime.date(year, month, 1)
    monday = first + _DAY * ((8 - first.isoweekday()) % 7 + 7 * (number - 1))
    return monday if monday.month == month else None


def _read_weekday(part: Weekday, frame: Frame, context: Context, surroundings: Surroundings, opening: str | None) -> bool:
    if frame.day is not None:
        # 12月14日 星期一: the day is told already.
        return True
    if part.nth is not None:
        frame.anchor = frame.anchor if frame.placed else None
        if frame.year is None or frame.month is None:
            frame.period = edtf.unknown("day")
            return True
        found = _nth_weekday(frame.year, frame.month, part.nth, part.number)
        return found is not None and _set_day(frame, found)
    now, frame.anchor = context.now()
    frame.placed, frame.period = True, edtf.unknown("day")
    if now is None:
        return True
    back = (now.isoweekday() - part.number) % 7
    return _set_day(frame, now + _DAY * (7 - back if back else 0) if surroundings.future else now - _DAY * back)


def _nth_weekday(year: int, month: int, nth: int, number: int) -> datetime.date | None:
    if nth < 0:
        last = datetime.date(year, month, edtf.last_day_of(year, month))
        return last - _DAY * ((last.isoweekday() - number) % 7)
    first = datetime.date(year, month, 1)
    found = first + _DAY * ((number - first.isoweekday()) % 7 + 7 * (nth - 1))
    return found if found.month == month else None


def _read_few(part: Few, frame: Frame, context: Context, surroundings: Surroundings, opening: str | None) -> bool:
    if part.count == 0:
        return False
    if part.unit == "month":
        return _read_few_months(part, frame, context, surroundings)
    if not frame.placed:
        return _read_few_alone(part, frame, context, surroundings, opening)
    if frame.day is not None:
        return _read_few_before(part, frame)
    if frame.year is None:
        frame.period = edtf.unknown(part.unit)
        return frame.month is None or part.unit != "day" or _set_period(frame, edtf.day(None, frame.month, 1, part.count))
    if part.unit == "week":
        monday = _week_of_month(frame.year, frame.month, 1) if frame.month is not None else _week_of_year(frame.year, 1)
        if monday is None or part.end != "first":
            return False
        return _set_period(frame, edtf.of_days(monday, monday + _DAY * (7 * part.count - 1), "week"))
    if part.unit != "day":
        return False
    month = frame.month
    if month is None:
        if part.end != "nth" or part.count > 366:
            return False
        return _set_day(frame, datetime.date(frame.year, 1, 1) + _DAY * (part.count - 1))
    length = edtf.last_day_of(frame.year, month)
    first, last = {"first": (1, part.count), "last": (length - part.count + 1, length), "nth": (part.count, part.count)}.get(part.end, (0, 0))
    frame.day = last or None
    return _set_period(frame, edtf.day(frame.year, month, first, last))


def _read_nth_year(part: Few, frame: Frame, context: Context, surroundings: Surroundings) -> bool:
    """第三年 counts from the last year of the paragraph, that one being the first."""
    known, anchor = context.text_known(day=False)
    if known is None or known.year is None or anchor not in ("sentence", "paragraph") or not surroundings.leads or part.count < 2:
        return False
    frame.year, frame.anchor, frame.sets_year, frame.counted = known.year + part.count - 1, anchor, True, True
    return _set_period(frame, edtf.year(frame.year))


def _read_few_before(part: Few, frame: Frame) -> bool:
    """春节前最后一周 are the seven days before the day."""
    if frame.period is None or frame.period.start is None:
        return _set_period(frame, edtf.unknown(part.unit))
    end = datetime.date.fromisoformat(frame.period.start) - _DAY
    frame.day = None
    return _set_period(frame, edtf.of_days(end - _DAY * (part.count * (7 if part.unit == "week" else 1) - 1), end, part.unit))


def _read_few_months(part: Few, frame: Frame, context: Context, surroundings: Surroundings) -> bool:
    first, last = {"first": (1, part.count), "last": (13 - part.count, 12), "nth": (part.count, part.count)}[part.end]
    if frame.period is not None and frame.period.grain in ("quarter", "half") and part.end == "last":
        # The last month of a quarter or half: 三季度末.
        if frame.period.edtf is None:
            return _set_period(frame, edtf.unknown("month"))
        last = int(frame.period.edtf.split("/")[-1][5:7])
        first = last - part.count + 1
    elif not frame.placed:
        if part.end != "first":
            return False
        frame.year, frame.anchor = context.year_for(last, None, surroundings, finished=True)
        frame.placed, frame.sets_year = True, frame.anchor in ("sentence", "paragraph", "section")
    frame.month = last
    return _set_period(frame, edtf.months(frame.year, first, last, "month"))


def _read_few_alone(part: Few, frame: Frame, context: Context, surroundings: Surroundings, opening: str | None) -> bool:
    """前两周 are the two weeks up to the anchor; 第三天 counts from the last day of the text."""
    if part.unit == "week" and part.end in ("first", "after"):
        return _read_rolling(Rolling(part.count, "week", -1 if part.end == "first" else 1), frame, context, surroundings, None)
    if part.unit == "day" and part.end in ("first", "after") and part.count in (2, 3) and surroundings.leads:
        return _set_period(frame, edtf.unknown("vague"))
    if part.unit == "year" and part.end == "nth":
        return _read_nth_year(part, frame, context, surroundings)
    if part.unit != "day" or part.end != "nth":
        return False
    known, anchor = context.text_known(day=True)
    near = anchor in ("sentence", "paragraph") and surroundings.leads
    if known is not None and known.month is not None and known.day is not None and near and 1 < part.count <= _LONGEST_STORY:
        moved = _days_later(known.year, known.month, known.day, part.count - 1)
        if moved is None:
            return False
        frame.year, frame.month, frame.day = moved
        frame.anchor, frame.sets_year, frame.placed, frame.counted = anchor, known.sets_year, True, True
        return _set_period(frame, edtf.day(*moved))
    now, anchor = context.now()
    if now is None or opening is None:
        return False
    frame.anchor = anchor
    return _set_day(frame, now + _DAY * (part.count - 1))


def _read_festival(part: Festival, frame: Frame, context: Context, surroundings: Surroundings, opening: str | None) -> bool:
    if frame.day is not None:
        # 农历九月九日重阳节: the day is told already.
        return True
    rule = festival_days()[part.name]
    frame.movable = rule.startswith(("lunar", "eve"))
    if not frame.placed:
        frame.year, frame.anchor, found = _festival_at_hand(rule, context, surroundings)
        frame.placed = True
    else:
        found = _festival_day(rule, frame.year) if frame.year is not None else None
        if frame.year is None:
            frame.anchor = None
    if found is None:
        frame.period = _festival_without_year(rule) if frame.year is None else edtf.unknown("day")
    else:
        frame.year, frame.month, frame.day = found.year, found.month, found.day
        frame.period = edtf.day(found.year, found.month, found.day)
    if frame.period is not None and part.about:
        frame.period = edtf.about(frame.period)
    return frame.period is not None


def _festival_at_hand(rule: str, context: Context, surroundings: Surroundings) -> tuple[int | None, str | None, datetime.date | None]:
    """The festival of the year at hand: a year that the text lends, else the near one around the day of writing."""
    if context.range_start is not None and context.range_start.year is not None:
        return context.range_start.year, "sentence", _festival_day(rule, context.range_start.year)
    lent = None if surroundings.reports else context._lent_year(None, surroundings)
    if lent is not None:
        return lent[0], lent[1], _festival_day(rule, lent[0])
    now, anchor = context.now()
    if now is None:
        return None, None, None
    if rule.startswith(("lunar", "eve")):
        candidates = [day for year in (now.year - 1, now.year, now.year + 1) if (day := _festival_day(rule, year)) is not None]
        return _near(now, candidates, anchor)
    year = now.year
    if now.month >= 11 and rule < "02":
        year += 1
    return year, anchor, _festival_day(rule, year)


def _near(now: datetime.date, candidates: list[datetime.date], anchor: str | None) -> tuple[int | None, str | None, datetime.date | None]:
    """The one that has just been, else the next one within the lunar year, else the nearest."""
    if not candidates:
        return None, anchor, None
    just_been = [day for day in candidates if 0 <= (now - day).days <= _DAYS_SINCE_FESTIVAL]
    this_lunar_year = [day for day in candidates if lunar.lunar_year_of(day) == lunar.lunar_year_of(now)]
    soon = [day for day in candidates if 0 < (day - now).days <= _DAYS_SINCE_FESTIVAL]
    chosen = (just_been or soon or this_lunar_year or candidates)[-1]
    return chosen.year, anchor, chosen


def _festival_day(rule: str, year: int) -> datetime.date | None:
    if rule == "eve":
        return lunar.eve(year - 1)
    if rule == "eve of lunar year":
        return lunar.eve(year)
    kind, _, rest = rule.rpartition(" ")
    if kind == "term":
        return lunar.solar_term(year, rest)
    if kind == "weekday":
        month, nth, number = (int(piece) for piece in rest.split("-"))
        return _nth_weekday(year, month, nth, number)
    month, day = (int(piece) for piece in rest.split("-"))
    if kind == "lunar":
        # 腊八 of 2021 is the one that lies in 2021.
        found = [moment for lunar_year in (year - 1, year) if (moment := lunar.lunar_day(lunar_year, month, day)) is not None and moment.year == year]
        return found[-1] if found else None
    return datetime.date(year, month, day)


def _festival_without_year(rule: str) -> Period | None:
    if " " in rule or rule == "eve":
        return edtf.unknown("day")
    month, day = (int(piece) for piece in rule.split("-"))
    return edtf.day(None, month, day)


def _read_lunar(part: LunarMonth, frame: Frame, context: Context, surroundings: Surroundings, opening: str | None) -> bool:
    frame.lunar = True
    if part.month == 0:
        frame.period = edtf.unknown("day")
        return True
    leap = part.leap
    if frame.placed:
        year = frame.year
    else:
        year, frame.anchor = _lunar_year_at_hand(part, context, surroundings)
        frame.year = year
    frame.placed, frame.month = True, part.month
    if year is None:
        frame.period = edtf.unknown("month" if part.day is None else "day")
        return True
    if part.day is None:
        span = lunar.lunar_month(year, part.month, leap=leap)
        frame.period = edtf.of_days(*span, "month") if span else (None if leap else edtf.unknown("month"))
        return frame.period is not None
    day = lunar.lunar_day(year, part.month, part.day, leap=leap)
    if day is None:
        # Outside the tables nothing is known; inside them there is no such day.
        frame.period = edtf.unknown("day")
        return lunar.lunar_month(year, part.month, leap=leap) is None and not leap
    frame.period = edtf.of_days(day, day, "day")
    frame.day = part.day
    return True


def _lunar_year_at_hand(part: LunarMonth, context: Context, surroundings: Surroundings) -> tuple[int | None, str | None]:
    lent = None if surroundings.reports else context._lent_year(None, surroundings)
    if lent is not None:
        return lent
    now, anchor = context.now()
    if now is None:
        return None, None
    nearest = []
    for year in (now.year - 1, now.year, now.year + 1):
        day = lunar.lunar_day(year, part.month, part.day or 15, leap=part.leap)
        if day is not None:
            nearest.append((abs((day - now).days), year))
    return (min(nearest)[1], anchor) if nearest else (None, anchor)


def _read_clock(part: Clock, frame: Frame, context: Context, surroundings: Surroundings, opening: str | None) -> bool:
    return frame.placed


def _read_ago(part: Ago, frame: Frame, context: Context, surroundings: Surroundings, opening: str | None) -> bool:
    base, anchor = _base_of(part, context)
    if part.way > 0 and anchor not in ("sentence", "paragraph") and not (surroundings.future or surroundings.alone):
        # 三年后 in a story counts from a time that it does not name.
        base = None
    frame.placed, frame.anchor = True, anchor
    if base is None:
        frame.anchor = None
        return _set_period(frame, edtf.unknown("day" if part.unit == "workday" else part.unit))
    period = _away_from(base, part)
    if period is None:
        return _set_period(frame, edtf.unknown(part.unit))
    if part.open_end == "until":
        period = edtf.until(period)
    elif part.open_end == "onwards" or (part.way > 0 and (part.more or (part.half and part.unit == "month"))):
        period = edtf.onwards(period)
    elif part.count >= 10 and part.count % 10 == 0 and part.unit == "year":
        period = edtf.about(period)
    if period.start is not None and part.unit == "day" and period.start == period.end:
        frame.year, frame.month, frame.day = (int(piece) for piece in period.start.split("-"))
    return _set_period(frame, period)


def _base_of(part: Ago, context: Context) -> tuple[datetime.date | None, str | None]:
    """What is counted from: forwards the last date of the paragraph, where there is one, else the day of writing."""
    if part.way > 0:
        known, anchor = context.text_known(day=part.unit not in ("year", "month"))
        if known is not None and known.year is not None and known.year > 0 and anchor in ("sentence", "paragraph"):
            month, day = known.month or 1, known.day or 1
            if edtf.day(known.year, month, day) is not None and (part.unit == "year" or known.month is not None):
                return datetime.date(known.year, month, day), anchor
    now, anchor = context.now()
    if part.unit == "year":
        return now, context.this_year()[1]
    return now, anchor


def _away_from(base: datetime.date, part: Ago) -> Period | None:
    steps = part.way * part.count
    if part.unit in ("year", "century"):
        year = base.year + steps * (100 if part.unit == "century" else 1)
        if part.half:
            year, month = _month_later(year, base.month, 6 * part.way)
            return edtf.months(year, month, month, "month") if year is not None and year > 0 else None
        return edtf.year(year)
    if part.unit in ("month", "quarter"):
        year, month = _month_later(base.year, base.month, steps * (3 if part.unit == "quarter" else 1))
        if part.half and year is not None:
            day = min(base.day, edtf.last_day_of(year, month))
            moved = datetime.date(year, month, day) + 15 * part.way * _DAY
            return edtf.of_days(moved, moved, "day")
        return edtf.months(year, month, month, "month")
    if part.unit == "week":
        moved = base + 7 * steps * _DAY
        monday = moved - _DAY * (moved.isoweekday() - 1)
        return edtf.of_days(monday, monday + 6 * _DAY, "week")
    moved = _workdays_later(base, steps) if part.unit == "workday" else base + _DAY * (steps + (part.way if part.half else 0))
    return edtf.of_days(moved, moved, "day")


def _workdays_later(base: datetime.date, steps: int) -> datetime.date:
    step = _DAY if steps > 0 else -_DAY
    left = min(abs(steps), 1000)
    while left:
        base += step
        left -= base.isoweekday() < 6
    return base


def _read_rolling(part: Rolling, frame: Frame, context: Context, surroundings: Surroundings, opening: str | None) -> bool:
    now, anchor = context.now()
    frame.placed = True
    if now is None or (part.unit == "year" and now.year - part.count < 1):
        return _set_period(frame, edtf.unknown(part.unit))
    frame.anchor = anchor
    other = _units_later(now, part.unit, part.way * part.count)
    first, last = sorted((now, other))
    return _set_period(frame, edtf.of_days(first, last, part.unit))


def _units_later(day: datetime.date, unit: str, steps: int) -> datetime.date:
    if unit in ("day", "week"):
        return day + _DAY * steps * (7 if unit == "week" else 1)
    year, month = _month_later(day.year, day.month, steps * {"month": 1, "quarter": 3, "year": 12}[unit])
    assert year is not None  # noqa: S101 - a known year stays known
    return datetime.date(year, month, min(day.day, edtf.last_day_of(year, month)))


def _read_same_period(part: SamePeriod, frame: Frame, context: Context, surroundings: Surroundings, opening: str | None) -> bool:
    if frame.month is not None or frame.year is None or (frame.period is not None and frame.period.grain != "year"):
        return True
    compared = context.sentence or context.paragraph
    where = "sentence" if context.sentence is not None else "paragraph"
    if compared is None or compared.period is None or compared.year is None:
        frame.period = edtf.unknown("year")
        return True
    shifted = _in_year(compared.period, compared.year, frame.year)
    frame.period = shifted or edtf.unknown("year")
    frame.anchor = where if shifted is not None else frame.anchor
    return True


def _in_year(period: Period, year: int, target: int) -> Period | None:
    """The same months or days in another year; None for what does not lie within one year."""
    old, new = edtf.year_text(year), edtf.year_text(target)
    if period.edtf is None or period.start is None or period.end is None or not (period.start[:4] == period.end[:4] == old):
        return None
    start, end = new + period.start[4:], new + period.end[4:]
    if end.endswith(("-02-28", "-02-29")):
        end = f"{new}-02-{edtf.last_day_of(target, 2) if period.end[8:] == str(edtf.last_day_of(year, 2)) else 28}"
    if start.endswith("-02-29"):
        return None
    return Period("/".join(new + piece[4:] for piece in period.edtf.split("/")), start, end, period.grain)


def _read_vague(part: Vague, frame: Frame, context: Context, surroundings: Surroundings, opening: str | None) -> bool:
    frame.placed = True
    return _set_period(frame, edtf.unknown(part.grain))


_READERS: dict[type[Part], Callable[[Any, Frame, Context, Surroundings, str | None], bool]] = {
    Year: _read_year, Whole: _read_whole, Months: _read_months, FullMonth: _read_full_month, FullDay: _read_full_day,
    MonthDays: _read_month_days, Days: _read_days,
    LastThirdOfMonth: _read_days, Away: _read_away, Season: _read_season, Week: _read_week, Weekday: _read_weekday, Few: _read_few,
    Festival: _read_festival, LunarMonth: _read_lunar, Clock: _read_clock, Ago: _read_ago, Rolling: _read_rolling,
    SamePeriod: _read_same_period, Vague: _read_vague,
}  # fmt: skip


# -------------------------------------------------------------------- small arithmetic


def _set_period(frame: Frame, period: Period | None) -> bool:
    frame.period = period
    frame.placed = True
    return period is not None


def _set_day(frame: Frame, day: datetime.date) -> bool:
    frame.year, frame.month, frame.day = day.year, day.month, day.day
    return _set_period(frame, edtf.of_days(day, day, "day"))


def _month_later(year: int | None, month: int, steps: int) -> tuple[int | None, int]:
    turned, rest = divmod(month - 1 + steps, 12)
    return (None if year is None else year + turned), rest + 1


def _days_later(year: int | None, month: int, day: int, steps: int) -> tuple[int | None, int, int] | None:
    """The day so many days on; with an unknown year only where February cannot matter."""
    if year is not None and year >= 1:
        moved = datetime.date(year, month, day) + _DAY * steps
        return moved.year, moved.month, moved.day
    # 2001 is a common year; its calendar serves where neither day lies beyond 28 February's end.
    moved = datetime.date(2001, month, min(day, 28) if month == 2 else day) + _DAY * steps
    if moved.year != 2001 or (month <= 2) != (moved.month <= 2):
        return None
    return None, moved.month, moved.day


def _is_now(founds: tuple[Found, ...]) -> bool:
    """今年以来 is the year, 本月以来 the month at hand."""
    part = founds[0].part
    if len(founds) > 1:
        return False
    return (isinstance(part, Year) and part.ref == "now" and part.number == 0) or (
        isinstance(part, Away) and part.unit in ("month", "week", "quarter") and part.offset == 0 and part.ref == "now"
    )


def _ends_at_edge(part: Part) -> bool:
    """Whether it ends in 底 or 末, so that 截至 before it means its last day."""
    return (
        (isinstance(part, LastThirdOfMonth) and part.about)
        or (isinstance(part, Months) and part.about and part.last == 12)
        or (isinstance(part, Few) and part.end == "last" and part.unit == "month")
    )
