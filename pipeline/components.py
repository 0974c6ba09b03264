"""The spaCy components: thin shells that compute with pure functions, then set.

Each is registered as a factory (see pyproject.toml), so that `nlp.add_pipe("lianmeng_dates")` works
in any Language once the package is installed. `set_ents` (default true) makes a component set
`doc.ents` itself; in the project's own Language only `lianmeng_mentions` does.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain, islice

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from extractors.dates.find import find_dates
from extractors.documents import set_mentions, state
from extractors.facts.events import find_events
from extractors.facts.indicators import find_indicators
from extractors.facts.masked import masked_sentences
from extractors.facts.memberships import find_memberships
from extractors.figures.find import find_figures
from extractors.organisations.find import find_organisations
from extractors.organisations.names import with_parents
from extractors.organisations.resolve import resolve_organisations
from extractors.overlaps import flatten
from extractors.people.find import find_people
from extractors.people.resolve import resolve_people
from extractors.places.find import find_places
from extractors.places.gazetteer import Gazetteer
from extractors.plain import plain
from extractors.records import PLACE_LABELS, Draft, Mention, Span
from extractors.sentences import split_sentences
from extractors.tagger.model import Reading, Tagger
from extractors.team import TeamLexicon, find_team_names, relabelled, settle
from extractors.titles.find import find_titles

# Sentences that go to the tagger together: enough for batches of equal length, little enough for memory.
TAGGER_DOCS = 32


@Language.factory("lianmeng_sentences")
class Sentences:
    """Sets sentence starts."""

    def __init__(self, nlp: Language, name: str) -> None: ...

    def __call__(self, doc: Doc) -> Doc:
        starts = np.array([sentence.start for sentence in _sentences(doc)])
        words = doc.to_array("IDX")
        # spaCy's own values: 1 begins a sentence, -1 does not.
        begins = np.where(np.isin(words, starts), 1, -1)
        begins[:1] = 1
        return doc.from_array(["SENT_START"], begins.astype("int64").view("uint64").reshape(-1, 1)) if len(doc) else doc


@Language.factory("lianmeng_tagger", default_config={"threads": 1})
class Tag:
    """Words with parts of speech and names, by the project's model."""

    def __init__(self, nlp: Language, name: str, threads: int) -> None:
        self.tagger = Tagger(threads=threads)

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = TAGGER_DOCS) -> Iterator[Doc]:
        """Tag the sentences of several Docs together, the next batch in a thread of its own while this one is worked on."""
        stream = iter(stream)
        with ThreadPoolExecutor(max_workers=1) as executor:
            waiting: deque[tuple[list[Doc], list[str], Future[dict[str, Reading]]]] = deque()
            while docs := list(islice(stream, min(batch_size, TAGGER_DOCS))):
                spans = [(doc, sentence) for doc in docs for sentence in _sentences(doc)]
                texts = {id(doc): plain(_text(doc)) for doc in docs}
                sentences = [texts[id(doc)][sentence.start : sentence.end] for doc, sentence in spans]
                waiting.append((docs, sentences, executor.submit(self.tagger.read, sentences)))
                if len(waiting) > 1:
                    yield from self._with_words(*waiting.popleft())
            while waiting:
                yield from self._with_words(*waiting.popleft())

    def _with_words(self, docs: list[Doc], sentences: list[str], readings: Future[dict[str, Reading]]) -> list[Doc]:
        spans = [_sentences(doc) for doc in docs]
        found = iter(self.tagger.words(sentences, readings.result(), [sentence.start for of_doc in spans for sentence in of_doc]))
        for doc, of_doc in zip(docs, spans, strict=True):
            state(doc).words = tuple(chain.from_iterable(islice(found, len(of_doc))))
        return docs


class _Finder:
    """What the components that find mentions share: compute, then set."""

    def __init__(self, set_ents: bool) -> None:
        self._set_ents = set_ents

    def __call__(self, doc: Doc) -> Doc:
        found = state(doc)
        found.candidates.extend(self.find(doc))
        if self._set_ents:
            set_mentions(doc, flatten(found.candidates))
        return doc

    def find(self, doc: Doc) -> list[Mention]:
        """The candidates of this kind."""
        raise NotImplementedError


@Language.factory("lianmeng_titles", default_config={"set_ents": True})
class Titles(_Finder):
    """WORK_OF_ART, LAW, EVENT."""

    def __init__(self, nlp: Language, name: str, set_ents: bool) -> None:
        super().__init__(set_ents)

    def find(self, doc: Doc) -> list[Mention]:
        return find_titles(_text(doc))


@Language.factory("lianmeng_dates", default_config={"set_ents": True})
class Dates(_Finder):
    """DATE, TIME, resolved by the article's own dates."""

    def __init__(self, nlp: Language, name: str, set_ents: bool) -> None:
        super().__init__(set_ents)

    def find(self, doc: Doc) -> list[Mention]:
        article = state(doc).article
        return find_dates(_text(doc), published=article.published, title=article.title, dateline_date=article.dateline_date)


