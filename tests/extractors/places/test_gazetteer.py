import time
import tracemalloc
from pathlib import Path

import pytest

from corpus.article import Article
from extractors.lexicon import read_rows
from extractors.places.find import find_places
from extractors.places.gazetteer import Gazetteer, PlaceError, _built_lines, load_gazetteer


def test_place_of_the_official_table_has_names_parents_and_coordinates():
    place = load_gazetteer().place("CN-411000")
    assert (place.name, place.level, place.country, place.parent_id, place.name_en) == ("许昌市", "city", "CN", "CN-410000", "Xuchang")
    assert (round(place.lat), round(place.lon)) == (34, 114)


def test_unknown_ids_and_names_give_nothing():
    gazetteer = load_gazetteer()
    assert gazetteer.place("CN-999999") is None
    assert gazetteer.find_name("无此地") == ()
    assert gazetteer.with_parents("CN-999999") == []


def test_name_or_id_is_found_larger_places_and_todays_first():
    gazetteer = load_gazetteer()
    assert gazetteer.find_name("许昌") == ("CN-411000",)
    assert gazetteer.find_name("CN-411000") == ("CN-411000",)
    assert gazetteer.find_name("吉林") == ("CN-220000", "CN-220200")
    assert gazetteer.find_name("漢堡") == ("DE-HH",)


def test_every_parent_and_successor_is_a_place_and_no_chain_runs_in_a_circle():
    gazetteer = load_gazetteer()
    for line in _built_lines():
        place = gazetteer.place(line.split("\t", 1)[0])
        for other in (place.parent_id, place.replaced_by):
            assert other is None or other in gazetteer, place
        above = gazetteer.ancestors(place.place_id)
        assert place.place_id not in above
        assert len(set(above)) == len(above)


def test_rows_are_sorted_by_id_and_none_stands_twice():
    ids = [line.split("\t", 1)[0] for line in _built_lines()]
    assert ids == sorted(set(ids))


def test_today_valid_county_level_units_are_as_many_as_the_table_of_2024_has():
    today = [line for line in _built_lines() if line.startswith("CN-") and not line.split("\t")[10]]
    levels = [line.split("\t")[2] for line in today]
    assert (levels.count("province"), levels.count("city"), levels.count("county")) == (34, 333, 2846)


LAENDER = {
    "巴符州": "DE-BW", "巴伐利亚": "DE-BY", "柏林": "DE-BE", "勃兰登堡州": "DE-BB", "不来梅": "DE-HB", "汉堡": "DE-HH", "黑森州": "DE-HE",
    "梅前州": "DE-MV", "下萨克森州": "DE-NI", "北威州": "DE-NW", "莱法州": "DE-RP", "萨尔州": "DE-SL", "萨克森州": "DE-SN",
    "萨安州": "DE-ST", "石荷州": "DE-SH", "图林根州": "DE-TH",
}  # fmt: skip
MEMBERS = {
    "亚琛": "GN-3247449", "伍珀塔尔": "GN-2805753", "乌珀塔尔": "GN-2805753", "奥斯纳布吕克": "GN-2856883", "因戈尔施塔特": "GN-2895992",
    "吕塞尔斯海姆": "GN-2842884", "劳恩海姆": "GN-2849913", "凯尔斯特巴赫": "GN-2891742", "开姆尼茨": "GN-2940132", "科隆": "GN-2886242",
    "美因茨": "GN-2874225", "纽伦堡": "GN-2861650", "弗赖堡": "GN-2925177", "弗莱堡": "GN-2925177", "拉尔": "GN-2881885",
    "富尔达": "GN-2923822", "凯泽斯劳滕": "GN-2894003", "路德维希港": "GN-2875376", "博特罗普": "GN-2945756", "索林根": "GN-2831580",
    "汉堡": "DE-HH", "巴特洪堡": "GN-2953436", "哥廷根": "GN-2918632", "希尔德斯海姆": "GN-2904789", "多特蒙德": "GN-2935517",
    "宝安区": "CN-440306", "南沙区": "CN-440115", "萧山区": "CN-330109",
}  # fmt: skip


@pytest.mark.parametrize(("name", "place_id"), sorted((LAENDER | MEMBERS).items()))
def test_laender_and_alliance_members_are_known_by_their_names(name, place_id):
    assert load_gazetteer().find_name(name)[0] == place_id


HAND_TABLES = (
    "clipped", "clipped_not_before", "clipped_pairs", "common_names", "common_nouns", "coordinates", "countries", "divisions_abroad", "german_cities",
    "not_places", "odd_towns", "other_names", "papers", "regions", "successors", "zones",
)  # fmt: skip


@pytest.mark.parametrize("name", HAND_TABLES)
def test_hand_rows_are_sorted_and_none_stands_twice(name):
    rows = [tuple(row.values()) for row in read_rows("extractors.places", f"{name}.tsv")]
    assert len(set(rows)) == len(rows)


def write(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_user_adds_a_place_of_their_own(tmp_path):
    table = write(tmp_path / "places.tsv", "name\tplace_id\tlevel\tparent_id\tlat\tlon", "裕丰纺织园\tUS-yufeng\tother\tCN-411002\t34.05\t113.85")
    gazetteer = load_gazetteer(extra=table)
    place = gazetteer.place("US-yufeng")
    assert (place.name, place.parent_id, place.country, place.lat) == ("裕丰纺织园", "CN-411002", "CN", 34.05)
    (mention,) = find_places(Article(text="裕丰纺织园开工"), gazetteer=gazetteer).mentions
    assert (mention.text, mention.label, mention.entity_id) == ("裕丰纺织园", "LOC", "US-yufeng")
    assert "US-yufeng" not in load_gazetteer()


def test_users_row_without_an_id_gets_a_stable_one(tmp_path):
    table = write(tmp_path / "places.tsv", "name\tparent_id", "裕丰纺织园\tCN-411002")
    assert load_gazetteer(extra=table).find_name("裕丰纺织园") == load_gazetteer(extra=table).find_name("裕丰纺织园")
    assert load_gazetteer(extra=table).find_name("裕丰纺织园")[0].startswith("US-")


def test_users_row_settles_an_ambiguous_name(tmp_path):
    table = write(tmp_path / "places.tsv", "name\tplace_id", "鼓楼区\tCN-410204")
    (mention,) = find_places(Article(text="鼓楼区举办活动"), gazetteer=load_gazetteer(extra=table)).mentions
    assert (mention.entity_id, mention.candidates) == ("CN-410204", ())


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("新\t\t", "row 1 of the places table: a name has at least two characters"),
        ("新园区\tCN-999999\t", "row 1 of the places table: CN-999999 is no known id, and a new one begins with US-"),
        ("新园区\t\tCN-999999", "row 1 of the places table: parent_id CN-999999 is unknown"),
    ],
)
def test_bad_row_of_a_user_is_named(tmp_path, row, reason):
    with pytest.raises(PlaceError) as raised:
        load_gazetteer(extra=write(tmp_path / "places.tsv", "name\tplace_id\tparent_id", row))
    assert str(raised.value) == reason


def test_loading_takes_under_half_a_second_and_150_megabytes():
    lines = _built_lines()
    start = time.process_time()
    Gazetteer(lines)
    assert time.process_time() - start < 0.5
    tracemalloc.start()
    list(Gazetteer(_built_lines()).matches("许昌"))
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak_bytes < 150 * 2**20
