"""FollowTheMoney itself judges the entities: every value is one that it takes, every id is there and of the kind that it asks for."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from followthemoney import model
from sqlalchemy import text

from extractors.records import Event, Membership, Organisation, Participant, Place, Position, Record, make_id
from outputs.across import merge_appearances
from outputs.database import Database
from outputs.duplicates import signature
from outputs.follow_the_money import ftm_entities, write_entities

GERMANY = Place("DE", "德意志联邦共和国", "country", "DE", name_en="Germany")
WORDS = "许昌加入中德工业城市联盟。"


@pytest.fixture
def database(database_url: str, record: Record) -> Iterator[Database]:
    article_id = record.article.article_id
    said: dict[str, Any] = {"evidence": WORDS, "start": 0, "end": len(WORDS), "extractor": "test", "sources": (article_id,)}
    company = Organisation("o1", "许昌远东", "company", place_id="CN-411000", parent_id=record.organisations[0].organisation_id)
    office = Organisation("o2", "许昌市商务局", "government", place_id="CN-411000")
    alliance = record.organisations[0].organisation_id
    whole = replace(
        record,
        organisations=(*record.organisations, company, office),
        places=(*record.places, GERMANY),
        memberships=(
            *record.memberships,
            Membership(id=make_id("f", "2"), member_id="o1", organisation_id=alliance, status="left", since="2019/2020", **said),
            Membership(id=make_id("f", "3"), member_id="DE", organisation_id=alliance, modality="planned", **said),
        ),
        positions=(
            *record.positions,
            Position(id=make_id("f", "4"), person_id=record.people[0].person_id, title="局长", organisation_id="o2", status="former", **said),
        ),
        events=(
            *record.events,
            Event(
                id=make_id("f", "5"),
                kind="visit",
                date="2016",
                place_id="CN-411000",
                participants=(Participant(record.people[0].person_id, "朱锡雄", "attendee"), Participant("DE", "德国", "subject")),
                **said,
            ),
        ),
    )
    found = Database.open(database_url)
    found.write([(merge_appearances([whole]), "digest", signature(whole.article.text))])
    yield found
    found.close()


@pytest.fixture
def entities(database: Database) -> dict[str, dict[str, Any]]:
    with database.engine.connect() as connection:
        found = list(ftm_entities(connection))
    by_id = {entity["id"]: entity for entity in found}
    assert len(by_id) == len(found)
    return by_id


def test_follow_the_money_takes_every_value_as_it_stands(entities: dict[str, dict[str, Any]]) -> None:
    for entity in entities.values():
        proxy = model.get_proxy(entity, cleaned=False)
        assert {name: sorted(values) for name, values in proxy.to_dict()["properties"].items()} == {
            name: sorted(values) for name, values in entity["properties"].items()
        }
        model.get(entity["schema"]).validate(entity)


def test_every_id_that_is_pointed_at_is_there_and_of_the_kind_asked_for(entities: dict[str, dict[str, Any]]) -> None:
    pointed = 0
    for entity in entities.values():
        for name, values in entity["properties"].items():
            of = model.get(entity["schema"]).properties[name].range
            for value in values if of is not None else ():
                assert model.get(entities[value]["schema"]).is_a(of), (entity, name)
                pointed += 1
    # 2 members in 1 alliance each, 2 posts with holder, 2 posts of organisations, 1 parent, 2 proofs, 1 organiser, 2 involved.
    assert pointed == 4 + 4 + 2 + 1 + 2 + 1 + 2


def test_facts_become_memberships_occupancies_and_events(entities: dict[str, dict[str, Any]], record: Record) -> None:
    article_id, alliance = record.article.article_id, record.organisations[0].organisation_id
    told_by = {
        "recordId": [article_id], "date": ["2020-12-15"], "publisher": ["许昌日报"], "sourceUrl": ["https://example.org/1"],
    }  # fmt: skip
    assert entities[make_id("f", "2")] == {
        "id": make_id("f", "2"),
        "schema": "Membership",
        "properties": {
            "member": ["o1"], "organization": [alliance], "role": ["member"], "status": ["left"], "endDate": ["2019-01-01"], "summary": [WORDS],
            **told_by,
        },
    }  # fmt: skip
    occupancy = entities[make_id("f", "4")]["properties"]
    assert entities[occupancy["post"][0]]["properties"] == {"name": ["许昌市商务局局长"], "organization": ["o2"], "country": ["cn"]}
    assert (occupancy["holder"], occupancy["status"]) == ([record.people[0].person_id], ["former"])
    assert entities[make_id("f", "5")]["properties"] == {
        "name": ["2016 许昌市 visit"], "keywords": ["visit"], "startDate": ["2016"], "endDate": ["2016"], "location": ["许昌市"], "country": ["cn"],
        "involved": [record.people[0].person_id, "DE"], "proof": [article_id], "summary": [WORDS],
        **{name: value for name, value in told_by.items() if name != "date"},
    }  # fmt: skip
    assert entities["o1"]["schema"] == "Company"
    assert entities["o2"]["schema"] == "PublicBody"
    assert entities["CN-411000"]["properties"] == {"name": ["许昌市"], "country": ["cn"], "classification": ["city"]}


def test_plans_what_was_rejected_and_places_that_do_nothing_are_left_out(database: Database, entities: dict[str, dict[str, Any]]) -> None:
    assert make_id("f", "3") not in entities
    assert "CN-410000" not in entities
    with database.engine.begin() as connection:
        for table in ("memberships", "positions", "events"):
            connection.execute(text(f"UPDATE {table} SET review_status = 'rejected'"))
        assert {entity["schema"] for entity in ftm_entities(connection)} == {"Article", "Organization", "Company", "PublicBody", "Person"}


def test_entities_stand_one_a_line(database: Database, tmp_path: Path, entities: dict[str, dict[str, Any]]) -> None:
    stream = io.BytesIO()
    with database.engine.connect() as connection:
        assert write_entities(None, stream, ftm_entities(connection)) == len(entities)
        assert write_entities(tmp_path / "ftm.jsonl", io.BytesIO(), ftm_entities(connection)) == len(entities)
    assert [json.loads(line)["id"] for line in stream.getvalue().decode().splitlines()] == list(entities)
    assert (tmp_path / "ftm.jsonl").read_bytes() == stream.getvalue()
