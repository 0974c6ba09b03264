"""Flat mentions out of overlapping candidates, by one sort key.

The longest candidate wins; of two with the same span the earlier label in LABELS; then the more
confident, then the rule's name. So 南京理工大学 (ORG) keeps 南京 (GPE) out.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from extractors.records import LABELS, Mention

_LABEL_ORDER = {label: position for position, label in enumerate(LABELS)}


def flatten(candidates: Iterable[Mention]) -> list[Mention]:
    """The candidates that survive, in text order, no two overlapping; independent of their order."""
    kept: list[Mention] = []
    starts: list[int] = []
    for candidate in sorted(candidates, key=_sort_key):
        position = bisect_left(starts, candidate.start)
        if position < len(kept) and kept[position].start < candidate.end:
            continue
        if position > 0 and kept[position - 1].end > candidate.start:
            continue
        kept.insert(position, candidate)
        starts.insert(position, candidate.start)
    return kept


def _sort_key(mention: Mention) -> tuple[int, int, float, str, int]:
    return (mention.start - mention.end, _LABEL_ORDER[mention.label], -mention.confidence, mention.extractor, mention.start)
