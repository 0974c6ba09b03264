from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article, Failure
from extractors.records import (
    ANCHORS,
    BOUNDS,
    DATE_LABELS,
    EVENT_KINDS,
    FIGURE_LABELS,
    GRAINS,
    LABELS,
    LEVELS,
    MEMBERSHIP_ROLES,
    MEMBERSHIP_STATUSES,
    MODALITIES,
    ORGANISATION_KINDS,
    PARTICIPANT_ROLES,
    PLACE_LABELS,
    REVIEW_STATUSES,
    Candidate,
    Date,
    Event,
    Evidence,
    Figure,
    Indicator,
    Membership,
    Mention,
    Organisation,
    Participant,
    Person,
    Place,
    Position,
    Record,
)
from outputs.json_lines import dumps, error_object, loads, number, object_to_record, record_to_object

FIELDS_IN_ORDER = (
    "schema_version", "article_id", "input", "record", "title", "source", "url", "published", "dateline_place_id", "reporters", "text", "captions",
    "mentions", "duplicate_of", "memberships", "positions", "indicators", "events", "places", "organisations", "people",
)  # fmt: skip


def test_an_object_has_the_contracts_fields_in_the_contracts_order(record: Record) -> None:
    assert tuple(record_to_object(record)) == FIELDS_IN_ORDER


def test_appearances_stand_in_the_object_of_a_run_only(record: Record) -> None:
    appeared = replace(record, appearances=(Article(text=record.article.text, input="b.txt", title="转载"),))
    assert record_to_object(appeared)["appearances"] == [
        {"input": "b.txt", "record": None, "title": "转载", "source": None, "url": None, "published": None}
    ]
    assert "appearances" not in record_to_object(record)


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        (
            "许昌",
            {"label": "GPE", "start": 0, "end": 2, "text": "许昌", "entity_id": "CN-411000", "confidence": 1.0, "extractor": "places.name",
             "candidates": []},
        ),
        (
            "12月14日",
            {"label": "DATE", "start": 73, "end": 79, "text": "12月14日", "entity_id": None, "confidence": 1.0, "extractor": "dates.day",
             "edtf": "XXXX-12-14", "start_date": None, "end_date": None, "grain": "day", "anchor": None},
        ),
        (
            "165.3亿美元",
            {"label": "MONEY", "start": 31, "end": 39, "text": "165.3亿美元", "entity_id": None, "confidence": 1.0, "extractor": "figures.money",
             "value": 16530000000, "low": None, "high": None, "bound": "exact", "unit": "USD"},
        ),
        (
            "80家",
            {"label": "CARDINAL", "start": 89, "end": 92, "text": "80家", "entity_id": None, "confidence": 1.0, "extractor": "figures.count",
             "value": 80, "low": None, "high": None, "bound": "exact", "unit": "1", "classifier": "家", "counted": "企业"},
        ),
        (
            "第4位",
            {"label": "ORDINAL", "start": 99, "end": 102, "text": "第4位", "entity_id": None, "confidence": 1.0, "extractor": "figures.rank",
             "value": 4, "low": None, "high": None, "bound": "exact", "unit": "rank", "scope": "河南省"},
        ),
    ],
)  # fmt: skip
def test_a_mentions_value_fields_are_those_of_its_label(record: Record, words: str, fields: dict[str, object]) -> None:
    mention = next(one for one in record_to_object(record)["mentions"] if one["text"] == words)
    assert mention.pop("id").startswith("m")
    assert mention == fields


def test_an_indicator_names_its_first_subject(record: Record) -> None:
    trade, growth = record_to_object(record)["indicators"]
    assert (trade["subject_id"], trade["subject_ids"], trade["value"], trade["change"]) == (
        "CN-411000",
        ["CN-411000", "CN-410000"],
        16530000000,
        None,
    )
    assert (growth["metric"], growth["value"], growth["unit"], growth["change"], growth["base"]) == ("贸易额", 8.8, "%", "up", "yoy")


