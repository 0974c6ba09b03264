"""Indicators: whose a figure is, what it measures, for which period, up or down; and figures that are none.

A draft is written as words with their tags: `贸易额|n`. `=` gives a date its EDTF, a place its id
and an organisation its kind; figures are found by the figures component itself.
"""

from __future__ import annotations

from decimal import Decimal

from corpus.article import make_article
from extractors.facts.indicators import find_indicators
from extractors.figures.find import find_figures
from extractors.records import Date, Draft, Indicator, Mention, Organisation, Place, Span, Word
from extractors.sentences import split_sentences

PLACES = {
    "CN": Place("CN", "中国", "country", "CN"),
    "DE": Place("DE", "德国", "country", "DE"),
    "CN-330000": Place("CN-330000", "浙江省", "province", "CN", "CN"),
    "CN-320000": Place("CN-320000", "江苏省", "province", "CN", "CN"),
    "CN-410000": Place("CN-410000", "河南省", "province", "CN", "CN"),
    "CN-411000": Place("CN-411000", "许昌市", "city", "CN", "CN-410000"),
}


def draft(*lines: str, home: str | None = None, title: str | None = None) -> Draft:
    """The draft of a text written as words, one line a paragraph."""
    text, words, mentions, organisations = "", [], [], {}
    for line in lines:
        for written in line.split(" "):
            word, tag = written.split("|")
            start, kind = len(text), tag.partition("=")[0]
            text += word
            words.append(Word(start, len(text), {"GPE": "LOC", "DATE": "TIME"}.get(kind, kind)))
            mentions += [mention for mention in [_mention(word, start, tag)] if mention]
            if kind == "ORG":
                organisations[word] = Organisation(word, word, tag.partition("=")[2])
        text += "\n"
    text = text.rstrip("\n")
    taken = [Span(mention.start, mention.end) for mention in mentions if mention.label == "DATE"]
    figures = find_figures(text, taken=taken, words=words)
    known = {mention.entity_id for mention in mentions}
    places = {place_id: place for place_id, place in PLACES.items() if place_id in known or place_id in ("CN-410000", home)}
    return Draft(
        make_article(text, title=title),
        split_sentences(text),
        tuple(words),
        tuple(sorted([*mentions, *figures], key=lambda mention: mention.start)),
        places,
        organisations,
        home_place_id=home,
    )


def _mention(word: str, start: int, tag: str) -> Mention | None:
    kind, _, value = tag.partition("=")
    if kind == "DATE":
        grain = "day" if value.count("-") == 2 else "year"
        return Mention("DATE", start, start + len(word), word, "test", date=Date(value, None, None, grain, None))
    if kind in ("GPE", "ORG"):
        return Mention(kind, start, start + len(word), word, "test", entity_id=value if kind == "GPE" else word)
    return None


def facts(*lines: str, **options: str) -> list[tuple[str, str, tuple[str, ...], str | None]]:
    """Text of the figure, metric, subjects and period of each indicator."""
    one = draft(*lines, **options)  # type: ignore[arg-type]
    texts = {mention.id_in(one.article.article_id): mention.text for mention in one.mentions}
    return [(texts[found.mention_id], found.metric, found.subject_ids, found.period) for found in find_indicators(one)]


def only(*lines: str, **options: str) -> Indicator:
    [found] = find_indicators(draft(*lines, **options))  # type: ignore[arg-type]
    return found


TRADE = (
    "今年1—10月|DATE=2020-01/2020-10 ，|w 浙|GPE=CN-330000 德|GPE=DE 贸易额|n 实现|v 165.3亿美元|m ，|w 其中|r ，|w "
    "浙江省|GPE=CN-330000 向|p 德国|GPE=DE 出口|v 130.8亿美元|m ，|w 在|p 全球|n 疫情|n 背景|n 下|f 依然|d 实现|v 了|u 8.8%|m 的|u 增长|vn 。|w"
)


def test_bulletin_gives_each_figure_its_metric_subject_and_period() -> None:
    assert facts(TRADE) == [
        ("165.3亿美元", "贸易额", ("CN-330000", "DE"), "2020-01/2020-10"),
        ("130.8亿美元", "出口额", ("CN-330000", "DE"), "2020-01/2020-10"),
        ("8.8%", "出口额", ("CN-330000", "DE"), "2020-01/2020-10"),
    ]


