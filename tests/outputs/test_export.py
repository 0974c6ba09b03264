from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from extractors.records import Membership, Record, make_id
from outputs.across import merge_appearances
from outputs.database import Database
from outputs.duplicates import signature
from outputs.export import EXPORTED, Condition, ExportError, export_columns, export_rows, parse_condition

NEIGHBOUR = "许昌退出中德工业城市联盟。"


@pytest.fixture
def database(database_url: str, record: Record, make_record: Callable[..., Record]) -> Iterator[Database]:
    alliance = record.organisations[0]
    other = make_record(NEIGHBOUR, input="b.txt", published="2022-05-01", title="许昌退出")
    left = Membership(
        id=make_id("f", other.article.article_id), evidence=NEIGHBOUR, start=0, end=len(NEIGHBOUR), extractor="test", member_id="CN-411000",
        organisation_id=alliance.organisation_id, status="left", since="2022-04",
    )  # fmt: skip
    found = Database.open(database_url)
    records = [record, replace(other, memberships=(left,), organisations=(alliance,))]
    found.write((merge_appearances([one]), one.article.article_id, signature(one.article.text)) for one in records)
    yield found
    found.close()


@pytest.fixture
def exported(database: Database) -> Callable[..., list[dict[str, Any]]]:
    """The rows of a table or view that meet the conditions as written."""

    def export(name: str, *conditions: str, **options: Any) -> list[dict[str, Any]]:
        with database.engine.connect() as connection:
            names = [column.name for column in export_columns(name)]
            rows = export_rows(connection, name, conditions=[parse_condition(one) for one in conditions], **options)
            return [dict(zip(names, row, strict=True)) for row in rows]

    return export


def test_every_table_and_view_can_be_exported(exported: Callable[..., list[dict[str, Any]]]) -> None:
    counts = {name: len(exported(name)) for name in EXPORTED}
    assert counts | {"articles": 2, "mentions": 11, "events": 1, "members": 1, "city_figures": 4, "posts": 1} == counts


def test_names_stand_beside_ids_as_in_the_csv_files(exported: Callable[..., list[dict[str, Any]]], record: Record) -> None:
    (event,) = exported("events")
    assert list(event.items())[:10] == [
        ("id", record.events[0].id), ("kind", "conference"), ("name", "中德工业城市联盟年会"), ("edition", 3), ("date", "2020-12-14"),
        ("place", "许昌市"), ("participants", "中德工业城市联盟 (organiser)、企业代表 (attendee)"), ("amount_value", None), ("amount_low", 1.5),
        ("amount_high", 2),
    ]  # fmt: skip
    assert [row["subjects"] for row in exported("indicators")] == ["许昌市、河南省"] * 2
    assert exported("memberships", "status=joined")[0]["article_title"] == "许昌加入联盟"


@pytest.mark.parametrize(
    ("name", "conditions", "count"),
    [
        ("mentions", ["label=GPE"], 3), ("mentions", ["label!=GPE"], 8), ("mentions", ["label=GPE", "entity=许昌市"], 2),
        ("mentions", ["entity_id="], 7), ("mentions", ["entity_id!="], 4), ("mentions", ["entity=许昌"], 0), ("mentions", ["entity~许昌"], 2),
        ("mentions", ["unit=USD", "value>=16530000000"], 1), ("mentions", ["value>16530000000"], 0), ("mentions", ["value<8.9"], 2),
        ("mentions", ["value!=80"], 10), ("mentions", ["value="], 7), ("mentions", ["text~年"], 1), ("mentions", ["start_date<=2020-01-01"], 1),
        ("indicators", ["subjects=河南省"], 2), ("indicators", ["subjects~市"], 2), ("indicators", ["subjects="], 0),
        ("indicators", ["change=up"], 1),
        ("events", ["participants~企业"], 1), ("events", ["participants=中德工业城市联盟"], 1), ("events", ["participants=汉堡"], 0),
        ("events", ["participants!=汉堡"], 1), ("events", ["participants="], 0), ("events", ["place=许昌市"], 1), ("events", ["edition=3"], 1),
        ("memberships", ["article_title~退出"], 1), ("memberships", ["article_title=许昌加入联盟"], 1), ("memberships", ["confidence<0.9"], 1),
        ("articles", ["title~许昌"], 2), ("articles", ["source="], 1), ("articles", ["reporters~张三"], 1), ("city_figures", ["place=许昌市"], 2),
    ],
)  # fmt: skip
def test_rows_are_filtered(exported: Callable[..., list[dict[str, Any]]], name: str, conditions: list[str], count: int) -> None:
    assert len(exported(name, *conditions)) == count


