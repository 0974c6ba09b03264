from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text

from extractors.records import Event, Figure, Indicator, Membership, Mention, Organisation, Participant, Place, Record, make_id, organisation_id
from outputs.across import merge_appearances
from outputs.checks import checks_of, fill_ledger
from outputs.database import Database
from outputs.decisions import DecisionBook
from outputs.duplicates import signature
from outputs.ledger import ledger, parse_ledger
from outputs.review_rows import rows_to_review

ALLIANCE = Organisation(organisation_id("中德工业城市联盟", None), "中德工业城市联盟", "alliance")
XIANGTAN = Place("CN-430300", "湘潭市", "city", "CN")
SMALL = (
    "organisation\tplace_id\tname\tcountry\trole\tsince\tuntil\tsource\n"
    "中德工业城市联盟\tCN-440600\t佛山市\tCN\tmember\t2016-04\t\tpage (2016)\n"
    "中德工业城市联盟\tGN-3247449\t亚琛\tDE\tmember\t2016-04\t\tpage (2016)\n"
)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    found = Database.open(database_url)
    yield found
    found.close()


def write(database: Database, *records: Record) -> None:
    database.write((merge_appearances([record]), "d", signature(record.article.text)) for record in records)


def query(database: Database, statement: str) -> list[tuple[Any, ...]]:
    with database.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(statement))]


def use_small_ledger(database: Database) -> None:
    with database.engine.begin() as connection:
        fill_ledger(connection, parse_ledger(SMALL))


def bare(make_record: Callable[..., Record], words: str, **fields: Any) -> Record:
    return replace(make_record(words, **fields), memberships=(), positions=(), indicators=(), events=(), mentions=())


def counting(make_record: Callable[..., Record], number: int, **fields: Any) -> Record:
    """An article that says: the alliance has so many Chinese members."""
    record = bare(make_record, f"该联盟有中方成员城市{number}个。", **fields)
    words, start = f"{number}个", record.article.text.index(f"{number}个")
    figure = Figure(Decimal(number), "1", classifier="个")
    mention = Mention("CARDINAL", start, start + len(words), words, "figures.count", figure=figure)
    indicator = Indicator(
        **told(record), metric="中方成员城市数", figure=figure, mention_id=mention.id_in(record.article.article_id),
        subject_ids=(ALLIANCE.organisation_id,),
    )  # fmt: skip
    return replace(record, mentions=(mention,), indicators=(indicator,), organisations=(ALLIANCE,))


def joining(make_record: Callable[..., Record], words: str, **fields: Any) -> Record:
    record = bare(make_record, words, **fields)
    fact = Membership(**told(record), member_id="CN-430300", organisation_id=ALLIANCE.organisation_id)
    return replace(record, memberships=(fact,), organisations=(ALLIANCE,), places=(*record.places, XIANGTAN))


def signing(make_record: Callable[..., Record], words: str, million: int, **fields: Any) -> Record:
    record = bare(make_record, words, **fields)
    participants = (Participant(None, "甲公司", "signatory"), Participant(None, "乙公司", "signatory"))
    amount = Figure(Decimal(million * 1_000_000), "CNY")
    return replace(record, events=(Event(**told(record), kind="signing", date="2018-10-23", participants=participants, amount=amount),))


def told(record: Record) -> dict[str, Any]:
    words = record.article.text
    return {"id": make_id("f", record.article.article_id), "evidence": words, "start": 0, "end": len(words), "extractor": "test"}


def test_a_new_database_begins_with_the_ledger_and_its_sources(database: Database) -> None:
    rows = query(database, "SELECT member_id, role, since, source FROM ledger WHERE member = '湖州市'")
    assert rows == [("CN-330500", "member", "2020-05/2021-07", "pks-gmbh.net ISA page (2021-07); not yet in the list of 2020-04")]
    assert query(database, "SELECT count(*) FROM ledger") == [(len(ledger()),)]
    # Never mixed with what articles say.
    assert query(database, "SELECT count(*) FROM memberships") == [(0,)]


def test_a_database_that_is_opened_again_has_the_ledger_of_today(database_url: str) -> None:
    first = Database.open(database_url)
    use_small_ledger(first)
    assert query(first, "SELECT count(*) FROM ledger") == [(2,)]
    first.close()
    again = Database.open(database_url)
    assert query(again, "SELECT count(*) FROM ledger") == [(len(ledger()),)]
    again.close()


def test_a_stated_number_is_checked_against_the_members_known_on_its_day(database: Database, make_record: Callable[..., Record]) -> None:
    use_small_ledger(database)
    write(database, counting(make_record, 26, input="a.txt", published="2019-09-24"))
    assert query(database, "SELECT kind, fact_kind, field, stated, known, message FROM checks") == [
        ("member_count", "indicator", "value", "26", "1", "article says 26 Chinese members of 中德工业城市联盟, the database knows 1 on 2019-09-24")
    ]


