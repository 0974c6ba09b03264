import pytest

from extractors.places.clipped import clipped_places
from extractors.records import Word


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("中德两国", ["CN", "DE"]),
        ("浙德贸易额", ["CN-330000", "DE"]),
        ("京津冀", ["CN-110000", "CN-120000", "CN-130000"]),
        ("粤港澳合作", ["CN-440000", "CN-810000", "CN-820000"]),
        ("中澳两国", ["CN", "AU"]),
        ("陕甘宁", ["CN-610000", "CN-620000", "CN-640000"]),
        ("巴以冲突", ["PS", "IL"]),
        ("访华", ["CN"]),
        ("驻沪总领事", ["CN-310000"]),
        ("豫企", ["CN-410000"]),
        ("中方", ["CN"]),
    ],
)
def test_clipped_forms_are_read(text, places):
    assert [place_id for _, _, place_id in clipped_places(text)] == places


@pytest.mark.parametrize("text", ["中心", "心中美好", "中法院", "美的", "德才", "方法", "中英语", "法方式", "对法律", "在中部", "中印刷", "意中人"])
def test_the_same_characters_inside_words_are_not(text):
    assert list(clipped_places(text)) == []


def test_word_borders_decide_where_there_are_words():
    words = (Word(0, 2, "s"), Word(2, 4, "a"))
    assert list(clipped_places("心中美好", words)) == []


def test_countries_of_the_article_decide_what_a_character_means():
    assert [place_id for _, _, place_id in clipped_places("中塞关系", (), {"塞": "CY"})] == ["CN", "CY"]
    assert [place_id for _, _, place_id in clipped_places("中白两国", (), {"白": "BY"})] == ["CN", "BY"]
    assert list(clipped_places("中白两国")) == []
