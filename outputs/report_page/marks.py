"""Text of articles as HTML: escaped, with coloured mentions that carry their values.

Everything that an article, a title or an id says goes through `safe`, and nowhere else does text become Markup.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from markupsafe import Markup, escape

from extractors.plain import plain
from extractors.records import DATE_LABELS, FIGURE_LABELS, PLACE_LABELS
from outputs.visible import visible

Object = Mapping[str, Any]

# Groups of labels share a colour: places, organisations, names of people, dates, figures, titles.
GROUPS = {
    **dict.fromkeys(PLACE_LABELS, "p"),
    "ORG": "o",
    "PERSON": "n",
    **dict.fromkeys(DATE_LABELS, "d"),
    **dict.fromkeys(FIGURE_LABELS, "f"),
    **dict.fromkeys(("EVENT", "WORK_OF_ART", "LAW"), "t"),
}
_BOUND_SIGNS = {"about": "≈ ", "more_than": "> ", "at_least": "≥ ", "less_than": "< ", "at_most": "≤ "}
# A longer body is cut on the page: it is no article of the press, and the page must stay usable.
LONGEST_BODY = 30_000
# Of lines that end without a mark, those up to this length are headings within the text.
_LONGEST_HEADING = 40
_SENTENCE_ENDS = "。！？…；：，、”」』）)!?;:,."
# A text is Traditional where so many of its characters change when written in Simplified ones.
_TRADITIONAL_SHARE = 0.05


def safe(text: object) -> Markup:
    """Any text of an article as HTML: controls and direction marks shown as signs, markup as text."""
    return escape(visible(str(text)))


def safe_url(url: str | None) -> str | None:
    """The address if a browser may be sent there: http and https, nothing that steers; else None."""
    if url is None or visible(url) != url or not url.lower().startswith(("http://", "https://")) or any(one in url for one in " \t\n\\\"'<>`"):
        return None
    return url


def number_text(value: float | Decimal | None) -> str:
    """A number with groups of three: 16,530,000,000; decimals as written."""
    if value is None:
        return "?"
    return f"{value:,}" if isinstance(value, int) else f"{Decimal(str(value)):,f}"


def figure_text(figure: Object) -> str:
    """A figure's value in signs that need no language.

    >>> figure_text({"value": 600, "low": None, "high": None, "bound": "more_than", "unit": "1"})
    '> 600'
    >>> figure_text({"value": None, "low": 11, "high": 19, "bound": "range", "unit": "%"})
    '11–19 %'
    """
    if figure["bound"] is None:
        return "?"
    if figure["bound"] == "range":
        number = f"{number_text(figure['low'])}–{number_text(figure['high'])}"
    else:
        number = _BOUND_SIGNS.get(figure["bound"], "") + number_text(figure["value"])
    unit = figure["unit"]
    return f"№ {number}" if unit == "rank" else number if unit == "1" else f"{number} {unit}"


def is_traditional(text: str) -> bool:
    """Whether the text is written in Traditional characters."""
    letters = [character for character in text[:2_000] if "一" <= character <= "鿿"]
    changed = sum(plain(character) != character for character in letters)
    return changed > _TRADITIONAL_SHARE * len(letters)


def marked(text: str, start: int, end: int, mentions: Sequence[Object], *, brief: bool = False) -> Markup:
    """text[start:end] as HTML, the mentions that lie in it as marks; `brief` ones only say what they mean."""
    pieces = []
    reached = start
    for mention in mentions:
        if reached <= mention["start"] and mention["end"] <= end:
            pieces += [safe(text[reached : mention["start"]]), mark(mention, brief=brief)]
            reached = mention["end"]
    pieces.append(safe(text[reached:end]))
    return Markup("").join(pieces)


def mark(mention: Object, *, brief: bool = False) -> Markup:
    """One mention: its label, and its value, entity, details and rule as attributes for the page's script."""
    label = mention["label"]
    attributes = {"l": label}
    if not brief:
        attributes |= {"x": mention["extractor"], "c": f"{mention['confidence']:g}"}
    if mention["entity_id"]:
        attributes["e"] = mention["entity_id"]
    value = _value(mention)
    if value is not None:
        attributes["v"] = value
        if not brief:
            attributes["i"] = "|".join(_details(mention)).rstrip("|")
    if mention.get("candidates") and not brief:
        attributes["k"] = " ".join(f"{one['place_id']}:{one['score']:g}" for one in mention["candidates"])
    # What only repeats the text needs not be printed beside it.
    is_plain = value is not None and _bare(value) == _bare(mention["text"])
    classes = f"m {GROUPS.get(label, 't')}" + (" s" if is_plain else "")
    written = Markup("").join(Markup(' data-{}="{}"').format(name, safe(given)) for name, given in attributes.items())
    return Markup('<mark class="{}"{}>{}</mark>').format(classes, written, safe(mention["text"]))


def _bare(text: str) -> str:
    return text.replace(",", "").replace(" ", "").replace("-", "")


def _value(mention: Object) -> str | None:
    if mention["label"] in DATE_LABELS:
        return str(mention["edtf"] or "—")
    return figure_text(mention) if mention["label"] in FIGURE_LABELS else None


def _details(mention: Object) -> Iterator[str]:
    names = ("grain", "anchor", "start_date", "end_date") if mention["label"] in DATE_LABELS else ("bound", "classifier", "counted", "scope")
    for name in names:
        yield str(mention.get(name) or "").replace("|", "/")


def body(text: str, mentions: Sequence[Object]) -> Markup:
    """An article's text as paragraphs; beyond LONGEST_BODY it is cut at a paragraph's or mention's end."""
    paragraphs = []
    start = 0
    index = 0
    for line in text[:LONGEST_BODY].split("\n"):
        end = start + len(line)
        first = index
        while index < len(mentions) and mentions[index]["end"] <= end:
            index += 1
        if line.strip():
            is_heading = len(line) <= _LONGEST_HEADING and line.rstrip()[-1] not in _SENTENCE_ENDS
            classes = "sub" if is_heading else "p"
            paragraphs.append(Markup('<p class="{}">{}</p>').format(classes, marked(text, start, end, mentions[first:index])))
        start = end + 1
    return Markup("").join(paragraphs)
