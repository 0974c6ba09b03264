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
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from extractors.facts.events_clauses import PLAIN, as_written, clause_end, clause_start, listed
from extractors.facts.events_context import Paragraphs, is_present, meant, on_the_spot, one_deal, to_be_finished, to_be_finished_there
from extractors.facts.events_merge import merged
from extractors.facts.events_names import YEAR, kind_of
from extractors.facts.events_participants import attendees, chairs, invitation_pattern, role_list, speakers, speaks_after, witnesses
from extractors.facts.events_settings import amount_of, date_of, edtf_of, finer, in_the_right_year, is_later_day, not_later, place_of, place_of_group
from extractors.facts.events_sightings import ATTENDED, NAMED_KINDS, Sighting, distinct, is_heading, participant_of
from extractors.facts.events_subjects import list_before, pair_of, subject_of, without_gap
from extractors.facts.events_triggers import Trigger, triggers_in
from extractors.facts.masked import SYMBOLS, Masked, Unit, expand, masked_sentences
from extractors.facts.memberships import Reading, read_memberships
from extractors.facts.modality import modality_of
from extractors.plain import plain
from extractors.records import PARTICIPANT_ROLES, Draft, Event, Participant

# A series as a whole: 已经是第三年举办, 已连续举办九届.
_SERIES = re.compile(
    expand(
        "[一两三四五六七八九十多\\d]次(?:成功)?(?:举办|举行|承办)|第[一二三四五六七八九十\\d]{1,3}[年次](?:举行|举办|召开)|连续|已(?:成功)?(?:举办|举行)(?:了)?(?:<N>|多)|至今|自<D>(?:以来|起)|创办|每[年两]|定期"
    )
)
# 截至目前，中国已与50多个国家签署近200份协议: many, not one.
_SUM = re.compile(
    expand(
        "截至|迄今|至今|累计|^目前|最早|与(?:全球|世界)?<N>(?:多|余)?(?:国家|个国家|城市|地区|企业|家)PLAIN{0,12}签".replace("PLAIN", "[^，,。；]")
    )
)
_INTENT = re.compile("意向")
_AFTER_THAT = re.compile("(?:之|以)?后[，,]?[^。]{0,40}?(?:将|可|会|能)")
_CLOSING = re.compile("闭幕|落幕|收官|结束|落下帷幕")
# Of sites these can be opened; of a zone or a river (雄安新区, 珠江) something in it is.
_SITE_END = re.compile("(?:园|港|站|桥|厂|馆|场|中心|基地|隧道|铁路|高速|口岸|工程|大厦|园区|大学|医院|学校)$")
# What is told so without day and place is no particular happening.
_WITH_DAY_OR_PLACE = frozenset({"meeting_held", "meeting_attended", "starts_unnamed"})
# Kinds of which a later sentence tells who was there.
_AT_CEREMONY = frozenset({"signing", "project", "establishment"})
_CEREMONY_WORD = re.compile(
    "(?P<signing>签约|签字|签署)(?:仪式|活动)|(?P<establishment>揭牌|挂牌|成立)(?:仪式|活动|大会)"
    "|(?P<project>开工|奠基|动工|启动|投产|启用|竣工|封顶|开业|通车|落成)(?:仪式|活动|典礼)"
)
_CEREMONY = re.compile(
    "(?:出席|参加|见证|主持)(?:了)?(?:签约|签字|揭牌|挂牌|开工|奠基|启动|投产|启用|竣工|封顶|开业|通车|揭幕)?(?:仪式|活动|典礼)|在仪式上|仪式上|(?:出席|参加|见证)(?:了)?签约"
)


def find_events(draft: Draft, sentences: Sequence[Masked] | None = None) -> tuple[Event, ...]:
    """The events that an article tells, each once, in the order of their evidence; `sentences` are its masked ones, where made already."""
    masked = list(masked_sentences(draft)) if sentences is None else sentences
    return merged(draft, _without_headings(draft, list(_sightings(draft, masked))))


def _without_headings(draft: Draft, sightings: list[Sighting]) -> Iterator[Sighting]:
    """The sightings but those of a heading that the sentence after it tells again."""
    starts = [span.start for span in draft.sentences]
    told = {(bisect_right(starts, sighting.sentence.span.start), sighting.kind) for sighting in sightings}
    for sighting in sightings:
        place = bisect_right(starts, sighting.sentence.span.start)
        if (sighting.name is not None and sighting.kind != "award") or not is_heading(draft, sighting) or (place + 1, sighting.kind) not in told:
            yield sighting


