"""Whose a figure is: the nearest place or organisation before it that can own it, pronouns resolved.

我市, 全省, 该县, 该公司, 两地 go to what they stand for by the places and organisations of the text, the
dateline, the home place and the title; what could be several things stays unresolved.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from corpus.article import Article
from extractors.facts.ordered import Ordered
from extractors.places.find import find_places
from extractors.records import FIGURE_LABELS, Draft, Mention, Place

_PRONOUN = re.compile(
    "(?P<project>(?:该|整个|(?<![一-龥]))项目(?!数|合作|[0-9一二三四五六七八九])|(?:[一二三]期)(?:工厂|工程|项目)?|工厂|基地)|(?P<country>我国|全国(?!人大|政协|人民代表|各)|国内(?!生产))"
    "|(?P<venue>(?:本届|该|此次)?(?:博览会|展会|论坛|峰会|洽谈会|交易会|展览会)|(?<![一-龥])(?:该)?园区)|(?P<area>(?:[全我本该](?P<level>[市省县区州]))(?!长|场|委|政府|域|直|级)|当地)"
    "|(?P<school>(?:该|这所)(?:校|大学|学校|学院))|(?P<pair>两[国地市省区县](?:州)?|双方|中德两国)|(?P<company>(?:该|这家)(?:公司|企业|集团)|(?<![一-龥])(?:公司|集团)(?!表示|称)|(?<![一-龥])平台(?!经济))|(?P<alliance>该联盟(?!秘书)|联盟(?!秘书|成员))"
    "|(?P<bare>(?<![一-龥])(?:医院|学校|学院|大学|协会|研究院|研究所|商会|银行|机场)(?=[由占设是拥现共总计已将今去在]))"
    "|(?P<thing>(?:该|这[家座个条款项所]|一[座所]|整[个座条])[一-龥]{0,8}?(?:企业|工厂|医院|学校|学院|村|社区|基地|合作社|景区|大桥|机场|铁路|线路|中心|实验室|生产线|车间|空间站|电站|隧道|航线|产品|系统|古镇)"
    "|(?<=[，；：。\n、])[一-龥]{0,4}(?:生产线|产线|车间|空间站|卫星|火箭|大桥|隧道|航空公司|工地|机组|赛事|比赛|大赛|航班|电站|学院|古镇)(?=[一-龥]{0,6}(?:达|有|为|将|已|共|可|由|是|[0-9]|融合|运营)))"
)
_BULLETIN = re.compile("公报|统计|运行|指标|数据|一览|简况|情况|外贸|进出口|经济形势|主要")
# No sentence or paragraph that a pronoun goes back over is longer.
_LONGEST = 4_000
_LEVELS = {"市": ("city", "county"), "省": ("province",), "县": ("county",), "区": ("county", "province"), "州": ("city", "province")}
_PARTNER = re.compile("(?:对|向|与|同|从|自|输往|销往|出口到|到|往)$")
_PLACE_ONLY = re.compile(
    "(?:在|于|赴|到|来|往|驻|访|抵|至|为|从|据|并购|收购|考察|落户|位于|坐落|设在|迁至|建设|打造|接纳|吸纳|吸收|批准|欢迎|邀请|兴建|修建|运营|开通|落地|进驻|占|居|不足|列|超过|选址|援|连接|联通|途经)$"
)
_SOURCE_BEFORE = re.compile("(?:据|从|由|经|向)$")
_SOURCE_AFTER = re.compile(
    "(?:[一-龥]{0,6}(?:统计|公布|发布|获悉|了解到|介绍|预计|表示|透露|披露|消息|数据显示|披露)|副?[省市区县州]长|[省市区县]委|副?书记|副?主[任席]|副?会长|秘书长|总领事|董事长|总经理|副?局长|人民政府|统计局|海关|商务局|商务厅)"
)
_TRADE = re.compile("的?(?:双边|货物)?(?:贸易|进出口|经贸)")
# 在华, 对德, 在粤: one letter tells the other side.
_TOWARDS = frozenset("在对来赴驻")
_TOLD = re.compile("公布|发布|数据|显示|获悉|统计|介绍|通报|透露|披露")
# 中德企业共签署: both countries' firms.
_BOTH_SIGN = re.compile("(?:两国|双方)?企业[^，。；]{0,6}签")
_SETTLED = re.compile("(?:投资|落户|设立|注册|兴业|设厂|经营|运营|投资兴业)[^，。；]{0,4}的")
# A fair that is only held, visited or attended owns no figure.
_HELD = re.compile("(?:举办|举行|召开|出席|参加|赴)[^，。；]{0,4}$")
_OTHER_NOUN = re.compile(
    "(?:[资企方商籍队军](?!面|列|伍|民|区)|[一-龥]{2,3}队|选手|运动员|企业(?!数)|客商|公司|商品|市场|品牌|专家|嘉宾|代表(?!处)|学生|留学生|教师|机构(?!数)|媒体|厂商|车企|药企|技术|设备|员工|雇员|候选人|班列|新闻中心|游客|客户|展商|籍|人(?!口|均))"
)
# A part of a coordination: what stands before 和 or behind 及 is no mention.
_JOINT = re.compile("(?<=[一-龥）)])(?:以及|和|与|及|、)$")
_REST = re.compile(
    "(?:以?及|和|与)(?:其)?(?:周边|周围|附近|沿线)(?:地区|城市|国家|区县|乡镇)?|等(?!地|[0-9一二两三四五六七八九十]|于|级|候|待|到|等)"
)
# 我国首个, 全国唯一的: how a thing ranks there, not whose it is.
_SUPERLATIVE = re.compile("(?:唯一|首[个座家批条例台]|最[大早长高多])")
# 收购德国企业X 74.9%的股权: what is bought does not buy.
_BOUGHT_BEFORE = re.compile("(?:收购|并购|入股|参股)(?:了|[^，。；]{0,6}(?:企业|公司|厂商|集团))$")
# 党的十八大以来, 冬奥会后: when, not whose.
_SINCE = re.compile("(?:以来|以后|之后|后|前|之前|期间|召开|闭幕|开幕)")


@dataclass(frozen=True, slots=True)
class Subject:
    """Ids and wording of a subject; `ids` is empty where the wording has none; `parts` are those of a list, `partner` the other side of a flow."""

    ids: tuple[str, ...]
    text: str | None
    start: int = -1
    parts: tuple[Subject, ...] = ()
    partner: tuple[str, ...] = ()

    def with_partner(self, partner: tuple[str, ...]) -> Subject:
        """The same subject, and its parts, with the other side of a flow behind it."""
        parts = tuple(part.with_partner(partner) for part in self.parts)
        own = [entity for entity in self.ids if entity not in self.partner]
        return replace(self, ids=tuple(dict.fromkeys([*own, *partner])), parts=parts, partner=partner)


class Subjects:
    """The subjects of one draft."""

    def __init__(self, draft: Draft, plain_text: str) -> None:
        self._draft = draft
        self._plain = plain_text
        self._title_places: Mapping[str, Place] = {}
        self._word_starts = [word.start for word in draft.words]
        self._figures = Ordered(mention for mention in draft.mentions if mention.label in FIGURE_LABELS)
        self._owners = Ordered(mention for mention in draft.mentions if mention.label in ("GPE", "ORG", "LOC", "FAC", "EVENT"))

    def _coordinated(self, start: int, end: int, first: int) -> str | None:
        """The wording of a coordination of which the unit is a part and the others are no mentions; None if it is whole.

        31个省（自治区、直辖市）和新疆生产建设兵团, 上海及周边, 老年大学等学习点: whose the figure is has no id.
        """
        clause = max(first, max(self._plain.rfind(mark, max(0, start - 40), start) for mark in "，。；：！？\n") + 1)
        before = self._plain[clause:start]
        joint = _JOINT.search(before)
        if joint and not any(figure.end == clause + joint.start() for figure in self._figures.before(start, 1)):
            # With a verb in it the wording is more than the subject.
            return "" if self._has_verb(clause, start) else self._plain_or_text(clause, end)
        rest = _REST.match(self._plain, end)
        return self._plain_or_text(start, rest.end()) if rest else None

    def _has_verb(self, start: int, end: int) -> bool:
        first = bisect_left(self._word_starts, start)
        return any(word.tag in ("v", "vd", "p") for word in self._draft.words[first : bisect_left(self._word_starts, end)])

    def _plain_or_text(self, start: int, end: int) -> str:
        return self._draft.text[start:end]

    def before(self, first: int, position: int, *, flow: bool, invests: bool = False) -> Subject | None:
        """The subject of what starts at `position`, sought back to `first`; without any, one with the partner alone."""
        partner: tuple[str, ...] = ()
        for start, subject, is_partner in self._units_back(first, position):
            if not is_partner:
                return subject.with_partner(partner) if partner else subject
            is_near = not re.search("[，；]", self._plain[start:position])
            is_abroad = self._plain[start - 1 : start] in _TOWARDS and start > 0
            if not partner and is_near and (flow or (invests and is_abroad)):
                partner = subject.ids
        return Subject((), None).with_partner(partner) if partner else None

    def partner_parts(self, first: int, position: int, number: int) -> tuple[Subject, ...]:
        """The parts of a list of so many partners (从日本、英国、瑞士分别采购)."""
        for _, subject, is_partner in self._units_back(first, position):
            if is_partner and len(subject.parts) == number:
                return subject.parts
        return ()

    def partners(self, sentence_start: int, position: int) -> Subject | None:
        """Whom a rank between two ties: 中国成为德国第一大贸易伙伴 → 中国 and 德国."""
        found: list[Subject] = []
        for start, _, subject in reversed(self._units(sentence_start, position)):
            if self._plain[start - 1 : start] == "在" and start > 0:
                continue
            found.append(subject)
            if len(found) == 2:
                return Subject(tuple(dict.fromkeys([*found[1].ids, *found[0].ids])), found[1].text, 0)
        return None

    def of_title(self) -> Subject | None:
        """The place whose figures an article gives by its title (2021年苏州市外贸主要指标)."""
        if not _BULLETIN.search(self._draft.article.title or ""):
            return None
        return Subject(self._places_of_title, None) if len(self._places_of_title) == 1 else None

    def place_ending_at(self, end: int) -> Subject | None:
        """The place whose mention ends at `end`."""
        return next((_of(owner) for owner in self._owners.before(end, 1) if owner.end == end and owner.label == "GPE"), None)

    def _units(self, sentence_start: int, position: int) -> list[tuple[int, int, Subject]]:
        """Places, organisations and pronouns between the two positions, lists joined."""
        units: list[tuple[int, int, Subject]] = []
        units += [
            (mention.start, mention.end, _of(mention)) for mention in self._owners.between(sentence_start, position) if not self._is_counted(mention)
        ]
        for match in _PRONOUN.finditer(self._plain, sentence_start, position + 12):
            if match.end() <= position and not any(start <= match.start() < end for start, end, _ in units):
                units.append((match.start(), match.end(), self._resolved(match)))
        return _joined(sorted(units, key=lambda unit: unit[0]), self._plain)

    def _is_counted(self, mention: Mention) -> bool:
        """Whether a seeming name stands right before a count (国家重点实验室12个)."""
        figure = next(iter(self._figures.between(mention.end, mention.end + 12)), None)
        is_next = figure is not None and figure.start == mention.end and mention.label in ("ORG", "FAC")
        return is_next and figure is not None and figure.figure is not None and figure.figure.classifier in ("个", "家", "所", "座")

    def _units_back(self, sentence_start: int, position: int) -> Iterator[tuple[int, Subject, bool]]:
        for start, end, subject in reversed(self._units(sentence_start, position)):
            before, after = self._plain[max(0, start - 4) : start], self._plain[end : end + 12]
            if _PARTNER.search(before) or (end - start == 1 and before[-1:] in _TOWARDS):
                yield start, subject, True
                continue
            is_source = _SOURCE_AFTER.match(after) or _SOURCE_BEFORE.search(before) or self._is_office(subject, end)
            if self._is_company(subject) or _HELD.search(self._plain[max(0, start - 8) : start]):
                is_source = bool(_HELD.search(self._plain[max(0, start - 8) : start]))
            # 在佛山投资的德国企业 are Foshan's.
            if before.endswith("在") and _SETTLED.match(after):
                yield start, subject, False
                continue
            is_of_others = _OTHER_NOUN.match(after) and not (len(subject.ids) == 2 and _BOTH_SIGN.match(after))
            if _PLACE_ONLY.search(before) or is_source or is_of_others or _SUPERLATIVE.match(after):
                continue
            if _BOUGHT_BEFORE.search(self._plain[max(0, start - 16) : start]) or after.startswith(("的收购", "的并购")):
                continue
            if _SINCE.match(after) and self._is_event(start, end):
                continue
            wording = self._coordinated(start, end, sentence_start)
            if wording is not None:
                yield start, Subject((), wording or None, start), False
                continue
            yield start, subject, False

    def _is_event(self, start: int, end: int) -> bool:
        return any(owner.label == "EVENT" for owner in self._owners.between(start, end))

    def _is_office(self, subject: Subject, end: int) -> bool:
        """Whether an office only tells the figure (国家统计局今天公布的数据显示)."""
        organisation = self._draft.organisations.get(subject.ids[0]) if subject.ids else None
        is_office = organisation is not None and organisation.kind in ("government", "media", "association", "international")
        stop = self._plain.find("。", end, end + 24)
        return is_office and _TOLD.search(self._plain, end, stop if stop >= 0 else end + 24) is not None

    def _is_company(self, subject: Subject) -> bool:
        organisation = self._draft.organisations.get(subject.ids[0]) if subject.ids else None
        return organisation is not None and organisation.kind == "company"

    def _resolved(self, match: re.Match[str]) -> Subject:
        text = match[0]
        if match["company"]:
            return Subject(self._last_organisation(match.start(), "company"), text)
        if match["country"]:
            return Subject(self._country(text, match.start()), text)
        if match["bare"]:
            return Subject(self._last_ending_in(text, match.start()), text)
        if match["school"]:
            return Subject(self._last_organisation(match.start(), "university"), text)
        if match["thing"]:
            return Subject((), text)
        if match["venue"]:
            return Subject((), re.sub("^(?:本届|该|此次)", "", text))
        if match["project"]:
            return Subject(self._only_company(match.start()), text)
        if match["alliance"]:
            return Subject(self._last_organisation(match.start(), "alliance"), text)
        if match["pair"]:
            return Subject(self._last_pair(match.start()), text)
        return Subject(self._area(text, match["level"], match.start()), text)

    def _country(self, text: str, position: int) -> tuple[str, ...]:
        """中国 for 我国; for 全国 the country that the paragraph spoke of last."""
        if text == "我国":
            return ("CN",)
        line = self._plain.rfind("\n", max(0, position - _LONGEST), position)
        for mention in self._owners.before(position):
            if mention.start <= line:
                break
            place = self._draft.places.get(mention.entity_id or "") if mention.label == "GPE" and mention.end - mention.start > 1 else None
            if place is not None:
                return (place.country,) if place.country == "CN" or place.level == "country" else ()
        return ("CN",)

    def _last_organisation(self, position: int, kind: str) -> tuple[str, ...]:
        for mention in self._owners.before(position):
            is_object = _PARTNER.search(self._plain[max(0, mention.start - 4) : mention.start]) is not None
            if mention.label == "ORG" and mention.entity_id and not is_object:
                organisation = self._draft.organisations.get(mention.entity_id)
                # 联盟秘书处介绍，联盟…: the office names whose it is.
                parent = self._draft.organisations.get((organisation.parent_id if organisation else None) or "")
                if parent is not None and parent.kind == kind == "alliance":
                    return (parent.organisation_id,)
                # 该公司 can be a brand or a name that does not say what it is (青岛啤酒).
                if organisation is not None and (organisation.kind == kind or (kind == "company" and organisation.kind == "other")):
                    return (mention.entity_id,)
        return ()

    def _last_ending_in(self, noun: str, position: int) -> tuple[str, ...]:
        """The organisation named last whose name ends in the noun that stands for it (医院, 协会)."""
        for mention in self._owners.before(position):
            if mention.label == "ORG" and mention.entity_id and mention.text.endswith(noun):
                return (mention.entity_id,)
        return ()

    def _only_company(self, position: int) -> tuple[str, ...]:
        """The one company that the paragraph has named so far; none where it has named several."""
        line = self._plain.rfind("\n", max(0, position - _LONGEST), position)
        found = {
            mention.entity_id
            for mention in self._owners.before(position)
            if line < mention.start and mention.entity_id and self._is_company(Subject((mention.entity_id,), None))
        }
        return tuple(found) if len(found) == 1 else ()

    def _last_pair(self, position: int) -> tuple[str, ...]:
        """What 两地, 双方 stand for: the last two places or organisations of one sentence."""
        sentence = max(self._plain.rfind(mark, max(0, position - _LONGEST), position) for mark in "。\n")
        units = _joined([(owner.start, owner.end, _of(owner)) for owner in self._owners.between(sentence + 1, position)], self._plain)
        listed = next((unit for unit in reversed(units) if len(unit[2].parts) == 2), None)
        if listed is not None:
            return listed[2].ids
        ids = tuple(dict.fromkeys(entity for _, _, subject in units for entity in subject.ids))
        if not ids and len(self._places_of_title) == 2:
            return self._places_of_title
        return ids if len(ids) == 2 else ids[:2] if len(units) == 2 else ()

    def _area(self, text: str, level: str | None, position: int) -> tuple[str, ...]:
        """The place that 全市 or 该县 means.

        该县 and 当地 go to the last place named; 全市 and 我市 to one of the level named before in their
        sentence, else to the article's own place (dateline, home, title), else to the last one named.
        """
        named = [mention for mention in self._owners.before(position) if mention.label == "GPE" and mention.entity_id]
        if level is None:
            return (named[0].entity_id,) if named and named[0].entity_id else ()
        sentence = max(self._plain.rfind(mark, max(0, position - _LONGEST), position) for mark in "。\n")
        near = [mention.entity_id for mention in named if mention.start > sentence or text.startswith("该")]
        far = [mention.entity_id for mention in named]
        for place_id in [*near, *self._own_places(), *far]:
            found = self._with_level(place_id, _LEVELS[level], level) if place_id else None
            if found:
                return (found,)
        return ()

    def _own_places(self) -> Iterator[str]:
        """The article's own place: of its dateline, the one given as home, the one that its title names."""
        yield from (place_id for place_id in (self._draft.dateline_place_id, self._draft.home_place_id) if place_id)
        if len(self._places_of_title) == 1:
            yield from self._places_of_title

    @cached_property
    def _places_of_title(self) -> tuple[str, ...]:
        """The places that the title names; what holds another named place counts as one with it."""
        title = self._draft.article.title
        if not title:
            return ()
        found = find_places(Article(text=title, published=self._draft.article.published))
        named = [mention.entity_id for mention in found.mentions if mention.label == "GPE" and mention.entity_id and len(mention.text) > 1]
        self._title_places = found.places
        above = {entity for other in named for entity in self._above(other)}
        return tuple(dict.fromkeys(entity for entity in named if entity not in above))

    def _above(self, place_id: str) -> set[str]:
        above: set[str] = set()
        place = self._place(place_id)
        while place is not None and place.parent_id:
            above.add(place.parent_id)
            place = self._place(place.parent_id)
        return above

    def _place(self, place_id: str | None) -> Place | None:
        return self._draft.places.get(place_id or "") or self._title_places.get(place_id or "")

    def _with_level(self, place_id: str, levels: tuple[str, ...], suffix: str) -> str | None:
        place = self._place(place_id)
        while place is not None:
            is_so_called = place.name.endswith(suffix) and (place.level in levels or suffix == "市")
            if place.country == "CN" and (is_so_called or (place.level in levels and place.level == "province")):
                return place.place_id
            place = self._place(place.parent_id)
        return None


