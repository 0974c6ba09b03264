from __future__ import annotations

import datetime

from extractors.dates.arithmetic import days_later, month_later, nth_weekday, units_later, week_of_month, week_of_year, workdays_later

DAY = datetime.date


def test_months_turn_the_year_both_ways() -> None:
    assert month_later(2020, 12, 1) == (2021, 1)
    assert month_later(2020, 1, -1) == (2019, 12)
    assert month_later(None, 11, 3) == (None, 2)


def test_a_day_of_an_unknown_year_moves_only_where_february_cannot_matter() -> None:
    assert days_later(None, 8, 31, 1) == (None, 9, 1)
    assert days_later(None, 2, 28, 1) is None
    assert days_later(None, 12, 31, 1) is None
    assert days_later(2020, 2, 28, 1) == (2020, 2, 29)


def test_units_later_keeps_to_the_month() -> None:
    assert units_later(DAY(2020, 1, 31), "month", 1) == DAY(2020, 2, 29)
    assert units_later(DAY(2020, 2, 29), "year", -3) == DAY(2017, 2, 28)
    assert units_later(DAY(2020, 12, 15), "week", -2) == DAY(2020, 12, 1)


def test_working_days_skip_the_weekend() -> None:
    # 2020-12-11 is a Friday.
    assert workdays_later(DAY(2020, 12, 11), 1) == DAY(2020, 12, 14)
    assert workdays_later(DAY(2020, 12, 14), -1) == DAY(2020, 12, 11)


def test_iso_weeks() -> None:
    assert week_of_year(2021, 1) == DAY(2021, 1, 4)
    assert week_of_year(2020, -1) == DAY(2020, 12, 28)
    assert week_of_year(2021, 54) is None


def test_weeks_of_a_month_begin_in_it() -> None:
    assert week_of_month(2021, 4, 1) == DAY(2021, 4, 5)
    assert week_of_month(2021, 4, 5) is None
    assert week_of_month(2021, 4, -1) == DAY(2021, 4, 26)


def test_nth_weekday_of_a_month() -> None:
    assert nth_weekday(2020, 11, 4, 4) == DAY(2020, 11, 26)
    assert nth_weekday(2020, 8, -1, 1) == DAY(2020, 8, 31)
    assert nth_weekday(2020, 2, 5, 1) is None
