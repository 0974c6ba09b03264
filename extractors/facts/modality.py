"""Whether a happening is told as asserted, planned, possible or denied, by the words that govern its trigger.

`modality_of` looks at the clause that holds the trigger: at the words before it (拟, 有望, 未能 …), the
words right after it (的可能性, 被取消), and, where the clause has no subject of its own, at the clause
before. Questions, conditions, wishes and short phrases in quotes are no statements and give None.
The words are data (lexicon/modality.tsv), our own list.

>>> text = "许昌已加入联盟，洛阳拟加入联盟。郑州为何加入联盟？"
>>> [modality_of(text, start, end, trigger, trigger + 2) for start, end, trigger in ((0, 16, 3), (0, 16, 11), (16, 26, 20))]
['asserted', 'planned', None]
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from extractors.lexicon import Matcher, read_rows
from extractors.records import Word

# How strong a word is where several govern one trigger.
_STRENGTH = {"none": 5, "repeated": 4, "denied": 3, "possible": 2, "planned": 1}
_CLAUSE_END = re.compile("[，,；;。！？!?\\n]|(?<!\\d):|：|——")
# Conjunctions and adverbs with which a clause goes on without a subject of its own.
_GOES_ON = re.compile(
    "(?:并且|并|且|同时|还|再|又|也|以|从而|随后|然后|最后|最终|进而|共同|联合|一起|在此|正式|接着|继而|而){0,3}(?:(?:并|将)?(?:于)?(?:今年|明年|同年)?\\d{1,2}月(?:\\d{1,2}日|底|初|[上中下]旬)?)?(?:在[^，,]{1,8})?(?:[与和][^，,]{1,20})?"
)
_QUESTION = re.compile("[？?][”’』」]?$")
_PREPOSITION = re.compile("[在于与和同对向从把将由以]|通过")
# 已推动…, 成功促成…, 获得支持: a wish that came true.
_DONE = re.compile("(?:已|已经|成功|先后)$")
# 终止…签署的协议: what ended was signed.
_ENDED = frozenset({"终止", "取消", "放弃", "暂停", "中止", "搁置", "叫停", "拒绝"})
_RUMOUR = re.compile("据传|网传|传闻|传言|有(?:消息|媒体|报道|知情人士)[^，,。；]{0,6}称")
# 针对网传…的消息，甲说: what follows is no rumour any more.
_RUMOUR_END = re.compile("的(?:消息|传闻|传言|说法|报道)[，,]")
# 因故取消; 但因疫情未能成行; …，公司对此予以否认: said after the trigger, in its clause or a later one.
_CALLED_OFF = re.compile(
    "因[^，,。；;]{1,10}(?:取消|停办|告吹|流产)|[，,](?:但|却|不过|然而)[^，,。；;]{0,12}(?:未能成行|未果|告吹|取消|未能如愿|流产|失败)"
    "|[，,][^，,。；;]{0,24}?(?:对此[^，,。；;]{0,6}否认|否认了?(?:这|该|上述|此)|予以(?:坚决)?否认|不实|不属实|辟谣|子虚乌有|协议(?:尚|并|还)?(?:未|没有)签署)"
)
# 原定…，因市场变化已经取消; 曾计划…，终因价格谈不拢而放弃: a plan that came to nothing.
_GIVEN_UP = re.compile(
    "[，,](?:但|却|不过|然而|后|后来|现|目前|也|最终|终)?(?:因|受|由于|因为|终|也|已|都|均|并)[^，,。；;]{0,16}?(?:取消|放弃|作罢|未能|搁浅|流产|未果|告吹|终止|叫停|泡汤|没有成行|未成行)"
)
# The next sentence: 梁启文对此予以否认。
_DENIED_NEXT = re.compile("[^，,。；;\\n]{0,14}对此(?:予以|进行|作出|坚决|均|也|矢口){0,2}否认")
_LONGEST_BEFORE = 80
_LONGEST_AFTER = 24
_SHORT_QUOTE = 16
# After 将 as an adverb (shall): 将于, 将在, 将投资; as a preposition (taking) it has a noun: 将库卡收购.
_SHALL = re.compile(
    "将(?=于|在|由|各|组|派|率|与|同|和|对|向|从|以|会|要|再|继续|正式|共同|全面|首次|陆续|分别|进一步|为|通过|联合|投资|收购|出席|访问|赴|率|举行|举办|召开|开幕|加入|成为|签|设立|成立|启动|开工|建|退出|"
    "申请|获|迎|参|前往|出任|担任|亮相|落户|\\d|今|明|下|本|后|年内|不|可|有|于|被|一|[两双]|出|发|合|新|增|入|开|推|打|实)"
)


def modality_of(text: str, sentence_start: int, sentence_end: int, trigger_start: int, trigger_end: int, words: Sequence[Word] = ()) -> str | None:
    """`asserted`, `planned`, `possible` or `denied`; None for what is no statement of a particular happening.

    `text` is plain text; offsets are code points, end exclusive. `words` are the tagger's, over the
    whole text: they tell 将 (shall) from 将 (taking).
    """
    sentence = text[sentence_start:sentence_end]
    if _QUESTION.search(sentence) or _in_short_quote(text, sentence_start, sentence_end, trigger_start):
        return None
    found = _governing(text, sentence_start, trigger_start, words, attributive=text.startswith("的", trigger_end))
    found |= _following(text, sentence_end, trigger_end)
    rumour = _RUMOUR.search(text, max(sentence_start, trigger_start - _LONGEST_BEFORE), trigger_start)
    if rumour is not None and _RUMOUR_END.search(text, rumour.end(), trigger_start) is None:
        found.add("possible")
    if "planned" in found and _GIVEN_UP.search(text, trigger_end, min(sentence_end, trigger_end + _LONGEST_BEFORE)):
        found.add("denied")
    if not found:
        return "asserted"
    strongest = max(found, key=lambda name: _STRENGTH[name])
    return None if strongest in ("none", "repeated") else strongest


def _in_short_quote(text: str, start: int, end: int, position: int) -> bool:
    """Whether the position lies in a title, or in a phrase in quotes too short to be a speech."""
    opening = max(text.rfind(mark, start, position) for mark in "“「《")
    if opening < 0:
        return False
    closing = min((found for mark in "”」》" if (found := text.find(mark, opening, end)) >= 0), default=-1)
    if closing <= position:
        return False
    return text[opening] == "《" or (closing - opening <= _SHORT_QUOTE and _CLAUSE_END.search(text, opening, closing) is None)


def _governing(text: str, sentence_start: int, trigger: int, words: Sequence[Word], *, attributive: bool) -> set[str]:
    start = max(sentence_start, trigger - _LONGEST_BEFORE)
    ends = [match.end() for match in _CLAUSE_END.finditer(text, start, trigger)]
    clause = ends[-1] if ends else start
    found = _cues(text, clause, trigger, words, attributive=attributive)
    if text[max(clause, trigger - 1) : trigger] == "不":
        found.add("denied")
    found |= _conditions(text, start, clause)
    position = len(ends) - 1
    # A clause without a subject stands under the words of the one before it, two clauses back at most.
    for _ in range(2):
        if position < 0 or text[ends[position] - 1] not in "，," or _GOES_ON.fullmatch(text, ends[position], trigger) is None:
            break
        before = ends[position - 1] if position else start
        found |= _cues(text, before, ends[position], words) - {"denied", "repeated"}
        trigger = before
        position -= 1
    return found


def _cues(text: str, start: int, end: int, words: Sequence[Word], *, attributive: bool = False) -> set[str]:
    """The modalities of the words that stand before a trigger and reach it."""
    found = set()
    for first, last, modality in _before().longest(text[start:end]):
        if modality == "kept" or not _reaches(text, start + last, end):
            continue
        if attributive and text[start + first : start + last] in _ENDED:
            continue
        if text[start + first : start + last] == "将" and not _is_shall(text, start + first, end, words):
            continue
        if modality == "none" and _DONE.search(text[max(start, start + first - 2) : start + first]):
            continue
        found.add(modality)
    return found


def _reaches(text: str, cue_end: int, trigger: int) -> bool:
    """Whether a word's scope goes on to the trigger: 计划投资10亿元的项目 | 开工 ends at 的."""
    between = text[cue_end:trigger].replace("党的", "")
    noun = between.rfind("的")
    return noun < 0 or between.endswith("的") or _PREPOSITION.search(between[:noun]) is not None


