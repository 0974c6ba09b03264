"""Events: kind, name, date, place, who took part in which role, how certainly, and what gives none."""

import time
from dataclasses import replace

import pytest

from extractors.facts.events import find_events
from extractors.lexicon import read_rows
from extractors.records import Event, Participant, Word, make_id, organisation_id, person_id
from tests.extractors.facts.drafts import draft_of
from tests.extractors.facts.event_words import DAY, KUKA, MIDEA, SHAOXING, SUMMIT, told

TRIGGERS = [row for row in read_rows("extractors.facts", "triggers.tsv") if row["fact"] == "event"]


def test_an_event_is_whole() -> None:
    draft = draft_of(f"[DATE 2016年5月|2016-05]，{MIDEA}以[MONEY 45亿欧元|4500000000]收购德国机器人企业{KUKA}。")
    article_id = draft.article.article_id
    midea, kuka = organisation_id("美的集团", None), organisation_id("库卡", None)
    (event,) = find_events(draft)
    assert event == Event(
        id=make_id("f", article_id, "event", "acquisition", None, "2016-05", None, f"acquirer:{midea}", f"target:{kuka}"),
        evidence="2016年5月，美的集团以45亿欧元收购德国机器人企业库卡。",
        start=0,
        end=30,
        extractor="events.buys",
        confidence=0.92,
        modality="asserted",
        sources=(article_id,),
        kind="acquisition",
        date="2016-05",
        participants=(Participant(midea, "美的集团", "acquirer"), Participant(kuka, "库卡", "target")),
        amount=event.amount,
    )
    assert event.amount is not None
    assert event.amount.value == 4_500_000_000


