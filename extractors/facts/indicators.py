"""Indicators: figures with their meaning — whose, what, for which period, up or down against what.

A figure becomes an indicator where its clause names what it measures, or where it goes on from an
indicator before it: 增长8.8% has the metric, subject and period of the amount, 居全省第1位 ranks it,
占全国的47% is its share. Durations, ages and dates are none.

A count is an indicator only where a noun is counted, no place or verb, and where its subject is known,
by id or by wording, or its metric is one of lexicon/metrics.tsv. A count inside the modifier of another
noun (9600多万名党员的重托), of a slogan (“四个革命”) or of where something happens (在49个城市) is none. Parts that do not add up to their total are
flagged in `checks` and never changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from extractors.facts.metrics import (
    has_countable_head,
    is_doing_of_people,
    is_flow,
    measured_by_verb,
    metric_names,
    name_of_count,
    normalised,
    wordings,
)
from extractors.facts.modality import modality_of
from extractors.facts.ordered import Ordered
from extractors.facts.periods import Periods
from extractors.facts.phrases import Phrases
from extractors.facts.subjects import Subject, Subjects
from extractors.plain import plain
from extractors.records import DATE_LABELS, FIGURE_LABELS, Draft, Figure, Indicator, Mention, Span, make_id

# The marks of a Chinese sentence, where a page has them in their Latin form.
_HALF_WIDTH = re.compile("(?<![0-9A-Za-z])[,;:!?]|[,;:!?](?![0-9A-Za-z ])")
_FULL_WIDTH = dict(zip(",;:!?", "，；：！？", strict=True))
# Confidence: right in metric, subject and period on gold — 95 of 113, 110 of 154, 34 of 65.
_WITH_ALL, _WITH_SUBJECT, _WITHOUT_SUBJECT = 0.84, 0.71, 0.52

_NO_NAMES = FIGURE_LABELS | DATE_LABELS | {"PERSON"}
_CLAUSE = re.compile("[，。；：！？\\n（）()]")
_PART = re.compile("[，。；：！？\\n（）()、]")
_DURATIONS = frozenset({"a", "mo", "wk", "d", "h", "min", "s", "工作日", "学时", "课时", "工时"})
_AREAS = frozenset({"m2", "km2", "har", "亩"})
# fmt: off
_UP = "净增|新增|增长|上涨|上升|提高|增加|提升|扩大|增|升|涨|多|增速|增幅|涨幅"
_DOWN = "下降|减少|回落|下滑|降低|下跌|缩减|萎缩|跌|降|少|收窄|降幅|跌幅|缩短"
_BASE = (
    "(?P<yoy>同比|[比较](?:上年|去年|上一年|前一年)(?:同期|同月)?)|(?P<mom>环比|[比较]上个?月|[比较]上季度)"
    "|(?P<other>年均|年平均|平均|累计|(?:[比较与]|相比)[^，。；]{1,16}?)"
)
_GROWTH = re.compile(
    f"(?:(?:{_BASE})(?:实际|名义|分别|共|相比)?)?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:了|率|幅度)?(?:分别|达到|达|为|约|近|最高)*$"
    "|[比较](?P<than>[^，。；]{1,16}?)(?:(?P<more>高出|高|快|贵)|(?P<less>低|慢|便宜))(?:了|约|近)*$"
    "|(?:(?P<over>高出|高于|快于|多于)|(?P<under>低于|慢于|少于))(?P<level>[^，。；]{1,12})$"
)
# fmt: on
_GROWTH_BEHIND = re.compile("(?:以上|左右)?的?(?:(?P<up>增长|增速|增幅|涨幅)|(?P<down>下降|降幅|跌幅|减少))")
_RATE_BEFORE = re.compile("(?:增幅|增速|涨幅|(?P<down>降幅|跌幅))[^，。；]{0,6}，(?:达到?|为|高达)?$")
_SHARE = re.compile(
    "(?:约|近|超过|超|不足|逾)?占(?!据|地|用|领)(?:了|到)?(?P<whole>[^，。；占0-9]{0,24}?)的?(?P<word>比重|比例|份额|比)?(?:已经|已|均|分别|也|还)?(?:从|由)?(?:进一步)?(?:提升|提高|上升|扩大|下降|降|升|增加|增)?(?:达到|达|为|超过|约|近|突破|至|到)*$"
    "|在(?P<among>[^，。；]{1,20}?)中的?(?:占比|比重|比例|份额)(?:已经|已|均|也|还)?(?:从|由)?(?:达到|达|为|超过|约|近|至)*$"
    "|(?P<of>(?:全[国省市县区球]|世界)[^，。；0-9]{0,10})的$"
)
# 占比由上届的52%提高到61%
_FROM_LEVEL = re.compile("(?:由|从)[一-龥]{0,6}的$")
_RANKING = re.compile(
    "(?:分?位?居|分?列|位列|名列|排名|排在|排|稳居|跃居|高居|升至|上升到|保持|却居|占据)(?:在|到|至|于)?(?:[^，。；0-9]{0,14})(?:第[0-9一二三四五六七八九十]{1,3}[位名]?[、和])?$|[^，。；]{0,2}(?:全国|全省|全市|世界|全球)$"
)
_PARTNERS = re.compile("[一-龥]{0,12}?(?:伙伴|来源地|来源国|出口国|进口国|市场|经济体|目的地|投资国)")
_VERB_ALONE = re.compile("(?<![一-龥]的)(?P<verb>销售|售出|卖出|生产|出口|进口|采购|交付|加工|运输|运送|接种|消费|排放)(?:了|约|近|超|共|各类)*$")
_CAPACITY = re.compile("(?P<per>[年日月])产(?!值|量|能|业|品|出|权|生)(?P<thing>[一-龥]{0,8}?)(?:将|可|已)?(?:由|从|达到?|为|约|近|超过?)*$")
_STAKE = re.compile("(?P<verb>持股|出资|控股)(?:比例)?(?:达到?|为|约)?$")
_PRICE = re.compile("(?:以|作价|斥资|出价|总价|耗资)(?:约|近|超过)?$")
# Nouns that stand for what was named before.
_GENERAL = frozenset({"增速", "增幅", "涨幅", "降幅", "规模", "总量", "数量", "总额", "金额", "总数", "业务", "速度", "幅度", "水平", "平均增速"})
# Counts of what happens in a period, unlike stocks.
_HAPPENING = re.compile(
    "新增|新设|新批|签约|签订|签署|签下|完成|开行|接待|引进|实现|举办|举行|促成|达成|销售|售出|卖出|采购|授权|申请|获批|落地|开工|投产|发送|运送|运输|进出口|吸引|培训|交付|成交|净增"
)
_EXAMPLES = re.compile("(?:有|包括|为|是)[^。；：]{2,140}等$")
# 去程1230列 of trains that were named; 本土643例 of cases.
_SIDES = re.compile("(?:(?:去程|回程|往程|返程)|(?P<side>境内|境外|国内|国外|男性|女性|本土|城镇|农村))$")
_SIDE_OF = re.compile("^(?:境内|境外|国内|国外|男性|女性|本土|城镇|农村)")
# The thing that a metric speaks of, in front of its head.
_THING_OF = re.compile("(.*?)(?:播种|种植|养殖)?(?:面积|产量|产值|销量|单产)")
# Measure words of things and people: 生产基地28个 has no output.
_OF_THINGS = frozenset("个家座条名处所户位")
_PLOTS = re.compile(
    "(?:厂房|厂区|园区|展厅|展馆|展区|仓库|车间|绿地|公园|农田|耕地|林地|草地|湿地|水面|大棚|基地|住房|办公楼|校园|用房|库房|堆场|茶园|果园)$"
)
_ROADS = re.compile("(?:高铁|铁路|公路|高速|地铁|轻轨|航道|管网|管线|绿道|道路|隧道|线路|轨道交通)$")
_MONEY_HEADS = ("额", "收入", "税收", "利润", "资金", "贷款", "投资", "投入", "产值", "补贴", "补助", "基金", "资产")
_SIDE = re.compile("[中德外][方资]|境外|境内")
_OF_THING = re.compile("(?P<thing>[一-龥]{2,8}?)(?P<of>(?:销|产|交付|出口|进口|采购|保有|发送|运送|处理)量|(?:出口|进口|销售|采购)额|产值)")
_SUMS = frozenset({"价值", "金额", "货值", "总金额", "总额", "总价值", "合同额", "总值", "标的额", "涉及金额"})
_BARE_METRICS = frozenset({"面积", "产量", "销量", "长度", "容量"})
_LISTED = re.compile("[、和与（(]|、?及|(?:变为|增至|增加到|扩展至|扩大到|提高到|提高至|降至|降到|减至|增长到)")
_TO_PARTNER = re.compile("(?:其中)?(?:输往|出口到|销往|来自|出口|对|向)?$")
_ONLY_VERBS = re.compile("[，；、]?(?:已|共|均|再|又|还)?(?:累计|总计)?(?:认定|新增|完成|签约|开行|引进|接待|销售|培训|发放|落地)(?:了)?")
_EMPTY = re.compile("(?:其中|此外|同时|而|今后|仅|计划|规划|预计|力争|有望|争取|目标|要|将|拟)*$")
_VISIT = re.compile("[^，。；]{0,20}?(?:组团|近日|列席|出席|到场|观看|陪同|一行|到访|牵手|对接(?!会)|座谈)")
_VISITING = re.compile(
    "一行|每[一]?[个家户位名人][^，。；]*$|率(?:领|团)?[^，。；]{0,8}$|来自[^，。；的]*$|[等与自每这给被]$|(?<![部充])分$|(?<![现存所])在$|(?<![意动趋方导])向$|沿线$|通过[^，。；]{0,6}$|就有$"
)
# What was fired at, said or done to so many states nothing about a place.
_NO_STATEMENT = re.compile(
    "击落|摧毁|拦截|打击|袭击|轰炸|击毁|击沉|炸毁|俘虏|发射|发动|鸣放|审议|听取|提请|表决|围绕|针对|强调|会见"
    "|(?:拜访|走访|考察|参观|接触)(?!者|人数|人次)[^，。；达]{0,8}$|逮捕|抓获|破获|营救|打死|被杀|遇难|死亡|受伤|导致|造成"
)
# 12家企业组成的联合体: of what a group is made.
_GROUP = re.compile("[一-龥]{2,10}?(?:组成|结成|参与|参加|牵头|联合)[^，。；]{0,6}的")
# 与德国3所大学结为姊妹校: with whom.
_WITH = re.compile("[与同和][一-龥]{0,4}$")
_JOINING = re.compile("[^，。；]{0,14}(?:结为|签订|签署|建立|开展|合作|对接|洽谈)")
_TIMES = frozenset({"次", "回", "轮", "遍", "趟"})
# 超亿元项目, 百亿元产业: a size that names a kind of thing.
_CLASS = re.compile("(?:超过?|上|过)?(?:[十百千]?[万亿]|万亿)(?:元|美元|欧元)(?:以上)?")
_OF_CLASS = re.compile("(?:的)?(?:重大|工业|外资|产业|重点|制造业)?(?:项目|企业|产业|集群|工程|基金|品牌|大单|园区)")
_CONDITION = re.compile("如果|假如|倘若|假设|(?<![一-龥])(?:若|如(?!今|期|下|此|愿))(?=[一-龥]{2,20}[，达超能])")
# 投资超10亿元的项目有5个: the amount only says which projects.
_ATTRIBUTE = re.compile("的[一-龥]{2,10}(?:有|达到?|为|共|占)?[0-9]|的[一-龥]{2,10}(?:有|达到?|占)")
_PLANNED = re.compile(
    "(?:达产|建成|投产)后，[^，。；]{0,24}$|(?:规划|达产后|建成后|投产后|力争|拟|预计|按计划)[^，。；]{0,24}$|(?:提出|明确|目标|规划|计划)[^。；]{0,12}到20[2-9][0-9]年[^。；]{0,80}$"
)
_HEADING = re.compile("(?P<name>[一-龥]{2,12}?)(?:情况|统计表?|一览表?|明细)?[（(]?单位[:：]")
_LONGEST_CLAUSE = 200
_LONGEST_ROW = 40
_MOST_PARTS = 40
# 科技进步对经济增长的贡献率 is that of 科技进步.
_GIVER = re.compile("对[一-龥]{2,10}的$")
# What is longer is a list or a page without marks, no statement.
_LONGEST_SENTENCE = 2_000


@dataclass(frozen=True, slots=True)
class _Reading:
    """One figure read: what it measures, how, and whose it is."""

    mention: Mention
    metric: str
    kind: str  # amount, count, growth, share, rank
    subject: Subject
    period: str | None
    sentence: Span
    change: str | None = None
    base: str | None = None
    share_of: str | None = None


@dataclass(frozen=True, slots=True)
class _Site:
    """Where a figure stands: its sentence, where its clause and its part of a list start, and the reading before it."""

    mention: Mention
    sentence: Span
    clause: int
    part: int
    before: str  # the plain text from `part` to the figure
    behind: str
    last: _Reading | None

    @property
    def is_rate(self) -> bool:
        """Whether the figure can be a rate of growth."""
        figure = self.mention.figure
        return self.mention.label == "PERCENT" or (figure is not None and (figure.classifier == "倍" or self.is_fraction))

    @property
    def is_fraction(self) -> bool:
        """Whether the figure is a part of one (三分之一)."""
        figure = self.mention.figure
        return figure is not None and figure.unit == "1" and figure.classifier is None and figure.value is not None and 0 < figure.value < 1

    @property
    def same_sentence(self) -> _Reading | None:
        """The reading before it, if it stands in the same sentence."""
        return self.last if self.last is not None and self.last.sentence == self.sentence else None


def find_indicators(draft: Draft) -> tuple[Indicator, ...]:
    """The indicators of a draft, in text order."""
    if not any(mention.figure is not None for mention in draft.mentions):
        return ()
    text = _HALF_WIDTH.sub(lambda match: _FULL_WIDTH[match[0]], plain(draft.text))
    readings = list(_Reader(draft, text).readings())
    checks = _checks(readings, text)
    article_id = draft.article.article_id
    return tuple(_indicator(draft, text, article_id, reading, checks.get(reading.mention.start, ())) for reading in readings)


class _Reader:
    """One draft while its figures are read from left to right."""

    def __init__(self, draft: Draft, plain_text: str) -> None:
        self._draft = draft
        self._plain = plain_text
        names = [Span(mention.start, mention.end) for mention in draft.mentions if mention.label not in _NO_NAMES]
        dates = [Span(mention.start, mention.end) for mention in draft.mentions if mention.label in DATE_LABELS]
        self._figures = Ordered(mention for mention in draft.mentions if mention.label in FIGURE_LABELS)
        figures = [Span(mention.start, mention.end) for mention in draft.mentions if mention.label in FIGURE_LABELS]
        self._phrases = Phrases(plain_text, draft.words, names=names, dates=dates, figures=figures)
        self._subjects = Subjects(draft, plain_text)
        self._periods = Periods(draft, plain_text)
        self._last_base: str | None = None  # of the last growth in the paragraph
        self._mentions = Ordered(draft.mentions)
        self._sentence_readings: list[_Reading] = []
        self._section: _Reading | None = None  # the first reading that has a period

    def readings(self) -> Iterator[_Reading]:
        """Every figure that can be read; what a sentence leaves out goes on from the one before in its paragraph."""
        last: _Reading | None = None
        heading: tuple[str, _Reading] | None = None
        last_end = 0
        has_tables = "单位" in self._plain
        for sentence in self._draft.sentences:
            figures = self._figures.between(sentence.start, sentence.end)
            if (not figures and not has_tables) or sentence.end - sentence.start > _LONGEST_SENTENCE:
                continue
            is_row = heading is not None and sentence.end - sentence.start < _LONGEST_ROW and self._plain[sentence.end - 1] not in "。！？"
            found = self._heading(sentence, last) if has_tables else None
            if "\n" in self._plain[last_end : sentence.start] and not is_row and found is None:
                last = self._last_base = None
            self._sentence_readings = []
            last_end, heading = sentence.end, found or (heading if is_row else None)
            for mention in figures:
                if mention.figure is None or mention.figure.unit in _DURATIONS:
                    continue
                site = self._site(mention, sentence, self._outside(mention, sentence, last))
                reading = self._row(site, heading) if heading and is_row and site.same_sentence is None else self._read(site)
                if reading is not None:
                    last = reading
                    self._sentence_readings.append(reading)
                    self._last_base = reading.base if reading.kind == "growth" else self._last_base
                    self._section = self._section or (reading if reading.period else None)
                    yield reading

    def _outside(self, mention: Mention, sentence: Span, last: _Reading | None) -> _Reading | None:
        """The reading that a figure can go on from: behind a bracket that is the one before the bracket."""
        depth = self._depth(sentence.start, mention.start)
        for reading in reversed(self._sentence_readings):
            if self._depth(sentence.start, reading.mention.start) <= depth:
                return reading
        return None if self._sentence_readings else last

    def _depth(self, start: int, end: int) -> int:
        text = self._plain[start:end]
        return text.count("(") + text.count("（") - text.count(")") - text.count("）")

    def _site(self, mention: Mention, sentence: Span, last: _Reading | None) -> _Site:
        clause = sentence.start + len(self._plain[sentence.start : mention.start]) - len(self._last_clause(sentence.start, mention.start))
        figures = self._figures.between(clause, mention.start)
        part = figures[-1].end if figures else clause
        while part < mention.start and self._plain[part] in "、和与及的":
            part += 1
        return _Site(mention, sentence, clause, part, self._plain[part : mention.start], self._plain[mention.end : mention.end + 24], last)

    def _last_clause(self, start: int, end: int) -> str:
        """The text from the last border of a clause; a bracket that is closed again is none."""
        position, start = end, max(start, end - _LONGEST_CLAUSE)
        while position > start:
            mark = self._plain[position - 1]
            if mark in "）)" and (opening := max(self._plain.rfind(one, start, position) for one in "（(")) >= start:
                if self._figures.between(opening, position):
                    break
                position = opening
            elif mark in "，。；：！？\n（()）":
                break
            else:
                position -= 1
        return self._plain[position:end]

    def _read(self, site: _Site) -> _Reading | None:
        if _CONDITION.search(self._plain, site.sentence.start, site.mention.start):
            return None
        if _CLASS.fullmatch(self._plain, site.mention.start, site.mention.end) and re.match("[一-龥]", site.behind):
            return None
        if site.mention.label == "MONEY" and site.mention.text.endswith(("以上", "以下", "级")) and _OF_CLASS.match(site.behind):
            return None
        if _ATTRIBUTE.match(site.behind) and site.mention.label in ("MONEY", "QUANTITY"):
            return None
        if site.mention.label == "ORDINAL":
            return self._rank(site)
        # 财政支出的70%: of what stands before, which is not what is measured.
        if site.mention.label == "PERCENT" and site.before.endswith("的") and not _FROM_LEVEL.search(site.before):
            return self._share(site)
        for reader in (self._share, self._growth, self._of_verb, self._count, self._amount, self._going_on_bare):
            reading = reader(site)
            if reading is not None:
                return reading
        return None

    # Tables

    def _heading(self, sentence: Span, last: _Reading | None) -> tuple[str, _Reading] | None:
        """The metric that a table's heading names (主要市场进出口情况（单位：亿元）), with the reading that its rows go on from."""
        match = _HEADING.search(self._plain[sentence.start : sentence.end])
        if match is None or last is None:
            return None
        name = match["name"]
        metric = next((found for length in range(len(name), 1, -1) if (found := wordings().get(name[-length:]))), None)
        return (metric, last) if metric else None

    def _row(self, site: _Site, heading: tuple[str, _Reading]) -> _Reading:
        """A row's amount: the table's subject and the one that the row names."""
        metric, above = heading
        owner = self._subjects.before(site.sentence.start, site.mention.start, flow=False)
        ids = tuple(dict.fromkeys([*above.subject.ids, *(owner.ids if owner else ())]))
        return _Reading(site.mention, metric, "amount", Subject(ids, owner.text if owner else above.subject.text, 0), above.period, site.sentence)

    # The kinds of figures

    def _rank(self, site: _Site) -> _Reading | None:
        mention, last = site.mention, site.same_sentence
        if self._plain[mention.end - 1] == "大":
            partner = _PARTNERS.match(site.behind)
            if partner is None:
                return None
            both = self._subjects.partners(site.sentence.start, mention.start)
            made = self._made(site, partner[0], "rank", mention.start)
            return replace(made, subject=both) if both else made
        match = _RANKING.search(self._plain[site.clause : mention.start])
        is_described = mention.figure is not None and mention.figure.bound == "at_most" and site.behind.startswith("的")
        if match is None or is_described:
            return None
        names = self._ranked(site.clause, site.clause + match.start())
        if not names or set(names) <= {"增速", "增幅", "总量", "规模"}:
            is_of_paragraph = re.search("增速|增幅|总量|规模", self._plain[site.clause : mention.start]) is not None
            before = last or (site.last if is_of_paragraph else None)
            if before is None:
                return None
            if "分别" in self._plain[site.clause : mention.start]:
                before = self._of_several(site) or before
            going_on = self._going_on(site, before, "rank", position=max(site.clause + match.start(), before.mention.end))
            return replace(going_on, metric=before.metric.removesuffix("占比"))
        index = sum(1 for other in self._figures.between(site.clause, mention.start) if other.label == "ORDINAL")
        return self._made(site, names[min(index, len(names) - 1)], "rank", site.clause)

    def _of_several(self, site: _Site) -> _Reading | None:
        """The reading that one of several ranks belongs to: 三项增速分别居第3、第5和第2位."""
        ranks = self._of_clause(site)
        kinds = {reading.metric: reading for reading in self._sentence_readings if reading.mention.end <= site.clause}
        readings = list(kinds.values())
        return readings[len(readings) - len(ranks) + ranks.index(site.mention)] if 1 < len(ranks) <= len(readings) else None

    def _ranked(self, start: int, end: int) -> list[str]:
        """What is ranked before a verb of ranking: 专利申请量和授权量 gives two."""
        phrase = self._phrases.before(start, end)
        if phrase is None:
            # The second of a list of ranks (第2位、第3位) takes the nouns of its clause.
            return []
        first = (
            start + max(self._plain[start : phrase[0]].rfind(mark) for mark in "和与")
            if re.search("[和与]$", self._plain[start : phrase[0]])
            else None
        )
        names = [normalised(self._plain[phrase[0] : phrase[1]])]
        if first is not None and (other := self._phrases.before(start, first)):
            names.insert(0, normalised(self._plain[other[0] : other[1]]))
        return [name for name in names if name]

    def _listed(self, site: _Site, position: int) -> str | None:
        """The name of the one of several coordinated metrics that the figure belongs to (进口、出口分别增长3%和5%)."""
        if "分别" not in self._plain[site.clause : site.mention.start] and "各" not in self._plain[site.clause : site.mention.start]:
            return None
        figures = self._of_clause(site)
        start = max(site.clause, figures[0].start - 60)
        first = position if figures[0] is site.mention else self._first_position(site, figures[0])
        names = self._phrases.listed(start, first)
        return names[figures.index(site.mention)] if len(names) == len(figures) > 1 else None

    def _first_position(self, site: _Site, figure: Mention) -> int:
        """Where the words that link a list of nouns to its first figure start."""
        match = _GROWTH.search(self._plain[site.clause : figure.start])
        return site.clause + match.start() if match else figure.start

    def _of_clause(self, site: _Site) -> list[Mention]:
        """The figures of the clause that are like this one: 3%和5%, 410公里、230公里."""
        end = _CLAUSE.search(self._plain, site.mention.end, site.sentence.end)
        figures = self._figures.between(site.clause, end.start() if end else site.sentence.end)
        return [other for other in figures if _are_alike(other, site.mention)]

    def _share(self, site: _Site) -> _Reading | None:
        figure = site.mention.figure
        is_part = figure is not None and (figure.unit == "%" or site.is_fraction)
        if site.before.endswith("的占"):
            return None
        before = _FROM_LEVEL.sub("", site.before) if "占比" in site.before or "比重" in site.before else site.before
        match = _SHARE.search(before) if is_part else None
        if match is None:
            return None
        position = site.part + match.start()
        group = "of" if match["of"] else "among" if match["among"] else "whole"
        whole = self._draft.text[site.part + match.start(group) : site.part + match.end(group)] or None
        if whole and whole.endswith("的"):
            whole = whole[:-1]
        noun = self._noun(site.part, position) or (self._topic(site) if not match["among"] else None)
        if noun:
            part = self._parallel(site, noun) or normalised(noun) or noun
            return replace(self._made(site, _share_name(part), "share", position), share_of=whole)
        if site.last is None:
            return None
        going_on = self._going_on(site, site.last, "share", position=position)
        metric = self._of_both(site) if re.search("合计|共|总计", self._plain[site.clause : position + 1]) else None
        return replace(going_on, metric=_share_name(metric or site.last.metric), share_of=whole)

    @staticmethod
    def _parallel(site: _Site, noun: str) -> str | None:
        """The part named like the one before: 光伏企业产值占六成，风电企业占28% → 风电企业产值."""
        last = site.same_sentence
        if last is None or last.kind != "share" or normalised(noun) is not None:
            return None
        before, found, after = last.metric.removesuffix("占比").rpartition(noun[-2:])
        return noun + after if before and found and after else None

    def _of_both(self, site: _Site) -> str | None:
        """What the last two metrics have in common: 鞋类出口额、眼镜出口额…，合计占 → 出口额."""
        last = [reading.metric for reading in self._sentence_readings[-2:]]
        if len(last) < 2 or last[0] == last[1]:
            return None
        length = next((size for size in range(min(map(len, last)), 1, -1) if last[0][-size:] == last[1][-size:]), 0)
        return last[0][-length:] if length else None

    def _topic(self, site: _Site) -> str | None:
        """The noun that the clause before speaks of (许昌的民营经济异常活跃，占…): what stands first behind its subject."""
        if site.clause == site.sentence.start:
            return None
        start = max((match.end() for match in _CLAUSE.finditer(self._plain, site.sentence.start, site.clause - 1)), default=site.sentence.start)
        # A clause with a figure of its own speaks of that.
        if site.same_sentence is not None and (
            site.same_sentence.mention.end > start or not re.search("[最更]|较快|领先|增长", self._plain[start : site.clause])
        ):
            return None
        return self._phrases.first_in(start, site.clause - 1)

    def _growth(self, site: _Site) -> _Reading | None:
        if site.mention.text.startswith("翻") and site.same_sentence:
            base = "yoy" if re.search("同比|[比较](?:上年|去年)", site.before) else None
            return replace(self._going_on(site, site.same_sentence, "growth"), change="up", base=base)
        match, behind = _GROWTH.search(site.before), _GROWTH_BEHIND.match(site.behind)
        start = site.last.mention.end if site.same_sentence and site.last else site.sentence.start
        rate = _RATE_BEFORE.search(self._plain, start, site.mention.start) if site.is_rate and match is None else None
        found = match or behind or rate
        if found is None or not (site.is_rate or (match and re.search("增长|增加|减少|下降|净增|[比较].+(?:新增|扩大|提高|[多少增])", match[0]))):
            return None
        groups = found.groupdict()
        change = "down" if groups.get("down") or groups.get("under") or groups.get("less") else "up"
        position = site.part + match.start() if match else site.mention.start if behind else rate.start() if rate else site.mention.start
        base = self._base_of(groups, site)
        noun = self._noun(site.part, position) if position >= site.part else None
        metric = self._listed(site, position) or (normalised(noun) if noun else None)
        if metric:
            metric = self._with_head(metric, site)
            return replace(self._made(site, metric, "growth", position), change=change, base=base)
        last = self._paired(site) or site.last
        # Another noun, or an amount that was not read, stands between: the rate is not of the figure before.
        if last is None or (noun and noun not in _GENERAL) or self._is_passed(site, last):
            return None
        reading = self._going_on(site, last, "growth", position=position)
        if last is not site.last:
            reading = replace(reading, subject=last.subject, period=last.period)
        is_of_share = last.kind == "share" and site.mention.figure is not None and site.mention.figure.unit == "pp"
        return replace(reading, metric=last.metric if is_of_share else last.metric.removesuffix("占比"), change=change, base=base)

    def _is_passed(self, site: _Site, last: _Reading) -> bool:
        """Whether a count or amount that gave no reading stands between the last reading and the figure in its sentence."""
        start = last.mention.end if last.sentence == site.sentence else site.sentence.start
        between = [other for other in self._figures.between(start, site.mention.start) if other.label in ("CARDINAL", "MONEY", "QUANTITY")]
        between = [other for other in between if not re.search("[比较][^，。；]{1,12}的$", self._plain[start : other.start])]
        read = {reading.mention.start for reading in self._sentence_readings}
        return any(other.start not in read and other.figure and other.figure.unit not in _DURATIONS for other in between[-1:])

    def _paired(self, site: _Site) -> _Reading | None:
        """Of several amounts with 分别增长16.1%、8% behind them the one that the rate belongs to."""
        if "分别" not in self._plain[site.clause : site.mention.start]:
            return None
        rates = self._of_clause(site)
        amounts = [reading for reading in self._sentence_readings if reading.kind in ("amount", "count") and reading.mention.end <= site.clause]
        if len(rates) < 2 or len(amounts) < len(rates) or site.mention not in rates:
            return None
        if re.search("前[两二三四五]", self._plain[site.clause : rates[0].start]):
            amounts = [reading for reading in amounts if reading.metric == amounts[-1].metric][: len(rates)]
        return amounts[len(amounts) - len(rates) + rates.index(site.mention)]

    def _base_of(self, groups: dict[str, str | None], site: _Site) -> str | None:
        """yoy or mom; a bare 增长 in a list that began with 同比 is meant so too."""
        if groups.get("yoy"):
            return "yoy"
        if groups.get("mom"):
            return "mom"
        if groups.get("other") or groups.get("than") or groups.get("over") or groups.get("under") or site.last is None:
            return None
        return self._last_base

    def _of_verb(self, site: _Site) -> _Reading | None:
        """What the verb around a figure measures: 以2亿元收购, 年产10万辆汽车, 持股35%, 接待游客1.8万人次."""
        mention, figure = site.mention, site.mention.figure
        if figure is None:
            return None
        name, position = None, mention.start
        if mention.label == "MONEY" and _PRICE.search(site.before):
            is_bought = "收购" in self._plain[max(site.sentence.start, mention.start - 40) : mention.end + 12]
            name = "收购额" if is_bought else None
        elif mention.label == "PERCENT":
            stake = _STAKE.search(site.before)
            given = re.search("贡献了?$", site.before) and re.match("的(?P<thing>增量|份额|[一-龥]{2,6}?[量额值])", site.behind)
            name = stake["verb"] + "占比" if stake else "股权占比" if re.match("的?(?:股权|股份)", site.behind) else None
            name = given["thing"] + "占比" if given else name
        elif capacity := _CAPACITY.search(site.before):
            thing = capacity["thing"].removesuffix("能力") or plain(figure.counted or "")
            kind = "产能" if capacity["per"] == "年" else capacity["per"] + "产量"
            name, position = (thing + kind if thing else None), site.part + capacity.start()
        elif figure.unit in _AREAS and (land := re.match("(?:厂房|土地|办公用房|标准厂房|展厅|仓库)", site.behind)):
            name = land[0] + "面积"
        if name is None and mention.label != "PERCENT" and not figure.counted and (listed := self._goods(site)):
            name, position = listed, site.clause
        is_of_verb = name is None and mention.label != "PERCENT" and not figure.counted and figure.classifier not in _OF_THINGS
        if is_of_verb and (verb := self._verb_before(site)):
            suffix = measured_by_verb()[verb["verb"]][mention.label == "MONEY"]
            is_known = suffix is None or wordings().get(verb["verb"] + verb["thing"])
            name = wordings().get(verb["verb"] + verb["thing"]) if is_known else verb["thing"] + (suffix or "")
            position = verb.start()
        if name is None and mention.label != "PERCENT" and (named := self._thing_behind(site)):
            name = named
        return self._made(site, name, "amount", position) if name else None

    def _thing_behind(self, site: _Site) -> str | None:
        """What a verb and the noun behind its figure name: 出口5万吨粮食 → 粮食出口量, 签下3亿元订单 → 订单额."""
        figure, label = site.mention.figure, site.mention.label
        noun = plain(figure.counted) if figure and figure.counted else self._phrases.after(site.mention.end)
        if noun is None or (label == "CARDINAL" and not (figure and figure.counted)):
            return None
        verb = _VERB_ALONE.search(site.before)
        suffix = measured_by_verb()[verb["verb"]][label == "MONEY"] if verb else None
        if (
            verb
            and suffix
            and normalised(noun) is None
            and self._phrases.link_start(site.part, site.mention.start) - len(verb["verb"]) <= site.part + verb.start()
        ):
            return wordings().get(verb["verb"] + noun) or noun + suffix
        if label != "MONEY" or site.before.endswith("的"):
            return None
        metric = normalised(noun)
        is_amount = metric is not None and metric.endswith(
            ("额", "收入", "税收", "利润", "资金", "贷款", "投资", "投入", "产值", "补贴", "补助", "基金", "资产")
        )
        return metric if is_amount and self._phrases.before(site.part, site.mention.start) is None else None

    def _goods(self, site: _Site) -> str | None:
        """The metric of one of several goods listed in the clause before: …是奶粉、锅具，分别卖出120万和36.5万件."""
        figures = self._of_clause(site)
        verb = (
            re.search("分别(" + "|".join(measured_by_verb()) + ")(?:了|约|近)*$", self._plain[site.clause : figures[0].start])
            if len(figures) > 1
            else None
        )
        if verb is None or site.clause - 1 <= site.sentence.start:
            return None
        names = self._phrases.listed(site.sentence.start, site.clause - 1, as_written=True)
        suffix = measured_by_verb()[verb[1]][site.mention.label == "MONEY"]
        return names[figures.index(site.mention)] + suffix if suffix and len(names) == len(figures) else None

    def _verb_before(self, site: _Site) -> re.Match[str] | None:
        """销售啤酒, 出口汽车 before a figure; what names a metric itself (出口总额, 销售额) is none."""
        match = _verb_amount().search(self._plain, site.part, self._phrases.link_start(site.part, site.mention.start))
        return match if match and "的" not in match["thing"] and normalised(match["thing"]) is None else None

    def _count(self, site: _Site) -> _Reading | None:
        figure = site.mention.figure
        if site.mention.label != "CARDINAL" or figure is None or figure.classifier == "倍" or site.is_fraction:
            return None
        if _VISIT.match(site.behind) or _VISITING.search(site.before) or self._is_slogan(site.mention):
            return None
        if figure.classifier in ("班", "趟", "列") and re.search("[每日][周天日月均][^，。；]{0,6}$", site.before):
            return None
        if _GROUP.match(site.behind) or (_WITH.search(site.before) and _JOINING.match(site.behind)):
            return None
        if _NO_STATEMENT.search(site.before[-24:]) or self._is_told_singly(site.mention, figure, site.before) or figure.classifier in _TIMES:
            return None
        reading = self._counted(site, figure)
        is_known = (
            reading is None
            or reading.subject.ids
            or reading.subject.text
            or not figure.counted
            or reading.metric in metric_names()
            or has_countable_head(reading.metric)
        )
        return reading if is_known else None

    def _is_slogan(self, mention: Mention) -> bool:
        """Whether the figure opens a quotation that it belongs to (“四个革命、一个合作”)."""
        return self._plain[mention.start - 1 : mention.start] in ("“", "‘", "「") and re.match("[两三四五六七八九十]", mention.text) is not None

    @staticmethod
    def _is_told_singly(mention: Mention, figure: Figure, before: str) -> bool:
        """Whether the figure only says that there were two or three (两名专家, 三家企业), in letters."""
        is_few = figure.value is not None and figure.value <= 3 and mention.text[0] in "一二两三"
        return figure.counted is not None and is_few and not _HAPPENING.search(before)

    def _counted(self, site: _Site, figure: Figure) -> _Reading | None:
        """The count of the noun behind the figure, else of that before it."""
        if figure.counted:
            side = re.search("[中德外双][方资]$", site.before)
            name = name_of_count((side[0] if side else "") + plain(figure.counted))
            if name and name.startswith("项目") and re.search("签[下约署订]了?(?:共|总共)?$", site.before):
                name = "签约" + name
            if name and re.search("服务了?$", site.before):
                name = "服务" + name
            if name is None or not self._is_thing(site, figure):
                return None
            made = self._made(site, self._part_name(name, site), "count", site.mention.start)
            seat = self._seat_behind(site)
            return replace(made, subject=seat) if seat else made
        phrase = self._phrases.before(site.part, site.mention.start) or self._before_list(site) or self._seeming_name(site)
        phrase = phrase or self._topic_phrase(site)
        if phrase is None or figure.classifier is None or self._phrases.is_attached(site.mention.end):
            return None
        first = self._phrases.with_country(*phrase)
        last_count = self._last_count(site)
        if last_count and (going_on := self._of_the_same(site, last_count)):
            return going_on
        noun = self._phrases.text(first, phrase[1])
        if noun.endswith("签约") and figure.classifier in ("项", "个"):
            return self._made(site, "签约项目数", "count", first)
        if noun in _GENERAL and site.same_sentence:
            return self._going_on(site, site.same_sentence, "count")
        other = self._phrases.before(site.part, first - 1) if first > site.part and self._plain[first - 1] in "及和与" else None
        if other and self._plain[other[1] - 2 : other[1]] == noun[-2:]:
            first, noun = other[0], self._plain[other[0] : phrase[1]]
        if listed := self._listed(site, site.mention.start):
            return self._made(site, listed if listed.endswith(("数", "量")) else listed + "数", "count", first)
        if re.search("领域|方面|板块|[一-龥]类$", noun) and last_count:
            return self._going_on(site, last_count, "count")
        name = (normalised(noun) if other is None else None) or name_of_count(noun, figure.classifier)
        if name in ("出口额", "进口额", "销售额", "采购额"):
            thing = _OF_THING.fullmatch(site.same_sentence.metric) if site.same_sentence else None
            name = (thing["thing"] if thing else "") + name.replace("销售额", "销额").replace("额", "量")
        is_doing = figure.classifier in ("人", "名", "人次") and is_doing_of_people(noun)
        if noun not in wordings() and not normalised(noun) and not is_doing and not self._phrases.is_noun(phrase[1]):
            return None
        if name is None or name.endswith(("额", "收入", "利润", "投资", "投入")):
            return None
        return self._made(site, self._part_name(name, site), "count", first)

    def _seeming_name(self, site: _Site) -> tuple[int, int] | None:
        """What was taken for a name but is counted: 国家重点实验室12个."""
        end = self._phrases.link_start(site.part, site.mention.start)
        named = next((other for other in self._mentions.before(end, 1) if other.end == end and other.label in ("ORG", "FAC")), None)
        is_many = site.mention.figure is not None and (site.mention.figure.value or 2) > 1
        return (named.start, named.end) if named and is_many and end == site.mention.start and named.start >= site.part else None

    def _topic_phrase(self, site: _Site) -> tuple[int, int] | None:
        """The noun that the clause before begins with (参展商来自21个国家，共1320家)."""
        if self._phrases.link_start(site.clause, site.mention.start) > site.clause or site.clause - 1 <= site.sentence.start:
            return None
        start = site.clause - 1 - len(self._last_clause(site.sentence.start, site.clause - 1))
        noun = self._phrases.first_in(start, site.clause - 1)
        return (start, start + len(noun)) if noun and self._plain.startswith(noun, start) else None

    def _before_list(self, site: _Site) -> tuple[int, int] | None:
        """The noun that a list ending in 等 gives examples of (成员有甲公司、乙公司等62家)."""
        match = _EXAMPLES.search(self._plain, max(site.sentence.start, site.mention.start - 160), site.mention.start)
        return self._phrases.before(site.sentence.start, match.start()) if match else None

    def _is_thing(self, site: _Site, figure: Figure) -> bool:
        """Whether what is counted is a noun and no verb or place."""
        counted = figure.counted or ""
        start = self._draft.text.find(counted, site.mention.end, site.mention.end + 48)
        if start < 0:
            return True
        end = start + len(counted)
        # 9600多万名党员的重托 tells of the trust.
        return self._plain[end : end + 1] != "的" and (plain(counted) in wordings() or self._phrases.is_noun(end))

    def _seat_behind(self, site: _Site) -> Subject | None:
        """The place where what is counted has settled (600多家德国企业已经在浙江落户)."""
        for place in self._mentions.between(site.mention.end, min(site.mention.end + 24, site.sentence.end)):
            is_place = place.label == "GPE" and place.entity_id and self._plain[place.start - 1] in "在于"
            if is_place and place.entity_id and re.match("落户|投资|设立|注册|扎根|运营|设厂", self._plain[place.end : place.end + 4]):
                return Subject((place.entity_id,), place.text, place.start)
        return None

    def _part_name(self, name: str, site: _Site) -> str:
        """A part behind 其中 is named after its whole (成员城市…，其中中方城市22个 → 中方成员城市数)."""
        last = site.same_sentence
        if last is not None and re.fullmatch("[中德外]方数", name):
            return name[:2] + re.sub("^[中德外]方", "", last.metric)
        since = self._plain.rfind("其中", site.sentence.start, site.mention.start)
        if last is None or since < self._sentence_readings[0].mention.end or "；" in self._plain[since : site.mention.start]:
            return self._part_of_parts(name, site)
        for reading in reversed(self._sentence_readings):
            named = _named_after(name, reading.metric)
            if named != name or reading.metric == name:
                return named
        return name

    def _part_of_parts(self, name: str, site: _Site) -> str:
        last = site.same_sentence
        if last is None or last.kind != "count" or self._plain[last.mention.end : site.part].strip("、和与") or len(name) < 4:
            return name
        head = name[-3:]
        is_like = name[1] == last.metric[1] == "方" and last.metric.endswith(head) and last.metric[:2] != name[:2] and len(last.metric) > len(name)
        return name[: -len(head)] + last.metric[len(name) - len(head) :] if is_like else name

    def _amount(self, site: _Site) -> _Reading | None:
        if site.mention.label == "CARDINAL" and site.mention.figure is not None and (site.mention.figure.counted or site.mention.figure.classifier):
            return None
        phrase = self._phrases.before(site.part, site.mention.start)
        if phrase is None or site.is_fraction:
            return None
        first = self._phrases.with_country(*phrase)
        metric = self._listed(site, site.mention.start) or normalised(self._phrases.text(first, phrase[1]))
        metric = metric or self._size_of(site, self._phrases.text(first, phrase[1]), phrase[1])
        if metric is None or self._is_unlike(site.mention, metric):
            return None
        if metric == "价值" and site.behind.startswith("的"):
            return None
        if metric == "贡献率" and (giver := _GIVER.search(self._plain[site.part : first])):
            metric = (self._noun(site.part, site.part + giver.start()) or "") + metric
        made = self._made(site, self._with_head(metric, site), "amount", first)
        owner = self._owner_behind(site)
        return replace(made, subject=owner) if owner else made

    def _owner_behind(self, site: _Site) -> Subject | None:
        """What the figure describes right behind it (总投资7.8亿元的莱茵医院)."""
        if not site.behind.startswith("的"):
            return None
        named = next(iter(self._mentions.between(site.mention.end + 1, site.mention.end + 40)), None)
        if named is None or named.start != site.mention.end + 1 or named.label not in ("ORG", "FAC", "LOC"):
            return None
        return Subject((named.entity_id,) if named.entity_id and named.label == "ORG" else (), named.text, named.start)

    def _size_of(self, site: _Site, noun: str, end: int) -> str | None:
        """What the unit says of a noun that is no metric: 厂房扩大到2.3万平方米, 高铁2195公里; a part of what was measured before."""
        figure, last = site.mention.figure, site.same_sentence
        if figure is None or site.mention.label not in ("QUANTITY", "MONEY") or len(noun) < 2 or not self._phrases.is_noun(end):
            return None
        if figure.unit in _AREAS and _PLOTS.search(noun):
            return noun + "面积"
        if figure.unit == "km" and _ROADS.search(noun):
            return noun + "里程"
        amounts = [reading for reading in self._sentence_readings if reading.kind == "amount" and reading.mention.figure]
        whole = next((one for one in reversed(amounts) if one.mention.figure and one.mention.figure.unit == figure.unit), None)
        if last and whole and "其中" in self._plain[whole.mention.end : site.mention.start]:
            return noun + whole.metric
        return None

    def _with_head(self, metric: str, site: _Site) -> str:
        """A bare metric with the thing that the figures before spoke of: 夏粮播种面积…，总产量 → 夏粮产量; 大豆进口量…，价值 → 大豆进口额."""
        last = site.same_sentence
        if metric in _BARE_METRICS and last is not None and (thing := self._thing_before(site)):
            return thing + metric
        if metric in _BARE_METRICS and site.part > site.sentence.start and (named := self._noun_ending(site.part - 1)):
            return named + metric
        if last is not None and metric in _SUMS and site.mention.label == "MONEY":
            if re.search("[进出口销采]..?量$|[进出]口量$", last.metric):
                return last.metric[:-1] + "额"
            if "订单" in last.metric:
                return "订单额"
            if re.search("签约|协议|合同|合作项目|合作意向", last.metric):
                return "签约额"
        return metric

    @staticmethod
    def _is_unlike(mention: Mention, metric: str) -> bool:
        """Whether what is measured in money has another unit here (出口到6大洲)."""
        if mention.label == "PERCENT":
            return metric.endswith("额") and not metric.endswith("份额")
        is_times = mention.figure is not None and mention.figure.classifier == "倍"
        return metric.endswith(("额", "收入", "利润")) and mention.label in ("CARDINAL", "QUANTITY") and not is_times

    def _thing_before(self, site: _Site) -> str | None:
        """The thing that the figures of the sentence speak of: 夏粮播种面积 → 夏粮."""
        found = [_THING_OF.fullmatch(reading.metric) for reading in self._sentence_readings]
        return next((match[1] for match in reversed(found) if match and match[1] and not match[1].startswith(("单位", "平均", "人均"))), None)

    def _noun_ending(self, position: int) -> str | None:
        """The noun that the clause before ends in, of which a bare 面积 or 产量 speaks (设有海外仓，面积…)."""
        phrase = self._phrases.before(max(0, position - 12), position)
        noun = self._plain[phrase[0] : phrase[1]] if phrase and phrase[1] == position else ""
        return noun if 1 < len(noun) < 7 and normalised(noun) is None and self._phrases.is_noun(position) else None

    def _going_on_bare(self, site: _Site) -> _Reading | None:
        """A figure with nothing of its own before it: the next of a list, of a date, or of a partner."""
        last, mention = site.last, site.mention
        if last is None or mention.figure is None or last.mention.figure is None or (site.is_fraction and last.kind not in ("growth", "share")):
            return None
        if (count := self._last_count(site)) and (going_on := self._of_the_same(site, count)):
            return going_on
        is_same_unit = mention.figure.unit == last.mention.figure.unit or {mention.label, last.mention.label} == {"MONEY"}
        is_same_unit = is_same_unit or (last.kind == "growth" and _are_alike(mention, last.mention))
        if not is_same_unit:
            return None
        between = self._plain[last.mention.end : mention.start]
        paired = self._paired(site) if last.kind == "growth" and _LISTED.fullmatch(between) else None
        if paired is not None:
            return replace(paired, mention=mention, kind="growth", change=last.change, base=last.base)
        if site.same_sentence and _LISTED.fullmatch(between) and (metric := self._listed(site, site.mention.start)):
            return replace(self._going_on(site, last, last.kind), metric=metric, change=last.change, base=last.base, share_of=None)
        if site.same_sentence and _LISTED.fullmatch(between):
            return replace(self._going_on(site, last, last.kind), change=last.change, base=last.base, share_of=None)
        if site.same_sentence and re.search("[至到为]", between) and self._phrases.link_start(last.mention.end, mention.start) == last.mention.end:
            return self._going_on(site, last, last.kind)
        start = self._phrases.link_start(site.clause, mention.start)
        if _EMPTY.fullmatch(self._plain, site.clause, start) and (start < mention.start or last.sentence == site.sentence):
            return self._going_on(site, last, last.kind) if last.kind in ("amount", "count") else None
        partner = self._subjects.place_ending_at(start)
        if partner and _TO_PARTNER.search(self._plain, site.clause, partner.start) and last.kind == "amount" and is_flow(last.metric):
            reading = self._going_on(site, last, "amount")
            return replace(reading, subject=last.subject.with_partner(partner.ids))
        return None

    def _last_count(self, site: _Site) -> _Reading | None:
        """The count before it in the sentence, if it has the same measure word: 3120列，其中连云港开行621列."""
        figure = site.mention.figure
        depth = self._depth(site.sentence.start, site.mention.start)
        counts = [reading for reading in self._sentence_readings if reading.kind == "count"]
        count = next((one for one in reversed(counts) if self._depth(site.sentence.start, one.mention.start) <= depth), None)
        other = count.mention.figure if count else None
        if figure is None or other is None or figure.counted or figure.classifier is None or figure.classifier != other.classifier:
            return None
        return count

    def _of_the_same(self, site: _Site, last: _Reading) -> _Reading | None:
        """The count before, of the place named since or of one of its sides (去程1230列)."""
        between = self._plain[max(last.mention.end, site.clause) : site.mention.start]
        if side := _SIDES.search(between):
            whole = _SIDE_OF.sub("", last.metric)
            return replace(self._going_on(site, last, "count"), metric=(side["side"] or "") + whole)
        first = max(last.mention.end, site.clause)
        start = self._phrases.link_start(first, site.mention.start)
        if self._subjects.place_ending_at(start) or _EMPTY.fullmatch(self._plain, first, start) or _ONLY_VERBS.fullmatch(self._plain, first, start):
            return self._going_on(site, last, "count")
        return None

    # Their parts

    def _noun(self, start: int, position: int) -> str | None:
        phrase = self._phrases.before(start, position)
        if phrase is None:
            return None
        noun = self._plain[self._phrases.with_country(*phrase) : phrase[1]]
        return noun if len(noun) > 1 else None

    def _going_on(self, site: _Site, last: _Reading, kind: str, *, position: int | None = None) -> _Reading:
        """The metric of the figure before, with the subject and period named since, if any."""
        position = site.mention.start if position is None else position
        start = last.mention.end if last.sentence == site.sentence else site.sentence.start
        subject = self._subjects.before(start, position, flow=False) or last.subject
        if subject is not last.subject and subject.text is None:
            subject = last.subject.with_partner(subject.partner)
        elif subject is not last.subject and last.subject.partner and not subject.partner:
            subject = subject.with_partner(last.subject.partner)
        _, period = self._periods.of(site.mention, Span(start, site.sentence.end), max(start, site.clause), last.metric)
        if not period and last.period is None and kind in ("amount", "count"):
            _, period = self._periods.of(site.mention, site.sentence, max(start, site.clause), last.metric)
        reading = _Reading(site.mention, last.metric, kind, subject, period or last.period, site.sentence)
        return replace(reading, subject=self._share_of_list(reading.subject, site))

    def _made(self, site: _Site, metric: str, kind: str, position: int) -> _Reading:
        """A reading with its own metric; its subject is sought before `position`, else carried from the figure before."""
        subject, is_carried = self._subject(site, metric, max(position, site.sentence.start))
        subject = self._share_of_list(subject, site)
        return _Reading(site.mention, metric, kind, subject, self._period(site, metric, kind, subject, is_carried), site.sentence)

    def _subject(self, site: _Site, metric: str, position: int) -> tuple[Subject, bool]:
        last = site.last
        flow, invests = is_flow(metric), "投资" in metric or re.search("投资|设立|设有", self._plain[site.clause : site.mention.start]) is not None
        found: Subject | None = None
        if site.same_sentence and last is not None:
            found = self._subjects.before(last.mention.end, position, flow=flow, invests=invests)
            if found is None:
                return last.subject if flow or invests or last.subject.partner == () else self._without_partner(last.subject), True
        else:
            found = self._subjects.before(site.sentence.start, position, flow=flow, invests=invests)
        if found is not None and (found.text or last is None):
            return found, False
        carried = last.subject if last is not None else self._subjects.of_title() or Subject((), None)
        if not flow and not invests:
            carried = self._without_partner(carried)
        return (carried.with_partner(found.partner) if found else carried), True

    def _without_partner(self, subject: Subject) -> Subject:
        """The reporting side alone, for what is no flow."""
        return replace(subject, ids=tuple(entity for entity in subject.ids if entity not in subject.partner), partner=())

    def _share_of_list(self, subject: Subject, site: _Site) -> Subject:
        """The one of a list that the figure belongs to (江苏、浙江分别占31.2%和22.5%)."""
        if "分别" not in self._plain[site.clause : site.mention.start]:
            return subject
        figures = [other for other in self._figures.between(site.clause, site.sentence.end) if other.label == site.mention.label]
        figures = [other for other in figures if not _CLAUSE.search(self._plain, site.clause, other.start)]
        if site.mention not in figures:
            return subject
        listed = subject if subject.parts else self._subjects.before(site.sentence.start, figures[0].start, flow=False)
        if listed is None or len(listed.parts) != len(figures):
            others = self._subjects.partner_parts(site.sentence.start, figures[0].start, len(figures))
            return subject.with_partner(others[figures.index(site.mention)].ids) if others else subject
        part = listed.parts[figures.index(site.mention)]
        return part if part.partner else part.with_partner(subject.partner)

    def _period(self, site: _Site, metric: str, kind: str, subject: Subject, is_carried: bool) -> str | None:
        settled, period = self._periods.of(site.mention, site.sentence, site.clause, metric, is_rate=kind in ("growth", "share"))
        if settled:
            return period
        last, is_stock = site.last, kind == "count" and not _HAPPENING.search(self._plain, site.clause, site.mention.start)
        if last is not None and last.period and (site.same_sentence or not is_stock or is_carried or subject.ids == last.subject.ids):
            return last.period
        happens = _HAPPENING.search(self._plain, site.clause, site.mention.start) is not None or "成交" in metric or "签约" in metric
        if not is_stock and (period := self._periods.of_paragraph(site.sentence, days=happens)):
            return period
        if is_flow(metric) and last is None and self._section is not None:
            return self._section.period
        at_event = self._periods.at_event(site.mention, site.sentence, subject.text)
        return at_event or (self._periods.of_title() if kind != "count" and not metric.endswith("投资额") else None)


