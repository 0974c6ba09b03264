"""Saved pages after the patterns of portals, agencies, governments, WeChat and blogs, each with its article beside it."""

import json
from collections import Counter
from pathlib import Path

import pytest

from corpus.article import Article
from corpus.read import read_articles
from tests.corpus.beside_trafilatura import by_this_project, by_trafilatura, scores

PAGES = sorted((Path(__file__).parent / "pages").glob("*.html"))


def read(page: Path) -> list[tuple[Article, dict]]:
    """Each article of the page with what was to be found."""
    found = read_articles(page.read_bytes(), kind="html")
    assert all(isinstance(article, Article) for article in found), found
    expected = json.loads(page.with_suffix(".json").read_text(encoding="utf-8"))
    return list(zip(found, expected if isinstance(expected, list) else [expected], strict=True))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_gives_its_articles_whole_and_clean(page):
    for article, expected in read(page):
        assert article.text.split("\n") == expected["text"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_gives_what_it_says_of_its_articles(page):
    for article, expected in read(page):
        found = {name: getattr(article, name) for name in ("title", "source", "published", "dateline", "dateline_date", "url")}
        found |= {"reporters": list(article.reporters), "captions": list(article.captions)}
        assert found == {name: expected[name] for name in found}


def test_the_text_of_all_pages_together_is_nearly_exact():
    # Character multiset over all pages: of what was found and of what was to be found, 98 in 100 agree.
    found, wanted = Counter(), Counter()
    for page in PAGES:
        for article, expected in read(page):
            found += Counter((page.stem, character) for character in article.text)
            wanted += Counter((page.stem, character) for character in "\n".join(expected["text"]))
    agreed = (found & wanted).total()
    assert 2 * agreed / (found.total() + wanted.total()) >= 0.98


def test_trafilatura_alone_is_behind_in_text_and_in_every_field():
    ours, theirs = scores(by_this_project), scores(by_trafilatura)
    assert ours["text F1"] >= 0.98
    assert min(ours[name] for name in ("title", "source", "published", "reporters")) >= 0.95
    assert all(ours[name] > theirs[name] for name in ours), (ours, theirs)
