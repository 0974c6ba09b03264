"""What a reviewer names, by id or by name: a place, an organisation, a person, with everything that they lie in or belong to.

An id or a name that means one thing is taken; one that means several is refused with all of them; a place that nobody knows
is refused, since it needs a position in the tree; an organisation or a person that nobody knows becomes a new one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from extractors.organisations.names import kind_of, known, with_parents
from extractors.places.gazetteer import Gazetteer
from extractors.plain import plain
from extractors.records import Organisation, Person, Place, organisation_id, person_id
from outputs.decisions import Object
from outputs.json_lines import organisation_to_object, person_to_object, place_to_object
from outputs.schema import sql_table

_CHINESE_CODE = re.compile(r"(?:CN-?)?(\d{6})(?:\.0)?")
_HASH_ID = re.compile("[op][0-9a-f]{16}")
# So many ids of one name are shown.
_SHOWN = 5


class UnknownEntity(ValueError):  # noqa: N818  (says what is so)
    """A name that means nothing or several things; the message says which."""


@dataclass(frozen=True, slots=True)
class Named:
    """An entity by its id, with the objects that a record needs to hold it: `places`, `organisations`, `people`."""

    entity_id: str
    entities: Mapping[str, list[Object]]
    is_new: bool = False


class EntityFinder:
    """Finds what reviewers name in the database, the gazetteer and the lexicon of organisations."""

    def __init__(self, connection: Connection, gazetteer: Gazetteer) -> None:
        self._connection = connection
        self._gazetteer = gazetteer

    def find(self, kinds: Iterable[str], text: str, article_id: str) -> Named:
        """The entity of one of the kinds that `text` names. Raises UnknownEntity."""
        kinds = list(kinds)
        found: list[Named] = []
        for kind in kinds:
            found += {"place": self._places, "organisation": self._organisations, "person": self._people}[kind](text.strip())
        if len(found) == 1:
            return found[0]
        if found:
            shown = ", ".join(f"{one.entity_id} {self._about(one)}".strip() for one in found[:_SHOWN])
            raise UnknownEntity(f"{text} could be {shown}{' …' if len(found) > _SHOWN else ''}: write the id")
        if _HASH_ID.fullmatch(text) or re.fullmatch(r"(?:[A-Z]{2}-|US-|LM-|GN-).*|[A-Z]{2}", text):
            raise UnknownEntity(f"no {' or '.join(kinds)} has the id {text}")
        if "organisation" in kinds and kinds[0] != "place":
            return self._new_organisation(text)
        if "person" in kinds:
            person = Person(person_id(text, article_id), text)
            return Named(person.person_id, {"people": [person_to_object(person)]}, is_new=True)
        raise UnknownEntity(f"no {' or '.join(kinds)} is called {text}: write its id, or add it to your own places or organisations")

    def _about(self, named: Named) -> str:
        """What tells it from others of the same name: what it lies in."""
        above = [one["name"] for one in named.entities.get("places", ()) if one["place_id"] != named.entity_id]
        return "/".join(above[:2])

    def _places(self, text: str) -> list[Named]:
        code = _CHINESE_CODE.fullmatch(text)
        wanted = f"CN-{code[1]}" if code else text
        # A name that is that of a place itself is its own before it is another's short form.
        ids = self._gazetteer.find_name(wanted)
        exact = [one for one in ids if (place := self._gazetteer.place(one)) is not None and plain(place.name) == plain(wanted)]
        if not ids:
            ids = tuple(self._ids("places", "place_id", "name", text))
        chosen = exact or list(ids)
        # A name that a place of today has is not meant for one that is gone.
        today = [one for one in chosen if (place := self._gazetteer.place(one)) is None or place.valid_to is None]
        return [self._place(one) for one in (today or chosen)]

    def _place(self, place_id: str) -> Named:
        places = self._gazetteer.with_parents(place_id) or self._stored_places(place_id)
        return Named(place_id, {"places": [place_to_object(one) for one in places]})

    def _stored_places(self, place_id: str | None) -> list[Place]:
        found: list[Place] = []
        table = sql_table("places")
        while place_id is not None and len(found) < 10:
            row = self._connection.execute(select(table).where(table.c.place_id == place_id)).one_or_none()
            if row is None:
                break
            found.append(Place(**dict(row._mapping) | {"country": row.country or ""}))
            place_id = row.parent_id
        return found

    def _organisations(self, text: str) -> list[Named]:
        if _HASH_ID.fullmatch(text):
            found = with_parents(text)
            return [self._with_places(text, found)] if found else self._stored_organisations([text])
        row = known(text)
        if row is not None:
            own = organisation_id(row.name, row.place_id)
            return [self._with_places(own, with_parents(own))]
        ids = self._ids("organisations", "organisation_id", "name", text)
        return self._stored_organisations(ids or self._ids("aliases", "organisation_id", "alias", text))

    def _stored_organisations(self, ids: Iterable[str]) -> list[Named]:
        return [self._with_places(one, found) for one in ids if (found := self._stored(one))]

    def _stored(self, wanted: str | None) -> dict[str, Organisation]:
        found: dict[str, Organisation] = {}
        table, aliases = sql_table("organisations"), sql_table("aliases")
        while wanted is not None and wanted not in found:
            row = self._connection.execute(select(table).where(table.c.organisation_id == wanted)).one_or_none()
            if row is None:
                break
            names = self._connection.execute(select(aliases.c.alias).where(aliases.c.organisation_id == wanted).order_by(aliases.c.alias)).scalars()
            found[wanted] = Organisation(**dict(row._mapping), aliases=tuple(names))
            wanted = row.parent_id
        return found

    def _with_places(self, own: str, found: Mapping[str, Organisation]) -> Named:
        places: dict[str, Object] = {}
        for organisation in found.values():
            for place in self._place(organisation.place_id).entities["places"] if organisation.place_id else ():
                places[place["place_id"]] = place
        return Named(own, {"organisations": [organisation_to_object(one) for one in found.values()], "places": list(places.values())})

    def _new_organisation(self, text: str) -> Named:
        organisation = Organisation(organisation_id(text, None), text, kind_of(text))
        return Named(organisation.organisation_id, {"organisations": [organisation_to_object(organisation)]}, is_new=True)

    def _people(self, text: str) -> list[Named]:
        table = sql_table("people")
        by: Any = table.c.person_id if _HASH_ID.fullmatch(text) else table.c.name
        rows = self._connection.execute(select(table).where(by == text).order_by(table.c.person_id)).all()
        return [Named(row.person_id, {"people": [person_to_object(Person(**row._mapping))]}) for row in rows]

    def _ids(self, table: str, of: str, by: str, text: str) -> list[str]:
        made = sql_table(table)
        return list(self._connection.execute(select(made.c[of]).where(made.c[by] == text).order_by(made.c[of])).scalars())
