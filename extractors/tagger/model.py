"""Words with parts of speech and names, by this project's own model on onnxruntime.

The model (weights/tagger.onnx; weights/CARD.md says how it was trained, on what, and how well it does) reads characters
and pairs of characters through blocks of convolutions and gives each character a score for beginning or going on with a
word of each tag. Its tags are LAC's: PER, LOC, ORG, TIME name names, the rest are parts of speech (n, v, m, q, w …).

Sentences of similar length share a batch; all products are whole numbers with fixed scales (export.py), so what is found
in a sentence never depends on its neighbours.

>>> [("许昌加入联盟"[word.start : word.end], word.tag) for word in Tagger().tag(["许昌加入联盟"])[0]]
[('许昌', 'LOC'), ('加入', 'v'), ('联盟', 'n')]
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from extractors.records import Word

# onnxruntime 1.31 else leaves a device id in HOME and looks up a telemetry host.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
import onnxruntime

Floats: TypeAlias = npt.NDArray[np.float32]
Integers: TypeAlias = npt.NDArray[np.int64]

# Sentences longer than this are cut at a safe place: the model was trained on sentences, and time grows with rows that stay alone.
LONGEST = 200
# Rows of one call of the model, none shorter than a part of the longest.
_MODEL_ROWS = 32
_LEAST_FILLED = 0.75
# Where a long sentence may be cut, best first.
_CUTS = ("。！？!?\n", "；;", "，,：:", "、 ", "）)”》")
# Before the first and after the last character of a sentence, for the pairs of characters there.
_FIRST, _LAST = ord("^"), ord("$")
_PAIR = 21
# Added to sums whose logarithm is taken: where every way is all but impossible, 0 would have none.
_LEAST = np.float32(1e-30)


class ModelError(ValueError):
    """The file is not a model that this program knows."""


class Tagger:
    """The model, opened once; `threads` is how many cores one batch may use, `model` another file of the same form."""

    def __init__(self, threads: int = 1, model: bytes | None = None) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        weights = files("extractors.tagger").joinpath("weights/tagger.onnx").read_bytes() if model is None else model
        try:
            self._session: Any = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
        except Exception as error:
            raise ModelError(f"the tagger's model cannot be opened: {error}") from error
        words = self._session.get_modelmeta().custom_metadata_map
        if not {"characters", "pairs", "tags"} <= words.keys():
            raise ModelError("the tagger's model has no characters, pairs or tags")
        self.vocabulary = Vocabulary(words["characters"], words["pairs"])
        self.tags = Tags.of(json.loads(words["tags"]))

    def tag(self, sentences: Sequence[str]) -> list[tuple[Word, ...]]:
        """The words of each sentence, offsets within the sentence; every character belongs to one word."""
        return self.words(sentences, self.read(sentences))

    def read(self, sentences: Sequence[str]) -> dict[str, Reading]:
        """What each different piece of the sentences reads as: nearly all of the work, and mostly free of Python's lock."""
        texts, scores = self.scores(sentences)
        if not texts:
            return {}
        paths = best_paths(scores, self.tags)
        return dict(zip(texts, map(self._reading, paths, word_scores(scores, paths, self.tags)), strict=True))

    def scores(self, sentences: Sequence[str]) -> tuple[list[str], list[Floats]]:
        """Each different piece of the sentences, the longest first, and characters × columns for it."""
        texts = sorted({piece for _, _, piece in _pieces(sentences)}, key=len, reverse=True)
        return texts, [row for batch in batches(texts) for row in self._encode(batch)]

    def words(self, sentences: Sequence[str], readings: Mapping[str, Reading], offsets: Sequence[int] | None = None) -> list[tuple[Word, ...]]:
        """The words of each sentence by what `read` gave, moved on by the sentence's offset where there are offsets."""
        found: list[list[Word]] = [[] for _ in sentences]
        for number, start, piece in _pieces(sentences):
            borders, tags, scores = readings[piece]
            first = start + (offsets[number] if offsets else 0)
            places = (borders + first).tolist() if first else borders.tolist()
            found[number].extend(map(Word, places, places[1:], tags, scores))
        return [tuple(of_sentence) for of_sentence in found]

    def _encode(self, texts: list[str]) -> Iterator[Floats]:
        """Characters × tags for each text; the first is the longest."""
        scores = self._session.run(["scores"], self.vocabulary.inputs(texts))[0]
        return (row[: len(text)] for row, text in zip(scores, texts, strict=True))

    def _reading(self, path: Integers, scores: list[float]) -> Reading:
        starts = np.flatnonzero(self.tags.begins[path])
        names = self.tags.names
        return Reading(np.append(starts, len(path)), [names[number] for number in path[starts].tolist()], scores)


