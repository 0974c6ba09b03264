"""Bytes to text: byte-order marks, UTF-8, then the encodings of Chinese computers, then a detector.

The order is fixed because a general detector reads short GBK headlines as Korean: UTF-8 strictly,
then GB18030, then Big5, each only where the characters it gives are those of ordinary Chinese, and
charset-normalizer last. A page's own word for its charset counts only between readings that hold.
A few damaged bytes become U+FFFD; a text cut inside a character loses only that character.

>>> decode("许昌".encode("gb18030"))
'许昌'
>>> decode("臺灣經濟".encode("big5"))
'臺灣經濟'
>>> decode("许昌".encode("utf-8")[:-1])
'许\\ufffd'
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

import charset_normalizer

# Names that a page may declare; Python also knows unicode_escape, idna and zlib_codec, which no page means.
_DECLARED = {
    "utf-8": "utf-8", "utf8": "utf-8", "unicode-1-1-utf-8": "utf-8",
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030",
    "x-gbk": "gb18030", "gb_2312-80": "gb18030", "csgb2312": "gb18030", "cp936": "gb18030",
    "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "big5hkscs": "big5hkscs", "cn-big5": "big5hkscs", "x-x-big5": "big5hkscs", "cp950": "big5hkscs",
    "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "euc-jp": "euc_jp", "euc-kr": "cp949", "ks_c_5601-1987": "cp949",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "windows-1252": "cp1252", "iso-8859-15": "iso8859_15",
    "windows-1250": "cp1250", "windows-1251": "cp1251", "koi8-r": "koi8_r",
}  # fmt: skip
# What the detector looks for: left to all its code pages it takes ten times as long, and finds EBCDIC in short texts.
_DETECTED = ("hz", "cp932", "euc_jp", "cp949", "cp1250", "cp1251", "cp1252", "koi8_r")
# Longest first: the mark of UTF-32 LE begins with that of UTF-16 LE.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_MAGIC = (
    (b"%PDF-", "PDF"), (b"PK\x03\x04", "ZIP or Office"), (b"PK\x05\x06", "ZIP"), (b"\x1f\x8b", "gzip"), (b"BZh", "bzip2"), (b"\xfd7zXZ\x00", "xz"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"), (b"Rar!\x1a\x07", "RAR"),
    (b"\x89PNG\r\n", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"GIF8", "GIF"), (b"RIFF", "RIFF"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office"), (b"\x7fELF", "ELF"), (b"MZ\x90\x00", "Windows program"), (b"SQLite format 3\x00", "SQLite"),
    (b"{\\rtf", "RTF"), (b"\x28\xb5\x2f\xfd", "Zstandard"),
)  # fmt: skip
_SAMPLE = 200_000  # bytes looked at when readings are weighed; enough for any statistics, cheap for large files
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_META_CHARSET = re.compile(
    rb"""<(?:meta\b[^>]{0,300}?charset\s{0,5}=\s{0,5}["']?|\?xml\b[^>]{0,100}?encoding\s{0,5}=\s{0,5}["'])([\w:.+-]{2,40})""", re.I
)
_HIGH = re.compile(rb"[\x80-\xff]")
_FOREIGN = re.compile("[^\x00-\x7f]")
_NOT_BY_CHANCE = re.compile("[\x80-\u024f\u0800-\U0010ffff]")
_UTF8_CHARACTER = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


class DecodeError(ValueError):
    """Bytes that no encoding reads as text; the message is one line for a person."""


def decode(data: bytes, *, declared: str | None = None, detect: bool = True) -> str:
    """The text of the bytes, without byte-order mark; DecodeError where they are no text.

    `declared` is a charset named by the file itself; it decides only between readings that hold. Without `detect`
    only Unicode and the Chinese encodings are tried: for the single lines of a file, of which there may be a million.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_marked(data[len(mark) :], encoding)
    _refuse_binary(data)
    if b"\x00" in data and (wide := _unmarked_utf16(data)) is not None:
        return _decode_marked(data, wide)
    if (text := _strictly(data, "utf-8")) is not None:
        return _not_controls(data.decode("gb18030") if _only_looks_like_utf8(text, data) else text)
    if _mostly_utf8(data):
        return _not_controls(_decode_by_line(data))
    text = _decode_chinese(data, _allowed(declared)) or (_detect(data, _allowed(declared)) if detect else _strictly(data, "gb18030"))
    if text is None:
        raise DecodeError("no known encoding fits")
    return _not_controls(text)


def declared_charset(data: bytes) -> str | None:
    """The charset that a page's first 4,096 bytes name, as written; None where there is none."""
    found = _META_CHARSET.search(data[:4096])
    return found[1].decode("ascii", "replace") if found else None


def _allowed(name: str | None) -> str | None:
    return _DECLARED.get(name.strip().strip("\"'").lower()) if name else None


def _decode_marked(data: bytes, encoding: str) -> str:
    text = data.decode(encoding, "replace")
    if text.count("\ufffd") > 2 + len(text) // 50:
        raise DecodeError(f"not text: the byte-order mark says {encoding.upper()}, the bytes are not")
    return _not_controls(text)


def _refuse_binary(data: bytes) -> None:
    for magic, name in _MAGIC:
        if data.startswith(magic):
            raise DecodeError(f"binary file ({name})")


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without a mark shows by NULs on one side of each pair only; other NULs mean a binary file or a damaged text."""
    sample = data[:_SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    pairs = len(sample) // 2 or 1
    for many, few, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        # In Chinese text only the ASCII among it (digits, line ends) has a NUL half: 1 in 100 is enough.
        if many * 100 >= pairs and few * 20 <= many:
            text = sample[: len(sample) & ~1].decode(encoding, "replace")
            if text.count("\ufffd") * 100 <= len(text) and _share_of_text(text) > 0.9:
                return encoding
    if (even + odd) * 100 > len(sample):
        raise DecodeError("binary file (NUL bytes)")
    return None


def _share_of_text(text: str) -> float:
    """The share of characters that are ASCII, Chinese or Chinese punctuation."""
    return sum(1 for c in text if "\t" <= c < "\x7f" or "\u4e00" <= c <= "\u9fff" or "\u2010" <= c <= "\u3020" or "\uff00" <= c <= "\uff60") / (
        len(text) or 1
    )


def _strictly(data: bytes, encoding: str) -> str | None:
    """The strict reading; an incomplete character at the very end becomes U+FFFD. None where the bytes do not fit."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if error.start < len(data) - 3 or error.start == 0 or error.reason not in ("unexpected end of data", "incomplete multibyte sequence"):
            return None
        return data[: error.start].decode(encoding) + "\ufffd"


def _only_looks_like_utf8(text: str, data: bytes) -> bool:
    """Whether a few GBK characters make UTF-8 by chance (一一 is һһ): no Han in UTF-8, no Latin letters, all everyday Han in GB18030."""
    if len(data) > 1_000 or not _FOREIGN.search(text) or _NOT_BY_CHANCE.search(text):
        return False
    return _ordinary(data, "gb18030") == 1.0


def _mostly_utf8(data: bytes) -> bool:
    """Whether nearly all bytes above ASCII make whole UTF-8 characters; ordinary GBK or Big5 text gives hardly any of three bytes."""
    sample = data[:_SAMPLE]
    high = len(_HIGH.findall(sample))
    whole = sum(len(character) for character in _UTF8_CHARACTER.findall(sample) if len(character) > 2)
    return whole >= 9 and whole >= 0.7 * high


def _decode_by_line(data: bytes) -> str:
    """A UTF-8 text with foreign lines: each line in UTF-8, else in GB18030 where that gives ordinary Chinese, else with U+FFFD."""
    lines = []
    for line in data.split(b"\n"):
        text = _strictly(line, "utf-8")
        if text is None and not _mostly_utf8(line):
            text = _decode_chinese(line, None)
        lines.append(line.decode("utf-8", "replace") if text is None else text)
    return "\n".join(lines)


def _decode_chinese(data: bytes, declared: str | None) -> str | None:
    """GB18030 or Big5, whichever gives ordinary Chinese; None where neither does."""
    scores = {encoding: _ordinary(data[:_SAMPLE], encoding) for encoding in ("gb18030", "big5hkscs")}
    if declared in scores:
        scores[declared] += 0.05
    best = max(scores, key=lambda encoding: (scores[encoding], encoding == "gb18030"))
    return data.decode(best, "replace") if scores[best] >= 0.6 else None


def _ordinary(sample: bytes, encoding: str) -> float:
    """The share of the non-ASCII characters that are everyday characters of that encoding; 0 where many bytes do not fit."""
    text = sample.decode(encoding, "replace")
    foreign = [character for character in text if character >= "\x80"]
    damaged = foreign.count("\ufffd")
    if not foreign or damaged > 1 + len(foreign) // 20:
        return 0.0
    everyday = _everyday(encoding)
    return sum(1 for character in foreign if character in everyday) / len(foreign)


@lru_cache(maxsize=2)
def _everyday(encoding: str) -> frozenset[str]:
    """First-level Han characters (GB 2312-80 rows 16-55, Big5 A440-C67E) and Chinese punctuation.

    For GB18030 also the Traditional forms of everyday characters (those of Big5's first level).
    """
    big5 = _characters("big5", range(0xA4, 0xC7), (*range(0x40, 0x7F), *range(0xA1, 0xFF)))
    marks = frozenset("　、。·—～…‘’“”〔〕〈〉《》「」『』【】！（），－．／：；？％０１２３４５６７８９①②③④⑤⑥⑦⑧⑨⑩□■◆○●▲△★※→℃㎡\xa0")
    if encoding == "big5hkscs":
        return big5 | marks | frozenset("﹐﹑﹔﹕﹖﹗︰‧")
    return _characters("gb2312", range(0xB0, 0xD8), range(0xA1, 0xFF)) | big5 | marks


def _characters(encoding: str, leads: range, trails: range | tuple[int, ...]) -> frozenset[str]:
    return frozenset("".join(bytes((lead, trail)).decode(encoding, "ignore") for lead in leads for trail in trails))


def _detect(data: bytes, declared: str | None) -> str:
    """A declared encoding that fits, else the detector's, from the allowed names only; else GB18030 if it fits without error."""
    if declared and (text := _strictly(data, declared)) is not None and declared not in ("gb18030", "big5hkscs"):
        return text
    best = charset_normalizer.from_bytes(data[:_SAMPLE], cp_isolation=list(_DETECTED)).best()
    if best is not None and best.encoding in _DETECTED and (text := _strictly(data, best.encoding)) is not None:
        return text
    if (text := _strictly(data, "gb18030")) is not None:
        return text
    raise DecodeError("no known encoding fits")


def _not_controls(text: str) -> str:
    """The text; DecodeError where it is full of control characters, which no article has."""
    sample = text[:_SAMPLE]
    if len(_CONTROLS.findall(sample)) + sample.count("\x00") > 2 + len(sample) // 50:
        raise DecodeError("binary file (control characters)")
    return text
