from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import inspect, text

from extractors.records import Event, Membership, Organisation, Participant, Place, Record, make_id, organisation_id
from outputs import migrations
from outputs.across import merge_appearances
from outputs.database import Database
from outputs.duplicates import signature
from outputs.views import VIEWS

HAMBURG = Place("DE-HH", "汉堡", "province", "DE", parent_id="DE")
GERMANY = Place("DE", "德意志联邦共和国", "country", "DE")
ALLIANCE = Organisation(organisation_id("中德工业城市联盟", None), "中德工业城市联盟", "alliance", aliases=("联盟",))
WEIDU = Place("CN-411002", "魏都区", "county", "CN", parent_id="CN-411000")


@pytest.fixture
def database(database_url: str, make_record: Callable[..., Record]) -> Iterator[Database]:
    first = make_record(input="a.txt", published="2020-12-15")
    left = membership(make_record("许昌退出中德工业城市联盟。", input="b.txt", published="2022-05-01"), status="left", since="2022-04")
    denied = membership(make_record("许昌否认加入中德工业城市联盟。", input="c.txt", published="2019-01-01"), modality="denied")
    visit = event(make_record("许昌魏都区代表团访问汉堡。", input="d.txt", published="2021-01-05"), date="2021-01-04")
    planned = event(make_record("许昌魏都区代表团将访问汉堡。", input="e.txt", published="2020-11-01"), date="2021-01", modality="planned")
    again = event(make_record("许昌代表团再访汉堡港。", input="f.txt", published="2021-09-05"), date="2021-09-04", name="二访")
    found = Database.open(database_url)
    records = [first, left, denied, visit, planned, again]
    write(found, *records)
    yield found
    found.close()


def write(database: Database, *records: Record) -> None:
    database.write((merge_appearances([record]), record.article.article_id, signature(record.article.text)) for record in records)


def membership(record: Record, **fields: Any) -> Record:
    values: dict[str, Any] = {"member_id": "CN-411000", "organisation_id": ALLIANCE.organisation_id, **evidence(record), **fields}
    return replace(record, memberships=(Membership(**values),), organisations=(ALLIANCE,))


def event(record: Record, **fields: Any) -> Record:
    values: dict[str, Any] = {"kind": "visit", "place_id": "DE-HH", **evidence(record), **fields}
    participants = (Participant("CN-411002", "魏都区代表团", "attendee"), Participant("CN-411000", "许昌", "attendee"))
    return replace(record, events=(Event(participants=participants, **values),), places=(*record.places, GERMANY, HAMBURG, WEIDU))


def evidence(record: Record) -> dict[str, Any]:
    words = record.article.text
    return {"id": make_id("f", record.article.article_id), "evidence": words, "start": 0, "end": len(words), "extractor": "test"}


def query(database: Database, statement: str) -> list[tuple[Any, ...]]:
    with database.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


def test_every_view_is_there_and_answers_its_example(database: Database) -> None:
    with database.engine.connect() as connection:
        assert sorted(inspect(connection).get_view_names()) == sorted(view.name for view in VIEWS)
    for view in VIEWS:
        query(database, view.example)


def test_every_column_of_a_view_is_described_in_its_order(database: Database) -> None:
    with database.engine.connect() as connection:
        found = {view.name: tuple(connection.execute(text(f"SELECT * FROM {view.name}")).keys()) for view in VIEWS}
    assert found == {view.name: tuple(column.name for column in view.columns) for view in VIEWS}


def test_the_key_of_a_view_tells_its_rows_apart(database: Database) -> None:
    for view in VIEWS:
        rows = query(database, f"SELECT {', '.join(view.key)} FROM {view.name}")
        assert len(set(rows)) == len(rows), view.name


