"""Lines of a page or a text file to a clean body, one named step each.

The steps take out navigation, source lines, photo credits and captions, bylines and what follows
an article's end, rejoin sentences that line breaks cut, and find the title. What is taken out is
kept where it has a field (captions, reporters, source); a line that no step knows stays.

>>> found = clean(lines_of("许昌加入联盟\\n□ 记者 张铮\\n许昌(观察员城\\n\\n市)日前表示欢迎。\\n责任编辑:李四"))
>>> found.title, found.reporters, found.text
('许昌加入联盟', ('张铮',), '许昌(观察员城市)日前表示欢迎。')
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from corpus.lexicon import words
from corpus.metadata import fold, is_name, read_byline, read_closing_byline, read_dateline, read_day, read_opening_byline, read_source_line

_HAN = "\u4e00-\u9fff"


@dataclass(slots=True)  # not frozen: that makes each of a page's thousand lines seven times as slow
class Line:
    """A line before cleaning; never changed once it is made.

    `kind` is text, heading, caption, row or item; `gap` says that a blank line stood before it,
    `indented` that it began with white space, `whole` that its end is a paragraph's end for certain
    (an HTML block), `after_removed` that the line before it was metadata and has been taken out.
    `link_share` is the share of its characters that are links; `parts` is the text with blanks where
    links and spans meet, for a line that has any.
    """

    text: str
    kind: str = "text"
    gap: bool = False
    indented: bool = False
    whole: bool = False
    after_removed: bool = False
    link_share: float = 0.0
    parts: str | None = None


@dataclass(slots=True)
class Cleaned:
    """What cleaning found: the body, one paragraph a line ('' where nothing is left), and what stood around it."""

    text: str = ""
    title: str | None = None
    source: str | None = None
    published: str | None = None
    reporters: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    dateline: str | None = None
    dateline_date: str | None = None
    _seen: set[str] = field(default_factory=set, repr=False)


def lines_of(text: str) -> list[Line]:
    """The non-blank lines of a plain text."""
    lines: list[Line] = []
    gap = False
    for raw in re.split("\r\n?|[\n\x0b\x0c\x85\u2028\u2029]", text):
        stripped = tidy(raw)
        if not stripped:
            gap = True
            continue
        lines.append(Line(stripped, gap=gap, indented=raw[:1] in (" ", "\t", "\u3000", "\xa0")))
        gap = False
    return lines


_INVISIBLE = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")
_BLANKS = re.compile("[ \t\n\r\x0b\x0c\x1c-\x1f\x85\xa0\u2002-\u200a\u2028\u2029\u202f]+")


def tidy(raw: str) -> str:
    """One line without outer white space and invisible characters; runs of blanks inside become one."""
    if raw.isprintable() and "  " not in raw:
        return raw.strip(" ")  # what the rest does, for nearly every line
    return _BLANKS.sub(" ", _INVISIBLE.sub("", raw)).strip(" \u3000")


def clean(lines: Sequence[Line], *, title: str | None = None, find_title: bool = True) -> Cleaned:
    """The body of the lines and what stood around it; `title` is a title that is known already."""
    found = Cleaned(title=title)
    kept = list(lines)
    for step in (
        take_labels,
        drop_page_marks,
        drop_navigation,
        take_source_lines,
        drop_end_matter,
        take_captions,
        take_bylines,
        rejoin,
        take_captions,
        take_bylines,
    ):
        kept = step(kept, found)
    kept = take_title(kept, found) if find_title or title else kept
    kept = cut_closing_label(kept, found)
    read_datelines(kept, found)
    found.text = "\n".join(line.text for line in kept)
    return found


# --- what a line is -----------------------------------------------------------------------------

_SENTENCE_END = re.compile("[。！？!?]")
_COMMAS = re.compile("[，,、；;]")


def is_prose(line: Line) -> bool:
    """Whether the line is running text: a whole sentence of some length, or a long line with commas."""
    text = line.text
    if line.link_share > 0.6:
        return False
    if line.kind == "caption" or len(text) < 15:
        return False
    return _SENTENCE_END.search(text) is not None or (len(text) >= 40 and _COMMAS.search(text) is not None)


def _without(lines: Sequence[Line], dropped: set[int]) -> list[Line]:
    """The lines less those dropped; the line that follows a dropped one is marked."""
    kept = []
    for place, line in enumerate(lines):
        if place not in dropped:
            kept.append(replace(line, after_removed=True) if place - 1 in dropped and not line.after_removed else line)
    return kept


def _body(lines: Sequence[Line]) -> tuple[int, int]:
    """The places of the first and last line of prose; (len, -1) where there is none."""
    prose = [place for place, line in enumerate(lines) if is_prose(line) and not is_end(line)]
    return (prose[0], prose[-1]) if prose else (len(lines), -1)


# --- labels of exported texts ---

_LABELLED_TITLE = re.compile(r"^[【\[]?(?:标题|题目|題目|標題)[】\]]?\s?[:：]\s{0,3}(?P<title>.{2,100})$")
_LABELLED_BODY = re.compile(r"^[【\[]?(?:正文|内容|內容)[】\]]?\s?[:：]\s{0,3}")
_LABELLED_HEAD = 8  # lines


def take_labels(lines: list[Line], found: Cleaned) -> list[Line]:
    """Without the labels of an exported text: 标题：…… above becomes the title, 正文： before the body goes."""
    kept: list[Line] = []
    labelled = False
    for place, line in enumerate(lines):
        if place < _LABELLED_HEAD and found.title is None and (match := _LABELLED_TITLE.match(line.text)):
            found.title, labelled = match["title"].strip(), True
            continue
        rest = _LABELLED_BODY.sub("", line.text) if labelled and place < _LABELLED_HEAD else line.text
        labelled = labelled and rest == line.text
        if rest:
            kept.append(line if rest == line.text else replace(line, text=rest, after_removed=True))
    return kept


_PAGE_MARK = re.compile(
    r"[-—–~]{1,3}\s?\d{1,4}\s?[-—–~]{1,3}$|[-—–]?\s?第\s?\d{1,4}\s?页(?:[ ,/，]{0,3}共\s?\d{1,4}\s?页)?\s?[-—–]?$|[Pp]age \d{1,4}(?: of \d{1,4})?$"
)


def drop_page_marks(lines: list[Line], found: Cleaned) -> list[Line]:
    """Without the page numbers of a paginated text (— 3 —, 第3页 共5页), over which sentences go on."""
    return [line for line in lines if not (len(line.text) <= 30 and _PAGE_MARK.match(line.text))]


# --- navigation ---------------------------------------------------------------------------------

_PARTS = re.compile(r"[\s|丨·>»›→/\\_•◆■]+|(?<=\s)[-—](?=\s)")
_TRAIL = re.compile(r"^\W{0,3}(?:您?(?:现在)?(?:所?在|当前)?的?位置(?:是|为)?\s{0,3}[::]|当前位置|首页\s{0,3}[>»›→/-]|返回首页)")
_ARROW = re.compile("[>»›→]")


def drop_navigation(lines: list[Line], found: Cleaned) -> list[Line]:
    """Without navigation bars, breadcrumb trails and runs of navigation words one a line."""
    first, last = _body(lines)
    outside = [not first <= place <= last for place in range(len(lines))]
    dropped = {place for place, line in enumerate(lines) if is_navigation(line.text, outside=outside[place])}
    alone = [fold(line.text).strip(" |>·") in words("navigation") for line in lines]
    run: list[int] = []
    for place, is_word in enumerate([*alone, False]):
        if is_word:
            run.append(place)
        else:
            if len(run) >= 3 or (run and outside[run[0]] and (run[0] - 1 in dropped or place in dropped)):
                dropped.update(run)
            run = []
    return _without(lines, dropped)


def is_navigation(text: str, *, outside: bool = True) -> bool:
    """Whether a line is a navigation bar (mostly menu words) or, outside the body, a breadcrumb trail."""
    if len(text) > 600 or "。" in text:
        return False
    folded = fold(text)
    parts = [part for part in _PARTS.split(folded) if part]
    known = sum(part in words("navigation") for part in parts)
    if len(parts) >= 4 and known >= (0.6 if outside else 0.8) * len(parts) and max(map(len, parts)) <= 12:
        return True
    if not outside or len(text) > 120:
        return False
    if _TRAIL.match(folded):
        return True
    return _ARROW.search(folded) is not None and bool(parts) and (parts[0] in words("navigation") or known * 2 >= len(parts)) and len(parts) <= 8


# --- source lines -------------------------------------------------------------------------------

_BRACKETED_DAY = re.compile(
    r"[（(](?:19|20)?\d{2}\s?[年.-]\s?\d{1,2}\s?[月.-]\s?\d{1,2}\s?日?[)）]$"
)  # the day of a decision or a speech, below its title: part of the text
_LABEL = re.compile(r"[::丨|]|打印|关闭|字号|字体|责编|分享")


def take_source_lines(lines: list[Line], found: Cleaned) -> list[Line]:
    """Without lines of metadata; their source, day and reporters are kept.

    Inside the body a line stays unless it has a label: a bare day there is a heading of a chronicle,
    and one below the last paragraph is a signature.
    """
    first, _ = _body(lines)
    dropped = set()
    for place, line in enumerate(lines):
        read = None if _BRACKETED_DAY.match(line.text) else (line.parts and read_source_line(line.parts)) or read_source_line(line.text)
        if read is None or (
            place > first and not (_LABEL.search(fold(line.text)) and (read.closing or read.source or read.reporters or read.published is None))
        ):
            continue
        dropped.add(place)
        found.source = found.source or read.source
        if place < first:
            found.published = found.published or read.published
        _add_reporters(found, read.reporters)
    return _without(lines, dropped)


def _add_reporters(found: Cleaned, names: Sequence[str]) -> None:
    found.reporters = tuple(dict.fromkeys((*found.reporters, *names)))


# --- what follows the end -----------------------------------------------------------------------

_END = re.compile(
    r"""^[\W_]{0,6}(?:
    (?:相关|延伸|推荐|拓展|热门|热点|更多|精彩|最新|往期|编辑|为您|大家都在|猜你|今日|本周|频道|图片|视频|点击|新闻|阅读)(?:阅读|新闻|链接|报道|文章|专题|推荐|资讯|内容|回顾|看|喜欢|排行榜?|热点|头条|要闻|精选|附件|评论)[\W_]{0,6}(?:$|[::>》])
    |(?:上|下)一(?:篇|条|页|则)(?:[\W_]|$)|分享(?:到|至)|扫一?(?:扫|码|描).{0,30}(?:二维码|手机|微信|关注|下载|打开|分享|$)|扫描.{0,10}二维码|(?:长按|识别|微信).{0,12}二维码|关注.{0,16}(?:公众号|微信|微博|我们$)
    |(?:点击.{0,6})?(?:阅读原文|查看原文)|网友评论|我要评论|发表评论|最新评论|评论区|[\u4e00-\u9fff]{0,8}声明[::]|(?:版权|免责|特别|郑重|重要|转载|本[网站]|网站)声明|版权(?:归|所有|与免责)|转载请|凡本[网站报]|来源标注|友情链接
    |(?:网站)?(?:首页|地图)\s{0,3}[|丨].{0,60}|关于(?:我们|本站|本网)\s{0,3}(?:[|丨-]|$)|联系(?:我们|邮箱)(?:[\W_]|$)|举报(?:电话|邮箱|热线|中心)|(?:违法|不良).{0,8}信息.{0,4}举报|营业执照(?:[\W_]|$)|网站标识码
    |点击(?:上方|下方|顶部)?(?:的)?蓝[字色]|(?:THE[ ])?END[\W_]{0,6}$|(?:全文)?完[\W_]{0,6}$
    |返回(?:顶部|首页|列表)|回到顶部|\W{0,3}打印\W{1,6}关闭|在看(?:[\W_\d]|$)|投稿(?:邮箱|热线)|新闻热线|爆料(?:热线|电话)|广告(?:热线|合作|服务)|商务合作|技术支持[::]|责任编辑|责编
    )""",
    re.VERBOSE,
)
_END_INSIDE = re.compile(
    r"[Cc]opyright|COPYRIGHT|©|ICP[备证]|公网安备|[Aa]ll [Rr]ights [Rr]eserved|版权所有|风险自负|增值电信业务经营许可证\s{0,3}[::]"
    r"|互联网新闻信息服务许可|信息网络传播视听节目许可证|广播电视节目制作经营许可证|网络文化经营许可证"
    r"|违法和不良信息举报(?:电话|邮箱|热线|中心|专区|[::])"
)
_NOTICE = re.compile(
    r"^[\W_]{0,4}(?:凡本[网站报]|本(?:网站?|站|文|刊|报|公众号)|以上(?:内容|文章|图文|信息)|文章(?:内容|版权|来源|仅)|所有(?:文章|内容|信息)|未经|如有|如因|如涉|若有|声明|免责|版权(?:声明|归|所有|说明|与)|转载|图片来|部分(?:图片|文章|内容)|(?:网站|平台)(?:声明|刊登)|注[::]|作品)"
)
_NOTICE_WORDS = re.compile(
    r"版权|转载|侵权|授权|风险自[负担]|仅供参考|仅代表作者|不代表本|删除|追究|敬请谅解|联系我们|请联系|二维码|客户端|传递更多信息|赞同其|证实其|存储空间服务|用户上传"
)
_LONGEST_END = 400


def is_end(line: Line) -> bool:
    """Whether the line begins or belongs to what follows an article: related links, notices, licences."""
    text = line.text
    if len(text) > _LONGEST_END:
        return False
    folded = fold(text)
    if _END.match(folded) and ((len(text) <= 60 and "。" not in text) or _NOTICE_WORDS.search(folded) or _END_INSIDE.search(folded)):
        return True
    if _END_INSIDE.search(folded) and (len(text) <= 120 or len(_END_INSIDE.findall(folded)) > 1 or _NOTICE.match(folded)):
        return True
    return _NOTICE.match(folded) is not None and len(set(_NOTICE_WORDS.findall(folded))) >= 2


def drop_end_matter(lines: list[Line], found: Cleaned) -> list[Line]:
    """Without everything from the first mark of the end on, as long as no paragraph of prose follows it."""
    _, last = _body(lines)
    marks = [place for place in range(last + 1, len(lines)) if is_end(lines[place])]
    end = marks[0] if marks else len(lines)
    kept = [line for line in lines[:end] if not (is_end(line) and not _may_be_body(line))]
    # Menus and links between the last paragraph and the first mark.
    while len(kept) > 0 and kept[-1].link_share > 0.8 and not is_prose(kept[-1]):
        kept.pop()
    return kept


def _may_be_body(line: Line) -> bool:
    """Above the last paragraph only short lines without a sentence go; a sentence there may be the article's own."""
    return len(line.text) > 60 or _SENTENCE_END.search(line.text) is not None


