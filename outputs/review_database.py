"""Decisions in the database: the table `decisions` holds every line of decisions.jsonl, so that either can bring back the other."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from pathlib import Path

from sqlalchemy import Connection, insert, select

from outputs.database import Database
from outputs.decisions import Decision, DecisionBook, append_to_log, decision_to_object, object_to_decision, read_log
from outputs.json_lines import dumps, loads
from outputs.schema import sql_table

_log = logging.getLogger(__name__)


def decisions_in(database: Database) -> list[Decision]:
    """Every decision that the database holds."""

    def read(connection: Connection) -> list[Decision]:
        table = sql_table("decisions")
        lines = connection.execute(select(table.c.content).order_by(table.c.at, table.c.decision_id)).scalars().all()
        return [object_to_decision(loads(line)) for line in lines]

    return database.within(read)


def add_decisions(database: Database, decisions: Iterable[Decision]) -> int:
    """Write the decisions that the database does not hold yet; how many these were."""

    def write(connection: Connection) -> int:
        table = sql_table("decisions")
        there = set(connection.execute(select(table.c.decision_id)).scalars())
        rows = {decision.decision_id: _row(decision) for decision in decisions if decision.decision_id not in there}
        if rows:
            connection.execute(insert(table), list(rows.values()))
        return len(rows)

    return database.within(write)


def load_book(database: Database, path: Path | None) -> DecisionBook:
    """All decisions of the database and of the file; each is given what only the other has, but nothing on a forgotten article."""
    in_database = decisions_in(database)
    if path is None:
        return DecisionBook(in_database)
    log = read_log(path)
    for line in log.unreadable:
        _log.warning("%s", line)
    forgotten = DecisionBook((*log.decisions, *in_database)).forgotten
    in_database, in_log = (_without(forgotten, decisions) for decisions in (in_database, log.decisions))
    add_decisions(database, in_log)
    append_to_log(path, missing_from(log.decisions, in_database))
    return DecisionBook((*in_log, *in_database))


def _without(forgotten: frozenset[str], decisions: Iterable[Decision]) -> list[Decision]:
    return [decision for decision in decisions if decision.kind == "article" or decision.article_id not in forgotten]


def missing_from(known: Iterable[Decision], others: Iterable[Decision]) -> Sequence[Decision]:
    """Those of the others that are not known, in their order."""
    ids = {decision.decision_id for decision in known}
    return [decision for decision in others if decision.decision_id not in ids]


def _row(decision: Decision) -> dict[str, object]:
    names = ("at", "by", "file", "decision", "kind", "article_id", "record_id", "start", "end", "undoes", "note")
    fields: dict[str, object] = {name: getattr(decision, name) for name in names}
    return {"decision_id": decision.decision_id, **fields, "content": dumps(decision_to_object(decision))}
