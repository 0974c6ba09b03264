"""The guard before the parser, what no reader sees, and pages built to break parsers."""

import time
from pathlib import Path

import pytest

import corpus.html
from corpus.article import Article
from corpus.encodings import declared_charset, decode
from corpus.html import MAX_DEPTH, read_fragment, read_page, tame
from corpus.read import read_article

BODY = "8月12日，许昌加入中德工业城市联盟，双方在秘书处签署了合作协议。"
P = f"<p>{BODY}</p>"


def lines(markup: str) -> list[str]:
    return [line.text for line in read_fragment(markup)]


def text(markup: str) -> str | None:
    found = read_article(markup.encode(), kind="html")
    return found.text if isinstance(found, Article) else None


def test_taming_keeps_ordinary_markup():
    assert tame('<p class="a" id=b>许昌&amp;<br/>洛阳</p>') == '<p class="a" id=b>许昌&amp;<br/>洛阳</p>'


@pytest.mark.parametrize(
    ("markup", "tamed"),
    [
        ("a<!-- b --><!-->c<!---->d", "acd"),
        ("<style>p{}</style>a<SCRIPT>b</Script >c", "ac"),
        ("<template>a<template>b</template>c</template>d", "d"),
        ("<script type='application/ld+json'>{}</script>", "<script type='application/ld+json'>{}</script>"),
        ("<?xml version='1.0'?><!DOCTYPE html>a", "a"),
        ("1 < 2 <3", "1 &lt; 2 &lt;3"),
        ("<b>a</b><font color=red>b</font>", "<span data-bold>a</span><span color=red>b</span>"),
        # A tag read attribute by attribute: what does not matter here goes.
        ('<p onclick="a>b" class="x">c', '<p class="x">c'),
        ('<img src="data:' + "A" * 5000 + '">a', "<img>a"),
        # A quote that never closes takes up to the next blank, not the rest of the page.
        ('<a href="x class=y>许昌', '<a href="x" class="y">许昌'),
    ],
)
def test_taming_takes_out_what_is_not_read(markup, tamed):
    assert tame(markup) == tamed


def test_depth_and_attributes_are_bounded():
    assert tame("<div>" * 5000 + "x" + "</div>" * 5000).count("<div>") == MAX_DEPTH
    assert tame("<p " + " ".join(f'class{i}="x"' for i in range(5000)) + ">x") == "<p>x"


@pytest.mark.parametrize(
    "hidden",
    [
        f"<template>{P}</template>",
        f"<script>var x='{P}'</script>",
        f"<noscript>{P}</noscript>",
        f"<!-- {P} -->",
        f"<div hidden>{P}</div>",
        f"<div aria-hidden=true>{P}</div>",
        f"<div style='color:red;display : none'>{P}</div>",
        f"<span style='visibility:hidden'>{BODY}</span>",
        f"<textarea>{BODY}</textarea><select><option>{BODY}</select>",
        f"<svg><text>{BODY}</text></svg><iframe>{P}</iframe><object>{P}</object>",
    ],
)
def test_what_no_reader_sees_is_not_read(hidden):
    assert lines(f"<p>前</p>{hidden}<p>后</p>") == ["前", "后"]


def test_blocks_breaks_and_white_space():
    assert lines("<p>许昌\n  市</p><p>a\n b</p><div>一<br>二<br><br>三</div>四") == ["许昌市", "a b", "一", "二", "三", "四"]


def test_a_row_of_data_is_a_line_with_tabs_and_a_layout_table_is_not():
    table = f"<table><tr><th>项目</th><th>金额</th></tr><tr><td>出口</td><td><p>21.5</p></td></tr><tr><td>{BODY * 5}</td><td>菜单</td></tr></table>"
    assert lines(table) == ["项目\t金额", "出口\t21.5", BODY * 5, "菜单"]


