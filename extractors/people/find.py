"""People in the text: the name alone, without 先生, 博士, 书记; Chinese, minority and foreign names.

Sources: the tagger's PER words with their edges mended; names after a post that it missed
(副市长张…表示); Latin names after a post (前副校长JuergenRoedel); a full name found once is found
everywhere. 李书记 and 王先生 count only where the article names that person in full. A Latin gloss
in brackets is no mention: resolve.py reads it as the name in Latin letters.

>>> from extractors.records import Word
>>> [mention.text for mention in find_people("欧珍博士表示", words=[Word(0, 4, "PER", 0.9), Word(4, 6, "v")])]
['欧珍']
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache

from extractors.lexicon import Matcher, read_rows
from extractors.people.names import FOREIGN_NAME, HONORIFICS, LATIN_NAME, is_transliteration, surname_of, surnames
from extractors.people.posts import POST_BEFORE_NAME, post_at_end, posts
from extractors.places.gazetteer import load_gazetteer
from extractors.plain import plain
from extractors.records import Mention, Word

_LEADING = re.compile(
    r"^(?:和|与|及|由|对|向|同|据|在|被|让(?![-－·])|给|是|为|请|随|跟|将|记者|同志|主席|总统|总理|书记|部长|市长|省长|博士|教授|先生|女士|队长|局长)(?=.{2})"
)
_AFTER_NAME_OF_A_THING = re.compile(
    r"主义|奖章|奖(?!得主|获得者)|杯|路(?![过上透])|街|大道|公司|集团|大学|学院|中学|小学|学校|基金会|号(?!召)|定律|纪念|故居|故里|广场|公园|机场|医院|级|指数|疫苗|病|综合征|工作室|班组|家族|王朝|站|县|镇|乡|村|区(?!别)|寺|庙|湖|山"
)
_ARMY = re.compile(r"[中美俄乌以伊英法德日韩朝印巴叙黎苏土阿埃也沙敌我联]军$")
_SPEAKS = (
    r"(?:表示|说|介绍|指出|认为|告诉|强调|致辞|出席|主持|会见|参加|宣布|透露|坦言|一行|率|"
    r"、|,|，|:|：|\(|（|等|在|和|与|分别|作|为|代表|应邀|陪同|从|对)"
)
_THIRD = re.compile(
    r"(?![的了在和与说是表等也对向为从将被先女同及就不还都又有来去到会把以由给让已曾主出会参率副总书部市省县局院校委代博教老记作])[一-龥]"
)
_NOT_IN_NAMES = re.compile(r"[^一-龥]|[并了和与的及或]|[说称表介指认]$")
_NO_PERSON_END = re.compile(r"(?:党|乐队|格勒|诺夫卡|方面|群岛|^.方|星人|大学|学院|研究所|研究院|基金会|医院|公司|集团|博物馆|图书馆)$")
_APPOINTED = re.compile(r"(?:任命|选举|推选|推举|聘任|聘请|增补|决定由)(?P<name>(?![他她其该本])[一-龥]{2,4})(?:同志)?为(?=[一-龥]{2})")
_SAYS = re.compile(r"表示|说|介绍|指出|认为|告诉|强调|致辞|出席|主持|会见|宣布|透露|坦言|一行|先生|女士|博士|教授|同志")
_GLUED_LATIN = re.compile(LATIN_NAME)
_FOREIGN_BEFORE = re.compile(FOREIGN_NAME.pattern.replace("{2,7}", "{1,7}") + "$|让$")
# Hans Müller, of which the tagger saw one word.
_LATIN_FULL = re.compile(r"[A-ZÀ-Þ][a-zà-ÿß]+(?:[ \-][A-ZÀ-Þ][A-Za-zà-ÿß.]*){1,4}")
_DOTS = "·•・‧"
_JOINTS = _DOTS + "-－"
_COMPANY_BEFORE = re.compile(r"企业|制造商|厂商|巨头|生产商")
_COMPANY_AFTER = re.compile(r"集团|股份公司|公司|控股|[(（][一-龥]{2,4}[)）](?:有限|投资|机械|设备)|(?:[0-9.]{1,5}%)?的?股权")
_CLIPPED = re.compile(
    r"[中美俄英法德日韩印澳意西葡荷瑞奥加苏浙皖沪粤鲁豫鄂湘川渝陕京津冀闽赣桂琼黔滇晋辽吉黑甘青宁新藏台港华欧亚非]{2,4}|[中德美日韩欧外台港]企"
    # 与伊方|商讨.
    r"|[中美俄英法德日韩朝伊以巴印越沙叙乌欧菲泰缅]方[一-龥]"
)
# A word of the tagger that it is this unsure of may be a name (易中行 as an adverb).
_UNSURE_WORD = 0.7
_LEAST = 0.35
# (记者 路遥远 通讯员 王一): who wrote, in the brackets after a dateline.
_REPORTERS = re.compile(r"[（(](?:[一-龥]{0,4}(?:记者|通讯员|实习生)[ :：]{0,2}[一-龥]{2,4}(?:[ 、，,][一-龥]{2,4}){0,5}[ 、，,]?){1,3}[)）]")
_REPORTER = re.compile(r"(?:记者|通讯员|实习生)|[一-龥]{2,4}(?![一-龥])")


def find_people(text: str, *, words: Sequence[Word]) -> list[Mention]:
    """PERSON candidates in text order, none overlapping; `entity_id` is None."""
    matched = plain(text)
    found: dict[tuple[int, int], tuple[str, float]] = {}
    taken = bytearray(len(text))
    for start, end, rule, confidence in (
        *_appointed(matched),
        *_reporters(matched),
        *_tagged(matched, words),
        *_after_posts(matched, words),
        *_foreign_after_posts(matched, words),
        *_latin(matched, words),
    ):
        if not any(taken[start:end]):
            taken[start:end] = b"\x01" * (end - start)
            found[start, end] = (rule, confidence)
    _add_third_characters(matched, found, taken)
    _add_repeats(matched, words, found, taken)
    _add_surnames(matched, words, found, taken)
    return [
        Mention("PERSON", start, end, text[start:end], f"people.{rule}", round(confidence, 3))
        for (start, end), (rule, confidence) in sorted(found.items())
    ]


def _tagged(text: str, words: Sequence[Word]) -> Iterator[tuple[int, int, str, float]]:
    position = 0
    companies = _company_names(text)
    while position < len(words):
        word = words[position]
        position += 1
        if word.tag != "PER":
            continue
        # 陶思腾|(Dr.ThorstenKeiter: the gloss is not of the name.
        start, end = word.start, min(word.end, gloss) if (gloss := text.find("(", word.start + 2, word.end)) > 0 else word.end
        if end == word.end and position < len(words) and (further := _rest_of_name(text, word, words[position])):
            end = further
            position += 1
        start, end = _foreign_whole(text, words, position, start, end)
        start = _with_first_character(text, words, word, start, end)
        start, end = _trimmed(text, start, end)
        if text[start:end].isascii() and (full := _latin_whole(text, start, end)) is not None:
            start, end = full
        end = _with_third_character(text, words, position, start, end)
        if _is_name(text, start, end, word.score, companies) and not _among_places(text, words, position - 1, end):
            yield start, end, "tagged", min(0.98, 0.5 + word.score / 2)


def _reporters(text: str) -> Iterator[tuple[int, int, str, float]]:
    """The names in a dateline's brackets, whatever the tagger makes of them."""
    for brackets in _REPORTERS.finditer(text):
        for match in _REPORTER.finditer(text, brackets.start(), brackets.end()):
            name = match.group()
            surname = surname_of(name)
            # 许昌报道 is no name: four characters need a surname of two.
            if surname is not None and 0 < len(name) - len(surname) < 3 and not name.endswith(("记者", "通讯员", "实习生", "报道")):
                yield match.start(), match.end(), "reporter", 0.9


