"""Names of conferences, fairs and games: their kind, their edition, and which of them may be one.

>>> kind_of("第三届进博会"), edition_of("第三届进博会")
('exhibition', 3)
>>> is_same_name("2020中德高端制造峰会", "中德高端制造业峰会"), is_same_name("第二届进博会", "第三届进博会")
(True, False)
"""

from __future__ import annotations

import re

from extractors.numerals.read import read_number
from extractors.plain import plain

YEAR = re.compile("^(?:19|20)\\d\\d年?")
_EDITION = re.compile("第([一二三四五六七八九十百\\d]{1,5})[届次]|首届")
_FAIR_END = re.compile("(?:博览会|交易会|展览会|展销会|展会|展|进博会|广交会|服贸会|消博会|高交会|东博会|世博会|[一-鿿]博会)$")
_OTHER_END = re.compile(
    "(?:运动会|奥会|奥运会|亚运会|全运会|大运会|残运会|残奥会|亚冬会|[一-鿿]杯|锦标赛|世锦赛|大赛|马拉松|公开赛|[一-鿿]{1,4}节|十四冬|周)$"
)


def kind_of(name: str) -> str:
    """exhibition, other (games, festivals) or conference, by the last word of a name."""
    plain_name = plain(name)
    if _FAIR_END.search(plain_name):
        return "exhibition"
    return "other" if _OTHER_END.search(plain_name) else "conference"


def is_same_name(one: str, other: str) -> bool:
    """Whether two names may be of one happening: the same but for year and edition, of which one may be missing."""
    base_one, mark_one = base_of(one)
    base_other, mark_other = base_of(other)
    if mark_one and mark_other and mark_one != mark_other and mark_one[-1:].isdigit() == mark_other[-1:].isdigit():
        return False
    short, long = sorted((base_one, base_other), key=len)
    return short == long or (len(short) > 2 and long.endswith(short))


def base_of(name: str) -> tuple[str, str]:
    """A name without year and edition, and those."""
    plain_name = plain(name)
    year = YEAR.match(plain_name)
    edition = _EDITION.search(plain_name)
    mark = edition.group() if edition else year.group().rstrip("年") if year else ""
    base = _EDITION.sub("", plain_name[year.end() :] if year else plain_name)
    # 制造峰会 and 制造业峰会 are told apart by nobody.
    return re.sub("[“”业]", "", base), mark


def edition_of(name: str | None) -> int | None:
    """The number in 第三届 or, without one, in 第三次; none of a committee's session, whose 届 is the committee's."""
    plain_name = plain(name or "")
    if re.search("委员会|人大|政协|人民代表大会", plain_name):
        return None
    match = _EDITION.search(plain_name)
    if match is None:
        return None
    number = read_number(match[1]) if match[1] else 1
    return int(number) if number is not None else None
