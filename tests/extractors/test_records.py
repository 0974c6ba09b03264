"""Ids are stable, begin with a letter, and tell None from ''; a Draft gives the mentions inside a span."""

from corpus.article import Article
from extractors.records import Draft, Mention, make_id


def mention(start: int, end: int) -> Mention:
    return Mention(label="GPE", start=start, end=end, text="字" * (end - start), extractor="test")


def test_an_id_is_a_letter_and_sixteen_hex_digits_of_sha_256() -> None:
    # printf 'a\x1f1' | sha256sum
    assert make_id("m", "a", 1) == "m839e11a421d370be"


def test_none_and_the_empty_text_give_different_ids() -> None:
    assert make_id("m", None) != make_id("m", "")


def test_a_draft_gives_the_mentions_that_lie_wholly_inside() -> None:
    draft = Draft(article=Article(text="字" * 20), sentences=(), words=(), mentions=(mention(0, 2), mention(3, 6), mention(6, 8), mention(9, 12)))
    assert draft.mentions_in(3, 11) == (mention(3, 6), mention(6, 8))
    assert draft.mentions_in(4, 8) == (mention(6, 8),)
    assert draft.mentions_in(12, 20) == ()
