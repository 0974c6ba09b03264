"""The word lists of figures: columns, order, examples, codes, and what the loader makes of them."""

from __future__ import annotations

import re
import unicodedata
from importlib.resources import files

import pytest

from extractors.figures.find import find_figures
from extractors.figures.lexicons import alternatives, classifiers, currencies, currency_codes, symbols, units
from extractors.lexicon import parse_rows

TABLES = ("classifiers.tsv", "currencies.tsv", "not_figures.tsv", "symbols.tsv", "units.tsv")


def table(name: str) -> str:
    return files("extractors.figures").joinpath("lexicon", name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", TABLES)
def test_table_is_sorted_without_doubles_and_tells_its_source(name: str) -> None:
    text = table(name)
    names = [row["name"] for row in parse_rows(text)]
    assert names == sorted(set(names))
    assert text.startswith("# ")
    assert "CC0" in text
    assert unicodedata.is_normalized("NFC", text)


@pytest.mark.parametrize("name", ["classifiers.tsv", "currencies.tsv", "symbols.tsv", "units.tsv"])
def test_every_example_contains_its_name(name: str) -> None:
    assert [row["name"] for row in parse_rows(table(name)) if row["name"] not in row["example"]] == []


def test_strength_is_strong_or_weak() -> None:
    assert {unit.strength for unit in (*units().values(), *classifiers().values())} == {"strong", "weak"}


def test_currency_codes_have_the_form_of_iso_4217() -> None:
    assert [code for code in currency_codes() if not re.fullmatch("[A-Z]{3}", code)] == []


@pytest.mark.parametrize(
    ("name", "code"),
    [("元", "CNY"), ("美元", "USD"), ("德国马克", "DEM"), ("瑞士法郎", "CHF"), ("卢布", "RUB"), ("泰铢", "THB"), ("新台币", "TWD"), ("英镑", "GBP")],
)
def test_currency_of_the_press_has_its_code(name: str, code: str) -> None:
    assert currencies()[name].unit == code


@pytest.mark.parametrize("name", sorted(currencies()))
def test_every_currency_is_read_behind_a_number(name: str) -> None:
    if name in ("角", "毛"):  # parts of a unit stand only behind it (5元3角)
        return
    [mention] = find_figures(f"共3000{name}。")
    assert (mention.text, mention.label) == (f"3000{name}", "MONEY")
    assert mention.figure is not None
    assert mention.figure.unit == currencies()[name].unit


@pytest.mark.parametrize("name", sorted(name for name, unit in units().items() if unit.strength == "strong"))
def test_every_unit_is_read_behind_a_number(name: str) -> None:
    [mention] = find_figures(f"共30{name}。")
    assert (mention.text, mention.label) == (f"30{name}", "QUANTITY")


@pytest.mark.parametrize("name", sorted(name for name, unit in classifiers().items() if unit.strength == "strong"))
def test_every_measure_word_is_read_behind_a_number(name: str) -> None:
    [mention] = find_figures(f"共30{name}。")
    assert (mention.text, mention.label, mention.figure and mention.figure.classifier) == (f"30{name}", "CARDINAL", name)


@pytest.mark.parametrize("sign", sorted(symbols()))
def test_every_sign_is_read_in_front_of_a_number(sign: str) -> None:
    [mention] = find_figures(f"售价{sign}30万。")
    assert mention.text == f"{sign}30万"
    assert mention.figure is not None
    assert mention.figure.unit == symbols()[sign]


@pytest.mark.parametrize("name", [row["name"] for row in parse_rows(table("not_figures.tsv"))])
def test_every_fixed_term_is_left_alone(name: str) -> None:
    assert find_figures(f"关于{name}，") == []


def test_longest_word_comes_first_and_guards_hold() -> None:
    pattern = re.compile(alternatives(classifiers()))
    assert pattern.match("人次").group() == "人次"  # type: ignore[union-attr]
    assert pattern.match("条件") is None