def test_a_signing_on_the_spot_has_the_date_and_place_of_the_conference() -> None:
    text = (
        f"{DAY}，{SUMMIT}在{SHAOXING}举行。\n"
        "现场，[ORG 越城区人民政府]、[ORG 滨海新区管委会]与[ORG 天津大学机械工程学院]共建研究院意向签约仪式举行；"
        "[ORG 石荷州经济技术促进中心]亦在现场进行战略合作签约。"
    )
    signatories = [("越城区人民政府", "signatory"), ("滨海新区管委会", "signatory"), ("天津大学机械工程学院", "signatory")]
    assert told(text)[1:] == [
        # What is signed is an intent.
        ("signing", None, "2020-12-14", "CN-330600", "planned", signatories),
        ("signing", None, "2020-12-14", "CN-330600", "asserted", [("石荷州经济技术促进中心", "signatory")]),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # An alliance is founded.
        (
            "[ORG:alliance 中德工业城市联盟]成立于[DATE 2016年4月|2016-04]，影响渐大。",
            [("establishment", "中德工业城市联盟", "2016-04", None, "asserted", [("中德工业城市联盟", "subject")])],
        ),
        # 已推动 … 落地: a wish that came true.
        (
            f"该平台已推动{MIDEA}并购{KUKA}等项目成功落地。",
            [("acquisition", None, None, None, "asserted", [("美的集团", "acquirer"), ("库卡", "target")])],
        ),
        (f"{KUKA}被{MIDEA}收购。", [("acquisition", None, None, None, "asserted", [("美的集团", "acquirer"), ("库卡", "target")])]),
        (f"{MIDEA}否认收购{KUKA}。", [("acquisition", None, None, None, "denied", [("美的集团", "acquirer"), ("库卡", "target")])]),
        (f"据传，{MIDEA}有意收购{KUKA}。", [("acquisition", None, None, None, "possible", [("美的集团", "acquirer"), ("库卡", "target")])]),
        (
            f"{MIDEA}计划投资[MONEY 5亿元|500000000]在[GPE 许昌|CN-411000]建厂。",
            [("investment", None, None, "CN-411000", "planned", [("美的集团", "subject")])],
        ),
        (
            "[PERSON 张三]率经贸代表团抵达[GPE 汉堡|DE-HH]。",
            [("visit", None, None, "DE-HH", "asserted", [("张三", "subject")])],
        ),
        (
            f"[ORG 商务部]部长[PERSON 张三]{DAY}在[GPE 北京|CN-110000]会见[GPE 德国|DE]经济部长[PERSON 李四]一行。",
            [("visit", None, "2020-12-14", "CN-110000", "asserted", [("张三", "host"), ("李四", "subject")])],
        ),
        # 分别: one meeting each.
        (
            f"[PERSON 张三]{DAY}分别会见[GPE 德国|DE]部长[PERSON 李四]、[GPE 法国|FR]部长[PERSON 王五]。",
            [
                ("visit", None, "2020-12-14", None, "asserted", [("张三", "host"), ("李四", "subject")]),
                ("visit", None, "2020-12-14", None, "asserted", [("张三", "host"), ("王五", "subject")]),
            ],
        ),
        (
            "[EVENT 首届中德市长峰会]将于[DATE 明年6月|2021-06]在[GPE 佛山|CN-440600]召开。",
            [("conference", "首届中德市长峰会", "2021-06", "CN-440600", "planned", [])],
        ),
        (
            "[DATE 9月3日|2020-09-03]、[DATE 5日|2020-09-05]，[EVENT 第三届进博会]在[GPE 上海|CN-310000]举行。",
            [("exhibition", "第三届进博会", "2020-09-03/2020-09-05", "CN-310000", "asserted", [])],
        ),
        ("[GPE 许昌|CN-411000]荣获“全国文明城市”称号。", [("award", "“全国文明城市”称号", None, None, "asserted", [("许昌", "subject")])]),
        (
            f"{MIDEA}新工厂{DAY}在[GPE 许昌|CN-411000]正式投产。",
            [("project", None, "2020-12-14", "CN-411000", "asserted", [("美的集团", "subject")])],
        ),
        (
            "[GPE 许昌|CN-411000]、[GPE 洛阳|CN-410300]加入[ORG:alliance 中德工业城市联盟]。",
            [("accession", None, None, None, "asserted", [("许昌", "member"), ("洛阳", "member"), ("中德工业城市联盟", "target")])],
        ),
        # The subject stands in the clause before.
        (
            f"{MIDEA}与{KUKA}签署合作协议，拟投资[MONEY 8亿元|800000000]建设工厂。",
            [
                ("signing", None, None, None, "asserted", [("美的集团", "signatory"), ("库卡", "signatory")]),
                ("investment", None, None, None, "planned", [("美的集团", "subject"), ("库卡", "subject")]),
            ],
        ),
        # The date of another clause is not the deal's.
        (f"{MIDEA}与{KUKA}签约，{DAY}天气晴朗。", [("signing", None, None, None, "asserted", [("美的集团", "signatory"), ("库卡", "signatory")])]),
    ],
)
def test_happenings_are_read_with_who_where_when_and_whether(text: str, expected: list[object]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "该联盟每年举办多场中德企业合作洽谈会。",
        "[ORG:alliance 中德工业城市联盟]已组织[CARDINAL 30多批]德国客商到[GPE 中国|CN]考察。",
        f"{MIDEA}支持并购、投资等业务。",
        f"{MIDEA}为何收购{KUKA}？",
        f"如果{MIDEA}收购{KUKA}，市场会变。",
        f"各方希望{MIDEA}与{KUKA}签署合作协议。",
        f"{SUMMIT}为企业搭建了平台。",
        "[EVENT 中德高端制造峰会]已连续举办[CARDINAL 三届]。",
        f"{MIDEA}成立[QUANTITY 10周年]。",
        f"{MIDEA}成立以来，业绩增长。",
        "[GPE 许昌|CN-411000]捧回一个重量级“奖牌”。",
        "会上，[CARDINAL 12个]项目集中签约，总金额达[MONEY 86亿元|8600000000]。",
        "项目涉及投资、境外并购、技术研发等领域。",
        f"总投资[MONEY 10亿元|1000000000]的项目进展顺利，{MIDEA}表示满意。",
        "亚洲基金在[ORG 港交所]挂牌。",
        # 的 makes a description of it.
        "它是战后创建的[ORG 国家级美术馆]。",
        # Who signed is not told.
        f"这是首个同{MIDEA}签署合作备忘录的国家。",
        # A name alone is no happening.
        "人们以实际行动迎接党的[EVENT 二十大]胜利召开。",
        "许昌发制品亮相[EVENT 第三届进博会]。",
    ],
)
def test_habits_sums_wishes_questions_and_nouns_give_nothing(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # 该公司 is the company named last, in this sentence or an earlier one.
        (
            f"{MIDEA}发展很快。该公司投资[MONEY 5亿元|500000000]在[GPE 许昌|CN-411000]建厂。",
            [("investment", None, None, "CN-411000", "asserted", [("该公司", "subject")])],
        ),
        ("[ORG:government 许昌市政府]很忙。该公司投资[MONEY 5亿元|500000000]建厂。", []),
        # 该中心 is the body whose name ends so.
        (
            "[ORG 中德创新中心]和[ORG 美的集团]合作。该中心拟于[DATE 10月|2020-10]揭牌。",
            [("establishment", "中德创新中心", "2020-10", None, "planned", [("该中心", "subject")])],
        ),
        # A clause that tells where the company sits does not end its being the subject.
        (
            f"{MIDEA}创办多年，总部位于[GPE 佛山|CN-440600]，[DATE 2009年3月|2009-03]落户[GPE 许昌|CN-411000]。",
            [("project", None, "2009-03", "CN-411000", "asserted", [("美的集团", "subject")])],
        ),
        (
            f"{MIDEA}创办多年，客户来自[GPE 佛山|CN-440600]，[DATE 2009年3月|2009-03]落户[GPE 许昌|CN-411000]。",
            [],
        ),
        # A project that nobody is said to build is its own subject; a number of projects, or one without day and place, is none.
        (
            f"{DAY}，[GPE 洛阳|CN-410300]宏强轴承项目在[LOC 洛阳高新区]开工。",
            [("project", None, "2020-12-14", "LM-洛阳高新区", "asserted", [("洛阳宏强轴承项目", "subject")])],
        ),
        (f"{DAY}，[GPE 洛阳|CN-410300]一批重大项目开工。{DAY}，新建项目投产。推进宏强轴承项目开工。宏强轴承项目开工。", []),
        # A meeting without a name, by those who attend it.
        (
            "[GPE 许昌|CN-411000][DATE 10月|2020-10]将派代表团出席[ORG:alliance 中德工业城市联盟]在[GPE 盐城|CN-320900]举行的年会。",
            [("conference", None, "2020-10", "CN-320900", "planned", [("许昌", "attendee")])],
        ),
        ("将在[GPE 盐城|CN-320900]举行年度大会，[PERSON 张三]介绍，[GPE 许昌|CN-411000]参加。", []),
        # Those present at a signing that the sentence before told.
        (
            f"{DAY}，[GPE 许昌|CN-411000]与{KUKA}举行战略合作签约仪式。[PERSON 张三]、[PERSON 李四]出席并致辞。",
            [
                (
                    "signing",
                    None,
                    "2020-12-14",
                    None,
                    "asserted",
                    [
                        ("许昌", "signatory"),
                        ("库卡", "signatory"),
                        ("张三", "speaker"),
                        ("李四", "speaker"),
                        ("张三", "attendee"),
                        ("李四", "attendee"),
                    ],
                )
            ],
        ),
        # 论坛上: at the conference told before, with its day and place.
        (
            f"{DAY}，{SUMMIT}在{SHAOXING}举行。论坛上，{MIDEA}与{KUKA}签署合作协议。",
            [
                ("conference", "2020中德高端制造峰会", "2020-12-14", "CN-330600", "asserted", []),
                ("signing", None, "2020-12-14", "CN-330600", "asserted", [("美的集团", "signatory"), ("库卡", "signatory")]),
            ],
        ),
        (
            f"{MIDEA}与{KUKA}通过视频签署合作协议。",
            [("signing", None, None, None, "asserted", [("美的集团", "signatory"), ("库卡", "signatory")])],
        ),
        # The founders of what is unveiled.
        (
            f"{MIDEA}与{KUKA}在[GPE 许昌|CN-411000]共同揭牌成立[ORG 中德研究院]。",
            [
                (
                    "establishment",
                    "中德研究院",
                    None,
                    "CN-411000",
                    "asserted",
                    [("中德研究院", "subject"), ("美的集团", "organiser"), ("库卡", "organiser")],
                )
            ],
        ),
        # 获批 is one word.
        ("[GPE 许昌|CN-411000]获批国家级示范区。", [("award", "国家级示范区", None, None, "asserted", [("许昌", "subject")])]),
        # The year that a prize begins with is not part of its name.
        (
            f"{MIDEA}获得[DATE 2020年度|2020]科技进步一等奖。",
            [("award", "科技进步一等奖", None, None, "asserted", [("美的集团", "subject")])],
        ),
        (
            f"[FAC 中德产业园]项目{DAY}在城乡一体化区域举行开工仪式。",
            [("project", None, "2020-12-14", None, "asserted", [("中德产业园", "subject")])],
        ),
        # What did not happen has its day too.
        (
            "[GPE 许昌|CN-411000][DATE 去年|2019]未能加入[ORG:alliance 中德工业城市联盟]。",
            [("accession", None, "2019", None, "denied", [("许昌", "member"), ("中德工业城市联盟", "target")])],
        ),
    ],
)
def test_what_stands_for_a_body_and_what_is_told_of_it(text: str, expected: list[object]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"{SUMMIT}在{SHAOXING}举行。[PERSON 张三]、[PERSON 李四]出席，[PERSON 王五]致辞。",
            [("王五", "speaker"), ("张三", "attendee"), ("李四", "attendee")],
        ),
        (f"{SUMMIT}在{SHAOXING}举行。主论坛上，[PERSON 张三]以《[WORK_OF_ART 未来]》为题作主旨报告。", [("张三", "speaker")]),
        (f"{SUMMIT}在{SHAOXING}举行。论坛环节，[PERSON 张三]参加圆桌对话。", [("张三", "attendee")]),
        # At another meeting, and in another paragraph.
        (f"{SUMMIT}在{SHAOXING}举行。[PERSON 张三]出席座谈会。", []),
        (f"{SUMMIT}在{SHAOXING}举行。\n[PERSON 张三]致辞。", []),
    ],
)
def test_those_who_attend_what_the_sentence_before_told(text: str, expected: list[tuple[str, str]]) -> None:
    assert [who for event in told(text) for who in event[-1]] == expected


