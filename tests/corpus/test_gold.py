"""The gold is sound in itself: offsets, closed word lists, entities, and one gold for every sample."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import corpus
from extractors.records import (
    ANCHORS,
    BOUNDS,
    DATE_LABELS,
    EVENT_KINDS,
    FIGURE_LABELS,
    GRAINS,
    LABELS,
    MEMBERSHIP_ROLES,
    MEMBERSHIP_STATUSES,
    MODALITIES,
    PARTICIPANT_ROLES,
)

_FOLDER = Path(corpus.__file__).parent
_SAMPLES = _FOLDER / "samples"
_PATHS = sorted((_FOLDER / "gold").glob("*.json"))
_FACTS = ("memberships", "positions", "indicators", "events")
_FIGURE_FIELDS = ("value", "low", "high", "bound", "unit")
_PLACE_ID = re.compile(r"[A-Z]{2}|CN-\d{6}|DE-[A-Z]{2}|GN-\d+")
_DAY = r"(?:\d{4}|XXXX)-\d{2}-\d{2}~?"
_PART = rf"(?:{_DAY}|XXXX-XX-\d{{2}}|(?:\d{{4}}|XXXX)-(?:0[1-9]|1[0-2]|2[1-4])~?|\d{{4}}~?|\d{{3}}X|-\d{{4}})"
_EDTF = re.compile(rf"{_PART}|(?:\.\.|{_PART})/(?:\.\.|{_PART})")


def _read(path: Path) -> dict[str, Any]:
    gold: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return gold


def _records_in(sample: Path) -> list[str | None]:
    """The records that a sample file holds: numbers from 1, or None for a file that is one article."""
    if sample.suffix == ".jsonl":
        return [str(number + 1) for number, _ in enumerate(sample.read_text(encoding="utf-8").splitlines())]
    if sample.suffix == ".md":
        return [str(number + 1) for number, _ in enumerate(re.findall(r"(?m)^### ", sample.read_text(encoding="utf-8")))]
    return [None]


def _named_by_facts(gold: dict[str, Any]) -> set[str]:
    named = {value for fact in gold["memberships"] for value in (fact["member"], fact["organisation"])}
    named |= {value for fact in gold["positions"] for value in (fact["person"], fact["organisation"], fact["place"]) if value}
    named |= {value for fact in gold["indicators"] for value in fact["subjects"]}
    named |= {fact["place"] for fact in gold["events"] if fact["place"]}
    return named | {participant["entity"] for fact in gold["events"] for participant in fact["participants"]}


def test_every_sample_has_gold_and_every_gold_its_sample() -> None:
    golds = Counter((gold["sample"], gold.get("record")) for gold in map(_read, _PATHS))
    samples = Counter((sample.name, record) for sample in _SAMPLES.iterdir() for record in _records_in(sample))
    assert golds == samples


def test_half_of_the_gold_is_blind() -> None:
    blind = [gold["blind"] for gold in map(_read, _PATHS)]
    assert abs(blind.count(True) - blind.count(False)) <= 1


@pytest.mark.parametrize("path", _PATHS, ids=lambda path: path.stem)
def test_article_is_of_the_promised_length_and_lines(path: Path) -> None:
    text = _read(path)["text"]
    # An article has 300 to 1,500 characters; one paragraph a line, none empty, none with space around it.
    assert 300 <= len(text) <= 1500
    assert [line for line in text.split("\n") if not line or line != line.strip()] == []


@pytest.mark.parametrize("path", _PATHS, ids=lambda path: path.stem)
def test_mentions_are_exact_flat_and_ordered(path: Path) -> None:
    gold = _read(path)
    text, mentions = gold["text"], gold["mentions"]
    assert [text[mention["start"] : mention["end"]] for mention in mentions] == [mention["text"] for mention in mentions]
    borders = [border for mention in mentions for border in (mention["start"], mention["end"])]
    assert borders == sorted(borders)
    assert all(mention["text"] and mention["text"] == mention["text"].strip() for mention in mentions)


@pytest.mark.parametrize("path", _PATHS, ids=lambda path: path.stem)
def test_mentions_speak_the_closed_lists(path: Path) -> None:
    for mention in _read(path)["mentions"]:
        assert mention["label"] in LABELS
        if mention["label"] in FIGURE_LABELS:
            assert mention["bound"] in BOUNDS
            assert (mention["value"] is None) == (mention["bound"] == "range")
            assert mention["value"] is not None or mention["low"] < mention["high"]
        if mention["label"] in DATE_LABELS:
            assert mention["grain"] in GRAINS
            assert mention["anchor"] in (*ANCHORS, None)
            assert mention["edtf"] is None or _EDTF.fullmatch(mention["edtf"]), mention
            days = [date.fromisoformat(mention[key]) for key in ("start_date", "end_date") if mention[key]]
            assert days == sorted(days)
        if mention["label"] == "GPE":
            assert _PLACE_ID.fullmatch(mention["entity"]), mention
        if mention["label"] in ("ORG", "PERSON"):
            assert mention["entity"]


@pytest.mark.parametrize("path", _PATHS, ids=lambda path: path.stem)
def test_facts_quote_their_sentence_and_speak_the_closed_lists(path: Path) -> None:
    gold = _read(path)
    for fact in (fact for kind in _FACTS for fact in gold[kind]):
        assert gold["text"][fact["start"] : fact["end"]] == fact["evidence"]
        assert fact["modality"] in MODALITIES
    assert {fact["role"] for fact in gold["memberships"]} <= set(MEMBERSHIP_ROLES)
    assert {fact["status"] for fact in gold["memberships"]} <= set(MEMBERSHIP_STATUSES)
    assert {fact["status"] for fact in gold["positions"]} <= {"current", "former"}
    assert {fact["change"] for fact in gold["indicators"]} <= {"up", "down", "flat", None}
    assert {fact["base"] for fact in gold["indicators"]} <= {"yoy", "mom", None}
    assert {fact["kind"] for fact in gold["events"]} <= set(EVENT_KINDS)
    assert {participant["role"] for fact in gold["events"] for participant in fact["participants"]} <= set(PARTICIPANT_ROLES)


@pytest.mark.parametrize("path", _PATHS, ids=lambda path: path.stem)
def test_facts_name_only_entities_that_are_mentioned(path: Path) -> None:
    gold = _read(path)
    mentioned = {mention["entity"] for mention in gold["mentions"] if mention.get("entity")}
    assert _named_by_facts(gold) - mentioned == set()
    assert {person["name"] for person in gold["people"]} - mentioned == set()


@pytest.mark.parametrize("path", _PATHS, ids=lambda path: path.stem)
def test_indicators_repeat_their_figure(path: Path) -> None:
    gold = _read(path)
    figures = {(mention["start"], mention["end"]): mention for mention in gold["mentions"] if mention["label"] in FIGURE_LABELS}
    for indicator in gold["indicators"]:
        figure = figures[indicator["mention_start"], indicator["mention_end"]]
        assert [indicator[key] for key in _FIGURE_FIELDS] == [figure[key] for key in _FIGURE_FIELDS]