class Reading(NamedTuple):
    """A piece's words: where they begin, with the end of the last; their tags; their scores."""

    borders: Integers
    tags: list[str]
    scores: list[float]


class Vocabulary:
    """The model's numbers for characters and pairs: 0 fills rows up, 1 stands for what it doesn't know.

    `characters` in the order of their numbers from 2 on; `pairs` two characters each, sorted, numbered from 2 on.
    """

    def __init__(self, characters: str, pairs: str) -> None:
        self._characters = np.ones(0x110000, dtype=np.int64)
        codes = _codes(characters)
        self._characters[codes] = np.arange(2, len(codes) + 2)
        both = _codes(pairs)
        self._pairs = both[::2] << _PAIR | both[1::2]
        if len(both) % 2 or not (self._pairs[1:] > self._pairs[:-1]).all():
            raise ModelError("the tagger's pairs of characters are not sorted")

    def inputs(self, texts: Sequence[str]) -> dict[str, Integers]:
        """Texts × characters of the first, which is the longest: numbers of each character, of its pair with the one before and the one after."""
        width = len(texts[0])
        codes = np.zeros((len(texts), width + 2), dtype=np.int64)
        codes[:, 0] = _FIRST
        lengths = np.array([len(text) for text in texts])
        filled = np.arange(width) < lengths[:, None]
        codes[:, 1:-1][filled] = _codes("".join(texts))
        codes[np.arange(len(texts)), lengths + 1] = _LAST
        characters = np.where(filled, self._characters[codes[:, 1:-1]], 0)
        keys = codes[:, :-1] << _PAIR | codes[:, 1:]
        at = np.minimum(np.searchsorted(self._pairs, keys), len(self._pairs) - 1)
        pairs = np.where(self._pairs[at] == keys, at + 2, 1)
        return {"characters": characters, "left": np.where(filled, pairs[:, :-1], 0), "right": np.where(filled, pairs[:, 1:], 0)}


class Tags:
    """The model's tags: what each column of its scores means.

    `first` and `more` are the columns that begin a word and that go on with one, `before` the place in `first` of the
    beginning that each of `more` may follow.
    """

    def __init__(self, names: Sequence[str], begins: Sequence[bool]) -> None:
        self.names = list(names)
        self.begins = np.array(begins, dtype=np.bool_)
        self.first = np.flatnonzero(self.begins)
        self.more = np.flatnonzero(~self.begins)
        of_first = {names[column]: place for place, column in enumerate(self.first.tolist())}
        self.before = np.array([of_first[names[column]] for column in self.more.tolist()], dtype=np.int64)

    @classmethod
    def of(cls, labels: Sequence[str]) -> Tags:
        """From `B-n`, `I-n` …"""
        return cls([label[2:] for label in labels], [label.startswith("B-") for label in labels])


def _codes(text: str) -> Integers:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.int64)


def _pieces(sentences: Sequence[str]) -> list[tuple[int, int, str]]:
    """Number of the sentence, start in it, and text of every piece."""
    return [(number, start, sentence[start:end]) for number, sentence in enumerate(sentences) for start, end in cuts(sentence)]


