"""Lines to a clean body: what goes, what stays, what is joined."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.clean import Line, clean, is_caption, is_navigation, lines_of, tidy

# A newspaper's text as it was copied: kicker, shoulder line, title, byline, caption, questions as headings, sentences cut by blank lines.
NEWSPAPER = """

聚焦临江对外开放之中欧港口城市联盟(下)

临江在走出去的路上,又添了一张响亮的“名片”

临江成为中欧港口城市联盟观察员城市

核心提示

走出去,天地宽。

9月3日,临江市收到联盟秘书处的复函,成为联盟第12个观察员城市。这不仅是一块牌子,而且意味着

临江港的航线有了新的伙伴。记者就此采访了市港航局负责人。

□ 记者 何晓

9月5日,临江港集装箱码头上,工人在吊装发往鹿特丹的货物。 记者 韦明 摄

联盟是个什么样的组织?

四年成长,朋友遍及两大洲

据介绍,中欧港口城市联盟成立于2017年3月,目前共有城市31个(含成员城市及观察员城

市),其中中方17个、欧方14个。

联盟先后组织了汉堡、鹿特丹、安特卫普、

热那亚等6次港口对接会,促成合作项目20多个,培育了一批航运业的“专精

特新”企业。
"""

# A whole page copied from a small portal.
COPIED_PAGE = """首页 动态 消费 创业 汽车 商业 房产 互联网 聚焦 快讯 热点 手机版
资讯 > 动态 >

2021中欧港口合作论坛开幕

首页 动态 消费 创业 汽车 商业 房产 互联网 聚焦 快讯 热点 手机版
资讯 > 动态 >

2021中欧港口合作论坛开幕

来源:东方航运网 发布时间:2021-09-14 08:23:34

9月13日,2021中欧港口合作论坛在浙江舟山开幕,来自12个国家的代表线上线下参会。

论坛现场。 何苗 摄

论坛现场。 何苗 摄

论坛由舟山市人民政府主办。

论坛现场。 何苗 摄

关键词: 港口 论坛
责任编辑:GK007


网站首页 | 关于我们 | 免责声明 | 联系我们

所有文章、评论、信息、数据仅供参考,使用前请核实,风险自负。

Copyright 2012-2021  临江经济网 版权所有 浙ICP备00000000号-1

营业执照

