"""What finding hands to resolving: a found stretch with its readings, and the borders of the tagger's words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extractors.places.gazetteer import Reading
from extractors.records import Candidate, Word

# The tagger's tags of names, and of words that may be one.
NAME_TAGS = frozenset({"LOC", "ORG", "nz", "nt", "nw"})
NAME_LIKE_TAGS = NAME_TAGS | {"n", "s", "j"}

_SHORT = 12  # words are seldom longer; beyond it the order of all words is searched


class Found(NamedTuple):
    """A stretch of the plain text that names a place; `readings` are what it can mean, () where nothing is known of it.

    `is_tagged`: the tagger calls just this stretch a place, so that a weak name may stand.
    """

    start: int
    end: int
    label: str
    rule: str
    confidence: float
    name: str = ""
    readings: tuple[Reading, ...] = ()
    is_tagged: bool = False
    place_id: str | None = None
    candidates: tuple[Candidate, ...] = ()


class WordBorders:
    """The borders and tags of the tagger's words; false where there are none, and then every border holds."""

    def __init__(self, words: Sequence[Word]) -> None:
        self.words = words
        self._starting = {word.start: word for word in words}
        self._order: list[int] = []
        # The words that the tagger calls places, with their number.
        self.places = [(number, word) for number, word in enumerate(words) if word.tag == "LOC"]

    def __bool__(self) -> bool:
        return bool(self.words)

    def covering(self, position: int) -> Word | None:
        """The word that covers the position, or None."""
        for start in range(position, max(position - _SHORT, -1), -1):
            word = self._starting.get(start)
            if word is not None:
                return word if word.end > position else None
        if not self._order:
            self._order = [word.start for word in self.words]
        number = bisect_right(self._order, position) - 1
        return self.words[number] if number >= 0 and self.words[number].end > position else None

    def between(self, start: int, end: int) -> list[Word]:
        """The words that begin within start..end, which lie near each other."""
        found = map(self._starting.get, range(start, end))
        return [word for word in found if word is not None]

    def is_start(self, position: int) -> bool:
        """Whether a word begins there (always, without words)."""
        return not self.words or position in self._starting

    def is_end(self, position: int) -> bool:
        """Whether a word ends there (always, without words)."""
        if not self.words or position in self._starting:
            return True
        word = self.covering(position - 1)
        return word is None or word.end == position


class Cover:
    """Which characters are taken already."""

    def __init__(self, found: Iterable[Found]) -> None:
        spans = sorted((one.start, one.end) for one in found)
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]

    def touches(self, start: int, end: int) -> bool:
        """Whether any taken character lies within start..end; the taken spans do not overlap."""
        number = bisect_right(self._starts, start) - 1
        if number >= 0 and self._ends[number] > start:
            return True
        return number + 1 < len(self._starts) and self._starts[number + 1] < end


def apart(found: Iterable[Found]) -> list[Found]:
    """In text order; of two that overlap the longer stays, of equally long ones the first."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: (one.start, one.start - one.end)):
        if kept and one.start < kept[-1].end:
            if one.end - one.start > kept[-1].end - kept[-1].start:
                kept[-1] = one
            continue
        kept.append(one)
    return kept