def _sightings(draft: Draft, sentences: Sequence[Masked]) -> Iterator[Sighting]:
    """What the sentences tell, in order; a conference told of last is carried along for 本届峰会 and 会上."""
    plain_text = sentences[0].blanked if sentences else ""
    last: Sighting | None = None
    opening = Paragraphs(draft)
    ceremony: Sighting | None = None
    pair: tuple[Participant, ...] = ()
    project: Sighting | None = None
    told_at = ceremony_at = -2
    for number, sentence in enumerate(sentences):
        new_paragraph = number > 0 and "\n" in draft.text[sentences[number - 1].span.end : sentence.span.start]
        pair = () if new_paragraph else pair
        told = one_deal([*_told(draft, plain_text, sentence, pair)])
        told += [finish for sighting in told if (finish := to_be_finished_there(draft, plain_text, sighting)) is not None]
        pair = next((parties for sighting in told if len(parties := _parties(sighting)) == len("双方")), pair)
        if meant(sentence, last, []) is None and not any(sighting.kind == "conference" for sighting in told):
            meeting = _unnamed_conference(draft, plain_text, sentence, sentences[number - 1] if number else None)
            told += [meeting] if meeting is not None else []
        ceremony = next((sighting for sighting in told if sighting.kind in _AT_CEREMONY), ceremony)
        if new_paragraph:
            project = None
        if project is not None and not told and (finish := to_be_finished(draft, plain_text, sentence, project)) is not None:
            told.append(finish)
        elif sentence.units_in(0, len(sentence.text), "AO"):
            # Another body is spoken of.
            project = None
        project = next((sighting for sighting in told if sighting.kind == "project" and sighting.modality == "asserted"), project)
        conferences = [
            sighting for sighting in told if sighting.kind in NAMED_KINDS and (sighting.name is not None or sighting.rule == "organised_by")
        ]
        if ceremony is not None and ceremony.sentence is sentence:
            ceremony_at = number
        for sighting in told:
            yield on_the_spot(sighting, conferences[0] if conferences else last, opening.is_on_the_spot(sentence))
        last = conferences[-1] if conferences else last
        named = _named_in(sentence)
        follows = told_at == number - 1 and "\n" not in draft.text[sentences[number - 1].span.end : sentence.span.start]
        context = conferences[-1] if conferences else meant(sentence, last, named, follows=follows)
        told_at = number if context is not None else told_at
        if context is not None:
            more = (
                *role_list(sentence),
                *speakers(plain_text, draft, sentence),
                *attendees(plain_text, draft, sentence),
                *chairs(plain_text, draft, sentence),
            )
            if more and context.name is None:
                more = (*context.participants, *more)
            if more:
                yield replace(context, rule="roles", sentence=sentence, participants=more, date=None, place_id=None, amount=None, confidence=0.9)
        elif (
            ceremony is not None
            and _is_at(ceremony, sentence)
            and (_CEREMONY.search(sentence.text) or (ceremony_at == number - 1 and is_present(sentence)))
        ):
            # 出席仪式并致辞: those present at the signing or the opening told before.
            guests = (*speakers(plain_text, draft, sentence), *attendees(plain_text, draft, sentence))
            if guests:
                yield replace(ceremony, rule="roles", sentence=sentence, participants=(*ceremony.participants, *guests), confidence=0.9)
    for reading in read_memberships(draft, sentences):
        if reading.is_joining and any(unit.entity_id != reading.organisation.entity_id for unit in reading.members):
            yield _accession(reading)
        elif reading.rule in ("founded_by", "founders") and reading.modality == "asserted":
            yield _founding(reading)


def _parties(sighting: Sighting) -> tuple[Participant, ...]:
    """Whom 双方 in the next sentence means: those who sign, found or meet."""
    roles = ("signatory",) if sighting.kind == "signing" else ("host", "subject") if sighting.kind == "visit" else ("organiser",)
    return tuple(who for who in sighting.participants if who.role in roles) if sighting.modality == "asserted" else ()


def _is_at(ceremony: Sighting, sentence: Masked) -> bool:
    """Whether a ceremony that a sentence names is of this kind: 签约仪式 of a signing, 开工仪式 of a project."""
    word = _CEREMONY_WORD.search(sentence.text)
    return word is None or word.lastgroup == ceremony.kind


