"""Annotated sentences for the tagger's training: files of spans, this project's gold, plain news.

A file of spans is JSON Lines (also .xz): {"text": …, "spans": [[start, end, label], …]}; the corpus is the part of the
file's name before the first dot. Corpora annotate differently, so each keeps its own labels and has a head of its own.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from corpus.article import Article
from corpus.read import read_sources
from extractors.plain import plain
from extractors.sentences import split_sentences
from extractors.tagger.model import cuts

NEWS, GOLD = "news", "gold"
# The labels that each corpus has a head for; the others are left out.
LABELS = {
    "msra": ("PERSON", "ORG", "GPE_LOC"),
    "boson": ("PERSON", "ORG", "GPE_LOC", "DATE_TIME", "PRODUCT"),
    "cluener": ("PERSON", "ORG", "GPE_LOC", "WORK", "POSITION", "SCENE"),
    "resume": ("PERSON", "ORG", "GPE_LOC", "POSITION", "EDUCATION", "NORP", "PROFESSION"),
    GOLD: ("PERSON", "ORG", "GPE", "LOC", "FAC"),
}
# What the corpora call names, as LAC's tags; CLUENER hardly marks places that LAC finds: there LAC's stay.
NAME_TAGS = {"PERSON": "PER", "ORG": "ORG", "GPE_LOC": "LOC", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}
_PLACES_UNMARKED = frozenset({"cluener"})
_SHORTEST_NEWS = 4


class Sentence(NamedTuple):
    """A piece of a text as the tagger gets it: `spans` are (start, end, label) within it, labels those of its corpus."""

    corpus: str
    text: str
    spans: tuple[tuple[int, int, str], ...] = ()


def read_spans(path: Path) -> Iterator[Sentence]:
    """The sentences of a file of spans; a sentence that ends inside a span goes on with the next."""
    name = path.name.split(".")[0]
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield from sentences_of(name, row["text"], [(start, end, label) for start, end, label in row["spans"]])


def read_records(lines: Iterable[str], *, corpus: str = GOLD) -> Iterator[Sentence]:
    """The sentences of records in the contract's form, one JSON object a line: this project's gold, or records that were reviewed."""
    for line in lines:
        yield from _of_record(json.loads(line), corpus)


def read_gold(folder: Path) -> Iterator[Sentence]:
    """The sentences of the open half of the gold; the blind half is never trained on."""
    for path in sorted(folder.glob("*.json")):
        record = json.loads(path.read_text(encoding="utf-8"))
        if not record.get("blind"):
            yield from _of_record(record, GOLD)


def _of_record(record: Mapping[str, Any], corpus: str) -> Iterator[Sentence]:
    spans = [(mention["start"], mention["end"], mention["label"]) for mention in record["mentions"] if mention["label"] in LABELS[GOLD]]
    yield from sentences_of(corpus, record["text"], spans)


def read_news(sources: Sequence[str]) -> Iterator[Sentence]:
    """Each different sentence of the articles once."""
    seen: set[str] = set()
    for article in read_sources(sources):
        for sentence in sentences_of(NEWS, article.text, []) if isinstance(article, Article) else ():
            if len(sentence.text) >= _SHORTEST_NEWS and sentence.text not in seen:
                seen.add(sentence.text)
                yield sentence


def sentences_of(corpus: str, text: str, spans: Sequence[tuple[int, int, str]]) -> Iterator[Sentence]:
    """The text in pieces, none of which cuts a span; spans that are empty or reach out of the text are left out."""
    matched = plain(text)
    good = [(start, end, label) for start, end, label in spans if 0 <= start < end <= len(text)]
    borders: list[tuple[int, int]] = []
    for sentence in split_sentences(matched):
        for first, last in cuts(matched[sentence.start : sentence.end]):
            start, end = sentence.start + first, sentence.start + last
            if borders and any(left < start < right for left, right, _ in good):
                start = borders.pop()[0]
            borders.append((start, end))
    for start, end in borders:
        inside = tuple((left - start, right - start, label) for left, right, label in good if start <= left and right <= end)
        yield Sentence(corpus, matched[start:end], inside)


def name_labels(corpus: str) -> list[str]:
    """The columns of a corpus' head: nothing, the beginnings, the rest of each kind."""
    return ["B-O", *(f"B-{kind}" for kind in LABELS[corpus]), *(f"I-{kind}" for kind in LABELS[corpus])]


def relabelled(sentence: Sentence, path: Sequence[int], best: Sequence[Sequence[int]], labels: Sequence[str]) -> list[int]:
    """LAC's columns with the corpus' names in the place of LAC's own.

    A word that LAC took for a name and the corpus doesn't gets the best of LAC's other tags for its first character.
    LAC's words stay where the corpus marks one character (中 in 中药 as a place) or cuts a post (国防部 of 国防部长).
    """
    tags = [labels[column][2:] for column in path]
    begins = [place == 0 or labels[column][0] == "B" for place, column in enumerate(path)]
    all_spans = [(start, end, NAME_TAGS[label]) for start, end, label in sentence.spans if label in NAME_TAGS]
    spans = [span for span in all_spans if not _is_left_to_the_teacher(sentence, span[0], span[1], begins)]
    named, left = [False] * len(tags), [False] * len(tags)
    for start, end, tag in all_spans:
        of_span = named if (start, end, tag) in spans else left
        of_span[start:end] = [True] * (end - start)
    starts = [place for place, is_begin in enumerate(begins) if is_begin]
    for start, end in zip(starts, [*starts[1:], len(tags)], strict=True):
        is_unmarked = tags[start] == "LOC" and sentence.corpus in _PLACES_UNMARKED
        is_kept = (is_unmarked or any(left[start:end])) and not any(named[start:end])
        if tags[start] in NAME_TAGS.values() and not is_kept:
            others = (labels[column][2:] for column in best[start] if labels[column][2:] not in NAME_TAGS.values())
            tags[start:end] = [next(others, "n")] * (end - start)
    for start, end, tag in spans:
        tags[start:end] = [tag] * (end - start)
        begins[start:end] = [True] + [False] * (end - start - 1)
        if end < len(tags):
            begins[end] = True
    column_of = {label: column for column, label in enumerate(labels)}
    columns = []
    for place, (tag, is_begin) in enumerate(zip(tags, begins, strict=True)):
        goes_on = not is_begin and tag == tags[place - 1] and f"I-{tag}" in column_of
        columns.append(column_of[f"{'I' if goes_on else 'B'}-{tag}"])
    return columns


def _is_left_to_the_teacher(sentence: Sentence, start: int, end: int, begins: Sequence[bool]) -> bool:
    cuts_a_post = end < len(begins) and sentence.text[end] == "长" and not begins[end] and sentence.corpus != GOLD
    return end - start == 1 or cuts_a_post
