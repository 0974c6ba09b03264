"""Posts: title, organisation or place, status, from the words around the name."""

from __future__ import annotations

import pytest

from tests.extractors.organisations.reading import read


@pytest.mark.parametrize(
    ("text", "posts"),
    [
        ("绍兴市委书记马卫光介绍了情况。", [("马卫光", "市委书记", "CN-330600", "current")]),
        # An envoy's post is that of the state that sends.
        ("德国驻上海总领事欧珍博士(Dr.ChristineD.Althauser)表示欢迎。", [("欧珍", "驻上海总领事", "DE", "current")]),
        ("中国驻德国大使史明德和德国驻华大使柯慕贤致辞。", [("史明德", "驻德国大使", "CN", "current"), ("柯慕贤", "驻华大使", "DE", "current")]),
        ("中德工业城市联盟秘书处副秘书长朱锡雄表示肯定。", [("朱锡雄", "副秘书长", "中德工业城市联盟秘书处", "current")]),
        # The second title of a chain takes the organisation of the first.
        (
            "中国新闻社党委常委、副总编辑王旻表示欢迎。",
            [("王旻", "党委常委", "中国新闻社", "current"), ("王旻", "副总编辑", "中国新闻社", "current")],
        ),
        ("浙江省经信厅副厅长杜华红介绍了情况。", [("杜华红", "副厅长", "浙江省经济和信息化厅", "current")]),
        # Two organisations.
        (
            "浙江省政协副主席、民建浙江省委会主委陈小平认为，合作很好。",
            [("陈小平", "副主席", "浙江省政协", "current"), ("陈小平", "主委", "中国民主建国会浙江省委员会", "current")],
        ),
        ("天津大学党委书记李家俊表示欢迎。", [("李家俊", "党委书记", "天津大学", "current")]),
        (
            "德国国家科学与工程院院士、联邦政府科技顾问孔翰宁(HenningKagermann)作主旨演讲。",
            [("孔翰宁", "院士", "德国国家科学与工程院", "current"), ("孔翰宁", "科技顾问", "德国联邦政府", "current")],
        ),
        # A bracket between two titles; 前 makes the second former.
        (
            "德国国家科学与工程院院士(acatech)、德国达姆施塔特工业大学前副校长JuergenRoedel主讲。",
            [("Juergen Roedel", "院士", "德国国家科学与工程院", "current"), ("Juergen Roedel", "副校长", "达姆施塔特工业大学", "former")],
        ),
        ("德国莱茵TÜV大中华区高级副总裁陶思腾(Dr.ThorstenKeiter)主讲。", [("陶思腾", "高级副总裁", "莱茵TÜV集团", "current")]),
        (
            "埃森哲大中华区董事总经理、工业X业务主管江崇龙主讲。",
            [("江崇龙", "董事总经理", "埃森哲", "current"), ("江崇龙", "工业X业务主管", "埃森哲", "current")],
        ),
        (
            "西门子大中华区总裁兼首席执行官肖松到会。",
            [("肖松", "总裁", "西门子股份公司", "current"), ("肖松", "首席执行官", "西门子股份公司", "current")],
        ),
        ("中国国家主席习近平会见客人。", [("习近平", "国家主席", "CN", "current")]),
        ("外交部发言人华春莹回答了提问。", [("华春莹", "发言人", "中华人民共和国外交部", "current")]),
        (
            "原商务部副部长魏建国、前德国国防部长鲁道夫·沙尔平出席。",
            [("魏建国", "副部长", "中华人民共和国商务部", "former"), ("鲁道夫·沙尔平", "国防部长", "DE", "former")],
        ),
        ("德国前总理格哈德·施罗德到访。", [("格哈德·施罗德", "总理", "DE", "former")]),
        (
            "重庆市政府原党组成员、副市长江敦涛受到处理。",
            [("江敦涛", "党组成员", "重庆市人民政府", "former"), ("江敦涛", "副市长", "重庆市人民政府", "former")],
        ),
        # A list shares a post that several may hold, and a title without a holder takes the one before.
        ("佛山市副市长李明、赵振宏出席。", [("李明", "副市长", "CN-440600", "current"), ("赵振宏", "副市长", "CN-440600", "current")]),
        ("巴基斯坦总统扎尔达里、总理夏巴兹致辞。", [("扎尔达里", "总统", "PK", "current"), ("夏巴兹", "总理", "PK", "current")]),
        (
            "中共佛山市委常委、常务副市长乔羽率团出访。",
            [("乔羽", "市委常委", "CN-440600", "current"), ("乔羽", "常务副市长", "CN-440600", "current")],
        ),
        ("中国智能制造产业联盟成立。联盟理事长岑大川表示欢迎。", [("岑大川", "理事长", "中国智能制造产业联盟", "current")]),
        ("江苏产研院副院长戴望平到会。", [("戴望平", "副院长", "江苏产研院", "current")]),
        ("全国人大代表、昆山市委书记周旭然说。", [("周旭然", "代表", "全国人民代表大会", "current"), ("周旭然", "市委书记", "CN-320583", "current")]),
        ("欧盟驻华大使郁白致辞。", [("郁白", "驻华大使", "欧洲联盟", "current")]),
        ("秘鲁共和国总统博鲁阿尔特到访。", [("博鲁阿尔特", "总统", "PE", "current")]),
        # Of another country's party and state.
        ("老挝党中央总书记、国家主席通伦到访。", [("通伦", "总书记", "老挝党中央", "current"), ("通伦", "国家主席", "LA", "current")]),
        # After the name.
        ("王强（佛山市南海区副区长）发言。", [("王强", "副区长", "CN-440605", "current")]),
        ("李明，许昌市商务局局长，表示欢迎。", [("李明", "局长", "许昌市商务局", "current")]),
        ("张伟任许昌市商务局局长。", [("张伟", "局长", "许昌市商务局", "current")]),
        ("张伟曾任许昌市商务局局长。", [("张伟", "局长", "许昌市商务局", "former")]),
        ("习近平总书记强调了合作。", [("习近平", "总书记", "中国共产党中央委员会", "current")]),
    ],
)
def test_posts_are_read_with_holder_and_status(text, posts):
    assert read(text).posts() == posts


