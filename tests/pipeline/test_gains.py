"""What was gained and lost is told item by item, of blind articles in numbers alone."""

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.commands.evaluate import command
from pipeline.evaluate import Evaluation, Score
from pipeline.gains import Change, EarlierUnknownError, changes, comparison, earlier, read_saved, save, saved

ROOT = Path(__file__).parents[2]
BEFORE = Evaluation(
    articles=2,
    names=["one", "two"],
    blind=["two"],
    scores={"GPE": Score(right=2, wrong=1, missed=1)},
    items=[
        ("one", "GPE", "right", "许昌"),
        ("two", "GPE", "right", "佛山"),
        ("one", "GPE", "missed", "德国"),
        ("one", "GPE", "wrong", "德"),
    ],
)
NOW = Evaluation(
    articles=2,
    names=["one", "two"],
    blind=["two"],
    scores={"GPE": Score(right=2, wrong=1, missed=1)},
    items=[
        ("one", "GPE", "right", "许昌"),
        ("one", "GPE", "right", "德国"),
        ("two", "GPE", "missed", "佛山"),
        ("two", "GPE", "wrong", "佛"),
    ],
)


def test_what_became_right_is_gained_and_what_no_longer_is_right_is_lost() -> None:
    assert changes(saved(BEFORE), saved(NOW)) == [
        Change("GPE", "gained", "one", "德国"),
        Change("GPE", "lost", "two", "佛山"),
        Change("GPE", "new error", "two", "佛"),
        Change("GPE", "error gone", "one", "德"),
    ]


def test_items_of_blind_articles_are_counted_and_not_shown() -> None:
    told = comparison(saved(BEFORE), saved(NOW))
    assert told.splitlines() == [
        "2 articles compared",
        "                          then     now  change     gained       lost  new error error gone",
        "GPE                      0.667   0.667  +0.000          1          1          1          1",
        "gained\tGPE\tone\t德国",
        "error gone\tGPE\tone\t德",
        "in blind articles, not listed: 0 gained, 1 lost, 1 new error, 0 error gone",
    ]


def test_the_same_item_twice_and_then_once_is_one_lost() -> None:
    twice = Evaluation(names=["one"], scores={"GPE": Score()}, items=[("one", "GPE", "right", "中")] * 2)
    once = Evaluation(names=["one"], scores={"GPE": Score()}, items=[("one", "GPE", "right", "中")])
    assert changes(saved(twice), saved(once)) == [Change("GPE", "lost", "one", "中")]


def test_nothing_changed_is_said() -> None:
    assert comparison(saved(NOW), saved(NOW)) == "2 articles compared\nnothing gained, nothing lost\n"


def test_articles_of_one_side_alone_are_named_and_not_compared() -> None:
    more = Evaluation(names=["one", "two", "three"], scores=NOW.scores, items=[*NOW.items, ("three", "GPE", "right", "洛阳")])
    told = comparison(saved(NOW), saved(more)).splitlines()
    assert told == [
        "2 articles compared",
        "only in this one, not compared: three; F1 counts them where they are",
        "nothing gained, nothing lost",
    ]


def test_a_row_that_only_one_side_has_is_told() -> None:
    none = Evaluation(names=["one"])
    some = Evaluation(names=["one"], scores={"LAW": Score(right=1)}, items=[("one", "LAW", "right", "方案")])
    assert comparison(saved(none), saved(some)).splitlines()[2].split() == ["LAW", "-", "1.000", "1", "0", "0", "0"]


def test_what_is_saved_is_read_back(tmp_path: Path) -> None:
    save(BEFORE, tmp_path / "then.json")
    assert read_saved(tmp_path / "then.json") == saved(BEFORE)
    assert [path.name for path in tmp_path.iterdir()] == ["then.json"]


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": 1}', '{"format": 1, "articles": [], "blind": [], "rows": {"GPE": {}}}'])
def test_a_file_of_another_kind_is_refused(content: str, tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text(content, encoding="utf-8")
    with pytest.raises(EarlierUnknownError, match="no file that"):
        earlier(str(tmp_path / "other.json"))


def test_a_file_of_another_format_is_refused_by_its_number(tmp_path: Path) -> None:
    (tmp_path / "later.json").write_text(json.dumps({"format": 2}), encoding="utf-8")
    with pytest.raises(EarlierUnknownError, match="has format 2"):
        earlier(str(tmp_path / "later.json"))


@pytest.mark.parametrize("name", ["no-such-commit", "--output=stolen", ""])
def test_what_is_neither_a_file_nor_a_commit_is_refused(name: str) -> None:
    with pytest.raises(EarlierUnknownError, match=r"neither a file nor a commit|no git"):
        earlier(name)
    assert not Path("stolen").exists()


def test_the_command_tells_of_a_wrong_name_in_one_line_with_status_2() -> None:
    result = CliRunner().invoke(command, ["--against", "no-such-commit"])
    assert result.exit_code == 2
    assert "no-such-commit is neither a file nor a commit" in result.output


def _is_checkout() -> bool:
    return subprocess.run(["git", "-C", str(ROOT), "rev-parse", "HEAD"], capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not _is_checkout(), reason="the project was not checked out by git")
def test_a_commit_is_read_and_scored_on_todays_gold(tmp_path: Path) -> None:
    gold, samples = tmp_path / "gold", tmp_path / "samples"
    gold.mkdir()
    samples.mkdir()
    for path in (ROOT / "corpus" / "gold" / "a01.json",):
        (gold / path.name).write_bytes(path.read_bytes())
    sample = ROOT / "corpus" / "samples" / "a01_alliance_joins.txt"
    (samples / sample.name).write_bytes(sample.read_bytes())
    then = earlier("HEAD", gold=gold, samples=samples)
    assert then.names == {"a01"}
    assert then.items["text", "right"].total() == 1
