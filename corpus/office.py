"""Word and Excel files (.docx, .xlsx; ISO/IEC 29500) to lines and rows.

A .docx is read by its XML: libraries that go by runs pass over the text of smart tags, content
controls, text boxes and tracked insertions, which Word's Chinese editions write around dates and
places. Paragraphs and tables come in order; deleted, moved-away and hidden text does not, nor do
page headers and footers. Of the core properties the title alone is used: creator and day of
creation are those of the file (a template's, as often as not), not of the article.
An .xlsx is read by openpyxl, from a copy in memory that holds only its checked parts.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import IO, Any
from warnings import catch_warnings
from zipfile import ZIP_STORED, ZipFile

from corpus.bounds import Budget, InputError, damaged, read_parts, read_xml
from corpus.clean import Line, is_title_like, tidy
from corpus.html import Page
from corpus.metadata import fold

# --- Word ---------------------------------------------------------------------------------------

_WORD = frozenset(
    ["http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main"]
)  # transitional and strict
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SKIPPED = frozenset(["moveFrom", "del", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "sectPr", "fldData", "docPartPr"])
_OFF = frozenset(["0", "false", "off", "none"])
_LONGEST_CELL = 120  # characters; a longer cell holds paragraphs, and its table lays out the page
_LONGEST_ROW = 1_000
_LONGEST_HEADING = 60  # characters of a paragraph all in bold type that counts as a heading
_LONGEST_CAPTION = 80


def read_docx(file: IO[bytes], budget: Budget, *, most: int) -> Page:
    """The lines of a Word file and its title where it states one that it shows; InputError where it is none.

    `most` bounds each part of the file in bytes.
    """
    _refuse_old(file, "Word")
    parts = read_parts(file, budget, _is_word_part, most)
    body = next((parts[name] for name in ("word/document.xml", "word/document2.xml") if name in parts), None)
    if body is None:
        raise InputError("parse", "no Word document: word/document.xml is missing")
    styles = _Styles()
    if "word/styles.xml" in parts:
        read_xml(parts["word/styles.xml"], on_start=styles.start, on_end=styles.end)
    numbering = _Numbering()
    if "word/numbering.xml" in parts:
        read_xml(parts["word/numbering.xml"], on_start=numbering.start)
    document = _Document(styles, numbering)
    read_xml(body, on_start=document.start, on_end=document.end, on_text=document.text)
    stated = _core_title(parts.get("docProps/core.xml"))
    return Page(lines=tuple(document.lines), title=_shown_title(document, stated))


def _refuse_old(file: IO[bytes], program: str) -> None:
    """An encrypted file, and one of the format before 2007, is an OLE container and no ZIP."""
    start = file.read(8)
    file.seek(0)
    if not start:
        raise InputError("read", "empty file")
    if start == _OLD:
        raise InputError("read", f"encrypted, or a file of {program} 97-2003 under another name")


def _is_word_part(name: str) -> bool:
    return name in ("word/document.xml", "word/document2.xml", "word/styles.xml", "word/numbering.xml", "docProps/core.xml")


def _core_title(data: bytes | None) -> str:
    if data is None:
        return ""
    pieces: list[str] = []
    inside: list[str] = []
    read_xml(
        data,
        on_start=lambda name, _: inside.append(name),
        on_end=lambda _: inside.pop(),
        on_text=lambda text: pieces.append(text) if inside[-1].endswith(" title") else None,
    )
    return tidy("".join(pieces))[:200]


def _shown_title(document: _Document, stated: str) -> str | None:
    """The first line of style Title, or the one among the first that repeats the stated title; the stated one where the text has no headline."""
    if document.titles:
        return document.titles[0]
    bare = _bare(stated)
    if len(bare) < 4:
        return None
    for line in document.lines[:8]:
        if _bare(line.text) == bare:
            return line.text
    if not document.lines or is_title_like(document.lines[0].text) or not re.search("[\u4e00-\u9fff]", stated):
        return None
    return stated if is_title_like(stated) else None


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(text))


class _Styles:
    """Reads styles.xml: for each paragraph style its name, its outline level and the style it is based on."""

    def __init__(self) -> None:
        self._styles: dict[str, dict[str, str]] = {}
        self._open: dict[str, str] | None = None
        self._known: dict[str, str] = {}

    def start(self, qualified: str, attributes: dict[str, str]) -> None:
        name = _word_name(qualified)
        if name == "style":
            self._open = self._styles.setdefault(_attribute(attributes, "styleId"), {})
        elif self._open is not None and name in ("name", "basedOn", "outlineLvl"):
            self._open[name] = _attribute(attributes, "val")

    def end(self, qualified: str) -> None:
        if _word_name(qualified) == "style":
            self._open = None

    def kind(self, style: str) -> str:
        """Title, heading or caption; '' for any other style."""
        if style not in self._known:
            self._known[style] = self._kind(style)
        return self._known[style]

    def _kind(self, style: str) -> str:
        for _ in range(10):  # styles are based on others; a circle ends here
            known = self._styles.get(style)
            if known is None:
                return ""
            name = known.get("name", "").lower()
            if name in ("title", "标题"):
                return "title"
            if name in ("caption", "题注"):
                return "caption"
            if re.match(r"heading [1-9]|标题 ?[1-9]|subtitle", name) or known.get("outlineLvl", "9") in tuple("012345678"):
                return "heading"
            style = known.get("basedOn", "")
        return ""


class _Numbering:
    """Reads numbering.xml and counts: the number that Word shows before a paragraph is no part of its text."""

    def __init__(self) -> None:
        self._levels: dict[tuple[str, str], dict[str, str]] = {}  # (list, level) → start, numFmt, lvlText
        self._lists: dict[str, str] = {}  # number id → list
        self._counts: dict[tuple[str, str], int] = {}
        self._list = self._level = self._number = ""

    def start(self, qualified: str, attributes: dict[str, str]) -> None:
        name = _word_name(qualified)
        if name == "abstractNum":
            self._list, self._level = _attribute(attributes, "abstractNumId"), ""
        elif name == "lvl":
            self._level = _attribute(attributes, "ilvl")
        elif name == "num":
            self._number = _attribute(attributes, "numId")
        elif name == "abstractNumId":
            self._lists[self._number] = _attribute(attributes, "val")
        elif name in ("start", "numFmt", "lvlText"):
            self._levels.setdefault((self._list, self._level), {})[name] = _attribute(attributes, "val")

    def next(self, number: str, level: str) -> str:
        """The label of the next paragraph of that list and level: 一、, 1., (2); '' for bullets and lists that are not known."""
        own = self._lists.get(number, "")
        known = self._levels.get((own, level))
        if known is None or not known.get("lvlText") or known.get("numFmt", "bullet") in ("bullet", "none"):
            return ""
        self._counts[own, level] = self._counts.get((own, level), _whole(known.get("start", ""), 1) - 1) + 1
        for deeper in range(_whole(level, 0) + 1, 9):
            self._counts.pop((own, str(deeper)), None)
        return re.sub(r"%([1-9])", lambda match: self._shown(own, str(int(match[1]) - 1)), known["lvlText"][:40])

    def _shown(self, own: str, level: str) -> str:
        known = self._levels.get((own, level), {})
        return _numeral(self._counts.get((own, level), _whole(known.get("start", ""), 1)), known.get("numFmt", "decimal"))


def _whole(text: str, otherwise: int) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else otherwise


_DIGITS = "〇一二三四五六七八九"


def _numeral(number: int, form: str) -> str:
    """The number in a form of ST_NumberFormat; in digits where the form is none of Chinese texts."""
    if form.lower().startswith(("chinese", "japanese", "taiwanese", "ideographdigital")) and 0 < number < 100:
        tens, ones = divmod(number, 10)
        return (_DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (_DIGITS[ones] if ones else "")
    if form.startswith("decimalEnclosedCircle") and 0 < number <= 20:
        return chr(ord("①") + number - 1)
    if form in ("lowerLetter", "upperLetter") and 0 < number <= 26:
        return chr(ord("a" if form == "lowerLetter" else "A") + number - 1)
    return str(number)


def _word_name(qualified: str) -> str:
    """The local name of an element of WordprocessingML, '' of any other."""
    space, _, name = qualified.rpartition(" ")
    return name if space in _WORD else ""


def _attribute(attributes: Mapping[str, str], name: str) -> str:
    return next((value for key, value in attributes.items() if key.rpartition(" ")[2] == name), "")


@dataclass(slots=True)
class _Paragraph:
    pieces: list[str] = field(default_factory=list)
    style: str = ""
    indented: bool = False
    centred: bool = False
    level: str = "0"
    number: str = ""  # of the list that it belongs to
    bold: int = 0  # characters in bold type
    size: int = 0
    picture: bool = False


@dataclass(slots=True)
class _Run:
    bold: bool = False
    hidden: bool = False


class _Document:
    """Reads document.xml: `lines` in reading order, `titles` those of style Title."""

    def __init__(self, styles: _Styles, numbering: _Numbering) -> None:
        self.lines: list[Line] = []
        self.titles: list[str] = []
        self._styles = styles
        self._numbering = numbering
        self._paragraphs: list[_Paragraph] = []  # open ones: a text box stands inside a paragraph
        self._runs: list[_Run] = []
        self._cells: list[list[list[Line]]] = []  # cells of the open rows
        self._skipped = 0  # open elements since one that is not read
        self._in_text = 0
        self._picture = False  # the paragraph before held a picture and no text

    def start(self, qualified: str, attributes: dict[str, str]) -> None:
        if self._skipped:
            self._skipped += 1
            return
        name = _word_name(qualified)
        if name in _SKIPPED or (not name and qualified == f"{_COMPATIBILITY} Fallback"):
            self._skipped = 1
        elif name == "p":
            self._paragraphs.append(_Paragraph())
        elif name == "r":
            self._runs.append(_Run())
        elif name == "t":
            self._in_text += 1
        elif name == "tr":
            self._cells.append([])
        elif name == "tc" and self._cells:
            self._cells[-1].append([])
        elif self._paragraphs and name in _IN_PARAGRAPH:
            self._in_paragraph(name, attributes)

    def _in_paragraph(self, name: str, attributes: Mapping[str, str]) -> None:
        paragraph = self._paragraphs[-1]
        value = _attribute(attributes, "val")
        if name in ("tab", "ptab") and self._runs:
            paragraph.pieces.append("\t")
        elif name in ("br", "cr"):
            paragraph.pieces.append("\n")
        elif name == "noBreakHyphen":
            paragraph.pieces.append("-")
        elif name == "pStyle":
            paragraph.style = self._styles.kind(value)
        elif name == "ind":
            first = _attribute(attributes, "firstLineChars") or _attribute(attributes, "firstLine")
            paragraph.indented = first not in ("", "0")
        elif name == "jc":
            paragraph.centred = value == "center"
        elif name == "numId":
            paragraph.number = value
        elif name == "ilvl":
            paragraph.level = value
        elif name in ("drawing", "pict", "object"):
            paragraph.picture = True
        elif name == "b" and self._runs:
            self._runs[-1].bold = value not in _OFF
        elif name in ("vanish", "webHidden") and self._runs:
            self._runs[-1].hidden = value not in _OFF

    def text(self, text: str) -> None:
        if self._skipped or not self._in_text or not self._paragraphs:
            return
        run = self._runs[-1] if self._runs else _Run()
        if run.hidden:
            return
        paragraph = self._paragraphs[-1]
        paragraph.pieces.append(text)
        paragraph.size += len(text.strip())
        paragraph.bold += len(text.strip()) if run.bold else 0

    def end(self, qualified: str) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        name = _word_name(qualified)
        if name == "p" and self._paragraphs:
            self._end_paragraph(self._paragraphs.pop())
        elif name == "r" and self._runs:
            self._runs.pop()
        elif name == "t":
            self._in_text -= 1
        elif name == "tr" and self._cells:
            self._end_row(self._cells.pop())

    def _container(self) -> list[Line]:
        return self._cells[-1][-1] if self._cells and self._cells[-1] else self.lines

    def _end_paragraph(self, paragraph: _Paragraph) -> None:
        container = self._container()
        raws = "".join(paragraph.pieces).split("\n")
        texts = [tidy(raw) for raw in raws]
        full = [place for place, text in enumerate(texts) if text]
        if not full:
            self._picture = self._picture or paragraph.picture
            return
        if label := self._numbering.next(paragraph.number, paragraph.level) if paragraph.number else "":
            texts[full[0]] = label + texts[full[0]]
        kind = self._kind(paragraph, texts)
        if paragraph.style == "title" and not self._cells:
            self.titles.append(" ".join(texts[place] for place in full))
            texts, raws, full = [self.titles[-1]], [self.titles[-1]], [0]
        for place in full:
            indented = paragraph.indented if place == full[0] else raws[place][:1] in ("\u3000", "\xa0")
            indented = indented or raws[place][:1] in ("\u3000", "\xa0", " ", "\t")
            # A break inside a paragraph ends it only where another one follows at once.
            whole = place == full[-1] or not texts[place + 1]
            container.append(Line(texts[place], kind=kind, indented=indented, whole=whole))
        self._picture = paragraph.picture and not paragraph.size

    def _kind(self, paragraph: _Paragraph, texts: list[str]) -> str:
        joined = "".join(texts)
        if paragraph.style:
            return "caption" if paragraph.style == "caption" else "heading"
        if (self._picture or paragraph.picture) and paragraph.centred and len(joined) <= _LONGEST_CAPTION and "。" not in joined[:-1]:
            return "caption"
        if paragraph.bold >= paragraph.size and len(joined) <= _LONGEST_HEADING:
            return "heading"
        return "item" if paragraph.number not in ("", "0") else "text"

    def _end_row(self, cells: list[list[Line]]) -> None:
        """A row of data becomes one line, its cells parted by tabs; the cells of any other row give their lines."""
        texts = [" ".join(line.text for line in cell) for cell in cells]
        full = [text for text in texts if text]
        container = self._container()
        if len(full) >= 2 and max(map(len, full)) <= _LONGEST_CELL and sum(map(len, full)) <= _LONGEST_ROW:
            container.append(Line("\t".join(texts).strip(), kind="row", whole=True))
        else:
            for cell in cells:
                container.extend(cell)


_IN_PARAGRAPH = frozenset(
    ["tab", "ptab", "br", "cr", "noBreakHyphen", "pStyle", "ind", "jc", "numId", "ilvl", "drawing", "pict", "object", "b", "vanish", "webHidden"]
)

# --- Excel --------------------------------------------------------------------------------------

_MOST_ROWS = 1_048_576  # of a sheet, ISO/IEC 29500
_MOST_COLUMNS = 256  # read of a row; a table of articles has about ten, and one far cell would fill each row up to its column
_EXCEL_PART = re.compile(r"(?:\[Content_Types\]\.xml|_rels/\.rels|xl/[\w.-]{1,40}\.xml|xl/_rels/[\w.-]{1,40}\.rels|xl/worksheets/[\w.-]{1,40}\.xml)$")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook: its rows with their numbers, counted as Excel does; lazy."""

    name: str
    rows: Iterator[tuple[int, list[str]]]


