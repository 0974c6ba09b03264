from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.article import Article, make_article
from extractors.records import (
    LEVELS,
    ORGANISATION_KINDS,
    Event,
    Evidence,
    Figure,
    Membership,
    Organisation,
    Participant,
    Person,
    Place,
    Record,
)
from outputs.across import (
    appearance_order,
    article_order,
    facts_of,
    identity,
    merge_appearances,
    merge_facts,
    merge_organisations,
    merge_people,
    merge_places,
    unify_facts,
)


def membership(**fields: Any) -> Membership:
    values: dict[str, Any] = {
        "id": "f1", "evidence": "许昌加入联盟。", "start": 0, "end": 7, "extractor": "memberships.joins", "member_id": "CN-411000",
        "organisation_id": "o1",
    }  # fmt: skip
    return Membership(**values | fields)


def event(**fields: Any) -> Event:
    values: dict[str, Any] = {"id": "f1", "evidence": "年会举行。", "start": 0, "end": 5, "extractor": "events.held", "kind": "conference"}
    return Event(**values | fields)


def test_appearances_sort_by_path_and_then_by_number() -> None:
    places = [("b.txt", None), ("a.txt", "line 10"), ("a.txt", "line 9"), ("a.txt", None), (None, None), ("a.txt", "x/2/b"), ("a.txt", "x/10/a")]
    articles = [Article("文", input=path, record=record) for path, record in places]
    assert [(one.input, one.record) for one in sorted(articles, key=appearance_order)] == [
        (None, None), ("a.txt", None), ("a.txt", "line 9"), ("a.txt", "line 10"), ("a.txt", "x/2/b"), ("a.txt", "x/10/a"), ("b.txt", None),
    ]  # fmt: skip


def test_the_earlier_article_is_first_and_the_undated_last() -> None:
    dated, later, undated = (make_article("文章", published=day) for day in ("2020-01-01", "2020-02-01", None))
    assert sorted([undated, later, dated], key=article_order) == [dated, later, undated]


def test_reprints_become_one_record_whatever_their_order(make_record: Callable[..., Record]) -> None:
    copies = [make_record(input=name, title=name, published=f"2020-12-{day}") for name, day in (("c.txt", 10), ("a.txt", 12), ("b.txt", 11))]
    merged = {merge_appearances(order) for order in permutations(copies)}
    assert merged == {replace(copies[1], appearances=(copies[1].article, copies[2].article, copies[0].article))}


@pytest.mark.parametrize(
    "difference",
    [
        {"member_id": "CN-410300"}, {"organisation_id": "o2"}, {"role": "observer"}, {"status": "left"}, {"since": "2016-04"},
        {"modality": "planned"}, {"modality": "denied"},
    ],
)  # fmt: skip
def test_another_key_field_is_another_fact(difference: dict[str, str]) -> None:
    assert identity(membership(), "a1") != identity(membership(**difference), "a1")


def test_wording_place_and_certainty_are_no_key_fields() -> None:
    other = membership(id="f2", evidence="联盟接纳许昌。", start=90, end=97, extractor="memberships.admits", confidence=0.2, review_status="accepted")
    assert identity(membership(), "a1") == identity(other, "a2")


def test_a_fact_without_what_pins_it_down_is_the_same_only_within_near_duplicates() -> None:
    for vague in (event(name="年会"), event(name="年会", date="XXXX-12-14"), event(date="2020-12-14")):
        assert identity(vague, "a1") != identity(vague, "a2")
        assert identity(vague, "a1") == identity(vague, "a1")
    known = event(name="年会", date="2020-12-14")
    assert identity(known, "a1") == identity(known, "a2")


def test_a_nameless_event_is_known_by_who_took_part() -> None:
    first = event(kind="signing", date="2020-12-14", participants=(Participant("o1", "甲", "signatory"), Participant(None, "乙", "signatory")))
    assert identity(first, "a1") == identity(replace(first, participants=first.participants[::-1]), "a2")
    assert identity(first, "a1") != identity(replace(first, participants=first.participants[:1]), "a2")
    assert identity(first, "a1") != identity(replace(first, amount=Figure(Decimal(5), "CNY")), "a2")


def test_the_same_figure_written_otherwise_is_the_same(record: Record) -> None:
    trade = record.indicators[0]
    longer = replace(trade, figure=replace(trade.figure, value=Decimal("16530000000.00")))
    assert identity(trade, "a1") == identity(longer, "a2")
    assert identity(trade, "a1") != identity(replace(trade, figure=replace(trade.figure, bound="about")), "a2")


