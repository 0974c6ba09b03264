"""Memberships: which city or organisation joined, applied to, left, founded or hosts an alliance.

Read from sentences whose mentions are symbols (masked.py) with the patterns of lexicon/triggers.tsv:
加入, 成为…成员, 收到同意加入的复函, 秘书处设在, 退出, 成员包括 … Members are named places or
organisations; counts (26个中方成员城市), unnamed founders, questions and conditions give nothing.
One membership per member, organisation, role and status; the plainest sentence is its evidence.

>>> from corpus.article import Article
>>> from extractors.records import Draft, Mention, Organisation, Span
>>> mentions = (
...     Mention(label="GPE", start=0, end=2, text="许昌", extractor="-", entity_id="CN-411000"),
...     Mention(label="ORG", start=4, end=12, text="中德工业城市联盟", extractor="-", entity_id="o1"),
... )
>>> organisations = {"o1": Organisation("o1", "中德工业城市联盟", "alliance")}
>>> draft = Draft(Article(text="许昌加入中德工业城市联盟。"), (Span(0, 13),), (), mentions, organisations=organisations)
>>> [(fact.member_id, fact.organisation_id, fact.status, fact.modality) for fact in find_memberships(draft)]
[('CN-411000', 'o1', 'joined', 'asserted')]
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractors.facts.events_clauses import PLAIN
from extractors.facts.events_subjects import subject_of
from extractors.facts.masked import SYMBOLS, Masked, Unit, expand, masked_sentences
from extractors.facts.modality import modality_of
from extractors.lexicon import read_rows
from extractors.records import Draft, Evidence, Membership, make_id

_MEMBERS = "(?:<G>的)?<AGO>(?:(?:、|和|与|及|以及|,)(?:<G>的)?<AGO>){0,60}"
# What may stand between the members and the verb: 等城市, dates, adverbs.
_GAP = (
    "(?:等(?:<N>|[^，。；<AGOP>]{0,4})?(?:市|城市|国|国家|省|地|企业|单位|家|县|区)?)?(?:<N>(?:城市|国家|单位|企业|地|市|县)?)?(?:市|省|县|区|政府|人民政府)?"
    "(?:<DN>|[，,](?=<D>)|两市|三市|两地|两国|正在|正|积极|力争|早日|尽快|也|都|均|已经|已|正式|成功|先后|相继|陆续|同时|分别|将|拟|即将|计划|有望|或将|可能|未能|没有|尚未|从未|并未|不曾|不|于|在|早在|随后|日前|不久前|近日|率先|"
    "共同|一起|一道|双双|宣布|决定|获批|获准|批准|希望|完成|刚刚|刚|又|再次|重新|一致|通过|联合|携手|最终|终于|从此|并|就|自|以|则|否认|争相|获邀|应邀|签约|受邀|成为首批|被|获|创始成员身份|成员身份|身份|目前|现|今年|去年|当年|年底|当天){0,8}"
)
# Which of the members: 首批, 第27个中方.
_QUALITY = (
    "(?:<N>|首批|首个|唯一|重要|中方|德方|外方|<G>方|第一批|第二批|新一批|全球|国内|我国"
    "|<G>|的|新晋|最新|大家庭|第[一二三四五六七八九十百0-9]{1,4}[个家位座名]){0,3}"
)
_WORD = (
    "(?P<word>(?>(?:创始|正式|观察员|永久|新|候任|准|轮值|常任|候选){0,2}(?:成员国|成员城市|成员单位|成员|会员国|会员城市|会员单位|会员"
    "|理事长单位|副理事长单位"
    "|常务理事单位|轮值主席城市|主席城市|理事单位|观察员国|观察员城市|观察员单位|观察员|发起城市|发起单位|创始国|一员|一分子)(?:之一|行列|之列)?))"
    "(?!国|城市|单位|等|的(?!<D>)|资格|身份|问题|程序)"
)
_ROLES = (("观察员", "observer"), ("创始", "founder"), ("发起", "founder"), ("秘书处", "secretariat"))
_STATES = frozenset(
    {
        "list_too",
        "is_member",
        "as_member",
        "member_list",
        "member_named",
        "member_abroad",
        "among_members",
        "made_up_of",
        "member_apposed",
        "joined_list",
    }
)
# States that only name a member by its membership.
_IN_PASSING = frozenset({"member_named", "as_member", "member_apposed"})
# Triggers whose object is left out.
_APPROVAL = re.compile("(?:批准|同意|支持|允许|关于|赞成|推动|反对|阻止)(?:了)?$")
_ADMISSIONS = frozenset({"admits", "admits_list", "admits_too", "accepts_application", "consents", "consents_implied"})
_IMPLIED = frozenset(
    {
        "admits_list",
        "admits_too",
        "takes_in_members",
        "on_the_roll",
        "enters",
        "becomes_implied",
        "joined_too",
        "consents_implied",
        "accepts_implied",
        "among_members",
        "gets_plaque",
        "joins_implied",
        "hands_in_implied",
        "applies_again",
        "leaves_too",
        "secretariat_too",
        "list_too",
        "strives_implied",
    }
)
_NOT_JOINED = frozenset(
    {
        "after_others",
        "expelled",
        "since_joining",
        "applies",
        "hands_in",
        "hands_in_implied",
        "applies_again",
        "strives",
        "strives_implied",
        "leaves_too",
        "secretariat_too",
        "founder_list",
        "leaves",
        "founded_by",
        "founders",
        "secretariat_seat",
        "secretariat_host",
    }
)
# Without any of these a sentence tells of no membership.
_WORDS = re.compile(
    "加入|加盟|入盟|入会|成员|会员|理事|主席城市|观察员|发起|创[始立建办]|退出|脱离|秘书处|申请|成立|组建|单位|之一|行列|倡议|总部|跻身|组成|颁发|牌匾|一员|一分子|除名|入列"
)
_AFTER_THAT = re.compile("(?:之|以)?后[，,]?[^。]{0,40}?(?:将|可|会|能)")
_SAYING = re.compile("宣布|表示|称|透露|介绍")
_UNDATED_GRAINS = frozenset({"vague", "set", "plan", "decade", "century"})
_MODALITY_ORDER = {"asserted": 0, "denied": 1, "planned": 2, "possible": 3}


@dataclass(frozen=True, slots=True)
class Reading:
    """What one trigger in one sentence says: these members and that organisation."""

    rule: str
    sentence: Masked
    members: tuple[Unit, ...]
    organisation: Unit
    role: str
    status: str
    modality: str
    since: str | None
    confidence: float
    date: str | None = None

    @property
    def is_joining(self) -> bool:
        """Whether a happening is told (加入), not a state (成员包括)."""
        return self.rule not in _STATES | _NOT_JOINED


@dataclass(frozen=True, slots=True)
class _Trigger:
    name: str
    status: str
    pattern: re.Pattern[str]


def find_memberships(draft: Draft, sentences: Sequence[Masked] | None = None) -> tuple[Membership, ...]:
    """The memberships that an article tells, each once, in the order of their evidence; `sentences` are its masked ones, where made already."""
    sentences = list(masked_sentences(draft)) if sentences is None else sentences
    founded = _founding_dates(sentences)
    groups: dict[tuple[str, str, str, str], list[Reading]] = {}
    for reading in read_memberships(draft, sentences):
        for member in reading.members:
            if member.entity_id is not None and reading.organisation.entity_id is not None and member.entity_id != reading.organisation.entity_id:
                groups.setdefault((member.entity_id, reading.organisation.entity_id, reading.role, reading.status), []).append(reading)
    found = [_membership(draft, key, readings, founded) for key, readings in groups.items()]
    return tuple(sorted(found, key=lambda fact: (fact.start, fact.id)))


def _founding_dates(sentences: Sequence[Masked]) -> dict[str, str]:
    """When the article says that an alliance was founded: the date from which its founders are members."""
    dates: dict[str, str] = {}
    for sentence in sentences:
        for match in _foundation().finditer(sentence.text):
            organisation = sentence.unit(match.start("who")).entity_id
            after = sentence.units_in(match.end("verb"), match.end(), "D")
            since = _edtf(after[0]) if after else _since(sentence, match.start("verb"))
            if organisation is not None and since is not None:
                dates.setdefault(organisation, since)
    return dates


def _edtf(unit: Unit) -> str | None:
    date = unit.date
    if date is None or date.edtf is None or date.grain in _UNDATED_GRAINS or date.edtf.startswith(".."):
        return None
    # 自2017年起: since the beginning of the open interval.
    return date.edtf.removesuffix("/..")


def _membership(draft: Draft, key: tuple[str, str, str, str], readings: list[Reading], founded: dict[str, str]) -> Membership:
    """The fact of several readings: the most certain modality, then a whole sentence, then the first."""
    article_id = draft.article.article_id
    ordered = sorted(readings, key=lambda reading: _preference(draft, reading))
    best = ordered[0]
    spans = {(reading.sentence.span.start, reading.sentence.span.end) for reading in readings if reading.modality == best.modality}
    spans.discard((best.sentence.span.start, best.sentence.span.end))
    member_id, organisation_id, role, status = key
    dated = [reading.since for reading in ordered if reading.since is not None and reading.modality == best.modality]
    return Membership(
        id=make_id("f", article_id, "membership", *key),
        evidence=draft.text[best.sentence.span.start : best.sentence.span.end],
        start=best.sentence.span.start,
        end=best.sentence.span.end,
        extractor=f"memberships.{best.rule}",
        confidence=min(0.99, best.confidence + 0.02 * (len(readings) - 1)),
        modality=best.modality,
        sources=(article_id,),
        more_evidence=tuple(Evidence(article_id, start, end) for start, end in sorted(spans)),
        member_id=member_id,
        organisation_id=organisation_id,
        role=role,
        since=dated[0] if dated else founded.get(organisation_id) if role == "founder" else None,
        status=status,
    )


def _preference(draft: Draft, reading: Reading) -> tuple[int, bool, float, int]:
    span = reading.sentence.span
    is_heading = draft.text[span.end - 1] not in "。！!”…；;"
    return (_MODALITY_ORDER[reading.modality], is_heading, -reading.confidence, span.start)


def read_memberships(draft: Draft, sentences: Sequence[Masked]) -> Iterator[Reading]:
    """Every trigger of a membership in an article's masked sentences, one by one."""
    for sentence in sentences:
        here = SYMBOLS["A"] in sentence.text
        if (not here and sentence.alliance is None and sentence.convener is None) or _WORDS.search(sentence.text) is None:
            continue
        for trigger in _triggers():
            if not here and trigger.name not in _IMPLIED:
                continue
            for match in trigger.pattern.finditer(sentence.text):
                reading = _read(draft, sentence.blanked, sentence, trigger, match)
                if reading is not None:
                    yield reading


