"""Sources to articles: every input ends as articles or failures, named as given."""

import json
import os
import pickle
import socket
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.article import STAGES, Article, Failure
from corpus.read import Input, Limits, article_from_object, list_inputs, read_article, read_input, read_json_line, read_sources

BODY = "8月12日，许昌加入中德工业城市联盟。"
posix = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX files")


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read(*sources, **options) -> list[Article | Failure]:
    return list(read_sources(sources, **options))


def failure(name: str, stage: str, reason: str, record: str | None = None) -> Failure:
    return Failure(name, record, stage, reason)


# --- finding ---


def test_a_folder_is_read_by_name_with_all_below_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("in/b.txt", "in/a/z.txt", "in/a/y.html", "in/C.TXT"):
        write(tmp_path, name, f"<p>{BODY}</p>" if name.endswith("html") else BODY)
    assert [article.input for article in read("in")] == ["in/C.TXT", "in/a/y.html", "in/a/z.txt", "in/b.txt"]
    assert [article.input for article in read("in/")] == ["in/C.TXT", "in/a/y.html", "in/a/z.txt", "in/b.txt"]


def test_a_glob_gives_its_files_and_one_without_files_a_failure(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "in/b.txt", BODY)
    write(tmp_path, "in/a.txt", BODY)
    write(tmp_path, "in/a.md", BODY)
    assert [article.input for article in read("in/*.txt")] == ["in/a.txt", "in/b.txt"]
    assert [article.input for article in read("**/*.md")] == ["in/a.md"]
    assert read("in/*.pdf") == [failure("in/*.pdf", "read", "no file matches")]


def test_a_file_met_by_two_sources_is_read_once(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "in/a.txt", BODY)
    assert [article.input for article in read("in", "in/a.txt", "./in/*.txt")] == ["in/a.txt"]