@pytest.mark.parametrize(
    ("text", "posts"),
    [
        (
            "市委书记胡五岳，副市长楚雷、赵振宏到会。",
            [
                ("胡五岳", "市委书记", "CN-411000", "current"),
                ("楚雷", "副市长", "CN-411000", "current"),
                ("赵振宏", "副市长", "CN-411000", "current"),
            ],
        ),
        ("省委书记王国生到会。", [("王国生", "省委书记", "CN-410000", "current")]),
    ],
)
def test_a_local_post_is_that_of_the_home_place(text, posts):
    assert read(text, home="许昌").posts() == posts


@pytest.mark.parametrize(
    "text",
    [
        "记者张铮、通讯员李明报道。",
        "市长李明到会。",
        "总经理李明到会。",
        "许昌企业家李明到会。",
        "教授王强说，专家李明在场。",
        "习近平在德国会见了默克尔。",
    ],
)
def test_what_is_no_post_or_whose_holder_is_unknown_gives_nothing(text):
    assert read(text).posts() == []


def test_a_post_told_twice_is_one_position_with_the_first_sentence_as_evidence():
    reading = read("绍兴市委书记马卫光到会。绍兴市委书记马卫光说，欢迎客商。")
    (position,) = reading.positions
    assert (position.evidence, position.start, position.end) == ("绍兴市委书记马卫光到会。", 0, 12)
    assert position.extractor == "positions.before_name"
    assert position.sources == (reading.draft.article.article_id,)


@pytest.mark.parametrize(
    ("text", "posts"),
    [
        (
            "任命李卫东为许昌市副市长，免去王海涛的许昌市商务局局长职务。",
            [("李卫东", "副市长", "CN-411000", "current"), ("王海涛", "局长", "许昌市商务局", "former")],
        ),
        ("王海涛调任洛阳市副市长。", [("王海涛", "副市长", "CN-410300", "current")]),
        # The post is that of the one who takes it over.
        ("李卫东接替王海涛出任许昌市商务局局长。", [("李卫东", "局长", "许昌市商务局", "current")]),
        (
            "赵志刚同志任中共佛山市委书记，不再担任佛山市市长职务。",
            [("赵志刚", "市委书记", "CN-440600", "current"), ("赵志刚", "市长", "CN-440600", "former")],
        ),
        ("经选举，陈国华当选中德工业城市联盟秘书处秘书长。", [("陈国华", "秘书长", "中德工业城市联盟秘书处", "current")]),
        (
            "原许昌市市长张国晖现任河南省商务厅厅长。",
            [("张国晖", "市长", "CN-411000", "former"), ("张国晖", "厅长", "河南省商务厅", "current")],
        ),
        # Years with an end.
        ("张国晖2015年至2019年担任许昌市商务局局长。", [("张国晖", "局长", "许昌市商务局", "former")]),
        ("曾任德国国防部长的鲁道夫·沙尔平出席论坛。", [("鲁道夫·沙尔平", "国防部长", "DE", "former")]),
        ("德国前驻华大使施明贤应邀参加。", [("施明贤", "驻华大使", "DE", "former")]),
        (
            "德国驻成都总领事兼环境领事鲁悟凯到会。",
            [("鲁悟凯", "驻成都总领事", "DE", "current"), ("鲁悟凯", "环境领事", "DE", "current")],
        ),
        (
            "许昌学院党委书记陈建国说，校长郭涛已赴德。",
            [("陈建国", "党委书记", "许昌学院", "current"), ("郭涛", "校长", "许昌学院", "current")],
        ),
    ],
)
def test_appointments_and_releases(text, posts):
    assert read(text).posts() == posts


