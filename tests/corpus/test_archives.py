"""Archives: each member is an article or a failure, nothing is written, and no archive can ask for more than its limits."""

import gzip
import io
import struct
import tarfile
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.article import Article, Failure
from corpus.read import Limits, read_sources

BODY = "8月12日，许昌加入中德工业城市联盟。"
OTHER = "联盟由47个城市组成，秘书处设在佛山。"


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def tarred(members: dict[str, bytes | tarfile.TarInfo], mode: str = "w") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            if isinstance(data, tarfile.TarInfo):
                archive.addfile(data)
            else:
                entry.size = len(data)
                archive.addfile(entry, io.BytesIO(data))
    return buffer.getvalue()


def read(folder: Path, name: str, data: bytes, **limits: int) -> list[Article | Failure]:
    path = folder / name
    path.write_bytes(data)
    found = list(read_sources([path], limits=Limits(**limits)))
    assert {one.input for one in found} == {path.as_posix()}
    assert [one.name for one in folder.iterdir()] == [name]
    path.unlink()
    return found


def told(found: list[Article | Failure]) -> list[tuple[str | None, str]]:
    """Record and text, or record and reason."""
    return [(one.record, one.text if isinstance(one, Article) else one.reason) for one in found]


MEMBERS = {
    "a.txt": f"许昌入盟\n{BODY}".encode(),
    "b/gbk.txt": OTHER.encode("gb18030"),
    "b/c.jsonl": f'{{"text": "{BODY}"}}\n\n{{"text": 1}}\n'.encode(),
    "d.csv": f"text,title\n{OTHER},联盟\n".encode(),
    "e.html": f"<h1>许昌入盟</h1><p>{BODY}</p>".encode(),
    "f.png": b"\x89PNG\r\n",
    "g.txt": b"",
}
TOLD = [
    ("a.txt", BODY),
    ("b/gbk.txt", OTHER),
    ("b/c.jsonl!1", BODY),
    ("b/c.jsonl!3", "text: not a string but a number"),
    ("d.csv!2", OTHER),
    ("e.html", BODY),
    ("f.png", "files of type .png are not read"),
    ("g.txt", "empty file"),
]


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("a.zip", zipped),
        ("a.tar", tarred),
        ("a.tar.gz", lambda members: tarred(members, "w:gz")),
        ("a.tgz", lambda members: gzip.compress(tarred(members))),
    ],
)
def test_the_members_of_every_archive_are_read_by_their_kind(tmp_path, name, pack):
    found = read(tmp_path, name, pack(MEMBERS))
    assert told(found) == TOLD
    assert found[0] == Article(BODY, title="许昌入盟", input=found[0].input, record="a.txt")


def test_a_compressed_file_is_read_as_the_file_it_holds(tmp_path):
    assert told(read(tmp_path, "a.txt.gz", gzip.compress(BODY.encode()))) == [(None, BODY)]
    assert told(read(tmp_path, "a.jsonl.gz", gzip.compress(MEMBERS["b/c.jsonl"]))) == [("1", BODY), ("3", "text: not a string but a number")]
    assert told(read(tmp_path, "a.csv.gz", gzip.compress("text\n".encode("utf-16") + BODY.encode("utf-16-le")))) == [("2", BODY)]


def test_an_archive_in_an_archive_is_read_and_a_third_one_is_not(tmp_path):
    third = zipped({"a.txt": BODY.encode()})
    second = tarred({"c.zip": third, "b.txt": BODY.encode()}, "w:gz")
    assert told(read(tmp_path, "a.zip", zipped({"二.tar.gz": second, "x.zip": third, "y.txt.gz": gzip.compress(OTHER.encode())}))) == [
        ("二.tar.gz!c.zip", "more nested archives than max_archive_depth (2)"),
        ("二.tar.gz!b.txt", BODY),
        ("x.zip!a.txt", BODY),
        ("y.txt.gz", OTHER),
    ]
    assert told(read(tmp_path, "a.zip", zipped({"b.zip": third}), max_archive_depth=1)) == [
        ("b.zip", "more nested archives than max_archive_depth (1)")
    ]


@pytest.mark.parametrize(("name", "pack"), [("a.zip", zipped), ("a.tar.gz", lambda members: tarred(members, "w:gz"))])
def test_office_files_and_feeds_in_an_archive_are_read(tmp_path, name, pack):
    word, excel = io.BytesIO(), io.BytesIO()
    document = docx.Document()
    document.add_paragraph(BODY)
    document.save(word)
    book = openpyxl.Workbook()
    book.active.append(["text"])
    book.active.append([OTHER])
    book.save(excel)
    feed = f"<rss><item><title>许昌</title><description>{BODY}</description></item></rss>"
    members = {"a.docx": word.getvalue(), "b.xlsx": excel.getvalue(), "c.rss": feed.encode(), "d.pdf": b"%PDF-1.4"}
    assert told(read(tmp_path, name, pack(members))) == [
        ("a.docx", BODY),
        ("b.xlsx!2", OTHER),
        ("c.rss!1", BODY),
        ("d.pdf", "damaged file: failed to load document (pdfium: data format error)."),
    ]


