import pytest

from outputs.review_dates import read_date


@pytest.mark.parametrize(
    ("written", "edtf"),
    [
        ("2020", "2020"), ("2020年", "2020"), ("2020.0", "2020"), ("2020-08", "2020-08"), ("2020/8", "2020-08"), ("2020年8月", "2020-08"),
        ("2020-08-12", "2020-08-12"), ("2020/8/12", "2020-08-12"), ("2020.8.12", "2020-08-12"), ("2020年8月12日", "2020-08-12"),
        ("２０２０年８月１２日", "2020-08-12"), ("2020-08-12 00:00:00", "2020-08-12"), ("2020-08-12T00:00", "2020-08-12"),
        ("12.8.2020", "2020-08-12"), ("8/13/2020", "2020-08-13"), ("13/8/2020", "2020-08-13"), ("8/13/20", "2020-08-13"), ("8/8/2020", "2020-08-08"),
        ("Aug-20", "2020-08"), ("12-Aug-2020", "2020-08-12"), ("12 August 2020", "2020-08-12"), ("Aug 1999", "1999-08"), ("12-Aug-99", "1999-08-12"),
        ("2020-01/2020-10", "2020-01/2020-10"), ("2016-04/..", "2016-04/.."), ("../2010", "../2010"), ("198X", "198X"), ("XXXX-08-12", "XXXX-08-12"),
        ("2020-06~", "2020-06~"), ("2018-21", "2018-21"), ("-0220", "-0220"), ("2024-02-29", "2024-02-29"),
    ],
)  # fmt: skip
def test_a_date_is_read_as_edtf_however_a_spreadsheet_shows_it(written: str, edtf: str) -> None:
    assert read_date(written) == edtf


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("8/12/2020", "8/12/2020 could be 2020-08-12 or 2020-12-08: write one of these"), ("2021-02-29", "2021-02-29: there is no such day"),
        ("2020-13", "2020-13 is no EDTF date"), ("44055", "44055 is no EDTF date"), ("去年", "去年 is no EDTF date"),
        ("2020-10/2020-01", "ends before"),
        ("/", "no EDTF interval"), ("", "is no EDTF date"), ("2018-21-03", "a season has no days"), ("31/2/2020", "there is no such day"),
    ],
)  # fmt: skip
def test_what_is_no_date_or_could_be_two_is_refused(written: str, reason: str) -> None:
    with pytest.raises(ValueError, match=r".") as raised:
        read_date(written)
    assert reason in str(raised.value)