def test_an_events_sum_is_an_object_of_its_own(record: Record) -> None:
    (event,) = record_to_object(record)["events"]
    assert event["amount"] == {"value": None, "low": 1.5, "high": 2, "bound": "range", "unit": "CNY"}
    assert [one["role"] for one in event["participants"]] == ["organiser", "attendee"]


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("16530000000.00", "16530000000"),
        ("8.80", "8.8"),
        ("-0.5", "-0.5"),
        ("9007199254740992", "9007199254740992"),
        ("9007199254740993", "null"),
        ("-9007199254740993", "null"),
        ("1E+999999999", "null"),  # never written out
        ("1E-999999999", "null"),
        ("NaN", "null"),
        ("0.0000001", "0.0000001"),  # a float would print 1e-07
        ("0.12345678901234567890", "0.1234567890123456789"),  # a float would end in …568
    ],
)
def test_a_figure_prints_as_written(value: str, printed: str) -> None:
    assert dumps({"value": number(Decimal(value))}) == f'{{"value": {printed}}}'


def test_a_line_is_one_line_for_every_reader() -> None:
    line = dumps({"text": "一\n二\u2028三\u2029四\x85五\r\ud800"})
    assert len(line.splitlines()) == 1
    assert json.loads(line) == {"text": "一\n二\u2028三\u2029四\x85五\r\ufffd"}


def test_what_no_database_takes_becomes_the_replacement_character() -> None:
    found = {"a\x00": "\x00\x00", "b": "\\u0000", "c": "\\\x00", "d": "\ud83d"}
    assert json.loads(dumps(found)) == {"a\ufffd": "\ufffd\ufffd", "b": "\\u0000", "c": "\\\ufffd", "d": "\ufffd"}


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_no_line_holds_what_is_not_json(value: float) -> None:
    with pytest.raises(ValueError, match="JSON"):
        dumps({"value": value})


def test_a_text_that_looks_like_the_mark_of_a_decimal_stays_a_text() -> None:
    found = {"text": '"\\u0000decimal 5"', "value": Decimal("0.12345678901234567890")}
    assert loads(dumps(found))["text"] == found["text"]


def test_a_continent_lies_in_no_country(record: Record) -> None:
    africa = replace(record, places=(Place("GN-6255146", "非洲", "other", ""),))
    found = record_to_object(africa)
    assert found["places"][0]["country"] is None
    assert object_to_record(found) == africa


def test_a_failure_is_an_error_object() -> None:
    assert error_object(Failure("-", "3", "parse", "not JSON")) == {"error": {"stage": "parse", "reason": "not JSON"}}


def test_a_record_comes_back_whole(make_record: Callable[..., Record]) -> None:
    record = make_record(title="许昌加入联盟", published="2020-12-15", reporters=("张三",), captions=("现场",), input="a.txt", record="3")
    assert object_to_record(loads(dumps(record_to_object(record)))) == record


TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=8)
WORD = TEXT.map(lambda text: text or "x")
MAYBE = st.none() | TEXT
SHARE = st.floats(0, 1)
NUMBER = st.decimals(min_value=-(2**53), max_value=2**53, allow_nan=False, places=6) | st.integers(-(2**53), 2**53).map(Decimal)
FIGURE = st.builds(Figure, st.none() | NUMBER, WORD, st.sampled_from(BOUNDS), st.none() | NUMBER, st.none() | NUMBER, MAYBE, MAYBE, MAYBE)
DATE = st.builds(Date, MAYBE, MAYBE, MAYBE, st.sampled_from(GRAINS), st.none() | st.sampled_from(ANCHORS))
OFFSET = st.integers(0, 10**6)


