"""The command: exit status, messages and outputs as the contract says, on good and on bad input."""

import csv
import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

BODY = "许昌加入中德工业城市联盟。今年1—10月，浙江省向德国出口130.8亿美元。"


def lianmeng(*arguments: object, given: bytes = b"", cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LIANMENG_")}
    script = "from pipeline.cli import main; main()"
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(Path(__file__).parents[2])!r}); {script}"]
    return subprocess.run([*command, *map(str, arguments)], input=given, capture_output=True, cwd=cwd, env=environment, check=False)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def bad_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Good articles among everything that a folder may hold by mistake."""
    folder = tmp_path_factory.mktemp("articles")
    (folder / "good.txt").write_text(BODY, encoding="utf-8")
    (folder / "gb.txt").write_bytes("佛山市与德国亚琛市签署合作协议。".encode("gb18030"))
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (folder / "lines.jsonl").write_text('{"text": "洛阳加入联盟。"}\n{"text": \n[1]\n{"text": 5}\n', encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def finished(bad_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[subprocess.CompletedProcess[bytes], Path]:
    out = tmp_path_factory.mktemp("out") / "records"
    return lianmeng("run", bad_folder, "--out", out, "--published", "2020-12-15"), out


def test_bad_inputs_are_failures_and_all_others_are_records(finished: tuple[subprocess.CompletedProcess[bytes], Path], bad_folder: Path) -> None:
    process, out = finished
    failures = {(Path(row["input"]).name, row["record"]) for row in rows(out / "failures.csv")}
    appearances = {(Path(row["input"]).name, row["record"]) for row in rows(out / "appearances.csv")}
    assert process.returncode == 1
    assert failures == {("empty.txt", ""), ("binary.txt", ""), ("lines.jsonl", "2"), ("lines.jsonl", "3"), ("lines.jsonl", "4")}
    assert appearances == {("good.txt", ""), ("gb.txt", ""), ("lines.jsonl", "1")}


def test_a_failure_has_a_stage_and_a_reason_of_one_line(finished: tuple[subprocess.CompletedProcess[bytes], Path]) -> None:
    for row in rows(finished[1] / "failures.csv"):
        assert row["stage"] in {"read", "decode", "parse", "clean"}
        assert row["reason"].strip()
        assert "\n" not in row["reason"]


def test_no_traceback_reaches_the_user(finished: tuple[subprocess.CompletedProcess[bytes], Path]) -> None:
    assert b"Traceback" not in finished[0].stderr


def test_the_summary_tells_the_counts_and_where_the_records_are(finished: tuple[subprocess.CompletedProcess[bytes], Path]) -> None:
    told = finished[0].stderr.decode()
    assert str(finished[1]) in told
    assert "articles" in told


def test_running_the_same_batch_twice_changes_nothing_but_run_json(
    finished: tuple[subprocess.CompletedProcess[bytes], Path], bad_folder: Path
) -> None:
    out = finished[1]
    before = {path.name: path.read_bytes() for path in out.iterdir() if path.suffix in {".csv", ".jsonl", ".json"} and path.name != "run.json"}
    again = lianmeng("run", bad_folder, "--out", out, "--published", "2020-12-15", "--quiet")
    after = {path.name: path.read_bytes() for path in out.iterdir() if path.suffix in {".csv", ".jsonl", ".json"} and path.name != "run.json"}
    assert again.returncode == 1
    assert after == before


def test_another_list_of_sources_into_the_same_folder_is_refused(finished: tuple[subprocess.CompletedProcess[bytes], Path], tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(BODY, encoding="utf-8")
    process = lianmeng("run", other, "--out", finished[1])
    assert process.returncode == 2
    assert process.stderr.startswith(b"lianmeng: ")


def test_a_folder_without_articles_is_said(tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    process = lianmeng("run", tmp_path / "nothing", "--out", tmp_path / "out")
    assert process.returncode == 1
    assert [row["reason"] for row in rows(tmp_path / "out" / "failures.csv")] != []


def test_a_source_that_does_not_exist_is_a_failure(tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_text(BODY, encoding="utf-8")
    process = lianmeng("run", good, tmp_path / "absent.txt", "--out", tmp_path / "out")
    assert process.returncode == 1
    assert [Path(row["input"]).name for row in rows(tmp_path / "out" / "failures.csv")] == ["absent.txt"]
    assert [Path(row["input"]).name for row in rows(tmp_path / "out" / "appearances.csv")] == ["good.txt"]


def test_a_folder_that_cannot_be_written_stops_before_any_work(tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_text(BODY, encoding="utf-8")
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    process = lianmeng("run", good, "--out", tmp_path / "file" / "out")
    assert process.returncode == 2
    assert b"Traceback" not in process.stderr


@pytest.mark.skipif(sys.platform == "win32" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_stops_before_any_work(tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_text(BODY, encoding="utf-8")
    (tmp_path / "locked").mkdir()
    (tmp_path / "locked").chmod(stat.S_IRUSR | stat.S_IXUSR)
    assert lianmeng("run", good, "--out", tmp_path / "locked" / "out").returncode == 2


def test_extract_prints_one_object_on_one_line() -> None:
    process = lianmeng("extract", "--published", "2020-12-15", given=BODY.encode())
    [line] = process.stdout.decode("utf-8").splitlines()
    found = json.loads(line)
    assert process.returncode == 0
    assert found["schema_version"] == 1
    assert found["published"] == "2020-12-15"
    assert found["text"] == BODY
    assert [mention["text"] for mention in found["mentions"]] == ["许昌", "中德工业城市联盟", "今年1—10月", "浙江省", "德国", "130.8亿美元"]


def test_extract_jsonl_answers_line_by_line_in_order() -> None:
    lines = [{"text": "许昌加入中德工业城市联盟。"}, {"txt": 1}, {"html": "<p>佛山与亚琛结好，双方商定在制造业方面开展交流合作。</p>"}]
    given = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines) + "\n{broken\n"
    process = lianmeng("extract", "--jsonl", given=given.encode())
    found = [json.loads(line) for line in process.stdout.decode("utf-8").splitlines()]
    assert process.returncode == 1
    assert [sorted(one) if "error" in one else one["text"] for one in found] == [
        "许昌加入中德工业城市联盟。",
        ["error"],
        "佛山与亚琛结好，双方商定在制造业方面开展交流合作。",
        ["error"],
    ]
    assert sorted(found[1]["error"]) == ["reason", "stage"]


def test_a_text_given_as_json_is_the_body_as_it_stands() -> None:
    text = "许昌加入联盟\n来源：许昌日报\n第一段。\n责任编辑：张三"
    process = lianmeng("extract", "--jsonl", given=json.dumps({"text": text}, ensure_ascii=False).encode())
    found = json.loads(process.stdout)
    assert (found["text"], found["title"]) == (text, None)


def test_an_empty_article_is_one_line_on_standard_error() -> None:
    process = lianmeng("extract", given=b"")
    assert process.returncode == 1
    assert process.stdout == b""
    assert len(process.stderr.decode().splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("run",),
        ("extract", "--published", "2020-13-01"),
        ("extract", "--home", "不存在的地方"),
        ("extract", "absent.txt"),
        ("run", "x.txt", "--format", "html"),
        ("run", "x.txt", "--config", "absent.toml"),
    ],
)
def test_wrong_usage_is_status_2_without_a_traceback(arguments: tuple[str, ...], tmp_path: Path) -> None:
    process = lianmeng(*arguments, cwd=tmp_path)
    assert process.returncode == 2
    assert b"Traceback" not in process.stderr
    assert list(tmp_path.iterdir()) == []


def test_version_names_code_data_and_model() -> None:
    told = lianmeng("--version").stdout.decode()
    assert told.startswith("lianmeng ")
    assert "data " in told
    assert re.search(r"model [0-9a-f]{12}\b", told)


def test_places_of_the_users_own_are_found_and_settle_a_name(tmp_path: Path) -> None:
    rows_of_users = "name\tplace_id\tlevel\tcountry\tparent_id\n新区智造谷\tUS-zhizao\tother\tCN\tCN-411000\n鼓楼区\tCN-320106\t\t\t\n"
    (tmp_path / "my.tsv").write_text(rows_of_users, encoding="utf-8")
    (tmp_path / "settings.toml").write_text('places = "my.tsv"\n', encoding="utf-8")
    process = lianmeng("extract", "--config", tmp_path / "settings.toml", given="鼓楼区与新区智造谷签约。".encode())
    mentions = json.loads(process.stdout)["mentions"]
    assert [(mention["text"], mention["entity_id"]) for mention in mentions] == [("鼓楼区", "CN-320106"), ("新区智造谷", "US-zhizao")]


@pytest.mark.parametrize("content", ["name\tplace_id\nX\tbad\n", "name\tplace_id\n许昌\n", "\n", None])
def test_places_that_cannot_be_read_stop_before_any_work(content: str | None, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "my.tsv").write_text(content, encoding="utf-8")
    (tmp_path / "settings.toml").write_text('places = "my.tsv"\n', encoding="utf-8")
    (tmp_path / "good.txt").write_text(BODY, encoding="utf-8")
    process = lianmeng("run", tmp_path / "good.txt", "--config", tmp_path / "settings.toml", "--out", tmp_path / "out")
    assert (process.returncode, b"Traceback" in process.stderr, (tmp_path / "out").exists()) == (2, False, False)
