"""A text read as far as names and posts go, with the real tagger and gazetteer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from corpus.article import make_article
from extractors.organisations.find import find_organisations
from extractors.organisations.resolve import resolve_organisations
from extractors.overlaps import flatten
from extractors.people.find import find_people
from extractors.people.resolve import resolve_people
from extractors.places.find import find_places
from extractors.plain import plain
from extractors.records import Draft, Position
from extractors.sentences import split_sentences
from extractors.tagger.model import Tagger


@dataclass(frozen=True)
class Reading:
    draft: Draft
    positions: tuple[Position, ...]

    def texts(self, label: str) -> list[str]:
        """The mentions of a label, as written."""
        return [mention.text for mention in self.draft.mentions if mention.label == label]

    def organisations(self) -> list[tuple[str, str, str, str | None]]:
        """Each ORG mention: text, canonical name, kind, place id."""
        found = []
        for mention in self.draft.mentions:
            if mention.label == "ORG":
                organisation = self.draft.organisations[mention.entity_id or ""]
                found.append((mention.text, organisation.name, organisation.kind, organisation.place_id))
        return found

    def parent(self, text: str) -> str | None:
        """The canonical name of the parent of the organisation that `text` means."""
        mention = next(mention for mention in self.draft.mentions if mention.label == "ORG" and mention.text == text)
        parent_id = self.draft.organisations[mention.entity_id or ""].parent_id
        return self.draft.organisations[parent_id].name if parent_id else None

    def posts(self) -> list[tuple[str, str, str | None, str]]:
        """Each position: person, title, name of the organisation or id of the place, status."""
        return [
            (
                self.draft.people[position.person_id].name,
                position.title,
                self.draft.organisations[position.organisation_id].name
                if position.organisation_id in self.draft.organisations
                else position.organisation_id or position.place_id,
                position.status,
            )
            for position in self.positions
        ]


@lru_cache(maxsize=1)
def tagger() -> Tagger:
    return Tagger()


@lru_cache(maxsize=256)
def read(text: str, home: str | None = None) -> Reading:
    """Organisations, people and posts of a text."""
    article = make_article(text, home=home)
    sentences, matched = split_sentences(text), plain(text)
    tagged = tagger().tag([matched[sentence.start : sentence.end] for sentence in sentences])
    words = tuple(word.moved(sentence.start) for sentence, found in zip(sentences, tagged, strict=True) for word in found)
    places = find_places(article, words=words)
    organisations = find_organisations(text, words=words, place_mentions=places.mentions)
    mentions = flatten([*places.mentions, *organisations, *find_people(text, words=words)])
    draft = Draft(article, sentences, words, tuple(mentions), places.places, {}, {}, places.dateline_place_id, places.home_place_id)
    settled, found_organisations = resolve_organisations(draft)
    draft = replace(draft, mentions=settled, organisations=found_organisations)
    settled, people, positions = resolve_people(draft)
    return Reading(replace(draft, mentions=settled, people=people), positions)
