"""What corrections teach: rows of the team's own lexicon, made from the decisions that are in force.

A corrected mention says that its words mean another place, organisation or person; from the next run on they do, wherever they
stand. Taking the decision back takes the row away. Nothing is taught by words that mean something else in every article
(该公司, 市政府, 中), nor by a correction whose scope is `here`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.organisations.names import endings
from extractors.plain import plain
from extractors.records import PLACE_LABELS
from outputs.decisions import Decision, DecisionBook

COLUMNS = (
    "kind", "name", "id", "full_name", "other_names", "organisation_kind", "place_id", "level", "country", "parent_id", "lat", "lon", "name_en",
    "name_latin", "decision_id",
)  # fmt: skip
# 该联盟, 本公司, 市政府, 双方: who they are depends on the article.
_DEPENDS = re.compile(r"[该本我此其各全这那双两]|(?:[省市县区州镇乡旗盟]|自治区)(?:委|人民)?[一-龥]{1,4}$")


@dataclass(frozen=True, slots=True)
class Lesson:
    """One row of the team's lexicon: words as articles write them, what they mean, and the decision that says so."""

    kind: str
    name: str
    entity_id: str
    full_name: str
    organisation_kind: str
    place_id: str
    name_latin: str
    decision_id: str
    article_id: str


def lessons(book: DecisionBook) -> list[Lesson]:
    """The rows that the decisions in force teach, by kind and name; of two decisions on one name the later counts."""
    found: dict[tuple[str, str], Lesson] = {}
    for ruling in book.rulings.values():
        lesson = lesson_of(ruling.decision)
        if lesson is not None:
            found[lesson.kind, plain(lesson.name)] = lesson
    return [found[key] for key in sorted(found)]


def lesson_of(decision: Decision) -> Lesson | None:
    """What one decision teaches, or None."""
    before, after = decision.found, decision.decided
    if decision.kind != "mention" or decision.decision != "corrected" or decision.scope == "here" or before is None or after is None:
        return None
    if after["entity_id"] is None or (after["entity_id"], after["label"]) == (before["entity_id"], before["label"]):
        return None
    name = "".join(str(after["text"]).split())
    kind = "place" if after["label"] in PLACE_LABELS else {"ORG": "organisation", "PERSON": "person"}.get(after["label"])
    if kind is None or len(name) < 2 or "\t" in name or (kind == "organisation" and (_DEPENDS.match(name) or name in endings())):
        return None
    listed, key = {"place": ("places", "place_id"), "organisation": ("organisations", "organisation_id"), "person": ("people", "person_id")}[kind]
    entity = next((one for one in decision.entities.get(listed, ()) if one[key] == after["entity_id"]), None)
    if entity is None:
        return None
    return Lesson(
        kind=kind,
        name=name,
        entity_id=after["entity_id"],
        full_name=entity["name"],
        organisation_kind=entity.get("kind") or "" if kind == "organisation" else "",
        place_id="" if kind == "person" else entity.get("place_id") or "",
        name_latin=entity.get("name_latin") or "",
        decision_id=decision.decision_id,
        article_id=decision.article_id,
    )


def lexicon_text(own: Iterable[tuple[str, Sequence[dict[str, str]]]], learned: Sequence[Lesson]) -> str:
    """One table of the team's own rows, given by kind, and of what was learned; the later row of a name counts."""
    lines = ["# Made by lianmeng from the team's own tables and from decisions; undo a decision to take its row away", "\t".join(COLUMNS)]
    for kind, rows in own:
        for row in rows:
            cells = row | {"kind": kind, "id": row.get("id") or row.get(f"{kind}_id", "")}
            lines.append("\t".join(cells.get(name, "") for name in COLUMNS))
    for lesson in learned:
        names = ("kind", "name", "full_name", "organisation_kind", "place_id", "name_latin", "decision_id")
        cells = {"id": lesson.entity_id} | {name: getattr(lesson, name) for name in names}
        lines.append("\t".join(cells.get(name, "") for name in COLUMNS))
    return "\n".join(lines) + "\n"
