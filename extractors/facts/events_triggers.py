"""The patterns that tell of happenings: the rows of lexicon/triggers.tsv whose fact is an event.

A pattern may begin with `<BEFORE:role:letters>`: who stands before the verb takes that role.

>>> next(trigger.kind for trigger in triggers() if trigger.name == "buys")
'acquisition'
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extractors.facts.masked import expand
from extractors.lexicon import Matcher, read_rows

_BEFORE = re.compile(r"^<BEFORE:([a-z_]+):([A-Z]+)>")


@dataclass(frozen=True, slots=True)
class Trigger:
    """A pattern, the kind of event that it tells, and the words one of which its verb begins with."""

    name: str
    kind: str
    pattern: re.Pattern[str]
    before: str | None
    letters: str
    literals: tuple[str, ...]


@lru_cache(maxsize=1)
def triggers() -> tuple[Trigger, ...]:
    """The patterns of events, in the order in which they are tried: deals before what they are also called."""
    order = ("acquisition", "establishment", "investment", "signing", "visit", "project", "award", "conference")
    rows = [row for row in read_rows("extractors.facts", "triggers.tsv") if row["fact"] == "event"]
    found = []
    for row in sorted(rows, key=lambda row: (order.index(row["kind"]), row["name"])):
        before = _BEFORE.match(row["pattern"])
        pattern = re.compile(expand(_BEFORE.sub("", row["pattern"])))
        role, letters = (before[1], before[2]) if before else (None, "")
        found.append(Trigger(row["name"], row["kind"], pattern, role, letters, _literals(row["pattern"])))
    return tuple(found)


@lru_cache(maxsize=1)
def literal_matcher() -> Matcher:
    """Finds the words that the triggers' verbs begin with, all in one pass."""
    return Matcher({word: word for trigger in triggers() for word in trigger.literals})


def _literals(pattern: str) -> tuple[str, ...]:
    """The words one of which a pattern's verb begins with: a sentence without any of them need not be tried."""
    depth, start = 1, pattern.index("(?P<verb>") + len("(?P<verb>")
    position = start
    while depth:
        depth += {"(": 1, ")": -1}.get(pattern[position], 0)
        position += 1
    words = re.sub("\\(\\?:|\\)", "", pattern[start : position - 1]).split("|")
    return tuple(dict.fromkeys(match.group() for word in words if (match := re.match("[一-鿿]+", word))))
