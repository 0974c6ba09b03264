"""Patterns of events: each reads its example and leaves its counterexample."""

import pytest

from extractors.facts.events import find_events
from extractors.facts.events_triggers import triggers
from extractors.lexicon import read_rows
from tests.extractors.facts.drafts import draft_of

TRIGGERS = [row for row in read_rows("extractors.facts", "triggers.tsv") if row["fact"] == "event"]


@pytest.mark.parametrize("row", TRIGGERS, ids=lambda row: row["name"])
def test_every_pattern_reads_its_example_and_leaves_its_counterexample(row: dict[str, str]) -> None:
    assert f"events.{row['name']}" in {event.extractor for event in find_events(draft_of(row["example"]))}
    assert f"events.{row['name']}" not in {event.extractor for event in find_events(draft_of(row["counterexample"]))}


def test_every_row_of_an_event_is_a_trigger_whose_first_words_stand_in_its_example() -> None:
    examples = {row["name"]: row["example"] for row in TRIGGERS}
    assert {trigger.name for trigger in triggers()} == set(examples)
    assert [trigger.name for trigger in triggers() if not any(word in examples[trigger.name] for word in trigger.literals)] == []
