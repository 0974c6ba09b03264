"""Precision, recall and F1 per label, value and kind of fact on gold articles.

A mention counts where span and label are right; rows named `… value`, `… id` and `… name` ask for
the normalised value or the entity as well. Facts count by their key fields (see `fact_items`).
Spans are compared in the text without white space, so that a cleaning that differs by a blank
does not hide the rest; the row `text` says how many articles were cleaned exactly.

Rows named `entities …` ask whether mentions of one entity, and only they, have one id: B-cubed over
all articles, over the mentions that were found where gold has them. The row `facts above 0.9` asks
what a confidence is worth: of the facts that claim more than 0.9, the share that is right, modality included.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
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

# Labels whose mentions name an entity of gold, and what a fact that claims to be sure claims at least.
ENTITY_LABELS = ("GPE", "ORG", "PERSON")
SURE = 0.9
SURE_ROW = "facts above 0.9"
# Confidences are counted in steps: each begins above the number.
_STEPS = (0.9, 0.8, 0.7, 0.6, 0.0)

Item = tuple[str, Hashable]


@dataclass(slots=True)
class Score:
    """Counts of one row: right, found but wrong, missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def gold(self) -> int:
        """How many the gold has."""
        return self.right + self.missed

    @property
    def found(self) -> int:
        """How many were found."""
        return self.right + self.wrong

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
class Share(Score):
    """A row that asks only whether what was found is right: all its numbers are that share."""

    @property
    def recall(self) -> float:
        """The share of what was found that is right."""
        return self.precision

    @property
    def f1(self) -> float:
        """The share of what was found that is right."""
        return self.precision


@dataclass(slots=True, frozen=True)
class Clusters:
    """B-cubed precision and recall over mentions: how far those with one id are one entity of gold, and the other way round."""

    precision: float
    recall: float
    gold: int
    found: int

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(slots=True)
class Evaluation:
    """Scores by row name; every item as (article, row, "right", "missed" or "wrong", what).

    `confidences` are (confidence, whether right) of all facts found, `blind` the articles whose errors nobody reads who writes rules.
    """

    articles: int = 0
    scores: dict[str, Score | Clusters] = field(default_factory=dict)
    items: list[tuple[str, str, str, str]] = field(default_factory=list)
    confidences: list[tuple[float, bool]] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    blind: list[str] = field(default_factory=list)

    @property
    def errors(self) -> list[tuple[str, str, str, str]]:
        """The items that were missed or are wrong."""
        return [item for item in self.items if item[2] != "right"]


@dataclass(frozen=True, slots=True)
class _Naming:
    """A mention that gold has and that was found: its article, what it is, and whom it names in gold and in what was found."""

    article: str
    what: str
    entity: str
    found: str


def evaluate_folder(gold: Path | None = None, samples: Path | None = None, *, only: str = "all") -> Evaluation:
    """Read the samples as a batch does, extract, and score against the gold; `only` is all, open or blind."""
    golds = read_golds(gold or GOLD, only=only)
    pairs = [(one, read_sample(one, samples or SAMPLES)) for one in golds]
    records = extract_records([article for _, article in pairs], load())
    return evaluate((one, record_to_object(record)) for (one, _), record in zip(pairs, records, strict=True))


def read_golds(folder: Path, *, only: str = "all") -> list[dict[str, Any]]:
    """The gold articles of a folder by name; `only` is all, open or blind."""
    golds = [json.loads(path.read_text(encoding="utf-8")) | {"name": path.stem} for path in sorted(folder.glob("*.json"))]
    return [one for one in golds if only == "all" or one["blind"] == (only == "blind")]


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
    namings: dict[str, list[_Naming]] = {}
    for gold, found in pairs:
        result.articles += 1
        result.names.append(gold["name"])
        if gold.get("blind"):
            result.blind.append(gold["name"])
        expected = Counter(gold_items(gold))
        names = entity_names(found, gold)
        at = aligned(found["text"], gold["text"])
        got = Counter(found_items(found, at, names))
        facts = named(found, names)
        event_items(gold["events"], facts["events"], expected, got)
        for item in sorted(expected.keys() | got.keys(), key=repr):
            _count(result, gold["name"], item, expected[item], got[item])
        for label, naming in _namings(gold, found, at):
            namings.setdefault(label, []).append(naming)
        _count_sure_facts(result, gold, facts)
    for label, of_label in namings.items():
        _count_clusters(result, f"entities {label}", of_label)
    return result


