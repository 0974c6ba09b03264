"""The text layer of a PDF (ISO 32000) to lines, as PDFium reads it.

A PDF knows no paragraphs: each line of type comes as a line, marked by what its place on the page
tells (a gap above it, an indent, larger type), and the cleaning that rejoins wrapped text does the
rest, across columns and pages. Running heads, running feet and page numbers are dropped: lines in
the margin that come again on other pages, numbers apart. Nothing is recognised in pictures: a
scanned page without text layer gives nothing, and a file of such pages says so.
"""

from __future__ import annotations

import json
import re
import signal
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import IO, TYPE_CHECKING

from corpus.bounds import InputError
from corpus.clean import Line, is_title_like, tidy
from corpus.html import Page
from corpus.metadata import fold

if TYPE_CHECKING:
    from corpus.limits import Limits

_CPU_SIGNAL = getattr(signal, "SIGXCPU", 0)
MEMORY_MB = 1_000  # as in pdf_lines.py, which is never imported here
_MARGIN_LINES = 3  # lines from the top and the bottom of a page that may be running heads and feet
_LONGEST_RUNNING = 60  # characters
_OFTEN = 0.4  # share of pages on which a running head comes again; left and right pages may have their own
_HEADING = 1.25  # times the size of the body's type; headlines of the press have 1.5 and more, notes under 1
_GAP = 1.5  # times the usual distance of lines
_INDENT = 1.5  # characters; a paragraph is indented by two
_UNREADABLE = 0.2  # share of characters without meaning above which a text layer is no text
_PAGE_NUMBER = re.compile(
    r"[-—–·.•|/\s第共页版a-d]{0,12}\d{1,4}(?:[-—–·.•|/\s页第共of]{0,12}\d{0,4})[-—–·.•|页版\s]{0,6}$", re.IGNORECASE
)  # - 1 -, 第 1 页 共 3 页, 1/3, A01


@dataclass(frozen=True, slots=True)
class _TypeLine:
    """A line of type: `left`, `right` and `base` (its baseline, upwards) in points, `size` of its type."""

    text: str
    page: int
    left: float
    right: float
    base: float
    size: float


def read_pdf(file: IO[bytes], limits: Limits) -> Page:
    """The lines of all pages and the headline in the largest type as title; InputError where there is no text."""
    data = file.read(limits.max_unpacked_bytes + 1)
    if not data:
        raise InputError("read", "empty file")
    if len(data) > limits.max_unpacked_bytes:
        raise InputError("read", f"larger than max_unpacked_bytes ({limits.max_unpacked_bytes})")
    if b"%PDF-" not in data[:1024]:
        raise InputError("parse", "no PDF file")
    lines = list(_type_lines(data, limits))
    written = "".join(line.text for line in lines)
    if not re.search(r"\w", written):
        raise InputError("parse", "no text layer")
    if sum(map(_is_meaningless, written)) > _UNREADABLE * len(written):
        raise InputError("decode", "the text layer holds no readable characters")
    body = _without_running(lines)
    return _page(body)


def _is_meaningless(character: str) -> bool:
    """Private use, replacement and control characters: what fonts without a character map give."""
    return "\ue000" <= character <= "\uf8ff" or character == "\ufffd" or character < " " or character >= "\U000f0000"


# --- lines of type ------------------------------------------------------------------------------


