"""What does not add up across articles, kept in the database for the reviewer: one row per fact that is doubted.

Of two kinds: `member_count`, where an article states another number of members than the database knows on that day
(outputs/ledger.py), and `contradiction`, where two articles tell one fact with different values (outputs/same_facts.py); then each
of the two facts has a row. The rows depend on the articles and the ledger alone; they are made anew whenever one changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from extractors.records import Event, Fact, Figure, Indicator, Membership, make_id
from outputs.days import first_and_last_day
from outputs.json_lines import OBJECT_TO_FACT, loads
from outputs.ledger import Known, LedgerRow, doubt_about_count, known_by_article, known_in_ledger, ledger, ledger_organisations
from outputs.rows import Row
from outputs.same_facts import Contradiction
from outputs.schema import sql_table

if TYPE_CHECKING:
    from sqlalchemy import Connection

# Facts of one block as they are told: (article_id, fact) by key.
Told = Mapping[str, tuple[str, Fact]]


def fill_ledger(connection: Connection, rows: Sequence[LedgerRow] | None = None) -> None:
    """Let the table `ledger` hold just these rows, by default the ones that are shipped."""
    from sqlalchemy import delete, insert, select

    table = sql_table("ledger")
    wanted = sorted(ledger_row(row) for row in (ledger() if rows is None else rows))
    there = sorted(tuple(row) for row in connection.execute(select(table)))
    if there == wanted:
        return
    names = [column.name for column in table.columns]
    connection.execute(delete(table))
    connection.execute(insert(table), [dict(zip(names, row, strict=True)) for row in wanted])
    refresh_member_counts(connection)


def ledger_row(row: LedgerRow) -> Row:
    """The row of `ledger`."""
    since, until = first_and_last_day(row.since), first_and_last_day(row.until)
    key = make_id("l", row.organisation_id, row.place_id, row.name, row.role, row.since)
    return (key, row.organisation_id, row.organisation, row.place_id or "", row.name, row.country, row.role, row.since or "", *since, row.until or "",
            *until, row.source)  # fmt: skip


def contradiction_rows(kind: str, block: str, told: Told, contradictions: Iterable[Contradiction]) -> Iterator[Row]:
    """The rows of `checks` for the contradictions within one block of facts, one for each side."""
    for one in contradictions:
        for here, there in (one.keys, one.keys[::-1]):
            (article_id, fact), (other_article, other) = told[here], told[there]
            stated, known = _value(fact, one.field), _value(other, one.field)
            message = f"article says {_FIELDS[one.field]} {stated}, another article says {known}"
            key = make_id("c", "contradiction", one.field, fact.id, other.id)
            yield (key, "contradiction", kind, fact.id, article_id, other.id, other_article, one.field, stated, known, message, block)


_FIELDS = {"amount": "the sum is", "since": "since is", "value": "the value is"}


def _value(fact: Fact, field: str) -> str:
    if field == "since" and isinstance(fact, Membership):
        return fact.since or ""
    figure = fact.amount if isinstance(fact, Event) else fact.figure if isinstance(fact, Indicator) else None
    return _in_words(figure) if figure is not None else ""


def _in_words(figure: Figure) -> str:
    number = f"{figure.value:f}" if figure.value is not None else f"{figure.low} to {figure.high}"
    return number if figure.unit == "1" else f"{number} {figure.unit}"


def refresh_member_counts(connection: Connection) -> None:
    """Check every stated number of members anew against what the database knows now."""
    from sqlalchemy import delete, insert

    table = sql_table("checks")
    names = [column.name for column in table.columns]
    rows = list(_member_count_rows(connection))
    connection.execute(delete(table).where(table.c.kind == "member_count"))
    if rows:
        connection.execute(insert(table), [dict(zip(names, row, strict=True)) for row in rows])


def _member_count_rows(connection: Connection) -> Iterator[Row]:
    from sqlalchemy import select

    rows = _ledger_in(connection)
    organisations = ledger_organisations(rows)
    known: dict[str, list[Known]] = {organisation_id: [] for organisation_id in organisations}
    for one in (*known_in_ledger(rows), *_told_memberships(connection, list(organisations))):
        known[one.organisation_id].append(one)
    indicators, subjects, articles = sql_table("indicators"), sql_table("subjects"), sql_table("articles")
    statements = sql_table("statements")
    found = connection.execute(
        select(indicators.c.id, subjects.c.entity_id, indicators.c.article_id, articles.c.published, statements.c.fact)
        .join(subjects, subjects.c.indicator_id == indicators.c.id)
        .join(articles, articles.c.article_id == indicators.c.article_id)
        .join(statements, (statements.c.statement_id == indicators.c.id) & (statements.c.kind == "indicator"))
        .where(subjects.c.entity_id.in_(list(organisations)), indicators.c.review_status != "rejected")
        .order_by(indicators.c.id, subjects.c.position)
    )
    for fact_id, entity_id, article_id, published, content in found.all():
        indicator = OBJECT_TO_FACT["indicator"](loads(content))
        if not isinstance(indicator, Indicator):
            continue
        doubt = doubt_about_count(indicator, organisations[entity_id], known[entity_id], published=published)
        if doubt is not None:
            key = make_id("c", "member_count", fact_id, entity_id)
            yield (key, "member_count", "indicator", fact_id, article_id, None, None, "value", *doubt, entity_id)


def _ledger_in(connection: Connection) -> list[LedgerRow]:
    from sqlalchemy import select

    table = sql_table("ledger")
    return [
        LedgerRow(
            organisation=row.organisation,
            organisation_id=row.organisation_id,
            place_id=row.member_id or None,
            name=row.member,
            country=row.country,
            role=row.role,
            since=row.since or None,
            until=row.until or None,
            source=row.source,
        )
        for row in connection.execute(select(table).order_by(table.c.ledger_id))
    ]


def _told_memberships(connection: Connection, organisation_ids: Sequence[str]) -> Iterator[Known]:
    from sqlalchemy import select

    memberships, articles, places = sql_table("memberships"), sql_table("articles"), sql_table("places")
    rows = connection.execute(
        select(memberships, articles.c.published, places.c.country)
        .join(articles, articles.c.article_id == memberships.c.article_id)
        .join(places, places.c.place_id == memberships.c.member_id, isouter=True)
        .where(
            memberships.c.organisation_id.in_(organisation_ids),
            memberships.c.modality == "asserted",
            memberships.c.review_status != "rejected",
            memberships.c.status.in_(("joined", "left")),
        )
    )
    for row in rows.all():
        yield known_by_article(
            organisation=row.organisation_id,
            member=row.member_id,
            country=row.country,
            role=row.role,
            status=row.status,
            since=row.since,
            published=row.published,
        )


def checks_of(connection: Connection, kind: str, fact_ids: Sequence[str]) -> dict[str, list[str]]:
    """The reasons for doubt of facts by id: what a reviewer should be told of each."""
    from sqlalchemy import select

    table = sql_table("checks")
    rows = connection.execute(
        select(table.c.fact_id, table.c.message).where(table.c.fact_kind == kind, table.c.fact_id.in_(list(fact_ids))).order_by(table.c.check_id)
    )
    found: dict[str, list[str]] = {}
    for fact_id, message in rows:
        found.setdefault(fact_id, []).append(message)
    return found
