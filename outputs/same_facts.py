"""Which statements of several articles tell the same fact, and where they contradict each other.

In two steps, so that a store can ask for what matters only: `block` is a hash that the same facts always share, `split` parts
the statements of one block. Positions are the same by key alone. A membership is the same with and without its date, and with
2019-09 and 2019-09-20; two other dates stay two. Events need more, since no two papers name the same people:

- kind, modality and date agree; places do not contradict each other (许昌市 and 河南省许昌市魏都区 don't);
- a named fair or meeting is known by its name; every other by who takes part in it: who visits, who signs, who joins. Where
  only one of them agrees, the place must be told by both and agree too;
- 甲 and 乙 sign, 甲 and 丙 sign: two. 甲 and 乙, 甲 alone: one;
- what one article tells as two stays two.

Two sums for one deal are not merged: both stay, and `Contradiction` says so. So do two values of one indicator for one period.

>>> from extractors.records import Participant
>>> def signing(article_id, amount, *names):
...     participants = tuple(Participant(None, name, "signatory") for name in names)
...     event = Event(id=f"e{article_id}", evidence="签约。", start=0, end=3, extractor="events.signs", kind="signing", date="2020-12-14",
...                   place_id="CN-411000", participants=participants, amount=amount)
...     return (article_id, article_id, event)
>>> groups, contradictions = split("b", [signing("1", None, "甲公司", "乙公司"), signing("2", None, "甲公司"), signing("3", None, "丙公司")])
>>> [[article_id for _, article_id, _ in statements] for _, statements in groups]
[['1', '2'], ['3']]
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import combinations

from extractors.plain import plain
from extractors.records import Event, Fact, Figure, Indicator, Membership, make_id
from outputs.across import identity, is_known, names_of, statement_order
from outputs.days import first_and_last_day

# (article_order, article_id, fact), as merge_facts takes them.
Statement = tuple[str, str, Fact]

# Kinds that are known by their name; all others by who takes part.
_NAMED_KINDS = frozenset({"conference", "exhibition", "other"})
# Who makes a happening this one and no other; an attendee or a speaker is at many.
_CORE_ROLES = {
    "conference": frozenset({"organiser", "host", "co_organiser"}),
    "exhibition": frozenset({"organiser", "host", "co_organiser"}),
    "other": frozenset({"organiser", "host", "co_organiser", "subject"}),
    "signing": frozenset({"signatory"}),
    "investment": frozenset({"subject", "target"}),
    "acquisition": frozenset({"acquirer", "target"}),
    "accession": frozenset({"member"}),
}
_SUBJECT = frozenset({"subject"})
# All parties of a deal are told or some are left out, but none is exchanged for another.
_DEALS = frozenset({"signing", "investment", "acquisition", "accession"})
_NOT_NAME = re.compile(r"[\W_]+|^(?:19|20)\d\d年?(?=\D)")
# Sums of single deals: a city has many in a year, none contradicts another.
_OF_SINGLE_DEALS = re.compile("投资|签约|采购|成交|增资|出资|合同|收购|并购|项目|协议|订单")
# Shorter periods than a month hold single happenings too.
_SHORTEST_PERIOD_DAYS = 28


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two groups that tell one fact with different values; `keys` as of `split`, `field` is amount, since or value."""

    field: str
    keys: tuple[str, str]


def block(fact: Fact, original_id: str) -> str:
    """A hash that every statement of the same fact has; `original_id` as for `identity`."""
    if isinstance(fact, Membership):
        return make_id("k", "membership", fact.member_id, fact.organisation_id, fact.role, fact.status, fact.modality)
    if isinstance(fact, Event):
        pinned = is_known(fact.date) and bool(fact.name or fact.participants)
        return make_id("k", "event", fact.kind, fact.modality, fact.date, *(() if pinned else (original_id,)))
    if isinstance(fact, Indicator):
        pinned = bool(fact.subject_ids) and is_known(fact.period)
        key = (*fact.subject_ids, "of", fact.metric, fact.period, fact.change, fact.base, fact.share_of, fact.scope, fact.figure.unit, fact.modality)
        return make_id("k", "indicator", *key, *(() if pinned else (fact.subject_text, original_id)))
    return identity(fact, original_id)


def key_of(of_block: str, first: Fact) -> str:
    """The key of the fact of which this is the first statement."""
    return f"{of_block}-{first.id}" if isinstance(first, Event | Membership | Indicator) else of_block


def split(of_block: str, statements: Iterable[Statement]) -> tuple[list[tuple[str, list[Statement]]], list[Contradiction]]:
    """The statements of one block as (key, statements of one fact), and what contradicts what.

    Both depend on the set of statements alone.
    """
    ordered = sorted(statements, key=statement_order)
    groups: Sequence[_Group]
    fields: list[tuple[str, int, int]] = []
    first = ordered[0][2]
    if isinstance(first, Event):
        groups, fields = _split_events(ordered)
    elif isinstance(first, Membership):
        groups, fields = _split_memberships(ordered)
    elif isinstance(first, Indicator):
        groups, fields = _split_indicators(ordered)
    else:
        groups = [_Group(ordered)]
    keys = [key_of(of_block, group.statements[0][2]) for group in groups]
    contradictions = [Contradiction(name, (keys[one], keys[other])) for name, one, other in sorted(fields)]
    return [(key, group.statements) for key, group in zip(keys, groups, strict=True)], contradictions


