"""Events: conferences, fairs, signings, visits, deals, foundings, projects, awards, accessions, one per happening.

Triggers are the patterns of lexicon/triggers.tsv over sentences whose mentions are symbols
(masked.py). What one sentence tells is a Sighting; sightings of one happening are merged into an
Event: those of a named conference by its name, others by kind, participants, date and place.
No event comes from habits (每年举办), sums, wishes, questions, conditions, from a trigger that has
neither a name nor a named participant, or from a name alone, without day, place or participant.

>>> from corpus.article import Article
>>> from extractors.records import Draft, Mention, Span
>>> mentions = (
...     Mention(label="ORG", start=0, end=2, text="美的", extractor="-", entity_id="o1"),
...     Mention(label="ORG", start=4, end=6, text="库卡", extractor="-", entity_id="o2"),
... )
>>> draft = Draft(Article(text="美的并购库卡。"), (Span(0, 7),), (), mentions)
>>> [(event.kind, [(who.text, who.role) for who in event.participants]) for event in find_events(draft)]
[('acquisition', [('美的', 'acquirer'), ('库卡', 'target')])]
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from extractors.facts.masked import SYMBOLS, Masked, Unit, blanked, expand, masked_sentences
from extractors.facts.memberships import Reading, read_memberships
from extractors.facts.modality import modality_of
from extractors.lexicon import read_rows
from extractors.numerals.read import read_number
from extractors.plain import plain
from extractors.records import PARTICIPANT_ROLES, Draft, Event, Evidence, Figure, Participant, make_id

_MARKS = "，,；;：:。！？!?\n"
_BEFORE = re.compile(r"^<BEFORE:([a-z_]+):([A-Z]+)>")
_UNDATED_GRAINS = frozenset({"vague", "set", "plan", "decade", "century"})
_NAMED_KINDS = frozenset({"conference", "exhibition", "other"})
_ROLE_WORDS = {"主办": "organiser", "承办": "host", "协办": "co_organiser", "支持": "supporter", "指导": "supporter"}
_MODALITY_ORDER = {"asserted": 0, "planned": 1, "possible": 2, "denied": 3}
_YEAR = re.compile("^(?:19|20)\\d\\d年?")
_EDITION = re.compile("第([一二三四五六七八九十百\\d]{1,5})[届次]|首届")
_FAIR_END = re.compile("(?:博览会|交易会|展览会|展销会|展会|展|进博会|广交会|服贸会|消博会|高交会|东博会|世博会|[一-鿿]博会)$")
_OTHER_END = re.compile(
    "(?:运动会|奥会|奥运会|亚运会|全运会|大运会|残运会|残奥会|亚冬会|[一-鿿]杯|锦标赛|世锦赛|大赛|马拉松|公开赛|[一-鿿]{1,4}节|十四冬|周)$"
)
# A series as a whole: 已经是第三年举办, 已连续举办九届.
_SERIES = re.compile(
    expand(
        "第[一二三四五六七八九十\\d]{1,3}[年次](?:举行|举办|召开)|连续|已(?:成功)?(?:举办|举行)(?:了)?(?:<N>|多)|至今|自<D>(?:以来|起)|创办|每[年两]|定期"
    )
)
_INTENT = re.compile("意向")
# Any character of a clause that is no symbol.
_PLAIN = "[^，,。；;：:\ue000-\ue009]"
# What may stand between a subject and its verb: 等企业, dates, adverbs, 在…, 以…的方式.
_GAP = (
    (
        "(?:<DN>|[与和同](?:<G>、?){1,4}PLAIN{0,2}(?:企业|公司|方面|客商)|[两三四五六七](?:地|市|省|国|方|家|校|部门)(?:PLAIN{0,4}部门)?|PLAIN{0,4}代表团|等(?:<N>)?(?:家|国|国家|城市|地|企业|公司|单位|部门|高校|机构|人|方|多方|[一-鿿]{1,4}(?:企业|公司|单位|部门|城市|国家|机构))?|双方|三方|两国|两地|代表团|考察团|访问团|代表|公司|集团|政府|一行|夫妇|"
        "也|都|均|已经|已|正式|成功|先后|相继|陆续|同时|分别|将|拟|即将|计划|有望|或将|可能|未能|没有|尚未|未|可能会|将会|会|但|否认|取消了?|放弃了?|终止了?|拒绝|叫停了?|推迟了?|有意|考虑|打算|准备|力争|争取|预计|日前|近日|不久前|今日|昨日|今天|昨天|当天|当日|上午|下午|晚|率先|共同|联合|携手|一起|"
        "双双|宣布|决定|获批|获准|再次|重新|一致|最终|终于|还|又|再|就|首次|全资|主持|应邀|当场|秘密|悄然|单独|组团|派团|率团|从未|并未|不曾|正在|也|在|于|各|曾经|反而|却|仍|还在|的代表|专程|亲自|牵头|意向|当地时间|亦|刚刚|曾|并|已于|"
        "(?:在|(?<![对关由位基至属])于|从|到|赴)(?:ALONE{0,8}<GFOE>){1,3}ALONE{0,8}|(?:在|于)(?:现场|线上|会上|当地|此间|京|沪|汉|港|穗)|以<M>(?:的价格)?|(?:出资|斥资|耗资)(?:约|近|超)?<M>|就PLAIN{2,20}|以PLAIN{1,12}(?:方式|形式|价格))$"
    )
    .replace("PLAIN", _PLAIN)
    .replace("ALONE", "(?:(?!会见|会晤|访问|出席|参加|举行|召开|签署|来|赴)" + _PLAIN.replace("[^", "[^、和与同") + ")")
)
_AFTER_THAT = re.compile("(?:之|以)?后[，,]?[^。]{0,40}?(?:将|可|会|能)")
_CLOSING = re.compile("闭幕|落幕|收官|结束|落下帷幕")
# What is announced is not of the day of the announcement.
_SAYING = re.compile("宣布|表示|称|透露|介绍|获悉|了解到|说|公告|否认|回应")
_ALONE = re.compile("(?:并|还|又|随后|同时|将|拟|已|也|先后|分别){0,3}(?:与|和|同)[^，,。；;]{0,10}$")
_CONNECTIVE = re.compile("(?:我|并|且|但|也|其|他|她|而|还|又|则|便|于是|随后|同时|此外|其间|现场){0,2}")
_TELLS = re.compile("(?:表示|说|称|介绍|指出|透露|认为|强调|告诉记者)$")
_PREPOSITION = re.compile("(?:[对向把被从给为在于]|依托|通过|根据|借助|随着|经过|围绕|针对|按照)$")
# With how many earlier happenings one is compared, so that no text takes long.
_MOST_COMPARED = 50
_NOUN_TAGS = frozenset({"n", "nz", "nw", "ORG", "PER", "LOC", "f", "s"})
# Of sites these can be opened; of a zone or a river (雄安新区, 珠江) something in it is.
_SITE_END = re.compile("(?:园|港|站|桥|厂|馆|场|中心|基地|隧道|铁路|高速|口岸|工程|大厦|园区|大学|医院|学校)$")
# A date that these follow is not that of the happening: 2020年以来, 节日前.
_NOT_ON = re.compile("刚过|前后?(?!往)|后(?!天)|以前|以后|之后|之前|以来|起|至今|期间")
_CEREMONY = re.compile("(?:出席|参加|见证)(?:了)?(?:签约|揭牌|开工|奠基|启动)?仪式|在仪式上|仪式上")
# What refers back to the conference told of last; the last word must fit its name.
_BACK = re.compile(
    "(?:本届|此次|本次|这次|该|此届|这届|主)?(峰会|论坛|博览会|大会|年会|展会|交易会|洽谈会|研讨会|推介会|会议|全会|活动(?=由))(?!中心|室|厅|制造)"
)
_ON_THE_SPOT = re.compile("会上|现场|当场|其中|论坛期间|会议期间|活动期间|开幕式|闭幕式|主旨演讲环节|致辞环节|会议期间|签约仪式|与会")


@dataclass(frozen=True, slots=True)
class _Trigger:
    name: str
    kind: str
    pattern: re.Pattern[str]
    before: str | None
    letters: str
    literals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Sighting:
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


def find_events(draft: Draft) -> tuple[Event, ...]:
    """The events that an article tells, each once, in the order of their evidence."""
    groups: list[list[_Sighting]] = []
    by_key: dict[tuple[str, str], list[int]] = {}
    for sighting in _without_headings(draft, list(_sightings(draft))):
        keys = _keys(sighting)
        near = sorted({number for key in keys for number in by_key.get(key, ())[-_MOST_COMPARED:]})
        same = next((number for number in near if any(_is_same(draft, sighting, other) for other in groups[number][:_MOST_COMPARED])), None)
        if same is None:
            same = len(groups)
            groups.append([])
        groups[same].append(sighting)
        for key in keys:
            if same not in by_key.setdefault(key, [])[-_MOST_COMPARED:]:
                by_key[key].append(same)
    groups.sort(key=lambda group: min(sighting.at for sighting in group))
    events = {event.id: event for event in (_event(draft, group) for group in groups) if event is not None}
    return tuple(sorted(events.values(), key=lambda event: event.start))


def _without_headings(draft: Draft, sightings: list[_Sighting]) -> Iterator[_Sighting]:
    """The sightings but those of a heading that the sentence after it tells again."""
    starts = [span.start for span in draft.sentences]
    told = {(bisect_right(starts, sighting.sentence.span.start), sighting.kind) for sighting in sightings}
    for sighting in sightings:
        place = bisect_right(starts, sighting.sentence.span.start)
        if (sighting.name is not None and sighting.kind != "award") or not _is_heading(draft, sighting) or (place + 1, sighting.kind) not in told:
            yield sighting


def _sightings(draft: Draft) -> Iterator[_Sighting]:
    """What the sentences tell, in order; a conference told of last is carried along for 本届峰会 and 会上."""
    plain_text = blanked(draft)
    last: _Sighting | None = None
    sentences = list(masked_sentences(draft))
    opening = _Paragraphs(draft)
    ceremony: _Sighting | None = None
    for number, sentence in enumerate(sentences):
        told = _one_deal(list(_told(draft, plain_text, sentence)))
        if _meant(sentence, last, []) is None and not any(sighting.kind == "conference" for sighting in told):
            meeting = _unnamed_conference(draft, plain_text, sentence, sentences[number - 1] if number else None)
            told += [meeting] if meeting is not None else []
        ceremony = next(
            (sighting for sighting in told if sighting.kind in ("signing", "project", "establishment") and "仪式" in sentence.text), ceremony
        )
        conferences = [
            sighting for sighting in told if sighting.kind in _NAMED_KINDS and (sighting.name is not None or sighting.rule == "organised_by")
        ]
        for sighting in told:
            yield _on_the_spot(sighting, conferences[0] if conferences else last, opening.is_on_the_spot(sentence))
        last = conferences[-1] if conferences else last
        named = _named_in(sentence)
        context = conferences[-1] if conferences else _meant(sentence, last, named)
        if context is not None:
            more = (
                *_role_list(sentence),
                *_speakers(plain_text, draft, sentence),
                *_attendees(plain_text, draft, sentence),
                *_chairs(plain_text, draft, sentence),
            )
            if more and context.name is None:
                more = (*context.participants, *more)
            if more:
                yield replace(context, rule="roles", sentence=sentence, participants=more, date=None, place_id=None, amount=None, confidence=0.9)
        elif ceremony is not None and _CEREMONY.search(sentence.text):
            # 出席仪式并致辞: those present at the signing or the opening told before.
            guests = (*_speakers(plain_text, draft, sentence), *_attendees(plain_text, draft, sentence))
            if guests:
                yield replace(ceremony, rule="roles", sentence=sentence, participants=(*ceremony.participants, *guests), confidence=0.9)
    for reading in read_memberships(draft, sentences):
        if reading.is_joining and any(unit.entity_id != reading.organisation.entity_id for unit in reading.members):
            yield _accession(reading)
        elif reading.rule in ("founded_by", "founders") and reading.modality == "asserted":
            yield _founding(reading)


def _told(draft: Draft, plain_text: str, sentence: Masked) -> Iterator[_Sighting]:
    taken: set[tuple[str, int]] = set()
    for trigger in _triggers():
        if not any(word in sentence.text for word in trigger.literals):
            continue
        for match in trigger.pattern.finditer(sentence.text):
            sighting = _read(draft, plain_text, sentence, trigger, match)
            if sighting is not None and (sighting.kind, match.start("verb")) not in taken:
                taken.add((sighting.kind, match.start("verb")))
                yield from (
                    _each_meeting(sighting) if trigger.name == "receives" and sentence.text.endswith("分别", 0, match.start("verb")) else [sighting]
                )
    named = _named_in(sentence)
    if named and (roles := _role_list(sentence)) and not any(kind in _NAMED_KINDS for kind, _ in taken):
        unit = named[0]
        start = sentence.text.index(SYMBOLS["E"])
        modality = modality_of(
            plain_text, sentence.span.start, sentence.span.end, sentence.position(start), sentence.position(start + 1), draft.words
        )
        if modality is not None and _SERIES.search(sentence.text) is None:
            date = _date(sentence, start)
            yield _Sighting(
                "organised_by", _kind_of(unit.text), sentence, modality, roles, 0.95, unit.text, date, _place(draft, sentence, start), at=unit.start
            )


def _unnamed_conference(draft: Draft, plain_text: str, sentence: Masked, before: Masked | None) -> _Sighting | None:
    """A meeting without a name whose organisers are told; its day and place may stand at the beginning of the sentence before."""
    match = _unnamed().search(sentence.text)
    roles = _role_list(sentence) if match is not None else ()
    if match is None or not roles or _named_in(sentence):
        return None
    start = match.start("what")
    span = sentence.span
    modality = modality_of(plain_text, span.start, span.end, sentence.position(start), sentence.position(match.end("what")), draft.words)
    if modality is None:
        return None
    date, place = _date(sentence, match.end()), _place(draft, sentence, match.end())
    if date is None and before is not None and draft.text.find("\n", before.span.end, span.start) < 0 and before.units.get(0) is not None:
        verb = len(before.text)
        date = _edtf(before.unit(0)) if before.unit(0).letter == "D" else None
        place = place or _place(draft, before, verb)
    return _Sighting("organised_by", "conference", sentence, modality, roles, 0.85, None, date, place, at=sentence.position(start))


def _read(draft: Draft, plain_text: str, sentence: Masked, trigger: _Trigger, match: re.Match[str]) -> _Sighting | None:
    verb = match.start("verb")
    span = sentence.span
    modality = modality_of(plain_text, span.start, span.end, sentence.position(verb), sentence.position(match.end("verb")), draft.words)
    if modality is None:
        return None
    confidence = 0.92
    participants: list[Participant] = []
    if trigger.before is not None:
        units, confidence = _subject(draft, sentence, match.start(), trigger.letters)
        if not units:
            return None
        participants += [_participant(unit, trigger.before) for unit in units]
    groups = match.re.groupindex
    for role in PARTICIPANT_ROLES:
        if role in groups and match[role]:
            units = _listed(sentence, match.start(role), match.end(role))
            if trigger.kind == "visit" and any(unit.letter == "P" for unit in units):
                # Of 党中央总书记、国家主席通伦 the person alone is received.
                units = [unit for unit in units if unit.letter == "P"]
            if trigger.kind in ("project", "establishment"):
                units = [unit for unit in units if unit.letter != "F" or _SITE_END.search(unit.text)]
            participants += [_participant(unit, role) for unit in units]
    name, kind = None, trigger.kind
    if "event" in groups and match["event"]:
        name = sentence.unit(match.start("event")).text
        kind = _kind_of(name)
    elif "name" in groups and match["name"]:
        name = _as_written(draft, sentence, match.start("name"), match.end("name"))
    elif trigger.kind == "establishment":
        name = next((who.text for who in participants if who.role == "subject"), None)
    if trigger.kind == "visit" and trigger.name != "receives" and (invitation := _invitation().search(sentence.text)) is not None:
        hosts = _listed(sentence, invitation.start("who"), invitation.end("who"))
        people = [unit for unit in hosts if unit.letter == "P"]
        participants += [_participant(unit, "host") for unit in people or hosts]
    participants = _distinct(participants)
    if trigger.kind == "conference" and _SERIES.search(sentence.text, _clause_start(sentence, match.start()), _clause_end(sentence, verb)):
        return None
    if trigger.name == "founds":
        clause = _clause_start(sentence, match.start())
        owners = _list_before(sentence, clause, _without_gap(sentence.text, clause, match.start()), "OGA")
        if not owners and "双方" in sentence.text[: match.start()]:
            owners = _pair(sentence)
        participants += [_participant(unit, "organiser") for unit in owners if unit.entity_id not in {who.entity_id for who in participants}]
    if trigger.name == "attends":
        participants += [replace(who, role="speaker") for who in participants if _speaks_after(sentence, match.end())]
    if kind == "signing" and len(participants) == 1 and trigger.name == "signs" and units and units[0].letter == "P":
        # One person alone signs a decree or a law.
        return None
    if kind == "signing":
        participants += [_participant(unit, "attendee") for unit in _witnesses(sentence, match.end())]
    if not _is_enough(trigger, participants, name):
        return None
    if (
        kind == "signing"
        and modality == "asserted"
        and _INTENT.search(sentence.text, max(_clause_start(sentence, verb), match.start() - 20), _clause_end(sentence, match.end()))
    ):
        modality = "planned"
    if modality == "asserted" and _AFTER_THAT.match(sentence.text, match.end("verb")):
        return None
    if modality == "planned" and trigger.name == "takes_place" and _CLOSING.search(match.group()):
        # 闭幕式将于…举行: the event itself goes on already.
        return None
    date = _finer(sentence, verb, _date(sentence, verb, modality))
    if trigger.kind == "acquisition" and (completion := _completion().match(sentence.text, match.end())) is not None:
        date = _edtf(sentence.unit(completion.start(1)))
        modality = "planned" if modality == "asserted" else modality
    if modality == "asserted" and _is_later_day(draft, date):
        # 会议决定，…6月23日在北京举行, printed before that day.
        modality = "planned"
    date = _not_later(draft, modality, date)
    if date is not None and name is not None and (year := _YEAR.match(plain(name))) and year.group()[:4] != date[:4]:
        # 2019汉诺威工业博览会4月1日举行, printed in 2020: the year of the day is not known from the article.
        date = None
    place = _place_of_group(draft, sentence, match) or _place(draft, sentence, verb, match.end())
    if trigger.name == "meeting_held" and date is None and place is None:
        return None
    if trigger.name in ("turns_up_at", "event_draws"):
        # The day and the place are those of who comes, not of the event.
        date, place, confidence = None, None, 0.8
    amount = _amount(sentence, trigger, match)
    return _Sighting(trigger.name, kind, sentence, modality, tuple(participants), confidence, name, date, place, amount, sentence.position(verb))


def _each_meeting(sighting: _Sighting) -> Iterator[_Sighting]:
    """Of 分别会见A、B one meeting each."""
    hosts = [who for who in sighting.participants if who.role != "subject"]
    for guest in (who for who in sighting.participants if who.role == "subject"):
        yield replace(sighting, participants=(*hosts, guest))


def _is_enough(trigger: _Trigger, participants: list[Participant], name: str | None) -> bool:
    """Whether the sentence says who: both sides of a deal, a winner, or a name for a conference."""
    roles = {who.role for who in participants}
    if trigger.name in ("ceremony_of_two", "signing_ceremony", "makes_friends", "reaches_deal"):
        return len(participants) > 1
    if trigger.kind == "acquisition":
        return {"acquirer", "target"} <= roles or (trigger.name == "buys_unnamed" and "acquirer" in roles)
    if trigger.kind == "conference":
        return name is not None or "organiser" in roles
    return bool(roles)


def _participant(unit: Unit, role: str) -> Participant:
    return Participant(unit.entity_id, unit.mention.text if unit.mention is not None else unit.text, role)


def _distinct(participants: Iterable[Participant]) -> list[Participant]:
    """Each entity once in each role, under the name that comes first."""
    found: dict[tuple[str, str], Participant] = {}
    for who in participants:
        found.setdefault((who.entity_id or who.text, who.role), who)
    return list(found.values())


def _as_written(draft: Draft, sentence: Masked, start: int, end: int) -> str:
    return draft.text[sentence.position(start) : sentence.position(end)]


def _clause_start(sentence: Masked, index: int) -> int:
    return max(sentence.text.rfind(mark, 0, index) for mark in _MARKS) + 1


def _clause_end(sentence: Masked, index: int) -> int:
    ends = [end for mark in _MARKS if (end := sentence.text.find(mark, index)) >= 0]
    return min(ends, default=len(sentence.text))


def _subject(draft: Draft, sentence: Masked, index: int, letters: str) -> tuple[list[Unit], float]:
    """Who stands before a verb: the list that ends there after adverbs, dates and 在… are taken off; else the subject of the clause before."""
    text = sentence.text
    clause = _clause_start(sentence, index)
    end = _without_gap(text, clause, index)
    if re.search("团|代表", text[end:index]):
        # 许昌代表团访问…: of a place its delegation.
        letters += "G"
    units = _list_before(sentence, clause, end, letters)
    if units and (first := _with_whom(sentence, clause, units[0])) is not None:
        # …，并与库卡签署协议: the other party is the subject of the clause before.
        return [*_carried(draft, sentence, first, letters), *units], 0.85
    if units:
        return units, 0.92
    pair = "双方" in text[clause:index]
    # A word of its own before the verb, or 双方, is another subject.
    if (
        _CONNECTIVE.fullmatch(text, clause, end) is None
        or re.search("两国|三方|两地|各方", text[clause:index])
        or sentence.units_in(clause, end, "AOGPN")
    ):
        return [], 0.0
    for _ in range(2):
        if clause == 0 or text[clause - 1] not in "，,":
            break
        before = _clause_start(sentence, clause - 1)
        match = _subject_at_start().match(text, before, clause)
        if match is not None:
            if re.search("(?:期间|时|后|之际|以来|下|中|上|前|里)$", text[before : clause - 1]) or not _goes_on(draft, sentence, match.end()):
                return [], 0.0
            if (
                _TELLS.search(text, before, clause - 1)
                and "P" in (unit.letter for unit in sentence.units_in(before, clause))
                and "我" not in text[clause:index]
            ):
                # 张三表示，…: the speaker is not the subject of what is said.
                return [], 0.0
            people = sentence.units_in(before, clause, "P")
            if pair and len(people) == len("双方"):
                return people, 0.8
            units = [unit for unit in _listed(sentence, match.start("who"), match.end("who")) if unit.letter in letters]
            return ([], 0.0) if pair and len(units) != len("双方") else (units, 0.8)
        # Only a clause that is a mere date is passed over.
        if clause - before > 8 or sentence.units_in(before, clause, "AOGPN"):
            break
        clause = before
    return [], 0.0


def _with_whom(sentence: Masked, clause: int, unit: Unit) -> int | None:
    """Where 与, 和 or 同 stands before a unit and nothing but 并, 还 before that."""
    index = next((place for place in sentence.indices_in(clause, len(sentence.text)) if sentence.units[place] is unit), clause)
    match = _ALONE.search(sentence.text, clause, index)
    return match.start() if match is not None and match.start() == clause else None


def _carried(draft: Draft, sentence: Masked, clause: int, letters: str) -> list[Unit]:
    """The subject at the beginning of the clause before."""
    if clause == 0 or sentence.text[clause - 1] not in "，,":
        return []
    before = _clause_start(sentence, clause - 1)
    match = _subject_at_start().match(sentence.text, before, clause)
    if match is None or not _goes_on(draft, sentence, match.end()) or _TELLS.search(sentence.text, before, clause - 1):
        return []
    return [unit for unit in _listed(sentence, match.start("who"), match.end("who")) if unit.letter in letters]


def _pair(sentence: Masked) -> list[Unit]:
    """The two at the beginning of a sentence whom 双方 means."""
    start = _ON_THE_SPOT.match(sentence.text)
    match = _subject_at_start().match(sentence.text, start.end() + 1 if start else 0)
    units = _listed(sentence, match.start("who"), match.end("who")) if match is not None else []
    return units if len(units) == len("双方") else []


def _witnesses(sentence: Masked, index: int) -> list[Unit]:
    """Those who see a signing: …，张三、李四等见证签约."""
    match = _witness().search(sentence.text, index)
    return [unit for unit in _listed(sentence, match.start("who"), match.end("who")) if unit.letter == "P"] if match is not None else []


def _goes_on(draft: Draft, sentence: Masked, index: int) -> bool:
    """Whether what follows a subject is its verb and no noun that it belongs to (中共中央 | 总书记)."""
    position = sentence.position(index)
    words = draft.words
    place = bisect_right([word.start for word in words], position) - 1 if words else -1
    return place < 0 or words[place].tag not in _NOUN_TAGS


def _without_gap(text: str, clause: int, end: int) -> int:
    """Where a clause ends when what may stand between subject and verb is taken off its end."""
    for _ in range(8):
        match = _gap().search(text, max(clause, end - 30), end)
        if match is None or match.start() == end:
            break
        end = match.start()
    return end


def _list_before(sentence: Masked, clause: int, end: int, letters: str) -> list[Unit]:
    """The units of the list that ends at `end`: A、B和C; of a person with a post (中国商务部部长张三) the person."""
    text = sentence.text
    units: list[Unit] = []
    position = end
    while position > clause:
        if position - 1 not in sentence.units or sentence.unit(position - 1).letter not in letters:
            break
        unit = sentence.unit(position - 1)
        units.insert(0, unit)
        position -= 1
        if unit.letter == "P":
            post = _post().search(text, max(clause, position - 40), position)
            position = post.start() if post else position
        else:
            while position > clause and position - 1 in sentence.units and sentence.unit(position - 1).letter == "G" and unit.letter in "GOA":
                # 中德 are two; before an organisation a place says where it is from.
                if unit.letter == "G" and len(unit.text) == 1:
                    units.insert(0, sentence.unit(position - 1))
                position -= 1
        joint = re.compile("(?:、|和|与|及|同|以及|,|等(?:<N>)?[^，。；、]{0,4}?(?:与|和|同))$").search(text, max(clause, position - 8), position)
        if joint is None:
            break
        position = _without_gap(text, clause, joint.start())
    if units and _PREPOSITION.search(text, max(clause, position - 3), position):
        return []
    return units


def _listed(sentence: Masked, start: int, end: int) -> list[Unit]:
    """The head unit of each item of a list: the person, else the organisation, else the place."""
    units = []
    position = start
    for piece in re.split("([、,]|和(?!平)|与|以及|及|暨)", sentence.text[start:end]):
        found = sentence.units_in(position, position + len(piece))
        position += len(piece)
        for letters in ("P", "OA", "G", "FWE"):
            heads = [unit for unit in found if unit.letter in letters]
            if heads:
                units.append(heads[-1])
                break
    return units


def _date(sentence: Masked, verb: int, modality: str = "asserted") -> str | None:
    """The date tied to a verb: nearest before it in its clause, right after it (于2016年4月), else one that stands alone in a clause before."""
    text = sentence.text
    clause = _clause_start(sentence, verb)
    said = max((match.end() for match in _SAYING.finditer(text, 0, verb)), default=0) if modality != "asserted" else 0
    here = _dates_in(sentence, max(clause, said), verb)
    if here:
        return _span_of_days(sentence, here)
    after = _date_after().match(text, verb)
    if after is not None:
        return _edtf(sentence.unit(after.start(1)))
    while clause > 0 and text[clause - 1] in "，,":
        before = _clause_start(sentence, clause - 1)
        here = _dates_in(sentence, max(before, said), clause)
        begins = (here[0] - before <= 3 or before == 0) and (clause - before <= 14 or here[0] - before <= 1) if here else False
        if here and (begins or here[-1] == clause - len("D，")):
            return _span_of_days(sentence, here)
        if here:
            return None
        clause = before
    return None


def _finer(sentence: Masked, verb: int, date: str | None) -> str | None:
    """昨天（8月21日），…的2024年大会开幕: of a year and a day in it the day."""
    if date is None or len(date) != len("2024"):
        return date
    days = [found for index in _dates_in(sentence, 0, verb) if (found := _edtf(sentence.unit(index))) and found.startswith(f"{date}-")]
    return days[-1] if days else date


def _dates_in(sentence: Masked, start: int, end: int) -> list[int]:
    """Where dates stand that a happening may have, in order."""
    return [
        index for index in sentence.indices_in(start, end) if sentence.units[index].letter == "D" and _NOT_ON.match(sentence.text, index + 1) is None
    ]


def _span_of_days(sentence: Masked, indices: list[int]) -> str | None:
    """The last date; 4日、5日 and 4日和5日 are an interval."""
    last = _edtf(sentence.unit(indices[-1]))
    if len(indices) > 1 and sentence.text[indices[-2] + 1 : indices[-1]] in ("、", "和", "至"):
        first = _edtf(sentence.unit(indices[-2]))
        if first and last and "/" not in first + last and len(first) == len(last) == 10 and first < last:
            return f"{first}/{last}"
    return last


def _edtf(unit: Unit) -> str | None:
    date = unit.date
    if date is None or date.edtf is None or date.grain in _UNDATED_GRAINS or ".." in date.edtf or re.fullmatch("\\d{4}~", date.edtf):
        # 十年前 (2015~) is no date of a happening.
        return None
    return date.edtf if "/" not in date.edtf or date.grain in ("day", "week", "quarter", "half") else None


def _is_later_day(draft: Draft, date: str | None) -> bool:
    published = draft.article.published
    return date is not None and published is not None and re.match("\\d{4}-\\d\\d-\\d\\d~?(?:/|$)", date) is not None and date[:10] > published


def _not_later(draft: Draft, modality: str, date: str | None) -> str | None:
    """The date, unless what has happened would come after the article, or what is planned before it."""
    published = draft.article.published
    if date is None or published is None or not date[:4].isdigit():
        return date
    first, printed = date[:7], published[: len(date[:7])]
    if modality == "asserted":
        return None if first > printed else date
    return None if first < printed and modality != "denied" else date


def _place(draft: Draft, sentence: Masked, verb: int, end: int | None = None) -> str | None:
    """The place of 在…, 于…, 落户… nearest before a verb in its clause, or right after it."""
    clause = _clause_start(sentence, verb)
    before = list(_place_before().finditer(sentence.text, clause, verb))
    if before:
        return _division(draft, sentence.unit(before[-1].end() - 1))
    after = _place_after().match(sentence.text, end if end is not None else verb)
    if after is not None:
        return _division(draft, sentence.unit(after.end() - 1))
    if clause > 0:
        earlier = list(_place_before().finditer(sentence.text, _clause_start(sentence, clause - 1), clause))
        if earlier:
            return _division(draft, sentence.unit(earlier[-1].end() - 1))
    return None


def _division(draft: Draft, unit: Unit) -> str | None:
    """The place of a unit; of a hall or a park (人民大会堂) the place in which it lies."""
    place = draft.places.get(unit.entity_id or "")
    if unit.letter == "G":
        return unit.entity_id
    while place is not None and place.level not in ("city", "province", "country"):
        place = draft.places.get(place.parent_id or "")
    return place.place_id if place is not None else None


def _place_of_group(draft: Draft, sentence: Masked, match: re.Match[str]) -> str | None:
    if "place" in match.re.groupindex and match["place"]:
        return _division(draft, sentence.unit(match.start("place")))
    return None


def _amount(sentence: Masked, trigger: _Trigger, match: re.Match[str]) -> Figure | None:
    """The sum of a deal: the pattern's own, else the only one in the clause."""
    if trigger.kind not in ("investment", "acquisition", "signing", "project"):
        return None
    if "amount" in match.re.groupindex and match["amount"]:
        mention = sentence.unit(match.start("amount")).mention
        return mention.figure if mention is not None else None
    clause = _clause_start(sentence, match.start("verb"))
    end = _clause_end(sentence, match.end("verb"))
    sums = sentence.units_in(clause, end, "M")
    if not sums:
        following = _amount_after().match(sentence.text, end)
        sums = [sentence.unit(following.start(1))] if following else []
    return sums[0].mention.figure if len(sums) == 1 and sums[0].mention is not None else None


