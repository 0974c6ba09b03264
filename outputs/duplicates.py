"""Near duplicates: articles whose texts nearly repeat an earlier one (MinHash over five-character pieces).

Two texts are near duplicates when about four fifths of all pieces in either stand in both, and so do most of their numbers:
last month's trade bulletin with new figures is no duplicate. So is a reprint that was shortened by up to a third. Script,
width, spaces and punctuation are no difference.
Of near duplicates the earliest is the original and the others point at it; an article that repeats only a duplicate is
one itself. A small own one: datasketch (MIT) would bring scipy along for what numpy does in these lines.

The signature is a function of the text alone, and so is whether two are similar; which one is the original depends on the
set of articles, not on their order.
"""

from __future__ import annotations

import hashlib
import heapq
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from extractors.plain import plain

Matrix = NDArray[np.uint32]

_TEXT_HASHES = 128
_NUMBER_HASHES = 32
SIGNATURE_BYTES = 4 * (_TEXT_HASHES + _NUMBER_HASHES)
_PIECE = 5
# Shares of equal hashes. Tuned on edited copies of 400 items of CCTV news, 560 characters on average: a dateline before, an editor's line
# after or a character changed in every 200 is found in 99.5% and more; every number changed in none, every second one in 16%.
# Among 4,007 different items no pair is.
_SAME_TEXT = 0.7
_SAME_NUMBERS = 0.6
# A reprint that was shortened by up to a third: nearly all of the shorter text and of its numbers stands in the longer. Tuned likewise, on
# copies whose last sentences are left out: a tenth to a quarter less is found in 90% and more, a third less in 60 to 80%, half in 1%;
# with every second number changed 13%, with all of them none. Among 4,003 different items no pair is.
_SHORTENED_TEXT = 0.58
_HELD_TEXT = 0.85
_HELD_NUMBERS = 0.8
# Shorter texts share too much by chance: photo captions, one-line briefs.
_SHORTEST = 60
# 16 bands of 4 hashes: two texts that share 0.7 of all meet in a band with a probability of 0.988, at 0.8 of 0.9998.
_BANDS = 16
_BAND_ROWS = 4
_NUMBER = re.compile(r"[0-9]{1,20}(?:\.[0-9]{1,10})?|[零〇一二两三四五六七八九十百千万亿]{2,20}")
_NOT_WORD = re.compile(r"[\W_]+")


def signature(text: str) -> bytes:
    """The text's signature: 128 least hashes of its pieces and 32 of its numbers; empty for a text too short to judge."""
    flat = plain(text).lower()
    letters = _NOT_WORD.sub("", flat)
    if len(letters) < _SHORTEST:
        return b""
    numbers = {_hash_word(number) for number in _NUMBER.findall(flat)} or {0}
    pieces = np.unique(_piece_hashes(letters))
    least = np.concatenate([_least(pieces, _TEXT_HASHES), _least(np.array(sorted(numbers), dtype=np.uint64), _NUMBER_HASHES)])
    return least.astype("<u4").tobytes()


def bands(found: bytes) -> list[int]:
    """Signed 64-bit hashes of the signature's bands: near duplicates share at least one."""
    if not found:
        return []
    rows = np.frombuffer(found, dtype="<u4")[: _BANDS * _BAND_ROWS].astype(np.uint64).reshape(-1, _BAND_ROWS)
    mixed = np.arange(1, len(rows) + 1, dtype=np.uint64)
    for column in range(_BAND_ROWS):
        mixed = _mix(mixed ^ _mix(rows[:, column] + np.uint64(column)))
    return [int(band) for band in mixed.view(np.int64)]


def similar(found: bytes, others: Sequence[bytes]) -> list[bool]:
    """Whether each of the others is a near duplicate of the first."""
    if not others:
        return []
    rows = np.frombuffer(b"".join(others), dtype="<u4").reshape(len(others), -1)
    own = np.frombuffer(found, dtype="<u4")[None, :]
    texts, texts_held = _overlap(own[:, :_TEXT_HASHES], rows[:, :_TEXT_HASHES])
    numbers, numbers_held = _overlap(own[:, _TEXT_HASHES:], rows[:, _TEXT_HASHES:])
    copies = (texts >= _SAME_TEXT) & (numbers >= _SAME_NUMBERS)
    shortened = (texts >= _SHORTENED_TEXT) & (texts_held >= _HELD_TEXT) & (numbers_held >= _HELD_NUMBERS)
    return [bool(either) for either in copies | shortened]


def _overlap(own: Matrix, others: Matrix) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """For each of the others: the share of all pieces that stand in both, and the share of the shorter one's that stand in the longer.

    How many pieces a text has is told by its hashes too: the least of n even ones is about one in n + 1.
    """
    shared = (own == others).mean(axis=1)
    sizes = [np.maximum(hashes.shape[1] * 2.0**32 / (hashes.astype(np.float64) + 1).sum(axis=1) - 1, 1) for hashes in (own, others)]
    held = shared * (sizes[0] + sizes[1]) / (1 + shared) / np.minimum(sizes[0], sizes[1])
    return shared, held


