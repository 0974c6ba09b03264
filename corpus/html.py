"""A page of HTML to the lines of its article and what the page says about them.

Lexbor (HTML5's own parsing rules) builds the tree. It needs a guard: one tag with 200,000
attributes takes it 100 s and 50,000 nested tags 3 s, so `tame` bounds both beforehand, in one pass,
and takes out what no reader sees (comments, scripts, styles). The body is the deepest element that
holds nearly all prose of the page; menus, comments and related links do not count as such.

>>> page = read_page("<title>许昌入盟_许昌网</title><h1>许昌入盟</h1><p>来源：许昌日报</p><div><p>8月12日，许昌加入中德工业城市联盟。</p></div>")
>>> page.title, page.source, [line.text for line in page.lines]
('许昌入盟', '许昌日报', ['8月12日，许昌加入中德工业城市联盟。'])
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from itertools import takewhile
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from corpus.clean import Line, is_caption, is_end, is_navigation, is_prose, is_title_like, tidy
from corpus.lexicon import words
from corpus.metadata import fold, name_of_source, read_byline, read_dateline, read_day, read_names, read_opening_byline, read_source_line

MAX_DEPTH = 400  # nested tags; real pages have under 60, Lexbor's cost grows with the square
_MAX_ATTRIBUTES = 40  # of one tag; real ones have under 20
_MAX_VALUE = 2_000  # characters of an attribute; pictures inside a page have megabytes


@dataclass(frozen=True, slots=True)
class Page:
    """One article of a page: its lines (not yet cleaned) and the metadata that the page states; None where it states none."""

    lines: tuple[Line, ...]
    title: str | None = None
    source: str | None = None
    url: str | None = None
    published: str | None = None
    reporters: tuple[str, ...] = ()


def read_page(markup: str) -> Page:
    """The article of a whole page; of a page with several, all of them as one."""
    blocks = _blocks_of_page(markup)
    stated = _stated(blocks, markup)
    return _page(blocks, stated)


def read_pages(markup: str) -> list[Page]:
    """The articles of a whole page, in its order: one, or several where the page surely holds more (see `_several`)."""
    blocks = _blocks_of_page(markup)
    stated = _stated(blocks, markup)
    several = _several(blocks)
    if not several:
        return [_page(blocks, stated)]
    _, start, _ = several[0]
    day = _day_of_issue(blocks.blocks[:start])
    named = [_bare(heading) in (_bare(stated.title or ""), _bare(_title_tag(blocks.title) or "")) for heading, _, _ in several]
    pages = []
    for (heading, first, last), is_named in zip(several, named, strict=True):
        # What the head of the page states is of the article that it names, where it names one, else of all.
        own = stated if is_named or not any(named) else Page(())
        page = _page(_cut(blocks, first, last), Page((), title=heading))
        source, published = page.source or own.source, page.published or own.published or day
        pages.append(replace(page, source=source, published=published, url=stated.url, reporters=page.reporters or own.reporters))
    return pages


def read_fragment(markup: str) -> tuple[Line, ...]:
    """The lines of a piece of HTML all of which is the article (a body stored in a field)."""
    blocks = _blocks(tame(markup))
    return tuple(block.line for block in blocks.blocks)


# --- before the parser --------------------------------------------------------------------------

# Everything that this pattern takes up is free of <, so that a failed start costs nothing twice.
_TAG = re.compile(
    r"""<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:-]{0,40}+)
    (?P<attributes>(?:[\s/]++[^\s/>=<"']++(?:\s*+=\s*+(?:"[^"<>]{0,2000}+"|'[^'<>]{0,2000}+'|[^\s>"'<=]{1,2000}+))?+){0,40}+)[\s/]*+>""",
    re.VERBOSE,
)
_START = re.compile(r"<(?P<close>/?)(?P<name>[a-zA-Z][^\s/><]{0,60})")
_ATTRIBUTE = re.compile(r"[\s/]*+(?P<name>[^\s/>=]++)(?P<equals>\s*+=\s*+)?+")
_UNQUOTED = re.compile(r"[^\s>]*+")
_KEPT = frozenset(
    ["id", "class", "style", "hidden", "aria-hidden", "name", "property", "itemprop", "content", "datetime", "rel", "href", "type", "align", "src"]
)
_VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"])
# Elements that end by themselves when the next one begins: they do not pile up.
_SELF_ENDING = frozenset(
    ["p", "li", "dd", "dt", "td", "th", "tr", "tbody", "thead", "tfoot", "option", "optgroup", "colgroup", "html", "head", "body", "a"]
)
# Formatting that is rebuilt in every following paragraph when left open (thousands of <font>): read as span.
_FORMATTING = frozenset(["b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u", "o:p"])
_BOLD = frozenset(["b", "strong"])
_RAW = frozenset(
    [
        "script",
        "style",
        "iframe",
        "noembed",
        "noframes",
        "xmp",
        "textarea",
        "title",
        "noscript",
        "template",
        "svg",
        "math",
        "select",
        "object",
        "audio",
        "video",
        "canvas",
    ]
)
_NESTING = frozenset(["template", "svg", "object", "select"])
_NEVER_SHOWN = _RAW - {"title"}


def tame(markup: str) -> str:
    """The markup with bounded attributes and depth, without comments, scripts, styles, templates and other unseen parts; one pass."""
    markup = markup.replace("\x00", "\ufffd")
    quickly = _tamed_quickly(markup)
    return "".join(_tamed(markup)) if quickly is None else quickly


# What the quick way has to do something about, in lower case; all between must be tags of ordinary form.
_SPECIAL = re.compile(rf"<(?:[!?]|/?(?:plaintext|frameset|frame|{'|'.join(sorted(_RAW | _FORMATTING, key=len, reverse=True))})(?![a-z0-9:-]))")
_ORDINARY = re.compile(
    r"""<(/?[a-zA-Z][a-zA-Z0-9:-]{0,40}+)(?:[\s/][^<>"']{0,120}+(?:(?<==)(?:"[^"<>]{0,2000}+"|'[^'<>]{0,2000}+')[^<>"']{0,120}+){0,20}+)?+>"""
)
_NEUTRAL = _VOID | _SELF_ENDING  # of no weight for the depth


def _tamed_quickly(markup: str) -> str | None:
    """What `_tamed` gives, in a third of the time, for a page all of whose tags have ordinary form; None for any other."""
    pieces: list[str] = []
    raw = _RawEnds(markup)
    lower = _ascii_lower(markup)
    steps: dict[str, int] = {}
    place = depth = 0
    while True:
        special = _SPECIAL.search(lower, place)
        start = special.start() if special is not None else len(markup)
        between = markup[place:start]
        names = _ORDINARY.findall(between)
        if len(names) != between.count("<"):
            return None
        for name in names:
            if (step := steps.get(name)) is None:
                step = steps[name] = 0 if name.strip("/").lower() in _NEUTRAL else -1 if name[0] == "/" else 1
            if step:
                depth += step
                if depth < 0:
                    depth = 0
                elif depth >= MAX_DEPTH:
                    return None
        pieces.append(between)
        if special is None:
            return "".join(pieces)
        if markup.startswith("<!--", start):
            place = _comment_end(markup, start)
            continue
        if markup[start + 1] in "!?":
            end = markup.find(">", start)
            place = len(markup) if end < 0 else end + 1
            continue
        match = _TAG.match(markup, start)
        if match is None:
            return None
        name, closes, place, tag = match["name"].lower(), bool(match["close"]), match.end(), match[0]
        if name in _RAW and not closes:
            inner, place = raw.inside(name, place)
            if name == "title" or (name == "script" and "ld+json" in tag.lower()):
                pieces.append(f"{tag}{inner}</{name}>")
        elif name not in ("plaintext", "frameset", "frame"):
            pieces.append(("</span>" if closes else _as_span(tag, name)) if name in _FORMATTING else tag)
            depth = max(0, depth - 1) if closes else depth + 1
            if depth >= MAX_DEPTH:
                return None


def _tamed(markup: str) -> Iterator[str]:
    place, depth, dropped = 0, 0, 0
    raw = _RawEnds(markup)
    unclosed = {'"': False, "'": False}
    while True:
        start = markup.find("<", place)
        if start < 0:
            yield markup[place:]
            return
        yield markup[place:start]
        if markup.startswith("<!--", start):
            place = _comment_end(markup, start)
            continue
        if (match := _TAG.match(markup, start)) is not None:
            name, closes, place, tag = match["name"].lower(), bool(match["close"]), match.end(), match[0]
        elif (match := _START.match(markup, start)) is not None:
            name, closes = re.sub("[\"'=]", "-", match["name"].lower()), bool(match["close"])
            tag, place = _rebuilt(markup, match.end(), name, closes, unclosed)
        elif markup.startswith(("<!", "<?"), start):
            end = markup.find(">", start)
            place = len(markup) if end < 0 else end + 1
            continue
        else:
            yield "&lt;"
            place = start + 1
            continue
        if name in _RAW and not closes:
            inner, place = raw.inside(name, place)
            if name == "title" or (name == "script" and "ld+json" in tag.lower()):
                yield f"{tag}{inner}</{name}>"
            continue
        if name in _FORMATTING:
            tag = "</span>" if closes else _as_span(tag, name)
        if name in ("plaintext", "frameset", "frame"):
            continue
        if name not in _VOID and name not in _SELF_ENDING:
            if closes:
                if dropped:
                    dropped -= 1
                    continue
                depth = max(0, depth - 1)
            elif depth >= MAX_DEPTH:
                dropped += 1
                yield " "
                continue
            else:
                depth += 1
        yield tag


def _ascii_lower(markup: str) -> str:
    """Lower case of the same length: str.lower changes the length of İ."""
    lower = markup.lower()
    return lower if len(lower) == len(markup) else markup.translate({code: code + 32 for code in range(65, 91)})


def _comment_end(markup: str, start: int) -> int:
    if markup.startswith(("<!-->", "<!--->"), start):
        return markup.index(">", start) + 1
    end = markup.find("-->", start + 4)
    if end < 0:
        end = markup.find("--!>", start + 4)
        return len(markup) if end < 0 else end + 4
    return end + 3


class _RawEnds:
    """Where elements end that are passed over whole; each part of the page is searched once, however often they begin."""

    def __init__(self, markup: str) -> None:
        self.markup = markup
        self.lower = ""  # made when first needed
        self.nests: dict[str, bool] = {}
        self.exhausted: set[str] = set()  # names that are closed nowhere below the last place asked for

    def inside(self, name: str, place: int) -> tuple[str, int]:
        """What stands in the element that began before `place`, and where the page goes on after it."""
        if not self.lower:
            self.lower = _ascii_lower(self.markup)
        if name not in self.nests:
            # Only where all are closed does one inside another count; else the next end is taken.
            self.nests[name] = name in _NESTING and self.lower.count(f"<{name}") <= self.lower.count(f"</{name}")
        inner, depth = place, 1
        while name not in self.exhausted:
            end = self.lower.find(f"</{name}", place)
            if end < 0:
                self.exhausted.add(name)
                break
            depth += self.lower.count(f"<{name}", place, end) - 1 if self.nests[name] else -1
            after = self.markup.find(">", end)
            place = len(self.markup) if after < 0 else after + 1
            if depth <= 0:
                return self.markup[inner:end], place
        # Never closed: after a script a browser shows nothing more; of the rest only the tag goes.
        return "", len(self.markup) if name in ("script", "style") else inner


def _as_span(tag: str, name: str) -> str:
    attributes = tag[1 + len(name) :].rstrip(">").rstrip("/")
    return f"<span data-bold{attributes}>" if name in _BOLD else f"<span{attributes}>"


def _rebuilt(markup: str, place: int, name: str, closes: bool, unclosed: dict[str, bool]) -> tuple[str, int]:
    """A tag read attribute by attribute, with only those kept that matter here; a quote that never closes ends at the next blank."""
    kept: list[str] = []
    length = len(markup)
    while True:
        match = _ATTRIBUTE.match(markup, place)
        if match is None:
            end = markup.find(">", place)
            break
        place = match.end()
        value = ""
        if match["equals"] is not None:
            value, place = _value(markup, place, unclosed)
        attribute = match["name"].lower()
        if attribute in _KEPT and len(kept) < _MAX_ATTRIBUTES and len(value) <= _MAX_VALUE:
            kept.append(f' {attribute}="{value.replace(chr(34), "&quot;")}"')
    rebuilt = f"</{name}>" if closes else f"<{name}{''.join(kept)}>"
    return rebuilt, length if end < 0 else end + 1


def _value(markup: str, place: int, unclosed: dict[str, bool]) -> tuple[str, int]:
    quote = markup[place : place + 1]
    if quote in ('"', "'") and not unclosed[quote]:
        end = markup.find(quote, place + 1)
        if end >= 0:
            return markup[place + 1 : end] if end - place <= _MAX_VALUE * 2 else "x" * (_MAX_VALUE + 1), end + 1
        unclosed[quote] = True
    match = _UNQUOTED.match(markup, place)
    return ("", place) if match is None else (match[0].strip("\"'")[: _MAX_VALUE + 1], match.end())


# --- blocks -------------------------------------------------------------------------------------

# fmt: off
_BLOCK_TAGS = frozenset([
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dir", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "listing",
    "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
])
# fmt: on
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_SKIPPED = _NEVER_SHOWN | {"head", "button", "input", "label", "map", "title", "link", "meta", "base"}
# Where a link or a span begins or ends, which a page often shows apart without a blank; `tame` leaves no NUL in a page.
_EDGE = "\x00"
_IDLE = frozenset("返查更点阅举纠")  # what idle links begin with
_IDLE_LINK = re.compile(r"^(?:返回.{0,10}(?:更多|首页)|查看更多|更多|点击(?:查看|进入).{0,8}|阅读全文|查看原文|举报|纠错)[>》]{0,2}$")
_SOURCE_BREAK = re.compile(r"(?P<before>.?)[ \t]*[\r\n]+[ \t\r\n]*(?P<after>(?=(?P<next>.))|)", re.DOTALL)
_LONGEST_HEADING = 60  # characters of a line all in bold
_HIDDEN_STYLE = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden|font-size\s{0,3}:\s{0,3}0(?![.\d])", re.I)
_CENTRED = re.compile(r"text-align\s{0,3}:\s{0,3}center|^center$", re.I)
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:nav|navi|navbar|navigation|menu|footer|foot|sidebar|side|aside|breadcrumbs?|crumbs?|comments?|pinglun|relate[ds]?|related|recommend\w{0,5}"
    r"|xiangguan|tuijian|hotnews|hot|rank\w{0,4}|share\w{0,6}|bdshare\w{0,20}|toolbar|tools?|copyright|banner|ads?|advert\w{0,10}|guanggao|qrcode|qr|ewm|erweima|login|search\w{0,6}"
    r"|pagination|pager|pages|fanye|bottom|topbar|disclaimer|friendlinks?|links|statement|editor|zebian|bianji|bianjiname|rwb_zrbj|mobile-?code|weixin|subscribe|popup|modal|dialog|tags?|keywords?|weibo)(?:$|[\s_-])",
    re.I,
)  # fmt: skip
_CAPTION_CLASS = re.compile(
    r"(?:^|[\s_-])(?:caption|figcaption|imgcaption|tuzhu|tushuo|picinfo|picnote|imgnote|picdesc|imgdesc|photodesc|pictext|pic[_-](?:desc|info|text|txt)|img[_-](?:desc|note|title|text)|image[_-]caption|wp-caption-text|photo[_-]desc|img_descr|pictit)(?:$|[\s_-])",
    re.I,
)
_TIME_CLASS = re.compile(r"time|date|source|author|info|meta|laiyuan|shijian|bjh|sub|msg|property|wz_", re.I)


@dataclass(slots=True)
class _Element:
    """A block element: its place in the tree and what its own lines say."""

    parent: int
    tag: str
    prose: int = 0
    aside: bool = False


@dataclass(slots=True)
class _Block:
    line: Line
    element: int
    tag: str


@dataclass(slots=True)
class _Blocks:
    """All lines of a page with their elements, and what its head states."""

    blocks: list[_Block] = field(default_factory=list)
    elements: list[_Element] = field(default_factory=list)
    metas: dict[str, str] = field(default_factory=dict)
    scripts: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    title: str = ""
    url: str | None = None
    left_out: list[tuple[int, int]] = field(default_factory=list)  # lists of links: the block that follows, the element
    layout: tuple[list[bool], list[bool]] | None = None


# Five links and more as items of a list, each alone or beside a date: menus and columns, in which no article stands.
_PHRASE = "(?:span|em|i|b|strong|font|small|time)"
_SHORT_PHRASE = rf"(?:<{_PHRASE}(?: [^<>]*+)?+>[^<。]{{0,12}}+</{_PHRASE}>\s*+)?+"
_LINK = rf"<a [^<>]*+>\s*+(?:<{_PHRASE}(?: [^<>]*+)?+>)?+[^<。！？!?]{{1,60}}+(?:</{_PHRASE}>)?+\s*+</a>\s*+"
_LINKS = re.compile(rf"(?:<li(?: [^<>]*+)?+>\s*+{_SHORT_PHRASE}{_LINK}{_SHORT_PHRASE}</li>\s*+){{5,}}+")
_LEFT_OUT = "x-links"  # a tag that stands for them


def _blocks(markup: str) -> _Blocks:
    """The lines of tamed markup."""
    parser = LexborHTMLParser(markup)
    found = _Blocks()
    if parser.root is None:
        return found
    _read_head(parser, found)
    _Walk(found).walk(_TOKEN.findall(_without_scripts(parser.html or "")))
    return found


def _blocks_of_page(markup: str) -> _Blocks:
    """The lines of a page; long lists of links, often most of it, are left out unless one lies within the body."""
    found = _blocks(tame(_LINKS.sub(f"<{_LEFT_OUT}></{_LEFT_OUT}>", markup)))
    if not found.left_out:
        return found
    aside, inside = _layout(found)
    places = [place for place, block in enumerate(found.blocks) if inside[block.element] and not aside[block.element]]
    if not places or any(places[0] < place <= places[-1] and inside[element] and not aside[element] for place, element in found.left_out):
        return _blocks(tame(markup))
    return found


def _without_scripts(written: str) -> str:
    """The parser's markup without scripts, of which the content is written as it is."""
    pieces = []
    place = 0
    while (start := written.find("<script", place)) >= 0:
        pieces.append(written[place:start])
        place = written.find("</script>", start) + 9
        if place < 9:
            return "".join(pieces)
    return "".join([*pieces, written[place:]])