def _kind_of(name: str) -> str:
    """exhibition, other (games, festivals) or conference, by the last word of a name."""
    plain_name = plain(name)
    if _FAIR_END.search(plain_name):
        return "exhibition"
    return "other" if _OTHER_END.search(plain_name) else "conference"


def _named_in(sentence: Masked) -> list[Unit]:
    return sentence.units_in(0, len(sentence.text), "E")


def _meant(sentence: Masked, last: _Sighting | None, named: list[Unit]) -> _Sighting | None:
    """The conference that a sentence without a trigger of its own speaks of."""
    if last is None:
        return None
    if last.name is None:
        return last if not named and re.search("座谈会|推介会|对接会|洽谈会|研讨会|会上", sentence.text) else None
    if named:
        return last if any(_is_same_name(unit.text, last.name) for unit in named) else None
    back = _BACK.search(sentence.text)
    if back is not None:
        fits = back[1] == "活动" or (back[1] == "会议" and last.kind == "conference")
        return last if fits or plain(last.name).endswith(back[1][-2:]) else None
    return last if _ON_THE_SPOT.search(sentence.text) else None


class _Paragraphs:
    """Whether a paragraph began 会上, 其中, 现场: its signings are those of the conference."""

    def __init__(self, draft: Draft) -> None:
        self._text = draft.text

    def is_on_the_spot(self, sentence: Masked) -> bool:
        """Whether the sentence's paragraph begins so."""
        start = self._text.rfind("\n", 0, sentence.span.start) + 1
        return _ON_THE_SPOT.match(plain(self._text[start : start + 6])) is not None


