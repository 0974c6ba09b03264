"""The pairs of reprints in the gold: near duplicates where little is left out, and one event where two papers tell it."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import corpus
from extractors.plain import plain
from extractors.records import Event, Figure, Participant
from outputs.across import merge_facts
from outputs.duplicates import bands, signature, similar
from outputs.same_facts import Contradiction, Statement, block, split

_GOLD = Path(corpus.__file__).parent / "gold"


def _read(name: str) -> dict[str, Any]:
    gold: dict[str, Any] = json.loads((_GOLD / f"{name}.json").read_text(encoding="utf-8"))
    return gold


def _events(name: str) -> list[Statement]:
    """The gold's events as statements of an article of this name; canonical names are the ids."""
    found: list[Statement] = []
    for number, one in enumerate(_read(name)["events"]):
        amount = one["amount"] and Figure(Decimal(one["amount"]["value"]), one["amount"]["unit"], bound=one["amount"]["bound"])
        event = Event(
            id=f"{name}-{number:02}", evidence=one["evidence"], start=one["start"], end=one["end"], extractor="gold", modality=one["modality"],
            kind=one["kind"], name=one["name"], edition=one["edition"], date=one["date"], place_id=one["place"], amount=amount,
            participants=tuple(Participant(who["entity"], who["text"], who["role"]) for who in one["participants"]),
        )  # fmt: skip
        found.append((name, name, event))
    return found


def _told(first: str, second: str, *, are_near: bool) -> tuple[list[Event], list[Contradiction]]:
    by_block: dict[str, list[Statement]] = {}
    for statement in (*_events(first), *_events(second)):
        original = first if are_near else statement[1]
        by_block.setdefault(block(statement[2], original), []).append(statement)
    told: list[Event] = []
    contradictions: list[Contradiction] = []
    for of_block, statements in by_block.items():
        groups, found = split(of_block, statements)
        contradictions += found
        for _, same in groups:
            merged = merge_facts(same)[1]
            assert isinstance(merged, Event)
            told.append(merged)
    return told, contradictions


@pytest.mark.parametrize(("first", "second", "are_near"), [("f03", "f04", True), ("h01", "h02", True), ("h03", "h04", True), ("h05", "h06", False)])
def test_a_reprint_is_a_near_duplicate_unless_most_is_left_out(first: str, second: str, are_near: bool) -> None:
    found, other = (signature(plain(_read(name)["text"])) for name in (first, second))
    assert (similar(found, [other]) == [True] and not set(bands(found)).isdisjoint(bands(other))) == are_near


@pytest.mark.parametrize(("first", "second"), [("f03", "f04"), ("h01", "h02"), ("h03", "h04")])
def test_every_event_of_a_reprint_is_one_of_the_originals_with_both_as_sources(first: str, second: str) -> None:
    told, contradictions = _told(first, second, are_near=True)
    assert len(told) == len(_events(first))
    assert sum(event.sources == (first, second) for event in told) == len(_events(second))
    assert contradictions == []


def test_a_shortened_story_of_another_paper_tells_the_same_events_and_another_sum() -> None:
    told, contradictions = _told("h05", "h06", are_near=False)
    # The signing of the two mayors, the fair, the investment, the college and the fair to come; the visit has other days in each.
    shared = sorted(event.kind for event in told if len(event.sources) == 2)
    assert shared == ["conference", "establishment", "exhibition", "investment", "signing"]
    deals = [str(event.amount.value) for event in told if event.kind == "signing" and event.amount is not None]
    assert sorted(deals) == ["26000000", "28000000"]
    assert [one.field for one in contradictions] == ["amount"]
