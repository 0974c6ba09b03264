from __future__ import annotations

from pathlib import Path

import pytest

from extractors.organisations.names import alliance_id
from extractors.places.gazetteer import load_gazetteer
from extractors.records import Mention, Organisation, Person, Position, organisation_id, person_id
from extractors.team import TeamLexicon, find_team_names, parse_team, read_team, relabelled, settle

TABLE = """kind\tname\tid\tfull_name\tother_names\torganisation_kind\tplace_id\tname_latin
place\t老县城\tCN-411000\t\t\t\t\t
organisation\t工盟办\t\t中德工业城市联盟\t工盟秘书处\t\t\t
organisation\t许昌外办\t\t许昌市人民政府外事办公室\t\tgovernment\tCN-411000\t
person\t老孔\tp1234567890abcdef\t孔翰宁\t\t\t\tHenning Kagermann
"""
OFFICE = organisation_id("许昌市人民政府外事办公室", "CN-411000")


@pytest.fixture
def lexicon() -> TeamLexicon:
    return parse_team(TABLE)


def test_rows_name_what_is_known_and_what_is_the_teams_own(lexicon: TeamLexicon) -> None:
    assert lexicon.names == {
        "工盟办": ("ORG", alliance_id()), "工盟秘书处": ("ORG", alliance_id()), "许昌外办": ("ORG", OFFICE), "老孔": ("PERSON", "p1234567890abcdef"),
    }  # fmt: skip
    assert lexicon.organisations[OFFICE] == Organisation(OFFICE, "许昌市人民政府外事办公室", "government", place_id="CN-411000")
    assert lexicon.people == {"p1234567890abcdef": Person("p1234567890abcdef", "孔翰宁", "Henning Kagermann")}


def test_one_table_serves_places_organisations_and_people(tmp_path: Path) -> None:
    (tmp_path / "team.tsv").write_text(TABLE, encoding="utf-8-sig")
    assert load_gazetteer(extra=tmp_path / "team.tsv").find_name("老县城") == ("CN-411000",)
    assert load_gazetteer(extra=tmp_path / "team.tsv").find_name("许昌外办") == ()
    assert read_team(tmp_path / "team.tsv") == parse_team(TABLE)


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ("kind\tname\nfirm\t甲乙丙\n", "row 1 of the team's table: firm is none of place, organisation, person"),
        ("kind\tname\norganisation\t甲\n", "row 1 of the team's table: a name has at least two characters"),
        ("kind\tname\torganisation_kind\norganisation\t甲乙\tclub\n", "row 1 of the team's table: organisation_kind club is none of"),
    ],
)
def test_a_row_that_cannot_be_read_is_named(table: str, reason: str) -> None:
    with pytest.raises(ValueError, match=r".") as raised:
        parse_team(table)
    assert str(raised.value).startswith(reason)


def test_long_names_are_found_wherever_they_stand_and_short_ones_are_not(lexicon: TeamLexicon) -> None:
    found = find_team_names("工盟秘书處與許昌外辦：老孔到访，老孔家酒。", lexicon)
    assert [(one.label, one.start, one.text, one.extractor) for one in found] == [
        ("ORG", 0, "工盟秘书處", "team.name"), ("ORG", 6, "許昌外辦", "team.name"),
    ]  # fmt: skip
    assert find_team_names("工盟办", TeamLexicon()) == []


def test_a_mention_of_a_teams_name_gets_its_label(lexicon: TeamLexicon) -> None:
    mistaken = Mention("ORG", 0, 2, "老孔", "organisations.tagged", 0.7)
    other = Mention("DATE", 5, 7, "老孔", "dates.x")
    assert relabelled([mistaken, other], lexicon) == [Mention("PERSON", 0, 2, "老孔", "team.name", 0.7), other]


def test_mentions_mean_the_teams_entities_and_posts_follow(lexicon: TeamLexicon) -> None:
    old_office, old_person = "o0000000000000001", person_id("老孔", "a1")
    mentions = [
        Mention("ORG", 0, 4, "许昌外办", "organisations.known", entity_id=old_office),
        Mention("PERSON", 6, 8, "老孔", "people.titled", entity_id=old_person),
    ]
    position = Position(
        id="f1", evidence="许昌外办主任老孔", start=0, end=8, extractor="positions.x", person_id=old_person, title="主任", organisation_id=old_office
    )
    settled = settle(
        mentions,
        {old_office: Organisation(old_office, "许昌外办", "other")},
        {old_person: Person(old_person, "老孔")},
        [position],
        lexicon,
        article_id="a1",
    )
    assert [(one.entity_id, one.extractor) for one in settled.mentions] == [(OFFICE, "team.name"), ("p1234567890abcdef", "team.name")]
    assert settled.organisations == {OFFICE: Organisation(OFFICE, "许昌市人民政府外事办公室", "government", ("许昌外办",), "CN-411000")}
    assert settled.people == {"p1234567890abcdef": Person("p1234567890abcdef", "孔翰宁", "Henning Kagermann")}
    (post,) = settled.positions
    assert (post.person_id, post.organisation_id) == ("p1234567890abcdef", OFFICE)
    assert post.id != "f1"


def test_an_old_entity_that_others_still_mean_stays(lexicon: TeamLexicon) -> None:
    old = "o0000000000000001"
    mentions = [Mention("ORG", 0, 4, "许昌外办", "x", entity_id=old), Mention("ORG", 6, 10, "外事机构", "x", entity_id=old)]
    settled = settle(mentions, {old: Organisation(old, "外事机构", "other")}, {}, [], lexicon, article_id="a1")
    assert set(settled.organisations) == {old, OFFICE}
    assert [one.entity_id for one in settled.mentions] == [OFFICE, old]
