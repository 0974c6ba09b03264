"""A reviewer's whole story, with a real LibreOffice: run, export, edit and save in every form, apply, newer rules, export again."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.system

ROOT = Path(__file__).parent.parent.parent
SAMPLES = sorted((ROOT / "corpus" / "samples").glob("a0*"))[:5]
SCRIPT = Path(__file__).parent / "office_script.py"
# Separator, quote, character set (76 UTF-8, 85 GB18030, 65535 UTF-16), first line, formats, language, quote all, detect dates / as shown.
UTF_8, GB18030_SEMICOLONS, UTF_16_TABS = "44,34,76,1,,0,false,true,false", "59,34,85,1,,0,false,true,false", "9,34,65535,1,,0,false,true,false"
CSV, XLSX = "Text - txt - csv (StarCalc)", "Calc MS Excel 2007 XML"


class Office:
    """A headless LibreOffice with a profile of its own."""

    def __init__(self, folder: Path) -> None:
        self._pipe = f"lianmeng{folder.parent.name}{folder.name}".replace("-", "")
        self._process = subprocess.Popen(
            ["soffice", f"-env:UserInstallation={folder.as_uri()}", "--headless", "--norestore", f"--accept=pipe,name={self._pipe};urp"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def edit(self, opened: tuple[Path, str | None, str | None], steps: list[list[object]], saved: list[tuple[Path, str, str | None]]) -> None:
        """Open a table, do the steps, save it under other names."""
        job = {"pipe": self._pipe, "open": [str(opened[0]), *opened[1:]], "steps": steps, "save": [[str(path), *how] for path, *how in saved]}
        done = subprocess.run(["/usr/bin/python3", str(SCRIPT)], input=json.dumps(job), capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(30)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    if shutil.which("soffice") is None:
        pytest.fail("soffice is missing: make test-system installs it")
    started = Office(tmp_path_factory.mktemp("office"))
    yield started
    started.close()


def lianmeng(*arguments: object, status: int = 0) -> str:
    """Run the command as users do; what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", "from pipeline.cli import main; main()", *map(str, arguments)], capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


# A later version that reads a few things otherwise: no memberships, other figures, no organisations in the text.
NEWER = """
import pipeline.extract, pipeline.versions
from dataclasses import replace
known = dict(pipeline.versions.versions(), code="newer")
pipeline.versions.versions = lambda: known
read = pipeline.extract.record_of

def record_of(doc, gazetteer):
    found = read(doc, gazetteer)
    figures = [replace(one, figure=replace(one.figure, value=one.figure.value and one.figure.value + 1)) for one in found.indicators]
    mentions = [one for one in found.mentions if one.label != "ORG"]
    return replace(found, memberships=(), indicators=tuple(figures), mentions=tuple(mentions))

pipeline.extract.record_of = record_of
from pipeline.cli import main
main()
"""


