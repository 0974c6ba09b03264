"""The parts of an article that a site spread over several pages and that were saved side by side.

Files belong together by their names (a.html, a_2.html, a_3.html), but news_1.html and news_2.html
are mostly two articles: parts are joined only where all have one title, different text, and each is
linked from a part before it or numbered by itself (第2页 共3页). A series ((上), (下)) has two titles and stays apart.

>>> part_groups(["a.html", "a_2.html", "a_3.html", "b_1.html", "c_2.html"])
[['a.html', 'a_2.html', 'a_3.html']]
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from corpus.article import Article
from corpus.metadata import fold

_MOST = 30  # parts of one article
_NUMBERED = re.compile(r"(?P<stem>.*[^_-])(?P<joint>[_-])(?P<number>[1-9]\d?)(?P<suffix>\.(?:html?|shtml|xhtml))", re.IGNORECASE)
_MARK_IN_TITLE = re.compile(r"\s?[-_]?\s?(?:[(]\d{1,2}[)]|第\d{1,2}页)$|_\d{1,2}$")
_PAGE_OF = re.compile(r"第\s?(?P<page>\d{1,2})\s?页\s?[,/|]?\s?[(]?共\s?(?P<pages>\d{1,2})\s?页")
_WHOLE = re.compile(r"[。！？!?…；;：:][”’」』）)》】\]]{0,3}$")
_LONGEST_HEADLINE = 35  # characters


@dataclass(frozen=True, slots=True)
class Part:
    """One page: its file's name, its markup and the article that it gives alone."""

    name: str
    markup: str
    article: Article


def part_groups(names: Sequence[str]) -> list[list[str]]:
    """The file names of one folder that may be parts of one article, in their order; names that stand alone are left out."""
    known = set(names)
    numbers: dict[tuple[str, str, str], set[int]] = {}
    for name in names:
        if match := _NUMBERED.fullmatch(name):
            numbers.setdefault((match["stem"], match["joint"], match["suffix"]), set()).add(int(match["number"]))
    groups = []
    for (stem, joint, suffix), found in sorted(numbers.items()):
        bare = f"{stem}{suffix}"
        first = 1 if 1 in found or bare not in known else 2
        run: list[str] = []
        while first + len(run) in found:
            run.append(f"{stem}{joint}{first + len(run)}{suffix}")
        group = [bare, *run] if bare in known else run
        if 2 <= len(group) <= _MOST:
            groups.append(group)
    return groups


def may_follow(markup: str, name: str) -> bool:
    """Whether a page links to the file of this name or says that it is the first of several."""
    return _links_to(markup, name) or _PAGE_OF.search(fold(markup[:200_000])) is not None


def are_one_article(parts: Sequence[Part]) -> bool:
    """Whether the pages surely are the parts of one article, in this order and all of them."""
    titles = {_bare_title(part.article.title) for part in parts}
    texts = {part.article.text for part in parts}
    if len(titles) != 1 or not titles.pop() or len(texts) != len(parts):
        return False
    stated = [_PAGE_OF.search(fold(part.markup[:200_000])) for part in parts]
    if any(mark is not None and int(mark["pages"]) != len(parts) for mark in stated):
        return False
    return all(
        any(_links_to(before.markup, part.name) for before in (parts[0], parts[place]))
        or ((mark := stated[place + 1]) is not None and int(mark["page"]) == place + 2)
        for place, part in enumerate(parts[1:])
    )


def _bare_title(title: str | None) -> str:
    return _MARK_IN_TITLE.sub("", fold(title or "").strip())


def _links_to(markup: str, name: str) -> bool:
    spellings = "|".join(re.escape(spelling) for spelling in {name, quote(name), html.escape(name)})
    return re.search(rf"""href\s{{0,3}}=\s{{0,3}}["']?(?:[^"'<>\s]{{0,500}}/)?(?:{spellings})["'\s>#?]""", markup, re.IGNORECASE) is not None


def joined_text(parts: Sequence[Part]) -> str:
    """The text of all parts; a paragraph that the end of a page cut is whole again."""
    texts = [part.article.text for part in parts]
    joined = texts[0]
    for text in texts[1:]:
        last = joined.rsplit("\n", 1)[-1]
        is_cut = len(last) > _LONGEST_HEADLINE and not _WHOLE.search(last) and re.search("[，,、。]", last) is not None
        joined = f"{joined}{'' if is_cut else chr(10)}{text}"
    return joined


def joined_title(parts: Sequence[Part]) -> str | None:
    """The title without the number of the page."""
    title = parts[0].article.title
    return title[: len(title.rstrip()) if _bare_title(title) == fold(title) else len(_bare_title(title))] if title else None
