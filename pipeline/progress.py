"""Progress of a batch on standard error: a bar with rate and time left on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

_SECONDS_BETWEEN_LINES = 10.0


class BatchProgress:
    """Shows inputs read of all, articles and failures so far; shows nothing when quiet."""

    def __init__(self, inputs: int, *, quiet: bool, stream: TextIO | None = None) -> None:
        self._inputs = inputs
        self._stream = stream or sys.stderr
        self._quiet = quiet
        self._bar: Progress | None = None
        self._started = self._told = time.monotonic()

    def __enter__(self) -> BatchProgress:
        if not self._quiet and self._stream.isatty():
            columns = [TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn()]
            self._bar = Progress(*columns, console=Console(file=self._stream))
            self._task = self._bar.add_task("reading", total=self._inputs)
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()

    def show(self, *, inputs: int, articles: int, failures: int) -> None:
        """Where the batch is now."""
        now = time.monotonic()
        rate = articles / max(now - self._started, 1e-9)
        if self._bar is not None:
            self._bar.update(self._task, completed=inputs, description=f"{articles} articles, {failures} failures, {rate:.1f}/s")
        elif not self._quiet and now - self._told >= _SECONDS_BETWEEN_LINES:
            self._told = now
            left = (now - self._started) / max(inputs, 1) * (self._inputs - inputs)
            line = f"{inputs} of {self._inputs} inputs, {articles} articles, {failures} failures, {rate:.1f} articles/s, about {left:.0f} s left"
            print(line, file=self._stream, flush=True)

    def stage(self, name: str, done: int, total: int) -> None:
        """A stage of writing: `done` of `total` rows."""
        if self._bar is not None:
            self._bar.update(self._task, completed=done, total=max(total, 1), description=f"writing {name}")


def print_summary(counts: dict[str, int], seconds: dict[str, float], folder: str) -> None:
    """The summary table of a finished batch on standard error."""
    table = Table(title="lianmeng", title_justify="left")
    table.add_column("records")
    table.add_column("count", justify="right")
    for name, count in counts.items():
        table.add_row(name, str(count))
    console = Console(stderr=True)
    console.print(table)
    times = ", ".join(f"{name} {value:.1f} s" for name, value in seconds.items())
    console.print(f"Seconds by stage: {times}", highlight=False)
    console.print(f"The records are in {folder}", highlight=False, markup=False, soft_wrap=True)
