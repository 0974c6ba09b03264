"""When, where and for how much: the date, place and sum that belong to a trigger.

>>> from corpus.article import Article
>>> from extractors.records import Draft
>>> draft = Draft(Article(text="-", published="2020-12-14"), (), (), ())
>>> not_later(draft, "asserted", "2020-12-15"), not_later(draft, "asserted", "2021"), not_later(draft, "planned", "2021")
('2020-12-15', None, '2021')
"""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.facts.events_clauses import clause_end, clause_start
from extractors.facts.events_triggers import Trigger
from extractors.facts.masked import Masked, Unit, expand
from extractors.records import Draft, Figure

_UNDATED_GRAINS = frozenset({"vague", "set", "plan", "decade", "century"})
# What is announced is not of the day of the announcement.
_SAYING = re.compile("宣布|表示|称|透露|介绍|获悉|了解到|说|公告|否认|回应")
# A date that these follow is not that of the happening: 2020年以来, 节日前.
_NOT_ON = re.compile("刚过|前后?(?!往)|后(?!天)|以前|以后|之后|之前|以来|起|至今|期间")


def date_of(sentence: Masked, verb: int, modality: str = "asserted") -> str | None:
    """The date tied to a verb: nearest before it in its clause, right after it (于2016年4月), else one that stands alone in a clause before."""
    text = sentence.text
    clause = clause_start(sentence, verb)
    said = max((match.end() for match in _SAYING.finditer(text, 0, verb)), default=0) if modality != "asserted" else 0
    here = _dates_in(sentence, max(clause, said), verb)
    if here:
        return _span_of_days(sentence, here)
    after = _date_after().match(text, verb)
    if after is not None:
        return edtf_of(sentence.unit(after.start(1)))
    sentence_clause = clause
    while clause > 0 and text[clause - 1] in "，,；;":
        before = clause_start(sentence, clause - 1)
        here = _dates_in(sentence, max(before, said), clause)
        begins = (here[0] - before <= 3 or before == 0) and (clause - before <= 14 or here[0] - before <= 1) if here else False
        if here and not _is_frame(sentence, before, here[-1]) and _has_subject(sentence, sentence_clause, verb):
            return None
        if here and (begins or here[-1] == clause - len("D，")) and (text[clause - 1] in "，," or before == 0):
            return _span_of_days(sentence, here)
        if here:
            return _day_of_all(sentence, before, said) if text[clause - 1] in "；;" else None
        clause = before
    return None


def _is_frame(sentence: Masked, clause: int, index: int) -> bool:
    """Whether a day stands at the beginning of a clause, where it holds for the clauses after it too."""
    return sentence.text[index + 1 : index + 2] in ("，", ",") or not sentence.units_in(clause, index, "AOGP")


def _has_subject(sentence: Masked, clause: int, verb: int) -> bool:
    """Whether a clause begins with a name."""
    return bool(sentence.units_in(clause, min(verb, clause + 4), "AOGP"))


def _day_of_all(sentence: Masked, end: int, said: int) -> str | None:
    """8日下午，甲与乙签约；丙与丁签约: the day with which a sentence begins is that of all its clauses."""
    first = _dates_in(sentence, said, min(end, 4))
    return _span_of_days(sentence, first[:1]) if first else None


def in_the_right_year(draft: Draft, modality: str, sentence: Masked, date: str | None) -> str | None:
    """The date, moved to the year that what is yet to come needs: of 将于1月10日, printed in December, the next January."""
    published = draft.article.published
    if date is None or published is None or re.match("\\d{4}-\\d\\d", date) is None or date[:7] >= published[:7]:
        return date
    if modality == "asserted" and not _is_soon(f"{published[:4]}{date[4:]}", published):
        return date
    unit = next((unit for unit in sentence.units.values() if unit.letter == "D" and edtf_of(unit) == date), None)
    if unit is None or unit.date is None or unit.date.anchor not in ("published", "dateline") or re.match("\\d{1,2}月", unit.text) is None:
        return date
    if modality == "denied" and re.search("原定|原计划|原拟|本应|本来", sentence.text) is None:
        return date
    moved = int(published[:4]) - int(date[:4]) + (date[5:7] < published[5:7] and modality != "denied")
    return re.sub("\\b\\d{4}(?=-)", lambda year: str(int(year.group()) + moved), date)


def finer(sentence: Masked, verb: int, date: str | None) -> str | None:
    """昨天（8月21日），…的2024年大会开幕: of a year and a day in it the day."""
    if date is None or len(date) != len("2024"):
        return date
    days = [found for index in _dates_in(sentence, 0, verb) if (found := edtf_of(sentence.unit(index))) and found.startswith(f"{date}-")]
    return days[-1] if days else date


def _dates_in(sentence: Masked, start: int, end: int) -> list[int]:
    """Where dates stand that a happening may have, in order."""
    return [
        index for index in sentence.indices_in(start, end) if sentence.units[index].letter == "D" and _NOT_ON.match(sentence.text, index + 1) is None
    ]


