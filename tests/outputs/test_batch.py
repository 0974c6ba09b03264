from __future__ import annotations

import csv
import hashlib
import json
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from itertools import permutations
from pathlib import Path

import pytest

from corpus.article import Article, Failure
from extractors.records import Organisation, Record
from outputs.batch import BatchWriter, Summary
from outputs.csv_files import read_cells
from outputs.errors import NotWritable, OtherSources, OutputLocked, WriteFailed
from outputs.tables import CSV_TABLES

MakeRecord = Callable[..., Record]

NEIGHBOUR = "许昌加入中德工业城市联盟。\n今天是个好日子。"
NO_FILES_BUT_STATE = {".lianmeng"}


def run(out: Path, items: Iterable[Record | Failure], *, version: str = "1", **options: object) -> Summary:
    with BatchWriter.open(out, sources=["news"], version=version, **options) as writer:  # type: ignore[arg-type]
        for item in items:
            if isinstance(item, Failure):
                writer.fail(item)
            else:
                assert writer.add(item) is None
        return writer.finish({"seconds": 1})


def bytes_of(out: Path) -> dict[str, str]:
    names = (path for path in out.iterdir() if path.is_file() and path.name != "run.json" and path.suffix != ".db")
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in names}
    return found | {"database": dump(out / "alliance.db")}


def dump(path: Path) -> str:
    connection = sqlite3.connect(path)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        return hashlib.sha256("\n".join(sorted(connection.iterdump())).encode()).hexdigest()
    finally:
        connection.close()


