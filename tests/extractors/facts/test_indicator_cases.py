"""Press passages annotated by hand: most of their indicators are read right, and no fewer than before."""

from __future__ import annotations

from collections import Counter

import pytest

from .indicator_cases import read_cases, read_right


def f1(counts: Counter[str]) -> float:
    return 2 * counts["right"] / (2 * counts["right"] + counts["wrong"] + counts["missed"])


# Floors: the passages that rules were worked out on, and those that nobody looked at while rules were made.
@pytest.mark.parametrize(("name", "floor"), [("indicators_open", 0.97), ("indicators_held_out", 0.8)])
def test_indicators_of_annotated_passages_are_right(name: str, floor: float) -> None:
    counts, errors = read_right(read_cases(name))
    assert f1(counts) >= floor, "\n".join(errors)


@pytest.mark.parametrize("name", ["indicators_open", "indicators_held_out"])
def test_every_passage_says_what_is_expected_of_each_figure_once(name: str) -> None:
    for case in read_cases(name):
        text = "".join(case.paragraphs)
        assert all(figure in text for figure, *_ in case.expected), case.name
        assert not case.expected or len(set(case.expected)) == len(case.expected), case.name