def _read(draft: Draft, plain_text: str, sentence: Masked, trigger: _Trigger, match: re.Match[str]) -> Reading | None:
    targets = sentence.units_in(match.start(), match.end(), "A")
    if trigger.name in _IMPLIED:
        # The object is left out: the alliance of a clause before, else the one named last.
        before = [unit for unit in sentence.units_in(0, match.end(), "A") if _is_alliance(draft, unit)]
        before.sort(key=lambda unit: draft.organisations[unit.entity_id or ""].kind == "alliance")
        last = sentence.convener or sentence.alliance
        targets = before[-1:] or ([last] if last is not None and _is_alliance(draft, last) else [])
    if not targets:
        return None
    organisation = targets[-1] if trigger.name in ("consents",) else targets[0]
    confidence = 0.95
    if "members" in match.re.groupindex and match["members"]:
        members = [unit for unit in _items(sentence, match.start("members"), match.end("members")) if unit is not organisation]
    else:
        members, confidence = _members_before(draft, sentence, match.start())
        if trigger.name in _IMPLIED and confidence < 0.9 and trigger.name != "applies_again":
            return None
    if trigger.name in _IN_PASSING or (trigger.name == "is_member" and match["verb"].startswith("同")):
        members = [unit for unit in members if not _is_state_of_body(draft, unit, organisation)]
    if not members or _is_approved_by_another(sentence, trigger, match, members[0]):
        return None
    verb = match.start("verb") if "verb" in match.re.groupindex and match["verb"] else match.start()
    span = sentence.span
    modality = modality_of(plain_text, span.start, span.end, sentence.position(verb), sentence.position(match.end()), draft.words)
    if modality is None and trigger.name in ("letter", "admits"):
        modality = None if sentence.text.rstrip("”").endswith(("？", "?")) else "asserted"
    if modality is None or (modality == "asserted" and _AFTER_THAT.match(sentence.text, match.end())):
        return None
    if trigger.name == "letter" or (trigger.name == "after_others" and modality == "planned"):
        modality = "asserted"
    if trigger.status == "left" and modality == "asserted" and "宣布" in sentence.text[max(0, match.start() - 6) : match.start()]:
        modality = "planned"
    if trigger.name in _STATES and modality == "planned":
        return None
    role = _role(match)
    is_dated = trigger.name not in _STATES and modality != "denied" and trigger.status != "applying" and role != "secretariat"
    date = None if trigger.name in _STATES else _since(sentence, match.start(), modality)
    since = date if is_dated else None
    confidence -= 0.1 if trigger.name in _STATES else 0
    return Reading(trigger.name, sentence, tuple(members), organisation, role, trigger.status, modality, since, confidence, date)


