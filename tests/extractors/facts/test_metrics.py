"""Names of metrics: wordings normalised, counts named, and the table that they come from."""

from __future__ import annotations

from importlib.resources import files

import pytest

from extractors.facts.metrics import is_flow, name_of_count, normalised, wordings
from extractors.lexicon import parse_rows


def test_table_of_wordings_is_sorted_without_doubles() -> None:
    names = [row["wording"] for row in parse_rows(files("extractors.facts").joinpath("lexicon", "metrics.tsv").read_text(encoding="utf-8"))]
    assert names == sorted(set(names))


@pytest.mark.parametrize("metric", sorted(set(wordings().values())))
def test_name_of_a_metric_is_its_own_wording_or_unknown(metric: str) -> None:
    assert normalised(metric) in (metric, None)


@pytest.mark.parametrize(
    ("phrase", "metric"),
    [
        ("全市外贸进出口总值", "进出口额"),
        ("地区生产总值", "生产总值"),
        ("纺织品出口", "纺织品出口额"),
        ("双边贸易额", "贸易额"),
        ("规模以上工业增加值", "工业增加值"),
        ("项目总投资", "项目投资额"),
        ("产品合格率", "产品合格率"),
        ("老师", None),
        ("额", None),
    ],
)
def test_wording_is_normalised_with_what_stands_before_it(phrase: str, metric: str | None) -> None:
    assert normalised(phrase) == metric


@pytest.mark.parametrize(
    ("noun", "name"),
    [
        ("合作项目", "合作项目数"),
        ("成员城市", "成员城市数"),
        ("企业总数", "企业数"),
        ("员工", "员工数"),
        ("专利申请量", "专利申请量"),
        ("台阶", None),
        ("人", None),
    ],
)
def test_count_is_named_by_its_noun(noun: str, name: str | None) -> None:
    assert name_of_count(noun) == name


def test_trade_runs_between_two_sides_and_output_does_not() -> None:
    assert [is_flow(metric) for metric in ("贸易额", "纺织品出口额", "双向投资额", "生产总值")] == [True, True, True, False]
