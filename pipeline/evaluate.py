"""Precision, recall and F1 per label, value and kind of fact on gold articles.

A mention counts where span and label are right; rows named `… value`, `… id` and `… name` ask for
the normalised value or the entity as well. Facts count by their key fields (see `fact_items`).
Spans are compared in the text without white space, so that a cleaning that differs by a blank
does not hide the rest; the row `text` says how many articles were cleaned exactly.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import corpus
from corpus.article import Article, Failure
from corpus.read import read_sources
from extractors.plain import plain
from extractors.records import DATE_LABELS, FIGURE_LABELS, LABELS
from outputs.json_lines import record_to_object
from pipeline.extract import extract_records
from pipeline.segment import load

_CORPUS = Path(next(iter(corpus.__path__)))
GOLD, SAMPLES = _CORPUS / "gold", _CORPUS / "samples"

FIGURE_FIELDS = ("value", "low", "high", "bound", "unit")
DATE_FIELDS = ("edtf", "start_date", "end_date")
METADATA = ("title", "source", "published", "dateline_place_id", "reporters", "captions")

Item = tuple[str, Hashable]


@dataclass(slots=True)
class Score:
    """Counts of one row: right, found but wrong, missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 1 where nothing was found."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found; 1 where the gold has none."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / both if both else 1.0


@dataclass(slots=True)
class Evaluation:
    """Scores by row name, and every error as (article, row, "missed" or "wrong", what)."""

    articles: int = 0
    scores: dict[str, Score] = field(default_factory=dict)
    errors: list[tuple[str, str, str, str]] = field(default_factory=list)


def evaluate_folder(gold: Path | None = None, samples: Path | None = None, *, only: str = "all") -> Evaluation:
    """Read the samples as a batch does, extract, and score against the gold; `only` is all, open or blind."""
    golds = [json.loads(path.read_text(encoding="utf-8")) | {"name": path.stem} for path in sorted((gold or GOLD).glob("*.json"))]
    golds = [one for one in golds if only == "all" or one["blind"] == (only == "blind")]
    pairs = [(one, read_sample(one, samples or SAMPLES)) for one in golds]
    records = extract_records([article for _, article in pairs], load())
    return evaluate((one, record_to_object(record)) for (one, _), record in zip(pairs, records, strict=True))


def read_sample(gold: dict[str, Any], samples: Path) -> Article:
    """The article that a gold file annotates; raises ValueError where reading gives none."""
    for item in read_sources([str(samples / gold["sample"])]):
        if isinstance(item, Article) and gold.get("record") in (None, item.record):
            return item
        if isinstance(item, Failure):
            raise ValueError(f"{gold['sample']}: {item.reason}")
    raise ValueError(f"{gold['sample']} has no record {gold.get('record')}")


def evaluate(pairs: Iterable[tuple[dict[str, Any], dict[str, Any]]]) -> Evaluation:
    """Scores over (gold, contract object) pairs; gold names entities, the object has ids and entity lists."""
    result = Evaluation()
    for gold, found in pairs:
        result.articles += 1
        expected = Counter(gold_items(gold))
        names = entity_names(found, gold)
        got = Counter(found_items(found, aligned(found["text"], gold["text"]), names))
        event_items(gold["events"], named(found, names)["events"], expected, got)
        for item in sorted(expected.keys() | got.keys(), key=repr):
            _count(result, gold["name"], item, expected[item], got[item])
    return result


def _count(result: Evaluation, article: str, item: Item, expected: int, got: int) -> None:
    row, what = item
    score = result.scores.setdefault(row, Score())
    right = min(expected, got)
    score.right += right
    score.missed += expected - right
    score.wrong += got - right
    for kind, count in (("missed", expected - right), ("wrong", got - right)):
        result.errors.extend([(article, row, kind, str(what))] * count)


def event_items(gold: list[dict[str, Any]], found: list[dict[str, Any]], expected: Counter[Item], got: Counter[Item]) -> None:
    """Add whole events: right where kind, date and at least one participant with its role agree; modality over those."""
    left = list(found)
    for number, one in enumerate(gold):
        key = (one["kind"], one["date"], one["name"], number)
        expected["events", key] += 1
        match = next((other for other in left if _same_event(one, other)), None)
        if match is not None:
            left.remove(match)
            got["events", key] += 1
            expected["modality", ("event", *key, one["modality"])] += 1
            got["modality", ("event", *key, match["modality"])] += 1
    for other in left:
        got["events", (other["kind"], other["date"], other["name"], other["evidence"][:40])] += 1


def _same_event(one: dict[str, Any], other: dict[str, Any]) -> bool:
    if (one["kind"], one["date"]) != (other["kind"], other["date"]):
        return False
    ours, theirs = ({(part["entity"] or part["text"], part["role"]) for part in event["participants"]} for event in (one, other))
    return bool(ours & theirs) or ours == theirs


def gold_items(gold: dict[str, Any]) -> Iterator[Item]:
    """Everything that is scored in a gold article, each as (row, key)."""
    at = squeezed(gold["text"])
    yield from _metadata_items(gold)
    yield "text", "".join(gold["text"].split())
    for mention in gold["mentions"]:
        yield from _mention_items(mention, at, mention.get("entity"))
    yield from fact_items(gold)


def found_items(found: dict[str, Any], at: Callable[[int], int], names: dict[str, str]) -> Iterator[Item]:
    """The same of a contract object; `names` gives what gold calls its entities, `at` maps its offsets into the gold's text without white space."""
    yield from _metadata_items(found)
    yield "text", "".join(found["text"].split())
    for mention in found["mentions"]:
        yield from _mention_items(mention, at, names.get(mention["entity_id"]))
    yield from fact_items(named(found, names))