def test_an_election_gives_the_alliance_its_chair():
    text = "德中创新城市联盟成立。大会选举戴望平为理事长，李明为副理事长。"
    assert read(text).posts() == [("戴望平", "理事长", "德中创新城市联盟", "current"), ("李明", "副理事长", "德中创新城市联盟", "current")]


def test_titles_stand_as_written():
    assert read("山東省副省長劉遠征出席。").posts() == [("刘远征", "副省長", "CN-370000", "current")]


def test_a_planned_appointment_is_planned():
    (position,) = read("张伟将出任许昌市商务局局长。").positions
    assert (position.title, position.modality, position.status) == ("局长", "planned", "current")


@pytest.mark.parametrize(
    ("text", "posts"),
    [
        # 原任 …的 before the name, and what follows it.
        (
            "原任兰州市商务局局长的丁一然已调任白银市副市长。",
            [("丁一然", "局长", "兰州市商务局", "former"), ("丁一然", "副市长", "CN-620400", "current")],
        ),
        # 现任 stands between 、 and the second body.
        (
            "西北师范大学原党委书记、现任甘肃省教育厅厅长张力学出席。",
            [("张力学", "党委书记", "西北师范大学", "former"), ("张力学", "厅长", "甘肃省教育厅", "current")],
        ),
        # An envoy is sent by the state, whatever body the one named before belongs to.
        (
            "德国联邦经济部国务秘书彼得·克劳斯、驻华公使安娜·贝克陪同。",
            [("彼得·克劳斯", "国务秘书", "德国联邦经济和能源部", "current"), ("安娜·贝克", "驻华公使", "DE", "current")],
        ),
        # A comma and a gloss in brackets join as 、 does.
        (
            "许昌市委书记胡五岳，市长李长河出席。",
            [("胡五岳", "市委书记", "CN-411000", "current"), ("李长河", "市长", "CN-411000", "current")],
        ),
        (
            "德国商会大中华区董事会成员乌尔里希·韦伯（Ulrich Weber）说。",
            [("乌尔里希·韦伯", "董事会成员", "德国商会", "current")],
        ),
        ("柬埔寨国王西哈莫尼会见了代表团。", [("西哈莫尼", "国王", "KH", "current")]),
        # 原 and 前 within the title.
        (
            "河南省信阳市罗山县委原常委、政法委原书记李献林被查处。",
            [("李献林", "县委常委", "CN-411521", "former"), ("李献林", "政法委书记", "CN-411521", "former")],
        ),
        ("欧洲理事会前主席米歇尔到访。", [("米歇尔", "主席", "欧洲理事会", "former")]),
        # The dead hold no post.
        ("尼日利亚总统布哈里逝世。", [("布哈里", "总统", "NG", "former")]),
        # Released and appointed in one sentence.
        (
            "会议决定免去唐登杰的民政部部长职务、任命陆治原为民政部部长。",
            [("唐登杰", "部长", "中华人民共和国民政部", "former"), ("陆治原", "部长", "中华人民共和国民政部", "current")],
        ),
        # Bodies that nobody names as such hold them, not the city, nor the body named before.
        ("哈尔滨亚冬会组委会主席高志丹致辞。", [("高志丹", "主席", "哈尔滨亚冬会组委会", "current")]),
        (
            "商务部副部长李飞、监察司法委主任委员吴玉良出席。",
            [("李飞", "副部长", "中华人民共和国商务部", "current"), ("吴玉良", "主任委员", "监察司法委", "current")],
        ),
        # A minister after a post in the parliament is of the same country.
        (
            "德国联邦议院副议长、前联邦卫生部长安妮特·维德曼致辞。",
            [("安妮特·维德曼", "副议长", "德国联邦议院", "current"), ("安妮特·维德曼", "联邦卫生部长", "DE", "former")],
        ),
        # A gloss between the body and the title.
        ("德国机械设备制造业联合会（VDMA）中国区首席代表施黛芬说。", [("施黛芬", "首席代表", "德国机械设备制造业联合会", "current")]),
        # 中国 is left out before posts abroad, and only there.
        ("驻慕尼黑总领事王玮分别致辞，驻上海总领事贝克也到会。", [("王玮", "驻慕尼黑总领事", "CN", "current")]),
        # Of the other side's university, which is not told.
        ("兰州理工大学校长俞树荣与德方校长沃尔夫冈·艾希勒签约。", [("俞树荣", "校长", "兰州理工大学", "current")]),
        ("现任甘肃省农业农村厅厅长李旺泽出席。", [("李旺泽", "厅长", "甘肃省农业农村厅", "current")]),
        # Of no country that is told.
        ("自10月3日共和党籍前议长麦卡锡被罢免以来，众议院瘫痪。", []),
    ],
)
def test_chains_lists_and_former_posts_of_the_press(text, posts):
    assert read(text).posts() == posts
