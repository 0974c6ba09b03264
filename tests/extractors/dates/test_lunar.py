"""Lunar days against the tables of the Hong Kong Observatory (by hand) and cnlunar (by machine)."""

from __future__ import annotations

import datetime

import pytest

from extractors.dates.lunar import TERMS, eve, lunar_day, lunar_month, lunar_year_of, solar_term

cnlunar = pytest.importorskip("cnlunar")
DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize(
    "first_day",
    [
        "1900-01-31",
        "1949-01-29",
        "1985-02-20",
        "2000-02-05",
        "2020-01-25",
        "2021-02-12",
        "2023-01-22",
        "2024-02-10",
        "2025-01-29",
        "2033-01-31",
        "2100-02-09",
    ],
)
def test_spring_festival(first_day: str) -> None:
    day = datetime.date.fromisoformat(first_day)
    assert lunar_day(day.year, 1, 1) == day


def test_the_leap_month_stands_behind_its_namesake() -> None:
    assert lunar_month(2020, 4) == (datetime.date(2020, 4, 23), datetime.date(2020, 5, 22))
    assert lunar_month(2020, 4, leap=True) == (datetime.date(2020, 5, 23), datetime.date(2020, 6, 20))
    assert lunar_month(2020, 5) == (datetime.date(2020, 6, 21), datetime.date(2020, 7, 20))
    assert lunar_month(2020, 5, leap=True) is None


def test_leap_eleventh_month_of_2033() -> None:
    # The case that old tables get wrong: 2033 has a leap eleventh month, not a leap seventh.
    assert lunar_month(2033, 11, leap=True) == (datetime.date(2033, 12, 22), datetime.date(2034, 1, 19))
    assert lunar_month(2033, 7, leap=True) is None


def test_the_eve_is_the_29th_where_the_month_is_short() -> None:
    assert eve(2021) == datetime.date(2022, 1, 31)
    assert lunar_day(2021, 12, 30) is None


def test_outside_the_tables_nothing_is_known() -> None:
    assert lunar_day(1899, 1, 1) is None
    assert lunar_day(2101, 1, 1) is None
    assert lunar_day(2020, 13, 1) is None
    assert solar_term(1899, "冬至") is None
    assert solar_term(2101, "冬至") is None
    assert lunar_year_of(datetime.date(1900, 1, 30)) is None


def test_the_last_day_of_the_tables() -> None:
    assert lunar_day(2100, 12, 29) == datetime.date(2101, 1, 28)


def test_january_belongs_to_the_lunar_year_before() -> None:
    assert lunar_year_of(datetime.date(2021, 2, 11)) == 2020
    assert lunar_year_of(datetime.date(2021, 2, 12)) == 2021


@pytest.mark.parametrize(
    ("year", "name", "day"),
    [(2024, "冬至", "12-21"), (2021, "芒种", "06-05"), (2020, "清明", "04-04"), (1900, "小寒", "01-06"), (2100, "冬至", "12-22")],
)
def test_solar_terms(year: int, name: str, day: str) -> None:
    assert solar_term(year, name) == datetime.date.fromisoformat(f"{year}-{day}")


@pytest.mark.parametrize("year", [1901, 1917, 1933, 1949, 1965, 1981, 1997, 2013, 2020, 2029, 2033, 2045, 2061, 2077, 2093, 2099])
def test_every_seventh_day_of_a_year_is_the_lunar_day_that_cnlunar_gives(year: int) -> None:
    day = datetime.datetime(year, 3, 1, 12)
    while day.year == year:
        other = cnlunar.Lunar(day)
        assert lunar_day(other.lunarYear, other.lunarMonth, other.lunarDay, leap=other.isLunarLeapMonth) == day.date(), day
        day += 7 * DAY


@pytest.mark.parametrize("year", [1901, 1950, 2000, 2020, 2050, 2099])
def test_the_terms_of_a_year_are_those_that_cnlunar_gives(year: int) -> None:
    others = cnlunar.Lunar(datetime.datetime(year, 6, 1, 12)).thisYearSolarTermsDic
    assert {name: solar_term(year, name) for name in TERMS} == {name: datetime.date(year, *others[name]) for name in TERMS}
