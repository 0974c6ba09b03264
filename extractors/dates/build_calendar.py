"""Builds lexicon/lunar_years.tsv and lexicon/solar_terms.tsv, 1900 to 2100.

Needs borax (MIT; only for building). Run: python -m extractors.dates.build_calendar
The tables are checked against cnlunar in the tests.
"""

from __future__ import annotations

import importlib
from pathlib import Path

FOLDER = Path(__file__).parent / "lexicon"
YEARS = range(1900, 2101)
TERMS = 24


def lunar_rows() -> list[str]:
    """One row a lunar year: its first Gregorian day, the leap month (0 for none), the lengths of its months in order."""
    borax = importlib.import_module("borax.calendars.lunardate")
    rows = []
    for year in YEARS:
        first = borax.LunarDate(year, 1, 1, 0).to_solar_date().isoformat()
        lengths = ",".join(str(length) for _, length, _ in borax.LCalendars.iter_year_month(year))
        rows.append(f"{year}\t{first}\t{borax.LCalendars.leap_month(year)}\t{lengths}")
    return rows


def term_rows() -> list[str]:
    """One row a Gregorian year: the day of the month of each of the 24 solar terms, two a month from 小寒 on."""
    borax = importlib.import_module("borax.calendars.lunardate")
    return [f"{year}\t" + ",".join(str(borax.TermUtils.nth_term_day(year, term).day) for term in range(TERMS)) for year in YEARS]


def main() -> None:
    """Write both tables."""
    source = "# Source: borax 4 (MIT), after the tables of the Hong Kong Observatory. Built by extractors/dates/build_calendar.py.\n"
    for name, header, rows in (
        ("lunar_years.tsv", "# Lunar years by their Gregorian first day.\n" + source + "year\tfirst_day\tleap_month\tlengths\n", lunar_rows()),
        ("solar_terms.tsv", "# Days of the 24 solar terms (China Standard Time).\n" + source + "year\tdays\n", term_rows()),
    ):
        (FOLDER / name).write_text(header + "".join(f"{row}\n" for row in rows), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