@dataclass(slots=True)
class _Group:
    """Statements of one fact, in order."""

    statements: list[Statement]

    @property
    def article_ids(self) -> set[str]:
        return {article_id for _, article_id, _ in self.statements}


def _split_memberships(ordered: Sequence[Statement]) -> tuple[list[_Group], list[tuple[str, int, int]]]:
    dated: list[tuple[tuple[str, str], _Group]] = []
    undated: list[Statement] = []
    for statement in ordered:
        days = _days(statement[2])
        if days is None:
            undated.append(statement)
            continue
        for number, (known, group) in enumerate(dated):
            if _within(days, known) or _within(known, days):
                group.statements.append(statement)
                dated[number] = (days if _within(days, known) else known, group)
                break
        else:
            dated.append((days, _Group([statement])))
    groups = [group for _, group in dated] or [_Group([])]
    # A date that is not told contradicts none: it goes with the first.
    groups[0].statements.extend(undated)
    for group in groups:
        group.statements.sort(key=statement_order)
    pairs = combinations(range(len(groups)), 2)
    return groups, [("since", one, other) for one, other in pairs if not groups[one].article_ids & groups[other].article_ids]


def _days(fact: Fact) -> tuple[str, str] | None:
    """The first and last possible day of a membership's date; None for an unknown one. An open end is as the day that it begins."""
    since = fact.since if isinstance(fact, Membership) else None
    first, last = first_and_last_day(since)
    if first is None:
        return None
    return first, last if last is not None else first_and_last_day((since or "").partition("/")[0])[1] or first


