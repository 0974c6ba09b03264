"""Numerals that are no figures: parts of names, idioms, codes, list markers; and where a bare number may stand.

The words are in lexicon/not_figures.tsv. A number without unit or measure word counts only where the
text says that it is one: after 达, 共, 是, with 万 or 亿 in it, or alone in its cell.
"""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.lexicon import Matcher, read_rows

_DIGITS = re.compile("[0-9〇零一二三四五六七八九十百千万亿两]")

# Letters, digits and joints that make a number part of a code: G20, F-16, 3:1, 010-6555.
_CODE_BEFORE = re.compile(r"[0-9]-$|[A-Za-z_@#&/\\№·+×*][-.]?$|[0-9][:：]$|(?<![0-9])[0-9]{1,3}[.]$|[一-龥A-Za-z)”》][-‐‑]$")
_CODE_AFTER = re.compile(r"[A-Za-z0-9_@#/\\×*]|[:：][0-9]|-[0-9A-Za-z]|\.(?:[0-9]{1,3}(?![0-9])|[A-Za-z])|\+[0-9]")
_NAMED = re.compile(
    r"(?:电话|热线|传真|邮编|邮政编码|QQ|qq|微信|账号|帐号|账户|证号|编号|代码|手机|车牌"
    r"|号码|文号|ICP备|ISSN|ISBN|国道|省道|高速|航班|波音|空客|图纸|房间)[号:： ]{0,2}[0-9-]{0,20}$"
)
_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]{1,200}|[A-Za-z0-9][A-Za-z0-9._-]{0,63}@[!-~]{1,100}")
_LIST_MARKER = re.compile(r"(?:^|\n)[ \t(（【]{0,3}$")
_MARKER_END = re.compile(r"[、.．)）】:：] ?(?![0-9])")

_STRICT_LICENCE = re.compile(r"(?:从|由|达到|达|到|至|为|共计?|约|增加|增长|增至|减至|减少|下降|上升|等于|是|[=＝≥≤]|总数|占比|写法是|而是)$")
_NOUN_AFTER = re.compile(
    r"(?:多|余)?(?:国(?!道|家)|省(?!道)|市|县|区|城|村|镇|乡|校|企业|学校|城市|国家|部门|单位|社区|地市|高校|团队|商家|员工|群众|学生|党员|干部|学员|选手|职工|人口)"
)
_NO_NOUN = re.compile("[成号路线弄室栋厅版款型期届班岁年月日时点分秒代系式强届级度省道国道高架井师团军楼院工程计划行动舰站]")
_BOUNDARY = "，。、；！？,.;!?()（）\n \t“”《》|:："


@lru_cache(maxsize=1)
def _matcher() -> Matcher:
    return Matcher({row["name"]: row["kind"] for row in read_rows("extractors.figures", "not_figures.tsv")})


def blocked_spans(plain_text: str) -> list[tuple[int, int]]:
    """Spans of names, idioms and web addresses that contain numerals."""
    words = [(start, end) for start, end, _ in _matcher().longest(plain_text) if not _is_inside_numeral(plain_text, start, end)]
    return words + [match.span() for match in _ADDRESS.finditer(plain_text)]


def _is_inside_numeral(plain_text: str, start: int, end: int) -> bool:
    """Whether the word is cut out of a longer numeral: 一线 in 十一线, 十分 in 十分之一."""
    first = _DIGITS.match(plain_text, start) and start > 0 and _DIGITS.match(plain_text, start - 1)
    last = _DIGITS.match(plain_text, end - 1) and _DIGITS.match(plain_text, end)
    return bool(first or last) or (plain_text[end - 1] == "分" and plain_text[end : end + 1] in ("之", "钟"))


