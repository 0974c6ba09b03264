"""Date expressions of a text, unresolved: parts that stand together, ranges of them, open ends.

`find_phrases` scans the text once for parts (rules.py, words.py) and joins neighbours from the larger to
the smaller: 去年 + 12月 + 14日 + 上午. A range joins two such points (12月14日至16日), 以来 and 以前 open
one end. Clock times without a day, and edges without their month (底), are no expressions.

>>> [text[phrase.start:phrase.end] for text in ["去年12月14日上午至16日，2016年4月以来"] for phrase in find_phrases(text)]
['去年12月14日上午至16日', '2016年4月以来']
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from extractors.dates.parts import (
    Ago,
    Away,
    Clock,
    Days,
    Festival,
    Few,
    FullDay,
    Impossible,
    LastThirdOfMonth,
    LunarMonth,
    MonthDays,
    Months,
    Part,
    Repeat,
    Rolling,
    SamePeriod,
    Season,
    Vague,
    Week,
    Weekday,
    Year,
)
from extractors.dates.rules import RULEBOOK
from extractors.dates.scanner import Scanner
from extractors.dates.words import Found, find_words

_GAP = re.compile(r"(?: {1,2}|的)?")
_RANGE = re.compile(r" ?(?:起(?=[至—–~-]))?(?:——|──|--|[-—–―─~〜∼至到]) ?")
_BOTH = re.compile(r"[和与跟]")
_BETWEEN = re.compile(r"(?:之间|年间|间)(?!接|隔|谍|距)")
_TAIL = re.compile(r"期间|时期(?!的)|年间(?!隔)")
_NOT_TIME_FRONT = "(?![往来期景身线列沿夕进赴瞻所提台端卫锋例]|[一二两三四五六七八九十0-9]+(?:个|名|位|季|天|强|月)|后)"
_NOT_TIME_BACK = "(?![续备面勤台卫疫代排方果期盾起勇劲]|不久|[0-9一二两三四五六七八九十]+(?:个|名|位|天))"
_OPEN = re.compile(
    r" ?(?:(?P<since>以来|至今(?![年天日晚春夏秋冬])|迄今(?:为止)?|到现在|到目前|(?:及|或)?以后|(?:或)?之后"
    r"|起(?![步飞草诉运源点码义降伏床价到止重初来跑诉始])|后"
    + _NOT_TIME_BACK
    + r")|(?P<until>(?:及|或)?以前|(?:或)?之前|前"
    + _NOT_TIME_FRONT
    + r"))"
)
# 自2016年4月成立以来: 以来 stands further on in the clause, no other date between.
_CIRCUMFIX_HEAD = re.compile(r"(?:自从|自打|自|从|是|为|创|^|[，。；！？\n])$")
_CIRCUMFIX_TAIL = re.compile(r"[^，。；！？、\n0-9年月日]{1,16}?以来(?!自)")
# Figures that are no dates; most numbers of the press are.
_FIGURE = (
    "[0-9][0-9.,]{0,14} ?(?:[%亿万元名家人米吨公千克条项件台辆户亩座倍位平场]|[多余](?:[名家人项万亿]"
    "|个(?![半月星礼季交工世周]))|个(?![半多月星礼季交工世周]))"
)
# What these patterns begin with, to be asked first.
_JOINERS = " 起—-–―─~〜∼至到和与跟"
_TAILS = "之年间期时"
_OPENERS = " 以至迄到及或之起后前"


_CLOCK_RULES = frozenset({"dates.clock", "dates.part_of_deictic_day"})


class Phrase(NamedTuple):
    """A date expression: the parts of its first point and, of a range, of its last; `opening` is onwards, since (以来), until or None."""

    start: int
    end: int
    first: tuple[Found, ...]
    last: tuple[Found, ...] = ()
    opening: str | None = None

    @property
    def parts(self) -> tuple[Found, ...]:
        """All parts in text order."""
        return self.first + self.last

    @property
    def has_clock(self) -> bool:
        """Whether a clock time or part of the day stands in it."""
        return not _CLOCK_RULES.isdisjoint([found.rule for found in self.parts])


def find_phrases(text: str) -> Iterator[Phrase]:
    """The date expressions of a plain text, in text order, none overlapping."""
    founds = find_parts(text)
    position = 0
    while position < len(founds):
        phrase, position = _phrase_at(text, founds, position)
        if phrase is not None:
            yield phrase
            while position < len(founds) and founds[position].start < phrase.end:
                position += 1


def find_parts(text: str) -> list[Found]:
    """All parts in text order, none overlapping: the earliest first, of these the longest, of those a word of the lexicon."""
    candidates = [*find_words(text), *(Found(*hit) for hit in _scanner().scan(text))]
    candidates.sort(key=_place)
    kept: list[Found] = []
    reached = 0
    for found in candidates:
        if found.start >= reached:
            kept.append(found)
            reached = found.end
    return kept


def _place(found: Found) -> tuple[int, int]:
    return found.start, -found.end


@lru_cache(maxsize=1)
def _scanner() -> Scanner:
    return Scanner(RULEBOOK.rules, skipped_numbers=_FIGURE)


def _phrase_at(text: str, founds: list[Found], position: int) -> tuple[Phrase | None, int]:
    first, after = _point(text, founds, position)
    end = first[-1].end
    last: tuple[Found, ...] = ()
    following = text[end : end + 1]
    if following and following in _JOINERS and after < len(founds) and _can_range(first):
        joined = _range_end(text, founds, end, after, first)
        if joined is not None:
            last, after = joined
            end = last[-1].end
            following = text[end : end + 1]
    if not _is_date(text, first, last):
        return None, after if last else position + len(first)
    if following and following in _TAILS:
        end = _tail_end(text, end, bool(last))
    opening, end = _opening(text, first, last, end)
    if opening in ("onwards", "since") and not last and (joined_until := _until_after(text, founds, after, end)):
        last, after, end = joined_until
        opening = None
    return Phrase(first[0].start, end, first, last, opening), after


def _tail_end(text: str, end: int, is_range: bool) -> int:
    """The end of an expression with the words that belong to it: 期间, 年间."""
    if match := _BETWEEN.match(text, end):
        end = match.end() if is_range else end
    elif match := _TAIL.match(text, end):
        end = match.end()
    return end


def _point(text: str, founds: list[Found], position: int) -> tuple[tuple[Found, ...], int]:
    """The parts that belong together from `position` on, and the position after them."""
    chain = [founds[position]]
    position += 1
    while position < len(founds):
        found = founds[position]
        gap = text[chain[-1].end : found.start]
        if len(gap) > 2 or not _GAP.fullmatch(gap) or not _may_follow(chain, found.part, gap):
            break
        chain.append(found)
        position += 1
    return tuple(chain), position


_FOLLOWERS: dict[type, tuple[type, ...]] = {
    Impossible: (Months, Days, Clock),
    MonthDays: (),
    Year: (Impossible, Months, MonthDays, Season, Week, Few, Festival, LunarMonth, SamePeriod, Year),
    Months: (Days, LastThirdOfMonth, Week, Few, Weekday, SamePeriod),
    Away: (Days, LastThirdOfMonth, Week, Few, Weekday, Clock),
    Days: (Clock, Weekday, Festival, Few),
    Weekday: (Clock,),
    FullDay: (Clock, Weekday),
    LunarMonth: (Clock, Festival, LunarMonth, Months),
    Festival: (Clock, Few, Festival),
    Week: (Weekday,),
    Few: (Clock,),
    Season: (SamePeriod,),
    Repeat: (Months, Days, LastThirdOfMonth, Festival, Clock, Weekday, Season, Week, Few, LunarMonth, Repeat),
}


def _may_follow(chain: list[Found], part: Part, gap: str) -> bool:
    before = chain[-1].part
    if isinstance(chain[0].part, Repeat):
        return isinstance(part, _FOLLOWERS[Repeat]) and (gap != "的" or not isinstance(part, Days))
    if isinstance(before, Year) and isinstance(part, Away):
        return part.unit == "month" and part.ref == "now" and gap == ""
    if not isinstance(part, _FOLLOWERS.get(type(before), ())):
        return False
    if (
        gap == "的"
        and not isinstance(part, Week | Few | Festival | Clock | Weekday)
        and not (isinstance(before, Year) and isinstance(part, Months | Season))
    ):
        return False
    return _fits(chain, before, part)


def _fits(chain: list[Found], before: Part, part: Part) -> bool:
    if isinstance(part, Few) and isinstance(before, Days | Festival):
        # 春节前最后一周, 国庆节前两天: counted back from the day.
        return part.end in ("before", "first") and part.unit in ("day", "week") and not (isinstance(before, Days) and before.first != before.last)
    if isinstance(before, Festival) and isinstance(part, Festival):
        # “六一”国际儿童节: two names of one day.
        return before.name == part.name
    if isinstance(before, Year):
        if isinstance(part, Year):
            # 去年2012年: the written year explains the relative one.
            return before.ref == "now" and part.ref is None
        if before.ref == "lunar":
            return isinstance(part, Months | LunarMonth)
        return not isinstance(part, Few) or part.end in ("first", "last", "nth")
    if isinstance(before, Months):
        return _fits_months(before, part)
    if isinstance(before, Away):
        return _fits_away(before, part)
    if isinstance(before, LunarMonth):
        if before.month == 0:
            return not isinstance(part, Clock)
        return isinstance(part, Festival) or (before.day is not None and isinstance(part, Clock))
    if isinstance(before, Days):
        if isinstance(part, Festival):
            return any(isinstance(found.part, LunarMonth) for found in chain)
        return before.first == before.last or (isinstance(part, Clock) and not before.about)
    if isinstance(before, Few):
        return before.unit == "day" and before.end == "nth"
    return True


def _fits_months(before: Months, part: Part) -> bool:
    if isinstance(part, SamePeriod):
        return True
    if isinstance(part, Few):
        return part.unit != "month" or before.first != before.last
    if before.about or before.grain != "month":
        return False
    if isinstance(part, Weekday):
        return part.nth is not None
    return before.first == before.last


def _fits_away(before: Away, part: Part) -> bool:
    if isinstance(part, Clock):
        return before.unit == "day" or (before.unit == "week" and before.weekday is not None)
    if isinstance(part, Weekday):
        return before.unit == "month" and part.nth is not None
    if before.unit == "quarter":
        return isinstance(part, Few)
    return before.unit == "month"


def _can_range(chain: tuple[Found, ...]) -> bool:
    return not isinstance(chain[-1].part, Vague | Repeat | Rolling | SamePeriod) and not isinstance(chain[0].part, Repeat)


def _range_end(text: str, founds: list[Found], end: int, position: int, first: tuple[Found, ...]) -> tuple[tuple[Found, ...], int] | None:
    """The point that ends a range which begins with `first`, and the position after it."""
    both = _BOTH.match(text, end)
    match = _RANGE.match(text, end) or both
    if match is None or founds[position].start != match.end():
        return None
    last, after = _point(text, founds, position)
    if not _can_range(last) or isinstance(last[0].part, Ago | Rolling) or isinstance(first[0].part, Ago | Rolling):
        return None
    if both and not _BETWEEN.match(text, last[-1].end):
        return None
    if all(isinstance(found.part, Clock) for found in last):
        return None
    if isinstance(first[0].part, Clock) and not isinstance(last[0].part, Away):
        return None
    return last, after


def _is_date(text: str, first: tuple[Found, ...], last: tuple[Found, ...]) -> bool:
    head = first[0]
    if isinstance(head.part, Clock):
        return bool(last)
    if isinstance(head.part, SamePeriod):
        return False
    if isinstance(head.part, LunarMonth) and head.part.month == 0 and len(first) == 1:
        return False
    if isinstance(head.part, Year) and head.part.ref == "lunar" and len(first) == 1:
        return True
    if head.rule == "dates.weekday_in_brackets":
        return False
    # 底, 末, 初 belong to the year or month before them.
    return not (head.end - head.start == 1 and head.rule in ("dates.part_of_year", "dates.part_of_month", "dates.end_of_quarter"))


def _opening(text: str, first: tuple[Found, ...], last: tuple[Found, ...], end: int) -> tuple[str | None, int]:
    """Which end of the expression is open, and where the expression ends with the words that open it."""
    if isinstance(first[-1].part, Vague | Repeat | Ago | Rolling) or isinstance(first[0].part, Repeat):
        return None, end
    following = text[end : end + 1]
    match = _OPEN.match(text, end) if following and following in _OPENERS else None
    if match is not None:
        if last or (isinstance(first[-1].part, Year) and first[-1].part.last is not None):
            return None, match.end() if match[0].strip() in ("以来", "前", "以前", "之前") else end
        if match["until"]:
            return "until", match.end()
        return ("since" if match["since"] == "以来" else "onwards"), match.end()
    if last:
        return None, end
    head = text[max(0, first[0].start - 2) : first[0].start]
    if text.find("以来", end, end + 18) > 0 and _CIRCUMFIX_HEAD.search(head) and _CIRCUMFIX_TAIL.match(text, end):
        return "onwards", end
    if head.endswith(("从", "自")) and text.startswith("开始", end):
        return "onwards", end
    return None, end


def _until_after(text: str, founds: list[Found], position: int, end: int) -> tuple[tuple[Found, ...], int, int] | None:
    """The second half of 2010年之后2018年之前: its parts, the position after them, the end."""
    if position >= len(founds) or founds[position].start != end:
        return None
    last, after = _point(text, founds, position)
    match = _OPEN.match(text, last[-1].end)
    if match is None or not match["until"]:
        return None
    return last, after, match.end()
