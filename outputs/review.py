"""A reviewer's file applied: every row checked first, then all decisions written, or none.

A row is tied to its record by the ids in it, and checked against the sentence that it shows, so that a table of which only
some columns were sorted changes nothing. What the reviewer saw is what is decided on, whatever the database says by now. A
row that says again what is in force does nothing: applying a file twice is applying it once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from extractors.places.gazetteer import Gazetteer
from extractors.plain import plain
from outputs.database import Database
from outputs.decisions import ENTITY_LISTS, Decision, DecisionBook, Object, append_to_log, decision_to_object, object_to_decision, read_log
from outputs.json_lines import loads
from outputs.review_corrections import CorrectionError, correct
from outputs.review_database import add_decisions, missing_from
from outputs.review_entities import EntityFinder
from outputs.review_files import CORRECTED, CORRECTIONS, DECISION_WORDS, SCOPES
from outputs.review_read import FileRow
from outputs.review_rows import MARKS, article_text, record_with_entities
from outputs.schema import sql_table
from outputs.tables import DECIDED_KINDS

# What people write for the three words.
_ACCEPTED = ("accepted", "accept", "a", "ok", "yes", "y", "✓", "√", "对", "是", "正确", "接受", "通过", "同意")
_CORRECTED = ("corrected", "correct", "c", "改", "更正", "修改", "已改", "改正")
_REJECTED = ("rejected", "reject", "r", "no", "n", "x", "✗", "×", "错", "否", "错误", "删除", "拒绝", "驳回", "不对")
_WORDS = {word: said for said, words in zip(DECISION_WORDS, (_ACCEPTED, _CORRECTED, _REJECTED), strict=True) for word in words}
# What changes without a record saying anything else.
_NOT_SAID = ("review_status", "confidence", "sources", "more_evidence", "extractor", "mention_id", "candidates")


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of one row: `error`, `applied`, `already`, `undecided`; what it says in words; the decision it makes."""

    number: int
    record_id: str
    what: str
    words: str
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of every row; with an error in any of them nothing is to be written."""

    rows: tuple[RowResult, ...]

    @property
    def errors(self) -> list[RowResult]:
        """The rows that cannot be applied."""
        return [row for row in self.rows if row.what == "error"]

    @property
    def decisions(self) -> list[Decision]:
        """The new decisions, in the order of the file."""
        return [row.decision for row in self.rows if row.decision is not None]

    @property
    def counts(self) -> Counter[str]:
        """Rows by what became of them, the applied ones by their decision."""
        return Counter(row.decision.decision if row.decision else row.what for row in self.rows)


class _RowError(ValueError):
    """A row that cannot be applied; the message says why."""


def check_file(
    rows: Sequence[FileRow], database: Database, book: DecisionBook, gazetteer: Gazetteer, *, by: str, at: str, file: str | None
) -> FileResult:
    """What the rows come to; nothing is written. `at` is an ISO 8601 time in UTC."""
    stamp = {"by": by, "at": at, "file": file}
    checked = database.within(lambda connection: [_Row(row, connection, book, gazetteer, stamp).checked() for row in rows])
    return FileResult(tuple(_without_contradictions(checked)))


def write_decisions(decisions: Sequence[Decision], database: Database | None, path: Path) -> None:
    """Keep decisions for good: first in the file, then in the database."""
    append_to_log(path, missing_from(read_log(path).decisions, decisions))
    if database is not None:
        add_decisions(database, decisions)


def undo(book: DecisionBook, ids: Iterable[str], *, by: str, at: str, note: str | None = None) -> list[Decision]:
    """The decisions that take back these. ValueError where one is unknown or not in force."""
    found = []
    for decision_id in dict.fromkeys(ids):
        old = book.decisions.get(decision_id)
        if old is None:
            raise ValueError(f"there is no decision {decision_id}")
        if decision_id not in book.in_force:
            raise ValueError(f"decision {decision_id} was taken back already")
        target = {name: getattr(old, name) for name in ("kind", "article_id", "record_id", "start", "end")}
        found.append(Decision(**target, at=at, by=by, decision="undone", undoes=decision_id, note=note))
    return found


def _without_contradictions(results: Iterable[RowResult]) -> list[RowResult]:
    """One record, one decision: rows of one record that say different things are all refused, repeated ones count once."""
    results = list(results)
    said: dict[str, set[object]] = {}
    for row in results:
        if row.what in ("applied", "already"):
            said.setdefault(row.record_id, set()).add(row.words)
    checked: list[RowResult] = []
    applied: set[str] = set()
    for row in results:
        if row.what in ("applied", "already") and len(said[row.record_id]) > 1:
            checked.append(replace(row, what="error", words="several rows of this file decide differently on this record", decision=None))
        elif row.decision is not None and row.record_id in applied:
            checked.append(replace(row, what="already", decision=None))
        else:
            applied.add(row.record_id)
            checked.append(row)
    return checked


class _Row:
    """One row while it is checked."""

    def __init__(self, row: FileRow, connection: Connection, book: DecisionBook, gazetteer: Gazetteer, stamp: Mapping[str, str | None]) -> None:
        self._row = row
        self._cells = row.cells
        self._connection = connection
        self._book = book
        self._gazetteer = gazetteer
        self._stamp: Mapping[str, Any] = stamp
        self._id = self._cells.get("record_id", "").lower()

    def checked(self) -> RowResult:
        """What the row comes to."""
        try:
            return self._result()
        except (_RowError, CorrectionError) as error:
            return RowResult(self._row.number, self._id, "error", str(error))

    def _result(self) -> RowResult:
        corrections = {name: self._cells[CORRECTED + name] for name in CORRECTIONS if CORRECTED + name in self._cells}
        decision = self._decision(corrections)
        if decision is None:
            return RowResult(self._row.number, self._id, "undecided", "")
        if not self._id:
            raise _RowError("no record_id")
        data: dict[str, Any] = self._data()
        kind, found, article_id = data["kind"], data["found"], data["article_id"]
        self._check_same_record(data)
        decided, entities, new_names = self._decided(decision, kind, found, article_id, corrections, data["entities"])
        scope = _scope(corrections.get("scope"))
        seen = self._seen(kind)
        made = Decision(
            **self._stamp,
            decision=decision,
            kind=kind,
            article_id=article_id,
            record_id=found["id"],
            start=found["start"],
            end=found["end"],
            found=found,
            decided=decided,
            mention=data.get("mention"),
            entities=entities,
            scope="here" if scope == "here" else None,
            seen=seen,
            note=self._cells.get("note"),
            title=data.get("title"),
            url=data.get("url"),
            input=data.get("input"),
            sentence=data.get("sentence"),
        )
        self._check_readable(made)
        return self._compared(made, new_names)

    def _decision(self, corrections: Mapping[str, str]) -> str | None:
        written = self._cells.get("decision", "")
        said = {name for name in corrections if name != "scope"}
        if not written:
            if said:
                raise _RowError(f"{CORRECTED}{min(said)} is filled, but decision is empty")
            return None
        decision = _WORDS.get(plain(written).strip().lower()) or _WORDS.get(written)
        if decision is None:
            raise _RowError(f"decision is {written!r}, none of {', '.join(DECISION_WORDS)}")
        if decision == "corrected" and not said:
            raise _RowError("corrected, but every corrected_… cell is empty")
        if decision != "corrected" and said:
            raise _RowError(f"{decision}, but {CORRECTED}{min(said)} is filled")
        return decision

    def _data(self) -> Object:
        """What the reviewer saw: the record that the row carries, else the database's, else that of an earlier decision."""
        carried = self._carried()
        if carried is not None:
            return carried
        kinds = [kind] if (kind := self._cells.get("kind", "").lower()) in DECIDED_KINDS else list(DECIDED_KINDS)
        for one in kinds:
            if (found := record_with_entities(self._connection, one, self._id)) is not None:
                return found
        for one in kinds:
            if (ruling := self._book.rulings.get((one, self._id))) is not None and ruling.decision.found is not None:
                return decision_to_object(ruling.decision)
        raise _RowError("no such record, neither in the database nor among earlier decisions, and the row does not carry it")

    def _carried(self) -> Object | None:
        if "data" not in self._cells:
            return None
        try:
            data: Object = loads(self._cells["data"])
            found = data["found"]
            if data["kind"] not in DECIDED_KINDS or not isinstance(data["article_id"], str) or found["id"] != self._id:
                raise _RowError("the columns record_id and data speak of different records: was only a part of the table sorted?")
            entities = {name: list(data["entities"][name]) for name in ENTITY_LISTS}
        except (ValueError, KeyError, TypeError) as error:
            if isinstance(error, _RowError):
                raise
            raise _RowError("the column data was changed and cannot be read") from None
        return data | {"entities": entities}

    def _check_same_record(self, data: Object) -> None:
        """The row shows the record that it names."""
        found = data["found"]
        for name, value in (("article_id", data["article_id"]), ("kind", data["kind"])):
            if (cell := self._cells.get(name)) is not None and cell.lower() != value:
                raise _RowError(f"{name} is {cell}, but the record's is {value}: was only a part of the table sorted?")
        for name in ("start", "end"):
            if (cell := self._cells.get(name)) is not None and (number := _whole(cell)) is not None and number != found[name]:
                raise _RowError(f"{name} is {cell}, but the record's is {found[name]}: was only a part of the table sorted?")
        text = article_text(self._connection, data["article_id"])
        words = found["text"] if data["kind"] == "mention" else found["evidence"]
        if text is not None and text[found["start"] : found["end"]] != words:
            raise _RowError("the article's text at this place is another one")
        shown = self._cells.get("evidence")
        if shown is not None and not _shows(shown, words, str(data.get("sentence") or "")):
            raise _RowError("the sentence in this row is not the record's: was only a part of the table sorted?")

    def _decided(
        self, decision: str, kind: str, found: Object, article_id: str, corrections: Mapping[str, str], entities: Mapping[str, Sequence[Object]]
    ) -> tuple[Object | None, dict[str, list[Object]], tuple[str, ...]]:
        own = {name: list(entities.get(name, ())) for name in ENTITY_LISTS}
        if decision != "corrected":
            if kind == "mention":
                return (found if decision == "accepted" else None), own, ()
            return found | {"review_status": decision}, own, ()
        finder = EntityFinder(self._connection, self._gazetteer)
        corrected = correct(kind, found, corrections, article_id=article_id, finder=finder)
        if _said(corrected.record) == _said(found):
            raise _RowError("the correction says what we say already")
        for name in ENTITY_LISTS:
            own[name] += [one for one in corrected.entities.get(name, ()) if one not in own[name]]
        record = corrected.record if kind == "mention" else corrected.record | {"review_status": "corrected"}
        return record, own, corrected.new_names

    def _seen(self, kind: str) -> list[Object] | None:
        """What a newer version reads in place of what was decided before, where it does: this decision knows of it."""
        table = sql_table("disagreements")
        found = self._connection.execute(select(table.c.found).where(table.c.kind == kind, table.c.record_id == self._id)).scalar()
        if found is None:
            return None
        readings: Any = loads(found)
        return list(readings)

    def _check_readable(self, made: Decision) -> None:
        """What is written can be read again."""
        try:
            object_to_decision(decision_to_object(made))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise _RowError(f"the record in this row is none: {type(error).__name__}: {error}") from None

    def _compared(self, made: Decision, new_names: Sequence[str]) -> RowResult:
        words = f"{made.decision} {made.kind} {made.record_id}"
        if made.decided is not None and made.decision == "corrected":
            changed = sorted(name for name, value in _said(made.decided).items() if _said(made.found or {}).get(name) != value)
            words += ": " + ", ".join(f"{name} {(made.found or {}).get(name)} → {made.decided[name]}" for name in changed)
        words += "".join(f"; {name} is new to the database" for name in new_names)
        standing = self._book.rulings.get((made.kind, made.record_id))
        if standing is None:
            return RowResult(self._row.number, self._id, "applied", words, made)
        old = standing.decision
        same = (old.decision, _said(old.decided or {}), old.scope, old.note) == (made.decision, _said(made.decided or {}), made.scope, made.note)
        if same and (made.seen is None or old.seen == made.seen):
            return RowResult(self._row.number, self._id, "already", words)
        return RowResult(self._row.number, self._id, "applied", f"{words}; in place of {old.decision} by {old.by} at {old.at}", made)


def _said(record: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in _NOT_SAID}


def _scope(written: str | None) -> str:
    if written is None or written.lower() == SCOPES[0]:
        return SCOPES[0]
    if written.lower() != SCOPES[1]:
        raise _RowError(f"{CORRECTED}scope is {written}, neither of {' and '.join(SCOPES)}")
    return SCOPES[1]


def _whole(cell: str) -> int | None:
    """A whole number as spreadsheets write it: 1234, 1,234, 1234.0, 1234.00; None for anything else."""
    digits = cell.replace(",", "").replace(" ", "").replace("\u00a0", "")
    head, _, tail = digits.partition(".")
    return int(head) if head.isdecimal() and not tail.strip("0") else None


def _shows(shown: str, words: str, sentence: str) -> bool:
    """Whether the cell shows this record: marks, line ends, blanks and what was cut at its ends aside."""
    bare = _bare(shown).strip("…")
    return bare != "" and (bare in _bare(sentence) or bare in _bare(words) or _bare(words) in bare)


def _bare(text: str) -> str:
    for mark in MARKS:
        text = text.replace(mark, "")
    return "".join(text.replace("…[cut]", "").split())
