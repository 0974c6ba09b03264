"""One-character names of places: 中德, 京津冀, 赴德, 访华, 驻沪, 德方, 豫企.

A character counts only where its neighbours make it a name: in a run of such characters (中德,
沪苏浙皖), after 对, 赴, 驻 … or before 方, 企, 资 …; the tagger's words, where there are any, must have
a border on both sides. So 心中美好, 其中日本, 对法律, 中心, 美的 give nothing.

>>> [(start, place_id) for start, end, place_id in clipped_places("中德合作,赴德考察,访华,粤港澳,中澳,美军,德方")]
[(0, 'CN'), (1, 'DE'), (6, 'DE'), (11, 'CN'), (13, 'CN-440000'), (14, 'CN-810000'), (15, 'CN-820000'), (17, 'CN'), (18, 'AU'), (20, 'US'), (23, 'DE')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from extractors.lexicon import read_rows
from extractors.places.spans import WordBorders
from extractors.records import Word

# Pairs that are common words or names as well: read only before one of _AFTER_PAIR.
_OTHER_PAIR_HEADS = "中美英法德俄日韩欧"
_AFTER_PAIR = re.compile(
    r"(?:往来|两国|双方|两地|三国|四国|关系|双边|经贸|贸易|合作|友好|建交|边境|边界|边防|战略|战争|联合|企业|文化|人文|伙伴|领导人|经济走廊|铁路|公路|油气|人民|自贸|友谊|元首|总理|外长|口岸|投资|合资|产业|同盟|联盟|论坛|首脑|旅游|科技|省州|两军)"
)
# What may not stand before a pair, where there are no words of the tagger to go by.
_NOT_BEFORE = frozenset("其集心空当眼途手家高初水地年月期文热暑寒目脑掌命适之郑孙杨")
# One character after these words: 对德, 赴德, 访华, 驻沪, 来豫.
_BEFORE = r"(?:对|赴|访|驻|来|在|旅|留|援|输|涉|离|返|回|抵|进|入|出|滞|寓|反|侵|使|于|从|由|至|经)"
_AFTER = re.compile(
    r"(?:[美德英法韩泰]国|日本|[，。、；：！？,;:.!?\s（(）)“”\"《》]|$|举[行办]|召开|考察|调研|出席|参加|访问|会见|开幕|闭幕|开馆|开[业庭]|启动|签|投资|企业|的|工作|期间|成立|发布|揭|落[户地]|共|大使|总领|使[馆节领]|记者|进行|合作|进出口|货物|出[口席]|贸易|交流|"
    r"学[习者生]|留学|旅|经[贸济]|代表|领馆|办事|分社|部队|机构|人员|侨|单位|高校|央企|院士|外[交国商]|关系|政策|制裁|战略|军[事售]|开放|招商|文化|友好|新闻|媒体|使团|官兵|就|与|同|和|并|后|前|以|已|将|逝世|发行|上市|举|务工|农民工|"
    r"市场|收购|直接|并购|推广|推介|设立|专机|首|演|展|客商|华侨|华人|留|生[活效]|长大|居住|过|做|接受|作)"
)
# A character before these is a place: 德方, 豫企, 美军, 台商. One pass finds all: the set of first characters, then what may follow each.
_SINGLE = re.compile(
    r"[中乌京以伊俄冀加印叙台土埃川巴德日晋朝柬桂欧沪法泰津浙深渝港湘滇澳琼甬皖粤缅美苏英菲蒙豫赣越辽鄂闽陕韩鲁黔](?:"
    r"(?<=[中德美英法俄日韩朝印巴越澳欧缅乌叙伊菲埃蒙柬泰])(?:方(?![案法面式便向针位程圆言块形可才能始略正]))"
    r"|(?<=[中德美英法俄日韩欧港台京津沪渝冀豫浙苏粤鲁皖闽湘鄂川赣陕晋桂琼滇黔辽甬深])(?:(?:企(?![图及盼业])|资(?=企|银行|机构|公司|项目|背景|车企|金融|控股|[，。、；：,;）)]|$|股|品牌|本?进入|背|零售|券商|基金|或)))"
    r"|(?<=[美英法俄日韩德印朝以伊乌叙巴越澳土埃加缅])(?:(?:军(?![队]|工|训)|籍(?![贯])|媒(?![体介])|商(?=投资|独资|[，。、；：,;]|代表|会)|政府|总统|总理|首相|外长|防长|外交部|国防部|国务院|国务卿|参议|众议|财政部|商务部|议会|议员|财长|高官|使馆|领馆|联储|航母|战机|警方|海军|空军|陆军|官员|驻华))"
    r"|(?<=[德美日港台韩])(?:(?:商|胞)(?=[，。、；：,;]|投资|企业|代表|协会|在|子女|办))"
    r")"
)

_PLAN = re.compile("方[案法面式便向针位程]")
_COMMON = frozenset({
    "出台", "来日", "留中", "在中", "对中", "进深", "来苏", "对比", "留欧", "入门", "进港", "离港", "抵港", "来意", "在意", "从中", "由中", "至中",
    "于中", "经中", "至美", "从新", "从西", "在西", "由西", "从南", "在南",
})  # fmt: skip
# Below this one character is no place by the tagger's word: 来|日|方长.
_LIKELY = 0.6
# Characters that always mean the same country; of the others the article's own countries decide.
_FIXED = frozenset("中华美英法德俄日韩欧非亚拉")
# Characters that mean little else where the tagger sees a name.
_SURE = frozenset("中美英法德俄日韩朝欧澳非印巴越泰菲京津冀晋辽沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川黔滇陕港台甬乌伊叙")


@dataclass(frozen=True, slots=True)
class _Forms:
    """What each character means among countries, and what among places of China."""

    abroad: dict[str, str]
    at_home: dict[str, str]
    side: frozenset[str]
    home: frozenset[str]
    run: re.Pattern[str]
    after: re.Pattern[str]


@lru_cache(maxsize=1)
def _forms() -> _Forms:
    abroad: dict[str, str] = {}
    at_home: dict[str, str] = {}
    side, home = set(), set()
    for row in read_rows("extractors.places", "clipped.tsv"):
        (at_home if row["place_id"].startswith("CN-") else abroad).setdefault(row["name"], row["place_id"])
        uses = row["uses"].split(",")
        side.update([row["name"]] if "side" in uses else [])
        home.update([row["name"]] if "home" in uses else [])
    every = "".join(sorted({*abroad, *at_home}))
    single = "".join(sorted(side | home))
    return _Forms(abroad, at_home, frozenset(side), frozenset(home), re.compile(f"[{every}]{{2,9}}"), re.compile(f"{_BEFORE}([{single}])"))


@lru_cache(maxsize=1)
def _pairs() -> frozenset[str]:
    return frozenset(row["pair"] for row in read_rows("extractors.places", "clipped_pairs.tsv"))


@lru_cache(maxsize=1)
def _not_after() -> dict[str, str]:
    """By one-character name, the characters after it that make another word."""
    return {row["name"]: row["following"] for row in read_rows("extractors.places", "clipped_not_before.tsv")}


def clipped_places(
    text: str, words: Sequence[Word] | WordBorders = (), countries: Mapping[str, str] = MappingProxyType({})
) -> Iterator[tuple[int, int, str]]:
    """One-character names as (start, end, place_id), in text order, from the plain text.

    `countries` says which country a first character means in this article, where it could be several
    (中马 beside 马尔代夫).
    """
    borders = words if isinstance(words, WordBorders) else WordBorders(words)
    found: dict[int, str] = {}
    for start, run in _runs(text, borders):
        found.update(zip(range(start, start + len(run)), _meanings(run, countries), strict=True))
    for start, place_ids in _rare_pairs(text, borders, countries):
        found.setdefault(start, place_ids[0])
        found.setdefault(start + 1, place_ids[1])
    for position, place_id in _singles(text, borders, countries):
        found.setdefault(position, place_id)
    for position in sorted(found):
        yield position, position + 1, found[position]


# Runs: 中德, 京津冀


def _runs(text: str, borders: WordBorders) -> Iterator[tuple[int, str]]:
    for match in _forms().run.finditer(text):
        start, end = match.span()
        yield from _words_in_run(text, start, end, borders) if borders else _pairs_in_run(text, start, end)


def _words_in_run(text: str, start: int, end: int, borders: WordBorders) -> Iterator[tuple[int, str]]:
    """The parts of a run that begin and end at borders of words: 中德|两国, but not 心中|美好."""
    position = start
    while position < end - 1:
        for until in range(end, position + 1, -1):
            piece = text[position:until]
            if len(piece) > 1 and _is_bordered(position, until, borders) and _may_stand(piece, text, position, until, borders):
                yield position, piece
                position = until
                break
        else:
            position += 1


def _is_bordered(start: int, end: int, borders: WordBorders) -> bool:
    """At borders of words, or at the front of a name the tagger keeps whole (中德生态园, 沪宁高速)."""
    if not borders.is_start(start):
        word = borders.covering(start)
        return word is not None and word.tag in {"LOC", "ORG", "nz"} and borders.is_end(end)
    if borders.is_end(end):
        return True
    word = borders.covering(start)
    return word is not None and word.end > end and word.tag in {"LOC", "ORG", "nz"}


def _may_stand(piece: str, text: str, start: int, end: int, borders: WordBorders) -> bool:
    if not _is_one_kind(piece):
        return False
    word = borders.covering(start)
    is_place = word is not None and word.tag in {"LOC", "nz", "ORG"} and word.start == start and word.end == end and word.score >= _LIKELY
    if piece in _pairs():
        return not _goes_on(text, end, borders)
    if len(piece) > 2 and all(character in "中美英法德俄日韩欧京津冀沪苏浙皖粤港澳豫鲁鄂湘赣闽川渝陕甘宁晋滇黔桂琼辽吉黑蒙" for character in piece):
        return True
    if not set(piece) <= _SURE:
        return _AFTER_PAIR.match(text, end) is not None and piece[0] in _OTHER_PAIR_HEADS and piece != "中华"
    return is_place or (
        _AFTER_PAIR.match(text, end) is not None and (piece[0] in _OTHER_PAIR_HEADS or piece[-1] in "中德" or piece[0] in _forms().at_home)
    )


def _goes_on(text: str, end: int, borders: WordBorders) -> bool:
    """Whether a pair is the front of a longer word that the tagger cut: 中法|院."""
    following = text[end : end + 1]
    return not borders.is_end(end) and following in _not_after().get(text[end - 1], "") and following != ""


def _pairs_in_run(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Without words: whole runs of places of China, and pairs whose neighbours do not make another word."""
    run = text[start:end]
    if (
        len(run) > 2
        and all(character in "京津冀沪苏浙皖粤港澳豫鲁鄂湘赣闽川渝陕甘宁晋滇黔桂琼辽吉黑蒙" for character in run)
        and _is_quiet(text, start, end)
    ):
        yield start, run
        return
    if len(run) > 2 and all(character in "中美英法德俄日韩欧" for character in run) and _is_quiet(text, start, end):
        yield start, run
        return
    position = start
    while position < end - 1:
        pair = text[position : position + 2]
        stands = pair in _pairs() and _is_quiet(text, position, position + 2)
        if stands or ((pair[0] in _OTHER_PAIR_HEADS or set(pair) <= _SURE) and _is_one_kind(pair) and _AFTER_PAIR.match(text, position + 2)):
            yield position, pair
            position += 2
        else:
            position += 1


