"""Who each ORG mention is: canonical name, kind, place and parent.

In order: the lexicon's organisation; a part of one (中国新闻社浙江分社); a local body whose place the
context gives (市商务局 in an article from 许昌); a name that begins with a place (浙江省经信厅 →
浙江省经济和信息化厅); else the name as written. Then short forms of the same article are tied to the
full name: those in brackets after it, and those that only one full name contains. Names that merely
look alike stay apart: the id is over canonical name and place.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from extractors.lexicon import read_rows
from extractors.organisations.names import Known, ending_of, endings, kind_of, known, names
from extractors.people.posts import posts_with_holder
from extractors.places.gazetteer import Gazetteer, load_gazetteer
from extractors.plain import plain
from extractors.records import Draft, Mention, Organisation, Place, organisation_id

_LOCAL = re.compile(r"(?P<level>省|市|县|区|州|自治区|镇|乡)(?P<rest>.{1,20})")
_LEVELS = {"省": "province", "自治区": "province", "市": "city", "州": "city", "县": "county", "区": "county", "镇": "other", "乡": "other"}
_COMMITTEE = re.compile(r"(?P<level>[省市县区州旗盟]|自治区)委(?P<part>[一-龥]{0,12})")
_UNIT = re.compile(r"(?:自治区|自治州|自治县|[省市县区州旗盟])$")
_SPLIT_UNIT = re.compile(r"(?:自治区|[省市县区州旗盟])(?=.{2})")
_PART = re.compile(
    r"(?P<parent>.{2,24}?(?:大学|科学院|公司|集团|医院|银行|联盟|协会|商会|学会|联合会|委员会|新闻社|通讯社|政府|国务院|日报社|基金会|党|法院|电视台))"
    r"(?P<part>秘书处|办公厅|办公室|理事会|党委|[一-龥]{0,8}(?:分社|分公司|分行|支行|分院|分会|分校|代表处|办事处)|[一-龥]{2,12}(?:学院|研究院|研究所|研究中心|实验室|附属医院|中心)|附属[一-龥]{2,8}医院)"
)
_BODY_OF_ZONE = re.compile(r"(?:党工委|管委会|管理委员会|管理局|管理处|人民政府|政府|投资促进|招商局|[一-龥]{2,6}局$|法院|检察院)")
_BARE_PARTS = frozenset({"秘书处", "办公厅", "办公室", "理事会", "党委", "党组", "分社", "代表处", "办事处", "联络处", "委员会", "总社"})
_BRANCH = re.compile(r"(?:分社|分公司|公司|分行|支行|委员会|委会|分会|办事处|代表处|分院|局|联络处|总队|支队)$")
_SHORT_EMBASSY = re.compile(r"(?<=驻)(?P<host>[一-龥]{1,8}?)(?<!大)使馆$")
_BRANCH_PLACE = re.compile(r"（(?P<place>[一-龥]{2,6})）.*公司$")
_DEEPEST = 4
# Mentions of divisions before a name that may tell whose it is.
_NEAR = 200
# Every name is compared with every other up to this many: a longer list is no article.
_MOST_COMPARED = 300


@dataclass(slots=True)
class _Entity:
    """An organisation while the article is read: `forms` are the ways in which the article writes it."""

    name: str
    kind: str
    place_id: str | None = None
    parent: str | None = None
    aliases: set[str] = field(default_factory=set)
    is_settled: bool = False


def resolve_organisations(draft: Draft) -> tuple[tuple[Mention, ...], dict[str, Organisation]]:
    """The draft's mentions with `entity_id` set on every ORG, and the organisations by id, parents too."""
    return _Resolver(draft).run()


