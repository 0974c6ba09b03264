"""Who stands before a verb: the subject of its clause, or the one that a clause without a subject takes over.

>>> text = "美的在会上正式"
>>> text[: without_gap(text, 0, len(text))]
'美的'
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from extractors.facts.events_clauses import ON_THE_SPOT, PLAIN, clause_start, listed
from extractors.facts.masked import Masked, Unit, expand
from extractors.records import Draft

# What may stand between a subject and its verb: 等企业, dates, adverbs, 在…, 以…的方式.
_GAP = (
    (
        "(?:<DN>|[与和同](?:<G>、?){1,4}PLAIN{0,2}(?:企业|公司|方面|客商)|[两三四五六七](?:地|市|省|国|方|家|校|部门)(?:PLAIN{0,4}部门)?|PLAIN{0,4}代表团|率(?:PLAIN|<GON>){0,16}?(?:团|一行|队|企业家|代表)(?:<N>)?|带领(?:PLAIN|<GON>){2,14}?(?:团|一行|队)|等(?:<N>)?PLAIN{0,10}?(?:企业|公司|单位|部门|城市|国家|机构|高校|院校|客商)|等(?:<N>)?(?:家|国|国家|城市|地|企业|公司|单位|部门|高校|机构|人|方|多方|[一-鿿]{1,4}(?:企业|公司|单位|部门|城市|国家|机构))?|双方|三方|两国|两地|代表团|考察团|访问团|代表|公司|集团|政府|一行|夫妇|"
        "也|都|均|已经|已|正式|成功|先后|相继|陆续|同时|分别|将|拟|即将|计划|有望|或将|可能|未能|没有|尚未|未|可能会|将会|会|但|否认|取消了?|放弃了?|终止了?|拒绝|叫停了?|推迟了?|有意|考虑|打算|准备|力争|争取|预计|日前|近日|不久前|今日|昨日|今天|昨天|当天|当日|上午|下午|晚|率先|共同|联合|携手|一起|"
        "双双|宣布|决定|获批|获准|再次|重新|一致|最终|终于|还|又|再|就|首次|全资|主持|应邀|当场|秘密|悄然|单独|组团|派团|率团|从未|并未|不曾|正在|也|在|于|各|曾经|反而|却|仍|还在|的代表|专程|亲自|牵头|意向|当地时间|亦|刚刚|曾|并|已于|"
        "(?:在|(?<![对关由位基至属])于|从|到|赴)(?:ALONE{0,8}<GFOE>){1,3}ALONE{0,8}|(?:在|于)(?:现场|线上|会上|当地|此间|京|沪|汉|港|穗)|以<M>(?:的价格)?|(?:通过|以)(?:视频|线上|网络)(?:方式|形式|连线)?|在线|云上?|(?:出资|斥资|耗资)(?:约|近|超)?<M>|就PLAIN{2,20}|以PLAIN{1,12}(?:方式|形式|价格))$"
    )
    .replace("PLAIN", PLAIN)
    .replace("ALONE", "(?:(?!会见|会晤|访问|出席|参加|举行|召开|签署|来|赴)" + PLAIN.replace("[^", "[^、和与同") + ")")
)
_ALONE = re.compile("(?:并|还|又|随后|同时|将|拟|已|也|先后|分别|其间|期间|会后|现场|当天|当场|此前){0,3}(?:与|和|同)[^，,。；;]{0,10}$")
_CONNECTIVE = re.compile("(?:我|并|且|但|也|其|他|她|而|还|又|则|便|于是|随后|同时|此外|其间|现场){0,2}")
_TELLS = re.compile("(?:表示|说|称|介绍|指出|透露|认为|强调|告诉记者)$")
_PREPOSITION = re.compile("(?:[对向把被从给为在于来赴到抵访]|依托|通过|根据|借助|随着|经过|围绕|针对|按照|首个|唯一|第一个)$")
# …，总部位于慕尼黑，2009年落户太仓
_ASIDE = re.compile("(?:总部|注册地|厂区|园区)(?:位于|设在|设于|地处|坐落)|(?:注册资本|占地|主营)")
_ADVERBIAL_TAGS = frozenset({"d", "ad", "t", "TIME", "xc", "c", "m", "q", "r"})
_VERB_TAGS = frozenset({"v", "vd", "u"})
_PREPOSITIONS = frozenset({"在", "于", "从", "与", "和", "同", "对", "向", "就", "以", "通过", "围绕", "根据", "按照", "为", "自", "经", "由"})
_LINKS = frozenset({"与", "和", "同", "及"})
# After these an action may stand: 就投资建设工厂签约.
_OF_ACTIONS = frozenset({"就", "围绕", "通过", "根据", "按照", "以", "为", "经"})
# Verbs that say how or whether what follows is done, not by whom else.
_AUXILIARIES = re.compile(
    "派|派人|派员|派团|原|原定|曾|一度|宣布|决定|计划|拟|将|将要|获批|获准|准备|打算|考虑|力争|争取|有望|有意|可能|会|开始|继续|联合|携手|共同|牵头|组团|率团|带队|率队|应邀|受邀|出资|斥资|耗资|投资|公告|公告称|完成|实现|进行|否认|取消|放弃|终止|暂停|拒绝|推迟|参与|组织|举行|未能|没有|无意|不会|未|未曾|着手|筹备|预计|需|可|能|已经|被曝|被传|曝|传出"
)
_BELONGS = re.compile(
    "公司|集团|企业|方面|代表|代表团|等|一行|双方|两地|两市|三方|各方|政府|家|国|国家|单位|部门|城市|夫妇|先生|女士|博士|教授|院士|方|地|市|省|区|县|了|着"
)
_NOUN_TAGS = frozenset({"n", "nz", "nw", "ORG", "PER", "LOC", "f", "s"})


def subject_of(draft: Draft, sentence: Masked, index: int, letters: str) -> tuple[list[Unit], float]:
    """Who stands before a verb: the list that ends there after adverbs, dates and 在… are taken off; else the subject of the clause before."""
    text = sentence.text
    clause = clause_start(sentence, index)
    end = without_gap(text, clause, index)
    if re.search("团|代表", text[end:index]):
        # 许昌代表团访问…: of a place its delegation.
        letters += "GF"
    units = list_before(sentence, clause, end, letters)
    if units and (first := _with_whom(sentence, clause, units[0])) is not None:
        # …，并与库卡签署协议: the other party is the subject of the clause before.
        return [*_carried(draft, sentence, first, letters), *units], 0.85
    if units:
        return units, 0.92
    if units := _head_of_clause(draft, sentence, clause, index, letters):
        return units, 0.86
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
        before = clause_start(sentence, clause - 1)
        if pair and len(both := _met(sentence, before, clause)) == len("双方"):
            return both, 0.85
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
            units = [unit for unit in listed(sentence, match.start("who"), match.end("who")) if unit.letter in letters]
            return ([], 0.0) if pair and len(units) != len("双方") else (units, 0.8)
        # Only a clause that is a mere date, or tells more of the same subject, is passed over.
        if _ASIDE.match(text, before, clause) is None and (clause - before > 8 or sentence.units_in(before, clause, "AOGPN")):
            break
        clause = before
    return [], 0.0


def _head_of_clause(draft: Draft, sentence: Masked, clause: int, index: int, letters: str) -> list[Unit]:
    """The list at a clause's beginning where nothing but adverbs, days and phrases with a preposition stand between it and the verb."""
    if sentence.text[index - 1 : index] in _LINKS | {"对", "向", "跟"}:
        # 甲同来访的乙会谈: not the one who comes.
        return []
    match = _subject_at_start().match(sentence.text, clause, index)
    if match is None or not draft.words or not _is_only_adverbial(draft, sentence, match.end(), index):
        return []
    return [unit for unit in listed(sentence, match.start("who"), match.end("who")) if unit.letter in letters]


