from __future__ import annotations

from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest

from extractors.records import Event, Figure, Indicator, Membership, Participant, Position
from outputs.across import merge_facts
from outputs.same_facts import Contradiction, Statement, block, key_of, split

XUCHANG, WEIDU, HENAN, FOSHAN = "CN-411000", "CN-411002", "CN-410000", "CN-440600"


def event(number: int, kind: str = "signing", *participants: tuple[str, str], **fields: Any) -> Statement:
    """An event told by article `a<number>`; participants as (role, name), the name being the id too."""
    values: dict[str, Any] = {"date": "2018-10-23", "participants": tuple(Participant(f"o{name}", name, role) for role, name in participants)}
    found = Event(id=f"f{number}", evidence="句子。", start=0, end=3, extractor="events.test", kind=kind, **values | fields)
    article_id = f"a{number // 10}"
    return article_id, article_id, found


def groups(*statements: Statement) -> list[list[str]]:
    """Ids of the statements that tell one fact; the same in every order of the statements."""
    found = {tuple(tuple(sorted(fact.id for _, _, fact in same)) for _, same in split("b", order)[0]) for order in permutations(statements)}
    assert len(found) == 1
    return [list(ids) for ids in found.pop()]


def signing(number: int, *names: str, **fields: Any) -> Statement:
    return event(number, "signing", *(("signatory", name) for name in names), **fields)


def money(value: int | str, unit: str = "CNY", bound: str = "exact") -> Figure:
    return Figure(Decimal(value), unit, bound=bound)


def test_two_papers_that_name_both_parties_tell_one_signing() -> None:
    assert groups(signing(10, "甲", "乙"), signing(20, "乙", "甲", "丙")) == [["f10", "f20"]]


def test_a_party_in_common_is_not_enough_where_the_other_is_exchanged() -> None:
    assert groups(signing(10, "新区", "甲", place_id=XUCHANG), signing(20, "新区", "乙", place_id=XUCHANG)) == [["f10"], ["f20"]]


def test_one_party_alone_needs_the_same_place_told_by_both() -> None:
    assert groups(signing(10, "甲", "乙", place_id=XUCHANG), signing(20, "甲", place_id=XUCHANG)) == [["f10", "f20"]]
    assert groups(signing(10, "甲", "乙", place_id=XUCHANG), signing(20, "甲")) == [["f10"], ["f20"]]


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        (XUCHANG, XUCHANG, True), (XUCHANG, WEIDU, True), (HENAN, WEIDU, True), (XUCHANG, None, True), (XUCHANG, FOSHAN, False),
        ("DE", "GN-3247449", False),
    ],
)  # fmt: skip
def test_places_agree_that_lie_within_each_other(one: str, other: str | None, agree: bool) -> None:
    assert groups(signing(10, "甲", "乙", place_id=one), signing(20, "甲", "乙", place_id=other)) == (
        [["f10", "f20"]] if agree else [["f10"], ["f20"]]
    )


@pytest.mark.parametrize("difference", [{"date": "2018-10-24"}, {"modality": "planned"}, {"kind": "investment"}])
def test_another_day_modality_or_kind_is_in_another_block(difference: dict[str, str]) -> None:
    first = signing(10, "甲", "乙")[2]
    other = signing(20, "甲", "乙", **{name: value for name, value in difference.items() if name != "kind"})[2]
    if "kind" in difference:
        other = event(20, "investment", ("subject", "甲"))[2]
    assert block(first, "a1") != block(other, "a1")
    assert block(first, "a1") == block(signing(30, "丁")[2], "a3")


def test_an_event_without_a_day_is_the_same_only_within_near_duplicates() -> None:
    vague = signing(10, "甲", "乙", date=None)[2]
    assert block(vague, "a1") != block(vague, "a2")


