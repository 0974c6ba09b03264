from __future__ import annotations

import hashlib
import random
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from extractors.records import Event, Participant, Record, make_id
from outputs import database as database_module
from outputs import migrations
from outputs.across import merge_appearances, unify_facts
from outputs.database import Database
from outputs.duplicates import signature
from outputs.errors import DatabaseError, NotWritable
from outputs.json_lines import dumps, record_to_object
from outputs.schema import metadata
from outputs.tables import DATABASE_TABLES

MakeRecord = Callable[..., Record]
State = dict[str, list[tuple[Any, ...]]]

# Long enough to be judged as near duplicates of each other; the last one has other figures.
LONG = "许昌加入中德工业城市联盟。\n" + "".join(f"第{number}条：许昌与德国城市在{trade}方面继续合作，项目{number}个。" for number, trade in enumerate(
    ("机械制造", "职业教育", "环保技术", "汽车零部件", "电力装备", "生物医药", "现代物流", "文化旅游"), 3
))  # fmt: skip


def digest_of(record: Record) -> str:
    return hashlib.sha256(dumps(record_to_object(record)).encode()).hexdigest()[:32]


def pairs(records: Sequence[Record]) -> list[tuple[Record, str, bytes]]:
    """As a batch gives them: reprints together, each with the digest of its content and the signature of its text."""
    by_id: dict[str, list[Record]] = {}
    for record in records:
        by_id.setdefault(record.article.article_id, []).append(unify_facts(record))
    merged = [merge_appearances(same) for same in by_id.values()]
    return [(record, digest_of(replace(record, appearances=())), signature(record.article.text)) for record in merged]


@contextmanager
def opened(url: str, **options: Any) -> Iterator[Database]:
    database = Database.open(url, **options)
    try:
        yield database
    finally:
        database.close()


def write(url: str, *batches: Sequence[Record], group: int = 100) -> State:
    with opened(url) as database:
        for batch in batches:
            database.write(pairs(batch), group=group)
        return state(database)


def state(database: Database) -> State:
    found: State = {}
    with database.engine.connect() as connection:
        for table in DATABASE_TABLES:
            columns = ", ".join(f'"{name}"' for name in table.names)
            rows = connection.execute(text(f'SELECT {columns} FROM "{table.name}"')).all()
            found[table.name] = sorted((tuple(row) for row in rows), key=repr)
    return found


def query(database: Database, statement: str, **values: Any) -> list[tuple[Any, ...]]:
    with database.engine.begin() as connection:
        result = connection.execute(text(statement), values)
        return [tuple(row) for row in result.all()] if result.returns_rows else []


def with_vague_event(record: Record) -> Record:
    """The Record with an event that is the same only within near duplicates: nobody knows when it was."""
    words = "许昌加入中德工业城市联盟。"
    event = Event(
        id=make_id("f", record.article.article_id, "visit"), evidence=words, start=0, end=len(words), extractor="test", kind="visit", name="考察",
    )  # fmt: skip
    return replace(record, events=(event,))


@pytest.fixture
def records(make_record: MakeRecord) -> list[Record]:
    """Reprints, near duplicates in a chain, and an article that shares one fact with all of them."""
    near = [
        make_record(LONG, input="c.txt", published="2020-12-20"),
        make_record(LONG.replace("继续", "持续"), input="d.txt", published="2020-12-18"),
        make_record(LONG + "本报将继续关注后续合作。", input="e.txt"),
    ]
    return [
        make_record(input="b.txt", title="转载", published="2020-12-16"),
        make_record(input="a.txt", title="首发", published="2020-12-15"),
        *(with_vague_event(record) for record in near),
        make_record("许昌加入中德工业城市联盟。\n今天是个好日子。", input="f.txt", published="2019-01-01"),
    ]


@pytest.fixture
def moved(make_record: MakeRecord) -> Record:
    """A reprint of the earliest of the near duplicates whose path comes first and whose day comes last."""
    return with_vague_event(make_record(LONG.replace("继续", "持续"), input="a0.txt", published="2021-06-01"))