def _with_third_character(text: str, words: Sequence[Word], position: int, start: int, end: int) -> int:
    """杜瑶|如、: one character between a short name and a mark is the name's."""
    following = words[position] if position < len(words) else None
    if following is None or end - start != 2 or following.start != end or following.end != end + 1 or surname_of(text[start:end]) is None:
        return end
    return end + 1 if _THIRD.match(text, end) and text[end + 1 : end + 2] in {"、", "，", "（", "("} else end


def _with_first_character(text: str, words: Sequence[Word], word: Word, start: int, end: int) -> int:
    """国王|西|哈莫尼: one character between a post and a foreign name is the name's, if names are spelled with it."""
    if start != word.start or start < 3 or FOREIGN_NAME.fullmatch(text, start - 1, end) is None:
        return start
    begins_word = any(one.start == start - 1 and one.end == start for one in words[bisect_left(words, start - 1, key=lambda one: one.start) :][:1])
    return start - 1 if begins_word and POST_BEFORE_NAME.search(text[max(0, start - 9) : start - 1]) is not None else start


def _rest_of_name(text: str, word: Word, following: Word) -> int | None:
    """Where a name ends that the tagger broke after a surname: 李|克强, 林|郑月娥, 毛|腾飞 before a mark after a post."""
    surname = text[word.start : word.end]
    if word.end - word.start != 1 or surname not in surnames() or following.start != word.end:
        return None
    length = following.end - following.start
    if following.tag == "PER" and (length <= 2 or (length == 3 and text[following.start] in surnames())):
        return following.end
    is_post = POST_BEFORE_NAME.search(text[max(0, word.start - 8) : word.start]) is not None
    if is_post and length == 2 and following.tag in {"v", "n", "a", "nz", "vn", "an"} and text[following.end : following.end + 1] in "，,、（(：:":
        return following.end
    return None


