"""First and last day of an EDTF string (ISO 8601-2), so that tables can be sorted and asked by day.

Reads the forms of the contract: years, decades (198X), months, days, approximate ones (~), intervals, open ends (..). Seasons
have no fixed days, and a date whose year is not known has none; both give None.

>>> first_and_last_day("2016-04/.."), first_and_last_day("2020-01/2020-10")
(('2016-04-01', None), ('2020-01-01', '2020-10-31'))
>>> first_and_last_day("198X"), first_and_last_day("XXXX-08-12"), first_and_last_day("2018-21")
(('1980-01-01', '1989-12-31'), (None, None), (None, None))
"""

from __future__ import annotations

import re
from calendar import monthrange

Days = tuple[str | None, str | None]

_POINT = re.compile(r"(?P<year>\d{4}|\d{3}X|\d{2}XX)(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12]\d|3[01]))?)?[~?%]?")


def first_and_last_day(edtf: str | None) -> Days:
    """The first and the last day, inclusive, each None where it is unknown or open."""
    if edtf is None:
        return None, None
    first, slash, last = edtf.partition("/")
    return _days(first)[0], _days(last if slash else first)[1]


def _days(point: str) -> Days:
    match = _POINT.fullmatch(point)
    if match is None:
        return None, None
    year, month, day = match["year"], match["month"], match["day"]
    if "X" in year:
        return (None, None) if month else (f"{year.replace('X', '0')}-01-01", f"{year.replace('X', '9')}-12-31")
    if year == "0000":
        return None, None
    if month is None:
        return f"{year}-01-01", f"{year}-12-31"
    last = monthrange(int(year), int(month))[1]
    if day is None:
        return f"{year}-{month}-01", f"{year}-{month}-{last:02}"
    return (f"{year}-{month}-{day}",) * 2 if int(day) <= last else (None, None)