@lru_cache(maxsize=1)
def _verb_amount() -> re.Pattern[str]:
    verbs = "|".join(verb for verb in measured_by_verb() if verb not in ("出口", "进口"))
    return re.compile(f"(?P<verb>(?<!进)出口|(?<!出)进口|{verbs})(?P<thing>[一-龥]{{2,10}})$")


def _are_alike(one: Mention, other: Mention) -> bool:
    """Whether two figures can stand in one list: of one label, or both rates (28%、1.2倍)."""
    return one.label == other.label or (_is_rate(one) and _is_rate(other))


def _is_rate(mention: Mention) -> bool:
    return mention.label == "PERCENT" or (mention.figure is not None and mention.figure.classifier == "倍")


def _share_name(metric: str) -> str:
    part = metric[:-1] if metric.endswith("数") and not metric.endswith(("人数", "指数", "天数")) else metric
    return part.removesuffix("占比") + "占比"


def _named_after(name: str, whole: str) -> str:
    """中方城市数 of 成员城市数 → 中方成员城市数; 项目数 of 签约项目数 → 签约项目数."""
    side = _SIDE.match(name)
    side_text = side[0] if side else ""
    tail, whole = name[len(side_text) :], _SIDE.sub("", whole)
    # 新能源汽车数 of 汽车销量 → 新能源汽车销量
    if (sold := _OF_THING.fullmatch(whole)) and name.removesuffix("数").endswith(sold["thing"]):
        return name.removesuffix("数") + sold["of"]
    return side_text + whole if len(tail) > 2 and whole.endswith(tail) and len(whole) > len(tail) else name


