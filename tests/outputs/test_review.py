"""A reviewer's file applied: what each row comes to, and that a bad file changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from extractors.places.gazetteer import load_gazetteer
from extractors.records import Record
from outputs.database import Database
from outputs.decisions import DecisionBook, decision_to_object, object_to_decision
from outputs.duplicates import signature
from outputs.json_lines import dumps, loads
from outputs.review import FileResult, check_file, undo
from outputs.review_database import add_decisions
from outputs.review_files import cells_of
from outputs.review_read import FileRow
from outputs.review_rows import ReviewRow, rows_to_review

Say = Callable[..., FileResult]


@pytest.fixture
def database(tmp_path: Path, record: Record) -> Iterator[Database]:
    opened = Database.open(f"sqlite:///{tmp_path}/alliance.db")
    opened.write([(record, "1", signature(record.article.text))])
    yield opened
    opened.close()


@pytest.fixture
def rows(database: Database) -> dict[str, ReviewRow]:
    """All rows by kind, the mentions by their words."""
    found = rows_to_review(database, DecisionBook(), everything=True)
    return {one.data["found"]["text"] if one.kind == "mention" else f"{one.kind} {one.data['found'].get('change')}": one for one in found}


def cells(row: ReviewRow, **written: str) -> dict[str, str]:
    made = {name: value if isinstance(value, str) else str(value) for name, value in cells_of(row).items() if value is not None}
    return made | written


@pytest.fixture
def say(database: Database) -> Say:
    def check(*rows: dict[str, str], book: DecisionBook | None = None, at: str = "2021-03-05T08:00:00Z") -> FileResult:
        table = [FileRow(number, one) for number, one in enumerate(rows, 2)]
        return check_file(table, database, book or DecisionBook(), load_gazetteer(), by="张", at=at, file="review.csv")

    return check


def test_the_doubtful_records_come_first_with_their_sentence_and_why(database: Database) -> None:
    rows = rows_to_review(database, DecisionBook())
    assert [(one.kind, one.evidence, one.our_value, one.reasons) for one in rows] == [
        ("mention", "【朝阳】代表团随后来访。", "GPE 朝阳: unknown", ["could be 朝阳市 CN-211300 0.50、CN-110105 CN-110105 0.30"]),
    ]
    more = rows_to_review(database, DecisionBook(), below=0.95)
    alliance = more[1].data["found"]["organisation_id"]
    assert [(one.kind, one.confidence, one.evidence, one.our_value) for one in more[1:]] == [
        ("membership", 0.8, "【许昌】加入【中德工业城市联盟】。", f"许昌市 CN-411000 → 中德工业城市联盟 {alliance}, member, joined"),
        ("mention", 0.9, "许昌加入【中德工业城市联盟】。", f"ORG 中德工业城市联盟: 中德工业城市联盟 {alliance}"),
    ]
    assert [one.record_id for one in rows_to_review(database, DecisionBook(), below=0.95, limit=2)] == [one.record_id for one in more[:2]]


def test_contradicting_facts_are_shown_with_each_other(database: Database, record: Record, make_record: Callable[..., Record]) -> None:
    other = make_record("2020年1至10月，全市贸易额达165.3亿美元，增长8.8%。许昌加入中德工业城市联盟。", published="2020-12-16")
    told = replace(other.indicators[0], figure=replace(other.indicators[0].figure, value=other.indicators[0].figure.value + 1))  # type: ignore[operator]
    other = replace(other, indicators=(replace(told, subject_ids=record.indicators[0].subject_ids),), places=record.places)
    database.write([(other, "1", signature(other.article.text))])
    found = [one for one in rows_to_review(database, DecisionBook()) if one.kind == "indicator"]
    assert {one.record_id for one in found} == {record.indicators[0].id, told.id}
    assert all(one.rank == 1 and one.reasons[0].startswith("told with another value: 1653000000") for one in found)


def test_a_row_without_a_decision_does_nothing(say: Say, rows: dict[str, ReviewRow]) -> None:
    result = say(cells(rows["许昌"]), cells(rows["membership None"], note="看看"))
    assert (result.counts, result.decisions, result.errors) == ({"undecided": 2}, [], [])


@pytest.mark.parametrize("word", ["accepted", "Accept", "OK", "对", "正确", "✓", "ＯＫ"])
def test_a_decision_is_read_in_the_words_that_people_use(say: Say, rows: dict[str, ReviewRow], word: str) -> None:
    (decision,) = say(cells(rows["membership None"], decision=word, note="好")).decisions
    found = rows["membership None"].data["found"]
    assert (decision.decision, decision.record_id, decision.by, decision.at, decision.note) == (
        "accepted",
        found["id"],
        "张",
        "2021-03-05T08:00:00Z",
        "好",
    )
    assert decision.decided == found | {"review_status": "accepted"}
    assert (decision.sentence, decision.title) == ("许昌加入中德工业城市联盟。", "许昌加入联盟")
    assert object_to_decision(loads(dumps(decision_to_object(decision)))) == decision


@pytest.mark.parametrize(
    ("which", "written", "changed"),
    [
        ("membership None", {"corrected_date": "2020年8月"}, {"since": "2020-08"}),
        ("membership None", {"corrected_kind": "Founder", "corrected_status": "applying"}, {"role": "founder", "status": "applying"}),
        ("membership None", {"corrected_entity": "411000.0", "corrected_modality": "planned"}, {"modality": "planned"}),
        ("position None", {"corrected_name": "秘书长", "corrected_status": "former"}, {"title": "秘书长", "status": "former"}),
        ("position None", {"corrected_organisation": "none", "corrected_place": "许昌"}, {"organisation_id": None, "place_id": "CN-411000"}),
        ("indicator None", {"corrected_value": "165.4亿"}, {"value": 16540000000}),
        ("indicator None", {"corrected_value": "16,540,000,000", "corrected_bound": "about"}, {"value": 16540000000, "bound": "about"}),
        ("indicator None", {"corrected_value": "1.2亿至1.5亿"}, {"value": None, "low": 120000000, "high": 150000000, "bound": "range"}),
        ("indicator None", {"corrected_entity": "许昌市、DE", "corrected_unit": "EUR"}, {"subject_ids": ["CN-411000", "DE"], "unit": "EUR"}),
        ("indicator up", {"corrected_status": "down", "corrected_date": "2020"}, {"change": "down", "period": "2020"}),
        ("indicator up", {"corrected_entity": "无"}, {"subject_ids": [], "subject_id": None}),
        ("event None", {"corrected_kind": "exhibition", "corrected_name": "年会"}, {"kind": "exhibition", "name": "年会"}),
        ("event None", {"corrected_place": "DE-BE", "corrected_date": "none"}, {"place_id": "DE-BE", "date": None}),
        ("event None", {"corrected_value": "2亿"}, {"amount": {"value": 200000000, "low": None, "high": None, "bound": "exact", "unit": "CNY"}}),
        ("朝阳", {"corrected_entity": "CN-110105"}, {"entity_id": "CN-110105", "candidates": []}),
        ("朝阳", {"corrected_kind": "PERSON", "corrected_entity": "朝阳"}, {"label": "PERSON"}),
        ("12月14日", {"corrected_date": "2020-12-14"}, {"edtf": "2020-12-14", "start_date": "2020-12-14", "end_date": "2020-12-14", "grain": "day"}),
        ("80家", {"corrected_value": "８０"}, None),
        ("第4位", {"corrected_value": "5"}, {"value": 5}),
    ],
)  # fmt: skip
def test_a_correction_changes_what_its_cells_say(
    say: Say, rows: dict[str, ReviewRow], which: str, written: dict[str, str], changed: dict[str, Any] | None
) -> None:
    result = say(cells(rows[which], decision="corrected", **written))
    if changed is None:
        assert [row.words for row in result.errors] == ["the correction says what we say already"]
        return
    (decision,) = result.decisions
    found = rows[which].data["found"]
    assert decision.found == found
    assert {name: (decision.decided or {})[name] for name in changed} == changed
    assert (decision.decided or {})["confidence"] == 1.0
    kept = ("start", "end", "extractor")
    assert [(decision.decided or {})[name] for name in kept] == [found[name] for name in kept]


@pytest.mark.parametrize(
    ("which", "written", "reason"),
    [
        ("许昌", {"decision": "vielleicht"}, "decision is 'vielleicht', none of accepted, corrected, rejected"),
        ("许昌", {"decision": "corrected"}, "corrected, but every corrected_… cell is empty"),
        ("许昌", {"decision": "accepted", "corrected_entity": "DE"}, "accepted, but corrected_entity is filled"),
        ("许昌", {"corrected_entity": "DE"}, "corrected_entity is filled, but decision is empty"),
        ("许昌", {"decision": "corrected", "corrected_entity": "亚特兰蒂斯"}, "corrected_entity: no place is called 亚特兰蒂斯"),
        ("许昌", {"decision": "corrected", "corrected_entity": "朝阳区"}, "corrected_entity: 朝阳区 could be CN-110105 北京市/中国"),
        ("许昌", {"decision": "corrected", "corrected_entity": "CN-999999"}, "corrected_entity: no place has the id CN-999999"),
        ("许昌", {"decision": "corrected", "corrected_value": "3"}, "corrected_value: a GPE has no figure"),
        ("许昌", {"decision": "corrected", "corrected_kind": "DATE"}, "corrected_kind: a GPE cannot become a DATE: they hold other values"),
        ("许昌", {"decision": "corrected", "corrected_status": "joined"}, "corrected_status says nothing for a mention"),
        ("许昌", {"decision": "corrected", "corrected_entity": "DE", "corrected_scope": "all"}, "corrected_scope: all is none of everywhere, here"),
        ("12月14日", {"decision": "corrected", "corrected_date": "12/4/2020"}, "corrected_date: 12/4/2020 could be 2020-12-04 or 2020-04-12"),
        ("indicator None", {"decision": "corrected", "corrected_value": "1.65E+10"}, "corrected_value: 1.65E+10 is shortened by the spreadsheet"),
        ("indicator None", {"decision": "corrected", "corrected_bound": "range"}, "corrected_bound: a range has two values, anything else one"),
        ("indicator None", {"decision": "corrected", "corrected_name": "none"}, "corrected_name: cannot be empty"),
        ("membership None", {"decision": "corrected", "corrected_kind": "boss"}, "corrected_kind: boss is none of member, observer"),
        ("许昌", {"decision": "accepted", "record_id": "m0000000000000000"}, "the columns record_id and data speak of different records"),
        ("许昌", {"decision": "accepted", "evidence": "【全市】有80家企业。"}, "the sentence in this row is not the record's"),
        ("许昌", {"decision": "accepted", "article_id": "a0000000000000000"}, "article_id is a0000000000000000, but the record's is"),
        ("许昌", {"decision": "accepted", "start": "7"}, "start is 7, but the record's is 0"),
        ("许昌", {"decision": "accepted", "data": "{\"kind\": \"mention\"}"}, "the column data was changed and cannot be read"),
        ("许昌", {"decision": "accepted", "data": "", "record_id": "m0000000000000000"}, "no such record"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_applied_says_why(say: Say, rows: dict[str, ReviewRow], which: str, written: dict[str, str], reason: str) -> None:
    good = cells(rows["membership None"], decision="accepted")
    row = {name: value for name, value in cells(rows[which], **written).items() if value}
    result = say(good, row)
    (error,) = result.errors
    assert error.number == 3
    assert error.words.startswith(reason)


def test_numbers_and_ids_that_a_spreadsheet_rewrote_are_the_same(say: Say, rows: dict[str, ReviewRow]) -> None:
    row = rows["membership None"]
    written = cells(
        row, decision="accepted", start="0.00", end=f"{row.end}.0", record_id=row.record_id.upper(), evidence=row.evidence.replace("【", " ")
    )
    assert say(written).counts == {"accepted": 1}


def test_a_row_without_its_data_is_found_by_its_id(say: Say, rows: dict[str, ReviewRow]) -> None:
    row = {name: value for name, value in cells(rows["event None"], decision="rejected").items() if name not in ("data", "kind", "evidence")}
    (decision,) = say(row).decisions
    assert decision.found == rows["event None"].data["found"]


def test_what_the_reviewer_saw_is_decided_on_when_the_database_says_something_else_by_now(
    say: Say, rows: dict[str, ReviewRow], database: Database, record: Record
) -> None:
    newer = replace(record, memberships=(), indicators=())
    database.write([(newer, "2", signature(record.article.text))])
    (decision,) = say(cells(rows["membership None"], decision="accepted")).decisions
    assert decision.found == rows["membership None"].data["found"]


def test_applying_a_file_twice_is_applying_it_once(say: Say, rows: dict[str, ReviewRow]) -> None:
    file = [
        cells(rows["membership None"], decision="corrected", corrected_date="2020-08"),
        cells(rows["许昌"], decision="rejected", note="不是地名"),
        cells(rows["朝阳"], decision="corrected", corrected_entity="CN-110105", corrected_scope="here"),
    ]
    first = say(*file)
    assert first.counts == {"corrected": 2, "rejected": 1}
    again = say(*file, book=DecisionBook(first.decisions), at="2021-03-06T08:00:00Z")
    assert again.counts == {"already": 3}
    taken_back = undo(DecisionBook(first.decisions), [first.decisions[0].decision_id], by="李", at="2021-03-07T08:00:00Z")
    after = say(*file, book=DecisionBook([*first.decisions, *taken_back]), at="2021-03-08T08:00:00Z")
    assert after.counts == {"already": 2, "corrected": 1}


def test_another_decision_takes_the_place_of_the_first_and_says_so(say: Say, rows: dict[str, ReviewRow]) -> None:
    first = say(cells(rows["membership None"], decision="accepted"))
    second = say(cells(rows["membership None"], decision="rejected"), book=DecisionBook(first.decisions), at="2021-03-06T08:00:00Z")
    assert [row.words for row in second.rows] == [
        f"rejected membership {rows['membership None'].record_id}; in place of accepted by 张 at 2021-03-05T08:00:00Z"
    ]


def test_rows_of_one_record_must_agree(say: Say, rows: dict[str, ReviewRow]) -> None:
    same = [cells(rows["membership None"], decision="accepted"), cells(rows["membership None"], decision="ok")]
    assert say(*same).counts == {"accepted": 1, "already": 1}
    result = say(*same, cells(rows["membership None"], decision="rejected"))
    assert {row.words for row in result.errors} == {"several rows of this file decide differently on this record"}
    assert len(result.errors) == 3
    assert result.decisions == []


def test_what_was_decided_is_not_shown_again(say: Say, rows: dict[str, ReviewRow], database: Database) -> None:
    decisions = say(cells(rows["朝阳"], decision="accepted")).decisions
    add_decisions(database, decisions)
    assert rows_to_review(database, DecisionBook(decisions)) == []


def test_only_what_is_in_force_can_be_taken_back(say: Say, rows: dict[str, ReviewRow]) -> None:
    (decision,) = say(cells(rows["朝阳"], decision="accepted")).decisions
    book = DecisionBook([decision])
    (taken_back,) = undo(book, [decision.decision_id] * 2, by="李", at="2021-03-06T08:00:00Z", note="误")
    assert (taken_back.decision, taken_back.undoes, taken_back.note) == ("undone", decision.decision_id, "误")
    with pytest.raises(ValueError, match="was taken back already"):
        undo(DecisionBook([decision, taken_back]), [decision.decision_id], by="李", at="2021-03-07T08:00:00Z")
    with pytest.raises(ValueError, match="there is no decision d0"):
        undo(book, ["d0"], by="李", at="2021-03-06T08:00:00Z")


def test_either_database_gives_the_same_rows_and_takes_the_same_decisions(
    new_database_url: Callable[[], str], record: Record, tmp_path: Path
) -> None:
    found = []
    for url in (new_database_url(), f"sqlite:///{tmp_path}/another.db"):
        database = Database.open(url)
        database.write([(record, "1", signature(record.article.text))])
        rows = rows_to_review(database, DecisionBook(), everything=True)
        table = [FileRow(number, {"record_id": row.record_id, "decision": "accepted"}) for number, row in enumerate(rows, 2)]
        result = check_file(table, database, DecisionBook(), load_gazetteer(), by="张", at="2021-03-05T08:00:00Z", file=None)
        assert add_decisions(database, result.decisions) == len(rows)
        found.append(([cells_of(row) for row in rows], [decision_to_object(one) for one in result.decisions]))
        database.close()
    assert found[0] == found[1]
