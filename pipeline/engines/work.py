"""One task of a batch: inputs to read and articles to extract from, in; what is stored of them, out.

Pure but for the files that it reads: the same task gives the same outcomes in any process, on any machine, any number of times.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from corpus.article import Article, Failure
from corpus.limits import DEFAULT_LIMITS, Limits
from corpus.read import Input, read_input
from corpus.remote import is_remote
from extractors.records import Record
from outputs.spool import Kept, article_key, keep_or_fail, place_of

if TYPE_CHECKING:
    from spacy.language import Language


@dataclass(frozen=True, slots=True)
class Conditions:
    """What every worker must know. `places` is the user's own TSV; `places_data` its content where a worker may not have the file.

    `model` is another model for the tagger: every worker must have that file.
    """

    version: str
    published: str | None = None
    home: str | None = None
    places: Path | None = None
    places_data: bytes | None = None
    model: Path | None = None
    limits: Limits = DEFAULT_LIMITS


@dataclass(frozen=True, slots=True)
class Reading:
    """An input that the worker reads itself; `known` are place and key of the Records that are there already."""

    input: Input
    known: Mapping[str, str] = field(default_factory=dict)


Item = Article | Reading


@dataclass(frozen=True, slots=True)
class Task:
    """Some items, together about as much work as any other task; `size` is their number of characters, roughly."""

    items: tuple[Item, ...]
    size: int


class Met(NamedTuple):
    """A Record that is there already."""

    place: str
    article_key: str


class Lost(NamedTuple):
    """A Failure for reasons outside the article (killed, too slow, out of memory): it is tried again by the next run."""

    failure: Failure


class Whole(NamedTuple):
    """An input was read to its end; its bytes had this digest, None where they changed or some of it was lost."""

    name: str
    digest: str | None


class Begun(NamedTuple):
    """A careful worker takes up an article, or, with `stage` parse, the input itself."""

    input: str
    record: str | None
    stage: str


Outcome = Kept | Met | Failure | Lost | Whole


@dataclass(slots=True)
class Result:
    """What came of a task, the seconds that it took by stage, and the worker's memory now and at its peak."""

    outcomes: list[Outcome]
    seconds: dict[str, float] = field(default_factory=dict)
    resident_mib: float = 0.0
    peak_mib: float = 0.0