def _read_head(parser: LexborHTMLParser, found: _Blocks) -> None:
    for node in parser.css("meta"):
        attributes = node.attributes
        name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop")
        if name and (content := attributes.get("content")):
            found.metas.setdefault(name.strip().lower(), tidy(content))
    for node in parser.css("script"):
        found.scripts.append(node.text())
    for node in parser.css("time"):
        found.times.append((node.attributes.get("datetime") or node.text()).strip())
    for node in parser.css("title")[:1]:
        found.title = tidy(re.sub(r"\s+", " ", node.text()))
    for node in parser.css('link[rel="canonical"]')[:1]:
        found.url = node.attributes.get("href")


# A tag or a text of markup as the parser writes it: every element closed, every value in double quotes, no name with a quote.
_TOKEN = re.compile(r"""<(/?)([^ \t\n\f\r/>"]+)([^">]*+(?:"[^"]*"[^">]*)*+)>|([^<]+)""")
_Token = tuple[str, str, str, str]  # "/" of an end tag, name, attributes; or text
_WRITTEN_VOID = _VOID | frozenset(["basefont", "bgsound", "frame", "keygen"])
_ESCAPED = (("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", "\xa0"), ("&amp;", "&"))


def _unescaped(text: str) -> str:
    """The text that the parser wrote with these four escapes and no other."""
    for escape, character in _ESCAPED:
        text = text.replace(escape, character)
    return text


