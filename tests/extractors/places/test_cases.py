"""The ambiguity set: what each short text names, worked out by hand from the official tables."""

import json
from pathlib import Path

import pytest

from corpus.article import Article
from extractors.places.find import find_places
from extractors.records import Word
from extractors.tagger.model import Tagger

CASES = [json.loads(line) for line in (Path(__file__).parent / "cases.jsonl").read_text(encoding="utf-8").splitlines()]
FIELDS = ("text", "home", "source", "dateline", "published")


@pytest.fixture(scope="module")
def words() -> list[tuple[Word, ...]]:
    return Tagger().tag([case["text"] for case in CASES])


def score(found: list[list[list[str]]]) -> float:
    """F1 over the mentions that have an id."""
    right = expected = given = 0
    for case, mentions in zip(CASES, found, strict=True):
        left = list(mentions)
        for place in case["places"]:
            if place in left:
                left.remove(place)
                right += 1
        expected += len(case["places"])
        given += len(mentions)
    return 2 * right / (expected + given)


def mentions_of(case: dict[str, str], words: tuple[Word, ...]) -> list[list[str]]:
    article = Article(**{field: case[field] for field in FIELDS if field in case})
    return [[mention.text, mention.entity_id] for mention in find_places(article, words=words).mentions if mention.entity_id]


def test_set_has_at_least_300_cases_and_half_of_them_name_no_place():
    nothing = [case for case in CASES if not case["places"] or "not" in case]
    assert len(CASES) >= 300
    assert 0.45 <= len(nothing) / len(CASES) <= 0.55
    assert len({json.dumps(case) for case in CASES}) == len(CASES)


def test_expected_places_and_tempting_words_stand_in_their_text():
    for case in CASES:
        for text, _ in case["places"]:
            assert text in case["text"], case
        for word in case.get("not", ()):
            assert word in case["text"], case


def test_with_the_taggers_words_ids_are_right(words):
    assert score([mentions_of(case, of_case) for case, of_case in zip(CASES, words, strict=True)]) >= 0.97


def test_without_words_ids_are_nearly_as_right():
    assert score([mentions_of(case, ()) for case in CASES]) >= 0.95


def test_tempting_words_give_no_mention(words):
    given = [
        (case["text"], word)
        for case, of_case in zip(CASES, words, strict=True)
        for word in case.get("not", ())
        if word in [text for text, _ in mentions_of(case, of_case) if [text, _] not in case["places"]]
    ]
    assert given == []
