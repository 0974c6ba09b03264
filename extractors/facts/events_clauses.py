"""Clauses of a masked sentence and the lists that stand in them.

>>> from corpus.article import Article
>>> from extractors.facts.masked import masked_sentences
>>> from extractors.records import Draft, Span
>>> (sentence,) = masked_sentences(Draft(Article(text="会上，双方签约，来宾致辞。"), (Span(0, 13),), (), ()))
>>> clause_start(sentence, 5), clause_end(sentence, 5)
(3, 7)
"""

from __future__ import annotations

import re

from extractors.facts.masked import Masked, Unit
from extractors.records import Draft

_MARKS = "，,；;：:。！？!?\n"
# Any character of a clause that is no symbol.
PLAIN = "[^，,。；;：:\ue000-\ue009]"
ON_THE_SPOT = re.compile(
    "会上|(?<![一-鿿])(?:本届|此次|主)?论坛上(?=，)|现场|当场|其中|论坛期间|会议期间|活动期间|开幕式|闭幕式|主旨演讲环节|致辞环节|会议期间|签约仪式|与会"
)


def clause_start(sentence: Masked, index: int) -> int:
    """Where the clause that holds an index begins."""
    return max(sentence.text.rfind(mark, 0, index) for mark in _MARKS) + 1


def clause_end(sentence: Masked, index: int) -> int:
    """Where the clause that holds an index ends."""
    ends = [end for mark in _MARKS if (end := sentence.text.find(mark, index)) >= 0]
    return min(ends, default=len(sentence.text))


def listed(sentence: Masked, start: int, end: int) -> list[Unit]:
    """The head unit of each item of a list: the person, else the organisation, else the place."""
    units = []
    position = start
    for piece in re.split("([、,，]|和(?!平)|与|以及|及|暨)", sentence.text[start:end]):
        found = sentence.units_in(position, position + len(piece))
        position += len(piece)
        for letters in ("P", "OA", "G", "FWE"):
            heads = [unit for unit in found if unit.letter in letters]
            if heads:
                units.append(heads[-1])
                break
    return units


def as_written(draft: Draft, sentence: Masked, start: int, end: int) -> str:
    """The text of a stretch of a masked sentence."""
    return draft.text[sentence.position(start) : sentence.position(end)]
