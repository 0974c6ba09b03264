"""Memberships: who joined what, in which role, how certainly, and what gives none."""

import time
from dataclasses import replace
from itertools import pairwise

import pytest

from extractors.facts.memberships import find_memberships
from extractors.lexicon import read_rows
from extractors.records import Evidence, Membership, make_id, organisation_id
from tests.extractors.facts.drafts import draft_of

A = "[ORG:alliance 中德工业城市联盟]"
ALLIANCE = organisation_id("中德工业城市联盟", None)
X = "[GPE 许昌|CN-411000]"
L = "[GPE 洛阳|CN-410300]"
J = "[GPE 焦作|CN-410800]"
TRIGGERS = [row for row in read_rows("extractors.facts", "triggers.tsv") if row["fact"] == "membership"]


def told(annotated: str, *, home: str | None = None) -> list[tuple[str, str, str, str, str | None]]:
    """Member, role, status, modality and since of each membership, sorted."""
    return sorted((fact.member_id, fact.role, fact.status, fact.modality, fact.since) for fact in find_memberships(draft_of(annotated, home=home)))


def joined(*members: str, role: str = "member", status: str = "joined", modality: str = "asserted", since: str | None = None) -> list[object]:
    return sorted((member, role, status, modality, since) for member in members)


@pytest.mark.parametrize("row", TRIGGERS, ids=lambda row: row["name"])
def test_every_pattern_reads_its_example_and_leaves_its_counterexample(row: dict[str, str]) -> None:
    assert f"memberships.{row['name']}" in {fact.extractor for fact in find_memberships(draft_of(row["example"]))}
    assert f"memberships.{row['name']}" not in {fact.extractor for fact in find_memberships(draft_of(row["counterexample"]))}


def test_a_membership_has_id_evidence_and_source() -> None:
    draft = draft_of(f"前言。{X}成功加入{A}。{X}成为{A}成员城市，意义重大。")
    article_id = draft.article.article_id
    assert find_memberships(draft) == (
        Membership(
            id=make_id("f", article_id, "membership", "CN-411000", ALLIANCE, "member", "joined"),
            evidence="许昌成功加入中德工业城市联盟。",
            start=3,
            end=18,
            extractor="memberships.joins",
            confidence=0.97,
            modality="asserted",
            sources=(article_id,),
            more_evidence=(Evidence(article_id, 18, 40),),
            member_id="CN-411000",
            organisation_id=ALLIANCE,
            role="member",
            since=None,
            status="joined",
        ),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{X}加入{A}。", joined("CN-411000")),
        (f"{X}、{L}和{J}等城市正式加入{A}。", joined("CN-411000", "CN-410300", "CN-410800")),
        (f"{X}获批加入{A}，成为河南省第二个成员城市。", joined("CN-411000")),
        (f"{X}跻身{A}成员行列。", joined("CN-411000")),
        (f"{A}秘书处日前复函，同意{X}加入{A}。", joined("CN-411000")),
        (f"{X}与{L}[DATE 不久前]同时收到了{A}秘书处同意加入的复函。", joined("CN-411000", "CN-410300")),
        (f"[DATE 2016年4月|2016-04]，{X}正式加入{A}。", joined("CN-411000", since="2016-04")),
        (f"{X}于[DATE 2016年4月|2016-04]加入{A}。", joined("CN-411000", since="2016-04")),
        (f"{X}[DATE 日前]加入{A}。", joined("CN-411000")),
        (f"[ORG 美的集团]加入{A}。", joined(organisation_id("美的集团", None))),
        (f"{X}是{A}的创始成员。", joined("CN-411000", role="founder")),
        (f"{A}由{X}、{L}等城市联合发起成立。", joined("CN-411000", "CN-410300", role="founder")),
        (f"{X}成为{A}观察员城市。", joined("CN-411000", role="observer")),
        (f"{X}以观察员身份加入{A}。", joined("CN-411000", role="observer")),
        (f"{A}秘书处设在[GPE 佛山市|CN-440600]。", joined("CN-440600", role="secretariat")),
        (f"{A}成员城市包括{X}、{L}。", joined("CN-411000", "CN-410300")),
        (f"{X}已申请加入{A}。", joined("CN-411000", status="applying")),
        (f"{X}正式递交了加入{A}的申请。", joined("CN-411000", status="applying")),
        (f"{X}已退出{A}。", joined("CN-411000", status="left")),
        (f"{X}宣布退出{A}。", joined("CN-411000", status="left", modality="planned")),
        (f"{X}将于[DATE 明年|2021]加入{A}。", joined("CN-411000", modality="planned", since="2021")),
        (f"{X}有望加入{A}。", joined("CN-411000", modality="possible")),
        (f"{X}未能加入{A}。", joined("CN-411000", modality="denied")),
        (f"{X}尚未加入{A}。", joined("CN-411000", modality="denied")),
        # Several in one sentence, each under its own words.
        (
            f"{X}计划[DATE 明年|2021]加入{A}，{L}已于[DATE 2019年|2019]加入。",
            sorted([*joined("CN-411000", modality="planned", since="2021"), *joined("CN-410300", since="2019")]),
        ),
        # A name that holds a word of modality (促进) governs nothing.
        (f"[ORG 投资促进署]说，{X}加入{A}。", joined("CN-411000")),
        # Traditional characters.
        ("[GPE 許昌|CN-411000]將於[DATE 明年|2021]加入[ORG:alliance 中德工業城市聯盟]。", joined("CN-411000", modality="planned", since="2021")),
    ],
)
def test_joining_is_read_in_the_ways_that_the_press_says_it(text: str, expected: list[object]) -> None:
    assert told(text) == expected


