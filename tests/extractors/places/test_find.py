import time
from itertools import pairwise

import pytest

from corpus.article import Article
from extractors.places.find import find_places
from extractors.records import Word


def found(text: str, **fields: str) -> list[tuple[str, str, str | None]]:
    return [(mention.text, mention.label, mention.entity_id) for mention in find_places(Article(text=text, **fields)).mentions]


def words(*parts: tuple[str, str]) -> tuple[Word, ...]:
    """Words that follow each other, given as (text, tag)."""
    given, start = [], 0
    for text, tag in parts:
        given.append(Word(start, start + len(text), tag))
        start += len(text)
    return tuple(given)


def found_in(*parts: tuple[str, str]) -> list[tuple[str, str, str | None]]:
    text = "".join(part for part, _ in parts)
    return [(mention.text, mention.label, mention.entity_id) for mention in find_places(Article(text=text), words=words(*parts)).mentions]


def test_each_named_division_of_a_chain_is_a_mention_of_its_own():
    assert found("河南省许昌市魏都区") == [("河南省", "GPE", "CN-410000"), ("许昌市", "GPE", "CN-411000"), ("魏都区", "GPE", "CN-411002")]


def test_offsets_are_those_of_the_text_as_written_in_traditional_characters():
    text = "德國漢堡與臺州簽約"
    mentions = find_places(Article(text=text)).mentions
    assert [(mention.start, mention.end, mention.text, mention.entity_id) for mention in mentions] == [
        (0, 2, "德國", "DE"),
        (2, 4, "漢堡", "DE-HH"),
        (5, 7, "臺州", "CN-331000"),
    ]


def test_suffix_that_begins_the_next_word_is_left_to_it():
    assert found("绍兴市委书记") == [("绍兴", "GPE", "CN-330600")]
    assert found("绍兴市出台政策") == [("绍兴市", "GPE", "CN-330600")]
    assert found("江阴市长泾镇") == [("江阴市", "GPE", "CN-320281")]


def test_full_county_before_committee_keeps_its_short_name():
    assert found_in(("肥西", "ORG"), ("县委书记", "n")) == [("肥西", "GPE", "CN-340123")]


def test_person_of_the_tagger_keeps_places_out():
    assert found_in(("张北京", "PER"), ("说", "v")) == []


def test_name_across_two_words_of_the_tagger_is_no_name():
    assert found_in(("今日", "TIME"), ("本报", "r"), ("讯", "vn")) == []
    assert found_in(("其中", "r"), ("国有企业", "n")) == []


def test_name_across_words_that_the_tagger_itself_doubts_is_one():
    text = "继焦作加入该联盟"
    doubted = (Word(0, 2, "v", 0.42), Word(2, 3, "v", 0.71), Word(3, 5, "v"), Word(5, 6, "r"), Word(6, 8, "n"))
    mentions = find_places(Article(text=text), words=doubted).mentions
    assert [(mention.text, mention.entity_id) for mention in mentions] == [("焦作", "CN-410800")]


def test_what_only_the_tagger_calls_a_place_has_no_id_and_less_confidence():
    mentions = find_places(Article(text="在下沙村"), words=words(("在", "p"), ("下沙村", "LOC"))).mentions
    assert [(mention.text, mention.label, mention.entity_id, mention.confidence, mention.extractor) for mention in mentions] == [
        ("下沙村", "GPE", None, 0.6, "places.tagged")
    ]


def test_common_nouns_that_the_tagger_calls_places_are_none():
    assert found_in(("全国", "LOC"), ("高速公路", "LOC")) == []


def test_lake_named_after_a_district_is_the_lake():
    assert found_in(("南京", "LOC"), ("玄武湖", "LOC")) == [("南京", "GPE", "CN-320100"), ("玄武湖", "LOC", None)]


def test_village_after_a_county_is_a_mention_without_id():
    assert found_in(("沈丘县洪山乡", "LOC")) == [("沈丘县", "GPE", "CN-411624"), ("洪山乡", "GPE", None)]


def test_zone_takes_a_short_city_name_along_and_leaves_a_full_one():
    assert found("佛山中德工业服务区") == [("佛山中德工业服务区", "LOC", "LM-foshan-zhongde")]
    assert found("许昌市高新区") == [("许昌市", "GPE", "CN-411000"), ("高新区", "LOC", "LM-411000-gaoxinqu")]
    assert found("上海浦东新区") == [("上海", "GPE", "CN-310000"), ("浦东新区", "GPE", "CN-310115")]


def test_zone_that_the_lexicon_lacks_is_found_by_its_form():
    assert found("鄢陵中德花卉产业园") == [("鄢陵中德花卉产业园", "LOC", None)] or found("长葛中德再生金属产业园") == [
        ("长葛中德再生金属产业园", "LOC", None)
    ]


def test_zones_without_a_name_are_none():
    assert found("169家国家级高新区和一批产业园") == []


def test_street_and_station_keep_their_place_inside():
    assert found("中山路") == [("中山路", "FAC", None)]
    assert found("上海南站") == [("上海南站", "FAC", None)]


def test_town_abroad_takes_its_suffix_along():
    assert found("德国亚琛市") == [("德国", "GPE", "DE"), ("亚琛市", "GPE", "GN-3247449")]


def test_division_abroad_is_not_the_town_of_its_name():
    assert found("阿富汗赫拉特省") == [("阿富汗", "GPE", "AF"), ("赫拉特省", "GPE", None)]


def test_weak_german_names_need_germany_beside_them():
    assert found("阿伦说") == []
    assert found("德国哈姆") == [("德国", "GPE", "DE"), ("哈姆", "GPE", "GN-2911240")]


def test_places_hold_all_parents():
    places = find_places(Article(text="亚琛")).places
    assert [(place.place_id, place.parent_id) for place in places.values()] == [("GN-3247449", "DE-NW"), ("DE-NW", "DE"), ("DE", None)]


def test_mentions_are_flat_and_ordered_and_their_text_is_the_texts():
    text = "中德两国在佛山中德工业服务区、许昌市高新区、北京朝阳和上海南站签约，京津冀与石荷州合作"
    mentions = find_places(Article(text=text)).mentions
    assert all(text[mention.start : mention.end] == mention.text for mention in mentions)
    assert all(first.end <= second.start for first, second in pairwise(mentions))


def test_same_text_gives_the_same_result_again():
    article = Article(text="朝阳区与鼓楼区，许昌高新区，德国哈姆", source="北京日报")
    assert find_places(article) == find_places(article)


@pytest.mark.parametrize("unit", ["一", "中德", "朝阳区", "北京市", "许昌高新", "德·", "京津冀", "中马", "巴中", "市", "哈姆、"])
def test_time_grows_with_the_text_and_no_faster(unit):
    def seconds(length: int) -> float:
        text = (unit * length)[:length]
        start = time.process_time()
        find_places(Article(text=text))
        return time.process_time() - start

    seconds(1_000)
    assert min(seconds(40_000) for _ in range(2)) < 5 * min(seconds(20_000) for _ in range(2)) + 0.1


def test_empty_text_has_no_places():
    assert find_places(Article(text="")).mentions == ()
