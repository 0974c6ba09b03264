from __future__ import annotations

import unicodedata

import pytest

from extractors.dates.find import find_dates
from extractors.dates.parts import Festival, Impossible, Vague, Year
from extractors.dates.words import find_words
from extractors.lexicon import read_rows

COLUMNS = {
    "plans.tsv": ["name", "strength", "valid_from", "valid_to", "example", "source"],
    "festivals.tsv": ["name", "id", "strength", "day", "example", "source"],
    "vague.tsv": ["name", "example"],
    "eras.tsv": ["name", "valid_from", "valid_to", "example", "source"],
    "lunar_years.tsv": ["year", "first_day", "leap_month", "lengths"],
    "solar_terms.tsv": ["year", "days"],
}


@pytest.mark.parametrize("name", COLUMNS)
def test_lexicon_is_sorted_normalised_and_without_duplicates(name: str) -> None:
    rows = read_rows("extractors.dates", name)
    assert list(rows[0]) == COLUMNS[name]
    keys = [next(iter(row.values())) for row in rows]
    assert keys == sorted(set(keys))
    assert all(unicodedata.is_normalized("NFC", value) for row in rows for value in row.values())
    assert all(row["name"] in row["example"] for row in rows if "example" in row)


@pytest.mark.parametrize("name", ["festivals.tsv", "vague.tsv", "plans.tsv"])
def test_every_word_is_found_in_its_example(name: str) -> None:
    for row in read_rows("extractors.dates", name):
        found = [mention.text for mention in find_dates(row["example"], published="2020-12-15")]
        assert any(row["name"] in text for text in found), row["name"]


def test_a_weak_festival_needs_a_border_or_quotes() -> None:
    assert [word.part for word in find_words("五一前夕")] == [Festival("劳动节")]
    assert [word.part for word in find_words("“七一”前夕")] == [Festival("建党节")]
    assert list(find_words("天降小雪花")) == []
    assert list(find_words("李国庆说")) == []


def test_names_made_with_a_festival_are_left_alone() -> None:
    assert list(find_words("春节联欢晚会，五四运动，八一路，清明上河图，圣诞树")) == []


def test_a_reign_has_only_the_years_that_it_had() -> None:
    assert [word.part for word in find_words("康熙二十年，民国元年，雍正二十三年")] == [Year(1681, ref="era"), Year(1912), Impossible()]


def test_a_vague_word_before_a_count_is_another_expression() -> None:
    assert list(find_words("最近5年")) == []
    assert [word.part for word in find_words("最近，")] == [Vague()]
