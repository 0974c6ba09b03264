"""Web archives: their pages are articles, the rest of a crawl is passed over."""

import gzip
import io
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from corpus.article import Article, Failure
from corpus.read import Limits, read_sources

BODY = "8月12日，许昌加入中德工业城市联盟。"
PAGE = f"<html><head><title>许昌入盟</title></head><body><h1>许昌入盟</h1><p>{BODY}</p></body></html>"
SITE = "http://example.org/"


def crawl(*responses: tuple[str, str, str, bytes], packed: bool = False) -> bytes:
    """A WARC of responses: address, status, headers (one Content-Type, or more after ;;) and body."""
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "test"}))
    for address, status, content_type, body in responses:
        first, *others = content_type.split(";;")
        headers = [("Content-Type", first), *(tuple(other.split(": ", 1)) for other in others)]
        http = StatusAndHeaders(status, headers, protocol="HTTP/1.1")
        writer.write_record(writer.create_warc_record(SITE + address, "response", payload=io.BytesIO(body), http_headers=http))
    return buffer.getvalue()


def read(folder: Path, data: bytes, name: str = "a.warc", **limits: int) -> list[Article | Failure]:
    path = folder / name
    path.write_bytes(data)
    return list(read_sources([path], limits=Limits(**limits)))


RESPONSES = (
    ("1.html", "200 OK", "text/html; charset=utf-8", PAGE.encode()),
    ("2.html", "200 OK", "text/html; charset=gb2312", PAGE.encode("gbk")),
    ("3.html", "200 OK", "text/html;;Content-Encoding: gzip", gzip.compress(PAGE.encode())),
    ("4.html", "200 OK", "text/html;;Transfer-Encoding: chunked", b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE.encode()), PAGE.encode())),
    ("a.png", "200 OK", "image/png", b"\x89PNG"),
    ("old.html", "301 Moved", "text/html", b"moved"),
    ("gone.html", "404 Not Found", "text/html", b"gone"),
    ("5.txt", "200 OK", "text/plain", BODY.encode()),
    ("empty.html", "200 OK", "text/html", b""),
    ("1.html", "200 OK", "text/html", PAGE.encode()),
)


def test_the_pages_of_a_crawl_are_articles_packed_or_not(tmp_path):
    plain = read(tmp_path, crawl(*RESPONSES))
    name = (tmp_path / "a.warc").as_posix()
    pages = [Article(BODY, "许昌入盟", url=f"{SITE}{number}.html", input=name, record=f"{SITE}{number}.html") for number in range(1, 5)]
    assert plain == [
        *pages,
        Article(BODY, url=f"{SITE}5.txt", input=name, record=f"{SITE}5.txt"),
        Failure(name, f"{SITE}empty.html", "read", "empty file"),
        Article(BODY, "许昌入盟", url=f"{SITE}1.html", input=name, record=f"{SITE}1.html (2)"),
    ]
    packed = read(tmp_path, crawl(*RESPONSES, packed=True), "a.warc.gz")
    assert [(one.record, type(one)) for one in packed] == [(one.record, type(one)) for one in plain]


def test_a_crawl_without_pages_and_one_that_is_damaged_say_so(tmp_path, capfd):
    whole = crawl(RESPONSES[0])
    assert [one.reason for one in read(tmp_path, crawl(RESPONSES[4]))] == ["web archive without pages"]
    assert [one.reason for one in read(tmp_path, BODY.encode())] == [
        "damaged web archive: unknown archive format, first line: ['" + BODY.lower() + "']"
    ]
    assert [one.reason for one in read(tmp_path, whole[: whole.index(b"<h1>")])] == ["damaged web archive: it ends within the record"]
    cut = read(tmp_path, WARC[: len(WARC) // 2] + BODY.encode())
    assert [type(one) for one in cut] == [Article, Failure]
    longer = whole.replace(b"</body>", b"</body><!-- -->", 1)
    assert read(tmp_path, longer + WARC)[0].reason == "damaged web archive: a record is longer than it says"
    packed = gzip.compress(bytes(range(256)) * 400, 0)
    broken = crawl(("z.html", "200 OK", "text/html;;Content-Encoding: gzip", packed[:70_000] + bytes(200) + packed[70_200:]))
    assert [one.reason for one in read(tmp_path, broken)] == ["damaged web archive: packed content cannot be unpacked"]
    assert capfd.readouterr() == ("", "")
    assert [one.reason for one in read(tmp_path, whole, max_bytes=50)] == ["larger than max_bytes (50)"]


def test_a_large_crawl_is_not_held_to_the_bounds_of_one_file_but_each_record_is(tmp_path):
    many = crawl(*(RESPONSES[0] for _ in range(40)), packed=True)
    assert [type(one) for one in read(tmp_path, many, "a.warc.gz", max_unpacked_bytes=70_000)] == [Article] * 40
    bomb = crawl(("b.html", "200 OK", "text/html", bytes(3_000_000)), packed=True)
    assert [one.reason for one in read(tmp_path, bomb, "a.warc.gz", max_unpacked_bytes=1_000_000)] == [
        "unpacks to more than max_unpacked_bytes (1000000)"
    ]


@settings(max_examples=80, deadline=5_000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_bytes_and_any_damage_give_articles_or_failures(tmp_path, data):
    name = data.draw(st.sampled_from(["a.warc", "a.warc.gz"]))
    content = bytearray(WARC if name == "a.warc" else gzip.compress(WARC, mtime=0))
    how = data.draw(st.sampled_from(["any bytes", "cut", "changed"]))
    if how == "any bytes":
        content = bytearray(data.draw(st.sampled_from([b"", b"WARC/1.0\r\n"])) + data.draw(st.binary(max_size=1_000)))
    elif how == "cut":
        content = content[: data.draw(st.integers(0, len(content)))]
    else:
        for place in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=8)):
            content[place] = data.draw(st.integers(0, 255))
    found = read(tmp_path, bytes(content), name)
    assert found
    assert all(isinstance(one, (Article, Failure)) for one in found)


WARC = (
    f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {SITE}\r\nWARC-Date: 2020-08-13T00:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
    f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(PAGE.encode()) + 44}\r\n\r\n"
    f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{PAGE}\r\n\r\n"
).encode() * 2
