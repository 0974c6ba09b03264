"""What each kind of part adds to the meaning of a point, from the larger part to the smaller.

Every reader takes its part, the Frame so far, the Context, what the text around says, and how the
expression is opened (以来, 以前); it sets the frame's period and says whether there is such a date.
今年, 昨日 and the like count from the day of writing, 同年 and 当日 from the last date before them.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from extractors.dates import edtf, lunar
from extractors.dates.arithmetic import days_later, month_later, nth_weekday, units_later, week_of_month, week_of_year, workdays_later
from extractors.dates.context import Context, Surroundings
from extractors.dates.edtf import Period
from extractors.dates.festivals import festival_day, festival_near, festival_without_year
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
    Rolling,
    SamePeriod,
    Season,
    Vague,
    Week,
    Weekday,
    Whole,
    Year,
)
from extractors.dates.words import festival_days

_WINTER, _LAST_MONTH_OF_WINTER = 24, 3
# 第三天 counts on from a day; 第45天 counts something else.
_LONGEST_STORY = 10
_DAY = datetime.timedelta(days=1)


@dataclass(slots=True)
class Frame:
    """A point while its parts are read, from the larger to the smaller."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    anchor: str | None = None
    period: Period | None = None
    lunar: bool = False
    era: bool = False
    sets_year: bool = False
    placed: bool = False
    movable: bool = False
    counted: bool = False
    deictic: bool = False


