"""Killed, or refused by the disk, at every step that makes something final: what has its name is whole, the next run ends like an undisturbed one."""

from __future__ import annotations

import csv
import errno
import hashlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from corpus.article import Article, Failure
from extractors.records import Record
from outputs.batch import BatchWriter
from outputs.errors import OutputError, WriteFailed

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

KILLED = 9


def run(out: Path, records: list[Record]) -> None:
    with BatchWriter.open(out, sources=["news"], version="1", row_limit=7) as writer:
        for record in records:
            if not writer.known(record.article):
                writer.add(record)
        writer.fail(Failure("news/x.txt", None, "read", "the file is empty"))
        writer.finish({})


def state(out: Path) -> dict[str, str]:
    names = (path for path in out.rglob("*") if path.is_file() and path.name not in ("run.json", "state.db") and path.suffix != ".db")
    found = {str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest() for path in names}
    connection = sqlite3.connect(out / "alliance.db")
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    found["alliance.db"] = hashlib.sha256("\n".join(sorted(connection.iterdump())).encode()).hexdigest()
    connection.close()
    return found


def assert_sound(out: Path) -> None:
    """Everything under its final name is whole."""
    for path in out.glob("*.jsonl"):
        found = path.read_bytes()
        assert not found or found.endswith(b"\n")
        for line in found.splitlines():
            json.loads(line)
    for path in out.glob("*.csv"):
        assert path.read_bytes().endswith(b"\r\n")
        with path.open(encoding="utf-8-sig", newline="") as file:
            assert len({len(row) for row in csv.reader(file)}) == 1
    for path in out.glob("*.json"):
        json.loads(path.read_text(encoding="utf-8"))


