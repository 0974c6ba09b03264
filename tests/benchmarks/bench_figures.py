"""Speed of the figures component beside `jieba.lcut` on the same text, and its growth with the length of the text.

`rows()` gives (name, value, unit) for `make bench`. The text is written for this project and made
before the clock runs.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

import jieba

from extractors.figures.find import find_figures

ARTICLE = (
    "据海关统计，今年前三季度，全市进出口总值8841.5亿元，同比增长21.6%，占全省外贸总值的29.1%。其中，出口5632.8亿元，增长19.3%；进口3208.7亿元，增长25.9%。\n"
    "联盟成立以来，先后组织30多批共300多名客商来访，促成合作项目60多个，签约金额约11.6亿欧元，投资1.2亿至1.5亿美元的两个项目已经开工。\n"
    "有关负责人介绍，双方将进一步加强沟通，统一思想，千方百计扩大交流，一批企业已表达合作意向，一致认为前景广阔。"
    "作为重要的装备制造业基地，当地产业基础扎实，人才队伍稳定，对外开放不断深入，营商环境持续改善，居民生活水平稳步提高。\n"
    "园区规划面积12平方公里，现有企业一百二十余家，员工两万多人，专利申请量居全省第二位，近八成产品销往欧洲，年用电3.5万千瓦时以上。\n"
)
ARTICLES = 60
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
    # Each article differs, so that nothing is read from a cache.
    texts = [ARTICLE.replace("60", str(60 + number)) for number in range(ARTICLES)]
    read(ARTICLE)
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
