"""Many wordings of one value (cases.jsonl, worked out by hand with a calendar), and wordings that are no dates."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractors.dates.find import find_dates
from extractors.records import Date

ROWS: list[dict[str, Any]] = [json.loads(line) for line in Path(__file__).with_name("cases.jsonl").read_text(encoding="utf-8").splitlines()]
DATED = [(wording, row) for row in ROWS for wording in row.get("wordings", ())]
UNDATED = [wording for row in ROWS for wording in row.get("nothing", ())]


@pytest.mark.parametrize(("wording", "row"), DATED, ids=[f"{wording}-{row.get('published')}" for wording, row in DATED])
def test_wording_has_the_value_worked_out_by_hand(wording: str, row: dict[str, Any]) -> None:
    (mention,) = find_dates(wording, published=row.get("published"))
    assert mention.date == Date(row["edtf"], row["start_date"], row["end_date"], row["grain"], row["anchor"])
    assert mention.label == row.get("label", "DATE")


@pytest.mark.parametrize(("wording", "row"), DATED, ids=[f"{wording}-{row.get('published')}" for wording, row in DATED])
def test_wording_is_one_mention_from_end_to_end(wording: str, row: dict[str, Any]) -> None:
    assert [mention.text for mention in find_dates(wording, published=row.get("published"))] == [
        wording.removeprefix("（").removesuffix("）") if wording.startswith("（") else wording
    ]


@pytest.mark.parametrize("wording", UNDATED)
def test_wording_is_left_alone(wording: str) -> None:
    assert find_dates(wording, published="2020-12-15") == []
    assert find_dates(f"有关负责人介绍，{wording}，情况很好。", published="2020-12-15") == []
