"""Datasette itself opens what a run writes: every page answers, with titles, meanings, units and facets."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette

from extractors.records import Record
from outputs.batch import BatchWriter
from outputs.datasette_metadata import datasette_metadata
from outputs.tables import DATABASE_TABLES
from outputs.views import VIEWS


@pytest.fixture
def out(tmp_path: Path, make_record: Callable[..., Record]) -> Path:
    with BatchWriter.open(tmp_path, sources=["news"], version="1") as writer:
        writer.add(make_record(input="a.txt", title="许昌加入联盟", published="2020-12-15", source="<script>alert(1)</script>"))
        writer.finish({})
    return tmp_path


def get(out: Path, *paths: str) -> list[Any]:
    """What Datasette answers: JSON, or the page's text. It finds database and metadata in the folder by itself."""

    async def ask() -> list[Any]:
        datasette = Datasette(config_dir=out)
        await datasette.invoke_startup()
        answers = [await datasette.client.get(path) for path in paths]
        assert [answer.status_code for answer in answers] == [200] * len(paths)
        return [answer.json() if ".json" in path else answer.text for path, answer in zip(paths, answers, strict=True)]

    return asyncio.run(ask())


def test_every_table_and_view_opens_with_its_title_and_the_meaning_of_its_columns(out: Path) -> None:
    described = (*DATABASE_TABLES, *VIEWS)
    for one, page in zip(described, get(out, *(f"/alliance/{one.name}" for one in described)), strict=True):
        assert f"<h1>{one.title}" in page or f">{one.title}<" in page, one.name
        for column in one.columns:
            assert f"<dt>{column.name}</dt>" in page, (one.name, column.name)
    (home,) = get(out, "/")
    assert "Records of Chinese press articles" in home


def test_what_people_read_is_listed_and_what_the_program_needs_is_hidden(out: Path) -> None:
    (found,) = get(out, "/alliance.json")
    hidden = {table["name"] for table in found["tables"] if table["hidden"]}
    assert hidden == {"statements", "subjects", "signatures", "bands", "alembic_version"}
    assert {view["name"] for view in found["views"]} == {view.name for view in VIEWS}


def test_facets_count_and_ids_are_shown_by_name(out: Path) -> None:
    mentions, memberships = get(out, "/alliance/mentions.json?_labels=on", "/alliance/memberships.json?_labels=on")
    assert {one["value"]: one["count"] for one in mentions["facet_results"]["label"]["results"]} == {
        "GPE": 2, "ORG": 1, "DATE": 2, "MONEY": 1, "PERCENT": 1, "PERSON": 1, "CARDINAL": 1, "ORDINAL": 1,
    }  # fmt: skip
    assert "review_status" in memberships["facet_results"]
    (row,) = memberships["rows"]
    by_name = dict(zip(memberships["columns"], row, strict=True)) if isinstance(row, list) else row
    assert by_name["member_id"] == {"value": "CN-411000", "label": "许昌市"}


def test_units_stand_beside_numbers(out: Path) -> None:
    found, page = get(out, "/alliance/places.json", "/alliance/places/CN-411000")
    assert found["units"] == {"lat": "degree", "lon": "degree"}
    assert "34.0357" in page


def test_the_questions_that_people_ask_are_there(out: Path) -> None:
    words, nothing, members, before = get(
        out,
        "/alliance/articles_with_words.json?_shape=array&words=%E8%81%94%E7%9B%9F",
        "/alliance/articles_with_words.json?_shape=array&words=",
        "/alliance/members_as_of_a_day.json?_shape=array&day=2020-12-31",
        "/alliance/members_as_of_a_day.json?_shape=array&day=2020-01-01",
    )
    assert [row["title"] for row in words] == ["许昌加入联盟"]
    assert [row["member"] for row in members] == ["许昌市"]
    assert nothing == before == []


def test_an_article_runs_nothing_in_the_page(out: Path) -> None:
    (page,) = get(out, "/alliance/articles")
    assert "<script>alert(1)</script>" not in page


def test_the_file_that_run_writes_is_that_of_the_tables(out: Path) -> None:
    assert json.loads((out / "metadata.json").read_text(encoding="utf-8")) == datasette_metadata("alliance")


def test_no_file_is_written_for_a_database_elsewhere(tmp_path: Path, record: Record) -> None:
    with BatchWriter.open(tmp_path / "out", sources=["news"], version="1", database_url=f"sqlite:///{tmp_path}/other.db") as writer:
        writer.add(record)
        writer.finish({})
    assert not (tmp_path / "out" / "metadata.json").exists()