def test_the_migrated_schema_is_the_described_one(database_url: str) -> None:
    with opened(database_url) as database, database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata()) == []
        checks = {name: sorted(check["name"] for check in _inspect(connection).get_check_constraints(name)) for name in metadata().tables}
    described = {
        name: sorted(str(one.name) for one in table.constraints if type(one).__name__ == "CheckConstraint")
        for name, table in metadata().tables.items()
    }
    assert checks == described


def test_the_newest_revision_is_the_one_that_databases_are_compared_with() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    assert ScriptDirectory.from_config(config).get_heads() == [migrations.HEAD]


def _inspect(connection: Any) -> Any:
    from sqlalchemy import inspect

    return inspect(connection)


def test_rows_do_not_depend_on_order_or_batches(new_database_url: Callable[[], str], records: list[Record], moved: Record) -> None:
    records = [*records, moved]
    gold = write(new_database_url(), records)
    assert [len(gold[name]) for name in ("articles", "appearances", "memberships")] == [5, 7, 1]
    # The conference of the reprints, and one visit that all three near duplicates tell.
    assert [len(gold[name]) for name in ("events", "statements")] == [2, 12]
    chosen = random.Random(1)  # noqa: S311  (orders, not secrets)
    for _ in range(6):
        order = chosen.sample(records, len(records))
        cut = chosen.randrange(1, len(order))
        # The second batch may be written alone, after, or together with some of the first again.
        assert write(new_database_url(), order[:cut], order[cut:], group=chosen.choice([1, 2, 100])) == gold
        assert write(new_database_url(), order, order[:cut], group=1) == gold


def test_near_duplicates_point_at_the_earliest(database_url: str, records: list[Record]) -> None:
    _, _, later, earliest, undated, _ = (record.article.article_id for record in records)
    for order in permutations(records[2:5]):
        with opened(database_url) as database:
            database.write(pairs(order), group=1)
            found = dict(query(database, "SELECT article_id, duplicate_of FROM articles"))  # type: ignore[arg-type]
    assert found == {earliest: None, later: earliest, undated: earliest}


def test_an_original_that_turns_out_to_be_later_is_one_no_more(database_url: str, records: list[Record], moved: Record) -> None:
    later, earliest, undated = (record.article.article_id for record in records[2:5])
    with opened(database_url) as database:
        database.write(pairs(records[2:5]))
        assert query(database, "SELECT article_id FROM articles WHERE duplicate_of IS NULL") == [(earliest,)]
        database.write(pairs([moved]))
        assert dict(query(database, "SELECT article_id, duplicate_of FROM articles")) == {later: None, earliest: later, undated: later}  # type: ignore[arg-type]
        assert query(database, "SELECT count(*) FROM events") == [(1,)]


def test_writing_twice_changes_nothing_and_asks_for_nothing(database_url: str, records: list[Record]) -> None:
    before = write(database_url, records)
    assert write(database_url, records) == before
    with opened(database_url) as database:
        asked = [(record.article.article_id, digest, ()) for record, digest, _ in pairs(records)]
        assert database.missing(asked) == set()
        assert database.missing([("anew", "digest", ()), *asked, (asked[0][0], asked[0][1], ("wunknown",))]) == {"anew", asked[0][0]}


def test_a_fact_of_several_articles_has_every_source(database_url: str, records: list[Record]) -> None:
    with opened(database_url) as database:
        database.write(pairs(records))
        ((article_id, sources),) = query(database, "SELECT article_id, sources FROM memberships")
        stated = query(database, "SELECT count(*) FROM statements s JOIN memberships m ON m.fact_key = s.fact_key")
    ids = [records[number].article.article_id for number in (5, 1, 3, 2, 4)]  # by day of publication, the undated last
    assert article_id == ids[0]
    assert sources == "[" + ", ".join(f'"{one}"' for one in ids) + "]"
    assert stated == [(5,)]