def test_the_organisers_of_another_activity_are_not_the_summit_s() -> None:
    text = f"[PERSON 张三]赴[GPE 阿斯塔纳]出席{SUMMIT}之际，[ORG 总台]与[ORG 电视综合体]联合主办的交流活动在[GPE 阿斯塔纳]举行。"
    assert [who for event in find_events(draft_of(text)) for who in event.participants if who.role == "organiser"] == []


def test_a_day_after_the_article_is_planned() -> None:
    draft = draft_of("会议决定，[EVENT 第三届进博会]于[DATE 6月23日|2026-06-23]在[GPE 上海]举行。")
    printed = replace(draft, article=replace(draft.article, published="2026-05-01"))
    assert [(event.modality, event.date) for event in find_events(printed)] == [("planned", "2026-06-23")]


def test_edition_is_a_number() -> None:
    events = find_events(
        draft_of(
            "[EVENT 第十四届三国文化周]在[GPE 许昌]开幕。[EVENT 首届中德市长峰会]在[GPE 佛山]召开。[EVENT 十四届全国人大二次会议]在[GPE 北京]开幕。"
        )
    )
    assert [(event.name, event.edition) for event in events] == [
        ("第十四届三国文化周", 14),
        ("首届中德市长峰会", 1),
        ("十四届全国人大二次会议", None),
    ]


