"""One self-contained HTML page of a batch, for reading, searching and printing: `lianmeng report`.

The page holds everything and requests nothing: a Content-Security-Policy allows only its own style and script, by their
hashes. Whatever articles contain is escaped by Jinja2 or by `marks.safe`, in the JSON for the script too. Without scripts
all of it still reads; the same batch gives the same bytes.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import heapq
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from extractors.plain import plain
from outputs.errors import WriteFailed
from outputs.json_lines import loads
from outputs.report_page.articles import Article, Entity, article_of
from outputs.report_page.cities import Pair, pairs
from outputs.report_page.facts import Fact
from outputs.report_page.marks import GROUPS, safe
from outputs.report_page.times import bars
from outputs.report_page.words import LANGUAGES, word, words
from outputs.visible import visible
from outputs.whole_files import whole_file

# More articles than this make a page that browsers are slow with; the newest are shown.
LIMIT = 3_000
_FAILURES_SHOWN = 200
_PAIRS_SHOWN = 60
_PAIRS_DRAWN = 14
_NAMED_SHOWN = 12
_CHRONICLE_SHOWN = 400
_IDEOGRAPHS = range(0x3400, 0xA000)
# Until the script has put aside what is not shown, browsers need not lay it out; without scripts it just stands there.
_EARLY = 'document.documentElement.className = "reading";'
_KINDS = ("membership", "position", "indicator", "event")


class NothingToReportError(Exception):
    """The folder holds no articles that can be read; the message says what was looked for."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a report shows: how many articles of how many, and facts; the size of the page in bytes."""

    articles: int
    of_articles: int
    facts: int
    size: int


def write_report(folder: Path, to: Path, *, language: str = "auto", limit: int = LIMIT) -> Written:
    """Write the page of an output folder; raises NothingToReportError, WriteFailed."""
    objects = _Counted(_objects(folder))
    articles = heapq.nsmallest(limit, _articles(objects, folder), key=lambda article: article.order)
    page = make_page(articles, left_out=objects.count - len(articles), failures=_failures(folder), versions=_versions(folder), language=language)
    data = page.encode("utf-8")
    try:
        with whole_file(to) as new:
            new.write_bytes(data)
    except OSError as error:
        raise WriteFailed(f"{error.filename or to}: {error.strerror or error}") from error
    return Written(len(articles), objects.count, sum(len(article.facts) for article in articles), len(data))


class _Counted:
    """Counts what passes."""

    def __init__(self, objects: Iterable[dict[str, Any]]) -> None:
        self._objects = objects
        self.count = 0

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for found in self._objects:
            self.count += 1
            yield found


def _objects(folder: Path) -> Iterator[dict[str, Any]]:
    lines = folder / "articles.jsonl"
    try:
        file = lines.open("rb")
    except OSError as error:
        raise NothingToReportError(f"cannot read {lines}: {error.strerror}") from error
    with file:
        for number, line in enumerate(file, 1):
            try:
                yield loads(line)
            except ValueError as error:
                raise NothingToReportError(f"{lines}, line {number}: no article of this program") from error


def _articles(objects: Iterable[dict[str, Any]], folder: Path) -> Iterator[Article]:
    for number, found in enumerate(objects, 1):
        try:
            yield article_of(found)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise NothingToReportError(f"{folder / 'articles.jsonl'}, line {number}: no article of this program") from error


def _failures(folder: Path) -> list[dict[str, str]]:
    """The rows of failures.csv, the guard against formulas taken off."""
    try:
        with (folder / "failures.csv").open(encoding="utf-8-sig", newline="") as file:
            return [{name: (cell or "").removeprefix("'") for name, cell in row.items() if name} for row in csv.DictReader(file)]
    except (OSError, csv.Error, UnicodeDecodeError):
        return []