def test_of_reprints_the_first_by_path_is_told_in_any_order(new_database_url: Callable[[], str], records: list[Record]) -> None:
    for batch in ([[records[0]], [records[1]]], [[records[1]], [records[0]]]):
        with opened(new_database_url()) as database:
            for some in batch:
                database.write(pairs(some))
            assert query(database, "SELECT title, published, input FROM articles") == [("首发", "2020-12-15", "a.txt")]
            assert query(database, "SELECT input, title FROM appearances ORDER BY input") == [("a.txt", "首发"), ("b.txt", "转载")]


def test_a_newer_version_replaces_what_an_article_said(database_url: str, record: Record) -> None:
    with opened(database_url) as database:
        database.write(pairs([record]))
        database.write(pairs([replace(record, mentions=record.mentions[:1], indicators=(), memberships=(), events=())]))
        assert query(database, "SELECT text FROM mentions") == [("许昌",)]
        for table in ("indicators", "memberships", "events", "participants"):
            assert query(database, f"SELECT count(*) FROM {table}") == [(0,)]
        assert query(database, "SELECT count(*) FROM positions") == [(1,)]


@pytest.mark.parametrize("status", ["accepted", "corrected", "rejected"])
def test_what_a_reviewer_decided_is_never_overwritten(database_url: str, record: Record, records: list[Record], status: str) -> None:
    with opened(database_url) as database:
        database.write(pairs([record]))
        for table, column in (("memberships", "since"), ("positions", "title"), ("indicators", "metric"), ("events", "name")):
            query(database, f"UPDATE {table} SET review_status = :status, {column} = '审定'", status=status)
        query(database, "UPDATE participants SET text = '审定'")
        decided = {name: rows for name, rows in state(database).items() if name in ("positions", "events", "participants")}
        # Said again, with other confidence; told by another article; no longer found at all.
        louder = replace(
            record, **{name: tuple(replace(one, confidence=0.1) for one in getattr(record, name)) for name in ("memberships", "positions", "events")}
        )  # type: ignore[arg-type]
        database.write(pairs([louder]))
        database.write(pairs([records[5]]))
        database.write(pairs([replace(record, mentions=(), memberships=(), positions=(), indicators=(), events=())]))
        assert {name: rows for name, rows in state(database).items() if name in decided} == decided
        ((since, confidence, kept, sources),) = query(database, "SELECT since, confidence, review_status, sources FROM memberships")
        assert (since, confidence, kept) == ("审定", 0.8, status)
        assert records[5].article.article_id in sources
        assert query(database, "SELECT DISTINCT metric, review_status, mention_id FROM indicators") == [("审定", status, None)]


def test_a_decision_holds_when_an_earlier_article_would_tell_the_fact(database_url: str, record: Record, records: list[Record]) -> None:
    with opened(database_url) as database:
        database.write(pairs([record]))
        query(database, "UPDATE memberships SET review_status = 'accepted'")
        database.write(pairs([records[5]]))  # published a year before
        assert query(database, "SELECT id, article_id, review_status FROM memberships") == [
            (record.memberships[0].id, record.article.article_id, "accepted")
        ]


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("mentions", "label = 'NAME'"), ("mentions", "bound = 'roughly'"), ("mentions", "grain = 'minute'"), ("places", "level = 'town'"),
        ("organisations", "kind = 'club'"), ("memberships", "role = 'friend'"), ("memberships", "status = 'gone'"), ("events", "kind = 'party'"),
        ("participants", "role = 'guest'"), ("indicators", "review_status = 'seen'"), ("positions", "modality = 'maybe'"),
        ("mentions", "entity_id = 'nobody'"), ("mentions", "article_id = 'nowhere'"), ("memberships", "organisation_id = 'CN'"),
        ("articles", "duplicate_of = 'nowhere'"), ("places", "parent_id = 'XX'"), ("participants", "event_id = 'none'"), ("mentions", "text = NULL"),
    ],
)  # fmt: skip
def test_keys_and_closed_word_lists_hold_in_the_database(database_url: str, record: Record, table: str, change: str) -> None:
    with opened(database_url) as database:
        database.write(pairs([record]))
        with pytest.raises(IntegrityError):
            query(database, f"UPDATE {table} SET {change}")