# --- captions and bylines -----------------------------------------------------------------------

_CREDIT = re.compile(
    rf"(?:^|[\s。!?.,;(/:|”)】])(?:[{_HAN}]{{0,14}}(?:记者|通讯员|摄影师|[社网报]发))?[\s(/:]{{0,3}}"
    rf"(?P<names>[{_HAN}]{{1,4}}(?:[ 、/][{_HAN}]{{1,4}}){{0,5}})(?:[ /]{{0,2}}(?:摄影报道|摄影|供图|摄)|[ ]?/[ ]?图)[)\]】]{{0,2}}[。.]?$"
)
_LABELLED_CREDIT = re.compile(r"(?:^|[\s。!?(;,])(?:摄影|图片来源|图片|图源|供图|摄|图)[ ]?[:/][ ]?[^\s。,]{1,20}[)\]】]{0,2}[。.]?$")
_HOUSE_CREDIT = re.compile(
    rf"(?:^|[\s。!?(])(?:[{_HAN}]{{2,8}}(?:社|网|报)发|[{_HAN}]{{1,12}}供图"
    r"|资料图片?|资料照片|网络图片|视频截图|效果图)(?:[ (][^()]{1,20})?[)\]】]{0,2}[。.]?$"
)
_PICTURED = re.compile(
    r"^[(\[【]?(?:图为|(?:上|下|左|右|题|前|后|配|组|本)图(?:为|[::]|\s|是)|图[①-⑳](?!\w{0,1}-)|图(?:\d{1,2}|[一二三四五六七八九十])(?:[::、.\s]|为)|图(?:片?说明?|注|解|片)?[::]|图片(?:为|显示)|资料图[::]|照片[::为])"
)
_ARROWED = re.compile(r"^[▲△↑↓◀▶▼▽][ ]?")
_CAPTION_SIGN = re.compile("[图圖摄攝影供发發料频頻照]")  # every form has one of these
_LONGEST_CAPTION = 220
_LONGEST_MARKED_CAPTION = 400  # of one that the page marks as a caption; a longer one is an article in a wrongly named element


