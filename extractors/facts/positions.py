"""Posts that people hold, read from the words around their names.

Before a name: 绍兴市委书记马卫光; chains 浙江省政协副主席、民建浙江省委会主委陈小平, where a post without
an organisation of its own takes the one before it; lists 副市长张…、李…. After it: 习近平总书记,
王…（许昌市市长）, 李…，许昌市商务局局长，…, 张…任许昌市市长. 记者 is no post. A post whose organisation or
place cannot be known is left out.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.organisations.names import known
from extractors.people.names import HONORIFICS, surname_of
from extractors.people.posts import Post, post_at_end, posts
from extractors.places.gazetteer import load_gazetteer
from extractors.plain import plain
from extractors.records import PLACE_LABELS, Draft, Mention, Span, make_id, organisation_id

_LONGEST_TITLE = 18
_LONGEST_CHAIN = 8
_FORMER = re.compile(r"^(?:前任|前|原任|原|时任|曾任|已故|卸任的?)")
_FORMER_INSIDE = re.compile(
    r"(?<=[委会组部局院府团行])[原前](?=(?:第一|常务|专职|执行)?副?(?:书记|主席|主任|常委|委员|部长|局长|院长|行长|会长|理事长|秘书长|组长|团长|总理|首相|议长|主委))"
)
# 中央政治局常委…同志的遗体: the dead hold no post.
_DEAD = re.compile(r"(?:同志|先生|女士)?(?:的)?(?:不幸)?(?:遗体|骨灰|灵柩|遗属|逝世|病逝|去世|因病|生前|追悼|遇刺身亡)")
_GENERIC = re.compile(r"[该本这]?(?P<noun>联盟|公司|集团|企业|协会|商会|学会|基金会|大学|学校|学院|研究院|研究所|银行|医院)")
_GENERIC_KINDS = {
    "联盟": "alliance", "公司": "company", "集团": "company", "企业": "company", "协会": "association", "商会": "association", "学会": "association",
    "基金会": "association", "大学": "university", "学校": "university", "学院": "university", "研究院": "research", "研究所": "research",
    "银行": "company", "医院": "other",
}  # fmt: skip
# Holders before a generic word that may be meant.
_NEAR = 40
# Heads that only one kind of body has: 许昌学院党委书记…，校长….
_KIND_OF_HEAD = {"校长": "university", "副校长": "university", "总编辑": "media", "台长": "media"}
_STATE_POSTS = frozenset({"国家主席", "国家副主席", "总统", "副总统", "总理", "副总理", "首相"})
_REPUBLIC = re.compile(r"^(?:(?:人民|民主|社会主义|伊斯兰|联邦|阿拉伯|合作){0,3}共和国|王国|公国)")
_ELECTING = re.compile(r"选举|推选|推举|选出|聘任|聘请|任命|增补|当选")
_FORMER_BEFORE = re.compile(r"(?:时任|(?<![之以从此目])前|(?<![中太平高草])原)$")
_COMMITTEE_POST = re.compile(r"(?P<post>[省市县区州旗盟]委[原前]?(?:常委|委员|候补委员|(?:专职)?副?书记|[一-龥]{2,6}书记))$")
_MINISTER = re.compile(r"^(?:副?外长|防长|财长|[一-龥]{2,6}部(?:副)?部?长)$")
_CURRENT = re.compile(r"^(?:现任|新任|候任|当选|第[一二三四五六七八九十\d]{1,3}任|该[校院所局厅部会社]|的)")
# What a title is made of beside the post at its end; anything else in the gap means that it is no title.
_TITLE_BODY = re.compile(r"[一-龥A-Za-z0-9·]{0,16}")
_NO_TITLE = re.compile(
    r"^(?:总领馆|党籍|籍|使馆|领馆|领事馆)|[的了是为在和与及对向从把被将说称到由兼]|表示|认为|指出|访问|会见|会谈|来自|率领|陪同|邀请|以及|出席|担任|成员城市|推动|负责(?!人)|主持(?!人)|[12]\d{3}|同日|今天|昨天|日前|介绍|参加|举行|当选|任命|授予|进行|成为|包括|通过|发布|获得"
)
_ENVOY = re.compile(
    r"(?:常)?驻(?P<at>(?:(?!使馆|领馆|领事馆|办事处|代表处|总部|领事|兼|公使)[一-龥]){1,10}?)(?P<post>特命全权大使|临时代办|大使|副总领事|总领事|领事|公使|参赞|武官|常驻代表|代表|代办)$"
)
_SENT_ABROAD = re.compile(
    r"驻(?!华|中国|[沪京穗蓉汉沈渝港澳]|上海|北京|广州|成都|沈阳|武汉|重庆|香港|澳门|地|外|会|村|京)[一-龥]{2,8}(?:大使|总领事|领事|公使|参赞|代办)$"
)
_GLOSS = re.compile(r"[（(][A-Za-z][A-Za-z&.\- ]{1,30}[）)]|[）)]")
_LOCAL_TITLE = re.compile(r"(?P<level>[省市县区州镇乡])(?=委|政府|长|纪委)|(?P<head>省长|市长|县长|区长|州长|镇长|乡长)$")
_LEVELS = {"省": "province", "市": "city", "州": "city", "县": "county", "区": "county", "镇": "other", "乡": "other"}
_UNIT_BEFORE = re.compile(r"[省市县区州旗]$")
_JOINS = ("、", "兼", "，", ",", "和", "暨", "/", " ")
_REGION = re.compile(r"^(?:大中华区|中华区|中国区|亚太区|亚洲区|欧洲区|北美区|全球|亚太地区)")
_AFTER = re.compile("|".join(sorted((*HONORIFICS, ""), key=len, reverse=True)))
_APPOINTED = re.compile(
    r"(?:已|已经)?(?P<verb>曾任|历任|曾担任|先后担任|此前担?任|之前担?任|原任|现任|现为|现担任|任职|任|担任|出任|就任|兼任|接任|调任|转任|改任|升任|晋升为|履新|当选为?|连任|被任命为|获任|"
    r"不再担任|卸任|辞去|被免去|被免)(?:了)?"
)
_PAST_VERBS = frozenset(
    {"曾任", "历任", "曾担任", "先后担任", "此前任", "此前担任", "之前任", "之前担任", "原任", "不再担任", "卸任", "辞去", "被免去", "被免"}
)
# What may stand between the name and the verb.
_BEFORE_VERB = re.compile(
    r"(?:[，,]?(?:从|自)?[12]\d{3}年(?:\d{1,2}月)?(?P<range>(?:至|到|—|-)[12]\d{3}年(?:\d{1,2}月)?)?(?:起|间|期间)?|同志|[，,])?"
    r"(?:还|并|同时|目前|后|今年)?(?:将|拟|即将|有望|正式|再次|成功)?"
)
_POST_WORD = re.compile(r"(?:的)?(?:职务|职位|一职)|(?:的)?职(?=[、，。]|$)")
_JOINED = re.compile(r"(?:[（(][^（）()\n]{1,60}[)）])?[、和与，,]")
# 原党委书记、现任甘肃省教育厅厅长: a title may say that it is the present one before its holder too.
_CURRENT_BEFORE = re.compile(r"(?:现任|现为|新任|(?<![表兑实出再体展呈发涌浮])现)$")
_POST_END = re.compile(r"(?:的)?(?:职务|一职|职位|职)$")
_REPLACING = re.compile(r"(?:接替|取代|代替|继任|接棒)$")
_RELEASED = re.compile(r"(?:免去|撤销|解除|罢免|免除)$")
_HELD = re.compile(r"(?P<verb>曾任|曾担任|历任|原任|此前担?任|时任|现任|担任|出任|任)(?P<title>[^，,。；;、\n]{2,30})的$")
_CLAUSE_STOP = re.compile(r"[，,。；;\n（(]")
_OTHER_BODY = re.compile(
    r"[一-龥]{2,}(?:领导小组|工作组|委员会|办公室|中心|协会|学会|商会|局|厅|学院|研究院|研究所|公司|集团|党组)(?:常务)?(?:副?(?:主任|组长|局长|厅长|院长|所长|会长|总经理|董事长|书记))$"
)
# 哈尔滨亚冬会组委会主席 is no post of the city's.
_UNSEEN_BODY = re.compile(
    r"(?:组委会|理事会|执委会|筹委会|协会|学会|商会|联合会|基金会|俱乐部|(?<!管理)委员会)(?:名誉|第一|执行|常务|轮值)?副?(?:主席|主任|会长|理事长|秘书长|总干事)$"
)
# 全国人大民委主任委员白…、监察司法委主任委员吴…: the second is of a body of its own.
_OWN_BODY = re.compile(r"(?:(?<![党省市县区州纪团工])委|局|厅|司|处|办)(?:副?主任委员|副?主任|副?局长|副?厅长|副?司长|副?处长)$")
_PLANNED = re.compile(r"(?:将|拟|即将|有望)$")


@dataclass(frozen=True, slots=True)
class Holding:
    """A post as read: whose mention, the title, the holder's organisation or place, former or not, and where it stands."""

    person: Mention
    title: str
    organisation_id: str | None
    place_id: str | None
    is_former: bool
    start: int
    end: int
    rule: str
    confidence: float
    modality: str = "asserted"

    @property
    def post(self) -> str:
        """What tells two people of one name apart: title and holder."""
        return f"{self.title}@{self.organisation_id or self.place_id}"


