"""Organisations' borders, on the tagger's own words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.organisations.borders import split_takeover, trim
from extractors.organisations.find import find_organisations
from extractors.records import Mention, Word
from tests.extractors.organisations.reading import read


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # A list of hosts: one mention each, 协办 out of the last.
        (
            "峰会由绍兴市人民政府主办，越城区人民政府、绍兴滨海新区管委会、中国新闻社浙江分社、绍兴市经信局、绍兴市商务局承办，中国民主建国会浙江省委员会、天津大学、德国EASIAGmbH、中德科教园、德国石荷州经济技术促进中心协办。",
            [
                "绍兴市人民政府",
                "越城区人民政府",
                "绍兴滨海新区管委会",
                "中国新闻社浙江分社",
                "绍兴市经信局",
                "绍兴市商务局",
                "中国民主建国会浙江省委员会",
                "天津大学",
                "德国EASIAGmbH",
                "中德科教园",
                "德国石荷州经济技术促进中心",
            ],
        ),
        # Two companies and a verb; a place in brackets within a name.
        ("联盟已推动美的并购库卡、广东(亚琛)工业4.0技术应用研究中心等项目落地。", ["美的", "库卡", "广东(亚琛)工业4.0技术应用研究中心"]),
        # 与 between two organisations, and 与 within a name that the tagger did not see.
        (
            "滨海新区管委会与天津大学机械工程学院共建浙江国际创新设计与智造研究院。",
            ["滨海新区管委会", "天津大学机械工程学院", "浙江国际创新设计与智造研究院"],
        ),
        ("德国国家科学与工程院院士、联邦政府科技顾问孔翰宁作主旨演讲。", ["德国国家科学与工程院", "联邦政府"]),
        ("埃森哲大中华区董事总经理江崇龙、德国莱茵TÜV大中华区高级副总裁陶思腾到会。", ["埃森哲", "德国莱茵TÜV"]),
        ("中德工业城市联盟秘书处副秘书长朱锡雄介绍了中德工业城市联盟的情况。", ["中德工业城市联盟秘书处", "中德工业城市联盟"]),
        ("许昌积极与中科院、清华大学、解放军信息工程大学合作。", ["中科院", "清华大学", "解放军信息工程大学"]),
        ("库卡机器人（广东）有限公司投产，中国石油大学（北京）的学生参观。", ["库卡机器人（广东）有限公司", "中国石油大学（北京）"]),
        ("中国驻德国大使馆、德国驻上海总领事馆表示祝贺。", ["中国驻德国大使馆", "德国驻上海总领事馆"]),
        ("許昌市商務局與德國國家科學與工程院簽約。", ["許昌市商務局", "德國國家科學與工程院"]),
        ("据市商务局介绍，市委、市政府高度重视。", ["市商务局", "市委", "市政府"]),
        # A ministry of several subjects, a bureau in a city whose name the tagger broke.
        ("德国下萨克森州经济、劳动、交通和数字化部部长到会。", ["德国下萨克森州经济、劳动、交通和数字化部"]),
        ("铁西区人民政府与不来梅州经济促进局签约。", ["铁西区人民政府", "不来梅州经济促进局"]),
        ("商务部欧洲司副司长白露到会。", ["商务部欧洲司"]),
        ("德国弗劳恩霍夫制造技术与先进材料研究所到会。", ["德国弗劳恩霍夫制造技术与先进材料研究所"]),
        # Kinds before a name stay outside.
        ("世界500强企业西曼集团与化工企业巴斯林股份公司签约。", ["西曼集团", "巴斯林股份公司"]),
        ("江苏中豪控股集团、东亚银行、北京制药厂、温州二中到会。", ["江苏中豪控股集团", "东亚银行", "北京制药厂", "温州二中"]),
        ("中国驻慕尼黑总领馆和中国驻希腊使馆到会。", ["中国驻慕尼黑总领馆", "中国驻希腊使馆"]),
        ("德国巴登-符腾堡州国际经济和科技合作协会南京代表处到会。", ["德国巴登-符腾堡州国际经济和科技合作协会南京代表处"]),
        ("大众汽车集团（中国）到会。", ["大众汽车集团（中国）"]),
        ("Lombach & Söhne KG已被收购。", ["Lombach & Söhne KG"]),
    ],
)
def test_names_are_found_with_their_borders(text, names):
    assert read(text).texts("ORG") == names


@pytest.mark.parametrize(
    "text",
    [
        "该联盟发挥成员城市的优势，双方和有关企业、政府、高校签约，该公司没有回应。",
        # The post of a place, not its committee.
        "绍兴市委书记马卫光介绍了情况。",
        "中德企业、浙德贸易和新能源汽车发展很快，核心竞争力提高。",
        "财政部门和商务部门没有参加。",
        "这是最美的风景，大众都喜欢。",
        "滨海新区和中德（许昌）产业园发展很快。",
    ],
)
def test_generic_words_posts_and_parks_are_left_alone(text):
    assert read(text).texts("ORG") == []


def test_short_forms_count_where_the_article_introduces_them():
    text = "武汉光谷联合集团有限公司（下称“光谷联合”）与中国国际贸易促进委员会（以下简称“中国贸促会”）签约。光谷联合将在德国设厂。"
    assert read(text).texts("ORG") == ["武汉光谷联合集团有限公司", "光谷联合", "中国国际贸易促进委员会", "中国贸促会", "光谷联合"]


def test_a_name_before_a_companys_post_counts_where_it_comes_twice():
    assert read("莱曼液压否认了传闻。莱曼液压中国区总经理王磊说，没有此事。").texts("ORG") == ["莱曼液压", "莱曼液压"]


def test_a_gloss_may_hold_the_latin_name_and_a_short_form():
    text = "德国贝克精密有限公司（Beck Präzision GmbH，以下简称“贝克精密”）投产。"
    assert read(text).texts("ORG") == ["德国贝克精密有限公司", "Beck Präzision GmbH", "贝克精密"]
    assert len(read(text).draft.organisations) == 1


def test_the_heart_of_a_companys_name_is_found_again():
    assert read("河南黄河旋风股份有限公司在许昌成立。黄河旋风是一家上市公司。").texts("ORG") == ["河南黄河旋风股份有限公司", "黄河旋风"]


def test_a_mention_says_which_rule_made_it():
    words = [Word(0, 2, "LOC"), Word(2, 10, "ORG", 0.9)]
    place = Mention("GPE", 0, 2, "德国", "places.gazetteer", entity_id="DE")
    (mention,) = find_organisations("德国慕尼黑理工研究所", words=words, place_mentions=[place])
    assert (mention.label, mention.start, mention.end, mention.extractor, mention.confidence) == ("ORG", 0, 10, "organisations.tagged", 0.95)


def test_a_takeover_is_two_companies():
    assert split_takeover("美的并购库卡") == [(0, 2), (4, 6)]
    assert split_takeover("江苏中豪控股集团") == [(0, 8)]
    assert split_takeover("并购重组委员会") == [(0, 7)]


def test_trimming_stops_at_the_name():
    text = "由绍兴市商务局承办"
    assert trim(text, 0, len(text)) == (1, 7)
    assert trim("中央党校（", 0, 5) == (0, 4)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="德国许昌市政府委会商务局公司大学（）()、，。“”与和A1 \n", max_size=60))
def test_any_text_gives_spans_of_itself(text):
    for mention in read(text).draft.mentions:
        assert text[mention.start : mention.end] == mention.text


@pytest.mark.parametrize("piece", ["公司", "（公司", "德国", "市委", "大学研究院", "以下简称“", "商务局、"])
def test_hostile_length_takes_linear_time(piece):
    text = piece * (4000 // len(piece))
    words = [Word(start, min(start + 2, len(text)), "ORG" if start % 4 else "LOC", 0.9) for start in range(0, len(text), 2)]
    assert isinstance(find_organisations(text, words=words, place_mentions=[]), list)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # Named after a foreigner: the dot is inside.
        ("根据美国约翰斯·霍普金斯大学的数据，病例增加。", ["美国约翰斯·霍普金斯大学"]),
        ("与罗伯特·博世基金会、弗里德里希·席勒大学合作。", ["罗伯特·博世基金会", "弗里德里希·席勒大学"]),
        # Nobody's name: the party of a country, missions in many countries.
        ("中国党和政府表示感谢，中国党、政府和人民心连心。", []),
        ("连日来，中国驻多国使馆举办新春招待会。", []),
        # Bodies of a level are none by name; where a delegation comes from, and what a factory is called after, are places.
        ("全市省级以上工程技术研究中心达到72家。", []),
        ("据悉，福州经贸代表团拟于9月中旬访德。", []),
        ("德国慕尼黑代表团到访，索林根工厂不会关闭。", []),
        ("联邦政府顾问说，公司全资子公司瀚河精密有限公司投产。", ["联邦政府", "瀚河精密有限公司"]),
        ("政协第十三届全国委员会常务委员会组成人员出席。", ["政协第十三届全国委员会常务委员会"]),
        ("市外办主任吴莉、市发改委副主任周正参加。", ["市外办", "市发改委"]),
        # Two towns share a university.
        ("研究中心由江苏海洋大学和杜伊斯堡-埃森大学共同组建。", ["江苏海洋大学", "杜伊斯堡-埃森大学"]),
        # A branch abroad of the company whose short form stands before.
        (
            "瀚河精密股份有限公司（以下简称“瀚河精密”）设立全资子公司瀚河精密（德国）有限公司。",
            ["瀚河精密股份有限公司", "瀚河精密", "瀚河精密（德国）有限公司"],
        ),
        ("市内另一家企业龙城重机已经停产。", ["龙城重机"]),
    ],
)
def test_names_with_dots_terms_and_departments(text, names):
    assert read(text).texts("ORG") == names
