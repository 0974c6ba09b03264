"""Coverage-guided fuzzing of the reading (atheris): python -m tests.corpus.fuzz [SECONDS] [FOLDER].

The first byte of an input chooses the form that the rest is read as, the second how often the rest
is repeated, so that what takes more than linear time shows. What breaks `check` is left in FOLDER as
a file crash-…, slow inputs as timeout-…, and belongs into tests/corpus/findings, which test_fuzz.py reads again.
"""

from __future__ import annotations

import io
import os
import resource
import sys
import tempfile
import time
import zipfile
from pathlib import Path

FORMS = ("text", "html", "html", "markdown", "json", "jsonl", "csv", "feed", "archive", "warc", "docx", "xlsx", None, "object")
_REPEATS = (1, 1, 1, 1, 3, 30, 300, 3_000)
_LONGEST = 50_000  # bytes of a repeated input
SECONDS_PER_MB = 5.0
MEMORY_PER_MB = 1 << 30
_SAMPLES = Path(__file__).parent / "pages"
# fmt: off
DICTIONARY = (
    "<p>", "</p>", "<div>", "</div>", "<table><tr><td>", "</td><td>", "<br>", "<!--", "-->", "<script>", "</script>", "<h1>", "<h3>", "<title>",
    "</title>", "<template>", "<svg>", "<select>", "<!DOCTYPE", "<![CDATA[", "]]>", "<meta charset=", "<a href=", "<b>", "<font>", "<li>",
    "hidden", "style=", "&#", "&amp;", "\\u0000", "\\ud800", "{\"text\":", "{\"html\":", "[", "1e999", "NaN", "### ", "# ", "](http://a", "**",
    "来源：", "来源丨", "发布时间：", "2020-08-12", "2020年8月12日", "记者 张铮", "□", "图为", " 摄", "责任编辑：", "（", "）", "“", "”", "。", "，",
    "　　", "本报许昌8月12日电", "第1页 共3页", "版权声明：", "首页 新闻 财经 房产", "上一篇", "ICP备", "一、", "<item>", "<description>", "<entry>",
    "<content>", "WARC/1.0\r\n", "HTTP/1.1 200 OK\r\n", "Content-Length: 9\r\n", "Content-Type: text/html\r\n", "<w:p>", "<w:t>", "<w:tbl>", "<row>",
    "<c t=\"inlineStr\"><is><t>", "PK\x03\x04", "\x1f\x8b\x08", "\u2028", "\x0c", "\xad", "\ufeff", ",\"", "\"\"", "\t", ";", "\r\n",
)
# fmt: on


def check(data: bytes) -> None:
    """Raises AssertionError where an input gives neither articles nor failures, or costs more than it may."""
    from corpus.article import STAGES, Article, Failure
    from corpus.read import Limits, article_from_object, read_stream

    if len(data) < 3:
        return
    form, body = FORMS[data[0] % len(FORMS)], data[2:]
    body = (body * _REPEATS[data[1] % len(_REPEATS)])[: max(_LONGEST, len(body))]
    began, held = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if form == "object":
        text = body.decode("utf-8", "replace")
        found = [article_from_object({"text": text}), article_from_object({"html": text, "title": text[:50], "published": text[:10]})]
    else:
        file = io.BytesIO(_packed(form, body))
        found = list(read_stream(file, name="a", kind=form, limits=Limits(max_unpacked_bytes=2_000_000, max_bytes=2_000_000)))
    megabytes = 1 + len(body) // 1_000_000
    seconds = time.process_time() - began
    # The fuzzer's own counting slows everything down several times.
    assert seconds <= 2 + SECONDS_PER_MB * (megabytes - 1), f"{form}: {seconds:.1f} s for {len(body)} bytes"
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - held) * (1 if sys.platform == "darwin" else 1024)
    assert grown <= MEMORY_PER_MB * megabytes, f"{form}: {grown} bytes of memory for {len(body)} bytes"
    assert found, f"{form}: neither article nor failure"
    for one in found:
        if isinstance(one, Failure):
            assert one.stage in STAGES, one
            assert one.reason, one
            assert one.reason.isprintable() or one.reason == " ".join(one.reason.split()), one
            assert not one.reason.startswith(("TypeError", "AttributeError", "IndexError", "KeyError", "AssertionError", "UnboundLocalError")), one
            continue
        assert isinstance(one, Article)
        one.text.encode("utf-8")
        assert one.text.strip(), one
        assert not set("\x00\r") & set(one.text), one
        assert form == "object" or all(line.strip() for line in one.text.split("\n")), one


