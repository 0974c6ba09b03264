"""The records that need a reviewer's eyes, read from the database: contradictory ones and the least certain first.

A row says what we read, in words, with its sentence and why it is doubtful, and carries the record itself, so that a decision on
it can be made long after the database says something else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, and_, or_, select

from extractors.records import PLACE_LABELS, Organisation, Person, Span
from extractors.sentences import split_sentences
from outputs.database import Database
from outputs.decisions import DecisionBook, Object, object_to_decision
from outputs.json_lines import (
    loads,
    mention_to_object,
    number,
    object_to_mention,
    object_to_place,
    organisation_to_object,
    person_to_object,
    place_to_object,
)
from outputs.review_words import in_words
from outputs.rows import FACT_TABLES
from outputs.schema import sql_table
from outputs.tables import BY_NAME

# Below this confidence a record is shown, unless the reviewer asks otherwise.
BELOW = 0.8
MARKS = ("【", "】")
# A second reading with so little less support makes a place doubtful.
_CLOSE = 0.2
_CHUNK = 400
# Longer sentences are no reading matter: the words around the record are shown.
_LONGEST_EVIDENCE = 600

AGAINST_A_DECISION, CONTRADICTORY, UNCERTAIN = range(3)


@dataclass(slots=True)
class ReviewRow:
    """One record for a reviewer. `evidence` has the mention between 【】; `data` is the record with the entities that it names."""

    kind: str
    record_id: str
    article_id: str
    start: int
    end: int
    title: str | None
    published: str | None
    evidence: str
    our_value: str
    confidence: float
    reasons: list[str]
    rank: int
    data: Object = field(default_factory=dict)

    @property
    def order(self) -> tuple[object, ...]:
        """Contradictory ones and the least certain first, then as they stand in the texts."""
        return (self.rank, self.confidence, self.published or "9999", self.article_id, self.start, self.kind, self.record_id)


def rows_to_review(
    database: Database, book: DecisionBook, *, below: float = BELOW, everything: bool = False, limit: int | None = None
) -> list[ReviewRow]:
    """The records that need eyes, the most doubtful first; with `everything` all that nobody decided on yet."""
    return database.within(lambda connection: _Finder(connection, book, below, everything).rows(limit))


def record_with_entities(connection: Connection, kind: str, record_id: str) -> Object | None:
    """What a row of this record carries, from the database as it is now; None where it holds no such record."""
    finder = _Finder(connection, DecisionBook(), 0, True)
    found = next(iter(finder.objects(kind, [record_id]).values()), None)
    return None if found is None else finder.data(kind, found[0], found[1])


def article_text(connection: Connection, article_id: str) -> str | None:
    """The text of an article in the database, or None."""
    table = sql_table("articles")
    return connection.execute(select(table.c.text).where(table.c.article_id == article_id)).scalar()


class _Finder:
    """Reads from one connection."""

    def __init__(self, connection: Connection, book: DecisionBook, below: float, everything: bool) -> None:
        self._connection = connection
        self._book = book
        self._below = below
        self._everything = everything
        self._names: dict[str, str] = {}
        self._articles: dict[str, Any] = {}
        self._sentences: dict[str, tuple[Span, ...]] = {}
        self._reasons: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)

    def rows(self, limit: int | None) -> list[ReviewRow]:
        self._names = dict(map(tuple, self._connection.execute(select(sql_table("entities").c.entity_id, sql_table("entities").c.name))))
        confidences: dict[tuple[str, str], float] = {}
        self._doubt_disagreements()
        self._doubt_checks()
        for kind, table in FACT_TABLES.items():
            confidences |= {(kind, row.id): row.confidence for row in self._doubt_facts(kind, table)}
        confidences |= {("mention", row.id): row.confidence for row in self._doubt_mentions()}
        order = sorted(self._reasons, key=lambda key: (min(self._reasons[key])[0], confidences.get(key, 0.0), key))
        if limit is not None:
            order = order[:limit]
        wanted: dict[str, list[str]] = defaultdict(list)
        for kind, record_id in order:
            wanted[kind].append(record_id)
        rows = [row for kind, ids in wanted.items() for row in self._made(kind, ids)]
        return sorted(rows, key=lambda row: row.order)

    def _made(self, kind: str, ids: Sequence[str]) -> Iterator[ReviewRow]:
        for record_id, (article_id, found) in self.objects(kind, ids).items():
            reasons = sorted(self._reasons[kind, record_id])
            article = self._article(article_id)
            data = self.data(kind, article_id, found)
            yield ReviewRow(
                kind=kind,
                record_id=record_id,
                article_id=article_id,
                start=found["start"],
                end=found["end"],
                title=article.title,
                published=article.published,
                evidence=self._evidence(kind, article, found),
                our_value=in_words(kind, found, self._name),
                confidence=found["confidence"],
                reasons=[words for _, words in reasons],
                rank=reasons[0][0],
                data=data,
            )

    def data(self, kind: str, article_id: str, found: Object) -> Object:
        """The record with its entities and its article's names, as a row carries it."""
        article = self._article(article_id)
        data: Object = {"article_id": article_id, "kind": kind, "found": found, "entities": self._entities(_ids_in(kind, found))}
        if kind == "indicator" and found["mention_id"]:
            data["mention"] = next((one for _, one in self.objects("mention", [found["mention_id"]]).values()), None)
        data |= {name: getattr(article, name) for name in ("title", "url", "input")}
        sentence = self._sentence(article, found["start"], found["end"])
        return data | {"sentence": article.text[sentence.start : sentence.end]}

    def objects(self, kind: str, ids: Sequence[str]) -> dict[str, tuple[str, Object]]:
        """By record id: the article and the record as a contract object, a fact with all its sources."""
        if kind == "mention":
            return {row.id: (row.article_id, _mention_object(row)) for row in self._select("mentions", "id", ids)}
        told = {row.id: row for row in self._select(FACT_TABLES[kind], "id", ids)}
        found: dict[str, tuple[str, Object]] = {}
        for row in self._select("statements", "statement_id", list(told)):
            if row.kind == kind:
                as_told = told[row.statement_id]
                everywhere = {"sources": _list(as_told.sources), "more_evidence": _list(as_told.more_evidence)}
                found[row.statement_id] = (row.article_id, loads(row.fact) | everywhere | {"review_status": as_told.review_status})
        return found

    def _select(self, table: str, by: str, values: Sequence[str]) -> Iterator[Row[Any]]:
        made = sql_table(table)
        for first in range(0, len(values), _CHUNK):
            yield from self._connection.execute(select(made).where(made.c[by].in_(values[first : first + _CHUNK]))).all()

    def _name(self, entity_id: str) -> str:
        if entity_id not in self._names:
            self._names |= {row.entity_id: row.name for row in self._select("entities", "entity_id", [entity_id])}
        return self._names.get(entity_id, entity_id)

    def _article(self, article_id: str) -> Any:
        if article_id not in self._articles:
            if len(self._articles) > _CHUNK:
                self._articles.clear()
                self._sentences.clear()
            (self._articles[article_id],) = self._select("articles", "article_id", [article_id])
        return self._articles[article_id]

    def _sentence(self, article: Any, start: int, end: int) -> Span:
        """The sentence that holds start..end; all sentences that it touches where it crosses their borders."""
        if article.article_id not in self._sentences:
            self._sentences[article.article_id] = split_sentences(article.text)
        touched = [one for one in self._sentences[article.article_id] if one.start < end and one.end > start]
        return Span(min([start, *(one.start for one in touched)]), max([end, *(one.end for one in touched)]))

    def _evidence(self, kind: str, article: Any, found: Object) -> str:
        if kind == "mention":
            sentence = self._sentence(article, found["start"], found["end"])
            return _marked(article.text, sentence, [Span(found["start"], found["end"])])
        evidence = Span(found["start"], found["end"])
        ids = _ids_in(kind, found)
        mentions = sql_table("mentions")
        inside = self._connection.execute(
            select(mentions.c.id, mentions.c.start, mentions.c.end, mentions.c.entity_id)
            .where(mentions.c.article_id == article.article_id, mentions.c.start >= evidence.start, mentions.c.end <= evidence.end)
            .order_by(mentions.c.start)
        ).all()
        if kind == "indicator":
            marked = [Span(one.start, one.end) for one in inside if one.id == found["mention_id"]]
        else:
            marked = [Span(one.start, one.end) for one in inside if one.entity_id in ids]
        return _marked(article.text, evidence, marked)

    def _entities(self, ids: Iterable[str]) -> dict[str, list[Object]]:
        """The entities with all that they lie in or belong to."""
        places: dict[str, Object] = {}
        organisations: dict[str, Object] = {}
        people: dict[str, Object] = {}
        waiting = sorted(set(ids))
        while waiting:
            above: set[str] = set()
            for row in self._select("places", "place_id", waiting):
                places[row.place_id] = place_to_object(object_to_place(dict(row._mapping)))
                above |= {row.parent_id}
            found = list(self._select("organisations", "organisation_id", waiting))
            aliases: dict[str, list[str]] = defaultdict(list)
            for row in self._select("aliases", "organisation_id", [one.organisation_id for one in found]):
                aliases[row.organisation_id].append(row.alias)
            for row in found:
                organisation = Organisation(**row._mapping, aliases=tuple(sorted(aliases[row.organisation_id])))
                organisations[row.organisation_id] = organisation_to_object(organisation)
                above |= {row.parent_id, row.place_id}
            people |= {row.person_id: person_to_object(Person(**row._mapping)) for row in self._select("people", "person_id", waiting)}
            waiting = sorted(one for one in above - {None} if one not in places and one not in organisations)
        return {"places": list(places.values()), "organisations": list(organisations.values()), "people": list(people.values())}

    def _is_decided(self, kind: str, record_id: str) -> bool:
        return (kind, record_id) in self._book.rulings

    def _doubt(self, kind: str, record_id: str, rank: int, words: str) -> None:
        self._reasons[kind, record_id].append((rank, words))

    def _doubt_disagreements(self) -> None:
        contents = {row.decision_id: row.content for row in self._connection.execute(select(sql_table("decisions")))}
        for row in self._connection.execute(select(sql_table("disagreements"))).all():
            if row.decision_id not in contents:
                continue
            decision = object_to_decision(loads(contents[row.decision_id]))
            readings = "; ".join(in_words(row.kind, one, self._name) for one in _list(row.found))
            what = f"this version reads: {readings}" if readings else "this version does not find it"
            self._doubt(row.kind, row.record_id, AGAINST_A_DECISION, f"{decision.decision} by {decision.by} on {decision.at[:10]}, but {what}")

    def _doubt_checks(self) -> None:
        """What does not add up across articles, as the database notes it: 26 members stated, 24 known."""
        checks = sql_table("checks")
        for row in self._connection.execute(select(checks).where(checks.c.kind == "member_count").order_by(checks.c.check_id)).all():
            if not self._is_decided(row.fact_kind, row.fact_id):
                self._doubt(row.fact_kind, row.fact_id, CONTRADICTORY, row.message)

    def _doubt_facts(self, kind: str, table: str) -> list[Any]:
        rows = list(self._connection.execute(select(sql_table(table)).order_by("id")).all())
        new = [row for row in rows if row.review_status == "new"]
        for row in new:
            if row.confidence < self._below:
                self._doubt(kind, row.id, UNCERTAIN, f"confidence {row.confidence:.2f}")
            elif self._everything:
                self._doubt(kind, row.id, UNCERTAIN, "not yet reviewed")
            for check in _list(row.checks) if kind == "indicator" else ():
                self._doubt(kind, row.id, CONTRADICTORY, f"does not add up: {check}")
        for row in rows:
            self._doubt_later_sources(kind, row)
        live = [row for row in rows if row.review_status != "rejected"]
        for reason, group in _contradictions(kind, live):
            for row in group:
                others = [one for one in group if one is not row and (one.review_status != "new" or row.review_status == "new")]
                if row.review_status == "new" and others:
                    shown = "; ".join(dict.fromkeys(f"{_short(kind, one)} ({one.article_id})" for one in others[:3]))
                    self._doubt(kind, row.id, CONTRADICTORY, f"{reason}: {shown}")
        return rows

    def _doubt_later_sources(self, kind: str, row: Any) -> None:
        """A record that was rejected is told again by an article that the reviewer did not know."""
        ruling = self._book.rulings.get((kind, row.id))
        if row.review_status == "rejected" and ruling is not None and ruling.decision.found is not None:
            later = set(_list(row.sources)) - set(ruling.decision.found.get("sources", ()))
            if later:
                self._doubt(kind, row.id, AGAINST_A_DECISION, f"rejected by {ruling.decision.by}, but told again by {', '.join(sorted(later))}")

    def _doubt_mentions(self) -> list[Any]:
        table = sql_table("mentions")
        ambiguous = and_(table.c.label.in_(sorted(PLACE_LABELS)), table.c.candidates.is_not(None))
        wanted = select(table) if self._everything else select(table).where(or_(table.c.confidence < self._below, ambiguous))
        rows = []
        for row in self._connection.execute(wanted.order_by(table.c.id)).all():
            if self._is_decided("mention", row.id):
                continue
            rows.append(row)
            for rank, words in self._doubts_of_mention(row):
                self._doubt("mention", row.id, rank, words)
        return rows

    def _doubts_of_mention(self, row: Any) -> Iterator[tuple[int, str]]:
        candidates = _list(row.candidates) if row.candidates else []
        names = "、".join(f"{self._name(one['place_id'])} {one['place_id']} {one['score']:.2f}" for one in candidates)
        if len(candidates) > 1 and row.entity_id is None:
            yield CONTRADICTORY, f"could be {names}"
        elif len(candidates) > 1 and candidates[0]["score"] - candidates[1]["score"] < _CLOSE:
            yield UNCERTAIN, f"could also be another: {names}"
        if row.confidence < self._below:
            yield UNCERTAIN, f"confidence {row.confidence:.2f}"
        elif self._everything:
            yield UNCERTAIN, "not yet reviewed"


