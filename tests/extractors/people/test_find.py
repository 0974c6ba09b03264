"""People's names and nothing beside them, on the tagger's own words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.people.find import find_people
from extractors.records import Word
from tests.extractors.organisations.reading import read


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("绍兴市委书记马卫光介绍了情况。", ["马卫光"]),
        # 博士 and the Latin gloss are no part of the name.
        ("德国驻上海总领事欧珍博士(Dr.ChristineD.Althauser)表示欢迎。", ["欧珍"]),
        ("科技顾问孔翰宁(HenningKagermann)作主旨演讲。", ["孔翰宁"]),
        ("在鲁道夫·沙尔平先生的推动下，双方签约。", ["鲁道夫·沙尔平"]),
        ("德国达姆施塔特工业大学前副校长JuergenRoedel主讲。", ["JuergenRoedel"]),
        ("副市长楚雷、赵振宏，市政府秘书长张建民参加会见。", ["楚雷", "赵振宏", "张建民"]),
        # The tagger takes 市长史根治 for one word.
        ("市委副书记、市长史根治会见了德国客人。", ["史根治"]),
        ("米夏埃尔·滕·霍姆佩尔教授作报告。", ["米夏埃尔·滕·霍姆佩尔"]),
        # Names that the tagger broke.
        ("时任株洲市市长毛腾飞，现任厅长徐湘平到访。", ["毛腾飞", "徐湘平"]),
        ("商务局局长杜瑶如、德国商会主席贝恩德·阿尔特到会。", ["杜瑶如", "贝恩德·阿尔特"]),
        ("总裁韩立一说，情况良好。", ["韩立一"]),
        ("市长会见了施耐德先生。", ["施耐德"]),
        ("德国商会会长Jens Hildebrandt表示欢迎。", ["Jens Hildebrandt"]),
        ("让-克洛德·容克和汉斯-彼得·弗里德里希到会，容克致辞。", ["让-克洛德·容克", "汉斯-彼得·弗里德里希", "容克"]),
        ("国家主席习近平同默克尔总理举行会谈。", ["习近平", "默克尔"]),
        # Who wrote stands in the dateline's brackets, however common the words of the name.
        ("本报常州7月14日讯（记者 路遥远 通讯员 方英）公司公告。", ["路遥远", "方英"]),
        ("本报讯（记者 许昌报道）公司公告。", []),
    ],
)
def test_names_are_found_without_titles(text, names):
    assert read(text).texts("PERSON") == names


@pytest.mark.parametrize(
    "text",
    [
        "李书记和王先生没有参加会议。",
        "诺贝尔奖和马克思主义都很有名。",
        "美军和乌军没有进展。",
        "“马克”战斗机器人已经运抵。",
        "中山路两旁是西门子公司的厂房。",
    ],
)
def test_surnames_alone_things_and_armies_are_no_people(text):
    assert read(text).texts("PERSON") == []


def test_a_surname_with_a_title_counts_after_the_full_name():
    assert read("许昌市委书记胡五岳会见了客人。胡书记说，合作源远流长。").texts("PERSON") == ["胡五岳", "胡"]


def test_the_last_part_of_a_foreign_name_is_found_again():
    assert read("首席执行官佩特拉·瓦斯纳到访。市长对瓦斯纳女士表示欢迎。").texts("PERSON") == ["佩特拉·瓦斯纳", "瓦斯纳"]


def test_a_foreign_name_in_a_list_of_places_is_a_place():
    words = [Word(0, 4, "LOC"), Word(4, 5, "w"), Word(5, 9, "PER", 0.6), Word(9, 10, "w")]
    assert find_people("塔尔哈瓦、杰巴利耶。", words=words) == []


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="李王马书记市长·先生博士()DrA德国、，。说 \n", max_size=60))
def test_any_text_gives_spans_of_itself(text):
    mentions = [mention for mention in read(text).draft.mentions if mention.label == "PERSON"]
    assert all(text[mention.start : mention.end] == mention.text and mention.entity_id for mention in mentions)


@pytest.mark.parametrize("piece", ["李", "李书记", "·马", "Aa", "（Aa Bb", "市长李明说"])
def test_hostile_length_takes_linear_time(piece):
    text = piece * (6000 // len(piece))
    words = [Word(start, min(start + 3, len(text)), "PER" if start % 2 else "n", 0.9) for start in range(0, len(text), 3)]
    assert isinstance(find_people(text, words=words), list)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # One character between the post and what the tagger saw.
        ("柬埔寨国王西哈莫尼会见了代表团。", ["西哈莫尼"]),
        ("外事顾问让·杜邦发来视频。", ["让·杜邦"]),
        ("约翰斯·霍普金斯大学教授詹姆斯说，情况正在好转。", ["詹姆斯"]),
        ("本台推出系列海采节目，海采记者走进全国各地。", []),
        ("沙特代表团同伊方商讨重开使馆。", []),
        # Between the verb and 为; 他 is nobody's surname.
        ("会议任命陆治原为民政部部长，选举他为主席。", ["陆治原"]),
    ],
)
def test_foreign_names_are_whole_and_universities_none(text, names):
    assert read(text).texts("PERSON") == names
