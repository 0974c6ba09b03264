"""Progress and summary of a batch on standard error: a bar on a terminal, plain lines elsewhere, or JSON, one object a line."""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress

_SECONDS_BETWEEN_LINES = 10.0


class JsonLines(logging.Formatter):
    """Log records as JSON objects, one a line."""

    def format(self, record: logging.LogRecord) -> str:
        found = {"time": _when(record.created), "level": record.levelname.lower(), "logger": record.name, "message": record.getMessage()}
        if record.exc_info:
            found["exception"] = self.formatException(record.exc_info)
        return json.dumps(found, ensure_ascii=True)


def say(message: str, *, level: str, log_json: bool, stream: TextIO | None = None) -> None:
    """One message for a person, or for the reader of the log."""
    if log_json:
        _tell(stream or sys.stderr, level=level, event="message", message=message)
    else:
        print(f"lianmeng: {message}", file=stream or sys.stderr, flush=True)


class BatchProgress:
    """Shows inputs read of all, articles and failures so far, rate and time left; shows nothing when quiet."""

    def __init__(self, inputs: int, *, quiet: bool, log_json: bool = False, stream: TextIO | None = None) -> None:
        self._inputs = inputs
        self._stream = stream or sys.stderr
        self._quiet = quiet
        self._log_json = log_json
        self._bar: Progress | None = None
        self._stage = "reading"
        self._started = self._told = time.monotonic()

    def __enter__(self) -> BatchProgress:
        if not self._quiet and not self._log_json and self._stream.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

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
            # With no input finished nobody knows; a single large file is such a case.
            left = (now - self._started) / inputs * (self._inputs - inputs) if inputs else None
            if self._log_json:
                _tell(
                    self._stream,
                    level="info",
                    event="progress",
                    inputs=inputs,
                    of_inputs=self._inputs,
                    articles=articles,
                    failures=failures,
                    articles_per_second=round(rate, 1),
                    seconds_left=None if left is None else round(left),
                )
                return
            told = "" if left is None else f", about {left:.0f} s left"
            line = f"{inputs} of {self._inputs} inputs, {articles} articles, {failures} failures, {rate:.1f} articles/s{told}"
            print(line, file=self._stream, flush=True)

    def stage(self, name: str, done: int, total: int) -> None:
        """A stage of writing: `done` of `total` rows."""
        if self._bar is not None:
            self._bar.update(self._task, completed=done, total=max(total, 1), description=f"writing {name}")
            return
        now = time.monotonic()
        if self._quiet or now - self._told < _SECONDS_BETWEEN_LINES:
            return
        self._told = now
        if self._log_json:
            _tell(self._stream, level="info", event="writing", stage=name, done=done, total=total)
        else:
            print(f"writing {name}: {done} of {total}", file=self._stream, flush=True)


def show_summary(counts: Mapping[str, int], report: Mapping[str, Any], folder: str, *, log_json: bool = False) -> None:
    """The summary of a finished batch on standard error: rows per table, and where the time went."""
    if log_json:
        _tell(sys.stderr, level="info", event="summary", out=folder, counts=dict(counts), **report)
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(title="lianmeng", title_justify="left")
    table.add_column("records")
    table.add_column("count", justify="right")
    for name, count in counts.items():
        table.add_row(name, str(count))
    console = Console(stderr=True)
    console.print(table)
    lines = [f"Seconds by stage: {_listed(report['seconds'])}, in all {report['seconds_in_all']:.1f} s"]
    if report["workers"]:
        lines.append(f"Work of {report['workers']} processes: {_listed(report['seconds_of_work'])}")
    lines.append(f"Peak memory of the largest process: {report['peak_memory_mib']['largest']:.0f} MiB")
    lines.append(f"The records are in {folder}")
    for line in lines:
        console.print(line, highlight=False, markup=False, soft_wrap=True)


def _listed(seconds: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {value:.1f} s" for name, value in seconds.items())


def _tell(stream: TextIO, **found: Any) -> None:
    print(json.dumps({"time": _when(time.time()), **found}, ensure_ascii=True), file=stream, flush=True)


def _when(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")