def _short(kind: str, row: Any) -> str:
    if kind == "indicator":
        return f"{row.value if row.value is not None else f'{row.low}–{row.high}'} {row.unit}"
    if kind == "membership":
        return f"{row.status}, since {row.since or 'unknown'}, {row.modality}"
    if kind == "position":
        return f"{row.title}, {row.status}, {row.modality}"
    return f"{row.date or 'no date'}, {row.place_id or 'no place'}, {row.modality}"


def _contradictions(kind: str, rows: Sequence[Any]) -> Iterator[tuple[str, list[Any]]]:
    """Groups of facts that cannot all be true, with what is wrong."""
    for reason, key, says in _CONTRADICTORY[kind]:
        groups: dict[object, list[Any]] = defaultdict(list)
        for row in rows:
            of = key(row)
            if of is not None:
                groups[of].append(row)
        for group in groups.values():
            if len({says(row) for row in group}) > 1:
                yield reason, group


def _figure_of(row: Any) -> object | None:
    """Whose figure for what and when, where the article pins it down and states it exactly."""
    if row.subject_ids == "[]" or not row.period or row.bound != "exact" or row.modality != "asserted" or row.unit == "rank":
        return None
    return (row.subject_ids, row.metric, row.period, row.unit, row.change is None, row.base, row.share_of, row.scope, row.counted, row.classifier)