def test_what_is_not_there_and_what_holds_nothing_is_said(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    write(tmp_path, "hidden/.git/x.txt", BODY)
    assert read("nowhere.txt", "empty", "hidden", "", "a\x00b") == [
        failure("nowhere.txt", "read", "no such file or folder"),
        failure("empty", "read", "folder without articles"),
        failure("hidden", "read", "folder without articles"),
        failure("", "read", "no such file or folder"),
        failure("a\x00b", "read", "no such file or folder"),
    ]


def test_an_excluded_folder_is_passed_over(tmp_path):
    write(tmp_path, "a.txt", BODY)
    write(tmp_path, "out/articles.jsonl", json.dumps({"text": BODY}))
    assert [article.input for article in read(tmp_path, exclude=[tmp_path / "out"])] == [f"{tmp_path.as_posix()}/a.txt"]


def test_a_file_of_another_type_in_a_folder_is_reported_and_a_saved_pages_own_folder_is_not(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "in/a.odt", b"PK\x03\x04")
    write(tmp_path, "in/page.html", f"<p>{BODY}</p>")
    write(tmp_path, "in/page_files/style.css", "p{}")
    assert [(found.input, getattr(found, "reason", None)) for found in read("in")] == [
        ("in/a.odt", "files of type .odt are not read"),
        ("in/page.html", None),
    ]


@posix
def test_links_pipes_sockets_and_devices_are_reported_and_never_opened(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "outside/secret.txt", BODY)
    write(tmp_path, "in/a.txt", BODY)
    os.symlink(tmp_path / "outside" / "secret.txt", tmp_path / "in" / "link.txt")
    os.symlink(tmp_path / "outside", tmp_path / "in" / "linked")
    os.symlink(tmp_path / "in", tmp_path / "in" / "loop")
    os.symlink("nowhere", tmp_path / "in" / "broken.txt")
    os.mkfifo(tmp_path / "in" / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("in/socket.txt")
        found = {item.input: getattr(item, "reason", None) for item in read("in", "/dev/null", "in/link.txt", "in/*.txt")}
    linked = "symbolic link: not followed"
    assert found == {
        "in/a.txt": None,
        "in/link.txt": linked,
        "in/linked": linked,
        "in/loop": linked,
        "in/broken.txt": linked,
        "in/pipe.txt": "not a regular file (pipe)",
        "in/socket.txt": "not a regular file (socket)",
        "/dev/null": "not a regular file (device)",
    }


@posix
def test_a_file_that_became_a_link_after_it_was_listed_is_not_followed(tmp_path):
    path = write(tmp_path, "a.txt", BODY)
    listed = next(list_inputs([path]))
    other = write(tmp_path, "b.txt", BODY)
    path.unlink()
    os.symlink(other, path)
    (found,) = read_input(listed)
    assert isinstance(found, Failure)
    assert found.stage == "read"


def test_a_file_that_vanished_after_it_was_listed_is_a_failure(tmp_path):
    path = write(tmp_path, "a.txt", BODY)
    listed = next(list_inputs([path]))
    path.unlink()
    assert list(read_input(listed)) == [failure(path.as_posix(), "read", "no such file or directory")]


@posix
@pytest.mark.skipif(os.geteuid() == 0 if hasattr(os, "geteuid") else True, reason="root reads everything")
def test_what_may_not_be_read_is_a_failure(tmp_path):
    path = write(tmp_path, "a.txt", BODY)
    path.chmod(0)
    assert [found.stage for found in read(path)] == ["read"]


@posix
def test_a_name_that_is_no_text_is_shown_by_its_bytes(tmp_path):
    path = os.path.join(os.fsencode(tmp_path), b"\xd0\xed.txt")
    try:
        with open(path, "wb") as file:
            file.write(BODY.encode())
    except OSError:
        pytest.skip("the file system takes no such name")
    (article,) = read(tmp_path)
    assert article.input == f"{tmp_path.as_posix()}/\\xd0\\xed.txt"
    article.input.encode("utf-8")


def test_inputs_are_listed_without_being_opened_and_can_be_sent_to_another_process(tmp_path):
    path = write(tmp_path, "a.txt", b"\x00\x01")
    (listed,) = list_inputs([tmp_path])
    assert listed == Input(str(path), path.as_posix(), "text")
    assert pickle.loads(pickle.dumps(listed)) == listed  # noqa: S301


def test_folders_nested_too_deep_are_named_with_the_limit(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "in/1/2/a.txt", BODY)
    assert read("in", limits=Limits(max_depth=2)) == [failure("in/1/2", "read", "more nested folders than max_depth (2)")]


# --- single files ---


@pytest.mark.parametrize(
    ("name", "content", "stage", "reason"),
    [
        ("empty.txt", b"", "read", "empty file"),
        ("blank.txt", " \n\u3000\n".encode(), "clean", "no text"),
        ("footer.txt", "Copyright 2013-2020 某某网 版权所有".encode(), "clean", "no text"),
        ("empty.html", b"<html><body></body></html>", "clean", "no text"),
        ("empty.md", b"\n", "clean", "no text"),
        ("empty.json", b"", "read", "empty file"),
        ("list.json", b"[]", "clean", "no text"),
        ("bad.json", b'{"text": ', "parse", "malformed JSON: expecting value at character 10"),
        ("deep.json", b"[" * 100_000, "parse", "malformed JSON: nested too deeply"),
        ("empty.jsonl", b"\n\n", "read", "empty file"),
        ("empty.csv", b"", "read", "empty file"),
        ("header.csv", b"text,title\r\n", "read", "no rows"),
        ("columns.csv", b"a,b\r\n1,2\r\n", "parse", "no column text or html"),
        ("binary.txt", bytes(range(256)) * 20, "decode", "no known encoding fits"),
        ("program.txt", bytes(4000), "decode", "binary file (NUL bytes)"),
        ("paper.txt", b"%PDF-1.7 ...", "decode", "binary file (PDF)"),
        ("large.txt", b"a" * 101, "read", "larger than max_bytes (100)"),
        ("large.json", b"a" * 101, "read", "larger than max_bytes (100)"),
    ],
)
def test_a_file_without_an_article_is_one_failure(tmp_path, name, content, stage, reason):
    path = write(tmp_path, name, content)
    limits = Limits(max_bytes=100) if name.startswith("large") else Limits()
    assert read(path, limits=limits) == [failure(path.as_posix(), stage, reason)]


def test_json_gives_an_article_or_a_list_of_them(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "one.json", json.dumps({"text": BODY, "title": "入盟"}))
    write(tmp_path, "two.json", json.dumps([{"text": BODY}, {"title": "无正文"}, 3, {"html": f"<p>{BODY}</p>"}]))
    assert read("one.json") == [Article(text=BODY, title="入盟", input="one.json")]
    assert read("two.json") == [
        Article(text=BODY, input="two.json", record="1"),
        failure("two.json", "clean", "no text", "2"),
        failure("two.json", "parse", "not an object: a number", "3"),
        Article(text=BODY, input="two.json", record="4"),
    ]


def test_a_malformed_line_of_json_lines_takes_no_other_down(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lines = [
        json.dumps({"text": BODY}).encode(),
        b"{bad",
        b"",
        '{"text": "许昌。"}'.encode("gb18030"),
        b'{"text": 1' + b"0" * 5000 + b"}",
        b'{"text": NaN}',
        b'{"text": "\\ud800x"}',
    ]
    write(tmp_path, "a.jsonl", b"\xef\xbb\xbf" + b"\r\n".join(lines))
    assert read("a.jsonl") == [
        Article(text=BODY, input="a.jsonl", record="1"),
        failure("a.jsonl", "parse", "malformed JSON: expecting property name enclosed in double quotes at character 2", "2"),
        Article(text="许昌。", input="a.jsonl", record="4"),
        failure("a.jsonl", "parse", "text: not a string but a number", "5"),
        failure("a.jsonl", "parse", "malformed JSON: NaN", "6"),
        Article(text="\ufffdx", input="a.jsonl", record="7"),
    ]


def test_a_line_above_the_limit_is_passed_over(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "a.jsonl", json.dumps({"text": "长" * 500}) + "\n" + json.dumps({"text": "短。"}, ensure_ascii=False) + "\n")
    assert read("a.jsonl", limits=Limits(max_bytes=100)) == [
        failure("a.jsonl", "read", "larger than max_bytes (100)", "1"),
        Article(text="短。", input="a.jsonl", record="2"),
    ]


def test_json_of_one_object_a_line_is_read_as_json_lines(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "a.json", '{"text": "甲。"}\n{"text": "乙。"}\n')
    assert [(article.text, article.record) for article in read("a.json")] == [("甲。", "1"), ("乙。", "2")]


def test_a_table_gives_an_article_a_row_numbered_as_a_spreadsheet_does(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    rows = 'Title,TEXT,published,source,url,home\r\n入盟,"第一段，""引语""。\n第二段。",2020/8/12,许昌日报,https://a.example/1,许昌\r\n,,,,,\r\n缺,,,,,\r\n'
    write(tmp_path, "a.csv", "\ufeff" + rows)
    assert read("a.csv") == [
        Article(
            text='第一段，"引语"。\n第二段。',
            title="入盟",
            source="许昌日报",
            url="https://a.example/1",
            published="2020-08-12",
            home="许昌",
            input="a.csv",
            record="2",
        ),
        failure("a.csv", "clean", "no text", "4"),
    ]


def test_a_row_that_breaks_the_rules_loses_only_itself(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "a.csv", 'text,title\r\n"甲。"x,一\r\n乙。,二\r\n"丙。,三\r\n丁。,四\r\n戊。,五,六\r\n己。\r\n')
    assert read("a.csv") == [
        failure("a.csv", "parse", "a quote in the wrong place at character 1 of the row", "2"),
        Article(text="乙。", title="二", input="a.csv", record="3"),
        failure("a.csv", "parse", "a quote that never closes", "4"),
        Article(text="丁。", title="四", input="a.csv", record="5"),
        failure("a.csv", "parse", "3 cells under 2 columns", "6"),
        Article(text="己。", input="a.csv", record="7"),
    ]


@pytest.mark.parametrize(("delimiter", "encoding"), [(",", "gb18030"), ("\t", "utf-16"), (";", "utf-8-sig")])
def test_a_table_as_spreadsheets_write_it(tmp_path, delimiter, encoding):
    path = write(tmp_path, "a.csv", f"标题{delimiter}正文\r\n入盟{delimiter}{BODY}\r\n".encode(encoding))
    (article,) = read(path)
    assert (article.title, article.text) == ("入盟", BODY)


def test_a_cell_longer_than_the_standard_librarys_limit_is_read(tmp_path):
    path = write(tmp_path, "a.csv", f'text\n"{"许昌，" * 100_000}"\n')
    assert [len(article.text) for article in read(path)] == [300_000]


# --- Markdown ---

DIGEST = """# 《联播》 (20220927)

## 新闻摘要

1.甲会见乙；

## 详细新闻

### 甲会见乙

<p><strong>本台消息</strong>（联播）：甲27日会见乙。<br></p><p>丙在座。</p>

[查看原文](https://tv.example/1.shtml)

### 无正文的一条

[查看原文](https://tv.example/2.shtml)

### 国内快讯

<p><strong>对德出口增长</strong></p><p>前8个月，对德出口增长一成。</p>

---

(更新时间戳: 1664109102894)
"""


def test_a_digest_gives_an_article_an_item_with_the_days_date(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "20220927.md", DIGEST)
    day = {"published": "2022-09-27", "input": "20220927.md"}
    assert read("20220927.md") == [
        Article(text="本台消息（联播）：甲27日会见乙。\n丙在座。", title="甲会见乙", url="https://tv.example/1.shtml", record="1", **day),
        failure("20220927.md", "clean", "no text", "2"),
        Article(text="对德出口增长\n前8个月，对德出口增长一成。", title="国内快讯", record="3", **day),
    ]


def test_running_text_above_a_digests_first_item_is_not_lost(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "a.md", f"# 每日要闻\n\n{BODY}\n\n### 一\n\n甲。\n\n### 二\n\n乙。\n")
    assert [(article.record, article.title, article.text) for article in read("a.md")] == [
        ("0", None, BODY),
        ("1", "一", "甲。"),
        ("2", "二", "乙。"),
    ]


def test_markdown_of_one_article_is_read_without_its_marks(tmp_path):
    path = write(
        tmp_path,
        "a.md",
        "# 许昌**入盟**\n\n8月12日，[许昌](https://a.example)加入联盟。\n\n## 背景\n\n- 成员城市45个；\n- 观察员城市2个。\n\n![图](1.png)\n",
    )
    (article,) = read(path)
    assert (article.title, article.text.split("\n")) == ("许昌入盟", ["8月12日，许昌加入联盟。", "背景", "成员城市45个；", "观察员城市2个。"])


# --- objects ---


def test_a_text_that_is_given_stands_as_it_is():
    text = "许昌入盟\n□ 记者 张铮\n\n本报许昌8月12日电(记者 李四)许昌加入联盟。\r\n责任编辑:王五\n"
    assert article_from_object({"text": text}) == Article(
        text=text.replace("\r\n", "\n"), reporters=("张铮", "李四"), dateline="许昌", dateline_date="8月12日"
    )


@pytest.mark.parametrize(
    ("value", "stage", "reason"),
    [
        ([], "parse", "not an object: a list"),
        (None, "parse", "not an object: null"),
        ({}, "clean", "no text"),
        ({"text": " "}, "clean", "no text"),
        ({"text": None, "html": ""}, "clean", "no text"),
        ({"text": ["许昌"]}, "parse", "text: not a string but a list"),
        ({"text": "许昌。", "title": 3}, "parse", "title: not a string but a number"),
        ({"text": "许昌。", "home": True}, "parse", "home: not a string but true or false"),
        ({"text": "许昌。", "published": "2020-02-30"}, "parse", "published: no day of the form YYYY-MM-DD"),
        ({"text": "许昌。", "published": "昨天"}, "parse", "published: no day of the form YYYY-MM-DD"),
        ({"text": "许昌。", "published": 20200812}, "parse", "published: not a string but a number"),
    ],
)
def test_an_object_that_is_no_article_is_a_failure_that_names_the_field(value, stage, reason):
    assert article_from_object(value) == failure("-", stage, reason)


def test_what_is_given_beside_html_goes_before_what_the_page_says():
    html = f"<title>网页题目</title><h1>网页题目</h1><p>来源：甲报 2020-08-13</p><p>{BODY}</p>"
    found = article_from_object({"html": html, "title": "给定题目", "published": "2020-08-12T08:00:00+08:00", "source": ""})
    assert found == Article(text=BODY, title="给定题目", source="甲报", published="2020-08-12")


def test_json_lines_are_read_one_by_one():
    assert read_json_line('{"text": "许昌。"}'.encode()) == Article(text="许昌。")
    assert read_json_line(b"\xff\xff\xff\xfe\x00\x81") == failure("-", "decode", "binary file (NUL bytes)")


# --- any bytes ---


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=2_000), st.sampled_from(["text", "html", None]))
def test_any_bytes_give_an_article_or_a_failure(data, kind):
    found = read_article(data, kind=kind)
    if isinstance(found, Failure):
        assert found.stage in STAGES
        assert found.reason == " ".join(found.reason.split())
    else:
        found.text.encode("utf-8")
        assert "\x00" not in found.text
        assert not any(line != line.strip(" ") or not line for line in found.text.split("\n"))


# fmt: off
PIECES = [
    "<p>", "</p>", "<div>", "</div>", "<table><tr><td>", "</td><td>", "</tr></table>", "<br>", "<!--", "-->", "<script>", "</script>", "<a>", "</a>",
    "<b>", "</b>", "<template>", "</template>", "<h1>", "</h1>", "<span hidden>", "</span>", "<p style='display:none'>", "<title>", "</title>", "<",
    ">", "&amp;", "&#0;", "<svg>", "<select>", "</select>", "<li>", "<ul>", "<div class=nav>", "许昌加入联盟，双方签署协议。", "来源：许昌日报",
    "2020-08-12", "记者 张铮", "王刚 摄", "（", "”", "　　", "责任编辑：李四", "首页 新闻 财经 房产", "，", "\u2028", "\x00", " ", "\n",
]
# fmt: on
MARKUP = st.lists(st.sampled_from(PIECES), max_size=60)


@settings(max_examples=300, deadline=None)
@given(MARKUP, st.sampled_from(["text", "html", None]))
def test_any_heap_of_tags_and_press_phrases_gives_an_article_or_a_failure(pieces, kind):
    found = read_article("".join(pieces).encode(), kind=kind)
    assert isinstance(found, Article | Failure)
    if isinstance(found, Article):
        assert found == read_article("".join(pieces).encode(), kind=kind)
        assert all(line.strip() for line in found.text.split("\n"))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=500), st.sampled_from([".csv", ".json", ".jsonl", ".md"]))
def test_any_bytes_in_a_file_of_records_give_articles_or_failures(tmp_path_factory, data, suffix):
    path = tmp_path_factory.mktemp("any") / f"a{suffix}"
    path.write_bytes(data)
    found = read(path)
    assert found
    assert all(isinstance(item, Article | Failure) for item in found)
    assert {item.input for item in found} == {path.as_posix()}


@settings(max_examples=200, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["text", "html", "title", "published", "x"]), inner),
        max_leaves=6,
    )
)
def test_any_json_value_gives_an_article_or_a_failure(value):
    assert isinstance(article_from_object(value), Article | Failure)
