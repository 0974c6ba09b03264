"""The Doc's text is the text given, to the character, whatever it holds."""

from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.vocab import Vocab

from pipeline.tokenizer import JiebaTokenizer

VOCAB = Vocab()
tokenizer = JiebaTokenizer(VOCAB)


def test_words_are_jiebas() -> None:
    assert [token.text for token in tokenizer("许昌加入联盟，合作。")] == ["许昌", "加入", "联盟", "，", "合作", "。"]


def test_an_empty_text_gives_an_empty_doc() -> None:
    assert len(tokenizer("")) == 0


@settings(deadline=None)
@given(st.text(alphabet=st.one_of(st.sampled_from("许昌德国 \n\t1.%a—“”　"), st.characters(exclude_categories=["Cs"])), max_size=60))
def test_no_character_is_lost_or_changed(text: str) -> None:
    assert tokenizer(text).text == text


def test_a_line_of_a_million_characters_is_cut_into_blocks() -> None:
    text = "中德工业城市联盟" * 20_000
    assert tokenizer(text).text == text