def _is_approved_by_another(sentence: Masked, trigger: _Trigger, match: re.Match[str], member: Unit) -> bool:
    """土耳其批准瑞典加入北约: what a member approves is no admission yet; that is the alliance's own."""
    if trigger.name not in _ADMISSIONS and trigger.name not in ("joins", "accepts_implied"):
        return False
    place = bisect_left(sentence.starts, member.start)
    approval = _APPROVAL.search(sentence.text, max(0, place - 12), place)
    if approval is None:
        return False
    if re.search("(?:对于?|关于)$", sentence.text[: approval.start()]) or approval[0] == "关于":
        return True
    if sentence.convener is not None or sentence.units_in(0, approval.start(), "A"):
        return False
    starts = [0, *(found.end() for found in re.finditer("[，,；;：:]", sentence.text[: approval.start()]))]
    return any(sentence.units_in(start, start + 1, "GO") for start in starts)


def _is_alliance(draft: Draft, unit: Unit) -> bool:
    organisation = draft.organisations.get(unit.entity_id or "")
    return organisation is not None and organisation.kind in ("alliance", "association")


def _is_state_of_body(draft: Draft, member: Unit, organisation: Unit) -> bool:
    """Whether a state is called a member of an international body: 上合组织成员国白俄罗斯 says who it is, not that it joined."""
    place, body = draft.places.get(member.entity_id or ""), draft.organisations.get(organisation.entity_id or "")
    return place is not None and place.level == "country" and body is not None and body.kind == "international"


