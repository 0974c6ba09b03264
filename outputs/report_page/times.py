"""A batch along time: bars of days, months or years, whichever are few enough to see.

>>> [(bar.key, bar.articles, bar.events) for bar in bars(["2020-12-15", "2020-12-15"], ["2020-12-14"])]
[('2020-12-14', 0, 1), ('2020-12-15', 2, 0)]
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

# Lengths of the keys of days, months and years, the finest first; what has more bars than can be seen is told coarser.
_DAY, _MONTH, _YEAR = 10, 7, 4
_MOST_BARS = 62
# What one article says of another century shall not make years of everything: this share of the days decides, on either end.
_OUTLIERS = 0.02
# A longer gap is drawn as a gap, not as empty bars.
_LONGEST_GAP = 3


@dataclass(frozen=True, slots=True)
class Bar:
    """One stretch of time; heights are shares of the highest bar, `gap` says that time is left out before it."""

    key: str
    articles: int
    events: int
    height_articles: int = 0
    height_events: int = 0
    gap: bool = False
    label: str = ""


def bars(published: Sequence[str], happened: Sequence[str], *, height: int = 60) -> list[Bar]:
    """Bars of the days of publication and of events (ISO days)."""
    days = sorted([*published, *happened])
    if not days:
        return []
    length = _length(days)
    articles, events = Counter(day[:length] for day in published), Counter(day[:length] for day in happened)
    highest = max([*articles.values(), *events.values()])
    found = []
    last: str | None = None
    for key in sorted(articles.keys() | events.keys()):
        between = _between(last, key)
        if len(between) <= _LONGEST_GAP:
            found += [Bar(empty, 0, 0) for empty in between]
        tall, taller = (-(-count * height // highest) for count in (articles[key], events[key]))
        found.append(Bar(key, articles[key], events[key], tall, taller, gap=len(between) > _LONGEST_GAP))
        last = key
    return [replace(bar, label=_label(bar.key, before.key)) for before, bar in pairwise([Bar("", 0, 0), *found])]


def _label(key: str, before: str) -> str:
    """Under a bar of a day its month and day; with the year where that is another than the one before."""
    return key[_YEAR + 1 :] if len(key) == _DAY and key[:_YEAR] == before[:_YEAR] else key


def _length(days: Sequence[str]) -> int:
    """The finest stretch of which there are few enough from early to late, outliers left aside."""
    aside = int(len(days) * _OUTLIERS)
    core = days[aside : len(days) - aside]
    first, last = date.fromisoformat(core[0]), date.fromisoformat(core[-1])
    if (last - first).days < _MOST_BARS:
        return _DAY
    return _MONTH if (last.year - first.year) * 12 + last.month - first.month < _MOST_BARS else _YEAR


def _between(last: str | None, key: str) -> list[str]:
    """The stretches between two keys, as far as they matter: one more than may be drawn says that there is a gap."""
    between: list[str] = []
    while last is not None and len(between) <= _LONGEST_GAP:
        last = _next(last)
        if last is None or last >= key:
            break
        between.append(last)
    return between


def _next(key: str) -> str | None:
    try:
        if len(key) == _DAY:
            return (date.fromisoformat(key) + timedelta(days=1)).isoformat()
        if len(key) == _MONTH:
            year, month = int(key[:4]), int(key[5:])
            return f"{year + month // 12:04}-{month % 12 + 1:02}"
        return f"{int(key) + 1:04}"
    except (ValueError, OverflowError):
        return None