def _of(mention: Mention) -> Subject:
    # A region, a zone or a venue is said by its wording alone.
    has_id = mention.entity_id and mention.label in ("GPE", "ORG")
    return Subject((mention.entity_id,) if mention.entity_id and has_id else (), mention.text, mention.start)


def _joined(units: list[tuple[int, int, Subject]], plain_text: str) -> list[tuple[int, int, Subject]]:
    """Places one in the other (江苏省徐州市) as the inner one, then places side by side (中德, 合肥、芜湖两市) as a list."""
    return _listed(_nested(units, plain_text), plain_text)


def _nested(units: list[tuple[int, int, Subject]], plain_text: str) -> list[tuple[int, int, Subject]]:
    nested: list[tuple[int, int, Subject]] = []
    for start, end, subject in units:
        is_name = end - start > 1 and not (subject.text or "").startswith("两")
        if nested and nested[-1][1] == start and is_name and nested[-1][1] - nested[-1][0] > 1:
            first = nested.pop()[0]
            nested.append((first, end, Subject(subject.ids, subject.text, start)))
        else:
            nested.append((start, end, subject))
    return nested


def _listed(units: list[tuple[int, int, Subject]], plain_text: str) -> list[tuple[int, int, Subject]]:
    joined: list[tuple[int, int, Subject]] = []
    for start, end, subject in units:
        first, last, other = joined[-1] if joined else (0, -1, subject)
        between = plain_text[last:start] if joined else None
        if between in ("、", "和", "与", "同") and _TRADE.match(plain_text, end) and between in ("与", "和", "同"):
            joined[-1] = (first, end, replace(other, start=first).with_partner(subject.ids))
        elif between in ("、", "和", "与") or (between == "" and end - start == 1):
            ids = tuple(dict.fromkeys([*other.ids, *subject.ids]))
            joined[-1] = (first, end, Subject(ids, plain_text[first:end], first, (*(other.parts or (other,)), subject)))
        elif between == "" and other.parts and (subject.text or "").startswith("两"):
            joined[-1] = (first, end, Subject(other.ids, plain_text[first:end], first, other.parts))
        else:
            joined.append((start, end, subject))
    return joined