def _is_only_adverbial(draft: Draft, sentence: Masked, start: int, end: int) -> bool:
    """Whether the tagger sees only adverbs, times, prepositions with their objects and auxiliary verbs (宣布, 计划) in a stretch."""
    words = draft.words
    first = bisect_right(words, sentence.position(start), key=lambda word: word.start)
    place = max(0, first - 1)
    stop = sentence.position(end)
    preposition, open_object = "", False
    while place < len(words) and words[place].start < stop:
        word = words[place]
        place += 1
        if word.start < sentence.position(start):
            continue
        text = draft.text[word.start : word.end]
        if word.tag == "p" or text in _PREPOSITIONS:
            if open_object and text not in _LINKS:
                return False
            preposition, open_object = text, True
        elif word.tag in _ADVERBIAL_TAGS or _AUXILIARIES.fullmatch(text):
            open_object = open_object and word.tag in ("d", "ad", "c", "xc") and not preposition
            preposition = ""
        elif preposition and word.tag != "w" and (word.tag not in _VERB_TAGS or preposition in _OF_ACTIONS):
            open_object = False
        elif _BELONGS.fullmatch(text) is None:
            return False
    return not open_object


def _met(sentence: Masked, start: int, end: int) -> list[Unit]:
    """The two who meet in a clause (许继集团与西门子公司代表会面), whom 双方 means in the next."""
    match = _meeting_of_two().fullmatch(sentence.text, start, end)
    return [sentence.unit(match.start("one")), sentence.unit(match.start("other"))] if match is not None else []