def take_captions(lines: list[Line], found: Cleaned) -> list[Line]:
    """Without picture captions and photo credits, which go to `captions`, each once."""
    arrowed = sum(_ARROWED.match(line.text) is not None for line in lines)
    dropped = set()
    for place, line in enumerate(lines):
        if (
            (line.kind == "caption" and len(line.text) <= _LONGEST_MARKED_CAPTION)
            or is_caption(line.text)
            or (_ARROWED.match(line.text) and len(line.text) <= 60 and arrowed <= 3)
        ):
            dropped.add(place)
            if line.text not in found._seen:
                found._seen.add(line.text)
                found.captions += (line.text,)
    # A sentence may go on beyond its picture, so that the border is left open.
    return [line for place, line in enumerate(lines) if place not in dropped]


def is_caption(text: str) -> bool:
    """Whether a line is a caption or a credit: it begins with 图为 and the like or ends in a photographer's name."""
    if len(text) > _LONGEST_CAPTION or _CAPTION_SIGN.search(text) is None:
        return False
    folded = fold(text)
    if _PICTURED.match(folded):
        return True
    credit = _CREDIT.search(folded[-80:])
    if credit is not None and _are_names(credit["names"]):
        return True
    if _HOUSE_CREDIT.search(folded[-40:]):
        return True
    return len(text) <= 120 and _LABELLED_CREDIT.search(folded[-40:]) is not None


