"""Sentences of an article's text, as spans.

A sentence ends after 。！？… (with the closing quotes and brackets that follow) and at a line end;
； and ： do not end one, since a bulletin's clauses share their date and subject. A full stop of Latin script
ends none: it stands in decimals, names and addresses.

>>> [(span.start, span.end) for span in split_sentences("许昌加入联盟。“真的？”他问。\\n完")]
[(0, 7), (7, 12), (12, 15), (16, 17)]
"""

from __future__ import annotations

import re

from extractors.records import Span

# A half-width mark between Latin letters is what a broken character left (T?V for TÜV) or part of an address.
_END = re.compile("(?:[。！？…]|[!?](?![A-Za-z])|(?<![A-Za-z])[!?])+[”’」』\"'）)】》]*|\n")


def split_sentences(text: str) -> tuple[Span, ...]:
    """Spans that cover the text in order, without line ends and without white space at their edges."""
    spans = []
    start = 0
    for match in _END.finditer(text):
        end = match.start() if match.group() == "\n" else match.end()
        spans.append((start, end))
        start = match.end()
    spans.append((start, len(text)))
    return tuple(span for first, last in spans if (span := _strip(text, first, last)) is not None)


def _strip(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end -= len(piece) - len(piece.rstrip())
    return Span(start, end) if start < end else None
