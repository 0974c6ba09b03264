"""Noun phrases before a figure: links left out, modifiers taken along, lists taken apart."""

from __future__ import annotations

import pytest

from extractors.facts.phrases import Phrases
from extractors.records import Span, Word


def phrases(tagged: str, *, names: tuple[str, ...] = ()) -> tuple[str, Phrases]:
    """The plain text and its phrases; words are written `产量|n`."""
    text, words = "", []
    for one in tagged.split(" "):
        word, tag = one.split("|")
        words.append(Word(len(text), len(text) + len(word), tag))
        text += word
    spans = [Span(text.index(name), text.index(name) + len(name)) for name in names]
    return text, Phrases(text, words, names=spans)


@pytest.mark.parametrize(
    ("tagged", "phrase"),
    [
        # The tagger cuts 规模以上 as it likes.
        ("规模|n 以上工业企业|f 实现|v 利润|n 总额|n", "利润总额"),
        ("规模|n 以上工业企业|f 利润|n 总额|n", "规模以上工业企业利润总额"),
        ("可|v 再生|v 能源|n 发电量|n 首次|d 突破|v", "可再生能源发电量"),
        ("铁路|n 营业|vn 里程|n 达到|v", "铁路营业里程"),
        ("第一|m 产业|n 增加值|n 为|v", "第一产业增加值"),
        ("广义|n 货币|n （|w M2|nz ）|w 余额|n", "广义货币余额"),
        ("风|n 电|n 、|w 光伏|n 发电|v 新增|v 装机|n", "风电、光伏发电新增装机"),
        ("企业|n 引进|v 和|c 出口额|n", "出口额"),
        ("贸易额|n 从|p 1972年|TIME 建交|v 时|n 的|u", "贸易额"),
        ("行为|n", "行为"),
        ("。|w 同比|d", ""),
    ],
)
def test_phrase_before_a_figure(tagged: str, phrase: str) -> None:
    text, found = phrases(tagged)
    span = found.before(0, len(text))
    assert (found.text(*span) if span else "") == phrase


def test_name_of_a_place_ends_the_phrase_within_a_word_too() -> None:
    text, found = phrases("甘肃省风电装机|LOC", names=("甘肃省",))
    assert found.before(0, len(text)) == (3, 7)


def test_country_that_the_head_comes_from_belongs_to_the_phrase() -> None:
    text, found = phrases("德国|LOC 企业|n", names=("德国",))
    assert found.with_country(*(found.before(0, len(text)) or (0, 0))) == 0


@pytest.mark.parametrize(
    ("tagged", "names"),
    [
        ("进口|n 、|w 出口|n 分别|d", ["进口额", "出口额"]),
        ("风|n 电|n 、|w 光伏|n 装机容量|n 分别|d", ["风电装机容量", "光伏装机容量"]),
        ("汽车|n 产销|vn 分别|d 完成|v", ["汽车产量", "汽车销量"]),
        ("专利|n 申请量|n 和|c 授权量|n 分别|d 为|v", ["专利申请量", "专利授权量"]),
        ("出口额|n 为|v", []),
    ],
)
def test_metrics_joined_are_told_apart(tagged: str, names: list[str]) -> None:
    text, found = phrases(tagged)
    assert found.listed(0, len(text)) == names


def test_noun_behind_a_figure() -> None:
    text, found = phrases("3亿元|m 新|a 订单|n ，|w")
    assert found.after(text.index("元") + 1) == "新订单"
