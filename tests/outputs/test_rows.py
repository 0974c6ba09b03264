from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from extractors.records import Date, Event, Figure, Indicator, Membership, Mention, Position, Record
from outputs.across import facts_of
from outputs.rows import (
    FACT_TABLES,
    Row,
    alias_rows,
    appearance_rows,
    article_row,
    contradiction,
    fact_row,
    mention_rows,
    organisation_row,
    participant_rows,
    person_row,
    place_row,
)
from outputs.tables import BY_NAME


def named(table: str, row: Row) -> dict[str, Any]:
    return dict(zip(BY_NAME[table].names, row, strict=True))


def test_every_row_has_a_cell_for_every_column(record: Record) -> None:
    rows = {
        "articles": [article_row(record, "d")],
        "appearances": list(appearance_rows(record)),
        "mentions": list(mention_rows(record)),
        "places": [place_row(place) for place in record.places],
        "organisations": [organisation_row(organisation) for organisation in record.organisations],
        "aliases": [row for organisation in record.organisations for row in alias_rows(organisation)],
        "people": [person_row(person) for person in record.people],
        "participants": list(participant_rows(record.events[0])),
    }
    for kind, fact in facts_of(record):
        rows.setdefault(FACT_TABLES[kind], []).append(fact_row(fact, "a1", "k1"))
    assert {name: {len(row) for row in found} for name, found in rows.items()} == {name: {len(BY_NAME[name].names)} for name in rows}


def test_every_cell_has_the_type_of_its_column(record: Record) -> None:
    types = {"text": str, "list": str, "integer": int, "float": float, "decimal": (int, float, Decimal)}
    tables = [("articles", article_row(record, "d"))]
    tables += [("mentions", row) for row in mention_rows(record)] + [("places", place_row(place)) for place in record.places]
    tables += [(FACT_TABLES[kind], fact_row(fact, "a1", "k1")) for kind, fact in facts_of(record)]
    for name, row in tables:
        for column, cell in zip(BY_NAME[name].columns, row, strict=True):
            assert (cell is None and not column.required) or isinstance(cell, types[column.type]), (name, column.name, cell)
            assert not column.words or cell is None or cell in column.words, (name, column.name, cell)


def test_the_row_of_a_mention(record: Record) -> None:
    money = next(named("mentions", row) for row in mention_rows(record) if row[2] == "MONEY")
    assert {name: cell for name, cell in money.items() if cell is not None and name != "id"} == {
        "article_id": record.article.article_id, "label": "MONEY", "start": 31, "end": 39, "text": "165.3亿美元", "confidence": 1.0,
        "extractor": "figures.money", "value": 16530000000, "bound": "exact", "unit": "USD",
    }  # fmt: skip


def test_the_rows_of_an_event_and_its_participants(record: Record) -> None:
    event = named("events", fact_row(record.events[0], "a1", "k1"))
    assert (event["kind"], event["edition"], event["amount_value"], event["amount_low"], event["amount_high"], event["amount_bound"]) == (
        "conference", 3, None, 1.5, 2, "range",
    )  # fmt: skip
    assert [(row[1], row[3], row[4]) for row in participant_rows(record.events[0])] == [
        (1, "中德工业城市联盟", "organiser"),
        (2, "企业代表", "attendee"),
    ]


def test_a_sound_record_contradicts_nothing(record: Record) -> None:
    assert contradiction(record) is None


LONG_NAME = "许" * 501


def _first(record: Record, of: str, /, **fields: Any) -> Record:
    values = getattr(record, of)
    return replace(record, **{of: (replace(values[0], **fields), *values[1:])})


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        (lambda one: replace(one, article=replace(one.article, text="")), "the text is empty"),
        (lambda one: replace(one, article=replace(one.article, text="一\x00二")), "the text holds NUL, lone surrogates or line ends other than LF"),
        (lambda one: _first(one, "mentions", text="洛阳"), "mention at 0 is not the text there"),
        (lambda one: _first(one, "mentions", label="CITY"), "label is 'CITY', none of the contract's words"),
        (lambda one: _first(one, "mentions", entity_id="CN-999999"), "mention's entity CN-999999 is not among the record's entities"),
        (lambda one: _first(one, "mentions", confidence=float("nan")), "confidence is nan, not in 0 to 1"),
        (lambda one: _first(one, "mentions", figure=Figure(Decimal(1), "1")), "GPE at 0 has a figure"),
        (lambda one: _first(one, "mentions", date=Date(None, None, None, "day", None)), "GPE at 0 has a date"),
        (lambda one: replace(one, mentions=one.mentions[::-1]), "mentions overlap or are out of order at 99"),
        (lambda one: replace(one, mentions=(one.mentions[0], *one.mentions)), "mentions overlap or are out of order at 0"),
        (lambda one: replace(one, mentions=(Mention("GPE", 0, 0, "", "x"),), indicators=()), "mentions overlap or are out of order at 0"),
        (lambda one: _first(one, "places", parent_id="XX"), "parent place XX is not among the record's entities"),
        (lambda one: _first(one, "places", name=LONG_NAME), "name of a place is 501 characters long"),
        (lambda one: _first(one, "organisations", kind="club"), "kind of organisation is 'club', none of the contract's words"),
        (lambda one: _first(one, "organisations", aliases=(LONG_NAME,)), "name of an organisation is 501 characters long"),
        (lambda one: _first(one, "memberships", evidence="别的话。"), "evidence of membership {memberships} is not the text there"),
        (lambda one: _first(one, "memberships", role="friend"), "role is 'friend', none of the contract's words"),
        (lambda one: _first(one, "memberships", member_id="o9"), "member o9 is not among the record's entities"),
        (lambda one: _first(one, "positions", person_id="p9"), "person p9 is not among the record's entities"),
        (lambda one: _first(one, "positions", modality="maybe"), "modality is 'maybe', none of the contract's words"),
        (lambda one: _first(one, "indicators", mention_id="m9"), "mention m9 is not among the record's entities"),
        (lambda one: _first(one, "indicators", change="sideways"), "change is 'sideways', none of the contract's words"),
        (lambda one: _first(one, "events", kind="party"), "kind of event is 'party', none of the contract's words"),
        (lambda one: _first(one, "events", review_status="seen"), "review status is 'seen', none of the contract's words"),
        (lambda one: replace(one, article=replace(one.article, published="15.12.2020")), "published is '15.12.2020', no ISO day"),
    ],
)  # fmt: skip
def test_a_record_that_no_table_could_take_says_why(record: Record, broken: Any, reason: str) -> None:
    ids = {name: getattr(record, name)[0].id for name in ("memberships", "positions", "indicators", "events")}
    assert contradiction(broken(record)) == reason.format(**ids)


def test_facts_are_of_the_kinds_that_have_tables(record: Record) -> None:
    assert [type(fact) for _, fact in facts_of(record)] == [Membership, Position, Indicator, Indicator, Event]
