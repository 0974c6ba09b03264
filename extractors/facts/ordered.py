"""Mentions in text order, asked for by place without going through all of them.

>>> from extractors.records import Mention
>>> ordered = Ordered([Mention("GPE", 0, 2, "许昌", "t"), Mention("GPE", 5, 7, "洛阳", "t"), Mention("GPE", 9, 11, "焦作", "t")])
>>> [mention.text for mention in ordered.between(1, 11)], [mention.text for mention in ordered.before(8)]
(['洛阳', '焦作'], ['洛阳', '许昌'])
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from extractors.records import Mention

# How many mentions back a pronoun or a founding date is sought.
_REACH = 200


class Ordered:
    """Flat mentions, sorted by where they start."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self._mentions = sorted(mentions, key=lambda mention: mention.start)
        self._starts = [mention.start for mention in self._mentions]

    def between(self, start: int, end: int) -> list[Mention]:
        """Those that lie wholly within start..end, in text order."""
        first = bisect_left(self._starts, start)
        if first == len(self._starts) or self._starts[first] >= end:
            return []
        last = bisect_left(self._starts, end, first)
        return [mention for mention in self._mentions[first:last] if mention.end <= end]

    def before(self, position: int, limit: int = _REACH) -> list[Mention]:
        """The last ones that end by `position`, nearest first, at most `limit`."""
        last = bisect_left(self._starts, position)
        return [mention for mention in reversed(self._mentions[max(0, last - limit) : last]) if mention.end <= position]
