"""What a sentence takes over from others: the conference that it speaks of, and that conference's day and place.

本届峰会, 会上 and 现场 mean the conference told of last; an agreement to buy is the purchase itself, planned.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from functools import lru_cache

from extractors.facts.events_clauses import ON_THE_SPOT
from extractors.facts.events_names import is_same_name
from extractors.facts.events_settings import edtf_of, not_later
from extractors.facts.events_sightings import Sighting
from extractors.facts.masked import Masked, Unit, expand
from extractors.facts.modality import modality_of
from extractors.plain import plain
from extractors.records import Draft

# What refers back to the conference told of last; the last word must fit its name.
_BACK = re.compile(
    "(?:本届|此次|本次|这次|该|此届|这届|主)?(峰会|论坛|博览会|大会|年会|展会|交易会|洽谈会|研讨会|推介会|会议|全会|活动(?=由))(?!中心|室|厅|制造)"
)

# A part of the conference, whatever its own name ends in.
_PART = re.compile("(?:主|分|平行|专题)论坛(?=上|环节|中|，)|论坛环节|圆桌(?:对话|会议|论坛|讨论)")
# 张三、李四等出席; 张三致辞: at what the sentence before told.
_PRESENT = re.compile(
    "(?:出席|参会|致辞|主持|讲话)(?=[，,。；;！!]|并(?:致辞|讲话|发表|作|宣布))|(?:分别|现场)推介(?!会)|致[一-鿿]{0,6}辞|宣布[一-鿿]{0,12}(?:开幕|闭幕|启幕)|作(?:了)?[一-鿿]{0,8}(?:演讲|报告|发言)|发表[一-鿿]{0,8}(?:演讲|讲话)"
)


def meant(sentence: Masked, last: Sighting | None, named: list[Unit], *, follows: bool = False) -> Sighting | None:
    """The conference that a sentence without a trigger of its own speaks of; `follows` says that the sentence before told it."""
    if last is None:
        return None
    if last.name is None:
        return last if not named and re.search("座谈会|推介会|对接会|洽谈会|研讨会|会上", sentence.text) else None
    if named:
        return last if any(is_same_name(unit.text, last.name) for unit in named) else None
    if _PART.search(sentence.text):
        return last
    back = _BACK.search(sentence.text)
    if back is not None:
        fits = back[1] == "活动" or (back[1] == "会议" and last.kind == "conference")
        return last if fits or plain(last.name).endswith(back[1][-2:]) else None
    return last if ON_THE_SPOT.search(sentence.text) or (follows and _PRESENT.search(sentence.text)) else None


def is_present(sentence: Masked) -> bool:
    """Whether somebody attends or speaks without it being said at what."""
    return _PRESENT.search(sentence.text) is not None


def to_be_finished(draft: Draft, plain_text: str, sentence: Masked, project: Sighting) -> Sighting | None:
    """预计2022年底投产, 二期预计6月完工: what is yet to come of the project told before, by the same builders."""
    match = _finish().match(sentence.text)
    if match is None and (begun := _began().match(sentence.text)) is not None:
        return _begun(draft, plain_text, sentence, project, begun)
    if match is None or sentence.units_in(0, match.end(), "AOPE"):
        return None
    span = sentence.span
    verb = sentence.position(match.start("verb"))
    modality = modality_of(plain_text, span.start, span.end, verb, sentence.position(match.end("verb")), draft.words)
    date = not_later(draft, "planned", edtf_of(sentence.unit(match.start("date"))))
    if modality not in ("planned", "asserted") or date is None:
        return None
    return replace(project, rule="to_be_finished", sentence=sentence, modality="planned", date=date, amount=None, confidence=0.88, at=verb)


def _begun(draft: Draft, plain_text: str, sentence: Masked, project: Sighting, match: re.Match[str]) -> Sighting | None:
    """这座工厂2020年10月奠基: what was done earlier to the project told before."""
    span, verb = sentence.span, sentence.position(match.start("verb"))
    modality = modality_of(plain_text, span.start, span.end, verb, sentence.position(match.end("verb")), draft.words)
    date = not_later(draft, "asserted", edtf_of(sentence.unit(match.start("date"))))
    if modality != "asserted" or date is None or date == project.date:
        return None
    return replace(project, rule="was_begun", sentence=sentence, modality="asserted", date=date, amount=None, confidence=0.88, at=verb)


@lru_cache(maxsize=1)
def _began() -> re.Pattern[str]:
    return re.compile(
        expand(
            "(?:据悉[，,]|据介绍[，,])?(?:该|这座|这一|这个|整个)(?:项目|工厂|工程|基地|大桥|园区|生产线|医院|学校)(?:已|正式|是)?(?:于|在|自)?(?P<date><D>)(?:正式|全面|破土){0,2}"
            "(?P<verb>开工建设|开工|奠基|动工|破土|启动建设|开建|建成投产|投产|建成|竣工|投入使用|投入运营|启用|封顶)(?=[，,。；;]|$)"
        )
    )


def to_be_finished_there(draft: Draft, plain_text: str, project: Sighting) -> Sighting | None:
    """…开工，预计2022年底投产: the same in a later clause of the sentence that tells of the project's beginning, or of the money for it."""
    sentence = project.sentence
    if project.kind not in ("project", "investment") or project.modality == "denied" or project.rule == "to_be_finished":
        return None
    match = _finish_there().search(sentence.text, bisect_left(sentence.starts, project.at))
    if match is None or sentence.units_in(match.start(), match.end(), "AOPE"):
        return None
    date = not_later(draft, "planned", edtf_of(sentence.unit(match.start("date"))))
    if date is None or date == project.date:
        return None
    verb = sentence.position(match.start("verb"))
    return replace(
        project, rule="to_be_finished", kind="project", modality="planned", date=date, name=None, amount=None, confidence=0.88, at=verb,
        participants=tuple(who for who in project.participants if who.role == "subject"),
    )  # fmt: skip