def _told(draft: Draft, plain_text: str, sentence: Masked, pair: tuple[Participant, ...] = ()) -> Iterator[Sighting]:
    found: list[tuple[re.Match[str], Sighting]] = []
    for trigger in triggers_in(sentence.text):
        for match in trigger.pattern.finditer(sentence.text):
            sighting = _read(draft, plain_text, sentence, trigger, match, pair)
            if sighting is not None:
                found.append((match, sighting))
    taken = {sighting.kind for _, sighting in found}
    for match, sighting in _without_repeats(found):
        yield from _each_meeting(sighting) if sighting.rule == "receives" and sentence.text.endswith("分别", 0, match.start("verb")) else [sighting]
    named = _named_in(sentence)
    if named and (roles := role_list(sentence)) and taken.isdisjoint(NAMED_KINDS):
        unit = named[0]
        start = sentence.text.index(SYMBOLS["E"])
        modality = modality_of(
            plain_text, sentence.span.start, sentence.span.end, sentence.position(start), sentence.position(start + 1), draft.words
        )
        if modality is not None and _SERIES.search(sentence.text) is None:
            date = date_of(sentence, start)
            yield Sighting(
                "organised_by", kind_of(unit.text), sentence, modality, roles, 0.95, unit.text, date, place_of(draft, sentence, start), at=unit.start
            )


def _without_repeats(found: list[tuple[re.Match[str], Sighting]]) -> Iterator[tuple[re.Match[str], Sighting]]:
    """Of patterns that read the same words as one kind of happening the one that names most who took part; else the first."""
    for number, (match, sighting) in enumerate(found):
        rivals = [
            (other_sighting, other)
            for other, (other_match, other_sighting) in enumerate(found)
            if other != number and other_sighting.kind == sighting.kind and _reads_same(match, other_match)
        ]
        if all((_known(sighting), -number) > (_known(rival), -other) for rival, other in rivals):
            yield match, sighting


def _reads_same(one: re.Match[str], other: re.Match[str]) -> bool:
    """Whether two matches have the verb in common, or one holds the other's verb."""
    if "event" in one.re.groupindex or "event" in other.re.groupindex:
        return one.start("verb") == other.start("verb")
    return one.start() <= other.start("verb") < one.end() or other.start() <= one.start("verb") < other.end()


def _known(sighting: Sighting) -> int:
    return sum(who.entity_id is not None for who in sighting.participants)


def _unnamed_conference(draft: Draft, plain_text: str, sentence: Masked, before: Masked | None) -> Sighting | None:
    """A meeting without a name whose organisers are told; its day and place may stand at the beginning of the sentence before."""
    match = _unnamed().search(sentence.text)
    roles = role_list(sentence) if match is not None else ()
    if match is None or not roles or _named_in(sentence):
        return None
    start = match.start("what")
    span = sentence.span
    modality = modality_of(plain_text, span.start, span.end, sentence.position(start), sentence.position(match.end("what")), draft.words)
    if modality is None:
        return None
    date, place = date_of(sentence, match.end()), place_of(draft, sentence, match.end())
    if date is None and before is not None and draft.text.find("\n", before.span.end, span.start) < 0 and before.units.get(0) is not None:
        verb = len(before.text)
        date = edtf_of(before.unit(0)) if before.unit(0).letter == "D" else None
        place = place or place_of(draft, before, verb)
    return Sighting("organised_by", "conference", sentence, modality, roles, 0.85, None, date, place, at=sentence.position(start))


def _read(draft: Draft, plain_text: str, sentence: Masked, trigger: Trigger, match: re.Match[str], pair: tuple[Participant, ...]) -> Sighting | None:
    verb = match.start("verb")
    span = sentence.span
    modality = modality_of(plain_text, span.start, span.end, sentence.position(verb), sentence.position(match.end("verb")), draft.words)
    found = _participants(draft, sentence, trigger, match, pair) if modality is not None else None
    if modality is None or found is None or _is_no_happening(sentence, trigger, match, modality):
        return None
    participants, confidence = found
    name, kind = _name_and_kind(draft, sentence, trigger, match, participants)
    if not _is_enough(trigger, participants, name):
        return None
    modality, date = _whether_and_when(draft, sentence, trigger, match, modality)
    if date is not None and name is not None and (year := YEAR.match(plain(name))) and year.group()[:4] != date[:4]:
        # 2019汉诺威工业博览会4月1日举行, printed in 2020: the year of the day is not known from the article.
        date = None
    place = place_of_group(draft, sentence, match) or place_of(draft, sentence, verb, match.end())
    if trigger.name in _WITH_DAY_OR_PLACE and date is None and place is None:
        return None
    if "event" in match.re.groupindex and (inner := sentence.units_in(match.end("verb"), match.start("event"), "D")):
        # 出席9月27日在莱比锡举行的论坛: the day is the event's own.
        date = in_the_right_year(draft, modality, sentence, edtf_of(inner[-1])) or date
    if trigger.name in ("turns_up_at", "event_draws"):
        # The day and the place are those of who comes, not of the event.
        date, place, confidence = None, None, 0.8
    amount = amount_of(sentence, trigger, match)
    return Sighting(trigger.name, kind, sentence, modality, tuple(participants), confidence, name, date, place, amount, sentence.position(verb))