def rows(out: Path, table: str) -> list[dict[str, str]]:
    with (out / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def lines(out: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (out / "articles.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def items(make_record: MakeRecord) -> list[Record | Failure]:
    return [
        make_record(input="news/b.txt", title="转载", published="2020-12-16"),
        make_record(input="news/a.txt", title="首发", published="2020-12-15"),
        make_record(NEIGHBOUR, input="news/c.txt", record="10", published="2020-12-01"),
        make_record("天气很好。", input="news/c.txt", record="9"),
        Failure("news/d.txt", None, "read", "the file is empty"),
    ]


def test_the_bytes_do_not_depend_on_the_order_of_reading(tmp_path: Path, items: list[Record | Failure]) -> None:
    found = set()
    for number, order in enumerate(list(permutations(items))[::17]):
        run(tmp_path / str(number), order)
        found.add(tuple(sorted(bytes_of(tmp_path / str(number)).items())))
    assert len(found) == 1


def test_writing_twice_is_writing_once(tmp_path: Path, items: list[Record | Failure]) -> None:
    run(tmp_path, items)
    before = bytes_of(tmp_path)
    run(tmp_path, reversed(items))
    assert bytes_of(tmp_path) == before


def test_of_reprints_the_first_by_path_gives_title_and_source(tmp_path: Path, items: list[Record | Failure]) -> None:
    run(tmp_path, items)
    first = lines(tmp_path)[0]
    assert (first["title"], first["input"], first["published"]) == ("首发", "news/a.txt", "2020-12-15")
    appearances = first["appearances"]
    assert [(one["input"], one["title"]) for one in appearances] == [("news/a.txt", "首发"), ("news/b.txt", "转载")]  # type: ignore[attr-defined]


def test_lines_and_rows_stand_in_the_order_of_paths_and_records(tmp_path: Path, items: list[Record | Failure]) -> None:
    run(tmp_path, items)
    places = [("news/a.txt", None), ("news/c.txt", "9"), ("news/c.txt", "10")]
    assert [(line["input"], line["record"]) for line in lines(tmp_path)] == places
    assert [(row["input"], row["record"] or None) for row in rows(tmp_path, "articles")] == places


def test_a_fact_that_two_articles_tell_is_one_row_with_both_sources(tmp_path: Path, items: list[Record | Failure]) -> None:
    run(tmp_path, items)
    earlier, later = (item.article.article_id for item in (items[2], items[0]) if isinstance(item, Record))
    (row,) = rows(tmp_path, "memberships")
    assert row["article_id"] == earlier
    assert json.loads(row["sources"]) == [earlier, later]
    assert json.loads(row["more_evidence"]) == [{"article_id": later, "start": 0, "end": 13}]
    # Each article's own line keeps the fact as it states it, with every source.
    for line in lines(tmp_path):
        for fact in line["memberships"]:  # type: ignore[attr-defined]
            assert fact["sources"] == [earlier, later]
            assert line["text"][fact["start"] : fact["end"]] == fact["evidence"]  # type: ignore[index]
            assert [one["article_id"] for one in fact["more_evidence"]] == [later if line["article_id"] == earlier else earlier]


def test_a_fact_that_very_many_articles_tell_is_listed_in_full_only_once(
    tmp_path: Path, make_record: MakeRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("outputs.merge.MANY_SOURCES", 2)
    records = [make_record(f"许昌加入中德工业城市联盟。\n第{day}天。", input=f"{day}.txt", published=f"2020-12-0{day}") for day in range(1, 5)]
    run(tmp_path, records)
    first, *others = (record.article.article_id for record in records)
    assert [fact["sources"] for line in lines(tmp_path) for fact in line["memberships"]] == [  # type: ignore[attr-defined]
        [first, *others], *([first, other] for other in others),
    ]  # fmt: skip
    assert json.loads(rows(tmp_path, "memberships")[0]["sources"]) == [first, *others]


def test_every_input_is_in_exactly_one_of_appearances_and_failures(tmp_path: Path, make_record: MakeRecord) -> None:
    with BatchWriter.open(tmp_path, sources=["news"], version="1") as writer:
        writer.add(make_record(input="a.txt"))
        writer.fail(Failure("a.txt", None, "write", "second thoughts"))
        writer.fail(Failure("b.txt", None, "read", "gone for a moment"))
        writer.add(make_record(input="b.txt"))
        writer.fail(Failure("c.txt", "3", "parse", "not JSON"))
        writer.finish({})
    assert [row["input"] for row in rows(tmp_path, "appearances")] == ["b.txt"]
    assert [(row["input"], row["record"], row["stage"]) for row in rows(tmp_path, "failures")] == [("a.txt", "", "write"), ("c.txt", "3", "parse")]


def test_a_record_that_contradicts_itself_becomes_a_failure(tmp_path: Path, make_record: MakeRecord) -> None:
    sound = make_record(input="a.txt")
    broken = replace(sound, mentions=(replace(sound.mentions[0], text="洛阳"),))
    with BatchWriter.open(tmp_path, sources=["news"], version="1") as writer:
        failure = writer.add(broken)
        writer.finish({})
    assert failure == Failure("a.txt", None, "write", "contradictory record: mention at 0 is not the text there")
    assert rows(tmp_path, "appearances") == []
    assert [row["reason"] for row in rows(tmp_path, "failures")] == [failure.reason]


def test_names_that_are_no_utf8_stay_apart(tmp_path: Path, make_record: MakeRecord) -> None:
    first, second = (
        replace(one, article=replace(one.article, input=name)) for one, name in ((make_record(), "a\udcff.txt"), (make_record(), "a\udcfe.txt"))
    )
    with BatchWriter.open(tmp_path, sources=["news"], version="1") as writer:
        writer.add(first)
        writer.add(second)
        writer.fail(Failure("b\udcff.txt", "\udcff", "decode", "bad\x00name \udcff"))
        assert writer.known(first.article)
        writer.finish({})
    assert [row["input"] for row in rows(tmp_path, "appearances")] == ["a\\udcfe.txt", "a\\udcff.txt"]
    assert rows(tmp_path, "failures") == [{"input": "b\\udcff.txt", "record": "\\udcff", "stage": "decode", "reason": "bad\ufffdname \ufffd"}]


def test_two_articles_at_one_place_are_an_error_of_the_caller(tmp_path: Path, make_record: MakeRecord) -> None:
    with BatchWriter.open(tmp_path, sources=["news"], version="1") as writer:
        writer.add(make_record(input="a.txt"))
        with pytest.raises(ValueError, match="two articles stand at"):
            writer.add(make_record(NEIGHBOUR, input="a.txt"))


def test_files_and_database_say_the_same_of_a_first_batch(tmp_path: Path, items: list[Record | Failure]) -> None:
    run(tmp_path, items)
    connection = sqlite3.connect(tmp_path / "alliance.db")
    for table in CSV_TABLES:
        if table.in_database:
            # Names beside ids are in the files alone: in the database one joins.
            stored = [column for column in table.csv_columns if not column.csv_only]
            names = ", ".join(f'"{column.name}"' for column in stored)
            of_database = [
                dict(zip(names.replace('"', "").split(", "), row, strict=True)) for row in connection.execute(f"SELECT {names} FROM {table.name}")
            ]
            of_file = [{column.name: row[column.name] for column in stored} for row in read_cells(table, rows(tmp_path, table.name))]
            for row in of_database:
                row |= {column.name: json.loads(row[column.name]) for column in table.csv_columns if column.type == "list" and row[column.name]}
                row |= {column.name: Decimal(repr(row[column.name])) for column in table.csv_columns if column.type == "decimal" and row[column.name]}
            assert sorted(of_file, key=repr) == sorted(of_database, key=repr), table.name
    connection.close()


def test_a_fact_stands_in_its_file_with_the_names_of_all_that_it_is_about(tmp_path: Path, record: Record) -> None:
    run(tmp_path, [record])
    article_id = record.article.article_id
    (membership,), (position,), (indicator, _), (event,) = (rows(tmp_path, name) for name in ("memberships", "positions", "indicators", "events"))
    alliance_id = record.memberships[0].organisation_id
    assert list(membership.items()) == [
        ("id", record.memberships[0].id), ("member", "许昌市"), ("organisation", "中德工业城市联盟"), ("role", "member"), ("since", ""),
        ("status", "joined"), ("modality", "asserted"), ("evidence", "许昌加入中德工业城市联盟。"), ("article_title", "许昌加入联盟"),
        ("review_status", "new"), ("confidence", "0.8"), ("member_id", "CN-411000"), ("organisation_id", alliance_id), ("since_start", ""),
        ("since_end", ""), ("article_id", article_id), ("extractor", "memberships.joins"), ("start", "0"), ("end", "13"),
        ("sources", f'["{article_id}"]'), ("more_evidence", "[]"),
    ]  # fmt: skip
    assert list(position.items())[:9] == [
        ("id", record.positions[0].id), ("person", "朱锡雄"), ("title", "副秘书长"), ("organisation", "中德工业城市联盟"), ("place", ""),
        ("status", "current"), ("modality", "asserted"), ("evidence", "联盟副秘书长朱锡雄表示欢迎。"), ("article_title", "许昌加入联盟"),
    ]  # fmt: skip
    assert list(indicator.items())[:9] == [
        ("id", record.indicators[0].id), ("subjects", "许昌市、河南省"), ("subject_text", "全市"), ("metric", "贸易额"), ("value", "16530000000"),
        ("low", ""), ("high", ""), ("bound", "exact"), ("unit", "USD"),
    ]  # fmt: skip
    assert (indicator["subject_ids"], indicator["article_title"]) == ('["CN-411000", "CN-410000"]', "许昌加入联盟")
    assert list(event.items())[:7] == [
        ("id", record.events[0].id), ("kind", "conference"), ("name", "中德工业城市联盟年会"), ("edition", "3"), ("date", "2020-12-14"),
        ("place", "许昌市"), ("participants", "中德工业城市联盟 (organiser)、企业代表 (attendee)"),
    ]  # fmt: skip
    assert rows(tmp_path, "participants") == [
        {
            "event_id": event["id"],
            "position": "1",
            "entity": "中德工业城市联盟",
            "text": "中德工业城市联盟",
            "role": "organiser",
            "entity_id": alliance_id,
        },
        {"event_id": event["id"], "position": "2", "entity": "", "text": "企业代表", "role": "attendee", "entity_id": ""},
    ]


def test_mentions_entities_and_articles_stand_with_names(tmp_path: Path, record: Record) -> None:
    company = Organisation("o1", "许昌远东", "company", place_id="CN-411000", parent_id=record.organisations[0].organisation_id, aliases=("远东",))
    run(tmp_path, [replace(record, dateline_place_id="CN-411000", organisations=(*record.organisations, company))])
    (article,) = rows(tmp_path, "articles")
    assert (article["dateline_place"], article["dateline_place_id"]) == ("许昌市", "CN-411000")
    # A figure and an ambiguous place are nobody's name.
    assert [(row["text"], row["entity"]) for row in rows(tmp_path, "mentions")] == [
        ("许昌", "许昌市"), ("中德工业城市联盟", "中德工业城市联盟"), ("2020年1至10月", ""), ("165.3亿美元", ""), ("8.8%", ""), ("朱锡雄", "朱锡雄"),
        ("12月14日", ""), ("80家", ""), ("第4位", ""), ("朝阳", ""),
    ]  # fmt: skip
    assert [(row["name"], row["parent"]) for row in rows(tmp_path, "places")] == [
        ("中华人民共和国", ""), ("朝阳市", "中华人民共和国"), ("河南省", "中华人民共和国"), ("许昌市", "河南省"),
    ]  # fmt: skip
    assert next(row for row in rows(tmp_path, "organisations") if row["organisation_id"] == "o1") == {
        "organisation_id": "o1", "name": "许昌远东", "kind": "company", "place": "许昌市", "parent": "中德工业城市联盟", "place_id": "CN-411000",
        "parent_id": record.organisations[0].organisation_id,
    }  # fmt: skip
    assert {(row["organisation"], row["alias"]) for row in rows(tmp_path, "aliases")} == {("许昌远东", "远东"), ("中德工业城市联盟", "联盟")}


def test_an_id_has_the_name_of_the_merged_row_in_every_file_and_order(tmp_path: Path, make_record: MakeRecord) -> None:
    later = make_record(input="a.txt", title="后", published="2020-12-15")
    earlier = make_record(NEIGHBOUR, input="b.txt", title="先", published="2020-12-01")
    # 区 sorts before 市: the name of the place's one row, whichever article told which.
    earlier = replace(earlier, places=tuple(replace(one, name="许昌地区") if one.place_id == "CN-411000" else one for one in earlier.places))
    for number, order in enumerate(([later, earlier], [earlier, later])):
        run(tmp_path / str(number), order)
    assert bytes_of(tmp_path / "0") == bytes_of(tmp_path / "1")
    (name,) = (row["name"] for row in rows(tmp_path / "0", "places") if row["place_id"] == "CN-411000")
    assert name == "许昌地区"
    (membership,) = rows(tmp_path / "0", "memberships")
    assert (membership["member"], membership["article_title"]) == ("许昌地区", "先")
    assert {row["entity"] for row in rows(tmp_path / "0", "mentions") if row["text"] == "许昌"} == {"许昌地区"}
    assert [row["subjects"] for row in rows(tmp_path / "0", "indicators")] == ["许昌地区、河南省"] * 2


def test_of_reprints_a_fact_has_the_title_of_the_first_by_path(tmp_path: Path, items: list[Record | Failure]) -> None:
    run(tmp_path, items[:2])
    assert [row["article_title"] for row in rows(tmp_path, "positions")] == ["首发"]


def test_a_name_that_a_spreadsheet_would_run_is_guarded_wherever_it_stands(tmp_path: Path, record: Record) -> None:
    places = tuple(replace(one, name=f"=cmd({one.name})") if one.place_id == "CN-411000" else one for one in record.places)
    run(tmp_path, [replace(record, places=places, article=replace(record.article, title="@首发"))])
    (membership,) = rows(tmp_path, "memberships")
    assert (membership["member"], membership["article_title"]) == ("'=cmd(许昌市)", "'@首发")
    assert rows(tmp_path, "indicators")[0]["subjects"] == "'=cmd(许昌市)、河南省"
    assert rows(tmp_path, "mentions")[0]["entity"] == "'=cmd(许昌市)"


def test_files_of_an_earlier_form_are_written_anew(tmp_path: Path, items: list[Record | Failure], monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("outputs.batch._columns", lambda: [["id"]])
        run(tmp_path, items)
    written = (tmp_path / "mentions.csv").stat().st_ino
    run(tmp_path, items)
    assert (anew := (tmp_path / "mentions.csv").stat().st_ino) != written
    run(tmp_path, items)
    assert (tmp_path / "mentions.csv").stat().st_ino == anew


def test_counts_are_those_of_the_tables(tmp_path: Path, items: list[Record | Failure]) -> None:
    summary = run(tmp_path, items)
    tables = set(summary.counts) - {"duplicates"}
    assert {name: len(rows(tmp_path, name)) for name in tables} == {name: summary.counts[name] for name in tables}
    assert (summary.counts["articles"], summary.counts["appearances"], summary.counts["failures"]) == (3, 4, 1)
    assert json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))["counts"] == summary.counts
    assert set(summary.files) == {path.name for path in tmp_path.iterdir()} - NO_FILES_BUT_STATE


def test_an_empty_batch_has_every_file_and_no_row(tmp_path: Path) -> None:
    summary = run(tmp_path, [])
    assert set(summary.counts.values()) == {0}
    assert (tmp_path / "articles.jsonl").read_bytes() == b""
    assert rows(tmp_path, "mentions") == []


def test_only_the_formats_asked_for_are_written(tmp_path: Path, items: list[Record | Failure]) -> None:
    run(tmp_path, items, formats=("csv", "jsonl"), row_limit=3)
    assert (tmp_path / "mentions-2.csv").exists()
    run(tmp_path, items, formats=("jsonl",))
    # What is no longer asked for would tell of an older state: it goes. Failures are always told.
    assert {path.name for path in tmp_path.iterdir()} == NO_FILES_BUT_STATE | {
        "articles.jsonl", "failures.csv", "run.json", "alliance.db", "metadata.json",
    }  # fmt: skip


def test_a_strangers_file_in_the_folder_stays(tmp_path: Path, items: list[Record | Failure]) -> None:
    (tmp_path / "mentions-notes.csv").write_text("mine")
    run(tmp_path, items)
    assert (tmp_path / "mentions-notes.csv").read_text() == "mine"


def test_split_tables_are_whole_and_nothing_of_a_longer_run_is_left(tmp_path: Path, items: list[Record | Failure]) -> None:
    run(tmp_path, items, row_limit=5)
    whole = [row["id"] for name in ("mentions", "mentions-2", "mentions-3") for row in rows(tmp_path, name)]
    assert not (tmp_path / "mentions-4.csv").exists()
    run(tmp_path, items)
    assert [row["id"] for row in rows(tmp_path, "mentions")] == whole
    assert not (tmp_path / "mentions-2.csv").exists()


def test_the_folder_mirrors_its_sources_as_they_are_now(tmp_path: Path, items: list[Record | Failure]) -> None:
    run(tmp_path, items)
    run(tmp_path, items[1:2])
    assert [line["input"] for line in lines(tmp_path)] == ["news/a.txt"]
    assert rows(tmp_path, "failures") == []
    with sqlite3.connect(tmp_path / "alliance.db") as connection:  # the database accumulates
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == (3,)
    connection.close()


def test_another_list_of_sources_is_refused(tmp_path: Path, items: list[Record | Failure]) -> None:
    run(tmp_path, items)
    before = bytes_of(tmp_path)
    with pytest.raises(OtherSources, match="mirrors news; choose another --out for other") as refused:
        BatchWriter.open(tmp_path, sources=["other"], version="1")
    assert refused.value.status == 2
    assert bytes_of(tmp_path) == before


def test_order_and_repeats_in_the_list_of_sources_do_not_matter(tmp_path: Path) -> None:
    BatchWriter.open(tmp_path, sources=["a", "b"], version="1").close()
    BatchWriter.open(tmp_path, sources=["b", "a", "b"], version="1").close()


def test_a_second_writer_is_refused_while_the_first_is_at_work(tmp_path: Path) -> None:
    with BatchWriter.open(tmp_path, sources=["news"], version="1"):
        with pytest.raises(OutputLocked, match="another run is writing") as refused:
            BatchWriter.open(tmp_path, sources=["news"], version="1")
        assert refused.value.status == 2
    BatchWriter.open(tmp_path, sources=["news"], version="1").close()


def test_a_file_in_the_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(NotWritable, match="out: ") as refused:
        BatchWriter.open(tmp_path / "out", sources=["news"], version="1")
    assert refused.value.status == 2


@pytest.mark.parametrize("url", ["nonsense", "mysql://u:secret@localhost/x", "sqlite:////nowhere/at/all/x.db"])
def test_a_database_that_cannot_be_opened_is_named_before_any_work(tmp_path: Path, url: str) -> None:
    with pytest.raises(NotWritable) as refused:
        BatchWriter.open(tmp_path, sources=["news"], version="1", database_url=url)
    assert "secret" not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_what_was_added_before_a_kill_is_known_afterwards(tmp_path: Path, items: list[Record | Failure]) -> None:
    records = [item for item in items if isinstance(item, Record)]
    run(tmp_path / "gold", records)
    with BatchWriter.open(tmp_path / "out", sources=["news"], version="1") as writer:
        writer.add(records[0])
        writer.add(records[2])
    with BatchWriter.open(tmp_path / "out", sources=["news"], version="1") as writer:
        assert [writer.known(record.article) for record in records] == [True, False, True, False]
        writer.add(records[1])
        writer.add(records[3])
        writer.finish({})
    assert bytes_of(tmp_path / "out") == bytes_of(tmp_path / "gold")


def test_a_known_article_is_the_same_in_every_field_and_version(tmp_path: Path, record: Record) -> None:
    run(tmp_path, [record])
    with BatchWriter.open(tmp_path, sources=["news"], version="1") as writer:
        assert writer.known(record.article)
        assert not writer.known(replace(record.article, published="2020-12-16"))
        assert not writer.known(replace(record.article, home="CN-411000"))
        assert not writer.known(Article(text="改了。", input=record.article.input))
    with BatchWriter.open(tmp_path, sources=["news"], version="2") as writer:
        assert not writer.known(record.article)


@pytest.mark.parametrize("damage", [b"", b"\x00" * 99, b"SQLite format 3\x00" + b"\xff" * 4000])
def test_damaged_state_is_made_anew(tmp_path: Path, items: list[Record | Failure], damage: bytes) -> None:
    run(tmp_path, items)
    before = bytes_of(tmp_path)
    (tmp_path / ".lianmeng" / "state.db").write_bytes(damage)
    run(tmp_path, items)
    assert bytes_of(tmp_path) == before


def test_a_kill_while_files_are_written_leaves_old_files_whole(tmp_path: Path, items: list[Record | Failure]) -> None:
    run(tmp_path, items)
    before = bytes_of(tmp_path)

    def die(stage: str, done: int, total: int) -> None:
        if stage == "files":
            raise KeyboardInterrupt

    with BatchWriter.open(tmp_path, sources=["news"], version="1") as writer:
        for item in items[:2]:
            assert isinstance(item, Record)
            writer.add(item)
        with pytest.raises(KeyboardInterrupt):
            writer.finish({}, progress=die)
    assert bytes_of(tmp_path) == before
    run(tmp_path, items)
    assert bytes_of(tmp_path) == before
    assert sorted(path.name for path in (tmp_path / ".lianmeng").iterdir()) == ["lock", "sources.json", "state.db"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_told_with_the_path(tmp_path: Path, items: list[Record | Failure], monkeypatch: pytest.MonkeyPatch) -> None:
    with BatchWriter.open(tmp_path, sources=["news"], version="1") as writer:
        for item in items[:2]:
            assert isinstance(item, Record)
            writer.add(item)
        real_open = Path.open

        def full(path: Path, *args: object, **options: object) -> object:
            return real_open(Path("/dev/full") if path.name == "mentions.csv" else path, *args, **options)  # type: ignore[call-overload]

        monkeypatch.setattr(Path, "open", full)
        with pytest.raises(WriteFailed, match="no space left on the disk") as failed:
            writer.finish({})
    assert failed.value.status == 3
    assert not (tmp_path / "articles.jsonl").exists()


def test_state_is_private_and_outputs_are_by_umask(tmp_path: Path, items: list[Record | Failure]) -> None:
    before = os.umask(0o022)
    try:
        run(tmp_path / "out", items)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "out" / ".lianmeng").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "out" / "mentions.csv").stat().st_mode) == 0o644


def test_extract_does_not_wait_for_pandas_or_sqlalchemy() -> None:
    code = "import sys, outputs.json_lines; print([name for name in ('pandas', 'numpy', 'sqlalchemy', 'alembic') if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
