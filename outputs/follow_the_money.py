"""The database as FollowTheMoney entities, for investigators' tools (Aleph, OpenSanctions' and others): one JSON object a line.

What is asserted and not rejected by a reviewer: members, posts, events, and the articles they stand in. A place that is a
member or takes part is its administration, a PublicBody: in FollowTheMoney only such can act. Figures are left out: it
has no place for them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from operator import itemgetter
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, text

from extractors.records import make_id
from outputs.json_lines import dumps
from outputs.whole_files import whole_file

Entity = dict[str, Any]

# Of kinds of organisations; others are an Organization.
_SCHEMATA = {"company": "Company", "government": "PublicBody"}
_ORGANISERS = ("organiser", "co_organiser", "host")
# A year, month or day, which FollowTheMoney takes as it is.
_PLAIN_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_WEB = ("http://", "https://")
_PAGE = 1_000


def ftm_entities(connection: Connection) -> Iterator[Entity]:
    """All entities: documents and actors first, then what joins them; each kind by id."""
    yield from map(_article, _each(connection, _ARTICLES))
    # By code point, whatever language the server was set up for; ids of other kinds are plain hashes.
    yield from map(_place, sorted(_each(connection, _PLACES), key=itemgetter("place_id")))
    yield from _organisations(connection)
    yield from map(_person, _each(connection, _PEOPLE))
    yield from map(_membership, _each(connection, _MEMBERSHIPS))
    yield from _positions(connection)
    yield from _events(connection)


def write_entities(path: Path | None, stream: IO[bytes], entities: Iterable[Entity]) -> int:
    """Write them to a file, whole or not at all, else to the stream; how many."""
    if path is None:
        return _write(stream, entities)
    with whole_file(path) as new, new.open("wb") as file:
        return _write(file, entities)


def _write(file: IO[bytes], entities: Iterable[Entity]) -> int:
    count = 0
    for entity in entities:
        file.write(f"{dumps(entity)}\n".encode())
        count += 1
    return count


def _entity(schema: str, entity_id: str, **properties: Any) -> Entity:
    """An entity without what is not known; several values of a property are a list."""
    found: dict[str, list[str]] = {}
    for name, value in properties.items():
        values = value if isinstance(value, list) else [value]
        if kept := list(dict.fromkeys(str(one).strip() for one in values if one is not None and str(one).strip())):
            found[name] = kept
    return {"id": entity_id, "schema": schema, "properties": found}


def _article(row: Any) -> Entity:
    return _entity(
        "Article",
        row["article_id"],
        title=row["title"],
        author=json.loads(row["reporters"]),
        publishedAt=row["published"],
        publisher=row["source"],
        sourceUrl=_web(row["url"]),
        language="zho",
        bodyText=row["text"],
    )


def _place(row: Any) -> Entity:
    return _entity(
        "PublicBody", row["place_id"], name=row["name"], alias=[row["name_en"], row["name_local"]], country=_country(row), classification=row["level"]
    )


def _organisations(connection: Connection) -> Iterator[Entity]:
    aliases: dict[str, list[str]] = {}
    for row in _each(connection, "SELECT organisation_id, alias FROM aliases"):
        aliases.setdefault(row["organisation_id"], []).append(row["alias"])
    for row in _each(connection, _ORGANISATIONS):
        yield _entity(
            _SCHEMATA.get(row["kind"], "Organization"),
            row["organisation_id"],
            name=row["name"],
            alias=sorted(aliases.get(row["organisation_id"], ())),
            country=_country(row),
            address=row["place"],
            parent=row["parent_id"],
            classification=row["kind"],
        )


def _person(row: Any) -> Entity:
    return _entity("Person", row["person_id"], name=row["name"], alias=row["name_latin"])


def _membership(row: Any) -> Entity:
    day = _date(row["since"], row["since_start"])
    return _entity(
        "Membership",
        row["id"],
        member=row["member_id"],
        organization=row["organisation_id"],
        role=row["role"],
        status=row["status"],
        startDate=day if row["status"] == "joined" else None,
        endDate=day if row["status"] == "left" else None,
        **_told_by(row),
    )


def _positions(connection: Connection) -> Iterator[Entity]:
    posts: set[str] = set()
    for row in _each(connection, _POSITIONS):
        post_id = make_id("p", row["title"], row["organisation_id"], row["place_id"])
        if post_id not in posts:
            posts.add(post_id)
            where = row["organisation"] or row["place"]
            yield _entity(
                "Position",
                post_id,
                name=f"{where}{row['title']}" if where else row["title"],
                organization=row["organisation_id"],
                country=_country(row),
                subnationalArea=row["place"],
            )
        yield _entity("Occupancy", row["id"], holder=row["person_id"], post=post_id, status=row["status"], **_told_by(row))


def _events(connection: Connection) -> Iterator[Entity]:
    involved: dict[str, list[tuple[str, str]]] = {}
    for row in _each(connection, _PARTICIPANTS):
        involved.setdefault(row["event_id"], []).append((row["role"], row["entity_id"]))
    for row in _each(connection, _EVENTS):
        taking_part = involved.get(row["id"], [])
        told_by = _told_by(row)
        del told_by["date"]
        yield _entity(
            "Event",
            row["id"],
            name=row["name"] or " ".join(one for one in (row["date"], row["place"], row["kind"]) if one),
            keywords=row["kind"],
            startDate=_date(row["date"], row["start_date"]),
            endDate=_date(row["date"], row["end_date"]),
            location=row["place"],
            country=_country(row),
            organizer=[entity_id for role, entity_id in taking_part if role in _ORGANISERS],
            involved=[entity_id for role, entity_id in taking_part if role not in _ORGANISERS],
            proof=json.loads(row["sources"]),
            **told_by,
        )


def _told_by(row: Any) -> dict[str, Any]:
    return {
        "summary": row["evidence"],
        "recordId": row["article_id"],
        "date": row["published"],
        "publisher": row["source"],
        "sourceUrl": _web(row["url"]),
    }


def _country(row: Any) -> str | None:
    return row["country"].lower() if row["country"] else None


def _web(url: str | None) -> str | None:
    return url if url and url.startswith(_WEB) else None


def _date(edtf: str | None, day: str | None) -> str | None:
    return edtf if edtf and _PLAIN_DATE.fullmatch(edtf) else day


def _each(connection: Connection, query: str) -> Iterator[Any]:
    yield from connection.execution_options(yield_per=_PAGE).execute(text(query)).mappings()


# The queries are of own words alone.
# ruff: noqa: S608
_TOLD = "f.modality = 'asserted' AND f.review_status <> 'rejected'"
_ARTICLES = "SELECT * FROM articles ORDER BY article_id"
_PLACES = f"""
    SELECT * FROM places WHERE place_id IN (
        SELECT f.member_id FROM memberships f WHERE {_TOLD}
        UNION SELECT t.entity_id FROM participants t JOIN events f ON f.id = t.event_id WHERE {_TOLD}
    )
