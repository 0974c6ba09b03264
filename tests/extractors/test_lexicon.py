"""Lexicon tables and many-word matching."""

import pytest

from extractors.lexicon import Matcher, parse_rows


def test_rows_are_dicts_and_comments_and_blank_lines_are_left_out() -> None:
    assert parse_rows("# source\nname\tid\n\n许昌\tCN-411000\n") == [{"name": "许昌", "id": "CN-411000"}]


@pytest.mark.parametrize("text", ["", "\n# only a comment\n", "name\tid\n许昌\n"])
def test_a_table_without_header_or_with_a_short_row_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"header|argument 2 is shorter"):
        parse_rows(text)


def test_all_gives_overlapping_words_and_longest_does_not() -> None:
    matcher = Matcher({"中德": 1, "德工": 2, "中德工业": 3})
    assert sorted(matcher.all("中德工业")) == [(0, 2, 1), (0, 4, 3), (1, 3, 2)]
    assert list(matcher.longest("中德工业中德")) == [(0, 4, 3), (4, 6, 1)]


def test_a_matcher_without_words_finds_nothing() -> None:
    assert list(Matcher({}).longest("中德")) == []
