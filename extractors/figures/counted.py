"""What a figure counts: the noun phrase behind its measure word (26个中方成员城市 → 中方成员城市).

With the tagger's words the phrase runs over nouns, names and the adjectives before them to the head;
without words nothing is said.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from extractors.records import Word

_INSIDE = frozenset({"n", "nz", "nw", "nt", "ns", "ORG", "LOC", "a", "an", "vn", "s", "f", "PER", "nr"})
_HEADS = frozenset({"n", "nz", "nt", "ns", "nw", "vn", "an", "ORG", "LOC"})
_STOP = frozenset("，。、；：！？,.;:!?()（）“”《》\n ")
_LONGEST = 16


class Counting:
    """The words of one text, asked for what follows a figure."""

    def __init__(self, plain_text: str, words: Sequence[Word]) -> None:
        self._plain = plain_text
        self._words = words
        self._starts = [word.start for word in words]

    def ends_a_word(self, position: int) -> bool:
        """Whether no word crosses the position; true where there are no words."""
        index = bisect_left(self._starts, position) - 1
        return index < 0 or self._words[index].end <= position or self._words[index].end - self._words[index].start > 6

    def counted_after(self, position: int, *, classifier: str | None) -> str | None:
        """The noun phrase that starts at `position`, up to its head; None where none does."""
        index = bisect_left(self._starts, position)
        if index >= len(self._words) or self._words[index].start != position:
            return None
        end = None
        for word in self._words[index:]:
            text = self._plain[word.start : word.end]
            if word.tag not in _INSIDE or text[0] in _STOP or word.end - position > _LONGEST:
                break
            if word.tag in _HEADS:
                end = word.end
        return self._plain[position:end] if end else None