def _is_quiet(text: str, start: int, end: int) -> bool:
    following, before = text[end : end + 1], text[start - 1 : start] if start else ""
    return (not following or following not in _not_after().get(text[end - 1], "")) and (not before or before not in _NOT_BEFORE)


def _is_one_kind(run: str) -> bool:
    """No character twice, and each has a meaning beside the others."""
    return len(set(run)) == len(run)


def _meanings(run: str, countries: Mapping[str, str]) -> list[str]:
    """What each character of a run means: 澳 is 澳门 beside 港, else Australia; 蒙 is 内蒙古 beside 晋, else 蒙古."""
    forms = _forms()
    is_home = all(character in forms.at_home for character in run)
    found = []
    for character in run:
        if character == "宁" and set(run) & set("陕甘青蒙"):
            found.append("CN-640000")
        elif character == "巴" and "以" in run:
            found.append("PS")
        elif not is_home and character not in _FIXED and character in countries:
            found.append(countries[character])
        elif character in forms.at_home and (is_home or character not in forms.abroad):
            found.append(forms.at_home[character])
        else:
            found.append(forms.abroad.get(character) or forms.at_home[character])
    return found


# Single characters: 赴德, 访华, 德方, 豫企


def _singles(text: str, borders: WordBorders, countries: Mapping[str, str]) -> Iterator[tuple[int, str]]:
    forms = _forms()
    for match in forms.after.finditer(text):
        position = match.start(1)
        character = text[position]
        if _is_single_name(text, position, borders):
            is_home = character in forms.at_home and (character in forms.home)
            yield position, forms.at_home[character] if is_home and character not in "蒙澳" else _abroad(character, countries)
    for match in _SINGLE.finditer(text):
        position, end = match.start(), match.end()
        if borders and not (
            borders.is_start(position) and (borders.is_end(end) or _is_likely_word(position, borders) or _is_front_of_name(position, borders))
        ):
            continue
        if not borders and position and text[position - 1] in _NOT_BEFORE:
            continue
        yield position, _abroad(text[position], countries)
    for _, word in borders.places:
        if word.end - word.start == 1 and word.score >= _LIKELY and text[word.start] in forms.side | forms.home:
            character = text[word.start]
            following = text[word.end : word.end + 1]
            if (following.isascii() and following.isalnum()) or (following and following in "字菜剧语味派"):
                continue  # 豫A12345, 豫ICP备, 渝字牌
            if _PLAN.match(text, word.end):
                continue  # 日|方案
            if following not in _not_after().get(character, ""):
                yield word.start, forms.at_home[character] if character in forms.home and character not in "蒙澳" else _abroad(character, countries)


