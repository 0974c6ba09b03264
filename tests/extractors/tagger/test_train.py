"""Training, where torch is installed: a model learnt from a handful of sentences, and one trained on with corrections."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the extra `train`")
pytest.importorskip("gensim", reason="needs the extra `train`")

from importlib.resources import files

from extractors.tagger.corpora import Sentence
from extractors.tagger.model import Tagger
from extractors.tagger.train import go_on, opened, train


def names(model: bytes, text: str) -> list[tuple[str, str]]:
    return [(text[word.start : word.end], word.tag) for word in Tagger(model=model).tag([text])[0] if word.tag in {"PER", "ORG", "LOC"}]


def test_a_model_learns_what_its_sentences_say():
    given = [
        Sentence("msra", f"{city}市的{name}来到{city}。", ((0, 3, "GPE_LOC"), (4, 6, "PERSON"), (8, 10, "GPE_LOC")))
        for city in ("许昌", "佛山")
        for name in ("张华", "李明")
    ]
    news = [Sentence("news", "今天，许昌市的张华来到佛山。")]
    trained = train(given * 8 + news, given, rounds=100)
    assert set(trained.scores) == {"msra"}
    assert trained.scores["msra"][0] > 0.9
    assert len(trained.model) < 16 * 2**20
    assert names(trained.model, "许昌市的李明来到佛山。") == [("许昌市", "LOC"), ("李明", "PER"), ("佛山", "LOC")]


def test_a_shipped_file_opens_as_the_network_that_it_was():
    model = files("extractors.tagger").joinpath("weights/tagger.onnx").read_bytes()
    network, labels = opened(model)
    tagger = Tagger(model=model)
    text = "许昌市加入中德工业城市联盟。"
    import torch

    inputs = {name: torch.from_numpy(values) for name, values in tagger.vocabulary.inputs([text]).items()}
    network.eval()
    with torch.no_grad():
        exact = network.heads["words"](network(**inputs)).numpy()[0]
    assert len(labels) == exact.shape[1]
    assert np.abs(exact - tagger.scores([text])[1][0]).max() < 0.6


def test_corrections_are_learnt_and_the_rest_is_kept():
    model = files("extractors.tagger").joinpath("weights/tagger.onnx").read_bytes()
    text = "昨天，智造云谷与许昌市签约。"
    taught = go_on(model, [Sentence("gold", text, ((3, 7, "ORG"), (8, 11, "GPE")))] * 10)
    assert names(taught, text) == [("智造云谷", "ORG"), ("许昌市", "LOC")]
    assert names(taught, "德国驻上海总领事欧珍表示") == names(model, "德国驻上海总领事欧珍表示")