def _packed(form: str | None, body: bytes) -> bytes:
    """The body itself; as the main part of a package for an Office file, whose checksums no fuzzer would guess."""
    if form not in ("docx", "xlsx") or body.startswith(b"PK"):
        return body
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        if form == "docx":
            package.writestr("[Content_Types].xml", _DOCX_TYPES)
            package.writestr("word/document.xml", body)
        else:
            for name, content in _XLSX_PARTS.items():
                package.writestr(name, content)
            package.writestr("xl/worksheets/sheet1.xml", body)
    return file.getvalue()


_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'
_OFFICE = "application/vnd.openxmlformats-officedocument."
_DOCX_TYPES = _TYPES.format(f'<Override PartName="/word/document.xml" ContentType="{_OFFICE}wordprocessingml.document.main+xml"/>')
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Target="{}"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}"/></Relationships>'
)
_XLSX_PARTS = {
    "[Content_Types].xml": _TYPES.format(
        f'<Override PartName="/xl/workbook.xml" ContentType="{_OFFICE}spreadsheetml.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_OFFICE}spreadsheetml.worksheet+xml"/>'
    ),
    "_rels/.rels": _RELATIONS.format("xl/workbook.xml", "officeDocument"),
    "xl/_rels/workbook.xml.rels": _RELATIONS.format("worksheets/sheet1.xml", "worksheet"),
    "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
}
_PAGE = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>8月12日，许昌加入联盟。</p>"
_SEEDS = {
    "text": "许昌加入联盟\n□ 记者 张铮\n本报许昌8月12日电 许昌加入联盟，双\n方签署协议。\n责任编辑：李四",
    "markdown": "# 2020年8月12日\n### 一则\n许昌加入联盟。\n### 二则\n嘉兴加入联盟。",
    "json": '[{"text": "许昌加入联盟。", "published": "2020-08-12"}]',
    "jsonl": '{"text": "许昌加入联盟。"}\n{"html": "<p>许昌</p>"}',
    "csv": 'title,text\n许昌,"许昌，""加入""\n联盟。"\n',
    "feed": "<rss><channel><item><title>许昌入盟</title><description>&lt;p&gt;许昌加入联盟。&lt;/p&gt;</description></item></channel></rss>",
    "warc": "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a/\r\nContent-Type: application/http; msgtype=response\r\n"
    f"Content-Length: {len(_PAGE.encode())}\r\n\r\n{_PAGE}\r\n\r\n",
    "docx": '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>许昌加入联盟。</w:t></w:r></w:p></w:body>'
    "</w:document>",
    "xlsx": '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    '<row r="1"><c r="A1" t="inlineStr"><is><t>text</t></is></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>许昌加入联盟。</t></is></c></row></sheetData></worksheet>',
    "object": "许昌加入联盟。（记者 张铮）",
}


def seeds() -> list[bytes]:
    """Saved pages and small inputs of the other forms, each with its two leading bytes."""
    found = [bytes([FORMS.index("html"), 0]) + path.read_bytes() for path in sorted(_SAMPLES.glob("*.html"))]
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("许昌.txt", "许昌加入联盟。")
    found += [bytes([FORMS.index(form), 0]) + text.encode() for form, text in _SEEDS.items()]
    return [*found, bytes([FORMS.index("archive"), 0]) + archive.getvalue()]


def main() -> None:
    """Fuzz for so many seconds; leaves with the fuzzer's status, which is not 0 where it found something."""
    import atheris

    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    folder = Path(sys.argv[2] if len(sys.argv) > 2 else tempfile.mkdtemp(prefix="fuzz-"))
    with atheris.instrument_imports(include=["corpus"]):
        import corpus.read  # noqa: F401
    (folder / "inputs").mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds()):
        (folder / "inputs" / f"seed-{number:03}").write_bytes(seed)
    entries = ["".join(f"\\x{byte:02x}" for byte in entry.encode()) for entry in DICTIONARY]
    (folder / "words").write_text("".join(f'"{entry}"\n' for entry in entries), encoding="ascii")
    options = ["-max_len=6000", "-timeout=600", "-rss_limit_mb=3000", f"-max_total_time={seconds}", f"-dict={folder / 'words'}"]
    atheris.Setup([sys.argv[0], *options, f"-artifact_prefix={folder}{os.sep}", "-print_final_stats=1", str(folder / "inputs")], check)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
