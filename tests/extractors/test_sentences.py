"""Sentences cover the text, keep closing quotes and never stretch over a line end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.sentences import split_sentences


def sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("许昌加入联盟。洛阳也加入。", ["许昌加入联盟。", "洛阳也加入。"]),
        # closing quotes and brackets stay with their sentence
        ("他说：“很好！”（笑声。）然后走了。", ["他说：“很好！”", "（笑声。）", "然后走了。"]),
        # a semicolon keeps a bulletin's clauses together
        ("进口3亿元；出口5亿元。", ["进口3亿元；出口5亿元。"]),
        # a full stop of Latin script ends nothing
        ("增长8.8%。", ["增长8.8%。"]),
        ("标题\n\n  正文没有句号\n", ["标题", "正文没有句号"]),
        # what a broken character left ends nothing
        ("德国莱茵T?V副总裁到访,为何?市民问。", ["德国莱茵T?V副总裁到访,为何?", "市民问。"]),
        ("为何？！……", ["为何？！……"]),
        ("", []),
        ("\n \n", []),
    ],
)
def test_sentences_are_what_a_reader_sees(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@given(st.text(alphabet="许昌加入。！？”\n 　a1.;；", max_size=80))
def test_sentences_lose_only_white_space(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())
