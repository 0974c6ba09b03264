"""Steps on the calendar: months, days, working days, weeks, nth weekdays.

A year may be unknown (None); what then depends on it is None.

>>> month_later(2020, 12, 1), month_later(None, 1, -1)
((2021, 1), (None, 12))
>>> nth_weekday(2020, 11, 4, 4)
datetime.date(2020, 11, 26)
"""

from __future__ import annotations

import datetime

from extractors.dates import edtf

_DAY = datetime.timedelta(days=1)


def month_later(year: int | None, month: int, steps: int) -> tuple[int | None, int]:
    """Year and month so many months on (or back)."""
    turned, rest = divmod(month - 1 + steps, 12)
    return (None if year is None else year + turned), rest + 1


def days_later(year: int | None, month: int, day: int, steps: int) -> tuple[int | None, int, int] | None:
    """The day so many days on; with an unknown year only where February cannot matter."""
    if year is not None and year >= 1:
        moved = datetime.date(year, month, day) + _DAY * steps
        return moved.year, moved.month, moved.day
    # 2001 is a common year; its calendar serves where neither day lies beyond 28 February's end.
    moved = datetime.date(2001, month, min(day, 28) if month == 2 else day) + _DAY * steps
    if moved.year != 2001 or (month <= 2) != (moved.month <= 2):
        return None
    return None, moved.month, moved.day


def units_later(day: datetime.date, unit: str, steps: int) -> datetime.date:
    """The day so many days, weeks, months, quarters or years on; the 31st becomes the month's last day where it has none."""
    if unit in ("day", "week"):
        return day + _DAY * steps * (7 if unit == "week" else 1)
    turned, rest = divmod(day.month - 1 + steps * {"month": 1, "quarter": 3, "year": 12}[unit], 12)
    return datetime.date(day.year + turned, rest + 1, min(day.day, edtf.last_day_of(day.year + turned, rest + 1)))


def workdays_later(base: datetime.date, steps: int) -> datetime.date:
    """The day so many working days on, Monday to Friday."""
    step = _DAY if steps > 0 else -_DAY
    left = min(abs(steps), 1000)
    while left:
        base += step
        left -= base.isoweekday() < 6
    return base


def week_of_year(year: int, number: int) -> datetime.date | None:
    """The Monday of an ISO 8601 week; -1 is the year's last one."""
    if number < 0:
        return datetime.date.fromisocalendar(year, datetime.date(year, 12, 28).isocalendar().week, 1)
    return datetime.date.fromisocalendar(year, number, 1) if number <= 52 else None


def week_of_month(year: int, month: int, number: int) -> datetime.date | None:
    """The Monday of the nth week that begins in the month."""
    if number < 0:
        last = datetime.date(year, month, edtf.last_day_of(year, month))
        return last - _DAY * (last.isoweekday() - 1)
    first = datetime.date(year, month, 1)
    monday = first + _DAY * ((8 - first.isoweekday()) % 7 + 7 * (number - 1))
    return monday if monday.month == month else None


def nth_weekday(year: int, month: int, nth: int, number: int) -> datetime.date | None:
    """The nth weekday (Monday is 1) of a month, -1 its last; None where it has none."""
    if nth < 0:
        last = datetime.date(year, month, edtf.last_day_of(year, month))
        return last - _DAY * ((last.isoweekday() - number) % 7)
    first = datetime.date(year, month, 1)
    found = first + _DAY * ((number - first.isoweekday()) % 7 + 7 * (nth - 1))
    return found if found.month == month else None