_FINISH = (
    "(?:预计|计划|拟|将|力争|有望|预期)(?:将)?(?:于|在|到|至)?(?P<date><D>)(?:底)?(?:前|之前)?(?:全面|正式|全部|可|实现){0,2}(?:建成)?"
    "(?P<verb>建成投产|建成|正式投产|动工|开工|开工建设|投产|完工|竣工|投用|投入使用|投入运营|投入生产|通车|交付使用|启用|落成|开业|运营|试生产)"
)


@lru_cache(maxsize=1)
def _finish_there() -> re.Pattern[str]:
    return re.compile(expand("[，,；;](?:该|整个|这一|这个)?(?:项目|工厂|工程|一期|二期|三期|新厂|新工厂|生产线|大桥|铁路|基地|园区)?" + _FINISH))


@lru_cache(maxsize=1)
def _finish() -> re.Pattern[str]:
    return re.compile(
        expand(
            "(?:据悉[，,])?(?:该|整个|这一|这个)?(?:项目|工厂|工程|一期|二期|新厂|新工厂|生产线|大桥|铁路|基地|园区)(?:[^。]{0,120}[，,；;]二期)?[^。；;]{0,60}?"
            + _FINISH
        )
    )


class Paragraphs:
    """Whether a paragraph began 会上, 其中, 现场: its signings are those of the conference."""

    def __init__(self, draft: Draft) -> None:
        self._text = draft.text

    def is_on_the_spot(self, sentence: Masked) -> bool:
        """Whether the sentence's paragraph begins so."""
        start = self._text.rfind("\n", 0, sentence.span.start) + 1
        return ON_THE_SPOT.match(plain(self._text[start : start + 6])) is not None


def one_deal(told: list[Sighting]) -> list[Sighting]:
    """签署协议，收购…: the agreement to buy is one acquisition, planned."""
    deals = [sighting for sighting in told if sighting.kind == "acquisition"]
    signings = [
        sighting
        for sighting in told
        if sighting.kind == "signing" and any(_entities(sighting) <= _entities(deal) and deal.modality != "denied" for deal in deals)
    ]
    if not signings:
        return told
    kept = [sighting for sighting in told if sighting not in signings]
    return [replace(sighting, modality="planned") if sighting in deals and sighting.modality == "asserted" else sighting for sighting in kept]


def _entities(sighting: Sighting) -> set[str]:
    return {who.entity_id or who.text for who in sighting.participants}


def on_the_spot(sighting: Sighting, conference: Sighting | None, here: bool) -> Sighting:
    """A signing 现场 or 会上 has the date and place of the conference."""
    is_part = sighting.kind == "signing" or (sighting.kind in ("award", "project", "establishment") and sighting.modality == "asserted")
    if conference is None or not is_part or not ((here and sighting.kind == "signing") or ON_THE_SPOT.search(sighting.sentence.text)):
        return sighting
    return replace(sighting, date=sighting.date or conference.date, place_id=sighting.place_id or conference.place_id)
