"""Modality: which words govern a trigger, how far they reach, and what is no statement at all."""

import time

import pytest

from extractors.facts.modality import modality_of
from extractors.lexicon import read_rows
from extractors.plain import plain
from extractors.records import Word
from extractors.sentences import split_sentences


def modality(text: str, trigger: str = "加入") -> str | None:
    """The modality of the last `trigger` in the text."""
    start = plain(text).rindex(trigger)
    sentence = next(span for span in split_sentences(text) if span.start <= start < span.end)
    return modality_of(plain(text), sentence.start, sentence.end, start, start + len(trigger))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("许昌成功加入联盟。", "asserted"),
        ("许昌将于明年加入联盟。", "planned"),
        ("许昌拟加入联盟。", "planned"),
        ("许昌有望加入联盟。", "possible"),
        ("据传许昌加入联盟。", "possible"),
        ("许昌未能加入联盟。", "denied"),
        ("许昌否认加入联盟。", "denied"),
        ("许昌不加入联盟。", "denied"),
        # Words that hold a cue and are none.
        ("许昌不久前加入联盟。", "asserted"),
        ("未来科技城不仅加入联盟。", "asserted"),
        ("许昌应邀加入联盟。", "asserted"),
        # Each clause with a subject of its own stands for itself.
        ("许昌已加入联盟，洛阳拟加入联盟。", "planned"),
        ("洛阳拟加入联盟，许昌已加入联盟。", "asserted"),
        ("洛阳未能加入联盟；许昌加入联盟。", "asserted"),
        # A clause without a subject goes on under the one before.
        ("许昌计划出资10亿元，并加入联盟。", "planned"),
        # The scope of 计划 ends with its noun.
        ("计划出资10亿元的许昌加入联盟。", "asserted"),
        ("许昌加入联盟的计划被搁置。", "denied"),
        ("许昌加入联盟的可能性", "possible"),
        # No statements.
        ("许昌为何加入联盟？", None),
        ("许昌凭借哪些优势得以加入联盟", None),
        ("如果许昌加入联盟，企业会受益。", None),
        ("一旦条件成熟，许昌加入联盟。", None),
        ("各方欢迎许昌加入联盟。", None),
        ("提出“加入联盟谋发展”的口号", None),
        ("专著《许昌加入联盟始末》", None),
        ("许昌每年加入联盟活动。", None),
        # A wish that came true.
        ("他已推动许昌加入联盟。", "asserted"),
        # What is said later takes it back.
        ("有媒体报道称许昌已加入联盟，商务局对此予以否认。", "denied"),
        ("有消息称，许昌加入联盟。", "possible"),
        ("许昌计划加入联盟，但因疫情未能成行。", "denied"),
        ("许昌加入联盟一事因故取消。", "denied"),
        ("迎接党的代表加入联盟。", "planned"),
        # A speech in quotes is a statement.
        ("他说：“我们去年就已经正式提出并且加入联盟了，大家都很高兴。”", "asserted"),
        ("許昌將於明年加入聯盟。", "planned"),
    ],
)
def test_the_words_that_govern_the_trigger_decide(text: str, expected: str | None) -> None:
    assert modality(text) == expected


def test_taking_is_not_shall() -> None:
    # 将 with a noun (d is the tagger's adverb, p its preposition).
    text = "美的将库卡收购。"
    assert modality_of(text, 0, 8, 5, 7, (Word(0, 2, "ORG"), Word(2, 3, "p"), Word(3, 5, "ORG"), Word(5, 7, "v"))) == "asserted"
    text = "美的将昨日收购。"
    assert modality_of(text, 0, 8, 5, 7, (Word(0, 2, "ORG"), Word(2, 3, "d"), Word(3, 5, "t"), Word(5, 7, "v"))) == "planned"


@pytest.mark.parametrize("row", read_rows("extractors.facts", "modality.tsv"), ids=lambda row: f"{row['name']}-{row['side']}")
def test_every_word_of_the_lexicon_is_heard_in_its_example(row: dict[str, str]) -> None:
    expected = {"none": None, "repeated": None, "kept": "asserted"}.get(row["modality"], row["modality"])
    assert row["name"] in row["example"]
    assert modality(row["example"], "举办" if "举办" in row["example"] else "加入") == expected


@pytest.mark.parametrize("piece", ["将", "，", "未", "“", "如果", "的", "将，"])
def test_time_does_not_grow_with_the_sentence(piece: str) -> None:
    text = piece * 200_000 + "加入"
    start = time.perf_counter()
    for _ in range(20):
        modality_of(text, len(text) - 400, len(text), len(text) - 2, len(text))
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        # A plan that came to nothing; a rumour that is left behind; what is told to be unsigned.
        ("甲原定收购乙，因市场变化已经取消。", "收购", "denied"),
        ("针对网传关停的消息，甲说，公司计划投资三亿元。", "投资", "planned"),
        ("甲与乙签订协议的消息引发关注，公司声明称协议尚未签署。", "签订", "denied"),
        # 将 of the clause before holds, though a month stands between.
        ("甲将与乙签约，11月在合肥举办推介会。", "举办", "planned"),
    ],
)
def test_modality_of_plans_and_rumours_that_end(text: str, trigger: str, expected: str) -> None:
    start = text.index(trigger)
    assert modality_of(text, 0, len(text), start, start + len(trigger)) == expected
