"""Periods as Extended Date/Time Format strings (ISO 8601-2) with their first and last day.

A Period is what a date expression means: `edtf`, `start` and `end` (ISO days, inclusive, None where
unknown) and `grain`. What is unknown is X in the string and None in the days. Impossible dates are
refused with None. Years are astronomical: 221 BC is -220, written -0220.

>>> day(2020, 12, 14)
Period(edtf='2020-12-14', start='2020-12-14', end='2020-12-14', grain='day')
>>> day(2019, 2, 29) is None
True
>>> months(2020, 1, 10, "month").edtf
'2020-01/2020-10'
>>> day(None, 8, 12)
Period(edtf='XXXX-08-12', start=None, end=None, grain='day')
"""

from __future__ import annotations

import calendar
import datetime
from typing import NamedTuple

UNKNOWN_YEAR = "XXXX"
# February has 29 days in some year, so XXXX-02-29 is possible.
_LONGEST_MONTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Period(NamedTuple):
    """A stretch of days: EDTF string, first and last ISO day (inclusive), grain of the contract."""

    edtf: str | None
    start: str | None
    end: str | None
    grain: str


def unknown(grain: str) -> Period:
    """A period of which nothing but the grain is known."""
    return Period(None, None, None, grain)


def year_text(year: int | None) -> str:
    """Four digits, with a minus sign for years before 1 BC; XXXX where the year is unknown."""
    if year is None:
        return UNKNOWN_YEAR
    return f"{year:04}" if year >= 0 else f"-{-year:04}"


def last_day_of(year: int | None, month: int) -> int:
    """The number of days of a month; of February in an unknown year 29."""
    if month == 2 and year is not None and year > 0 and not calendar.isleap(year):
        return 28
    return _LONGEST_MONTHS[month - 1]


def year(number: int | None, last: int | None = None) -> Period:
    """A year, or all years from `number` to `last`."""
    if number is None:
        return unknown("year")
    end = number if last is None else last
    edtf = year_text(number) if end == number else f"{year_text(number)}/{year_text(end)}"
    return Period(edtf, f"{year_text(number)}-01-01", f"{year_text(end)}-12-31", "year")


def months(number: int | None, first: int, last: int, grain: str, *, about: bool = False) -> Period | None:
    """The months `first` to `last` of a year; `about` marks both with ~."""
    if not 1 <= first <= last <= 12:
        return None
    mark = "~" if about else ""
    names = [f"{year_text(number)}-{month:02}{mark}" for month in (first, last)]
    edtf = names[0] if first == last else "/".join(names)
    if number is None:
        return Period(edtf, None, None, grain)
    return Period(edtf, f"{year_text(number)}-{first:02}-01", f"{year_text(number)}-{last:02}-{last_day_of(number, last):02}", grain)


def season(number: int | None, code: int) -> Period:
    """A season by its EDTF code (21 spring … 24 winter); its days are not fixed, so they stay None."""
    return Period(f"{year_text(number)}-{code}", None, None, "season")


def day(number: int | None, month: int | None, first: int, last: int | None = None, *, about: bool = False) -> Period | None:
    """A day, or the days `first` to `last`, of a month; None where there is no such day."""
    end = first if last is None else last
    if month is not None and not 1 <= month <= 12:
        return None
    longest = 31 if month is None else last_day_of(number, month)
    if not 1 <= first <= end <= longest:
        return None
    mark = "~" if about else ""
    stem = f"{year_text(number)}-{'XX' if month is None else f'{month:02}'}"
    edtf = f"{stem}-{first:02}{mark}" if first == end else f"{stem}-{first:02}{mark}/{stem}-{end:02}{mark}"
    if number is None or month is None:
        return Period(edtf, None, None, "day")
    return Period(edtf, f"{stem}-{first:02}", f"{stem}-{end:02}", "day")


def of_days(first: datetime.date, last: datetime.date, grain: str) -> Period:
    """The period from one day to another, as an interval of days (one day alone is no interval)."""
    edtf = first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"
    return Period(edtf, first.isoformat(), last.isoformat(), grain)


def between(first: Period, last: Period) -> Period | None:
    """From the beginning of one period to the end of another; None if that is before the beginning."""
    grain = last.grain
    if first.edtf is None or last.edtf is None:
        return unknown(grain)
    if first.start is not None and last.end is not None and first.start > last.end and not first.start.startswith("-"):
        return None
    edtf = f"{first.edtf.split('/')[0]}/{last.edtf.split('/')[-1]}"
    return Period(edtf, first.start, last.end, grain)


def onwards(period: Period) -> Period:
    """From the beginning of the period, end open (2016年4月以来 → 2016-04/..)."""
    if period.edtf is None:
        return period
    return Period(f"{period.edtf.split('/')[0]}/..", period.start, None, period.grain)


def until(period: Period) -> Period:
    """Up to and with the period, beginning open (2010年以前 → ../2010)."""
    if period.edtf is None:
        return period
    return Period(f"../{period.edtf.split('/')[-1]}", None, period.end, period.grain)


def about(period: Period) -> Period:
    """The same period, marked as approximate."""
    if period.edtf is None:
        return period
    return period._replace(edtf="/".join(part if part.endswith("~") or part == ".." else f"{part}~" for part in period.edtf.split("/")))


def last_day(period: Period) -> Period:
    """The last day of a period (截至6月末 → 2020-06-30)."""
    if period.end is not None:
        return Period(period.end, period.end, period.end, "day")
    if period.edtf is not None and period.edtf.startswith(UNKNOWN_YEAR):
        stem = period.edtf.split("/")[-1].rstrip("~")
        month = int(stem[5:7])
        # The last day of February is not known without the year.
        return Period(f"{UNKNOWN_YEAR}-{month:02}-{'XX' if month == 2 else last_day_of(None, month)}", None, None, "day")
    return period


def decade(first: int, part: str = "") -> Period:
    """Ten years from `first`; `part` is early, middle, late or empty."""
    if part:
        low, high = {"early": (0, 2), "middle": (4, 6), "late": (7, 9)}[part]
        return about(year(first + low, first + high))._replace(grain="decade")
    return Period(f"{year_text(first)[:-1]}X", f"{year_text(first)}-01-01", f"{year_text(first + 9)}-12-31", "decade")


def century(number: int, part: str = "") -> Period:
    """The 20th century is 1901 to 2000; `part` is early, middle, late, first_half, second_half or empty."""
    first = (number - 1) * 100 + 1
    low, high = {"": (0, 99), "early": (0, 9), "middle": (44, 54), "late": (90, 99), "first_half": (0, 49), "second_half": (50, 99)}[part]
    whole = year(first + low, first + high)._replace(grain="century")
    return about(whole) if part in ("early", "middle", "late") else whole
