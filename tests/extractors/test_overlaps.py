"""Flat mentions: the longest wins, ties go by label, and the order of candidates does not matter."""

from itertools import pairwise, permutations

from hypothesis import given
from hypothesis import strategies as st

from extractors.overlaps import flatten
from extractors.records import LABELS, Mention


def mention(label: str, start: int, end: int, confidence: float = 1.0) -> Mention:
    return Mention(label=label, start=start, end=end, text="字" * (end - start), extractor="test", confidence=confidence)


def test_an_organisation_keeps_the_place_inside_it_out() -> None:
    university, city, later = mention("ORG", 0, 6), mention("GPE", 0, 2), mention("GPE", 6, 8)
    for order in permutations([university, city, later]):
        assert flatten(order) == [university, later]


def test_of_one_span_the_earlier_label_wins() -> None:
    assert flatten([mention("PERSON", 0, 2), mention("DATE", 0, 2)]) == [mention("DATE", 0, 2)]


def test_of_one_span_and_label_the_more_confident_wins() -> None:
    assert flatten([mention("GPE", 0, 2, 0.4), mention("GPE", 0, 2, 0.9)]) == [mention("GPE", 0, 2, 0.9)]


def test_neighbours_that_touch_are_both_kept() -> None:
    assert flatten([mention("GPE", 1, 2), mention("GPE", 0, 1)]) == [mention("GPE", 0, 1), mention("GPE", 1, 2)]


candidates = st.lists(
    st.builds(lambda label, start, length: mention(label, start, start + length), st.sampled_from(LABELS), st.integers(0, 30), st.integers(1, 6)),
    max_size=25,
)


@given(candidates)
def test_what_is_kept_is_flat_ordered_and_cannot_take_in_more(found: list[Mention]) -> None:
    kept = flatten(found)
    assert all(left.end <= right.start for left, right in pairwise(kept))
    for candidate in found:
        assert any(candidate.start < one.end and one.start < candidate.end for one in kept)