def _are_names(text: str) -> bool:
    """王刚, 王 刚, 王刚 李四, 王刚、李四: the last of them is a name."""
    parts = [part for part in re.split("[ 、/]", text) if part]
    last = "".join(parts[-2:]) if len(parts) > 1 and len(parts[-1]) == len(parts[-2]) == 1 else parts[-1]
    return is_name(last)


def take_bylines(lines: list[Line], found: Cleaned) -> list[Line]:
    """Without bylines on lines of their own; their reporters are kept."""
    dropped = set()
    for place, line in enumerate(lines):
        names = read_byline(line.text)
        if names is not None:
            dropped.add(place)
            _add_reporters(found, names)
    return _without(lines, dropped)


# --- broken lines -------------------------------------------------------------------------------

_ENDED = re.compile(r"(?:[。！？!?…；;]|(?<=[A-Za-z0-9\u4e00-\u9fff)）”])\.)[”’」』）)》】\]]{0,3}$")
_HYPHENATED = re.compile("[A-Za-z]{2}-$")  # a Latin word parted at the line's end
_CONTINUES = tuple("，。、；：！？）》」』”’】〉,;:!?)%％")
_PAIRS = {"（": "）", "(": ")", "《": "》", "“": "”", "「": "」", "『": "』", "【": "】", "〔": "〕", "〈": "〉"}
_CLOSERS = {closer: opener for opener, closer in _PAIRS.items()}
_ASIDE = re.compile(r"[。！？!?”][（(\[【][^（()）]{1,40}[）)\]】]$")


