"""Bound words: what 约, 近, 逾, 至少, 以上 and their like say of the figure that they touch.

The inner word wins over the outer one (约600多家 is more_than). A bound word before 占, 有 or 为 bounds the
number behind it (约占总额的47%).

>>> bound_of("约", "", "以上"), bound_of("", "多", ""), bound_of("", "", "")
('about', 'more_than', 'exact')
"""

from __future__ import annotations

import re

# fmt: off
_BEFORE = {
    "about": ("大约为", "大约", "约为", "约合", "约", "大概", "估计约"),
    "more_than": ("超过", "超出", "超", "突破", "逾", "多于", "大于", "高于", "过"),
    "at_least": ("至少", "最少", "不少于", "不低于", "不小于", "不下于", "不下", "起码", "大于或者等于", "大于或等于",
                 "大于等于", "> =", ">=", "≥", "上"),
    "less_than": ("将近", "接近", "近", "不到", "不足", "低于", "少于", "小于", "不满", "未满", "未达到", "<", "＜"),
    "at_most": ("最多", "至多", "不超过", "不超", "不高于", "不多于", "不大于", "小于或者等于",
                "小于 或 等于", "小于或等于", "小于等于", "< =", "<=", "≤"),
}
_INNER = {"多": "more_than", "余": "more_than", "几": "more_than", "来": "about"}
_AFTER = {
    "about": ("左右", "上下", "不等"),
    "more_than": ("有余", "开外", "之多"),
    "at_least": ("以上", "及以上", "或以上", "或者更多", "或更多"),
    "less_than": ("以下", "及以下", "或以下"),
    "at_most": ("以内", "之内"),
}
# fmt: on

BOUND_BEFORE = {word: bound for bound, words in _BEFORE.items() for word in words}
BOUND_AFTER = {word: bound for bound, words in _AFTER.items() for word in words}

# Words that end in 约, 近, 超, 过, 上 without bounding anything: 节约, 纽约, 附近, 中超, 通过, 网上.
_UNBOUND = {
    "约": "节合条公签契预制特纽北违履续邀赴简集相隐",
    "近": "附最靠邻逼亲远相临切新",
    "超": "英中德意西赶反高联",
    "过": "超通经度走去来不路渡错好难",
}
_ROUND = "[十百千万亿0-9一二三四五六七八九两几]"

# 上 and 过 bound only round numbers (上百家, 过万); before others they are verbs or part of a word (上半年).
_ONLY_BEFORE = {"上": "(?=[百千万亿])", "过": "(?=[百千万亿0-9十半])"}
_ALTERNATIVES = "|".join(re.escape(word) + _ONLY_BEFORE.get(word, "") for word in sorted(BOUND_BEFORE, key=len, reverse=True))
BEFORE = f"(?:{_ALTERNATIVES})了? ?"
AFTER = "|".join(sorted(BOUND_AFTER, key=len, reverse=True))

_LOOK_BACK = re.compile(
    f"(?P<word>{'|'.join(sorted(map(re.escape, BOUND_BEFORE), key=len, reverse=True))})(?P<particle>了? ?)(?P<verb>有|为|是|在)?$"
)
_SHARE = re.compile(
    "(?P<word>大约|约|超过|超|逾|将近|近|不到|不足|至少)(?:占[^，。；、！？\\n0-9占]{0,24}|(?:全[国省市县区球]|世界)[^，。；、！？\\n0-9]{0,10}的)$"
)
_SHARE_REACH = 30
# The longest bound word, its particle and the verb after it.
_REACH = 10


def bound_before(plain_text: str, start: int) -> tuple[int, str] | None:
    """Where the bound word before `start` begins (`start` itself where a verb stands between) and its bound."""
    window = plain_text[max(0, start - _REACH) : start]
    if not window or window[-1] not in _LAST_CHARACTERS:
        return _bound_of_share(plain_text, start)
    match = _LOOK_BACK.search(window)
    if match is None:
        return _bound_of_share(plain_text, start)
    word = match["word"]
    previous = window[match.start() - 1 : match.start()]
    if previous and previous in _UNBOUND.get(word, "") and window[: match.start()][-2:] != "其中":
        return None
    if word in ("上", "过") and not re.match("[百千万亿]|过?[0-9十]" if word == "过" else "[百千万亿]", plain_text[start : start + 1]):
        return None
    if word == "上" and previous == "百":  # 成百上千
        return None
    return (start if match["verb"] else start - len(window) + match.start()), BOUND_BEFORE[word]


def _bound_of_share(plain_text: str, start: int) -> tuple[int, str] | None:
    """约占全国总额的47%: the bound word stands before 占, outside the figure."""
    match = _SHARE.search(plain_text, max(0, start - _SHARE_REACH), start)
    return None if match is None else (start, BOUND_BEFORE[match["word"]])


def bound_of(before: str, inner: str, after: str) -> str:
    """The bound that the three words around a numeral say together; empty strings for none."""
    if inner:
        return _INNER[inner]
    if before:
        return BOUND_BEFORE[before.rstrip().removesuffix("了")]
    return BOUND_AFTER[after] if after else "exact"


_LAST_CHARACTERS = frozenset(word[-1] for word in BOUND_BEFORE) | frozenset("了有为是在 ")