def test_names_lead_nowhere_and_are_shown_on_one_line(tmp_path):
    members = {
        "../../etc/x.txt": BODY.encode(),
        "/abs.txt": BODY.encode(),
        "a\n\x1b[31m\u202e.txt": BODY.encode(),
        "long" * 200 + ".txt": BODY.encode(),
    }
    labels = ["../../etc/x.txt", "/abs.txt", "a\\x0a\\x1b[31m\\x202e.txt", "long" * 125 + "…"]
    assert told(read(tmp_path, "a.tar", tarred(members))) == [(label, BODY) for label in labels]
    assert [record for record, _ in told(read(tmp_path, "a.zip", zipped(members)))] == labels


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_members_of_one_name_are_told_apart(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", BODY)
        archive.writestr("a.txt", OTHER)
    assert told(read(tmp_path, "a.zip", buffer.getvalue())) == [("a.txt", BODY), ("a.txt (2)", OTHER)]


def test_a_chinese_name_written_in_gbk_is_read(tmp_path):
    data = zipped({"AABBCCDD.txt": BODY.encode()})
    assert told(read(tmp_path, "a.zip", data.replace(b"AABBCCDD", "许昌新闻".encode("gbk")))) == [("许昌新闻.txt", BODY)]


def test_hidden_members_and_a_saved_pages_folder_are_passed_over(tmp_path):
    members = {
        "__MACOSX/._a.txt": b"x",
        ".DS_Store": b"x",
        "p_files/ad.html": b"<p>x</p>",
        "p.html": f"<p>{BODY}</p>".encode(),
        "q_files/a.txt": OTHER.encode(),
    }
    assert told(read(tmp_path, "a.zip", zipped(members))) == [("p.html", BODY), ("q_files/a.txt", OTHER)]
    assert told(read(tmp_path, "a.zip", zipped({".hidden": b"x"}))) == [(None, "archive without articles")]
    assert told(read(tmp_path, "a.zip", zipped({}))) == [(None, "archive without articles")]


def test_links_devices_and_encrypted_members_are_reported_and_the_rest_is_read(tmp_path):
    def entry(kind: bytes, target: str = "") -> tarfile.TarInfo:
        made = tarfile.TarInfo("x.txt")
        made.type, made.linkname = kind, target
        return made

    members = {
        "1": entry(tarfile.SYMTYPE, "/etc/passwd"),
        "2": entry(tarfile.LNKTYPE, "a.txt"),
        "3": entry(tarfile.FIFOTYPE),
        "4": entry(tarfile.CHRTYPE),
        "a.txt": BODY.encode(),
    }
    assert told(read(tmp_path, "a.tar", tarred(members))) == [
        ("x.txt", "symbolic link: not followed"),
        ("x.txt (2)", "hard link: not followed"),
        ("x.txt (3)", "not a regular file (pipe)"),
        ("x.txt (4)", "not a regular file (device)"),
        ("a.txt", BODY),
    ]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("bz.txt", BODY, zipfile.ZIP_BZIP2)
        archive.writestr("a.txt", BODY)
    data = bytearray(zipped({"s.txt": BODY.encode()}))
    assert told(read(tmp_path, "a.zip", buffer.getvalue())) == [
        ("link.txt", "symbolic link: not followed"),
        ("bz.txt", "compression method 12 is not read"),
        ("a.txt", BODY),
    ]
    directory = data.index(b"PK\x01\x02")
    data[directory + 8] |= 1
    assert told(read(tmp_path, "a.zip", bytes(data))) == [("s.txt", "encrypted member")]


def test_a_damaged_archive_gives_what_could_be_read_and_says_what_could_not(tmp_path):
    good = zipped({"a.txt": BODY.encode(), "b.txt": OTHER.encode()}, zipfile.ZIP_STORED)
    assert told(read(tmp_path, "a.zip", good.replace(BODY.encode()[:6], b"abcdef", 1))) == [
        ("a.txt", "damaged member: bad crc-32 for file 'a.txt'"),
        ("b.txt", OTHER),
    ]
    assert told(read(tmp_path, "a.zip", good[:-30])) == [(None, "damaged archive: file is not a zip file")]
    assert told(read(tmp_path, "a.zip", b"")) == [(None, "empty file")]
    assert told(read(tmp_path, "a.zip", BODY.encode())) == [(None, "damaged archive: file is not a zip file")]
    packed = gzip.compress(b'{"text": "' + BODY.encode() + b'"}\n' + bytes(range(256)) * 9)
    assert told(read(tmp_path, "a.jsonl.gz", packed[:-200]))[-1] == (
        None,
        "damaged file: compressed file ended before the end-of-stream marker was reached",
    )
    cut = tarred({"a.txt": BODY.encode(), "b.txt": OTHER.encode() * 100})[:4_000]
    assert told(read(tmp_path, "a.tar", cut)) == [
        ("a.txt", BODY),
        ("b.txt", "damaged member: unexpected end of data"),
        (None, "damaged archive: unexpected end of data"),
    ]


def test_each_limit_is_named_by_the_failure_that_it_causes(tmp_path):
    many = zipped({f"{number}.txt": BODY.encode() for number in range(12)})
    found = told(read(tmp_path, "a.zip", many, max_members=10))
    assert [record for record, _ in found] == [*(f"{number}.txt" for number in range(10)), None]
    assert found[-1] == (None, "more members than max_members (10)")
    three = {"a.txt": BODY.encode(), "big.txt": BODY.encode() * 300_000, "c.txt": OTHER.encode()}
    assert told(read(tmp_path, "a.zip", zipped(three), max_bytes=1_000_000)) == [
        ("a.txt", BODY),
        ("big.txt", "larger than max_bytes (1000000)"),
        ("c.txt", OTHER),
    ]
    stored = {"a.txt": BODY.encode(), "big.txt": OTHER.encode() * 1_000}
    assert told(read(tmp_path, "a.zip", zipped(stored, zipfile.ZIP_STORED), max_unpacked_bytes=5_000)) == [
        ("a.txt", BODY),
        ("big.txt", "unpacks to more than max_unpacked_bytes (5000)"),
    ]


def test_bombs_end_within_their_limits(tmp_path):
    ratio = "unpacks to more than max_ratio (100) times its size"
    zeros = bytes(30_000_000)
    assert told(read(tmp_path, "a.zip", zipped({"a.txt": zeros}))) == [("a.txt", ratio)]
    assert told(read(tmp_path, "a.txt.gz", gzip.compress(zeros))) == [(None, ratio)]
    assert told(read(tmp_path, "a.tar.gz", tarred({"a.txt": zeros, "b.txt": BODY.encode()}, "w:gz"))) == [("a.txt", ratio), (None, ratio)]
    inner = zipped({"a.txt": zeros})
    assert told(read(tmp_path, "a.zip", zipped({f"{n}.zip": inner for n in range(3)}))) == [
        ("0.zip!a.txt", ratio),
        ("1.zip", ratio),
        ("2.zip", ratio),
    ]


def test_the_size_in_a_header_is_not_believed(tmp_path):
    data = bytearray(zipped({"a.txt": bytes(3_000_000)}))
    directory = data.index(b"PK\x01\x02")
    data[directory + 24 : directory + 28] = struct.pack("<I", 10)
    ((record, reason),) = told(read(tmp_path, "a.zip", bytes(data)))
    assert (record, reason) == ("a.txt", "damaged member: bad crc-32 for file 'a.txt'")


def test_members_that_overlap_are_held_to_the_size_of_the_file(tmp_path):
    # One compressed stream told of by 300 entries of the directory (after Fifield, 2019).
    single = zipped({"a.txt": (BODY * 5_000).encode()})
    start, end = single.index(b"PK\x01\x02"), single.index(b"PK\x05\x06")
    entries = single[start:end] * 300
    tail = bytearray(single[end:])
    tail[8:12] = struct.pack("<HH", 300, 300)
    tail[12:16] = struct.pack("<I", len(entries))
    found = told(read(tmp_path, "a.zip", single[:start] + entries + bytes(tail)))
    assert [reason for _, reason in found[10:]] == ["unpacks to more than max_ratio (100) times its size"] * 290


GOOD = {".zip": zipped(MEMBERS), ".tar": tarred(MEMBERS), ".tar.gz": tarred(MEMBERS, "w:gz"), ".gz": gzip.compress(BODY.encode())}


@pytest.mark.parametrize("suffix", [".zip", ".tar", ".tar.gz", ".tgz", ".gz"])
@settings(max_examples=60, deadline=5_000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_bytes_and_any_damage_give_articles_or_failures(tmp_path, suffix, data):
    content = bytearray(GOOD[data.draw(st.sampled_from(sorted(GOOD)))])
    how = data.draw(st.sampled_from(["any bytes", "cut", "changed"]))
    if how == "any bytes":
        content = bytearray(data.draw(st.sampled_from([b"", b"PK\x03\x04", b"\x1f\x8b\x08"])) + data.draw(st.binary(max_size=1_000)))
    elif how == "cut":
        content = content[: data.draw(st.integers(0, len(content)))]
    else:
        for place in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=8)):
            content[place] = data.draw(st.integers(0, 255))
    path = tmp_path / f"a{suffix}"
    path.write_bytes(content)
    found = list(read_sources([path]))
    assert found
    assert all(isinstance(one, (Article, Failure)) for one in found)
    assert [one.name for one in tmp_path.iterdir()] == [path.name]