def rejoin(lines: list[Line], found: Cleaned) -> list[Line]:
    """Paragraphs whole again where a line break, a page's end or a picture cut a sentence."""
    wrapping = find_wrapping(lines)
    blocks = [line for line in lines if line.whole and line.kind == "text"]
    indents = len(blocks) >= 3 and sum(line.indented for line in blocks) * 2 >= len(blocks)
    paragraphs: list[tuple[Line, list[str]]] = []
    last: Line | None = None
    pieces: list[str] = []
    for line in lines:
        if last is not None and indents and last.whole and not line.indented and _is_cut_block(last, line):
            pieces.append(line.text)
        elif last is not None and _goes_on(last, line, wrapping, "".join(pieces[-4:]), first=len(paragraphs) == len(pieces) == 1):
            if _HYPHENATED.search(pieces[-1]) and line.text[0].islower():
                pieces[-1] = pieces[-1][:-1]
                pieces.append(line.text)
            else:
                pieces.append(_glue(pieces[-1], line.text) + line.text)
        else:
            pieces = [line.text]
            paragraphs.append((line, pieces))
        last = line
    return [replace(first, text="".join(pieces)) if len(pieces) > 1 else first for first, pieces in paragraphs]


def _is_cut_block(line: Line, following: Line) -> bool:
    """Whether a block goes on in the next, which alone among its like is not indented."""
    return (
        line.kind == following.kind == "text"
        and line.indented
        and len(line.text) >= 15
        and not following.after_removed
        and not _ENDED.search(line.text)
        and not line.text.endswith(("：", ":"))
    )


