from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outputs.days import first_and_last_day


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("2020-12-14", "2020-12-14", "2020-12-14"),
        ("2016-04", "2016-04-01", "2016-04-30"),
        ("2020-02", "2020-02-01", "2020-02-29"),  # a leap year
        ("1900-02", "1900-02-01", "1900-02-28"),  # none
        ("2011/2015", "2011-01-01", "2015-12-31"),
        ("2020-12-01/2020-12-10~", "2020-12-01", "2020-12-10"),
        ("2020-06~/2020-07~", "2020-06-01", "2020-07-31"),
        ("2016-04/..", "2016-04-01", None),
        ("../2010", None, "2010-12-31"),
        ("198X", "1980-01-01", "1989-12-31"),
        ("19XX", "1900-01-01", "1999-12-31"),
        ("XXXX-08-12", None, None),
        ("2018-21", None, None),
        ("2018-21/2018-22", None, None),
        ("2021-02-29", None, None),
        ("198X-05", None, None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_the_days_of_a_date(edtf: str | None, first: str | None, last: str | None) -> None:
    assert first_and_last_day(edtf) == (first, last)


@given(st.text("0123456789X-/.~", max_size=24))
def test_any_string_gives_days_in_order_or_none(edtf: str) -> None:
    first, last = first_and_last_day(edtf)
    assert all(day is None or len(day) == 10 for day in (first, last))