def _role(match: re.Match[str]) -> str:
    word = match["word"] if "word" in match.re.groupindex and match["word"] else ""
    if match.re in _founding():
        return "founder"
    return next((role for part, role in _ROLES if part in word), "member")


def _members_before(draft: Draft, sentence: Masked, index: int) -> tuple[list[Unit], float]:
    """The members that stand before a verb, in its clause or, where that has no subject, at the beginning of the clause before."""
    text = sentence.text
    clause = max(text.rfind(mark, 0, index) for mark in "，,；;：:。！？") + 1
    match = _subject_before().search(text, max(clause, index - 160), index)
    if match is None:
        match = _subject_before().search(text, max(0, index - 160), index)
    if match is not None:
        return _items(sentence, match.start("members"), match.end("members")), 0.95
    if (count := _COUNTED.search(text, clause, index)) is not None:
        return _counted(sentence, count), 0.9
    units, confidence = subject_of(draft, sentence, index, "AGO")
    if units:
        return units, confidence
    if index - clause > 14 or sentence.units_in(clause, index, "AGOP"):
        return [], 0.0
    for _ in range(2):
        if clause == 0 or text[clause - 1] not in "，,":
            return [], 0.0
        before = max(text.rfind(mark, 0, clause - 1) for mark in "，,；;：:。！？") + 1
        subject = _subject_at_start().match(text, before, clause)
        if subject is not None:
            return _items(sentence, subject.start("members"), subject.end("members")), 0.85
        if sentence.units_in(before, clause, "AGOP"):
            return [], 0.0
        clause = before
    return [], 0.0