_NUMBERED = re.compile(
    r"(?:[(（]?[\d一二三四五六七八九十]{1,3}[)）、.．](?!\d)|[一二三四五六七八九十]是|其[一二三四五六]|第[一二三四五六七八九十]{1,3}[章节条、，]|[①-⑳●■◆▲★•·◎○□])"
)
# A headline has up to 35 characters with a comma among them; a longer line that ends nowhere is running text.
_LONGEST_HEADLINE = 35


def _goes_on(line: Line, following: Line, wrapping: Wrapping | None, so_far: str, *, first: bool) -> bool:
    """Whether `following` continues the sentence of `line`.

    `so_far` is the end of the paragraph joined so far; `first` says that `line` is the first of the text, which may be a title.
    """
    if following.after_removed or line.kind != following.kind or line.kind not in ("text", "item"):
        return False
    text, after = line.text, following.text
    if _HYPHENATED.search(text) and after[0].islower():
        return True
    if after.startswith(_CONTINUES):
        return not re.match(r"[,;:!?)%.]{2}", after)
    if _NUMBERED.match(after) and (_ENDED.search(text) or not text.endswith(("，", ","))):
        return False
    if wrapping is not None and wrapping.joins(line, following):
        return True
    if read_dateline(after) is not None:
        return False
    if _ENDED.search(text) or _ASIDE.search(text) or text.endswith(("：", ":")):
        return False
    runs_on = _SENTENCE_END.search(after) is not None or _COMMAS.search(after) is not None
    if text.endswith(("，", "、", ",")) or text[-1] in _PAIRS:
        return runs_on
    if (closer := _unclosed(so_far)) and closer in after[:80] and not line.whole:
        return True
    if line.whole or line.kind != "text" or not runs_on:
        return False
    if len(so_far) >= 20 and _SENTENCE_END.search(so_far) is not None:
        # A line with a finished sentence and an unfinished one is running text, never a heading.
        return True
    return len(so_far) > (_LONGEST_TITLE if first else _LONGEST_HEADLINE) and re.search("[，,；]", so_far) is not None


def _unclosed(text: str) -> str | None:
    """The closing sign that the line still owes; None where all are paired. Looks at the last 200 characters."""
    stack: list[str] = []
    for character in text[-200:]:
        if character in _PAIRS:
            stack.append(character)
        elif character in _CLOSERS and stack and stack[-1] == _CLOSERS[character]:
            stack.pop()
    return _PAIRS[stack[-1]] if stack else None