def _is_shall(text: str, position: int, end: int, words: Sequence[Word]) -> bool:
    if position + 1 == end or _SHALL.match(text, position):
        return True
    return any(word.start == position and word.tag in ("d", "v", "vd") for word in _around(words, position))


def _around(words: Sequence[Word], position: int) -> Sequence[Word]:
    low, high = 0, len(words)
    while low < high:
        middle = (low + high) // 2
        if words[middle].end <= position:
            low = middle + 1
        else:
            high = middle
    return words[low : low + 1]


def _conditions(text: str, start: int, end: int) -> set[str]:
    """A condition in an earlier clause (如果…，) holds for all that follows it in the sentence."""
    return {"none"} if end > start and _CONDITION.search(text, start, end) else set()


_CONDITION = re.compile("如果|一旦|假如|倘若|要是|只要|只有|除非|每当|即使|即便|(?<![甘相干])若(?![干隐尔虚])")


def _following(text: str, sentence_end: int, trigger_end: int) -> set[str]:
    end = min(sentence_end, trigger_end + _LONGEST_AFTER)
    clause = _CLAUSE_END.search(text, trigger_end, end)
    taken_back = _CALLED_OFF.search(text, trigger_end, min(sentence_end, trigger_end + _LONGEST_BEFORE)) or _DENIED_NEXT.match(text, sentence_end)
    found = {"denied"} if taken_back else set()
    return found | {modality for _, _, modality in _after().longest(text[trigger_end : clause.start() if clause else end])}


@lru_cache(maxsize=1)
def _before() -> Matcher:
    return Matcher({row["name"]: row["modality"] for row in read_rows("extractors.facts", "modality.tsv") if row["side"] != "after"})


@lru_cache(maxsize=1)
def _after() -> Matcher:
    return Matcher({row["name"]: row["modality"] for row in read_rows("extractors.facts", "modality.tsv") if row["side"] == "after"})
