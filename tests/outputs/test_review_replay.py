from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from extractors.records import Figure, Record
from outputs.decisions import DecisionBook
from outputs.json_lines import fact_to_object, mention_to_object, organisation_to_object, place_to_object
from outputs.review_replay import replay
from outputs.rows import contradiction
from tests.outputs.conftest import BODY, CHAOYANG, CHINA
from tests.outputs.reviewing import decide, undone


def told(record: Record, name: str) -> list[tuple[str, str]]:
    return [(one.id, one.review_status) for one in getattr(record, name)]


def test_without_decisions_the_record_is_itself(record: Record) -> None:
    assert replay(record, DecisionBook()) is record


def test_an_accepted_fact_changes_nothing_but_its_status(record: Record) -> None:
    decision = decide(record, "membership")
    expected = replace(record, memberships=(replace(record.memberships[0], review_status="accepted"),))
    assert replay(record, DecisionBook([decision])) == expected
    assert replay(expected, DecisionBook([decision])) == expected
    assert replay(record, DecisionBook([decision, undone(decision)])) is record


def test_an_accepted_fact_stays_when_it_is_no_longer_found_and_the_record_says_so(record: Record) -> None:
    decision = decide(record, "membership")
    newer = replace(record, memberships=(), mentions=(), organisations=(), places=(), people=(), positions=(), indicators=(), events=())
    found = replay(newer, DecisionBook([decision]))
    assert found.memberships == (replace(record.memberships[0], review_status="accepted"),)
    assert [one.place_id for one in found.places] == ["CN", "CN-410000", "CN-411000"]
    assert found.organisations == record.organisations
    assert [(one.decision_id, one.what, one.found) for one in found.disagreements] == [(decision.decision_id, "not_found", ())]
    assert contradiction(found) is None


def test_an_accepted_fact_stands_against_another_reading_which_is_shown(record: Record) -> None:
    decision = decide(record, "indicator")
    other = replace(record.indicators[0], figure=Figure(Decimal(165), "USD"))
    found = replay(replace(record, indicators=(other, record.indicators[1])), DecisionBook([decision]))
    assert found.indicators == (replace(record.indicators[0], review_status="accepted"), record.indicators[1])
    assert [(one.what, one.found) for one in found.disagreements] == [("other_reading", (fact_to_object(other),))]
    # Another id for what is read of the same figure: it gives way too.
    renamed = replace(other, id="f1234567890abcdef", metric="进口额")
    again = replay(replace(record, indicators=(renamed, record.indicators[1])), DecisionBook([decision]))
    assert again.indicators == found.indicators
    # A reviewer who decided knowing the other reading is not asked again.
    knowing = decide(record, "indicator", seen=[fact_to_object(other)])
    assert replay(replace(record, indicators=(other, record.indicators[1])), DecisionBook([knowing])).disagreements == ()


def test_a_fact_found_under_another_id_is_the_same_by_what_it_says(record: Record) -> None:
    decision = decide(record, "position", decision="rejected")
    renamed = replace(record.positions[0], id="f1234567890abcdef")
    found = replay(replace(record, positions=(renamed,)), DecisionBook([decision]))
    assert told(found, "positions") == [(record.positions[0].id, "rejected")]
    assert found.disagreements == ()


def test_what_was_rejected_and_is_now_read_otherwise_is_another_record(record: Record) -> None:
    decision = decide(record, "indicator", decision="rejected")
    other = replace(record.indicators[0], figure=Figure(Decimal(165), "USD"))
    newer = replace(record, indicators=(other, record.indicators[1]))
    assert replay(newer, DecisionBook([decision])) == newer


def test_a_corrected_fact_takes_the_place_of_what_was_found_and_of_the_corrected_reading(record: Record) -> None:
    decision = decide(record, "membership", decision="corrected", changes={"since": "2020-08"})
    corrected = replace(record.memberships[0], since="2020-08", review_status="corrected")
    assert replay(record, DecisionBook([decision])).memberships == (corrected,)
    # The newer version reads by itself what the reviewer said: no disagreement, no second row.
    learned = replace(record.memberships[0], id="f1234567890abcdef", since="2020-08")
    found = replay(replace(record, memberships=(learned,)), DecisionBook([decision]))
    assert (found.memberships, found.disagreements) == ((corrected,), ())