def _glue(before: str, after: str) -> str:
    """A blank between two Latin words, nothing in Chinese."""
    return " " if before[-1:].isascii() and after[:1].isascii() and (before[-1:].isalpha() or before[-1:] in ",.") and after[:1].isalpha() else ""


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How a text was wrapped by hard line breaks: the width of a full line, and what parts its paragraphs (gap, indent or neither)."""

    columns: int
    characters: int
    style: str

    def is_full(self, text: str) -> bool:
        """Whether the line is as wide as a full one; some programs count columns, some characters."""
        return display_width(text) >= self.columns - 4 or len(text) >= self.characters - 1

    def joins(self, line: Line, following: Line) -> bool:
        """Whether the break between the two lines is one of the wrapping."""
        if following.gap or following.indented or line.whole:
            return False
        if self.style == "plain":
            return self.is_full(line.text) and not _ENDED.search(line.text)
        return self.is_full(line.text) or (len(line.text) * 2 > self.characters and not _ENDED.search(line.text))


def find_wrapping(lines: Sequence[Line]) -> Wrapping | None:
    """The text's wrapping; None for a text that was not wrapped.

    In a wrapped text most lines that do not end a sentence are equally wide, none is much wider, and
    most have a comma or a full stop inside (names one a line have none).
    """
    pairs = [
        (line, following)
        for line, following in pairwise(lines)
        if line.kind == "text" and not line.whole and not following.gap and not following.indented
    ]
    if not pairs:
        return None
    widths = sorted(display_width(line.text) for line in lines)
    columns = widths[len(widths) * 9 // 10] if len(widths) >= 10 else widths[-1]
    characters = sorted(len(line.text) for line in lines)[len(lines) * 9 // 10 if len(lines) >= 10 else -1]
    broken = [line for line, _ in pairs if not _ENDED.search(line.text)]
    full = [line for line in broken if display_width(line.text) >= columns - 6 or len(line.text) >= characters - 2]
    running = sum(_COMMAS.search(line.text) is not None or "。" in line.text for line in full)
    if columns < 24 or len(full) * 2 < len(broken) or len(full) * 4 < len(pairs) or running * 2 < len(full) or not full:
        return None
    if len(full) == 1 and (full[0] is lines[0] or not 56 <= columns <= 110):
        return None
    style = "indent" if any(line.indented for line in lines) else "gap" if any(line.gap for line in lines[1:]) else "plain"
    return Wrapping(columns, characters, style)


def display_width(text: str) -> int:
    """Half-width columns that the text takes up."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text[:400])


# --- title --------------------------------------------------------------------------------------

_KICKER = re.compile(
    r"[(](?:[上中下续终]|[一二三四五六七八九十\d]{1,2})(?:篇|集)?[)]$|^(?:聚焦|系列|关注|走近|直击|图解|专题)|(?:系列报道|系列之.{1,3}|专版|特刊|专栏|之[一二三四五六七八九十])$"
)
_LEAD_LABEL = re.compile(
    r"^[【\[]?(?:核心提示|核心阅读|阅读提示|内容提要|内容摘要|摘要|导读|导语|编者按|编者的话|引言|前言|提要|开栏的话)[】\]]?[::]?$"
)
_LONGEST_TITLE = 70
_LONGEST_WITHOUT_COMMA = 120  # headlines of state news, their parts set off by blanks
_HEADLINES = 5


def take_title(lines: list[Line], found: Cleaned) -> list[Line]:
    """Without the title, which goes to `title`; other headlines stay as paragraphs.

    The title is the first headline above the body, or, below a kicker (聚焦……(上)), the first one
    without a comma, else the first. A text whose first line is running text has none.
    """
    if found.title is None:
        block = _headlines(lines)
        if not block or len(block) == len(lines):
            return lines
        found.title = _main_headline([line.text for line in block])
    same = _bare(found.title)
    head = min(_body(lines)[0], _HEADLINES + 4)
    kept = [line for place, line in enumerate(lines) if not (place <= head and _bare(line.text) == same)]
    return kept or list(lines)


def _headlines(lines: list[Line]) -> list[Line]:
    """The short lines above the body; metadata that stood below the first of them ends them."""
    block: list[Line] = []
    for line in lines[: _HEADLINES + 1]:
        text = fold(line.text)
        if (line.after_removed and block) or _LEAD_LABEL.match(text) or not _is_headline(text) or read_dateline(line.text):
            break
        block.append(line)
    return block if len(block) <= _HEADLINES else block[:1]


