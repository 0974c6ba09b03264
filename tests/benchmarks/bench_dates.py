"""Speed of the dates component, beside JioNLP's where that is installed, and its growth with the length of the text.

`rows()` gives (name, value, unit) for `make bench`. The texts are written for this project; they are
made before the clock runs. JioNLP (Apache-2.0) is no dependency of the project: install it by hand to
compare (pip install jionlp).
"""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable

from extractors.dates.find import find_dates

ARTICLE = (
    "本报许昌8月12日电(记者 李明) 记者12日从市商务局获悉，今年1—7月，全市对德进出口总额12.6亿元，同比增长8.3%，比上年同期提高2.1个百分点。"
    "近年来，该市积极对接德国先进制造业，先后组织30多家企业赴德考察，签约项目18个。\n"
    "据介绍，2016年4月，首批合作企业落户开发区。“十三五”期间，园区累计引进外资企业46家，实际利用外资3.2亿美元。"
    "去年9月，双方签署框架协议，约定在未来五年内共建联合实验室，首批设备将于明年二季度到位。\n"
    "上周五，第六届合作洽谈会闭幕。会期从8月5日持续至7日，来自12个国家和地区的600多名客商参会，参观者超过2万人次。"
    "市有关负责人表示，到2025年，园区工业总产值力争突破500亿元，培育一批具有国际竞争力的企业，为区域经济发展注入新动能。\n"
    "企业负责人王华告诉记者，公司成立之初只有20多名员工，如今已拥有5条生产线，产品销往欧洲、东南亚等地，客户对质量和交货期都十分满意。\n"
    "走进车间，机械臂正有条不紊地抓取、焊接、检测，工人只需在控制室里观察屏幕上的数据。车间主任陈刚说，引进德国的生产管理系统后，"
    "产品合格率提高到99.6%，能耗下降两成，新员工经过培训就能独立上岗。\n"
    "“两座城市产业互补，合作空间很大。”德方代表团团长表示，双方将在绿色制造、职业教育、青年交流等领域拓展合作，"
    "为中小企业搭建更多平台，让更多好项目、好技术落地生根。\n"
)
PUBLISHED = "2020-08-13"
ARTICLES = 40
# The best of so many rounds counts, for both alike: other work on the machine only slows.
ROUNDS = 3
# Characters; 5 MB of UTF-8 is some 1.7 million Chinese characters.
LONG_LINE = 1_700_000
HOSTILE = {"一": "一", "2020年": "2020年", "1-": "1-", "list of days": "1日、"}


def rows() -> list[tuple[str, float, str]]:
    """Name, value and unit of each measurement."""
    own = _characters_per_second(lambda text: find_dates(text, published=PUBLISHED), ARTICLES)
    found: list[tuple[str, float, str]] = [("dates", own, "characters/s")]
    peer = _peer()
    if peer is not None:
        other = _characters_per_second(peer, 4)
        found += [("dates, JioNLP ner.extract_time", other, "characters/s"), ("dates, times JioNLP", own / other, "x")]
    line = (ARTICLE.replace("\n", "") * (LONG_LINE // len(ARTICLE) + 1))[:LONG_LINE]
    found.append(("dates, 5 MB in one line", _seconds(line), "s"))
    for name, unit in HOSTILE.items():
        short = (unit * 100_000)[:100_000]
        found.append((f"dates, growth of {name}… when twice as long", _seconds(short * 2) / _seconds(short), "x"))
    return found


def _peer() -> Callable[[str], object] | None:
    try:
        jionlp = importlib.import_module("jionlp")
    except ImportError:
        return None
    base = time.mktime((2020, 8, 13, 0, 0, 0, 0, 0, 0))
    return lambda text: jionlp.ner.extract_time(text, time_base=base)


def _characters_per_second(read: Callable[[str], object], articles: int) -> float:
    # Each article differs, so that nothing is read from a cache.
    texts = [ARTICLE.replace("2016", str(1980 + number)) for number in range(articles)]
    read(texts[0])
    return sum(map(len, texts)) / min(_pass(read, texts) for _ in range(ROUNDS))


def _pass(read: Callable[[str], object], texts: list[str]) -> float:
    began = time.perf_counter()
    for text in texts:
        read(text)
    return time.perf_counter() - began


def _seconds(text: str) -> float:
    began = time.perf_counter()
    find_dates(text, published=PUBLISHED)
    return time.perf_counter() - began
