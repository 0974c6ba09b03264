from __future__ import annotations

import datetime

import pytest

from extractors.dates.edtf import Period
from extractors.dates.festivals import festival_day, festival_without_year, near
from extractors.dates.words import festival_days

DAY = datetime.date


@pytest.mark.parametrize(
    ("rule", "year", "day"),
    [
        ("10-01", 2020, "2020-10-01"),
        ("lunar 01-01", 2020, "2020-01-25"),
        # The eve of the festival that lies in the year, not the last day of the lunar year of that number.
        ("eve", 2020, "2020-01-24"),
        ("eve of lunar year", 2020, "2021-02-11"),
        # 腊八 of 2021 lies in January: it belongs to lunar 2020.
        ("lunar 12-08", 2021, "2021-01-20"),
        ("term 清明", 2020, "2020-04-04"),
        ("weekday 05-2-7", 2021, "2021-05-09"),
    ],
)
def test_day_of_a_rule(rule: str, year: int, day: str) -> None:
    assert festival_day(rule, year) == DAY.fromisoformat(day)


def test_a_fixed_festival_without_year_keeps_month_and_day() -> None:
    assert festival_without_year("10-01") == Period("XXXX-10-01", None, None, "day")
    assert festival_without_year("lunar 08-15") == Period(None, None, None, "day")


def test_the_festival_that_has_just_been_is_meant() -> None:
    assert near(DAY(2021, 2, 15), [DAY(2020, 1, 24), DAY(2021, 2, 11), DAY(2022, 1, 31)], "published") == (2021, "published", DAY(2021, 2, 11))


def test_the_festival_that_is_near_is_meant() -> None:
    assert near(DAY(2021, 1, 20), [DAY(2020, 1, 25), DAY(2021, 2, 12), DAY(2022, 2, 1)], "published") == (2021, "published", DAY(2021, 2, 12))


@pytest.mark.parametrize("name", sorted(festival_days()))
def test_every_festival_of_the_lexicon_has_a_day(name: str) -> None:
    day = festival_day(festival_days()[name], 2021)
    assert day is not None
    assert day.year in (2021, 2022)