class _Walk:
    """Goes through the parser's own markup once, one line for each block and each <br>.

    Markup and not the tree: each step from node to node costs several times what a token of text costs.
    """

    def __init__(self, found: _Blocks) -> None:
        self.found = found
        self.stack: list[int] = [0]  # open block elements
        self.link_starts: list[int] = []
        self.buffer: list[str] = []
        self.linked = 0
        self.bold = 0
        self.in_link = 0
        self.in_bold = 0
        self.gap = False
        self.picture = False  # the block before held a picture and no text
        self.pictured = False  # this block holds a picture
        self.centred: list[bool] = [False]
        self.captions: list[bool] = [False]
        self.caption = 0
        found.elements.append(_Element(-1, ""))

    def walk(self, tokens: Sequence[_Token]) -> None:
        opened: list[str] = []  # what each open tag was taken for: block, a, span, bold, or nothing
        buffer = self.buffer
        unread = passed = 0  # tags open within a part that is not read; where a row of data ends
        for place, (end, tag, attributes, text) in enumerate(tokens):
            if place < passed:
                continue
            if text:
                if unread:
                    continue
                if "&" in text:
                    text = _unescaped(text)
                if not buffer and text.isspace():
                    continue
                buffer.append(text)
                if self.in_link or self.in_bold:
                    size = len(text.strip())
                    self.linked += size if self.in_link else 0
                    self.bold += size if self.in_bold else 0
            elif end:
                if unread:
                    unread -= 1
                elif opened and (kind := opened.pop()):
                    self.close(kind)
                    buffer = self.buffer
            elif unread:
                unread += tag not in _WRITTEN_VOID
            elif tag == "br":
                self.flush(whole=False)
                buffer = self.buffer
            elif tag == "img":
                self.pictured = True
            elif tag in _SKIPPED:
                unread = tag not in _WRITTEN_VOID
            elif tag in _WRITTEN_VOID and tag != "hr":
                continue
            elif tag == _LEFT_OUT:
                self.flush(whole=True)
                buffer = self.buffer
                self.found.left_out.append((len(self.found.blocks), self.stack[-1]))
                opened.append("")
            else:
                # Each link has its own address, so that its attributes are read where they can tell something only.
                style = _style(attributes) if attributes and (tag != "a" or _MAY_TELL.search(attributes)) else _PLAIN
                if style.hidden:
                    unread = tag not in _WRITTEN_VOID
                elif tag == "tr" and (row := _row(tokens, place + 1)) is not None:
                    self.flush(whole=True)
                    buffer = self.buffer
                    self.found.blocks.append(_Block(Line(row[0], kind="row", whole=True), self.stack[-1], tag))
                    passed = row[1]
                elif tag in _BLOCK_TAGS or style.captions:
                    self.open_block(tag, style)
                    buffer = self.buffer
                    if tag == "hr":
                        self.close("block")
                    else:
                        opened.append("block")
                elif tag == "a":
                    self.in_link += 1
                    buffer.append(_EDGE)
                    self.link_starts.append(len(buffer))
                    opened.append("a")
                elif tag == "span":
                    buffer.append(_EDGE)
                    self.in_bold += style.bold
                    opened.append("bold" if style.bold else "span")
                else:
                    opened.append("")
        self.flush(whole=True)

    def open_block(self, tag: str, style: _Style) -> None:
        self.flush(whole=True)
        aside = tag in ("nav", "footer", "aside") or (tag not in ("body", "html") and style.aside)
        self.found.elements.append(_Element(self.stack[-1], tag, aside=aside))
        self.stack.append(len(self.found.elements) - 1)
        self.centred.append(tag == "center" or style.centred)
        self.captions.append(tag in ("figcaption", "caption") or style.captions)
        self.caption += self.captions[-1]

    def close(self, kind: str) -> None:
        """Close what was opened as this."""
        if kind == "block":
            self.flush(whole=True)
            self.stack.pop()
            self.centred.pop()
            self.caption -= self.captions.pop()
        elif kind == "a":
            self.in_link -= 1
            start = self.link_starts.pop()
            text = "".join(self.buffer[start:]).replace(_EDGE, "").strip()
            if text[:1] in _IDLE and _IDLE_LINK.match(text):
                del self.buffer[start:]
            self.buffer.append(_EDGE)
        elif kind:
            self.buffer.append(_EDGE)
            self.in_bold -= kind == "bold"

    def flush(self, *, whole: bool) -> None:
        """End the current line."""
        if not self.buffer and whole and not self.pictured and (not self.found.blocks or self.found.blocks[-1].line.whole):
            return
        raw = "".join(self.buffer)
        edged = raw.strip("\r\n\t ")
        if "\n" in edged or "\r" in edged:
            edged = tidy(_SOURCE_BREAK.sub(_space_for_break, edged))
        text = tidy(edged.replace(_EDGE, ""))
        if not text:
            last = self.found.blocks[-1] if self.found.blocks else None
            if last is not None and not last.line.whole:
                # A <br> before the block's end, or two of them, end a paragraph.
                last.line = replace(last.line, whole=whole)
            self.gap = self.gap or not whole
            self.picture = self.picture or (self.pictured and whole)
            self.pictured = self.pictured and not whole
        else:
            size = len("".join(text.split())) or 1 if self.linked or self.bold else len(text)
            element = self.found.elements[self.stack[-1]]
            kind = "heading" if element.tag in _HEADINGS else "item" if element.tag in ("li", "dd", "dt") else "text"
            below = (self.picture or self.pictured) and any(self.centred[-2:]) and len(text) <= 80 and self.bold < size and "。" not in text[:-1]
            if self.caption or below:
                kind = "caption"
            elif kind == "text" and self.bold >= size and len(text) <= _LONGEST_HEADING:
                kind = "heading"
            line = Line(
                text,
                kind=kind,
                gap=self.gap,
                indented=raw.lstrip("\r\n\t " + _EDGE)[:1] in ("\u3000", "\xa0"),
                whole=whole,
                link_share=min(1.0, self.linked / size),
                parts=_parted(edged) if _EDGE in edged and len(text) <= 200 else None,
            )
            self.found.blocks.append(_Block(line, self.stack[-1], element.tag))
            self.gap = False
            self.picture = self.pictured = False
        self.buffer = []
        self.linked = self.bold = 0