def _among_places(text: str, words: Sequence[Word], position: int, end: int) -> bool:
    """汗尤尼斯、塔尔哈瓦、杰巴利耶: a foreign name in a list of places is one of them."""
    name = text[words[position].start : end]
    if POST_BEFORE_NAME.search(text[max(0, words[position].start - 8) : words[position].start]) is not None:
        return False
    if "·" in name or (not is_transliteration(name) and surname_of(name) is not None):
        return False
    before = words[position - 2] if position > 1 and text[words[position - 1].start : words[position - 1].end] == "、" else None
    after = words[position + 2] if position + 2 < len(words) and text[words[position + 1].start : words[position + 1].end] == "、" else None
    return any(word is not None and word.tag == "LOC" for word in (before, after))


def _foreign_whole(text: str, words: Sequence[Word], position: int, start: int, end: int) -> tuple[int, int]:
    """The whole of a name with dots, of which the tagger saw a part; `position` is the word after it."""
    while end < len(text) and text[end] in _JOINTS:
        run = FOREIGN_NAME.match(text, end + 1)
        following = words[position + 1] if position + 1 < len(words) else None
        if following is not None and following.start == end + 1 and following.tag == "PER":
            end = following.end
            position += 2
        elif run is not None:
            end = run.end()
            break
        else:
            break
    if start > 1 and text[start - 1] in _JOINTS and (before := _FOREIGN_BEFORE.search(text[max(0, start - 9) : start - 1])):
        start -= 1 + len(before.group())
    return start, end


