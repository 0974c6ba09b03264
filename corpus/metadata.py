"""What stands around a Chinese press article: source lines, publication day, bylines, datelines.

Every function reads one line or paragraph and answers None unless the whole of it has the fixed
form. A year that is not written is not invented, and a photographer is no reporter.

>>> read_source_line("来源:中国新闻网 发布时间:2020-12-15 10:23:34")
SourceLine(source='中国新闻网', published='2020-12-15', reporters=(), closing=False)
>>> read_byline("□ 记者 张铮")
('张铮',)
>>> read_dateline("本报许昌8月12日电(记者 张铮)昨日,许昌加入联盟。")
Dateline(place='许昌', date='8月12日', reporters=('张铮',))
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from importlib.resources import files

from corpus.lexicon import words

_HAN = "\u4e00-\u9fff"
_LONGEST_LINE = 300  # a line of metadata is short; the longest seen in saved pages had 160 characters


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line that holds nothing but metadata; `closing` where it ends an article (责任编辑, 关键词) rather than opens one."""

    source: str | None = None
    published: str | None = None
    reporters: tuple[str, ...] = ()
    closing: bool = False


@dataclass(frozen=True, slots=True)
class Dateline:
    """The first words of an article: place and date as written, reporters in its brackets."""

    place: str | None
    date: str | None
    reporters: tuple[str, ...]


def fold(text: str) -> str:
    """The text with half-width signs and, in the words of fixed forms, Simplified characters; the same length, always."""
    # Each step of the cleaning asks for the same lines again; a running text is asked for once.
    return _fold_line(text) if len(text) <= _LONGEST_LINE else text.translate(_folding())


@lru_cache(maxsize=1024)
def _fold_line(text: str) -> str:
    return text.translate(_folding())


