"""Decisions in a batch: files and database say alike what was decided, and nothing loses it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from extractors.records import Record
from outputs.batch import BatchWriter
from outputs.database import Database
from outputs.decisions import Decision, DecisionBook, append_to_log, read_log
from outputs.duplicates import signature
from outputs.refresh import refresh
from outputs.review_database import add_decisions, decisions_in, load_book
from outputs.spool import FORGOTTEN
from tests.outputs.reviewing import batch, decide, told, undone

STATUSES = ("memberships", "positions", "indicators", "events")


@pytest.fixture
def decisions(tmp_path: Path) -> Path:
    return tmp_path / "decisions.jsonl"


def statuses(out: Path) -> list[tuple[str, ...]]:
    return [row for table in STATUSES for row in told(out, table, "review_status")]


def forgotten(record: Record) -> Decision:
    ids = {"article_id": record.article.article_id, "record_id": record.article.article_id}
    return Decision(at="2021-03-05T08:00:00Z", by="张", decision="forgotten", kind="article", start=0, end=0, **ids)


def query(url: str, statement: str) -> list[tuple[object, ...]]:
    database = Database.open(url)
    try:
        with database.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(statement))]
    finally:
        database.close()


def test_a_run_tells_what_was_decided_in_files_and_database_alike(record: Record, tmp_path: Path, decisions: Path) -> None:
    out = tmp_path / "out"
    batch(out, [record], decisions)
    assert set(statuses(out)) == {("new",)}
    made = [
        decide(record, "membership", decision="corrected", changes={"since": "2020-08", "confidence": 1.0}),
        decide(record, "position"),
        decide(record, "indicator", decision="rejected"),
        decide(record, "event", decision="corrected", changes={"date": "2020-12-15"}),
        decide(record, "mention", 0, decision="corrected", changes={"entity_id": "CN-410000"}),
    ]
    append_to_log(decisions, made)
    batch(out, [record], decisions)
    assert told(out, "memberships", "since", "review_status") == [("2020-08", "corrected")]
    assert told(out, "positions", "title", "review_status") == [("副秘书长", "accepted")]
    assert sorted(told(out, "indicators", "change", "review_status")) == [("", "rejected"), ("up", "new")]
    assert told(out, "events", "date", "review_status") == [("2020-12-15", "corrected")]
    assert ("许昌", "CN-410000", "review.corrected") in told(out, "mentions", "text", "entity_id", "extractor")
    # All taken back: everything is as it was.
    append_to_log(decisions, [undone(one) for one in made])
    batch(out, [record], decisions)
    assert set(statuses(out)) == {("new",)}
    assert ("许昌", "CN-411000", "places.name") in told(out, "mentions", "text", "entity_id", "extractor")


def test_outputs_that_were_deleted_come_back_byte_for_byte(record: Record, tmp_path: Path, decisions: Path) -> None:
    append_to_log(decisions, [decide(record, "membership"), decide(record, "event", decision="rejected")])
    first, second = tmp_path / "first", tmp_path / "second"
    batch(first, [record], decisions)
    batch(second, [record], decisions)
    names = sorted(path.name for path in first.iterdir() if path.suffix in (".csv", ".jsonl"))
    assert [(second / name).read_bytes() for name in names] == [(first / name).read_bytes() for name in names]
    assert statuses(first) == [("accepted",), ("new",), ("new",), ("new",), ("rejected",)]


def test_a_newer_version_changes_no_decision_and_its_readings_are_kept(record: Record, tmp_path: Path, decisions: Path) -> None:
    out = tmp_path / "out"
    accepted, gone = decide(record, "indicator"), decide(record, "event")
    append_to_log(decisions, [accepted, gone])
    batch(out, [record], decisions)
    before = statuses(out)
    other = replace(record.indicators[0], figure=replace(record.indicators[0].figure, unit="EUR"))
    batch(out, [replace(record, indicators=(other, record.indicators[1]), events=())], decisions, version="2")
    assert statuses(out) == before
    assert [row for row in told(out, "indicators", "unit", "review_status") if row[1] != "new"] == [("USD", "accepted")]
    url = f"sqlite:///{out}/alliance.db"
    shown = query(url, "SELECT decision_id, kind, what FROM disagreements ORDER BY kind")
    assert shown == [(gone.decision_id, "event", "not_found"), (accepted.decision_id, "indicator", "other_reading")]
    # The older version again: nothing disagrees any more.
    batch(out, [record], decisions, version="3")
    assert query(url, "SELECT * FROM disagreements") == []


def test_file_and_database_give_each_other_what_only_one_of_them_has(database_url: str, record: Record, decisions: Path) -> None:
    first, second, third = (decide(record, kind) for kind in ("membership", "position", "event"))
    append_to_log(decisions, [first, second])
    database = Database.open(database_url)
    assert add_decisions(database, [second, third]) == 2
    assert add_decisions(database, [second, third]) == 0
    book = load_book(database, decisions)
    wanted = {one.decision_id for one in (first, second, third)}
    assert set(book.decisions) == wanted
    assert {one.decision_id for one in decisions_in(database)} == wanted
    assert [one.decision_id for one in read_log(decisions).decisions] == [first.decision_id, second.decision_id, third.decision_id]
    assert list(load_book(database, None).decisions) == list(book.decisions)
    database.close()


def test_a_second_machine_with_the_same_database_knows_all_decisions(new_database_url: Callable[[], str], record: Record, tmp_path: Path) -> None:
    url = new_database_url()
    here, there = tmp_path / "here.jsonl", tmp_path / "there.jsonl"
    append_to_log(here, [decide(record, "membership", decision="corrected", changes={"since": "2020-08"})])
    batch(tmp_path / "here", [record], here, database_url=url)
    batch(tmp_path / "there", [record], there, database_url=url)
    assert there.read_bytes() == here.read_bytes()
    assert (tmp_path / "there" / "memberships.csv").read_bytes() == (tmp_path / "here" / "memberships.csv").read_bytes()
    assert query(url, "SELECT since, review_status FROM memberships") == [("2020-08", "corrected")]


def test_one_fact_of_two_articles_stays_decided_whichever_tells_it_first(
    database_url: str, record: Record, make_record: Callable[..., Record], decisions: Path
) -> None:
    earlier = make_record("许昌加入中德工业城市联盟。", published="2019-12-15", input="news/0.txt")
    append_to_log(decisions, [decide(record, "membership")])
    out = decisions.parent / "out"
    batch(out, [record, earlier], decisions, database_url=database_url)
    sources = f'["{record.article.article_id}", "{earlier.article.article_id}"]'
    wanted = [(record.memberships[0].id, "accepted", sources)]
    assert query(database_url, "SELECT id, review_status, sources FROM memberships") == wanted


def test_outputs_are_written_anew_without_any_source(record: Record, tmp_path: Path, decisions: Path) -> None:
    out = tmp_path / "out"
    assert refresh(out, database_url=None, decisions=decisions) is None
    batch(out, [record], decisions)
    append_to_log(decisions, [decide(record, "membership")])
    summary = refresh(out, database_url=None, decisions=decisions)
    assert summary is not None
    assert summary.counts["articles"] == 1
    assert told(out, "memberships", "review_status") == [("accepted",)]


def test_forgetting_removes_an_article_and_what_only_it_told(
    new_database_url: Callable[[], str], record: Record, make_record: Callable[..., Record]
) -> None:
    other = make_record("许昌加入中德工业城市联盟。", published="2021-12-15", input="news/0.txt")
    url, alone = new_database_url(), None
    database = Database.open(url)
    database.write([(one, "1", signature(one.article.text)) for one in (record, other)])
    add_decisions(database, [decide(record, "membership")])
    assert database.forget([record.article.article_id, "a0000000000000000"]) == 1
    assert database.forget([record.article.article_id]) == 0
    database.close()
    tables = (
        "articles",
        "appearances",
        "mentions",
        "memberships",
        "positions",
        "indicators",
        "events",
        "statements",
        "signatures",
        "people",
        "decisions",
    )
    forgotten = {table: query(url, f"SELECT * FROM {table}") for table in tables}
    alone = new_database_url()
    database = Database.open(alone)
    database.write([(other, "1", signature(other.article.text))])
    database.close()
    assert forgotten == {table: query(alone, f"SELECT * FROM {table}") for table in tables}


def test_a_forgotten_article_stays_out_until_that_is_taken_back(record: Record, tmp_path: Path, decisions: Path) -> None:
    out = tmp_path / "out"
    asked = forgotten(record)
    batch(out, [record], decisions)
    append_to_log(decisions, [asked])
    for _ in range(2):
        with BatchWriter.open(out, sources=["news"], version="1", decisions=decisions) as writer:
            writer.add(record)
            counts = writer.finish({}).counts
        assert (counts["articles"], counts["failures"]) == (0, 1)
        assert FORGOTTEN in (out / "failures.csv").read_text(encoding="utf-8-sig")
        assert query(f"sqlite:///{out}/alliance.db", "SELECT count(*) FROM articles") == [(0,)]
    append_to_log(decisions, [undone(asked)])
    batch(out, [record], decisions)
    assert told(out, "memberships", "review_status") == [("new",)]


def test_no_decision_on_a_forgotten_article_comes_back_from_another_copy(database_url: str, record: Record, decisions: Path) -> None:
    asked = forgotten(record)
    append_to_log(decisions, [decide(record, "position"), asked])
    database = Database.open(database_url)
    book = load_book(database, decisions)
    assert (list(book.decisions), book.forgotten) == ([asked.decision_id], frozenset([record.article.article_id]))
    assert [one.decision_id for one in decisions_in(database)] == [asked.decision_id]
    assert DecisionBook([asked, undone(asked)]).forgotten == frozenset()
    database.close()
