from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from extractors.records import Record
from outputs.decisions import (
    Decision,
    DecisionBook,
    append_to_log,
    decision_to_object,
    object_to_decision,
    read_log,
    rewrite_log,
)
from outputs.json_lines import dumps, loads
from tests.outputs.reviewing import decide, undone


@pytest.fixture
def decision(record: Record) -> Decision:
    return decide(record, "membership", note="见公告")


def test_a_decision_is_read_back_as_it_was_written(record: Record, tmp_path: Path) -> None:
    decisions = [
        decide(record, "membership", note="=1+1"),
        decide(record, "indicator", decision="corrected", changes={"value": 8.9}, scope="here", seen=[]),
        decide(record, "mention", decision="rejected"),
        decide(record, "event", decision="rejected"),
    ]
    decisions.append(undone(decisions[0]))
    append_to_log(tmp_path / "new" / "decisions.jsonl", decisions[:3])
    append_to_log(tmp_path / "new" / "decisions.jsonl", decisions[3:])
    log = read_log(tmp_path / "new" / "decisions.jsonl")
    assert log.decisions == tuple(decisions)
    assert log.unreadable == ()
    assert [one.decision_id for one in log.decisions] == [one.decision_id for one in decisions]


def test_a_file_that_is_not_there_holds_no_decisions(tmp_path: Path) -> None:
    assert read_log(tmp_path / "decisions.jsonl").decisions == ()


def test_a_line_cut_off_by_a_crash_loses_no_other_and_is_named(decision: Decision, tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    whole = (dumps(decision_to_object(decision)) + "\n").encode()
    path.write_bytes(whole + whole[:100])
    later = undone(decision)
    append_to_log(path, [later])
    log = read_log(path)
    assert log.decisions == (decision, later)
    assert [line.split(":")[0] for line in log.unreadable] == [f"{path} line 2 is no decision and is left out"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"decision": "maybe"}, "maybe on a membership"), ({"kind": "rumour"}, "accepted on a rumour"), ({"at": ""}, "at is ''"),
        ({"note": 3}, "note is 3"), ({"start": 9, "end": 3}, "from 9 to 3"), ({"form": 2}, "written by a newer version"),
        ({"undoes": "d1"}, "what it takes back or what was found is missing"), ({"decided": None}, "what was decided is missing"),
        ({"decision": "forgotten", "found": None}, "only an article can be forgotten"), ({"found": {"id": "f1"}}, "'member_id'"),
    ],
)  # fmt: skip
def test_a_line_that_is_no_decision_is_refused(decision: Decision, change: dict[str, object], reason: str) -> None:
    with pytest.raises((ValueError, KeyError)) as raised:
        object_to_decision(decision_to_object(decision) | change)
    assert reason in str(raised.value)


def test_what_a_later_version_adds_to_a_line_is_no_reason_to_refuse_it(decision: Decision) -> None:
    assert object_to_decision(loads(dumps(decision_to_object(decision) | {"mood": "good"}))) == decision


def test_the_last_decision_on_a_record_counts_whatever_the_order_of_reading(record: Record) -> None:
    first = decide(record, "membership")
    second = decide(record, "membership", decision="rejected", at="2021-03-07T08:00:00Z")
    third = decide(record, "membership", decision="corrected", changes={"since": "2020-08"}, at="2021-03-08T08:00:00Z")
    decisions = [first, second, third, undone(third, "2021-03-09T08:00:00Z")]
    for seed in range(10):
        random.Random(seed).shuffle(decisions)  # noqa: S311
        ruling = DecisionBook([*decisions, *decisions]).rulings["membership", first.record_id]
        assert (ruling.decision, ruling.founds) == (second, (first.found, second.found))


def test_taking_back_an_undoing_restores_the_decision(decision: Decision) -> None:
    taken_back = undone(decision)
    restored = undone(taken_back, "2021-03-07T08:00:00Z")
    assert DecisionBook([decision, taken_back]).rulings == {}
    book = DecisionBook([decision, taken_back, restored])
    assert [ruling.decision for ruling in book.rulings.values()] == [decision]
    assert book.fingerprint() != DecisionBook([decision]).fingerprint() != ""


def test_an_article_knows_what_was_decided_on_facts_that_it_tells_too(decision: Decision) -> None:
    shared = replace(decision, found={**(decision.found or {}), "sources": [decision.article_id, "a2"]})
    book = DecisionBook([shared])
    assert [one.decision for one in book.for_article("a2")] == [shared]
    assert book.for_article("a3") == []
    assert book.fingerprint_of("a3") == ""
    assert book.fingerprint_of("a2") != ""


def test_forgetting_takes_the_decisions_on_one_article_out_of_the_file_and_leaves_every_other_byte(decision: Decision, tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    other = replace(decision, article_id="a2")
    append_to_log(path, [decision, other])
    with path.open("ab") as file:
        file.write(b"not a decision\n")
    rest = b"".join(path.read_bytes().splitlines(keepends=True)[1:])
    assert rewrite_log(path, without_article=decision.article_id) == 1
    assert path.read_bytes() == rest
    assert rewrite_log(path, without_article="a9") == 0
