"""Article → Record, for one article or many."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from itertools import islice

from spacy.language import Language
from spacy.tokens import Doc

from corpus.article import Article, Failure
from extractors.documents import attach, state
from extractors.places.gazetteer import Gazetteer, load_gazetteer
from extractors.records import Place, Record

# Docs that pass through the components together; more would only cost memory.
BATCH = 32

_log = logging.getLogger(__name__)


def extract_record(article: Article, nlp: Language) -> Record:
    """The Record of one article."""
    return next(extract_records([article], nlp))


def extract_records(articles: Iterable[Article], nlp: Language) -> Iterator[Record]:
    """One Record per article, in order."""
    docs = (attach(nlp.make_doc(article.text), article) for article in articles)
    gazetteer = nlp.get_pipe("lianmeng_places").gazetteer or load_gazetteer()
    for doc in nlp.pipe(docs, batch_size=BATCH):
        yield record_of(doc, gazetteer)


def extract_each(articles: Iterable[Article | Failure], nlp: Language) -> Iterator[Record | Failure]:
    """One Record or Failure per item, in order: an article that breaks a step becomes a Failure, the others go on."""
    items = iter(articles)
    while batch := list(islice(items, BATCH)):
        results = _extract_batch([item for item in batch if isinstance(item, Article)], nlp)
        for item in batch:
            yield item if isinstance(item, Failure) else next(results)


def _extract_batch(articles: list[Article], nlp: Language) -> Iterator[Record | Failure]:
    try:
        return iter(list(extract_records(articles, nlp)))
    except Exception:
        # One of them broke a step; alone, each shows which.
        _log.debug("a batch of %d articles failed and is taken one by one", len(articles), exc_info=True)
        return iter([_extract_safely(article, nlp) for article in articles])


def _extract_safely(article: Article, nlp: Language) -> Record | Failure:
    try:
        return extract_record(article, nlp)
    except Exception as error:
        _log.debug("article %s failed", article.article_id, exc_info=True)
        return Failure(input=article.input or "-", record=article.record, stage="extract", reason=f"{type(error).__name__}: {error}"[:500])


def record_of(doc: Doc, gazetteer: Gazetteer) -> Record:
    """The Record that a Doc of the project's Language holds."""
    found = state(doc)
    organisations = tuple(sorted(found.organisations.values(), key=lambda organisation: organisation.organisation_id))
    return Record(
        article=found.article,
        mentions=found.mentions,
        memberships=found.memberships,
        positions=found.positions,
        indicators=found.indicators,
        events=found.events,
        places=_places(doc, gazetteer),
        organisations=organisations,
        people=tuple(sorted(found.people.values(), key=lambda person: person.person_id)),
        dateline_place_id=found.dateline_place_id,
    )


def _places(doc: Doc, gazetteer: Gazetteer) -> tuple[Place, ...]:
    """The places that anything in the record points at, with all their parents, by id."""
    found = state(doc)
    wanted = {mention.entity_id for mention in found.mentions}
    wanted |= {candidate.place_id for mention in found.mentions for candidate in mention.candidates}
    wanted |= {organisation.place_id for organisation in found.organisations.values()}
    wanted |= {membership.member_id for membership in found.memberships}
    wanted |= {position.place_id for position in found.positions}
    wanted |= {subject for indicator in found.indicators for subject in indicator.subject_ids}
    wanted |= {event.place_id for event in found.events}
    wanted |= {participant.entity_id for event in found.events for participant in event.participants}
    wanted.add(found.dateline_place_id)
    places: dict[str, Place] = {}
    for place_id in wanted:
        while place_id is not None and place_id not in places:
            place = found.places.get(place_id) or gazetteer.place(place_id)
            if place is None:
                break
            places[place_id] = place
            place_id = place.parent_id
    return tuple(places[place_id] for place_id in sorted(places))