def _parted(edged: str) -> str:
    """The text with a blank where links and spans begin and end."""
    parted = edged.replace(_EDGE, " ")
    return " ".join([part for part in parted.split(" ") if part]) if parted.isprintable() else tidy(parted)


def _space_for_break(match: re.Match[str]) -> str:
    """A line break in the page's source is a blank, but nothing between two Chinese characters."""
    before, after = match["before"], match["next"] or ""
    return before if before >= "\u2e80" and after >= "\u2e80" else f"{before} "


@dataclass(frozen=True, slots=True)
class _Style:
    """What the attributes of a tag say of it."""

    hidden: bool = False
    aside: bool = False
    captions: bool = False
    centred: bool = False
    bold: bool = False


_PLAIN = _Style()
_MAY_TELL = re.compile(r" (?:style|hidden|aria-hidden|class)=")
_TELLING = re.compile(r"""\s(?P<name>id|class|style|align|hidden|aria-hidden|data-bold)="(?P<value>[^"]*)\"""")


@lru_cache(maxsize=4096)
def _style(written: str) -> _Style:
    """The style that the attributes of a tag tell."""
    telling = _TELLING.findall(written)
    if not telling:
        return _PLAIN
    attributes = dict(reversed(telling))
    names = f"{attributes.get('id', '')} {attributes.get('class', '')}".strip()[:300]
    style = attributes.get("style") or attributes.get("align") or ""
    return _Style(
        hidden=_is_hidden(attributes),
        aside=_ASIDE.search(names) is not None,
        captions=_CAPTION_CLASS.search(names) is not None,
        centred=_CENTRED.search(style) is not None,
        bold="data-bold" in attributes,
    )


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    if not style or _HIDDEN_STYLE.search(style) is None:
        return False
    # WeChat saves its article with visibility: hidden; a script shows it.
    return not ("js_content" in attributes.get("id", "") or "rich_media_content" in attributes.get("class", ""))


