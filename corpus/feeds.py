"""Feeds (RSS 0.9 to 2.0, RSS 1.0 in RDF, Atom of RFC 4287) to their items.

A feed is text first: its encoding is found as for any other file, HTML's named characters (&nbsp;)
and bare & are mended, control characters dropped. A document type that declares anything is refused.
An address in a feed is kept and never fetched. Where the XML breaks, the items before it are read.

>>> feed = "<rss><channel><title>许昌网</title><item><title>许昌入盟</title><pubDate>Thu, 13 Aug 2020 01:30:00 GMT</pubDate></item></channel></rss>"
>>> items, error = read_feed(feed)
>>> items[0].title, items[0].published, error
('许昌入盟', '2020-08-13', None)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta, timezone
from html import escape, unescape
from html.entities import html5

from corpus.bounds import InputError, read_xml
from corpus.clean import tidy
from corpus.metadata import read_day, read_names

_CHINA = timezone(timedelta(hours=8))
_ROOTS = frozenset(["rss", "feed", "RDF"])
_ATOM = "http://www.w3.org/2005/Atom"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
# (namespace, element) → field; '' stands for RSS, whose elements have no namespace or one of many.
_FIELDS = {
    ("", "title"): "title", ("", "link"): "link", ("", "pubDate"): "day", ("", "description"): "summary", ("", "author"): "author",
    ("", "source"): "source", (_CONTENT, "encoded"): "content", (_DUBLIN_CORE, "date"): "day", (_DUBLIN_CORE, "creator"): "author",
    (_DUBLIN_CORE, "source"): "source", (_ATOM, "title"): "title", (_ATOM, "published"): "day", (_ATOM, "updated"): "updated",
    (_ATOM, "summary"): "summary", (_ATOM, "content"): "content", (_ATOM, "name"): "author",
}  # fmt: skip
_OTHERS = frozenset([_ATOM, _CONTENT, _DUBLIN_CORE, "http://search.yahoo.com/mrss/", "http://www.itunes.com/dtds/podcast-1.0.dtd"])


@dataclass(frozen=True, slots=True)
class Item:
    """An item as the feed states it: `html` is its content, or its summary where there is none; None for what it leaves open."""

    html: str
    title: str | None = None
    url: str | None = None
    published: str | None = None
    source: str | None = None
    reporters: tuple[str, ...] = ()


def read_feed(text: str) -> tuple[list[Item], InputError | None]:
    """The items of a feed in its order, and the error that ended the reading early; InputError where there is no feed at all."""
    feed = _Feed()
    error = None
    try:
        read_xml(_mended(text).encode("utf-8", "replace"), on_start=feed.start, on_end=feed.end, on_text=feed.text)
    except InputError as fault:
        if not feed.items:
            raise
        error = fault
    if not feed.items:
        raise InputError("parse", "feed without items" if feed.root in _ROOTS else f"no feed: the root element is {feed.root[:40]}")
    return feed.items, error


_DECLARATION = re.compile(r"\s*<\?xml[^<>]{0,300}\?>")
_BARE_DOCTYPE = re.compile(r"<!DOCTYPE\s[^<>\[\]]{0,500}>")  # RSS 0.91 has one, which declares nothing here
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)(?:(?P<name>[A-Za-z][A-Za-z0-9]{1,30});)?")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def _mended(text: str) -> str:
    """Well-formed XML, as far as mistakes that are common in feeds go."""
    text = _CONTROLS.sub("", text.lstrip("\ufeff \t\r\n"))
    text = _DECLARATION.sub("", text, count=1).lstrip()
    if not text.startswith("<"):
        raise InputError("parse", "no feed: it begins with no element")
    mended = [piece if marked else _ENTITY.sub(_character, piece) for piece, marked in _pieces(text)]
    mended[0] = _BARE_DOCTYPE.sub("", mended[0], count=1)
    return "".join(mended)


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The text in pieces, and whether each is marked as text (CDATA), so that nothing in it is markup."""
    place = 0
    while (start := text.find("<![CDATA[", place)) >= 0 and (end := text.find("]]>", start)) >= 0:
        yield text[place:start], False
        place = end + 3
        yield text[start:place], True
    yield text[place:], False


def _character(match: re.Match[str]) -> str:
    character = html5.get(f"{match['name']};") if match["name"] else None
    return escape(character) if character else f"&amp;{match[0][1:]}"


class _Feed:
    """Reads the elements; `items` are those that are complete."""

    def __init__(self) -> None:
        self.root = ""
        self.items: list[Item] = []
        self._open: dict[str, str] | None = None  # the fields of the open item
        self._field: str | None = None
        self._depth = 0  # of elements inside the field
        self._pieces: list[str] = []
        self._is_markup = False  # the field holds XHTML, whose tags are kept
        self._is_plain = False  # the field holds text that is not to be read as HTML

    def start(self, qualified: str, attributes: dict[str, str]) -> None:
        space, _, name = qualified.rpartition(" ")
        self.root = self.root or name
        if self._field is not None:
            self._depth += 1
            if self._is_markup:
                self._pieces.append(f"<{name}>")
        elif name in ("item", "entry"):
            self._open = {}
        elif self._open is not None:
            self._start_field(space if space in _OTHERS else "", name, attributes)

    def _start_field(self, space: str, name: str, attributes: dict[str, str]) -> None:
        if (space, name) == (_ATOM, "link"):
            if attributes.get("rel", "alternate") == "alternate":
                self._open = {"link": attributes.get("href", ""), **(self._open or {})}
            return
        self._field = _FIELDS.get((space, name))
        self._pieces, self._depth = [], 0
        kind = attributes.get("type", "")
        self._is_markup = kind in ("xhtml", "application/xhtml+xml")
        self._is_plain = space == _ATOM and kind in ("", "text", "text/plain")

    def text(self, text: str) -> None:
        if self._field is not None:
            self._pieces.append(escape(text) if self._is_markup or self._is_plain else text)

    def end(self, qualified: str) -> None:
        _, _, name = qualified.rpartition(" ")
        if self._field is not None and self._depth:
            self._depth -= 1
            if self._is_markup:
                self._pieces.append(f"</{name}>")
        elif self._field is not None:
            if self._open is not None:
                self._open.setdefault(self._field, "".join(self._pieces).strip())
            self._field = None
        elif name in ("item", "entry") and self._open is not None:
            self.items.append(_item(self._open))
            self._open = None


def _item(fields: dict[str, str]) -> Item:
    link = fields.get("link", "")
    return Item(
        html=fields.get("content") or fields.get("summary", ""),
        title=_words(fields.get("title", "")),
        url=link if re.match(r"https?://\S{3,1900}$", link) else None,
        published=_day(fields.get("day", "")) or _day(fields.get("updated", "")),
        source=_words(fields.get("source", "")),
        reporters=read_names(tidy(fields.get("author", ""))[:100]),
    )


def _words(field: str) -> str | None:
    """A title or name without the tags and the doubly escaped characters that feeds put into it."""
    return tidy(unescape(re.sub(r"</?[a-zA-Z][^<>]{0,200}>", "", unescape(field))))[:300] or None


def _day(written: str) -> str | None:
    """The day in China of a date of RFC 822 or ISO 8601."""
    written = written[:60]
    day = read_day(written)
    if day is None:
        from email.utils import parsedate_to_datetime

        try:
            moment = parsedate_to_datetime(written)
            day = (moment.astimezone(_CHINA) if moment.tzinfo else moment).date().isoformat()
        except (ValueError, TypeError, IndexError, OverflowError):
            return None
    return day