def test_a_merged_fact_is_the_first_articles_with_all_sources_and_evidence() -> None:
    statements = [
        ("2020-12-15 a1", "a1", membership(id="f1", confidence=0.7)),
        ("2020-12-01 a2", "a2", membership(id="f2", start=8, end=15, confidence=0.6)),
        ("9999-99-99 a3", "a3", membership(id="f3", confidence=0.9, more_evidence=(Evidence("a3", 40, 47),))),
    ]
    expected = membership(
        id="f2", start=8, end=15, confidence=0.9, sources=("a2", "a1", "a3"),
        more_evidence=(Evidence("a1", 0, 7), Evidence("a3", 0, 7), Evidence("a3", 40, 47)),
    )  # fmt: skip
    for order in permutations(statements):
        assert merge_facts(order) == ("a2", expected)


def test_a_merged_event_has_everyone_and_the_sum_that_is_told() -> None:
    host, guest = Participant("o1", "许昌市人民政府", "host"), Participant(None, "企业代表", "attendee")
    money = Figure(Decimal(5), "CNY")
    first, second = event(participants=(host,)), event(participants=(replace(host, text="市政府"), guest), amount=money)
    assert merge_facts([("1", "a1", first), ("2", "a2", second)])[1] == event(
        participants=(host, guest), amount=money, sources=("a1", "a2"), more_evidence=(Evidence("a2", 0, 5),)
    )


def test_a_fact_stated_twice_in_one_article_is_one_with_more_evidence(record: Record) -> None:
    article_id = record.article.article_id
    again = replace(record.memberships[0], start=60, end=70)
    unified = unify_facts(replace(record, memberships=(again, record.memberships[0])))
    assert unified.memberships == (replace(record.memberships[0], more_evidence=(Evidence(article_id, 60, 70),)),)
    assert unify_facts(unified) == unified


def test_all_facts_are_told_with_their_kind(record: Record) -> None:
    assert [kind for kind, _ in facts_of(record)] == ["membership", "position", "indicator", "indicator", "event"]


MAYBE = st.none() | st.sampled_from(["甲", "乙", "丙"])
PLACES = st.builds(
    Place, st.just("CN-411000"), st.sampled_from(["许昌", "许昌市"]), st.sampled_from(LEVELS), st.just("CN"), MAYBE, MAYBE, MAYBE,
    st.none() | st.floats(-90, 90), st.none() | st.floats(-90, 90), MAYBE, MAYBE, MAYBE,
)  # fmt: skip
ORGANISATIONS = st.builds(
    Organisation, st.just("o1"), st.sampled_from(["联盟", "同盟"]), st.sampled_from(ORGANISATION_KINDS),
    st.lists(st.sampled_from("甲乙丙")).map(tuple),
    MAYBE, MAYBE,
)  # fmt: skip
PEOPLE = st.builds(Person, st.just("p1"), st.sampled_from(["甲", "乙"]), st.none() | st.sampled_from(["Li", "Lee", "H. Li"]))


@pytest.mark.parametrize(("merge", "values"), [(merge_places, PLACES), (merge_organisations, ORGANISATIONS), (merge_people, PEOPLE)])
def test_merging_entities_does_not_depend_on_order_grouping_or_repeats(merge: Callable[[Any, Any], Any], values: st.SearchStrategy[Any]) -> None:
    @given(values, values, values)
    def holds(first: Any, second: Any, third: Any) -> None:
        assert merge(first, second) == merge(second, first)
        assert merge(merge(first, second), third) == merge(first, merge(second, third))
        assert merge(merge(first, second), second) == merge(first, second)

    holds()


def test_what_only_one_knows_is_kept() -> None:
    bare = Place("CN-411000", "许昌市", "city", "CN")
    known = replace(bare, parent_id="CN-410000", lat=34.0, name_en="Xuchang")
    assert merge_places(bare, known) == known
    assert merge_organisations(Organisation("o1", "联盟", "other"), Organisation("o1", "联盟", "alliance", ("同盟",))) == Organisation(
        "o1", "联盟", "alliance", ("同盟",)
    )
    assert merge_people(Person("p1", "孔翰宁", "Kagermann"), Person("p1", "孔翰宁", "Henning Kagermann")).name_latin == "Henning Kagermann"
