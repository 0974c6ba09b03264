"""The whole pipeline (reading and extraction) over reading alone, in one process: on page fixtures and on pages full of menus; at least 5."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from corpus.article import Article
from corpus.read import read_article
from pipeline.extract import extract_record
from pipeline.segment import load

PAGES = Path(__file__).parent.parent / "corpus" / "pages"
PARAGRAPHS = (
    "8月12日，记者从市商务局获悉，许昌市日前收到中德工业城市联盟秘书处的复函，正式成为该联盟成员城市。",
    "中德工业城市联盟由两国工业城市共同发起，目前有成员城市45个、观察员城市2个。加入联盟后，许昌可参加联盟每年举办的企业对接会。",
    "市商务局负责人表示，下一步将围绕电力装备、再生金属等产业，每年组织不少于3批企业赴德国考察，力争到2022年新落地对德合作项目10个以上。",
)
ROUNDS = 5


def rows() -> list[tuple[str, float, str]]:
    """Name, ratio, unit."""
    nlp = load()
    sets = {"page fixtures": [path.read_bytes() for path in sorted(PAGES.glob("*.html"))]}
    # An article of the press has some 1,000 characters, its page 50 to 150 KB.
    for kilobytes, times in ((50, 5), (150, 5), (150, 10)):
        sets[f"{kilobytes} KB of menus, {len(''.join(PARAGRAPHS)) * times:,} characters of text"] = [_page(kilobytes, times)]
    return [(f"{name}: whole pipeline / reading", _ratio(pages, nlp), "×") for name, pages in sets.items()]


def _ratio(pages: list[bytes], nlp: object) -> float:
    articles = [article for page in pages if isinstance(article := read_article(page, kind="html"), Article)]
    reading, extraction = [], []
    for _ in range(ROUNDS):  # by turns, so that a busy machine slows both down
        reading.append(_seconds(lambda: [read_article(page, kind="html") for page in pages]))
        extraction.append(_seconds(lambda: [extract_record(article, nlp) for article in articles]))  # type: ignore[arg-type]
    return (min(reading) + min(extraction)) / min(reading)


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _page(kilobytes: int, times: int) -> bytes:
    """A page of a portal of about this size: columns of links on both sides of an article."""
    column = "".join(
        f'<li class="item"><a href="http://news.example/2020/1215/{i}.html" target="_blank" title="今日要闻第{i}条">今日要闻第{i}条</a>'
        f"<span>12-{i}</span></li>"
        for i in range(10, 22)
    )
    columns = "".join(f'<div class="mod"><h3><a href="/c{i}/">频道{i}</a></h3><ul>{column}</ul></div>' for i in range(kilobytes // 4))
    body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS) * times
    article = f'<div class="article"><h1>许昌入盟</h1><div>2020-08-13 来源：许昌日报</div>{body}</div>'
    return f"<!DOCTYPE html><html><head><title>许昌入盟_许昌网</title></head><body>{columns}{article}{columns}</body></html>".encode()
