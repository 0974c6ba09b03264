"""Chinese full-text search over the articles of a database: jieba's words in FTS5 (SQLite) or tsvector (PostgreSQL).

An article is found when its title or text contains every word that was asked for, however jieba cuts it: beside the words,
pairs of characters are in the index, and what the index gives is compared with the text. Words that jieba sees decide the
order: in the title first, as words before as parts of others (市长 in 南京市长江大桥), newest first. Traditional characters,
full width and capitals make no difference. Latin words and numbers are found by their beginnings.

The index is no part of the data: `update_index` makes it and brings it up to date, whoever removes or renames an article takes
it out of the index in the same transaction, and a migration drops it.

>>> [token for token, _ in pairs("G20峰会在许昌")]
['g20', '会', '会在', '在', '在许', '峰', '峰会', '昌', '许', '许昌']
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, inspect, text

from extractors.plain import plain
from extractors.segmenter import segmenter

if TYPE_CHECKING:
    from outputs.database import Database

# Characters of a text in one row of the index, so that no row outgrows a tsvector (1 MiB); neighbours overlap, so that no word is cut.
_PART = 50_000
_OVERLAP = 200
# jieba holds a whole block in memory.
_BLOCK = 5_000
# Longer "words" are base64 and the like; their beginning finds them.
_LONGEST_TOKEN = 64
_LONGEST_TERM = 100
MOST_TERMS = 20
# Articles indexed in one transaction; articles whose texts are read at a time.
_GROUP = 100
_PAGE = 50
# Characters around a word in a passage, and passages of an article.
_AROUND = 30
_PASSAGES = 3
_FIRST_CJK = "\u2e80"

_RUN = re.compile(rf"[{_FIRST_CJK}-\U0003ffff]+|[^{_FIRST_CJK}-\U0003ffff]+")
_ALNUM = re.compile(r"[^\W_]+")
_NOT_LINES = re.compile(rf"[^\n]{{1,{_BLOCK}}}")

_SQLITE = (
    "CREATE TABLE search_parts (part_id INTEGER PRIMARY KEY, article_id TEXT NOT NULL, part INTEGER NOT NULL, of_title TEXT,"
    " title TEXT NOT NULL, words TEXT NOT NULL, pairs TEXT NOT NULL, UNIQUE (article_id, part))",
    "CREATE VIRTUAL TABLE search_index USING fts5(title, words, pairs, content='search_parts', content_rowid='part_id', detail=column,"
    " tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER search_parts_added AFTER INSERT ON search_parts BEGIN"
    " INSERT INTO search_index (rowid, title, words, pairs) VALUES (new.part_id, new.title, new.words, new.pairs); END",
    "CREATE TRIGGER search_parts_removed AFTER DELETE ON search_parts BEGIN"
    " INSERT INTO search_index (search_index, rowid, title, words, pairs)"
    " VALUES ('delete', old.part_id, old.title, old.words, old.pairs); END",
    "CREATE TRIGGER search_article_removed AFTER DELETE ON articles BEGIN DELETE FROM search_parts WHERE article_id = old.article_id; END",
)
_POSTGRESQL = (
    "CREATE TABLE search_parts (article_id text NOT NULL REFERENCES articles ON DELETE CASCADE, part integer NOT NULL, of_title text,"
    " title tsvector NOT NULL, words tsvector NOT NULL, pairs tsvector NOT NULL, PRIMARY KEY (article_id, part))",
    "CREATE INDEX search_title ON search_parts USING gin (title)",
    "CREATE INDEX search_words ON search_parts USING gin (words)",
    "CREATE INDEX search_pairs ON search_parts USING gin (pairs)",
)
# Articles that are not in the index, or by another title. IS [NOT] DISTINCT FROM, as SQLite calls it since 3.39 only.
_MISSING = """
    SELECT a.article_id, a.title, a.text FROM articles a
    LEFT JOIN search_parts p ON p.article_id = a.article_id AND p.part = 0
    WHERE p.article_id IS NULL OR coalesce(p.of_title, '') <> coalesce(a.title, '')
