"""What an expression can lean on: the dates before it, the dateline, the day of publication.

A bare month or day takes its year from, in this order: an earlier date in the same sentence, in the
same paragraph, the section (title, heading, chronicle), the dateline, the day of publication. A date
lends its year only where it carries the narrative: no background (成立于2016年4月, 2016年成立的公司), no goal
(到2025年), no comparison (比去年), and beyond its sentence only where it leads its clause. After `published`, a
bare month or day is the last one before it unless the clause says the future.

>>> context = Context(published=datetime.date(2020, 12, 15))
>>> context.year_for(12, 14, Surroundings())
(2020, 'published')
"""

from __future__ import annotations

import datetime
from typing import NamedTuple

from extractors.dates import edtf
from extractors.dates.arithmetic import month_later
from extractors.dates.edtf import Period

# From December to January the year turns: a month so much earlier than the lender's is not of the same year for sure.
_MONTHS_BACK = 9
# 10月16日出版的杂志将发表…, written on 15 October: a word for the future anywhere in the clause is enough for a day as near as this.
_SOON = datetime.timedelta(days=45)


class Surroundings(NamedTuple):
    """What the text around an expression says: it leads its clause, speaks of the future, of the article's now (记者),
    follows 截至, has 将 later in its clause (soon),
    stands in brackets behind another date, is (nearly) the whole line, is what a figure is compared with,
    is background (成立于2016年4月, 2016年成立的联盟), is a deadline (2月20日前),
    ends what an earlier date began (……起到4月6日)."""

    leads: bool = True
    paragraph_leads: bool = False
    future: bool = False
    reports: bool = False
    as_of: bool = False
    lends: bool = True
    apposition: bool = False
    alone: bool = False
    compares: bool = False
    background: bool = False
    deadline: bool = False
    ends_range: bool = False
    soon: bool = False


def _coming(now: datetime.date, month: int, day: int) -> datetime.date | None:
    """The day of that name that lies less than _SOON ahead, if any: with 将 in the clause it is meant rather than last year's."""
    for year in (now.year, now.year + 1):
        if edtf.day(year, month, day) is not None and datetime.timedelta(0) < datetime.date(year, month, day) - now <= _SOON:
            return datetime.date(year, month, day)
    return None


class Known(NamedTuple):
    """A date of the text that later ones may take year, month or day from."""

    year: int | None
    month: int | None = None
    day: int | None = None
    sets_year: bool = False
    leads: bool = True
    period: Period | None = None
    alone: bool = False
    background: bool = False
    counted: bool = False
    deictic: bool = False