_LONGEST_CELL = 120


def _row(tokens: Sequence[_Token], start: int) -> tuple[str, int] | None:
    """The text of a row of data that begins at a token, its cells parted by tabs, and where it ends; None for a row that only lays out the page."""
    cells: list[str] = []
    pieces: list[str] = []
    size = blocks = unread = 0
    in_cell = False
    place = start
    for place in range(start, len(tokens)):
        end, tag, _, text = tokens[place]
        if text:
            if in_cell and not unread:
                pieces.append(_unescaped(text))
                size += len(pieces[-1].strip())
        elif unread:
            unread += -1 if end else tag not in _WRITTEN_VOID
        elif tag in ("td", "th"):
            if end:
                cells.append(tidy(re.sub(r"\s+", " ", "".join(pieces))))
            pieces, size, blocks, in_cell = [], 0, 0, not end
        elif tag == "tr" and end:
            break
        elif tag == "table":
            return None
        elif end or not in_cell:
            continue
        elif tag in _LAID_OUT:
            return None
        elif tag in _SKIPPED:
            unread = tag not in _WRITTEN_VOID
        elif tag == "br" or tag in _BLOCK_TAGS:
            blocks += 1
            pieces.append(" ")
        if size > _LONGEST_CELL or blocks > 6:
            return None
    full = [text for text in cells if text]
    if len(full) < 2 or sum(map(len, full)) > 1_000:
        return None
    return "\t".join(cells).strip(), place + 1


_LAID_OUT = frozenset(["table", "ul", "ol", "h1", "h2", "h3", "form", "iframe", "a"])  # in the cells of a page's layout, not of data


# --- the article --------------------------------------------------------------------------------

_MOST = 0.8  # share of the page's prose that the body's element must hold; lower cuts multi-part bodies, higher takes in side columns


def _page(found: _Blocks, stated: Page) -> Page:
    """The lines of the body, and metadata from the head of the page and the lines around the body."""
    aside, inside = _layout(found)
    places = [place for place, block in enumerate(found.blocks) if inside[block.element] and not aside[block.element]]
    if not places:
        return stated
    first, last = places[0], places[-1]
    lines = [found.blocks[place].line for place in places]
    above_body = [block for block in found.blocks[max(0, first - 40) : first] if not is_navigation(block.line.text)]
    before = [block.line for block in above_body]
    outside = {id(block.line) for block in above_body if aside[block.element]}
    after = [block.line for block in found.blocks[last + 1 : last + 15]]
    lines += takewhile(lambda line: line.kind == "caption" or is_caption(line.text), after)
    title = _title(found, stated, aside, first, lines)
    title = _as_shown(title, [line.text for line in (*before, *lines[:8])])
    lines, above, head, titled = _part_at_title(lines, before, title)
    source, published = _around(above + head, titled=titled)
    reporters, closing = _named_around([*above, *head, *after])
    editors = {name for line in (*lines[-3:], *after) for name in _EDITOR.findall(line.parts or line.text)}
    stated_reporters = [name for name in stated.reporters if name not in editors]
    return Page(
        lines=(*(_subtitles([line for line in above if id(line) not in outside], title) if titled else ()), *lines),
        title=title,
        source=stated.source or source or closing,
        url=stated.url,
        published=stated.published or published or _day_of_issue(found.blocks[:first]),
        reporters=tuple(dict.fromkeys((*stated_reporters, *reporters))),
    )


