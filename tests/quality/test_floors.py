"""F1 on the gold articles never falls below the floors, on all of them and on the blind half alone."""

import csv
from pathlib import Path

import pytest

from pipeline.evaluate import Evaluation, evaluate_folder

FLOORS = Path(__file__).parent / "floors.tsv"


def floors() -> dict[str, tuple[float, float]]:
    """Floor of F1 by row: on all gold, on the blind half."""
    with FLOORS.open(encoding="utf-8", newline="") as file:
        return {row["row"]: (float(row["all"]), float(row["blind"])) for row in csv.DictReader(file, delimiter="\t")}


@pytest.fixture(scope="module")
def everything() -> Evaluation:
    return evaluate_folder()


@pytest.fixture(scope="module")
def blind() -> Evaluation:
    return evaluate_folder(only="blind")


@pytest.mark.parametrize("row", floors())
def test_quality_is_not_below_its_floor(row: str, everything: Evaluation, blind: Evaluation) -> None:
    on_all, on_blind = floors()[row]
    assert round(everything.scores[row].f1, 3) >= on_all
    assert row not in blind.scores or round(blind.scores[row].f1, 3) >= on_blind


def test_every_row_that_is_scored_has_a_floor(everything: Evaluation) -> None:
    assert set(everything.scores) == set(floors())