@st.composite
def mentions(draw: st.DrawFn) -> Mention:
    label = draw(st.sampled_from(LABELS))
    values: dict[str, object] = {}
    if label in FIGURE_LABELS:
        values["figure"] = draw(st.none() | FIGURE)
    elif label in DATE_LABELS:
        values["date"] = draw(st.none() | DATE)
    elif label in PLACE_LABELS:
        values["candidates"] = tuple(draw(st.lists(st.builds(Candidate, WORD, SHARE), max_size=2)))
    return Mention(label, draw(OFFSET), draw(OFFSET), draw(TEXT), draw(WORD), draw(SHARE), draw(MAYBE), **values)  # type: ignore[arg-type]


def lists(of: st.SearchStrategy[object]) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(of, max_size=2).map(tuple)


FACT = {
    "id": WORD, "evidence": TEXT, "start": OFFSET, "end": OFFSET, "extractor": WORD, "confidence": SHARE, "modality": st.sampled_from(MODALITIES),
    "sources": lists(WORD), "more_evidence": lists(st.builds(Evidence, WORD, OFFSET, OFFSET)), "review_status": st.sampled_from(REVIEW_STATUSES),
}  # fmt: skip
PARTICIPANT = st.builds(Participant, MAYBE, WORD, st.sampled_from(PARTICIPANT_ROLES))


@st.composite
def indicators(draw: st.DrawFn) -> Indicator:
    # What a rank holds within is one field of the contract's object, said of the fact and of its figure.
    scope = draw(MAYBE)
    figure = replace(draw(FIGURE), scope=scope)
    fields = {name: draw(one) for name, one in FACT.items()}
    fields |= {name: draw(MAYBE) for name in ("subject_text", "period", "change", "base", "share_of")}
    return Indicator(
        metric=draw(WORD), figure=figure, mention_id=draw(WORD), subject_ids=draw(lists(WORD)), scope=scope, checks=draw(lists(WORD)), **fields
    )


RECORDS = st.builds(
    Record,
    article=st.builds(
        Article, text=TEXT, title=MAYBE, source=MAYBE, url=MAYBE, published=MAYBE, reporters=lists(TEXT), captions=lists(TEXT),
        input=MAYBE, record=MAYBE, dateline=st.none(), dateline_date=st.none(), home=st.none(),
    ),
    mentions=lists(mentions()),
    memberships=lists(
        st.builds(
            Membership, member_id=WORD, organisation_id=WORD, role=st.sampled_from(MEMBERSHIP_ROLES), since=MAYBE,
            status=st.sampled_from(MEMBERSHIP_STATUSES), **FACT,
        )
    ),
    positions=lists(st.builds(Position, person_id=WORD, title=TEXT, organisation_id=MAYBE, place_id=MAYBE, status=WORD, **FACT)),
    indicators=lists(indicators()),
    events=lists(
        st.builds(
            Event, kind=st.sampled_from(EVENT_KINDS), name=MAYBE, edition=st.none() | st.integers(1, 99), date=MAYBE, place_id=MAYBE,
            participants=lists(PARTICIPANT), amount=st.none() | FIGURE, **FACT,
        )
    ),
    places=lists(
        st.builds(
            Place, WORD, WORD, st.sampled_from(LEVELS), WORD, MAYBE, MAYBE, MAYBE, st.none() | st.floats(-90, 90), st.none() | st.floats(-180, 180),
            MAYBE, MAYBE, MAYBE,
        )
    ),
    organisations=lists(st.builds(Organisation, WORD, WORD, st.sampled_from(ORGANISATION_KINDS), lists(WORD), MAYBE, MAYBE)),
    people=lists(st.builds(Person, WORD, WORD, MAYBE)),
    dateline_place_id=MAYBE,
    duplicate_of=MAYBE,
    appearances=st.just(()),
)  # fmt: skip


@given(RECORDS)
def test_every_record_comes_back_from_its_line(record: Record) -> None:
    line = dumps(record_to_object(record))
    assert "\n" not in line
    assert object_to_record(loads(line)) == record
    assert record_to_object(object_to_record(loads(line))) == record_to_object(record)
