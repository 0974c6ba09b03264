"""The output contract, proved on every bundled sample: fields, closed word lists, offsets, ids, references."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from corpus.article import Article, make_article
from corpus.read import read_sources
from extractors import records
from outputs.json_lines import dumps, record_to_object
from pipeline.extract import extract_record, extract_records
from pipeline.segment import load

SAMPLES = Path(__file__).parent.parent / "corpus" / "samples"

ARTICLE_FIELDS = {
    "schema_version", "article_id", "input", "record", "title", "source", "url", "published", "dateline_place_id", "reporters", "text", "captions",
    "mentions", "duplicate_of", "memberships", "positions", "indicators", "events", "places", "organisations", "people",
}  # fmt: skip
MENTION_FIELDS = {"id", "label", "start", "end", "text", "entity_id", "confidence", "extractor"}
DATE_FIELDS = {"edtf", "start_date", "end_date", "grain", "anchor"}
FIGURE_FIELDS = {"value", "low", "high", "bound", "unit"}
FACT_FIELDS = {"id", "evidence", "start", "end", "more_evidence", "sources", "confidence", "extractor", "modality", "review_status"}
FIELDS_OF_FACTS = {
    "memberships": {"member_id", "organisation_id", "role", "since", "status"},
    "positions": {"person_id", "title", "organisation_id", "place_id", "status"},
    "indicators": {
        "subject_ids", "subject_id", "subject_text", "metric", *FIGURE_FIELDS, "period", "change", "base", "share_of", "scope",
        "checks", "mention_id",
    },
    "events": {"kind", "name", "edition", "date", "place_id", "participants", "amount"},
}  # fmt: skip
PLACE_FIELDS = {
    "place_id", "name", "name_en", "name_local", "level", "country", "parent_id", "lat", "lon", "valid_from", "valid_to", "replaced_by",
}  # fmt: skip
PLACE_ID = re.compile(r"[A-Z]{2}|CN-\d{6}|[A-Z]{2}-[A-Z0-9]{1,3}|GN-\d+|LM-[a-z0-9-]+|US-\S+")
HASH_ID = re.compile(r"[a-z][0-9a-f]{16}")


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    return [item for item in read_sources([str(SAMPLES)]) if isinstance(item, Article)]


@pytest.fixture(scope="module")
def objects(articles: list[Article]) -> list[dict[str, Any]]:
    found = [record_to_object(record) for record in extract_records(articles, load())]
    assert len(found) >= 10
    return [json.loads(dumps(one)) for one in found]


def facts(one: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [(kind, fact) for kind in FIELDS_OF_FACTS for fact in one[kind]]


def test_every_object_has_the_fields_of_the_contract(objects: list[dict[str, Any]]) -> None:
    for one in objects:
        assert set(one) >= ARTICLE_FIELDS
        assert one["schema_version"] == 1
        assert HASH_ID.fullmatch(one["article_id"])
        assert one["published"] is None or date.fromisoformat(one["published"])


def test_mentions_are_exact_flat_and_in_text_order(objects: list[dict[str, Any]]) -> None:
    for one in objects:
        reached = 0
        for mention in one["mentions"]:
            assert set(mention) >= MENTION_FIELDS
            assert mention["label"] in records.LABELS
            assert one["text"][mention["start"] : mention["end"]] == mention["text"] != ""
            assert mention["start"] >= reached
            assert 0 <= mention["confidence"] <= 1
            reached = mention["end"]


def test_dates_carry_edtf_days_grain_and_anchor(objects: list[dict[str, Any]]) -> None:
    found = [mention for one in objects for mention in one["mentions"] if mention["label"] in records.DATE_LABELS]
    assert found
    for mention in found:
        assert set(mention) >= DATE_FIELDS
        assert mention["grain"] in records.GRAINS
        assert mention["anchor"] in (*records.ANCHORS, None)
        days = [date.fromisoformat(mention[name]) for name in ("start_date", "end_date") if mention[name]]
        assert days == sorted(days)


def test_figures_carry_value_or_range_bound_and_unit(objects: list[dict[str, Any]]) -> None:
    found = [mention for one in objects for mention in one["mentions"] if mention["label"] in records.FIGURE_LABELS]
    assert found
    for mention in found:
        assert set(mention) >= FIGURE_FIELDS
        assert mention["bound"] in records.BOUNDS
        assert (mention["bound"] == "range") == (mention["low"] is not None)
        assert (mention["value"] is None) == (mention["bound"] == "range")
        assert mention["unit"]


def test_facts_stand_on_a_sentence_of_the_text(objects: list[dict[str, Any]]) -> None:
    kinds = set()
    for one in objects:
        for kind, fact in facts(one):
            kinds.add(kind)
            assert set(fact) >= FACT_FIELDS | FIELDS_OF_FACTS[kind]
            assert one["text"][fact["start"] : fact["end"]] == fact["evidence"] != ""
            assert fact["modality"] in records.MODALITIES
            assert fact["review_status"] == "new"
            assert fact["sources"] == [one["article_id"]]
    assert kinds == set(FIELDS_OF_FACTS)


def test_every_id_that_is_pointed_at_is_in_the_entity_lists(objects: list[dict[str, Any]]) -> None:
    for one in objects:
        places = {place["place_id"] for place in one["places"]}
        organisations = {organisation["organisation_id"] for organisation in one["organisations"]}
        people = {person["person_id"] for person in one["people"]}
        for mention in one["mentions"]:
            lists = {"ORG": organisations, "PERSON": people}
            assert mention["entity_id"] is None or mention["entity_id"] in lists.get(mention["label"], places)
            assert {candidate["place_id"] for candidate in mention.get("candidates") or []} <= places
        assert {place["parent_id"] for place in one["places"]} - {None} <= places
        assert {organisation["place_id"] for organisation in one["organisations"]} - {None} <= places
        assert {organisation["parent_id"] for organisation in one["organisations"]} - {None} <= organisations
        anyone = places | organisations | people
        for kind, fact in facts(one):
            pointed = [fact.get(name) for name in ("member_id", "organisation_id", "person_id", "place_id")]
            pointed += fact.get("subject_ids", []) + [participant["entity_id"] for participant in fact.get("participants", [])]
            assert set(pointed) - {None} <= anyone, kind
            if kind == "indicators":
                assert fact["mention_id"] in {mention["id"] for mention in one["mentions"]}


def test_ids_have_their_form_and_are_unique(objects: list[dict[str, Any]]) -> None:
    for one in objects:
        assert all(set(place) >= PLACE_FIELDS and PLACE_ID.fullmatch(place["place_id"]) for place in one["places"])
        hashes = [item["id"] for item in one["mentions"]] + [fact["id"] for _, fact in facts(one)]
        hashes += [organisation["organisation_id"] for organisation in one["organisations"]] + [person["person_id"] for person in one["people"]]
        assert all(HASH_ID.fullmatch(one_id) for one_id in hashes)
        assert len(hashes) == len(set(hashes))


def test_the_same_article_gives_the_same_object_alone_and_in_company(articles: list[Article], objects: list[dict[str, Any]]) -> None:
    nlp = load()
    for article, expected in list(zip(articles, objects, strict=True))[::5]:
        assert json.loads(dumps(record_to_object(extract_record(article, nlp)))) == expected


def test_spacy_sees_the_mentions_as_entities(articles: list[Article]) -> None:
    nlp = load()
    doc = nlp("２０２０年12月14日，許昌市长在绍兴说，中德贸易额达165.3亿美元。")
    assert [(ent.text, ent.label_) for ent in doc.ents] == [
        ("２０２０年12月14日", "DATE"),
        ("許昌", "GPE"),
        ("绍兴", "GPE"),
        ("中", "GPE"),
        ("德", "GPE"),
        ("165.3亿美元", "MONEY"),
    ]
    assert doc.text == "２０２０年12月14日，許昌市长在绍兴说，中德贸易额达165.3亿美元。"


def test_a_text_without_anything_gives_an_empty_record() -> None:
    one = record_to_object(extract_record(make_article("好。"), load()))
    assert [one[name] for name in ("mentions", "places", "memberships", "events")] == [[], [], [], []]