def test_rate_behind_de_growth_is_up_and_the_amounts_have_no_change() -> None:
    assert [found.change for found in find_indicators(draft(TRADE))] == [None, None, "up"]


def test_pronoun_of_an_area_is_the_home_place_and_the_rank_goes_on_from_the_rate() -> None:
    line = "“十二五”时期|DATE=2011/2015 ，|w 全市|n 生产总值|n 年均|d 增长|v 11.2%|m ，|w 居|v 全省|n 第1位|m 。|w"
    assert facts(line, home="CN-411000") == [
        ("11.2%", "生产总值", ("CN-411000",), "2011/2015"),
        ("第1位", "生产总值", ("CN-411000",), "2011/2015"),
    ]
    first, second = find_indicators(draft(line, home="CN-411000"))
    assert (first.change, first.base, second.change, second.scope) == ("up", None, None, "全省")


def test_pronoun_of_an_area_without_any_place_stays_unresolved() -> None:
    found = only("全市|n 生产总值|n 增长|v 11.2%|m 。|w")
    assert (found.subject_ids, found.subject_text) == ((), "全市")


def test_count_is_named_by_its_noun_before_or_behind_the_figure() -> None:
    line = "许昌|GPE=CN-411000 现有|v 高新技术企业|n 80家|m ，|w 引进|v 12个|m 合作|vn 项目|n 。|w"
    assert facts(line) == [
        ("80家", "高新技术企业数", ("CN-411000",), None),
        ("12个", "合作项目数", ("CN-411000",), None),
    ]


def test_yoy_and_mom_are_told_apart_and_a_bare_rate_of_the_list_keeps_the_base() -> None:
    line = (
        "2021年|DATE=2021 ，|w 浙江|GPE=CN-330000 出口|v 56亿元|m ，|w 同比|d 增长|v 19.3%|m ；|w "
        "进口|v 32亿元|m ，|w 下降|v 2.1%|m ，|w 环比|d 增长|v 1%|m 。|w"
    )
    found = find_indicators(draft(line))
    assert [(one.metric, one.change, one.base) for one in found] == [
        ("出口额", None, None),
        ("出口额", "up", "yoy"),
        ("进口额", None, None),
        ("进口额", "down", "yoy"),
        ("进口额", "up", "mom"),
    ]


def test_date_of_comparison_is_no_period() -> None:
    found = only("许昌|GPE=CN-411000 出口额|n 比|p 2015年|DATE=2015 增长|v 20%|m 。|w")
    assert (found.metric, found.period, found.change, found.base) == ("出口额", None, "up", None)


def test_share_names_its_part_and_its_whole() -> None:
    found = only("许昌|GPE=CN-411000 民间投资|n 占|v 全|a 社会|n 总投资|n 的|u 90%以上|m 。|w")
    assert (found.metric, found.share_of, found.figure.bound) == ("民间投资占比", "全社会总投资", "at_least")


def test_each_of_a_list_has_its_own_share() -> None:
    line = (
        "2022年|DATE=2022 ，|w 浙江|GPE=CN-330000 进出口|v 712亿元|m 。|w "
        "其中|r ，|w 江苏|GPE=CN-320000 、|w 浙江|GPE=CN-330000 分别|d 占|v 31.2%|m 和|c 22.5%|m 。|w"
    )
    assert facts(line)[1:] == [
        ("31.2%", "进出口额占比", ("CN-320000",), "2022"),
        ("22.5%", "进出口额占比", ("CN-330000",), "2022"),
    ]


def test_partner_of_a_rank_is_a_subject_too() -> None:
    found = only("中国|GPE=CN 成为|v 德国|GPE=DE 第一大|m 贸易|n 伙伴|n 。|w")
    assert (found.metric, found.subject_ids, found.figure.value) == ("贸易伙伴", ("CN", "DE"), Decimal(1))


def test_office_that_tells_a_figure_does_not_own_it() -> None:
    line = "许昌市|GPE=CN-411000 商务局|ORG=government 公布|v 的|u 数据|n 显示|v ，|w 全市|n 进出口额|n 达|v 41亿元|m 。|w"
    assert only(line, home="CN-411000").subject_ids == ("CN-411000",)


def test_what_is_planned_is_said_so() -> None:
    assert only("规划|v 建筑面积|n 4.8万平方米|m 。|w").modality == "planned"


