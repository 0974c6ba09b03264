"""Surnames, transliterations, Latin names."""

from __future__ import annotations

import unicodedata

import pytest

from extractors.lexicon import read_rows
from extractors.people.names import is_transliteration, spaced, surname_of
from extractors.people.posts import post_at_end


@pytest.mark.parametrize(
    ("glued", "name"),
    [
        ("HenningKagermann", "Henning Kagermann"),
        ("Dr.ChristineD.Althauser", "Christine D. Althauser"),
        ("Dr.ThorstenKeiter", "Thorsten Keiter"),
        ("Prof. Dr. Henning Kagermann", "Henning Kagermann"),
        ("JuergenRoedel", "Juergen Roedel"),
        ("Jochen Köckler", "Jochen Köckler"),
        # Mc and Mac belong to what follows.
        ("JohnMcDonald", "John McDonald"),
        ("Karl-HeinzMüller", "Karl-Heinz Müller"),
    ],
)
def test_latin_names_are_set_apart_and_titles_dropped(glued, name):
    assert spaced(glued) == name


@pytest.mark.parametrize(
    ("name", "surname"),
    [
        ("马卫光", "马"),
        ("欧阳修", "欧阳"),
        ("欧珍", "欧"),
        ("司马南", "司马"),
        ("陈方安生", "陈"),
        ("默克尔", None),
        ("特朗普", None),
        ("鲁道夫·沙尔平", None),
        ("马", None),
    ],
)
def test_the_surname_of_a_chinese_name(name, surname):
    assert surname_of(name) == surname


def test_foreign_names_are_told_by_their_characters():
    assert [is_transliteration(name) for name in ("施罗德", "默克尔", "马卫光", "孔翰宁", "李克强")] == [True, True, False, False, False]


@pytest.mark.parametrize(
    ("title", "post"),
    [
        ("工业X业务主管", "主管"),
        ("亚太区副总裁", "副总裁"),
        ("党委常委", "常委"),
        ("驻上海总领事", "总领事"),
        ("记者", None),
        ("制造业", None),
        ("", None),
    ],
)
def test_a_title_ends_with_a_post(title, post):
    assert post_at_end(title) == post


@pytest.mark.parametrize("name", ["surnames.tsv", "posts.tsv"])
def test_lexicons_are_sorted_nfc_and_without_doubles(name):
    words = [next(iter(row.values())) for row in read_rows("extractors.people", name)]
    assert words == sorted(set(words))
    assert all(unicodedata.is_normalized("NFC", word) for word in words)
