"""The work on a dask.distributed cluster that is there already (the extra `dask`); results come back to the one writer.

Tasks are small and pure: one that is lost, or done twice, changes nothing. Local files are read here and travel as articles,
sources with a URL are read by the workers. Workers run one task at a time each, whatever their number of threads, and refuse
to work with other code, data or models than this process has. Dask sends pickles over the wire: a trusted network or TLS only.
"""

from __future__ import annotations

import logging
import os
import signal
import tempfile
import threading
import time
from asyncio import CancelledError
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from corpus.article import Article, Failure
from outputs.errors import NotWritable, OutputError
from pipeline.engines.work import Conditions, Item, Lost, Outcome, Result, Task, Whole, Worker

# Tasks under way for each thread of the cluster: one at work, the next ones on their way to it.
_AHEAD = 3
_SECONDS_TO_CONNECT = 20
_SECONDS_FOR_WORKERS = 60
# A scheduler that does not answer for so long is given up.
_SECONDS_WITHOUT_SCHEDULER = 30.0
_SECONDS_BETWEEN_LOOKS = 10.0


class ClusterNotReached(NotWritable):
    """Nobody answers at the address, there are no workers, or they are of another version."""


class ClusterLost(OutputError):  # noqa: N818  (says what is so)
    """The scheduler went away, or a worker that came later is of another version."""


class OtherVersion(RuntimeError):  # noqa: N818  (says what is so)
    """This worker has other code, data or models."""


class Cluster:
    """An engine of as many workers as the cluster has; `time_limit` is in seconds for one task."""

    def __init__(self, conditions: Conditions, *, address: str, time_limit: float) -> None:
        try:
            import distributed
        except ImportError as error:
            raise ClusterNotReached("--dask needs dask.distributed: pip install 'lianmeng[dask]'") from error
        # What is amiss is told once, in one line.
        for name in ("distributed", "tornado", "asyncio", *logging.root.manager.loggerDict):
            if name.split(".")[0] in ("distributed", "tornado", "asyncio"):
                logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        data = conditions.places.read_bytes() if conditions.places else None
        self._conditions = replace(conditions, places=None, places_data=data)
        self._address = address
        self._time_limit = time_limit
        self._peak = 0.0
        try:
            self._client = distributed.Client(address, timeout=_SECONDS_TO_CONNECT, name="lianmeng")
        except (OSError, TimeoutError, ValueError) as error:
            raise ClusterNotReached(f"dask scheduler {address}: {str(error) or type(error).__name__}".split("\n")[0]) from error
        try:
            self.workers = self._checked_workers()
        except BaseException:
            self.close()
            raise

    def results(self, tasks: Iterator[Task]) -> Iterator[Result]:
        """What comes of the tasks, as it comes."""
        from distributed import wait

        under_way: dict[Any, Task] = {}
        singles: deque[Task] = deque()
        exhausted = False
        room = looked = seen = 0.0
        while True:
            now = time.monotonic()
            if now - looked > _SECONDS_BETWEEN_LOOKS:
                room, looked = self._room(), now
                seen = now if room else seen or now
            if now - seen > _SECONDS_WITHOUT_SCHEDULER:
                raise ClusterLost(f"dask scheduler {self._address}: no answer, or no workers; the same command goes on from here")
            while len(under_way) < room and not (exhausted and not singles):
                task = singles.popleft() if singles else next(tasks, None)
                if task is None:
                    exhausted = True
                else:
                    under_way[self._submit(task)] = task
            if not under_way:
                if exhausted and not singles:
                    return
                time.sleep(1)
                continue
            try:
                wait(list(under_way), timeout=2, return_when="FIRST_COMPLETED")
            except TimeoutError:
                continue
            except (Exception, CancelledError) as error:
                raise self._lost() from error
            for future in [one for one in under_way if one.status != "pending"]:
                task = under_way.pop(future)
                yield from self._taken(future, task, singles)

    def peaks_mib(self) -> list[float]:
        """The largest peak that any worker told of."""
        return [self._peak]

    def close(self) -> None:
        """Leave the cluster; what is under way there is dropped."""
        with suppress(Exception):
            self._client.close(timeout=3)

    def _checked_workers(self) -> int:
        with suppress(TimeoutError):
            self._client.wait_for_workers(1, timeout=_SECONDS_FOR_WORKERS)
        found = self._client.run(_version_here, self._conditions, on_error="return")
        if not found:
            raise ClusterNotReached(f"dask scheduler {self._address}: no workers in {_SECONDS_FOR_WORKERS} s")
        for worker, version in sorted(found.items()):
            if version != self._conditions.version:
                told = version if isinstance(version, str) else f"{type(version).__name__}: {version}".split("\n")[0]
                raise ClusterNotReached(f"dask worker {worker} is of another version: {told}, here {self._conditions.version}")
        return len(found)

    def _room(self) -> int:
        """How many tasks may be under way; 0 where nobody answers."""
        if self._client.status != "running":
            return 0
        try:
            return _AHEAD * len(self._client.nthreads())
        except Exception:  # whatever a broken connection raises
            return 0

    def _submit(self, task: Task) -> Any:
        try:
            return self._client.submit(_do, self._conditions, task, self._time_limit, pure=False)
        except Exception as error:
            raise ClusterLost(f"dask scheduler {self._address}: {type(error).__name__}; the same command goes on from here") from error

    def _taken(self, future: Any, task: Task, singles: deque[Task]) -> Iterator[Result]:
        from distributed import KilledWorker

        try:
            if future.status == "finished":
                # A result that is lost with its worker is made again.
                result: Result = future.result(timeout=self._time_limit + _SECONDS_FOR_WORKERS)
                self._peak = max(self._peak, result.peak_mib)
                yield result
                return
            error = future.exception(timeout=_SECONDS_TO_CONNECT) if future.status == "error" else None
        except KilledWorker as killed:
            error = killed
        except OutputError:
            raise
        except (Exception, CancelledError) as other:
            raise self._lost() from other
        if isinstance(error, KilledWorker):
            yield from self._split(task, singles)
        elif isinstance(error, OtherVersion):
            raise ClusterLost(str(error))
        elif error is not None:
            raise ClusterLost(f"dask worker: {type(error).__name__}: {error}".split("\n")[0])
        else:
            raise self._lost()

    def _lost(self) -> ClusterLost:
        return ClusterLost(f"dask scheduler {self._address} went away; the same command goes on from here")

    def _split(self, task: Task, singles: deque[Task]) -> Iterator[Result]:
        """A task that killed its workers is done item by item; an item that does so alone is given up."""
        if len(task.items) > 1:
            singles.extend(Task((item,), task.size) for item in task.items)
            return
        (item,) = task.items
        reason = f"killed its workers, or took longer than time_limit ({self._time_limit:g} s)"
        outcomes: list[Outcome] = [Lost(Failure(*_named(item), "extract", reason))]
        if not isinstance(item, Article):
            outcomes.append(Whole(item.input.name, None))
        yield Result(outcomes)


