"""Where an organisation's name begins and ends, on the tagger's words.

The tagger often sees a name and misses its edges: 德国|莱茵TÜV, 中国民主建国会|浙江省委员会,
…促进中心协办, 美的并购库|卡. The functions here move edges along words; none of them looks anything up
in the article as a whole.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from extractors.organisations.names import ending_of, endings, names, words_for
from extractors.records import Mention, Word

# What may stand before a name inside the tagger's word and is no part of it.
_LEADING = re.compile(
    r"^(?:由于|原|前任?|该|本|各|继|新任|加入|访问|包括|其中|据悉|以及|[^。，]{0,12}(?:500强企业|机构|巨头|厂商|供应商|制造商|运营商|龙头企业)(?=.{2,}(?:集团|公司)$))(?=.{2})"
)
# These begin names too (同泰精工, 和谐汽车): only where a place or a known name follows.
_LEADING_BEFORE_PLACE = re.compile(r"^[由和与同及对向从据被让我在到赴经为受跟将并而但等是说称](?=.{2})")

# Verbs and posts that the tagger takes into the name's end.
_TRAILING = re.compile(
    r"(?:协办|承办|主办|支持|举办|联办|指导|发布|表示|宣布|认为|介绍|指出|举行|召开|签署|成立|发起|联合|共同|等|和|与|及|在|于|的|"
    r"会议|全体会议|[一二三四五六七八九十]次会议|常委会副委员长|常委|党组(?=成员|书记)|代表团|主席团|(?:德国|中国|美国|英国|法国|日本|欧洲|亚洲|海外|境外)?子公司|旗下|所属|下属|方面|原|前|领导人?|成员国?|官员|发言人|主席|副主席|总裁|董事长|院士)+$"
)
_OPEN = {"(": ")", "（": "）", "“": "”", "《": "》"}
_TAKEOVER = re.compile(r"(?<=.)(?:并购|收购|入股|控股(?!集团|有限|股份|公司|权|子)|携手|牵手|联手)(?=.)")
# Parts of an organisation that follow its name directly and belong to it.
_PARTS = re.compile(
    r"(?:秘书处|办公厅|办公室|[一-龥]{1,6}(?:分社|分公司|分行|支行|分院|分会|分校|代表处|办事处|联络处)|分社|代表处|总部(?!位于|设在|所在)|研究院|研究所|"
    r"(?<=[部委局署会府])[一-龥]{2,6}?司(?!令|法)|[一-龥]{2,8}(?:学院|研究院|研究所|研究中心|实验室|附属医院)|[一-龥]{2,3}[省市](?:委员会|委会|分会))"
)
# 库卡|机器人(广东)有限公司
WITH_BRANCH_PLACE = re.compile(r"(?P<first>[一-龥]{0,8})[(（](?P<place>[一-龥]{2,6})[)）][一-龥]{0,10}?(?:有限责任公司|股份有限公司|有限公司)")
# 弗劳恩霍夫|制造技术与先进材料研究所
_INSTITUTE = re.compile(r"(?:(?![的在是和与及将说])[一-龥]){2,8}(?:[与和及](?:(?![的在是和与及将说])[一-龥]){2,8})?(?:研究所|研究院)")
# 中国石油大学|（北京）
_CAMPUS = re.compile(r"[(（](?P<place>[一-龥]{2,3})[)）]")
_PLACE_TAGS = frozenset({"LOC"})
_CHAIN_TAGS = frozenset({"n", "nz", "LOC", "ORG", "vn", "a", "an", "f", "s", "nw"})
_MISSION = re.compile(r"(?:使馆|使领馆|领事馆|总领馆|代表团|代表处)$")
# Words that begin names of central bodies like a place does.
_CENTRAL = frozenset({"中央", "国家", "全国", "国务院", "中共中央", "中华全国"})
_COMPANY_TAILS = frozenset(
    {"公司", "集团", "电气", "电子", "汽车", "航空", "科技", "股份", "重工", "工业集团", "化工", "制药", "银行", "物流", "机械"}
)
_FURTHEST = 12
_LONGEST_NAME = 40


@dataclass(slots=True)
class Words:
    """The tagger's words with what is asked of them: neighbours, borders, places."""

    text: str
    words: Sequence[Word]
    place_mentions: Sequence[Mention] = ()
    starts: list[int] = field(init=False)
    ends: list[int] = field(init=False)
    places_by_end: dict[int, int] = field(init=False)
    places_by_start: dict[int, int] = field(init=False)
    place_texts: frozenset[str] = field(init=False)
    _longest_place: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self.starts = [word.start for word in self.words]
        self.ends = [word.end for word in self.words]
        self.places_by_end, self.places_by_start = {}, {}
        for mention in self.place_mentions:
            self.places_by_end[mention.end] = min(mention.start, self.places_by_end.get(mention.end, mention.start))
            self.places_by_start[mention.start] = max(mention.end, self.places_by_start.get(mention.start, mention.end))
            self._longest_place = max(self._longest_place, mention.end - mention.start)
        self.place_texts = frozenset(self.text[mention.start : mention.end] for mention in self.place_mentions)

    def begins_at(self, offset: int) -> bool:
        """Does a word begin here?"""
        position = bisect_left(self.starts, offset)
        return position < len(self.starts) and self.starts[position] == offset

    def begins_name(self, offset: int) -> bool:
        """Does a place or a known name begin here?"""
        return offset in self.places_by_start or any(self.text[offset : offset + length] in names() for length in range(2, 13))

    def place_around(self, offset: int) -> int | None:
        """Where a place begins that the offset lies inside, or None."""
        for start in range(offset - 1, offset - min(self._longest_place, 12), -1):
            if self.places_by_start.get(start, start) > offset:
                return start
        return None

    def ends_at(self, offset: int) -> bool:
        """Does a word end here?"""
        position = bisect_left(self.ends, offset)
        return position < len(self.ends) and self.ends[position] == offset

    def covering(self, start: int, end: int) -> Sequence[Word]:
        """The words that touch start..end."""
        return self.words[bisect_right(self.ends, start) : bisect_left(self.starts, end)]

    def text_of(self, word: Word) -> str:
        """The word as matched."""
        return self.text[word.start : word.end]


