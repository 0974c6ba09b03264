"""For which period a figure is: its own date, else its sentence's, else that of what it goes on from.

A date that the figure is compared with (比2015年) or that says when something was founded or will be
finished is none; a stock (目前, 现有, 员工280余人) has no period.
"""

from __future__ import annotations

import re

from extractors.facts.ordered import Ordered
from extractors.records import DATE_LABELS, Draft, Mention, Span

_STOCK_BEFORE = re.compile("(?:目前|现有|现已|(?<![一-龥])现|已有|迄今|至今|至此|拥有|常驻|共有|设有|已设立)[^，。；]{0,16}$|(?:由|从)$")
_NOW = re.compile("目前|现有|现已|已有|迄今|至今|至此|如今|现在")
_STOCKS = re.compile("^(?:员工数|职工数|专利数|注册资本|市值)$")
# What a project is planned or bought for has the date of its clause, not that of the day when it was told.
_PROJECT = re.compile("^(?:投资额|占地面积|建筑面积|收购额|厂房面积|产值|产能|收购价)$")
_COMPARED = re.compile("(?:比|较|与|同|相比|相[比对较]于|[低高多少大]于)$")
_OTHER_USE = re.compile("[讯电]|年?成立|同期|联合发起|落户|相比|底?[前]?(?:投产|完工|建成|竣工|投运|通车)|前?完工|高峰|[^，。；]{0,4}(?:投产|完工)")
_AT_EVENT = re.compile("博览会|展会|展览|论坛|峰会|洽谈会|交易会|对接会|签约|首日|会上|现场|闭幕|落幕|开幕")
# 3月28日发布年报: when it was told, not when it was.
_TELLING = re.compile("[^，。；]{0,30}?(?:发布|公布|宣布|表示|介绍|获悉|透露|通报|印发|消息|报道|披露|公告|发出|称|说|讯|电|了解到|采访)")
# What a vague date says of how long (五年来, 近年来) or of now leaves no other date of its sentence.
_PLANNED = re.compile("[拟将]|否认|预计|计划")
_GOVERNING = re.compile("(?:来|间|至今|目前|如今|现在|迄今)$")
# 达产后，预计税收2亿元: when is not said.
_ONCE_DONE = re.compile("(?:达产|投产|建成|竣工|满产|投用|投运|投入使用|项目完成)(?:后|之后|时)")
_SINCE = re.compile("(?:[0-9一二三四五六七八九十几多两]年(?:多|半)?来|以来)，")
# No paragraph that is searched for a date is longer.
_LONGEST = 4_000
_FOUNDED = re.compile("(?:成立|创立|创建|设立)于?$")


