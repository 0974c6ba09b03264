"""What a rank ranks within, as written right before it: 居全省第1位 → 全省, 世界第二 → 世界.

>>> text = "居河南省第4位，专利分居河南省第2位、第3位，进口额全国排名第三，成绩第一"
>>> spans = [scope_before(text, text.index(rank)) for rank in ("第4", "第2", "第3位", "第三", "第一")]
>>> [span and text[span.start : span.end] for span in spans]
['河南省', '河南省', '河南省', '全国', None]
"""

from __future__ import annotations

import re

from extractors.records import Span

# Verbs and nouns of ranking, each perhaps with its 在, 到, 至, 于.
_VERB = (
    "(?:排名|名次|位次|排序|分?位?居|分?列|位列|名列|位于|居于|排在|排到|排|稳居|跃居|高居|升至|升到|跃升至|上升到|跃至|保持|占据|占)"
    "(?:在|到|至|于|了)?"
)
_SCOPE = (
    "(?:全[国省市县区球州镇疆系校]|世界|国际|国内|省内|市内|区内|同行业|行业|业内|亚洲|欧洲|非洲|美洲|亚太地?区?|中部|西部|东部|东北|西北|长三角|珠三角|历史|同类|本届"
    "|[一-龥]{1,6}?[省市县区州国盟洲])"
)
_BEHIND_VERB = re.compile(f"{_VERB}(?:继续|依旧|仍然?|已)?(?P<scope>{_SCOPE})(?:各[省市县区]+)?(?:同类[一-龥]{{1,6}})?[中内里]?的?(?:{_VERB})?$")
_ALONE = re.compile("(?P<scope>全[国省市县区球州镇疆校]|世界|国内|省内|市内|行业|业内|亚洲|欧洲|非洲|同行业|历史)[中内里]?(?:的|" + _VERB + ")?$")
_IN_FRONT = re.compile(f"在(?P<scope>{_SCOPE})(?:[一-龥]{{0,6}}[中内里]?{_VERB}|[中内里]?的)$")
_LISTED = re.compile("(?:位|名|大|[一二三四五六七八九十0-9])(?:、|和|与)$")
_REACH = 20


def scope_before(plain_text: str, start: int) -> Span | None:
    """The span of the scope of the rank that starts at `start`, or None where none is written."""
    if _LISTED.search(plain_text[max(0, start - 3) : start]):
        previous = plain_text.rfind("第", max(0, start - 12), start)
        return scope_before(plain_text, previous) if previous > 0 else None
    first = max(0, start - _REACH)
    window = plain_text[first:start]
    clause = len(window) - len(re.split("[，。、；！？,.;:：\\s（）()“”]", window)[-1])
    # The last place where a pattern fits has the nearest verb.
    for position in range(len(window) - 1, clause - 1, -1):
        for pattern in (_BEHIND_VERB, _IN_FRONT, _ALONE):
            if match := pattern.match(window, position):
                return Span(first + match.start("scope"), first + match.end("scope"))
    return None