class _Resolver:
    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._gazetteer: Gazetteer = load_gazetteer()
        self._entities: dict[tuple[str, str | None], _Entity] = {}
        self._by_text: dict[str, tuple[str, str | None]] = {}
        self._divisions = [mention for mention in draft.mentions if mention.label == "GPE" and mention.entity_id]
        self._division_starts = [mention.start for mention in self._divisions]
        self._home = draft.home_place_id or draft.dateline_place_id

    def run(self) -> tuple[tuple[Mention, ...], dict[str, Organisation]]:
        mentions = [mention for mention in self._draft.mentions if mention.label == "ORG"]
        keys: dict[int, tuple[str, str | None]] = {}
        for mention in mentions:
            if not mention.extractor.endswith((".short_form",)) or known(mention.text) is not None:
                keys[mention.start] = self._read(mention)
        self._tie_short_forms(mentions, keys)
        self._tie_contained(mentions, keys)
        organisations: dict[str, Organisation] = {}
        for row in self._holders_of_posts():
            self._add(self._keep(_of_row(row)), organisations)
        for key in dict.fromkeys(keys.values()):
            self._add(key, organisations)
        ids = {start: organisation_id(*key) for start, key in keys.items()}
        settled = tuple(
            replace(mention, entity_id=ids[mention.start], candidates=()) if mention.label == "ORG" else mention for mention in self._draft.mentions
        )
        return settled, organisations

    def _holders_of_posts(self) -> list[Known]:
        """The bodies that a post names without words: 习近平总书记 is of the Central Committee."""
        text = self._draft.text
        found = []
        for mention in self._draft.mentions:
            if mention.label == "PERSON":
                around = (text[mention.end : mention.end + 4], text[max(0, mention.start - 4) : mention.start])
                for post in posts_with_holder():
                    if (around[0].startswith(post.post) or around[1].endswith(post.post)) and (row := known(post.default or "")):
                        found.append(row)
        return found

    def _read(self, mention: Mention) -> tuple[str, str | None]:
        text = _squeezed(mention.text)
        place_id, length = _carried_place(mention)
        # 市商务局 depends on where it stands; every other text means the same all through the article.
        remembered = self._by_text.get(text)
        if remembered is not None:
            return remembered
        entity = self._identify(text, place_id, length, mention.start, 0)
        key = self._keep(entity)
        self._by_text[text] = key
        if text != entity.name and not _is_local(text):
            self._entities[key].aliases.add(text)
        return key

    def _keep(self, entity: _Entity) -> tuple[str, str | None]:
        key = (entity.name, entity.place_id)
        if key in self._entities:
            self._entities[key].aliases |= entity.aliases
        else:
            self._entities[key] = entity
        return key

    def _identify(self, text: str, place_id: str | None, length: int, position: int, depth: int) -> _Entity:
        # 中国驻希腊使馆 is the embassy.
        text = _SHORT_EMBASSY.sub(r"\g<host>大使馆", text)
        row = known(text)
        if row is not None:
            return _of_row(row)
        if place_id is not None and (row := known(text[length:])) is not None and self._lies_in(row.place_id, place_id):
            return _of_row(row)
        if text.startswith("中共") and depth == 0 and self._leading_place(text[2:])[0] is not None:
            return self._identify(text[2:], None, 0, position, 1)
        if (part := self._as_part(text, position, depth)) is not None:
            return part
        if (local := self._as_local(text, position)) is not None:
            return local
        if place_id is None:
            place_id, length = self._leading_place(text)
        if place_id is not None:
            return self._with_place(text, place_id, length)
        branch = _BRANCH_PLACE.search(text)
        return _Entity(text, kind_of(text), self._leading_place(branch["place"] + "。")[0] if branch else None)

    def _lies_in(self, inner: str | None, outer: str) -> bool:
        return inner is not None and (inner == outer or outer in self._gazetteer.ancestors(inner))

    def _as_part(self, text: str, position: int, depth: int) -> _Entity | None:
        """A part of a known organisation, or one whose form shows its whole."""
        if depth >= _DEEPEST:
            return None
        for length in range(len(text) - 2, 1, -1):
            row = names().get(text[:length])
            if row is not None and len(text) - length >= 2 and (row.strong or row.kind == "party") and _is_part(text[length:]):
                rest = text[length:]
                inner_id, inner_length = self._leading_place(rest)
                name = row.name + self._full_place(rest, inner_id, inner_length)
                branch = inner_id if _BRANCH.search(rest) else None
                return _Entity(name, _kind_of_part(row.kind, rest), branch or row.place_id, row.name, is_settled=True)
        match = _PART.fullmatch(text)
        if match is None or ending_of(match["parent"]) is None:
            return None
        parent = self._identify(match["parent"], *self._leading_place(match["parent"]), position, depth + 1)
        self._keep(parent)
        inner_id, _ = self._leading_place(match["part"])
        return _Entity(parent.name + match["part"], _kind_of_part(parent.kind, match["part"]), inner_id or parent.place_id, parent.name)

    def _full_place(self, rest: str, place_id: str | None, length: int) -> str:
        """浙江省委会 → 浙江省委员会."""
        if place_id is None:
            return _expanded(rest)
        tail = rest[length:]
        unit = _UNIT.search(rest[:length])
        if unit is not None and tail in {"委会", "委"}:
            return rest[:length] + "委员会"
        match = re.fullmatch(r"([省市县区州])委会?", tail)
        return rest[:length] + match[1] + "委员会" if match else rest

    def _as_local(self, text: str, position: int) -> _Entity | None:
        """市商务局, 省政府, 县委: a body of the place that the context gives."""
        match = _LOCAL.fullmatch(text)
        if match is None or not _is_local(text):
            return None
        place = self._place_around(_LEVELS[match["level"]], position)
        if place is None:
            return _Entity(text, kind_of(text))
        committee = _COMMITTEE.fullmatch(text)
        if (
            committee is not None
            and (not committee["part"] or ending_of("省委" + committee["part"]) is not None)
            and not committee["part"].startswith("员")
        ):
            return _Entity(_party_committee(place.name, committee["part"]), "party", place.place_id)
        return _Entity(_body(place.name, match["rest"]), kind_of(text), place.place_id)

    def _place_around(self, level: str, position: int) -> Place | None:
        """The place of this level that 市, 省 or 县 means here: home, else the nearest one named before."""
        for place_id in [self._home] if self._home else self._named_most(position):
            for place in self._gazetteer.with_parents(place_id):
                municipality = level == "city" and place.level in {"province", "county"} and place.name.endswith("市")
                if place.country == "CN" and (place.level == level or municipality):
                    return place
        return None

    def _named_most(self, position: int) -> list[str]:
        """The divisions named before, most often first."""
        counts: dict[str, int] = {}
        for mention in self._divisions[: bisect_left(self._division_starts, position)][-_NEAR:]:
            counts[mention.entity_id or ""] = counts.get(mention.entity_id or "", 0) + 1
        return sorted(counts, key=lambda place_id: -counts[place_id])

    def _leading_place(self, text: str) -> tuple[str | None, int]:
        """The last of the places that the name begins with, and how far they reach."""
        reached, found = 0, None
        for _ in range(4):
            step = self._place_at(text, reached, found)
            if step is None:
                break
            found, reached = step
        return found, reached

    def _begins_names(self, place_id: str, rest: str) -> bool:
        """Divisions do; 黄河 and zones only before the body that runs them."""
        return self._gazetteer.label(place_id) == "GPE" or _BODY_OF_ZONE.match(rest) is not None

    def _place_at(self, text: str, start: int, above: str | None) -> tuple[str, int] | None:
        for end in range(min(len(text) - 1, start + 12), start + 1, -1):
            name = text[start:end]
            readings = self._gazetteer.readings(name)
            if not readings:
                continue
            ids = [reading.place_id for reading in readings if reading.strength == "" or reading.place_id in self._draft.places]
            ids = [place_id for place_id in ids if self._begins_names(place_id, text[end:])]
            here = [place_id for place_id in ids if place_id in self._draft.places]
            below = [place_id for place_id in ids if above is not None and above in self._gazetteer.ancestors(place_id)]
            chosen = below or here or (ids if len(ids) == 1 else [])
            if above is not None and not below:
                return None
            if chosen:
                return chosen[0], end
        return None

    def _with_place(self, text: str, place_id: str, length: int) -> _Entity:
        place = self._gazetteer.place(place_id)
        rest = text[length:]
        kind = kind_of(text)
        if place is None or not rest:
            return _Entity(text, kind, place_id)
        # 绍兴|市商务局: the unit belongs to the place's name.
        unit = _SPLIT_UNIT.match(rest)
        if unit is not None and place.name.endswith(unit.group()) and not text[:length].endswith(unit.group()):
            rest = rest[unit.end() :]
        elif place.level != "country" and (committee := _COMMITTEE.fullmatch(rest)) is not None and place.name.endswith(committee["level"]):
            return _Entity(_party_committee(place.name, committee["part"]), "party", place_id)
        if (
            kind == "party"
            and place.country == "CN"
            and (committee := re.fullmatch(r"委(?!员)([一-龥]{0,12})", rest)) is not None
            and _UNIT.search(place.name)
        ):
            return _Entity(_party_committee(place.name, committee[1]), "party", place_id)
        is_chinese_division = place.country == "CN" and place.level != "country"
        if is_chinese_division and (kind in {"government", "party"} or rest in _departments()):
            return _Entity(_body(place.name, rest), kind, place_id)
        return _Entity(text, kind, place_id)

    def _tie_short_forms(self, mentions: list[Mention], keys: dict[int, tuple[str, str | None]]) -> None:
        """以下简称“…” and (ABC): the same as the name that the bracket follows."""
        ends = {mention.end: mention for mention in mentions}
        meaning: dict[str, tuple[str, str | None]] = {}
        for mention in mentions:
            opening = max(self._draft.text.rfind(mark, max(0, mention.start - 60), mention.start) for mark in "(（")
            owner = ends.get(opening)
            if opening >= 0 and owner is not None and owner.start in keys and _is_gloss(self._draft.text, opening, mention):
                # Two names that are both known keep their own meanings.
                both_known = known(mention.text) is not None and known(owner.text) is not None
                meaning |= {} if both_known or _squeezed(mention.text) in meaning else {_squeezed(mention.text): keys[owner.start]}
        for mention in mentions:
            text = _squeezed(mention.text)
            if text in meaning and (mention.start not in keys or known(mention.text) is None):
                keys[mention.start] = meaning[text]
                self._entities[meaning[text]].aliases.add(text)
            elif mention.start not in keys:
                keys[mention.start] = self._read(mention)

    def _tie_contained(self, mentions: list[Mention], keys: dict[int, tuple[str, str | None]]) -> None:
        """裕丰纺织 and 滨海新区管委会 where exactly one fuller name of the article contains them so."""
        full: dict[tuple[str, str | None], set[str]] = {}
        for mention in mentions:
            full.setdefault(keys[mention.start], {keys[mention.start][0]}).add(_squeezed(mention.text))
        if len(full) > _MOST_COMPARED:
            return
        for mention in mentions:
            key, text = keys[mention.start], _squeezed(mention.text)
            # What 以下简称 ties to a name stays tied: 瀚河精密 is not 瀚河精密（德国）有限公司.
            is_tied = text != key[0] and text in self._entities[key].aliases
            if known(text) is not None or _is_local(text) or is_tied:
                continue
            owners = [other for other, forms in full.items() if other != key and any(_contains(form, text) for form in forms)]
            if len(owners) == 1 and (
                key[1] is None or key[1] == owners[0][1] or self._entities[key].kind == self._entities[owners[0]].kind == "government"
            ):
                keys[mention.start] = owners[0]
                self._entities[owners[0]].aliases.add(text)

    def _add(self, key: tuple[str, str | None], organisations: dict[str, Organisation]) -> str:
        entity = self._entities[key]
        parent_id = self._add_parent(entity, organisations)
        own = organisation_id(*key)
        row = known(entity.name)
        aliases = entity.aliases | (set(row.aliases) if row is not None and row.name == entity.name else set())
        organisations[own] = Organisation(own, entity.name, entity.kind, tuple(sorted(aliases - {entity.name})), entity.place_id, parent_id)
        return own

    def _add_parent(self, entity: _Entity, organisations: dict[str, Organisation]) -> str | None:
        if entity.parent is None:
            return None
        row = known(entity.parent)
        if row is not None and row.name == entity.parent:
            return self._add(self._keep(_of_row(row)), organisations)
        key = next((key for key in self._entities if key[0] == entity.parent), None)
        return self._add(key, organisations) if key is not None else None