def _same_but_modality(*names: str) -> Callable[[Any], object]:
    return lambda row: tuple(getattr(row, name) for name in names) if row.modality in ("asserted", "denied") else None


def _edition_of(row: Any) -> object | None:
    return (row.kind, row.name, row.edition) if row.name and row.start_date and row.edition else None


def _occasion_of(row: Any) -> object | None:
    return (row.kind, row.name, row.date) if row.name and row.place_id and row.date else None


def _told_event(row: Any) -> object | None:
    told = (row.kind, row.name, row.edition, row.date)
    return told if row.name and row.date and row.modality in ("asserted", "denied") else None


def _dated_membership(row: Any) -> object | None:
    return (row.member_id, row.organisation_id, row.role, row.status) if row.since else None


# Per kind: what is wrong, what the facts must have in common for it, and what they must not say differently.
_CONTRADICTORY: Mapping[str, Sequence[tuple[str, Callable[[Any], object], Callable[[Any], object]]]] = {
    "membership": (
        ("told with another date", _dated_membership, lambda row: row.since),
        ("asserted and denied", _same_but_modality("member_id", "organisation_id", "role", "status"), lambda row: row.modality),
    ),
    "position": (
        ("told as held and as former", lambda row: (row.person_id, row.title, row.organisation_id, row.place_id), lambda row: row.status),
        ("asserted and denied", _same_but_modality("person_id", "title", "organisation_id", "place_id"), lambda row: row.modality),
    ),
    "indicator": (("told with another value", _figure_of, lambda row: (row.value, row.change)),),
    "event": (
        ("told with another date", _edition_of, lambda row: row.start_date),
        ("told at another place", _occasion_of, lambda row: row.place_id),
        ("asserted and denied", _told_event, lambda row: row.modality),
    ),
}


