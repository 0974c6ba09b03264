"""What the tests of reviewing share: decisions on the Record of conftest.py, and a batch with a file of decisions."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from extractors.records import Record
from outputs.batch import BatchWriter
from outputs.decisions import Decision
from outputs.json_lines import fact_to_object, loads, mention_to_object, organisation_to_object, person_to_object, place_to_object

FACTS = {"membership": "memberships", "position": "positions", "indicator": "indicators", "event": "events"}


def decide(record: Record, kind: str, number: int = 0, *, decision: str = "accepted", changes: dict[str, Any] | None = None, **more: Any) -> Decision:
    """A decision on one mention or fact of the Record; `changes` are what a correction sets."""
    article_id = record.article.article_id
    if kind == "mention":
        found = mention_to_object(record.mentions[number], article_id)
        decided = None if decision == "rejected" else found | (changes or {})
    else:
        found = fact_to_object(getattr(record, FACTS[kind])[number]) | {"sources": [article_id]}
        decided = found | (changes or {}) | {"review_status": decision}
    fields: dict[str, Any] = {
        "at": "2021-03-05T08:00:00Z", "by": "张", "decision": decision, "kind": kind, "article_id": article_id, "record_id": found["id"],
        "start": found["start"], "end": found["end"], "found": found, "decided": decided, "file": "review.csv",
        "entities": {
            "places": [place_to_object(one) for one in record.places],
            "organisations": [organisation_to_object(one) for one in record.organisations],
            "people": [person_to_object(one) for one in record.people],
        },
    }  # fmt: skip
    return Decision(**(fields | more))


def undone(decision: Decision, at: str = "2021-03-06T08:00:00Z") -> Decision:
    """The decision that takes this one back."""
    target = {name: getattr(decision, name) for name in ("kind", "article_id", "record_id", "start", "end")}
    return Decision(**target, at=at, by="李", decision="undone", undoes=decision.decision_id)


def batch(out: Path, records: Sequence[Record], decisions: Path, *, version: str = "1", database_url: str | None = None) -> None:
    """One run over these Records."""
    with BatchWriter.open(out, sources=["news"], version=version, decisions=decisions, database_url=database_url) as writer:
        for record in records:
            assert writer.add(record) is None
        writer.finish({})


def told(out: Path, table: str, *columns: str) -> list[tuple[str, ...]]:
    """Rows of a table by id, after proving that CSV, JSON Lines and database tell the same ids and the same of these columns."""
    with (out / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        in_csv = {row["id"]: tuple(row[name] for name in columns) for row in csv.DictReader(file)}
    objects = [loads(line) for line in (out / "articles.jsonl").read_text(encoding="utf-8").splitlines()]
    in_lines = {one["id"]: tuple(_text(one[name]) for name in columns) for found in objects for one in found[table]}
    with closing(sqlite3.connect(out / "alliance.db")) as database:
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        names = ", ".join(["id", *columns])
        in_database = {row[0]: tuple(map(_text, row[1:])) for row in database.execute(f"SELECT {names} FROM {table}")}
    assert in_csv == in_database
    assert {key: in_lines[key] for key in in_csv} == in_csv
    return [in_csv[key] for key in sorted(in_csv)]


def _text(value: Any) -> str:
    return "" if value is None else json.dumps(value) if isinstance(value, list) else str(value)