def _latin_whole(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The name of two and more Latin words that the span lies in, or None."""
    for match in _LATIN_FULL.finditer(text, max(0, start - 30), min(len(text), end + 40)):
        if match.start() <= start and end <= match.end():
            return match.start(), match.end() - (match.group()[-1] in ".- ")
    return None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    # 和万春 is a name of three characters; only a longer word has 和 before a name.
    while (match := _LEADING.match(text[start:end])) and end - start > 3:
        start += match.end()
    changed = True
    while changed:
        changed = False
        for honorific in HONORIFICS:
            if text[start:end].endswith(honorific) and end - start > len(honorific):
                end -= len(honorific)
                changed = True
    # 韩立一说，
    if text[end - 1] in "说称" and end - start >= 3 and text[end : end + 1] in "，,：:。“”" and surname_of(text[start : end - 1]) is not None:
        end -= 1
    piece = text[start:end]
    if 3 <= len(piece) <= 5:
        for length in (3, 2):
            if piece[-length:] in posts() and len(piece) - length in (1, 2, 3) and piece[0] in surnames():
                return start, end - length
    while end > start and text[end - 1] in " ()（）,，、。:：·“”\"'[]【】":
        end -= 1
    while end > start and text[start] in " ()（）,，、。:：·“”\"'[]【】□■":
        start += 1
    return start, end


def _is_name(text: str, start: int, end: int, score: float, companies: set[str]) -> bool:
    name = text[start:end]
    if (
        len(name) < 2
        or name in _not_names()
        or (re.search("[总姓氏工]$", name) and len(name) == 2)
        or re.search(r"[0-9，。、！？；\n《》]", name)
        or _AFTER_NAME_OF_A_THING.match(text, end)
    ):
        return False
    if (name in companies and surname_of(name) is None) or (re.search(r"[A-Za-z]", name) and "·" not in name and _in_brackets(text, start)):
        return False
    if "·" not in name and _is_place(text, name, start, end):
        return False
    if (
        (_CLIPPED.fullmatch(name) and not _is_post_before(text, start) and _SAYS.match(text, end) is None)
        or _ARMY.match(name)
        or (text[start - 1 : start] in {"“", "‘"} and text[end : end + 1] in {"”", "’"})
    ):
        return False
    if _NO_PERSON_END.search(name) and not _is_post_before(text, start):
        return False
    if name[-1] in "原前" and post_at_end(text[end : end + 2]) is not None:
        return False
    if "·" in name:
        return True
    if re.search(r"[A-Za-z]", name):
        return re.fullmatch(LATIN_NAME, name) is not None and len(name) >= 4 and score >= 0.5
    if surname_of(name) is not None:
        return score >= (_LEAST if surnames().get(name[0], True) else 0.5) or _spoken_of(text, start, end)
    if is_transliteration(name) or FOREIGN_NAME.fullmatch(name):
        return score >= 0.45 or _spoken_of(text, start, end)
    return score >= 0.6 and len(name) <= 8


def _is_place(text: str, name: str, start: int, end: int) -> bool:
    """Is the name a place's, and nothing around it speaks of a person?"""
    meanings = [reading.place_id for reading in load_gazetteer().readings(name) if not reading.strength]
    if not meanings:
        return False
    # No person is called 叙利亚.
    if any(len(place_id) == 2 for place_id in meanings):
        return True
    return POST_BEFORE_NAME.search(text[max(0, start - 8) : start]) is None and _SAYS.match(text, end) is None


def _company_names(text: str) -> set[str]:
    """What stands before a company's form or after 企业 anywhere, in every length that a name can have."""
    found = {text[match.start() - length : match.start()] for match in _COMPANY_AFTER.finditer(text) for length in range(2, 11)}
    return found | {text[match.end() : match.end() + length] for match in _COMPANY_BEFORE.finditer(text) for length in range(2, 11)}


def _in_brackets(text: str, start: int) -> bool:
    """Does the position stand in brackets (a gloss)?"""
    opening = max(text.rfind(mark, max(0, start - 40), start) for mark in "(（")
    return opening >= 0 and not any(mark in text[opening:start] for mark in ")）")


def _is_post_before(text: str, start: int) -> bool:
    return POST_BEFORE_NAME.search(text[max(0, start - 8) : start]) is not None


def _spoken_of(text: str, start: int, end: int) -> bool:
    """Does a post or 记者 stand before the name, or a verb of saying after it?"""
    return POST_BEFORE_NAME.search(text[max(0, start - 8) : start]) is not None or re.match(_SPEAKS, text[end : end + 2]) is not None


def _after_posts(text: str, words: Sequence[Word]) -> Iterator[tuple[int, int, str, float]]:
    """副厅长|杜华红|介绍, where the tagger saw no name: surname, one or two characters, then a verb of saying or a comma."""
    for position, word in enumerate(words):
        if word.tag == "n" and 4 <= word.end - word.start <= 7 and (length := _name_in_post(text[word.start : word.end])):
            # 市长史根治 as one word.
            yield word.end - length, word.end, "after_post", 0.75
        if word.tag != "n" or POST_BEFORE_NAME.search(text[max(0, word.end - 8) : word.end]) is None:
            continue
        for length in (3, 2):
            start, end = word.end, word.end + length
            name = text[start:end]
            if not surnames().get(surname_of(name) or "", False) or _NOT_IN_NAMES.search(name) or name in _not_names():
                continue
            if re.match(_SPEAKS, text[end : end + 2]) and _loose(words, position + 1, start, end) and name not in _not_names():
                yield start, end, "after_post", 0.7
                break


def _appointed(text: str) -> Iterator[tuple[int, int, str, float]]:
    """任命|陆治原|为: all between the verb and 为 is the name."""
    for match in _APPOINTED.finditer(text):
        name = match["name"]
        if surnames().get(surname_of(name) or "", False) and name not in _not_names() and len(name) <= 2 + len(surname_of(name) or ""):
            yield match.start("name"), match.end("name"), "appointed", 0.85


def _foreign_after_posts(text: str, words: Sequence[Word]) -> Iterator[tuple[int, int, str, float]]:
    """部长|平克瓦特、: characters that foreign names are spelled with, between a post and a mark or a verb of saying."""
    ends = {word.end for word in words}
    for word in words:
        # 施耐德|先生, taken for the company.
        is_addressed = word.tag in {"ORG", "nz", "LOC"} and text.startswith(("先生", "女士", "博士", "教授", "一行"), word.end)
        if is_addressed and word.end - word.start >= 3 and FOREIGN_NAME.fullmatch(text, word.start, word.end):
            yield word.start, word.end, "addressed", 0.75
        match = FOREIGN_NAME.match(text, word.end)
        if match is None or word.tag in {"PER", "w", "u", "p"} or not _is_post_before(text, word.end):
            continue
        if match.end() in ends and re.match(r"[、，,（(。]|表示|说|出席|会见|介绍|致辞|主持|率|一行|和|与", text[match.end() : match.end() + 2]):
            yield match.start(), match.end(), "foreign_after_post", 0.75


def _name_in_post(word: str) -> int:
    """How long the name is that ends a word which begins with a post, 0 where none does."""
    for length in (3, 2):
        name = word[-length:]
        if word[:-length] in posts() and (surname := surname_of(name)) is not None and surnames()[surname] and post_at_end(word) is None:
            return length
    return 0


def _loose(words: Sequence[Word], position: int, start: int, end: int) -> bool:
    """Do the tagger's words (from `position` on) fall apart here, as they do on names it does not know, and end with the name?"""
    inside = [word for word in words[position : position + 4] if start < word.end <= end]
    if len(inside) == 1 and inside[0].start == start and inside[0].end == end and inside[0].score < _UNSURE_WORD:
        return True
    return (
        bool(inside)
        and inside[0].start == start
        and inside[-1].end == end
        and all(word.end - word.start <= 3 and word.tag not in {"LOC", "ORG", "w", "p", "u"} for word in inside)
        and any(word.end - word.start == 1 for word in inside)
    )


def _latin(text: str, words: Sequence[Word]) -> Iterator[tuple[int, int, str, float]]:
    """Names in Latin letters after a post, Dr. or Prof.: 前副校长JuergenRoedel."""
    for match in _GLUED_LATIN.finditer(text):
        name = match.group().rstrip(".")
        if len(name) < 5 or not re.search(r"[a-zß-ÿ]{2}.*[A-ZÀ-Þ][a-zß-ÿ]", name) or name.isupper():
            continue
        end = match.start() + len(name)
        if POST_BEFORE_NAME.search(text[max(0, match.start() - 8) : match.start()]):
            yield match.start(), end, "latin_after_post", 0.85
        elif " " in name and _SAYS.match(text, end) and _LATIN_FULL.fullmatch(name):
            yield match.start(), end, "latin_says", 0.75


def _add_third_characters(text: str, found: dict[tuple[int, int], tuple[str, float]], taken: bytearray) -> None:
    """罗毅|刚: what follows a short name each time, twice and more, is its third character."""
    following: dict[str, list[str]] = {}
    for start, end in found:
        if end - start == 2 and surname_of(text[start:end]) is not None:
            following.setdefault(text[start:end], []).append(text[end : end + 1])
    whole = {name for name, after in following.items() if len(after) > 1 and len(set(after)) == 1 and _THIRD.fullmatch(after[0])}
    for start, end in [span for span in found if text[slice(*span)] in whole]:
        if not taken[end]:
            found[start, end + 1] = found.pop((start, end))
            taken[end] = 1


def _add_repeats(text: str, words: Sequence[Word], found: dict[tuple[int, int], tuple[str, float]], taken: bytearray) -> None:
    names = {text[start:end] for (start, end), (_, confidence) in found.items() if confidence >= (0.7 if end - start >= 3 else 0.85)}
    names |= {last for name in names if "·" in name and len(last := name.split("·")[-1]) >= 2}
    starts, ends = {word.start for word in words}, {word.end for word in words}
    for start, end, name in Matcher({name: name for name in names}).longest(text):
        whole = start in starts and (len(name) > 3 or end in ends)
        if whole and not any(taken[start:end]) and not _is_place(text, name, start, end) and not _AFTER_NAME_OF_A_THING.match(text, end):
            taken[start:end] = b"\x01" * (end - start)
            found[start, end] = ("repeated", 0.8)


def _add_surnames(text: str, words: Sequence[Word], found: dict[tuple[int, int], tuple[str, float]], taken: bytearray) -> None:
    """李书记, 王先生 where 李… or 王… is named in full: the surname alone is the mention."""
    known: dict[str, int] = {}
    for start, end in sorted(found):
        if (surname := surname_of(text[start:end])) is not None:
            known.setdefault(surname, end)
    if not known:
        return
    starts = {word.start for word in words}
    for match in re.finditer("(?P<surname>" + "|".join(sorted(known, key=lambda surname: (-len(surname), surname))) + ")(?=" + _called() + ")", text):
        if (
            match.start() in starts
            and match.start() > known[match["surname"]]
            and not taken[match.start()]
            and not _is_han_name_before(text, match.start())
        ):
            found[match.span()] = ("surname_and_title", 0.75)


def _called() -> str:
    return (
        "(?:"
        + "|".join(
            (
                "先生",
                "女士",
                "书记",
                "市长",
                "省长",
                "县长",
                "部长",
                "主席",
                "总理",
                "总统",
                "局长",
                "厅长",
                "主任",
                "教授",
                "博士",
                "院士",
                "校长",
                "院长",
                "会长",
                "董事长",
                "总经理",
                "秘书长",
                "总裁",
                "老师",
                "队长",
            )
        )
        + ")"
    )


def _is_han_name_before(text: str, start: int) -> bool:
    """A post right before (市委书记王…) would make this a full name that was not seen."""
    return POST_BEFORE_NAME.search(text[max(0, start - 8) : start]) is not None


@lru_cache(maxsize=1)
def _not_names() -> frozenset[str]:
    return frozenset(row["word"] for row in read_rows("extractors.people", "not_names.tsv"))
