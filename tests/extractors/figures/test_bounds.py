"""Bound words: which bound they give, and which words only end like one."""

from __future__ import annotations

import pytest

from extractors.figures.bounds import BOUND_AFTER, BOUND_BEFORE, bound_before, bound_of
from extractors.records import BOUNDS


def test_every_bound_is_one_of_the_contract() -> None:
    assert set(BOUND_BEFORE.values()) | set(BOUND_AFTER.values()) <= set(BOUNDS)


@pytest.mark.parametrize(
    ("before", "inner", "after", "bound"),
    [
        ("", "", "", "exact"),
        ("约", "", "", "about"),
        ("超过了", "", "", "more_than"),
        ("不低于", "", "", "at_least"),
        ("不到", "", "", "less_than"),
        ("不超过", "", "", "at_most"),
        ("", "多", "", "more_than"),
        ("", "来", "", "about"),
        ("", "", "以上", "at_least"),
        ("", "", "以内", "at_most"),
        ("约", "多", "", "more_than"),  # the inner word wins
        ("约", "", "以上", "about"),
    ],
)
def test_words_around_a_numeral_give_one_bound(before: str, inner: str, after: str, bound: str) -> None:
    assert bound_of(before, inner, after) == bound


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("企业约600", (2, "about")),
        ("超过了80", (0, "more_than")),
        ("至少有600", (3, "at_least")),  # a verb between: the bound counts, its word stays outside
        ("约占总额的47", (5, "about")),
        ("其中超9", (2, "more_than")),
        ("上百", (0, "at_least")),
        ("附近10", None),
        ("纽约100", None),
        ("通过8", None),
        ("中超8", None),
        ("上8", None),
        ("成百上千", None),
        ("企业600", None),
    ],
)
def test_bound_word_before_a_numeral_is_found_unless_it_ends_another_word(text: str, expected: tuple[int, str] | None) -> None:
    numeral = next(
        index for index, character in enumerate(text) if character in "0123456789百千" and (index == len(text) - 1 or text[index:].isdigit())
    )
    assert bound_before(text, numeral) == expected