def _checks(readings: list[_Reading], plain_text: str) -> dict[int, tuple[str, ...]]:
    """What does not add up, by the start of a mention: parts right behind their total, shares of a part in its total."""
    checks: dict[int, tuple[str, ...]] = {}
    for index, total in enumerate(readings):
        if total.kind == "share" and (wrong := _wrong_share(readings, index, plain_text)):
            checks[total.mention.start] = (wrong,)
        value = _exact_value(total)
        parts = _parts_of(readings, index, plain_text)
        if value is None or len(parts) < 2:
            continue
        added = sum(parts, start=Decimal(0))
        if added > value + _rounding(parts) or (_is_complete(plain_text, total, readings, index) and abs(added - value) > _rounding(parts)):
            checks[total.mention.start] = (f"parts add up to {added.normalize():f}, not {value.normalize():f}",)
    return checks


def _wrong_share(readings: list[_Reading], index: int, plain_text: str) -> str | None:
    """What is wrong with a share that stands right behind its part, and this behind 其中 and its total; None if nothing."""
    share = readings[index]
    if index < 2 or share.share_of is not None or share.mention.figure is None or share.mention.figure.unit != "%":
        return None
    part, total = readings[index - 1], readings[index - 2]
    stated, part_value, total_value = share.mention.figure.value, _exact_value(part), _exact_value(total)
    is_one_sentence = share.sentence == part.sentence == total.sentence and _unit(part) == _unit(total)
    if not is_one_sentence or "其中" not in plain_text[total.mention.end : part.mention.start] or not stated or not part_value or not total_value:
        return None
    reckoned = part_value / total_value * 100
    # The share and both amounts are rounded.
    is_near = abs(reckoned - stated) <= max(Decimal("0.2"), stated * Decimal("0.02"))
    return None if is_near or share.mention.figure.bound != "exact" else f"{part_value:f} of {total_value:f} is {reckoned:.1f}%, not {stated:f}%"