def test_participants_point_at_their_entities() -> None:
    (event,) = find_events(draft_of("[PERSON 张三]会见[PERSON 李四]。"))
    assert [who.entity_id for who in event.participants] == [person_id("张三", "-"), person_id("李四", "-")]


@pytest.mark.parametrize(
    "piece", [f"{MIDEA}、", SUMMIT, "签署", f"{MIDEA}与", "[PERSON 张三]、", "由", "在今天", f"{SUMMIT}在今天", "主办，", "[GPE 许昌]", "收购", "“"]
)
def test_time_grows_with_length_only(piece: str) -> None:
    small, large = (draft_of((piece * 60 + f"{MIDEA}主办，签约仪式举行收购。") * times) for times in (2, 20))
    start = time.perf_counter()
    find_events(small)
    middle = time.perf_counter()
    find_events(large)
    # Ten times the text takes at most forty times as long; squared growth would take a hundred.
    assert time.perf_counter() - middle < 40 * (middle - start) + 0.5


def test_a_sentence_without_end_is_left_out() -> None:
    draft = draft_of(f"{MIDEA}收购" * 20_000)
    start = time.perf_counter()
    assert find_events(draft) == ()
    assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # 双方 means the two of the sentence before.
        (
            f"{DAY}，[PERSON 张三]会见[PERSON 李四]。{DAY}，双方签署合作协议。",
            [
                ("visit", None, "2020-12-14", None, "asserted", [("张三", "host"), ("李四", "subject")]),
                ("signing", None, "2020-12-14", None, "asserted", [("张三", "signatory"), ("李四", "signatory")]),
            ],
        ),
        # What is yet to come of a project, told in the same sentence.
        (
            f"{MIDEA}新工厂{DAY}开工，预计[DATE 2022年6月|2022-06]投产。",
            [
                ("project", None, "2020-12-14", None, "asserted", [("美的集团", "subject")]),
                ("project", None, "2022-06", None, "planned", [("美的集团", "subject")]),
            ],
        ),
        # What was done to it earlier, told in the next.
        (
            f"{MIDEA}新工厂{DAY}投产。这座工厂[DATE 2019年5月|2019-05]奠基。",
            [
                ("project", None, "2020-12-14", None, "asserted", [("美的集团", "subject")]),
                ("project", None, "2019-05", None, "asserted", [("美的集团", "subject")]),
            ],
        ),
        # The day of one body's doing is not that of another's.
        (
            f"{MIDEA}[DATE 昨天|2020-12-14]与{KUKA}签署协议，[ORG 大华]与[ORG 中天]共建[ORG 智能研究院]。",
            [
                ("signing", None, "2020-12-14", None, "asserted", [("美的集团", "signatory"), ("库卡", "signatory")]),
                ("establishment", "智能研究院", None, None, "asserted", [("大华", "organiser"), ("中天", "organiser"), ("智能研究院", "subject")]),
            ],
        ),
        # The day with which a sentence begins holds for all its clauses.
        (
            f"{DAY}，{MIDEA}与{KUKA}签署协议；[ORG 大华]与[ORG 中天]签约。",
            [
                ("signing", None, "2020-12-14", None, "asserted", [("美的集团", "signatory"), ("库卡", "signatory")]),
                ("signing", None, "2020-12-14", None, "asserted", [("大华", "signatory"), ("中天", "signatory")]),
            ],
        ),
        # A visit that is put off has its new day.
        (
            f"{MIDEA}代表团[DATE 6月|2020-06]的来访可能推迟到[DATE 明年|2021]。",
            [("visit", None, "2021", None, "possible", [("美的集团", "subject")])],
        ),
        # A plan that came to nothing.
        (
            f"{MIDEA}曾计划收购{KUKA}，终因价格谈不拢而放弃。",
            [("acquisition", None, None, None, "denied", [("美的集团", "acquirer"), ("库卡", "target")])],
        ),
        # Many agreements are no signing.
        (f"截至目前，{MIDEA}已与[CARDINAL 50多个]国家签署合作协议。", []),
    ],
)
def test_what_one_sentence_lends_another(text: str, expected: list[object]) -> None:
    assert told(text) == expected


def test_a_body_that_only_the_tagger_knows_takes_part_by_its_name() -> None:
    draft = draft_of("韶峰汽车与[ORG 库卡]签署协议。")
    draft = replace(draft, words=(Word(0, 4, "ORG"), Word(4, 5, "p"), Word(5, 7, "ORG"), Word(7, 9, "v"), Word(9, 11, "n"), Word(11, 12, "w")))
    (event,) = find_events(draft)
    assert [(who.entity_id, who.text, who.role) for who in event.participants] == [
        (None, "韶峰汽车", "signatory"),
        (organisation_id("库卡", None), "库卡", "signatory"),
    ]
