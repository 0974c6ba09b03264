"""The commands of reviewing, on articles read by the whole pipeline."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import commands

ARTICLES = {
    "1.txt": "许昌与中德中小企业创新中心签约\n2020年12月14日，许昌市人民政府与中德中小企业创新中心签署合作协议。\n",
    "2.txt": "创新中心在佛山设点\n2020年12月15日，中德中小企业创新中心在佛山举行论坛，佛山市市长白涛出席。\n",
    "3.txt": "交流会举行\n2020年12月16日，中德中小企业创新中心在济南举办交流会。\n",
}


class Desk:
    """A folder with news, and the commands that work on it."""

    def __init__(self, folder: Path) -> None:
        self.news, self.out, self.decisions = folder / "news", folder / "out", folder / "team" / "decisions.jsonl"
        self.news.mkdir()
        for name, text in ARTICLES.items():
            (self.news / name).write_text(text, encoding="utf-8")

    def run(self) -> None:
        command = [sys.executable, "-c", "from pipeline.cli import main; main()", "run", str(self.news), "--quiet", "--jobs", "1", *self._where()]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode in (0, 1), done.stderr

    def say(self, *arguments: object, status: int = 0) -> str:
        result: Result = CliRunner().invoke(commands, [*map(str, arguments), *self._where()])
        assert result.exit_code == status, result.output
        return result.output

    def review(self) -> list[dict[str, str]]:
        with (self.out / "review.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    def write(self, rows: Sequence[dict[str, str]], name: str = "review.csv") -> Path:
        with (self.out / name).open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return self.out / name

    def entities(self) -> list[str]:
        """Which organisations the articles' mentions of the centre mean, in the order of the articles."""
        lines = (self.out / "articles.jsonl").read_text(encoding="utf-8").splitlines()
        objects = sorted(map(json.loads, lines), key=lambda one: one["input"])
        names = [{one["organisation_id"]: one["name"] for one in found["organisations"]} for found in objects]
        return [names[n][one["entity_id"]] for n, found in enumerate(objects) for one in found["mentions"] if one["text"] == "中德中小企业创新中心"]

    def _where(self) -> list[str]:
        return ["--out", str(self.out), "--decisions", str(self.decisions)]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_reviewing_from_the_first_run_to_a_forgotten_article(desk: Desk) -> None:
    desk.run()
    assert desk.entities() == ["中德中小企业创新中心"] * 3
    assert "records to review" in desk.say("review", "export", "--all")
    rows = desk.review()
    assert [row["decision"] for row in rows] == [""] * len(rows)

    # A bad row: nothing is written, not even the good one.
    (number,) = [
        n
        for n, row in enumerate(rows)
        if row["evidence"].startswith("2020年12月14日") and "【中德中小企业创新中心】" in row["evidence"] and row["kind"] == "mention"
    ]
    rows[number] |= {"decision": "corrected", "corrected_entity": "中德工业城市联盟"}
    other = rows[0] if number else rows[1]
    other["decision"] = "perhaps"
    told = desk.say("review", "apply", desk.write(rows), "--by", "张", status=2)
    assert (
        f"review.csv row {rows.index(other) + 2}: {other['record_id']} refused: decision is 'perhaps', none of accepted, corrected, rejected" in told
    )
    assert "1 rows cannot be applied; nothing was changed" in told
    assert not desk.decisions.exists()

    # Exporting again would write over the reviewer's work.
    other["decision"] = ""
    desk.write(rows)
    assert "holds decisions that were not applied" in desk.say("review", "export", "--all", status=2)
    assert desk.review() == rows

    assert "would be applied" in desk.say("review", "apply", desk.out / "review.csv", "--dry-run")
    assert not desk.decisions.exists()
    told = desk.say("review", "apply", desk.out / "review.csv", "--by", "张")
    assert f"1 applied (0 accepted, 1 corrected, 0 rejected), 0 already in force, {len(rows) - 1} without a decision" in told
    assert desk.entities() == ["中德工业城市联盟", "中德中小企业创新中心", "中德中小企业创新中心"]
    assert "0 applied" in desk.say("review", "apply", desk.out / "review.csv", "--by", "李")

    # What was corrected once is read everywhere from the next run on.
    told = desk.say("review", "learn")
    assert "organisation 中德中小企业创新中心 → 中德工业城市联盟" in told
    assert "    2 mentions and" in told
    assert "in 2 other articles" in told
    desk.run()
    assert desk.entities() == ["中德工业城市联盟"] * 3
    history = desk.say("review", "history")
    assert "张 corrected: mention" in history
    assert "from: review.csv" in history

    # Taken back, the row is gone and everything is read as before.
    decision_id = history.split()[1]
    assert "1 taken back" in desk.say("review", "undo", decision_id, "--by", "李", "--note", "误")
    desk.run()
    assert desk.entities() == ["中德中小企业创新中心"] * 3
    assert "nothing was taught yet" in desk.say("review", "learn")
    assert f"decision {decision_id} was taken back already; nothing was changed" in desk.say("review", "undo", decision_id, status=2)

    # One article is forgotten.
    article_id = rows[number]["article_id"]
    assert f"{article_id} is forgotten in database and files; 2 decisions on it were removed" in desk.say("forget", article_id, "--by", "王")
    assert desk.entities() == ["中德中小企业创新中心"] * 2
    assert "许昌" not in (desk.out / "articles.jsonl").read_text(encoding="utf-8") + desk.decisions.read_text(encoding="utf-8")
    assert "no article a0000000000000000" in desk.say("forget", "a0000000000000000", status=2)


def test_importing_needs_a_file_that_is_there(desk: Desk) -> None:
    assert f"there is no file {desk.decisions}" in desk.say("review", "import", status=2)


def test_decisions_are_never_kept_in_the_folder_that_may_be_deleted(desk: Desk) -> None:
    desk.decisions = desk.out / "decisions.jsonl"
    assert "lies in the output folder, which may be deleted" in desk.say("review", "history", status=2)
    assert not desk.out.exists()


@pytest.mark.parametrize("name", ["export", "apply", "history", "undo", "import", "learn"])
def test_every_command_tells_what_it_does(name: str) -> None:
    result = CliRunner().invoke(commands, ["review", name, "--help"])
    assert result.exit_code == 0
    assert "--decisions FILE" in result.output
