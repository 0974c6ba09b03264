"""Figures in running text: what is found, with its span, value, bound and unit, and what is left alone."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.figures.find import find_figures, label_of
from extractors.overlaps import flatten
from extractors.records import BOUNDS, Figure, Mention, Span, Word


def short(mention: Mention) -> tuple[str, str, str, str, str]:
    """Text, label, value (or limits), unit and bound of a mention."""
    figure = mention.figure
    assert figure is not None
    value = f"{figure.low}..{figure.high}" if figure.value is None else f"{figure.value}"
    return mention.text, mention.label, value, figure.unit, figure.bound


def found(text: str, **options: object) -> list[tuple[str, str, str, str, str]]:
    return [short(mention) for mention in find_figures(text, **options)]  # type: ignore[arg-type]


READ = {
    # the bound words that touch belong to the span; verbs do not
    "德国企业约600家": [("约600家", "CARDINAL", "600", "1", "about")],
    "贡献率达59%": [("59%", "PERCENT", "59", "%", "exact")],
    "占比超过了三成": [("超过了三成", "PERCENT", "30", "%", "more_than")],
    "至少有2252家商店": [("2252家", "CARDINAL", "2252", "1", "at_least")],
    "至少有600多家企业": [("600多家", "CARDINAL", "600", "1", "more_than")],
    "约占全国贸易总额的47%": [("47%", "PERCENT", "47", "%", "about")],
    # a currency in front, with 元 behind the number or without
    "港币5000元": [("港币5000元", "MONEY", "5000", "HKD", "exact")],
    "约港币5000元": [("约港币5000元", "MONEY", "5000", "HKD", "about")],
    "港币约5000元": [("约5000元", "MONEY", "5000", "HKD", "about")],
    "奖金为美金300元": [("美金300元", "MONEY", "300", "USD", "exact")],
    "投资日元3亿。": [("日元3亿", "MONEY", "300000000", "JPY", "exact")],
    "欧元50万": [("欧元50万", "MONEY", "500000", "EUR", "exact")],
    "人民币100元": [("人民币100元", "MONEY", "100", "CNY", "exact")],
    "100日元3万人": [("100日元", "MONEY", "100", "JPY", "exact"), ("3万人", "CARDINAL", "30000", "1", "exact")],
    "1美元7元人民币": [("1美元", "MONEY", "1", "USD", "exact"), ("7元人民币", "MONEY", "7", "CNY", "exact")],
    "超50亿美元": [("超50亿美元", "MONEY", "5000000000", "USD", "more_than")],
    "其中超亿元项目9个": [("超亿元", "MONEY", "100000000", "CNY", "more_than"), ("9个", "CARDINAL", "9", "1", "exact")],
    # 节约, 纽约, 附近, 中超 end like bound words
    "节约300元": [("300元", "MONEY", "300", "CNY", "exact")],
    "附近10家酒店": [("10家", "CARDINAL", "10", "1", "exact")],
    # ranges and what their first number takes from the second
    "投资1.2亿至1.5亿美元": [("1.2亿至1.5亿美元", "MONEY", "120000000..150000000", "USD", "range")],
    "从8500到3万港元": [("8500到3万港元", "MONEY", "8500..30000", "HKD", "range")],
    "维持在4.25%至4.50%之间": [("4.25%至4.50%之间", "PERCENT", "4.25..4.50", "%", "range")],
    # lists share the last one's unit and magnitude
    "投资120、80和45亿元": [
        ("120", "MONEY", "12000000000", "CNY", "exact"), ("80", "MONEY", "8000000000", "CNY", "exact"), ("45亿元", "MONEY", "4500000000",
        "CNY", "exact"),
    ],
    "面积分别为1.2万、0.8万和1.5万平方米": [
        ("1.2万", "QUANTITY", "12000", "m2", "exact"), ("0.8万", "QUANTITY", "8000", "m2", "exact"), ("1.5万平方米", "QUANTITY",
        "15000", "m2", "exact"),
    ],
    # money
    "标价¥199，注册资本人民币8千元": [("¥199", "MONEY", "199", "CNY", "exact"), ("人民币8千元", "MONEY", "8000", "CNY", "exact")],
    "每吨5元3角": [("5元3角", "MONEY", "5.3", "CNY", "exact")],
    "净利润负1.2亿元": [("负1.2亿元", "MONEY", "-120000000", "CNY", "exact")],
    "为企业减负1.2亿元": [("1.2亿元", "MONEY", "120000000", "CNY", "exact")],
    # quantities, durations, ages
    "23万锭纺纱车间": [("23万锭", "QUANTITY", "230000", "锭", "exact")],
    "发电3.5万千瓦时": [("3.5万千瓦时", "QUANTITY", "35000", "kW.h", "exact")],
    "零下40多摄氏度": [("零下40多摄氏度", "QUANTITY", "-40", "Cel", "less_than")],
    "为期三天，历时一年": [("三天", "QUANTITY", "3", "d", "exact"), ("一年", "QUANTITY", "1", "a", "exact")],
    "需2小时30分钟": [("2小时30分钟", "QUANTITY", "150", "min", "exact")],
    # counts
    "仅一家入选，1家落选": [("一家", "CARDINAL", "1", "1", "exact"), ("1家", "CARDINAL", "1", "1", "exact")],
    "八九百名学员和十几名教师": [("八九百名", "CARDINAL", "800..900", "1", "range"), ("十几名", "CARDINAL", "11..19", "1", "range")],
    "增长3倍，翻一番": [("3倍", "CARDINAL", "3", "1", "exact"), ("翻一番", "CARDINAL", "2", "1", "exact")],
    "占三分之一": [("三分之一", "CARDINAL", "0.3333333333333333", "1", "exact")],
    "基站总数是10000。": [("10000", "CARDINAL", "10000", "1", "exact")],
    # ranks
    "居河南省第4位": [("第4位", "ORDINAL", "4", "rank", "exact")],
    "跻身全球前十": [("前十", "ORDINAL", "10", "rank", "at_most")],
    "稳居全国首位。": [("首位", "ORDINAL", "1", "rank", "exact")],
    "第二大贸易伙伴": [("第二大", "ORDINAL", "2", "rank", "exact")],
    # width and script as written
    "２６個成員，１２．５％": [("２６個", "CARDINAL", "26", "1", "exact"), ("１２．５％", "PERCENT", "12.5", "%", "exact")],
}  # fmt: skip

LEFT_ALONE = [
    "对接德国工业4.0和5G、G20、ISO 9001", "《中国制造2025》", "985高校", "二十国集团", "“1+6”圆桌对话", "三农工作、一带一路",
    "双方、两国、两地、三方",
    "一心一意，千方百计，统一思想，一致同意，万一下雨", "九江、四川、三门峡、五台山", "一个新平台、一批项目、一家企业、一条道路",
    "几个城市、多家企业、若干项目",
    "热线0371-66000000，邮编461000", "QQ 2959115788", "豫ICP备20005723号-14", "中国队3比1获胜，另一场2:0", "第十九届五中全会",
    "第四次全体会议", "第47条第3款",
    "1. 总体要求", "（三）加强合作", "二期工程", "三号楼、12路公交", "十分重要，千万不要", "C919、歼-20、波音737、COVID-19",
    "零增长、零关税", "https://a.cn/?q=30%2520%",
    "世界500强", "24节气", "首届、首次、首批", "百家争鸣", "第一时间、第三方、第三产业", "我国首位女航天员", "从0到1的突破", "三顾茅庐，五湖四海",
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), READ.items())
def test_figure_is_read_with_its_span_value_unit_and_bound(text: str, expected: list[tuple[str, str, str, str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_numbers_of_names_idioms_and_codes_are_no_figures(text: str) -> None:
    assert found(text) == []


def test_totals_and_parts_of_an_alliance_are_all_read() -> None:
    text = "成员城市由18个(中方11个城市+德方7个城市)，扩展至47个，包括26个中方成员城市、19个德方成员城市及2个观察员城市"
    assert [mention.text for mention in find_figures(text)] == ["18个", "11个", "7个", "47个", "26个", "19个", "2个"]


def test_two_ranks_of_a_list_have_one_scope() -> None:
    mentions = find_figures("专利申请量和授权量分居河南省第2位、第3位；产值居全省第1位")
    assert [(mention.text, mention.figure and mention.figure.scope) for mention in mentions] == [
        ("第2位", "河南省"),
        ("第3位", "河南省"),
        ("第1位", "全省"),
    ]


def test_numbers_inside_taken_spans_are_left_to_their_owners() -> None:
    text = "2020年8月12日，30家企业"
    assert found(text, taken=[Span(0, 10)]) == [("30家", "CARDINAL", "30", "1", "exact")]


def test_counted_noun_follows_the_measure_word() -> None:
    text = "共300多名德国客商参展"
    words = [Word(0, 1, "d"), Word(1, 6, "m"), Word(6, 8, "LOC"), Word(8, 10, "n"), Word(10, 12, "v")]
    [mention] = find_figures(text, words=words)
    assert mention.figure == Figure(Decimal(300), "1", "more_than", classifier="名", counted="德国客商")


def test_counted_noun_is_that_of_the_clause_with_de() -> None:
    # 意向 is a verb's noun here: what is counted stands behind 的.
    text = "8家意向落地绍兴的德国企业"
    words = [Word(0, 2, "m"), Word(2, 4, "n"), Word(4, 6, "v"), Word(6, 8, "LOC"), Word(8, 9, "u"), Word(9, 11, "LOC"), Word(11, 13, "n")]
    assert [mention.figure and mention.figure.counted for mention in find_figures(text, words=words)] == ["德国企业"]


def counted_in(*tagged: str) -> list[str | None]:
    """What the figures of a text count, the text given as words with tags."""
    text, words = "", []
    for one in tagged:
        word, tag = one.split("|")
        words.append(Word(len(text), len(text) + len(word), tag))
        text += word
    return [mention.figure and mention.figure.counted for mention in find_figures(text, words=words)]


def test_what_is_done_with_the_things_counted_is_not_counted() -> None:
    assert counted_in("24个|m", "行业|n", "利润|n", "增长|v") == ["行业"]
    assert counted_in("145个|m", "重点|n", "项目|n", "建设|vn", "。|w") == ["重点项目"]
    # The same word inside a name.
    assert counted_in("12个|m", "基础设施|n", "建设|vn", "项目|n", "。|w") == ["基础设施建设项目"]


def test_nothing_is_counted_where_no_words_are_known() -> None:
    assert [mention.figure and mention.figure.counted for mention in find_figures("26个成员城市")] == [None]


def test_classifier_is_kept_as_written() -> None:
    assert [mention.figure and mention.figure.classifier for mention in find_figures("19個城市")] == ["個"]


def test_cells_of_a_table_take_the_unit_that_its_heading_names() -> None:
    text = "主要市场进出口情况（单位：亿元）\n欧盟　4316.5　同比增长18.2%\n美国　4120\n其中德国有30家。"
    assert found(text) == [
        ("4316.5", "MONEY", "431650000000", "CNY", "exact"),
        ("18.2%", "PERCENT", "18.2", "%", "exact"),
        ("4120", "MONEY", "412000000000", "CNY", "exact"),
        ("30家", "CARDINAL", "30", "1", "exact"),
    ]


@pytest.mark.parametrize(
    ("unit", "label"),
    [
        ("CNY", "MONEY"),
        ("%", "PERCENT"),
        ("pp", "PERCENT"),
        ("1", "CARDINAL"),
        ("rank", "ORDINAL"),
        ("kW.h", "QUANTITY"),
        ("TEU", "QUANTITY"),
        ("亩", "QUANTITY"),
    ],
)
def test_unit_gives_the_label(unit: str, label: str) -> None:
    assert label_of(Figure(Decimal(1), unit)) == label


@given(
    st.text(
        alphabet="一二三十百千万亿两几数多余来半零约近超至到和、。，％%元美年月日个家名位第前首米公斤千瓦时成折0123456789.-() \nABk分之", max_size=120
    )
)
def test_any_text_gives_flat_mentions_that_say_what_stands_there(text: str) -> None:
    mentions = find_figures(text)
    assert flatten(mentions) == mentions
    for mention in mentions:
        figure = mention.figure
        assert text[mention.start : mention.end] == mention.text
        assert figure is not None
        assert figure.bound in BOUNDS
        assert (figure.value is None) == (figure.bound == "range")
        assert figure.value is not None or (figure.low is not None and figure.high is not None and figure.low < figure.high)


@pytest.mark.parametrize(
    "unit", ["一", "2020年", "1-", "3、", "约", "第", "百分之", "1,", "30家、", "¥", "单位：亿元\n1\n", "一万", "几百", "占全国的", "是"]
)
def test_time_grows_with_the_length_of_the_text(unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * length)[:length]
        start = time.process_time()
        find_figures(text)
        return time.process_time() - start

    seconds(1_000)
    assert seconds(20_000) < 4 * seconds(10_000) + 0.2