@pytest.mark.parametrize(
    ("name", "since", "until", "count"),
    [
        ("articles", "2021-01-01", None, 1), ("articles", None, "2020-12-15", 1), ("articles", "2020-12-16", "2022-04-30", 0),
        # A period is met where it touches the time.
        ("indicators", "2020-10-31", None, 2), ("indicators", "2020-11-01", None, 0), ("indicators", None, "2020-01-01", 2),
        ("indicators", None, "2019-12-31", 0), ("events", "2020-12-14", "2020-12-14", 1),
        # What has no days of its own is of the day of its article.
        ("positions", "2020-12-15", "2020-12-15", 1), ("positions", "2021-01-01", None, 0),
    ],
)  # fmt: skip
def test_rows_are_those_that_touch_a_time(
    exported: Callable[..., list[dict[str, Any]]], name: str, since: str | None, until: str | None, count: int
) -> None:
    assert len(exported(name, since=since, until=until)) == count


@pytest.mark.parametrize(("day", "count"), [("2020-12-14", 0), ("2020-12-15", 1), ("2022-03-31", 1), ("2022-04-01", 0)])
def test_members_as_of_a_day(exported: Callable[..., list[dict[str, Any]]], day: str, count: int) -> None:
    assert [row["member"] for row in exported("members", as_of=day)] == ["许昌市"] * count


@pytest.mark.parametrize(
    ("name", "conditions", "options", "message"),
    [
        ("nothing", [], {}, "there is no table or view 'nothing', but articles, appearances, mentions,"),
        ("articles; DROP TABLE articles", [], {}, "there is no table or view"),
        ("failures", [], {}, "failures stand in failures.csv"),
        ("articles", ["nothing=1"], {}, "articles has no column 'nothing', but article_id, title,"),
        ("articles", ["digest=1"], {}, "articles has no column 'digest'"),
        ("articles", ["title"], {}, "'title' is no condition such as"),
        ("articles", ["1=1 OR title=x"], {}, "articles has no column '1'"),
        ("articles", ["title) OR (1=1"], {}, "is no condition"),
        ("mentions", ["value=viel"], {}, "value is a number, not 'viel'"),
        ("mentions", ["value=nan"], {}, "value is a number"),
        ("mentions", ["value=1e999999"], {}, "value is a number"),
        ("mentions", ["value~1"], {}, "value is a number: it contains nothing"),
        ("mentions", ["value>"], {}, "value> needs a value"),
        ("articles", [], {"since": "gestern"}, "'gestern' is no day"),
        ("places", [], {"since": "2020-01-01"}, "the rows of places have no days"),
        ("articles", [], {"as_of": "2020-01-01"}, "only members can be asked as of a day"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_said(
    exported: Callable[..., list[dict[str, Any]]], name: str, conditions: list[str], options: dict[str, str], message: str
) -> None:
    with pytest.raises(ExportError) as refused:
        exported(name, *conditions, **options)
    assert message in str(refused.value)


@pytest.mark.parametrize("hostile", ["' OR '1'='1", "'; DROP TABLE articles; --", "%", "_", "\\", '"', ":x", "%(x)s", "?"])
def test_a_value_that_looks_like_sql_is_a_value(exported: Callable[..., list[dict[str, Any]]], hostile: str) -> None:
    for operator in ("=", "~", "<"):
        assert len(exported("articles", f"title{operator}{hostile}")) in ((0, 2) if operator == "<" else (0,))
    assert exported("events", f"participants~{hostile}") == exported("mentions", f"entity={hostile}") == []
    assert len(exported("articles", f"title!={hostile}")) == 2


def test_text_that_looks_like_a_pattern_is_found_as_text(database: Database, exported: Callable[..., list[dict[str, Any]]]) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE articles SET title = '增长8%_\\了' WHERE title = '许昌加入联盟'"))
    for part in ("%", "_", "\\", "8%_\\"):
        assert [row["title"] for row in exported("articles", f"title~{part}")] == ["增长8%_\\了"]


def test_rows_come_in_a_fixed_order_and_no_more_than_asked(exported: Callable[..., list[dict[str, Any]]]) -> None:
    ids = [row["place_id"] for row in exported("places")]
    assert ids == sorted(ids) == ["CN", "CN-211300", "CN-410000", "CN-411000"]
    assert [row["place_id"] for row in exported("places", limit=2)] == ["CN", "CN-211300"]


def test_a_condition_is_read_by_its_first_operator() -> None:
    assert parse_condition("title=a>=b") == Condition("title", "=", "a>=b")
    assert parse_condition("value!=1") == Condition("value", "!=", "1")
    assert parse_condition("text~一\n二") == Condition("text", "~", "一\n二")