def _versions(folder: Path) -> dict[str, str]:
    """Versions of code, data and model from run.json; none where it tells none."""
    try:
        told = json.loads((folder / "run.json").read_text(encoding="utf-8"))["versions"]
        return {str(name): str(value) for name, value in told.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def make_page(
    articles: Sequence[Article],
    *,
    left_out: int = 0,
    failures: Sequence[Mapping[str, str]] = (),
    versions: Mapping[str, str] | None = None,
    language: str = "auto",
) -> str:
    """The page of these articles, in their order; `left_out` is how many more the batch has."""
    if language not in LANGUAGES:
        raise ValueError(f"no such language: {language}")
    facts = sorted((fact for article in articles for fact in article.facts), key=lambda fact: fact.order)
    number_of = {article.article_id: number for number, article in enumerate(articles, 1)}
    timeline = bars(
        [article.published for article in articles if article.published], [fact.day for fact in facts if fact.kind == "event" and fact.day]
    )
    cities = pairs(
        enumerate(facts, 1),
        ((number_of[article.article_id], article.cities) for article in articles),
        {place: country for article in articles for place, country in article.countries.items()},
    )
    entities: dict[str, Entity] = {}
    for article in articles:
        for entity_id, entity in article.entities.items():
            entities.setdefault(entity_id, entity)
    shown_pairs = cities[:_PAIRS_SHOWN]
    style, script, early = _piece("page.css"), _piece("page.js"), _EARLY
    page: str = _template().render(
        articles=articles,
        facts=facts,
        facts_of=_numbers_of_facts(facts),
        number_of=number_of,
        left_out=left_out,
        counts=_counts(articles, facts, failures),
        days=_days(articles),
        timeline=timeline,
        undated=sum(not article.published for article in articles),
        chronicle=_chronicle(facts),
        pairs=shown_pairs,
        drawing=_drawing(shown_pairs, entities),
        most_named=_most_named(articles, entities),
        names={entity_id: entity[1] for entity_id, entity in entities.items()},
        failures=failures[:_FAILURES_SHOWN],
        failures_more=max(0, len(failures) - _FAILURES_SHOWN),
        versions=versions or {},
        groups=tuple(dict.fromkeys(GROUPS.values())),
        kinds=_KINDS,
        language=language,
        style=Markup(style),  # noqa: S704  (our own file)
        script=Markup(script),  # noqa: S704  (our own file)
        style_hash=_hash(style),
        script_hash=_hash(script),
        early=Markup(early),  # noqa: S704  (our own words)
        early_hash=_hash(early),
        data=_data(articles, entities, shown_pairs),
    )
    return page


@lru_cache(maxsize=8)
def _piece(name: str) -> str:
    return files("outputs.report_page").joinpath(name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _template() -> Any:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)
    environment.globals.update(w=word, plain_word=lambda key: words()[key][0])
    # Jinja2 escapes markup; what steers instead of being read goes through here before.
    environment.filters["shown"] = safe
    return environment.from_string(_piece("page.html"))


def _hash(content: str) -> str:
    """What a Content-Security-Policy says of an inline style or script."""
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode("utf-8")).digest()).decode("ascii")


def _data(articles: Sequence[Article], entities: Mapping[str, Entity], shown_pairs: Sequence[Pair]) -> Markup:
    """What the script needs, as JSON that cannot end its element or be anything but JSON."""
    content = {
        "entities": {visible(entity_id): [visible(part) for part in entity] for entity_id, entity in entities.items()},
        "words": words(),
        "pairs": [[pair.facts + pair.planned, pair.articles] for pair in shown_pairs],
        "folding": _folding(frozenset().union(*(article.characters for article in articles))),
    }
    written = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        written = written.replace(character, f"\\u{ord(character):04x}")
    return Markup(written)  # noqa: S704  (nothing that HTML reads is left)


def _folding(characters: frozenset[str]) -> list[str]:
    """The ideographs whose Simplified form differs, as far as the batch has either, and those forms."""
    every = "".join(map(chr, _IDEOGRAPHS))
    changed = [(one, other) for one, other in zip(every, plain(every), strict=True) if one != other and (one in characters or other in characters)]
    return ["".join(one for one, _ in changed), "".join(other for _, other in changed)]