HOSTILE = (
    "'); DROP TABLE articles; --",
    "\\'; DELETE FROM mentions; --",
    "\\.",
    "\\N",
    "a\tb\\t\n\\",
    '"; --',
    "%s %(x)s :name ?",
    "${jndi}",
    "NULL",
    "=1+1",
)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_text_that_looks_like_sql_is_text(database_url: str, make_record: MakeRecord, hostile: str) -> None:
    record = make_record(
        f"许昌加入中德工业城市联盟。{hostile}", title=hostile, source=hostile, url=hostile, reporters=(hostile,), input=hostile, record=hostile
    )
    event = {"participants": (Participant(None, hostile, "attendee"),)}
    record = replace(
        record,
        memberships=tuple(replace(one, since=hostile) for one in record.memberships),
        events=tuple(replace(one, **event) for one in record.events),
    )
    with opened(database_url) as database:
        database.write(pairs([record]))
        assert query(database, "SELECT title, source, url, input, record FROM articles") == [(hostile,) * 5]
        assert query(database, "SELECT since FROM memberships") == [(hostile,)]
        assert query(database, "SELECT text FROM articles") == [(record.article.text,)]


def test_figures_are_exact(database_url: str, record: Record) -> None:
    with opened(database_url) as database:
        database.write(pairs([record]))
        found = query(database, "SELECT value FROM mentions WHERE value IS NOT NULL ORDER BY value")
        assert [float(value) for (value,) in found] == [4, 8.8, 80, 16530000000]
        assert [str(value).rstrip("0").rstrip(".") for (value,) in found[1:2]] == ["8.8"]


def test_two_writers_at_once_give_the_rows_of_one(new_database_url: Callable[[], str], records: list[Record]) -> None:
    gold = write(new_database_url(), records)
    url = new_database_url()
    errors: list[BaseException] = []

    def work(order: Sequence[Record]) -> None:
        try:
            write(url, order, group=1)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(order,)) for order in (records, records[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with opened(url) as database:
        assert state(database) == gold


def test_a_killed_connection_costs_a_transaction_not_the_run(postgresql_url: str, records: list[Record]) -> None:
    with opened(postgresql_url, pauses=(0.0, 0.0)) as database, opened(postgresql_url) as other:
        attempts = []

        def work(connection: Any) -> int:
            attempts.append(connection.exec_driver_sql("SELECT pg_backend_pid()").scalar())
            if len(attempts) == 1:
                with other.engine.begin() as killer:
                    killer.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": attempts[0]})
            return connection.exec_driver_sql("SELECT 7").scalar()  # type: ignore[no-any-return]

        assert database._transaction(work) == 7
        assert len(attempts) == 2


@pytest.mark.parametrize("new_database_url", ["postgresql"], indirect=True)
def test_a_short_outage_is_waited_out(postgresql_server: Any, new_database_url: Callable[[], str], record: Record) -> None:
    with opened(new_database_url(), pauses=(0.5,) * 20) as database:
        postgresql_server.stop()
        back = threading.Timer(1, postgresql_server.start)
        back.start()
        assert database.write(pairs([record])) == 1
        back.join()
        assert query(database, "SELECT count(*) FROM mentions") == [(10,)]


def test_a_server_that_stays_away_is_an_error_without_password(postgresql_url: str) -> None:
    with pytest.raises(NotWritable) as refused:
        Database.open("postgresql://u:secret@127.0.0.1:1/nobody")
    assert "secret" not in str(refused.value)
    assert "127.0.0.1" in str(refused.value)


def test_a_locked_sqlite_file_is_named(tmp_path: Any, record: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"sqlite:///{tmp_path}/x.db"
    monkeypatch.setattr(database_module, "PATIENCE", 0.1)
    with opened(url) as database:
        other = sqlite3.connect(tmp_path / "x.db", isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(DatabaseError, match=r"x\.db: database is locked") as failed:
            database.write(pairs([record]))
        other.close()
        assert failed.value.status == 3
        database.write(pairs([record]))
        assert query(database, "SELECT count(*) FROM articles") == [(1,)]
