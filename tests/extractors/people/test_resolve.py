"""Who a person is: one name one person in an article, ids over name and first post, Latin names."""

from __future__ import annotations

from extractors.records import Person, person_id
from tests.extractors.organisations.reading import read


def people(text):
    return sorted(read(text).draft.people.values(), key=lambda person: person.name)


def test_latin_names_come_from_the_gloss():
    found = [
        (person.name, person.name_latin) for person in people("总领事欧珍博士(Dr.ChristineD.Althauser)和孔翰宁(HenningKagermann)到会，欧珍致辞。")
    ]
    assert found == [("孔翰宁", "Henning Kagermann"), ("欧珍", "Christine D. Althauser")]


def test_a_latin_name_is_its_own_latin_name():
    assert [(person.name, person.name_latin) for person in people("副校长JuergenRoedel主讲。")] == [("Juergen Roedel", "Juergen Roedel")]


def test_the_id_is_over_name_and_first_post():
    text = "绍兴市委书记马卫光介绍了情况。马卫光说，欢迎客商。"
    identifier = person_id("马卫光", "市委书记@CN-330600")
    assert read(text).draft.people == {identifier: Person(identifier, "马卫光")}
    assert {mention.entity_id for mention in read(text).draft.mentions if mention.label == "PERSON"} == {identifier}


def test_without_a_post_the_id_is_over_name_and_article():
    reading = read("记者张铮报道。")
    assert list(reading.draft.people) == [person_id("张铮", reading.draft.article.article_id)]


def test_one_name_in_two_articles_is_two_people_where_the_posts_differ():
    first, second = people("许昌市市长王强到会。"), people("清华大学教授王强到会。")
    assert first[0].name == second[0].name
    assert first[0].person_id != second[0].person_id


def test_second_mentions_are_the_same_person():
    assert [person.name for person in people("许昌市委书记胡五岳会见了格哈德·施罗德。胡书记说，施罗德表示支持。")] == ["格哈德·施罗德", "胡五岳"]
