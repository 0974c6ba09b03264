"""The work by processes of this machine: started when there is enough to do, each with its own Language, given one task at a time.

A task goes to whoever is free, so that a long article holds nobody else, and only a few tasks are made ahead, so that memory
stays flat. A worker that dies, or that is killed since an article took longer than the limit, is replaced; what it had in hand is
then done article by article, and an article that has killed two workers becomes a failure. Workers hold nothing that could be lost
and end with their parent, however that ends.
"""

from __future__ import annotations

import logging
import sys
import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any

from corpus.article import Article, Failure
from outputs.errors import OutputError
from outputs.processes import how_it_ended, start
from pipeline.engines.work import Begun, Conditions, Item, Lost, Reading, Result, Task, Whole, Worker

_log = logging.getLogger(__name__)

# Work worth a further process: it takes about as long to start one as to do this.
START_CHARACTERS = 60_000
# Tasks made ahead, for each process.
_AHEAD = 2
_STRIKES = 2
_FAILED_STARTS = 3
# A worker whose memory has grown by so much since its first task makes room for a new one.
_GROWTH_MIB = 1_000.0
_START_SECONDS = 300.0
_SECONDS_TO_END = 5.0
_NOT_STARTED = "a worker process did not start"


class WorkersFailed(OutputError):  # noqa: N818  (says what is so)
    """Workers do not start, or are not of this version; nothing was started, or they went on so until then."""

    def __init__(self, message: str, *, started: bool) -> None:
        super().__init__(message)
        self.status = 3 if started else 2


@dataclass(frozen=True, slots=True)
class _Careful:
    """An item to be done article by article, without those that are done or lost."""

    item: Item
    skip: frozenset[tuple[str, str | None]]


@dataclass(slots=True)
class _Hand:
    """What a worker has in hand."""

    work: Task | _Careful
    since: float
    begun: Begun | None = None
    done: set[tuple[str, str | None]] = field(default_factory=set)


@dataclass(slots=True)
class _Process:
    """A worker as its parent sees it."""

    process: Any
    connection: Connection
    started: float
    ready: bool = False
    hand: _Hand | None = None
    too_slow: bool = False
    first_mib: float = 0.0
    resident_mib: float = 0.0
    peak_mib: float = 0.0


