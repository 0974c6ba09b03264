"""What the rules read: the parts of which date expressions are made.

A part is a value without a place in the text: a year, some months, a day, a festival, an hour.
`ref` says what a relative part counts from: `now` (the day of writing: 今年, 昨日) or `text` (the last
date before it: 同年, 当日); a Year may also be `lunar`, or of an `era` whose months are lunar and only
roughly Gregorian. Parts are put together in phrases.py and read in readers.py.
"""

from __future__ import annotations

from dataclasses import dataclass

from extractors.dates.edtf import Period


@dataclass(frozen=True, slots=True)
class Year:
    """A written year, or years up to `last`; with `ref` now or text an offset in years. `fiscal` years do not begin in January for sure."""

    number: int
    last: int | None = None
    ref: str | None = None
    fiscal: bool = False


@dataclass(frozen=True, slots=True)
class Whole:
    """A period that needs no other part: a decade, a century, a plan, a time since."""

    period: Period


@dataclass(frozen=True, slots=True)
class Months:
    """Months of a year; quarters, halves and the whole year are months with another grain. `about` is 年初, 年中, 年底."""

    first: int
    last: int
    grain: str = "month"
    about: bool = False


@dataclass(frozen=True, slots=True)
class Away:
    """A quarter, month, week or day so many units from the anchor: 上月, 本周, 昨日, 次日. `weekday` is Monday = 1."""

    unit: str
    offset: int
    ref: str = "now"
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Season:
    """A season by its EDTF code, 21 spring to 24 winter, so many years from the anchor (今春 0, 去冬 -1), or of a written year (None)."""

    code: int
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class Week:
    """The nth week of what stands before it, or the first `count` weeks; -1 is the last one."""

    number: int
    count: int = 1


@dataclass(frozen=True, slots=True)
class Days:
    """Days of a month; `about` is 月初, 月中, 月底."""

    first: int
    last: int
    about: bool = False


@dataclass(frozen=True, slots=True)
class LastThirdOfMonth:
    """From the 21st to the end of the month; `since` 21 or 11 (中下旬), `about` is 月底."""

    since: int = 21
    about: bool = False


@dataclass(frozen=True, slots=True)
class Few:
    """The first or last so many units of what stands before: 前两天, 最后五天, 前10个月, 第三个月 (`nth`), 春节前最后一周 (`before`)."""

    count: int
    unit: str
    end: str = "first"


@dataclass(frozen=True, slots=True)
class FullDay:
    """A day written in figures: 2020-12-14; the year may be missing (09-01 20:01)."""

    year: int | None
    month: int
    day: int


@dataclass(frozen=True, slots=True)
class MonthDays:
    """Days from one month and day to another in figures: 12.20—12.31."""

    month: int
    day: int
    last_month: int
    last_day: int


@dataclass(frozen=True, slots=True)
class FullMonth:
    """A month written in figures with its year: 2008.03."""

    year: int
    month: int


@dataclass(frozen=True, slots=True)
class Weekday:
    """A bare weekday (周三), Monday = 1; `nth` of a month, -1 the last one."""

    number: int
    nth: int | None = None


@dataclass(frozen=True, slots=True)
class Festival:
    """A named day of lexicon/festivals.tsv or a solar term; `about` where days around it are meant (春节期间)."""

    name: str
    about: bool = False


@dataclass(frozen=True, slots=True)
class LunarMonth:
    """A lunar month, with its day where one is written."""

    month: int
    day: int | None = None
    leap: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """A part of the day or a clock time; it has no value of its own."""


@dataclass(frozen=True, slots=True)
class Ago:
    """So many units before (-1) or after (1) the anchor: 三年前, 两周后. `open_end` is 以来 or 以前."""

    count: int
    unit: str
    way: int
    half: bool = False
    more: bool = False
    open_end: str | None = None


@dataclass(frozen=True, slots=True)
class Rolling:
    """So many units up to the anchor (-1: 近三年) or from it on (1: 未来十年)."""

    count: int
    unit: str
    way: int


@dataclass(frozen=True, slots=True)
class SamePeriod:
    """同期: the period that is compared, in the year that stands before it."""


@dataclass(frozen=True, slots=True)
class Vague:
    """A time that cannot be put on a calendar: 近年来, 日前."""

    grain: str = "vague"


@dataclass(frozen=True, slots=True)
class Repeat:
    """A repeating time: 每年, 每周五."""


@dataclass(frozen=True, slots=True)
class Impossible:
    """A year that never was (雍正二十三年): what it stands in is no date."""


Part = (
    Year | Whole | Months | Away | Season | Week | Days | LastThirdOfMonth | Few | FullDay | FullMonth | MonthDays | Weekday
    | Festival | LunarMonth | Clock | Ago | Rolling | SamePeriod | Vague | Repeat | Impossible
)  # fmt: skip
