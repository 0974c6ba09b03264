"""Rules that show what they read: a pattern, a function, its examples and its counterexamples.

A rule's function takes the match and what its kind passes along, and returns a value or None to
refuse. Its name reaches the output as `<kind>.<function>`, so that a record can be traced to it.
tests/test_rules.py proves for every rule that each example is read whole and each counterexample
is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Rule:
    """`examples` maps a wording to what reading it must give; `not_in` are texts where the rule finds nothing."""

    name: str
    pattern: re.Pattern[str]
    read: Callable[..., Any]
    examples: Mapping[str, Any]
    not_in: tuple[str, ...]


class Rulebook:
    """The rules of one kind, in the order in which they were written."""

    def __init__(self, kind: str, fragments: Mapping[str, str] | None = None) -> None:
        """`fragments` are named pieces that patterns may use as `<name>`, e.g. `<year>`."""
        self.kind = kind
        self.rules: list[Rule] = []
        self._fragments = dict(fragments or {})

    def rule(self, pattern: str, *, examples: Mapping[str, Any], not_in: tuple[str, ...] = ()) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Register the decorated function as the reader of `pattern`."""

        def register(function: Callable[..., Any]) -> Callable[..., Any]:
            compiled = re.compile(self._expand(pattern))
            self.rules.append(Rule(f"{self.kind}.{function.__name__}", compiled, function, examples, not_in))
            return function

        return register

    def _expand(self, pattern: str) -> str:
        for name, fragment in self._fragments.items():
            # A named group (?P<name>…) and a look-behind (?<name…) are left as they are.
            pattern = f"(?:{fragment})".join(re.split(rf"(?<!\?P)(?<!\(\?)<{name}>", pattern))
        return pattern