class Worker:
    """Does tasks, with one Language that is loaded when it is first needed."""

    def __init__(self, conditions: Conditions) -> None:
        self._conditions = conditions
        self._nlp: Language | None = None
        self._seconds: dict[str, float] = {}
        self._last = 0.0

    def load(self) -> Language:
        """The Language, loaded once."""
        if self._nlp is None:
            # spaCy takes a second to import: a run in which nothing is new does without.
            from pipeline.segment import load

            self._nlp = load(places=self._conditions.places, model=self._conditions.model)
        return self._nlp

    def version(self) -> str:
        """The version of the code and data that this process has."""
        from pipeline.versions import version_with

        return version_with(self._conditions.places, self._conditions.model)

    def do(self, task: Task) -> Result:
        """All items of a task together, which is the fastest way."""
        self._seconds, self._last = {}, time.monotonic()
        outcomes: list[Outcome] = []
        ends: list[Outcome] = []
        fresh: list[Article] = []
        for item in task.items:
            if isinstance(item, Article):
                fresh.append(item)
                continue
            before = digest_of(item.input, self._conditions)
            for found in self._read(item):
                if isinstance(found, Article):
                    fresh.append(found)
                else:
                    outcomes.append(_lost_or(found))
            ends.append(Whole(item.input.name, before.confirmed(item.input)))
        self._lap("read")
        outcomes += self._extract(fresh)
        lost = {outcome.failure.input for outcome in outcomes if isinstance(outcome, Lost)}
        outcomes += [Whole(end.name, None) if isinstance(end, Whole) and end.name in lost else end for end in ends]
        resident, peak = memory_mib()
        return Result(outcomes, self._seconds, resident, peak)

    def do_carefully(self, item: Item, skip: Collection[tuple[str, str | None]]) -> Iterator[Begun | Result]:
        """One article at a time, each told before it is begun, so that what kills this process is known; all but those to skip (input, record)."""
        self._seconds, self._last = {}, time.monotonic()
        if isinstance(item, Article):
            yield from self._one(item)
            return
        yield Begun(item.input.name, None, "parse")
        before = digest_of(item.input, self._conditions)
        for found in list(self._read(item)):
            if not isinstance(found, Article):
                yield Result([_lost_or(found)])
            elif (found.input or "", found.record) not in skip:
                yield from self._one(found)
        yield Result([Whole(item.input.name, before.confirmed(item.input))])

    def _one(self, article: Article) -> Iterator[Begun | Result]:
        yield Begun(article.input or "", article.record, "extract")
        self._seconds = {}
        outcomes = self._extract([article])
        resident, peak = memory_mib()
        yield Result(outcomes, self._seconds, resident, peak)

    def _read(self, item: Reading) -> Iterator[Article | Failure | Met]:
        for found in read_input(item.input, self._conditions.limits):
            if isinstance(found, Failure):
                yield found
                continue
            article = with_defaults(found, self._conditions)
            place = place_of(article)
            known = item.known.get(place)
            if known is not None and known == article_key(article, version=self._conditions.version):
                yield Met(place, known)
            else:
                yield article

    def _extract(self, articles: Sequence[Article]) -> list[Outcome]:
        if not articles:
            return []
        first = self._nlp is None
        nlp = self.load()
        if first:
            self._lap("load")
        from pipeline.extract import extract_each

        results = list(extract_each(articles, nlp))
        self._lap("extract")
        outcomes: list[Outcome] = []
        for result in results:
            kept = result if isinstance(result, Failure) else self._kept(result)
            outcomes.append(_lost_or(kept))
        self._lap("pack")
        return outcomes

    def _kept(self, record: Record) -> Kept | Failure:
        try:
            return keep_or_fail(record, version=self._conditions.version)
        except Exception as error:
            article = record.article
            return Failure(article.input or "-", article.record, "write", f"{type(error).__name__}: {error}"[:500])

    def _lap(self, stage: str) -> None:
        now = time.monotonic()
        self._seconds[stage] = self._seconds.get(stage, 0.0) + now - self._last
        self._last = now


def _lost_or(outcome: Kept | Met | Failure) -> Outcome:
    return Lost(outcome) if isinstance(outcome, Failure) and outcome.reason.startswith("MemoryError") else outcome


def with_defaults(article: Article, given: Conditions) -> Article:
    """The article with the run's day of publication and home where it has none of its own."""
    return replace(article, published=article.published or given.published, home=article.home or given.home)


class Digest(NamedTuple):
    """A hash over an input's bytes and what else decides how it is read, with size, inode and time of change when it was taken."""

    value: str | None
    stamp: tuple[int, ...]

    def confirmed(self, source: Input) -> str | None:
        """The hash, if the file is still the one that it was taken of."""
        return self.value if self.value is not None and self.stamp == _stamp(source.path) else None


def digest_of(source: Input, given: Conditions) -> Digest:
    """The digest of a local file; of anything else there is none."""
    if is_remote(source.path) or source.parts:
        return Digest(None, ())
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        with os.fdopen(os.open(source.path, flags), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return Digest(None, ())
            stamp = _stamp(source.path)
            digest = hashlib.file_digest(file, "sha256")
    except OSError:
        return Digest(None, ())
    digest.update(repr((source.kind, given.published, given.home, given.limits)).encode("utf-8", "backslashreplace"))
    return Digest(digest.hexdigest()[:32], stamp)


def _stamp(path: str) -> tuple[int, ...]:
    try:
        about = os.lstat(path)
    except OSError:
        return ()
    return about.st_size, about.st_ino, about.st_mtime_ns, about.st_ctime_ns


def memory_mib() -> tuple[float, float]:
    """The memory of this process now and at its peak, 0 where the system does not say."""
    found = {"VmRSS": 0.0, "VmHWM": 0.0}
    if sys.platform == "linux":
        # Not getrusage, whose peak a process takes over from the one that started it.
        with open("/proc/self/status", encoding="ascii", errors="replace") as lines:
            for line in lines:
                name, _, value = line.partition(":")
                if name in found:
                    found[name] = round(int(value.split()[0]) / 1024, 1)
    return found["VmRSS"], found["VmHWM"]