"""
_ORGANISATIONS = """
    SELECT o.*, p.name AS place, p.country FROM organisations o LEFT JOIN places p ON p.place_id = o.place_id ORDER BY o.organisation_id
"""
_PEOPLE = "SELECT * FROM people ORDER BY person_id"
_MEMBERSHIPS = f"""
    SELECT f.*, a.published, a.source, a.url FROM memberships f JOIN articles a ON a.article_id = f.article_id WHERE {_TOLD} ORDER BY f.id
"""
_POSITIONS = f"""
    SELECT f.*, o.name AS organisation, p.name AS place, coalesce(p.country, q.country) AS country, a.published, a.source, a.url
    FROM positions f
    JOIN articles a ON a.article_id = f.article_id
    LEFT JOIN organisations o ON o.organisation_id = f.organisation_id
    LEFT JOIN places p ON p.place_id = f.place_id
    LEFT JOIN places q ON q.place_id = o.place_id
    WHERE {_TOLD} ORDER BY f.id
"""
_PARTICIPANTS = f"""
    SELECT t.event_id, t.role, t.entity_id FROM participants t JOIN events f ON f.id = t.event_id
    WHERE {_TOLD} AND t.entity_id IS NOT NULL ORDER BY t.event_id, t.position
"""
_EVENTS = f"""
    SELECT f.*, p.name AS place, p.country, a.published, a.source, a.url
    FROM events f
    JOIN articles a ON a.article_id = f.article_id
    LEFT JOIN places p ON p.place_id = f.place_id
    WHERE {_TOLD} ORDER BY f.id
"""
