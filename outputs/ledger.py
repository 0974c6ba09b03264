"""The ledger: memberships known before any article is read, each with its source, and what articles' member counts are checked against.

Pure functions. A membership is known from a day on, or from some day within an interval: so the number of members on a day is
known as a least and a greatest number. A count that an article states (26个中方成员城市) is doubted when it lies outside. An article
without a day is only doubted when it states more members than were ever known.

Only of organisations that the ledger names: of others a database knows those few that articles happened to tell of.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from extractors.lexicon import parse_rows, read_rows
from extractors.records import Figure, Indicator, organisation_id
from outputs.days import first_and_last_day

__all__ = ["Known", "LedgerRow", "count_members", "doubt_about_count", "ledger", "ledger_organisations", "parse_ledger"]

_METRIC = re.compile(
    r"(?P<side>中方|中国|我国|国内|德方|德国)?(?P<now>现有|正式)?(?:成{0,2}(?P<member>成员|会员)|(?P<observer>观察员))(?:城市|单位|国家|国)?数"
)
_COUNTRIES = {"中方": "CN", "中国": "CN", "我国": "CN", "国内": "CN", "德方": "DE", "德国": "DE"}
_SIDES = {"CN": "Chinese ", "DE": "German ", None: ""}
# A founder is a member; the seat of the secretariat is named apart from the members.
_MEMBER_ROLES = frozenset({"member", "founder"})
_OBSERVER_ROLES = frozenset({"observer"})
_FIRST, _LAST = "0001-01-01", "9999-12-31"


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One known membership; `place_id` None for a member that no gazetteer has."""

    organisation: str
    organisation_id: str
    place_id: str | None
    name: str
    country: str
    role: str
    since: str | None
    until: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Known:
    """One membership, from the ledger or an article: `joined` and `left` are the first and last possible day, None for never."""

    organisation_id: str
    member: str
    country: str | None
    role: str
    joined: tuple[str, str] | None = None
    left: tuple[str, str] | None = None


@lru_cache(maxsize=1)
def ledger() -> tuple[LedgerRow, ...]:
    """All rows of the ledger that is shipped."""
    return _rows(read_rows("outputs", "memberships.tsv"))


def parse_ledger(text: str) -> tuple[LedgerRow, ...]:
    """The rows of a ledger in the form of the shipped one."""
    return _rows(parse_rows(text))


def ledger_organisations(rows: Iterable[LedgerRow]) -> dict[str, str]:
    """Names by id of the organisations whose members the rows know."""
    return {row.organisation_id: row.organisation for row in rows}


def known_in_ledger(rows: Iterable[LedgerRow]) -> list[Known]:
    """The rows as memberships to count."""
    found = []
    for row in rows:
        left = _days(row.until) if row.until else None
        found.append(Known(row.organisation_id, row.place_id or row.name, row.country, row.role, _days(row.since), left))
    return found


def known_by_article(
    *, organisation: str, member: str, country: str | None, role: str, status: str, since: str | None, published: str | None
) -> Known:
    """A membership that an article tells: on its date, else some day up to the article's."""
    days = _days(since) if since is not None and "X" not in since else (_FIRST, published or _LAST)
    joined, left = (days, None) if status == "joined" else (None, days)
    return Known(organisation, member, country, role, joined, left)


def count_members(known: Sequence[Known], *, country: str | None, roles: frozenset[str], day: str) -> tuple[int, int]:
    """The least and the greatest number of members of these roles at the end of a day; `country` None counts all."""
    by_member: dict[str, list[Known]] = {}
    for one in known:
        by_member.setdefault(one.member, []).append(one)
    least = greatest = 0
    for same in by_member.values():
        if country is not None and country not in {one.country for one in same}:
            continue
        surely, possibly = _is_member(same, roles, day)
        least += surely
        greatest += possibly
    return least, greatest


