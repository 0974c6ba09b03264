"""Feeds: each item is an article with what the feed says of it; nothing named in one is fetched."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.article import Article, Failure
from corpus.read import read_sources

FIRST = "8月12日，许昌加入中德工业城市联盟。"
SECOND = "联盟由47个城市组成，秘书处设在佛山。"
NAME = "feed.xml"

RSS = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>许昌网</title><link>https://example.org/</link><pubDate>Sat, 15 Aug 2020 00:00:00 GMT</pubDate>
<item>
  <title><![CDATA[许昌 & 洛阳“入盟”]]></title><link>https://example.org/1.html</link>
  <pubDate>Wed, 12 Aug 2020 20:30:00 GMT</pubDate><dc:creator>张铮</dc:creator><source url="https://example.com">许昌日报</source>
  <description>{FIRST}</description>
  <content:encoded><![CDATA[<p>{FIRST}</p><figure><img src="a.jpg"><figcaption>签约现场</figcaption></figure><p>{SECOND}</p>]]></content:encoded>
</item>
<item><title>只有摘要</title><description>&lt;p&gt;{SECOND}&lt;/p&gt;</description><guid>2</guid></item>
<item><title>没有正文</title><link>javascript:alert(1)</link></item>
</channel></rss>"""

ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>许昌网</title><updated>2020-08-15T00:00:00Z</updated>
<entry><title type="html">许昌&amp;lt;b&amp;gt;入盟&amp;lt;/b&amp;gt;</title><link rel="self" href="https://example.org/self"/>
<link href="https://example.org/1.html"/><published>2020-08-13T09:30:00+08:00</published><updated>2020-08-14T00:00:00Z</updated>
<author><name>张铮</name></author><content type="html">&lt;p&gt;{FIRST}&lt;/p&gt;</content></entry>
<entry><title>联盟</title><updated>2020-08-14T20:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{FIRST}</p><p>{SECOND}</p></div></content></entry>
<entry><title>文字</title><summary>1 &lt; 2，{SECOND}</summary></entry></feed>"""


def read(folder: Path, text: str | bytes, name: str = NAME) -> list[Article | Failure]:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(read_sources([path]))


def test_each_item_of_an_rss_feed_is_an_article(tmp_path):
    name = (tmp_path / NAME).as_posix()
    assert read(tmp_path, RSS) == [
        Article(
            f"{FIRST}\n{SECOND}", "许昌 & 洛阳“入盟”", "许昌日报", "https://example.org/1.html", "2020-08-13",
            reporters=("张铮",), captions=("签约现场",), input=name, record="1",
        ),
        Article(SECOND, "只有摘要", input=name, record="2"),
        Failure(name, "3", "clean", "no text"),
    ]  # fmt: skip


def test_each_entry_of_an_atom_feed_is_an_article(tmp_path):
    name = (tmp_path / "a.atom").as_posix()
    assert read(tmp_path, ATOM, "a.atom") == [
        Article(FIRST, "许昌入盟", None, "https://example.org/1.html", "2020-08-13", reporters=("张铮",), input=name, record="1"),
        Article(f"{FIRST}\n{SECOND}", "联盟", None, None, "2020-08-15", input=name, record="2"),
        Article(f"1 < 2，{SECOND}", "文字", input=name, record="3"),
    ]


def test_rss_in_rdf_and_in_gbk_is_read(tmp_path):
    rdf = f"""<?xml version="1.0" encoding="gb2312"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>网</title></channel>
    <item><title>许昌入盟</title><dc:date>2020-08-13T09:30+08:00</dc:date><description>{FIRST}</description></item></rdf:RDF>"""
    (found,) = read(tmp_path, rdf.encode("gbk"), "a.rdf")
    assert (found.title, found.published, found.text) == ("许昌入盟", "2020-08-13", FIRST)


def test_mistakes_that_feeds_make_are_mended_and_a_broken_end_keeps_what_came_before(tmp_path):
    def item(body: str) -> str:
        return f"<item><title>A&nbsp;B&B</title><description>{body}</description></item>"

    doctype = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">'
    found = read(tmp_path, f"\n<?xml version='1.0'?>{doctype}<rss><channel>{item(FIRST + chr(11))}{item(SECOND)}<item><title>断")
    assert [(one.record, one.title, one.text) for one in found[:2]] == [("1", "A B&B", FIRST), ("2", "A B&B", SECOND)]
    assert [(one.record, one.stage, one.reason[:31]) for one in found[2:]] == [(None, "parse", "malformed XML: no element found")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty file"),
        ("<rss><channel><title>空</title></channel></rss>", "feed without items"),
        ("<html><body><p>许昌</p></body></html>", "no feed: the root element is html"),
        ("许昌加入联盟。", "no feed: it begins with no element"),
        (
            "<!DOCTYPE rss [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]><rss><item><title>&b;</title></item></rss>",
            "document type declaration: not read",
        ),
        (
            "<!DOCTYPE rss [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><rss><item><description>&a;</description></item></rss>",
            "document type declaration: not read",
        ),
        (
            "<!DOCTYPE rss [<!ENTITY % a SYSTEM 'http://127.0.0.1:9/x'> %a;]><rss><item><title>x</title></item></rss>",
            "document type declaration: not read",
        ),
    ],
)
def test_what_is_no_feed_says_why(tmp_path, text, reason):
    assert [one.reason for one in read(tmp_path, text)] == [reason]


@settings(max_examples=150, deadline=5_000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_bytes_and_any_damage_give_articles_or_failures(tmp_path, data):
    content = bytearray(data.draw(st.sampled_from([RSS, ATOM])).encode())
    how = data.draw(st.sampled_from(["any bytes", "cut", "changed", "pieces"]))
    if how == "any bytes":
        content = bytearray(data.draw(st.binary(max_size=1_000)))
    elif how == "cut":
        content = content[: data.draw(st.integers(0, len(content)))]
    elif how == "changed":
        for place in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=8)):
            content[place] = data.draw(st.integers(0, 255))
    else:
        words = [
            "<rss>",
            "<item>",
            "</item>",
            "<title>",
            "</title>",
            "<![CDATA[",
            "]]>",
            "&",
            "&nbsp;",
            "<description>",
            "许昌",
            "<!--",
            "<?xml",
            "<!DOCTYPE a [",
        ]
        content = bytearray("".join(data.draw(st.lists(st.sampled_from(words), max_size=40))).encode())
    found = read(tmp_path, bytes(content))
    assert found
    assert all(isinstance(one, (Article, Failure)) for one in found)