def newer_version(*arguments: object) -> None:
    done = subprocess.run([sys.executable, "-c", NEWER, *map(str, arguments)], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def first(rows: list[dict[str, str]], kind: str, number: int = 0) -> str:
    return [row["record_id"] for row in rows if row["kind"] == kind][number]


def decided(out: Path) -> dict[str, dict[str, tuple[str, str]]]:
    """Status and what was decided, of every reviewed fact, as each output says it."""
    import sqlite3

    columns = {"memberships": "since", "positions": "title", "indicators": "value", "events": "date"}
    objects = [json.loads(line) for line in (out / "articles.jsonl").read_text(encoding="utf-8").splitlines()]
    found: dict[str, dict[str, tuple[str, str]]] = {"csv": {}, "jsonl": {}, "database": {}}
    with sqlite3.connect(out / "alliance.db") as database:
        for table, column in columns.items():
            found["csv"] |= {row["id"]: (row["review_status"], row[column]) for row in rows_of(out / f"{table}.csv")}
            found["jsonl"] |= {one["id"]: (one["review_status"], _text(one[column])) for article in objects for one in article[table]}
            rows = database.execute(f"SELECT id, review_status, {column} FROM {table}")
            found["database"] |= {record_id: (status, _text(value)) for record_id, status, value in rows}
    return {name: {key: value for key, value in one.items() if value[0] != "new"} for name, one in found.items()}


def _text(value: Any) -> str:
    return "" if value is None else str(int(value)) if isinstance(value, float) and value == int(value) else str(value)


def test_no_decision_is_lost_from_the_first_run_to_a_newer_version_in_an_empty_folder(office: Office, tmp_path: Path) -> None:
    news, out = tmp_path / "news", tmp_path / "out"
    news.mkdir()
    for sample in SAMPLES:
        shutil.copy(sample, news)
    run = ("run", news, "--out", out, "--quiet", "--jobs", 1)
    lianmeng(*run)
    lianmeng("review", "export", "--out", out, "--all")
    exported = rows_of(out / "review.csv")

    # The reviewer works in LibreOffice: accepts, corrects with dates and long numbers, rejects, sorts, adds and moves columns.
    accepted, corrected, rejected = (first(exported, "indicator", number) for number in range(3))
    membership, position, event = (first(exported, kind) for kind in ("membership", "position", "event"))
    organisation = next(row["record_id"] for row in exported if row["kind"] == "mention" and row["our_value"].startswith("ORG"))
    steps = [
        ["type", accepted, "decision", "accepted"],
        ["type", corrected, "decision", "corrected"],
        ["type", corrected, "corrected_value", "16530000000"],
        ["type", rejected, "decision", "rejected"],
        ["type", rejected, "note", "+ 不属实；见“公告”"],
        ["type", membership, "decision", "corrected"],
        ["type", membership, "corrected_date", "2019-08-12"],
        ["type", position, "decision", "corrected"],
        ["type", position, "corrected_name", "市长"],
        ["type", event, "decision", "corrected"],
        ["type", event, "corrected_date", "2020/12/15"],
        ["type", organisation, "decision", "accepted"],
        ["insert", 2, "checked on", "2021-03-05"],
        ["move", "note", 1],
        ["sort", "published"],
    ]
    saved = [tmp_path / "utf8.csv", tmp_path / "gb18030.csv", tmp_path / "utf16.csv", tmp_path / "edited.xlsx"]
    forms = [(CSV, UTF_8), (CSV, GB18030_SEMICOLONS), (CSV, UTF_16_TABS), (XLSX, None)]
    office.edit((out / "review.csv", CSV, UTF_8), steps, [(path, *how) for path, how in zip(saved, forms, strict=True)])
    from_workbook = tmp_path / "from_workbook.xlsx"
    office.edit((out / "review.xlsx", None, None), [step for step in steps if step[0] != "move"], [(from_workbook, XLSX, None)])
    assert "不属实" in saved[1].read_bytes().decode("gb18030")

    # Every form says the same: the first is applied, the others are in force already.
    told = lianmeng("review", "apply", saved[0], "--out", out, "--by", "张")
    assert f"7 applied (2 accepted, 4 corrected, 1 rejected), 0 already in force, {len(exported) - 7} without a decision" in told
    for other in (*saved, from_workbook):
        told = lianmeng("review", "apply", other, "--out", out, "--by", "李")
        assert f"0 applied (0 accepted, 0 corrected, 0 rejected), 7 already in force, {len(exported) - 7} without a decision" in told
    wanted = {
        accepted: "accepted", corrected: "corrected", rejected: "rejected", membership: "corrected", position: "corrected", event: "corrected",
    }  # fmt: skip
    first_time = decided(out)
    assert first_time["csv"] == first_time["jsonl"] == first_time["database"]
    assert {record_id: status for record_id, (status, _) in first_time["csv"].items()} == wanted
    values = {record_id: value for record_id, (_, value) in first_time["csv"].items()}
    assert (values[corrected], values[membership], values[position], values[event]) == ("16530000000", "2019-08-12", "市长", "2020-12-15")

    # A newer version that reads other things leaves every decision standing, and says where it disagrees.
    newer_version(*run)
    # What was rejected is read otherwise now: that is another record for other eyes. All else stands as it was decided.
    standing = {name: {key: value for key, value in one.items() if key != rejected} for name, one in first_time.items()}
    assert decided(out) == standing
    (read_now,) = (row for row in rows_of(out / "indicators.csv") if row["id"] == rejected)
    assert (read_now["review_status"], int(read_now["value"])) == ("new", int(values[rejected]) + 1)
    lianmeng("review", "export", "--out", out, "--all", "--force")
    again = {row["record_id"]: row for row in rows_of(out / "review.csv")}
    assert "corrected by 张" in again[membership]["reason"]
    assert "this version does not find it" in again[membership]["reason"]
    assert "this version reads" in again[accepted]["reason"]
    assert "this version does not find it" in again[organisation]["reason"]
    assert {row["record_id"] for row in rows_of(out / "review.csv")[:4]} >= {membership, accepted, organisation}
    assert position not in again
    assert event not in again

    # Outputs and database deleted: the file beside them brings everything back.
    shutil.rmtree(out)
    newer_version(*run)
    assert decided(out) == standing
    # Another machine that was never told where the decisions are, then is given the file.
    other = tmp_path / "elsewhere" / "out"
    lianmeng("run", news, "--out", other, "--quiet", "--jobs", 1)
    assert decided(other) == {"csv": {}, "jsonl": {}, "database": {}}
    assert "7 decisions brought in, 0 were there already" in lianmeng("review", "import", tmp_path / "out.decisions.jsonl", "--out", other)
    assert decided(other) == first_time

    # Any of them can be undone.
    shown = lianmeng("review", "history", membership, "--out", other)
    decision_id = shown.split()[1]
    lianmeng("review", "undo", decision_id, "--out", other, "--by", "张")
    undone = decided(other)
    assert undone["csv"] == undone["jsonl"] == undone["database"] == {key: value for key, value in first_time["csv"].items() if key != membership}
    assert "(taken back)" in lianmeng("review", "history", membership, "--out", other)
