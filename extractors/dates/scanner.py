"""Runs all rules over a text in one pass.

A text has few places where a date can begin. For each rule the characters that its matches can begin
with are taken from its pattern, so that at each such place only those rules are tried that can match there,
in the order of the rulebook; the first that reads something wins.
"""

from __future__ import annotations

import importlib
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from extractors.rules import Rule

# Of this many rules on, one pattern that holds all is quicker than trying each.
_MANY = 4
# A wider range of characters is no list of first characters.
_WIDEST = 300

Hit = tuple[int, int, Any, str]


class _Group:
    """The rules that can begin with some character; where they are many, one pattern of all, compiled when first needed."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules
        self._together: re.Pattern[str] | None = None

    def candidates(self, text: str, start: int) -> tuple[Rule, ...]:
        """The rules to be tried at a place, those that cannot match left out as far as one look tells."""
        if len(self.rules) < _MANY:
            return self.rules
        if self._together is None:
            self._together = _together(self.rules)
        match = self._together.match(text, start)
        return () if match is None else self.rules[(match.lastindex or 1) - 1 :]


_NOTHING = _Group(())


class Scanner:
    """Finds what the rules read, left to right, never overlapping."""

    def __init__(self, rules: Sequence[Rule], *, skipped_numbers: str = "(?!)") -> None:
        """`skipped_numbers` is a pattern of what no rule reads though it begins with a figure (12.6亿元)."""
        firsts = {rule.name: first_characters(rule.pattern) for rule in rules}
        characters = sorted(set().union(*firsts.values()))
        families: dict[str, set[str]] = {}
        for character in characters:
            families.setdefault(_family(character), set()).add(character)
        groups: dict[tuple[str, ...], _Group] = {}
        self._groups: dict[str, _Group] = {}
        for family in families.values():
            able = tuple(rule for rule in rules if firsts[rule.name] & family)
            names = tuple(rule.name for rule in able)
            if names not in groups:
                groups[names] = _Group(able)
            self._groups.update(dict.fromkeys(family, groups[names]))
        others = "".join(re.escape(character) for character in characters if not character.isdigit())
        # No rule begins inside a number.
        heads = f"(?<![0-9])(?!{skipped_numbers})[0-9]" + (f"|[{others}]" if others else "")
        self._heads = re.compile(heads)

    def scan(self, text: str) -> Iterator[Hit]:
        """(start, end, value, rule's name) of everything that is read."""
        groups, reached = self._groups, 0
        for head in self._heads.finditer(text):
            start = head.start()
            if start < reached:
                continue
            for rule in groups.get(head.group(), _NOTHING).candidates(text, start):
                match = rule.pattern.match(text, start)
                if match is not None and match.end() > start:
                    value = rule.read(match)
                    if value is not None:
                        reached = match.end()
                        yield start, reached, value, rule.name
                        break


def _family(character: str) -> str:
    """Figures are tried alike, and so are Chinese numerals: few patterns then serve all."""
    if character.isdigit():
        return "0"
    return character if unicodedata.numeric(character, None) is None else "一"


def _together(rules: tuple[Rule, ...]) -> re.Pattern[str]:
    """All patterns as one; the empty group behind each tells which matched first."""
    nameless = (re.sub(r"\(\?P<\w+>", "(?:", rule.pattern.pattern) for rule in rules)
    return re.compile("|".join(f"(?:{pattern})()" for pattern in nameless))


def first_characters(pattern: re.Pattern[str]) -> frozenset[str]:
    """The characters that a match of the pattern can begin with.

    ValueError where the pattern leaves that open (it begins with any character, or may be empty).

    >>> sorted(first_characters(re.compile("(?<!x)(?:[ab]c|d?e)")))
    ['a', 'b', 'd', 'e']
    """
    parser = importlib.import_module("re._parser")
    found, may_be_empty = _first_of(parser.parse(pattern.pattern), _readers(parser))
    if may_be_empty:
        raise ValueError(f"a pattern may match nothing: {pattern.pattern}")
    return frozenset(map(chr, found))


Read = Callable[[Any, Any], tuple[set[int], bool]]


def _first_of(items: Any, readers: dict[Any, Read]) -> tuple[set[int], bool]:
    """First characters of a sequence of parsed items, and whether it may match nothing."""
    found: set[int] = set()
    for operation, argument in items:
        first, may_be_empty = readers[operation](argument, readers)
        found |= first
        if not may_be_empty:
            return found, False
    return found, True


def _readers(parser: Any) -> dict[Any, Read]:
    """How each kind of parsed item tells its first characters; looking around takes none."""

    def one_of(argument: Any, readers: dict[Any, Read]) -> tuple[set[int], bool]:
        found: set[int] = set()
        for operation, value in argument:
            if operation == parser.LITERAL:
                found.add(value)
            elif operation == parser.RANGE and value[1] - value[0] < _WIDEST:
                found.update(range(value[0], value[1] + 1))
            else:
                raise ValueError(f"a pattern begins with any of too many characters: {argument}")
        return found, False

    return {
        parser.LITERAL: lambda argument, readers: ({argument}, False),
        parser.IN: one_of,
        parser.BRANCH: _branch,
        parser.SUBPATTERN: lambda argument, readers: _first_of(argument[3], readers),
        parser.MAX_REPEAT: _repeated,
        parser.ASSERT: lambda argument, readers: (set(), True),
        parser.ASSERT_NOT: lambda argument, readers: (set(), True),
        parser.AT: lambda argument, readers: (set(), True),
    }


def _branch(argument: Any, readers: dict[Any, Read]) -> tuple[set[int], bool]:
    parts = [_first_of(part, readers) for part in argument[1]]
    return set().union(*(first for first, _ in parts)), any(empty for _, empty in parts)


def _repeated(argument: Any, readers: dict[Any, Read]) -> tuple[set[int], bool]:
    first, empty = _first_of(argument[2], readers)
    return first, empty or argument[0] == 0
