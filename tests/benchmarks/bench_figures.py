"""Speed of the figures component beside `jieba.lcut` on the same text, and its growth with the length of the text.

`rows()` gives (name, value, unit) for `make bench`. The text is that of the project's
sample articles, read before the clock runs.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path

import jieba

from extractors.figures.find import find_figures

SAMPLES = Path(__file__).parents[2] / "corpus" / "samples"
# How often the samples are read.
TIMES = 4
# The best of so many rounds counts, for both alike: other work on the machine only slows.
ROUNDS = 3
HOSTILE = {"一": "一", "2020年": "2020年", "1-": "1-", "list of numbers": "3、", "numbers with commas": "1,", "a table": "单位：亿元\n1\n"}


def rows() -> list[tuple[str, float, str]]:
    """Name, value and unit of each measurement."""
    jieba.setLogLevel(logging.ERROR)
    jieba.initialize()
    own, other = _characters_per_second(find_figures), _characters_per_second(jieba.lcut)
    found: list[tuple[str, float, str]] = [
        ("figures", own, "characters/s"),
        ("figures, jieba.lcut", other, "characters/s"),
        ("figures, times jieba.lcut", own / other, "x"),
    ]
    for name, unit in HOSTILE.items():
        short = (unit * 10_000)[:10_000]
        found.append((f"figures, growth of {name}… when twice as long", _seconds(short * 2) / _seconds(short), "x"))
    return found


def _characters_per_second(read: Callable[[str], object]) -> float:
    texts = [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.txt")) if "gb18030" not in path.name] * TIMES
    read(texts[0])
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for text in texts:
            read(text)
        best = min(best, time.perf_counter() - start)
    return sum(map(len, texts)) / best


def _seconds(text: str) -> float:
    start = time.process_time()
    find_figures(text)
    return time.process_time() - start
