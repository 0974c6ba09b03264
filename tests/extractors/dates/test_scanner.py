from __future__ import annotations

import re

import pytest

from extractors.dates.rules import RULEBOOK
from extractors.dates.scanner import Scanner, first_characters
from extractors.rules import Rulebook


def make_rulebook() -> Rulebook:
    rulebook = Rulebook("test")

    @rulebook.rule("a(?P<digit>[0-9])", examples={})
    def even(match: re.Match[str]) -> str | None:
        return match[0] if int(match["digit"]) % 2 == 0 else None

    @rulebook.rule("a[0-9]b?", examples={})
    def any_digit(match: re.Match[str]) -> str | None:
        return match[0]

    return rulebook


def test_the_first_rule_that_reads_something_wins() -> None:
    scanner = Scanner(make_rulebook().rules)
    assert list(scanner.scan("a2b a3b")) == [(0, 2, "a2", "test.even"), (4, 7, "a3b", "test.any_digit")]


def test_rules_tried_together_and_one_by_one_find_the_same() -> None:
    text = "2020年12月14日，去年8月，上周五上午9时，“十三五”期间，每周三，三年前，农历八月十五，13月1日，第三季度末"
    alone = [Scanner([rule]) for rule in RULEBOOK.rules]
    together = {(start, end, name) for start, end, _, name in Scanner(RULEBOOK.rules).scan(text)}
    assert together <= {(start, end, name) for scanner in alone for start, end, _, name in scanner.scan(text)}


def test_first_characters_of_a_pattern() -> None:
    assert first_characters(re.compile("(?<!x)(?:[ab]c|d?e)(?=f)")) == {"a", "b", "d", "e"}
    assert first_characters(re.compile("[0-2]{1,2}x")) == {"0", "1", "2"}


@pytest.mark.parametrize("pattern", ["a?", ".b", "[^a]b", "a*"])
def test_a_pattern_that_may_begin_with_anything_is_refused(pattern: str) -> None:
    with pytest.raises((ValueError, KeyError)):
        first_characters(re.compile(pattern))


def test_skipped_numbers_are_not_read() -> None:
    rulebook = Rulebook("test")
    rulebook.rule("[0-9]+", examples={})(lambda match: match[0])
    assert [hit[2] for hit in Scanner(rulebook.rules, skipped_numbers="[0-9]+亿").scan("12亿34")] == ["34"]