def _abroad(character: str, countries: Mapping[str, str]) -> str:
    """What a character means beside 方, 驻, 对: the article's own country that begins so, else the usual one."""
    forms = _forms()
    if character not in _FIXED and character in countries:
        return countries[character]
    return forms.abroad.get(character) or forms.at_home[character]


def _rare_pairs(text: str, borders: WordBorders, countries: Mapping[str, str]) -> Iterator[tuple[int, tuple[str, str]]]:
    """中 beside the first character of a country that the article names: 中白关系, 委中友好."""
    rare = "".join(sorted(set(countries) - _FIXED))
    if not rare:
        return
    for match in re.finditer(f"中[{rare}]|[{rare}]中", text):
        if borders.is_start(match.start()) and borders.is_end(match.end()) and _AFTER_PAIR.match(text, match.end()):
            first, second = match[0][0], match[0][1]
            yield match.start(), ("CN", countries[second]) if first == "中" else (countries[first], "CN")


def _is_single_name(text: str, position: int, borders: WordBorders) -> bool:
    """Whether the character after 对, 赴, 驻 … stands for a place."""
    if not borders:
        before = text[position - 2 : position - 1] if position > 1 else ""
        return (
            not _is_common(text[position - 1 : position + 1])
            and _AFTER.match(text, position + 1) is not None
            and not (text[position - 1] in "于从由至经来" and before)
        )
    word = borders.covering(position)
    if word is None:
        return False
    if not borders.is_end(position + 1):
        return word.start == position and word.tag == "LOC" and _AFTER.match(text, position + 1) is not None
    if word.start == position:
        return (word.tag in {"LOC", "nz", "ORG"} and word.score >= _LIKELY) or (
            word.tag in {"n", "j", "nw"} and _AFTER.match(text, position + 1) is not None
        )
    return (
        word.start == position - 1
        and word.tag in {"v", "vn", "n", "LOC", "ORG", "nz", "d", "ad", "vd"}
        and text[position - 1] in "对赴访驻来在旅留援输涉离返抵进滞"
        and not _is_common(text[word.start : word.end])
    )


def _is_common(word: str) -> bool:
    """Two characters that are a word of another meaning: 出台, 来日."""
    return word in _COMMON


def _is_likely_word(position: int, borders: WordBorders) -> bool:
    """Whether the character is a word of which the tagger is sure: 德|方, not 来|日|方长."""
    word = borders.covering(position)
    return borders.is_end(position + 1) and (word is None or word.score >= _LIKELY)


def _is_front_of_name(position: int, borders: WordBorders) -> bool:
    word = borders.covering(position)
    return word is not None and word.start == position and word.end > position + 1 and word.tag in {"LOC", "ORG", "nz", "n"}