def test_durations_visits_and_attributes_are_no_indicators() -> None:
    assert facts("展会|n 为期|v 3天|m 。|w") == []
    assert facts("30余家|m 企业|n 近日|t 组团|v 赴|v 德国|GPE=DE 。|w") == []
    assert facts("每|r 10家|m 企业|n 中|f ，|w 就|d 有|v 9家|m 是|v 民营|b 企业|n 。|w") == []


def test_parts_that_do_not_add_up_are_flagged_and_left_as_they_are() -> None:
    line = "许昌|GPE=CN-411000 现有|v 企业|n 18家|m ，|w 包括|v 11家|m 中资|n 企业|n 和|c 8家|m 外资|n 企业|n 。|w"
    total, *parts = find_indicators(draft(line))
    assert total.checks == ("parts add up to 19, not 18",)
    assert [part.checks for part in parts] == [(), ()]
    assert total.figure.value == Decimal(18)


def test_parts_that_add_up_are_not_flagged() -> None:
    line = "许昌|GPE=CN-411000 现有|v 企业|n 18家|m ，|w 包括|v 11家|m 中资|n 企业|n 和|c 7家|m 外资|n 企业|n 。|w"
    assert [one.checks for one in find_indicators(draft(line))] == [(), (), ()]


def test_parts_in_a_bracket_end_with_it() -> None:
    line = "许昌|GPE=CN-411000 现有|v 企业|n 由|p 18家|m （|w 中方|n 11家|m 企业|n +|w 德方|n 7家|m 企业|n ）|w ，|w 扩展|v 至|p 47家|m 。|w"
    assert [(one.metric, one.figure.value, one.checks) for one in find_indicators(draft(line))] == [
        ("企业数", Decimal(18), ()),
        ("中方企业数", Decimal(11), ()),
        ("德方企业数", Decimal(7), ()),
        ("企业数", Decimal(47), ()),
    ]


def test_count_of_nobody_known_is_none_unless_its_metric_is_of_the_list() -> None:
    assert facts("累计|vd 创建|v 140个|m 产业|n 集群|n 。|w") == []
    assert facts("会上|s 签署|v 12个|m 合作|vn 项目|n 。|w") == [("12个", "合作项目数", (), None)]
    assert facts("签约|vn 项目|n 27个|m 。|w") == [("27个", "签约项目数", (), None)]


def test_places_verbs_and_slogans_are_not_counted() -> None:
    assert facts("许昌|GPE=CN-411000 周边|f 有|v 300人|m 。|w") == []
    assert facts("许昌|GPE=CN-411000 新增|v 病例|n 860例|m ，|w 其中|r 本土|n 643例|m 。|w") == [
        ("860例", "病例数", ("CN-411000",), None),
        ("643例", "本土病例数", ("CN-411000",), None),
    ]
    assert facts("许昌|GPE=CN-411000 编写|v 60部|m 省级|a 大事|n 记|v ，|w 已|d 出版|v 。|w") == []
    assert facts("许昌|GPE=CN-411000 推进|v “|w 四个|m 革命|n 、|w 一个|m 合作|vn ”|w 。|w") == []


def test_last_part_of_a_coordination_is_no_subject() -> None:
    line = "31个|m 省|n （|w 自治区|n 、|w 直辖市|n ）|w 和|c 许昌|GPE=CN-411000 报告|v 新增|v 病例|n 211例|m 。|w"
    found = only(line)
    assert (found.subject_ids, found.subject_text, found.metric) == ((), "31个省（自治区、直辖市）和许昌", "病例数")


def test_first_part_of_a_coordination_is_no_subject() -> None:
    found = only("许昌|GPE=CN-411000 及|c 周边|f 企业|n 达|v 80家|m 。|w")
    assert (found.subject_ids, found.subject_text) == ((), "许昌及周边")
    found = only("许昌|GPE=CN-411000 等|u 城市|n 企业|n 达|v 80家|m 。|w")
    assert (found.subject_ids, found.subject_text) == ((), "许昌等")


def test_list_of_statements_is_no_coordination() -> None:
    line = "浙江|GPE=CN-330000 出口|v 3亿元|m 、|w 江苏|GPE=CN-320000 出口|v 2亿元|m 。|w"
    assert [(one.subject_ids, one.figure.value) for one in find_indicators(draft(line))] == [
        (("CN-330000",), Decimal(300000000)),
        (("CN-320000",), Decimal(200000000)),
    ]