def _of_row(row: Known) -> _Entity:
    return _Entity(row.name, row.kind, row.place_id, row.parent, is_settled=True)


def _carried_place(mention: Mention) -> tuple[str | None, int]:
    """What find.py passed on: the place that the name begins with, and how far it reaches."""
    if not mention.candidates:
        return None, 0
    return mention.candidates[0].place_id, int(mention.candidates[0].score)


def _squeezed(text: str) -> str:
    """The name in plain form without line ends and with the blanks of Chinese text taken out."""
    return (
        re.sub(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z&])", "", plain(text)).replace("(", "（").replace(")", "）")
        if re.search("[一-龥]", text)
        else plain(text).strip()
    )


def _is_local(text: str) -> bool:
    match = _LOCAL.fullmatch(text)
    return match is not None and ending_of(text) is not None and text[1:2] not in "场民区长"


def _is_part(rest: str) -> bool:
    """Can this follow a whole's name as one of its parts (中国石油|大学 cannot)?"""
    if rest in endings():
        return rest in _BARE_PARTS
    ending = ending_of("一一" + rest)
    if rest.endswith(("中心", "司", "总队", "支队", "大队", "处")) and len(rest) >= 3 and not rest.endswith("公司"):
        return True
    return (ending is not None and ending.strong and not rest.endswith(("公司", "集团"))) or (rest.endswith(("公司", "分社")) and "分" in rest)


