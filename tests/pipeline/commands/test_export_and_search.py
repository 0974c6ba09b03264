"""`lianmeng export` and `lianmeng search` as a user types them."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
from pathlib import Path

import openpyxl
import pyarrow.parquet
import pytest
from click.testing import CliRunner, Result

from corpus.article import make_article
from extractors.records import Membership, Organisation, Place, Record, make_id, organisation_id
from outputs.batch import BatchWriter
from pipeline.cli import commands

CHINA = Place("CN", "中华人民共和国", "country", "CN")
XUCHANG = Place("CN-411000", "许昌市", "city", "CN", parent_id="CN")
ALLIANCE = Organisation(organisation_id("中德工业城市联盟", None), "中德工业城市联盟", "alliance")
WORDS = "许昌加入中德工业城市联盟。"


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("records")
    article = make_article(WORDS + "\n佛山\x1b[31m与汉堡也在其中。", title="=许昌加入", source="许昌日报", published="2020-12-15", input="a.txt")
    fact = Membership(
        id=make_id("f", "1"), evidence=WORDS, start=0, end=len(WORDS), extractor="test", member_id="CN-411000",
        organisation_id=ALLIANCE.organisation_id, sources=(article.article_id,),
    )  # fmt: skip
    with BatchWriter.open(folder, sources=["news"], version="1") as writer:
        writer.add(Record(article, memberships=(fact,), places=(CHINA, XUCHANG), organisations=(ALLIANCE,)))
        writer.add(Record(make_article("汉堡的天气很好。", title="天气", published="2021-01-01", input="b.txt")))
        writer.finish({})
    return folder


def lianmeng(*arguments: object) -> Result:
    return CliRunner().invoke(commands, [str(one) for one in arguments], prog_name="lianmeng")


def test_a_table_goes_to_standard_output_as_guarded_csv(out: Path) -> None:
    result = lianmeng("export", "articles", "--where", "title~许昌", "--out", out)
    assert result.exit_code == 0
    (row,) = csv.DictReader(io.StringIO(result.stdout_bytes.decode("utf-8-sig"), newline=""))
    assert (row["title"], row["published"]) == ("'=许昌加入", "2020-12-15")


def test_the_suffix_of_the_file_says_its_form(out: Path, tmp_path: Path) -> None:
    for name in ("m.csv", "m.jsonl", "m.xlsx", "m.parquet"):
        result = lianmeng("export", "members", "--as-of", "2020-12-31", "--to", tmp_path / name, "--out", out)
        assert (result.exit_code, result.stdout, result.stderr) == (0, "", f"1 rows: {tmp_path / name}\n")
    with (tmp_path / "m.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["member"], row["joined_by"], row["facts"]) == ("许昌市", "2020-12-15", "1")
    assert json.loads((tmp_path / "m.jsonl").read_text(encoding="utf-8"))["member"] == "许昌市"
    assert openpyxl.load_workbook(tmp_path / "m.xlsx")["members"]["D2"].value == "许昌市"
    assert pyarrow.parquet.read_table(tmp_path / "m.parquet").column("member").to_pylist() == ["许昌市"]


def test_follow_the_money_takes_the_whole_database(out: Path, tmp_path: Path) -> None:
    result = lianmeng("export", "--format", "ftm", "--to", tmp_path / "ftm.jsonl", "--out", out)
    assert (result.exit_code, result.stderr) == (0, f"5 entities: {tmp_path / 'ftm.jsonl'}\n")
    lines = (tmp_path / "ftm.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["schema"] for line in lines] == ["Article", "Article", "PublicBody", "Organization", "Membership"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["export"], "name a table or view; --list tells which there are"),
        (["export", "nothing"], "there is no table or view 'nothing'"),
        (["export", "articles", "--where", "title"], "'title' is no condition such as"),
        (["export", "articles", "--where", "nothing=1"], "articles has no column 'nothing'"),
        (["export", "articles", "--from", "gestern"], "'gestern' is no day such as 2020-12-15"),
        (["export", "articles", "--format", "xlsx"], "xlsx goes to a file: --to FILE.xlsx"),
        (["export", "articles", "--format", "ftm"], "ftm takes the whole database"),
        (["export", "--list", "nothing"], "there is no table or view 'nothing'"),
        (["search", "，"], "there is no word to search for"),
        (["search", "许昌", "--from", "2020-13-01"], "'2020-13-01' is no day"),
    ],
)
def test_wrong_usage_is_said_in_one_line(out: Path, arguments: list[str], message: str) -> None:
    result = lianmeng(*arguments, "--out", out)
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("command", [["export", "articles"], ["search", "许昌"]])
def test_a_database_that_is_not_there_is_not_made(tmp_path: Path, command: list[str]) -> None:
    result = lianmeng(*command, "--out", tmp_path / "nothing")
    assert (result.exit_code, result.stderr) == (
        2,
        f"lianmeng: there is no database {tmp_path / 'nothing' / 'alliance.db'}: lianmeng run makes one\n",
    )
    assert not (tmp_path / "nothing").exists()


def test_a_url_that_leads_nowhere_is_said_without_its_password(tmp_path: Path) -> None:
    result = lianmeng("export", "articles", "--database", "postgresql://u:secret@127.0.0.1:1/nobody")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "127.0.0.1" in result.stderr
    assert "secret" not in result.stderr


def test_the_list_names_tables_views_and_columns(out: Path) -> None:
    assert "members            Who was in which alliance" in lianmeng("export", "--list").stdout
    assert "participants       Who took part and as what" in lianmeng("export", "events", "--list").stdout


def test_what_is_found_is_shown_with_its_words_marked_and_nothing_that_steers_a_terminal(out: Path) -> None:
    result = lianmeng("search", "汉堡", "佛山", "--out", out)
    assert result.exit_code == 0
    about, passage = result.stdout.splitlines()
    assert about.startswith("2020-12-15  许昌日报  =许昌加入  (a")
    assert passage == "    …许昌加入中德工业城市联盟。 【佛山】␛[31m与【汉堡】也在其中。…"


def test_what_is_found_can_be_read_by_programs(out: Path) -> None:
    result = lianmeng("search", "汉堡", "--json", "--out", out)
    first, second = (json.loads(line) for line in result.stdout.splitlines())
    assert (first["title"], first["published"], second["title"]) == ("天气", "2021-01-01", "=许昌加入")
    assert first["passages"] == [{"start": 0, "end": 8, "text": "汉堡的天气很好。", "marks": [[0, 2]]}]
    assert [json.loads(line)["title"] for line in lianmeng("search", "汉堡", "--articles", 1, "--json", "--out", out).stdout.splitlines()] == ["天气"]
    assert [
        json.loads(line)["title"] for line in lianmeng("search", "汉堡", "--until", "2020-12-31", "--json", "--out", out).stdout.splitlines()
    ] == ["=许昌加入"]


def test_nothing_found_is_said(out: Path) -> None:
    result = lianmeng("search", "慕尼黑", "--out", out)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "lianmeng: no article contains that\n")


@pytest.mark.skipif(os.name == "nt", reason="permissions are other there")
def test_reading_needs_no_right_to_write(out: Path, tmp_path: Path) -> None:
    (tmp_path / "alliance.db").write_bytes((out / "alliance.db").read_bytes())
    (tmp_path / "alliance.db").chmod(stat.S_IRUSR)
    before = (tmp_path / "alliance.db").read_bytes()
    assert lianmeng("export", "articles", "--out", tmp_path).exit_code == 0
    assert (tmp_path / "alliance.db").read_bytes() == before
