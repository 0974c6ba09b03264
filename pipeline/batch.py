"""One batch: read → segment → extract → write over many articles, in one process.

Every input ends in the outputs or in failures.csv. An article that breaks a step becomes a failure
and the rest goes on; one whose record is already there from an earlier run is not extracted again.
"""

from __future__ import annotations

import hashlib
import logging
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from types import FrameType
from typing import TYPE_CHECKING

from corpus.article import Article, Failure
from corpus.limits import DEFAULT_LIMITS
from corpus.read import Input, list_inputs, read_input
from extractors.records import Record
from outputs.batch import BatchWriter, Summary
from outputs.errors import OutputError
from pipeline.config import Settings
from pipeline.extract import BATCH, extract_each
from pipeline.progress import BatchProgress, print_summary
from pipeline.versions import versions

if TYPE_CHECKING:
    from spacy.language import Language

SOME_FAILED = 1

_log = logging.getLogger(__name__)


def run_batch(sources: Sequence[str], chosen: Settings) -> int:
    """Run the batch and give the exit status of the contract."""
    signal.signal(signal.SIGTERM, _stop)
    try:
        summary, seconds = _run(sources, chosen)
    except OutputError as error:
        print(f"lianmeng: {error}", file=sys.stderr)
        return error.status
    except KeyboardInterrupt:
        print("lianmeng: stopped; the same command goes on from here", file=sys.stderr)
        return 128 + signal.SIGINT
    if not chosen.quiet:
        print_summary(summary.counts, seconds, str(summary.out_dir))
    return SOME_FAILED if summary.counts.get("failures") else 0


def with_settings(article: Article, chosen: Settings, *, override: bool = False) -> Article:
    """The article with `--published` and `--home` where it has none of its own, or in any case with `override`."""
    published = chosen.published if override and chosen.published else article.published or chosen.published
    home = chosen.home if override and chosen.home else article.home or chosen.home
    return replace(article, published=published, home=home)


def _stop(number: int, _: FrameType | None) -> None:
    print("lianmeng: stopped; the same command goes on from here", file=sys.stderr)
    raise SystemExit(128 + number)


def _run(sources: Sequence[str], chosen: Settings) -> tuple[Summary, dict[str, float]]:
    known = versions()
    with BatchWriter.open(
        chosen.out,
        sources=sources,
        version=_version(known, chosen),
        formats=chosen.formats,
        database_url=chosen.database,
        decisions=chosen.decisions_file,
    ) as writer:
        clock = _Clock()
        inputs = list(list_inputs(sources, limits=chosen.limits, exclude=[chosen.out, chosen.decisions_file]))
        clock.lap("list")
        with BatchProgress(len(inputs), quiet=chosen.quiet) as progress:
            _fill(writer, inputs, chosen, progress, clock)
            info = {"versions": known, "options": _options(sources, chosen), "seconds": clock.seconds}
            summary = writer.finish(info, progress=progress.stage)
            clock.lap("write")
    return summary, clock.seconds


def _fill(writer: BatchWriter, inputs: Sequence[Input | Failure], chosen: Settings, progress: BatchProgress, clock: _Clock) -> None:
    nlp: Language | None = None
    articles = failures = 0
    for done, items in _batches(inputs, chosen):
        clock.lap("read")
        fresh = []
        for item in items:
            if isinstance(item, Failure):
                writer.fail(item)
                failures += 1
            elif writer.known(item):
                articles += 1
            else:
                fresh.append(item)
        clock.lap("write")
        if fresh and nlp is None:
            nlp = _load(chosen)
            clock.lap("load")
        results: list[Record | Failure] = list(extract_each(fresh, nlp)) if nlp is not None else []
        clock.lap("extract")
        for result in results:
            failure = result if isinstance(result, Failure) else writer.add(result)
            if isinstance(result, Failure):
                writer.fail(result)
            articles += failure is None
            failures += failure is not None
        clock.lap("write")
        progress.show(inputs=done, articles=articles, failures=failures)


def _load(chosen: Settings) -> Language:
    # spaCy takes a second to import: a run in which nothing is new does without.
    from pipeline.segment import load

    return load(places=chosen.places)


def _batches(inputs: Sequence[Input | Failure], chosen: Settings) -> Iterator[tuple[int, list[Article | Failure]]]:
    """Lists of articles and failures, with the number of inputs read so far."""
    items: list[Article | Failure] = []
    for number, one in enumerate(inputs, start=1):
        for item in [one] if isinstance(one, Failure) else read_input(one, chosen.limits):
            items.append(with_settings(item, chosen) if isinstance(item, Article) else item)
            if len(items) >= BATCH:
                yield number, items
                items = []
    if items:
        yield len(inputs), items


def _version(known: dict[str, str], chosen: Settings) -> str:
    """All that a record depends on besides its article: code, data, model and the options that change records."""
    places = hashlib.sha256(chosen.places.read_bytes()).hexdigest()[:12] if chosen.places else ""
    limits = "" if chosen.limits == DEFAULT_LIMITS else f" limits={chosen.limits}"  # an input that broke one is tried again under another
    return " ".join([*known.values(), f"places={places}"]) + limits


def _options(sources: Sequence[str], chosen: Settings) -> dict[str, object]:
    return {
        "sources": list(sources),
        "out": str(chosen.out),
        "published": chosen.published,
        "home": chosen.home,
        "formats": list(chosen.formats),
        "places": None if chosen.places is None else str(chosen.places),
        "database": "given" if chosen.database else None,
    }


class _Clock:
    """Seconds by stage; they go into run.json alone, never into a record."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.monotonic()

    def lap(self, stage: str) -> None:
        now = time.monotonic()
        self.seconds[stage] = round(self.seconds.get(stage, 0.0) + now - self._last, 3)
        self._last = now