def test_a_fact_of_several_articles_is_decided_in_each_in_its_own_words(make_record: Callable[..., Record], record: Record) -> None:
    other = make_record("记者获悉，许昌加入中德工业城市联盟。")
    assert other.memberships[0].id != record.memberships[0].id
    ids = [record.article.article_id, other.article.article_id]
    decision = decide(record, "membership", decision="corrected", changes={"since": "2020-08"})
    shared = replace(decision, found={**(decision.found or {}), "sources": ids})
    found = replay(other, DecisionBook([shared]))
    assert found.memberships == (replace(other.memberships[0], since="2020-08", review_status="corrected"),)
    # One that no longer tells it is left alone.
    silent = replace(other, memberships=())
    assert replay(silent, DecisionBook([shared])) == silent


def test_a_rejected_mention_goes_and_its_figure_outlives_it(record: Record) -> None:
    number = next(n for n, one in enumerate(record.mentions) if one.text == "8.8%")
    found = replay(record, DecisionBook([decide(record, "mention", number, decision="rejected")]))
    assert [one.text for one in found.mentions] == [one.text for one in record.mentions if one.text != "8.8%"]
    assert [one.mention_id is None for one in found.indicators] == [False, True]
    assert contradiction(found) is None


def test_an_accepted_mention_stands_against_longer_ones_of_a_newer_version(record: Record) -> None:
    decision = decide(record, "mention", 0)
    longer = replace(record.mentions[0], end=4, text="许昌加入", label="ORG", entity_id=None)
    newer = replace(record, mentions=(longer, *record.mentions[1:]))
    found = replay(newer, DecisionBook([decision]))
    assert found.mentions == record.mentions
    assert [one.found for one in found.disagreements] == [(mention_to_object(longer, record.article.article_id),)]


def test_facts_of_the_sentence_follow_a_corrected_mention(record: Record) -> None:
    entities = {"places": [place_to_object(CHAOYANG), place_to_object(CHINA)], "organisations": [], "people": []}
    changes = {"entity_id": "CN-211300", "confidence": 1.0}
    decision = replace(decide(record, "mention", 0, decision="corrected", changes=changes), entities=entities)
    found = replay(record, DecisionBook([decision]))
    assert found.mentions[0] == replace(record.mentions[0], entity_id="CN-211300", extractor="review.corrected")
    assert [one.member_id for one in found.memberships] == ["CN-211300"]
    # Another sentence still means what it meant.
    assert [one.place_id for one in found.events] == ["CN-411000"]
    assert contradiction(found) is None


def test_decisions_find_their_place_in_a_text_that_is_cleaned_otherwise(make_record: Callable[..., Record]) -> None:
    old = make_record(BODY, title="许昌加入联盟")
    new = make_record("扫码关注\n" + BODY, title="许昌加入联盟")
    sentence = "许昌加入中德工业城市联盟。"
    decision = replace(decide(old, "membership"), title="许昌加入联盟", sentence=sentence)
    assert told(replay(new, DecisionBook([decision])), "memberships") == [(old.memberships[0].id, "accepted")]
    placed = replace(decide(old, "mention", 0, decision="rejected"), title="许昌加入联盟", sentence=sentence)
    assert replay(new, DecisionBook([placed])).mentions[0].text == "中德工业城市联盟"
    # Another article of that title, or one in which the sentence stands twice, is left alone.
    twice = make_record(f"{sentence}\n{sentence}", title="许昌加入联盟")
    assert replay(twice, DecisionBook([decision])) is twice
    elsewhere = make_record("扫码关注\n" + BODY, title="另一篇")
    assert replay(elsewhere, DecisionBook([decision])) is elsewhere


def test_a_decision_that_would_contradict_the_text_is_left_out_and_the_others_hold(record: Record) -> None:
    good = decide(record, "position")
    bad = decide(record, "membership", decision="corrected", changes={"member_id": "XX-1"})
    found = replay(record, DecisionBook([good, bad]))
    assert told(found, "positions") == [(record.positions[0].id, "accepted")]
    assert found.memberships == record.memberships


def test_an_organisation_that_only_a_correction_names_comes_with_it(record: Record) -> None:
    other = replace(record.organisations[0], organisation_id="o1234567890abcdef", name="中德城市联盟", aliases=())
    entities = {"places": [], "organisations": [organisation_to_object(other)], "people": []}
    decision = decide(record, "membership", decision="corrected", changes={"organisation_id": other.organisation_id})
    found = replay(record, DecisionBook([replace(decision, entities=entities)]))
    assert other in found.organisations
    assert contradiction(found) is None
