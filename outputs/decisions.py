"""Reviewers' decisions: each a value of its own, kept for good in an append-only file outside all outputs.

A decision holds what was found, what was decided, and the entities that it speaks of, keyed to the article's text and span:
it needs no database and no earlier output. Decisions of several files and machines are a set; which of them are in force
depends on their times and ids alone, never on the order in which they are read. Nothing is ever taken out of the file: what
is taken back is taken back by a further decision (`undone`).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from extractors.records import make_id
from outputs.errors import WriteFailed
from outputs.json_lines import (
    OBJECT_TO_FACT,
    dumps,
    loads,
    object_to_mention,
    object_to_organisation,
    object_to_person,
    object_to_place,
)
from outputs.tables import DECIDED_KINDS, DECISIONS
from outputs.whole_files import whole_file

Object = dict[str, Any]

# Rises when an earlier reader would misread a line.
FORM = 1
ENTITY_LISTS = ("places", "organisations", "people")
_ENTITY_READERS = {"places": object_to_place, "organisations": object_to_organisation, "people": object_to_person}
_TEXTS = ("at", "by", "decision", "kind", "article_id", "record_id")
_OPTIONAL_TEXTS = ("file", "note", "undoes", "title", "url", "input", "sentence")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision, as one line of decisions.jsonl.

    `record_id` is the mention's or fact's id as it was found; `start` and `end` are its span, a fact's its evidence's.
    `found` and `decided` are contract objects (`decided` None: a mention that is none); `mention` is an indicator's figure.
    `sentence` with `title`, `url`, `input` finds the place again in a text that is cleaned otherwise. `undoes` is the id of
    the decision that an `undone` takes back. `scope` is `here` for a correction that teaches nothing. `seen` are
    readings of a later version that the reviewer knew and decided against; an empty list: that it reads nothing there.
    """

    at: str
    by: str
    decision: str
    kind: str
    article_id: str
    record_id: str
    start: int
    end: int
    found: Object | None = None
    decided: Object | None = None
    mention: Object | None = None
    entities: Mapping[str, Sequence[Object]] = field(default_factory=dict)
    scope: str | None = None
    seen: Sequence[Object] | None = None
    file: str | None = None
    note: str | None = None
    undoes: str | None = None
    title: str | None = None
    url: str | None = None
    input: str | None = None
    sentence: str | None = None

    @property
    def decision_id(self) -> str:
        """A hash over what was decided, by whom and when."""
        what = dumps({"decided": self.decided, "scope": self.scope, "seen": self.seen})
        return make_id("d", self.at, self.by, self.decision, self.kind, self.article_id, self.record_id, self.undoes, what, self.note)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What holds for one record: the last decision on it, and every form in which it was ever found."""

    decision: Decision
    founds: tuple[Object, ...]


@dataclass(frozen=True, slots=True)
class Log:
    """What a decisions file holds, and what in it could not be read (one line each, with its number)."""

    decisions: tuple[Decision, ...]
    unreadable: tuple[str, ...] = ()


class DecisionBook:
    """Decisions of any number of files and databases, and what follows from them."""

    def __init__(self, decisions: Iterable[Decision] = ()) -> None:
        by_id = {decision.decision_id: decision for decision in decisions}
        self.decisions = dict(sorted(by_id.items(), key=lambda one: (one[1].at, one[0])))

    def __bool__(self) -> bool:
        return bool(self.decisions)

    @cached_property
    def in_force(self) -> dict[str, Decision]:
        """Those that were not taken back, by id, oldest first. An `undone` can itself be taken back."""
        cancelled: set[str] = set()
        standing: dict[str, Decision] = {}
        for decision_id, decision in reversed(self.decisions.items()):
            if decision_id in cancelled:
                continue
            standing[decision_id] = decision
            if decision.undoes is not None:
                cancelled.add(decision.undoes)
        return dict(reversed(standing.items()))

    @cached_property
    def rulings(self) -> dict[tuple[str, str], Ruling]:
        """By kind and record id, in the order of their last decisions."""
        found: dict[tuple[str, str], Ruling] = {}
        for decision in self.in_force.values():
            if decision.undoes is None and decision.kind != "article":
                key = (decision.kind, decision.record_id)
                before = found.pop(key).founds if key in found else ()
                found[key] = Ruling(decision, (*before, *([decision.found] if decision.found else ()), *(decision.seen or ())))
        return found

    @cached_property
    def forgotten(self) -> frozenset[str]:
        """The articles that are to be forgotten."""
        return frozenset(one.article_id for one in self.in_force.values() if one.decision == "forgotten")

    @cached_property
    def _by_article(self) -> dict[str, list[Ruling]]:
        found: dict[str, list[Ruling]] = {}
        for ruling in self.rulings.values():
            decision = ruling.decision
            sources = decision.found.get("sources", ()) if decision.found else ()
            for article_id in dict.fromkeys((decision.article_id, *sources)):
                found.setdefault(article_id, []).append(ruling)
        return found

    @cached_property
    def _by_sentence(self) -> dict[tuple[str, str], list[Ruling]]:
        """By what an article is known by besides its text: its title, URL and input."""
        found: dict[tuple[str, str], list[Ruling]] = {}
        for ruling in self.rulings.values():
            decision = ruling.decision
            for name in ("title", "url", "input"):
                value = getattr(decision, name)
                if value and decision.sentence:
                    found.setdefault((name, value), []).append(ruling)
        return found

    def for_article(self, article_id: str) -> list[Ruling]:
        """What was decided on this text, and on facts that it tells too."""
        return self._by_article.get(article_id, [])

    def for_text(self, article_id: str, text: str, **known_by: str | None) -> list[Ruling]:
        """What was decided on an article of the same title, URL or input when its text was cleaned otherwise."""
        found = {}
        for ruling in self._known_by(known_by):
            decision = ruling.decision
            if decision.article_id != article_id and decision.sentence and text.count(decision.sentence) == 1:
                found[decision.kind, decision.record_id] = ruling
        return list(found.values())

    def fingerprint(self) -> str:
        """A hash over all that is in force; "" where nothing is."""
        return _hash(self.in_force)

    def fingerprint_of(self, article_id: str, **known_by: str | None) -> str:
        """A hash over what may bear on one article; "" where nothing does."""
        return _hash(ruling.decision.decision_id for ruling in (*self.for_article(article_id), *self._known_by(known_by)))

    def _known_by(self, known_by: Mapping[str, str | None]) -> Iterator[Ruling]:
        for name, value in known_by.items():
            if value is not None:
                yield from self._by_sentence.get((name, value), ())


def _hash(ids: Iterable[str]) -> str:
    joined = "\n".join(ids)
    return hashlib.sha256(joined.encode()).hexdigest()[:16] if joined else ""


def read_log(path: Path) -> Log:
    """The decisions of a file; none where there is no file. A line that is no decision is left out and named."""
    try:
        lines = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return Log(())
    except OSError as error:
        raise WriteFailed(f"{path}: {error.strerror or error}") from error
    decisions, unreadable = [], []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            decisions.append(object_to_decision(loads(line.removeprefix(b"\xef\xbb\xbf").decode("utf-8"))))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            unreadable.append(f"{path} line {number} is no decision and is left out: {type(error).__name__}: {error}"[:300])
    return Log(tuple(decisions), tuple(unreadable))


def append_to_log(path: Path, decisions: Sequence[Decision]) -> None:
    """Add decisions at the end of the file, all of them in one write that is on disk when this returns."""
    if not decisions:
        return
    data = "".join(dumps(decision_to_object(decision)) + "\n" for decision in decisions).encode("utf-8")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab+") as file:
            if file.tell():
                file.seek(-1, os.SEEK_END)
                # A line that was cut off by a crash stays a line of its own.
                data = data if file.read(1) == b"\n" else b"\n" + data
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise WriteFailed(f"{path}: {error.strerror or error}") from error


def rewrite_log(path: Path, *, without_article: str) -> int:
    """Take every decision on one article out of the file, for good; how many there were. Only forgetting does this."""
    try:
        lines = path.read_bytes().splitlines(keepends=True)
    except FileNotFoundError:
        return 0
    kept = [line for line in lines if not _is_on(line, without_article)]
    if len(kept) < len(lines):
        with whole_file(path) as new:
            new.write_bytes(b"".join(kept))
    return len(lines) - len(kept)


def _is_on(line: bytes, article_id: str) -> bool:
    try:
        return bool(loads(line).get("article_id") == article_id)
    except (ValueError, AttributeError):
        return False


def decision_to_object(decision: Decision) -> Object:
    """The decision as one line of decisions.jsonl; what is None is left out."""
    fields = {name: getattr(decision, name) for name in Decision.__slots__}
    return {"form": FORM, "decision_id": decision.decision_id} | {name: value for name, value in fields.items() if value is not None}


def object_to_decision(found: Mapping[str, Any]) -> Decision:
    """The Decision of its line. ValueError, KeyError or TypeError where it is none; what a later form adds is left alone."""
    if not isinstance(found.get("form", FORM), int) or found.get("form", FORM) > FORM:
        raise ValueError("written by a newer version")
    for name in _TEXTS:
        if not isinstance(found[name], str) or not found[name]:
            raise ValueError(f"{name} is {found[name]!r}")
    for name in _OPTIONAL_TEXTS:
        if not isinstance(found.get(name), str | None):
            raise ValueError(f"{name} is {found[name]!r}")
    if found["decision"] not in DECISIONS or found["kind"] not in DECIDED_KINDS:
        raise ValueError(f"{found['decision']} on a {found['kind']}")
    if not 0 <= found["start"] <= found["end"]:
        raise ValueError(f"from {found['start']} to {found['end']}")
    is_undone = found["decision"] == "undone"
    is_forgotten = found["decision"] == "forgotten"
    if is_undone != (found.get("undoes") is not None) or (is_undone or is_forgotten) != (found.get("found") is None):
        raise ValueError("what it takes back or what was found is missing")
    if is_forgotten and found["kind"] != "article":
        raise ValueError("only an article can be forgotten")
    for name in ("found", "decided"):
        if found.get(name) is not None:
            _read_record(found["kind"], found[name])
    if not is_undone and not is_forgotten and found.get("decided") is None and (found["decision"], found["kind"]) != ("rejected", "mention"):
        raise ValueError("what was decided is missing")
    for one in found.get("seen") or ():
        _read_record(found["kind"], one)
    if found.get("mention") is not None:
        object_to_mention(found["mention"])
    entities = found.get("entities", {})
    for name in ENTITY_LISTS:
        for one in entities.get(name, ()):
            _ENTITY_READERS[name](one)
    known = {name: found[name] for name in Decision.__slots__ if name in found}
    return Decision(**known)


def _read_record(kind: str, found: Mapping[str, Any]) -> object:
    return object_to_mention(found) if kind == "mention" else OBJECT_TO_FACT[kind](found)