@dataclass(frozen=True, slots=True)
class _Element:
    """One title of a chain, which ends at `end`: the holder found beside it, where the element begins."""

    title: str
    start: int
    end: int
    organisation: str | None
    place: str | None
    is_former: bool


def find_holdings(draft: Draft) -> list[Holding]:
    """Every post that the text gives to a PERSON mention, in text order; ORG mentions must be resolved."""
    reader = _Reader(draft)
    found: list[Holding] = []
    previous: tuple[Mention, list[Holding]] | None = None
    for person in draft.mentions:
        if person.label != "PERSON":
            continue
        joined = previous[1][0] if previous is not None and previous[1] else None
        own = [*reader.before(person, joined)]
        if not own and previous is not None:
            own = list(_shared(draft.text, previous, person))
        own += reader.after(person)
        if _DEAD.match(reader.plain_text, person.end):
            own = [replace(holding, is_former=True) for holding in own]
        found += own
        previous = (person, own) if own else (previous if previous is not None and _is_list(draft.text, previous[0], person) else None)
    return found


def _is_list(text: str, first: Mention, second: Mention) -> bool:
    return text[first.end : second.start] in {"、", "和", "与"}


def _shared(text: str, previous: tuple[Mention, list[Holding]], person: Mention) -> Iterator[Holding]:
    """副市长张…、李…: the one post before a list belongs to all of it, where several may hold it at once."""
    before, holdings = previous
    kept = [holding for holding in holdings if holding.rule.startswith("before")]
    if len(kept) == 1 and _is_list(text, before, person):
        post = posts().get(post_at_end(kept[0].title) or "")
        if post is not None and post.shared:
            holding = kept[0]
            yield Holding(
                person, holding.title, holding.organisation_id, holding.place_id, holding.is_former, holding.start, person.end, "before_list", 0.7
            )