def _read_year(part: Year, frame: Frame, context: Context, surroundings: Surroundings, opening: str | None) -> bool:
    if frame.placed:
        # 去年2012年: the written year decides.
        frame.year, frame.anchor = part.number, "absolute"
    elif part.ref in (None, "lunar", "era"):
        frame.year, frame.anchor = part.number, "absolute"
        frame.lunar, frame.era = part.ref == "lunar", part.ref == "era"
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
    frame.period = edtf.months(frame.year, part.first, part.last, part.grain, about=part.about or frame.era)
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
        frame.period = edtf.day(frame.year, frame.month, part.first, last, about=part.about or frame.era)
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
        if day > now.day and not (surroundings.future or surroundings.soon):
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
        found = month_later(year, month, part.offset)
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
    moved = days_later(year, month, day, part.offset)
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
    frame.year, first = month_later(year, (month - 1) // 3 * 3 + 1, 3 * part.offset)
    frame.period = edtf.months(frame.year, first, first + 2, "quarter")
    return True


def _read_season(part: Season, frame: Frame, context: Context, surroundings: Surroundings, opening: str | None) -> bool:
    if part.offset is not None:
        year, frame.anchor = context.this_year()
        frame.year = None if year is None else year + part.offset
        now, _ = context.now()
        if frame.year is not None and now is not None and (part.code, part.offset) == (_WINTER, 0) and now.month <= _LAST_MONTH_OF_WINTER:
            # 今冬 in February began the year before.
            frame.year -= 1
    elif not frame.placed:
        # 往年冬天, 第二年夏天: of no year.
        return False
    frame.period = edtf.season(frame.year, part.code)
    frame.placed = frame.sets_year = True
    return True


def _read_week(part: Week, frame: Frame, context: Context, surroundings: Surroundings, opening: str | None) -> bool:
    if not frame.placed or part.number == 0:
        return False
    if frame.year is None:
        frame.period = edtf.unknown("week")
        return True
    monday = week_of_month(frame.year, frame.month, part.number) if frame.month is not None else week_of_year(frame.year, part.number)
    if monday is None:
        return False
    frame.period = edtf.of_days(monday, monday + _DAY * (7 * part.count - 1), "week")
    return True


def _read_weekday(part: Weekday, frame: Frame, context: Context, surroundings: Surroundings, opening: str | None) -> bool:
    if frame.day is not None:
        # 12月14日 星期一: the day is told already.
        return True
    if part.nth is not None:
        frame.anchor = frame.anchor if frame.placed else None
        if frame.year is None or frame.month is None:
            frame.period = edtf.unknown("day")
            return True
        found = nth_weekday(frame.year, frame.month, part.nth, part.number)
        return found is not None and _set_day(frame, found)
    now, frame.anchor = context.now()
    frame.placed, frame.period = True, edtf.unknown("day")
    if now is None:
        return True
    back = (now.isoweekday() - part.number) % 7
    return _set_day(frame, now + _DAY * (7 - back if back else 0) if surroundings.future else now - _DAY * back)


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
        monday = week_of_month(frame.year, frame.month, 1) if frame.month is not None else week_of_year(frame.year, 1)
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
        moved = days_later(known.year, known.month, known.day, part.count - 1)
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
        if part.about and frame.period is not None:
            frame.period = edtf.about(frame.period)
        return True
    rule = festival_days()[part.name]
    frame.movable = rule.startswith(("lunar", "eve"))
    if not frame.placed:
        frame.year, frame.anchor, found = _festival_at_hand(rule, context, surroundings)
        frame.placed = True
    else:
        found = festival_day(rule, frame.year) if frame.year is not None else None
        if frame.year is None:
            frame.anchor = None
    if found is None:
        frame.period = festival_without_year(rule) if frame.year is None else edtf.unknown("day")
    else:
        frame.year, frame.month, frame.day = found.year, found.month, found.day
        frame.period = edtf.day(found.year, found.month, found.day)
    if frame.period is not None and part.about:
        frame.period = edtf.about(frame.period)
    return frame.period is not None


def _festival_at_hand(rule: str, context: Context, surroundings: Surroundings) -> tuple[int | None, str | None, datetime.date | None]:
    """The festival of the year at hand: a year that the text lends, else the near one around the day of writing."""
    if context.range_start is not None and context.range_start.year is not None:
        return context.range_start.year, "sentence", festival_day(rule, context.range_start.year)
    lent = None if surroundings.reports else context.lent_year(None, surroundings)
    if lent is not None:
        return lent[0], lent[1], festival_day(rule, lent[0])
    now, anchor = context.now()
    if now is None:
        return None, None, None
    if rule.startswith(("lunar", "eve")):
        near = festival_near(rule, now)
        return (None if near is None else near.year), anchor, near
    year = now.year
    if now.month >= 11 and rule < "02":
        year += 1
    return year, anchor, festival_day(rule, year)


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
    lent = None if surroundings.reports else context.lent_year(None, surroundings)
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
    if part.unit == "year" and not part.half:
        return edtf.year(base.year + steps)
    if part.unit == "century":
        return edtf.year(base.year + 100 * steps)
    if part.unit == "year":
        return _month_of(units_later(base, "month", 12 * steps + 6 * part.way))
    if part.unit in ("month", "quarter"):
        moved = units_later(base, part.unit, steps)
        if not part.half:
            return _month_of(moved)
        moved += 15 * part.way * _DAY
        return edtf.of_days(moved, moved, "day")
    if part.unit == "week":
        moved = base + 7 * steps * _DAY
        monday = moved - _DAY * (moved.isoweekday() - 1)
        return edtf.of_days(monday, monday + 6 * _DAY, "week")
    moved = workdays_later(base, steps) if part.unit == "workday" else base + _DAY * (steps + (part.way if part.half else 0))
    return edtf.of_days(moved, moved, "day")


def _month_of(day: datetime.date) -> Period | None:
    return edtf.months(day.year, day.month, day.month, "month")


def _read_rolling(part: Rolling, frame: Frame, context: Context, surroundings: Surroundings, opening: str | None) -> bool:
    now, anchor = context.now()
    frame.placed = True
    if now is None or (part.unit == "year" and now.year - part.count < 1):
        return _set_period(frame, edtf.unknown(part.unit))
    frame.anchor = anchor
    other = units_later(now, part.unit, part.way * part.count)
    first, last = sorted((now, other))
    return _set_period(frame, edtf.of_days(first, last, part.unit))


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
    if period.start.endswith("-02-29") or target < 1:
        return None
    pieces = "/".join(new + piece[4:] for piece in period.edtf.split("/"))
    shifted = period._replace(edtf=pieces, start=new + period.start[4:], end=new + period.end[4:])
    end_of_february = f"{old}-02-{edtf.last_day_of(year, 2)}"
    if period.end != end_of_february:
        return shifted
    last = f"{new}-02-{edtf.last_day_of(target, 2)}"
    return shifted._replace(edtf=f"{shifted.edtf}".replace(f"{new}{end_of_february[4:]}", last), end=last)


def _read_vague(part: Vague, frame: Frame, context: Context, surroundings: Surroundings, opening: str | None) -> bool:
    frame.placed = True
    return _set_period(frame, edtf.unknown(part.grain))


def _set_period(frame: Frame, period: Period | None) -> bool:
    frame.period = period
    frame.placed = True
    return period is not None


def _set_day(frame: Frame, day: datetime.date) -> bool:
    frame.year, frame.month, frame.day = day.year, day.month, day.day
    return _set_period(frame, edtf.of_days(day, day, "day"))


READERS: dict[type[Part], Callable[[Any, Frame, Context, Surroundings, str | None], bool]] = {
    Year: _read_year, Whole: _read_whole, Months: _read_months, FullMonth: _read_full_month, FullDay: _read_full_day,
    MonthDays: _read_month_days, Days: _read_days,
    LastThirdOfMonth: _read_days, Away: _read_away, Season: _read_season, Week: _read_week, Weekday: _read_weekday, Few: _read_few,
    Festival: _read_festival, LunarMonth: _read_lunar, Clock: _read_clock, Ago: _read_ago, Rolling: _read_rolling,
    SamePeriod: _read_same_period, Vague: _read_vague,
}  # fmt: skip