def _span_of_days(sentence: Masked, indices: list[int]) -> str | None:
    """The last date; 4日、5日 and 4日和5日 are an interval."""
    last = edtf_of(sentence.unit(indices[-1]))
    if len(indices) > 1 and sentence.text[indices[-2] + 1 : indices[-1]] in ("、", "和", "至"):
        first = edtf_of(sentence.unit(indices[-2]))
        if first and last and "/" not in first + last and len(first) == len(last) == 10 and first < last:
            return f"{first}/{last}"
    return last


def edtf_of(unit: Unit) -> str | None:
    """The EDTF string of a date that a happening may have."""
    date = unit.date
    if date is None or date.edtf is None or date.grain in _UNDATED_GRAINS or ".." in date.edtf or re.fullmatch("\\d{4}~", date.edtf):
        # 十年前 (2015~) is no date of a happening.
        return None
    return date.edtf if "/" not in date.edtf or date.grain in ("day", "week", "quarter", "half") else None


def _is_soon(date: str, published: str) -> bool:
    """Whether a day comes in the month of printing, but after it: 9月23日, printed on the 22nd, is no day of last year."""
    return len(date) == len("2023-09-23") and date[:7] == published[:7] and date > published


def is_later_day(draft: Draft, date: str | None) -> bool:
    """Whether a day comes after the article was printed."""
    published = draft.article.published
    return date is not None and published is not None and re.match("\\d{4}-\\d\\d-\\d\\d~?(?:/|$)", date) is not None and date[:10] > published


def not_later(draft: Draft, modality: str, date: str | None) -> str | None:
    """The date, unless what has happened would come after the article, or what is planned before it."""
    published = draft.article.published
    if date is None or published is None or not date[:4].isdigit():
        return date
    first, printed = date[:7], published[: len(date[:7])]
    if modality == "asserted":
        return None if first > printed else date
    if modality == "denied":
        return date
    is_day = re.fullmatch("\\d{4}-\\d\\d-\\d\\d", date) is not None
    return None if first < printed or (is_day and date < published) else date


def place_of(draft: Draft, sentence: Masked, verb: int, end: int | None = None) -> str | None:
    """The place of 在…, 于…, 落户… nearest before a verb in its clause, or right after it."""
    clause = clause_start(sentence, verb)
    before = list(_place_before().finditer(sentence.text, clause, verb))
    if before:
        return _division(draft, sentence.unit(before[-1].end() - 1))
    after = _place_after().match(sentence.text, end if end is not None else verb)
    if after is not None:
        return _division(draft, sentence.unit(after.end() - 1))
    if clause > 0:
        earlier = list(_place_before().finditer(sentence.text, clause_start(sentence, clause - 1), clause))
        if earlier:
            return _division(draft, sentence.unit(earlier[-1].end() - 1))
    return None


def _division(draft: Draft, unit: Unit) -> str | None:
    """The place of a unit; of a hall or a park (人民大会堂) the place in which it lies."""
    place = draft.places.get(unit.entity_id or "")
    if unit.letter == "G":
        return unit.entity_id
    while place is not None and place.level not in ("city", "province", "country"):
        place = draft.places.get(place.parent_id or "")
    return place.place_id if place is not None else None


def place_of_group(draft: Draft, sentence: Masked, match: re.Match[str]) -> str | None:
    """The place that a pattern names itself."""
    if "place" in match.re.groupindex and match["place"]:
        return _division(draft, sentence.unit(match.start("place")))
    return None


def amount_of(sentence: Masked, trigger: Trigger, match: re.Match[str]) -> Figure | None:
    """The sum of a deal: the pattern's own, else the only one in the clause."""
    if trigger.kind not in ("investment", "acquisition", "signing", "project"):
        return None
    if "amount" in match.re.groupindex and match["amount"]:
        mention = sentence.unit(match.start("amount")).mention
        return mention.figure if mention is not None else None
    clause = clause_start(sentence, match.start("verb"))
    end = clause_end(sentence, match.end("verb"))
    sums = sentence.units_in(clause, end, "M")
    if not sums:
        following = _amount_after().match(sentence.text, end)
        sums = [sentence.unit(following.start(1))] if following else []
    return sums[0].mention.figure if len(sums) == 1 and sums[0].mention is not None else None


@lru_cache(maxsize=1)
def _date_after() -> re.Pattern[str]:
    return re.compile(expand("[^，,。；;]{0,8}?(?:于|在)(<D>)"))


@lru_cache(maxsize=1)
def _amount_after() -> re.Pattern[str]:
    return re.compile(expand("[，,][^，,。；;]{0,10}(?:金额|总额|价值|总价|合同额|投资额|协议额|总投资|投资总额)[^，,。；;]{0,6}(<M>)"))


@lru_cache(maxsize=1)
def _place_before() -> re.Pattern[str]:
    return re.compile(expand("(?:在|于|赴|到|抵达|来到)(?:<G>[一-鿿]{0,2})?<GF>"))


@lru_cache(maxsize=1)
def _place_after() -> re.Pattern[str]:
    return re.compile(expand("[^，,。；;]{0,4}?(?:在|于)<GF>"))
