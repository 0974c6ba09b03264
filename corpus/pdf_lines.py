"""Run as a program of its own by corpus.pdf: a PDF on standard input, its lines of type as JSON on standard output.

PDFium is native code and has no limits of its own: 3 KB of nested forms keep it busy for hours, 30 KB
of packed text fill the memory, and a crash would take the whole run down. Here it takes down one file.
"""

from __future__ import annotations

import ctypes
import json
import re
import sys
from collections.abc import Iterator
from typing import Any

import pypdfium2
from pypdfium2 import raw

MEMORY = 1_000_000_000  # bytes of address space; ordinary PDFs take under 300 MB


def main() -> None:
    """Reads the PDF and prints {"lines": [[text, page, left, right, base, size], …]} or {"error": [stage, reason]}."""
    seconds, max_bytes, max_pages = map(int, sys.argv[1:4])
    _limit(seconds)
    _without_system_fonts()
    try:
        answer: dict[str, list[Any]] = {"lines": list(_lines(sys.stdin.buffer.read(), max_bytes, max_pages))}
    except _Refused as error:
        answer = {"error": list(error.args)}
    except pypdfium2.PdfiumError as error:
        text = str(error).lower()
        answer = {"error": ["read", "encrypted" if "password" in text or "security" in text else f"damaged file: {text[:120]}"]}
    except MemoryError:
        answer = {"error": ["read", f"takes more memory than {MEMORY // 1_000_000} MB"]}
    sys.stdout.write(json.dumps(answer))


class _Refused(Exception):  # noqa: N818
    """A stage and a reason."""


def _limit(seconds: int) -> None:
    try:
        import resource
    except ImportError:  # Windows: the caller's clock is the only limit
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _without_system_fonts() -> None:
    """Only the fonts in the file and PDFium's own: what is read must not depend on the machine."""
    raw.FPDF_DestroyLibrary()
    none = (ctypes.POINTER(ctypes.c_char) * 1)()
    raw.FPDF_InitLibraryWithConfig(raw.FPDF_LIBRARY_CONFIG(version=2, m_pUserFontPaths=none))


def _lines(data: bytes, max_bytes: int, max_pages: int) -> Iterator[list[Any]]:
    document = pypdfium2.PdfDocument(data)
    if len(document) > max_pages:
        raise _Refused("read", f"more pages than max_pages ({max_pages})")
    left = max_bytes
    for number in range(len(document)):
        page = document[number]
        _refuse_loss(page)
        layer = page.get_textpage()
        left -= layer.count_chars()
        if left < 0:
            raise _Refused("read", f"more text than max_bytes ({max_bytes})")
        yield from _lines_of_page(layer, number)
        layer.close()
        page.close()


# Fonts that every reader brings itself: a piece of no width in one of them is a blank.
_STANDARD = re.compile(r"(?:[A-Z]{6}\+)?(?:Helvetica|Arial|Times|Courier|Symbol|ZapfDingbats|Verdana|Tahoma|Calibri|Georgia)")


def _refuse_loss(page: Any) -> None:
    """PDFium drops pieces of text without width, such as a single character in a font that neither file nor system has."""
    for piece in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=4):
        left, _, right, _ = piece.get_bounds()
        if right - left >= 0.01:
            continue
        font = raw.FPDFTextObj_GetFont(piece.raw)
        name = ctypes.create_string_buffer(100)
        raw.FPDFFont_GetBaseFontName(font, name, 100)
        shown = name.value.decode("utf-8", "replace")
        if not raw.FPDFFont_GetIsEmbedded(font) and not _STANDARD.match(shown):
            raise _Refused("parse", f"text in {shown[:60] or 'a font'}, which is not in the file, cannot be read whole")


def _lines_of_page(layer: Any, number: int) -> Iterator[list[Any]]:
    text = layer.get_text_range() if layer.count_chars() else ""
    place = 0
    for line in text.split("\r\n"):
        first, last = place + len(line) - len(line.lstrip()), place + max(0, len(line.rstrip()) - 1)
        place += len(line) + 2
        if line.strip():
            size = raw.FPDFText_GetFontSize(layer.raw, first)
            left, base = _origin(layer, first)
            yield [_whole_words(line), number, left, _origin(layer, last)[0] + size, base, round(size, 1)]


def _origin(layer: Any, place: int) -> tuple[float, float]:
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(layer.raw, place, x, y)
    return x.value, y.value


def _whole_words(line: str) -> str:
    """PDFium joins a word that is hyphenated at a line's end and leaves U+FFFE: before a capital the hyphen is the word's own."""
    return re.sub("[\ufffe\x02](?=(\\S?))", lambda match: "-" if match[1].isupper() else "", line)


if __name__ == "__main__":
    main()