def _participants(
    draft: Draft, sentence: Masked, trigger: Trigger, match: re.Match[str], pair: tuple[Participant, ...]
) -> tuple[list[Participant], float] | None:
    """Who takes part, and how sure that is; None where the verb lacks its subject."""
    confidence = 0.92
    found: list[Participant] = []
    if trigger.before is not None:
        units, confidence = subject_of(draft, sentence, match.start(), trigger.letters)
        if not units and pair and trigger.before in ("signatory", "organiser") and _means_pair(sentence, match.start()):
            if trigger.before == "organiser" and all(_is_person(draft, who) for who in pair):
                return None
            things = [Participant(None, _thing(draft, sentence, match), "subject")] if match.re.groupindex.get("thing") and match["thing"] else []
            return [*(replace(who, role=trigger.before) for who in pair), *_in_groups(sentence, trigger, match), *things], 0.85
        if not units or (trigger.name == "signs" and len(units) == 1 and units[0].letter == "P"):
            # One person alone signs a decree or a law.
            return None
        found += [participant_of(unit, trigger.before) for unit in units]
    found += _in_groups(sentence, trigger, match)
    if "latter" in match.re.groupindex:
        found = _latter(sentence, match, found)
    if "thing" in match.re.groupindex and match["thing"]:
        # A project that no body builds in so many words is its own subject.
        found.append(Participant(None, _thing(draft, sentence, match), "subject"))
    if trigger.kind == "visit" and trigger.name != "receives" and (invitation := invitation_pattern().search(sentence.text)) is not None:
        hosts = listed(sentence, invitation.start("who"), invitation.end("who"))
        people = [unit for unit in hosts if unit.letter == "P"]
        found += [participant_of(unit, "host") for unit in people or hosts]
    found = distinct(found)
    if trigger.name == "makes_friends" and len(found) < len("双方"):
        return None
    if trigger.name == "founds":
        known = {who.entity_id for who in found}
        found += [participant_of(unit, "organiser") for unit in _founders(sentence, match) if unit.entity_id not in known]
    if trigger.name == "attends":
        found += [replace(who, role="speaker") for who in found if speaks_after(sentence, match.end())]
    if trigger.kind == "signing":
        found += [participant_of(unit, "attendee") for unit in witnesses(sentence, match.end())]
    return found, confidence


def _is_person(draft: Draft, who: Participant) -> bool:
    """Whether a participant is a person."""
    return who.entity_id in draft.people


def _means_pair(sentence: Masked, index: int) -> bool:
    """Whether the clause before an index has 双方 for its subject."""
    start = clause_start(sentence, index)
    return re.compile("双方|两[市地国省校区县]|两家(?:公司|企业|单位|机构)").search(sentence.text, start, index) is not None


def _in_groups(sentence: Masked, trigger: Trigger, match: re.Match[str]) -> Iterator[Participant]:
    """Those whom a pattern names in groups called by their roles."""
    for role in PARTICIPANT_ROLES:
        if role not in match.re.groupindex or not match[role]:
            continue
        units = listed(sentence, match.start(role), match.end(role))
        if trigger.name in ("starts", "settles") and any(unit.entity_id is None and not unit.text.endswith(("公司", "集团")) for unit in units):
            continue
        if trigger.kind == "visit" and any(unit.letter == "P" for unit in units):
            # Of 党中央总书记、国家主席通伦 the person alone is received.
            units = [unit for unit in units if unit.letter == "P"]
        if trigger.kind == "award":
            units = [unit for unit in units if not unit.text.endswith("上市公司")]
        if trigger.kind in ("project", "establishment"):
            units = [unit for unit in units if unit.letter != "F" or _SITE_END.search(unit.text)]
        yield from (participant_of(unit, role) for unit in units)