def _list(text: str) -> list[Any]:
    found: Any = loads(text)
    return list(found)


def _mention_object(row: Any) -> Object:
    """The contract's object of a row of `mentions`."""
    found = {name: getattr(row, name) for name in BY_NAME["mentions"].names if name != "article_id"}
    # SQLAlchemy gives Decimals with ten decimal places.
    found |= {name: number(found[name]) for name in ("value", "low", "high")}
    found["candidates"] = _list(row.candidates) if row.candidates else []
    return mention_to_object(object_to_mention(found), row.article_id)


def _ids_in(kind: str, found: Mapping[str, Any]) -> set[str]:
    """The entities that a record points at."""
    names = {
        "mention": ("entity_id",),
        "membership": ("member_id", "organisation_id"),
        "position": ("person_id", "organisation_id", "place_id"),
        "indicator": (),
        "event": ("place_id",),
    }[kind]
    ids = {found[name] for name in names}
    ids |= {one["place_id"] for one in found.get("candidates") or ()}
    ids |= set(found.get("subject_ids") or ())
    ids |= {one["entity_id"] for one in found.get("participants") or ()}
    return ids - {None}


def _marked(text: str, sentence: Span, spans: Iterable[Span]) -> str:
    """The sentence with the spans between 【】; of a long one the words around the first span."""
    spans = sorted(spans, key=lambda one: one.start)
    start, end = sentence.start, sentence.end
    if end - start > _LONGEST_EVIDENCE:
        middle = spans[0].start if spans else start
        start, end = max(start, middle - _LONGEST_EVIDENCE // 2), min(end, middle + _LONGEST_EVIDENCE // 2)
    pieces, reached = [], start
    for span in spans:
        if reached <= span.start and span.end <= end:
            pieces += [text[reached : span.start], MARKS[0], text[span.start : span.end], MARKS[1]]
            reached = span.end
    pieces.append(text[reached:end])
    return ("…" if start > sentence.start else "") + "".join(pieces) + ("…" if end < sentence.end else "")
