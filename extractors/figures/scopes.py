"""What a rank ranks within, as written right before it: 居全省第1位 → 全省, 世界第二 → 世界.

>>> text = "居河南省第4位，专利分居河南省第2位、第3位，进口额全国排名第三"
>>> [scope_before(text, text.index(rank)) for rank in ("第4", "第2", "第3位", "第三")]
['河南省', '河南省', '河南省', '全国']
"""

from __future__ import annotations

import re

_VERB = "(?:分别|均|继续|连续|已|并|也)?(?:排名|名次|位次|排序|分?位?居|分?列|位列|名列|位于|居于|排在|排到|排|稳居|跃居|升至|升到|跃升至|上升到|跃至|保持|占据|占|为|由|是|高居|荣获|荣登|达到|成为)(?:在|到|至|于|了)?"
_SCOPE_WORD = "(?:全[国省市县区球州镇疆系]|世界|国际|国内|省内|市内|区内|同行业|行业|业内|亚洲|欧洲|非洲|美洲|亚太地?区?|中部|西部|东部|东北|西北|长三角|珠三角|历史|同类|同期|[一-龥]{1,6}?[省市县区州国盟洲])"
_AFTER_VERB = re.compile(f"{_VERB}(?P<scope>[一-龥]{{2,12}}?)(?:中|内|里)?(?:的|排名|位居|居)?$")
_WORD = re.compile(f"(?P<scope>{_SCOPE_WORD})(?:中|内|里)?(?:的|{_VERB})?$")
_LIST = re.compile("(?:位|名|[一二三四五六七八九十0-9])(?:、|和|与|，)$")
_NO_SCOPE = re.compile("^(?:连续|已经?|了|继续|首次|一直|稳居|全部|均|年|第|我|本|其)|(?:连续|[了是为])$")
_REACH = 20


def scope_before(plain_text: str, start: int) -> str | None:
    """The scope of the rank that starts at `start`, or None where none is written."""
    window = re.split("[，。；、！？,.;\\s（）()“”]", plain_text[max(0, start - _REACH) : start])[-1]
    if not window and _LIST.search(plain_text[max(0, start - 3) : start]):
        return _scope_of_list(plain_text, start)
    # The scope is the shortest stretch behind the last verb of ranking, else a word that can be one.
    for position in range(max(0, len(window) - 16), len(window)):
        match = _AFTER_VERB.match(window, position)
        if match and not _NO_SCOPE.search(match["scope"]) and re.fullmatch(f"{_SCOPE_WORD}|[一-龥]{{2,8}}", match["scope"]):
            later = scope_in(match["scope"])
            return later or match["scope"]
    word = _last_word(window)
    return word


def scope_in(text: str) -> str | None:
    """The scope word that a text ends in where a verb stands before it."""
    match = re.search(f"{_VERB}(?P<scope>{_SCOPE_WORD})$", text)
    return match["scope"] if match else None


def _last_word(window: str) -> str | None:
    match = _WORD.search(window)
    return match["scope"] if match else None


def _scope_of_list(plain_text: str, start: int) -> str | None:
    """第2位、第3位: the scope of the first rank holds for the second."""
    previous = plain_text.rfind("第", max(0, start - 12), start)
    return scope_before(plain_text, previous) if previous > 0 else None
