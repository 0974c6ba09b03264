"""Gregorian days of lunar dates and solar terms, 1900 to 2100.

Source of the tables: lexicon/lunar_years.tsv and lexicon/solar_terms.tsv. A lunar year begins with
its first day, so 腊月 of lunar 2020 lies in January and February 2021. Outside the tables: None.

>>> lunar_day(2021, 8, 15)
datetime.date(2021, 9, 21)
>>> solar_term(2024, "冬至")
datetime.date(2024, 12, 21)
"""

from __future__ import annotations

import datetime
from functools import lru_cache

from extractors.lexicon import read_rows

TERMS = (
    "小寒", "大寒", "立春", "雨水", "惊蛰", "春分", "清明", "谷雨", "立夏", "小满", "芒种", "夏至",
    "小暑", "大暑", "立秋", "处暑", "白露", "秋分", "寒露", "霜降", "立冬", "小雪", "大雪", "冬至",
)  # fmt: skip
_PACKAGE = "extractors.dates"


def lunar_day(year: int, month: int, day: int, *, leap: bool = False) -> datetime.date | None:
    """The Gregorian day of a lunar date; None where that year has no such month or day."""
    span = lunar_month(year, month, leap=leap)
    if span is None:
        return None
    found = span[0] + datetime.timedelta(days=day - 1)
    return found if day >= 1 and found <= span[1] else None


def lunar_month(year: int, month: int, *, leap: bool = False) -> tuple[datetime.date, datetime.date] | None:
    """First and last Gregorian day of a lunar month."""
    row = _lunar_years().get(year)
    if row is None or not 1 <= month <= 12:
        return None
    first, leap_month, lengths = row
    if leap and month != leap_month:
        return None
    before = month - 1 + (1 if leap or (leap_month and month > leap_month) else 0)
    start = first + datetime.timedelta(days=sum(lengths[:before]))
    return start, start + datetime.timedelta(days=lengths[before] - 1)


def lunar_year_of(day: datetime.date) -> int | None:
    """The lunar year that a Gregorian day lies in."""
    for year in (day.year, day.year - 1):
        row = _lunar_years().get(year)
        if row is not None and row[0] <= day < row[0] + datetime.timedelta(days=sum(row[2])):
            return year
    return None


def eve(year: int) -> datetime.date | None:
    """The last day of a lunar year (除夕, the 29th or 30th of its twelfth month)."""
    span = lunar_month(year, 12)
    return span[1] if span else None


def solar_term(year: int, name: str) -> datetime.date | None:
    """The day of a solar term in a Gregorian year."""
    days = _term_days().get(year)
    if days is None:
        return None
    position = TERMS.index(name)
    return datetime.date(year, position // 2 + 1, days[position])


@lru_cache(maxsize=1)
def _lunar_years() -> dict[int, tuple[datetime.date, int, tuple[int, ...]]]:
    return {
        int(row["year"]): (datetime.date.fromisoformat(row["first_day"]), int(row["leap_month"]), tuple(map(int, row["lengths"].split(","))))
        for row in read_rows(_PACKAGE, "lunar_years.tsv")
    }


@lru_cache(maxsize=1)
def _term_days() -> dict[int, tuple[int, ...]]:
    return {int(row["year"]): tuple(map(int, row["days"].split(","))) for row in read_rows(_PACKAGE, "solar_terms.tsv")}
