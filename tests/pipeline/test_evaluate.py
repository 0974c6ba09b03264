"""Scores are counted by hand on small pairs of gold and contract object."""

from typing import Any

from pipeline.evaluate import Clusters, Evaluation, Score, Share, aligned, b_cubed, evaluate, report

TEXT = "8月12日，许昌加入中德工业城市联盟。"
FIGURE = {"value": 8.8, "low": None, "high": None, "bound": "exact", "unit": "%"}


def gold(**fields: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {"name": "one", "title": None, "source": None, "published": None, "dateline_place_id": None, "reporters": []}
    empty |= {"captions": [], "text": TEXT, "mentions": [], "memberships": [], "positions": [], "indicators": [], "events": []}
    return empty | fields


def found(**fields: Any) -> dict[str, Any]:
    return gold(places=[], organisations=[], people=[]) | fields


def gpe(start: int, end: int, entity: str, *, key: str) -> dict[str, Any]:
    return {"label": "GPE", "start": start, "end": end, "text": TEXT[start:end], key: entity}


def org(start: int, end: int, entity: str | None, *, key: str) -> dict[str, Any]:
    return {"label": "ORG", "start": start, "end": end, "text": TEXT[start:end], key: entity}


def scores(*pairs: tuple[dict[str, Any], dict[str, Any]]) -> dict[str, Score | Clusters]:
    return evaluate(pairs).scores


def test_a_mention_is_right_by_span_and_label_and_its_id_by_place() -> None:
    counted = scores(
        (
            gold(mentions=[gpe(6, 8, "CN-411000", key="entity"), gpe(10, 11, "CN", key="entity")]),
            found(mentions=[gpe(6, 8, "CN-410300", key="entity_id")], places=[{"place_id": "CN-410300"}]),
        )
    )
    assert counted["GPE"] == Score(right=1, wrong=0, missed=1)
    assert counted["GPE id"] == Score(right=0, wrong=1, missed=2)


def test_an_organisation_is_golds_one_by_any_of_its_names_in_either_script() -> None:
    mention = {"label": "ORG", "start": 10, "end": 18, "text": "中德工业城市联盟"}
    counted = scores(
        (
            gold(mentions=[mention | {"entity": "中德工業城市聯盟"}]),
            found(
                mentions=[mention | {"entity_id": "o1"}],
                organisations=[{"organisation_id": "o1", "name": "ISA", "aliases": ["中德工业城市联盟"]}],
            ),
        )
    )
    assert counted["ORG name"] == Score(right=1)


def test_an_event_is_right_where_kind_date_and_one_participant_with_its_role_agree() -> None:
    event = {
        "kind": "visit",
        "name": None,
        "date": "2020-08",
        "place": None,
        "place_id": None,
        "modality": "asserted",
        "evidence": TEXT,
        "confidence": 0.8,
    }
    ours = event | {"participants": [{"entity": "甲", "entity_id": None, "text": "甲", "role": "host"}]}
    more = event | {"participants": [{"entity_id": None, "text": "甲", "role": "host"}, {"entity_id": None, "text": "乙", "role": "subject"}]}
    other = event | {"participants": [{"entity_id": None, "text": "甲", "role": "speaker"}]}
    counted = scores((gold(events=[ours, ours]), found(events=[more, other])))
    assert counted["events"] == Score(right=1, wrong=1, missed=1)
    assert counted["events participants"] == Score(right=1, wrong=2, missed=1)
    assert counted["modality"] == Score(right=1)


def test_an_indicator_needs_figure_metric_subjects_and_period() -> None:
    one = FIGURE | {"metric": "出口额", "subjects": ["CN-411000", "DE"], "subject_ids": ["DE", "CN-411000"], "period": "2020", "confidence": 0.8}
    places = [{"place_id": "DE"}, {"place_id": "CN-411000"}]
    assert scores((gold(indicators=[one]), found(indicators=[one], places=places)))["indicators"] == Score(right=1)
    wrong = scores((gold(indicators=[one]), found(indicators=[one | {"period": None}], places=places)))
    assert wrong["indicators"] == Score(wrong=1, missed=1)
    assert wrong["indicators figure"] == Score(right=1)


def test_spans_are_compared_without_white_space_and_across_small_differences() -> None:
    assert aligned("8月 12日，许昌", "8月12日，许昌")(7) == 6
    at = aligned("许昌加入联盟", "广告许昌加入联盟")
    assert [at(0), at(2)] == [2, 4]


def test_f1_is_the_harmonic_mean_and_an_empty_row_is_perfect() -> None:
    assert round(Score(right=3, wrong=1, missed=2).f1, 4) == round(2 * 0.75 * 0.6 / 1.35, 4)
    assert Score().f1 == 1.0


def test_the_report_lists_rows_and_on_request_the_errors() -> None:
    result = Evaluation(articles=1, scores={"GPE": Score(1, 1, 0)}, items=[("one", "GPE", "right", "y"), ("one", "GPE", "wrong", "x")])
    lines = report(result, errors=True).splitlines()
    assert lines[0] == "1 articles"
    assert lines[2].split() == ["GPE", "0.500", "1.000", "0.667", "1", "2"]
    assert lines[3] == "one\tGPE\twrong\tx"


def test_b_cubed_of_two_entities_under_one_id_by_hand() -> None:
    # One id for 甲, 甲, 乙: precision 2/3, 2/3, 1/3; each entity whole under its id: recall 1.
    precision, recall = b_cubed([("甲", "o1"), ("甲", "o1"), ("乙", "o1")])
    assert (round(precision, 4), recall) == (round(5 / 9, 4), 1.0)


def test_entity_ids_are_compared_as_clusters_over_all_articles() -> None:
    one = gold(name="one", mentions=[org(6, 8, "甲公司", key="entity"), org(10, 18, "乙公司", key="entity")])
    two = gold(name="two", mentions=[org(6, 8, "甲公司", key="entity")])
    # 甲公司 has another id in the second article: precision 1, recall (1/2 + 1 + 1/2) / 3.
    result = evaluate(
        [
            (one, found(mentions=[org(6, 8, "o1", key="entity_id"), org(10, 18, "o2", key="entity_id")])),
            (two, found(mentions=[org(6, 8, "o3", key="entity_id")])),
        ]
    )
    score = result.scores["entities ORG"]
    assert (score.precision, round(score.recall, 4), score.found) == (1.0, round(2 / 3, 4), 3)
    assert [item[:3] for item in result.items if item[1] == "entities ORG"] == [
        ("one", "entities ORG", "right"),
        ("one", "entities ORG", "right"),
        ("two", "entities ORG", "missed"),
    ]


def test_a_mention_that_was_not_found_or_is_no_entity_of_gold_is_in_no_cluster() -> None:
    counted = scores(
        (
            gold(mentions=[org(6, 8, "甲公司", key="entity"), org(10, 18, None, key="entity")]),
            found(mentions=[org(10, 18, "o1", key="entity_id")]),
        )
    )
    assert "entities ORG" not in counted


def test_mentions_without_an_id_are_each_alone() -> None:
    mentions = [gpe(6, 8, "CN-411000", key="entity"), gpe(10, 11, "CN-411000", key="entity")]
    counted = scores((gold(mentions=mentions), found(mentions=[gpe(6, 8, None, key="entity_id"), gpe(10, 11, None, key="entity_id")])))
    assert (counted["entities GPE"].precision, counted["entities GPE"].recall) == (1.0, 0.5)


def test_a_sure_fact_is_right_only_with_its_modality() -> None:
    joins = {"member": "CN-411000", "organisation": "联盟", "role": "member", "status": "joined", "modality": "planned"}
    ours = {"member_id": "CN-411000", "organisation_id": "o1", "role": "member", "status": "joined", "confidence": 0.95}
    entities: dict[str, Any] = {
        "places": [{"place_id": "CN-411000"}],
        "organisations": [{"organisation_id": "o1", "name": "联盟", "aliases": []}],
    }
    unsure = ours | {"modality": "planned", "confidence": 0.9}
    result = evaluate([(gold(memberships=[joins]), found(memberships=[ours | {"modality": "asserted"}, unsure], **entities))])
    assert result.scores["facts above 0.9"] == Share(right=0, wrong=1)
    assert result.confidences == [(0.95, False), (0.9, True)]


def test_the_row_of_sure_facts_has_one_number() -> None:
    share = Share(right=19, wrong=1)
    assert (share.precision, share.recall, share.f1) == (0.95, 0.95, 0.95)


def test_the_report_tells_what_each_step_of_confidence_is_worth() -> None:
    result = Evaluation(articles=1, scores={"facts above 0.9": Share(1, 1)}, confidences=[(0.95, True), (0.92, False), (0.85, True)])
    lines = report(result).splitlines()
    assert lines[2].split() == ["facts", "above", "0.9", "0.500", "2"]
    assert lines[3] == "facts by confidence: above 0.9 1 of 2 right (0.500), above 0.8 1 of 1 right (1.000)"
