from __future__ import annotations

import pytest

from extractors.dates.numbers import read_digits, read_small


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12), ("08", 8), ("十", 10), ("十二", 12), ("三十", 30), ("三十一", 31), ("廿", 20), ("廿三", 23), ("卅一", 31),
        ("两", 2), ("仨", 3), ("零五", 5), ("一百", 100), ("百", 100), ("一百二十", 120), ("一百零五", 105), ("七十二", 72),
    ],
)  # fmt: skip
def test_small_numbers(text: str, number: int) -> None:
    assert read_small(text) == number


@pytest.mark.parametrize("text", ["", "二二", "十十", "年", "1.5", "二十十", "²"])
def test_what_is_no_small_number_is_none(text: str) -> None:
    assert read_small(text) is None


@pytest.mark.parametrize(("text", "number"), [("二〇二〇", 2020), ("二○二○", 2020), ("一九九八", 1998), ("零八", 8), ("98", 98)])
def test_digit_by_digit(text: str, number: int) -> None:
    assert read_digits(text) == number


@pytest.mark.parametrize("text", ["", "十二", "二千", "x"])
def test_what_has_other_than_digits_is_none(text: str) -> None:
    assert read_digits(text) is None
