"""Article and Failure: the two things that reading one input can give.

An Article holds the cleaned body and what was found around it; a Failure says which input gave
no article, at which stage and why. Both are plain values and know nothing of entities.

>>> article = make_article("许昌加入中德工业城市联盟。", published="2020-08-12")
>>> article.article_id
'afecd59562f74dab3'
>>> make_article("a\\x00b").text
'a\\ufffdb'
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from typing import Any

# NUL and lone surrogates cannot be stored in UTF-8 or in PostgreSQL (contract: they become U+FFFD).
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")

STAGES = ("read", "decode", "parse", "clean", "segment", "extract", "write")


@dataclass(frozen=True, slots=True)
class Article:
    """One article, cleaned.

    `text` is the body, one paragraph a line; every offset in the project counts its code points.
    `title`, `source`, `url` and `published` (ISO 8601 day) are None where neither given nor found.
    `dateline` is the place written in a dateline (许昌 in 本报许昌8月12日电), `dateline_date` its
    date as written (8月12日). `home` is a place's name or id given by the user. `input` is the path
    or URL as given, `record` the line, row, section or archive member in it.
    """

    text: str
    title: str | None = None
    source: str | None = None
    url: str | None = None
    published: str | None = None
    dateline: str | None = None
    dateline_date: str | None = None
    reporters: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    home: str | None = None
    input: str | None = None
    record: str | None = None

    @property
    def article_id(self) -> str:
        """A hash of `text` alone: the same text gives the same id on any machine."""
        return "a" + hashlib.sha256(self.text.encode("utf-8")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Failure:
    """One input that gave no article: `stage` is one of STAGES, `reason` one line for a person."""

    input: str
    record: str | None
    stage: str
    reason: str


def storable(text: str) -> str:
    """The text with NUL and lone surrogates as U+FFFD and every kind of line end as LF."""
    return _LINE_ENDS.sub("\n", _UNSTORABLE.sub("\ufffd", text))


def make_article(text: str, **fields: Any) -> Article:
    """An Article whose text and other strings are storable; fields as in Article."""
    return replace(Article(text=storable(text)), **{name: _storable_field(value) for name, value in fields.items()})


def _storable_field(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, tuple):
        return tuple(_storable_field(item) for item in value)
    return value