def test_that_alliance_and_our_city_are_resolved() -> None:
    text = f"{L}捧回“奖牌”——{L}成功加入{A}。继{J}加入该联盟后，我市与{L}[DATE 不久前]同时收到了{A}秘书处同意加入的复函。"
    assert told(text, home="CN-411000") == joined("CN-410300", "CN-410800", "CN-411000")


def test_an_office_of_an_alliance_means_the_alliance() -> None:
    text = f"{A}成立。{X}收到[ORG:other 中德工业城市联盟秘书处|中德工业城市联盟]同意加入的复函。"
    assert told(text) == joined("CN-411000")


def test_the_asserted_telling_stands_and_a_whole_sentence_is_its_evidence() -> None:
    (fact,) = find_memberships(draft_of(f"{X}加入{A}\n{X}将加入{A}。\n{X}已正式加入{A}。"))
    assert (fact.modality, fact.evidence) == ("asserted", "许昌已正式加入中德工业城市联盟。")


@pytest.mark.parametrize(
    "text",
    [
        f"{X}为何加入{A}？",
        f"{X}加入{A}的优势有哪些？",
        f"如果{X}加入{A}，企业会受益。",
        f"{X}加入{A}后，将可参加活动。",
        f"各方欢迎{X}加入{A}。",
        f"允许{X}加入{A}会加重负担。",
        f"{X}参加了{A}的活动。",
        f"{X}企业加入{A}的合作平台。",
        f"{A}包括[CARDINAL 26个]中方成员城市。",
        f"{A}由[GPE 中|CN][GPE 德|DE]两国重要工业城市联合发起。",
        f"{X}将以加入{A}为契机，扩大开放。",
        f"{X}加入[ORG:company 美的集团]。",
        f"[PERSON 张三]加入{A}。",
        f"“加入{A}谋发展”的口号传遍{X}。",
        f"{X}重启成为{A}正式会员的程序。",
    ],
)
def test_questions_conditions_wishes_and_counts_give_nothing(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[ORG:international 上合组织]成员国[GPE 白俄罗斯|BY]举行选举。", []),
        ("作为[ORG:international 上合组织]成员国，[GPE 白俄罗斯|BY]举行选举。", []),
        ("[GPE 中|CN-CN][GPE 白俄罗斯|BY]同为[ORG:international 上合组织]成员国，应加强合作。", []),
        # A happening, a plain statement, or a city, is told.
        ("[GPE 白俄罗斯|BY]是[ORG:international 上合组织]成员国。", joined("BY")),
        ("[GPE 白俄罗斯|BY]正式加入[ORG:international 上合组织]。", joined("BY")),
        (f"[ORG:international 城市组织]成员城市{X}举办论坛。", joined("CN-411000")),
    ],
)
def test_a_state_called_by_its_membership_of_a_body_is_no_membership(text: str, expected: list[object]) -> None:
    draft = draft_of(text)
    states = {place_id: replace(place, level="country") for place_id, place in draft.places.items() if place_id == "BY"}
    draft = replace(draft, places={**draft.places, **states})
    assert [(fact.member_id, fact.role, fact.status, fact.modality, fact.since) for fact in find_memberships(draft)] == expected


def test_facts_are_in_the_order_of_their_evidence() -> None:
    facts = find_memberships(draft_of(f"{L}加入{A}。{A}秘书处设在{X}。{J}退出{A}。"))
    assert [fact.member_id for fact in facts] == ["CN-410300", "CN-411000", "CN-410800"]
    assert all(first.start <= second.start for first, second in pairwise(facts))


@pytest.mark.parametrize("piece", ["[GPE 许昌|CN-411000]、", f"{A}", "加入", f"{X}加入{A}，", "在于", "以"])
def test_time_grows_with_length_only(piece: str) -> None:
    small, large = draft_of((piece * 100 + A + "。") * 2), draft_of((piece * 100 + A + "。") * 20)
    start = time.perf_counter()
    find_memberships(small)
    middle = time.perf_counter()
    find_memberships(large)
    # Ten times the text takes at most forty times as long; squared growth would take a hundred.
    assert time.perf_counter() - middle < 40 * (middle - start) + 0.5


def test_a_sentence_without_end_is_left_out() -> None:
    draft = draft_of(f"{X}加入{A}，" * 20_000)
    start = time.perf_counter()
    assert find_memberships(draft) == ()
    assert time.perf_counter() - start < 5


def test_a_named_conference_of_an_alliance_stands_for_it() -> None:
    text = "[ORG:alliance 中德工业城市联盟]发展很快。\n[EVENT 中德工业城市联盟第五次全体会议]召开，接纳[GPE 许昌]为成员城市，[GPE 洛阳]为观察员城市。"
    assert sorted((fact.member_id, fact.role, fact.status) for fact in find_memberships(draft_of(text))) == [
        ("CN-洛阳", "observer", "joined"),
        ("CN-许昌", "member", "joined"),
    ]


def test_what_one_member_approves_is_no_admission() -> None:
    text = "[GPE 土耳其|TR]批准[GPE 瑞典|SE]加入[ORG:international 北约]。"
    assert find_memberships(draft_of(text)) == ()
