"""Processes that share a batch: any of them may be killed, hang or lie, and every article is in the outputs or among the failures, once."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from corpus.article import Article, Failure
from corpus.read import Input
from outputs.spool import Kept
from pipeline.engines.inline import Inline
from pipeline.engines.plan import Plan
from pipeline.engines.processes import START_CHARACTERS, Processes, WorkersFailed
from pipeline.engines.work import Conditions, Lost, Met, Outcome, Reading, Result, Task, Whole, Worker

if not hasattr(signal, "SIGKILL"):
    pytest.skip("needs signals that kill", allow_module_level=True)

# A worker without a model, which an article can kill or hold up. It stands in a file of its own, where the processes find it.
WORKER = """
import os, signal, time
from corpus.article import Failure
from extractors.records import Record
from outputs.spool import keep
from pipeline.engines.work import Worker

class Touchy(Worker):
    def load(self):
        return None
    def _extract(self, articles):
        for article in articles:
            if "致死" in article.text:
                os.kill(os.getpid(), signal.SIGKILL)
            if "致死一次" in (article.title or "") and not os.path.exists(article.url):
                open(article.url, "w").close()
                os.kill(os.getpid(), signal.SIGKILL)
            if "不停" in article.text:
                time.sleep(600)
            if "费时" in article.text:
                time.sleep(float(article.title))
        return [keep(Record(article), version=self._conditions.version) for article in articles]

    def version(self):
        return self._conditions.version

class Older(Touchy):
    def version(self):
        return "an older one"

class Refusing(Worker):
    def load(self):
        raise OSError("no model here")

class Dying(Worker):
    def load(self):
        os._exit(7)
