"""An article sentence by sentence: mentions, values, facts, and the rule behind each.

Works on contract objects, so an article just read and one of an output folder are told alike. Text of articles is
shown by `visible`, so that nothing in it can steer a terminal; colour is left to rich, which gives none to a file or pipe.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from extractors.records import DATE_LABELS, FIGURE_LABELS, PLACE_LABELS, Span
from extractors.sentences import split_sentences
from outputs.json_lines import loads
from outputs.visible import visible
from pipeline.rule_notes import Note, note

Object = Mapping[str, Any]

FACT_LISTS = {"memberships": "membership", "positions": "position", "indicators": "indicator", "events": "event"}

_TITLES = ("EVENT", "WORK_OF_ART", "LAW")
_STYLES = {
    **dict.fromkeys(PLACE_LABELS, "green"),
    **dict.fromkeys(DATE_LABELS, "yellow"),
    **dict.fromkeys(FIGURE_LABELS, "magenta"),
    **dict.fromkeys(_TITLES, "bright_red"),
    "ORG": "blue",
    "PERSON": "cyan",
}
# Widths of the columns, in cells of a terminal; longer ones push on.
_TEXT_WIDTH, _LABEL_WIDTH, _VALUE_WIDTH = 22, 11, 52
# A pattern is shown to know it again; the whole one stands in its rulebook or table.
_PATTERN_SHOWN = 160


class ArticleUnknownError(Exception):
    """No article of the folder has this id, or several begin with it, or there are no articles."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with what stands in it: mentions, and facts as (kind, fact)."""

    span: Span
    mentions: tuple[Object, ...]
    facts: tuple[tuple[str, Object], ...]


def sentences_of(found: Object) -> list[Sentence]:
    """The sentences of a contract object; what begins in a sentence is in it, so everything is in one."""
    spans = split_sentences(found["text"])
    starts = [span.start for span in spans]
    mentions: list[list[Object]] = [[] for _ in spans]
    facts: list[list[tuple[str, Object]]] = [[] for _ in spans]
    for mention in found["mentions"]:
        mentions[_sentence_at(starts, mention["start"])].append(mention)
    for name, kind in FACT_LISTS.items():
        for fact in found[name]:
            facts[_sentence_at(starts, fact["start"])].append((kind, fact))
    return [Sentence(span, tuple(some), tuple(others)) for span, some, others in zip(spans, mentions, facts, strict=True)]


def _sentence_at(starts: Sequence[int], offset: int) -> int:
    return max(bisect_right(starts, offset) - 1, 0)


