"""What the tests of events share: names that recur, and events as short tuples."""

from extractors.facts.events import find_events
from tests.extractors.facts.drafts import draft_of

SUMMIT = "[EVENT 2020中德高端制造峰会]"
DAY = "[DATE 12月14日|2020-12-14]"
SHAOXING = "[GPE 浙江|CN-330000][GPE 绍兴|CN-330600<CN-330000]"
MIDEA, KUKA = "[ORG 美的集团]", "[ORG 库卡]"


def told(annotated: str) -> list[tuple[str, str | None, str | None, str | None, str, list[tuple[str, str]]]]:
    """Kind, name, date, place, modality and participants of each event."""
    return [
        (event.kind, event.name, event.date, event.place_id, event.modality, [(who.text, who.role) for who in event.participants])
        for event in find_events(draft_of(annotated))
    ]