def _exact_value(reading: _Reading) -> Decimal | None:
    figure = reading.mention.figure
    return figure.value if figure is not None and figure.bound == "exact" and reading.kind in ("amount", "count") else None


def _parts_of(readings: list[_Reading], index: int, plain_text: str) -> list[Decimal]:
    """Exact values of the total's unit that 包括, 其中 or a bracket opens right behind it, joined by 、, 和, + or ，."""
    total = readings[index]
    parts: list[Decimal] = []
    previous, closes = total, False
    for reading in readings[index + 1 : index + 1 + _MOST_PARTS]:
        between = plain_text[previous.mention.end : reading.mention.start]
        opened = re.search("其中|包括|含|[（(][^）)]*$", between) if not parts else re.search("[、和与及+，]", between)
        value = _exact_value(reading)
        is_like = reading.sentence == total.sentence and _unit(reading) == _unit(total)
        # Parts in a bracket end with it: 18个(中方11个+德方7个)，扩展至47个.
        if not parts and opened is not None:
            closes = opened[0][0] in "（("
        elif closes and re.search("[)）]", between):
            break
        if not is_like or value is None or opened is None or len(between) > 30 or re.search("[；。]", between):
            break
        parts.append(value)
        previous = reading
    return parts


def _unit(reading: _Reading) -> tuple[str | None, str | None]:
    figure = reading.mention.figure
    return (figure.unit, figure.classifier) if figure is not None else (None, None)


