"""Inputs → tasks of about the same size, lazily: what is there already is left out, and memory stays flat.

Files of one article, and small ones of several, are read by the workers, so that reading goes on in parallel and a file that
kills its reader kills no more than a worker. Large files of many articles are read here, article by article.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Protocol

from corpus.article import Failure
from corpus.read import Input, read_input
from corpus.remote import is_remote
from outputs.spool import Kept, article_key, place_of
from pipeline.engines.work import Conditions, Digest, Item, Lost, Met, Outcome, Reading, Task, Whole, digest_of, with_defaults

# Half a second of work or so: enough for batches of sentences of equal length, little enough that nobody waits for one task at the end.
TASK_CHARACTERS = 16_000
TASK_ITEMS = 64
# A kilobyte of a file holds about so many characters of Chinese; only how work is shared out depends on it.
_CHARACTERS_PER_BYTE = 1 / 3
_ONE_ARTICLE = frozenset(["text", "html", "docx", "pdf", None])
_SEVERAL_ARTICLES = frozenset(["markdown", "json", "feed"])
# Larger files of several articles are read by the writer's own process and go out in pieces.
_SMALL_BYTES = 200_000


class Keeper(Protocol):
    """What a plan needs of the writer."""

    def known_input(self, name: str, digest: str) -> tuple[int, int] | None: ...
    def open_input(self, name: str) -> None: ...
    def records_of(self, name: str) -> dict[str, str]: ...
    def note_input(self, name: str, digest: str) -> None: ...
    def meet(self, place: str, key: str) -> bool: ...
    def put(self, kept: Kept) -> None: ...
    def fail(self, failure: Failure) -> None: ...


class Plan:
    """The tasks of one batch, and the account of what has come of them. `shipped` makes local files travel as articles."""

    def __init__(self, inputs: Iterable[Input | Failure], keeper: Keeper, conditions: Conditions, *, shipped: bool = False) -> None:
        self._inputs = inputs
        self._keeper = keeper
        self._conditions = conditions
        self._shipped = shipped
        # Of inputs read here: articles under way, and the digest once the input was read to its end.
        self._under_way: dict[str, int] = {}
        self._ends: dict[str, str | None] = {}
        self._lossy: set[str] = set()
        self.inputs = self.articles = self.failures = self.fresh = 0

    def tasks(self) -> Iterator[Task]:
        """Tasks, made while the inputs are listed and read."""
        items: list[Item] = []
        size = 0
        for item, characters in self._items():
            if items and (size + characters > TASK_CHARACTERS or len(items) >= TASK_ITEMS):
                yield Task(tuple(items), size)
                items, size = [], 0
            items.append(item)
            size += characters
        if items:
            yield Task(tuple(items), size)

    def take(self, outcomes: Iterable[Outcome]) -> None:
        """Store what came of a task."""
        for outcome in outcomes:
            if isinstance(outcome, Whole):
                self.inputs += 1
                if outcome.digest is not None and outcome.name not in self._lossy:
                    self._keeper.note_input(outcome.name, outcome.digest)
                continue
            if isinstance(outcome, Met):
                self._keeper.meet(*outcome)
                self.articles += 1
                continue
            self.fresh += 1
            if isinstance(outcome, Kept):
                self._keeper.put(outcome)
                self.articles += 1
                name = outcome.input
            else:
                failure = outcome.failure if isinstance(outcome, Lost) else outcome
                self._keeper.fail(failure)
                self.failures += 1
                name = failure.input
                if isinstance(outcome, Lost):
                    self._lossy.add(name)
            self._tick(name)

    def _items(self) -> Iterator[tuple[Item, int]]:
        for one in self._inputs:
            if isinstance(one, Failure):
                self._keeper.fail(one)
                self.failures += 1
                self.inputs += 1
                continue
            digest = digest_of(one, self._conditions)
            there = None if digest.value is None else self._keeper.known_input(one.name, digest.value)
            if there is not None:
                self.articles += there[0]
                self.failures += there[1]
                self.inputs += 1
                continue
            self._keeper.open_input(one.name)
            size = 0 if is_remote(one.path) else _size(one.path)
            if self._is_read_by_workers(one, size):
                yield Reading(one, self._keeper.records_of(one.name)), int(size * _CHARACTERS_PER_BYTE)
            else:
                yield from self._read_here(one, digest)

    def _is_read_by_workers(self, one: Input, size: int) -> bool:
        if self._shipped and not is_remote(one.path):
            return False
        return one.kind in _ONE_ARTICLE or (one.kind in _SEVERAL_ARTICLES and size <= _SMALL_BYTES)

    def _read_here(self, one: Input, digest: Digest) -> Iterator[tuple[Item, int]]:
        name = one.name
        # One more than there are, until the input has ended.
        self._under_way[name] = 1
        for found in read_input(one, self._conditions.limits):
            if isinstance(found, Failure):
                self._keeper.fail(found)
                self.failures += 1
                continue
            article = with_defaults(found, self._conditions)
            if self._keeper.meet(place_of(article), article_key(article, version=self._conditions.version)):
                self.articles += 1
                continue
            self._under_way[name] += 1
            yield article, len(article.text)
        self._ends[name] = digest.confirmed(one)
        self._tick(name)

    def _tick(self, name: str) -> None:
        if name not in self._under_way:
            return
        self._under_way[name] -= 1
        if self._under_way[name]:
            return
        del self._under_way[name]
        found = self._ends.pop(name)
        self.inputs += 1
        if found is not None and name not in self._lossy:
            self._keeper.note_input(name, found)


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return 0