def _kind_of_part(parent_kind: str, part: str) -> str:
    if part.endswith("医院"):
        return "other"
    if part.endswith(("研究院", "研究所", "研究中心", "实验室")) and parent_kind in {"university", "research"}:
        return "research"
    return parent_kind


def _party_committee(place_name: str, part: str) -> str:
    return f"中共{place_name}委员会{part}" if not part.startswith("员会") else f"中共{place_name}委{part}"


def _body(place_name: str, rest: str) -> str:
    if rest in {"纪委", "纪律检查委员会"}:
        return f"中共{place_name}纪律检查委员会"
    return place_name + _expanded(rest)


def _expanded(rest: str) -> str:
    return _departments().get(rest, rest)


@lru_cache(maxsize=1)
def _departments() -> Mapping[str, str]:
    return {row["short"]: row["full"] for row in read_rows("extractors.organisations", "departments.tsv")}


def _is_gloss(text: str, opening: int, mention: Mention) -> bool:
    """Is there nothing but 以下简称 and quotes between the bracket and the short form, and the bracket's end after it?"""
    between = text[opening + 1 : mention.start]
    if re.fullmatch(r"\s*(?:[A-Za-z][^()（）“”]{1,42}[，,;；]\s*)?(?:(?:以下|下)?(?:简称|称)[:：]?)?[“\"‘']?", between) is None:
        return False
    return re.match(r"[”\"’']?\s*[)），,;；]", text[mention.end : mention.end + 3]) is not None


def _contains(full: str, short: str) -> bool:
    """Is `short` a short form of `full`: its end after a place (滨海新区管委会), or its heart without the legal form?"""
    if len(short) < 2 or len(full) <= len(short):
        return False
    ending = ending_of(short)
    if full.endswith(short):
        return ending is not None and len(short) >= 4 and ending.kind not in {"party"}
    if ending is not None and ending.strong:
        return False
    position = full.find(short)
    if re.search("[分子]公司", full):
        return False
    return (
        0 <= position <= 6
        and full.endswith(("公司", "集团", "厂"))
        and not _is_part(full[position + len(short) :] if position + len(short) < len(full) else "")
    )
