"""What a date expression means in its text: its period, and the anchor that settled it.

A point is read from its larger part to its smaller (readers.py) against what stands before it (context.py);
the end of a range leans on its beginning. What nothing settles stays X or None; impossible dates
(2月30日) mean nothing.
"""

from __future__ import annotations

import datetime
from typing import NamedTuple

from extractors.dates import edtf
from extractors.dates.arithmetic import month_later
from extractors.dates.context import Context, Known, Surroundings
from extractors.dates.edtf import Period
from extractors.dates.parts import (
    Away,
    Clock,
    Days,
    Few,
    LastThirdOfMonth,
    Months,
    Part,
    Repeat,
    Vague,
    Year,
)
from extractors.dates.phrases import Phrase
from extractors.dates.readers import READERS, Frame
from extractors.dates.words import Found

_DAY = datetime.timedelta(days=1)


class Meaning(NamedTuple):
    """A resolved expression: its period, its anchor, and what it makes known."""

    period: Period
    anchor: str | None
    known: Known


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
        year, month = month_later(year, month, -1)
    period = edtf.day(year, month, head.first, head.last)
    if period is None:
        return None
    return Meaning(period, last.anchor, Known(year, month, head.first, last.known.sets_year, surroundings.leads, period))


def _resolve_point(
    founds: tuple[Found, ...], context: Context, surroundings: Surroundings, opening: str | None, *, from_day_before: bool = False
) -> Meaning | None:
    frame = Frame()
    for found in founds:
        reader = READERS.get(type(found.part))
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