def _one_deal(told: list[_Sighting]) -> list[_Sighting]:
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


def _entities(sighting: _Sighting) -> set[str]:
    return {who.entity_id or who.text for who in sighting.participants}


def _on_the_spot(sighting: _Sighting, conference: _Sighting | None, here: bool) -> _Sighting:
    """A signing 现场 or 会上 has the date and place of the conference."""
    is_part = sighting.kind == "signing" or (sighting.kind in ("award", "project", "establishment") and sighting.modality == "asserted")
    if conference is None or not is_part or not ((here and sighting.kind == "signing") or _ON_THE_SPOT.search(sighting.sentence.text)):
        return sighting
    return replace(sighting, date=sighting.date or conference.date, place_id=sighting.place_id or conference.place_id)


def _role_list(sentence: Masked) -> tuple[Participant, ...]:
    """由A主办，B支持，C、D承办: who did what for a conference; an item that is no mention keeps its text."""
    text = sentence.text
    if ("主办" not in text and "承办" not in text) or _organised().search(text) is None:
        return ()
    found: list[Participant] = []
    reached = 0
    for match in _role_word().finditer(text):
        start = max(reached, text.rfind("由", 0, match.start()) + 1, _clause_start(sentence, match.start()))
        word = match["word"] or match["word2"]
        reached = match.end()
        if match["word2"]:
            start, end = match.end(), _clause_end(sentence, match.end())
            reached = end
        else:
            end = match.start()
        if word in ("支持", "指导") and not found and "由" not in text[_clause_start(sentence, match.start()) : match.start()]:
            continue
        found += _role_items(sentence, start, end, _ROLE_WORDS[word])
    return tuple(_distinct(found))


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
            yield _participant(heads[-1], role)
        elif not heads and re.fullmatch("[一-鿿A-Za-z]{4,20}", core):
            yield Participant(None, core, role)