def read_xlsx(file: IO[bytes], budget: Budget) -> Iterator[Sheet]:
    """The sheets of a workbook, one after the other; InputError where it is damaged.

    A formula gives the value that was stored with it, an error value nothing, a date its ISO day.
    """
    _refuse_old(file, "Excel")
    copy = _checked_copy(file, budget)
    import openpyxl

    try:
        with catch_warnings(action="ignore"):
            workbook = openpyxl.load_workbook(copy, read_only=True, data_only=True, keep_links=False)
        for sheet in workbook.worksheets:
            yield Sheet(str(sheet.title), _rows(sheet))
    except InputError:
        raise
    except Exception as error:  # openpyxl raises whatever a missing part or attribute leads to
        raise InputError("parse", damaged("file", error)) from None


def _checked_copy(file: IO[bytes], budget: Budget) -> io.BytesIO:
    """The parts that openpyxl needs, each without a document type, in a new package."""
    parts = read_parts(file, budget, lambda name: _EXCEL_PART.match(name) is not None, budget.left)
    if not any(name.startswith("xl/worksheets/") for name in parts):
        raise InputError("parse", "no Excel workbook: it has no sheet")
    copy = io.BytesIO()
    with ZipFile(copy, "w", ZIP_STORED) as package:
        for name, data in parts.items():
            read_xml(data)
            package.writestr(name, data)
    copy.seek(0)
    return copy


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, as wide as the first of them and one cell more.

    Rows that no cell stands in, of which a stray cell far below makes a million, are passed over.
    """
    try:
        sheet.reset_dimensions()  # stated sizes are wrong in the files of some programs
        width = next((len(cells) for _, row in _until_last(sheet, _MOST_COLUMNS) if (cells := _cells(row))), 0)
        for number, row in _until_last(sheet, min(width + 1, _MOST_COLUMNS)) if width else ():
            if cells := _cells(row):
                yield number, cells
    except Exception as error:
        raise InputError("parse", damaged("sheet", error)) from None


def _until_last(sheet: Any, width: int) -> Iterator[tuple[int, tuple[object, ...]]]:
    rows = sheet.iter_rows(values_only=True, max_col=width)
    for number in range(1, _MOST_ROWS + 1):
        with catch_warnings(action="ignore"):  # openpyxl warns on standard error of what it passes over
            row = next(rows, None)
        if row is None:
            return
        yield number, row


def _cells(row: tuple[object, ...]) -> list[str]:
    """The row's cells up to the last full one."""
    cells = [_cell(value) for value in row] if any(row) else []
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        if value.startswith("#") and value in ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"):
            return ""
        # Excel writes a carriage return inside a cell as _x000D_.
        return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), value).strip()
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (time, timedelta)):
        return str(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
