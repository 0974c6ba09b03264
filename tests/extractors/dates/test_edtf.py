from __future__ import annotations

import datetime

from extractors.dates import edtf
from extractors.dates.edtf import Period


def test_a_year_before_christ_has_a_minus_and_four_digits() -> None:
    assert edtf.year(-220) == Period("-0220", "-0220-01-01", "-0220-12-31", "year")


def test_years_are_an_interval_to_the_end_of_the_last() -> None:
    assert edtf.year(1995, 1997) == Period("1995/1997", "1995-01-01", "1997-12-31", "year")


def test_february_of_an_unknown_year_has_29_days_and_no_known_day() -> None:
    assert edtf.day(None, 2, 29) == Period("XXXX-02-29", None, None, "day")
    assert edtf.day(None, 2, 30) is None


def test_february_29_needs_a_leap_year() -> None:
    assert edtf.day(2020, 2, 29) == Period("2020-02-29", "2020-02-29", "2020-02-29", "day")
    assert edtf.day(1900, 2, 29) is None


def test_a_day_without_month_has_x_for_it() -> None:
    assert edtf.day(None, None, 31) == Period("XXXX-XX-31", None, None, "day")


def test_both_ends_of_an_approximate_interval_carry_the_mark() -> None:
    assert edtf.months(2020, 6, 7, "month", about=True) == Period("2020-06~/2020-07~", "2020-06-01", "2020-07-31", "month")
    assert edtf.about(edtf.year(2020, 2021)).edtf == "2020~/2021~"


def test_marking_twice_is_marking_once() -> None:
    once = edtf.about(edtf.year(2020))
    assert edtf.about(once) == once


def test_months_out_of_order_or_number_are_refused() -> None:
    assert edtf.months(2020, 10, 9, "month") is None
    assert edtf.months(2020, 12, 13, "month") is None


def test_between_takes_the_first_of_the_first_and_the_last_of_the_last() -> None:
    second, third = edtf.months(2020, 4, 6, "quarter"), edtf.months(2020, 7, 9, "quarter")
    assert second is not None
    assert third is not None
    assert edtf.between(second, third) == Period("2020-04/2020-09", "2020-04-01", "2020-09-30", "quarter")
    assert edtf.between(third, second) is None


def test_open_intervals_have_two_dots_and_no_day_at_the_open_end() -> None:
    assert edtf.onwards(edtf.year(2016)) == Period("2016/..", "2016-01-01", None, "year")
    assert edtf.until(edtf.year(2010)) == Period("../2010", None, "2010-12-31", "year")


def test_last_day_of_a_period_is_a_day() -> None:
    june = edtf.months(2020, 6, 6, "month")
    assert june is not None
    assert edtf.last_day(june) == Period("2020-06-30", "2020-06-30", "2020-06-30", "day")


def test_last_day_of_february_is_unknown_without_the_year() -> None:
    june, february = edtf.months(None, 6, 6, "month"), edtf.months(None, 2, 2, "month")
    assert june is not None
    assert february is not None
    assert edtf.last_day(june).edtf == "XXXX-06-30"
    assert edtf.last_day(february).edtf == "XXXX-02-XX"


def test_seasons_have_a_code_and_no_days() -> None:
    assert edtf.season(2018, 24) == Period("2018-24", None, None, "season")


def test_the_20th_century_begins_in_1901() -> None:
    assert edtf.century(20) == Period("1901/2000", "1901-01-01", "2000-12-31", "century")
    assert edtf.century(20, "second_half") == Period("1951/2000", "1951-01-01", "2000-12-31", "century")


def test_a_decade_is_its_digits_with_x() -> None:
    assert edtf.decade(1980) == Period("198X", "1980-01-01", "1989-12-31", "decade")
    assert edtf.decade(1980, "early") == Period("1980~/1982~", "1980-01-01", "1982-12-31", "decade")


def test_one_day_is_no_interval() -> None:
    day = datetime.date(2020, 12, 14)
    assert edtf.of_days(day, day, "day").edtf == "2020-12-14"
    assert edtf.of_days(day, day + datetime.timedelta(6), "week").edtf == "2020-12-14/2020-12-20"


def test_what_is_unknown_stays_unknown_when_opened() -> None:
    assert edtf.onwards(edtf.unknown("year")) == edtf.unknown("year")
    assert edtf.until(edtf.unknown("year")) == edtf.unknown("year")