def _items(sentence: Masked, start: int, end: int) -> list[Unit]:
    """The last unit of each item of a list: of 德国的亚琛 the town."""
    units = []
    position = start
    for piece in re.split("[、,]|和|与|以及|及", sentence.text[start:end]):
        position = sentence.text.index(piece, position)
        units += sentence.units_in(position, position + len(piece), "AGO")[-1:]
        position += len(piece)
    return units


# 两市正式成为…: the two of the list before.
_COUNTED = re.compile("([两三四五六七八九])(?:市|地|城|省|国|家|区|县|校|方)(?:[一-鿿]{0,4})$")
_NUMBERS = {character: number for number, character in enumerate("两三四五六七八九", 2)}


def _counted(sentence: Masked, count: re.Match[str]) -> list[Unit]:
    """The last list before a clause that has just as many members as 两市, 三地 count."""
    for match in reversed(list(_list().finditer(sentence.text, 0, count.start()))):
        units = _items(sentence, match.start(), match.end())
        if len(units) == _NUMBERS[count[1]]:
            return units
    return []


def _since(sentence: Masked, index: int, modality: str = "asserted") -> str | None:
    """The date tied to a verb: in its clause, or in a clause before that holds nothing but the date."""
    text = sentence.text
    clause = max(text.rfind(mark, 0, index) for mark in "，,；;：:。！？") + 1
    # 22日宣布将退出: the day is that of the words.
    said = 0 if modality == "asserted" else max((match.end() for match in _SAYING.finditer(text, 0, index)), default=0)
    dates = sentence.units_in(max(clause, said), index, "D")
    while not dates and clause > said:
        end = clause
        clause = max(text.rfind(mark, 0, end - 1) for mark in "，,；;：:。！？") + 1
        ends_dated = end - 2 in sentence.units and sentence.unit(end - 2).letter == "D"
        dates = sentence.units_in(clause, end, "D") if end - clause <= 6 or ends_dated else []
        if text[end - 1] in "；;":
            break
    return _edtf(dates[-1]) if dates else None


@lru_cache(maxsize=1)
def _triggers() -> tuple[_Trigger, ...]:
    rows = [row for row in read_rows("extractors.facts", "triggers.tsv") if row["fact"] == "membership"]
    return tuple(_Trigger(row["name"], row["kind"], re.compile(_expanded(row["pattern"]))) for row in rows)


@lru_cache(maxsize=1)
def _founding() -> frozenset[re.Pattern[str]]:
    return frozenset(trigger.pattern for trigger in _triggers() if trigger.name in ("founded_by", "founders", "founder_list"))


@lru_cache(maxsize=1)
def _foundation() -> re.Pattern[str]:
    return re.compile(expand("(?P<who><A>)(?:<D>|在<GF>{1,2}|于<D>|正式|已){0,3}(?P<verb>成立|创立|揭牌成立)(?:于<D>|(?=[，,。；;]))"))


@lru_cache(maxsize=1)
def _list() -> re.Pattern[str]:
    return re.compile(_expanded("<MEMBERS>"))


@lru_cache(maxsize=1)
def _subject_before() -> re.Pattern[str]:
    return re.compile(_expanded("(?P<members><MEMBERS>)<GAP>$"))


@lru_cache(maxsize=1)
def _subject_at_start() -> re.Pattern[str]:
    return re.compile(
        _expanded("(?:<DN>|昨天|今天|目前|此前|日前|据悉|此外|同时|随后|在此|近日|[“‘]){0,3}[，,]?(?P<members><MEMBERS>)(?![、的]|<AGOPF>)")
    )


def _expanded(pattern: str) -> str:
    return expand(
        pattern.replace("<QUAL>", _QUALITY)
        .replace("<WORD>", _WORD)
        .replace("PLAIN", PLAIN)
        .replace("<MEMBERS>", _MEMBERS)
        .replace("<GAP>", _GAP)
        .replace("[^。；<A>]", "[^。；\ue000]")
        .replace("[^，。；<AGOP>]", "[^，。；\ue000\ue001\ue002\ue004]")
    )