def _is_complete(plain_text: str, total: _Reading, readings: list[_Reading], index: int) -> bool:
    """Whether the text says that the parts are all: 包括 or a bracket, not 其中."""
    between = plain_text[total.mention.end : readings[index + 1].mention.start]
    return re.search("包括|[（(](?!其中|含)[^）)]*$", between) is not None


def _rounding(parts: list[Decimal]) -> Decimal:
    """What rounding of the parts can explain: half of the last place of each."""
    return sum((Decimal(5).scaleb(_exponent(part) - 1) for part in parts), start=Decimal(0)) if any(part % 1 for part in parts) else Decimal(0)


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _confidence(reading: _Reading) -> float:
    """By how much of it is known: a subject, a period, and a metric of the lexicon."""
    if not reading.subject.ids:
        return _WITHOUT_SUBJECT
    return _WITH_ALL if reading.metric in metric_names() and reading.period else _WITH_SUBJECT


def _indicator(draft: Draft, text: str, article_id: str, reading: _Reading, checks: tuple[str, ...]) -> Indicator:
    mention, sentence, figure = reading.mention, reading.sentence, reading.mention.figure
    assert figure is not None  # noqa: S101 - readings are made of figures only
    modality = modality_of(text, sentence.start, sentence.end, mention.start, mention.end, draft.words) or "asserted"
    if modality == "planned" and reading.kind == "rank":
        modality = "asserted"  # 专利申请量居第2位: 申请 is part of the noun
    if modality == "asserted" and _PLANNED.search(text, sentence.start, mention.start):
        modality = "planned"
    return Indicator(
        id=make_id("f", article_id, "indicator", mention.start, mention.end, reading.metric),
        evidence=draft.text[sentence.start : sentence.end],
        start=sentence.start,
        end=sentence.end,
        extractor=f"indicators.{reading.kind}",
        modality=modality,
        confidence=_confidence(reading),
        sources=(article_id,),
        metric=reading.metric,
        figure=figure,
        mention_id=mention.id_in(article_id),
        subject_ids=reading.subject.ids,
        subject_text=reading.subject.text,
        period=reading.period,
        change=reading.change,
        base=reading.base,
        share_of=reading.share_of,
        scope=figure.scope,
        checks=checks,
    )
