"""What trafilatura alone makes of the page fixtures, beside what this project makes of them: python -m tests.corpus.beside_trafilatura.

Both get the bytes of each page and nothing else; trafilatura runs as its documentation advises for full text (no comments, tables kept,
metadata on). A text counts by the F1 of its characters (white space apart), a field where it is right: a title equal but for white space,
a source equal, a day equal, the reporters equal as a set (trafilatura gives a string of names parted by semicolons).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.article import Article
from corpus.read import read_articles

PAGES = Path(__file__).parent / "pages"
FIELDS = ("title", "source", "published", "reporters")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader gives for a page: of several articles the texts run together and the fields of the first."""

    text: str
    title: str | None
    source: str | None
    published: str | None
    reporters: frozenset[str]


def expected() -> Iterator[tuple[str, bytes, Reading]]:
    """Each page with what is to be found on it."""
    for path in sorted(PAGES.glob("*.html")):
        stated = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        articles = stated if isinstance(stated, list) else [stated]
        first = articles[0]
        text = "\n".join("\n".join(article["text"]) for article in articles)
        yield path.stem, path.read_bytes(), Reading(text, first["title"], first["source"], first["published"], frozenset(first["reporters"]))


def by_this_project(data: bytes) -> Reading:
    """The reading of corpus.read."""
    found = [article for article in read_articles(data, kind="html") if isinstance(article, Article)]
    if not found:
        return Reading("", None, None, None, frozenset())
    first = found[0]
    return Reading("\n".join(article.text for article in found), first.title, first.source, first.published, frozenset(first.reporters))


def by_trafilatura(data: bytes) -> Reading:
    """The reading of trafilatura."""
    from trafilatura import bare_extraction

    document = bare_extraction(data, include_comments=False, include_tables=True, with_metadata=True)
    if document is None:
        return Reading("", None, None, None, frozenset())
    names = frozenset(name.strip() for name in (document.author or "").split(";") if name.strip())
    return Reading(document.text or "", document.title, document.sitename, document.date, names)


def scores(read: Callable[[bytes], Reading]) -> dict[str, float]:
    """Mean text F1 and the share of pages on which each field is right."""
    sums: Counter[str] = Counter()
    pages = list(expected())
    for _, data, wanted in pages:
        found = read(data)
        sums["text F1"] += _f1(found.text, wanted.text)  # type: ignore[assignment]
        sums["title"] += _bare(found.title) == _bare(wanted.title)
        for field in FIELDS[1:]:
            sums[field] += getattr(found, field) == getattr(wanted, field)
    return {name: sums[name] / len(pages) for name in ("text F1", *FIELDS)}


def _f1(found: str, wanted: str) -> float:
    ours, theirs = Counter(_bare(found)), Counter(_bare(wanted))
    return 2 * (ours & theirs).total() / ((ours.total() + theirs.total()) or 1)


def _bare(text: str | None) -> str:
    return "".join((text or "").split())


def main() -> None:
    """Print the table."""
    ours, theirs = scores(by_this_project), scores(by_trafilatura)
    print(f"{'':12}{'lianmeng':>10}{'trafilatura':>13}")
    for name in ours:
        print(f"{name:12}{ours[name]:>10.3f}{theirs[name]:>13.3f}")


if __name__ == "__main__":
    main()
