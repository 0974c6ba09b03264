"""Titled works, laws and programmes, named events: WORK_OF_ART, LAW and EVENT mentions.

- 《…》: a LAW where the title ends in a class word (条例, 规划, 协定 …; lexicon/classes.tsv), else a
  WORK_OF_ART; newspapers and magazines (lexicon/media.tsv, …日报) are organisations and left alone.
- “…”: a LAW where the words in quotes are a programme (lexicon/names.tsv) or end in 计划, 工程, 战略 …;
  slogans, themes and nicknames are left alone.
- Fairs, summits, games: read from the last word (lexicon/heads.tsv) to the left, to a year, an
  edition or a scope (lexicon/scopes.tsv). A bare 峰会 or 本届峰会 is no name.
- Sessions of congresses, laws by full name: rules.py.

The span is the name inside the marks. Traditional and full-width forms are read through
`extractors.plain`. Knowledge is the project's own, scopes are divisions of GB/T 2260.

>>> [(m.label, m.text) for m in find_titles("《“中国制造2025”许昌行动纲要》对接德国工业4.0")]
[('LAW', '“中国制造2025”许昌行动纲要'), ('LAW', '德国工业4.0')]
>>> [(m.label, m.text) for m in find_titles("12月14日，2020中德高端制造峰会以“高端制造智联德国”为主题，本届峰会")]
[('EVENT', '2020中德高端制造峰会')]
>>> find_titles("许昌捧回了一个重量级“奖牌”，扩大“朋友圈”")
[]
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from extractors.lexicon import Matcher, read_rows
from extractors.organisations.names import known
from extractors.overlaps import flatten
from extractors.plain import plain
from extractors.records import Mention
from extractors.titles.rules import BOOK

_PACKAGE = "extractors.titles"
_LONGEST_TITLE = 120
_LONGEST_QUOTE = 20
_LONGEST_EVENT = 45
# 《联想》, 《本田》: so short a title in marks may be anything.
_SHORT_NAME = 3
_OPENING = {"《": "》", "〈": "〉", "『": "』"}
_QUOTE = re.compile(f"[“「]([^“”「」《》\\n]{{2,{_LONGEST_QUOTE}}})[”」]")
_EDGE_GROUP = re.compile("[（(][^（()）]{0,40}[）)]$")
_VERSION = re.compile("[\\d.]{1,6}(?:版)?$")
_EDGE_QUOTES = "”’」』》〉"
# 办法 is a class word of its own; 书法, 方法 … are no laws although they end in 法.
_NO_LAW = re.compile("[方想看书魔说语疗手兵佛枪技唱打做写文]法$|红海行动$|湄公河行动$")
_PRESS_END = re.compile("(?<![年公海简通情捷财战喜预警电壁月季汇])(?:报|报海外版|周刊|月刊|双月刊|杂志)$")
_PROGRAMME_END = re.compile("(?:[一-鿿]{2,}|[\\dA-Za-z+]+)(?:计划|工程|战略|规划|纲要|行动计划|专项行动|行动纲要)$")
_PROGRAMME_AFTER = re.compile("(?:行动计划|专项行动|计划|工程|战略|倡议|规划)(?![建商造师学院])")
_NO_PROGRAMME = re.compile("军事|五年规划|如何|为什么|[，。；！？]|十[一二三四五六七八九]五|第.{1,3}个五年|我们|不|的")
_NAME = re.compile("[一-鿿0-9A-Za-z·•—–－\\-+“”（）()]")
_YEAR = re.compile("(?<!\\d)(?:19|20)\\d\\d年?(?![\\d月年])")
_EDITION = re.compile("第[一二三四五六七八九十百\\d]{1,4}届|首届|第[一二三四五六七八九十百\\d]{1,3}次(?!会议)")
# 中非合作论坛北京峰会, 博鳌亚洲论坛2024年年会: a session of the forum that was just named.
_SESSION = re.compile("(?:(?:19|20)\\d\\d年)?(?:第[一二三四五六七八九十\\d]{1,4}届)?(?:[一-鿿]{2,3}峰会|峰会|年会|部长级会议)(?![堂馆村城路展厅])")
_JOINED = re.compile("(?:[（(][一-鿿]{2,6}[）)])?[—－-]{1,2}")
_COUNT = re.compile("\\d[多余]?[场项个家名]")
_NOT_AFTER = re.compile("[堂馆村城路展厅演]|中心|大厦|公园|广场|制造商|组委|秘书处|执委|公司|集团|局|场馆|网|报(?!道)|赛车|主席|奖|目(?!前)")
_CONGRESS = re.compile(
    "(?:(?<=党的)|(?<=中共)|(?<=喜迎)|(?<=迎接)|(?<=庆祝)|(?<=贯彻))(?:十[一二三四五六七八九]|二十[一二]?)大(?![类型中大])"
    "|(?<![第一二三四五六七八九十\\d])(?:十[八九]|二十)大(?=以来|精神|报告|代表|胜利|召开|开幕|闭幕|提出|部署|擘画|强调|新闻中心|期间|主题|后[，,])"
)


def find_titles(text: str) -> list[Mention]:
    """The titled works, laws, programmes and named events of a text, flat and in text order."""
    plain_text = plain(text)
    found = [
        *_marked_titles(plain_text),
        *_quoted_programmes(plain_text),
        *_names(plain_text),
        *(("EVENT", match.start(), match.end(), "party_congress", 0.95) for match in _CONGRESS.finditer(plain_text)),
        *_ruled(plain_text),
        *_events(plain_text),
    ]
    mentions = [
        Mention(label=label, start=start, end=end, text=text[start:end], extractor=f"titles.{rule}", confidence=confidence)
        for label, start, end, rule, confidence in found
        if not _is_organisation(plain_text[start:end], label, rule)
    ]
    return flatten(mentions)


_Found = tuple[str, int, int, str, float]


def _is_organisation(name: str, label: str, rule: str) -> bool:
    """Whether a known organisation is called so: 德国工商大会 is no fair, 《解放军报社》 no work; 《苹果》 may be a film."""
    organisation = known(name) if label in ("EVENT", "WORK_OF_ART") and rule != "known_name" else None
    if organisation is None or label == "EVENT":
        return organisation is not None
    return organisation.kind == "media" or (organisation.strong and len(name) > _SHORT_NAME)


def _marked_titles(text: str) -> Iterator[_Found]:
    """What stands in the outermost 《》; a title without its closing mark on the line is none."""
    stack: list[tuple[str, int]] = []
    for match in re.finditer("[《》〈〉\\n]", text):
        mark = match.group()
        if mark == "\n":
            stack.clear()
        elif mark in _OPENING:
            stack.append((mark, match.end()))
        elif stack and any(_OPENING[opening] == mark for opening, _ in stack):
            while _OPENING[stack[-1][0]] != mark:
                stack.pop()
            opening, start = stack.pop()
            if not stack and opening == "《" and 0 < match.start() - start <= _LONGEST_TITLE:
                yield from _titled(text, start, match.start())


def _titled(text: str, start: int, end: int) -> Iterator[_Found]:
    title = text[start:end]
    if not title.strip() or _is_press(title, text[end + 1 : end + 3]):
        return
    core = _VERSION.sub("", _EDGE_GROUP.sub("", title.rstrip(_EDGE_QUOTES))).rstrip(_EDGE_QUOTES)
    is_law = core.endswith(_classes()) and _NO_LAW.search(core) is None
    yield ("LAW" if is_law else "WORK_OF_ART"), start, end, "marked_title", 0.95


def _is_press(title: str, after: str) -> bool:
    if title in _media() or after in ("周刊", "杂志", "月刊"):
        return True
    return (after[:1] == "报" and after not in ("报告", "报道")) or _PRESS_END.search(title) is not None


def _quoted_programmes(text: str) -> Iterator[_Found]:
    for match in _QUOTE.finditer(text):
        content = match[1]
        if _NO_PROGRAMME.search(content):
            continue
        label = _quoted_names().get(content)
        if label:
            yield label, match.start(1), match.end(1), "quoted_name", 0.95
        elif _PROGRAMME_END.fullmatch(content) or (_PROGRAMME_AFTER.match(text, match.end()) and len(content) > 2):
            yield "LAW", match.start(1), match.end(1), "quoted_programme", 0.8


def _names(text: str) -> Iterator[_Found]:
    for start, end, label in _strong_names().longest(text):
        session = _SESSION.match(text, end) if label == "EVENT" else None
        yield label, start, session.end() if session else end, "known_name", 0.95


def _ruled(text: str) -> Iterator[_Found]:
    for rule in BOOK.rules:
        for match in rule.pattern.finditer(text):
            label = rule.read(match)
            if label:
                yield label, match.start(), match.end(), rule.name.removeprefix("titles."), 0.95


def _events(text: str) -> Iterator[_Found]:
    """Names read from their last word to the left."""
    heads = list(_heads().longest_by_end(text))
    if not heads:
        return
    scopes = {start: (end, kind) for start, end, kind in _scopes().longest(text)}
    breaks = [(start, end) for start, end, kind in _breaks().longest(text) if kind == "break"]
    break_ends = [end for _, end in breaks]
    floor = 0
    last_start = 0
    for start, end, (strength, kind) in heads:
        if _NOT_AFTER.match(text, end):
            continue
        position = bisect_right(break_ends, start) - 1
        last_break = break_ends[position] if position >= 0 else 0
        window = _window(text, start, max(floor, last_break, end - _LONGEST_EVENT))
        if position >= 0 and text[slice(*breaks[position])] in ("和", "与", "及") and window == last_break:
            # 2025减贫治理与全球发展国际论坛: a year or edition before 与 begins the name.
            wider = _window(text, start, max(floor, break_ends[position - 1] if position else 0, end - _LONGEST_EVENT))
            is_scope = wider in scopes and scopes[wider][1] != "place" and last_break not in scopes
            if is_scope or _begins_dated(text, wider, breaks[position][0]):
                window = wider
        if strength == "none":
            floor = end
            continue
        speaks = kind == "festival" or end - start > 4 or text[end - 2 : end] == "博会" or (text[end - 1] == "展" and end - start > 1)
        name_start = _name_start(text, window, start, scopes, strength, speaks=speaks)
        if name_start is not None and _is_balanced(text[name_start:end]):
            if 0 < floor == name_start - 1 and text[floor] == "暨":
                # 第四届中国—中东欧国家博览会暨国际消费品博览会 is one name.
                name_start = last_start
            name_start = _with_occasion(text, name_start, end)
            session = _SESSION.match(text, end)
            end = session.end() if session else end
            floor, last_start = end, name_start
            yield "EVENT", name_start, end, "event_name", 0.8 if name_start in scopes or name_start == start else 0.9
        elif strength == "weak" and 0 < floor == window and 2 <= start - window <= 10 and text[last_start:floor] and text[window] not in "“（(暨":
            # 第五届进博会虹桥国际经济论坛: a part of the event that was just named.
            floor = end
            yield "EVENT", last_start, end, "event_part", 0.8


def _begins_dated(text: str, window: int, end: int) -> bool:
    """Whether a year or an edition stands in the window and something of a name follows it."""
    match = _EDITION.search(text, window, end) or _YEAR.search(text, window, end)
    return match is not None and end - match.end() >= 2


def _is_balanced(name: str) -> bool:
    """Whether quotes and brackets pair; a name that counts things (全国超20场音乐节) is none either."""
    return _COUNT.search(name) is None and all(name.count(opening) == name.count(closing) for opening, closing in ("“”", "（）", "()"))


def _with_occasion(text: str, start: int, end: int) -> int:
    """庆祝中国共产党成立100周年大会: the first word belongs to the name."""
    return start - 2 if "周年" in text[start:end] and text[max(0, start - 2) : start] in ("庆祝", "纪念") else start


def _window(text: str, start: int, floor: int) -> int:
    """How far to the left of `start` a name may reach: marks in balance, no punctuation."""
    depth = 0
    reach = start
    for position in range(start - 1, floor - 1, -1):
        character = text[position]
        if _NAME.match(character) is None:
            break
        if character in "”）)":
            depth += 1
        elif character in "“（(":
            depth -= 1
        if depth < 0:
            break
        if depth == 0:
            reach = position
    return reach


def _name_start(text: str, window: int, head: int, scopes: dict[int, tuple[int, str]], strength: str, *, speaks: bool) -> int | None:
    """Where the name begins: at its year or edition (or the place before them), else at its first scope; None for a mere noun.

    `speaks` says that the last word tells the subject itself (啤酒节, 工业博览会).
    """
    dated = _dated_start(text, window, head, scopes)
    if dated is not None:
        start, after = dated
        if strength == "strong" or (speaks and after < head) or _says_something(text, after, head, scopes, dated=True):
            return _with_place(window, start, after, head, scopes)
        return None
    if strength == "edition":
        return _between_states(text, window, head, scopes)
    for position in range(window, head):
        if position in scopes and scopes[position][0] <= head:
            after, kind = scopes[position]
            topic = text[after:head]
            if strength == "strong":
                return position if len(topic) <= 6 else None
            if not topic and not speaks:
                return position if kind == "states" else None
            # 上合组织青岛峰会: states and the place where they meet.
            meets = kind == "states" and after in scopes and scopes[after][0] == head
            return position if speaks or meets or _says_something(text, position, head, scopes, dated=False) else None
        if text[position] == "“" and (close := text.find("”", position, head)) > 0 and text[position + 1 : close] in _quoted_names():
            return position
    return head if strength == "strong" else None


def _between_states(text: str, window: int, head: int, scopes: dict[int, tuple[int, str]]) -> int | None:
    """中德(许昌)中小企业合作交流会: between states and with a subject of its own even a 交流会 has a name."""
    for position in range(window, head):
        if position in scopes:
            end, kind = scopes[position]
            joined = _JOINED.match(text, end)
            if joined is not None and joined.end() in scopes:
                # 广东(佛山)—德国经贸交流会
                end, kind = scopes[joined.end()][0], "states"
                return position if head - end > 1 else None
            return position if kind == "states" and head - end > 3 else None
    return None


def _dated_start(text: str, window: int, head: int, scopes: dict[int, tuple[int, str]]) -> tuple[int, int] | None:
    """Start and end of the year or edition that begins the name; a year before an edition is a date of its own."""
    editions = list(_EDITION.finditer(text, window, head))
    found = editions or list(_YEAR.finditer(text, window, head))
    if editions and editions[-1].group().endswith("次"):
        # 中德工业城市联盟第四次全体会议: whose session it is belongs to the name.
        years = [match.start() for match in _YEAR.finditer(text, window, editions[-1].start())]
        owners = years or [position for position in range(window, editions[-1].start() - 3) if position in scopes]
        return (owners[0], owners[0]) if owners else (editions[-1].start(), editions[-1].end())
    if (
        found
        and not editions
        and found[-1].end() == head
        and (owners := [place for place in range(window, found[-1].start() - 3) if place in scopes])
    ):
        # 中德工业城市联盟2017年全体大会: the year stands inside the name.
        return owners[0], owners[0]
    return (found[-1].start(), found[-1].end()) if found else None


def _with_place(window: int, start: int, after: int, head: int, scopes: dict[int, tuple[int, str]]) -> int:
    """杭州第19届亚运会, 北京2022年冬奥会: a place right before belongs to the name unless another scope follows."""
    if any(after <= position < head for position in scopes):
        return start
    for position in range(max(window, start - 6), start):
        if position in scopes and scopes[position][0] == start:
            return position
    return start


def _says_something(text: str, after: int, head: int, scopes: dict[int, tuple[int, str]], *, dated: bool) -> bool:
    """Whether anything but scopes and empty words stands between the beginning and the last word."""
    position = after
    passed = 0
    while position in scopes and scopes[position][0] <= head:
        passed += 1
        position = scopes[position][0]
        if text[position : position + 1] in ("—", "－", "-", "·"):
            position += 1
    topic = text[position:head]
    if topic in _generic():
        return passed > (0 if dated else 1)
    return len(topic) >= 2 or (dated and passed > 0)


class _ByEnd(Matcher):
    """A matcher that keeps, of words that overlap, the one that ends last and is longest."""

    def longest_by_end(self, text: str) -> Iterator[tuple[int, int, tuple[str, str]]]:
        """Occurrences in text order; of overlapping ones the one that ends last, then the longest."""
        kept: list[tuple[int, int, tuple[str, str]]] = []
        for start, end, value in self.all(text):
            while kept and kept[-1][1] > start and (kept[-1][1], -kept[-1][0]) <= (end, -start):
                kept.pop()
            if not kept or kept[-1][1] <= start:
                kept.append((start, end, value))
        yield from kept


@lru_cache(maxsize=1)
def _heads() -> _ByEnd:
    return _ByEnd({row["name"]: (row["strength"], row["kind"]) for row in read_rows(_PACKAGE, "heads.tsv")})


@lru_cache(maxsize=1)
def _scopes() -> Matcher:
    return Matcher({row["name"]: row["kind"] for row in read_rows(_PACKAGE, "scopes.tsv")})


@lru_cache(maxsize=1)
def _breaks() -> Matcher:
    return Matcher({row["name"]: row["kind"] for row in read_rows(_PACKAGE, "breaks.tsv")})


@lru_cache(maxsize=1)
def _classes() -> tuple[str, ...]:
    return tuple(row["name"] for row in read_rows(_PACKAGE, "classes.tsv"))


@lru_cache(maxsize=1)
def _generic() -> frozenset[str]:
    return frozenset(row["name"] for row in read_rows(_PACKAGE, "generic.tsv"))


@lru_cache(maxsize=1)
def _media() -> frozenset[str]:
    return frozenset(row["name"] for row in read_rows(_PACKAGE, "media.tsv"))


@lru_cache(maxsize=1)
def _quoted_names() -> dict[str, str]:
    return {row["name"]: row["label"] for row in read_rows(_PACKAGE, "names.tsv")}


@lru_cache(maxsize=1)
def _strong_names() -> Matcher:
    return Matcher({row["name"]: row["label"] for row in read_rows(_PACKAGE, "names.tsv") if row["strength"] == "strong"})