def split_takeover(text: str) -> list[tuple[int, int]]:
    """美的并购库卡 → the two companies; anything else → itself. Offsets within the text."""
    match = _TAKEOVER.search(text)
    return [(0, match.start()), (match.end(), len(text))] if match else [(0, len(text))]


def trim(text: str, start: int, end: int, begins_name: Callable[[int], bool] = lambda _: True) -> tuple[int, int]:
    """The span without conjunctions before, verbs and posts after, and brackets that lack their partner.

    `begins_name` tells whether a place or a known name begins at an offset.
    """
    while match := _LEADING.match(text[start:end]):
        start += match.end()
    if _LEADING_BEFORE_PLACE.match(text[start:end]) and begins_name(start + 1):
        start += 1
    while end - start > 2:
        piece = text[start:end]
        match = _TRAILING.search(piece, 1)
        closing = next((close for open_, close in _OPEN.items() if piece.count(open_) > piece.count(close)), None)
        if match:
            end = start + match.start()
        elif closing is not None:
            end = start + max(piece.rfind(open_) for open_ in _OPEN)
        elif piece[-1] in "·、，,.”》 " or (piece[-1] in ")）" and piece.count(piece[-1]) > piece.count({")": "(", "）": "（"}[piece[-1]])):
            end -= 1
        else:
            break
    return start, end


def extend_left(words: Words, start: int, end: int) -> int:
    """The start moved over places and organisations that stand right before: 德国|达姆施塔特工业大学, 中国驻|秘鲁使馆."""
    if _MISSION.search(words.text[start:end]) is not None and (post := words.text.rfind("驻", max(0, start - 1), end)) >= 0:
        start = min(start, post)
    # 不来梅|州经济促进局: a name never begins inside a place.
    around = words.place_around(start)
    start = start if around is None else around
    own_place = start in words.places_by_start
    while end - start < _LONGEST_NAME:
        before = _place_before(words, start)
        if before is None or (own_place and _is_where(words.text, before)):
            return start
        start = before
        own_place = True
    return start


def _place_before(words: Words, start: int) -> int | None:
    """Where the place (or the organisation) begins that ends right at `start`."""
    # 杜伊斯堡-|埃森大学, where 埃森 is a place too.
    if words.text[start - 1 : start] in {"-", "－"} and start - 1 in words.places_by_end and start in words.places_by_start:
        return words.places_by_end[start - 1]
    if start in words.places_by_end:
        place_start = words.places_by_end[start]
        # 中德 are two places and no beginning of a name that the tagger did not join itself.
        return place_start if start - place_start > 1 else None
    position = bisect_left(words.ends, start)
    if position < len(words.ends) and words.ends[position] == start:
        word = words.words[position]
        text = words.text_of(word)
        if (word.tag in _PLACE_TAGS and len(text) > 1) or (word.tag == "ORG" and (ending_of(text) is not None) and len(text) > 2):
            return word.start
    return None


