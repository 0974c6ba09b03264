"""Titled works, laws and events: what is read, where its borders are, what is left alone."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.lexicon import read_rows
from extractors.titles.find import find_titles
from extractors.titles.rules import BOOK


def read(text: str) -> list[tuple[str, str]]:
    return [(mention.label, mention.text) for mention in find_titles(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The span is the name inside the marks; marks inside the name stay.
        ("制定了《“中国制造2025”许昌行动纲要》，", [("LAW", "“中国制造2025”许昌行动纲要")]),
        ("围绕“中国制造2025”与“德国工业4.0”对接", [("LAW", "中国制造2025"), ("LAW", "德国工业4.0")]),
        ("乘着“一带一路”的东风", [("LAW", "一带一路")]),
        ("主讲《关于创意、匠心的讨论——创新的基础》", [("WORK_OF_ART", "关于创意、匠心的讨论——创新的基础")]),
        # The class word counts before a version or a note in brackets.
        ("印发《户外运动提升方案（2023—2025年）》", [("LAW", "户外运动提升方案（2023—2025年）")]),
        ("发布《安全指引2.0版》", [("LAW", "安全指引2.0版")]),
        ("《关于落实〈许昌条例〉的通知》", [("LAW", "关于落实〈许昌条例〉的通知")]),
        ("双方签署《经贸合作协议》", [("LAW", "经贸合作协议")]),
        # 书法 ends in 法 and is no law.
        ("专著《中国书法》", [("WORK_OF_ART", "中国书法")]),
        ("实施“强基计划”，推进“万企兴万村”行动计划", [("LAW", "强基计划"), ("LAW", "万企兴万村")]),
        ("《中華人民共和國外商投資法》", [("LAW", "中華人民共和國外商投資法")]),
    ],
)
def test_titles_in_marks_are_read_inside_the_marks(text: str, expected: list[tuple[str, str]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("12月14日，2020中德高端制造峰会在浙江绍兴举行", "2020中德高端制造峰会"),
        ("中德高端制造业峰会今年已经是第三年举办", "中德高端制造业峰会"),
        ("第三届中国国际进口博览会昨天开幕", "第三届中国国际进口博览会"),
        ("他应邀出席2022年中国国际服务贸易交易会", "2022年中国国际服务贸易交易会"),
        # Year and edition: the year is a date of its own.
        ("2019年第二届进博会", "第二届进博会"),
        ("党的十九届五中全会指出", "十九届五中全会"),
        ("党的二十大报告", "二十大"),
        ("本届广交会设新展区", "广交会"),
        ("在汉诺威工业博览会上", "汉诺威工业博览会"),
        ("第三届“一带一路”国际合作高峰论坛", "第三届“一带一路”国际合作高峰论坛"),
        # What a verb before it belongs to is no part of the name.
        ("中国人民即将迎来中国共产党第二十次全国代表大会", "中国共产党第二十次全国代表大会"),
        ("中国青年迎来第十九次全国代表大会", "第十九次全国代表大会"),
        ("祝贺中国工会第十八次全国代表大会开幕", "中国工会第十八次全国代表大会"),
        # The name of an organisation too, and the event here.
        ("在世界经济论坛上", "世界经济论坛"),
        ("参加中非合作论坛北京峰会的代表", "中非合作论坛北京峰会"),
        ("杭州第19届亚运会组织工作", "杭州第19届亚运会"),
        ("首届许昌国际发制品交易会落幕", "首届许昌国际发制品交易会"),
        ("２０２０中德高端製造峰會", "２０２０中德高端製造峰會"),
    ],
)
def test_named_events_keep_year_edition_and_place(text: str, name: str) -> None:
    assert read(text) == [("EVENT", name)]


@pytest.mark.parametrize(
    "text",
    [
        "本届峰会呈多方面亮点，主峰会同步举行",
        "此次大会，这届博览会，高峰论坛和洽谈会",
        "以“高端制造智联德国”为主题，扩大“朋友圈”，捧回“奖牌”",
        "有“工业4.0之父”之称，工业4.0技术应用",
        "据《人民日报》《许昌晨报》《明镜》周刊报道",
        "“十四五”规划和“走出去”步伐",
        "《没有写完的书名\n下一段》",
        "在人民大会堂和国际会议中心",
        "河南省举行专题推介会，许昌召开座谈会",
        "十大行业，二十大类产品",
        "全国超20场音乐节",
        # Organisations whose names look like an event or a work.
        "德国工商大会的调查显示",
        "《人民日报海外版》和《经济日报社》",
    ],
)
def test_generic_words_slogans_and_newspapers_give_nothing(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize("row", read_rows("extractors.titles", "heads.tsv"), ids=lambda row: row["name"])
def test_every_last_word_is_read_in_its_example(row: dict[str, str]) -> None:
    expected = [] if row["strength"] == "none" else [("EVENT", row["example"])]
    assert read(row["example"]) == expected


@pytest.mark.parametrize("row", read_rows("extractors.titles", "names.tsv"), ids=lambda row: row["name"])
def test_every_known_name_is_read_in_its_example(row: dict[str, str]) -> None:
    assert read(row["example"]) == [(row["label"], row["name"])]


@pytest.mark.parametrize("row", read_rows("extractors.titles", "classes.tsv"), ids=lambda row: row["name"])
def test_every_class_word_makes_a_law(row: dict[str, str]) -> None:
    assert read(row["example"]) == [("LAW", row["example"][1:-1])]


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: rule.name)
def test_rules_read_their_examples_whole_and_leave_counterexamples(rule) -> None:  # type: ignore[no-untyped-def]
    for example, value in rule.examples.items():
        match = rule.pattern.search(example)
        assert match is not None
        assert (match.group(), rule.read(match)) == (example, value)
    for text in rule.not_in:
        assert not any(rule.read(match) for match in rule.pattern.finditer(text)), text


@given(st.text(alphabet="《》〈〉“”（）第三届2020年中德峰会论坛博览会在的\n规划计", max_size=80))
def test_any_text_gives_flat_ordered_mentions_of_its_own_characters(text: str) -> None:
    mentions = find_titles(text)
    assert all(text[mention.start : mention.end] == mention.text for mention in mentions)
    assert all(first.end <= second.start for first, second in pairwise(mentions))


@pytest.mark.parametrize("piece", ["《", "“", "第三届", "2020", "峰会", "中国", "一", "第一次", "《“", "全国", "（"])
def test_time_grows_with_length_only(piece: str) -> None:
    # Twenty times the text takes no more than a hundred times as long; squared growth would take four hundred.
    start = time.perf_counter()
    find_titles(piece * 5_000)
    middle = time.perf_counter()
    find_titles(piece * 100_000)
    assert time.perf_counter() - middle < 100 * (middle - start) + 1


@pytest.mark.parametrize(
    "name",
    [
        "第四届中国—中东欧国家博览会暨国际消费品博览会",
        "2026世界互联网大会数字丝路发展论坛",
        "博鳌亚洲论坛2025年年会",
        "中国音乐家协会第十次全国代表大会",
        "中国国民党革命委员会第十四届中央委员会第四次全体会议",
        "庆祝中国共产党成立100周年大会",
        "2025减贫治理与全球发展（怒江）国际论坛",
        "第三十一届北京国际广播电影电视展览会",
        "第十届丝绸之路国际电影节",
        "中德工业城市联盟2017年全体大会",
        "2019中德工业城市联盟第四次全体会议",
        "中德(许昌)中小企业合作交流会",
        "中德（佛山）智能制造与机器人大会",
        "上合组织青岛峰会",
        "慕尼黑上海电子展",
        "德国杜塞尔多夫医疗展",
        "2018中国（太仓）德国周",
        "广东(佛山)—德国经贸交流会",
    ],
)
def test_names_of_two_parts_are_one_mention(name: str) -> None:
    assert read(f"出席{name}的代表") == [("EVENT", name)]
