"""The lexicons of organisations are in order, and names are found under every spelling."""

from __future__ import annotations

import unicodedata

import pytest

from extractors.lexicon import read_rows
from extractors.organisations.names import alliance_id, ending_of, endings, kind_of, known
from extractors.records import ORGANISATION_KINDS, organisation_id

ROWS = read_rows("extractors.organisations", "organisations.tsv")


def test_rows_are_sorted_nfc_and_each_name_stands_once():
    names = [row["name"] for row in ROWS]
    assert names == sorted(set(names))
    assert all(unicodedata.is_normalized("NFC", cell) for row in ROWS for cell in row.values())


def test_rows_have_kinds_of_the_contract_and_parents_that_exist():
    names = {row["name"] for row in ROWS}
    assert {row["kind"] for row in ROWS} <= set(ORGANISATION_KINDS)
    assert {row["parent"] for row in ROWS} - {""} <= names
    assert {row["strength"] for row in ROWS} <= {"strong", "weak"}
    assert all(row["source"] for row in ROWS)


def test_no_alias_belongs_to_two_organisations_or_is_another_ones_name():
    owners: dict[str, list[str]] = {}
    for row in ROWS:
        for alias in filter(None, row["aliases"].split("|")):
            owners.setdefault(alias.removesuffix("~"), []).append(row["name"])
    assert {alias: names for alias, names in owners.items() if len(names) > 1} == {}
    assert set(owners) & {row["name"] for row in ROWS} == set()


def test_endings_have_kinds_of_the_contract():
    assert {ending.kind for ending in endings().values()} <= set(ORGANISATION_KINDS)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("中科院", "中国科学院"),
        ("中國科學院", "中国科学院"),
        ("acatech", "德国国家科学与工程院"),
        ("德国EASIAGmbH", "EASIA GmbH"),
        # The sign that older pages put for Ü.
        ("德国莱茵T?V", "莱茵TÜV集团"),
        ("Chinesisch-Deutsche Industriestädteallianz", "中德工业城市联盟"),
    ],
)
def test_a_known_organisation_is_found_under_its_other_names(written, name):
    assert known(written).name == name


def test_a_name_that_is_also_a_word_is_weak():
    assert [known(name).strong for name in ("大众", "大众汽车", "美的", "美的集团")] == [False, True, False, True]
    assert known("联盟") is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("绍兴市商务局", "government"),
        ("中共许昌市委宣传部", "party"),
        ("许昌裕丰纺织有限公司", "company"),
        ("中国石油大学（北京）", "university"),
        ("德国弗劳恩霍夫物流研究院", "research"),
        ("绍兴市电视台", "media"),
        ("德国工程师协会", "association"),
        ("新能源汽车产业联盟", "alliance"),
        ("绍兴市人民医院", "other"),
        ("埃森哲", "other"),
    ],
)
def test_the_ending_tells_the_kind(name, kind):
    assert kind_of(name) == kind


def test_an_ending_alone_is_no_name():
    assert ending_of("商会") is None


def test_the_alliance_has_one_id():
    assert alliance_id() == organisation_id("中德工业城市联盟", None)