def _is_where(text: str, start: int) -> bool:
    """Is the place only where something happens (在上海|中国电信…)?"""
    return text[max(0, start - 1) : start] in {"在", "于", "赴", "抵", "到", "访"}


def extend_right(words: Words, start: int, end: int) -> int:
    """The end moved over the rest of a name that the tagger broke off: 联盟|秘书处, 北京科技|大学, 中国国际投资|促进中心."""
    text = words.text
    if (match := WITH_BRANCH_PLACE.match(text, end)) and _nothing_but_names(words, end, match.end("first")) and _has_place(words, match):
        return match.end()
    if text.endswith(("大学", "集团", "公司"), 0, end) and (match := _CAMPUS.match(text, end)) and _has_place(words, match):
        return match.end()
    if (match := _PARTS.match(text, end)) and (
        text.startswith(("司长", "副司长", "原司长", "协办", "承办", "主办", "联办"), match.end())
        or (words.ends_at(match.end()) and _nothing_but_names(words, end, match.end()))
    ):
        return match.end()
    if text[start:end] in names() and (match := _INSTITUTE.match(text, end)) and words.ends_at(match.end()):
        return match.end()
    ending = ending_of(text[start:end])
    if ending is not None and ending.strong:
        return end
    reached = end
    for word in words.words[bisect_left(words.starts, end) :][:5]:
        piece = words.text_of(word)
        if word.start != reached or not _may_be_inside(word, piece):
            break
        reached = word.end
        after = ending_of(text[start:reached])
        if (
            after is not None
            and (after.strong or after.ending in _COMPANY_TAILS)
            and after.ending.endswith(piece[-2:])
            and not text.startswith(("门", "队", "长"), reached)
        ):
            return reached
    return end


def _has_place(words: Words, match: re.Match[str]) -> bool:
    return match.start("place") in words.places_by_start or any(word.tag in _PLACE_TAGS for word in words.covering(*match.span("place")))


def _nothing_but_names(words: Words, start: int, end: int) -> bool:
    return all(word.tag in _CHAIN_TAGS or words.text_of(word) in words_for("inside") for word in words.covering(start, end))


def _may_be_inside(word: Word, piece: str) -> bool:
    return (
        (word.tag in _CHAIN_TAGS and piece not in words_for("outside"))
        or piece in words_for("inside")
        or (piece.startswith("与") and len(piece) == 3)
    )


def name_before(words: Words, start: int, end: int) -> int | None:
    """Where a name begins whose ending stands at start..end: the nearest place to the left, over words that names are made of.

    浙江国际|创新|设计|与智造|[研究院] → 浙江. None where no place is found or anything else stands between.
    """
    position = bisect_left(words.starts, start)
    for steps in range(1, _FURTHEST + 1):
        if position - steps < 0 or end - words.words[position - steps].start > _LONGEST_NAME:
            return None
        word = words.words[position - steps]
        piece = words.text_of(word)
        if word.end != words.words[position - steps + 1].start if position - steps + 1 < len(words.words) else False:
            return None
        if piece in {")", "）"}:
            opening = _opening_before(words, word.start)
            return opening if opening is not None else None
        if word.tag in _PLACE_TAGS and len(piece) > 1:
            return extend_left(words, word.start, end)
        if word.tag == "ORG" and len(piece) == 2 and word.start in words.places_by_start:
            return extend_left(words, word.start, end)
        if piece in _CENTRAL and steps > 1:
            return word.start
        if word.tag == "ORG" and ending_of(piece) is not None:
            return extend_left(words, word.start, end)
        if not (_may_be_inside(word, piece) or re.fullmatch(r"[0-9.]{1,5}", piece)):
            return None
    return None


def _opening_before(words: Words, closing: int) -> int | None:
    """广东(亚琛)工业4.0技术应用研究中心: the place before a place in brackets."""
    opening = max(words.text.rfind(mark, max(0, closing - 8), closing) for mark in "(（")
    if opening < 0 or not any(word.tag in _PLACE_TAGS for word in words.covering(opening, closing)):
        return None
    return _place_before(words, opening)


def has_own_name(text: str) -> bool:
    """Does anything stand before the ending (银行, 研究院 and 工业大学 alone name nobody)?"""
    ending = ending_of(text)
    if ending is None:
        return text not in endings()
    return len(text) - len(ending.ending) >= 2 or text[: len(text) - len(ending.ending)] in {"市", "省", "县", "区", "州", "镇", "乡"}