"""
_INSERT = {
    "sqlite": "INSERT INTO search_parts (article_id, part, of_title, title, words, pairs)"
    " VALUES (:article_id, :part, :of_title, :title, :words, :pairs)",
    "postgresql": "INSERT INTO search_parts (article_id, part, of_title, title, words, pairs)"
    " VALUES (:article_id, :part, :of_title, array_to_tsvector(CAST(:title AS text[])), array_to_tsvector(CAST(:words AS text[])),"
    " array_to_tsvector(CAST(:pairs AS text[])))",
}


class SearchError(ValueError):
    """What cannot be searched for; the message says why."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of an article's text; offsets in code points, end exclusive. `marks` are those of the words that were asked for."""

    start: int
    end: int
    text: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that was found."""

    article_id: str
    title: str | None
    published: str | None
    source: str | None
    url: str | None
    duplicate_of: str | None
    passages: tuple[Passage, ...]


def update_index(database: Database, *, progress: Callable[[int], None] = lambda _count: None) -> int:
    """Take in all articles that the index lacks, a group in a transaction; how many. `progress` is told how many are done."""
    database.within(_make_index)
    done = 0
    while count := database.within(_index_group):
        done += count
        progress(done)
    return done


def count_missing(connection: Connection) -> int:
    """How many articles are not in the index."""
    asked = f"SELECT count(*) FROM ({_MISSING}) m" if _is_there(connection) else "SELECT count(*) FROM articles"  # noqa: S608  (own words)
    return int(connection.execute(text(asked)).scalar_one())


def drop_index(connection: Connection) -> None:
    """Remove the index, with all that belongs to it."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("DROP TRIGGER IF EXISTS search_article_removed"))
        connection.execute(text("DROP TABLE IF EXISTS search_index"))
    connection.execute(text("DROP TABLE IF EXISTS search_parts"))


def search(connection: Connection, asked: str | Sequence[str], *, since: str | None = None, until: str | None = None) -> Iterator[Hit]:
    """The articles that contain all words, best first; words are separated by spaces. `since` and `until` are days of publication.

    SearchError for nothing to search for. What the index lacks is not found.
    """
    terms = _terms(" ".join([asked] if isinstance(asked, str) else asked))
    if not _is_there(connection):
        return iter(())
    ids = _candidates(connection, terms, since, until)
    return (hit for first in range(0, len(ids), _PAGE) for hit in _hits(connection, ids[first : first + _PAGE], terms))


def pairs(written: str, *, is_query: bool = False) -> list[tuple[str, bool]]:
    """Tokens that a text is found by whatever its words are, sorted: characters, pairs of neighbours, Latin words, numbers.

    Of a query only what every text with it must have: pairs, a character where it stands alone, and (token, True) for a Latin
    word, which may go on in the text.
    """
    found: set[tuple[str, bool]] = set()
    for alnum in _ALNUM.findall(_fold(written)):
        for run in _RUN.findall(alnum):
            if run[0] < _FIRST_CJK:
                found.add((run[:_LONGEST_TOKEN], is_query))
                continue
            found.update((run[place : place + 2], False) for place in range(len(run) - 1))
            if not is_query or len(run) == 1:
                found.update((one, False) for one in run)
    return sorted(found)


def words(written: str) -> list[str]:
    """jieba's words in a text, and words within long ones, sorted."""
    cut = (word for block in _NOT_LINES.findall(_fold(written)) for word in segmenter().cut_for_search(block))
    return sorted({word[:_LONGEST_TOKEN] for word in cut if _ALNUM.fullmatch(word)})


def _fold(written: str) -> str:
    """The text as it is compared: Simplified, half-width, small letters; the same length."""
    found = plain(written)
    lower = found.lower()
    return lower if len(lower) == len(found) else "".join(one.lower() if len(one.lower()) == 1 else one for one in found)


def _is_there(connection: Connection) -> bool:
    return inspect(connection).has_table("search_parts")


def _make_index(connection: Connection) -> None:
    if not _is_there(connection):
        for statement in _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL:
            connection.exec_driver_sql(statement)


def _index_group(connection: Connection) -> int:
    group = connection.execute(text(f"{_MISSING} ORDER BY a.article_id LIMIT {_GROUP}")).all()
    if group:
        connection.execute(text("DELETE FROM search_parts WHERE article_id = :article_id"), [{"article_id": row[0]} for row in group])
        is_sqlite = connection.dialect.name == "sqlite"
        rows = [part for row in group for part in _parts(*row, as_cell=" ".join if is_sqlite else list)]
        connection.execute(text(_INSERT[connection.dialect.name]), rows)
    return len(group)


def _parts(article_id: str, title: str | None, body: str, *, as_cell: Callable[[Iterable[str]], Any]) -> Iterator[dict[str, Any]]:
    for part, first in enumerate(range(0, max(len(body), 1), _PART)):
        piece = body[max(0, first - _OVERLAP) : first + _PART]
        of_title = title or "" if part == 0 else ""
        yield {
            "article_id": article_id,
            "part": part,
            "of_title": title,
            "title": as_cell(token for token, _ in pairs(of_title)),
            "words": as_cell(sorted({*words(of_title), *words(piece)})),
            "pairs": as_cell(token for token, _ in pairs(piece)),
        }


@dataclass(frozen=True, slots=True)
class _Term:
    written: str
    pairs: tuple[tuple[str, bool], ...]
    words: tuple[str, ...]


def _terms(asked: str) -> list[_Term]:
    found = []
    for written in dict.fromkeys(_fold(asked).split()):
        if tokens := pairs(written, is_query=True):
            cut = [word for word in segmenter().lcut(written) if _ALNUM.fullmatch(word)]
            found.append(_Term(written, tuple(tokens), tuple(dict.fromkeys(cut))))
    if not found:
        raise SearchError("there is no word to search for")
    if len(found) > MOST_TERMS or any(len(term.written) > _LONGEST_TERM for term in found):
        raise SearchError(f"at most {MOST_TERMS} words of at most {_LONGEST_TERM} characters can be searched for")
    return found