联系邮箱:12 34 56@qq.com     example.cn    All Rights Reserved
"""


def body(text: str, **options) -> list[str]:
    return clean(lines_of(text), **options).text.split("\n")


def test_a_newspapers_text_is_whole_again():
    found = clean(lines_of(NEWSPAPER))
    assert found.text.split("\n") == [
        "聚焦临江对外开放之中欧港口城市联盟(下)",
        "临江在走出去的路上,又添了一张响亮的“名片”",
        "核心提示",
        "走出去,天地宽。",
        "9月3日,临江市收到联盟秘书处的复函,成为联盟第12个观察员城市。这不仅是一块牌子,而且意味着临江港的航线有了新的伙伴。记者就此采访了市港航局负责人。",
        "联盟是个什么样的组织?",
        "四年成长,朋友遍及两大洲",
        "据介绍,中欧港口城市联盟成立于2017年3月,目前共有城市31个(含成员城市及观察员城市),其中中方17个、欧方14个。",
        "联盟先后组织了汉堡、鹿特丹、安特卫普、热那亚等6次港口对接会,促成合作项目20多个,培育了一批航运业的“专精特新”企业。",
    ]
    assert (found.title, found.reporters, found.published, found.source) == ("临江成为中欧港口城市联盟观察员城市", ("何晓",), None, None)
    assert found.captions == ("9月5日,临江港集装箱码头上,工人在吊装发往鹿特丹的货物。 记者 韦明 摄",)


def test_a_copied_page_keeps_its_article_only():
    found = clean(lines_of(COPIED_PAGE))
    assert found.text == "9月13日,2021中欧港口合作论坛在浙江舟山开幕,来自12个国家的代表线上线下参会。\n论坛由舟山市人民政府主办。"
    assert (found.title, found.source, found.published) == ("2021中欧港口合作论坛开幕", "东方航运网", "2021-09-14")
    assert (found.captions, found.reporters) == (("论坛现场。 何苗 摄",), ())


# --- title ---


@pytest.mark.parametrize(
    ("text", "title", "paragraphs"),
    [
        ("许昌入盟\n8月12日，许昌加入联盟。", "许昌入盟", ["8月12日，许昌加入联盟。"]),
        # A subtitle stays.
        ("许昌入盟\n——对德合作再添平台\n8月12日，许昌加入联盟。", "许昌入盟", ["——对德合作再添平台", "8月12日，许昌加入联盟。"]),
        # Running text, a dateline, a line alone, a list are no titles.
        ("8月12日，许昌加入联盟。\n双方签约。", None, ["8月12日，许昌加入联盟。", "双方签约。"]),
        ("许昌加入联盟", None, ["许昌加入联盟"]),
        ("核心提示\n8月12日，许昌加入联盟。", None, ["核心提示", "8月12日，许昌加入联盟。"]),
        ("名单如下：\n许昌、洛阳。", None, ["名单如下：", "许昌、洛阳。"]),
        # Metadata below a title ends the headlines.
        ("许昌入盟\n来源：许昌日报 2020-08-13\n一、背景\n8月12日，许昌加入联盟。", "许昌入盟", ["一、背景", "8月12日，许昌加入联盟。"]),
        ("许昌入盟！\n8月12日，许昌加入联盟。", "许昌入盟！", ["8月12日，许昌加入联盟。"]),
    ],
)
def test_the_title_is_the_headline_or_honestly_none(text, title, paragraphs):
    found = clean(lines_of(text))
    assert (found.title, found.text.split("\n")) == (title, paragraphs)


def test_an_exported_texts_labels_are_read():
    found = clean(lines_of("标题：许昌入盟\n来源：许昌日报\n发布时间：2020-08-13\n正文：8月12日，许昌加入联盟。\n内容：丰富。"))
    assert (found.title, found.source, found.published) == ("许昌入盟", "许昌日报", "2020-08-13")
    assert found.text == "8月12日，许昌加入联盟。\n内容：丰富。"


def test_a_known_title_is_not_repeated_in_the_body_and_later_headings_stay():
    text = "许昌 入盟\n8月12日，许昌加入联盟，双方签约。\n许昌入盟\n这是一件大事，值得祝贺。"
    assert body(text, title="许昌入盟") == ["8月12日，许昌加入联盟，双方签约。", "许昌入盟", "这是一件大事，值得祝贺。"]


# --- joining ---

PARAGRAPHS = [
    "8月12日，临江市与德国不来梅州签署合作备忘录，双方将在港口物流、风电装备、职业教育等领域开展合作，并建立每年一次的会晤机制。",
    "根据备忘录，临江港至不来梅港的集装箱航线将由每周两班增至三班，预计全年运量可达4.2万标箱，比上年增长15%左右。",
    "市港航局局长说：“这是我们在欧洲的第三条直达航线。”",
]


@pytest.mark.parametrize("width", [20, 26, 34])
@pytest.mark.parametrize(("indent", "between"), [("", "\n\n"), ("　　", "\n")])
def test_a_wrapped_text_gets_its_paragraphs_back(width, indent, between):
    wrapped = ["\n".join((indent + text)[i : i + width] for i in range(0, len(indent + text), width)) for text in PARAGRAPHS]
    assert body(between.join(wrapped), find_title=False) == PARAGRAPHS


@pytest.mark.parametrize("cut", range(36, 55))
def test_a_sentence_cut_by_a_blank_line_is_whole_again(cut):
    text = f"{PARAGRAPHS[2]}\n\n{PARAGRAPHS[0][:cut]}\n\n{PARAGRAPHS[0][cut:]}\n\n{PARAGRAPHS[1]}"
    assert body(text, find_title=False) == [PARAGRAPHS[2], PARAGRAPHS[0], PARAGRAPHS[1]]


@pytest.mark.parametrize(
    "lines",
    [
        # Headings, questions, short lists, names one a line, a poem, numbered points without a full stop.
        ["许昌为何加入联盟？", "拓宽对外交流渠道，推动更多项目落地", "提起沙尔平，许昌人并不陌生。"],
        ["成员城市有：", "许昌市", "洛阳市", "焦作市"],
        ["许昌裕丰纺织智能科技有限公司", "许昌远东传动轴股份有限公司", "许继集团电气股份有限公司", "河南森源电气股份有限公司"],
        [
            "会议达成三点共识。",
            "一是加强港口合作，增开航线，提高通关效率，降低物流成本，服务更多企业",
            "二是加强职业教育合作，互派教师和学生，共建实训基地，培养技能人才",
        ],
        ["出席会议的有：", "临江市市长 王海涛", "不来梅州州长 安德烈亚斯·博文舒尔特"],
        ["数据显示，增长8%。", "（1）出口21亿元，增长9%，其中机电产品12亿元，占比过半，带动作用明显", "（2）进口17亿元"],
        ["他说：“我们来了。”", "“欢迎。”市长说。"],
        # A dateline begins an article, whatever stands before it.
        ["两国元首举行会谈。双方签署港口合作协议", "新华社柏林8月12日电 两国元首12日举行会谈。"],
    ],
)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_lines_that_stand_by_themselves_are_not_joined(lines, between):
    assert body(between.join(lines), find_title=False) == lines


def test_latin_words_are_joined_with_a_blank_and_chinese_without():
    assert body("本次大会的主讲人是“工业4.0之父”孔翰宁（Henning\nKagermann），他在会上说，合作大\n有可为。", find_title=False) == [
        "本次大会的主讲人是“工业4.0之父”孔翰宁（Henning Kagermann），他在会上说，合作大有可为。"
    ]


@pytest.mark.parametrize("mark", ["— 3 —", "-12-", "第3页 共5页", "第 3 页", "Page 3 of 5", "\f"])
def test_a_sentence_goes_on_beyond_a_pages_end(mark):
    text = f"{PARAGRAPHS[2]}\n{PARAGRAPHS[0][:40]}\n\n{mark}\n\n{PARAGRAPHS[0][40:]}\n{PARAGRAPHS[1]}"
    assert body(text, find_title=False) == [PARAGRAPHS[2], PARAGRAPHS[0], PARAGRAPHS[1]]


def test_a_latin_word_parted_at_the_lines_end_is_whole_again():
    text = "会上，孔翰宁（Henning Kager-\nmann）作主旨演讲。"
    assert body(text, find_title=False) == ["会上，孔翰宁（Henning Kagermann）作主旨演讲。"]


def test_a_sentence_goes_on_below_its_picture():
    text = f"{PARAGRAPHS[2]}\n\n{PARAGRAPHS[0][:40]}\n\n图为签约现场\n\n{PARAGRAPHS[0][40:]}"
    found = clean(lines_of(text), find_title=False)
    assert (found.text.split("\n"), found.captions) == ([PARAGRAPHS[2], PARAGRAPHS[0]], ("图为签约现场",))


def test_blocks_of_a_page_are_joined_only_on_sure_signs():
    blocks = [Line("双方就港口合作进行了交流。会后参观", whole=True), Line("产业园区的企业有三十家，职工两千人。", whole=True)]
    assert clean(blocks, find_title=False).text.count("\n") == 1
    blocks = [Line("双方就港口、物流、", whole=True), Line("风电进行了交流。", whole=True)]
    assert clean(blocks, find_title=False).text == "双方就港口、物流、风电进行了交流。"


# --- what goes and what stays ---


@pytest.mark.parametrize(
    "line",
    [
        "峰会现场。 王刚 摄",
        "9月5日，工人在吊装货物。新华社记者 杨青 摄",
        "9月5日，工人在吊装货物。新华社发（李明 摄）",
        "图为签约现场",
        "图①：签约现场。",
        "上图：双方互赠礼物。（主办方供图）",
        "港口夜景（资料图）",
        "摄影：何苗",
        "签约现場 記者 張錚 攝",
        "论坛现场 王 刚 摄",
    ],
)
def test_captions_and_credits_are_known(line):
    assert is_caption(line)


@pytest.mark.parametrize(
    "line",
    [
        "我们期待擘画新时代合作发展新蓝图。",
        "向绿而兴 临江绘就发展新蓝图",
        "这部影片由张艺谋导演、赵小丁掌镜拍摄。",
        "市民踊跃参观摄影展",
        "他是一名摄影师。",
        "图书馆新馆开放",
        "图们江流域合作加强",
        "中央气象台继续发布暴雨预警。",
        "企业向灾区无偿提供图纸。",
    ],
)
def test_sentences_with_the_same_words_are_no_captions(line):
    assert not is_caption(line)


@pytest.mark.parametrize(
    "text",
    [
        "在政治、经济、文化、社会、教育、科技等方面加强合作",
        "新闻、体育、娱乐、财经，他样样都看",
        "许昌 洛阳 焦作 佛山 沈阳",
        "中国 > 河南 > 许昌",
    ],
)
def test_enumerations_are_no_navigation(text):
    assert not is_navigation(text)


@pytest.mark.parametrize("text", ["首页 | 新闻 | 财经 | 房产", "您的位置：首页 > 新闻 > 正文", "资讯 > 动态 >", "首頁 · 時政 · 財經 · 體育"])
def test_menus_and_trails_are_navigation(text):
    assert is_navigation(text)


@pytest.mark.parametrize(
    "kept",
    [
        "工业和信息化部发布《关于开展增值电信业务扩大对外开放试点工作的通告》，外资股比限制将取消。",
        "今年2月全国受理网络违法和不良信息举报1768.3万件",
        "文章指出，要积极稳妥化解重点领域风险，落实好各项宏观政策。",
        "本网记者从市商务局获悉，许昌加入联盟。",
        "版权局局长说，去年全国登记著作权500万件，打击侵权盗版案件3000起。",
        "联系我们的是一家德国企业，它希望在许昌投资。",
        "相关阅读推广活动将在全市图书馆举行，为期三个月。",
        "2016年4月8日",
        "来源广泛的资金支持了项目建设，其中外资占三成。",
    ],
)
def test_the_articles_own_words_stay(kept):
    text = f"{PARAGRAPHS[0]}\n{kept}\n{PARAGRAPHS[1]}"
    assert body(text, find_title=False) == [PARAGRAPHS[0], kept, PARAGRAPHS[1]]
    if kept.endswith("。"):
        assert body(f"{PARAGRAPHS[0]}\n{kept}", find_title=False) == [PARAGRAPHS[0], kept]


@pytest.mark.parametrize(
    "end",
    [
        "责任编辑：李四",
        "（责任编辑：李四）",
        "[责任编辑 李四]",
        "相关阅读：\n港口吞吐量创新高\n新航线开通",
        "上一篇：港口吞吐量创新高\n下一篇：没有了",
        "分享到：微信 微博",
        "【打印】【关闭】",
        "扫一扫在手机打开当前页",
        "版权声明：凡本网注明来源的作品，未经授权不得转载。",
        "声明：转载此文是出于传递更多信息之目的，若有侵权请联系我们删除。",
        "Copyright © 2000-2020 XINWEN.com All Rights Reserved\n豫ICP备05000000号",
        "网站首页 | 关于我们 | 联系我们",
        "关键词：港口 航线",
        "原标题：临江与不来梅签约",
    ],
)
def test_what_follows_the_end_goes(end):
    assert body(f"{PARAGRAPHS[0]}\n{PARAGRAPHS[1]}\n{end}", find_title=False) == PARAGRAPHS[:2]


def test_a_label_glued_to_the_end_is_cut_and_its_source_kept():
    found = clean(lines_of(f"{PARAGRAPHS[0]}\n{PARAGRAPHS[1]}（来源：临江日报）"), find_title=False)
    assert (found.text.split("\n"), found.source) == (PARAGRAPHS[:2], "临江日报")


def test_a_prose_paragraph_below_a_mark_of_the_end_is_not_lost():
    text = f"{PARAGRAPHS[0]}\n延伸阅读\n{PARAGRAPHS[1]}\n责任编辑：李四"
    assert body(text, find_title=False)[-1] == PARAGRAPHS[1]


def test_a_signature_and_its_day_stay():
    text = f"{PARAGRAPHS[0]}\n临江市人民政府\n2020年8月12日"
    found = clean(lines_of(text), find_title=False)
    assert (found.text.split("\n")[-2:], found.published) == (["临江市人民政府", "2020年8月12日"], None)


def test_invisible_characters_go_and_the_words_stay_as_written():
    assert tidy("\ufeff　 ⻄安\u200b２０２０　年\xa0") == "⻄安２０２０　年"


# --- hostile input ---


@pytest.mark.parametrize(
    "unit",
    [
        "一",
        "2020年",
        "许昌，",
        "（",
        "“",
        "来源:",
        "记者 张三 ",
        "首页|",
        "-",
        "2020-12-15 ",
        "□ ",
        "：",
        " 摄",
        "图为",
        "1.",
        "、",
        "(记者 ",
        "责任编辑：",
        "http://",
    ],
)
def test_the_time_grows_with_the_length_only(unit):
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        start = time.perf_counter()
        clean(lines_of(text))
        clean(lines_of("\n".join(text[i : i + 60] for i in range(0, len(text), 60))))
        return time.perf_counter() - start

    assert seconds(40_000) < 0.5 + 6 * seconds(10_000)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [*PARAGRAPHS, "许昌入盟", "记者 张铮", "王刚 摄", "来源：许昌日报", "责任编辑：李四", "首页 新闻 财经 房产", "", "2020-08-12"]
        ),
        max_size=12,
    )
)
def test_no_paragraph_of_prose_is_ever_lost(lines):
    found = clean(lines_of("\n".join(lines)))
    for paragraph in PARAGRAPHS:
        assert found.text.count(paragraph) == lines.count(paragraph)