def _layout(found: _Blocks) -> tuple[list[bool], list[bool]]:
    """For each element whether it lies aside, and whether it is the body or lies in it; worked out once."""
    if found.layout is None:
        aside = _asides(found)
        found.layout = aside, _body_element(found, aside)
    return found.layout


_OWN_LINES = 4  # between an article's heading and its first paragraph
_MOST_SEVERAL = 500  # articles of one page
_CUT_SHORT = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|全文)[)）\]】>》]{0,2}$")  # the end of a teaser


def _several(found: _Blocks) -> list[tuple[str, int, int]]:
    """The articles of a page that surely holds several: the heading, first and last block of each; empty for any other page.

    Each has a heading of the same rank (or an <article> of its own), prose below it, and between the two
    metadata of its own (a source line, a byline, a dateline): subheads of one article have none, teasers are cut short.
    """
    aside, inside = _layout(found)
    places = [place for place, block in enumerate(found.blocks) if inside[block.element] and not aside[block.element]]
    starts = [place for place in places if found.blocks[place].line.kind == "heading"]
    own = [place for place, after in zip(starts, [*starts, len(found.blocks)][1:], strict=True) if _has_own_metadata(found.blocks[place + 1 : after])]
    if not 2 <= len(own) <= _MOST_SEVERAL:
        return []
    rank = found.blocks[own[0]].tag
    titles = [place for place in starts if found.blocks[place].tag == rank]
    if titles != own or any(is_prose(found.blocks[place].line) for place in places if place < own[0]):
        return []
    ends = [place - 1 for place in own[1:]] + [places[-1]]
    parts = [(found.blocks[start].line.text, start, end) for start, end in zip(own, ends, strict=True)]
    if len({_bare(heading) for heading, _, _ in parts}) < len(parts):
        return []
    return parts


def _has_own_metadata(blocks: Sequence[_Block]) -> bool:
    """Whether the lines below a heading begin with metadata or a dateline and go on with whole prose."""
    first = next((place for place, block in enumerate(blocks[: _OWN_LINES + 1]) if is_prose(block.line)), None)
    if first is None:
        return False
    prose = [block.line.text for block in blocks[first:] if is_prose(block.line)]
    if _CUT_SHORT.search(prose[-1]):
        return False
    if read_dateline(prose[0]) is not None or read_opening_byline(prose[0]):
        return True
    for block in blocks[:first]:
        text = block.line.parts or block.line.text
        read = read_source_line(text)
        if (read is not None and (read.source or read.published)) or read_byline(text):
            return True
    return False


def _cut(found: _Blocks, first: int, last: int) -> _Blocks:
    """The blocks from first to last with their elements, as a page of their own."""
    blocks = found.blocks[first : last + 1]
    low, high = min(block.element for block in blocks), max(block.element for block in blocks)
    elements = [_Element(-1, "")]
    elements += [
        _Element(element.parent - low + 1 if element.parent >= low else 0, element.tag, aside=element.aside)
        for element in found.elements[low : high + 1]
    ]
    return _Blocks([_Block(block.line, block.element - low + 1, block.tag) for block in blocks], elements)


def _title(found: _Blocks, stated: Page, aside: Sequence[bool], first: int, lines: Sequence[Line]) -> str | None:
    """The title by the best evidence: seen and stated, stated, the only h1, a headline that opens the body, the page's <title>."""
    return (
        _visible_title(found, first, (found.title, stated.title or ""))
        or stated.title
        or _only_heading(found, aside)
        or (lines[0].text if lines[0].kind == "heading" and is_title_like(lines[0].text) and len(lines) > 1 else None)
        or _title_tag(found.title)
    )


def _part_at_title(lines: list[Line], before: list[Line], title: str | None) -> tuple[list[Line], list[Line], list[Line], bool]:
    """The body's lines; the lines between title and body; the metadata in the body's head, taken from it; whether the title is shown."""
    bare = _bare(title or "")
    body, head = _without_head(lines, bare)
    if bare and any(_bare(line.text) == bare for line in lines[:8]):
        return body, [], head, True
    places = [place for place, line in enumerate(before) if bare and _bare(line.text) == bare]
    return body, before[places[-1] + 1 :][:14] if places else before[-14:], head, bool(places)


def _named_around(lines: Sequence[Line]) -> tuple[tuple[str, ...], str | None]:
    """Reporters and source of the bylines and source lines around the body."""
    reporters: tuple[str, ...] = ()
    source: str | None = None
    for line in lines:
        text = line.parts or line.text
        read = read_source_line(text)
        reporters += read_byline(text) or (read.reporters if read else ())
        source = source or (read.source if read else None)
    return reporters, source


def _subtitles(above: Sequence[Line], title: str | None) -> list[Line]:
    """Headings and leads between the title and the body, which stay paragraphs."""
    kept = [line for line in above if line.link_share < 0.5 and len(line.text) >= 6 and (line.kind == "heading" or _is_lead(line))]
    return [replace(line, whole=True) for line in kept if _bare(line.text) != _bare(title or "") and not _LABELLED.search(fold(line.text))]


def _is_lead(line: Line) -> bool:
    return is_prose(line) and line.text.endswith(("。", "！", "？", "。”")) and not is_end(line) and not is_caption(line.text)


_LEAST_PROSE = 60  # characters that an article outside the asides must have for them to be believed


def _asides(found: _Blocks) -> list[bool]:
    """For each element whether it lies in a part that is no article by its tag or name.

    A part that holds the page's main heading, or without which hardly any prose is left, is none.
    """
    _weigh(found)
    elements = found.elements
    for block in found.blocks:
        if block.tag == "h1":
            up = block.element
            while up >= 0:
                elements[up].aside = False
                up = elements[up].parent
    while True:
        aside = [False] * len(elements)
        inside = 0
        largest, most = 0, 0
        for place in range(1, len(elements)):
            aside[place] = aside[elements[place].parent] or elements[place].aside
            if elements[place].aside and not aside[elements[place].parent]:
                inside += elements[place].prose
                if elements[place].prose > most:
                    largest, most = place, elements[place].prose
        if elements[0].prose - inside >= _LEAST_PROSE or not largest:
            return aside
        elements[largest].aside = False