def test_rank_of_a_thing_in_a_country_does_not_make_it_the_countrys() -> None:
    assert only("中国|GPE=CN 首个|m 深水|n 油田|n 产量|n 达|v 300万吨|m 。|w").subject_ids == ()


def test_rate_behind_an_amount_that_was_not_read_is_not_of_the_one_before() -> None:
    lines = "许昌|GPE=CN-411000 出口额|n 达|v 41亿元|m 。|w 新|a 设|v 公司|n 数达|n 300家|m ，|w 较|p 2012年|DATE=2012 增长|v 20%|m 。|w"
    assert facts(lines) == [("41亿元", "出口额", ("CN-411000",), None)]


def test_contribution_is_that_of_its_giver() -> None:
    assert only("许昌|GPE=CN-411000 科技|n 进步|vn 对|p 经济|n 增长|vn 的|u 贡献率|n 达|v 59%|m 。|w").metric == "科技进步贡献率"


def test_amount_for_each_person_is_told_from_the_whole() -> None:
    line = "许昌|GPE=CN-411000 生产总值|n 达|v 3000亿元|m ，|w 人均|v 生产总值|n 达|v 7万元|m 。|w"
    assert [found[1] for found in facts(line)] == ["生产总值", "人均生产总值"]


def test_share_of_an_amount_is_not_that_amount() -> None:
    assert facts("许昌|GPE=CN-411000 财政|n 支出|n 的|u 70%以上|m 用于|v 民生|n 。|w") == []


def test_rate_of_another_noun_is_not_of_the_figure_before() -> None:
    line = "许昌|GPE=CN-411000 组建|v 5个|m 服务|vn 中心|n ，|w 满意|a 程度|n 提升|v 10%|m 。|w"
    assert [found[0] for found in facts(line)] == ["5个"]


def test_points_behind_a_share_are_of_the_share() -> None:
    line = "许昌|GPE=CN-411000 民间投资|n 占|v 总投资|n 的|u 比重|n 达|v 31%|m ，|w 提高|v 6个百分点|m 。|w"
    assert [(found[0], found[1]) for found in facts(line)] == [("31%", "民间投资占比"), ("6个百分点", "民间投资占比")]


def test_count_inside_the_modifier_of_another_noun_is_none() -> None:
    assert facts("许昌|GPE=CN-411000 3000名|m 职工|n 的|u 期待|vn 成为|v 现实|n 。|w") == []


def test_company_pronoun_is_a_brand_where_no_company_is_named() -> None:
    lines = "青岛啤酒|ORG=other 经理|n 表示|v ，|w 今年上半年|DATE=2018-01/2018-06 该公司|r 销售|v 啤酒|n 6.2万吨|m 。|w"
    assert facts(lines) == [("6.2万吨", "啤酒销量", ("青岛啤酒",), "2018-01/2018-06")]


def test_what_is_bought_does_not_buy() -> None:
    line = "吉恒控股|ORG=company 以|p 2.3亿欧元|m 收购|v 德国|GPE=DE 企业|n 莱曼液压|ORG=company 74.9%|m 的|u 股权|n 。|w"
    assert [(found[1], found[2]) for found in facts(line)] == [("收购额", ("吉恒控股",)), ("股权占比", ("吉恒控股",))]
    line = "比特尔|ORG=company 完成|v 对|p 莱曼液压|ORG=company 的|u 收购|vn ，|w 作价|v 1.35亿欧元|m 。|w"
    assert facts(line) == [("1.35亿欧元", "收购额", ("比特尔",), None)]


def test_since_a_day_that_is_not_said_has_no_period() -> None:
    lines = ("去年|DATE=2020 许昌|GPE=CN-411000 出口|v 3亿元|m 。|w", "法律|n 实施|v 以来|f ，|w 许昌|GPE=CN-411000 企业数|n 达|v 19家|m 。|w")
    assert facts(" ".join(lines)) == [("3亿元", "出口额", ("CN-411000",), "2020"), ("19家", "企业数", ("CN-411000",), None)]


