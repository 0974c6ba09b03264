"""Who an organisation is: canonical name, kind, place, parent, aliases."""

from __future__ import annotations

from extractors.records import organisation_id
from tests.extractors.organisations.reading import read


def test_departments_get_their_full_names_and_places():
    assert read("浙江省经信厅、绍兴市经信局、越城区人民政府支持。").organisations() == [
        ("浙江省经信厅", "浙江省经济和信息化厅", "government", "CN-330000"),
        ("绍兴市经信局", "绍兴市经济和信息化局", "government", "CN-330600"),
        ("越城区人民政府", "越城区人民政府", "government", "CN-330602"),
    ]


def test_a_local_body_is_that_of_the_home_place():
    assert read("据市商务局介绍，市委、市政府和省商务厅高度重视。", home="许昌").organisations() == [
        ("市商务局", "许昌市商务局", "government", "CN-411000"),
        ("市委", "中共许昌市委员会", "party", "CN-411000"),
        ("市政府", "许昌市人民政府", "government", "CN-411000"),
        ("省商务厅", "河南省商务厅", "government", "CN-410000"),
    ]


def test_a_local_body_of_an_unknown_place_keeps_its_name_and_no_place():
    assert read("据市商务局介绍，情况良好。").organisations() == [("市商务局", "市商务局", "government", None)]


def test_binhai_new_area_is_shaoxings_in_an_article_from_shaoxing():
    read_text = read("滨海新区管委会与绍兴市商务局签约。绍兴滨海新区管委会表示欢迎。")
    first, _, last = [mention.entity_id for mention in read_text.draft.mentions if mention.label == "ORG"]
    assert first == last == organisation_id("绍兴滨海新区管理委员会", "LM-shaoxing-binhai-xinqu")


def test_parts_have_their_whole_as_parent():
    reading = read("天津大学机械工程学院、中国新闻社浙江分社、民建浙江省委会、中德工业城市联盟秘书处参加。")
    assert reading.organisations() == [
        ("天津大学机械工程学院", "天津大学机械工程学院", "university", "CN-120000"),
        ("中国新闻社浙江分社", "中国新闻社浙江分社", "media", "CN-330000"),
        ("民建浙江省委会", "中国民主建国会浙江省委员会", "party", "CN-330000"),
        ("中德工业城市联盟秘书处", "中德工业城市联盟秘书处", "alliance", None),
    ]
    assert [reading.parent(text) for text in reading.texts("ORG")] == ["天津大学", "中国新闻社", "中国民主建国会", "中德工业城市联盟"]


def test_a_company_that_bears_anothers_name_is_no_part_of_it():
    assert read("库卡机器人（广东）有限公司投产。").organisations() == [
        ("库卡机器人（广东）有限公司", "库卡机器人（广东）有限公司", "company", "CN-440000"),
    ]


def test_a_short_form_is_the_full_name_and_becomes_its_alias():
    reading = read("武汉光谷联合集团有限公司（下称“光谷联合”）签约。光谷联合将在德国设厂。")
    (organisation,) = reading.draft.organisations.values()
    assert organisation.name == "武汉光谷联合集团有限公司"
    assert organisation.aliases == ("光谷联合",)
    assert {mention.entity_id for mention in reading.draft.mentions if mention.label == "ORG"} == {organisation.organisation_id}


def test_known_companies_have_one_id_under_both_names():
    assert read("美的集团收购德国库卡，美的并购库卡引起关注，SAP参加。").organisations() == [
        ("美的集团", "美的集团", "company", "CN-440600"),
        ("德国库卡", "库卡股份公司", "company", "DE"),
        ("美的", "美的集团", "company", "CN-440600"),
        ("库卡", "库卡股份公司", "company", "DE"),
        ("SAP", "思爱普", "company", "DE"),
    ]


def test_an_embassy_is_the_same_under_its_short_name():
    assert [name for _, name, _, _ in read("中国驻希腊使馆举办招待会，中国驻希腊大使馆致谢。").organisations()] == ["中国驻希腊大使馆"] * 2


def test_names_that_look_alike_stay_apart():
    reading = read("许昌市商务局和洛阳市商务局签约，外交部和德国外交部参加，天津大学与天津大学机械工程学院到会。")
    assert len({mention.entity_id for mention in reading.draft.mentions if mention.label == "ORG"}) == 6


def test_party_committees_have_their_official_names():
    assert read("中共许昌市委宣传部、许昌市委、河南省纪委联合发文。").organisations() == [
        ("中共许昌市委宣传部", "中共许昌市委员会宣传部", "party", "CN-411000"),
        ("许昌市委", "中共许昌市委员会", "party", "CN-411000"),
        ("河南省纪委", "中共河南省纪律检查委员会", "party", "CN-410000"),
    ]


def test_every_organisation_mention_points_at_an_organisation_with_its_parents():
    reading = read("工信部国际合作司副司长王洪波、中国社会科学院欧洲研究所研究员杨解朴、中国驻德国大使馆参加。")
    organisations = reading.draft.organisations
    assert all(mention.entity_id in organisations for mention in reading.draft.mentions if mention.label == "ORG")
    assert all(organisation.parent_id is None or organisation.parent_id in organisations for organisation in organisations.values())
    assert all(mention.candidates == () for mention in reading.draft.mentions if mention.label == "ORG")


def test_an_introduced_short_form_is_not_tied_to_a_subsidiary():
    text = "瀚河精密股份有限公司（以下简称“瀚河精密”）设立全资子公司瀚河精密（德国）有限公司。瀚河精密董事长吕晓舟说，情况良好。"
    found = [(mention, name) for mention, name, _, _ in read(text).organisations()]
    assert found == [
        ("瀚河精密股份有限公司", "瀚河精密股份有限公司"),
        ("瀚河精密", "瀚河精密股份有限公司"),
        ("瀚河精密（德国）有限公司", "瀚河精密（德国）有限公司"),
        ("瀚河精密", "瀚河精密股份有限公司"),
    ]
