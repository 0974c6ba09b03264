"""What a figure measures, by one name: wordings of statistics normalised, counts named by what they count.

A wording is normalised by lexicon/metrics.tsv (进出口总值 → 进出口额); what stands before the wording goes
with it (纺织品出口 → 纺织品出口额). What the table lacks is named by its head (空气质量优良率); 全, 总, 累计 go.
A count is named by what it counts (合作项目300多个 → 合作项目数).

>>> normalised("外贸进出口总值"), normalised("纺织品出口"), normalised("产品合格率"), normalised("老师")
('进出口额', '纺织品出口额', '产品合格率', None)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from extractors.lexicon import read_rows

# What stands before a noun and is no part of the metric's name: whose, since when, all in all.
STRIPPED = re.compile(
    "^(?:全[市省县区国州年村镇乡]|我[市省县区国]|本[市省县区]|该[市省县区国]|当地|境内|累计|总计|共(?![产和享建同青])|目前|现有|已有|其中|当日|新增(?!就业)|首日|全年|的|对[德中华美欧俄英法日韩]"
    '|在[华德]|双边|和|与|及|以及|各类|各级|共同|联合(?!培养)|先后|计划|预计|两[市国地省县区州]|每年|[“”"]|新(?=设|批|引进|签|开工|落户))+(?:设立|设|批)?'
)
# fmt: off
_HEADS = re.compile(
    "(?:额|值|率|量|面积|收入|资产|资金|价格|股价|成本|利润|费用?|运费|长度|宽度|高度|深度|容量|库容|产能|规模|比重|占比|比例|份额|人口|里程|指数|均价|支出|余额|存款"
    "|贷款|税收|总数|人数|薪|投资|投入|经费|寿命|温度|用电|能耗|电耗|距离|货重|总重|重量|顺差|逆差|储备|票房|浓度|密度|强度|天数|债务|赤字|补贴|补助|基金|保费|工资"
    "|亏损|负债|能力|速度|海拔|水位|直径|半径|厚度|气温|风速|推力|吨位|载重|自重|航程|射程|跨度|跨径|满意度|集中度|景气度|覆盖度|订单|净值|产出|库存|缺口|关税|功率|动力|时速|转速|精度|数)$"
)
# fmt: on
_TOTAL = re.compile("总(?=(?:产值|产量|收入|支出|面积|销量|里程|资产|规模|人口|长度|容量|投资|装机|功率|动力|重量|数|保费|成本|用量|能耗)$)")
_BEFORE_WORDING = re.compile("(?:总|年|累计|双边|新增|的|货物(?=$))$")
# 亿元以上项目: of what size.
_SIZE = re.compile("^超?[十百千]{0,2}[万亿]元(?:以上|以下)?的?(?!级)")
# 引进企业, 改造小区: what is done with the things counted.
_DONE = re.compile(
    "^(?:录取|雇用|聘用|运营|经营|管理|开设|开办|输送|引进|引育|培养|培育|建设|采购|处理|处置|储备|签署|交付|发行|回收|改造|治理|扩建|改建|新建)(?=[一-龥]{2})"
)
# 重点项目建设, 企业数字化转型: what is done behind the things counted.
_TO_COME = re.compile("(?<=[一-龥]{3})(?:建设|数字化转型|数字化改造|转型|升级|改造升级|整治)$")
_PEOPLE = re.compile("(?<=[员工者人生客户师商众民家])人数$")
_DOING = re.compile("(?:就业|招生|参保|参赛|参会|参展|入住|上网|脱贫|毕业|住院|就诊|参与|报名|出席|观影|受益|受训|参训|就读|入学|出行|旅游|参观)$")
_FLOWS = ("进出口", "出口", "进口", "贸易", "双向投资")
# What only says where or which of the noun that is not there (本土643例, 系列), and what is no quantity of things.
_NO_HEAD = re.compile(
    "(?:本土|境外|境内|周边|中央|地方|海外|国内|国外|系列|全部|重点|主要|有关|相关|以上|以下|以内|左右|发展|内外|沿线|比例|占比|比重|份额|额|连续|首位|世界|全国)$"
)


@lru_cache(maxsize=1)
def wordings() -> Mapping[str, str]:
    """Wordings and the names they stand for."""
    return {row["wording"]: row["metric"] for row in read_rows("extractors.facts", "metrics.tsv")}


@lru_cache(maxsize=8)
def phrase_words(kind: str) -> frozenset[str]:
    """The words of lexicon/phrase_words.tsv of a kind: link, modifier, outside, countable, uncounted."""
    return frozenset(row["word"] for row in read_rows("extractors.facts", "phrase_words.tsv") if row["kind"] == kind)


@lru_cache(maxsize=1)
def metric_names() -> frozenset[str]:
    """The names that wordings stand for."""
    return frozenset(wordings().values())


def normalised(phrase: str) -> str | None:
    """The name of a noun phrase that measures something, else None."""
    phrase = re.sub("(?:数量|总数|个数|家数)$", "数", STRIPPED.sub("", phrase) or phrase)
    wording = known_wording(phrase)
    if wording:
        before, name = phrase[: -len(wording)], wordings()[wording]
        while trimmed := _BEFORE_WORDING.search(before):
            before = before[: trimmed.start()]
        # 工业|工业增加值 and 货物|货物吞吐量 say it twice.
        return name if before and name.startswith(before) else before + name
    if len(phrase) > 1 and phrase != "总数" and _HEADS.search(phrase):
        return _TOTAL.sub("", phrase).replace("总数", "数")
    return None


def known_wording(phrase: str) -> str:
    """The longest wording of the table that ends the phrase, or nothing."""
    known = wordings()
    return next((phrase[-length:] for length in range(min(len(phrase), 16), 1, -1) if phrase[-length:] in known), "")


def has_modifier(phrase: str) -> bool:
    """Whether a phrase that measures something has more than the head: 光伏发电装机, but not 出口额."""
    wording = known_wording(phrase)
    rest = phrase[: -len(wording)] if wording else _HEADS.sub("", phrase) if _HEADS.search(phrase) else ""
    return len(rest) > 1


def name_of_count(noun: str, classifier: str | None = None) -> str | None:
    """The name of a count: the noun and 数 (合作项目 → 合作项目数)."""
    for _ in range(2):
        noun = _SIZE.sub("", _DONE.sub("", STRIPPED.sub("", noun)))
    if noun in phrase_words("uncounted") or _NO_HEAD.search(noun):
        return None
    noun = _TO_COME.sub("", noun)
    noun = _PEOPLE.sub("", re.sub("(?:总数|数量|总量|家数|个数|总人数)$", "", noun))
    if not noun or len(noun) < 2:
        return None
    if noun in wordings() and wordings()[noun].endswith(("数", "量", "人口")):
        return wordings()[noun]
    if _DOING.search(noun) and classifier in ("人", "名", "人次"):
        return noun + "人数"
    wording = known_wording(noun)
    if wording and wordings()[wording].endswith(("数", "量")):
        return noun[: -len(wording)] + wordings()[wording]
    return noun if noun.endswith(("数", "量", "率")) else noun + "数"


def has_countable_head(metric: str) -> bool:
    """Whether a count's name ends in something that statistics count (企业数, 合作项目数), so that it means something alone."""
    return metric.endswith("数") and metric[:-1].endswith(tuple(phrase_words("countable")))


@lru_cache(maxsize=1)
def measured_by_verb() -> Mapping[str, tuple[str | None, str | None]]:
    """Verbs with what the figure of their object measures, as a quantity and in money: 销售 → 销量, 销售额."""
    return {row["verb"]: (row["quantity"] or None, row["money"] or None) for row in read_rows("extractors.facts", "verb_metrics.tsv")}


def is_doing_of_people(noun: str) -> bool:
    """Whether a noun is what people do who are counted: 就业3000人."""
    return _DOING.search(noun) is not None


def is_flow(metric: str) -> bool:
    """Whether a metric runs between two places, so that the partner is a subject too."""
    return any(word in metric for word in _FLOWS)
