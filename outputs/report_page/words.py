"""Every word of the page in Chinese and English, by key (words.tsv); the page carries both and is read in either.

>>> words()["planned"]
('计划', 'planned')
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from markupsafe import Markup, escape

from extractors.lexicon import parse_rows
from outputs.visible import visible

LANGUAGES = ("auto", "zh", "en")


@lru_cache(maxsize=1)
def words() -> dict[str, tuple[str, str]]:
    """Chinese and English by key."""
    text = files("outputs.report_page").joinpath("words.tsv").read_text(encoding="utf-8")
    return {row["key"]: (row["zh"], row["en"]) for row in parse_rows(text)}


@lru_cache(maxsize=1_000)
def word(key: str) -> Markup:
    """The word as an element that the page's script can turn into the other language; a key that is no word stands for itself."""
    known = words().get(key)
    return escape(visible(key)) if known is None else Markup('<span data-w="{}">{}</span>').format(key, known[0])