def test_an_article_that_tells_who_joined_settles_a_number_whichever_comes_first(database: Database, make_record: Callable[..., Record]) -> None:
    use_small_ledger(database)
    write(database, counting(make_record, 2, input="a.txt", published="2019-09-24"))
    assert [row[0] for row in query(database, "SELECT known FROM checks")] == ["1"]
    # Of an earlier day, read later.
    write(database, joining(make_record, "湘潭加入联盟。", input="b.txt", published="2019-03-01"))
    assert query(database, "SELECT known FROM checks") == []


def test_two_sums_for_one_deal_have_a_row_on_either_side(database: Database, make_record: Callable[..., Record]) -> None:
    one = signing(make_record, "甲公司与乙公司签订2600万元合同。", 26, input="a.txt", published="2018-10-25")
    other = signing(make_record, "甲公司与乙公司签约，合同额2800万元。", 28, input="b.txt", published="2018-10-26")
    write(database, one)
    assert query(database, "SELECT count(*) FROM checks") == [(0,)]
    write(database, other)
    ids = [record.events[0].id for record in (one, other)]
    assert sorted(query(database, "SELECT fact_id, other_id, stated, known FROM checks")) == sorted(
        [(ids[0], ids[1], "26000000 CNY", "28000000 CNY"), (ids[1], ids[0], "28000000 CNY", "26000000 CNY")]
    )
    assert query(database, "SELECT count(*) FROM events") == [(2,)]
    with database.engine.connect() as connection:
        assert checks_of(connection, "event", ids) == {
            ids[0]: ["article says the sum is 26000000 CNY, another article says 28000000 CNY"],
            ids[1]: ["article says the sum is 28000000 CNY, another article says 26000000 CNY"],
        }


def test_a_contradiction_goes_when_the_article_does_not_say_so_any_more(database: Database, make_record: Callable[..., Record]) -> None:
    one = signing(make_record, "甲公司与乙公司签订2600万元合同。", 26, input="a.txt", published="2018-10-25")
    other = signing(make_record, "甲公司与乙公司签约，合同额2800万元。", 28, input="b.txt", published="2018-10-26")
    write(database, one, other)
    read_anew = replace(other, events=(replace(other.events[0], amount=one.events[0].amount),))
    database.write([(merge_appearances([read_anew]), "e", signature(other.article.text))])
    assert query(database, "SELECT count(*) FROM checks") == [(0,)]
    assert query(database, "SELECT id, sources FROM events") == [(one.events[0].id, f'["{one.article.article_id}", "{other.article.article_id}"]')]


def test_the_order_of_articles_makes_no_difference(database_url: str, make_record: Callable[..., Record]) -> None:
    records = [
        signing(make_record, "甲公司与乙公司签订2600万元合同。", 26, input="a.txt", published="2018-10-25"),
        signing(make_record, "甲公司与乙公司签约，合同额2800万元。", 28, input="b.txt", published="2018-10-26"),
        signing(make_record, "甲公司和乙公司签下2800万元的合同。", 28, input="c.txt", published="2018-10-24"),
        counting(make_record, 26, input="d.txt", published="2019-09-24"),
        joining(make_record, "湘潭加入联盟。", input="e.txt", published="2019-03-01"),
    ]
    found = []
    for order in (records, records[::-1]):
        database = Database.open(database_url)
        with database.engine.begin() as connection:
            for table in ("participants", "subjects", "checks", "statements", "events", "indicators", "memberships", "mentions"):
                connection.execute(text(f"DELETE FROM {table}"))
            for table in ("appearances", "bands", "signatures", "articles"):
                connection.execute(text(f"DELETE FROM {table}"))
        for record in order:
            write(database, record)
        tables = {"checks": "check_id", "events": "id", "statements": "statement_id"}
        found.append([query(database, f"SELECT * FROM {table} ORDER BY {key}") for table, key in tables.items()])
        database.close()
    assert found[0] == found[1]
    assert [len(rows) for rows in found[0]] == [3, 2, 5]


def test_the_reviewer_is_shown_the_difference(database: Database, make_record: Callable[..., Record]) -> None:
    use_small_ledger(database)
    record = counting(make_record, 26, input="a.txt", published="2019-09-24")
    write(database, record)
    rows = rows_to_review(database, DecisionBook(), below=0)
    message = "article says 26 Chinese members of 中德工业城市联盟, the database knows 1 on 2019-09-24"
    assert [(row.kind, row.record_id, message in row.reasons) for row in rows] == [("indicator", record.indicators[0].id, True)]
