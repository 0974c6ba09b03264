"""Merging: one happening is one event however many sentences tell it, and two stay two."""

from extractors.facts.events import find_events
from tests.extractors.facts.drafts import draft_of
from tests.extractors.facts.event_words import DAY, KUKA, MIDEA, SHAOXING, SUMMIT, told


def test_one_conference_however_many_sentences_tell_it() -> None:
    text = (
        f"{DAY}，{SUMMIT}在{SHAOXING}举行。\n"
        "在峰会致辞环节，[GPE 绍兴|CN-330600]市委书记[PERSON 马卫光]介绍了情况。\n"
        "本届峰会邀请到[GPE 德国]驻[GPE 上海]总领事[PERSON 欧珍]博士(Dr.ChristineD.Althauser)参会并致辞。\n"
        "除[PERSON 孔翰宁](HenningKagermann)作主旨演讲外，加拿大工程院院士[PERSON 顾佩华]主讲《[WORK_OF_ART 报告]》，峰会亮点纷呈。\n"
        "[EVENT 中德高端制造业峰会]今年已经是第三年举办。\n"
        f"据悉，{SUMMIT}由[ORG 绍兴市人民政府]主办，[ORG 浙江省经信厅]、[ORG 浙江省商务厅]支持，[ORG 越城区人民政府]、[ORG 绍兴市商务局]承办，"
        "[ORG 天津大学]、中德科教园、德国[ORG 石荷州经济技术促进中心]协办。"
    )
    assert told(text) == [
        (
            "conference",
            "2020中德高端制造峰会",
            "2020-12-14",
            "CN-330600",
            "asserted",
            [
                ("绍兴市人民政府", "organiser"),
                ("浙江省经信厅", "supporter"),
                ("浙江省商务厅", "supporter"),
                ("越城区人民政府", "host"),
                ("绍兴市商务局", "host"),
                ("天津大学", "co_organiser"),
                ("中德科教园", "co_organiser"),
                ("石荷州经济技术促进中心", "co_organiser"),
                ("马卫光", "speaker"),
                ("欧珍", "speaker"),
                ("欧珍", "attendee"),
                ("孔翰宁", "speaker"),
                ("顾佩华", "speaker"),
            ],
        )
    ]


def test_two_signings_of_different_days_stay_two_and_of_one_day_are_one() -> None:
    first = f"[DATE 12月1日|2020-12-01]，{MIDEA}与{KUKA}签署合作协议。"
    again = f"{MIDEA}与{KUKA}[DATE 12月1日|2020-12-01]签署的协议有十条。"
    other = f"[DATE 12月9日|2020-12-09]，{MIDEA}与{KUKA}签署补充协议。"
    assert [event.date for event in find_events(draft_of(first + again + other))] == ["2020-12-01", "2020-12-09"]


def test_a_heading_that_the_next_sentence_tells_again_is_no_event_of_its_own() -> None:
    text = "[GPE 内地]与[GPE 澳门]签署互认协议\n[ORG 公安部]与[ORG 澳门特别行政区政府]签署[GPE 内地]与[GPE 澳门]互认协议。"
    assert [event.participants[0].text for event in find_events(draft_of(text))] == ["公安部"]
