"""The tokenizer cuts as jieba's own does, and knows all of its dictionary."""

from pathlib import Path

import jieba
import pytest

from extractors.segmenter import LazyTokenizer, segmenter

SAMPLES = sorted((Path(__file__).parents[2] / "corpus" / "samples").glob("*.txt"))


@pytest.fixture(scope="module")
def plain_jieba() -> jieba.Tokenizer:
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer


def test_every_word_and_every_beginning_has_jiebas_frequency(plain_jieba: jieba.Tokenizer) -> None:
    lazy = LazyTokenizer()
    assert lazy.total == plain_jieba.total
    assert {word: lazy.FREQ[word] for word in plain_jieba.FREQ} == plain_jieba.FREQ
    assert sum(len(lazy.FREQ.table_of(first)) for first in {word[0] for word in plain_jieba.FREQ}) == len(plain_jieba.FREQ)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_texts_are_cut_as_jieba_cuts_them(path: Path, plain_jieba: jieba.Tokenizer) -> None:
    text = path.read_bytes().decode("utf-8", "replace")
    lazy = LazyTokenizer()
    assert lazy.lcut(text) == plain_jieba.lcut(text)
    assert lazy.lcut(text, HMM=False) == plain_jieba.lcut(text, HMM=False)
    assert lazy.lcut_for_search(text) == plain_jieba.lcut_for_search(text)


def test_a_word_added_to_one_is_cut_as_when_added_to_the_other(plain_jieba: jieba.Tokenizer) -> None:
    lazy = LazyTokenizer()
    for word in ("中德工业城市联盟", "龘龘城", "B超机"):
        lazy.add_word(word)
        plain_jieba.add_word(word)
        assert lazy.FREQ[word] == plain_jieba.FREQ[word]
    text = "许昌加入中德工业城市联盟，龘龘城添了B超机。"
    assert lazy.lcut(text) == plain_jieba.lcut(text)
    assert lazy.lcut("") == []


def test_there_is_one_for_all(plain_jieba: jieba.Tokenizer) -> None:
    assert segmenter() is segmenter()
    assert segmenter() is not jieba.dt