def doubt_about_count(indicator: Indicator, organisation: str, known: Sequence[Known], *, published: str | None) -> tuple[str, str, str] | None:
    """What makes a stated number of members doubtful: (stated, known, the sentence for the reviewer); None for nothing.

    `known` are the memberships of the organisation whose name is `organisation`, from ledger and articles.
    """
    match = _METRIC.fullmatch(indicator.metric)
    figure = indicator.figure
    if match is None or indicator.modality != "asserted" or indicator.change or indicator.share_of or figure.unit != "1":
        return None
    country = _COUNTRIES.get(match["side"] or "")
    day = first_and_last_day(indicator.period)[1] or published
    roles = _OBSERVER_ROLES if match["observer"] else _MEMBER_ROLES
    least, greatest = count_members(known, country=country, roles=roles, day=day or _LAST)
    # A total may count the observers too.
    with_observers = count_members(known, country=country, roles=_MEMBER_ROLES | _OBSERVER_ROLES, day=day or _LAST)
    ranges = [(least, greatest)] if match["observer"] or country else [(least, greatest), with_observers]
    if day is None:
        ranges = [(0, max(high for _, high in ranges))]
    if any(_can_be(figure, low, high) for low, high in ranges):
        return None
    stated = _in_words(figure)
    number = str(greatest) if least == greatest or day is None else f"{least} to {greatest}"
    what = f"{_SIDES[country]}{'observers' if match['observer'] else 'members'} of {organisation}"
    when = f"on {day}" if day else "at any time"
    return stated, number, f"article says {stated} {what}, the database knows {number} {when}"


def _rows(rows: Iterable[dict[str, str]]) -> tuple[LedgerRow, ...]:
    return tuple(
        LedgerRow(
            organisation=row["organisation"],
            organisation_id=organisation_id(row["organisation"], None),
            place_id=row["place_id"] or None,
            name=row["name"],
            country=row["country"],
            role=row["role"],
            since=row["since"] or None,
            until=row["until"] or None,
            source=row["source"],
        )
        for row in rows
    )


def _days(edtf: str | None) -> tuple[str, str]:
    """First and last possible day of something that happened once: an open beginning is as early as can be."""
    first, last = first_and_last_day(edtf)
    if last is None and edtf is not None and edtf.endswith("/.."):
        # 2016-04/..: from some day of that month on.
        last = first_and_last_day(edtf.partition("/")[0])[1]
    return first or _FIRST, last or _LAST


def _is_member(same: Sequence[Known], roles: frozenset[str], day: str) -> tuple[bool, bool]:
    """Whether one member surely, and whether it possibly is in one of these roles at the end of the day."""
    joined = [one.joined for one in same if one.joined and one.role in roles]
    left = [one.left for one in same if one.left]
    surely = any(last <= day and not any(gone_first <= day and gone_last >= first for gone_first, gone_last in left) for first, last in joined)
    possibly = any(
        first <= day and not any(gone_last <= day and gone_first >= first and gone_first >= last for gone_first, gone_last in left)
        for first, last in joined
    )
    if roles == _OBSERVER_ROLES:
        # Who became a member is no observer any more.
        member_surely, member_possibly = _is_member(same, _MEMBER_ROLES, day)
        return surely and not member_possibly, possibly and not member_surely
    return surely, possibly


def _can_be(figure: Figure, least: int, greatest: int) -> bool:
    """Whether the figure can be a number from least to greatest."""
    value = figure.value
    if value is None:
        low, high = figure.low, figure.high
        return low is None or high is None or (low <= greatest and high >= least)
    if figure.bound == "about":
        return least * Decimal("0.9") <= value <= greatest * Decimal("1.1")
    if figure.bound == "more_than":
        return greatest > value
    if figure.bound == "at_least":
        return greatest >= value
    if figure.bound == "less_than":
        return least < value
    if figure.bound == "at_most":
        return least <= value
    return least <= value <= greatest


def _in_words(figure: Figure) -> str:
    words = {"about": "about ", "more_than": "more than ", "at_least": "at least ", "less_than": "fewer than ", "at_most": "at most "}
    if figure.value is None:
        return f"{figure.low} to {figure.high}"
    return f"{words.get(figure.bound, '')}{figure.value}"