class Processes:
    """An engine of up to `jobs` processes; `time_limit` is in seconds for one article, None for none; `worker` is what does the work in each."""

    def __init__(self, conditions: Conditions, *, jobs: int, time_limit: float | None = None, worker: type[Worker] = Worker) -> None:
        self._conditions = conditions
        self._jobs = jobs
        self._time_limit = time_limit
        self._worker = worker
        self._processes: list[_Process] = []
        self._ready: deque[Task] = deque()
        self._careful: deque[_Careful] = deque()
        self._strikes: dict[Begun, int] = {}
        self._exhausted = False
        self._worked = False
        self._failed_starts = 0
        self._peaks: list[float] = []
        self.workers = 0

    def results(self, tasks: Iterator[Task]) -> Iterator[Result]:
        """What comes of the tasks, as it comes."""
        self._exhausted = False
        while True:
            self._hand_out()
            if self._exhausted and not self._ready and not self._careful and not any(one.hand for one in self._processes):
                return
            yield from self._receive(timeout=self._patience())
            if not self._exhausted and len(self._ready) < _AHEAD * self._jobs:
                task = next(tasks, None)
                self._exhausted = task is None
                if task is not None:
                    self._ready.append(task)

    def peaks_mib(self) -> list[float]:
        """The peak memory of each worker that there was."""
        return [*self._peaks, *(one.peak_mib for one in self._processes)]

    def close(self) -> None:
        """End all workers at once; they hold nothing that could be lost."""
        for one in self._processes:
            one.process.kill()
        for one in self._processes:
            one.process.join()
            one.connection.close()
            self._peaks.append(one.peak_mib)
        self._processes = []

    def _patience(self) -> float | None:
        """How long to wait for news: not at all while tasks can be made, else until the next limit is reached."""
        if not self._exhausted and len(self._ready) < _AHEAD * self._jobs:
            return 0.0
        ends = [self._end_of(one) for one in self._processes]
        known = [end for end in ends if end is not None]
        return max(0.0, min(known) - time.monotonic()) if known else None

    def _end_of(self, one: _Process) -> float | None:
        if not one.ready:
            return one.started + _START_SECONDS
        if one.hand is None or self._time_limit is None:
            return None
        return one.hand.since + self._time_limit

    # --- handing out ---

    def _hand_out(self) -> None:
        for one in self._processes:
            if one.ready and one.hand is None and (self._careful or self._ready):
                self._give(one, self._careful.popleft() if self._careful else self._ready.popleft())
        starting = sum(not one.ready for one in self._processes)
        while starting < self._wanted() and len(self._processes) < self._jobs:
            self._start()
            starting += 1

    def _wanted(self) -> int:
        """How many more processes what is waiting is worth."""
        if not self._processes:
            return 1 if self._ready or self._careful else 0
        if not self._exhausted and len(self._ready) >= _AHEAD * self._jobs:
            return self._jobs
        return sum(task.size for task in self._ready) // START_CHARACTERS

    def _give(self, one: _Process, work: Task | _Careful) -> None:
        one.hand = _Hand(work, time.monotonic())
        # A worker that is gone is found when its end of the connection is read.
        with suppress(OSError):
            one.connection.send(work)

    def _start(self) -> None:
        process, ours = start(_serve, self._conditions, self._worker, name="lianmeng worker")
        self._processes.append(_Process(process, ours, time.monotonic()))
        self.workers += 1

    # --- taking back ---

    def _receive(self, *, timeout: float | None) -> Iterator[Result]:
        by_connection: dict[Any, _Process] = {one.connection: one for one in self._processes}
        for connection in wait(list(by_connection), timeout):
            one = by_connection[connection]
            try:
                message = one.connection.recv()
            except (EOFError, OSError):
                yield from self._bury(one)
                continue
            yield from self._hear(one, message)
        now = time.monotonic()
        for one in self._processes:
            end = self._end_of(one)
            if end is not None and now >= end and not one.connection.poll():
                one.too_slow = one.ready
                one.process.kill()

    def _hear(self, one: _Process, message: object) -> Iterator[Result]:
        hand = one.hand
        if isinstance(message, str):
            if message != self._conditions.version:
                other = "a worker process has other code or data: something was installed or changed since the start; run the same command again"
                raise WorkersFailed(message if message.startswith(_NOT_STARTED) else other, started=self._worked)
            one.ready = self._worked = True
            self._failed_starts = 0
        elif isinstance(message, Begun) and hand is not None:
            hand.begun, hand.since = message, time.monotonic()
        elif isinstance(message, Result):
            if isinstance(hand and hand.work, Task):
                one.hand = None
            elif hand is not None:
                if hand.begun is not None and hand.begun.stage == "extract":
                    hand.done.add((hand.begun.input, hand.begun.record))
                hand.begun, hand.since = None, time.monotonic()
            self._remember(one, message)
            yield message
        elif message is None:
            one.hand = None
        if one.ready and one.hand is None and one.resident_mib > one.first_mib + _GROWTH_MIB:
            self._retire(one)

    def _remember(self, one: _Process, result: Result) -> None:
        one.peak_mib = max(one.peak_mib, result.peak_mib)
        one.resident_mib = result.resident_mib
        one.first_mib = one.first_mib or result.resident_mib

    def _retire(self, one: _Process) -> None:
        self._processes.remove(one)
        self._peaks.append(one.peak_mib)
        one.process.kill()
        one.process.join()
        one.connection.close()

    def _bury(self, one: _Process) -> Iterator[Result]:
        """A worker is gone: what it had in hand is done by others, with care, or given up."""
        # It ends by itself, and its own exit status is what is told.
        one.process.join(_SECONDS_TO_END)
        self._retire(one)
        hand, code = one.hand, one.process.exitcode
        if not one.ready:
            self._failed_starts += 1
            if self._failed_starts >= _FAILED_STARTS:
                raise WorkersFailed(f"{_FAILED_STARTS} worker processes in a row did not start ({how_it_ended(code)})", started=self._worked)
            return
        if hand is None:
            return
        if isinstance(hand.work, Task) and (len(hand.work.items) > 1 or isinstance(hand.work.items[0], Reading)):
            # Which of them it was is seen when they are done one by one.
            self._careful.extend(_Careful(item, frozenset()) for item in hand.work.items)
            return
        if isinstance(hand.work, Task):
            (item,) = hand.work.items
            hand.begun = Begun(*_named(item), "extract")
            hand.work = _Careful(item, frozenset())
        skip = hand.work.skip | hand.done
        if hand.begun is not None and (one.too_slow or self._strike(hand.begun) >= _STRIKES):
            limit = f"took longer than time_limit ({self._time_limit or 0:g} s)"
            reason = limit if one.too_slow else f"killed its worker process twice ({how_it_ended(code)})"
            yield Result([Lost(Failure(hand.begun.input, hand.begun.record, hand.begun.stage, reason))])
            if hand.begun.stage == "parse":
                yield Result([Whole(hand.begun.input, None)])
            if hand.begun.stage == "parse" or isinstance(hand.work.item, Article):
                return
            skip |= {(hand.begun.input, hand.begun.record)}
        self._careful.append(_Careful(hand.work.item, skip))

    def _strike(self, who: Begun) -> int:
        self._strikes[who] = self._strikes.get(who, 0) + 1
        return self._strikes[who]


def _named(item: Item) -> tuple[str, str | None]:
    return (item.input or "", item.record) if isinstance(item, Article) else (item.input.name, None)


# --- in the worker ------------------------------------------------------------------------------


def _serve(connection: Connection, conditions: Conditions, make: type[Worker]) -> None:
    """Do tasks until the parent hangs up."""
    worker = make(conditions)
    try:
        worker.load()
        connection.send(worker.version())
    except Exception as error:
        with suppress(OSError):
            connection.send(f"{_NOT_STARTED}: {type(error).__name__}: {error}".split("\n")[0][:500])
        return
    try:
        while True:
            work = connection.recv()
            if isinstance(work, Task):
                connection.send(worker.do(work))
            else:
                for message in worker.do_carefully(work.item, work.skip):
                    connection.send(message)
                connection.send(None)
    except (EOFError, OSError):
        return
    except Exception:
        # As if it had been killed: the article is found by doing its neighbours one by one.
        _log.debug("a worker failed", exc_info=True)
        sys.exit(1)
