"""What one input may ask for, and the time limit that holds while an article is read.

A limit is set by its name, and the Failure of what breaks it names it.

>>> limits_from({"max_bytes": "5M", "max_depth": 3}).max_bytes
5000000
>>> limits_from({"max_depth": -1})
Traceback (most recent call last):
ValueError: max_depth must be a whole number above 0 such as 5000000 or 5M, not -1
"""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from types import FrameType


@dataclass(frozen=True, slots=True)
class Limits:
    """What one input may ask for; a Failure names the limit that it broke.

    `max_bytes` bounds one article: a text, Markdown or HTML file, a JSON value, a line, a row;
    `max_seconds` the time that reading one may take (0: any), `max_depth` nested folders,
    `max_records` the articles of one file.
    What a packed file (an archive, an Office file) unpacks to, with all that is nested in it, is bounded
    by `max_unpacked_bytes` and, above 1 MB, by `max_ratio` times its size; an archive by `max_members`,
    archives in archives by `max_archive_depth`, a PDF by `max_pages` and
    by `max_seconds_per_mb`, the processor time for each MB begun.
    """

    max_bytes: int = 20_000_000
    max_seconds: int = 120
    max_depth: int = 64
    max_records: int = 10_000_000
    max_unpacked_bytes: int = 100_000_000
    max_ratio: int = 100
    max_members: int = 10_000
    max_archive_depth: int = 2
    max_pages: int = 2_000
    max_seconds_per_mb: int = 5


DEFAULT_LIMITS = Limits()
_NUMBER = re.compile(r"(?P<digits>\d{1,15})(?P<unit>[kKmMgG]?)")
_UNITS = {"": 1, "k": 1_000, "m": 1_000_000, "g": 1_000_000_000}


def limits_from(given: Mapping[str, object], base: Limits = DEFAULT_LIMITS) -> Limits:
    """`base` with the limits given by name, as numbers or as text (5000000, 5M); ValueError for an unknown name or no such number."""
    known = {field.name for field in fields(Limits)}
    chosen: dict[str, int] = {}
    for name, value in given.items():
        if name not in known:
            raise ValueError(f"no limit is called {name} (known: {', '.join(sorted(known))})")
        match = None if isinstance(value, bool) else _NUMBER.fullmatch(str(value).strip())
        if match is None or (name != "max_seconds" and not int(match["digits"])):
            raise ValueError(f"{name} must be a whole number above 0 such as 5000000 or 5M, not {value!r}")
        chosen[name] = int(match["digits"]) * _UNITS[match["unit"].lower()]
    return replace(base, **chosen)


class TimeIsUpError(BaseException):
    """The time for one article is over; no Exception, so that nothing on the way takes it for a fault of its own."""


@contextmanager
def time_limit(seconds: int) -> Iterator[None]:
    """Raises TimeIsUpError inside once so many seconds have passed; 0 is no limit.

    By the alarm of the main thread; elsewhere, on Windows, and where an alarm is set already, nothing is limited.
    """
    if not seconds or not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    if signal.getitimer(signal.ITIMER_REAL)[0] or signal.getsignal(signal.SIGALRM) is None:
        yield
        return
    before = signal.signal(signal.SIGALRM, _time_is_up)
    try:
        signal.setitimer(signal.ITIMER_REAL, seconds)
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _time_is_up(_: int, __: FrameType | None) -> None:
    raise TimeIsUpError
