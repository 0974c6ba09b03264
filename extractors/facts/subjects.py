"""Whose a figure is: the nearest place or organisation before it that can own it, pronouns resolved.

我市, 全省, 该县, 该公司, 两地 go to what they stand for by the places and organisations of the text, the
dateline, the home place and the title; what could be several things stays unresolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.records import Draft, Mention, Place

_PRONOUN = re.compile(
    "(?P<area>(?:[全我本该](?P<level>[市省县区州]))(?!长|场|委|政府|域|直)|当地)|(?P<pair>两[国地市省区县]|双方|中德两国)|(?P<company>(?:该|这家)(?:公司|企业|集团)|(?<![一-龥])公司(?!表示|称))|(?P<alliance>该?联盟(?!秘书|成员))"
)
_LEVELS = {"市": ("city", "county"), "省": ("province",), "县": ("county",), "区": ("county", "province"), "州": ("city", "province")}
_PARTNER = re.compile("(?:对|向|与|同|从|自|输往|销往|出口到|到|往)$")
_PLACE_ONLY = re.compile("(?:在|于|赴|到|来|往|驻|访|抵|至|为|从|据|并购|收购|考察)$")
_SOURCE_BEFORE = re.compile("(?:据|从|由|经|向)$")
_SOURCE_AFTER = re.compile(
    "(?:[一-龥]{0,6}(?:统计|公布|发布|获悉|了解到|介绍|预计|表示|透露|披露|消息|数据显示|披露)|副?[省市区县州]长|[省市区县]委|副?书记|副?主[任席]|副?会长|秘书长|总领事|董事长|总经理|副?局长|人民政府|统计局|海关|商务局|商务厅)"
)
_OTHER_NOUN = re.compile("(?:企业(?!数)|客商|公司|商品|市场|品牌|专家|嘉宾|代表团|游客|客户|展商|籍|人(?!口|均))")


@dataclass(frozen=True, slots=True)
class Subject:
    """Ids and wording of a subject; `ids` is empty where the wording has none."""

    ids: tuple[str, ...]
    text: str | None
    start: int = -1


class Subjects:
    """The subjects of one draft."""

    def __init__(self, draft: Draft, plain_text: str) -> None:
        self._draft = draft
        self._plain = plain_text
        self._owners = [mention for mention in draft.mentions if mention.label in ("GPE", "ORG", "LOC", "FAC", "EVENT")]

    def before(self, sentence_start: int, position: int, *, flow: bool) -> Subject | None:
        """The subject of what starts at `position`, sought back to the sentence's start."""
        partner: list[str] = []
        for start, subject, is_partner in self._units_back(sentence_start, position):
            if is_partner:
                if flow and not partner and not re.search("[，；]", self._plain[start:position]):
                    partner = list(subject.ids)
                continue
            ids = tuple(dict.fromkeys([*subject.ids, *partner]))
            return Subject(ids, subject.text, start)
        return Subject(tuple(partner), None) if partner else None

    def _units_back(self, sentence_start: int, position: int) -> Iterator[tuple[int, Subject, bool]]:
        units: list[tuple[int, int, Subject]] = []
        for mention in self._owners:
            if sentence_start <= mention.start and mention.end <= position:
                ids = (mention.entity_id,) if mention.entity_id else ()
                units.append((mention.start, mention.end, Subject(ids, mention.text)))
        for match in _PRONOUN.finditer(self._plain, sentence_start, position):
            if not any(start <= match.start() < end for start, end, _ in units):
                units.append((match.start(), match.end(), self._resolved(match, sentence_start)))
        units = _joined(sorted(units, key=lambda unit: unit[0]), self._plain)
        for start, end, subject in reversed(units):
            before, after = self._plain[max(0, start - 4) : start], self._plain[end : end + 12]
            if _PARTNER.search(before):
                yield start, subject, True
                continue
            if _PLACE_ONLY.search(before) or _SOURCE_AFTER.match(after) or _SOURCE_BEFORE.search(before) or _OTHER_NOUN.match(after):
                continue
            yield start, subject, False

    def _resolved(self, match: re.Match[str], sentence_start: int) -> Subject:
        text = match[0]
        if match["company"]:
            return Subject(self._last_organisation(match.start(), "company"), text)
        if match["alliance"]:
            return Subject(self._last_organisation(match.start(), "alliance"), text)
        if match["pair"]:
            return Subject(self._last_pair(match.start(), sentence_start), text)
        return Subject(self._area(match["level"], match.start()), text)

    def _last_organisation(self, position: int, kind: str) -> tuple[str, ...]:
        for mention in reversed(self._owners):
            if mention.end <= position and mention.label == "ORG" and mention.entity_id:
                organisation = self._draft.organisations.get(mention.entity_id)
                if organisation is not None and organisation.kind == kind:
                    return (mention.entity_id,)
        return ()

    def _last_pair(self, position: int, sentence_start: int) -> tuple[str, ...]:
        ids: list[str] = []
        for mention in reversed(self._owners):
            if mention.end <= position and mention.entity_id and mention.label in ("GPE", "ORG") and mention.entity_id not in ids:
                ids.append(mention.entity_id)
            if len(ids) == 2:
                return tuple(reversed(ids))
        return ()

    def _area(self, level: str | None, position: int) -> tuple[str, ...]:
        """The place that 全市 or 当地 means: the last one of that level before it, else dateline, home or title."""
        levels = _LEVELS[level] if level else ("city", "county", "province")
        for place_id in self._places_before(position):
            if level is None:
                return (place_id,)
            found = self._with_level(place_id, levels, level)
            if found:
                return (found,)
        return ()

    def _places_before(self, position: int) -> Iterator[str]:
        for mention in reversed(self._owners):
            if mention.end <= position and mention.label == "GPE" and mention.entity_id:
                yield mention.entity_id
        yield from (place_id for place_id in (self._draft.dateline_place_id, self._draft.home_place_id) if place_id)
        title = self._draft.article.title or ""
        for place in self._draft.places.values():
            if place.name in title or place.name.rstrip("市省县区") in title:
                yield place.place_id

    def _with_level(self, place_id: str, levels: tuple[str, ...], suffix: str) -> str | None:
        place: Place | None = self._draft.places.get(place_id)
        while place is not None:
            if place.country == "CN" and place.level in levels and (place.name.endswith(suffix) or place.level == "province"):
                return place.place_id
            place = self._draft.places.get(place.parent_id) if place.parent_id else None
        return None


def _joined(units: list[tuple[int, int, Subject]], plain_text: str) -> list[tuple[int, int, Subject]]:
    """Places side by side (中德, 合肥、芜湖, 浙江和江苏) as one; of 江苏省徐州市 the inner one."""
    joined: list[tuple[int, int, Subject]] = []
    for start, end, subject in units:
        if joined:
            first, last, other = joined[-1]
            between = plain_text[last:start]
            is_short = end - start == 1 or last - first <= 4
            if between in ("、", "和", "与") or (between == "" and end - start == 1 and is_short):
                ids = tuple(dict.fromkeys([*other.ids, *subject.ids]))
                joined[-1] = (first, end, Subject(ids, plain_text[first:end]))
                continue
            if between == "":
                joined[-1] = (first, end, Subject(subject.ids or other.ids, subject.text))
                continue
        joined.append((start, end, subject))
    return joined


def is_subject_mention(mention: Mention) -> bool:
    """Whether a mention can own a figure."""
    return mention.label in ("GPE", "ORG", "LOC", "FAC", "EVENT")
