"""Sources by URL: listed and read as local ones are, on fsspec's file system in memory."""

import io
import zipfile

import fsspec
import pytest

from corpus.article import Article, Failure
from corpus.read import Input, Limits, list_inputs, read_input, read_sources

BODY = "8月12日，许昌加入中德工业城市联盟。"


@pytest.fixture
def storage():
    """Writes files into memory://news, which is empty again afterwards."""
    system = fsspec.filesystem("memory")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("b.txt", BODY)
    for path, data in {
        "a.txt": f"许昌入盟\n{BODY}".encode(),
        "sub/c.zip": buffer.getvalue(),
        "sub/d.png": b"\x89PNG",
        ".hidden/e.txt": b"x",
        "sub/f.jsonl": b'{"text": 1}\n',
        "list": BODY.encode(),
    }.items():
        system.pipe(f"/news/{path}", data)
    yield system
    system.rm("/news", recursive=True)


def told(*sources: str, **limits: int) -> list[tuple[str, str | None, str]]:
    found = read_sources(sources, limits=Limits(**limits))
    return [(one.input or "", one.record, one.text if isinstance(one, Article) else one.reason) for one in found]


def test_a_folder_in_a_storage_is_read_by_name_with_all_below_it(storage):
    assert told("memory://news") == [
        ("memory://news/a.txt", None, BODY),
        ("memory://news/list", None, BODY),
        ("memory://news/sub/c.zip", "b.txt", BODY),
        ("memory://news/sub/d.png", None, "files of type .png are not read"),
        ("memory://news/sub/f.jsonl", "1", "text: not a string but a number"),
    ]


def test_a_file_and_a_pattern_are_read_and_a_file_met_twice_once(storage):
    assert told("memory://news/a.txt", "memory://news/*.txt") == [("memory://news/a.txt", None, BODY)]
    assert told("memory://news/**/*.zip") == [("memory://news/sub/c.zip", "b.txt", BODY)]


def test_what_is_not_there_is_said(storage):
    assert told("memory://news/none.txt", "memory://news/*.pdf", "nosuch://a/b") == [
        ("memory://news/none.txt", None, "no such file or folder"),
        ("memory://news/*.pdf", None, "no such file or folder"),
        ("nosuch://a/b", None, "ValueError: Protocol not known: nosuch"),
    ]


def test_local_files_and_chains_by_url_are_refused():
    local = "a local file is named by its path, not by a URL"
    assert told("file:///etc/passwd", "LOCAL://etc/passwd", "zip://a.txt::memory://news/sub/c.zip") == [
        ("file:///etc/passwd", None, local),
        ("LOCAL://etc/passwd", None, local),
        ("zip://a.txt::memory://news/sub/c.zip", None, "chained URLs are not read"),
    ]


def test_a_page_of_the_web_is_one_input_that_is_not_opened_when_listed():
    assert list(list_inputs(["https://u:p@example.org/a.html?token=abc"])) == [
        Input("https://u:p@example.org/a.html?token=abc", "https://example.org/a.html?token=…", "html")
    ]


def test_an_error_while_a_file_is_read_is_a_failure(storage, monkeypatch):
    (listed,) = list_inputs(["memory://news/a.txt"])
    assert isinstance(listed, Input)

    def broken(*_: object) -> bytes:
        raise ConnectionResetError("gone away")

    monkeypatch.setattr("fsspec.implementations.memory.MemoryFile.read", broken)
    assert list(read_input(listed)) == [Failure("memory://news/a.txt", None, "read", "ConnectionResetError: gone away")]


def test_a_file_that_vanished_after_it_was_listed_is_a_failure(storage):
    (listed,) = list_inputs(["memory://news/a.txt"])
    assert isinstance(listed, Input)
    storage.rm("/news/a.txt")
    assert list(read_input(listed)) == [Failure("memory://news/a.txt", None, "read", "no such file or folder")]


def test_limits_hold_for_remote_files_too(storage):
    assert told("memory://news/a.txt", max_bytes=10) == [("memory://news/a.txt", None, "larger than max_bytes (10)")]
