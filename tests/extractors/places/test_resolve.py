from corpus.article import Article
from extractors.places.find import find_places


def ids(text: str, **fields: str) -> list[str | None]:
    return [mention.entity_id for mention in find_places(Article(text=text, **fields)).mentions]


def test_parent_named_before_settles_a_homonym():
    assert ids("徐州市鼓楼区") == ["CN-320300", "CN-320302"]
    assert ids("福州市鼓楼区") == ["CN-350100", "CN-350102"]


def test_ambiguous_name_without_context_has_candidates_and_no_id():
    (mention,) = find_places(Article(text="鼓楼区举办活动")).mentions
    assert mention.entity_id is None
    assert {candidate.place_id for candidate in mention.candidates} == {"CN-320106", "CN-320302", "CN-350102", "CN-410204"}
    assert sum(candidate.score for candidate in mention.candidates) <= 1


def test_candidates_stay_visible_when_one_leads():
    (mention,) = find_places(Article(text="法兰克福举办展览")).mentions
    assert mention.entity_id == "GN-2925533"
    assert [candidate.place_id for candidate in mention.candidates] == ["GN-2925533", "GN-2925535"]


def test_land_named_in_the_article_moves_frankfurt_to_the_oder():
    assert ids("勃兰登堡州法兰克福") == ["DE-BB", "GN-2925535"]


def test_home_and_source_settle_a_homonym():
    assert ids("朝阳区引进外资", home="长春") == ["CN-220104"]
    assert ids("鼓楼区引进外资", source="开封日报") == ["CN-410204"]
    assert ids("鼓楼区引进外资", dateline="南京") == ["CN-320106"]


def test_zone_of_the_city_spoken_of_is_meant():
    assert ids("绍兴越城区、滨海新区")[-1] == "LM-shaoxing-binhai-xinqu"
    assert ids("天津市和平区、滨海新区")[-1] == "CN-120116"


def test_code_is_that_of_the_articles_day():
    article = Article(text="许昌县经济发展", published="2015-06-01")
    found = find_places(article)
    assert [mention.entity_id for mention in found.mentions] == ["CN-411023"]
    place = found.places["CN-411023"]
    assert (place.valid_from, place.valid_to, place.replaced_by) == ("1986", "2016", "CN-411003")


def test_county_that_moved_gets_the_code_of_its_day():
    assert ids("寿县", published="1995-01-01") == ["CN-342422"]
    assert ids("寿县", published="2010-01-01") == ["CN-341521"]
    assert ids("寿县", published="2020-01-01") == ["CN-340422"]
    assert ids("寿县") == ["CN-340422"]


def test_same_character_is_the_country_that_the_article_names():
    assert ids("中马关系") == ["CN", "MY"]
    assert ids("马尔代夫总统表示，中马关系良好") == ["MV", "CN", "MV"]


def test_town_that_its_state_does_not_hold_has_no_id():
    assert ids("佐治亚州汉普顿市") == ["US-GA", None]


def test_home_is_taken_from_what_is_given_then_source_then_dateline_then_a_clear_text():
    assert find_places(Article(text="全市经济", home="CN-411000", source="洛阳日报")).home_place_id == "CN-411000"
    assert find_places(Article(text="全市经济", source="洛阳日报", dateline="许昌")).home_place_id == "CN-410300"
    assert find_places(Article(text="全市经济", dateline="河南许昌")).home_place_id == "CN-411000"
    assert find_places(Article(text="许昌发展快。许昌工业强。我市来自许昌的企业去了佛山。")).home_place_id == "CN-411000"
    assert find_places(Article(text="许昌和洛阳发展快。许昌工业强，洛阳也强。我市企业多。")).home_place_id is None


def test_national_papers_have_no_home():
    for source in ("人民日报", "中国新闻网", "新华社", "中国日报"):
        assert find_places(Article(text="全市经济", source=source)).home_place_id is None


def test_dateline_place_is_the_smallest_place_of_the_dateline():
    assert find_places(Article(text="许昌", dateline="河南许昌")).dateline_place_id == "CN-411000"
    assert find_places(Article(text="柏林", dateline="柏林")).dateline_place_id == "DE-BE"
    assert find_places(Article(text="许昌", dateline="某地")).dateline_place_id is None
