"""The work in this very process, one task after the other: no process is started, and none can be killed in its place."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.engines.work import Conditions, Result, Task, Worker


class Inline:
    """An engine of one: this process."""

    workers = 0

    def __init__(self, conditions: Conditions) -> None:
        self._worker = Worker(conditions)

    def results(self, tasks: Iterator[Task]) -> Iterator[Result]:
        """The result of each task, in order."""
        return map(self._worker.do, tasks)

    def peaks_mib(self) -> list[float]:
        """There are no workers."""
        return []

    def close(self) -> None:
        """Nothing to close."""