# Each about a megabyte; without the guard several take minutes or lose the article.
MEGABYTE = 1_000_000
HOSTILE = {
    "nested divisions": "<div>" * (MEGABYTE // 5) + P,
    "nested tables": "<table><tr><td>" * (MEGABYTE // 60) + P,
    "open fonts": "".join(f"<font color={i}>" for i in range(20_000)) + "<p>许昌" * 50_000 + P,
    "attributes": "<p " + " ".join(f'a{i}="x"' for i in range(100_000)) + ">x</p>" + P,
    "open quotes": P + '<a b="' * (MEGABYTE // 6),
    "open comments": P + "<!--" * (MEGABYTE // 4),
    "open templates": P + "<template>" * (MEGABYTE // 10),
    "nested templates": P + "<template><template></template>" * (MEGABYTE // 30),
    "open selects": P + "<select>" * (MEGABYTE // 8),
    "less-than signs": P + "<" * MEGABYTE,
    "pictures inside": P + '<img src="data:image/png;base64,' + "A" * 5 * MEGABYTE + '">' + P,
    "breaks": P + "<br>" * (MEGABYTE // 4),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_costs_neither_the_article_nor_the_minute(name):
    start = time.process_time()
    found = text(HOSTILE[name])
    # Measured at 0.1 to 1.3 s; the bound leaves room for a busy machine.
    assert time.process_time() - start < 10
    assert found is not None
    assert BODY in found


def test_articles_below_hundreds_of_nested_tags_are_kept():
    for depth in (255, 256, 257, 1000, 20_000):
        assert text("<div>" * depth + P + "</div>" * depth) == BODY


def test_json_ld_that_cannot_be_read_is_passed_over():
    for value in ("{", "[" * 100_000, '{"headline": 3, "datePublished": [1]}', '[null, 3, {"headline": {"a": 1}}]', "9" * 5000, '{"@graph": 3}'):
        page = read_page(f'<title>许昌入盟</title><script type="application/ld+json">{value}</script><h1>许昌入盟</h1>{P}')
        assert (page.title, page.published) == ("许昌入盟", None)


def test_the_body_of_a_page_that_shows_none_is_taken_from_its_json_ld():
    script = f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"许昌入盟","articleBody":"{BODY}\\n第二段。"}}</script>'
    assert text(f"<html><head>{script}</head><body></body></html>") == f"{BODY}\n第二段。"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("许昌入盟_要闻_许昌网", "许昌入盟"),
        ("许昌入盟-许昌日报", "许昌入盟"),
        ("许昌入盟 | 新闻 | 某某网", "许昌入盟"),
        ("中德企业——携手共进 - 新闻频道", "中德企业——携手共进"),
        ("某某新闻网", None),
        ("首页", None),
        ("", None),
    ],
)
def test_the_headline_in_a_title_tag(head, title):
    assert read_page(f"<title>{head}</title><div>{P}{P}</div>").title == title


def test_only_web_addresses_are_taken():
    for address, url in (("https://a.example/1.html", "https://a.example/1.html"), ("javascript:alert(1)", None), ("/1.html", None), ("", None)):
        assert read_page(f'<link rel="canonical" href="{address}">{P}').url == url


@pytest.mark.parametrize("page", sorted((Path(__file__).parent / "pages").glob("*.html")), ids=lambda page: page.stem)
def test_the_quick_way_to_tame_a_page_gives_what_the_thorough_one_gives(page):
    markup = decode(page.read_bytes(), declared=declared_charset(page.read_bytes()))
    quickly = corpus.html._tamed_quickly(markup)
    assert quickly in (None, "".join(corpus.html._tamed(markup)))


@pytest.mark.parametrize(
    "odd",
    ["<p a\"b=1>", "<p a='x>", "a < b", "<p x=\"a<b\">", "<1>", "<p " + "a=1 " * 500 + ">", "<div>" * 500, "<b", "<p title= \"x\">"],
)  # fmt: skip
def test_a_page_with_odd_tags_is_tamed_thoroughly(odd):
    assert corpus.html._tamed_quickly(f"<p>许昌</p>{odd}<p>佛山</p>") is None


LINKS = "".join(f'<li class="i"><a href="/{i}.html">许昌要闻第{i}条</a><span>12-0{i}</span></li>' for i in range(1, 8))
PROSE = "<p>8月12日，许昌市加入中德工业城市联盟，成为联盟的第十五个中国成员城市。</p>"


def test_a_list_of_links_is_left_out_beside_the_body_and_kept_within_it():
    beside = read_page(f"<ul>{LINKS}</ul><div><h1>许昌入盟</h1>{PROSE}{PROSE}</div><ul>{LINKS}</ul>")
    assert [line.text for line in beside.lines] == ["许昌入盟", *["8月12日，许昌市加入中德工业城市联盟，成为联盟的第十五个中国成员城市。"] * 2]
    within = read_page(f"<div><h1>许昌入盟</h1>{PROSE}<ul>{LINKS}</ul>{PROSE}</div>")
    assert [line.text for line in within.lines][2:-1] == [f"许昌要闻第{i}条12-0{i}" for i in range(1, 8)]