def test_a_named_meeting_is_known_by_its_name() -> None:
    organiser, other = ("organiser", "市商务局"), ("organiser", "贸促会")
    named = {"name": "2018中德（许昌）合作论坛", "place_id": XUCHANG}
    assert groups(event(10, "conference", organiser, **named), event(20, "conference", other, **named | {"place_id": None})) == [["f10", "f20"]]
    # The year before the name or left out, at the same place.
    assert groups(event(10, "conference", **named), event(20, "conference", **named | {"name": "中德（许昌）合作论坛"})) == [["f10", "f20"]]
    assert groups(event(10, "conference", organiser, **named), event(20, "conference", organiser, **named | {"name": "投资洽谈会"})) == [
        ["f10"],
        ["f20"],
    ]


def test_two_guests_are_two_visits_and_two_hosts_too() -> None:
    one = event(10, "visit", ("subject", "鲍尔"), ("host", "郭市长"), place_id=XUCHANG)
    assert groups(one, event(20, "visit", ("subject", "科赫"), ("host", "郭市长"), place_id=XUCHANG)) == [["f10"], ["f20"]]
    assert groups(one, event(20, "visit", ("subject", "鲍尔"), ("host", "李书记"), place_id=XUCHANG)) == [["f10"], ["f20"]]
    assert groups(one, event(20, "visit", ("subject", "鲍尔"), ("host", "郭市长"))) == [["f10", "f20"]]


def test_who_joins_another_alliance_on_the_same_day_joins_twice() -> None:
    one = event(10, "accession", ("member", "许昌"), ("member", "洛阳"), ("target", "工业城市联盟"))
    assert groups(one, event(20, "accession", ("member", "许昌"), ("target", "工业城市联盟"))) == [["f10", "f20"]]
    assert groups(one, event(20, "accession", ("member", "许昌"), ("target", "港口联合会"))) == [["f10"], ["f20"]]
    assert groups(one, event(20, "accession", ("member", "焦作"), ("target", "工业城市联盟"))) == [["f10"], ["f20"]]


def test_what_one_article_tells_as_two_stays_two() -> None:
    both = signing(10, "甲", "乙", amount=money(5)), signing(11, "甲", "乙", amount=None, place_id=XUCHANG)
    assert groups(*both) == [["f10"], ["f11"]]


def test_a_person_without_a_post_is_known_by_the_name() -> None:
    one = event(10, "visit", ("subject", "鲍尔"), place_id=XUCHANG)
    other = event(20, "visit", place_id=XUCHANG, participants=(Participant("p-other", "鲍尔", "subject"),))
    assert groups(one, other) == [["f10", "f20"]]


def test_a_foreign_surname_alone_is_the_person() -> None:
    one = event(10, "visit", ("subject", "鲍尔"), ("host", "郭市长"))
    assert groups(one, event(20, "visit", ("subject", "安德烈亚斯·鲍尔"), ("host", "郭市长"))) == [["f10", "f20"]]
    # And is told once.
    ((_, statements),), _ = split("b", [one, event(20, "visit", ("subject", "安德烈亚斯·鲍尔"), ("host", "郭市长"))])
    merged = merge_facts(statements)[1]
    assert isinstance(merged, Event)
    assert [(one.text, one.role) for one in merged.participants] == [("鲍尔", "subject"), ("郭市长", "host")]


def test_two_sums_for_one_deal_stay_side_by_side_and_are_told() -> None:
    one, other = signing(10, "甲", "乙", amount=money(26_000_000)), signing(20, "甲", "乙", amount=money(28_000_000))
    found, contradictions = split("b", [other, one])
    assert [(key, [fact.id for _, _, fact in same]) for key, same in found] == [("b-f10", ["f10"]), ("b-f20", ["f20"])]
    assert contradictions == [Contradiction("amount", ("b-f10", "b-f20"))]


@pytest.mark.parametrize("amount", [None, money(26_000_000), money(26_400_000), money(20_000_000, bound="more_than")])
def test_a_sum_that_is_left_out_rounded_or_a_bound_contradicts_none(amount: Figure | None) -> None:
    found, contradictions = split("b", [signing(10, "甲", "乙", amount=money(26_000_000)), signing(20, "甲", "乙", amount=amount)])
    assert (len(found), contradictions) == (1, [])