class _Reader:
    """Reads titles around names; holds the draft's mentions by their borders."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._text = plain(draft.text)
        self._holders = [mention for mention in draft.mentions if mention.label == "ORG" or mention.label in PLACE_LABELS]
        self._holder_ends = [mention.end for mention in self._holders]
        self._holder_at = {mention.end: mention for mention in self._holders}
        self._people = [mention for mention in draft.mentions if mention.label == "PERSON"]
        self._people_starts = [mention.start for mention in self._people]
        self._people_ends = {mention.end for mention in draft.mentions if mention.label == "PERSON"}
        self._starts = {word.start for word in draft.words}
        self._word_ends = [word.end for word in draft.words]
        self._sentences = draft.sentences
        self._sentence_starts = [sentence.start for sentence in draft.sentences]
        self._gazetteer = load_gazetteer()

    @property
    def plain_text(self) -> str:
        """The text as it is matched."""
        return self._text

    def before(self, person: Mention, joined: Holding | None = None) -> list[Holding]:
        """The chain of titles that ends right before the name; `joined` is the post of the person named before.

        许昌市委书记张…、市长李…: a title without a holder takes the one of the person that a 、 joins it to.
        """
        floor = self._sentence_of(person.start).start
        if (held := _HELD.search(self._text, max(floor, person.start - 40), person.start)) is not None:
            # 曾任德国国防部长的…
            is_former = held["verb"] in _PAST_VERBS or held["verb"] == "时任"
            elements = self._chain(held.end("title"), held.start("title"))
            whole = bool(elements) and elements[0].start == held.start("title")
            return [*self._holdings(person, elements, "before_name", 0.8, is_former=is_former)] if whole else []
        elements = self._chain(person.start, floor)
        is_joined = joined is not None and bool(elements) and self._is_next(joined.person.end, elements[0].start)
        return [*self._holdings(person, elements, "before_name", 0.92, joined=joined if is_joined else None)]

    def _is_next(self, end: int, start: int) -> bool:
        """Do just a joint, and before it a gloss in brackets, stand between a name and the next title: 书记张…，市长李…?"""
        return _JOINED.fullmatch(self._text, end, start) is not None

    def after(self, person: Mention) -> list[Holding]:
        """Titles after the name: 总书记, (许昌市市长), ，许昌市商务局局长，, 任许昌市市长."""
        end = self._sentence_of(person.start).end
        position = person.end
        if (match := _AFTER.match(self._text, position)) and match.group() and match.group() not in posts():
            position = match.end()
        elif person.extractor.endswith("surname_and_title"):
            # 魏董事长|还兼任.
            position += next((length for length in (4, 3, 2) if self._text[position : position + length] in posts()), 0)
        for found in (
            self._direct(person),
            self._in_brackets(person, position, end),
            self._apposition(person, position, end),
            self._appointed(person, position, end),
            self._elected(person, position, end),
        ):
            if found:
                return found
        return []

    def _direct(self, person: Mention) -> list[Holding]:
        """习近平总书记: only posts that are always the same body's."""
        for length in (4, 3):
            post = posts().get(self._text[person.end : person.end + length])
            if post is not None and post.is_default_for(plain(person.text)):
                organisation, place = _default(post)
                return [Holding(person, post.post, organisation, place, False, person.start, person.end + length, "after_name", 0.9)]
        return []

    def _in_brackets(self, person: Mention, position: int, limit: int) -> list[Holding]:
        if self._text[position : position + 1] not in {"(", "（"}:
            return []
        closing = min((at for mark in ")）" if (at := self._text.find(mark, position, min(limit, position + 60))) >= 0), default=-1)
        return self._titles_between(person, position + 1, closing, "in_brackets") if closing > 0 else []

    def _apposition(self, person: Mention, position: int, limit: int) -> list[Holding]:
        """张…，许昌市商务局局长，: a title between commas with its organisation or place."""
        if self._text[position : position + 1] not in {"，", ","}:
            return []
        match = re.compile(r"[，,。；;\n]").search(self._text, position + 1, limit + 1)
        end = match.start() if match else limit
        elements = self._chain(end, position + 1)
        if not elements or elements[0].start != position + 1 or not (elements[0].organisation or elements[0].place):
            return []
        return [*self._holdings(person, elements, "apposition", 0.8)]

    def _appointed(self, person: Mention, position: int, limit: int) -> list[Holding]:
        """张…任…，不再担任…: the verbs that follow the name, clause by clause; 免去张…的…职务."""
        if _REPLACING.search(self._text, max(0, person.start - 3), person.start):
            # 李…接替王…出任…: the post is 李's.
            return []
        if self._text[position : position + 1] == "的" and _RELEASED.search(self._text, max(0, person.start - 3), person.start):
            return self._posts_after(person, position + 1, limit, is_former=True, modality="asserted")
        found: list[Holding] = []
        if (other := self._replaced(person, position)) is not None:
            position = other.end
        for _ in range(_LONGEST_CHAIN):
            gap = _BEFORE_VERB.match(self._text, position)
            start = gap.end() if gap else position
            match = _APPOINTED.match(self._text, start)
            if match is None or match.end() >= limit:
                break
            modality = "planned" if _PLANNED.search(self._text[position:start]) else "asserted"
            is_past = match["verb"] in _PAST_VERBS or (gap is not None and gap["range"] is not None)
            found += self._posts_after(person, match.end(), limit, is_former=is_past, modality=modality)
            stop = _CLAUSE_STOP.search(self._text, match.end(), limit + 1)
            if stop is None or stop.group() not in {"，", ","}:
                break
            position = stop.start()
        return found

    def _replaced(self, person: Mention, position: int) -> Mention | None:
        """王… of 李…|接替|王…|出任."""
        following = bisect_right(self._people_starts, person.start)
        if following >= len(self._people) or self._text[position : self._people[following].start] not in {"接替", "取代", "代替", "继任"}:
            return None
        return self._people[following]

    def _posts_after(self, person: Mention, start: int, limit: int, *, is_former: bool, modality: str) -> list[Holding]:
        stop = _CLAUSE_STOP.search(self._text, start, limit + 1)
        end = stop.start() if stop else limit
        # 免去唐…的民政部部长职务、任命…
        if (tail := (_POST_WORD if is_former else _POST_END).search(self._text, start, end)) is not None:
            end = tail.start()
        elements = self._chain(end, start)
        if not elements or elements[0].start != start:
            return []
        return [*self._holdings(person, elements, "appointed", 0.8, is_former=is_former, modality=modality)]

    def _elected(self, person: Mention, position: int, limit: int) -> list[Holding]:
        """大会选举…张…为理事长: of the alliance or association that was named last, where the title names nobody."""
        sentence = self._sentence_of(person.start)
        if self._text[position : position + 1] != "为" or _ELECTING.search(self._text, max(sentence.start, position - 120), position) is None:
            return []
        stop = re.compile(r"[，,。；;、\n]").search(self._text, position + 1, limit + 1)
        end = stop.start() if stop else limit
        elements = self._chain(end, position + 1)
        if not elements or elements[0].start != position + 1:
            return []
        holder = elements[0].organisation or elements[0].place or self._named_last(person.start, ("alliance", "association"))
        if not (elements[0].organisation or elements[0].place) and holder is not None:
            elements[0] = replace(elements[0], organisation=holder)
        return [*self._holdings(person, elements, "elected", 0.75)]

    def _titles_between(self, person: Mention, start: int, end: int, rule: str) -> list[Holding]:
        elements = self._chain(end, start)
        return [*self._holdings(person, elements, rule, 0.85)] if elements and elements[0].start == start else []

    def _holdings(
        self,
        person: Mention,
        elements: Sequence[_Element],
        rule: str,
        confidence: float,
        *,
        is_former: bool = False,
        modality: str = "asserted",
        joined: Holding | None = None,
    ) -> Iterator[Holding]:
        """The elements with a holder; one without takes the one before it, else what the post or the context says."""
        organisation = joined.organisation_id if joined else None
        place = joined.place_id if joined else None
        goes_on = False
        for element in elements:
            # 前 holds for what follows it until the next body or place.
            goes_on = element.is_former or (goes_on and not (element.organisation or element.place))
            post = posts().get(post_at_end(element.title) or "")
            if element.organisation or element.place:
                organisation, place = element.organisation, element.place
            elif post is not None and post.is_default_for(plain(person.text)) and post.post == element.title and place is None:
                organisation, place = _default(post)
            elif _ENVOY.fullmatch(element.title) and (sender := self._country_of(organisation, place)) is not None:
                # 德国联邦经济部国务秘书…、驻华公使…: sent by the state, whoever held the post before.
                organisation, place = None, sender
            elif _SENT_ABROAD.match(element.title) and not (organisation or place) and surname_of(plain(person.text)) is not None:
                # 驻慕尼黑总领事童…: who has a Chinese name and sits abroad is China's.
                place = "CN"
            elif element.title in _STATE_POSTS and organisation is not None:
                # 老挝党中央总书记、国家主席: the second is of the state.
                own = self._draft.organisations.get(organisation)
                organisation, place = None, own.place_id if own is not None else None
            elif (local := self._local_place(element, place)) is not None:
                organisation, place = None, local
            elif (
                not (organisation or place)
                and (kind := _KIND_OF_HEAD.get(element.title))
                and self._text[element.start - 1 : element.start] != "方"
                and (holder := self._named_last(element.start, (kind,), 80))
            ):
                organisation = holder
            elif _MINISTER.match(element.title):
                # 外交部长王毅: a Chinese name, the Chinese minister; of any other the country is unknown.
                own_country = place or self._country_of(organisation, None)
                organisation, place = None, own_country or ("CN" if surname_of(person.text) is not None else None)
            elif _OTHER_BODY.search(element.title) or (place is not None and not _is_place_post(element.title)):
                # 中央巡视工作领导小组组长: the post of a body that was not seen; 总经理 after a 市长.
                continue
            if not (organisation or place):
                continue
            inherited = joined.organisation_id if joined is not None and not (element.organisation or element.place) else None
            if inherited is not None and organisation == inherited and _OWN_BODY.search(element.title):
                continue
            start, end = min(element.start, person.start), max(person.end, element.end)
            yield Holding(person, self._as_written(element), organisation, place, is_former or goes_on, start, end, rule, confidence, modality)

    def _country_of(self, organisation_id: str | None, place_id: str | None) -> str | None:
        """The country that an organisation or a place belongs to, as a place id."""
        own = self._draft.organisations.get(organisation_id or "")
        place_id = own.place_id if own is not None else place_id
        return self._gazetteer.country(place_id) or None if place_id is not None and place_id in self._gazetteer else None

    def _as_written(self, element: _Element) -> str:
        """The title in the article's own script."""
        written = self._draft.text[element.end - len(element.title) : element.end]
        return written if plain(written) == element.title else element.title

    def _local_place(self, element: _Element, place_id: str | None) -> str | None:
        """The place of 市委书记 or 县长 without a place: the one before it in the chain, home, else the last one named."""
        match = _LOCAL_TITLE.search(element.title)
        if match is None:
            return None
        level = _LEVELS[(match["level"] or match["head"])[0]]
        near = [mention.entity_id for mention in reversed(self._holders[: bisect_left(self._holder_ends, element.start)]) if mention.label == "GPE"]
        for candidate in [place_id, self._draft.home_place_id, self._draft.dateline_place_id, *near[:3]]:
            for place in self._gazetteer.with_parents(candidate) if candidate else []:
                if place.country == "CN" and (place.level == level or (level == "city" and place.level == "province" and place.name.endswith("市"))):
                    return place.place_id
        return None

    def _chain(self, end: int, floor: int) -> list[_Element]:
        """The titles that end at `end`, in text order, none beginning before `floor`."""
        elements: list[_Element] = []
        while len(elements) < _LONGEST_CHAIN:
            element = self._element(end, floor, is_first=not elements)
            if element is None:
                break
            elements.append(element)
            joint = self._text[element.start - 1 : element.start]
            if element.start <= floor or joint not in {"、", "兼", "/", "，", ",", "和", "与", " "} or element.start - 1 in self._people_ends:
                break
            if joint in {"，", ",", "和", "与"} and not (element.organisation or element.place):
                break
            end = element.start - 1
            # 中国新闻社党委常委、副总编辑；…院士(acatech)、…: a bracket between two titles is skipped.
            if self._text[end - 1 : end] in {")", "）"}:
                opening = max(self._text.rfind(mark, max(floor, end - 40), end) for mark in "(（")
                end = opening if opening > floor else end
        return elements[::-1]

    def _element(self, end: int, floor: int, *, is_first: bool) -> _Element | None:
        """One title that ends at `end`, with the organisation or place right before it."""
        if (envoy := self._envoy(end, floor)) is not None:
            return envoy
        if self._text.startswith("代表", end - 2) and (delegate := self._delegate(end, floor)) is not None:
            return delegate
        if post_at_end(self._text[max(floor, end - _LONGEST_TITLE - 12) : end]) is None:
            return None
        position = bisect_right(self._holder_ends, end - 2)
        for mention in reversed(self._holders[max(0, position - 3) : position]):
            if mention.start < floor:
                break
            found = self._with_holder(mention, end, floor)
            if found is not None:
                return found
        return self._generic(end, floor) or self._bare(end, floor, is_first=is_first)

    def _generic(self, end: int, floor: int) -> _Element | None:
        """该联盟|秘书长, 公司|总经理: of the organisation of that kind that was named last."""
        window_start = max(floor, end - _LONGEST_TITLE - 8)
        for match in _GENERIC.finditer(self._text, window_start, end):
            title, is_former = _title_and_time(self._text[match.end() : end])
            if match.start() in self._starts and _is_title(title) and (holder := self._named_last(match.start(), (_GENERIC_KINDS[match["noun"]],))):
                return _Element(title, match.start(), end, holder, None, is_former)
        return None

    def _named_last(self, offset: int, kinds: Sequence[str], furthest: int = 1000) -> str | None:
        """The organisation of the first of these kinds that was named last before the offset, not too far away."""
        position = bisect_right(self._holder_ends, offset)
        for kind in kinds:
            for mention in reversed(self._holders[max(0, position - _NEAR) : position]):
                organisation = self._draft.organisations.get(mention.entity_id or "")
                if offset - mention.end > furthest:
                    break
                if mention.label == "ORG" and organisation is not None and organisation.kind == kind:
                    return organisation.organisation_id
        return None

    def _delegate(self, end: int, floor: int) -> _Element | None:
        """全国人大|代表: of a congress; 代表 of anything else is no post."""
        mention = self._holder_at.get(end - 2)
        if mention is None or mention.label != "ORG" or mention.start < floor:
            return None
        congress = self._text[mention.start : mention.end].endswith(("人大", "人民代表大会", "党代会"))
        return _Element("代表", mention.start, end, mention.entity_id, None, False) if congress else None

    def _envoy(self, end: int, floor: int) -> _Element | None:
        """德国|驻上海总领事: the post of the state that sends."""
        window_start = max(floor, end - 20)
        match = _ENVOY.search(self._text[window_start:end])
        if match is None:
            return None
        start = window_start + match.start()
        # 德国前驻华大使.
        is_former = self._text[max(floor, start - 1) : start] in {"前", "原"}
        begins = start - 1 if is_former else start
        sender = self._holder_at.get(begins)
        if sender is not None and sender.label == "ORG":
            return _Element(match.group(), sender.start, end, sender.entity_id, None, is_former)
        if sender is not None:
            return _Element(match.group(), sender.start, end, None, sender.entity_id, is_former)
        if self._text[begins - 1 : begins] == "我":
            return _Element(match.group(), begins - 1, end, None, "CN", is_former)
        return _Element(match.group(), begins, end, None, None, is_former)

    def _with_holder(self, mention: Mention, end: int, floor: int) -> _Element | None:
        gap = self._text[mention.end : end]
        if (gloss := _GLOSS.match(gap)) is not None and (gap[0] in "（(" or self._text[mention.start - 1 : mention.start] in {"（", "("}):
            # 德国…联合会（VDMA）|中国区首席代表.
            gap = gap[gloss.end() :]
        if len(gap) > _LONGEST_TITLE + 6 or mention.entity_id is None or self._names_someone(mention.end, end):
            return None
        if mention.end - mention.start == 1 and self._is_beside_single(mention):
            # 德中|友好小组主席 is of neither.
            return None
        title, is_former = _title_and_time(gap)
        start = mention.start
        organisation, place = (mention.entity_id, None) if mention.label == "ORG" else (None, mention.entity_id)
        if mention.label != "ORG":
            # 埃森哲|大中华区|董事总经理: a region belongs to the firm before it.
            owner = self._holder_at.get(mention.start)
            if owner is not None and owner.label == "ORG" and owner.entity_id is not None:
                organisation, place, start = owner.entity_id, None, owner.start
                title = title.removeprefix("区")
            if place is not None:
                title = _REPUBLIC.sub("", title)
                # 俄国|防部长.
                if self._text[mention.end - 1] == "国" and title.startswith(("防部长", "务卿", "防大臣", "防部副部长", "家主席", "务委员")):
                    title = "国" + title
            if place is not None and re.match(r"[委政人](?!员)", title) and (unit := _UNIT_BEFORE.search(self._text[mention.start : mention.end])):
                title = unit.group() + title
        if organisation is not None and _REGION.match(title):
            title = _REGION.sub("", title)
        start = self._whole_place(start) if organisation is None else start
        # 原商务部副部长, 前德国国防部长.
        before = _FORMER_BEFORE.search(self._text[max(floor, start - 2) : start])
        if before is not None:
            is_former, start = True, start - len(before.group())
        elif (now := _CURRENT_BEFORE.search(self._text[max(floor, start - 2) : start])) is not None:
            start -= len(now.group())
        if not _is_title(title):
            return None
        if place is not None and (not _is_place_post(title) or _UNSEEN_BODY.search(title)):
            return None
        return _Element(title, start, end, organisation, place, is_former)

    def _is_beside_single(self, mention: Mention) -> bool:
        """Is the mention one of two one-character places side by side?"""
        before, after = self._holder_at.get(mention.start), self._holder_at.get(mention.end + 1)
        return any(other is not None and other.end - other.start == 1 for other in (before, after))

    def _names_someone(self, start: int, end: int) -> bool:
        position = bisect_left(self._people_starts, start)
        return position < len(self._people_starts) and self._people_starts[position] < end

    def _whole_place(self, start: int) -> int:
        """浙江省|绍兴市|委书记: the chain goes on before the whole place, and before 中共."""
        while (mention := self._holder_at.get(start)) is not None and mention.label == "GPE":
            start = mention.start
        return start - 2 if self._text[max(0, start - 2) : start] == "中共" else start

    def _bare(self, end: int, floor: int, *, is_first: bool) -> _Element | None:
        """A title alone: all that stands after the 、 before, else the tagger's words before `end` that make one."""
        if (committee := self._committee(end, floor)) is not None:
            return committee
        joint = max(self._text.rfind(mark, max(floor, end - _LONGEST_TITLE), end) for mark in "、兼") + 1
        if joint > floor and joint not in {end} and not self._names_someone(joint, end) and _is_title(_title_and_time(self._text[joint:end])[0]):
            title, is_former = _title_and_time(self._text[joint:end])
            return _Element(title, joint, end, None, None, is_former)
        position = bisect_left(self._word_ends, end)
        if position >= len(self._word_ends) or self._word_ends[position] != end:
            return self._bare_suffix(end, floor)
        start = end
        best: int | None = None
        while position >= 0:
            word = self._draft.words[position]
            if (
                word.start < floor
                or word.end != start
                or word.tag not in {"n", "nz", "vn", "a", "an", "f", "nx", "m", "v", "d", "ad"}
                or end - word.start > _LONGEST_TITLE
            ):
                break
            piece = self._text[word.start : end]
            if _NO_TITLE.search(piece):
                break
            start = word.start
            if _is_title(_title_and_time(piece)[0]) and word.tag not in {"v", "d", "ad"}:
                best = start
            position -= 1
        if best is None:
            return self._bare_suffix(end, floor)
        before = self._text[max(floor, best - 1) : best]
        clean = best == floor or before in {"、", "，", ",", "兼", "。", "；", ";", "：", ":", "”", "\n", " ", ")", "）", "/"}
        if not clean:
            return self._bare_suffix(end, floor)
        piece = self._text[best:end]
        title, is_former = _title_and_time(piece)
        return _Element(title, best, end, None, None, is_former)

    def _committee(self, end: int, floor: int) -> _Element | None:
        """中共佛山市|市委常委 where the place is no mention of its own."""
        window_start = max(floor, end - 24)
        match = _COMMITTEE_POST.search(self._text[window_start:end])
        if match is None:
            return None
        for length in range(min(12, match.start("post")), 1, -1):
            start = match.start("post") - length
            name = self._text[window_start + start : window_start + match.start("post")]
            ids = [reading.place_id for unit in (match["post"][0], "") for reading in self._gazetteer.readings(name + unit) if not reading.strength]
            known_here = [place_id for place_id in ids if place_id in self._draft.places] or ids
            if known_here:
                begins = window_start + start
                begins -= 2 if self._text[max(floor, begins - 2) : begins] == "中共" else 0
                title, is_former = _title_and_time(match["post"])
                return _Element(title, begins, end, None, known_here[0], is_former)
        return None

    def _bare_suffix(self, end: int, floor: int) -> _Element | None:
        """The post itself, where the words before it are no part of a title: …举行时国家主席."""
        post = post_at_end(self._text[max(floor, end - 8) : end])
        if post is None:
            return None
        start = end - len(post)
        local = re.search(r"(?:[省市县区州]委(?:常委|副?书记|委员)?|[省市县区州]政府|常务|国家|联邦)$", self._text[max(floor, start - 6) : start])
        start -= len(local.group()) if local else 0
        title = self._text[start:end]
        is_former = self._text[max(floor, start - 1) : start] in {"前", "原"} or self._text[max(floor, start - 2) : start] == "时任"
        return _Element(title, start, end, None, None, is_former)

    def _sentence_of(self, offset: int) -> Span:
        position = bisect_right(self._sentence_starts, offset) - 1
        return self._sentences[position] if 0 <= position < len(self._sentences) else Span(0, len(self._text))