def _count(result: Evaluation, article: str, item: Item, expected: int, got: int) -> None:
    row, what = item
    score = result.scores.setdefault(row, Score())
    if not isinstance(score, Score):
        raise ValueError(f"{row} is no row of counts")
    right = min(expected, got)
    score.right += right
    score.missed += expected - right
    score.wrong += got - right
    for kind, count in (("right", right), ("missed", expected - right), ("wrong", got - right)):
        result.items.extend([(article, row, kind, str(what))] * count)


def b_cubed(pairs: Sequence[tuple[Hashable, Hashable]]) -> tuple[float, float]:
    """Precision and recall of (entity of gold, id found) over mentions (Bagga and Baldwin 1998); 1, 1 for no mention.

    >>> b_cubed([("许昌", 1), ("许昌", 1), ("洛阳", 1), ("洛阳", 2)])
    (0.6666666666666666, 0.75)
    """
    if not pairs:
        return 1.0, 1.0
    both = Counter(pairs)
    entities = Counter(entity for entity, _ in pairs)
    ids = Counter(found for _, found in pairs)
    precision = sum(count * count / ids[found] for (_, found), count in both.items())
    recall = sum(count * count / entities[entity] for (entity, _), count in both.items())
    return precision / len(pairs), recall / len(pairs)


def _namings(gold: dict[str, Any], found: dict[str, Any], at: Callable[[int], int]) -> Iterator[tuple[str, _Naming]]:
    """The mentions of entities that gold has and that were found, by label; a mention without an id is alone with itself."""
    squeeze = squeezed(gold["text"])
    ids = {(mention["label"], at(mention["start"]), at(mention["end"])): mention["entity_id"] for mention in found["mentions"]}
    for mention in gold["mentions"]:
        label, start, end = mention["label"], squeeze(mention["start"]), squeeze(mention["end"])
        if label in ENTITY_LABELS and mention.get("entity") and (label, start, end) in ids:
            what = str((start, end, mention["text"], mention["entity"]))
            yield label, _Naming(gold["name"], what, mention["entity"], ids[label, start, end] or f"{gold['name']} {start}")


def _count_clusters(result: Evaluation, row: str, namings: Sequence[_Naming]) -> None:
    """The row's score; a mention is wrong where most that share its id name another, missed where most of its entity have another id."""
    precision, recall = b_cubed([(one.entity, one.found) for one in namings])
    result.scores[row] = Clusters(precision, recall, len(namings), len(namings))
    entity_of, id_of = _most((one.found, one.entity) for one in namings), _most((one.entity, one.found) for one in namings)
    for one in namings:
        kind = "wrong" if entity_of[one.found] != one.entity else "missed" if id_of[one.entity] != one.found else "right"
        result.items.append((one.article, row, kind, one.what))


