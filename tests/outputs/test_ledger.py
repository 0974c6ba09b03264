from __future__ import annotations

import unicodedata
from decimal import Decimal
from importlib.resources import files
from typing import Any

import pytest

from extractors.places.gazetteer import load_gazetteer
from extractors.records import MEMBERSHIP_ROLES, Figure, Indicator, organisation_id
from outputs.days import first_and_last_day
from outputs.ledger import Known, count_members, doubt_about_count, known_by_article, known_in_ledger, ledger, ledger_organisations, parse_ledger

ALLIANCE = organisation_id("中德工业城市联盟", None)
MEMBERS, OBSERVERS = frozenset({"member", "founder"}), frozenset({"observer"})
SMALL = parse_ledger(
    "organisation\tplace_id\tname\tcountry\trole\tsince\tuntil\tsource\n"
    "联盟\tCN-440600\t佛山市\tCN\tmember\t2016-04\t\tpage (2016)\n"
    "联盟\tCN-440600\t佛山市\tCN\tsecretariat\t2016-04\t\tpage (2016)\n"
    "联盟\tCN-445300\t云浮市\tCN\tmember\t2016-04\t2016-05/2017-12\tpage (2016)\n"
    "联盟\tCN-411000\t许昌市\tCN\tmember\t2018-01/2020-04\t\tpage (2020)\n"
    "联盟\tGN-3247449\t亚琛\tDE\tmember\t2016-04\t\tpage (2016)\n"
    "联盟\tGN-2925177\t弗赖堡\tDE\tobserver\t2017-04-24\t\tpage (2017)\n"
)
OWN = organisation_id("联盟", None)
KNOWN = known_in_ledger(SMALL)


def test_the_shipped_ledger_is_whole_sorted_and_in_normal_form() -> None:
    text = files("outputs").joinpath("lexicon", "memberships.tsv").read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert unicodedata.is_normalized("NFC", text)
    lines = [line for line in text.split("\n")[:-1] if not line.startswith("#")]
    assert lines[1:] == sorted(set(lines[1:]))
    gazetteer = load_gazetteer()
    for row in ledger():
        assert row.role in MEMBERSHIP_ROLES
        assert row.source
        assert None not in first_and_last_day(row.since)
        if row.place_id:
            place = gazetteer.place(row.place_id)
            assert place is not None
            assert place.country == row.country
    assert [row.name for row in ledger() if row.place_id is None] == ["莱茵-诺伊斯县"]


@pytest.mark.parametrize(
    ("day", "chinese", "german"),
    # As the sources themselves count: 11+7, 18+12, 21 Chinese.
    [("2016-04-30", (11, 11), (7, 7)), ("2017-12-31", (18, 18), (12, 12)), ("2020-04-30", (21, 21), (17, 17))],
)
def test_the_ledger_counts_as_its_sources_do(day: str, chinese: tuple[int, int], german: tuple[int, int]) -> None:
    known = known_in_ledger(ledger())
    assert count_members(known, country="CN", roles=MEMBERS, day=day) == chinese
    assert count_members(known, country="DE", roles=MEMBERS, day=day) == german


def test_the_ledger_speaks_of_the_organisation_that_articles_name() -> None:
    assert ledger_organisations(ledger()) == {ALLIANCE: "中德工业城市联盟"}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2016-03-31", (0, 0)),
        ("2016-04-15", (0, 2)),  # on some day of April
        ("2016-04-30", (2, 2)),
        ("2017-06-30", (1, 2)),  # Yunfu left on some day
        ("2017-12-31", (1, 1)),
        ("2019-01-01", (1, 2)),  # Xuchang joined on some day
        ("2020-04-30", (2, 2)),
    ],
)
def test_members_on_a_day_are_a_least_and_a_greatest_number(day: str, expected: tuple[int, int]) -> None:
    assert count_members(KNOWN, country="CN", roles=MEMBERS, day=day) == expected