def _latter(sentence: Masked, match: re.Match[str], acquirers: list[Participant]) -> list[Participant]:
    """The buyer and whom 后者 and 其 mean: the organisation named last before them (甲与乙签署协议，收购其股份)."""
    buyer = acquirers[:1]
    bodies = sentence.units_in(0, match.start("latter"), "O")
    target = next((unit for unit in reversed(bodies) if buyer and unit.entity_id != buyer[0].entity_id), None)
    return [*buyer, participant_of(target, "target")] if target is not None else []


def _founders(sentence: Masked, match: re.Match[str]) -> list[Unit]:
    """Who stands before 成立, or the two whom 双方 means."""
    clause = clause_start(sentence, match.start())
    owners = list_before(sentence, clause, without_gap(sentence.text, clause, match.start()), "OGA")
    return pair_of(sentence) if not owners and "双方" in sentence.text[: match.start()] else owners


def _name_and_kind(draft: Draft, sentence: Masked, trigger: Trigger, match: re.Match[str], participants: list[Participant]) -> tuple[str | None, str]:
    groups = match.re.groupindex
    if "event" in groups and match["event"]:
        name = sentence.unit(match.start("event")).text
        return name, kind_of(name)
    if "name" in groups and match["name"]:
        return as_written(draft, sentence, match.start("name"), match.end("name")), trigger.kind
    if trigger.kind == "establishment":
        return next((_name_of(draft, who) for who in participants if who.role == "subject"), None), trigger.kind
    return None, trigger.kind


def _is_no_happening(sentence: Masked, trigger: Trigger, match: re.Match[str], modality: str) -> bool:
    """Whether a series is told as a whole, a promise for later (加入后将), or the end of what goes on already (闭幕式将于…举行)."""
    verb = match.start("verb")
    if trigger.kind == "signing" and _SUM.search(
        sentence.text, clause_start(sentence, max(0, clause_start(sentence, verb) - 1)), clause_end(sentence, verb)
    ):
        return True
    if trigger.kind == "award" and re.compile("分别").search(sentence.text, clause_start(sentence, verb), verb) is not None:
        return True
    if trigger.kind == "conference" and _SERIES.search(sentence.text, clause_start(sentence, match.start()), clause_end(sentence, verb)):
        return True
    if modality == "asserted" and not _is_intent(sentence, trigger, match) and _AFTER_THAT.match(sentence.text, match.end("verb")):
        return True
    if trigger.name == "makes_friends" and modality == "possible":
        return True
    return modality == "planned" and trigger.name == "takes_place" and _CLOSING.search(match.group()) is not None


def _is_intent(sentence: Masked, trigger: Trigger, match: re.Match[str]) -> bool:
    """Whether what is signed is an intent: 意向协议."""
    start = max(clause_start(sentence, match.start("verb")), match.start() - 20)
    return trigger.kind == "signing" and _INTENT.search(sentence.text, start, clause_end(sentence, match.end())) is not None


def _whether_and_when(draft: Draft, sentence: Masked, trigger: Trigger, match: re.Match[str], modality: str) -> tuple[str, str | None]:
    """Modality and date, each of which says something of the other: what has a day to come is planned."""
    verb = match.start("verb")
    is_intent = modality == "asserted" and _is_intent(sentence, trigger, match)
    date = in_the_right_year(draft, modality, sentence, finer(sentence, verb, date_of(sentence, verb, modality)))
    if trigger.kind == "acquisition" and (completion := _completion().match(sentence.text, match.end())) is not None:
        date = edtf_of(sentence.unit(completion.start(1)))
        modality = "planned" if modality == "asserted" else modality
    if trigger.name == "visit_of":
        modality = _fate(sentence, match.end())
    if trigger.kind in ("visit", "conference") and (postponed := _postponed().search(sentence.text, match.end(), clause_end(sentence, match.end()))):
        # 推迟到明年: the new day counts.
        date = edtf_of(sentence.unit(postponed.start(1)))
        modality = "planned" if modality == "asserted" else modality
    if modality == "asserted" and is_later_day(draft, date):
        # 会议决定，…6月23日在北京举行, printed before that day.
        modality = "planned"
    if is_intent:
        # What is intended is yet to come; the intent was signed on its day.
        return "planned", not_later(draft, "asserted", date)
    return modality, not_later(draft, modality, date)


