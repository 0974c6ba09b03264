"""Whole mentions, and what must hold on any text."""

from __future__ import annotations

import itertools
import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.dates.find import find_dates
from extractors.records import ANCHORS, DATE_LABELS, GRAINS, Date, Mention

WORDS = (
    *("2020年", "98年", "12月", "14日", "今年", "去年", "同期", "农历", "正月", "初八", "春节", "十四五", "期间", "以来"),
    *("30", "当日", "次年", "将于", "截至"),
)
PIECES = st.sampled_from([*"号—至、上周五一十“”前后底第三天年月日时：，。的每近()２é\U0001f600\n10", *WORDS])


def test_a_mention_has_every_field() -> None:
    assert find_dates("本報訊 2020年12月14日上午９時，峰會舉行。") == [
        Mention(
            label="TIME",
            start=4,
            end=19,
            text="2020年12月14日上午９時",
            extractor="dates.day",
            confidence=0.98,
            date=Date("2020-12-14", "2020-12-14", "2020-12-14", "time", "absolute"),
        )
    ]


def test_the_rule_of_the_smallest_part_is_named() -> None:
    assert [mention.extractor for mention in find_dates("2016年，2016年4月，“十二五”期间，近年来，每年9月，春节")] == [
        "dates.written_year", "dates.month", "dates.plan", "dates.vague", "dates.month", "dates.festival",
    ]  # fmt: skip


def test_what_nothing_settles_is_less_sure() -> None:
    sure, unsure = find_dates("2016年4月，近日，8月12日。")[0], find_dates("8月12日")[0]
    assert sure.confidence > unsure.confidence


def test_an_impossible_day_of_publication_is_an_error() -> None:
    with pytest.raises(ValueError, match="out of range"):
        find_dates("今年", published="2020-02-30")


@settings(max_examples=300, deadline=None)
@given(text=st.lists(PIECES, max_size=30).map("".join), published=st.none() | st.dates().map(lambda day: day.isoformat()))
def test_mentions_are_flat_ordered_and_say_what_stands_there(text: str, published: str | None) -> None:
    mentions = find_dates(text, published=published)
    assert [text[mention.start : mention.end] for mention in mentions] == [mention.text for mention in mentions]
    assert all(first.end <= second.start for first, second in itertools.pairwise(mentions))
    for mention in mentions:
        assert mention.label in DATE_LABELS
        assert mention.date is not None
        assert mention.date.grain in GRAINS
        assert mention.date.anchor in (*ANCHORS, None)
        assert mention.date.edtf is not None or (mention.date.start_date, mention.date.end_date, mention.date.anchor) == (None, None, None)
        assert "\n" not in mention.text


@settings(max_examples=300, deadline=None)
@given(text=st.text(max_size=60))
def test_any_junk_gives_mentions_or_none(text: str) -> None:
    assert all(mention.start < mention.end for mention in find_dates(text, published="2020-12-15"))


@settings(max_examples=200, deadline=None)
@given(text=st.lists(PIECES, max_size=20).map("".join))
def test_days_are_iso_days_in_order(text: str) -> None:
    for mention in find_dates(text, published="2020-12-15"):
        days = [day for day in (mention.date.start_date, mention.date.end_date) if day is not None] if mention.date else []
        assert all(re.fullmatch(r"-?\d{4}-\d\d-\d\d", day) for day in days)
        assert days == sorted(days) or days[0].startswith("-")


def test_same_text_same_mentions_at_any_place_in_a_batch() -> None:
    text = "12月14日，峰会举行。去年同期，上周五。"
    first = find_dates(text, published="2020-12-15")
    find_dates("2016年4月，联盟成立。", published="1999-01-01")
    assert find_dates(text, published="2020-12-15") == first


@pytest.mark.parametrize(
    "unit",
    ["一", "2020年", "1-1-", "1日、", "十", "—", "“", "每", "自2016年某", "3月\n", "上", "第", "农历", "前三", "年底", " ", "1：", "的", "二零"],
)
def test_time_grows_with_the_length_only(unit: str) -> None:
    def seconds(size: int) -> float:
        text = (unit * size)[:size]
        began = time.process_time()
        find_dates(text, published="2020-12-15")
        return time.process_time() - began

    seconds(1_000)
    short = min(seconds(5_000) for _ in range(2))
    # Four times as long may take four times the time, with room for a collector of garbage; a square would take 16.
    assert min(seconds(20_000) for _ in range(2)) < 10 * short + 0.05
