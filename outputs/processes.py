"""Processes that help this one: they inherit little, leave interrupts to their parent, and end with it, however it ends."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from typing import Any

# The tagger and numpy keep to one thread each: there is a process for every core.
_ENVIRONMENT = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "ORT_DISABLE_TELEMETRY": "1"}
# The parent answers these; a child that is still starting would answer with a traceback.
_SIGNALS_OF_THE_PARENT = {
    getattr(signal, name) for name in ("SIGINT", "SIGHUP", "SIGTERM") if hasattr(signal, "pthread_sigmask") and hasattr(signal, name)
}
_PR_SET_PDEATHSIG = 1


def start(work: Callable[..., None], *given: Any, name: str) -> tuple[Any, Connection]:
    """A new process that does `work(connection, *given)`, and our end of the connection."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    with _inherited():
        process = context.Process(target=_run, args=(work, theirs, *given), daemon=True, name=name)
        process.start()
    theirs.close()
    return process, ours


def how_it_ended(code: int | None) -> str:
    """An exit code in words."""
    if code is None or code >= 0:
        return f"exit status {code}"
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = f"signal {-code}"
    return f"{name}, perhaps out of memory" if name == "SIGKILL" else name


@contextmanager
def _inherited() -> Iterator[None]:
    before = {name: os.environ.get(name) for name in _ENVIRONMENT}
    os.environ.update(_ENVIRONMENT)
    if _SIGNALS_OF_THE_PARENT:
        signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS_OF_THE_PARENT)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
        if _SIGNALS_OF_THE_PARENT:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS_OF_THE_PARENT)


def _run(work: Callable[..., None], connection: Connection, *given: Any) -> None:
    _end_with_parent()
    if _SIGNALS_OF_THE_PARENT:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS_OF_THE_PARENT)
    work(connection, *given)


def _end_with_parent() -> None:
    # The tagger works in a thread of its own; see pipeline/cli.py.
    sys.setswitchinterval(0.0003)
    parent = parent_process()
    if parent is None:
        return
    if sys.platform == "linux":
        import ctypes

        # At once, even amid a call that gives no other thread its turn.
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    sentinel = parent.sentinel

    def watch() -> None:
        wait([sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True, name="watches the parent").start()