@contextmanager
def failing_at(number: int, fail: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Calls `fail` instead of the call of that number among all that make something final."""
    calls: list[str] = []

    def watched(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            calls.append(name)
            if len(calls) == number:
                fail()
            return real(*arguments, **options)

        return call

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", watched("fsync", os.fsync))
        patch.setattr(Path, "replace", watched("replace", Path.replace))
        patch.setattr(Path, "unlink", watched("unlink", Path.unlink))
        patch.setattr(Path, "mkdir", watched("mkdir", Path.mkdir))
        yield calls


@pytest.fixture
def records(make_record: Callable[..., Record]) -> list[Record]:
    return [
        make_record(input="news/a.txt", title="首发", published="2020-12-15"),
        make_record(input="news/b.txt", title="转载", published="2020-12-16"),
        make_record("许昌加入中德工业城市联盟。\n今天是个好日子。", input="news/c.txt"),
    ]


def steps(tmp_path: Path, records: list[Record], monkeypatch: pytest.MonkeyPatch) -> int:
    with failing_at(0, lambda: None, monkeypatch) as calls:
        run(tmp_path / "counted", records)
    assert {"fsync", "replace"} <= set(calls)
    return len(calls)


def test_killed_at_any_step_the_next_run_ends_like_an_undisturbed_one(tmp_path: Path, records: list[Record], monkeypatch: pytest.MonkeyPatch) -> None:
    run(tmp_path / "gold", records)
    gold = state(tmp_path / "gold")
    for number in range(1, steps(tmp_path, records, monkeypatch) + 1):
        out = tmp_path / str(number)
        child = os.fork()
        if not child:
            with failing_at(number, lambda: os._exit(KILLED), monkeypatch):
                run(out, records)
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == KILLED
        assert_sound(out)
        run(out, records)
        assert state(out) == gold, number


def test_killed_at_any_step_of_an_update_the_next_run_ends_like_an_undisturbed_one(
    tmp_path: Path, records: list[Record], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(tmp_path / "gold", records[:1])
    run(tmp_path / "gold", records)
    gold = state(tmp_path / "gold")
    for number in range(1, steps(tmp_path, records, monkeypatch), 3):
        out = tmp_path / str(number)
        run(out, records[:1])
        child = os.fork()
        if not child:
            with failing_at(number, lambda: os._exit(KILLED), monkeypatch):
                run(out, records)
            os._exit(0)
        os.waitpid(child, 0)
        assert_sound(out)
        run(out, records)
        assert state(out) == gold, number


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO])
def test_refused_by_the_disk_at_any_step_it_says_so_and_goes_on_later(
    tmp_path: Path, records: list[Record], monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    run(tmp_path / "gold", records)
    gold = state(tmp_path / "gold")

    def fail() -> None:
        raise OSError(error, os.strerror(error), "disk")

    for number in range(1, steps(tmp_path, records, monkeypatch) + 1, 2):
        out = tmp_path / f"{error}-{number}"
        with failing_at(number, fail, monkeypatch):
            refused = refusal(out, records)
        assert refused is None or (refused.status in (2, 3) and "\n" not in str(refused))
        if out.exists():
            assert_sound(out)
        run(out, records)
        assert state(out) == gold, number


def test_data_is_on_disk_before_its_name_and_the_name_before_the_end(tmp_path: Path, records: list[Record], monkeypatch: pytest.MonkeyPatch) -> None:
    synced: set[int] = set()
    named: list[str] = []
    real_fsync, real_replace = os.fsync, Path.replace

    def fsync(descriptor: int) -> None:
        real_fsync(descriptor)
        about = os.fstat(descriptor)
        synced.add(about.st_ino)
        if about.st_ino == tmp_path.stat().st_ino:
            named.clear()

    def replace(path: Path, target: Path) -> Path:
        assert path.stat().st_ino in synced, target
        if target.parent == tmp_path:
            named.append(target.name)
        return real_replace(path, target)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace)
    run(tmp_path, records)
    assert synced
    assert named == []


def refusal(out: Path, records: list[Record]) -> OutputError | None:
    try:
        run(out, records)
    except OutputError as error:
        return error
    return None


def test_a_disk_that_is_full_for_the_state_says_so(tmp_path: Path, records: list[Record]) -> None:
    with BatchWriter.open(tmp_path, sources=["news"], version="1") as writer:
        writer._open_spool.connection.execute("PRAGMA max_page_count = 12")  # as a full disk does, from the next page on
        with pytest.raises(WriteFailed, match="database or disk is full") as failed:
            add_many(writer)
        assert failed.value.status == 3


def add_many(writer: BatchWriter) -> None:
    for number in range(200):
        writer.add(Record(Article(text=f"第{number}条" + "长" * 500, input=f"{number}.txt")))


def test_what_a_signal_breaks_off_leaves_no_half_of_a_record(tmp_path: Path, records: list[Record], monkeypatch: pytest.MonkeyPatch) -> None:
    with suppress(KeyboardInterrupt), BatchWriter.open(tmp_path, sources=["news"], version="1") as writer:
        writer.add(records[0])
        spool = writer._open_spool
        spool.commit()
        change = spool._change

        def interrupted(statement: str, values: tuple[Any, ...]) -> None:
            if "objects" in statement:
                raise KeyboardInterrupt
            change(statement, values)

        monkeypatch.setattr(spool, "_change", interrupted)
        writer.add(records[2])
    connection = sqlite3.connect(tmp_path / ".lianmeng" / "state.db")
    kept = [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("records", "objects")]
    connection.close()
    assert kept == [1, 1]
    run(tmp_path, records)


SCRIPT = """
import sys
sys.path.insert(0, sys.argv[1])
from conftest import build_record
from pathlib import Path
from outputs.batch import BatchWriter
with BatchWriter.open(Path(sys.argv[2]), sources=["news"], version="1") as writer:
    print("open", flush=True)
    for number in range(300):
        record = build_record(f"第{number}条。许昌加入中德工业城市联盟。" + "甲乙丙丁"[number % 4] * number, input=f"{number}.txt")
        if not writer.known(record.article):
            writer.add(record)
    writer.finish({})
"""


def test_killed_from_outside_at_any_moment(tmp_path: Path) -> None:
    def start(out: Path) -> subprocess.Popen[str]:
        arguments = [sys.executable, "-c", SCRIPT, str(Path(__file__).parent), str(out)]
        return subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])

    began = time.perf_counter()
    whole = start(tmp_path / "gold")
    assert whole.stdout is not None
    whole.stdout.readline()
    opened = time.perf_counter()
    assert whole.wait() == 0
    work = time.perf_counter() - opened
    assert began < opened
    gold = state(tmp_path / "gold")
    out = tmp_path / "out"
    for share in (0.02, 0.4, 0.6, 0.8, 0.95):
        child = start(out)
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(share * work)
        child.send_signal(signal.SIGKILL)
        child.wait()
        assert_sound(out)
    assert start(out).wait() == 0
    assert state(out) == gold
