"""The real command under fire, as far as CI has time for it: any number of processes, kills, signals, a cluster. The rest is tests/faults."""

import csv
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.run import Bench, cluster, files_of, one_line, same, session_is_empty, sound, state, wait_for, workers_of

if sys.platform != "linux":
    pytest.skip("looks into /proc", allow_module_level=True)

# Enough work for two processes.
ARTICLES = 120


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("faults"), ARTICLES, 1)


def run_json(out: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((out / "run.json").read_text(encoding="utf-8"))
    return found


def test_the_undisturbed_run_has_every_input_once(bench: Bench) -> None:
    with (bench.gold_out / "appearances.csv").open(encoding="utf-8-sig", newline="") as file:
        appearances = [(row["input"], row["record"]) for row in csv.DictReader(file)]
    with (bench.gold_out / "failures.csv").open(encoding="utf-8-sig", newline="") as file:
        failures = [(Path(row["input"]).name, row["reason"]) for row in csv.DictReader(file)]
    assert len(set(appearances)) == len(appearances) == ARTICLES
    assert failures == [("empty.txt", "empty file")]


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_the_number_of_processes_and_all_around_them_change_no_byte(bench: Bench, jobs: str) -> None:
    out = bench.out()
    finished = bench.run(out, "--jobs", jobs, TZ="Asia/Shanghai", LC_ALL="C", PYTHONUTF8="0", PYTHONHASHSEED="5")
    assert finished.returncode == 1
    same(state(out), bench.gold)
    assert (run_json(out)["workers"] == 0) == (jobs == "1")


def test_a_killed_worker_costs_nothing(bench: Bench) -> None:
    out = bench.out()
    process = bench.start(out, "--jobs", "2")
    wait_for(lambda: (out / ".lianmeng" / "state.db").exists() and workers_of(process.pid))
    for _ in range(3):
        wait_for(lambda: workers_of(process.pid) or process.poll() is not None)
        for pid in workers_of(process.pid)[-1:]:
            os.kill(pid, signal.SIGKILL)
        try:
            process.wait(bench.seconds / 5)
        except subprocess.TimeoutExpired:
            continue
    _, told = process.communicate()
    assert (process.returncode, told) == (1, "")
    same(state(out), bench.gold)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_all_processes_and_the_same_command_goes_on(bench: Bench, number: signal.Signals) -> None:
    out = bench.out()
    process = bench.start(out, "--jobs", "2")
    wait_for(lambda: workers_of(process.pid))
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(bench.seconds / 3)
    os.killpg(process.pid, number)
    _, told = process.communicate(timeout=10)
    assert process.returncode == 128 + number
    assert told == "lianmeng: stopped; the same command goes on from here\n"
    assert session_is_empty(process.pid)
    bench.ends_like_gold(out, "--jobs", "2")


def test_a_second_run_does_only_what_is_new(bench: Bench) -> None:
    out = bench.out()
    bench.run(out)
    before = {path.name: path.stat().st_mtime_ns for path in out.glob("[a-z]*.*") if path.name != "run.json"}
    assert bench.run(out).returncode == 1
    assert {path.name: path.stat().st_mtime_ns for path in out.glob("[a-z]*.*") if path.name != "run.json"} == before
    assert (run_json(out)["fresh"], run_json(out)["workers"]) == (0, 0)
    added = bench.source / "new.txt"
    added.write_text("亚琛市代表团访问许昌。", encoding="utf-8")
    try:
        bench.run(out)
        assert (run_json(out)["fresh"], run_json(out)["workers"]) == (1, 1)
    finally:
        added.unlink()
    bench.run(out)
    same(files_of(state(out)), files_of(bench.gold))


def test_of_two_runs_into_one_folder_one_says_at_once_that_the_other_is_there(bench: Bench) -> None:
    out = bench.out()
    both = [bench.start(out) for _ in range(2)]
    told = [process.communicate()[1] for process in both]
    assert sorted(process.returncode for process in both) == [1, 2]
    one_line("".join(told))
    same(state(out), bench.gold)


def test_an_article_beyond_the_time_limit_is_a_failure_that_names_it(bench: Bench, tmp_path: Path) -> None:
    source = tmp_path / "in"
    source.mkdir()
    (source / "long.txt").write_text("许昌市与德国企业签约，金额达3亿元。" * 600_000, encoding="utf-8")
    (source / "short.txt").write_text("许昌加入联盟。", encoding="utf-8")
    out = tmp_path / "out"
    command = bench.command(out, "--jobs", "2", "--time-limit", "8", "--limit", "max_bytes=40M")
    command[command.index(str(bench.source))] = str(source)
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    with (out / "failures.csv").open(encoding="utf-8-sig", newline="") as file:
        failures = [(Path(row["input"]).name, row["reason"]) for row in csv.DictReader(file)]
    assert finished.returncode == 1
    assert failures == [("long.txt", "took longer than time_limit (8 s)")]
    with (out / "appearances.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [Path(row["input"]).name for row in csv.DictReader(file)] == ["short.txt"]


def test_the_log_as_json_is_one_object_a_line_and_ends_with_what_run_json_says(bench: Bench) -> None:
    out = bench.out()
    command = [part for part in bench.command(out, "--log-json") if part != "--quiet"]
    told = subprocess.run(command, capture_output=True, text=True, check=False).stderr
    events = [json.loads(line) for line in told.splitlines()]
    summary, written = events[-1], run_json(out)
    assert summary["event"] == "summary"
    for name in ("counts", "seconds", "seconds_of_work", "seconds_in_all", "peak_memory_mib", "workers", "fresh"):
        assert summary[name] == written[name]
    assert {"read", "work", "store", "merge", "files", "database"} <= set(summary["seconds"])
    assert {"read", "extract", "pack"} <= set(summary["seconds_of_work"])


def test_on_a_cluster_that_loses_a_worker_the_batch_ends_the_same(bench: Bench) -> None:
    pytest.importorskip("distributed")
    out = bench.out()
    with cluster(bench.folder) as (address, _, workers):
        process = bench.start(out, "--dask", address)
        wait_for(lambda: (out / ".lianmeng" / "state.db").exists())
        wait_for(lambda: (out / ".lianmeng" / "state.db-journal").exists() or process.poll() is not None)
        for pid in Path(f"/proc/{workers[0].pid}/task/{workers[0].pid}/children").read_text().split():
            os.kill(int(pid), signal.SIGKILL)
        _, told = process.communicate()
    assert (process.returncode, told) == (1, "")
    sound(out)
    same(state(out), bench.gold)


def test_without_a_scheduler_nothing_is_started(bench: Bench) -> None:
    pytest.importorskip("distributed")
    out = bench.out()
    finished = bench.run(out, "--dask", "tcp://127.0.0.1:1")
    assert finished.returncode == 2
    one_line(finished.stderr)
    assert "127.0.0.1:1" in finished.stderr