def is_title_like(text: str) -> bool:
    """Whether a heading could be an article's title: no label such as 核心提示, no number before it."""
    return len(text) >= 6 and _is_headline(fold(text)) and not _LEAD_LABEL.match(fold(text)) and not _NUMBERED.match(text)


def _is_headline(folded: str) -> bool:
    longest = _LONGEST_TITLE if _COMMAS.search(folded) else _LONGEST_WITHOUT_COMMA
    return 2 <= len(folded) <= longest and "。" not in folded and folded[-1] not in ",、;:" and re.search(r"\w", folded) is not None


def _main_headline(headlines: list[str]) -> str:
    repeated = [text for text in headlines if headlines.count(text) > 1]
    if repeated:
        return repeated[0]
    if len(headlines) > 1 and _KICKER.search(fold(headlines[0])):
        below = [text for text in headlines[1:] if not text.startswith(("—", "-", "－")) and not _KICKER.search(fold(text))] or headlines[1:]
        return next((text for text in below if not _COMMAS.search(text)), below[0])
    return headlines[0]


def _bare(text: str) -> str:
    """The text without signs and blanks, for telling whether two lines say the same."""
    return re.sub(r"[\W_]+", "", fold(text))


# --- last and first words -----------------------------------------------------------------------

# 《某某日报》(2020年12月21日 06 版), as party papers sign their articles on the web.
_ISSUE = r"《[ ]?(?P<paper>[^《》]{2,20}?)[ ]?》[ ]?[(][ ]?(?P<day>\d{4}年\d{1,2}月\d{1,2}日)[ ,]{0,2}第?[ ]?[A-Z]?\d{1,2}[ ]?版[^()]{0,20}[)]$"
# A news agency closes with the day of the year 109 of the Republic: (編輯:陳怡君)1091215.
_CLOSING = re.compile(
    r"[(\[【]?(?:责任编辑|责编|本文来源|文章来源|来源|作者|编辑)[ ]?[::][^。,()\[\]【】]{1,40}[)\]】]?(?:1\d{6})?$"
    rf"|{_ISSUE}|[(\[【][^。,()\[\]【】]{{2,30}}供稿[)\]】]$"
    r"|[(\[【](?:责任编辑|责编|编辑|来源|原标题|稿源)[ ]?[::]?[^。()\[\]【】]{1,60}[)\]】]$"
)
_CLOSING_SOURCE = re.compile(r"来源[ ]?[::][ ]?(?P<source>[^\s()\[\]【】,;]{2,20})")


def cut_closing_label(lines: list[Line], found: Cleaned) -> list[Line]:
    """The last paragraphs without the 责任编辑 or 来源 glued to their end."""
    kept = list(lines)
    for place in range(max(0, len(kept) - 2), len(kept)):
        text = kept[place].text
        folded = fold(text[-100:])
        match = _CLOSING.search(folded)
        if match is None:
            continue
        start = max(0, len(text) - 100) + match.start()
        before = text[:start].rstrip()
        # Only behind a finished sentence, or alone in its brackets: 数据来源:海关总署 in a table stays.
        if before and not _ENDED.search(before):
            continue
        if match["paper"]:
            found.source = found.source or text[start + match.start("paper") - match.start() : start + match.end("paper") - match.start()]
            found.published = found.published or read_day(match["day"])
        if (source := _CLOSING_SOURCE.search(match[0])) and found.source is None:
            found.source = text[start + source.start("source") : start + source.end("source")]
        kept[place] = replace(kept[place], text=before)
    return [line for line in kept if line.text]


def read_datelines(lines: Sequence[Line], found: Cleaned) -> None:
    """Sets dateline and reporters from the first and last paragraphs, whose text stays as it is."""
    for line in lines[:4]:
        dateline = read_dateline(line.text)
        if dateline is not None:
            found.dateline, found.dateline_date = dateline.place, dateline.date
            _add_reporters(found, dateline.reporters)
            break
        if names := read_opening_byline(line.text):
            _add_reporters(found, names)
            break
    for line in lines[-2:]:
        _add_reporters(found, read_closing_byline(line.text))