def _type_lines(data: bytes, limits: Limits) -> Iterator[_TypeLine]:
    """The lines, read by a process of their own that a hostile file can keep busy, fill or crash to no harm."""
    import subprocess

    seconds = limits.max_seconds_per_mb * (1 + len(data) // 1_000_000)
    program = [sys.executable, "-I", str(Path(__file__).with_name("pdf_lines.py")), *map(str, (seconds, limits.max_bytes, limits.max_pages))]
    slow = f"takes longer than max_seconds_per_mb ({limits.max_seconds_per_mb})"
    try:
        # The process counts its own processor time; the clock is for one that waits, and for Windows.
        done = subprocess.run(program, input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=10 * seconds, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise InputError("read", slow) from None
    if done.returncode == -_CPU_SIGNAL:
        raise InputError("read", slow)
    if done.returncode or not done.stdout:
        raise InputError("parse", f"the PDF reader broke down (status {done.returncode}): damaged, or takes more than {MEMORY_MB} MB")
    answer = json.loads(done.stdout)
    if "error" in answer:
        raise InputError(*answer["error"])
    for text, *place in answer["lines"]:
        if shown := tidy(text):
            yield _TypeLine(shown, *place)


# --- running heads ------------------------------------------------------------------------------


def _without_running(lines: Sequence[_TypeLine]) -> list[_TypeLine]:
    """The lines without page numbers and the lines in the margins that come again on other pages."""
    pages: dict[int, list[_TypeLine]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    margins = {number: _margin(on_page) for number, on_page in pages.items()}
    often = Counter(key for margin in margins.values() for key in {_key(line) for line in margin})
    least = max(2, _OFTEN * len(pages))
    dropped = {line for margin in margins.values() for line in margin if often[_key(line)] >= least}
    counting = Counter(count for margin in margins.values() for count in {count for line in margin for count in _counts(line)})
    least = max(3, least)
    dropped.update(line for margin in margins.values() for line in margin if any(counting[count] >= least for count in _counts(line)))
    for number, on_page in pages.items():
        edge = [line for line in margins[number] if line not in dropped]
        for line in (edge[:1] + edge[-1:]) if len(on_page) > 2 else []:
            if _PAGE_NUMBER.match(line.text):
                dropped.add(line)
    return [line for line in lines if line not in dropped]


def _margin(on_page: Sequence[_TypeLine]) -> list[_TypeLine]:
    """The first and last lines of a page by their place on it."""
    ordered = sorted(on_page, key=lambda line: -line.base)
    return ordered if len(ordered) <= 2 * _MARGIN_LINES else ordered[:_MARGIN_LINES] + ordered[-_MARGIN_LINES:]


def _key(line: _TypeLine) -> tuple[str, int]:
    """What a running head has in common on all its pages: its words less the numbers, and its height on the page."""
    return re.sub(r"[\d\s]+", "#", fold(line.text)), round(line.base / 8)


def _counts(line: _TypeLine) -> set[tuple[int, int]]:
    """For each number in a short line how far it is ahead of the page, with the line's height: a page number keeps both."""
    if len(line.text) > _LONGEST_RUNNING:
        return set()
    return {(int(number) - line.page, round(line.base / 8)) for number in re.findall(r"(?<!\d)\d{1,4}(?!\d)", line.text)}


# --- lines of text ------------------------------------------------------------------------------


def _page(lines: Sequence[_TypeLine]) -> Page:
    body_size = _body_size(lines)
    pitch = _pitch(lines)
    shown: list[Line] = []
    sizes: list[float] = []  # of each line shown
    for place, line in enumerate(lines):
        before = lines[place - 1] if place else None
        heading = line.size >= _HEADING * body_size and len(line.text) <= 90
        if heading and before is not None and shown and shown[-1].kind == "heading" and _is_one_headline(before, line):
            shown[-1] = replace(shown[-1], text=shown[-1].text + _glue(shown[-1].text, line.text) + line.text)
            continue
        gap = before is not None and before.page == line.page and before.base - line.base > _GAP * pitch
        shown.append(
            Line(line.text, kind="heading" if heading else "text", gap=gap, indented=not heading and _is_indented(lines, place), whole=heading)
        )
        sizes.append(line.size)
    return Page(lines=tuple(shown), title=_title(shown, sizes, len([line for line in lines if line.page == lines[0].page]) if lines else 0))


def _body_size(lines: Sequence[_TypeLine]) -> float:
    """The size in which most characters are set."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], -size), default=0.0)


def _pitch(lines: Sequence[_TypeLine]) -> float:
    """The usual distance from line to line in points."""
    distances = [
        before.base - line.base for before, line in pairwise(lines) if before.page == line.page and 0 < before.base - line.base < 4 * line.size
    ]
    return sorted(distances)[len(distances) // 2] if distances else float("inf")


def _is_one_headline(before: _TypeLine, line: _TypeLine) -> bool:
    return before.page == line.page and before.size == line.size and 0 < before.base - line.base < 2.2 * line.size


def _glue(before: str, after: str) -> str:
    return " " if before[-1:].isascii() and before[-1:].isalpha() and after[:1].isascii() and after[:1].isalpha() else ""


def _is_indented(lines: Sequence[_TypeLine], place: int) -> bool:
    """Whether the line begins further right than those around it in its column; one that stands alone on its page looks at the pages around."""
    line = lines[place]
    around = [
        other
        for other in lines[max(0, place - 8) : place + 9]
        if other.size == line.size and other.left < line.right and line.left < other.right and abs(other.left - line.left) < 6 * line.size
    ]
    on_page = [other for other in around if other.page == line.page]
    return line.left - min(other.left for other in (on_page if len(on_page) > 1 else around)) >= _INDENT * line.size


def _title(shown: Sequence[Line], sizes: Sequence[float], on_first_page: int) -> str | None:
    """The headline in the largest type of the first page that shows any text."""
    headlines = [
        (sizes[place], -place, line.text) for place, line in enumerate(shown[:on_first_page]) if line.kind == "heading" and is_title_like(line.text)
    ]
    return max(headlines)[2] if headlines else None
