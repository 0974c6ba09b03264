"""Settles which place each found name means: 朝阳区 of Beijing or of Changchun, 吉林 the province or the city.

Evidence, strongest first: the division named right before (南京市 | 鼓楼区), the one named right after,
the same name settled earlier, other places of the article, dateline and home, size. The scores make
shares; a reading leads with at least 0.6 of them, else `place_id` stays None. Every reading that
stays possible is a candidate. Weak names (哈姆, 和平) need support, or are dropped.

Codes follow the article's day: of the units that bore a name, those are read that had it then.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from corpus.article import Article
from extractors.lexicon import read_rows
from extractors.places.gazetteer import BESIDE, STRONG, Gazetteer, Reading
from extractors.places.spans import Found
from extractors.plain import plain
from extractors.records import Candidate

# Tuned on the project's ambiguity cases and on evening news; natural logarithms of odds.
_PRIORS = {"country": 8.0, "province": 7.0, "city": 5.0, "county": 3.0, "other": 3.0}
_DIVISION_ABROAD = 4.8
_WEAK_PENALTY, _BESIDE_PENALTY = 1.5, 4.0
_CHAIN, _NEXT, _SAME_NAME = 8.0, 6.0, 5.0
_SAME_CITY, _SAME_PROVINCE, _SAME_COUNTRY, _HOLDS = 2.5, 1.5, 2.5, 2.0
_SAME_LEVEL = {"city": _SAME_CITY, "province": _SAME_PROVINCE, "country": _SAME_COUNTRY}
_HOME_CITY, _HOME_PROVINCE, _NEARBY = 3.0, 1.5, 2.0
_LEADS = 0.6  # share of a reading that is taken
_CANDIDATE_SHARE = 0.01  # readings with less are not shown
_NEAR = 120  # characters in which 德国 or a second German place supports a weak one
_OWN_CITY = re.compile(r"[我本](?:市|县|区)|全(?:市|县|区)(?!域)")
# A place inside the name of a school or paper says little of where the article plays: 天津大学, 北京银行.
_INSTITUTION = re.compile(r"[\u4e00-\u9fff]{0,6}?(?:大学|学院|日报|晚报|银行|证券|分社)")
_PAPER = re.compile(
    r"(?:日报|晚报|晨报|早报|时报|商报|都市报|新闻网|新闻|在线|网|电视台|广播|电台|发布|融媒|政府|市政府|人民政府|传媒|报业|周刊|周报|频道|党建|宣传|文明网|信息港|政务|热线|报|市|省|县|区|经济|观察|生活|青年|工人|农民|法制|科技|教育|卫视)"
)


class Resolver:
    """Resolves the found names of one article; `home_place_id` and `dateline_place_id` are set by resolve."""

    def __init__(self, text: str, article: Article, gazetteer: Gazetteer) -> None:
        self.text = text
        self.article = article
        self.gazetteer = gazetteer
        self.year = int(article.published[:4]) if article.published and article.published[:4].isdecimal() else None
        self.home_place_id: str | None = None
        self.dateline_place_id: str | None = None
        self._priors: dict[Reading, float] = {}
        self._day: dict[tuple[Reading, ...], tuple[Reading, ...]] = {}

    def resolve(self, found: Sequence[Found]) -> list[Found]:
        """The found names with place, candidates and label; weak names without support are left out."""
        found = [one._replace(readings=self._of_the_day(one.readings)) if len(one.readings) > 1 else one for one in found]
        self._gather(found)
        self.home_place_id = self._given_home() or self._home_of_source()
        self.dateline_place_id = self._dateline_place()
        if self.home_place_id is None:
            self.home_place_id = self._city_of(self.dateline_place_id) or self._evident_home(found)
        resolved: list[Found] = []
        last: Found | None = None
        for number, one in enumerate(found):
            if not one.readings:
                resolved.append(one)
                continue
            following = found[number + 1] if number + 1 < len(found) else None
            settled = self._resolve_one(one, last, following)
            if settled is not None:
                resolved.append(settled)
                if settled.place_id is not None:
                    last = settled
        return resolved

    # What the article says as a whole

    def _gather(self, found: Sequence[Found]) -> None:
        """Count the certain places and all above them; remember where German ones stand."""
        self.certain: Counter[str] = Counter()
        self.evidence: Counter[str] = Counter()
        self.times: Counter[str] = Counter()
        self.named: set[str] = set()
        self.german: list[int] = []
        self.settled_names: dict[str, str] = {}
        for one in found:
            strong = [place_id for place_id, strength in one.readings if strength == STRONG]
            if (
                len(strong) == 1
                and _INSTITUTION.match(self.text, one.end) is None
                and (len(one.readings) == 1 or self._prior(Reading(strong[0], STRONG)) >= _PRIORS["city"])
            ):
                self.certain[strong[0]] += 1
                if strong[0][:2] == "DE" or (strong[0][:3] == "GN-" and self._country(strong[0]) == "DE"):
                    self.german.append(one.start)
            self.named.update(strong)
        for place_id, count in self.certain.items():
            for division in (place_id, *self._ancestors(place_id)):
                self.evidence[division] += 1
                self.times[division] += count

    # Home and dateline

    def _given_home(self) -> str | None:
        return self._best_by_name(self.article.home) if self.article.home else None

    def _home_of_source(self) -> str | None:
        """许昌 for 许昌日报, 上海 for 解放日报; national papers have none."""
        source = plain(self.article.source or "")
        if not source:
            return None
        for paper, place_id in _papers().items():
            if paper in source:
                return place_id or None
        longest = max((name for start, _, name in self.gazetteer.matches(source) if start == 0), key=len, default=None)
        if longest is None or not _PAPER.match(source, len(longest)):
            return None
        readings = [reading for reading in self._of_the_day(self.gazetteer.readings(longest)) if reading.place_id.startswith("CN-")]
        readings = [reading for reading in readings if reading.strength != BESIDE]
        return max(readings, key=lambda reading: (self._prior(reading), reading.place_id)).place_id if readings else None

    def _dateline_place(self) -> str | None:
        """The smallest place of the dateline (河南许昌 → 许昌)."""
        dateline = plain(self.article.dateline or "")
        matches = sorted(self.gazetteer.matches(dateline), key=lambda match: (match[0], -match[1]))
        reached = 0
        place_id = None
        for start, end, name in matches:
            if start >= reached:
                reached = end
                previous = place_id
                options = self._of_the_day(self.gazetteer.readings(name))
                options = tuple(one for one in options if one.strength != BESIDE or previous in self._ancestors(one.place_id)) or options
                place_id = self._leading(options, Found(0, 0, "GPE", "", 0, name=name), previous, None)
        return place_id

    def _best_by_name(self, name: str) -> str | None:
        if name in self.gazetteer:
            return name
        options = self._of_the_day(self.gazetteer.readings(plain(name)))
        return self._leading(options, Found(0, 0, "GPE", "", 0, name=name), None, None) if options else None

    def _city_of(self, place_id: str | None) -> str | None:
        """The place as a home: a division of China below the country, or None."""
        return place_id if place_id is not None and place_id.startswith("CN-") else None

    def _evident_home(self, found: Sequence[Found]) -> str | None:
        """The one city that an article with 我市 or 全市 is plainly about, or None."""
        if not _OWN_CITY.search(self.text):
            return None
        counts = Counter(
            {
                place_id: count
                for place_id, count in self.certain.items()
                if place_id.startswith("CN-") and self._level(place_id) in {"city", "county"}
            }
        )
        title = plain(self.article.title or "")
        if title:
            for start, end, name in self.gazetteer.matches(title):
                for reading in self.gazetteer.readings(name):
                    if reading.strength == STRONG and reading.place_id in counts and end > start:
                        counts[reading.place_id] += 2
        ranked = counts.most_common(2)
        if not ranked or ranked[0][1] < 3 or (len(ranked) > 1 and ranked[0][1] < 2.5 * ranked[1][1]):
            return None
        return ranked[0][0]

    # One name

    def _resolve_one(self, one: Found, last: Found | None, following: Found | None) -> Found | None:
        before = last.place_id if last is not None and self._is_chained(last, one) else None
        after = following if following is not None and self._is_chained(one, following) else None
        if before is not None and self._is_elsewhere(one, before):
            return one._replace(confidence=0.5)
        if len(one.readings) == 1 and one.readings[0].strength == STRONG:
            place_id: str | None = one.readings[0].place_id
            self.settled_names[one.name] = one.readings[0].place_id
            return one._replace(place_id=place_id)
        readings = tuple(reading for reading in one.readings if reading.strength == STRONG or self._is_supported(reading, one, before, last))
        if not readings:
            return self._unsupported(one)
        if len(readings) == 1:
            place_id = readings[0].place_id
            candidates: tuple[Candidate, ...] = ()
        else:
            place_id, candidates = self._weigh(readings, one, before, after, last)
        if place_id is not None:
            self.settled_names[one.name] = place_id
        label = self.gazetteer.label(place_id or readings[0].place_id)
        confidence = one.confidence if not candidates else round(one.confidence * candidates[0].score, 2)
        return one._replace(place_id=place_id, candidates=candidates, label=label, confidence=confidence)

    def _is_elsewhere(self, one: Found, before: str) -> bool:
        """Whether the division named right before is abroad and holds none of the towns of this name: 佐治亚州|汉普顿市."""
        if before.startswith("CN") or self._level(before) not in {"country", "province"}:
            return False
        towns = [reading.place_id for reading in one.readings if reading.place_id.startswith("GN-")]
        return len(towns) == len(one.readings) and bool(towns) and not any(before in self._ancestors(town) for town in towns)

    def _unsupported(self, one: Found) -> Found | None:
        """A weak name that nothing supports stays, without a place, only where the tagger calls it one."""
        if not one.is_tagged or (
            all(reading.strength == BESIDE for reading in one.readings) and len(one.name) < 3 and not one.name.endswith(("区", "县", "市"))
        ):
            return None
        if any(self._country(reading.place_id) == "DE" for reading in one.readings):
            return None
        return one._replace(place_id=None, confidence=0.5)

    def _is_chained(self, first: Found, second: Found) -> bool:
        gap = second.start - first.end
        return gap == 0 or (gap == 1 and self.text[first.end] in "· 的(（")

    def _is_supported(self, reading: Reading, one: Found, before: str | None, last: Found | None) -> bool:
        """Whether a weak reading may be meant."""
        place_id = reading.place_id
        above = self._ancestors(place_id)
        if before is not None:
            if before in above and before != "CN":
                return True
            if self._level(before) != "country" and before != "CN":
                return False
        if place_id in self.named or place_id == self.home_place_id:
            return True
        country = self._country(place_id)
        if country == "DE":
            return self._is_near_german(one)
        if reading.strength == BESIDE:
            return one.is_tagged and bool(above) and (self.evidence[above[0]] > 0 or above[0] == self.home_place_id)
        if one.is_tagged:
            return True
        if place_id[:3] in {"CN-", "LM-"}:
            return any(self.evidence[division] or division == self.home_place_id for division in above[:1] if division.startswith("CN-"))
        return bool(country) and place_id[:3] == "GN-" and len(one.name) > 2 and bool(self.evidence[country])

    def _is_near_german(self, one: Found) -> bool:
        number = bisect_left(self.german, one.start - _NEAR)
        return number < len(self.german) and self.german[number] < one.end + _NEAR

    def _leading(self, readings: Sequence[Reading], one: Found, before: str | None, last: Found | None) -> str | None:
        if len(readings) < 2:
            return readings[0].place_id if readings else None
        return self._weigh(readings, one, before, None, last)[0]

    def _weigh(
        self, readings: Sequence[Reading], one: Found, before: str | None, after: Found | None, last: Found | None
    ) -> tuple[str | None, tuple[Candidate, ...]]:
        """The leading place, or None, and the candidates that are left, best first."""
        scored = frozenset(reading.place_id for reading in readings)
        scores = {reading.place_id: self._score(reading, one, before, after, last, scored) for reading in readings}
        highest = max(scores.values())
        weights = {place_id: math.exp(score - highest) for place_id, score in scores.items()}
        total = sum(weights.values())
        ranked = sorted(((weight / total, place_id) for place_id, weight in weights.items()), key=lambda item: (-item[0], item[1]))
        candidates = tuple(Candidate(place_id, math.floor(share * 100) / 100) for share, place_id in ranked if share >= _CANDIDATE_SHARE)
        leader = ranked[0][1] if ranked[0][0] >= _LEADS else None
        return leader, candidates if len(candidates) > 1 else ()

    def _score(self, reading: Reading, one: Found, before: str | None, after: Found | None, last: Found | None, scored: frozenset[str]) -> float:
        place_id = reading.place_id
        above = self._ancestors(place_id)
        score = self._prior(reading)
        if before is not None and before in above:
            score += _CHAIN
        if after is not None and any(place_id in self._ancestors(below.place_id) for below in after.readings):
            score += _NEXT
        if self.settled_names.get(one.name) == place_id:
            score += _SAME_NAME
        score += self._evidence_for(place_id, tuple(one for one in above if one not in scored))
        if last is not None and last.place_id is not None and one.start - last.end < _NEAR and "\n" not in self.text[last.end : one.start]:
            near = {one for one in (last.place_id, *self._ancestors(last.place_id)) if len(one) > 2}
            score += _NEARBY if near & set(above) and place_id != last.place_id else 0
        return score + self._home_evidence(place_id, above)

    def _evidence_for(self, place_id: str, above: tuple[str, ...]) -> float:
        score = _HOLDS if self.evidence[place_id] > self.certain[place_id] > 0 or self.evidence[place_id] > 1 else 0.0
        for division in above:
            own = 1 if place_id in self.certain else 0
            if self.evidence[division] <= own or division == "CN":
                continue
            level = self._level(division)
            is_municipality = division in {"CN-110000", "CN-120000", "CN-310000", "CN-500000"}
            score += (
                _SAME_CITY
                if level == "city" or is_municipality
                else _SAME_PROVINCE
                if level == "province"
                else _SAME_COUNTRY
                if level == "country"
                else 0
            )
        return score

    def _home_evidence(self, place_id: str, above: tuple[str, ...]) -> float:
        score = 0.0
        for home in filter(None, {self.home_place_id, self.dateline_place_id}):
            around = (home, *self._ancestors(home))
            if home in above or place_id == home:
                score = max(score, _HOME_CITY)
            elif set(around) & set(above) - {"CN"} or place_id in around:
                score = max(score, _HOME_PROVINCE)
        return score

    def _of_the_day(self, readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
        """The readings that held on the article's day (today without one); where none did, the last that did."""
        if len(readings) < 2:
            return readings
        known = self._day.get(readings)
        if known is None:
            known = self._day[readings] = self._held_that_day(readings)
        return known

    def _held_that_day(self, readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
        spans = {reading: self._valid(reading.place_id) for reading in readings}
        year = self.year
        if year is None:
            valid = [reading for reading, (_, until) in spans.items() if until is None]
        else:
            valid = [reading for reading, (since, until) in spans.items() if since <= year <= (until or 9999)]
        if not valid:
            newest = max(until or 9999 for _, until in spans.values())
            valid = [reading for reading, (_, until) in spans.items() if (until or 9999) == newest]
        return self._without_predecessors(valid, spans)

    def _without_predecessors(self, valid: list[Reading], spans: dict[Reading, tuple[int, int | None]]) -> tuple[Reading, ...]:
        """In the year in which a unit changed its code both hold: the newer stays."""
        if self.year is None or len(valid) < 2:
            return tuple(valid)
        replaced = {reading.place_id for reading in valid if spans[reading][1] == self.year}
        newer = [reading for reading in valid if reading.place_id not in replaced]
        return tuple(newer or valid)

    # What the gazetteer says, remembered

    def _ancestors(self, place_id: str) -> tuple[str, ...]:
        return self.gazetteer.ancestors(place_id)

    def _valid(self, place_id: str) -> tuple[int, int | None]:
        return self.gazetteer.years(place_id)

    def _level(self, place_id: str) -> str:
        return self.gazetteer.basics(place_id).level

    def _country(self, place_id: str) -> str:
        return self.gazetteer.basics(place_id).country

    def _prior(self, reading: Reading) -> float:
        known = self._priors.get(reading)
        if known is None:
            known = self._priors[reading] = self._prior_of(reading)
        return known

    def _prior_of(self, reading: Reading) -> float:
        place_id = reading.place_id
        level = self._level(place_id)
        if place_id.startswith("GN-") and level == "city":
            known = 5.0 + 1.4 * (math.log10(max(self.gazetteer.population(place_id), 1000)) - 6.3)
        elif level == "province" and not place_id.startswith("CN-"):
            known = _DIVISION_ABROAD
        else:
            known = _PRIORS[level]
        if reading.strength != STRONG:
            known -= _BESIDE_PENALTY if reading.strength == BESIDE else _WEAK_PENALTY
        return known


@lru_cache(maxsize=1)
def _papers() -> dict[str, str]:
    """Papers whose name does not begin with their town, longest first; an empty id is a national one."""
    rows = read_rows("extractors.places", "papers.tsv")
    return {row["name"]: row["place_id"] for row in sorted(rows, key=lambda row: (-len(row["name"]), row["name"]))}