def _weigh(found: _Blocks) -> None:
    """Sets each element's prose: characters of running text in it and below it that are no links."""
    for element in found.elements:
        element.prose = 0
    for block in found.blocks:
        if (is_prose(block.line) and not is_end(block.line)) or block.line.kind == "row":
            found.elements[block.element].prose += int(len(block.line.text) * (1 - block.line.link_share))
    for place in range(len(found.elements) - 1, 0, -1):
        found.elements[found.elements[place].parent].prose += found.elements[place].prose


def _body_element(found: _Blocks, aside: Sequence[bool]) -> list[bool]:
    """For each element whether it is the body or lies in it: the deepest one that holds nearly all prose outside the asides."""
    prose = [0 if aside[place] else element.prose for place, element in enumerate(found.elements)]
    for place in range(1, len(found.elements)):
        element = found.elements[place]
        if aside[place] and not aside[element.parent]:
            up = element.parent
            while up >= 0:
                prose[up] -= element.prose
                up = found.elements[up].parent
    body, enough = 0, prose[0] * _MOST
    for place in range(1, len(found.elements)):
        # Elements stand in document order: a child of the body so far that still holds enough is the deeper one.
        element = found.elements[place]
        if element.parent == body and prose[place] >= enough and prose[place] > 0 and element.tag not in ("p", "li", *_HEADINGS):
            body = place
    inside = [False] * len(found.elements)
    for place, element in enumerate(found.elements):
        inside[place] = place == body or (place > body and inside[element.parent])
    return inside


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(text))


def _visible_title(found: _Blocks, first: int, stated: Sequence[str]) -> str | None:
    """The longest line above or at the start of the body that the page's <title> or its metadata repeat; None where there is none."""
    wholes = [_bare(text) for text in stated]
    known = set("".join((*wholes, *stated)))
    repeated = [
        block.line.text
        for block in found.blocks[: first + 4]
        if len(block.line.text) <= 90
        and (block.line.text[0] in known or not block.line.text[0].isalnum())
        and len(bare := _bare(block.line.text)) >= 5
        and any(bare in whole for whole in wholes)
        and not (is_navigation(block.line.text) or _SITE_NAME.search(block.line.text))
    ]
    return max(repeated, key=lambda text: len(_bare(text)), default=None)


def _only_heading(found: _Blocks, aside: Sequence[bool]) -> str | None:
    """The text of the page's h1 where it has just one."""
    main = [block.line.text for block in found.blocks if block.tag == "h1" and not aside[block.element]]
    return main[0] if len(main) == 1 else None


_EDITOR = re.compile(r"(?:编辑|责编)\s?[:：]\s?([\u4e00-\u9fff]{2,4})(?![\u4e00-\u9fff])")
_SITE_NAME = re.compile(r"(?:网站?|频道|新闻|日报|晚报|早报|时报|在线|客户端|政府|门户|中心|社|台|首页|正文|com|cn|公众号|动态|资讯|平台|博客|论坛)$")
_TITLE_PARTS = re.compile(
    r"\s*[_|｜]\s*|\s*--\s*|\s+[-–—]\s+|\s*——?\s*(?=[\u4e00-\u9fff]{2,8}(?:网|频道|[日晚]报)$)|(?<=[\u4e00-\u9fff”》）)!?！？])-(?=[\u4e00-\u9fff])"
)


def _title_tag(text: str) -> str | None:
    """The headline in a <title> such as 许昌入盟_许昌网: without the names of site and channel behind it."""
    parts = [part for part in _TITLE_PARTS.split(text) if part]
    while len(parts) > 1 and (_SITE_NAME.search(parts[-1]) or parts[-1] in words("navigation") or len(parts[-1]) <= 4):
        parts.pop()
    if len(parts) > 1 and len(parts[0]) <= 8 and _SITE_NAME.search(parts[0]):
        parts = parts[1:]
    kept = parts[0] if parts else ""
    if not kept or kept in words("navigation") or (len(kept) <= 12 and _SITE_NAME.search(kept)):
        return None
    end = text.find(parts[-1]) + len(parts[-1]) if len(parts) > 1 else 0
    return text[text.find(kept) : end] if end else kept


def _as_shown(title: str | None, shown: Sequence[str]) -> str | None:
    """The title as the page shows it: with the signs and blanks of its line, where one line says the same."""
    if title is None:
        return None
    return next((text for text in shown if _bare(text) == _bare(title)), title)


_ISSUE = re.compile(r"第\s?\d{1,3}\s?版|[上下]一版|数字[报版]|电子版|版面(?:导航|概览)")


def _day_of_issue(blocks: Sequence[_Block]) -> str | None:
    """The day that stands above an article of an electronic newspaper; on other pages such a day may be the reader's today."""
    texts = [block.line.text for block in blocks[-40:] if len(block.line.text) <= 60]
    if not any(_ISSUE.search(text) for text in texts):
        return None
    return next((day for text in reversed(texts) if (match := _DATE_SEARCH.search(fold(text))) and (day := read_day(match[1]))), None)


_DATED = re.compile(r"(?:发布于|发表于)?\s{0,3}(?:19|20)\d{2}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?[^。，,]{0,20}$")
_LABELLED = re.compile(
    r"来源\s{0,3}:|稿源\s{0,3}:|作者\s{0,3}:|(?:19|20)\d{2}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}.{0,6}\d{1,2}:\d{2}|字[号体]\s{0,3}:|(?:点击|浏览|阅读)(?:次数|量|数)?\s{0,3}:"
)


def _without_head(lines: list[Line], title: str) -> tuple[list[Line], list[Line]]:
    """The lines, and apart from them those between the title (bare) and the first prose that are labelled or dated metadata."""
    start = next((place + 1 for place, line in enumerate(lines[:8]) if title and _bare(line.text) == title), 0)
    end = next((place for place, line in enumerate(lines) if is_prose(line)), 0)
    head = []
    for place in range(start, min(end, start + 12)):
        folded = fold(lines[place].text)
        if len(folded) <= 160 and (_LABELLED.search(folded) or (title and _DATED.match(folded))):
            head.append(place)
    return [line for place, line in enumerate(lines) if place not in head], [lines[place] for place in head]


