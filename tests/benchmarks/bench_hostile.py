"""Time for twice the length over time for once, end to end, on text that no newspaper prints; linear is 2."""

from __future__ import annotations

import time

from corpus.article import make_article
from pipeline.extract import extract_record
from pipeline.segment import load

LENGTH = 20_000
SHAPES = {
    "one numeral": "一",
    "years": "2020年",
    "list of counts": "3家、",
    "list of percentages": "5%、",
    "list of cities": "许昌、",
    "list of organisations": "绍兴市商务局、",
    "list of names": "张三、",
    "opening quotes": "《“（",
    "joining": "许昌加入联盟，",
    "one endless sentence": "12月14日，2020中德高端制造峰会在浙江绍兴举行，绍兴市委书记马卫光致辞，今年1—10月，浙德贸易额达165.3亿美元，",
}


def rows() -> list[tuple[str, float, str]]:
    """Name, growth, unit of each shape."""
    nlp = load()
    _seconds("".join(SHAPES.values()), nlp)  # what is loaded on first use does not count
    measured = []
    for name, shape in SHAPES.items():
        once, twice = (shape * (length // len(shape)) for length in (LENGTH, 2 * LENGTH))
        measured.append((f"growth of {name} when twice as long", _seconds(twice, nlp) / _seconds(once, nlp), "×"))
    return measured


def _seconds(text: str, nlp: object) -> float:
    article = make_article(text, published="2020-12-15")
    start = time.process_time()
    extract_record(article, nlp)  # type: ignore[arg-type]
    return time.process_time() - start