def _fate(sentence: Masked, index: int) -> str:
    """What becomes of a visit that is called by a noun: 来访取消, 来访可能推迟, 来访定于6月."""
    said = sentence.text[index : clause_end(sentence, index)]
    if "可能" in said or "或" in said:
        return "possible"
    return "denied" if re.search("取消|搁置|未能", said) else "asserted" if re.search("成行|如期", said) else "planned"


def _thing(draft: Draft, sentence: Masked, match: re.Match[str]) -> str:
    """A project as it is called."""
    return as_written(draft, sentence, match.start("thing"), match.end("thing"))


def _name_of(draft: Draft, who: Participant) -> str:
    """The name of a new body; of 该中心 the one it stands for."""
    organisation = draft.organisations.get(who.entity_id or "")
    return organisation.name if organisation is not None and who.text.startswith("该") else who.text


def _each_meeting(sighting: Sighting) -> Iterator[Sighting]:
    """Of 分别会见A、B one meeting each."""
    hosts = [who for who in sighting.participants if who.role != "subject"]
    for guest in (who for who in sighting.participants if who.role == "subject"):
        yield replace(sighting, participants=(*hosts, guest))


def _is_enough(trigger: Trigger, participants: list[Participant], name: str | None) -> bool:
    """Whether the sentence says who: both sides of a deal, a winner, or a name for a conference."""
    roles = {who.role for who in participants}
    if trigger.name in ("ceremony_of_two", "signing_ceremony", "makes_friends", "reaches_deal"):
        return len(participants) > 1
    if trigger.name == "founds_joint_body":
        return sum(who.role == "organiser" for who in participants) > 1
    if trigger.kind == "acquisition":
        return {"acquirer", "target"} <= roles or (trigger.name in ("buys_unnamed", "completes_buying_unnamed") and "acquirer" in roles)
    if trigger.name == "signs_project":
        return len(participants) > 1
    if trigger.kind == "conference":
        return name is not None or "organiser" in roles or (trigger.name in ATTENDED and "attendee" in roles)
    return bool(roles)


def _named_in(sentence: Masked) -> list[Unit]:
    return sentence.units_in(0, len(sentence.text), "E")


def _accession(reading: Reading) -> Sighting:
    """The joining that a membership was read from."""
    members = [unit for unit in reading.members if unit.entity_id != reading.organisation.entity_id]
    who = [participant_of(unit, "member") for unit in members] + [participant_of(reading.organisation, "target")]
    return Sighting(
        "joining",
        "accession",
        reading.sentence,
        reading.modality,
        tuple(who),
        reading.confidence,
        None,
        reading.date,
        at=reading.sentence.span.start,
    )


def _founding(reading: Reading) -> Sighting:
    """The founding of an alliance by those who are named as its founders."""
    who = [participant_of(reading.organisation, "subject"), *(participant_of(unit, "organiser") for unit in reading.members)]
    name = reading.organisation.mention.text if reading.organisation.mention is not None else None
    sentence = reading.sentence
    return Sighting("founded_by", "establishment", sentence, "asserted", tuple(who), 0.9, name, reading.since, at=sentence.span.end)


@lru_cache(maxsize=1)
def _completion() -> re.Pattern[str]:
    return re.compile(expand("[^。；;]{0,30}?[，,](?:交易|收购|交割|该交易)(?:预计|将|有望|计划|拟)?(?:于|在)?(<D>)(?:前|底前)?完成"))


@lru_cache(maxsize=1)
def _postponed() -> re.Pattern[str]:
    return re.compile(expand("(?:推迟|延期|改期|延后)(?:到|至)(<D>)"))


@lru_cache(maxsize=1)
def _unnamed() -> re.Pattern[str]:
    """行前座谈会5日在沪召开, 对接会由…主办: a meeting without a name."""
    return re.compile(
        expand(
            "(?P<what>[一-鿿]{0,6}(?:座谈会|推介会|对接会|洽谈会|研讨会|恳谈会|交流会|说明会|论坛|大会|年会))"
            "(?:(?:<D>|(?:在|于)(?:PLAIN{0,4}<GF>){1,2}|顺利|成功){0,4}(?:举行|召开|举办)|(?=由))".replace("PLAIN", PLAIN)
        )
    )
