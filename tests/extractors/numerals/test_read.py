"""Numerals: exact ones by read_number, vague ones by read_amount."""

from __future__ import annotations

import re
import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.numerals import AMOUNT, NUMERAL, Amount, read_amount, read_number

EXACT = {
    # Arabic, with separators and in full width
    "0": "0", "600": "600", "1,234,567.8": "1234567.8", "82，225.00": "82225", "１２．５": "12.5", "-.5": "-0.5", "007": "7",
    # Chinese
    "〇": "0", "十": "10", "十二": "12", "二十": "20", "廿三": "23", "卅一": "31", "一百零一": "101", "三百二十": "320", "两千": "2000",
    "一万零一十二": "10012", "九万零四百": "90400", "四十五亿四千零四万": "4540040000", "五亿零六": "500000006", "百万": "1000000",
    # the spoken short form: a last digit stands one place below
    "二百五": "250", "九百九": "990", "一万三": "13000", "两千四百五": "2450", "千三": "1300", "一千六点五": "1600.5",
    # digit by digit, as in years
    "二〇二〇": "2020", "九〇": "90", "一二三": "123",
    # decimals and halves
    "三点五": "3.5", "零点五": "0.5", "十点二三三": "10.233", "三点五亿": "350000000", "半百": "50",
    # financial capitals, Traditional forms, 兆 as 10^12
    "壹贰叁": "123", "肆佰叁拾萬": "4300000", "拾亿零六万零五百零六": "1000060506", "四十九兆九千五百九十二億": "49959200000000",
    # mixed
    "3.5万": "35000", "1亿2千万": "120000000", "165.3亿": "16530000000", "3万4000": "34000", "25万6千": "256000", "2千零30万": "20300000",
    "7 万5 千4 百": "75400", "350万亿": "350000000000000", "10万万": "1000000000", "两个亿": "200000000", "万亿": "1000000000000",
    # fractions; a third keeps sixteen digits
    "五分之一": "0.2", "三分之二": "0.6666666666666667", "负一又二分之一": "-1.5", "一百万分之五": "0.000005",
    "负３分之负一百五十七": "52.33333333333333",
    # typed forms
    "21.2E0": "21.2", "-12e-1": "-1.2", "40k": "40000",
}  # fmt: skip

NO_NUMBER = [
    "", "一致", "统一", "万一", "陆地", "拾起", "拾", "万万", "亿万", "十千", "五百三千", "一百千", "二三", "八九", "三十多", "十几",
    "数百", "12,34", "1.2.3", "3/4",
    "三点二十", "点五", "又三分之一", "零分之一", "两两", "百分之五十一百", "一" * 65,
]  # fmt: skip

VAGUE = {
    "三十多": ("30", None, None, "more_than"), "3千多": ("3000", None, None, "more_than"), "300余万": ("3000000", None, None, "more_than"),
    "二百三十余万": ("2300000", None, None, "more_than"), "四百六十一万多亿": ("4610000" + "0" * 8, None, None, "more_than"),
    "十来": ("10", None, None, "about"),
    "百余": ("100", None, None, "more_than"), "一千五百零几万": ("15000000", None, None, "more_than"), "十几": (None, "11", "19", "range"),
    "十几万": (None, "110000", "190000", "range"), "几十": (None, "20", "90", "range"), "好几百": (None, "200", "900", "range"), "数百": (None,
    "200", "900", "range"),
    "数十万": (None, "200000", "900000", "range"), "三十几": (None, "31", "39", "range"), "八九百": (None, "800", "900", "range"), "二三十": (None,
    "20", "30", "range"),
    "十七八": (None, "17", "18", "range"), "三五百": (None, "300", "500", "range"), "两三万": (None, "20000", "30000", "range"), "一两": (None, "1",
    "2", "range"),
    "三四十万": (None, "300000", "400000", "range"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "value"), EXACT.items())
def test_exact_numeral_has_one_value(text: str, value: str) -> None:
    assert read_number(text) == Decimal(value)
    assert read_amount(text) == Amount(Decimal(value))


@pytest.mark.parametrize("text", NO_NUMBER)
def test_what_is_no_exact_number_gives_none(text: str) -> None:
    assert read_number(text) is None


@pytest.mark.parametrize(("text", "expected"), VAGUE.items())
def test_vague_numeral_has_a_bound_or_limits(text: str, expected: tuple[str | None, str | None, str | None, str]) -> None:
    value, low, high = (None if part is None else Decimal(part) for part in expected[:3])
    assert read_amount(text) == Amount(value, low, high, expected[3])


@pytest.mark.parametrize("text", ["一致", "十多多", "几", "数", "数学", "十五多", "七九百", "一一", "几千几百"])
def test_what_is_no_amount_gives_none(text: str) -> None:
    assert read_amount(text) is None


def test_products_leave_no_dust() -> None:
    # A float gives 1639999999.9999998.
    assert str(read_number("16.4亿")) == "1640000000"
    assert str(read_number("0.07亿")) == "7000000"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("共3.5万家", "3.5万"),
        ("三百二十余名", "三百二十"),
        ("23万千瓦时", "23万"),  # 千 belongs to the unit
        ("5兆瓦", "5"),
        ("二两", "二"),
        ("五分之一", "五分之一"),
    ],
)
def test_fragments_end_where_the_unit_begins(text: str, found: str) -> None:
    assert [match[0] for match in [re.search(NUMERAL, text), re.search(AMOUNT, text)] if match] == [found, found]


@given(st.integers(min_value=0, max_value=10**12))
def test_arabic_integer_reads_as_itself(number: int) -> None:
    assert read_number(str(number)) == number
    assert read_number(f"{number:,}") == number


@given(st.text(alphabet="〇零一二两三九十百千万亿点几数多余来0123456789.,，个分之又负- k", max_size=70))
def test_any_text_reads_or_gives_none(text: str) -> None:
    amount = read_amount(text)
    assert amount is None or (amount.value is None) == (amount.bound == "range")


@pytest.mark.parametrize("unit", ["一", "十", "9", "1,", "一万", "分之一", "几"])
def test_fragment_takes_linear_time(unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * length)[:length]
        start = time.process_time()
        re.findall(AMOUNT, text)
        return time.process_time() - start

    seconds(1_000)
    assert seconds(200_000) < 4 * seconds(100_000) + 0.1