def is_code(plain_text: str, start: int, end: int, *, is_parted: bool) -> bool:
    """Whether letters and joints make the number at start..end part of a code or a score.

    `is_parted` says that a bound word stands before the number, which no code has.
    """
    before = plain_text[max(0, start - 32) : start]
    return (not is_parted and _CODE_BEFORE.search(before) is not None) or (
        _CODE_AFTER.match(plain_text, end) is not None and plain_text[end - 1 : end].isdigit()
    )


def is_list_marker(plain_text: str, start: int, end: int) -> bool:
    """Whether a short number at the start of a line only counts the paragraphs (1. 2、 (三) 一、)."""
    if end - start > 3 or not _MARKER_END.match(plain_text, end):
        return False
    line_end = plain_text.find("\n", end, end + 200)
    rest = plain_text[end : line_end if line_end >= 0 else end + 200]
    return (
        _LIST_MARKER.search(plain_text[max(0, start - 4) : start]) is not None
        and re.search("[一-龥]", rest) is not None
        and not re.match("[、,，] ?[0-9一二三四五六七八九十]", rest)
    )


def may_stand_bare(plain_text: str, start: int, end: int, *, numeral: str, is_bounded: bool) -> bool:
    """Whether a number without a unit is a figure where it stands; `numeral` is the number without bound words."""
    before, after = plain_text[max(0, start - 4) : start], plain_text[end : end + 4]
    if after[:2] == "分之":  # 还有二分之 breaks off
        return True
    is_alone = (not before or before[-1] in _BOUNDARY or before[-2:] == "--") and (not after or after[0] in _BOUNDARY)
    if (
        re.fullmatch("[0-9]{9,}|[零〇]|0 ?[到至] ?1", numeral)
        or _NAMED.search(plain_text, max(0, start - 32), start)
        or re.search("[A-Za-z] ?$|0[到至]$", plain_text[max(0, start - 2) : start])
    ):
        return False
    if numeral in ("百万", "千万", "万亿") and not is_bounded:
        return False
    if is_alone and not re.search("[一-龥A-Za-z]", _line(plain_text, start, end).replace(numeral, "")):
        return True
    if re.match("[号路弄室版款届班岁年月日时点分秒]|强", after) or re.search("[“第]$", before):
        return False
    if re.fullmatch("(?:19|20)[0-9]{2} ?[-—–~至到] ?(?:19|20)[0-9]{2}", numeral):
        return False
    if re.fullmatch("[十百千万亿]|[一二三四五六七八九两〇零百千亿]+万?", numeral) and len(numeral) < 3 and not is_bounded:
        if re.fullmatch("[一二三四五六七八九两][百千]", numeral) and (not after or after[0] in "，。、；！？"):
            return True
        return _stands_after_copula(before, after)
    if is_bounded and re.fullmatch("[一二三四五六七八九两]", numeral):
        return not after or after[0] in _BOUNDARY
    if is_bounded:
        return (not _NO_NOUN.match(after) and numeral not in "十百千万亿") or (numeral in ("万", "亿", "千", "百") and after[:1] in "，。的")
    if re.search("[0-9一二三四五六七八九十两][百千万亿]*[多余几]?[万亿]", numeral):
        return True
    if _STRICT_LICENCE.search(before):
        return not _NO_NOUN.match(after)
    if _NOUN_AFTER.match(after) and re.search("[0-9]|多$|余$|十", numeral):
        return not re.search("[0-9]{4}", numeral)
    return is_alone and (len(numeral) > 2 if not re.match("[0-9]", numeral) else len(numeral) > 3 and not re.fullmatch("(?:19|20)[0-9]{2}", numeral))


def _stands_after_copula(before: str, after: str) -> bool:
    return (bool(re.search("是$", before)) and (not after or after[0] in _BOUNDARY + "这那而和")) or (not before and after[:1] == "的")


def _line(plain_text: str, start: int, end: int) -> str:
    first = plain_text.rfind("\n", max(0, start - 100), start) + 1 or max(0, start - 100)
    last = plain_text.find("\n", end, end + 100)
    return plain_text[first : last if last >= 0 else end + 100]
