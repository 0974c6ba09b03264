"""Which date lends year and month: the contract's order, and who may lend."""

from __future__ import annotations

import datetime

import pytest

from extractors.dates.context import Context, Known, Surroundings
from extractors.dates.find import find_dates

NOW = datetime.date(2020, 12, 15)


def read(text: str, **given: str | None) -> list[tuple[str, str | None, str | None]]:
    return [(mention.text, mention.date.edtf, mention.date.anchor) for mention in find_dates(text, **given) if mention.date is not None]


def test_the_last_one_before_publication_is_meant() -> None:
    context = Context(published=NOW)
    assert context.year_for(12, 15, Surroundings()) == (2020, "published")
    assert context.year_for(12, 16, Surroundings()) == (2019, "published")
    assert context.year_for(12, None, Surroundings()) == (2020, "published")


def test_the_next_one_is_meant_where_the_clause_says_the_future() -> None:
    context = Context(published=NOW)
    assert context.year_for(12, 16, Surroundings(future=True)) == (2020, "published")
    assert context.year_for(3, None, Surroundings(future=True)) == (2021, "published")


def test_a_bare_day_is_of_this_month_or_the_last_that_had_it() -> None:
    assert Context(published=datetime.date(2017, 3, 22)).month_for(12, Surroundings()) == (2017, 3, "published", False)
    # 29 and 30 February do not exist in 2018.
    assert Context(published=datetime.date(2018, 2, 22)).month_for(29, Surroundings()) == (2018, 1, "published", False)


def test_a_dateline_without_year_takes_that_of_publication() -> None:
    assert Context(published=NOW, dateline=(None, 12, 14)).now() == (datetime.date(2020, 12, 14), "dateline")
    assert Context(published=datetime.date(2021, 1, 2), dateline=(None, 12, 31)).now() == (datetime.date(2020, 12, 31), "dateline")


def test_nothing_is_known_without_any_date() -> None:
    assert Context().now() == (None, None)
    assert Context().year_for(8, 12, Surroundings()) == (None, None)


def test_a_lender_eleven_months_later_does_not_lend() -> None:
    context = Context()
    context.remember(Known(2019, 12, 31, sets_year=True), Surroundings())
    assert context.year_for(1, 3, Surroundings()) == (None, None)
    assert context.year_for(11, 3, Surroundings()) == (2019, "sentence")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2019年5月，双方签约，8月开工。", [("2019年5月", "2019-05", "absolute"), ("8月", "2019-08", "sentence")]),
        ("2019年5月，双方签约。8月，项目开工。", [("2019年5月", "2019-05", "absolute"), ("8月", "2019-08", "paragraph")]),
        ("双方2019年5月签约，8月开工。", [("2019年5月", "2019-05", "absolute"), ("8月", "2019-08", "sentence")]),
        # Background lends nothing.
        ("联盟成立于2016年4月，由两国城市发起。8月12日，会议召开。", [("2016年4月", "2016-04", "absolute"), ("8月12日", "XXXX-08-12", None)]),
        ("2016年成立的联盟于8月12日举行年会。", [("2016年", "2016", "absolute"), ("8月12日", "XXXX-08-12", None)]),
        # Nor does a date of another paragraph, unless it is a title or heading.
        ("2016年4月，联盟成立。\n8月12日，会议召开。", [("2016年4月", "2016-04", "absolute"), ("8月12日", "XXXX-08-12", None)]),
        ("2019年大事记\n3月，签约。\n5月，开工。", [("2019年", "2019", "absolute"), ("3月", "2019-03", "section"), ("5月", "2019-05", "section")]),
        # Two such paragraphs make a chronicle.
        (
            "2016年，联盟成立。\n2017年3月，首批企业来访。\n8月，项目签约。",
            [("2016年", "2016", "absolute"), ("2017年3月", "2017-03", "absolute"), ("8月", "2017-08", "section")],
        ),
        # A goal, a comparison and the future lend nothing.
        ("到2025年，产值翻番。8月，项目开工。", [("2025年", "2025", "absolute"), ("8月", "XXXX-08", None)]),
        ("产值比2018年增长8%。3月，项目开工。", [("2018年", "2018", "absolute"), ("3月", "XXXX-03", None)]),
        # 记者 speaks of the article's own day.
        ("2019年5月，双方签约。8月12日，记者就此采访。", [("2019年5月", "2019-05", "absolute"), ("8月12日", "XXXX-08-12", None)]),
    ],
)
def test_who_lends_without_publication(text: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    assert read(text) == expected


def test_the_title_sets_the_year_of_its_section() -> None:
    assert read("3月，签约。", title="2019年对德合作大事记") == [("3月", "2019-03", "section")]


def test_a_title_about_another_year_does_not_move_the_news() -> None:
    assert read("记者从会上获悉，6月30日，项目开工。", title="2023年增发国债项目全部开工", published="2024-07-11") == [
        ("6月30日", "2024-06-30", "published")
    ]


def test_a_goal_in_the_title_sets_nothing() -> None:
    assert read("3月12日，会议召开。", title="规划纲要提出2035年远景目标") == [("3月12日", "XXXX-03-12", None)]


def test_a_dateline_in_the_text_is_found_and_anchors_later_days() -> None:
    assert read("新华社北京8月12日电 双方12日签约，昨日会谈。", published="2020-08-13") == [
        ("8月12日", "2020-08-12", "published"),
        ("12日", "2020-08-12", "dateline"),
        ("昨日", "2020-08-11", "dateline"),
    ]


def test_a_dateline_can_be_given() -> None:
    assert read("12日，双方签约。", dateline_date="8月12日") == [("12日", "XXXX-08-12", "dateline")]


def test_bare_days_take_the_month_of_the_day_before_them() -> None:
    assert read("代表团11月24日至28日来访。24日，双方会谈。\n25日，代表团离开。", published="2020-12-15") == [
        ("11月24日至28日", "2020-11-24/2020-11-28", "published"),
        ("24日", "2020-11-24", "paragraph"),
        ("25日", "2020-11-25", "section"),
    ]


def test_this_year_is_settled_by_publication_not_by_another_this_year() -> None:
    assert read("今年7月，双方签约，8月开工。", published="2020-12-15") == [("今年7月", "2020-07", "published"), ("8月", "2020-08", "published")]
    assert read("去年7月，双方签约，8月开工。", published="2020-12-15") == [("去年7月", "2019-07", "published"), ("8月", "2019-08", "sentence")]


def test_a_date_in_brackets_is_the_one_before_it() -> None:
    assert read("记者今天（7月11日）获悉", title="2023年项目开工", published="2024-07-11") == [
        ("今天", "2024-07-11", "published"),
        ("7月11日", "2024-07-11", "sentence"),
    ]


def test_moving_publication_moves_only_what_depends_on_it() -> None:
    text = "2019年5月，双方签约。今年8月，项目开工。“十三五”期间建成。"
    first, second = read(text, published="2020-12-15"), read(text, published="2021-12-15")
    assert [a == b for a, b in zip(first, second, strict=True)] == [True, False, True]