def test_stock_of_a_day_has_that_day() -> None:
    lines = "截至|v 10月10日|DATE=2022-10-10 ，|w 许昌|GPE=CN-411000 现有|v 病例|n 41例|m 。|w"
    assert facts(lines) == [("41例", "病例数", ("CN-411000",), "2022-10-10")]


def test_count_that_says_where_is_none() -> None:
    assert facts("许昌|GPE=CN-411000 保险|n 在|p 49个|m 城市|n 试点|v 。|w") == []


def test_what_a_plant_will_yield_is_planned() -> None:
    assert only("许昌|GPE=CN-411000 项目|n 投产|v 后|f ，|w 发电量|n 达|v 22亿千瓦时|m 。|w").modality == "planned"


def test_goods_and_services_are_one_name() -> None:
    assert only("许昌|GPE=CN-411000 货物|n 与|c 服务|vn 贸易|n 总额|n 达|v 3亿元|m 。|w").metric == "货物和服务贸易额"


def test_companies_that_are_served_are_no_companies_of_the_one_who_serves() -> None:
    assert only("许昌|GPE=CN-411000 累计|vd 服务|v 300家|m 企业|n 。|w").metric == "服务企业数"


def test_known_wording_inside_a_longer_word_takes_the_word() -> None:
    assert only("许昌|GPE=CN-411000 科技|n 进步贡献率|vn 达|v 61%|m 。|w").metric == "科技进步贡献率"


def test_noun_before_is_not_counted_where_another_stands_behind() -> None:
    assert facts("许昌|GPE=CN-411000 覆盖|v 国民经济|n 40个|m 大类|a 。|w") == []


def test_doses_given_are_named_by_their_verb() -> None:
    assert only("许昌|GPE=CN-411000 累计|vd 接种|v 新冠病毒疫苗|nz 343万剂次|m 。|w").metric == "新冠病毒疫苗接种量"


def test_trade_has_no_amount_in_other_units() -> None:
    assert facts("许昌|GPE=CN-411000 产品|n 出口|v 到|v 6大洲|m 。|w") == []


def test_parts_behind_among_them_may_be_less_than_the_total() -> None:
    line = "许昌|GPE=CN-411000 现有|v 企业|n 18家|m ，|w 其中|r 3家|m 中资|n 企业|n 和|c 4家|m 外资|n 企业|n 。|w"
    assert find_indicators(draft(line))[0].checks == ()


def test_bracket_that_is_closed_opens_no_parts() -> None:
    line = "全国|n 本科|n 院校|n 12所|m 、|w 高职|n （|w 专科|n ）|w 院校|n 15所|m ，|w 成人|n 高校|n 2所|m 。|w"
    assert {one.checks for one in find_indicators(draft(line))} == {()}


def test_share_that_its_part_and_total_contradict_is_flagged() -> None:
    line = "浙江|GPE=CN-330000 出口|v 82亿美元|m ，|w 其中|r 输往|v 德国|GPE=DE {}亿美元|m ，|w 占|v 6.6%|m 。|w"
    assert [one.checks for one in find_indicators(draft(line.format("5.4")))] == [(), (), ()]
    assert [one.checks for one in find_indicators(draft(line.format("8.2")))] == [(), (), ("820000000 of 8200000000 is 10.0%, not 6.6%",)]


def test_ids_depend_on_the_article_and_the_figure_alone() -> None:
    assert [one.id for one in find_indicators(draft(TRADE))] == [one.id for one in find_indicators(draft(TRADE))]
    assert len({one.id for one in find_indicators(draft(TRADE))}) == 3


def test_evidence_is_the_sentence_of_the_figure() -> None:
    one = draft(TRADE, "全市|n 出口|v 3亿元|m 。|w")
    for found in find_indicators(one):
        assert one.text[found.start : found.end] == found.evidence
        assert found.evidence.endswith("。")


def test_confidence_falls_with_what_is_not_known() -> None:
    whole = only("2020年|DATE=2020 ，|w 许昌|GPE=CN-411000 出口额|n 达|v 3亿元|m 。|w")
    without_period = only("许昌|GPE=CN-411000 出口额|n 达|v 3亿元|m 。|w")
    without_subject = only("2020年|DATE=2020 ，|w 出口额|n 达|v 3亿元|m 。|w")
    assert [found.confidence for found in (whole, without_period, without_subject)] == [0.84, 0.71, 0.52]