def _title_and_time(written: str) -> tuple[str, bool]:
    """The title without 前, 原, 现任 …, and whether it is a former one: 县委|原|副书记 is 县委副书记."""
    title = _FORMER.sub("", _CURRENT.sub("", _FORMER.sub("", written)))
    is_former = _FORMER.match(written) is not None
    inside = _FORMER_INSIDE.search(title)
    return (title[: inside.start()] + title[inside.end() :], True) if inside else (title, is_former)


def _is_title(title: str) -> bool:
    return (
        2 <= len(title) <= _LONGEST_TITLE
        and _TITLE_BODY.fullmatch(title) is not None
        and post_at_end(title) is not None
        and _NO_TITLE.search(title) is None
    )


def _is_place_post(title: str) -> bool:
    """May a place itself hold this post (市长, 总理, 外交部长), or is it that of an unnamed body there (总经理)?"""
    return _PLACE_POST.search(title) is not None


_PLACE_POST = re.compile(
    r"(?:^[省市县区州旗盟乡镇]?(?:党)?委(?:副?书记|常委|委员|候补委员|专职副书记|秘书长|.{0,8}(?:副?书记|常委))|书记|长官|[省市县区州镇乡村盟旗部]长|党?工委(?:副?书记)|管委会(?:常务)?副?主任|参事|特首|^副?(?:外|防|财|商|内)长|[一-龥]{2,6}[局厅]长|部长助理|主席|总统|总理|首相|国王|女王|天皇|国务卿|国务委员|大臣|大使|公使|总领事|领事|参赞|特使|"
    r"新闻秘书|议员|众议员|参议员|议长|总督|王储|亲王|埃米尔|酋长|行政长官|人大代表|专员|发言人|国家.{0,4}顾问|代办|检察长|国务秘书|纪委书记|政法委书记|秘书长|州委|州长)$"
)


def _default(post: Post) -> tuple[str | None, str | None]:
    """The body or the country whose post it always is, as ids."""
    if post.default is None:
        return None, None
    row = known(post.default)
    return (organisation_id(row.name, row.place_id), None) if row is not None else (None, post.default)


def position_id(article_id: str, person_id: str, holding: Holding) -> str:
    """The fact's id: over article, person, title, holder and status."""
    return make_id("f", article_id, "position", person_id, holding.title, holding.organisation_id or holding.place_id, holding.is_former)