def _counts(articles: Sequence[Article], facts: Sequence[Fact], failures: Sequence[object]) -> list[tuple[str, int, str]]:
    """What the head tells: word, number, and the part of the page that shows it."""
    named = {one: article.entities[one][0] for article in articles for one in article.named if one in article.entities}
    kinds = Counter(named.values())
    found = [
        ("articles", len(articles), "articles"),
        ("facts", len(facts), "facts"),
        ("to_check", sum(bool(fact.reasons) for fact in facts), "facts"),
        ("places", kinds["p"], "overview"),
        ("organisations", kinds["o"], "overview"),
        ("people", kinds["n"], "overview"),
        ("repeats", sum(article.duplicate_of is not None for article in articles), "articles"),
        ("failures", len(failures), "failures"),
    ]
    return [one for one in found if one[1] or one[0] in ("articles", "facts", "to_check")]


def _days(articles: Sequence[Article]) -> tuple[str, str] | None:
    """First and last day of publication."""
    days = sorted(article.published for article in articles if article.published)
    return (days[0], days[-1]) if days else None


def _numbers_of_facts(facts: Sequence[Fact]) -> dict[str, list[int]]:
    """By article the numbers of the facts that it tells, first or again."""
    found: dict[str, list[int]] = {}
    for number, fact in enumerate(facts, 1):
        for source in fact.sources:
            found.setdefault(source, []).append(number)
    return found


def _chronicle(facts: Sequence[Fact]) -> list[tuple[int, Fact]]:
    """Events with a day that are not denied, the latest first, with their numbers."""
    dated = [(number, fact) for number, fact in enumerate(facts, 1) if fact.kind == "event" and fact.day and fact.modality != "denied"]
    return sorted(dated, key=lambda one: (one[1].day or "", -one[0]), reverse=True)[:_CHRONICLE_SHOWN]


def _most_named(articles: Sequence[Article], entities: Mapping[str, Entity]) -> list[tuple[str, list[tuple[str, str, int]]]]:
    """By kind of entity those that most articles name: (id, name, articles)."""
    counts = Counter(entity_id for article in articles for entity_id in article.named if entity_id in entities)
    found = []
    for kind in "pon":
        ranked = sorted((-count, entity_id) for entity_id, count in counts.items() if entities[entity_id][0] == kind)
        top = [(entity_id, entities[entity_id][1], -count) for count, entity_id in ranked[:_NAMED_SHOWN]]
        if top:
            found.append((kind, top))
    return found


@dataclass(frozen=True, slots=True)
class Drawing:
    """Pairs across the border as lines between two columns of names: (name, y) left and right, (y1, y2, width, number of the pair)."""

    left: tuple[tuple[str, float], ...]
    right: tuple[tuple[str, float], ...]
    lines: tuple[tuple[float, float, float, int], ...]
    height: int


_ROW = 26


def _drawing(shown: Sequence[Pair], entities: Mapping[str, Entity]) -> Drawing | None:
    """The drawing of the pairs that events tie; None where there are none across the border."""
    tied = [(number, pair) for number, pair in enumerate(shown) if pair.facts and pair.first[:2] == "CN" and pair.second[:2] != "CN"][:_PAIRS_DRAWN]
    if not tied:
        return None
    left, right = list(dict.fromkeys(pair.first for _, pair in tied)), list(dict.fromkeys(pair.second for _, pair in tied))
    height = _ROW * max(len(left), len(right))

    def placed(ids: Sequence[str]) -> dict[str, float]:
        step = height / len(ids)
        return {one: round((number + 0.5) * step, 1) for number, one in enumerate(ids)}

    lefts, rights = placed(left), placed(right)
    most = max(len(pair.facts) for _, pair in tied)
    lines = tuple((lefts[pair.first], rights[pair.second], round(1.5 + 6 * len(pair.facts) / most, 1), number) for number, pair in tied)
    return Drawing(_labels(lefts, entities), _labels(rights, entities), lines, height)


def _labels(placed: Mapping[str, float], entities: Mapping[str, Entity]) -> tuple[tuple[str, float], ...]:
    return tuple((" ".join(filter(None, (entities[one][1], entities[one][2].split(" / ")[0]))), y) for one, y in placed.items())