def find_originals(articles: Iterable[tuple[str, str, bytes]], index: Index | None = None) -> Iterator[tuple[str, str | None]]:
    """Each article with the original that it nearly repeats, or None.

    `articles` are (article_order, article_id, signature) in article order. An original is an article that repeats no
    earlier original; so whatever the length of a chain of edits, nobody points at a duplicate.
    """
    index = OriginalIndex() if index is None else index
    for _, article_id, found in articles:
        own_bands = bands(found)
        candidates = index.candidates(own_bands) if found else []
        matches = (other for (other, _), same in zip(candidates, similar(found, [one for _, one in candidates]), strict=True) if same)
        original = next(matches, None)
        if original is None and found:
            index.add(article_id, found, own_bands)
        yield article_id, original


class Index(Protocol):
    """Finds the originals that share a band with an article."""

    def add(self, article_id: str, found: bytes, bands: Sequence[int]) -> None:
        """Take in one more original."""

    def candidates(self, wanted: Sequence[int]) -> list[tuple[str, bytes]]:
        """The originals (id, signature) that share a band, in the order in which they were added."""


class OriginalIndex:
    """Originals by band, in memory; a writer with many articles brings one on disk."""

    def __init__(self) -> None:
        self._signatures: dict[str, bytes] = {}
        self._bands: dict[int, list[str]] = {}

    def add(self, article_id: str, found: bytes, bands: Sequence[int]) -> None:
        """Take in one more original."""
        self._signatures[article_id] = found
        for band in bands:
            self._bands.setdefault(band, []).append(article_id)

    def candidates(self, wanted: Sequence[int]) -> list[tuple[str, bytes]]:
        """The originals that share a band, in the order in which they were added."""
        sharing = {article_id for band in wanted for article_id in self._bands.get(band, ())}
        return [(article_id, found) for article_id, found in self._signatures.items() if article_id in sharing]


def repair_originals(
    changed: Iterable[tuple[str, str]],
    neighbours: Callable[[str], list[tuple[str, str]]],
    original_of: Callable[[str], str | None],
    set_original: Callable[[str, str | None], None],
) -> set[str]:
    """Bring `duplicate_of` up to date after articles were added or moved; the ids whose original changed.

    `changed` and what `neighbours` gives are (article_order, article_id); neighbours are all near duplicates of an article,
    earlier and later. Works upwards in article order, so that what it decides stays decided: the same as `find_originals` over all.
    """
    waiting = sorted(changed)
    queued = {article_id for _, article_id in waiting}
    new = set(queued)
    moved: set[str] = set()
    while waiting:
        order, article_id = heapq.heappop(waiting)
        queued.discard(article_id)
        near = sorted(neighbours(article_id))
        original = next((other for other_order, other in near if other_order < order and original_of(other) is None), None)
        before = original_of(article_id)
        if original != before:
            set_original(article_id, original)
            moved.add(article_id)
        if (original is None) != (before is None) or article_id in new:
            for other_order, other in near:
                if other_order > order and other not in queued:
                    heapq.heappush(waiting, (other_order, other))
                    queued.add(other)
    return moved


def _piece_hashes(letters: str) -> NDArray[np.uint64]:
    points = np.frombuffer(letters.encode("utf-32-le"), dtype="<u4").astype(np.uint64)
    windows = len(points) - _PIECE + 1
    mixed = np.zeros(windows, dtype=np.uint64)
    for offset in range(_PIECE):
        mixed = _mix(mixed + points[offset : offset + windows] + np.uint64(offset + 1))
    return mixed


def _hash_word(word: str) -> int:
    return int.from_bytes(hashlib.sha256(word.encode("utf-8")).digest()[:8], "little")


def _mix(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """SplitMix64's finaliser: spreads every bit over all 64; arithmetic wraps by intent."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _least(hashes: NDArray[np.uint64], count: int) -> NDArray[np.uint64]:
    """For each of `count` hash functions the least hash over the set, upper 32 bits."""
    least = np.full(count, np.iinfo(np.uint64).max, dtype=np.uint64)
    multipliers, addends = _functions(count)
    # In slices: a text of millions of characters must not need count times its size.
    for first in range(0, len(hashes), 4096):
        some = hashes[first : first + 4096]
        least = np.minimum(least, (multipliers[:, None] * some[None, :] + addends[:, None]).min(axis=1))
    return least >> np.uint64(32)


@lru_cache(maxsize=2)
def _functions(count: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    seeds = _mix(np.arange(1, 2 * count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15))
    return seeds[:count] | np.uint64(1), seeds[count:]
