"""The list of suite cases that the contract rules out stays short and gives a reason for each."""

from __future__ import annotations

from pathlib import Path

from extractors.lexicon import parse_rows

SCORED_CASES = 274
MOST = 0.03


def test_few_cases_are_listed_and_each_has_a_reason() -> None:
    rows = parse_rows(Path(__file__).with_name("contradictions.tsv").read_text(encoding="utf-8"))
    assert [list(row) for row in rows[:1]] == [["case", "reason"]]
    assert [row["case"] for row in rows] == sorted({row["case"] for row in rows})
    assert all(row["reason"] for row in rows)
    assert len(rows) <= MOST * SCORED_CASES