def _speakers(plain_text: str, draft: Draft, sentence: Masked) -> Iterator[Participant]:
    """Those who speak at the conference that a sentence is about."""
    for match in (match for pattern in _speech() for match in pattern.finditer(sentence.text)):
        span = sentence.span
        verb = sentence.position(match.start("verb"))
        modality = modality_of(plain_text, span.start, span.end, verb, verb + 2, draft.words)
        if modality in ("asserted", "planned"):
            yield from (_participant(unit, "speaker") for unit in _listed(sentence, match.start("who"), match.end("who")) if unit.letter == "P")


def _attendees(plain_text: str, draft: Draft, sentence: Masked) -> Iterator[Participant]:
    """Those who 出席 the conference that a sentence is about."""
    for match in _attendance().finditer(sentence.text):
        span = sentence.span
        verb = sentence.position(match.start("verb"))
        if modality_of(plain_text, span.start, span.end, verb, verb + 2, draft.words) in ("asserted", "planned"):
            yield from (_participant(unit, "attendee") for unit in _listed(sentence, match.start("who"), match.end("who")) if unit.letter == "P")


def _chairs(plain_text: str, draft: Draft, sentence: Masked) -> Iterator[Participant]:
    """Those who chair it: 主持开幕式."""
    for match in _chair().finditer(sentence.text):
        span = sentence.span
        verb = sentence.position(match.start("verb"))
        if modality_of(plain_text, span.start, span.end, verb, verb + 2, draft.words) in ("asserted", "planned"):
            yield _participant(sentence.unit(match.start("who")), "organiser")


