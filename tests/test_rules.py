"""Every rule reads its examples whole, leaves its counterexamples alone, and has both.

An example is a wording and what reading it gives. Where a rule needs the words around it, ⟦ and ⟧
mark what it reads: ⟦98年⟧4月. Add a kind's Rulebook to RULEBOOKS when it comes.
"""

from __future__ import annotations

from typing import Any

import pytest

from extractors.dates.rules import RULEBOOK as DATES
from extractors.figures.rules import RULEBOOK as FIGURES
from extractors.rules import Rule, Rulebook

RULEBOOKS: tuple[Rulebook, ...] = (DATES, FIGURES)
OPEN, CLOSE = "⟦⟧"

RULES = [rule for rulebook in RULEBOOKS for rule in rulebook.rules]
EXAMPLES = [(rule, wording, expected) for rule in RULES for wording, expected in rule.examples.items()]
COUNTEREXAMPLES = [(rule, text) for rule in RULES for text in rule.not_in]


def _case_name(value: object) -> str:
    return value.name if isinstance(value, Rule) else str(value)[:40]


@pytest.mark.parametrize(("rule", "wording", "expected"), EXAMPLES, ids=_case_name)
def test_rule_reads_its_example_whole(rule: Rule, wording: str, expected: Any) -> None:
    start = max(wording.find(OPEN), 0)
    text = wording.replace(OPEN, "").replace(CLOSE, "")
    end = wording.find(CLOSE) - 1 if CLOSE in wording else len(text)
    match = rule.pattern.match(text, start)
    assert match is not None
    assert match.span() == (start, end)
    assert rule.read(match) == expected


@pytest.mark.parametrize(("rule", "text"), COUNTEREXAMPLES, ids=_case_name)
def test_rule_leaves_its_counterexample_alone(rule: Rule, text: str) -> None:
    assert [match[0] for match in rule.pattern.finditer(text) if rule.read(match) is not None] == []


@pytest.mark.parametrize("rule", RULES, ids=_case_name)
def test_rule_shows_what_it_reads_and_what_it_leaves_alone(rule: Rule) -> None:
    assert rule.examples
    assert rule.not_in
    assert rule.read.__doc__


@pytest.mark.parametrize("rulebook", RULEBOOKS, ids=lambda rulebook: rulebook.kind)
def test_rule_names_are_of_their_kind_and_differ(rulebook: Rulebook) -> None:
    names = [rule.name for rule in rulebook.rules]
    assert len(set(names)) == len(names)
    assert all(name.startswith(f"{rulebook.kind}.") for name in names)
