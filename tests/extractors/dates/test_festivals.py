from __future__ import annotations

import datetime

import pytest

from extractors.dates.edtf import Period
from extractors.dates.festivals import festival_day, festival_near, festival_without_year
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
    assert festival_near("eve", DAY(2021, 2, 15)) == DAY(2021, 2, 11)


def test_the_festival_that_is_near_is_meant() -> None:
    assert festival_near("lunar 01-01", DAY(2021, 1, 20)) == DAY(2021, 2, 12)


def test_far_from_both_the_lunar_year_decides() -> None:
    # In June 2021 the lunar year 2021 has its eve in January 2022 and its mid-autumn in September.
    assert festival_near("eve", DAY(2021, 6, 14)) == DAY(2022, 1, 31)
    assert festival_near("lunar 08-15", DAY(2021, 6, 14)) == DAY(2021, 9, 21)


def test_outside_the_tables_no_festival_is_known() -> None:
    assert festival_near("lunar 01-01", DAY(1800, 6, 14)) is None


@pytest.mark.parametrize("name", sorted(festival_days()))
def test_every_festival_of_the_lexicon_has_a_day(name: str) -> None:
    day = festival_day(festival_days()[name], 2021)
    assert day is not None
    assert day.year in (2021, 2022)