"""


@pytest.fixture(scope="module")
def workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, type[Worker]]]:
    folder = tmp_path_factory.mktemp("modules")
    (folder / "touchy_workers.py").write_text(WORKER, encoding="utf-8")
    sys.path.insert(0, str(folder))
    import touchy_workers  # type: ignore[import-not-found]

    yield {name: getattr(touchy_workers, name) for name in ("Touchy", "Older", "Refusing", "Dying")}
    sys.path.remove(str(folder))


@pytest.fixture(scope="module")
def conditions() -> Conditions:
    return Conditions("this version")


def article(number: int, text: str = "许昌加入联盟。", **fields: str) -> Article:
    return Article(text=f"{text}第{number}条", input="news.jsonl", record=str(number), **fields)


def task(*items: Article | Reading, size: int = 100) -> Task:
    return Task(items, size)


def outcomes_of(engine: Processes | Inline, tasks: list[Task]) -> list[Outcome]:
    with closing(engine):
        return [outcome for result in engine.results(iter(tasks)) for outcome in result.outcomes]


def records_of(outcomes: list[Outcome]) -> list[str]:
    return sorted((outcome.place.rpartition("\x1f")[2].lstrip("0") for outcome in outcomes if isinstance(outcome, Kept)), key=int)


def test_processes_do_what_one_process_does(workers: dict[str, type[Worker]], conditions: Conditions) -> None:
    tasks = [task(*(article(number) for number in range(start, start + 5)), size=START_CHARACTERS) for start in range(1, 40, 5)]
    engine = Processes(conditions, jobs=2, worker=workers["Touchy"])
    shared = outcomes_of(engine, tasks)
    alone = [outcome for one in tasks for outcome in workers["Touchy"](conditions).do(one).outcomes]
    assert engine.workers == 2
    assert sorted(shared) == sorted(alone)


def test_for_a_handful_of_articles_one_process_is_enough(workers: dict[str, type[Worker]], conditions: Conditions) -> None:
    engine = Processes(conditions, jobs=8, worker=workers["Touchy"])
    assert records_of(outcomes_of(engine, [task(article(1)), task(article(2)), task(article(3))])) == ["1", "2", "3"]
    assert engine.workers == 1


def test_nothing_new_needs_no_process(conditions: Conditions) -> None:
    engine = Processes(conditions, jobs=8)
    assert outcomes_of(engine, []) == []
    assert engine.workers == 0


def test_an_article_that_kills_its_worker_twice_is_lost_and_the_rest_is_done(workers: dict[str, type[Worker]], conditions: Conditions) -> None:
    tasks = [task(article(1), article(2, "致死"), article(3)), task(article(4), article(5)), task(article(6, "致死"))]
    outcomes = outcomes_of(Processes(conditions, jobs=2, worker=workers["Touchy"]), tasks)
    reason = "killed its worker process twice (SIGKILL, perhaps out of memory)"
    lost = sorted((outcome for outcome in outcomes if isinstance(outcome, Lost)), key=lambda one: one.failure.record or "")
    assert records_of(outcomes) == ["1", "3", "4", "5"]
    assert lost == [Lost(Failure("news.jsonl", "2", "extract", reason)), Lost(Failure("news.jsonl", "6", "extract", reason))]
    assert len(outcomes) == 6


def test_a_worker_killed_once_costs_nothing(workers: dict[str, type[Worker]], conditions: Conditions, tmp_path: Path) -> None:
    once = [article(number, title="致死一次", url=str(tmp_path / str(number))) for number in (2, 5)]
    outcomes = outcomes_of(Processes(conditions, jobs=2, worker=workers["Touchy"]), [task(article(1), once[0], article(3)), task(once[1])])
    assert records_of(outcomes) == ["1", "2", "3", "5"]
    assert len(outcomes) == 4


def test_an_article_beyond_the_time_limit_is_lost_and_the_limit_named(workers: dict[str, type[Worker]], conditions: Conditions) -> None:
    tasks = [task(article(1), article(2, "不停"), article(3))]
    outcomes = outcomes_of(Processes(conditions, jobs=1, time_limit=1.5, worker=workers["Touchy"]), tasks)
    assert records_of(outcomes) == ["1", "3"]
    assert [one for one in outcomes if isinstance(one, Lost)] == [Lost(Failure("news.jsonl", "2", "extract", "took longer than time_limit (1.5 s)"))]


def test_the_limit_is_one_articles_and_not_that_of_a_task(workers: dict[str, type[Worker]], conditions: Conditions) -> None:
    slow = [article(number, "费时", title="0.8") for number in range(1, 5)]
    outcomes = outcomes_of(Processes(conditions, jobs=1, time_limit=2.0, worker=workers["Touchy"]), [task(*slow)])
    assert records_of(outcomes) == ["1", "2", "3", "4"]


def test_a_long_article_holds_nobody_else(workers: dict[str, type[Worker]], conditions: Conditions) -> None:
    tasks = [task(article(1, "费时", title="6"), size=START_CHARACTERS)]
    tasks += [task(article(number), size=START_CHARACTERS) for number in range(2, 30)]
    with closing(Processes(conditions, jobs=2, worker=workers["Touchy"])) as engine:
        order = [number for result in engine.results(iter(tasks)) for number in records_of(result.outcomes)]
    assert order[-1] == "1"
    assert sorted(order, key=int) == [str(number) for number in range(1, 30)]


def test_tasks_are_made_only_as_they_are_needed(workers: dict[str, type[Worker]], conditions: Conditions) -> None:
    made = 0

    def tasks() -> Iterator[Task]:
        nonlocal made
        for number in range(1, 200):
            made += 1
            yield task(article(number))

    ahead = []
    with closing(Processes(conditions, jobs=2, worker=workers["Touchy"])) as engine:
        for done, _ in enumerate(engine.results(tasks()), start=1):
            ahead.append(made - done)
    assert len(ahead) == 199
    assert max(ahead) <= 8


def test_an_input_that_kills_its_reader_is_lost_as_a_whole(
    workers: dict[str, type[Worker]], conditions: Conditions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The articles of a file read by the worker: the killer alone is lost, the others of the file are there.
    file = tmp_path / "items.json"
    file.write_text('[{"text": "第一条。"}, {"text": "致死。"}, {"text": "第三条。"}]', encoding="utf-8")
    reading = Reading(Input(str(file), "items.json", "json"))
    outcomes = outcomes_of(Processes(conditions, jobs=1, worker=workers["Touchy"]), [task(reading)])
    assert records_of(outcomes) == ["1", "3"]
    lost = [outcome.failure for outcome in outcomes if isinstance(outcome, Lost)]
    assert [(one.input, one.record, one.stage) for one in lost] == [("items.json", "2", "extract")]
    assert [outcome.name for outcome in outcomes if isinstance(outcome, Whole)] == ["items.json"]


def test_workers_that_cannot_load_stop_the_batch_with_one_line(workers: dict[str, type[Worker]], conditions: Conditions) -> None:
    with pytest.raises(WorkersFailed, match=r"^a worker process did not start: OSError: no model here$"):
        outcomes_of(Processes(conditions, jobs=2, worker=workers["Refusing"]), [task(article(1))])


def test_workers_that_die_at_their_start_stop_the_batch(workers: dict[str, type[Worker]], conditions: Conditions) -> None:
    with pytest.raises(WorkersFailed, match=r"^3 worker processes in a row did not start \(exit status 7\)$"):
        outcomes_of(Processes(conditions, jobs=2, worker=workers["Dying"]), [task(article(1))])


def test_workers_of_another_version_stop_the_batch(workers: dict[str, type[Worker]], conditions: Conditions) -> None:
    with pytest.raises(WorkersFailed, match=r"^a worker process has other code or data: .*run the same command again$"):
        outcomes_of(Processes(conditions, jobs=1, worker=workers["Older"]), [task(article(1))])


PARENT = """
import sys
sys.path[:0] = sys.argv[1:3]
from corpus.article import Article
from pipeline.engines.processes import Processes
from pipeline.engines.work import Conditions, Task
from touchy_workers import Touchy

