"""Expressions in their text: relative to other dates, ranges, open ends, and what is refused."""

from __future__ import annotations

import pytest

from extractors.dates.find import find_dates

P = "2020-12-15"


def read(text: str, published: str | None = P) -> list[tuple[str, str | None, str | None]]:
    return [(mention.text, mention.date.edtf, mention.date.anchor) for mention in find_dates(text, published=published) if mention.date is not None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "2016年4月联盟成立，同年8月扩大，次年10月首届年会举行。",
            [("2016年4月", "2016-04", "absolute"), ("同年8月", "2016-08", "sentence"), ("次年10月", "2017-10", "sentence")],
        ),
        (
            "2020年12月14日，峰会开幕。当日签约，次日闭幕。",
            [("2020年12月14日", "2020-12-14", "absolute"), ("当日", "2020-12-14", "paragraph"), ("次日", "2020-12-15", "sentence")],
        ),
        (
            "2020年12月14日，峰会开幕。\n峰会当日，双方签约。",
            [("2020年12月14日", "2020-12-14", "absolute"), ("当日", "2020-12-14", "section")],
        ),
        (
            "12月31日签约，次日生效。",
            [("12月31日", "2019-12-31", "published"), ("次日", "2020-01-01", "sentence")],
        ),
        (
            "2019年，产值增长8%，比上年提高2个百分点，上年同期为6%。",
            [("2019年", "2019", "absolute"), ("上年", "2018", "sentence"), ("上年同期", "2018", "sentence")],
        ),
        (
            "今年1—10月，出口增长8%，去年同期为6%。",
            [("今年1—10月", "2020-01/2020-10", "published"), ("去年同期", "2019-01/2019-10", "sentence")],
        ),
        (
            "2020年2月21日至29日，较2019年同期增长。",
            [("2020年2月21日至29日", "2020-02-21/2020-02-29", "absolute"), ("2019年同期", "2019-02-21/2019-02-28", "sentence")],
        ),
        (
            "8月份，价格由上月下降转为上涨。",
            [("8月份", "2020-08", "published"), ("上月", "2020-07", "sentence")],
        ),
        (
            "董事长1月曾出访，当月签约。",
            [("1月", "2020-01", "published"), ("当月", "2020-01", "sentence")],
        ),
        (
            "2016年，公司成立。第三年，扭亏为盈。",
            [("2016年", "2016", "absolute"), ("第三年", "2018", "paragraph")],
        ),
        (
            "12月7日，峰会开幕。第二天，双方会谈。第三天，参观工厂。",
            [("12月7日", "2020-12-07", "published"), ("第二天", "2020-12-08", "paragraph"), ("第三天", "2020-12-09", "paragraph")],
        ),
        (
            "2016年，联盟成立。三年后，成员增至40个。",
            [("2016年", "2016", "absolute"), ("三年后", "2019", "paragraph")],
        ),
        (
            "2012年11月至2016年3月，2013年至2015年。",
            [("2012年11月至2016年3月", "2012-11/2016-03", "absolute"), ("2013年至2015年", "2013/2015", "absolute")],
        ),
    ],
)
def test_dates_that_lean_on_others(text: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("会议将于12月20日举行。", [("12月20日", "2020-12-20", "published")]),
        (
            "会议将于20日举行，22日闭幕。",
            [("20日", "2020-12-20", "published"), ("22日", "2020-12-22", "sentence")],
        ),
        ("项目计划于明年3月开工。", [("明年3月", "2021-03", "published")]),
        ("项目拟于3月开工。", [("3月", "2021-03", "published")]),
        ("代表团3月来访。", [("3月", "2020-03", "published")]),
        (
            "要求其在12月20日前说明情况。",
            [("12月20日前", "../2020-12-20", "published")],
        ),
        (
            "工程12月20日前全部完工。",
            [("12月20日前", "../2019-12-20", "published")],
        ),
    ],
)
def test_the_future_needs_a_word_that_says_so(text: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("自2016年4月成立以来，成员不断增加。", [("2016年4月", "2016-04/..")]),
        ("从2016年3月1日开始施行。", [("2016年3月1日", "2016-03-01/..")]),
        (
            "截至6月末，余额5亿元；截至2020年底，会员47个。",
            [("6月末", "2020-06-30"), ("2020年底", "2020-12-31")],
        ),
        (
            "截止到今年三季度末，到2020年底。",
            [("今年三季度末", "2020-09-30"), ("2020年底", "2020-12~")],
        ),
        (
            "今年以来，今年起，本月以来，去年以来。",
            [("今年以来", "2020"), ("今年起", "2020/.."), ("本月以来", "2020-12"), ("去年以来", "2019/..")],
        ),
        ("2010年之后2018年之前的销量。", [("2010年之后2018年之前", "2010/2018")]),
    ],
)
def test_open_ends_and_ends(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(wording, edtf) for wording, edtf, _ in read(text)] == expected


def test_without_any_anchor_nothing_is_guessed() -> None:
    assert read("今年8月，去年，昨日，上周五，近三年，14日，8月12日至15日，春节，三天前，上月", None) == [
        ("今年8月", "XXXX-08", None),
        ("去年", None, None),
        ("昨日", None, None),
        ("上周五", None, None),
        ("近三年", None, None),
        ("14日", "XXXX-08-14", "sentence"),
        ("8月12日至15日", "XXXX-08-12/XXXX-08-15", None),
        ("春节", None, None),
        ("三天前", None, None),
        ("上月", None, None),
    ]


def test_impossible_dates_are_no_dates() -> None:
    assert read("2019年2月29日、2020年13月1日、2月30日、4月31日、雍正二十三年十二月、2020年农历闰五月") == []


def test_february_29_finds_its_leap_year() -> None:
    assert read("2月29日，会议召开。", "2019-09-18") == [("2月29日", "2016-02-29", "published")]


def test_a_time_from_the_clock_to_the_next_day_begins_on_the_day_at_hand() -> None:
    assert read("13:20~次日05:40") == [("13:20~次日05:40", "2020-12-15/2020-12-16", "published")]


def test_a_count_of_days_that_is_no_story_is_left_alone() -> None:
    assert read("12月14日是春运第12天，今年已经是第三年举办。") == [("12月14日", "2020-12-14", "published"), ("今年", "2020", "published")]


def test_eighty_years_later_in_a_story_is_not_counted_from_today() -> None:
    assert read("80年前，他们来到这里。80年后的今天，我们再次相聚。\n三年后，项目完工。") == [
        ("80年前", "1940~", "published"),
        ("今天", "2020-12-15", "published"),
        ("三年后", None, None),
    ]


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        # 将 anywhere in the clause makes a day of the next weeks the coming one
        ("12月16日出版的杂志将发表文章。", "2020-12-16"),
        ("1月8日的年会上，将签约。", "2020-01-08"),  # another clause says it
        ("1月8日的年会将选举会长。", "2021-01-08"),
        # half a year ahead is too far for that, and 将近 is no future
        ("6月20日出版的杂志将旧闻重登。", "2020-06-20"),
        ("12月16日的展会将近千人参加。", "2019-12-16"),
    ],
)
def test_a_near_day_is_the_coming_one_where_its_clause_says_the_future(text: str, edtf: str) -> None:
    assert [value for _, value, _ in read(text)] == [edtf]
