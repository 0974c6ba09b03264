"""Scores are counted by hand on small pairs of gold and contract object."""

from typing import Any

from pipeline.evaluate import Evaluation, Score, aligned, evaluate, report

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


def scores(*pairs: tuple[dict[str, Any], dict[str, Any]]) -> dict[str, Score]:
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
    event = {"kind": "visit", "name": None, "date": "2020-08", "place": None, "place_id": None, "modality": "asserted", "evidence": TEXT}
    ours = event | {"participants": [{"entity": "甲", "entity_id": None, "text": "甲", "role": "host"}]}
    more = event | {"participants": [{"entity_id": None, "text": "甲", "role": "host"}, {"entity_id": None, "text": "乙", "role": "subject"}]}
    other = event | {"participants": [{"entity_id": None, "text": "甲", "role": "speaker"}]}
    counted = scores((gold(events=[ours, ours]), found(events=[more, other])))
    assert counted["events"] == Score(right=1, wrong=1, missed=1)
    assert counted["events participants"] == Score(right=1, wrong=2, missed=1)
    assert counted["modality"] == Score(right=1)


def test_an_indicator_needs_figure_metric_subjects_and_period() -> None:
    one = FIGURE | {"metric": "出口额", "subjects": ["CN-411000", "DE"], "subject_ids": ["DE", "CN-411000"], "period": "2020"}
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
    result = Evaluation(articles=1, scores={"GPE": Score(1, 1, 0)}, errors=[("one", "GPE", "wrong", "x")])
    lines = report(result, errors=True).splitlines()
    assert lines[0] == "1 articles"
    assert lines[2].split() == ["GPE", "0.500", "1.000", "0.667", "1", "2"]
    assert lines[3] == "one\tGPE\twrong\tx"
