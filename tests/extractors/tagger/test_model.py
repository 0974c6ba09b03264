"""The tagger: words with tags that don't depend on what else is in the batch, whatever comes in."""

from __future__ import annotations

import json
import os

import numpy as np
import pytest

os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

from extractors.tagger.model import LONGEST, ModelError, Tagger, Tags, Vocabulary, best_paths, cuts, word_scores

SENTENCES = [
    "许昌市成功加入中德工业城市联盟。",
    "德国驻上海总领事欧珍博士表示，德国和浙江的关系越来越密切。",
    "今年1—10月，浙德贸易额实现165.3亿美元，增长8.8%",
    "天津大学党委书记李家俊",
    "记者从许昌市商务局了解到",
    "ＡＢＣ１２３　全角",
    "好",
]


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger()


def spelled(sentence, words):
    return [(sentence[word.start : word.end], word.tag) for word in words]


def names(sentence, words):
    return [(text, tag) for text, tag in spelled(sentence, words) if tag in {"PER", "ORG", "LOC", "TIME"}]


def test_names_are_tagged_as_the_press_writes_them(tagger):
    found = [names(sentence, words) for sentence, words in zip(SENTENCES, tagger.tag(SENTENCES), strict=True)]
    assert found[0] == [("许昌市", "LOC"), ("中德工业城市联盟", "ORG")]
    assert found[1] == [("德国", "LOC"), ("上海", "LOC"), ("欧珍", "PER"), ("德国", "LOC"), ("浙江", "LOC")]
    assert ("1—10月", "TIME") in found[2]
    assert found[3] == [("天津大学", "ORG"), ("李家俊", "PER")]
    assert found[4] == [("许昌市商务局", "ORG")]


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


def test_a_word_goes_on_with_its_own_tag_only():
    # Columns B-n, B-v, I-n, I-v. Alone the second character would be I-v (3), but after B-n (5) only I-n (2) may come: B-n I-n = 7;
    # B-v I-v = 1 + 3, B-n B-n = 5 + 1. The second sentence is one character, the third B-v I-v (2 + 4) against B-n B-v (3 + 1).
    tags = Tags.of(["B-n", "B-v", "I-n", "I-v"])
    scores = [[[5, 1, 9, 9], [1, 0, 2, 3]], [[3, 2, 9, 9], [0, 1, 0, 4]], [[0, 1, 9, 9]]]
    paths = best_paths([np.array(rows, dtype=np.float32) for rows in scores], tags)
    assert [path.tolist() for path in paths] == [[0, 2], [1, 3], [1]]


def test_the_best_path_is_that_of_trying_all():
    tags = Tags.of(["B-O", "B-n", "B-v", "I-n", "I-v"])
    after = {0: [0, 1, 2], 1: [0, 1, 2, 3], 2: [0, 1, 2, 4], 3: [0, 1, 2, 3], 4: [0, 1, 2, 4]}
    random = np.random.default_rng(5)
    rows = [random.normal(size=(length, 5)).astype(np.float32) for length in (5, 5, 4, 3, 1)]
    for row, path in zip(rows, best_paths(rows, tags), strict=True):
        ways = [[first] for first in (0, 1, 2)]
        for _ in range(len(row) - 1):
            ways = [[*way, column] for way in ways for column in after[way[-1]]]
        best = max(ways, key=lambda way: float(sum(row[place, column] for place, column in enumerate(way))))
        assert path.tolist() == best


def test_a_words_score_is_its_share_of_all_ways():
    tags = Tags.of(["B-O", "B-n", "B-v", "I-n", "I-v"])
    after = {0: [0, 1, 2], 1: [0, 1, 2, 3], 2: [0, 1, 2, 4], 3: [0, 1, 2, 3], 4: [0, 1, 2, 4]}
    random = np.random.default_rng(6)
    rows = [random.normal(size=(length, 5)).astype(np.float32) for length in (4, 4, 3, 1)]
    paths = best_paths(rows, tags)
    for row, path, scores in zip(rows, paths, word_scores(rows, paths, tags), strict=True):
        ways = [[first] for first in (0, 1, 2)]
        for _ in range(len(row) - 1):
            ways = [[*way, column] for way in ways for column in after[way[-1]]]
        weights = [float(np.exp(sum(row[place, column] for place, column in enumerate(way)))) for way in ways]
        starts = [place for place, column in enumerate(path) if column < 3]
        expected = []
        for start, end in zip(starts, [*starts[1:], len(path)], strict=True):
            same = [
                weight
                for way, weight in zip(ways, weights, strict=True)
                if way[start:end] == path[start:end].tolist() and (end == len(path) or way[end] < 3)
            ]
            expected.append(sum(same) / sum(weights))
        assert scores == pytest.approx(expected, abs=0.0006)


def test_numbers_of_characters_and_of_their_pairs():
    # 甲 2, 乙 3; pairs ^甲 2, 甲乙 3, 乙$ is unknown (1); 丙 is unknown; rows are filled up with 0.
    inputs = Vocabulary("甲乙", "^甲甲乙").inputs(["甲乙丙", "乙"])
    assert inputs["characters"].tolist() == [[2, 3, 1], [3, 0, 0]]
    assert inputs["left"].tolist() == [[2, 3, 1], [1, 0, 0]]
    assert inputs["right"].tolist() == [[3, 1, 1], [1, 0, 0]]


def test_a_file_that_is_no_model_of_ours_is_refused():
    with pytest.raises(ModelError):
        Vocabulary("甲乙", "甲乙^甲")
    with pytest.raises(ModelError):
        Tagger(model=b"no model")


def test_the_tags_are_those_that_the_rules_know(tagger):
    assert {"PER", "ORG", "LOC", "TIME", "n", "nz", "v", "vn", "m", "q", "w", "p", "d"} <= set(tagger.tags.names)
    assert json.dumps(tagger.tags.names)
