"""Who did what at a conference, a signing or an opening: organisers, speakers, guests, witnesses.

>>> from corpus.article import Article
>>> from extractors.facts.masked import masked_sentences
>>> from extractors.records import Draft, Mention, Span
>>> host = Mention(label="ORG", start=3, end=8, text="许昌市政府", extractor="-", entity_id="o1")
>>> (sentence,) = masked_sentences(Draft(Article(text="论坛由许昌市政府主办。"), (Span(0, 11),), (), (host,)))
>>> role_list(sentence)
(Participant(entity_id='o1', text='许昌市政府', role='organiser'),)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from extractors.facts.events_clauses import PLAIN, clause_end, clause_start, listed
from extractors.facts.events_sightings import distinct, participant_of
from extractors.facts.masked import Masked, Unit, expand
from extractors.facts.modality import modality_of
from extractors.records import Draft, Participant

_ROLE_WORDS = {
    "主办": "organiser",
    "共同举办": "organiser",
    "联合举办": "organiser",
    "牵头组织": "organiser",
    "组织举办": "organiser",
    "承办": "host",
    "协办": "co_organiser",
    "支持": "supporter",
    "指导": "supporter",
}


def role_list(sentence: Masked) -> tuple[Participant, ...]:
    """由A主办，B支持，C、D承办: who did what for a conference; an item that is no mention keeps its text."""
    text = sentence.text
    if ("主办" not in text and "承办" not in text and "举办" not in text) or _organised().search(text) is None:
        return ()
    found: list[Participant] = []
    reached = 0
    for match in _role_word().finditer(text):
        start = max(reached, text.rfind("由", 0, match.start()) + 1, clause_start(sentence, match.start()))
        word = match["word"] or match["word2"]
        reached = match.end()
        if match["word2"]:
            start, end = match.end(), clause_end(sentence, match.end())
            reached = end
        else:
            end = match.start()
        if word in ("支持", "指导") and not found and "由" not in text[clause_start(sentence, match.start()) : match.start()]:
            continue
        found += _role_items(sentence, start, end, _ROLE_WORDS[word])
    return tuple(distinct(found))


def _role_items(sentence: Masked, start: int, end: int, role: str) -> Iterator[Participant]:
    if not sentence.units_in(start, end, "OGA"):
        return
    position = start
    for piece in re.split("([、,]|和(?!平)|与|以及|及|暨)", sentence.text[start:end]):
        begin, position = position, position + len(piece)
        if len(piece) < 1 or re.fullmatch("[、,]|和|与|以及|及|暨", piece):
            continue
        core = piece.rstrip("等共同联合")
        heads = sentence.units_in(begin, begin + len(core), "OA") or sentence.units_in(begin, begin + len(core), "G")
        if heads and begin + len(core) - 1 in sentence.units:
            yield participant_of(heads[-1], role)
        elif not heads and re.fullmatch("[一-鿿A-Za-z]{4,20}", core):
            yield Participant(None, core, role)


def speakers(plain_text: str, draft: Draft, sentence: Masked) -> Iterator[Participant]:
    """Those who speak at the conference that a sentence is about."""
    for match in _told(plain_text, draft, sentence, *_speech()):
        yield from _people(sentence, match, "speaker")


def attendees(plain_text: str, draft: Draft, sentence: Masked) -> Iterator[Participant]:
    """Those who 出席 the conference that a sentence is about."""
    for match in _told(plain_text, draft, sentence, _attendance()):
        yield from _people(sentence, match, "attendee")


def chairs(plain_text: str, draft: Draft, sentence: Masked) -> Iterator[Participant]:
    """Those who chair it: 主持开幕式."""
    for match in _told(plain_text, draft, sentence, _chair()):
        yield participant_of(sentence.unit(match.start("who")), "organiser")


def _told(plain_text: str, draft: Draft, sentence: Masked, *patterns: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """The matches whose `verb` is told as done or planned."""
    span = sentence.span
    for match in (match for pattern in patterns for match in pattern.finditer(sentence.text)):
        verb = sentence.position(match.start("verb"))
        if modality_of(plain_text, span.start, span.end, verb, verb + 2, draft.words) in ("asserted", "planned"):
            yield match


def _people(sentence: Masked, match: re.Match[str], role: str) -> Iterator[Participant]:
    """The people among `who`."""
    return (participant_of(unit, role) for unit in listed(sentence, match.start("who"), match.end("who")) if unit.letter == "P")


def speaks_after(sentence: Masked, index: int) -> bool:
    """Whether 出席 is followed by 并致辞."""
    return (
        re.compile(
            "[^。；，,]{0,10}[，,]?并(?:在[^，,。]{0,10})?(?:发表|作|致)[^，。；]{0,12}(?:致辞|演讲|讲话|报告|辞)|[^。；，,]{0,4}并致辞"
        ).match(sentence.text, index)
        is not None
    )


def witnesses(sentence: Masked, index: int) -> list[Unit]:
    """Those who see a signing: …，张三、李四等见证签约."""
    match = _witness().search(sentence.text, index)
    return [unit for unit in listed(sentence, match.start("who"), match.end("who")) if unit.letter == "P"] if match is not None else []


@lru_cache(maxsize=1)
def _role_word() -> re.Pattern[str]:
    return re.compile(
        "(?P<word2>主办|承办|协办|支持|指导)(?:单位|方)(?:为|是|包括|有|:|：)|(?P<word>主办|承办|协办|支持|指导|共同举办|联合举办|牵头组织|组织举办)(?=[，,。；;、]|的|$)"
    )


@lru_cache(maxsize=1)
def _speech() -> tuple[re.Pattern[str], ...]:
    """P…致辞, P、P作主旨演讲; 在致辞环节，…P介绍."""
    return (
        re.compile(
            expand(
                "(?P<who><P>(?:(?:、|和|与|以及|及|，|,)PLAIN{0,20}(?:<GO>PLAIN{0,16}){0,3}<P>){0,20})(?:等)?(?:PLAIN|<ENDGFW>){0,24}?"
                "(?P<verb>(?<=在)会上(?=介绍|表示|说|指出|发言)|(?<=在论坛上)发言|致辞|致PLAIN{0,6}?[辞词]|致欢迎|主旨演讲|主题演讲|发表演讲|演讲|主讲|作PLAIN{0,8}报告|作(?:了)?PLAIN{0,6}发言|发表PLAIN{0,10}讲话|(?:分别|现场)推介(?!会))".replace(
                    "PLAIN", PLAIN
                )
            )
        ),
        re.compile(expand("致辞环节[，,](?:PLAIN|<GO>){0,24}(?P<who><P>)(?P<verb>介绍|表示|说|指出)".replace("PLAIN", PLAIN))),
    )


@lru_cache(maxsize=1)
def _witness() -> re.Pattern[str]:
    return re.compile(expand("[，,](?P<who>[^，,。；;]{0,80}<P>)(?:等)?(?:共同|现场|一同)?见证(?:了)?(?:签约|签署|仪式|这一)"))


@lru_cache(maxsize=1)
def invitation_pattern() -> re.Pattern[str]:
    """应…邀请"""
    return re.compile(expand("应(?P<who>[^，,。；;]{0,40}?<OP>)(?:的)?邀请"))


@lru_cache(maxsize=1)
def _chair() -> re.Pattern[str]:
    return re.compile(
        expand("(?P<who><P>)(?P<verb>主持)(?:了)?(?:会议|开幕式|闭幕式|论坛|大会|座谈会|仪式|峰会|年会|签约仪式|活动)?(?=[，,。；;！!”]|$)")
    )


@lru_cache(maxsize=1)
def _organised() -> re.Pattern[str]:
    """What ties 主办 to a conference: E由…, 展会由…, 主办的E, 主办单位."""
    return re.compile(
        expand(
            "(?:<E>[”》]?|峰会|论坛|大会|博览会|展会|年会|活动|会议|对接会|推介会|座谈会|研讨会|交流会|恳谈会|说明会|交易会|洽谈会|[一-鿿]节)(?:<D>)?(?:在<G>|于<G>)?(?:PLAIN|<DN>){0,8}?[，,]?(?:PLAIN){0,4}由"
            "|<E>[”》]?(?:在<G>)?(?:<D>|PLAIN|<G>){0,16}[，,](?:PLAIN){0,6}由|(?:主办|承办|协办)的(?:PLAIN|<DNG>){0,16}(?:<E>|会|论坛)|(?:主办|承办)(?:单位|方)".replace(
                "PLAIN", PLAIN
            )
        )
    )


@lru_cache(maxsize=1)
def _attendance() -> re.Pattern[str]:
    return re.compile(
        expand(
            "(?P<who><P>(?:博士|教授|院士|先生|女士)?(?:(?:、|，|,|和|与|以及|及)PLAIN{0,20}(?:<GOA>PLAIN{0,16}){0,4}<P>(?:博士|教授|院士|先生|女士)?){0,30})(?:等)?(?:一行|应邀|共同|分别|PLAIN{0,6}领导|等领导|<D>){0,3}"
            "(?P<verb>出席|参加|参会|与会)(?:了)?(?:会议|活动|峰会|论坛|大会|开幕式|闭幕式|年会|有关活动|相关活动|(?:签约|揭牌|开工|奠基|启动|投产|启用|竣工|封顶|开业|通车)?(?:仪式|活动|典礼)|圆桌(?:对话|会议|论坛|讨论)|本届PLAIN{1,4})?(?=[，,。；;！!”]|并|$)".replace(
                "PLAIN", PLAIN
            )
        )
    )
