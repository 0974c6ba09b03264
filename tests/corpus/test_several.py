"""Several articles on one page: told apart where each has metadata of its own, left whole everywhere else."""

import io
import zipfile

import pytest

from corpus.article import Article
from corpus.read import read_article, read_articles, read_sources

ONE = "8月12日，许昌市加入中德工业城市联盟，成为联盟的成员城市。"
TWO = "德国一家检测企业与佛山签约，计划投资1.2亿元设立检测中心。"
THREE = "联盟由两国工业城市共同发起，每年举办企业对接会。"


def piece(title: str, text: str, *, day: str = "2020-08-13", tag: str = "h3") -> str:
    return f"<{tag}>{title}</{tag}><p>{day} 来源：许昌日报</p><p>{text}</p>"


def page(*pieces: str) -> str:
    return f"<html><head><title>要闻_许昌网</title></head><body><div>{''.join(pieces)}</div></body></html>"


COMMENTS = (("老王", TWO), ("老李", THREE))
TWO_PIECES = page(piece("许昌入盟", ONE), piece("佛山签约", TWO, day="2020-08-14"))


def told(markup: str) -> list[tuple[str | None, str | None, str]]:
    return [(one.title, one.published, one.text) for one in read_articles(markup, kind="html") if isinstance(one, Article)]


def test_pieces_with_source_lines_of_their_own_are_articles():
    assert told(TWO_PIECES) == [("许昌入盟", "2020-08-13", ONE), ("佛山签约", "2020-08-14", TWO)]


def test_the_articles_of_a_page_are_numbered_in_a_folder_and_in_an_archive(tmp_path):
    (tmp_path / "a.html").write_text(TWO_PIECES, encoding="utf-8")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("页.html", TWO_PIECES)
    (tmp_path / "b.zip").write_bytes(packed.getvalue())
    assert [one.record for one in read_sources([tmp_path])] == ["1", "2", "页.html!1", "页.html!2"]


def test_one_article_asked_for_is_the_whole_page():
    found = read_article(TWO_PIECES, kind="html")
    assert isinstance(found, Article)
    assert ONE in found.text
    assert TWO in found.text


@pytest.mark.parametrize(
    "markup",
    [
        # Subheads have no source lines.
        page(piece("许昌入盟", ONE), f"<h3>什么是联盟</h3><p>{THREE}</p>", f"<h3>佛山怎么做</h3><p>{TWO}</p>"),
        # One of the headings of this rank has none.
        page(piece("许昌入盟", ONE), piece("佛山签约", TWO), f"<h3>链接</h3><p>{THREE}</p>"),
        # Prose stands before the first of them: they belong to it.
        page(f"<h1>对德合作综述</h1><p>{THREE}</p>", piece("许昌入盟", ONE), piece("佛山签约", TWO)),
        # The first is of a higher rank.
        page(piece("许昌入盟", ONE, tag="h1"), piece("佛山签约", TWO)),
        # Teasers of a list end before their articles do.
        page(piece("许昌入盟", ONE + "据介绍……"), piece("佛山签约", TWO + "…")),
        # The days of a chronicle are headings, not metadata.
        page(f"<h3>2020年8月12日</h3><p>{ONE}</p>", f"<h3>2020年8月14日</h3><p>{TWO}</p>"),
        # The same heading twice: one piece shown again.
        page(piece("许昌入盟", ONE), piece("许昌入盟", TWO)),
        # Comments under one article.
        page(piece("许昌入盟", ONE, tag="h1"), *(f"<h4>{name}</h4><p>2020-08-13 10:20</p><p>{text}</p>" for name, text in COMMENTS)),
    ],
    ids=["subheads", "one without", "prose above", "ranks", "teasers", "chronicle", "twice", "comments"],
)  # fmt: skip
def test_what_is_not_surely_several_stays_one(markup):
    (found,) = read_articles(markup, kind="html")
    assert isinstance(found, Article)
    assert ONE in found.text