def cuts(sentence: str) -> list[tuple[int, int]]:
    """Spans that cover the sentence, none longer than LONGEST, cut after punctuation where there is any."""
    spans = []
    start = 0
    while len(sentence) - start > LONGEST:
        end = _cut(sentence, start)
        spans.append((start, end))
        start = end
    if start < len(sentence):
        spans.append((start, len(sentence)))
    return spans


def _cut(sentence: str, start: int) -> int:
    """Where the piece that begins at `start` ends: after the last good character of its second half."""
    window = sentence[start + LONGEST // 2 : start + LONGEST]
    for marks in _CUTS:
        last = max(window.rfind(mark) for mark in marks)
        if last >= 0:
            return start + LONGEST // 2 + last + 1
    return start + LONGEST


def best_paths(scores: Sequence[Floats], tags: Tags) -> list[Integers]:
    """The columns of each sentence's best words (Viterbi); scores are characters × columns, the longest sentence first.

    A word's later characters go on with its tag; which word follows which costs nothing. Of equally good ways the one
    whose word begins later is taken, then the lower column.
    """
    lengths = np.array([len(rows) for rows in scores])
    flat = np.concatenate(scores)
    starts = np.cumsum(lengths) - lengths
    begin = flat[starts][:, tags.first]
    inside = np.full((len(scores), len(tags.more)), -np.inf, dtype=np.float32)
    steps = [_Step.of(begin, inside, np.zeros(inside.shape, dtype=np.bool_))]
    for number, active in enumerate(np.searchsorted(-lengths, -np.arange(1, lengths[0])).tolist(), start=1):
        row = flat[starts[:active] + number]
        opening, inside = begin[:active, tags.before], inside[:active]
        begin = row[:, tags.first] + steps[-1].best[:active, None]
        steps.append(_Step.of(begin, np.maximum(opening, inside) + row[:, tags.more], opening >= inside))
        inside = steps[-1].inside
    return _traced(steps, lengths, tags)


class _Step(NamedTuple):
    """Every row's ways that end at one character: the best of those that begin a word there and of those that go on with one."""

    inside: Floats
    begin_place: Integers
    inside_place: Integers
    is_inside: npt.NDArray[np.bool_]
    best: Floats
    opened_before: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, begin: Floats, inside: Floats, opened_before: npt.NDArray[np.bool_]) -> _Step:
        rows = np.arange(len(begin))
        begin_place, inside_place = begin.argmax(axis=1), inside.argmax(axis=1)
        best_begin, best_inside = begin[rows, begin_place], inside[rows, inside_place]
        return cls(inside, begin_place, inside_place, best_inside > best_begin, np.maximum(best_begin, best_inside), opened_before)


def _traced(steps: list[_Step], lengths: Integers, tags: Tags) -> list[Integers]:
    """The columns back from each row's best last one."""
    path = np.zeros((len(steps), len(lengths)), dtype=np.int64)
    is_inside = np.zeros(0, dtype=np.bool_)
    place = np.zeros(0, dtype=np.int64)
    opened = np.zeros((0, len(tags.more)), dtype=np.bool_)
    for number in range(len(steps) - 1, -1, -1):
        step = steps[number]
        new_inside, new_place = step.is_inside.copy(), np.where(step.is_inside, step.inside_place, step.begin_place)
        bound = np.flatnonzero(is_inside)
        of_bound = place[bound]
        begins_here = opened[bound, of_bound]
        new_inside[bound] = ~begins_here
        new_place[bound] = np.where(begins_here, tags.before[of_bound], of_bound)
        is_inside, place, opened = new_inside, new_place, step.opened_before
        path[number, : len(place)] = np.where(is_inside, tags.more[np.where(is_inside, place, 0)], tags.first[np.where(is_inside, 0, place)])
    return [path[:length, row] for row, length in enumerate(lengths.tolist())]


