"""A happening as one sentence tells it.

>>> from extractors.records import Participant
>>> distinct([Participant("o1", "美的集团", "acquirer"), Participant("o1", "美的", "acquirer")])
[Participant(entity_id='o1', text='美的集团', role='acquirer')]
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from extractors.facts.masked import Masked, Unit
from extractors.records import Draft, Figure, Participant

NAMED_KINDS = frozenset({"conference", "exhibition", "other"})

# Meetings without a name of which those who attend are told, not who organises them.
ATTENDED = frozenset({"goes_to_meeting", "meeting_attended"})


@dataclass(frozen=True, slots=True)
class Sighting:
    """One happening as one sentence tells it."""

    rule: str
    kind: str
    sentence: Masked
    modality: str
    participants: tuple[Participant, ...]
    confidence: float
    name: str | None = None
    date: str | None = None
    place_id: str | None = None
    amount: Figure | None = None
    at: int = 0


def participant_of(unit: Unit, role: str) -> Participant:
    """A unit in a role, under the name of its mention."""
    return Participant(unit.entity_id, unit.mention.text if unit.mention is not None else unit.text, role)


def distinct(participants: Iterable[Participant]) -> list[Participant]:
    """Each entity once in each role, under the name that comes first."""
    found: dict[tuple[str, str], Participant] = {}
    for who in participants:
        found.setdefault((who.entity_id or who.text, who.role), who)
    return list(found.values())


def is_heading(draft: Draft, sighting: Sighting) -> bool:
    """Whether a sighting stands in a line without a full stop."""
    return draft.text[sighting.sentence.span.end - 1] not in "。！!”…；;"