def _named(item: Item) -> tuple[str, str | None]:
    return (item.input or "", item.record) if isinstance(item, Article) else (item.input.name, None)


# --- on a worker of the cluster -----------------------------------------------------------------

_one_at_a_time = threading.Lock()


def _version_here(conditions: Conditions) -> str:
    from pipeline.versions import version_with

    return version_with(_own_places(conditions), conditions.model)


def _do(conditions: Conditions, task: Task, time_limit: float) -> Result:
    with _one_at_a_time:
        worker = _worker(conditions)
        # Nobody else could end an article that never ends; the scheduler gives the task to another worker, and at last up.
        timer = threading.Timer(time_limit, os.kill, (os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM)))
        timer.daemon = True
        timer.start()
        try:
            return worker.do(task)
        finally:
            timer.cancel()


@lru_cache(maxsize=1)
def _worker(conditions: Conditions) -> Worker:
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    found = _version_here(conditions)
    if found != conditions.version:
        raise OtherVersion(f"a dask worker is of another version: {found}, here {conditions.version}")
    worker = Worker(replace(conditions, places=_own_places(conditions)))
    worker.load()
    return worker


@lru_cache(maxsize=1)
def _own_places(conditions: Conditions) -> Path | None:
    """The user's own places as a file of this machine, for as long as the worker lives."""
    if conditions.places_data is None:
        return None
    descriptor, name = tempfile.mkstemp(prefix="lianmeng-", suffix=".tsv")
    with os.fdopen(descriptor, "wb") as file:
        file.write(conditions.places_data)
    return Path(name)