def word_scores(scores: Sequence[Floats], paths: Sequence[Integers], tags: Tags) -> list[list[float]]:
    """The probability of each word of the paths, among all ways that `best_paths` may take; scores as there, the longest sentence first.

    Forward and backward sums: all that may stand before the word × the word × all that may stand after it, by all ways together.
    """
    lengths = np.array([len(rows) for rows in scores])
    flat = np.concatenate(scores)
    starts = np.cumsum(lengths) - lengths
    highest = flat.max(axis=1)
    # One column is taken at each character: the same factor for all columns of a character changes no probability.
    powers = np.exp(flat - highest[:, None])
    active = [len(lengths), *np.searchsorted(-lengths, -np.arange(1, lengths[0])).tolist()]
    before = np.zeros(len(flat), dtype=np.float64)
    begin = inside = np.zeros((0, 0), dtype=np.float32)
    for number, rows in enumerate(active):
        row = powers[starts[:rows] + number]
        goes_on = row[:, tags.more] * (begin[:rows, tags.before] + inside[:rows]) if number else np.zeros((rows, len(tags.more)), dtype=np.float32)
        begins = row[:, tags.first]
        total = begins.sum(axis=1) + goes_on.sum(axis=1) + _LEAST
        before[starts[:rows] + number] = np.log(total)
        begin, inside = begins / total[:, None], goes_on / total[:, None]
    after = np.zeros(len(flat), dtype=np.float64)
    inside = np.zeros((0, len(tags.more)), dtype=np.float32)
    for number in range(len(active) - 1, -1, -1):
        rows = active[number]
        row = powers[starts[:rows] + number]
        further = np.ones((rows, len(tags.more)), dtype=np.float32)
        further[: len(inside)] += inside
        begins = row[:, tags.first]
        begins[:, tags.before] *= further
        total = begins.sum(axis=1) + _LEAST
        after[starts[:rows] + number] = np.log(total)
        inside = row[:, tags.more] * further / total[:, None]
    return _of_words(flat - highest[:, None], before, after, lengths, np.concatenate(paths), tags)


def _of_words(
    flat: Floats, before: npt.NDArray[np.float64], after: npt.NDArray[np.float64], lengths: Integers, path: Integers, tags: Tags
) -> list[list[float]]:
    """From the logarithms of what each character adds to the ways before (forward) and after (backward)."""
    ends_of_rows = np.cumsum(lengths)
    row_of = np.repeat(np.arange(len(lengths)), lengths)
    word_starts = np.flatnonzero(tags.begins[path])
    word_ends = np.append(word_starts[1:], len(path))
    chosen = np.concatenate([[0.0], np.cumsum(flat[np.arange(len(path)), path], dtype=np.float64)])
    forward = np.concatenate([[0.0], np.cumsum(before)])
    backward = np.concatenate([[0.0], np.cumsum(after)])
    row = row_of[word_starts]
    row_starts, row_ends = (ends_of_rows - lengths)[row], ends_of_rows[row]
    logarithm = forward[word_starts] - forward[row_starts] + chosen[word_ends] - chosen[word_starts] + backward[row_ends] - backward[word_ends]
    probabilities = np.round(np.minimum(1.0, np.exp(logarithm - (forward[row_ends] - forward[row_starts]))), 3).tolist()
    borders = np.searchsorted(word_starts, ends_of_rows).tolist()
    return [probabilities[first:last] for first, last in zip([0, *borders[:-1]], borders, strict=True)]


def batches(texts: Sequence[str]) -> Iterator[list[str]]:
    """Texts, longest first, in batches of nearly equal length."""
    batch: list[str] = []
    for text in texts:
        if batch and (len(batch) == _MODEL_ROWS or len(text) < _LEAST_FILLED * len(batch[0])):
            yield batch
            batch = []
        batch.append(text)
    if batch:
        yield batch