def _candidates(connection: Connection, terms: Sequence[_Term], since: str | None, until: str | None) -> list[str]:
    """The ids of the articles that the index has under all terms, best first."""
    query = _sqlite_query if connection.dialect.name == "sqlite" else _postgresql_query
    values: dict[str, Any] = {}
    conditions, in_title, as_words = [], [], []
    for number, term in enumerate(terms):
        conditions.append(f"a.article_id IN ({query(('title', 'pairs'), term.pairs, f'any{number}', values)})")
        in_title.append(f"CASE WHEN a.article_id IN ({query(('title',), term.pairs, f'title{number}', values)}) THEN 1 ELSE 0 END")
        if term.words:
            seen = query(("words",), [(word[:_LONGEST_TOKEN], False) for word in term.words], f"words{number}", values)
            as_words.append(f"CASE WHEN a.article_id IN ({seen}) THEN 1 ELSE 0 END")
    for name, day, sign in (("since", since, ">="), ("until", until, "<=")):
        if day is not None:
            conditions.append(f"a.published {sign} :{name}")
            values[name] = _day(day)
    ranks = "".join(f"{' + '.join(some)} DESC, " for some in (in_title, as_words) if some)
    order = f"{ranks}coalesce(a.published, '') DESC, a.article_id"
    asked = f"SELECT a.article_id FROM articles a WHERE {' AND '.join(conditions)} ORDER BY {order}"  # noqa: S608  (own words; values are bound)
    return [row[0] for row in connection.execute(text(asked), values)]


def _day(written: str) -> str:
    try:
        return date.fromisoformat(written).isoformat()
    except ValueError:
        raise SearchError(f"{written!r} is no day such as 2020-12-15") from None


def _sqlite_query(columns: Sequence[str], tokens: Sequence[tuple[str, bool]], name: str, values: dict[str, Any]) -> str:
    # Tokens are letters and digits alone: nothing in them can end the quotes.
    all_of = " AND ".join(f'"{token}"' + (" *" if goes_on else "") for token, goes_on in tokens)
    values[name] = " OR ".join(f"{column} : ({all_of})" for column in columns)
    return f"SELECT article_id FROM search_parts WHERE part_id IN (SELECT rowid FROM search_index WHERE search_index MATCH :{name})"  # noqa: S608


def _postgresql_query(columns: Sequence[str], tokens: Sequence[tuple[str, bool]], name: str, values: dict[str, Any]) -> str:
    values[name] = " & ".join(f"'{token}'" + (":*" if goes_on else "") for token, goes_on in tokens)
    found = " OR ".join(f"{column} @@ CAST(:{name} AS tsquery)" for column in columns)
    return f"SELECT article_id FROM search_parts WHERE {found}"  # noqa: S608  (own words; values are bound)


def _hits(connection: Connection, ids: Sequence[str], terms: Sequence[_Term]) -> Iterator[Hit]:
    """Those of the articles that do contain every term, in their order."""
    names = ", ".join(f":id{number}" for number in range(len(ids)))
    asked = f"SELECT article_id, title, published, source, url, duplicate_of, text FROM articles WHERE article_id IN ({names})"  # noqa: S608
    rows = {row[0]: row for row in connection.execute(text(asked), {f"id{number}": one for number, one in enumerate(ids)})}
    for article_id in ids:
        if article_id not in rows:
            continue
        row = rows[article_id]
        title, folded = _fold(row.title or ""), _fold(row.text)
        if all(term.written in title or term.written in folded for term in terms):
            passages = _passages(row.text, folded, terms)
            yield Hit(article_id, row.title, row.published, row.source, row.url, row.duplicate_of, passages)


def _passages(body: str, folded: str, terms: Sequence[_Term]) -> tuple[Passage, ...]:
    """Around the first place of each term; what overlaps is one. The beginning of the text where only the title has them."""
    places = sorted({(place, len(term.written)) for term in terms if (place := folded.find(term.written)) >= 0})
    windows: list[list[int]] = []
    for place, length in places[:_PASSAGES] or [(0, _AROUND)]:
        start, end = max(0, place - _AROUND), min(len(body), place + length + _AROUND)
        if windows and start <= windows[-1][1]:
            windows[-1][1] = max(end, windows[-1][1])
        else:
            windows.append([start, end])
    return tuple(Passage(start, end, body[start:end], tuple(_marks(folded, terms, start, end))) for start, end in windows)


def _marks(folded: str, terms: Sequence[_Term], start: int, end: int) -> Iterator[tuple[int, int]]:
    either = re.compile("|".join(re.escape(term.written) for term in sorted(terms, key=lambda term: -len(term.written))))
    yield from (match.span() for match in either.finditer(folded, start, end))