@Language.factory("lianmeng_figures", default_config={"set_ents": True})
class Figures(_Finder):
    """MONEY, PERCENT, QUANTITY, CARDINAL, ORDINAL; stays out of dates and titles found before."""

    def __init__(self, nlp: Language, name: str, set_ents: bool) -> None:
        super().__init__(set_ents)

    def find(self, doc: Doc) -> list[Mention]:
        found = state(doc)
        taken = [Span(mention.start, mention.end) for mention in flatten(found.candidates)]
        return find_figures(_text(doc), taken=taken, words=found.words)


@Language.factory("lianmeng_places", default_config={"set_ents": True})
class Places(_Finder):
    """GPE, LOC, FAC with official codes."""

    def __init__(self, nlp: Language, name: str, set_ents: bool) -> None:
        super().__init__(set_ents)
        self.gazetteer: Gazetteer | None = None

    def find(self, doc: Doc) -> list[Mention]:
        found = state(doc)
        places = find_places(found.article, words=found.words, gazetteer=self.gazetteer)
        found.places = dict(places.places)
        found.home_place_id = places.home_place_id
        found.dateline_place_id = places.dateline_place_id
        return list(places.mentions)


@Language.factory("lianmeng_organisations", default_config={"set_ents": True})
class Organisations(_Finder):
    """ORG; who they are is settled by lianmeng_entities."""

    def __init__(self, nlp: Language, name: str, set_ents: bool) -> None:
        super().__init__(set_ents)

    def find(self, doc: Doc) -> list[Mention]:
        found = state(doc)
        place_mentions = [mention for mention in found.candidates if mention.label in PLACE_LABELS]
        return find_organisations(_text(doc), words=found.words, place_mentions=place_mentions)


@Language.factory("lianmeng_people", default_config={"set_ents": True})
class People(_Finder):
    """PERSON; who they are is settled by lianmeng_entities."""

    def __init__(self, nlp: Language, name: str, set_ents: bool) -> None:
        super().__init__(set_ents)

    def find(self, doc: Doc) -> list[Mention]:
        return find_people(_text(doc), words=state(doc).words)


@Language.factory("lianmeng_team", default_config={"set_ents": True})
class Team(_Finder):
    """The team's own names of organisations and people, where the Language was given a lexicon of them."""

    def __init__(self, nlp: Language, name: str, set_ents: bool) -> None:
        super().__init__(set_ents)
        self.lexicon = TeamLexicon()

    def find(self, doc: Doc) -> list[Mention]:
        if not self.lexicon:
            return []
        found = state(doc)
        found.team = self.lexicon
        found.candidates[:] = relabelled(found.candidates, self.lexicon)
        return find_team_names(_text(doc), self.lexicon)


@Language.component("lianmeng_mentions")
def mentions(doc: Doc) -> Doc:
    """Candidates → flat mentions → `doc.ents`."""
    set_mentions(doc, flatten(state(doc).candidates))
    return doc


@Language.component("lianmeng_entities")
def entities(doc: Doc) -> Doc:
    """Which organisation and which person each mention means, and the posts that people hold."""
    found = state(doc)
    found.mentions, found.organisations = resolve_organisations(draft_of(doc))
    found.mentions, found.people, found.positions = resolve_people(draft_of(doc))
    for position in found.positions:
        # A post can name its holder without a word of it: 国务委员 is the State Council's.
        if position.organisation_id is not None and position.organisation_id not in found.organisations:
            found.organisations = with_parents(position.organisation_id) | found.organisations
    if found.team is not None:
        settled = settle(found.mentions, found.organisations, found.people, found.positions, found.team, article_id=found.article.article_id)
        found.mentions, found.organisations, found.people, found.positions = settled
    return doc


@Language.component("lianmeng_facts")
def facts(doc: Doc) -> Doc:
    """Memberships, events and indicators."""
    found, draft = state(doc), draft_of(doc)
    sentences = list(masked_sentences(draft))
    found.memberships = find_memberships(draft, sentences)
    found.events = find_events(draft, sentences)
    found.indicators = find_indicators(draft)
    return doc


def draft_of(doc: Doc) -> Draft:
    """What is known of the article so far, as the values that the fact finders read."""
    found = state(doc)
    return Draft(
        article=found.article,
        sentences=_sentences(doc),
        words=found.words,
        mentions=found.mentions,
        places=found.places,
        organisations=found.organisations,
        people=found.people,
        dateline_place_id=found.dateline_place_id,
        home_place_id=found.home_place_id,
    )


def _sentences(doc: Doc) -> tuple[Span, ...]:
    found = state(doc)
    if not found.sentences:
        found.sentences = split_sentences(_text(doc))
    return found.sentences


def _text(doc: Doc) -> str:
    # Not doc.text, which spaCy joins from the words anew each time.
    return state(doc).article.text
