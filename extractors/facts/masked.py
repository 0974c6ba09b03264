"""A sentence with its mentions written as one character each, so that patterns read what things are, not how they are called.

`A` an alliance or association, `O` another organisation, `G` a place (浙江绍兴 is one: the narrowest),
`F` a building, park or zone, `P` a person, `D` a date, `N` a figure, `M` money, `E` a named event,
`W` a titled work or law: in private-use code points, which SYMBOLS maps from these letters.
Text in brackets after a mention is left out. 我市 is the article's home place; 该联盟 the alliance
named last, 该公司 the company named last. `position` leads back to the text.

>>> from corpus.article import Article
>>> from extractors.records import Draft, Mention, Span
>>> city = Mention(label="GPE", start=0, end=2, text="许昌", extractor="-", entity_id="CN-411000")
>>> draft = Draft(Article(text="许昌(河南)加入。"), (Span(0, 9),), (), (city,))
>>> [readable(sentence.text) for sentence in masked_sentences(draft)]
['G加入。']
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractors.plain import plain
from extractors.records import DATE_LABELS, Date, Draft, Mention, Organisation, Span, Word

LETTERS = "AOGFPDNMEW"
SYMBOLS = {letter: chr(0xE000 + number) for number, letter in enumerate(LETTERS)}
_LETTER = {symbol: letter for letter, symbol in SYMBOLS.items()}
BLANK = "\ue0ff"
# A longer sentence is no sentence of the press; it is left out, so that no text takes long.
LONGEST_SENTENCE = 3_000
# How many bodies back 该公司 may mean.
_BODIES_KEPT = 12
# Bodies that have members, whatever kind they were taken for.
_ALLIANCE_ENDS = ("联盟", "城市网络", "合作网络", "共同体", "协作体", "协作网", "联合体", "合作组织")
ALLIANCE_KINDS = frozenset({"alliance", "association", "international"})
_GROUP = re.compile("[（(][^（()）\\n]{0,60}[）)]")
# A gloss in another script is left out wherever it stands: 欧珍博士(Dr.ChristineD.Althauser).
_LATIN = re.compile("[（(][A-Za-zÀ-ɏ.·,\\- ]{2,60}[）)]")
# A shorter word that the tagger takes for a body may be anything.
_SHORT_NAME = 3
# What an unknown body must end in to be taken for one, and how a mere description of some begins.
_BODY_END = re.compile(
    "(?:公司|集团|股份|控股|汽车|重工|重机|电子|科技|机械|机床|银行|大学|学院|研究院|研究所|实验室|中心|协会|商会|局|厅|政府|管委会|医院|厂|精密|精工|智能|电气|电器|装备|新材|能源|医药|生物|物流|智造|动力|轴承|传动|化工|通信|软件|传媒|食品)$"
)
_ANY_BODY = re.compile(
    "^(?:省|市|县|区|国家级|上市|国有|民营|外资|中资|德资|合资|独资|国内|国外|当地|本地|多家|各|过渡|该|其|我)|上市公司|过渡政府|子公司$"
)
_BRANCH = re.compile("[（(][一-鿿]{2,8}[）)](?:[一-鿿]{0,6}(?:公司|集团))")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_HOME = re.compile("[我全]市|[我全]省|[我全]县|[我全]区(?!域)")
_HOME_LEVELS = {"省": "province", "市": "city", "县": "county", "区": "county"}
_THAT_ALLIANCE = re.compile(
    "(?:该|这一|这个|上述)(?:联盟|组织|协会|商会|合作组织)|(?<=加入)联盟(?![^，。；、的]{0,6}(?:成员|协议))|联盟(?=秘书处|理事长|秘书长|成员)"
)

# 该中心 is the last body so called, 该公司 the last company.
_THAT_BODY = re.compile(
    "该(公司|企业|集团|中心|研究院|研究所|学院|大学|银行|基金会|商会|协会|学会|医院|实验室|局|厅|委|校|院|所|署|厂|馆)"
    "|(?:(?<=[，,。；;：:“])|^)(公司|集团|企业)(?=将|拟|已|与|和|同|计划|于|未|有望|没有|不|从未|无意|正在|还|也|决定|宣布|可能|目前|今年|明年|去年|旗下|董事长|总经理)"
)


@dataclass(frozen=True, slots=True)
class Unit:
    """One symbol of a masked sentence: the mention (the narrowest of a chain of places), its span, and what it points at."""

    letter: str
    start: int
    end: int
    text: str
    entity_id: str | None
    mention: Mention | None = None

    @property
    def date(self) -> Date | None:
        """The value of a date."""
        return self.mention.date if self.mention is not None else None


@dataclass(frozen=True, slots=True)
class Masked:
    """A sentence (`span` in the article's text) as `text` of symbols and plain characters."""

    span: Span
    text: str
    units: dict[int, Unit]
    indices: tuple[int, ...]
    starts: tuple[int, ...]
    alliance: Unit | None = None
    # Whose conference a named event of the sentence is: 中德工业城市联盟第四次全体会议.
    convener: Unit | None = None
    # The plain text of the whole article with its names blanked, for modality_of.
    blanked: str = ""

    def position(self, index: int) -> int:
        """Where the character at `index` of the masked text stands in the article's text; the end for the last index."""
        return self.starts[index]

    def unit(self, index: int) -> Unit:
        """The unit whose symbol stands at `index`."""
        return self.units[index]

    def indices_in(self, start: int, end: int) -> tuple[int, ...]:
        """Where units stand between two indices, in order."""
        return self.indices[bisect_left(self.indices, start) : bisect_left(self.indices, end)]

    def units_in(self, start: int, end: int, letters: str = LETTERS) -> list[Unit]:
        """The units of these letters between two indices, in order."""
        return [unit for index in self.indices_in(start, end) if (unit := self.units[index]).letter in letters]


def expand(pattern: str) -> str:
    """A pattern in which `<G>`, `<GO>` … stand for one symbol of these letters."""
    return re.sub("<([A-Z]+)>", lambda match: "[" + "".join(SYMBOLS[letter] for letter in match[1]) + "]", pattern)


def readable(text: str) -> str:
    """A masked text with letters for its symbols."""
    return "".join(_LETTER.get(character, character) for character in text)


def _blanked(text: str, mentions: Sequence[Mention], words: Sequence[Word]) -> str:
    """The plain text with the characters of names as one private-use character each, so that no word is read inside a name (投资促进署)."""
    pieces: list[str] = []
    position = 0
    spans = [(mention.start, mention.end) for mention in mentions if mention.label not in DATE_LABELS]
    for start, end in sorted([*spans, *((word.start, word.end) for word in words)]) if words else spans:
        if end > position:
            pieces += (text[position:start], BLANK * (end - max(start, position)))
            position = end
    return "".join((*pieces, text[position:]))


def masked_sentences(draft: Draft) -> Iterator[Masked]:
    """The sentences of an article in order, masked; what 该联盟 means is carried from one to the next."""
    text = plain(draft.text)
    bodies_of_words = [word for word in draft.words if word.tag == "ORG" and word.end - word.start > _SHORT_NAME]
    blanked = _blanked(text, draft.mentions, bodies_of_words)
    text = _PRIVATE.sub("?", text)
    alliance: Unit | None = None
    alliances = {
        plain(name): organisation.organisation_id
        for organisation in draft.organisations.values()
        if organisation.kind == "alliance"
        for name in (organisation.name, *organisation.aliases)
    }
    bodies: list[Unit] = []
    position = 0
    for span in draft.sentences:
        while position < len(draft.mentions) and draft.mentions[position].start < span.start:
            position += 1
        mentions = []
        while position < len(draft.mentions) and draft.mentions[position].end <= span.end:
            mentions.append(draft.mentions[position])
            position += 1
        if span.end - span.start > LONGEST_SENTENCE:
            continue
        named = _with_unknown_bodies(draft, text, span, _units(draft, text, mentions), bodies_of_words)
        bodies = [*bodies[-_BODIES_KEPT:], *(unit for unit in named if unit.letter == "O")]
        units = _with_bodies(draft, text, span, _with_pronouns(draft, text, span, named, alliance), bodies)
        before = alliance
        convener = next((found for unit in units if unit.letter == "E" and (found := _convener(unit, alliances)) is not None), None)
        units = _with_pronouns(draft, text, span, units, convener) if convener is not None else units
        last = next((unit for unit in reversed(units) if unit.letter == "A" and _is_named(draft, unit)), convener)
        if last is not None and (alliance is None or _is_true_alliance(draft, last) or not _is_true_alliance(draft, alliance)):
            alliance = last
        yield _masked(text, span, units, before, convener, blanked)


def _with_unknown_bodies(draft: Draft, text: str, span: Span, units: list[Unit], words: Sequence[Word]) -> list[Unit]:
    """The units with bodies that are no mentions: what the tagger calls one, and 瀚河精密（德国）有限公司, of which only the beginning is known."""
    found = list(units)
    for word in words[bisect_left(words, span.start, key=lambda word: word.start) : bisect_left(words, span.end, key=lambda word: word.start)]:
        place = bisect_left(units, word.end, key=lambda unit: unit.start)
        name = text[word.start : word.end]
        is_free = (place == 0 or units[place - 1].end <= word.start) and word.end <= span.end
        if is_free and _BODY_END.search(name) and _ANY_BODY.search(name) is None:
            found.append(Unit("O", word.start, word.end, draft.text[word.start : word.end], None))
    for unit in units:
        match = _BRANCH.match(text, unit.end, span.end) if unit.letter == "O" else None
        if match is not None:
            found = [other for other in found if other.end <= unit.start or other.start >= match.end()]
            found.append(Unit("O", unit.start, match.end(), draft.text[unit.start : match.end()], None))
    return sorted(found, key=lambda unit: unit.start) if len(found) > len(units) or found != units else units


def _convener(event: Unit, alliances: Mapping[str, str]) -> Unit | None:
    """The alliance whose name an event's name begins with."""
    text = plain(event.text)
    name = max((name for name in alliances if text.startswith(name)), key=len, default=None)
    if name is None:
        return None
    return Unit("A", event.start, event.start + len(name), event.text[: len(name)], alliances[name], event.mention)


def _units(draft: Draft, text: str, mentions: list[Mention]) -> list[Unit]:
    units: list[Unit] = []
    for mention in mentions:
        letter = _letter_of(draft, mention)
        if letter is None:
            continue
        unit = Unit(letter, mention.start, mention.end, mention.text, mention.entity_id, mention)
        if letter == "A" and mention.text.endswith("秘书处"):
            unit = _alliance_of_office(draft, unit)
        last = units[-1] if units else None
        if last is not None and last.letter == letter == "G" and last.end == mention.start and _lies_in(draft, mention.entity_id, last.entity_id):
            units[-1] = Unit("G", last.start, mention.end, text[last.start : mention.end], mention.entity_id, mention)
            continue
        units.append(unit)
    return units


def _is_named(draft: Draft, unit: Unit) -> bool:
    """Whether 该联盟 and an object left out may mean this one: an alliance, no mere association."""
    organisation = draft.organisations.get(unit.entity_id or "")
    return organisation is not None and (organisation.kind != "association" or unit.text.endswith(("联盟", "联合会", "协会", "商会", "学会")))


def _is_true_alliance(draft: Draft, unit: Unit) -> bool:
    """Whether it is no mere association, which the text may name in passing."""
    organisation = draft.organisations.get(unit.entity_id or "")
    return organisation is not None and organisation.kind != "association"


def _letter_of(draft: Draft, mention: Mention) -> str | None:
    if mention.label == "ORG":
        organisation = draft.organisations.get(mention.entity_id or "")
        parent = draft.organisations.get(organisation.parent_id or "") if organisation else None
        if mention.text.endswith("秘书处") and _is_alliance(parent):
            return "A"
        return "A" if _is_alliance(organisation) else "O"
    if mention.label in DATE_LABELS:
        return "D"
    return {
        "GPE": "G", "LOC": "F", "FAC": "F", "PERSON": "P", "MONEY": "M", "EVENT": "E", "WORK_OF_ART": "W", "LAW": "W",
        "PERCENT": "N", "QUANTITY": "N", "CARDINAL": "N", "ORDINAL": "N",
    }.get(mention.label)  # fmt: skip


def _is_alliance(organisation: Organisation | None) -> bool:
    return organisation is not None and (organisation.kind in ALLIANCE_KINDS or organisation.name.endswith(_ALLIANCE_ENDS))


def _alliance_of_office(draft: Draft, unit: Unit) -> Unit:
    """Of an alliance's 秘书处 the alliance, with the last three characters left as text."""
    organisation = draft.organisations.get(unit.entity_id or "")
    parent = organisation.parent_id if organisation and organisation.parent_id else unit.entity_id
    return Unit("A", unit.start, unit.end - 3, unit.text[:-3], parent, unit.mention)


def _lies_in(draft: Draft, place_id: str | None, parent_id: str | None) -> bool:
    """Whether a place lies in another, at any depth."""
    for _ in range(6):
        if place_id is None or place_id not in draft.places:
            return False
        place_id = draft.places[place_id].parent_id
        if place_id == parent_id and parent_id is not None:
            return True
    return False


def _with_pronouns(draft: Draft, text: str, span: Span, units: list[Unit], alliance: Unit | None) -> list[Unit]:
    """The units with 我市 and 该联盟, where something stands for them."""
    found = list(units)
    alliances = [unit for unit in units if unit.letter == "A" and _is_named(draft, unit)]
    home = draft.places.get(draft.home_place_id or "")
    if home is not None:
        for match in _HOME.finditer(text, span.start, span.end):
            if not _is_taken(units, match.start()) and _HOME_LEVELS[match.group()[1]] == home.level:
                found.append(Unit("G", match.start(), match.end(), match.group(), home.place_id))
    for match in _THAT_ALLIANCE.finditer(text, span.start, span.end):
        before = bisect_right(alliances, match.start(), key=lambda unit: unit.end)
        last = alliances[before - 1] if before else alliance
        if last is not None and not _is_taken(units, match.start()):
            found.append(Unit("A", match.start(), match.end(), match.group(), last.entity_id))
    return sorted(found, key=lambda unit: unit.start) if len(found) > len(units) else units


def _is_taken(units: list[Unit], position: int) -> bool:
    """Whether a position lies within a unit."""
    return any(unit.start <= position < unit.end for unit in units)


def _with_bodies(draft: Draft, text: str, span: Span, units: list[Unit], bodies: list[Unit]) -> list[Unit]:
    """The units with 该公司 and 该中心, where a body of that kind was named before; `bodies` are in text order."""
    matches = list(_THAT_BODY.finditer(text, span.start, span.end))
    if not matches:
        return units
    found = list(units)
    taken = {position for unit in units for position in range(unit.start, unit.end)}
    for match in matches:
        before = bodies[: bisect_right(bodies, match.start(), key=lambda unit: unit.end)][-_BODIES_KEPT:]
        word = match[1] or match[2]
        last = next((unit for unit in reversed(before) if _is_called(draft, unit, word)), None)
        if match.start() not in taken and last is not None:
            name = match.group() if last.entity_id is not None else last.text
            found.append(Unit("O", match.start(), match.end(), name, last.entity_id))
    return sorted(found, key=lambda unit: unit.start)


def _is_called(draft: Draft, unit: Unit, word: str) -> bool:
    organisation = draft.organisations.get(unit.entity_id or "")
    if word in ("公司", "企业", "集团") and unit.entity_id is not None:
        return organisation is not None and organisation.kind == "company"
    return unit.text.endswith(word)


def _masked(text: str, span: Span, units: list[Unit], alliance: Unit | None, convener: Unit | None, blanked: str) -> Masked:
    """The sentence written anew: symbols for units, without the brackets that follow right after one."""
    ends = {unit.end for unit in units}
    groups = [
        (match.start(), match.end())
        for match in _GROUP.finditer(text, span.start, span.end)
        if match.start() in ends or _LATIN.fullmatch(match.group())
    ]
    kept = [_dated(unit, units, groups) for unit in units if not _is_inside(unit, groups)] if groups else units
    cuts = sorted([*((unit.start, unit.end, unit) for unit in kept), *((start, end, None) for start, end in groups)], key=lambda cut: cut[0])
    pieces: list[str] = []
    starts: list[int] = []
    by_index: dict[int, Unit] = {}
    position = span.start
    for start, end, unit in cuts:
        if start < position:
            continue
        pieces.append(text[position:start])
        starts.extend(range(position, start))
        if unit is not None:
            by_index[len(starts)] = unit
            pieces.append(SYMBOLS[unit.letter])
            starts.append(start)
        position = end
    pieces.append(text[position : span.end])
    starts.extend(range(position, span.end + 1))
    return Masked(span, "".join(pieces), by_index, tuple(by_index), tuple(starts), alliance, convener, blanked)


def _is_inside(unit: Unit, groups: list[tuple[int, int]]) -> bool:
    place = bisect_right(groups, (unit.start, LONGEST_SENTENCE + unit.end)) - 1
    return place >= 0 and unit.start < groups[place][1]


def _dated(unit: Unit, units: list[Unit], groups: list[tuple[int, int]]) -> Unit:
    """今天（11月7日）: the date in brackets stands for a vague one before it."""
    if unit.letter != "D" or (unit.date is not None and unit.date.edtf is not None):
        return unit
    place = bisect_left(groups, (unit.end, 0))
    if place == len(groups) or groups[place][0] != unit.end:
        return unit
    for inner in units[bisect_left(units, unit.end, key=lambda other: other.start) :]:
        if inner.start >= groups[place][1]:
            break
        if inner.letter == "D":
            return Unit("D", unit.start, unit.end, unit.text, None, inner.mention)
    return unit