class Periods:
    """The periods of one draft's figures."""

    def __init__(self, draft: Draft, plain_text: str) -> None:
        self._plain = plain_text
        dates = [mention for mention in draft.mentions if mention.label in DATE_LABELS and mention.date is not None]
        self._dates = Ordered(mention for mention in dates if mention.date and mention.date.edtf)
        self._vague = Ordered(mention for mention in dates if mention.date and not mention.date.edtf and _GOVERNING.search(mention.text))
        self._title = draft.article.title or ""

    def of(self, mention: Mention, sentence: Span, clause: int, metric: str, *, is_rate: bool = False) -> tuple[bool, str | None]:
        """Whether the sentence settles the period of the figure, and the period; clause is where its clause starts."""
        between = self._plain[sentence.start : mention.start]
        if _STOCKS.search(metric) or _STOCK_BEFORE.search(self._plain, clause, mention.start):
            status = self._status_date(sentence.start, mention.start) or self._own_date(clause, mention.start)
            return True, status or (None if _NOW.search(between) else self._topic_date(sentence.start, mention.start))
        if "成立以来" in between:
            return True, self._since_founding(mention.start)
        is_project = not is_rate and _PROJECT.search(metric) is not None
        vague = self._vague.between(sentence.start, mention.start)
        if (done := _ONCE_DONE.search(between)) and not self._dates.between(sentence.start + done.end(), mention.start):
            return True, None
        long_since = _SINCE.search(self._plain, sentence.start, mention.start)
        limit = max(vague[-1].start if vague else -1, long_since.start() if long_since else -1)
        for date in reversed(self._dates.between(sentence.start, mention.start)):
            if not self._is_period(date):
                continue
            if date.end <= limit:
                return True, None
            is_status = self._plain[max(0, date.start - 2) : date.start] in ("截至", "截止")
            if is_project and not is_status and date.start < clause and date.date is not None and date.date.grain in ("day", "time"):
                if not re.search("完成|签约|签署|签订", self._plain[date.end : mention.start]) or _PLANNED.search(
                    self._plain[date.end : mention.start]
                ):
                    continue
            elif self._is_telling(date, clause):
                continue
            return True, date.date.edtf if date.date else None
        # 《外商投资法》实施以来: since a day that is not said.
        return is_project or "以来" in self._plain[clause : mention.start] or "以来，" in between, None

    def of_paragraph(self, sentence: Span, *, days: bool = False) -> str | None:
        """The last period that the sentences before this one in its paragraph name; a day only with `days`, and if it isn't that of the telling."""
        start = max(self._plain.rfind("\n", max(0, sentence.start - _LONGEST), sentence.start), sentence.start - _LONGEST, 0)
        for date in reversed(self._dates.between(start, sentence.start)):
            is_topic = date.start == 0 or self._plain[date.start - 1] in "，。；：\n" or self._plain[max(0, date.start - 2) : date.start] == "截至"
            if is_topic and date.date is not None and date.date.grain != "vague" and self._is_period(date):
                if date.date.grain in ("day", "time") and (not days or _TELLING.match(self._plain, date.end)):
                    continue
                edtf = date.date.edtf or ""
                return None if ".." in edtf or "X" in edtf or "~" in edtf else edtf
        return None

    def of_title(self) -> str | None:
        """The year that the title of a bulletin begins with."""
        match = re.match("[^0-9]{0,12}((?:19|20)[0-9]{2})年(?![0-9一二三四五六七八九十1-9]+[月日季]|上半|下半|前)", self._title)
        return match[1] if match else None

    def _is_telling(self, date: Mention, clause: int) -> bool:
        """Whether a day only says when the figures of a later clause were told."""
        return (
            date.date is not None
            and date.date.grain in ("day", "time")
            and date.start < clause
            and self._plain[max(0, date.start - 2) : date.start] not in ("截至", "截止")
            and _TELLING.match(self._plain, date.end) is not None
        )

    def at_event(self, mention: Mention, sentence: Span, subject_text: str | None) -> str | None:
        """The day of the fair or forum at which a figure was counted: the last day named before it."""
        between = self._plain[sentence.start : mention.start]
        if not _AT_EVENT.search(between + (subject_text or "")) or re.search("[将拟]", between[-40:]) or "每年" in between:
            return None
        for date in self._dates.before(mention.start):
            if date.date is not None and date.date.grain == "day" and re.fullmatch("[0-9-]{10}", date.date.edtf or ""):
                return date.date.edtf
        return None

    def _status_date(self, start: int, position: int) -> str | None:
        """The day of 截至10月10日24时，现有…: a stock of that day."""
        for date in reversed(self._dates.between(start, position)):
            if date.date is not None and self._plain[max(0, date.start - 2) : date.start] in ("截至", "截止"):
                return date.date.edtf
        return None

    def _own_date(self, clause: int, position: int) -> str | None:
        """A year that stands in a stock's own clause (2020年末常住人口); a bare day is none."""
        for date in reversed(self._dates.between(clause, position)):
            if date.date is not None and date.date.grain != "day":
                return date.date.edtf
        return None

    def _topic_date(self, start: int, position: int) -> str | None:
        """The year or month that a sentence begins with, for all it says (2021年，全市共有企业300家); a bare day is none."""
        for date in self._dates.between(start, position):
            is_topic = self._plain[date.end : date.end + 1] == "，" and self._plain[date.start - 1 : date.start] in ("", "。", "；", "\n")
            if is_topic and date.date is not None and date.date.grain not in ("day", "time") and self._is_period(date):
                return date.date.edtf
        return None

    def _is_period(self, date: Mention) -> bool:
        return not _COMPARED.search(self._plain[max(0, date.start - 3) : date.start]) and not _OTHER_USE.match(self._plain, date.end)

    def _since_founding(self, position: int) -> str | None:
        """成立以来: an open interval from the last founding date before it."""
        for date in self._dates.before(position):
            if date.date is not None and _FOUNDED.search(self._plain[max(0, date.start - 4) : date.start]):
                return f"{date.date.edtf}/.."
        return None
