from __future__ import annotations

from extractors.dates.phrases import find_phrases
from extractors.plain import plain


def texts(text: str) -> list[str]:
    body = plain(text)
    return [body[phrase.start : phrase.end] for phrase in find_phrases(body)]


def test_parts_join_from_the_larger_to_the_smaller() -> None:
    assert texts("去年12月14日上午9时30分许") == ["去年12月14日上午9时30分"]
    assert texts("2020年的第三个月和当天的上午8时") == ["2020年的第三个月", "当天的上午8时"]


def test_an_enumeration_is_several_expressions() -> None:
    assert texts("12日、14日和16日，3月和5月") == ["12日", "14日", "16日", "3月", "5月"]


def test_a_range_is_one_expression() -> None:
    assert texts("12月14日至16日，前年11月到去年3月，9月21号下午5点~9月22号上午5点") == [
        "12月14日至16日", "前年11月到去年3月", "9月21号下午5点~9月22号上午5点",
    ]  # fmt: skip


def test_and_makes_a_range_only_with_between() -> None:
    assert texts("3月和5月间") == ["3月和5月间"]


def test_words_that_open_a_period_and_touch_it_are_inside() -> None:
    assert texts("2016年4月以来，2010年以前，2015年起，春节后，2012-01-01及以前") == [
        "2016年4月以来",
        "2010年以前",
        "2015年起",
        "春节后",
        "2012-01-01及以前",
    ]


def test_words_that_only_look_like_openings_stay_outside() -> None:
    assert texts("2015年起步，2019年前三季度，2020年后疫情时代，8月前往，9月前后") == ["2015年", "2019年前三季度", "2020年", "8月", "9月"]


def test_prepositions_and_hedges_are_outside() -> None:
    assert texts("自2016年4月，截至6月末，约8月，9日上午9时许，8月左右，北京时间8月12日") == [
        "2016年4月",
        "6月末",
        "8月",
        "9日上午9时",
        "8月",
        "8月12日",
    ]


def test_quotes_of_a_plan_or_festival_are_inside() -> None:
    assert texts("“十四五”期间，“双十一”当天，“五一”假期") == ["“十四五”期间", "“双十一”", "当天", "“五一”假期"]


def test_a_plan_as_a_document_is_no_date() -> None:
    assert texts("“十四五”规划，十四五发展规划，“十三五”纲要") == []


def test_a_clock_time_needs_a_day() -> None:
    assert texts("上午9时开会，晚上8点，14日晚8点") == ["14日晚8点"]


def test_edges_need_their_year_or_month() -> None:
    assert texts("海底，月底，年底，8月底，今年底，三个月底层") == ["月底", "年底", "8月底", "今年底"]


def test_repeating_times_take_in_what_follows() -> None:
    assert texts("每年9月，每周五上午，每月4号，每逢双年") == ["每年9月", "每周五上午", "每月4号", "每逢双年"]


def test_a_weekday_in_brackets_belongs_to_its_day_and_the_clock_goes_on() -> None:
    assert texts("8月11日（周六）19时30分开始") == ["8月11日(周六)19时30分"]


def test_names_of_one_festival_stand_together() -> None:
    assert texts("“六一”国际儿童节，农历九月初九重阳节") == ["“六一”国际儿童节", "农历九月初九重阳节"]


def test_between_two_words_of_time_nothing_is_stretched() -> None:
    assert texts("如今年轻人，当今世界，至今年8月，从今年起") == ["如今", "当今", "今年8月", "今年起"]