class Context:
    """The dates that stand before an expression, and those of the article."""

    def __init__(self, published: datetime.date | None = None, dateline: tuple[int | None, int, int] | None = None) -> None:
        self.published = published
        self.set_dateline(dateline)
        self.sentence: Known | None = None
        self.paragraph: Known | None = None
        self.paragraph_day: Known | None = None
        self.paragraph_month: Known | None = None
        self.section: Known | None = None
        self.chronicle: Known | None = None
        self.last_entry: int | None = None
        self.section_day: Known | None = None
        self.last_day: tuple[Known, int, int] | None = None
        self.last_year: tuple[Known, int, int] | None = None
        self.last_month: tuple[Known, int, int] | None = None
        self.sentence_number = 0
        self.paragraph_number = 0
        self.range_start: Known | None = None

    def set_dateline(self, dateline: tuple[int | None, int, int] | None) -> None:
        """Year (if written), month and day of the dateline."""
        self.dateline = dateline
        self._now = self._day_of_writing()

    # -- moving through the text

    def start_sentence(self) -> None:
        """Forget the dates of the sentence before."""
        self.sentence = None
        self.sentence_number += 1

    def start_paragraph(self) -> None:
        """Forget the dates of the paragraph before."""
        self.start_sentence()
        self.paragraph = self.paragraph_day = self.paragraph_month = None
        self.paragraph_number += 1

    def remember(self, known: Known, surroundings: Surroundings, *, heading: bool = False) -> None:
        """Keep what a resolved expression makes known for those after it; what a figure is compared with is forgotten."""
        if surroundings.compares:
            return
        if known.day is not None and not known.counted and not surroundings.deadline:
            self.last_day = (known, self.sentence_number, self.paragraph_number)
        if known.month is not None:
            self.last_month = (known, self.sentence_number, self.paragraph_number)
        if known.year is not None and known.sets_year and not known.counted:
            self.last_year = (known, self.sentence_number, self.paragraph_number)
        if not surroundings.lends:
            return
        self.sentence = known if known.sets_year or self.sentence is None or known.month is not None else self.sentence
        if surroundings.background or surroundings.future:
            return
        if known.day is not None:
            self.paragraph_day = self.section_day = known
        if not surroundings.leads:
            return
        if known.sets_year:
            self.paragraph = known
        if known.month is not None and known.day is None:
            self.paragraph_month = known
        if heading and known.sets_year:
            self.section = known._replace(alone=surroundings.alone)
        if surroundings.paragraph_leads and known.sets_year and known.year is not None:
            # One paragraph that begins with a year is no chronicle yet.
            if self.last_entry is not None and self.last_entry <= known.year:
                self.chronicle = known
            self.last_entry = known.year

    # -- what the article says of its own day

    def now(self) -> tuple[datetime.date | None, str | None]:
        """The day of writing: the dateline's, with the year of publication where it has none, else the day of publication."""
        return self._now

    def _day_of_writing(self) -> tuple[datetime.date | None, str | None]:
        if self.dateline is not None:
            year, month, day = self.dateline
            if year is None and self.published is not None:
                year = self.published.year - (1 if (month, day) > (self.published.month, self.published.day) else 0)
            if year is not None and edtf.day(year, month, day) is not None:
                return datetime.date(year, month, day), "dateline"
        return self.published, ("published" if self.published is not None else None)

    def this_year(self) -> tuple[int | None, str | None]:
        """The year of writing."""
        now, anchor = self.now()
        return (None if now is None else now.year), anchor

    def this_month(self) -> tuple[int | None, int | None, str | None]:
        """Year and month of writing; a dateline without a year knows the month."""
        now, anchor = self.now()
        if now is not None:
            return now.year, now.month, anchor
        if self.dateline is not None:
            return None, self.dateline[1], "dateline"
        return None, None, None

    # -- what bare months and days take

    def year_for(self, month: int | None, day: int | None, surroundings: Surroundings, *, finished: bool = False) -> tuple[int | None, str | None]:
        """The year of a bare month or day, and what settled it; `finished` asks for a month that is over."""
        if self.range_start is not None:
            return self._year_after_start(month), "sentence"
        begun = self.sentence
        if surroundings.ends_range and begun is not None and begun.year is not None and begun.day is not None:
            turned = month is not None and begun.month is not None and month < begun.month
            return begun.year + (1 if turned else 0), "sentence"
        if not surroundings.reports:
            lent = self.lent_year(month, surroundings)
            if lent is not None:
                return lent
        return self._year_before_now(month, day, surroundings, finished)

    def _year_after_start(self, month: int | None) -> int | None:
        start = self.range_start
        if start is None or start.year is None:
            return None
        turned = month is not None and start.month is not None and month < start.month
        return start.year + (1 if turned else 0)

    def lent_year(self, month: int | None, surroundings: Surroundings) -> tuple[int, str] | None:
        if surroundings.apposition and self.sentence is not None and self.sentence.month == month and self.sentence.year is not None:
            return self.sentence.year, "sentence"
        for lender, anchor in ((self.sentence, "sentence"), (self.paragraph, "paragraph"), (self._section_for(month, surroundings), "section")):
            if lender is None or lender.year is None or not lender.sets_year:
                continue
            if anchor == "sentence" and lender.background and not surroundings.background:
                continue
            if self._says_nothing(lender, month, surroundings):
                continue
            if month is not None and lender.month is not None and lender.month - month >= _MONTHS_BACK:
                continue
            if anchor == "section" and not self._section_fits(lender, month, surroundings):
                continue
            return lender.year, anchor
        return None

    def _says_nothing(self, lender: Known, month: int | None, surroundings: Surroundings) -> bool:
        """Whether the day of writing settles the same year (今年), or a later one for what is still to come."""
        now, _ = self.now()
        if now is None or lender.year is None:
            return False
        if surroundings.future and lender.year < now.year:
            return True
        return lender.deictic and lender.year == self._year_before_now(month, None, surroundings, False)[0]

    def _section_fits(self, lender: Known, month: int | None, surroundings: Surroundings) -> bool:
        """A title or heading of another year than the article's says what it is about, not when (2023年增发国债全部开工)."""
        now, _ = self.now()
        if now is None or lender is self.chronicle or lender.year is None:
            return True
        if lender.year == now.year:
            return month is None or month <= now.month or surroundings.future
        return lender.alone or (lender.year == now.year - 1 and month is not None and month > now.month)

    def _section_for(self, month: int | None, surroundings: Surroundings) -> Known | None:
        """The section's date; of a chronicle only where both dates lead their paragraphs and time goes on."""
        chronicle = self.chronicle
        if chronicle is not None and surroundings.paragraph_leads and month is not None and month >= (chronicle.month or 1):
            now, _ = self.now()
            if now is None or chronicle.year in (now.year, self.section.year if self.section else None) or chronicle.day is None:
                return chronicle
        return self.section

    def _year_before_now(self, month: int | None, day: int | None, surroundings: Surroundings, finished: bool) -> tuple[int | None, str | None]:
        now, _ = self.now()
        if now is None:
            return None, None
        year, anchor = self.this_year()
        if year is None or month is None:
            return year, anchor
        if surroundings.soon and (coming := _coming(now, month, day or 1)) is not None:
            return year + coming.year - now.year, anchor
        later = (month, day) > (now.month, now.day) if day is not None else month > now.month
        if later and not surroundings.future:
            return year - 1, anchor
        earlier = (month, day) < (now.month, now.day) if day is not None else month < now.month
        if earlier and surroundings.future and not finished:
            return year + 1, anchor
        return year, anchor

    def month_for(self, day: int, surroundings: Surroundings) -> tuple[int | None, int | None, str | None, bool]:
        """Year and month of a bare day, what settled them, and whether they rest on a written year."""
        if self.range_start is not None:
            return *self._month_after_start(day), "sentence", self.range_start.sets_year
        if not surroundings.reports:
            lent = self._lent_month(day, surroundings)
            if lent is not None:
                return lent
        section = self.section
        if not surroundings.reports and section is not None and section.month is not None and section.day is None and section.year is not None:
            # A chronicle's title names the month of its bare days.
            return section.year, section.month, "section", True
        year, month, anchor = self.this_month()
        if month is not None:
            return *self._month_before_now(year, month, day, surroundings), anchor, False
        return None, None, None, False

    def _lent_month(self, day: int, surroundings: Surroundings) -> tuple[int | None, int, str, bool] | None:
        """Year and month of the nearest day before; one that does not lead its clause, or of another paragraph, must fit the day of writing."""
        for lender, anchor in ((self.sentence, "sentence"), (self.paragraph_day, "paragraph"), (self.section_day, "section")):
            if lender is None or lender.month is None or lender.background or (anchor != "sentence" and lender.day is None):
                continue
            sure = anchor == "sentence" or (anchor == "paragraph" and lender.leads)
            year, month, _ = self.this_month()
            if month is not None and not sure and self._month_before_now(year, month, day, surroundings) != (lender.year, lender.month):
                continue
            if month is None and anchor == "section" and not (surroundings.leads and lender.leads):
                continue
            return lender.year, lender.month, anchor, lender.sets_year
        return None

    def _month_after_start(self, day: int) -> tuple[int | None, int | None]:
        start = self.range_start
        if start is None or start.month is None:
            return (start.year if start else None), None
        if start.day is not None and day < start.day:
            return month_later(start.year, start.month, 1)
        return start.year, start.month

    def _month_before_now(self, year: int | None, month: int, day: int, surroundings: Surroundings) -> tuple[int | None, int | None]:
        now, _ = self.now()
        today = now.day if now is not None else (self.dateline[2] if self.dateline else 31)
        steps = 0
        if day > today and not surroundings.future:
            steps = -1
        elif day < today and surroundings.future:
            steps = 1
        found = month_later(year, month, steps)
        # 29日 in March of a common year: the last one was in January.
        while edtf.day(found[0], found[1], day) is None:
            found = month_later(*found, -1 if steps <= 0 else 1)
        return found

    def compared_month(self) -> tuple[int | None, int, str] | None:
        """The month that the sentence or paragraph speaks of, if it speaks of one."""
        for known, anchor in ((self.sentence, "sentence"), (self.paragraph_month, "paragraph")):
            if known is not None and known.month is not None and known.day is None:
                return known.year, known.month, anchor
        return None

    # -- what 同年, 当日 and the like refer to

    def text_known(self, *, day: bool) -> tuple[Known | None, str | None]:
        """The last date before with a year (or a day), and how far away it stands."""
        if self.range_start is not None and (not day or self.range_start.day is not None):
            return self.range_start, "sentence"
        last = self.last_day if day else self.last_year
        if last is None:
            return None, None
        known, sentence, paragraph = last
        if sentence == self.sentence_number:
            return known, "sentence"
        return known, ("paragraph" if paragraph == self.paragraph_number else "section")
