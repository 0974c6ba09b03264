"""Word and Excel files: whole articles out of documents built here, and a reason for each that is none."""

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml.ns import nsdecls
from docx.shared import Pt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.article import Article, Failure
from corpus.read import Limits, read_sources

FIRST = "8月12日，许昌加入中德工业城市联盟，成为河南省第三个成员城市。"
SECOND = "联盟由47个城市组成，秘书处设在佛山。"


def read(path: Path, **limits: int) -> list[Article | Failure]:
    return list(read_sources([path], limits=Limits(**limits)))


def save(document, folder: Path, name: str = "a.docx") -> Path:
    path = folder / name
    document.save(str(path))
    return path


def rewrite(path: Path, changes: dict[str, bytes | None]) -> Path:
    """The package with some of its parts replaced, added or (None) left out."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()} | changes
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            if data is not None:
                package.writestr(name, data)
    return path


def body(inner: str) -> bytes:
    return f"<w:document {nsdecls('w')} xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'><w:body>{inner}</w:body></w:document>".encode()


def paragraph(inner: str) -> str:
    return f"<w:p>{inner}</w:p>"


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


# --- Word ---


def test_a_word_file_gives_title_source_body_and_captions(tmp_path):
    document = docx.Document()
    document.add_paragraph("许昌加入中德工业城市联盟")
    document.add_paragraph("来源：许昌日报　发布时间：2020-08-13 09:30")
    document.add_paragraph(FIRST)
    document.add_paragraph("图为签约现场。 王刚 摄")
    document.add_paragraph("对德合作新平台").runs[0].bold = True
    document.add_paragraph(SECOND)
    document.add_paragraph("（记者 张铮）")
    document.add_paragraph("责任编辑：李四")
    path = save(document, tmp_path)
    assert read(path) == [
        Article(
            text=f"{FIRST}\n对德合作新平台\n{SECOND}", title="许昌加入中德工业城市联盟", source="许昌日报", published="2020-08-13",
            reporters=("张铮",), captions=("图为签约现场。 王刚 摄",), input=path.as_posix(),
        )
    ]  # fmt: skip


def test_tables_stand_as_rows_where_they_are_and_a_layout_table_as_paragraphs(tmp_path):
    document = docx.Document()
    document.add_paragraph(FIRST)
    table = document.add_table(rows=3, cols=2)
    for row, cells in zip(table.rows, [("城市", "贸易额(亿元)"), ("许昌", "12.5"), ("洛阳", "")], strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    layout = document.add_table(rows=1, cols=2)
    layout.cell(0, 0).text = SECOND * 8
    layout.cell(0, 1).text = "焦作也是联盟成员，2016年加入。"
    document.add_paragraph("许昌对德出口同比增长8.8%。")
    (found,) = read(save(document, tmp_path))
    assert found.text.split("\n") == [
        FIRST, "城市\t贸易额(亿元)", "许昌\t12.5", "洛阳", SECOND * 8, "焦作也是联盟成员，2016年加入。", "许昌对德出口同比增长8.8%。",
    ]  # fmt: skip


def test_text_in_smart_tags_controls_links_insertions_and_boxes_is_read_and_deleted_or_hidden_text_is_not(tmp_path):
    path = save(docx.Document(), tmp_path)
    sentence = [
        run("8月12日，"),
        f"<w:smartTag w:element='place'>{run('许昌')}</w:smartTag>",
        f"<w:ins w:id='1'>{run('正式')}</w:ins>",
        run("加入中德工业城市联盟，"),
        "<w:del w:id='2'><w:r><w:delText>退出</w:delText></w:r></w:del>",
        run("秘密", "<w:vanish/>"),
        f"<w:hyperlink>{run('成为成员城市。')}</w:hyperlink>",
    ]
    box = f"<w:txbxContent>{paragraph(run('文本框里也有一句话，说的是焦作。'))}</w:txbxContent>"
    inner = (
        paragraph("".join(sentence))
        + f"<w:sdt><w:sdtContent>{paragraph(run(SECOND))}</w:sdtContent></w:sdt>"
        + paragraph(f"<w:moveFrom w:id='3'>{run('这一段已移走。')}</w:moveFrom>")
        + paragraph(
            f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
            f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
    )
    (found,) = read(rewrite(path, {"word/document.xml": body(inner)}))
    assert found.text.split("\n") == ["8月12日，许昌正式加入中德工业城市联盟，成为成员城市。", SECOND, "文本框里也有一句话，说的是焦作。"]


def test_the_numbers_that_word_counts_stand_before_their_paragraphs(tmp_path):
    def level(number: int, form: str, text: str) -> str:
        return f"<w:lvl w:ilvl='{number}'><w:start w:val='1'/><w:numFmt w:val='{form}'/><w:lvlText w:val='{text}'/></w:lvl>"

    levels = level(0, "chineseCounting", "%1、") + level(1, "decimal", "%1.%2 ") + level(2, "bullet", "•")
    numbering = f"<w:numbering {nsdecls('w')}><w:abstractNum w:abstractNumId='7'>{levels}</w:abstractNum><w:num w:numId='3'><w:abstractNumId w:val='7'/></w:num></w:numbering>"  # noqa: E501

    def item(number: int, text: str) -> str:
        return paragraph(f"<w:pPr><w:numPr><w:ilvl w:val='{number}'/><w:numId w:val='3'/></w:numPr></w:pPr>{run(text)}")

    inner = paragraph(run(FIRST)) + item(0, "合作平台") + item(1, SECOND) + item(2, SECOND) + item(0, "合作项目") + item(1, SECOND)
    path = rewrite(save(docx.Document(), tmp_path), {"word/document.xml": body(inner), "word/numbering.xml": numbering.encode()})
    (found,) = read(path)
    assert found.text.split("\n") == [FIRST, "一、合作平台", f"一.1 {SECOND}", SECOND, "二、合作项目", f"二.1 {SECOND}"]


def test_a_line_break_inside_a_sentence_is_joined_and_an_indented_paragraph_stays_one(tmp_path):
    document = docx.Document()
    document.add_paragraph(
        "8月12日，许昌在对德合作的进程中，成功加入中德工业城市\n联盟，成为河南省第三个成员城市，搭建起对德合作的新平\n台、新路径。"
    )
    document.add_paragraph(SECOND).paragraph_format.first_line_indent = Pt(24)
    (found,) = read(save(document, tmp_path))
    assert (
        found.text
        == f"8月12日，许昌在对德合作的进程中，成功加入中德工业城市联盟，成为河南省第三个成员城市，搭建起对德合作的新平台、新路径。\n{SECOND}"
    )


def test_the_title_is_a_paragraph_of_style_title_or_one_that_the_properties_repeat(tmp_path):
    document = docx.Document()
    document.add_paragraph("聚焦许昌对德合作")
    document.add_paragraph("许昌入盟", style="Title")
    document.add_paragraph(FIRST)
    (found,) = read(save(document, tmp_path))
    assert (found.title, found.text) == ("许昌入盟", f"聚焦许昌对德合作\n{FIRST}")
    document = docx.Document()
    document.core_properties.title = "联盟“三问”：许昌缘何入盟"
    document.add_paragraph("聚焦")
    document.add_paragraph("联盟“三问”:许昌缘何入盟")
    document.add_paragraph(FIRST)
    (found,) = read(save(document, tmp_path))
    assert found.title == "联盟“三问”:许昌缘何入盟"


def test_a_files_creator_and_day_of_creation_are_not_the_articles(tmp_path):
    document = docx.Document()
    document.core_properties.author = "王刚"
    document.core_properties.created = datetime(2013, 12, 23)
    document.core_properties.title = "PowerPoint Presentation"
    document.add_paragraph(FIRST)
    (found,) = read(save(document, tmp_path))
    assert (found.reporters, found.published, found.title) == ((), None, None)


def test_word_files_that_cannot_be_read_say_why(tmp_path):
    good = save(docx.Document(), tmp_path, "good.docx").read_bytes()
    bomb = b"<!DOCTYPE w [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'>]>" + body(paragraph(run("&b;")))
    outside = b"<!DOCTYPE w [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>" + body(paragraph(run("&a;")))

    def reason(data: bytes, changes: dict[str, bytes | None] | None = None, **limits: int) -> tuple[str, str]:
        path = tmp_path / "x.docx"
        path.write_bytes(data)
        (found,) = read(rewrite(path, changes) if changes else path, **limits)
        assert isinstance(found, Failure)
        return found.stage, found.reason

    assert reason(b"") == ("read", "empty file")
    assert reason(good) == ("clean", "no text")
    assert reason("许昌加入联盟。".encode()) == ("read", "damaged file: file is not a zip file")
    assert reason(good[:-40]) == ("read", "damaged file: file is not a zip file")
    assert reason(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)) == ("read", "encrypted, or a file of Word 97-2003 under another name")
    assert reason(good, {"word/document.xml": None}) == ("parse", "no Word document: word/document.xml is missing")
    assert reason(good, {"word/document.xml": bomb}) == ("parse", "document type declaration: not read")
    assert reason(good, {"word/document.xml": outside}) == ("parse", "document type declaration: not read")
    assert reason(good, {"word/document.xml": body(paragraph(run(FIRST)))[:-3]}) == ("parse", "malformed XML: unclosed token: line 1, column 272")
    assert reason(good, {"word/document.xml": bytes(60_000)}, max_bytes=50_000) == ("read", "larger than max_bytes (50000)")
    assert reason(good, {"word/document.xml": bytes(60_000_000)}) == ("read", "unpacks to more than max_ratio (100) times its size")
    assert reason(good, {"word/document.xml": bytes(2_000_000)}, max_unpacked_bytes=900_000) == (
        "read",
        "unpacks to more than max_unpacked_bytes (900000)",
    )


# --- Excel ---


def workbook(folder: Path, sheets: dict[str, list[list[object]]], name: str = "a.xlsx") -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    path = folder / name
    book.save(path)
    return path


def test_each_row_of_a_workbook_is_an_article_under_the_columns_of_a_table(tmp_path):
    rows = [
        ["标题", "内容", "来源", "发布日期", "链接", "点击"],
        ["许昌入盟", f"{FIRST}\n{SECOND}", "许昌日报", date(2020, 8, 13), "https://example.org/1", 12],
        [],
        [None, FIRST, None, datetime(2020, 8, 14, 9, 30), None, 3.5],
        ["没有正文", None, "许昌日报", "2020-08-15", None, None],
        ["日期不对", FIRST, None, "八月", None, None],
    ]
    path = workbook(tmp_path, {"新闻": rows})
    name = path.as_posix()
    assert read(path) == [
        Article(f"{FIRST}\n{SECOND}", "许昌入盟", "许昌日报", "https://example.org/1", "2020-08-13", input=name, record="2"),
        Article(FIRST, published="2020-08-14", input=name, record="4"),
        Failure(name, "5", "clean", "no text"),
        Failure(name, "6", "parse", "published: no day of the form YYYY-MM-DD"),
    ]


def test_further_sheets_are_named_and_those_without_articles_reported(tmp_path):
    path = workbook(tmp_path, {"一月": [["text"], [FIRST]], "空": [], "说明": [["城市"], ["许昌"]], "二月": [["正文", "标题"], [SECOND, "联盟"]]})
    assert [(found.record, getattr(found, "reason", None) or found.text) for found in read(path)] == [
        ("2", FIRST),
        ("二月!2", SECOND),
        ("说明", "no column text or html"),
    ]


def test_escaped_line_ends_are_line_ends_and_error_values_say_nothing(tmp_path):
    path = workbook(tmp_path, {"a": [["text", "title"], [f"{FIRST}_x000D_\n{SECOND}", "#N/A"]]})
    (found,) = read(path)
    assert (found.text, found.title) == (f"{FIRST}\n{SECOND}", None)


def test_workbooks_that_cannot_be_read_say_why(tmp_path):
    good = workbook(tmp_path, {"a": [["text"], [FIRST]]}, "good.xlsx").read_bytes()

    def reason(data: bytes, changes: dict[str, bytes | None] | None = None) -> tuple[str, str]:
        path = tmp_path / "x.xlsx"
        path.write_bytes(data)
        (found,) = read(rewrite(path, changes) if changes else path)
        assert isinstance(found, Failure)
        return found.stage, found.reason

    sheet = "xl/worksheets/sheet1.xml"
    assert reason(b"") == ("read", "empty file")
    assert reason(workbook(tmp_path, {"a": []}).read_bytes()) == ("read", "empty file")
    assert reason(workbook(tmp_path, {"a": [["城市"], ["许昌"]]}).read_bytes()) == ("parse", "no column text or html")
    assert reason(good, {sheet: None}) == ("parse", "no Excel workbook: it has no sheet")
    assert reason(good, {sheet: b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}) == ("parse", "document type declaration: not read")
    assert reason(good, {sheet: bytes(60_000_000)}) == ("read", "unpacks to more than max_ratio (100) times its size")
    assert reason(good, {"xl/workbook.xml": None})[0] == "parse"


def test_a_cell_in_a_row_or_column_that_no_sheet_has_does_not_hang(tmp_path):
    path = workbook(tmp_path, {"a": [["text"], [FIRST]]})
    with zipfile.ZipFile(path) as package:
        sheet = package.read("xl/worksheets/sheet1.xml")
    far = sheet.replace(b"</sheetData>", b'<row r="999999999999"><c r="A999999999999" t="inlineStr"><is><t>x</t></is></c></row></sheetData>')
    assert far != sheet
    found = read(rewrite(path, {"xl/worksheets/sheet1.xml": far}))
    assert [(one.record, type(one).__name__) for one in found] == [("2", "Article")]


def one_of_each() -> dict[str, bytes]:
    """A sound file of each form, made once: openpyxl stamps the second into what it writes."""
    document = docx.Document()
    document.add_paragraph(FIRST)
    document.add_table(rows=1, cols=2).cell(0, 0).text = SECOND
    book = openpyxl.Workbook()
    book.active.append(["text", "title"])
    book.active.append([FIRST, "许昌"])
    buffers = io.BytesIO(), io.BytesIO()
    document.save(buffers[0])
    book.save(buffers[1])
    return {".docx": buffers[0].getvalue(), ".xlsx": buffers[1].getvalue()}


GOOD = one_of_each()
PART = {".docx": "word/document.xml", ".xlsx": "xl/worksheets/sheet1.xml"}


@pytest.mark.parametrize("suffix", [".docx", ".xlsx"])
@settings(max_examples=60, deadline=5_000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_bytes_and_any_damage_give_articles_or_failures(tmp_path, suffix, data):
    good, part = GOOD[suffix], PART[suffix]
    path = tmp_path / f"x{suffix}"
    path.write_bytes(good)
    with zipfile.ZipFile(path) as package:
        inner = bytearray(package.read(part))
    how = data.draw(st.sampled_from(["any bytes", "cut", "bytes of the package", "bytes of the part"]))
    if how == "any bytes":
        path.write_bytes(data.draw(st.binary(max_size=2_000)))
    elif how == "cut":
        path.write_bytes(good[: data.draw(st.integers(0, len(good)))])
    else:
        target = bytearray(good) if how == "bytes of the package" else inner
        for place in data.draw(st.lists(st.integers(0, len(target) - 1), max_size=8)):
            target[place] = data.draw(st.integers(0, 255))
        if how == "bytes of the package":
            path.write_bytes(target)
        else:
            rewrite(path, {part: bytes(target)})
    found = read(path)
    assert found
    assert all(isinstance(one, (Article, Failure)) for one in found)