_YMD = r"(?:19|20)\d{2}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}"
_DATE_SEARCH = re.compile(rf"(?<!\d)({_YMD})(?!\d)")
_SURE_DATE_SEARCH = re.compile(
    rf"(?:(?:发布|发表|发稿|更新|刊发|创建)(?:时间|日期)|时间|日期)\s{{0,3}}[::]?\s{{0,5}}({_YMD})(?!\d)|(?<!\d)({_YMD})日?\s{{0,3}}\d{{1,2}}:\d{{2}}"
)
_SOURCE_SEARCH = re.compile(
    r"(?:来源|稿源)\s{0,3}[::]\s{0,6}[(\[【]?(?P<source>(?!作者|编辑|责编|发布|时间|日期|责任|点击|浏览|字[号体]|\d)[^\s|丨,;。:()\[\]【】]{2,30})"
)
_OUTLET = r"[\u2e80-\u9fff·]{2,12}(?:[日晚商时早晨]报|新闻网|新华网|人民网|新华社|中新社|网|通讯社|电视台|客户端|周刊|杂志社?|在线|传媒|融媒体中心)"
_OUTLET_SEARCH = re.compile(rf"(?:^|\s)(?P<source>{_OUTLET}(?:[-—]{_OUTLET})?)(?=\s|$)")


def _around(lines: Sequence[Line], *, titled: bool) -> tuple[str | None, str | None]:
    """Source and day in the lines between title and body, which hold nothing else.

    Where no title stands above them, a bare day may be the reader's today: only one with a label or a clock counts.
    """
    source = published = None
    # Links and spans that a page shows apart are parted first; a day may be made of several spans.
    for region in ("  ".join(line.parts or line.text for line in lines), "  ".join(line.text for line in lines)):
        folded = fold(region[:2_000])
        if published is None and (day := (_DATE_SEARCH if titled else _SURE_DATE_SEARCH).search(folded)):
            written = re.sub(r"\s", "", next(filter(None, day.groups())))
            published = read_day(written + ("日" if "年" in written else ""))
        match = _SOURCE_SEARCH.search(folded) or (_OUTLET_SEARCH.search(folded) if published else None)
        source = source or (name_of_source(region[match.start("source") : match.end("source")]) if match else None)
    return source, published


# --- what the page states -----------------------------------------------------------------------

_META_TITLE = ("articletitle", "og:title", "twitter:title", "title")
_META_SOURCE = ("contentsource", "article:source", "mediaid", "source", "og:article:source", "news_source", "copyrightholder")
_META_DAY = (
    "pubdate", "publishdate", "article:published_time", "og:release_date", "og:published_time", "datepublished", "publish_time", "publish-date",
    "weibo:article:create_at",
    "bytedance:published_time", "article:published", "firstpublishedtime", "og:time", "date", "dc.date", "dc.date.issued", "_pubtime", "apub:time",
)  # fmt: skip
_META_AUTHOR = ("author", "article:author", "og:article:author", "reporter")
_WECHAT_TIME = re.compile(
    r"""var\s{1,5}(?:ct|create_time|oriCreateTime|publish_time)\s{0,5}=\s{0,5}["'](?P<when>\d{10}|\d{4}-\d{2}-\d{2})[^"']{0,10}["']"""
)
_LARGEST_JSON = 500_000


def _stated(found: _Blocks, markup: str) -> Page:
    """The metadata of the head: meta tags, JSON-LD, <time>, the canonical address; WeChat's script variable."""
    linked = _json_article(found.scripts)
    metas = found.metas
    day = next((iso for name in _META_DAY if (iso := read_day(metas.get(name, "")[:40]))), None)
    day = day or next((iso for key in ("datePublished", "pubDate", "dateCreated") if (iso := read_day(_string(linked.get(key))))), None)
    if day is None and "mp.weixin" in markup and (when := _WECHAT_TIME.search(markup)):
        day = _from_seconds(when["when"]) if when["when"].isdigit() else when["when"]
    day = day or next((iso for text in found.times[:1] if (iso := read_day(text))), None)
    source = next((metas[name] for name in _META_SOURCE if 2 <= len(metas.get(name, "")) <= 40 and not metas[name].startswith("http")), None)
    publisher = linked.get("publisher")
    source = name_of_source(source) if source else None
    source = source or (_string(publisher.get("name")) if isinstance(publisher, dict) else "") or None
    author = linked.get("author")
    authors = [author] if not isinstance(author, list) else author[:10]
    names = [_string(item.get("name")) if isinstance(item, dict) else _string(item) for item in authors]
    reporters = tuple(name for text in [*names, *(metas.get(key, "") for key in _META_AUTHOR)] for name in read_names(text[:100]))
    title = _string(linked.get("headline")) or _string(linked.get("title")) or next((metas[name] for name in _META_TITLE[:2] if metas.get(name)), "")
    body = _string(linked.get("articleBody"))
    return Page(
        lines=tuple(Line(tidy(text), whole=True) for text in re.split(r"[\r\n]+", body) if tidy(text)),
        title=_title_tag(tidy(title)) if title else None,
        source=source,
        url=_address(metas.get("og:url")) or _address(found.url) or _saved_from(markup),
        published=day,
        reporters=tuple(dict.fromkeys(reporters)),
    )


_SAVED = re.compile(r"<!-- saved from url=\(\d{4,5}\)(?P<url>\S{3,1900}) -->")


def _saved_from(markup: str) -> str | None:
    """The address that a browser notes above a page that it saves."""
    saved = _SAVED.search(markup, 0, 4_000)
    return _address(saved["url"]) if saved else None


def _json_article(scripts: Sequence[str]) -> dict[str, Any]:
    """The object of a page's JSON-LD that describes an article; empty where there is none or it cannot be read."""
    for script in scripts[:20]:
        if len(script) > _LARGEST_JSON:
            continue
        try:
            value = json.loads(script, strict=False)
        except (ValueError, RecursionError):
            continue
        items = (
            value
            if isinstance(value, list)
            else [value, *(value.get("@graph") or [])]
            if isinstance(value, dict) and isinstance(value.get("@graph", []), list)
            else [value]
        )
        for item in items[:50]:
            if isinstance(item, dict) and ("headline" in item or "pubDate" in item or "datePublished" in item):
                return item
    return {}


def _string(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _from_seconds(text: str) -> str:
    return datetime.fromtimestamp(int(text), timezone(timedelta(hours=8))).date().isoformat()


def _address(text: str | None) -> str | None:
    return text if text and re.match(r"https?://[^\s<>\"]{3,1900}$", text) else None