def _with_whom(sentence: Masked, clause: int, unit: Unit) -> int | None:
    """Where 与, 和 or 同 stands before a unit and nothing but 并, 还 before that."""
    index = next((place for place in sentence.indices_in(clause, len(sentence.text)) if sentence.units[place] is unit), clause)
    match = _ALONE.search(sentence.text, clause, index)
    return match.start() if match is not None and match.start() == clause else None


def _carried(draft: Draft, sentence: Masked, clause: int, letters: str) -> list[Unit]:
    """The subject at the beginning of the clause before."""
    if clause == 0 or sentence.text[clause - 1] not in "，,":
        return []
    before = clause_start(sentence, clause - 1)
    match = _subject_at_start().match(sentence.text, before, clause)
    if match is None or not _goes_on(draft, sentence, match.end()) or _TELLS.search(sentence.text, before, clause - 1):
        return []
    return [unit for unit in listed(sentence, match.start("who"), match.end("who")) if unit.letter in letters]


def pair_of(sentence: Masked) -> list[Unit]:
    """The two at the beginning of a sentence whom 双方 means."""
    start = ON_THE_SPOT.match(sentence.text)
    match = _subject_at_start().match(sentence.text, start.end() + 1 if start else 0)
    units = listed(sentence, match.start("who"), match.end("who")) if match is not None else []
    return units if len(units) == len("双方") else []


def _goes_on(draft: Draft, sentence: Masked, index: int) -> bool:
    """Whether what follows a subject is its verb and no noun that it belongs to (中共中央 | 总书记)."""
    position = sentence.position(index)
    words = draft.words
    place = bisect_right([word.start for word in words], position) - 1 if words else -1
    return place < 0 or words[place].tag not in _NOUN_TAGS


def without_gap(text: str, clause: int, end: int) -> int:
    """Where a clause ends when what may stand between subject and verb is taken off its end."""
    for _ in range(8):
        match = _gap().search(text, max(clause, end - 30), end)
        if match is None or match.start() == end:
            break
        end = match.start()
    return end


def list_before(sentence: Masked, clause: int, end: int, letters: str) -> list[Unit]:
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
        position = without_gap(text, clause, joint.start())
    if units and _PREPOSITION.search(text, max(clause, position - 3), position):
        return []
    return units


@lru_cache(maxsize=1)
def _gap() -> re.Pattern[str]:
    return re.compile(expand(_GAP))


@lru_cache(maxsize=1)
def _meeting_of_two() -> re.Pattern[str]:
    return re.compile(
        expand(
            "(?:<D>|近日|日前|昨日|今日|上午|下午){0,3}<G>?(?P<one><AO>)(?:代表|方面|负责人|高层|代表团)?(?:与|和|同)<G>?(?P<other><AO>)(?:代表|方面|负责人|高层|代表团)?"
            "(?:<D>|在<GF>{1,2}|在线|线上|举行){0,3}(?:会面|会谈|座谈|洽谈|会晤|磋商|交流|签约仪式|工作会谈)[，,]"
        )
    )


@lru_cache(maxsize=1)
def _post() -> re.Pattern[str]:
    """The words of a post before a person: 中国商务部部长."""
    return re.compile(expand("(?:<GOA>|[一-鿿“”](?<![和与及同由对向把被从给在于会见说了，])){1,40}$"))


@lru_cache(maxsize=1)
def _subject_at_start() -> re.Pattern[str]:
    return re.compile(
        expand(
            "(?:<DN>|昨天|今天|日前|近日|据悉|此外|同时|随后|目前|其中|当天|当地时间|上午|下午|[“‘]|称(?=<G>|<O>)){0,4}"
            "(?![应据对由在随经以从当为])(?P<who>(?:<GOA>{0,4}[一-鿿]{0,14}?<P>|<G>{0,2}<AO>|<G>)(?:(?:、|和|与|及)(?:<GOA>{0,4}[一-鿿]{0,14}?<P>|<G>{0,2}<AO>|<G>)){0,20})(?![、的和与]|<AOPF>)"
        )
    )