def test_members_of_the_alliance_as_of_a_date(database: Database) -> None:
    assert query(database, "SELECT alliance, member, role, joined_by, left_by, facts, undated_exits FROM members") == [
        ("中德工业城市联盟", "许昌市", "member", "2020-12-15", "2022-04-01", 1, 0)
    ]
    as_of = "SELECT member FROM members WHERE joined_by <= '{0}' AND (left_by IS NULL OR left_by > '{0}')"
    assert query(database, as_of.format("2020-12-14")) == []
    assert query(database, as_of.format("2021-06-30")) == [("许昌市",)]
    assert query(database, as_of.format("2022-04-01")) == []


def test_who_joins_again_is_a_member_again(database: Database, make_record: Callable[..., Record]) -> None:
    again = membership(make_record("许昌重返中德工业城市联盟。", input="g.txt", published="2023-03-01"), status="joined", role="observer")
    write(database, again)
    found = query(database, "SELECT role, joined_by, left_by FROM members ORDER BY joined_by")
    assert found == [("member", "2020-12-15", "2022-04-01"), ("observer", "2023-03-01", None)]


def test_who_left_on_a_day_that_nobody_knows_is_marked(database: Database, make_record: Callable[..., Record]) -> None:
    # In another role: of one role it would be told as the exit whose day is known.
    write(database, membership(make_record("许昌已退出中德工业城市联盟。", input="h.txt"), status="left", role="observer"))
    assert query(database, "SELECT left_by, undated_exits FROM members") == [("2022-04-01", 1)]


def test_an_older_database_gets_the_present_views(database_url: str) -> None:
    older = Database.open(database_url)
    with older.engine.begin() as connection:
        for view in reversed(VIEWS):
            connection.execute(text(f"DROP VIEW {view.name}"))
        config = Config()
        config.set_main_option("script_location", str(Path(migrations.__file__).parent))
        config.attributes["connection"] = connection
        command.downgrade(config, "0002")
        connection.execute(text("CREATE VIEW members AS SELECT 1 AS one"))
    older.close()
    newer = Database.open(database_url)
    assert query(newer, "SELECT member, left_by FROM members") == []
    newer.close()


def test_a_rejected_fact_is_in_no_view(database: Database) -> None:
    with database.engine.begin() as connection:
        for table in ("memberships", "indicators", "events", "positions"):
            connection.execute(text(f"UPDATE {table} SET review_status = 'rejected'"))
    for view in ("members", "city_figures", "city_pair_events", "city_pairs", "posts"):
        assert query(database, f"SELECT * FROM {view}") == []


def test_figures_of_a_city_over_time_also_where_it_is_not_the_first_subject(database: Database) -> None:
    rows = query(database, "SELECT place, metric, period_start, period_end, value, unit, change, articles FROM city_figures ORDER BY place, value")
    assert [(*row[:4], float(row[4]), *row[5:]) for row in rows] == [
        (place, "贸易额", "2020-01-01", "2020-10-31", value, unit, change, 1)
        for place in ("河南省", "许昌市")
        for value, unit, change in ((8.8, "%", "up"), (16530000000, "USD", None))
    ]


def test_events_of_city_pairs_count_districts_for_their_city_and_leave_plans_out(database: Database) -> None:
    rows = query(database, "SELECT city_1, city_2, kind, date, modality FROM city_pair_events ORDER BY start_date, modality")
    assert rows == [
        ("许昌市", "汉堡", "visit", "2021-01", "planned"),
        ("许昌市", "汉堡", "visit", "2021-01-04", "asserted"),
        ("许昌市", "汉堡", "visit", "2021-09-04", "asserted"),
    ]
    assert query(database, "SELECT city_1, city_2, events, first_date, last_date FROM city_pairs") == [
        ("许昌市", "汉堡", 2, "2021-01-04", "2021-09-04")
    ]


def test_people_and_their_posts(database: Database) -> None:
    assert query(database, "SELECT person, title, organisation, place, status, first_published, last_published, articles FROM posts") == [
        ("朱锡雄", "副秘书长", "中德工业城市联盟", None, "current", "2020-12-15", "2020-12-15", 1)
    ]