def test_sums_in_two_currencies_cannot_be_compared() -> None:
    found, contradictions = split("b", [signing(10, "甲", "乙", amount=money(26)), signing(20, "甲", "乙", amount=money(3, "EUR"))])
    assert (len(found), contradictions) == (2, [])


def test_a_merged_event_takes_what_the_first_leaves_out_from_the_next() -> None:
    ((_, statements),), _ = split(
        "b", [signing(10, "甲", "乙", place_id=HENAN), signing(20, "甲", "乙", name="合作协议", place_id=XUCHANG, edition=2)]
    )
    _, merged = merge_facts(statements)
    assert isinstance(merged, Event)
    assert (merged.name, merged.edition, merged.place_id, merged.sources) == ("合作协议", 2, XUCHANG, ("a1", "a2"))


def membership(number: int, since: str | None) -> Statement:
    found = Membership(
        id=f"f{number}", evidence="句子。", start=0, end=3, extractor="memberships.test", member_id=XUCHANG, organisation_id="o1", since=since
    )
    return f"a{number}", f"a{number}", found


def test_a_membership_with_and_without_its_date_is_one_with_the_date() -> None:
    statements = [membership(1, None), membership(2, "2019-09"), membership(3, "2019-09-20")]
    assert groups(*statements) == [["f1", "f2", "f3"]]
    ((_, same),), contradictions = split("b", statements)
    merged = merge_facts(same)[1]
    assert isinstance(merged, Membership)
    assert (merged.id, merged.since, contradictions) == ("f1", "2019-09-20", [])


def test_two_dates_of_one_membership_stay_side_by_side() -> None:
    assert groups(membership(1, "2016-04"), membership(2, "2019-09"), membership(3, None)) == [["f1", "f3"], ["f2"]]
    assert split("b", [membership(1, "2016-04"), membership(2, "2019-09")])[1] == [Contradiction("since", ("b-f1", "b-f2"))]


def indicator(number: int, value: int, metric: str = "出口额", period: str = "2020", **fields: Any) -> Statement:
    figure = Figure(Decimal(value), "USD", **fields)
    found = Indicator(
        id=f"f{number}", evidence="句子。", start=0, end=3, extractor="indicators.test", metric=metric, figure=figure, mention_id=None,
        subject_ids=(XUCHANG,), period=period,
    )  # fmt: skip
    return f"a{number // 10}", f"a{number // 10}", found


def test_two_values_of_one_indicator_are_told() -> None:
    found, contradictions = split("b", [indicator(10, 165_300), indicator(20, 178_000), indicator(30, 165_300)])
    assert [[fact.id for _, _, fact in same] for _, same in found] == [["f10", "f30"], ["f20"]]
    assert contradictions == [Contradiction("value", ("b-f10", "b-f20"))]


@pytest.mark.parametrize(
    "other",
    [
        indicator(20, 165_000),  # rounded
        indicator(20, 170_000, bound="less_than"),
        # One article, two values: two things that we cannot tell apart.
        indicator(11, 178_000),
    ],
)
def test_what_is_no_contradiction_of_a_figure(other: Statement) -> None:
    assert split("b", [indicator(10, 165_300), other])[1] == []


def test_sums_of_single_deals_and_of_single_days_contradict_none() -> None:
    for fields in ({"metric": "投资额"}, {"period": "2020-12-14"}):
        assert split("b", [indicator(10, 165_300, **fields), indicator(20, 178_000, **fields)])[1] == []


def test_a_post_is_the_same_by_its_key_alone() -> None:
    post = Position(id="f1", evidence="句子。", start=0, end=3, extractor="positions.test", person_id="p1", title="市长", place_id=XUCHANG)
    of_block = block(post, "a1")
    assert key_of(of_block, post) == of_block
    assert split(of_block, [("a1", "a1", post), ("a2", "a2", post)])[0][0][0] == of_block


def test_many_events_of_one_day_are_compared_in_good_time() -> None:
    statements = [signing(number * 10, f"甲{number}", f"乙{number}", place_id=XUCHANG) for number in range(1, 3001)]
    assert len(split("b", statements)[0]) == 3000
