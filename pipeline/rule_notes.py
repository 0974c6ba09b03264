"""What the rule behind a record reads: from the rulebooks and trigger tables, in words for rules that are code.

>>> note("dates.month").reads
'A month; one that does not exist is refused.'
>>> note("places.clipped").reads
'A one-character name by where it stands: 中德, 赴德, 京津冀'
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from extractors.lexicon import read_rows
from extractors.rules import Rulebook


@dataclass(frozen=True, slots=True)
class Note:
    """`name` as in `extractor`; what it reads in words, its pattern, a wording that it reads and one that it leaves alone, where known."""

    name: str
    reads: str
    pattern: str | None = None
    example: str | None = None
    not_in: str | None = None


# Rules that are code, not patterns of a rulebook: what they go by.
_IN_WORDS = {
    "dates.festival": "A festival or a solar term with its year: 2020年春节",
    "dates.vague": "A date that no day can be given for: 近年来, 日前, 目前",
    "events.founded_by": "Founders told with a foundation: 由…发起成立",
    "events.joining": "A membership that begins is an accession too",
    "events.organised_by": "Organisers told of a fair or meeting whose name stands in the sentence: 由…主办, …承办",
    "events.roles": "More participants of an event told before: 出席, 致辞, 主持",
    "events.to_be_finished": "A project told before that is to be finished or started: 预计2021年投产",
    "figures.carried": "A figure whose unit stands at the next figure of the list: 3、5和8家",
    "figures.tabled": "A figure in a table, its unit in the head",
    "indicators.amount": "An amount with a noun of quantity: 贸易额达165.3亿美元",
    "indicators.count": "A count whose noun is what is counted: 600多家德国企业",
    "indicators.growth": "A growth rate of the quantity beside it: 同比增长8.8%",
    "indicators.rank": "A rank with what is ranked: 出口额居全省第4位",
    "indicators.share": "A share of a whole: 占全省的11.2%",
    "organisations.after_company_noun": "A name after a noun for companies: 德国企业莱曼液压",
    "organisations.before_company_form": "A name before a company's form: …有限公司, …集团",
    "organisations.before_company_post": "A name before a post that only companies have: …董事长",
    "organisations.built": "A name built from place words and a body's noun: 许昌市商务局",
    "organisations.heart_of_name": "The heart of a name told in full elsewhere in the article",
    "organisations.known_beginning": "A known name with more words up to a body's noun",
    "organisations.known_name": "A name of the organisations' lexicon",
    "organisations.known_weak_name": "A name of the lexicon that needs support, and has it here",
    "organisations.latin_company": "A company in Latin letters with its form: EASIA GmbH",
    "organisations.local_body": "A body of a place: 市委, 市政府",
    "organisations.ministry": "A ministry by its form: 外交部",
    "organisations.mission": "A mission abroad: 德国驻上海总领事馆",
    "organisations.paper": "A paper or agency by its form: …日报",
    "organisations.placed": "A name that a place stands before, tied to it",
    "organisations.repeated": "A name that the article has settled before",
    "organisations.short_form": "A short form that the article gives in brackets or quotes",
    "organisations.tagged": "A name by the tagger",
    "organisations.tagged_otherwise": "A name that the tagger took for something else, by its form",
    "organisations.takeover": "Two companies and the verb between them: 美的并购库卡",
    "people.addressed": "A name by how the person is addressed",
    "people.after_post": "A name after a post: 市长…",
    "people.foreign_after_post": "A foreign name after a post",
    "people.latin_after_post": "A Latin name after a post",
    "people.latin_says": "A Latin name before a verb of saying",
    "people.repeated": "A name that the article has settled before",
    "people.surname_and_title": "A surname with a title, of a person named in full elsewhere: 李书记",
    "people.tagged": "A name by the tagger",
    "places.clipped": "A one-character name by where it stands: 中德, 赴德, 京津冀",
    "places.gazetteer": "A name of the gazetteer",
    "places.street": "A street, road or square by its form",
    "places.tagged": "A place by the tagger that the gazetteer lacks",
    "places.zone": "A development zone or park by its form",
    "positions.after_name": "A post after the name: 张三任市长",
    "positions.appointed": "An appointment: 任命张三为市长",
    "positions.apposition": "A post beside the name, between commas",
    "positions.before_list": "A post before several names",
    "positions.before_name": "A post before the name: 市长张三",
    "positions.elected": "An election: 选举张三为市长",
    "titles.event_name": "A fair, summit or forum, read from its last word to the left",
    "titles.event_part": "A part of an event with a name of its own",
    "titles.known_name": "A name of the titles' lexicon",
    "titles.marked_title": "A title in 《》",
    "titles.party_congress": "A party congress by its number: 二十大",
    "titles.quoted_name": "A known name in quotes",
    "titles.quoted_programme": "A programme in quotes: “一带一路”倡议",
}
_FACTS_OF_TRIGGERS = {"membership": "memberships", "event": "events"}
_ARTICLES = {"membership": "a membership", "event": "an event"}


def note(name: str) -> Note:
    """What is known of the rule of this name; of one that is not described, where it lives."""
    found = _notes().get(name)
    if found is not None:
        return found
    kind = name.partition(".")[0]
    return Note(name, f"Code of extractors/{'facts' if kind in ('memberships', 'positions', 'indicators', 'events') else kind}")


@lru_cache(maxsize=1)
def _notes() -> dict[str, Note]:
    described = {name: Note(name, reads) for name, reads in _IN_WORDS.items()}
    return described | {one.name: one for one in (*_of_rulebooks(), *_of_triggers())}


def _of_rulebooks() -> Iterator[Note]:
    for book in _rulebooks():
        for rule in book.rules:
            reads = (rule.read.__doc__ or "").strip().split("\n")[0]
            yield Note(rule.name, reads, rule.pattern.pattern, next(iter(rule.examples), None), next(iter(rule.not_in), None))


def _rulebooks() -> tuple[Rulebook, ...]:
    from extractors.dates.rules import RULEBOOK as DATES
    from extractors.figures.rules import RULEBOOK as FIGURES
    from extractors.titles.rules import BOOK as TITLES

    return DATES, FIGURES, TITLES


def _of_triggers() -> Iterator[Note]:
    for row in read_rows("extractors.facts", "triggers.tsv"):
        name = f"{_FACTS_OF_TRIGGERS[row['fact']]}.{row['name']}"
        yield Note(name, f"Trigger of {_ARTICLES[row['fact']]} ({row['kind']})", row["pattern"], row["example"], row["counterexample"])