def _within(inner: tuple[str, str], outer: tuple[str, str]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _split_indicators(ordered: Sequence[Statement]) -> tuple[list[_Group], list[tuple[str, int, int]]]:
    by_figure: dict[str, _Group] = {}
    for statement in ordered:
        by_figure.setdefault(identity(statement[2], ""), _Group([])).statements.append(statement)
    groups = list(by_figure.values())
    figures = [_figure(group.statements[0][2]) for group in groups]
    told = Counter(article_id for group in groups for article_id in group.article_ids)
    # An article with two values for one key tells them of two things that we cannot tell apart.
    sure = [all(told[article_id] == 1 for article_id in group.article_ids) for group in groups]
    if not _is_of_a_period(ordered[0][2]):
        return groups, []
    pairs = combinations(range(len(groups)), 2)
    return groups, [("value", one, other) for one, other in pairs if sure[one] and sure[other] and _differ(figures[one], figures[other])]


def _figure(fact: Fact) -> Figure | None:
    return fact.figure if isinstance(fact, Indicator) else None


def _is_of_a_period(fact: Fact) -> bool:
    """Whether there can be but one value: of a known subject, for a month or longer, and no sum of single deals."""
    if not isinstance(fact, Indicator) or not fact.subject_ids or _OF_SINGLE_DEALS.search(fact.metric):
        return False
    first, last = first_and_last_day(fact.period)
    return first is not None and last is not None and (date.fromisoformat(last) - date.fromisoformat(first)).days + 1 >= _SHORTEST_PERIOD_DAYS


def _differ(one: Figure | None, other: Figure | None) -> bool:
    """Whether two figures of one unit cannot both be right; what is only rounded more coarsely, or given as a bound, can."""
    if one is None or other is None or one.unit != other.unit or one.bound != "exact" or other.bound != "exact":
        return False
    return one.value is not None and other.value is not None and not _agree(one.value, other.value)


def _agree(one: Decimal, other: Decimal) -> bool:
    """165.3亿 and 165亿 agree: at the coarser of both precisions they are the same.

    >>> _agree(Decimal(16530000000), Decimal(16500000000)), _agree(Decimal(16530000000), Decimal(16700000000))
    (True, False)
    """
    if one == other:
        return True
    exponents = [value.normalize().as_tuple().exponent for value in (one, other)]
    coarser = max(exponent for exponent in exponents if isinstance(exponent, int))
    # The coarser one is written with few digits: 200 says little of 180, 165 much of 165.3.
    written = one if exponents[0] == coarser else other
    if len(written.normalize().as_tuple().digits) < 2:
        return False
    step = Decimal(1).scaleb(coarser)
    return abs(one - other) < step


@dataclass(slots=True)
class _EventGroup(_Group):
    """Statements of one happening, with all that they tell of it."""

    identities: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    editions: set[int] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    amounts: list[Figure] = field(default_factory=list)
    core: list[frozenset[str]] = field(default_factory=list)
    others: list[frozenset[str]] = field(default_factory=list)

    def take(self, statement: Statement, told: _Told) -> None:
        self.statements.append(statement)
        self.identities.add(told.identity)
        self.names |= {told.name} - {""}
        self.editions |= {told.event.edition} if told.event.edition is not None else set()
        self.places |= {told.event.place_id} if told.event.place_id is not None else set()
        self.amounts += [told.event.amount] if told.event.amount else []
        self.core += [one for one in told.core if one not in self.core]
        self.others += [one for one in told.others if one not in self.others]


class _Told:
    """One statement of an event, taken apart for comparison."""

    def __init__(self, event: Event) -> None:
        self.event = event
        self.identity = identity(event, "")
        self.name = _NOT_NAME.sub("", plain(event.name or "")).lower()
        core_roles = _CORE_ROLES.get(event.kind, _SUBJECT)
        self.core = [names_of(one) for one in event.participants if one.role in core_roles]
        self.others = [names_of(one) for one in event.participants if one.role not in core_roles]


def _split_events(ordered: Sequence[Statement]) -> tuple[list[_EventGroup], list[tuple[str, int, int]]]:
    groups: list[_EventGroup] = []
    # Which groups could be meant, by anything that they have in common.
    by_token: dict[str, list[int]] = {}
    contradictions: set[tuple[str, int, int]] = set()
    for statement in ordered:
        event = statement[2]
        if not isinstance(event, Event):
            raise TypeError(f"{type(event).__name__} among events")
        told = _Told(event)
        tokens = set(_index_tokens(told))
        rivals = []
        found = None
        for number in sorted({number for token in tokens for number in by_token.get(token, ())}):
            verdict = _verdict(told, statement[1], groups[number])
            if verdict == "same":
                found = number
                break
            if verdict == "amount":
                rivals.append(number)
        if found is None:
            found = len(groups)
            groups.append(_EventGroup([]))
        groups[found].take(statement, told)
        for token in tokens:
            numbers = by_token.setdefault(token, [])
            if found not in numbers:
                numbers.append(found)
        contradictions |= {("amount", min(found, rival), max(found, rival)) for rival in rivals}
    return groups, sorted(contradictions)


def _index_tokens(told: _Told) -> Iterator[str]:
    yield told.identity
    for tokens in (*told.core, *told.others):
        yield from tokens
    if told.event.kind in _NAMED_KINDS and told.name:
        yield told.name
        yield f"at {told.event.place_id}"


def _verdict(told: _Told, article_id: str, group: _EventGroup) -> str | None:
    """`same`, `amount` where but for the sum it would be the same, None where it is another."""
    if told.identity in group.identities and not group.amounts:
        return "same"
    if article_id in group.article_ids and told.identity not in group.identities:
        return None
    if told.event.edition is not None and group.editions - {told.event.edition}:
        return None
    if any(not _places_agree(told.event.place_id, place) for place in group.places):
        return None
    if told.identity not in group.identities and not _is_same_happening(told, group):
        return None
    amount = told.event.amount
    if amount is None or all(amount.unit == one.unit and not _differ(amount, one) for one in group.amounts):
        return "same"
    return "amount" if article_id not in group.article_ids and any(_differ(amount, one) for one in group.amounts) else None


def _is_same_happening(told: _Told, group: _EventGroup) -> bool:
    place = told.event.place_id
    same_place = place is not None and place in group.places
    names_meet = [_names_agree(told.name, name) for name in group.names] if told.name else []
    shared = [one for one in told.core if _matches(one, group.core)]
    shared_by_all = len(shared) + sum(_matches(one, group.others) for one in told.others)
    if told.event.kind in _NAMED_KINDS:
        if names_meet:
            return all(names_meet) and (told.name in group.names or same_place or shared_by_all > 0)
        # Who leads a country is at several meetings in its capital on one day, but nobody at two fairs in one town.
        is_at_fair = told.event.kind == "exhibition" and shared_by_all > 0
        return shared_by_all >= 2 or bool((shared or is_at_fair) and same_place)
    if not shared or not all(names_meet):
        return False
    if told.event.kind in _DEALS:
        reverse = [one for one in group.core if _matches(one, told.core)]
        if len(shared) < len(told.core) and len(reverse) < len(group.core):
            return False
    # Members join different alliances on one day, guests are received by different hosts.
    if told.others and group.others and told.event.kind in ("accession", "visit") and not any(_matches(one, group.others) for one in told.others):
        return False
    return same_place or shared_by_all >= 2 or bool(told.event.kind == "establishment" and names_meet)


def _matches(tokens: frozenset[str], others: Sequence[frozenset[str]]) -> bool:
    return any(tokens & other for other in others)


def _names_agree(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return shorter == longer or (len(shorter) >= 4 and shorter in longer)


def _places_agree(one: str | None, other: str) -> bool:
    """Whether both can be where it was: the same, one unknown, or a Chinese division within the other (GB/T 2260 codes nest)."""
    if one is None or one == other:
        return True
    stems = [re.sub(r"(?:00){0,2}$", "", place) for place in (one, other)]
    chinese = one.startswith("CN") and other.startswith("CN")
    return chinese and (stems[0].startswith(stems[1]) or stems[1].startswith(stems[0]))