def entity_names(found: dict[str, Any], gold: dict[str, Any]) -> dict[str, str]:
    """Ids of a contract object with what gold calls them: an entity is the one that gold means if it has that name or alias."""
    gold_names = {plain(mention["entity"]): mention["entity"] for mention in gold["mentions"] if mention.get("entity")}
    names = {place["place_id"]: place["place_id"] for place in found["places"]}
    for organisation in found["organisations"]:
        known = [plain(name) for name in (organisation["name"], *organisation["aliases"])]
        names[organisation["organisation_id"]] = next((gold_names[name] for name in known if name in gold_names), organisation["name"])
    for person in found["people"]:
        names[person["person_id"]] = gold_names.get(plain(person["name"]), person["name"])
    return names


def named(found: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """The object's facts as gold writes them: entities by name, or by id where they are places."""
    name = names.get
    return {
        "memberships": [one | {"member": name(one["member_id"]), "organisation": name(one["organisation_id"])} for one in found["memberships"]],
        "positions": [
            one | {"person": name(one["person_id"]), "organisation": name(one["organisation_id"]), "place": name(one["place_id"])}
            for one in found["positions"]
        ],
        "indicators": [one | {"subjects": [name(subject) for subject in one["subject_ids"]]} for one in found["indicators"]],
        "events": [
            one
            | {"place": name(one["place_id"])}
            | {"participants": [participant | {"entity": name(participant["entity_id"])} for participant in one["participants"]]}
            for one in found["events"]
        ],
    }


def _metadata_items(one: dict[str, Any]) -> Iterator[Item]:
    for name in METADATA:
        value = one[name]
        if isinstance(value, list):
            for part in value:
                yield f"meta {name}", part
        elif value is not None:
            yield f"meta {name}", value


def _mention_items(mention: dict[str, Any], at: Callable[[int], int], entity: str | None) -> Iterator[Item]:
    label = mention["label"]
    span = (at(mention["start"]), at(mention["end"]), mention["text"])
    yield label, span
    if label in DATE_LABELS:
        yield "dates value", (*span, *(mention[name] for name in DATE_FIELDS))
        yield "dates anchor", (*span, mention["edtf"], mention["anchor"])
    elif label in FIGURE_LABELS:
        yield "figures value", (*span, label, *(mention[name] for name in FIGURE_FIELDS))
        yield "figures bound", (*span, mention["bound"])
        if label == "CARDINAL":
            yield "figures counted", (*span, mention["classifier"], mention["counted"])
    elif label == "GPE":
        yield "GPE id", (*span, entity)
    elif label in {"ORG", "PERSON"}:
        yield f"{label} name", (*span, entity)


def fact_items(facts: dict[str, Any]) -> Iterator[Item]:
    """Facts by their key fields; of events the participants with role, kind and date (for whole events see `match_events`)."""
    for one in facts["memberships"]:
        membership = (one["member"], one["organisation"], one["role"], one["status"])
        yield "memberships", membership
        yield "modality", ("membership", *membership, one["modality"])
    for one in facts["positions"]:
        yield "positions", (one["person"], one["title"], one["organisation"] or one["place"], one["status"])
    for one in facts["indicators"]:
        figure = tuple(one[name] for name in FIGURE_FIELDS)
        yield "indicators", (*figure, one["metric"], tuple(sorted(str(subject) for subject in one["subjects"])), one["period"])
        yield "indicators figure", figure
    for one in facts["events"]:
        key = (one["kind"], one["date"])
        for participant in one["participants"]:
            yield "events participants", (*key, participant["entity"] or participant["text"], participant["role"])


def squeezed(text: str) -> Callable[[int], int]:
    """Maps an offset into the text to one into the text without white space."""
    offsets, count = [], 0
    for character in text:
        offsets.append(count)
        count += not character.isspace()
    offsets.append(count)
    return offsets.__getitem__


def aligned(text: str, gold_text: str) -> Callable[[int], int]:
    """Maps an offset into `text` to one into the gold's text without white space; -1 where nothing corresponds."""
    at = squeezed(text)
    ours, theirs = "".join(text.split()), "".join(gold_text.split())
    if ours == theirs:
        return at
    table = [-1] * (len(ours) + 1)
    for first, second, size in SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks():
        for step in range(size + 1):
            table[first + step] = second + step
    return lambda offset: table[at(offset)]


def report(result: Evaluation, *, errors: bool = False) -> str:
    """The scores as a table, mentions first; with `errors` every miss and every wrong one below."""
    lines = [f"{result.articles} articles", f"{'':22s} {'P':>7s} {'R':>7s} {'F1':>7s} {'gold':>6s} {'found':>6s}"]
    for row in sorted(result.scores, key=_row_order):
        score = result.scores[row]
        gold, found = score.right + score.missed, score.right + score.wrong
        lines.append(f"{row:22s} {score.precision:7.3f} {score.recall:7.3f} {score.f1:7.3f} {gold:6d} {found:6d}")
    if errors:
        lines += [f"{name}\t{row}\t{kind}\t{what[:300]}" for name, row, kind, what in result.errors]
    return "\n".join(lines) + "\n"


# Labels first, then the values of mentions, then everything else by name.
_VALUES = ("dates", "figures", "GPE", "ORG", "PERSON")


def _row_order(row: str) -> tuple[int, str]:
    if row in LABELS:
        return LABELS.index(row), row
    kind = row.split()[0]
    return len(LABELS) + (_VALUES.index(kind) if kind in _VALUES else len(_VALUES)), row