def test_who_becomes_a_member_is_no_observer_any_more() -> None:
    joined = Known(OWN, "GN-2925177", "DE", "member", ("2019-01-01", "2019-01-01"))
    for day, observers, members in (("2018-12-31", (1, 1), (1, 1)), ("2019-01-01", (0, 0), (2, 2))):
        assert count_members([*KNOWN, joined], country="DE", roles=OBSERVERS, day=day) == observers
        assert count_members([*KNOWN, joined], country="DE", roles=MEMBERS, day=day) == members


def test_what_an_article_tells_counts_from_its_day() -> None:
    told = known_by_article(organisation=OWN, member="CN-410300", country="CN", role="member", status="joined", since=None, published="2019-06-01")
    assert told == Known(OWN, "CN-410300", "CN", "member", ("0001-01-01", "2019-06-01"))
    assert count_members([*KNOWN, told], country="CN", roles=MEMBERS, day="2018-01-01") == (1, 3)
    assert count_members([*KNOWN, told], country="CN", roles=MEMBERS, day="2020-05-01") == (3, 3)
    gone = known_by_article(
        organisation=OWN, member="CN-411000", country="CN", role="member", status="left", since="2021-02-03", published="2021-03-01"
    )
    assert count_members([*KNOWN, gone], country="CN", roles=MEMBERS, day="2021-02-02") == (2, 2)
    assert count_members([*KNOWN, gone], country="CN", roles=MEMBERS, day="2021-02-03") == (1, 1)


def stated(value: int, metric: str, *, bound: str = "exact", **fields: Any) -> Indicator:
    figure = Figure(Decimal(value), "1", bound=bound)
    return Indicator(
        id="f1", evidence="句。", start=0, end=2, extractor="i", metric=metric, figure=figure, mention_id=None, subject_ids=(OWN,), **fields
    )


def test_a_stated_number_other_than_known_is_doubted_in_words() -> None:
    assert doubt_about_count(stated(26, "中方成员城市数"), "联盟", KNOWN, published="2021-01-01") == (
        "26", "2", "article says 26 Chinese members of 联盟, the database knows 2 on 2021-01-01",
    )  # fmt: skip
    assert doubt_about_count(stated(5, "中方成员城市数"), "联盟", KNOWN, published="2019-01-01") == (
        "5", "1 to 2", "article says 5 Chinese members of 联盟, the database knows 1 to 2 on 2019-01-01",
    )  # fmt: skip
    assert doubt_about_count(stated(3, "观察员城市数"), "联盟", KNOWN, published="2021-01-01") == (
        "3", "1", "article says 3 observers of 联盟, the database knows 1 on 2021-01-01",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("indicator", "published"),
    [
        (stated(2, "中方成员城市数"), "2021-01-01"),
        (stated(3, "成员数"), "2021-01-01"),
        (stated(4, "成员城市数"), "2021-01-01"),  # with the observer
        (stated(1, "中方成员城市数"), "2019-01-01"),  # one is sure, the other possible
        (stated(1, "德方成员城市数", period="2016-04-30"), "2021-01-01"),  # of its own day
        (stated(1, "中方成员城市数", bound="more_than"), "2021-01-01"),
        # No count of members: other things, plans, growth, shares.
        (stated(26, "签约项目数"), "2021-01-01"),
        (stated(26, "成员城市数", modality="planned"), "2021-01-01"),
        (stated(26, "成员城市数", change="up"), "2021-01-01"),
        (stated(26, "新增成员城市数"), "2021-01-01"),
        # Nobody knows of which day it is, and there were as many once.
        (stated(2, "中方成员城市数"), None),
    ],
)
def test_what_gives_no_doubt(indicator: Indicator, published: str | None) -> None:
    assert doubt_about_count(indicator, "联盟", KNOWN, published=published) is None


def test_an_undated_article_is_doubted_where_there_were_never_so_many() -> None:
    doubt = doubt_about_count(stated(26, "中方成员城市数"), "联盟", KNOWN, published=None)
    assert doubt == ("26", "2", "article says 26 Chinese members of 联盟, the database knows 2 at any time")
