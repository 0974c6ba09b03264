"""A date that a reviewer wrote, as EDTF: also as a spreadsheet rewrites it.

>>> [read_date(text) for text in ("2020-12", "2020/12/5", "2020年12月15日", "15.12.2020", "Dec-20", "2020-01/2020-10", "2016-04/..")]
['2020-12', '2020-12-05', '2020-12-15', '2020-12-15', '2020-12', '2020-01/2020-10', '2016-04/..']
>>> read_date("12/5/2020")
Traceback (most recent call last):
    ...
ValueError: 12/5/2020 could be 2020-12-05 or 2020-05-12: write one of these
"""

from __future__ import annotations

import re
from calendar import monthrange

from extractors.plain import plain

_POINT = re.compile(
    r"(?P<year>-?\d{4}|\d{3}X|\d{2}XX|XXXX)(?:-(?P<month>0[1-9]|1[0-2]|2[1-4]|XX)(?:-(?P<day>0[1-9]|[12]\d|3[01]|XX))?)?(?P<about>[~?%]?)"
)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?(?:[ T]00:00(?::00(?:\.0+)?)?)?")
_YEAR = re.compile(r"(\d{4})年?(?:\.0)?")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4}|\d{2})")
_NAMED_MONTH = re.compile(r"(?:(\d{1,2})[- ])?([A-Za-z]{3,9})[- ](\d{4}|\d{2})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def read_date(text: str) -> str:
    """The EDTF string. ValueError with what is wrong."""
    written = plain(text).strip()
    if found := _spreadsheets(written):
        return found
    first, slash, last = written.partition("/")
    if slash:
        points = [part for part in (first, last) if part not in ("..", "")]
        if not points or "" in (first, last):
            raise ValueError(f"{text} is no EDTF interval")
        for part in points:
            _check(part, text)
        if len(points) == 2 and _comparable(first) > _comparable(last):
            raise ValueError(f"{text} ends before it begins")
        return written
    _check(written, text)
    return written


def _spreadsheets(written: str) -> str | None:
    """What a spreadsheet or a person made of a year, a month or a day; None for EDTF itself."""
    if match := _YEAR.fullmatch(written):
        return _made(written, match[1])
    if match := _YEAR_FIRST.fullmatch(written):
        return _made(written, match[1], match[2], match[3])
    if match := _DOTTED.fullmatch(written):
        return _made(written, match[3], match[2], match[1])
    if match := _NAMED_MONTH.fullmatch(written):
        name = match[2].lower()[:3]
        return _made(written, _full_year(match[3]), str(_MONTHS.index(name) + 1), match[1]) if name in _MONTHS else None
    if match := _YEAR_LAST.fullmatch(written):
        return _either_order(written, int(match[1]), int(match[2]), _full_year(match[3]))
    return None


def _either_order(written: str, first: int, second: int, year: str) -> str:
    if first > 12:
        return _made(written, year, str(second), str(first))
    if second > 12 or first == second:
        return _made(written, year, str(first), str(second))
    one, other = _made(written, year, str(first), str(second)), _made(written, year, str(second), str(first))
    raise ValueError(f"{written} could be {one} or {other}: write one of these")


def _full_year(year: str) -> str:
    """Spreadsheets' own rule: 00 to 29 are 2000 to 2029."""
    return year if len(year) == 4 else ("20" if int(year) < 30 else "19") + year


def _made(written: str, year: str, month: str | None = None, day: str | None = None) -> str:
    point = "-".join([year, *(f"{int(part):02}" for part in (month, day) if part)])
    _check(point, written)
    return point


def _check(point: str, text: str) -> None:
    match = _POINT.fullmatch(point)
    if match is None:
        raise ValueError(f"{text} is no EDTF date")
    year, month, day = match["year"], match["month"], match["day"]
    if day and month and month.isdigit():
        if int(month) > 12:
            raise ValueError(f"{text}: a season has no days")
        if day.isdigit() and int(day) > _days_in(year, int(month)):
            raise ValueError(f"{text}: there is no such day")


def _days_in(year: str, month: int) -> int:
    return monthrange(int(year) if year.isdigit() and int(year) else 2000, month)[1]


def _comparable(point: str) -> str:
    return "" if point == ".." else point.rstrip("~?%")