@lru_cache(maxsize=1)
def _folding() -> dict[int, str]:
    text = files("corpus.lexicon").joinpath("folding.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.split("\n") if line and not line.startswith("#")][1:]
    widths = {0xFF01 + i: chr(0x21 + i) for i in range(94)}
    variants = {ord(variant): simplified for variant, simplified in rows}
    # Kangxi radicals (U+2F00-2FD5), which text copied out of a PDF has for the characters that they look like.
    radicals = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    radicals = {code: variants.get(ord(character), character) for code, character in radicals.items()}
    return variants | radicals | widths | dict.fromkeys((0x3000, 0xA0, 0x2002, 0x2003, 0x2009), " ")


# --- days ---------------------------------------------------------------------------------------

_DAY = r"(?P<year>(?:19|20)\d{2})[ ]?(?:[-/.]|年)[ ]?(?P<month>\d{1,2})[ ]?(?:[-/.]|月)[ ]?(?P<day>\d{1,2})(?!\d)[ ]?[日号]?"
_CLOCK = r"(?:(?:上午|下午|[T ])?[ ]{0,3}\d{1,2}[:时点]\d{1,2}(?:[:分]\d{1,2}(?:\.\d{1,9})?)?[分秒]?(?:Z|[ ]?[+-]\d{2}:?\d{2})?)"
_WEEKDAY = r"(?:[(]?(?:星期|周)[一二三四五六日天][)]?)"
_MOMENT = re.compile(rf"{_DAY}[ ]{{0,3}}{_WEEKDAY}?[ ]{{0,3}}{_CLOCK}?")
_UTC = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(?::\d{2}(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})")
_BARE_DAY = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_CHINA = timezone(timedelta(hours=8))


def read_day(text: str) -> str | None:
    """The ISO day of a whole string such as 2020-12-15 10:23, 2020年12月15日, 20201215; None for anything else.

    A moment with a time zone gives the day that it was in China.

    >>> read_day("2020年12月15日 10:23"), read_day("2020-12-14T18:00:00Z"), read_day("2020-02-30")
    ('2020-12-15', '2020-12-15', None)
    """
    folded = fold(text).strip()[:60]
    if zoned := _UTC.fullmatch(folded):
        return _day_in_china(zoned[1], zoned[2], zoned[3])
    if (moment := _MOMENT.fullmatch(folded)) is not None:
        return _iso(moment["year"], moment["month"], moment["day"])
    bare = _BARE_DAY.fullmatch(folded)
    return _iso(bare[1], bare[2], bare[3]) if bare else None


def _day_in_china(day: str, clock: str, zone: str) -> str | None:
    zone = "+00:00" if zone == "Z" else zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"
    try:
        return datetime.fromisoformat(f"{day}T{clock}{zone}").astimezone(_CHINA).date().isoformat()
    except (ValueError, OverflowError):
        return None


def _iso(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


# --- source lines -------------------------------------------------------------------------------

_SOURCE_LABEL = r"(?:(?:信息|文章|新闻|稿件|内容|消息|数据|本文)?来源|稿源|转载自|转自|摘自|出处|供稿单位|发布机构|发布单位)"
_DATE_LABEL = r"(?:(?:发布|发表|发稿|更新|录入|创建|上传|公布|公开|发文|成文|生成|添加|编辑|信息|刊发)(?:时间|日期)|时间|日期|发布于|更新于|发表于)"
_WRITER_LABEL = r"(?:作者|文章作者|撰稿人?|撰文|采写|文)"
_CLOSING_LABEL = (
    r"(?:本文)?(?:(?:责任|值班|执行|本期|版面|新媒体|网络)?编辑|责编|责任校对|校对|审核人?|审校|监制|总监制|主编|副主编|总编辑?|美编|排版|统筹|策划|签发|值班主任"
    r"|值班总编|初审|复审|终审|编审|一审|二审|三审|审签|制作|发布人|发布者|录入|录入者|投稿|联系人|关键[词字]|主题词|标签|[Tt]ags?|原标题|原文链接|查看原文|阅读原文)"
)
_COUNT_LABEL = r"(?:(?:本文)?(?:点击|浏览|阅读|访问|评论|人气|点赞|收藏|转发|分享)(?:次数|人数|量|数|率)?|已有)"
_OTHER_LABEL = r"(?:索引号|文号|发文字号|信息分类|主题分类|栏目|所属栏目|分类|字号|字体(?:大小)?|分享(?:到|至)?|版次|版面|保护视力色|背景色|专题)"
_ACTIONS = (
    r"(?:打印(?:本页|此页|本文|文章|页面)?|关闭(?:窗口|本页|页面)?|收藏(?:本文|本页)?|我要(?:纠错|评论|分享|打印|收藏)|纠错|复制链接|复制|听新闻|播报|点击播报(?:本文)?|放大|缩小|默认|返回(?:顶部|首页|列表|上页)?|参与互动"
    r"|(?:分享到)?(?:新浪微博|微博|微信|朋友圈|QQ空间|QQ好友|QQ|人人网|豆瓣)|超大|特大|[大中小]|A[+-]|[+-]A|T[+-]|次|人|人参与|条评论|扫一扫|手机(?:看|观看|阅读)(?:新闻)?|推荐|评论|订阅|举报|投诉|下载|导出|字号|字体|正文|视力保护色)"
)
_MEDIA = re.compile(
    rf"[{_HAN}A-Za-z·]{{1,16}}(?:[日晚商时早晨都]报|周报|导报|画报|报社?|网|新闻社|通讯社|华社|中新社|电视台?|广播电台|电台|总台|客户端|频道|周刊|杂志社?|公众号|发布|在线|新闻|传媒|融媒体?中心|办公[厅室]|政府网?站?|[局委厅部办])"
)
_FIELD = re.compile(
    rf"""(?P<moment>{_MOMENT.pattern})
    |(?P<clock>\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?![\d:]))
    |(?P<date_label>{_DATE_LABEL})[ ]{{0,3}}:?(?=[ ]{{0,5}}[(\[【]?\d)
    |(?P<source_label>{_SOURCE_LABEL})[ ]{{0,3}}:[ ]{{0,5}}[(\[【]?(?P<source>(?!{_DATE_LABEL})[^\s|丨,;。:()\[\]【】]{{1,40}})?
    |(?P<writer_label>{_WRITER_LABEL})[ ]{{0,3}}[:/][ ]{{0,5}}[(\[【]?(?P<writers>(?!{_DATE_LABEL}|{_SOURCE_LABEL})[^|丨。:\[\]【】]{{0,60}}?)
        (?=[ ]{{2,}}|[ ]*(?:$|[|丨\])】])
        |[ ]+(?:{_DATE_LABEL}|{_SOURCE_LABEL}|{_CLOSING_LABEL}|{_COUNT_LABEL}|{_OTHER_LABEL}|\d{{4}}))
    |[{_HAN}]{{0,8}}?(?:记者|通讯员)[ :]{{0,4}}(?P<named>[{_HAN}]{{2,4}}(?:、[{_HAN}]{{2,4}}){{0,3}})(?![{_HAN}])
    |(?P<closing>{_CLOSING_LABEL})[ ]{{0,3}}[:/][ ]{{0,5}}(?P<closing_value>[^。|丨\])】]{{0,120}}?)
        (?=[ ]*(?:$|[|丨\])】])|[ ]+(?:{_DATE_LABEL}|{_SOURCE_LABEL}|{_CLOSING_LABEL})[ ]{{0,3}}[:/])
    |(?P<count>{_COUNT_LABEL})[ ]{{0,3}}(?::[ ]{{0,5}}\d{{0,9}}|\d{{1,9}})(?:[ ]?(?:次|人|条))?
    |(?P<other>{_OTHER_LABEL})[ ]{{0,3}}:[ ]{{0,5}}[^\s|丨。:]{{0,40}}
    |(?P<action>{_ACTIONS})(?![{_HAN}\w])
    |(?P<number>\d{{1,7}})(?=[ ]|$)""",
    re.VERBOSE,
)
_BETWEEN = re.compile(r"[ |丨,;/·\[\]()【】<>《》\t:-]+")
_WORD = re.compile(r"[^ |丨,;/\[\]()【】<>\t]{1,40}")


# A bar behind a label is a colon: 来源丨许昌日报, 记者 | 张铮; one between labels parts them.
_BAR = re.compile(
    r"(?<=来源|记者|作者|编辑|责编|校对|审核|审校|监制|主编|文字|撰文|采写|图片|摄影|供图|视频|排版|美编|统筹|初审|复审|终审)"
    r"[ ]?(?P<bar>[丨|])(?=[ ]?[^\s丨|])"
)


def _with_colons(folded: str) -> str:
    """The folded text with colons for the bars behind labels; the same length."""
    for match in _BAR.finditer(folded) if "丨" in folded or "|" in folded else ():
        folded = f"{folded[: match.start('bar')]}:{folded[match.end('bar') :]}"
    return folded


def read_source_line(line: str) -> SourceLine | None:
    """The metadata of a line that holds nothing else (来源, 发布时间, 作者, 责任编辑, 打印 关闭 …), else None."""
    if len(line) > _LONGEST_LINE:
        return None
    folded = _with_colons(fold(line))
    found: dict[str, str] = {}
    reporters: tuple[str, ...] = ()
    fields, closing, strangers, names = 0, False, 0, []
    place = 0
    while place < len(folded):
        if between := _BETWEEN.match(folded, place):
            place = between.end()
            continue
        if (field := _FIELD.match(folded, place)) and field.end() > place:
            fields += field.lastgroup not in ("number", "clock") or field["moment"] is not None
            closing = closing or field["closing"] is not None
            if field["moment"] is not None and (day := _iso(field["year"], field["month"], field["day"])):
                found.setdefault("published", day)
            if field["source"] and (source := name_of_source(line[field.start("source") : field.end("source")])):
                found.setdefault("source", source)
            if field["writers"]:
                reporters += read_names(line[field.start("writers") : field.end("writers")])
            if field["named"]:
                if not (names_read := read_names(line[field.start("named") : field.end("named")])):
                    return None
                reporters += names_read
            place = field.end()
            continue
        word = _WORD.match(folded, place)
        if word is None:
            return None
        if _MEDIA.fullmatch(word[0]):
            names.append(line[word.start() : word.end()])
        else:
            strangers += 1
        place = word.end()
    if not fields or strangers > (2 if fields > 2 else 0) or (strangers and not found):
        return None
    if names and "published" not in found:
        return None
    return SourceLine(found.get("source") or (names[0] if names else None), found.get("published"), reporters, closing)


_NO_SOURCE = frozenset(
    ["原创", "转载", "本站", "本站原创", "本网", "本网站", "网络", "互联网", "网络转载", "未知", "不详", "佚名", "无", "其他", "其它"]
)


def name_of_source(text: str) -> str | None:
    """The name of a source, without a label before it; None for words that name nobody (本站, 网络, 原创)."""
    name = re.sub(r"^(?:来源|稿源)\s?[:：]\s?", "", text.strip())
    return name if name and fold(name) not in _NO_SOURCE else None


# --- bylines ------------------------------------------------------------------------------------

_BULLETS = "□■◎●○◆▲△☆★◇※*▪•"
_HOUSE = rf"(?:本报|本网|本刊|本台|本社|(?:(?!记者|通讯员)[{_HAN}]){{2,12}}?(?:报|网|社|台|客户端|频道|中心|新闻|传媒|集团|在线))"
_RANK = rf"(?:全媒体|融媒体?|特约|特派|见习|实习|首席|高级|资深|驻[{_HAN}]{{1,8}}?|文字|新媒体|评论|摄影)"
_WRITER = rf"(?:{_HOUSE}?{_RANK}{{0,3}}(?:记者|通讯员|特派员|评论员|撰稿人|报道员)|作者|撰稿|撰文|采写|采访|执笔|文字|文图|图文|文)"
_PHOTOGRAPHER = r"(?:图片摄影|摄影|拍摄|摄|图片|供图|制图|配图|绘图|视频|图)"
_ROLE = re.compile(
    rf"(?P<photo>{_HOUSE}?摄影记者|{_PHOTOGRAPHER})|(?P<writer>{_WRITER})|(?P<neutral>摄影报道|综合报道|报道|整理|编译|供稿|实习生)|(?P<house>{_HOUSE}|[{_HAN}]{{2,10}}(?:处|部|办公室|局|院|科|委|中心))"
)
_LEADING_ROLE = re.compile(rf"(?P<role>{_HOUSE}?{_RANK}{{0,3}}(?:记者|通讯员)|实习生|作者|撰文|采写)(?P<name>[{_HAN}·]{{2,8}})")
_TRAILING_ROLE = re.compile(r"(?P<role>摄影报道|综合报道|报道|摄影|供图|供稿|整理|编译|摄)$")
_BYLINE_SIGN = re.compile("[者员員文摄攝影图圖道理译譯稿生供绘繪频頻]")  # every role has one of these
_PIECE = re.compile(rf"[^\s,、;:/|()\[\]【】{_BULLETS}—-]+")
_NAME = re.compile(rf"[{_HAN}]{{2,4}}|[{_HAN}]{{1,8}}(?:·[{_HAN}]{{1,8}}){{1,3}}")


_TWO_ROLES = re.compile(r"[^\s]{0,12}记者[ :][^\s]{2,4}[ ](?:[^\s]{2,4}[ ]){0,2}通讯员[ :]")


def read_byline(line: str) -> tuple[str, ...] | None:
    """The reporters of a line that holds nothing but a byline; () where it names only photographers; None for any other line."""
    if len(line) > 120 or _BYLINE_SIGN.search(line) is None:
        return None
    line = line.strip()
    folded = fold(line)
    lenient = folded[:1] in tuple(_BULLETS) or folded[:1] + folded[-1:] in ("()", "[]", "【】") or _TWO_ROLES.match(folded) is not None
    pieces = _pieces(line, lenient=lenient)
    if pieces is None or not any(piece.kind == "name" for piece in pieces):
        return None
    if not any(piece.kind in ("writer", "photo") for piece in pieces):
        return None
    return _writers(pieces)


def read_names(text: str) -> tuple[str, ...]:
    """The personal names of a text that holds only names and roles (the value of 作者); () where anything else stands in it."""
    return _writers(_pieces(text, lenient=False) or [])


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of a byline; `kind` is writer, photo, neutral or name."""

    kind: str
    text: str


def _pieces(line: str, *, lenient: bool) -> list[_Piece] | None:
    """The pieces of a byline as written; None where one is neither role nor name. `lenient` takes names without a known surname."""
    pieces: list[_Piece] = []
    folded = fold(line)
    half: int | None = None  # where a spaced-out name began: 王 刚
    matches = list(_PIECE.finditer(folded))
    for place, match in enumerate(matches):
        start, end = match.span()
        word = match[0]
        if half is not None:
            if len(word) > 2:
                return None
            pieces.append(_Piece("name", line[half] + line[start:end]))
            half = None
        elif len(word) == 1 and word in words("surnames") and word not in ("文", "图"):
            half = start
        elif (read := _read_piece(word, line[start:end], lenient=lenient, after=pieces[-1].kind if pieces else None)) is not None:
            pieces += read
        elif lenient and place + 1 < len(matches) and matches[place + 1][0].startswith(("记者", "通讯员")) and len(word) <= 10:
            pieces.append(_Piece("neutral", line[start:end]))
        else:
            return None
    return pieces if half is None else None


def _read_piece(word: str, written: str, *, lenient: bool, after: str | None) -> list[_Piece] | None:
    """One word of a byline: a role, a name, or both glued (记者张铮, 牛书培摄, 记者张铮报道); `after` is the kind of the piece before it."""
    if (role := _ROLE.fullmatch(word)) and not (role["house"] and is_name(word)):
        return [_Piece(_kind(role), written)]
    if is_name(word):
        return [_Piece("name", written)]
    tail = _TRAILING_ROLE.search(word)
    head = _LEADING_ROLE.fullmatch(word[: tail.start("role")] if tail else word)
    start = head.end("role") if head else 0
    end = tail.start("role") if tail else len(word)
    name = word[start:end]
    if not (head or tail) or not (is_name(name) or (head and lenient and _is_rare_name(name))):
        return [_Piece("name", written)] if lenient and after in ("writer", "name") and _is_rare_name(word) else None
    glued = [_Piece("writer", written[:start])] if head else []
    return [*glued, _Piece("name", written[start:end]), *([_Piece(_kind(_ROLE.fullmatch(tail["role"])), tail["role"])] if tail else [])]


_NO_NAME = re.compile(r"(?:之家|公司|集团|协会|大学|学院|银行|科技|财经|观察|研究|生活|杂志|组合|本文|来源|编辑|[报网社台处部局委院])$")


def _is_rare_name(text: str) -> bool:
    """Whether a word that stands where a reporter's name must may be one although its surname is not listed: 阿依古丽."""
    return _NAME.fullmatch(text) is not None and _NO_NAME.search(text) is None


def _kind(role: re.Match[str] | None) -> str:
    if role is None or role["neutral"] or role["house"]:
        return "neutral"
    return "photo" if role["photo"] else "writer"


def is_name(text: str) -> bool:
    """Whether the text has the form of a Chinese name: a surname of the list and one or two more characters, or parts joined by ·."""
    if "·" in text:
        return _NAME.fullmatch(text) is not None
    if not 2 <= len(text) <= 4 or not all("\u4e00" <= character <= "\u9fff" for character in text):
        return False
    surnames = words("surnames")
    if text[-1] in "处部局委网社台" or text[-2:] in ("日报", "晚报", "商报", "时报", "晨报", "都市", "新闻", "电视", "发布", "来源", "本报", "记者"):
        return False
    return (
        (len(text) <= 3 and text[0] in surnames)
        or (len(text) >= 3 and text[:2] in surnames)
        or (len(text) == 4 and text[0] in surnames and text[1] in surnames)
    )


def _writers(pieces: list[_Piece]) -> tuple[str, ...]:
    """The names that are not photographers': 摄 and 供图 follow their names, other roles go before them unless names come first."""
    names: list[str] = []
    role = "writer"
    for place, piece in enumerate(pieces):
        if piece.kind in ("writer", "photo"):
            role = piece.kind
        elif piece.kind == "name" and role != "photo" and not _photographed(pieces, place):
            names.append(piece.text)
    return tuple(dict.fromkeys(names))


def _photographed(pieces: list[_Piece], place: int) -> bool:
    """Whether the role behind this run of names is a photographer's: … 牛书培 摄; not 张三 文/图."""
    after = next((i for i in range(place, len(pieces)) if pieces[i].kind != "name"), len(pieces))
    if after == len(pieces) or pieces[after].kind != "photo":
        return False
    behind = next((piece.kind for piece in pieces[after + 1 :] if piece.kind != "neutral"), None)
    leads_others = behind == "name"
    return pieces[after].text in ("摄", "攝", "供图", "供圖") or not leads_others


# --- datelines ----------------------------------------------------------------------------------

_AGENCY = (
    r"(?:据)?(?:新华社|新华网|新华财经|中新社|中新网|中国新闻网|中新财经|中新经纬|人民网|央视网|央广网|国际在线|中国网|光明网|中国经济网|中央社|路透社|法新社|德新社|美联社|共同社|塔斯社|俄新社|韩联社|彭博社|埃菲社"
    rf"|财联社|澎湃新闻|本报|本网|本刊|本台|本社|[{_HAN}]{{2,6}}?(?:[日晚商时早晨]?报|网|在线))"
)
_NUMERAL = r"[\d〇一二三四五六七八九十]{1,3}"
_DATELINE = re.compile(
    rf"[(\[【]?(?:{_AGENCY}[ ]?(?:记者[ ]?(?P<name>[{_HAN}]{{3}}|[{_HAN}]{{2}})[ ]?)?"
    rf"(?P<place>[{_HAN}·]{{2,10}}?)?(?:频道|新闻)?|(?P<bare>[{_HAN}]{{2,5}}))[ ]?"
    rf"(?P<date>(?:\d{{4}}年)?{_NUMERAL}月{_NUMERAL}日|\d{{1,2}}日)[ ]?(?:专?电|讯|消息)"
)
_UNDATED = re.compile(rf"[(\[【]?{_AGENCY}(?:讯|消息|专?电)")
_BRACKET = re.compile(r"[ ]{0,3}[(\[【](?P<inside>[^()\[\]【】]{2,80})[)\]】]")
_OPEN_BYLINE = re.compile(
    rf"[ ]{{0,3}}(?P<inside>{_HOUSE}?{_RANK}{{0,3}}(?:记者|通讯员)[ ]?[{_HAN}]{{2,4}}(?:[ 、][{_HAN}]{{2,4}}){{0,4}})(?=[ ]|报道[: ])"
)
_LAST_BRACKET = re.compile(r"[(\[【](?P<inside>[^()\[\]【】]{2,80})[)\]】][。.]?\s*$")


def read_dateline(paragraph: str) -> Dateline | None:
    """The dateline that a paragraph begins with (本报许昌8月12日电), as written; None where there is none."""
    paragraph = paragraph[:200]
    folded = fold(paragraph)
    match = _DATELINE.match(folded)
    if match is not None and (not match["bare"] or _stands_alone(match[0], folded[match.end() :])):
        group = "place" if match["place"] else "bare"
        place = paragraph[match.start(group) : match.end(group)] if match[group] else None
        named = (paragraph[match.start("name") : match.end("name")],) if match["name"] else ()
        return Dateline(place, paragraph[match.start("date") : match.end("date")], named + _bracketed(paragraph, match.end()))
    if (undated := _UNDATED.match(folded)) is not None:
        return Dateline(None, None, _bracketed(paragraph, undated.end()))
    return None


def _stands_alone(dateline: str, after: str) -> bool:
    """Whether a dateline without an agency is one for certain; not 绍兴12月14日消息灵通, 某某外汇4月26日讯, 许昌8月12日电话采访."""
    return dateline.endswith("电") and (not after or after[0] in " (:[【")


def read_opening_byline(paragraph: str) -> tuple[str, ...]:
    """The reporters in brackets at the very start of a paragraph: (记者 张铮)许昌……; () where there are none."""
    return _bracketed(paragraph[:200], 0, bare=False)


def read_closing_byline(paragraph: str) -> tuple[str, ...]:
    """The reporters in brackets at the end of a paragraph: ……。(记者 张铮 通讯员 李明); () where there are none."""
    end = paragraph[-120:]
    match = _LAST_BRACKET.search(fold(end))
    if match is None:
        return ()
    inside = end[match.start("inside") : match.end("inside")]
    read = read_source_line(inside)
    return read_byline(f"({inside})") or (read.reporters if read else ())


def _bracketed(paragraph: str, start: int, *, bare: bool = True) -> tuple[str, ...]:
    """The reporters in brackets at `start`; after a dateline (`bare`) names may stand there without 记者."""
    match = _BRACKET.match(fold(paragraph), start) or _OPEN_BYLINE.match(fold(paragraph), start)
    if match is None:
        return ()
    inside = paragraph[match.start("inside") : match.end("inside")]
    return read_byline(f"({inside})") or (read_names(inside) if bare else ())
