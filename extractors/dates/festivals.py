"""On which Gregorian day a named day falls.

The rules are those of lexicon/festivals.tsv: MM-DD, lunar MM-DD, term (a solar term), eve, weekday MM-N-D.

>>> festival_day("lunar 08-15", 2021), festival_day("weekday 05-2-7", 2021)
(datetime.date(2021, 9, 21), datetime.date(2021, 5, 9))
"""

from __future__ import annotations

import datetime
from functools import lru_cache

from extractors.dates import edtf, lunar
from extractors.dates.arithmetic import nth_weekday
from extractors.dates.edtf import Period

# A named day that lies so many days back at most is meant, or else one so near ahead.
_DAYS_AROUND = 60


@lru_cache(maxsize=4096)
def festival_day(rule: str, year: int) -> datetime.date | None:
    """The day in a Gregorian year, None outside the calendar's tables; 除夕 is the eve of that year's spring festival."""
    if rule == "eve":
        return lunar.eve(year - 1)
    if rule == "eve of lunar year":
        return lunar.eve(year)
    kind, _, rest = rule.rpartition(" ")
    if kind == "term":
        return lunar.solar_term(year, rest)
    if kind == "weekday":
        month, nth, number = (int(piece) for piece in rest.split("-"))
        return nth_weekday(year, month, nth, number)
    month, day = (int(piece) for piece in rest.split("-"))
    if kind == "lunar":
        # 腊八 of 2021 is the one that lies in 2021.
        found = [moment for lunar_year in (year - 1, year) if (moment := lunar.lunar_day(lunar_year, month, day)) is not None and moment.year == year]
        return found[-1] if found else None
    return datetime.date(year, month, day)


@lru_cache(maxsize=4096)
def festival_near(rule: str, now: datetime.date) -> datetime.date | None:
    """The movable festival that is meant on a day: the one that has just been, the one soon to come, else that of the lunar year."""
    candidates = [day for year in (now.year - 1, now.year, now.year + 1) if (day := festival_day(rule, year)) is not None]
    just_been = [day for day in candidates if 0 <= (now - day).days <= _DAYS_AROUND]
    soon = [day for day in candidates if 0 < (day - now).days <= _DAYS_AROUND]
    lunar_year = lunar.lunar_year_of(now)
    same_year = [day for day in candidates if lunar.lunar_year_of(day) == lunar_year]
    return next(iter((just_been or soon or same_year or candidates)[-1:]), None)


def festival_without_year(rule: str) -> Period | None:
    """A fixed festival of an unknown year (XXXX-10-01); nothing is known of a movable one."""
    if " " in rule or rule == "eve":
        return edtf.unknown("day")
    month, day = (int(piece) for piece in rule.split("-"))
    return edtf.day(None, month, day)
