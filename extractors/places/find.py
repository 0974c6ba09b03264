"""Finds places: countries, divisions and cities of both countries, world cities, regions, zones, stations and streets.

Names come from the gazetteer, zones and streets also from their form, one-character names (中德,
赴德, 京津冀) from where they stand, and what the tagger calls a place although the gazetteer lacks
it becomes a mention without id. Words of the tagger keep names out that only look like one
(今日本报, 其中国有企业, 张北京). Which place a name means is settled in resolve.py.

Left alone: languages, food, styles, currencies (德语, 粤菜, 日元), 全省, 我市, 海外, and names of
persons. Spans as in the output contract: 河南省许昌市魏都区 are three mentions, 佛山中德工业服务区 one.

>>> found = find_places(Article("许昌市长考察德国北威州亚琛市"))
>>> [(mention.text, mention.entity_id) for mention in found.mentions]
[('许昌', 'CN-411000'), ('德国', 'DE'), ('北威州', 'DE-NW'), ('亚琛市', 'GN-3247449')]
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from corpus.article import Article
from extractors.lexicon import Matcher, read_rows
from extractors.places.clipped import clipped_places
from extractors.places.forms import AREA_TAIL, BARE_ZONE, FEATURE_END, PLACE_NOUN, STREET, STREET_STARTS, kind_of_tagged, zones
from extractors.places.gazetteer import STRONG, WEAK, Gazetteer, Reading, load_gazetteer
from extractors.places.resolve import Resolver
from extractors.places.spans import NAME_LIKE_TAGS, NAME_TAGS, Cover, Found, WordBorders, apart
from extractors.plain import plain
from extractors.records import Mention, Place, Word

# How sure a mention is: by the gazetteer, by its form, by the tagger alone.
_BY_NAME, _CLIPPED, _BY_FORM, _TAGGED = 0.95, 0.9, 0.75, 0.6
# Tags of words that are hardly a place's name: 幸福|安康/a.
_NO_NAME_TAGS = frozenset({"v", "a", "d", "ad", "an", "vd", "c", "p", "r", "f", "m", "u", "xc"})
# A short name before one of these is the front of a river's or village's name: 新安|江, 清水|河.
_FEATURES = frozenset("江河湖溪沟峪岭庄屯")
# After these a name that the tagger takes for a person is a town: 索林根工厂.
_AFTER_TOWN = re.compile(r"(?:工厂|大学|当地|机场|港口|展会|博览会|总部|市议会|市政府|地区|郊外|街头)")
_PERSON_ENDS = frozenset("统理相长臣人王子席帅练军记星")
# After these a short name is a person's: 圭亚那总统阿里.
_PERSON_BEFORE = re.compile(r"(?:总统|总理|首相|外长|部长|大臣|发言人|国王|王子|议长|主帅|教练|将军|书记|市长|省长|州长|球星)$")
# What stands before a name inside one word of the tagger: 首府汉诺威.
_BEFORE_NAME = frozenset({"首都", "首府", "城市", "重镇", "小城", "古城", "省会", "名城", "赴", "驻", "在", "原", "来", "访"})
# Cities that look like two countries, and what is named beside them when the city is meant.
_CITY_OR_PAIR = {"巴中": ("四川", "巴中市", "川东北", "秦巴", "达州"), "英德": ("广东", "清远", "英德市")}
_INNER_OF_RUN = frozenset("京津江浙沪苏粤港川闽云贵")
_RUNS = ("京津冀", "江浙沪", "沪苏浙", "苏浙沪", "粤港澳", "港澳台", "川渝", "闽台", "云贵川")
_RAILS = frozenset({"铁路", "高铁", "高速", "城际", "客专", "动车"})
# How sure the tagger must be of a place that nothing else knows (tuned on the MSRA and Boson training halves).
_SURE, _SURE_SHORT = 0.4, 0.85
# Below this a name of China that the tagger takes for a person's is the place.
_DOUBTFUL_PERSON = 0.7
# Below this the tagger guesses where a word ends.
_UNSURE = 0.5
_MARKS = "市省县区州盟旗镇乡"
# 市, 省, 县 … that begin the next word rather than end the name: 绍兴|市委书记, 许昌|市民, 河南|省级.
_NEXT_WORD = re.compile(
    r"市(?:中区|委|长|民|场|区|值|内|级|政府|人大|政协|直|属|郊|价|容|面|中心|商务局|经信局|人民|政)|省(?:委|长|级|内|直|会|城|政府|人大|政协|人民|属|商务厅|经信)"
    r"|县(?:委|长|城|级|域|内|政府|人大|政协|直|人民)|区(?:委|长|域|间|级|内|政府|人大|政协|块|别|分|人民|位)|州(?:委|长|府|级|内|政府|人民)|盟(?:友|国|委|长|军|员|约|主|内)|旗(?:下|舰|帜|手|委|开|袍|长)"
)
_COUNTRY_ENDS = frozenset("国")
_AMERICAN = re.compile(r"国(?:务[卿院]|防部|会[众参山议]|家安全局)")


@dataclass(frozen=True, slots=True)
class PlacesFound:
    """Mentions in text order (they may overlap those of other kinds), the places that they point at with all parents, home and dateline."""

    mentions: tuple[Mention, ...]
    places: dict[str, Place] = field(default_factory=dict)
    home_place_id: str | None = None
    dateline_place_id: str | None = None


def find_places(article: Article, *, words: Sequence[Word] = (), gazetteer: Gazetteer | None = None) -> PlacesFound:
    """The places of an article, each mention with its place's id or, where it is ambiguous, its candidates.

    `words` are the tagger's (LAC's tags) with offsets into the text; without them names rest on
    the gazetteer and on the characters around them. `entity_id` is None where no reading leads.
    """
    gazetteer = gazetteer or load_gazetteer()
    text = plain(article.text)
    resolver = Resolver(text, article, gazetteer)
    mentions = tuple(_mention(one, article.text) for one in resolver.resolve(_Finder(text, words, gazetteer).find()))
    pointed_at = {resolver.home_place_id, resolver.dateline_place_id}
    for mention in mentions:
        pointed_at.add(mention.entity_id)
        for candidate in mention.candidates:
            pointed_at.add(candidate.place_id)
    places: dict[str, Place] = {}
    for place_id in sorted(one for one in pointed_at if one is not None):
        if place_id not in places:
            for place in gazetteer.with_parents(place_id):
                places[place.place_id] = place
    return PlacesFound(mentions, places, resolver.home_place_id, resolver.dateline_place_id)


def _mention(one: Found, text: str) -> Mention:
    return Mention(
        label=one.label, start=one.start, end=one.end, text=text[one.start : one.end], extractor=f"places.{one.rule}",
        confidence=one.confidence, entity_id=one.place_id, candidates=one.candidates,
    )  # fmt: skip


class _Finder:
    """Finds the mentions of one plain text: names first, then one-character names, then what only the tagger knows."""

    def __init__(self, text: str, words: Sequence[Word], gazetteer: Gazetteer) -> None:
        self.text = text
        self.words = words
        self.borders = WordBorders(words)
        self.gazetteer = gazetteer
        self.reached = 0
        self.blocked: dict[int, int] = {}
        self.pairs_here: dict[str, bool] = {}

    def find(self) -> list[Found]:
        """All mentions, in text order, none overlapping another."""
        names = self._names(self.gazetteer.matches_by_start(self.text))
        zoned = list(self._zones(names))
        found = apart([*zoned, *names]) if zoned else names
        sure = Cover(one for one in found if not self._is_unsure(one))
        clipped = [one for one in self._clipped(found) if not sure.touches(one.start, one.end)]
        if clipped:
            cover = Cover(clipped)
            found = apart([*(one for one in found if not (self._is_unsure(one) and cover.touches(one.start, one.end))), *clipped])
        tagged = list(self._tagged(found))
        return apart([*found, *tagged]) if tagged else found

    def _is_unsure(self, one: Found) -> bool:
        """Whether a name gives way to one-character names: 马关 in 中马关系."""
        return not one.is_tagged and one.rule == "gazetteer" and all(reading.strength != STRONG for reading in one.readings)

    # Names of the gazetteer

    def _names(self, at: Mapping[int, Sequence[tuple[int, str]]]) -> list[Found]:
        """Left to right, the longest name that may stand at each place; blocked words take their characters along."""
        blocked = self.blocked = {start: end for start, end, _ in _blocks().longest(self.text)}
        found: list[Found] = []
        reached = 0
        for start in sorted(at.keys() | blocked.keys()) if blocked else at:
            if start < reached:
                continue
            block_end = blocked.get(start, 0)
            for end, name in reversed(at.get(start, ())):
                one = self._name(start, end, name, at) if end > block_end else None
                if one is not None:
                    found.append(one)
                    reached = one.end
                    if one.is_tagged or one.confidence == _BY_NAME:
                        self.reached = one.end
                    break
            else:
                reached = max(reached, block_end)
        return found

    def _name(self, start: int, end: int, name: str, at: Mapping[int, Sequence[tuple[int, str]]]) -> Found | None:
        if name[-1] in _MARKS and len(name) > 2 and self._begins_next_word(end - 1, at):
            return None
        if name in _CITY_OR_PAIR and self._is_pair_here(name):
            return None
        is_feature = len(name) == 2 and self.text[end : end + 1] in _FEATURES and not (self.borders and self.borders.is_end(end))
        if is_feature and not any(len(further) > 2 and further[-1] in _MARKS for _, further in at.get(end, ())):
            return None  # 新安|江, but 厦门|湖里区
        if self.text[start - 1 : start] in _INNER_OF_RUN and self._is_inside_run(start, end):
            return None
        if name == "美国" and _AMERICAN.match(self.text, end - 1):
            return None
        readings, is_strong, label, is_country = self.gazetteer.known(name)
        is_tagged = self._is_tagged(start, end, name, is_strong, at)
        if is_tagged is None or (not readings[0].place_id.startswith("CN") and self._is_part_of_person(start, end)):
            return None
        following = self.text[end : end + 1]
        if (
            not is_country
            and self.reached != start
            and self.text[start - 1 : start] in _PERSON_ENDS
            and _PERSON_BEFORE.search(self.text, max(start - 3, 0), start)
        ):
            return None
        if not is_tagged and following in _MARKS and _NEXT_WORD.match(self.text, end):
            is_tagged = True  # 肥西|县委
        if len(name) == 2 and not is_tagged and self._is_doubtful(start, end):
            readings = tuple(
                reading if reading.strength != STRONG or self._is_large(reading) else Reading(reading.place_id, WEAK) for reading in readings
            )
        street = STREET.match(self.text, end) if following in STREET_STARTS and label == "GPE" and not is_country else None
        if street is not None and (self.borders.is_end(street.end()) or self.text.startswith("交叉口", street.end())):
            return Found(start, street.end(), "FAC", "street", _BY_FORM, name=self.text[start : street.end()])
        if following and following in "市省州邦":
            end, readings = self._past_mark(end, readings)
        return Found(start, end, label, "gazetteer", _BY_NAME if is_strong else _BY_FORM, name=name, readings=readings, is_tagged=is_tagged)

    def _is_doubtful(self, start: int, end: int) -> bool:
        """Whether the tagger reads a two-character name as a plain noun: 江山/n, 日照/n."""
        word = self.borders.covering(start)
        return word is not None and word.start == start and word.end == end and word.tag not in NAME_TAGS

    def _is_large(self, reading: Reading) -> bool:
        return self.gazetteer.level(reading.place_id) in {"country", "province"}

    def _is_pair_here(self, name: str) -> bool:
        """Whether 巴中, 英德 are two countries: nothing of the city's surroundings is named."""
        known = self.pairs_here.get(name)
        if known is None:
            known = self.pairs_here[name] = not any(place in self.text for place in _CITY_OR_PAIR[name])
        return known

    def _is_inside_run(self, start: int, end: int) -> bool:
        """Whether a name begins inside a run of one-character names and ends after it: 京津冀|中欧, not 冀中."""
        return any(
            first >= 0 and self.text.startswith(run, first) and start < first + len(run) < end for first in (start - 2, start - 1) for run in _RUNS
        )

    def _is_country(self, readings: Sequence[Reading]) -> bool:
        return any(len(reading.place_id) == 2 for reading in readings)

    def _begins_next_word(self, position: int, at: Mapping[int, Sequence[tuple[int, str]]]) -> bool:
        """Whether the 市 (省, 县 …) at `position` begins the next word: 绍兴|市委, but 江阴市|长泾镇, 许昌市|长葛市."""
        match = _NEXT_WORD.match(self.text, position)
        if match is None:
            return False
        after = position + 1
        if any((name[-1] in _MARKS and len(name) > 2) or name == "长江" for _, name in at.get(after, ())):
            return False
        if _LONG_NAME_AFTER.match(self.text, after):
            return False
        return not (self.borders and self.borders.is_end(after) and self.borders.is_start(after) and match.group() == "市区")

    def _is_tagged(self, start: int, end: int, name: str, is_strong: bool, at: Mapping[int, Sequence[tuple[int, str]]]) -> bool | None:
        """True where the tagger calls the name a place, False where it says nothing against it, None where it speaks against it."""
        if not self.borders:
            return False
        first = self.borders.covering(start)
        if first is None:
            return False
        if first.end >= end:
            return self._inside_word(first, start, end, name, is_strong, at)
        last = self.borders.covering(end - 1)
        starts_well = start == first.start or (first.tag == "LOC" and self.reached == start)
        ends_well = last is not None and (last.end == end or (last.tag == "LOC" and len(name) > 2))
        if starts_well and ends_well:
            return first.tag == "LOC"
        if self.reached == start and len(name) > 2 and name[-1] in _MARKS:
            return False  # in a chain a full name needs no borders: 济南|市中区
        if len(name) == 2 and is_strong and ends_well and first.tag not in NAME_TAGS and first.score < _UNSURE:
            return False  # the tagger does not know the word either: 继焦|作
        return False if len(name) > 3 and (starts_well or ends_well) else None

    def _inside_word(self, word: Word, start: int, end: int, name: str, is_strong: bool, at: Mapping[int, Sequence[tuple[int, str]]]) -> bool | None:
        is_whole = word.start == start and word.end == end
        if word.tag == "PER":
            if is_whole and is_strong and word.score < _DOUBTFUL_PERSON and not self._is_town_abroad(name):
                return False  # 继|焦作|加入
            if (
                is_whole
                and self.reached == start - 1
                and (self.text[start - 1] == "、" or (is_strong and self.text[start - 1] in "的和与及"))
                and self._is_town_abroad(name)
            ):
                return False  # one of a list of places: 因戈尔施塔特、拉尔
            if is_whole and is_strong and len(name) > 2 and _AFTER_TOWN.match(self.text, end) and self._is_town_abroad(name):
                return False
            return False if is_whole and is_strong and (len(name) > 3 or name[-1] in "国省市") else None
        if is_whole:
            if word.tag == "LOC":
                return True
            return False if (is_strong and (len(name) > 2 or word.tag not in _NO_NAME_TAGS)) or word.tag in NAME_LIKE_TAGS else None
        if word.tag in NAME_TAGS:
            if start > word.start and self.reached != start and len(name) < 4:
                after_clipped = start == word.start + 1 and end == word.end and name[-1] == "国" and self.text[start - 1] in "华京沪豫"
                return False if after_clipped or self.text[word.start : start] in _BEFORE_NAME else None
            return word.tag == "LOC" and (end == word.end or end in at) and (start == word.start or self.reached == start)
        if word.start == start and is_strong and (len(name) > 3 or word.end - end <= 2):
            return False
        if word.end == end and is_strong and self.text[word.start : start] in _BEFORE_NAME:
            return False
        return None

    def _is_town_abroad(self, name: str) -> bool:
        return any(reading.place_id[:3] in {"GN-", "DE-"} for reading in self.gazetteer.readings(name))

    def _past_mark(self, end: int, readings: tuple[Reading, ...]) -> tuple[int, tuple[Reading, ...]]:
        """Past the 市 that the gazetteer leaves out for towns abroad (亚琛|市), and then only towns; past 省, 州 to a division it lacks."""
        mark = self.text[end : end + 1]
        if mark and mark in "省州邦" and all(reading.place_id[:3] == "GN-" for reading in readings) and _NEXT_WORD.match(self.text, end) is None:
            return end + 1, ()  # 赫拉特省 is not the town of 赫拉特
        if mark != "市" or _NEXT_WORD.match(self.text, end) is not None:
            return end, readings
        towns = tuple(reading for reading in readings if reading.place_id[:3] in {"GN-", "DE-"})
        return (end + 1, towns) if towns and not any(len(reading.place_id) == 2 for reading in readings) else (end, readings)

    def _is_part_of_person(self, start: int, end: int) -> bool:
        """Whether a name abroad stands beside the dot of a person's name: 约翰斯·霍普金斯."""
        return self.text[start - 1 : start] in {"·", "•", "・"} or (
            self.text[end : end + 1] in {"·", "•", "・"} and not self.text[end + 1 : end + 2].isspace()
        )

    # Zones

    def _zones(self, names: list[Found]) -> Iterator[Found]:
        short = {one.start: one.end for one in names if one.label == "GPE" and one.name[-1:] not in _MARKS and not self._is_country(one.readings)}
        taken = {one.end: one for one in names if one.name[-1:] in _MARKS}
        divisions = {one.end: one for one in names if one.name[-1:] == "区" and one.label == "GPE"}
        for start, end in zones(self.text, short, self.borders):
            if end in divisions and self._is_division_of(divisions[end], self.text[start : divisions[end].start]):
                continue
            yield self._zone(start, end, self.text[start:end])
        for division_end, division in taken.items():
            match = BARE_ZONE.match(self.text, division_end)
            word = self.borders.covering(division_end)
            is_in_place = match is not None and word is not None and word.tag == "LOC" and word.end == match.end()
            if match is not None and self.borders.is_end(match.end()) and (is_in_place or self.borders.is_start(division_end)):
                yield self._zone(division_end, match.end(), division.name.rstrip("市县区") + match.group())

    def _is_division_of(self, division: Found, city: str) -> bool:
        """Whether a 新区 is a district of the city named before it: 上海|浦东新区, but 绍兴滨海新区."""
        above = {reading.place_id for reading in self.gazetteer.readings(city)}
        return any(above & set(self.gazetteer.ancestors(reading.place_id)) for reading in division.readings)

    def _zone(self, start: int, end: int, name: str) -> Found:
        readings = self.gazetteer.readings(name)
        return Found(start, end, "LOC", "zone", _BY_NAME if readings else _BY_FORM, name=name, readings=readings, is_tagged=True)

    # One-character names

    def _clipped(self, found: Sequence[Found]) -> Iterator[Found]:
        for start, end, place_id in clipped_places(self.text, self.borders, self._countries(found)):
            if self.blocked and any(first <= start < self.blocked[first] for first in (start, start - 1, start - 2) if first in self.blocked):
                continue
            label = self.gazetteer.label(place_id)
            yield Found(start, end, label, "clipped", _CLIPPED, readings=(Reading(place_id, STRONG),), is_tagged=True)

    def _countries(self, found: Sequence[Found]) -> dict[str, str]:
        """By first character, the country that the article names most often: 马 is 马尔代夫 where only that is spoken of."""
        counts: Counter[tuple[str, str]] = Counter()
        for one in found:
            if one.readings and len(one.readings[0].place_id) == 2 and one.readings[0].strength == STRONG:
                counts[one.name[0], one.readings[0].place_id] += 1
        return {first: place_id for (first, place_id), _ in sorted(counts.items(), key=lambda item: (item[1], item[0]))}

    # What only the tagger knows

    def _tagged(self, found: list[Found]) -> Iterator[Found]:
        """Words that the tagger calls places, as far as the names found in them leave something over."""
        starts = [one.start for one in found]
        for number, word in self.borders.places:
            first = bisect_left(starts, word.start)
            inside = found[first : bisect_left(starts, word.end)]
            following = self.text[word.end : word.end + 2]
            if len(inside) == 0 and (
                word.start in self.blocked or (word.end - word.start == 2 and (following in _RAILS or self._is_pair(word.start)))
            ):
                continue
            if first and found[first - 1].end > word.start:
                continue
            end = word.end if inside else self._past_noun(number, word.end)
            span = self._left_over(word.start, end, inside)
            label = kind_of_tagged(self.text[span[0] : span[1]]) if span is not None else None
            if span is not None and label is not None and word.score >= (_SURE_SHORT if span[1] - span[0] == 2 else _SURE):
                yield Found(*span, label, "tagged", round(_TAGGED * word.score, 2))

    def _is_pair(self, start: int) -> bool:
        """Whether two characters are 中 and a country of which nothing is known here: 中白."""
        return self.text[start] == "中" or self.text[start + 1] == "中"

    def _past_noun(self, number: int, end: int) -> int:
        """Past the common noun that makes a name of an unknown word: 华贸|中心, 天通苑|小区."""
        following = self.words[number + 1] if number + 1 < len(self.words) else None
        if following is not None and following.start == end and PLACE_NOUN.fullmatch(self.text[end : following.end]):
            return following.end
        return end

    def _left_over(self, start: int, end: int, inside: Sequence[Found]) -> tuple[int, int] | None:
        """What a word names beyond the names found in it: all of 玄武湖, 洪山乡 of 沈丘县洪山乡, nothing of 深圳地区."""
        if not inside:
            return start, end
        first, last = inside[0], inside[-1]
        if first.start > start:
            return None if first.rule in {"clipped", "zone"} or len(inside) > 1 else (start, end)
        tail = self.text[last.end : end]
        if len(tail) < 1 or last.rule != "gazetteer" or AREA_TAIL.fullmatch(tail):
            return None
        if last.name[-1:] in _MARKS or last.label != "GPE":
            return (last.end, end) if len(tail) > 1 and FEATURE_END.search(tail) else None
        if FEATURE_END.search(tail) and not any(len(reading.place_id) == 2 for reading in last.readings):
            return last.start, end
        return None


_LONG_NAME_AFTER = re.compile(
    r"长(?:江|安街|宁|沙|春|葛|垣|治|乐|兴|丰|泾|征路|[\u4e00-\u9fff]{1,2}(?:路|街|镇|乡|村|大道|大桥))|中心[\u4e00-\u9fff]?(?:路|街)|民[\u4e00-\u9fff](?:路|街|镇|乡)"
)


@lru_cache(maxsize=1)
def _blocks() -> Matcher:
    """Words that hold a place's name and mean none: 长治久安, 大同小异."""
    return Matcher({row["word"]: True for row in read_rows("extractors.places", "not_places.tsv")})
