"""What the project keeps with a spaCy Doc while it passes through the components.

`state(doc)` gives the one DocState of a Doc; a Doc that did not come from an Article gets one made
from its text, so that any single component works in anyone's pipeline.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from spacy.tokens import Doc

from corpus.article import Article
from extractors.records import Event, Indicator, Membership, Mention, Organisation, Person, Place, Position, Span, Word
from extractors.team import TeamLexicon

_KEY = "lianmeng"


@dataclass(slots=True)
class DocState:
    """Everything that components found so far; `candidates` may overlap, `doc.ents` never does."""

    article: Article
    candidates: list[Mention] = field(default_factory=list)
    words: tuple[Word, ...] = ()
    sentences: tuple[Span, ...] = ()
    mentions: tuple[Mention, ...] = ()
    places: dict[str, Place] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    positions: tuple[Position, ...] = ()
    memberships: tuple[Membership, ...] = ()
    events: tuple[Event, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    dateline_place_id: str | None = None
    home_place_id: str | None = None
    team: TeamLexicon | None = None


def state(doc: Doc) -> DocState:
    """The Doc's state, made on first use."""
    if _KEY not in doc.user_data:
        doc.user_data[_KEY] = DocState(article=Article(text=doc.text))
    found: DocState = doc.user_data[_KEY]
    return found


def attach(doc: Doc, article: Article) -> Doc:
    """The Doc with a fresh state for the article that it was made from."""
    doc.user_data[_KEY] = DocState(article=article)
    return doc


def set_mentions(doc: Doc, mentions: list[Mention]) -> None:
    """Set the flat mentions; words of the Doc that cross a mention's border are split there."""
    state(doc).mentions = tuple(mentions)
    split_words(doc, mentions)
    spans = (doc.char_span(mention.start, mention.end, label=mention.label) for mention in mentions)
    doc.set_ents([span for span in spans if span is not None])


def split_words(doc: Doc, mentions: list[Mention]) -> None:
    """Split the Doc's words where a mention's border falls inside one."""
    starts = doc.to_array("IDX")
    borders = np.array(sorted({border for mention in mentions for border in (mention.start, mention.end)}), dtype=starts.dtype)
    crossed: dict[int, list[int]] = {}
    for word, border in zip((np.searchsorted(starts, borders, side="right") - 1).tolist(), borders.tolist(), strict=True):
        token = doc[word]
        if token.idx < border < token.idx + len(token.text):
            crossed.setdefault(word, []).append(border - token.idx)
    if not crossed:
        return
    with doc.retokenize() as retokenizer:
        for word, cuts in crossed.items():
            token = doc[word]
            parts = [token.text[first:last] for first, last in pairwise([0, *cuts, len(token.text)])]
            retokenizer.split(token, parts, heads=[(token, 0)] * len(parts))