if __name__ == "__main__":
    engine = Processes(Conditions("this version"), jobs=2, worker=Touchy)
    tasks = [Task((Article(text="许昌。", record="1"),), 60_000)] + [Task((Article(text="不停", record=str(number)),), 60_000) for number in (2, 3)]
    for result in engine.results(iter(tasks)):
        print(*(one.process.pid for one in engine._processes), flush=True)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_workers_end_with_their_parent_even_when_it_is_killed(workers: dict[str, type[Worker]], tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT, encoding="utf-8")
    modules = str(Path(sys.modules["touchy_workers"].__file__ or "").parent)
    parent = subprocess.Popen([sys.executable, script, str(Path(__file__).parents[2]), modules], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pids = [int(word) for word in parent.stdout.readline().split()]
    assert pids
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    ends = time.monotonic() + 10
    while any(is_running(pid) for pid in pids) and time.monotonic() < ends:
        time.sleep(0.1)
    assert not any(is_running(pid) for pid in pids)


def is_running(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False


# --- the plan -----------------------------------------------------------------------------------


class Shelf:
    """A keeper in memory."""

    def __init__(self) -> None:
        self.noted: dict[str, str] = {}
        self.kept: dict[str, str] = {}
        self.failures: list[Failure] = []
        self.met: list[str] = []

    def known_input(self, name: str, digest: str) -> tuple[int, int] | None:
        return (1, 0) if self.noted.get(name) == digest else None

    def open_input(self, name: str) -> None:
        self.noted.pop(name, None)

    def records_of(self, name: str) -> dict[str, str]:
        return {place: key for place, key in self.kept.items() if place.startswith(name)}

    def note_input(self, name: str, digest: str) -> None:
        self.noted[name] = digest

    def meet(self, place: str, key: str) -> bool:
        self.met.append(place)
        return self.kept.get(place) == key

    def put(self, kept: Kept) -> None:
        self.kept[kept.place] = kept.article_key

    def fail(self, failure: Failure) -> None:
        self.failures.append(failure)


def lines_file(folder: Path, *texts: str) -> Input:
    path = folder / "lines.jsonl"
    path.write_text("".join(f'{{"text": "{text}"}}\n' for text in texts), encoding="utf-8")
    return Input(str(path), "lines.jsonl", "jsonl")


def run(shelf: Shelf, inputs: list[Input | Failure], conditions: Conditions, worker: Worker) -> Plan:
    plan = Plan(inputs, shelf, conditions)
    for one in plan.tasks():
        plan.take(worker.do(one).outcomes)
    return plan


def test_only_what_changed_is_done_again(workers: dict[str, type[Worker]], conditions: Conditions, tmp_path: Path) -> None:
    shelf, worker = Shelf(), workers["Touchy"](conditions)
    page = tmp_path / "a.txt"
    page.write_text("许昌加入联盟。", encoding="utf-8")
    inputs: list[Input | Failure] = [Input(str(page), "a.txt", "text"), lines_file(tmp_path, "第一。", "第二。")]
    first = run(shelf, inputs, conditions, worker)
    again = run(shelf, inputs, conditions, worker)
    lines_file(tmp_path, "第一。", "第二，改过。")
    changed = run(shelf, inputs, conditions, worker)
    assert (first.inputs, first.articles, first.fresh) == (2, 3, 3)
    assert (again.inputs, again.fresh) == (2, 0)
    assert (changed.inputs, changed.articles, changed.fresh) == (2, 3, 1)


def test_what_was_lost_is_tried_again_by_the_next_run(workers: dict[str, type[Worker]], conditions: Conditions, tmp_path: Path) -> None:
    shelf = Shelf()
    plan = Plan([lines_file(tmp_path, "第一。", "第二。")], shelf, conditions)
    (made,) = plan.tasks()
    kept, _ = workers["Touchy"](conditions).do(made).outcomes
    plan.take([kept, Lost(Failure("lines.jsonl", "2", "extract", "took longer than time_limit (1 s)"))])
    assert shelf.noted == {}
    assert plan.inputs == 1
    again = Plan([lines_file(tmp_path, "第一。", "第二。")], shelf, conditions)
    assert [[item.record for item in one.items if isinstance(item, Article)] for one in again.tasks()] == [["2"]]


def test_a_file_that_changes_while_it_is_read_is_read_again_by_the_next_run(
    workers: dict[str, type[Worker]], conditions: Conditions, tmp_path: Path
) -> None:
    shelf = Shelf()
    page = tmp_path / "a.txt"
    page.write_text("许昌加入联盟。", encoding="utf-8")

    class Changing(workers["Touchy"]):  # type: ignore[name-defined,misc]
        def _read(self, item: Reading) -> Iterator[Article | Failure | Met]:
            found = list(super()._read(item))
            page.write_text("许昌离开联盟。", encoding="utf-8")
            yield from found

    run(shelf, [Input(str(page), "a.txt", "text")], conditions, Changing(conditions))
    assert shelf.noted == {}
    assert len(shelf.kept) == 1


def test_tasks_are_of_about_the_same_size(conditions: Conditions, tmp_path: Path) -> None:
    source = lines_file(tmp_path, *("长" * 5_000 for _ in range(6)), "长" * 100_000, *("短。" for _ in range(100)))
    sizes = [(len(one.items), one.size) for one in Plan([source], Shelf(), conditions).tasks()]
    assert sizes == [(3, 15_000), (3, 15_000), (1, 100_000), (64, 128), (36, 72)]


def test_a_result_carries_times_and_memory(workers: dict[str, type[Worker]], conditions: Conditions) -> None:
    (result,) = Inline(conditions).results(iter([task()]))
    assert isinstance(result, Result)
    assert set(result.seconds) == {"read"}
    assert (result.peak_mib > 0) == (sys.platform == "linux")
    assert os.getpid()