def _speaks_after(sentence: Masked, index: int) -> bool:
    return (
        re.compile(
            "[^。；，,]{0,10}[，,]?并(?:在[^，,。]{0,10})?(?:发表|作|致)[^，。；]{0,12}(?:致辞|演讲|讲话|报告|辞)|[^。；，,]{0,4}并致辞"
        ).match(sentence.text, index)
        is not None
    )


def _accession(reading: Reading) -> _Sighting:
    """The joining that a membership was read from."""
    members = [unit for unit in reading.members if unit.entity_id != reading.organisation.entity_id]
    who = [_participant(unit, "member") for unit in members] + [_participant(reading.organisation, "target")]
    return _Sighting(
        "joining",
        "accession",
        reading.sentence,
        reading.modality,
        tuple(who),
        reading.confidence,
        None,
        reading.since,
        at=reading.sentence.span.start,
    )


def _founding(reading: Reading) -> _Sighting:
    """The founding of an alliance by those who are named as its founders."""
    who = [_participant(reading.organisation, "subject"), *(_participant(unit, "organiser") for unit in reading.members)]
    name = reading.organisation.mention.text if reading.organisation.mention is not None else None
    sentence = reading.sentence
    return _Sighting("founded_by", "establishment", sentence, "asserted", tuple(who), 0.9, name, reading.since, at=sentence.span.end)


