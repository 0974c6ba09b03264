"""What the team's lexicon changed: the articles in which a learned name stands, read with and without what was learned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from sqlalchemy import Connection, select

from corpus.article import Article
from extractors.plain import plain
from extractors.records import Record
from outputs.across import facts_of, identity
from outputs.database import Database
from outputs.decisions import DecisionBook
from outputs.review_lessons import Lesson, lessons
from outputs.schema import sql_table
from pipeline.config import Settings
from pipeline.extract import extract_records
from pipeline.segment import load
from pipeline.team import lexicon_of

if TYPE_CHECKING:
    from spacy.language import Language


@dataclass(frozen=True, slots=True)
class Learned:
    """One learned row, and what reads otherwise by it in articles other than the one that taught it."""

    lesson: Lesson
    articles: int
    mentions: int
    facts: int


def what_was_learned(chosen: Settings, database: Database, book: DecisionBook) -> list[Learned]:
    """Every learned row with the records that it changed."""
    taught = lessons(book)
    if not taught:
        return []
    found = {lesson: [0, 0, 0] for lesson in taught}
    articles = database.within(lambda connection: list(_articles(connection, taught)))
    for record, before in zip(*_read_both(chosen, articles, taught), strict=True):
        for lesson in taught:
            if lesson.article_id != record.article.article_id:
                mentions, facts = _changed(before, record, lesson)
                counts = found[lesson]
                counts[0] += bool(mentions or facts)
                counts[1] += mentions
                counts[2] += facts
    return [Learned(lesson, *counts) for lesson, counts in found.items()]


def _articles(connection: Connection, taught: Sequence[Lesson]) -> Iterator[Article]:
    table = sql_table("articles")
    names = [plain(lesson.name) for lesson in taught]
    columns = (table.c.text, table.c.title, table.c.source, table.c.url, table.c.published, table.c.dateline_place_id)
    for row in connection.execute(select(*columns).order_by(table.c.article_id)):
        text = plain(row.text)
        if any(name in text for name in names):
            yield Article(row.text, row.title, row.source, row.url, row.published, home=row.dateline_place_id)


def _read_both(chosen: Settings, articles: Sequence[Article], taught: list[Lesson]) -> tuple[Sequence[Record], Sequence[Record]]:
    with TemporaryDirectory() as folder:
        after = _language(Path(folder) / "after.tsv", lexicon_of(chosen, taught))
        before = _language(Path(folder) / "before.tsv", lexicon_of(chosen, []))
    return list(extract_records(articles, after)), list(extract_records(articles, before))


def _language(path: Path, table: str | None) -> Language:
    if table is None:
        return load()
    path.write_text(table, encoding="utf-8")
    return load(places=path)


def _changed(before: Record, after: Record, lesson: Lesson) -> tuple[int, int]:
    """Mentions of the learned name, and facts told with it, that were not so before."""
    name = plain(lesson.name)
    old_mentions = {(one.start, one.end, one.label, one.entity_id) for one in before.mentions}
    mentions = [one for one in after.mentions if plain(one.text) == name and (one.start, one.end, one.label, one.entity_id) not in old_mentions]
    article_id = after.article.article_id
    old_facts = Counter(identity(fact, article_id) for _, fact in facts_of(before))
    new_facts = Counter(identity(fact, article_id) for _, fact in facts_of(after) if name in plain(fact.evidence))
    return len(mentions), sum((new_facts - old_facts).values())
