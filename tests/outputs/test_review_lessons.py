from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from extractors.records import Record
from extractors.team import parse_team
from outputs.decisions import Decision, DecisionBook
from outputs.review_lessons import lesson_of, lessons, lexicon_text
from tests.outputs.reviewing import decide, undone

OTHER = {"organisation_id": "o1234567890abcdef", "name": "中德城市联盟", "aliases": [], "kind": "alliance", "place_id": None, "parent_id": None}


def corrected(record: Record, text: str, **more: Any) -> Decision:
    """The mention of the alliance, written `text`, means another organisation."""
    decision = decide(record, "mention", 1, decision="corrected", changes={"entity_id": OTHER["organisation_id"], "text": text})
    entities = {"places": [], "organisations": [OTHER], "people": []}
    return replace(decision, entities=entities, found={**(decision.found or {}), "text": text}, **more)


def test_a_corrected_mention_teaches_its_words(record: Record) -> None:
    decision = corrected(record, "工盟 秘书处")
    (lesson,) = lessons(DecisionBook([decision]))
    assert (lesson.kind, lesson.name, lesson.entity_id, lesson.full_name) == ("organisation", "工盟秘书处", "o1234567890abcdef", "中德城市联盟")
    lexicon = parse_team(lexicon_text([], [lesson]))
    assert lexicon.names == {"工盟秘书处": ("ORG", "o1234567890abcdef")}
    assert lexicon.organisations["o1234567890abcdef"].name == "中德城市联盟"
    assert lessons(DecisionBook([decision, undone(decision)])) == []


@pytest.mark.parametrize("words", ["该联盟", "本公司", "市政府", "双方", "两国企业", "公司", "盟"])
def test_words_that_mean_something_else_in_every_article_teach_nothing(record: Record, words: str) -> None:
    assert lesson_of(corrected(record, words)) is None


def test_only_a_correction_for_everywhere_that_names_another_entity_teaches(record: Record) -> None:
    assert lesson_of(corrected(record, "工盟秘书处", scope="here")) is None
    assert lesson_of(decide(record, "mention", 1)) is None
    assert lesson_of(decide(record, "membership", decision="corrected", changes={"since": "2020"})) is None
    assert lesson_of(decide(record, "mention", 0, decision="rejected")) is None


def test_the_later_decision_on_a_name_counts(record: Record) -> None:
    first = corrected(record, "工盟秘书处")
    third = {**OTHER, "organisation_id": "o0000000000000003", "name": "另一联盟"}
    later = replace(
        corrected(record, "工盟秘书处", at="2021-03-09T08:00:00Z", record_id="m0000000000000009"),
        decided={**(first.decided or {}), "entity_id": "o0000000000000003"},
        entities={"places": [], "organisations": [third], "people": []},
    )
    assert [one.entity_id for one in lessons(DecisionBook([later, first]))] == ["o0000000000000003"]


def test_what_was_learned_stands_after_the_teams_own_rows(record: Record) -> None:
    own = [("organisation", [{"name": "工盟秘书处", "full_name": "中德工业城市联盟"}]), ("place", [{"name": "老城", "place_id": "CN-411000"}])]
    text = lexicon_text(own, lessons(DecisionBook([corrected(record, "工盟秘书处")])))
    assert parse_team(text).names["工盟秘书处"] == ("ORG", "o1234567890abcdef")
    assert [line.split("\t")[:3] for line in text.splitlines()[1:]] == [
        ["kind", "name", "id"], ["organisation", "工盟秘书处", ""], ["place", "老城", "CN-411000"],
        ["organisation", "工盟秘书处", "o1234567890abcdef"],
    ]  # fmt: skip