# Which sightings tell of one happening.


def _is_same(draft: Draft, one: _Sighting, other: _Sighting) -> bool:
    if one.kind != other.kind or (one.modality == "denied") != (other.modality == "denied"):
        return False
    if one.kind in _NAMED_KINDS:
        if one.name is not None and other.name is not None:
            return _is_same_name(one.name, other.name)
        if one.name is not None or other.name is not None:
            return False
    if not _agree(one.date, other.date) or not _places_agree(draft, one.place_id, other.place_id) or not _amounts_agree(one, other):
        return False
    mine, others = _who(one), _who(other)
    if one.kind == "signing":
        return bool(mine & others) and (mine <= others or others <= mine)
    if one.kind == "award":
        return bool(mine & others) and (one.name in (other.name or "") or other.name in (one.name or "")) if one.name and other.name else False
    if one.kind == "accession":
        target = {pair for pair in mine if pair[1] == "target"}
        return target <= others and bool((mine & others) - target)
    if one.kind == "acquisition":
        return {pair for pair in mine if pair[1] == "target"} == {pair for pair in others if pair[1] == "target"} and bool(mine & others)
    key = {"visit": "subject", "establishment": "subject", "project": "subject", "investment": "subject", "conference": "organiser"}.get(one.kind)
    shared = {pair for pair in mine & others if pair[1] == key}
    return bool(shared) and (one.kind != "conference" or (one.date == other.date and one.sentence is other.sentence))


def _keys(sighting: _Sighting) -> set[tuple[str, str]]:
    """What two sightings of one happening have in common: of a named conference the end of the name, else a participant."""
    if sighting.name is not None and sighting.kind in _NAMED_KINDS:
        return {(sighting.kind, _base(sighting.name)[0][-2:])}
    return {(sighting.kind, who.entity_id or who.text) for who in sighting.participants}


