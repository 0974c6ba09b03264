from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outputs.duplicates import SIGNATURE_BYTES, bands, find_originals, repair_originals, signature, similar

BULLETIN = (
    "据许昌海关统计，今年前三季度许昌市外贸进出口总值165.3亿元，比去年同期增长8.8%。其中，出口130.8亿元，增长9.1%；进口34.5亿元，增长7.6%。"
    "对德国进出口12.4亿元，增长21.3%，占全市进出口总值的7.5%。全市有进出口实绩的企业达到612家，比去年同期增加47家。"
    "发制品仍是第一大出口商品，前三季度出口88.6亿元，占全市出口总值的67.7%；机电产品出口19.2亿元，增长15.4%。"
)
# The same bulletin a month later: nearly every word stays, the figures don't.
NEXT_MONTH = (
    "据许昌海关统计，今年前10个月许昌市外贸进出口总值183.9亿元，比去年同期增长7.2%。其中，出口145.5亿元，增长8.4%；进口38.4亿元，增长3.1%。"
    "对德国进出口13.7亿元，增长18.9%，占全市进出口总值的7.4%。全市有进出口实绩的企业达到634家，比去年同期增加52家。"
    "发制品仍是第一大出口商品，前10个月出口97.1亿元，占全市出口总值的66.7%；机电产品出口21.8亿元，增长14.2%。"
)
OTHER = (
    "八月十二日上午，中德工业城市联盟秘书处代表团走访了许昌魏都高新技术产业园，参观了智能纺纱车间，听取了产业园负责人的介绍。代表团一行表示，"
    "将继续推动成员城市之间的技术交流与人员往来，帮助更多中小企业走进德国市场。双方还就职业教育、城市更新和绿色能源等话题交换了意见。"
)


def is_near(first: str, second: str) -> bool:
    found, other = signature(first), signature(second)
    return similar(found, [other]) == [True] and not set(bands(found)).isdisjoint(bands(other))


@pytest.mark.parametrize(
    "copy",
    [
        BULLETIN,
        "本报许昌10月20日电 " + BULLETIN,
        BULLETIN + "（责任编辑：李四）",
        BULLETIN.replace("今年前三季度", "前三季度", 1).replace("仍是", "依然是"),
        BULLETIN.replace("，", "\n").replace("。", " "),
        BULLETIN.replace("许昌", "許昌").replace("进出口", "進出口").replace("165.3", "１６５．３"),  # Traditional characters, full width
    ],
)
def test_a_copy_with_small_edits_is_a_near_duplicate(copy: str) -> None:
    assert is_near(BULLETIN, copy)
    assert is_near(copy, BULLETIN)


@pytest.mark.parametrize("sentences", [1, 2])
def test_a_shortened_reprint_is_a_near_duplicate(sentences: int) -> None:
    whole = BULLETIN + OTHER
    shortened = "。".join(whole.split("。")[: -1 - sentences]) + "。"
    assert len(shortened) < 0.95 * len(whole)
    assert is_near(whole, shortened)
    assert is_near(shortened, whole)


def test_a_shortened_text_with_other_numbers_is_none() -> None:
    assert not is_near(BULLETIN + OTHER, NEXT_MONTH)


@pytest.mark.parametrize("other", [NEXT_MONTH, OTHER, BULLETIN[: len(BULLETIN) // 2], BULLETIN.replace("许昌", "洛阳") + OTHER])
def test_another_article_is_none(other: str) -> None:
    assert not is_near(BULLETIN, other)


def test_a_text_too_short_to_judge_has_no_signature() -> None:
    assert signature("图为签约现场。") == b""
    assert bands(b"") == []
    assert list(find_originals([("1", "a", b""), ("2", "b", b"")])) == [("a", None), ("b", None)]


def test_a_signature_is_the_same_on_every_machine() -> None:
    found = signature(BULLETIN)
    assert len(found) == SIGNATURE_BYTES == 640
    assert len(bands(found)) == 16
    # Worked out once and fixed: databases keep signatures, and compare them with later ones.
    assert found[:8].hex() == "32c93a0570a3ef00"


def test_a_chain_of_edits_has_one_original_and_nobody_points_at_a_duplicate() -> None:
    words = BULLETIN.split("，")
    chain = [
        "，".join([*words[: len(words) - 2 * step], *("新增内容" + str(number) + OTHER[number : number + 9] for number in range(step))])
        for step in range(6)
    ]
    articles = [(f"{number}", f"a{number}", signature(one)) for number, one in enumerate(chain)]
    found = dict(find_originals(articles))
    assert found["a0"] is None
    assert "a0" in found.values()
    assert all(found[original] is None for original in found.values() if original is not None)


def test_growing_in_any_order_ends_where_all_at_once_ends() -> None:
    texts = [BULLETIN, BULLETIN + "责任编辑李四。", "本报讯 " + BULLETIN, NEXT_MONTH, NEXT_MONTH + "责任编辑李四。"]
    articles = {f"a{number}": (f"{number}", signature(one)) for number, one in enumerate(texts)}
    whole = dict(find_originals([(order, article_id, found) for article_id, (order, found) in articles.items()]))
    assert whole == {"a0": None, "a1": "a0", "a2": "a0", "a3": None, "a4": "a3"}
    for arrival in permutations(articles):
        originals: dict[str, str | None] = {}

        def neighbours(article_id: str, here: dict[str, str | None] = originals) -> list[tuple[str, str]]:
            others = [other for other in here if other != article_id]
            near = similar(articles[article_id][1], [articles[other][1] for other in others])
            return [(articles[other][0], other) for other, same in zip(others, near, strict=True) if same]

        for article_id in arrival:
            originals[article_id] = None
            changed = [(articles[one][0], one) for one in (article_id, *(other for _, other in neighbours(article_id)))]
            repair_originals(changed, neighbours, originals.__getitem__, originals.__setitem__)
        assert originals == whole


@given(st.text(max_size=300))
def test_any_text_has_a_signature_or_none(text: str) -> None:
    found = signature(text)
    assert len(found) in (0, SIGNATURE_BYTES)
    if found:
        assert similar(found, [found, found]) == [True, True]


def test_a_huge_line_does_not_run_away() -> None:
    assert len(signature("一" * 500_000)) == SIGNATURE_BYTES
    assert len(signature("2020年" * 100_000)) == SIGNATURE_BYTES
