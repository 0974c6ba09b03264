"""One batch: read → segment → extract → write over many articles, by an engine (pipeline/engines) and the one writer.

Every input ends in the outputs or in failures.csv. An article that breaks a step becomes a failure
and the rest goes on; what is already there from an earlier run is not done again.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from types import FrameType
from typing import Protocol, TypeVar

from corpus.article import Article
from corpus.read import list_inputs
from outputs.batch import BatchWriter, Summary
from outputs.errors import NotWritable, OutputError
from pipeline.config import SOME_FAILED, Settings
from pipeline.engines.plan import Plan
from pipeline.engines.work import Conditions, Result, Task, memory_mib
from pipeline.progress import BatchProgress, say, show_summary
from pipeline.team import known_decisions, lexicon_file, write_lexicon
from pipeline.versions import version_with, versions

# Where an article is given no limit of its own; the longest that the reader lets in takes a tenth of it.
TIME_LIMIT = 1800.0


ItemT = TypeVar("ItemT")


class Engine(Protocol):
    """Carries tasks to where they are done, and results back in any order."""

    workers: int

    def results(self, tasks: Iterator[Task]) -> Iterator[Result]:
        """What comes of the tasks, as it comes."""

    def peaks_mib(self) -> list[float]:
        """The peak memory of each worker that there was."""

    def close(self) -> None:
        """End all that was started."""


def run_batch(sources: Sequence[str], chosen: Settings) -> int:
    """Run the batch and give the exit status of the contract."""
    for number in _stopping_signals():
        signal.signal(number, _stop)
    try:
        summary, report = _run(sources, chosen)
    except OutputError as error:
        say(str(error), level="error", log_json=chosen.log_json)
        return error.status
    except _Stopped as stopped:
        say("stopped; the same command goes on from here", level="error", log_json=chosen.log_json)
        return 128 + stopped.number
    if not chosen.quiet:
        show_summary(summary.counts, report, str(summary.out_dir), log_json=chosen.log_json)
    return SOME_FAILED if summary.counts.get("failures") else 0


def with_settings(article: Article, chosen: Settings, *, override: bool = False) -> Article:
    """The article with `--published` and `--home` where it has none of its own, or in any case with `override`."""
    published = chosen.published if override and chosen.published else article.published or chosen.published
    home = chosen.home if override and chosen.home else article.home or chosen.home
    return replace(article, published=published, home=home)


class _Stopped(BaseException):
    """A signal asks to stop."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def _stopping_signals() -> list[int]:
    return [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


def _stop(number: int, _: FrameType | None) -> None:
    # Once is enough: a second one must not come amid the tidying up.
    for other in _stopping_signals():
        signal.signal(other, signal.SIG_IGN)
    raise _Stopped(number)


def _run(sources: Sequence[str], chosen: Settings) -> tuple[Summary, dict[str, object]]:
    clock = _Clock()
    known = versions()
    try:
        words = write_lexicon(chosen, known_decisions(chosen))
    except OutputError as error:
        raise NotWritable(str(error)) from error
    conditions = Conditions(version_with(words, chosen.model, known), chosen.published, chosen.home, words, model=chosen.model, limits=chosen.limits)
    with BatchWriter.open(
        chosen.out,
        sources=sources,
        version=conditions.version,
        formats=chosen.formats,
        database_url=chosen.database,
        decisions=chosen.decisions_file,
    ) as writer:
        clock.lap("open")
        own = [chosen.out, chosen.decisions_file, lexicon_file(chosen)]
        # Listed twice: a million names are counted sooner than kept.
        inputs = sum(1 for _ in list_inputs(sources, limits=chosen.limits, exclude=own))
        clock.lap("list")
        plan = Plan(list_inputs(sources, limits=chosen.limits, exclude=own), writer, conditions, shipped=chosen.dask is not None)
        with BatchProgress(inputs, quiet=chosen.quiet, log_json=chosen.log_json) as progress, closing(_engine(chosen, conditions)) as engine:
            report: dict[str, object] = {}
            # Of the workers' time this process sees only that it waits for them; `seconds_of_work` tells what they did.
            for result in clock.watched("work", engine.results(clock.watched("read", plan.tasks(), outside="work")), outside="store"):
                plan.take(result.outcomes)
                clock.add(result.seconds)
                progress.show(inputs=plan.inputs, articles=plan.articles, failures=plan.failures)
            progress.show(inputs=plan.inputs, articles=plan.articles, failures=plan.failures)
            engine.close()
            peaks = engine.peaks_mib()

            def stage(name: str, done: int, total: int) -> None:
                clock.enter(name)
                progress.stage(name, done, total)

            def info() -> dict[str, object]:
                clock.enter("write")
                report.update(clock.report(), fresh=plan.fresh, workers=engine.workers, peak_memory_mib=_peaks(peaks))
                return {"versions": known, "options": _options(sources, chosen), **report}

            jobs = 1 if engine.workers < 2 else min(_jobs(chosen), engine.workers)
            summary = writer.finish(info, progress=stage, jobs=jobs)
    return summary, report


def _engine(chosen: Settings, conditions: Conditions) -> Engine:
    if chosen.dask is not None:
        from pipeline.engines.cluster import Cluster

        return Cluster(conditions, address=chosen.dask, time_limit=chosen.time_limit or TIME_LIMIT)
    if _jobs(chosen) == 1 and chosen.time_limit is None:
        from pipeline.engines.inline import Inline

        return Inline(conditions)
    from pipeline.engines.processes import Processes

    return Processes(conditions, jobs=_jobs(chosen), time_limit=chosen.time_limit or TIME_LIMIT)


def _jobs(chosen: Settings) -> int:
    """As many as asked for, else one for each core that this process may use."""
    if chosen.jobs:
        return chosen.jobs
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _peaks(workers: list[float]) -> dict[str, object]:
    own = memory_mib()[1]
    return {"parent": own, "workers": sorted(workers, reverse=True)[:64], "largest": max([own, *workers])}


def _options(sources: Sequence[str], chosen: Settings) -> dict[str, object]:
    return {
        "sources": list(sources),
        "out": str(chosen.out),
        "published": chosen.published,
        "home": chosen.home,
        "formats": list(chosen.formats),
        "places": None if chosen.places is None else str(chosen.places),
        "model": None if chosen.model is None else str(chosen.model),
        "database": "given" if chosen.database else None,
        "jobs": _jobs(chosen),
        "time_limit": chosen.time_limit,
        "dask": chosen.dask,
    }


class _Clock:
    """Seconds by stage of this process, and of all workers together; they go into run.json alone, never into a record."""

    def __init__(self) -> None:
        self._seconds: dict[str, float] = {}
        self._work: dict[str, float] = {}
        self._began = self._last = time.monotonic()
        self._stage = "write"

    def lap(self, stage: str) -> None:
        now = time.monotonic()
        self._seconds[stage] = self._seconds.get(stage, 0.0) + now - self._last
        self._last = now

    def enter(self, stage: str) -> None:
        """A stage of writing goes on, or another begins."""
        self.lap(self._stage)
        self._stage = stage

    def watched(self, stage: str, items: Iterator[ItemT], *, outside: str) -> Iterator[ItemT]:
        """The items; the time until each of them comes is this stage's, the rest that of the stage outside."""
        while True:
            self.lap(outside)
            item = next(items, None)
            self.lap(stage)
            if item is None:
                return
            yield item

    def add(self, seconds: dict[str, float]) -> None:
        for stage, value in seconds.items():
            self._work[stage] = self._work.get(stage, 0.0) + value

    def report(self) -> dict[str, object]:
        return {
            "seconds": {stage: round(value, 3) for stage, value in self._seconds.items()},
            "seconds_of_work": {stage: round(value, 3) for stage, value in self._work.items()},
            "seconds_in_all": round(time.monotonic() - self._began, 3),
        }