def _who(sighting: _Sighting) -> set[tuple[str, str]]:
    return {(who.entity_id or who.text, who.role) for who in sighting.participants}


def _agree(one: str | None, other: str | None) -> bool:
    """Whether two dates may be of one day: equal, unknown, or one within the other (2020-12, 2020-12-14)."""
    return one is None or other is None or one.startswith(other) or other.startswith(one)


def _places_agree(draft: Draft, one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other or one in _parents(draft, other) or other in _parents(draft, one)


def _parents(draft: Draft, place_id: str) -> list[str]:
    found: list[str] = []
    place = draft.places.get(place_id)
    while place is not None and place.parent_id is not None and len(found) < 6:
        found.append(place.parent_id)
        place = draft.places.get(place.parent_id)
    return found


def _amounts_agree(one: _Sighting, other: _Sighting) -> bool:
    return one.amount is None or other.amount is None or one.amount.value == other.amount.value


def _is_same_name(one: str, other: str) -> bool:
    """Whether two names may be of one happening: the same but for year and edition, of which one may be missing."""
    base_one, mark_one = _base(one)
    base_other, mark_other = _base(other)
    if mark_one and mark_other and mark_one != mark_other and mark_one[-1:].isdigit() == mark_other[-1:].isdigit():
        return False
    short, long = sorted((base_one, base_other), key=len)
    return short == long or (len(short) > 2 and long.endswith(short))


def _base(name: str) -> tuple[str, str]:
    """A name without year and edition, and those."""
    plain_name = plain(name)
    year = _YEAR.match(plain_name)
    edition = _EDITION.search(plain_name)
    mark = edition.group() if edition else year.group().rstrip("年") if year else ""
    base = _EDITION.sub("", plain_name[year.end() :] if year else plain_name)
    # 制造峰会 and 制造业峰会 are told apart by nobody.
    return re.sub("[“”业]", "", base), mark


def _edition_of(name: str | None) -> int | None:
    """The number in 第三届 or, without one, in 第三次; none of a committee's session, whose 届 is the committee's."""
    plain_name = plain(name or "")
    if re.search("委员会|人大|政协|人民代表大会", plain_name):
        return None
    match = _EDITION.search(plain_name)
    if match is None:
        return None
    number = read_number(match[1]) if match[1] else 1
    return int(number) if number is not None else None


def _event(draft: Draft, group: list[_Sighting]) -> Event | None:
    """The event that a group of sightings tells: the most certain modality, the longest name, all participants."""
    own = [sighting for sighting in group if sighting.rule != "roles"]
    if not own:
        return None
    ordered = sorted(own, key=lambda sighting: (_MODALITY_ORDER[sighting.modality], _is_heading(draft, sighting), sighting.sentence.span.start))
    best = ordered[0]
    same = [sighting for sighting in ordered if sighting.modality == best.modality]
    roles = [sighting for sighting in group if sighting.rule == "roles"]
    participants = _distinct(who for sighting in [*same, *roles] for who in sighting.participants)
    name = max((sighting.name for sighting in same if sighting.name), key=lambda text: (len(text), text), default=None)
    date = max((sighting.date for sighting in same if sighting.date), key=len, default=None)
    places = [sighting.place_id for sighting in same if sighting.place_id]
    place_id = (places[0] if places else None) if best.kind == "visit" else _narrowest(draft, places)
    if best.kind in _NAMED_KINDS and date is None and place_id is None and not participants:
        # 以实际行动迎接党的二十大胜利召开: a name alone tells of no happening.
        return None
    if best.kind == "conference" and name is None and not any(who.role == "organiser" for who in participants):
        return None
    article_id = draft.article.article_id
    spans = {(sighting.sentence.span.start, sighting.sentence.span.end) for sighting in group}
    spans.discard((best.sentence.span.start, best.sentence.span.end))
    who = sorted(f"{participant.role}:{participant.entity_id or participant.text}" for participant in participants)
    return Event(
        id=make_id("f", article_id, "event", best.kind, name, date, place_id, *who),
        evidence=draft.text[best.sentence.span.start : best.sentence.span.end],
        start=best.sentence.span.start,
        end=best.sentence.span.end,
        extractor=f"events.{best.rule}",
        confidence=round(min(0.99, max(sighting.confidence for sighting in same) + 0.02 * (len(spans))), 2),
        modality=best.modality,
        sources=(article_id,),
        more_evidence=tuple(Evidence(article_id, start, end) for start, end in sorted(spans)),
        kind=best.kind,
        name=name,
        edition=_edition_of(name) if best.kind in _NAMED_KINDS else None,
        date=date,
        place_id=place_id,
        participants=tuple(participants),
        amount=next((sighting.amount for sighting in same if sighting.amount is not None), None),
    )


def _is_heading(draft: Draft, sighting: _Sighting) -> bool:
    return draft.text[sighting.sentence.span.end - 1] not in "。！!”…；;"


def _narrowest(draft: Draft, places: list[str]) -> str | None:
    """The narrowest of places that lie in each other; the first where they don't."""
    best = None
    for place_id in places:
        if best is None or best in _parents(draft, place_id):
            best = place_id
    return best


@lru_cache(maxsize=1)
def _triggers() -> tuple[_Trigger, ...]:
    """The patterns of events, in the order in which they are tried: deals before what they are also called."""
    order = ("acquisition", "establishment", "investment", "signing", "visit", "project", "award", "conference")
    rows = [row for row in read_rows("extractors.facts", "triggers.tsv") if row["fact"] == "event"]
    found = []
    for row in sorted(rows, key=lambda row: (order.index(row["kind"]), row["name"])):
        before = _BEFORE.match(row["pattern"])
        pattern = re.compile(expand(_BEFORE.sub("", row["pattern"])))
        role, letters = (before[1], before[2]) if before else (None, "")
        found.append(_Trigger(row["name"], row["kind"], pattern, role, letters, _literals(row["pattern"])))
    return tuple(found)


@lru_cache(maxsize=1)
def _gap() -> re.Pattern[str]:
    return re.compile(expand(_GAP))


@lru_cache(maxsize=1)
def _post() -> re.Pattern[str]:
    """The words of a post before a person: 中国商务部部长."""
    return re.compile(expand("(?:<GOA>|[一-鿿“”](?<![和与及同由对向把被从给在于会见说了，])){1,40}$"))


@lru_cache(maxsize=1)
def _subject_at_start() -> re.Pattern[str]:
    return re.compile(
        expand(
            "(?:<DN>|昨天|今天|日前|近日|据悉|此外|同时|随后|目前|其中|当天|当地时间|上午|下午|[“‘]){0,4}"
            "(?![应据对由在随经以从当为])(?P<who>(?:<GOA>{0,4}[一-鿿]{0,14}?<P>|<G>{0,2}<AO>|<G>)(?:(?:、|和|与|及)(?:<GOA>{0,4}[一-鿿]{0,14}?<P>|<G>{0,2}<AO>|<G>)){0,20})(?![、的和与]|<AOPF>)"
        )
    )


@lru_cache(maxsize=1)
def _date_after() -> re.Pattern[str]:
    return re.compile(expand("[^，,。；;]{0,8}?(?:于|在)(<D>)"))


@lru_cache(maxsize=1)
def _amount_after() -> re.Pattern[str]:
    return re.compile(expand("[，,][^，,。；;]{0,10}(?:金额|总额|价值|总价|合同额|投资额|协议额|总投资|投资总额)[^，,。；;]{0,6}(<M>)"))


@lru_cache(maxsize=1)
def _place_before() -> re.Pattern[str]:
    return re.compile(expand("(?:在|于|赴|到|抵达|来到)(?:<G>[一-鿿]{0,2})?<GF>"))


@lru_cache(maxsize=1)
def _place_after() -> re.Pattern[str]:
    return re.compile(expand("[^，,。；;]{0,4}?(?:在|于)<GF>"))


@lru_cache(maxsize=1)
def _role_word() -> re.Pattern[str]:
    return re.compile("(?P<word2>主办|承办|协办|支持|指导)(?:单位|方)(?:为|是|包括|有|:|：)|(?P<word>主办|承办|协办|支持|指导)(?=[，,。；;、]|的|$)")


@lru_cache(maxsize=1)
def _speech() -> tuple[re.Pattern[str], ...]:
    """P…致辞, P、P作主旨演讲; 在致辞环节，…P介绍."""
    return (
        re.compile(
            expand(
                "(?P<who><P>(?:(?:、|和|与|以及|及|，|,)PLAIN{0,20}(?:<GO>PLAIN{0,16}){0,3}<P>){0,20})(?:等)?(?:PLAIN|<ENDGFW>){0,24}?"
                "(?P<verb>(?<=在)会上(?=介绍|表示|说|指出|发言)|(?<=在论坛上)发言|致辞|致开幕词|致欢迎|主旨演讲|主题演讲|发表演讲|演讲|主讲|作PLAIN{0,8}报告|作(?:了)?PLAIN{0,6}发言|发表PLAIN{0,10}讲话)".replace(
                    "PLAIN", _PLAIN
                )
            )
        ),
        re.compile(expand("致辞环节[，,](?:PLAIN|<GO>){0,24}(?P<who><P>)(?P<verb>介绍|表示|说|指出)".replace("PLAIN", _PLAIN))),
    )


@lru_cache(maxsize=1)
def _witness() -> re.Pattern[str]:
    return re.compile(expand("[，,](?P<who>[^，,。；;]{0,80}<P>)(?:等)?(?:共同|现场|一同)?见证(?:了)?(?:签约|签署|仪式|这一)"))


@lru_cache(maxsize=1)
def _invitation() -> re.Pattern[str]:
    return re.compile(expand("应(?P<who>[^，,。；;]{0,40}?<OP>)(?:的)?邀请"))


@lru_cache(maxsize=1)
def _completion() -> re.Pattern[str]:
    return re.compile(expand("[^。；;]{0,30}?[，,](?:交易|收购|交割|该交易)(?:预计|将|有望|计划|拟)?(?:于|在)?(<D>)(?:前|底前)?完成"))


@lru_cache(maxsize=1)
def _chair() -> re.Pattern[str]:
    return re.compile(expand("(?P<who><P>)(?P<verb>主持)(?:了)?(?:会议|开幕式|闭幕式|论坛|大会|座谈会|仪式|峰会|年会)(?=[，,。；;！!”]|$)"))


@lru_cache(maxsize=1)
def _unnamed() -> re.Pattern[str]:
    """行前座谈会5日在沪召开, 对接会由…主办: a meeting without a name."""
    return re.compile(
        expand(
            "(?P<what>[一-鿿]{0,6}(?:座谈会|推介会|对接会|洽谈会|研讨会|恳谈会|交流会|说明会|论坛|大会|年会))"
            "(?:(?:<D>|(?:在|于)(?:PLAIN{0,4}<GF>){1,2}|顺利|成功){0,4}(?:举行|召开|举办)|(?=由))".replace("PLAIN", _PLAIN)
        )
    )


@lru_cache(maxsize=1)
def _organised() -> re.Pattern[str]:
    """What ties 主办 to a conference: E由…, 展会由…, 主办的E, 主办单位."""
    return re.compile(
        expand(
            "(?:<E>[”》]?|峰会|论坛|大会|博览会|展会|年会|活动|会议|对接会|推介会|座谈会|研讨会|交流会|恳谈会|说明会|交易会|洽谈会|[一-鿿]节)(?:<D>)?(?:在<G>|于<G>)?(?:PLAIN|<DN>){0,8}?[，,]?(?:PLAIN){0,4}由"
            "|<E>[”》]?(?:在<G>)?(?:<D>|PLAIN|<G>){0,16}[，,](?:PLAIN){0,6}由|(?:主办|承办|协办)的(?:PLAIN|<DNG>){0,16}(?:<E>|会|论坛)|(?:主办|承办)(?:单位|方)".replace(
                "PLAIN", _PLAIN
            )
        )
    )


@lru_cache(maxsize=1)
def _attendance() -> re.Pattern[str]:
    return re.compile(
        expand(
            "(?P<who><P>(?:博士|教授|院士|先生|女士)?(?:(?:、|，|,|和|与|以及|及)PLAIN{0,20}(?:<GOA>PLAIN{0,16}){0,4}<P>(?:博士|教授|院士|先生|女士)?){0,30})(?:等)?(?:一行|应邀|共同|分别|PLAIN{0,6}领导|等领导|<D>){0,3}"
            "(?P<verb>出席|参加|参会|与会)(?:了)?(?:会议|活动|峰会|论坛|大会|开幕式|闭幕式|年会|(?:签约|揭牌|开工|奠基|启动)?仪式|本届PLAIN{1,4})?(?=[，,。；;！!”]|并|$)".replace(
                "PLAIN", _PLAIN
            )
        )
    )


def _literals(pattern: str) -> tuple[str, ...]:
    """The words one of which a pattern's verb begins with: a sentence without any of them need not be tried."""
    depth, start = 1, pattern.index("(?P<verb>") + len("(?P<verb>")
    position = start
    while depth:
        depth += {"(": 1, ")": -1}.get(pattern[position], 0)
        position += 1
    words = re.sub("\\(\\?:|\\)", "", pattern[start : position - 1]).split("|")
    return tuple(dict.fromkeys(match.group() for word in words if (match := re.match("[一-鿿]+", word))))