def _most(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """By each first what stands with it most often; of several the one that sorts first."""
    counts: dict[str, Counter[str]] = {}
    for first, second in pairs:
        counts.setdefault(first, Counter())[second] += 1
    return {first: min(seconds, key=lambda second: (-seconds[second], second)) for first, seconds in counts.items()}


def _count_sure_facts(result: Evaluation, gold: dict[str, Any], facts: dict[str, Any]) -> None:
    score = result.scores.setdefault(SURE_ROW, Share())
    for confidence, is_right, what in fact_verdicts(gold, facts):
        result.confidences.append((confidence, is_right))
        if confidence > SURE and isinstance(score, Share):
            score.right += is_right
            score.wrong += not is_right
            if not is_right:
                # The right ones stand in the rows of their kinds; here they would only show that a confidence moved.
                result.items.append((gold["name"], SURE_ROW, "wrong", what))


def fact_verdicts(gold: dict[str, Any], facts: dict[str, Any]) -> Iterator[tuple[float, bool, str]]:
    """(confidence, whether gold has it, what it is) of every fact found, the surest first; key fields and modality must agree."""
    for kind, key in _FACT_KEYS.items():
        left = Counter(key(one) for one in gold[kind])
        for one in _surest_first(facts[kind]):
            yield one["confidence"], left[key(one)] > 0, str((kind, *key(one)))
            left[key(one)] -= 1
    events = list(gold["events"])
    for one in _surest_first(facts["events"]):
        match = next((event for event in events if _same_event(event, one) and event["modality"] == one["modality"]), None)
        if match is not None:
            events.remove(match)
        yield one["confidence"], match is not None, str(("events", one["kind"], one["date"], one["name"], one["evidence"][:40]))


def _surest_first(facts: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(facts, key=lambda one: -one["confidence"])


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
    """Facts by their key fields; of events the participants with role, kind and date (for whole events see `event_items`)."""
    for one in facts["memberships"]:
        *membership, modality = _membership_key(one)
        yield "memberships", tuple(membership)
        yield "modality", ("membership", *membership, modality)
    for one in facts["positions"]:
        yield "positions", _position_key(one)
    for one in facts["indicators"]:
        yield "indicators", _indicator_key(one)
        yield "indicators figure", tuple(one[name] for name in FIGURE_FIELDS)
    for one in facts["events"]:
        key = (one["kind"], one["date"])
        for participant in one["participants"]:
            yield "events participants", (*key, participant["entity"] or participant["text"], participant["role"])


def _membership_key(one: dict[str, Any]) -> tuple[Hashable, ...]:
    return one["member"], one["organisation"], one["role"], one["status"], one["modality"]


def _position_key(one: dict[str, Any]) -> tuple[Hashable, ...]:
    return one["person"], one["title"], one["organisation"] or one["place"], one["status"]


def _indicator_key(one: dict[str, Any]) -> tuple[Hashable, ...]:
    figure = tuple(one[name] for name in FIGURE_FIELDS)
    return (*figure, one["metric"], tuple(sorted(str(subject) for subject in one["subjects"])), one["period"])


# What must agree for a fact to be right; of events see `_same_event`.
_FACT_KEYS: dict[str, Callable[[dict[str, Any]], tuple[Hashable, ...]]] = {
    "memberships": _membership_key,
    "positions": _position_key,
    "indicators": _indicator_key,
}


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
    """The scores as a table, mentions first, and what confidences are worth; with `errors` every miss and every wrong one below."""
    lines = [f"{result.articles} articles", f"{'':22s} {'P':>7s} {'R':>7s} {'F1':>7s} {'gold':>6s} {'found':>6s}"]
    for row in sorted(result.scores, key=row_order):
        score = result.scores[row]
        if isinstance(score, Share):
            lines.append(f"{row:22s} {score.precision:7.3f} {'':7s} {'':7s} {'':6s} {score.found:6d}")
        else:
            lines.append(f"{row:22s} {score.precision:7.3f} {score.recall:7.3f} {score.f1:7.3f} {score.gold:6d} {score.found:6d}")
    lines += calibration(result.confidences)
    if errors:
        lines += [f"{name}\t{row}\t{kind}\t{what[:300]}" for name, row, kind, what in result.errors]
    return "\n".join(lines) + "\n"


def calibration(confidences: Sequence[tuple[float, bool]]) -> list[str]:
    """Of the facts of each step of confidence, how many are right.

    >>> calibration([(0.95, True), (0.95, False), (0.6, True)])
    ['facts by confidence: above 0.9 1 of 2 right (0.500), above 0.0 1 of 1 right (1.000)']
    """
    told = []
    for number, low in enumerate(_STEPS):
        high = _STEPS[number - 1] if number else 1.0
        verdicts = [is_right for confidence, is_right in confidences if low < confidence <= high]
        if verdicts:
            told.append(f"above {low} {sum(verdicts)} of {len(verdicts)} right ({sum(verdicts) / len(verdicts):.3f})")
    return ["facts by confidence: " + ", ".join(told)] if told else []


# Labels first, then the values of mentions, then everything else by name.
_VALUES = ("dates", "figures", "GPE", "ORG", "PERSON")


def row_order(row: str) -> tuple[int, str]:
    """Sorts rows as a reader looks for them: labels, the values of mentions, the rest by name."""
    if row in LABELS:
        return LABELS.index(row), row
    kind = row.split()[0]
    return len(LABELS) + (_VALUES.index(kind) if kind in _VALUES else len(_VALUES)), row
