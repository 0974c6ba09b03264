"""The text as it is matched: Simplified, half-width, one code point for one.

Offsets into the plain text are offsets into the text as written, which is never changed.

>>> plain("２０２０年８月１２號 臺州⻄站")
'2020年8月12号 台州西站'
"""

from __future__ import annotations

from functools import lru_cache

from extractors.lexicon import read_rows

# ， ； ！ ？ stay: between figures a full-width comma separates, a half-width one may group digits.
_FULL_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94) if chr(0xFF01 + i) not in "，；！？"}
_SPACES = dict.fromkeys([0x3000, 0xA0, *range(0x2000, 0x200B)], " ")


# Some fifty callers ask for the same article's text one after the other.
@lru_cache(maxsize=64)
def plain(text: str) -> str:
    """The text with width, script and radical differences taken out; the same length, always."""
    return text.translate(_table())


@lru_cache(maxsize=1)
def _table() -> dict[int, int | str]:
    table: dict[int, int | str] = {ord(row["variant"]): row["plain"] for row in read_rows("extractors", "variants.tsv")}
    return table | _FULL_WIDTH | _SPACES