def article_of(folder: Path, article_id: str) -> dict[str, Any]:
    """The contract object with this id, or the one whose id begins so, in a folder that `lianmeng run` wrote; else ArticleUnknownError."""
    lines = folder / "articles.jsonl"
    matching: dict[str, bytes] = {}
    try:
        with lines.open("rb") as file:
            for line in file:
                # The id stands near the front of its line: most lines are not parsed.
                if article_id.encode() in line[:200]:
                    found_id = loads(line)["article_id"]
                    if found_id.startswith(article_id):
                        matching[found_id] = line
    except OSError as error:
        raise ArticleUnknownError(f"cannot read {lines}: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise ArticleUnknownError(f"{lines} holds no articles of this program") from error
    if article_id in matching:
        return loads(matching[article_id])
    if len(matching) != 1:
        raise ArticleUnknownError(f"{lines} has {'no article' if not matching else f'{len(matching)} articles'} whose id begins with {article_id!r}")
    return loads(next(iter(matching.values())))


def explain(found: Object, console: Console) -> None:
    """Print the whole: head, sentences with what was read in them, then the rules."""
    for line in explained(found):
        # Lines are as long as they are: a terminal wraps, a file keeps them.
        console.print(line, soft_wrap=True, highlight=False)


def explained(found: Object) -> Iterator[Text]:
    """The lines of an explanation."""
    names = entity_names(found)
    yield from _head(found, names)
    rules: dict[str, None] = {}
    for number, sentence in enumerate(sentences_of(found), 1):
        yield Text()
        yield _sentence_line(number, found["text"], sentence)
        for mention in sentence.mentions:
            rules.setdefault(mention["extractor"])
            yield _mention_line(mention, found, names)
        for kind, fact in sentence.facts:
            rules.setdefault(fact["extractor"])
            yield from _fact_lines(kind, fact, names)
    if rules:
        yield Text()
        yield Text("Rules", style="bold")
        for name in sorted(rules):
            yield from _note_lines(note(name))


def entity_names(found: Object) -> dict[str, str]:
    """Names of the object's entities by id."""
    names = {one["place_id"]: one["name"] for one in found["places"]}
    names |= {one["organisation_id"]: one["name"] for one in found["organisations"]}
    return names | {one["person_id"]: one["name"] for one in found["people"]}


def _head(found: Object, names: Mapping[str, str]) -> Iterator[Text]:
    yield Text.assemble((found["article_id"], "dim"), "  ", (visible(found["title"] or "(no title)"), "bold"))
    place = found["dateline_place_id"]
    parts = [
        f"published {found['published'] or 'unknown'}",
        *([f"source {found['source']}"] if found["source"] else []),
        *([f"dateline {names.get(place, place)} {place}"] if place else []),
        *([f"reporters {'、'.join(found['reporters'])}"] if found["reporters"] else []),
        *([f"nearly repeats {found['duplicate_of']}"] if found["duplicate_of"] else []),
        *([f"from {found['input']}"] if found["input"] else []),
    ]
    yield Text(visible(" · ".join(parts)), style="dim")


def _sentence_line(number: int, text: str, sentence: Sentence) -> Text:
    line = Text(f"{number:3d}  ", style="dim")
    reached = sentence.span.start
    for mention in sentence.mentions:
        line.append(visible(text[reached : mention["start"]]), style="not dim")
        line.append(visible(mention["text"]), style=f"not dim bold {_STYLES[mention['label']]}")
        reached = mention["end"]
    return line.append(visible(text[reached : max(reached, sentence.span.end)]), style="not dim")


def _mention_line(mention: Object, found: Object, names: Mapping[str, str]) -> Text:
    style = _STYLES[mention["label"]]
    return Text.assemble(
        "     ",
        (_padded(visible(mention["text"]), _TEXT_WIDTH), f"bold {style}"),
        (_padded(mention["label"], _LABEL_WIDTH), style),
        _padded(visible(value_in_words(mention, found, names)), _VALUE_WIDTH),
        (f"{mention['extractor']} {mention['confidence']:g}", "dim"),
    )


def _padded(text: str, width: int) -> str:
    return text + " " * max(1, width - cell_len(text))


def value_in_words(mention: Object, found: Object, names: Mapping[str, str]) -> str:
    """What a mention means: EDTF and days, a figure, or the entity; empty where it has no value."""
    if mention["label"] in DATE_LABELS:
        return _date_in_words(mention)
    if mention["label"] in FIGURE_LABELS:
        return figure_in_words(mention)
    if mention["label"] in PLACE_LABELS:
        return _place_in_words(mention, names)
    entity_id = mention["entity_id"]
    if entity_id is None:
        return "" if mention["label"] in _TITLES else "no entity"
    latin = next((one["name_latin"] for one in found["people"] if one["person_id"] == entity_id and one["name_latin"]), None)
    return " ".join(filter(None, (names.get(entity_id), f"({latin})" if latin else None, entity_id)))


def _date_in_words(mention: Object) -> str:
    if mention["edtf"] is None:
        return f"no day ({mention['grain']})"
    start, end = mention["start_date"], mention["end_date"]
    is_told = (start is None and end is None) or mention["edtf"] == start == end
    days = "" if is_told else f", {start or '..'} to {end or '..'}"
    resolved = f"by {mention['anchor']}" if mention["anchor"] else "nothing resolves it"
    return f"{mention['edtf']}{days}, {mention['grain']}, {resolved}"


def figure_in_words(figure: Object) -> str:
    """A figure's value or range with unit and bound: '600 1, more_than, 家 德国企业'."""
    if figure["bound"] is None:
        return "no value"
    value = f"{figure['low']}..{figure['high']}" if figure["bound"] == "range" else "beyond 2^53" if figure["value"] is None else f"{figure['value']}"
    counted = " ".join(filter(None, (figure.get("classifier"), figure.get("counted"))))
    scope = f"within {figure['scope']}" if figure.get("scope") else ""
    return ", ".join(filter(None, (f"{value} {figure['unit']}", figure["bound"], counted, scope)))


def _place_in_words(mention: Object, names: Mapping[str, str]) -> str:
    entity_id = mention["entity_id"]
    chosen = f"{names.get(entity_id, '')} {entity_id}".strip() if entity_id else "no id"
    others = [one for one in mention["candidates"] if one["place_id"] != entity_id]
    told = ", ".join(f"{names.get(one['place_id'], '')} {one['place_id']} {one['score']:g}" for one in others)
    return f"{chosen}; or {told}" if told else chosen


def _fact_lines(kind: str, fact: Object, names: Mapping[str, str]) -> Iterator[Text]:
    yield Text.assemble("   → ", (f"{kind:10s} ", "bold"), visible(fact_in_words(kind, fact, names)))
    about = [fact["extractor"], f"{fact['confidence']:g}", fact["modality"]]
    about += [f"review: {fact['review_status']}"] if fact["review_status"] != "new" else []
    about += [f"told by {len(fact['sources'])} articles"] if len(fact["sources"]) > 1 else []
    yield Text(" " * 16 + " · ".join(about), style="dim")
    for check in fact.get("checks", ()):
        yield Text(" " * 16 + f"does not add up: {visible(check)}", style="red")


def fact_in_words(kind: str, fact: Object, names: Mapping[str, str]) -> str:
    """One fact on one line; an id without a name stands for itself, ? for what is unknown."""

    def name(entity_id: str | None) -> str:
        return "?" if entity_id is None else names.get(entity_id, entity_id)

    if kind == "membership":
        return f"{name(fact['member_id'])} → {name(fact['organisation_id'])}: {fact['role']}, {fact['status']}, since {fact['since'] or '?'}"
    if kind == "position":
        return f"{name(fact['person_id'])}: {fact['title']}, {name(fact['organisation_id'] or fact['place_id'])}, {fact['status']}"
    if kind == "indicator":
        return _indicator_in_words(fact, name)
    return _event_in_words(fact, name)


def _indicator_in_words(fact: Object, name: Any) -> str:
    subject = "、".join(name(one) for one in fact["subject_ids"]) or fact["subject_text"] or "?"
    more = [
        f"period {fact['period'] or '?'}",
        *([fact["change"] + (f" ({fact['base']})" if fact["base"] else "")] if fact["change"] else []),
        *([f"share of {fact['share_of']}"] if fact["share_of"] else []),
    ]
    return f"{subject}: {fact['metric']} {figure_in_words(fact)}, {', '.join(more)}"


def _event_in_words(fact: Object, name: Any) -> str:
    what = " ".join(filter(None, (fact["kind"], fact["name"])))
    roles: dict[str, list[str]] = {}
    for one in fact["participants"]:
        roles.setdefault(one["role"], []).append(name(one["entity_id"]) if one["entity_id"] else one["text"])
    parts = [what, fact["date"] or "date ?", name(fact["place_id"]) if fact["place_id"] else "place ?"]
    parts += [figure_in_words(fact["amount"])] if fact["amount"] else []
    return ", ".join(parts) + "".join(f"; {role} {'、'.join(who)}" for role, who in roles.items())


def _note_lines(one: Note) -> Iterator[Text]:
    yield Text.assemble("  ", (one.name, "bold"), f"  {one.reads}")
    for title, what in (("pattern", one.pattern), ("reads", one.example), ("not", one.not_in)):
        if what:
            yield Text(f"      {title:8s} {what if len(what) <= _PATTERN_SHOWN else what[:_PATTERN_SHOWN] + '…'}", style="dim")


def explain_all(objects: Iterable[Object], console: Console) -> None:
    """Explain several articles, a line between them."""
    for number, found in enumerate(objects):
        if number:
            console.print()
            console.rule()
        explain(found, console)
