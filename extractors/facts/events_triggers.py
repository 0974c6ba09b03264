"""The patterns that tell of happenings: the rows of lexicon/triggers.tsv whose fact is an event.

A pattern may begin with `<BEFORE:role:letters>`: who stands before the verb takes that role.

>>> next(trigger.kind for trigger in triggers() if trigger.name == "buys")
'acquisition'
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from extractors.facts.events_clauses import PLAIN
from extractors.facts.masked import expand
from extractors.lexicon import Matcher, read_rows

_BODY = (
    "(?:中心|研究院|研究所|实验室|学院|公司|联盟|协会|商会|基金会|基金|工作站|办事处|代表处|委员会"
    "|俱乐部|创新园|合作区|新区|开发区|示范区|智库|分会|分院|分校|工作室|合作社|生态园|孵化器)"
)
_SITE = (
    "(?:项目|工程|工厂|分厂|基地|中心|生产线|产线|产业园|科技园|物流园|工业园|生态园|园区|一期|二期|三期|四期|总部|分公司|子公司|车间|研究院|实验室|厂房|校区|展示馆|展览馆|体验馆|博物馆|科技馆|大桥|特大桥|高速公路"
    "|高速|公路|铁路|高铁|号线|隧道|机场|航站楼|码头|泊位|水电站|电站|电厂|风电场|处理厂|医院|小镇|大厦|保税仓|海外仓|仓库|专线|航线|枢纽|口岸)"
)
# Pieces that several patterns share, written `<THEN>` in the table.
_MACROS = {
    "PLAIN": PLAIN,
    "BODY": _BODY,
    "SITE": _SITE,
    # What may stand between a project or a body and the verb that tells what becomes of it.
    "THEN": (
        "(?:<D>|[在于自](?=<D>)|[在于](?:PLAIN{0,6}<GF>){1,3}PLAIN{0,8}?|[在于]PLAIN{2,12}?|正式|全面|全线|顺利|成功|如期|同步|同时|集中|隆重|举行|已经|已|今天|昨天|今日|昨日|近日|日前|上午|下午|当天|将|拟|即将|计划|有望|可能|或将|预计|力争|争取"
        "|宣布|未能|没有|尚未|未|终于|刚刚|建成|提前|圆满|相继|先后|陆续|双双|一次性|率先|也|再|则|均|都|不会|会|预期|获批|批准|获准){0,6}"
    ),
    # What becomes of a project.
    "BEGINS": (
        "开工建设|开工|奠基|破土动工|破土|动工|动土|启动建设|全面启动建设|开建|封顶|合龙|贯通|建成投产|建成投用|建成启用|建成通车|建成运营|建成|竣工投产|竣工验收|竣工|落成|完工|投产|试生产|试投产|投入运营|投入生产"
        "|投入使用|投运|投用|启用|试运营|试运行|开业|开馆|开园|开街|开港|开通|通车|通航|首航|交付使用|并网发电|开门迎客|复工"
    ),
    # What ends a statement, or goes on with it.
    "END": "(?=[，,。；;、！!”）（(:：]|$|并|和|后|等|暨|仪式|活动|于|在|时)",
    # An honour by its last word.
    "HONOUR": (
        "(?:勋章|奖章|奖项|特等奖|一等奖|二等奖|三等奖|金奖|银奖|铜奖|大奖|创新奖|奖|荣誉称号|称号|示范区|示范市|示范县|示范城市|示范企业|示范园区|示范基地|示范项目|试验区|试点城市|试点|先导区|合作区|百强县|百强|500强|十强"
        "|文明城市|文明单位|卫生城市|园林城市|先进集体|先进单位|单项冠军|“小巨人”企业|小巨人企业|名录|名单|榜单|榜首|标杆企业|领军企业|中国驰名商标|驰名商标|智能工厂|灯塔工厂|之城|之都|之乡)"
    ),
}
_BEFORE = re.compile(r"^<BEFORE:([a-z_]+):([A-Z]+)>")


@dataclass(frozen=True, slots=True)
class Trigger:
    """A pattern, the kind of event that it tells, and the words one of which its verb begins with."""

    name: str
    kind: str
    pattern: re.Pattern[str]
    before: str | None
    letters: str
    literals: tuple[str, ...]


@lru_cache(maxsize=1)
def triggers() -> tuple[Trigger, ...]:
    """The patterns of events, in the order in which they are tried: deals before what they are also called."""
    order = ("acquisition", "establishment", "investment", "signing", "visit", "project", "award", "conference")
    rows = [row for row in read_rows("extractors.facts", "triggers.tsv") if row["fact"] == "event"]
    found = []
    for row in sorted(rows, key=lambda row: (order.index(row["kind"]), row["name"])):
        written = with_macros(row["pattern"])
        before = _BEFORE.match(written)
        pattern = re.compile(expand(_BEFORE.sub("", written)))
        role, letters = (before[1], before[2]) if before else (None, "")
        found.append(Trigger(row["name"], row["kind"], pattern, role, letters, _literals(written)))
    return tuple(found)


def with_macros(pattern: str) -> str:
    """A pattern with its shared pieces written out."""
    for name in ("THEN", "BEGINS", "END", "HONOUR", "BODY", "SITE", "PLAIN"):
        pattern = pattern.replace(f"<{name}>", _MACROS[name]) if name != "PLAIN" else pattern.replace("<PLAIN>", PLAIN)
    return pattern.replace("PLAIN", PLAIN)


def triggers_in(text: str) -> list[Trigger]:
    """The triggers one of whose words stands in a text, in the order in which they are tried."""
    numbers = {number for _, _, found in _literal_matcher().all(text) for number in found}
    return [triggers()[number] for number in sorted(numbers)]


@lru_cache(maxsize=1)
def _literal_matcher() -> Matcher:
    """Finds the words that the triggers' verbs begin with, all in one pass."""
    by_word: dict[str, list[int]] = {}
    for number, trigger in enumerate(triggers()):
        for word in trigger.literals:
            by_word.setdefault(word, []).append(number)
    return Matcher(by_word)


def _literals(pattern: str) -> tuple[str, ...]:
    """The words one of which a pattern's verb begins with: a sentence without any of them need not be tried."""
    depth, start = 1, pattern.index("(?P<verb>") + len("(?P<verb>")
    position = start
    while depth:
        depth += {"(": 1, ")": -1}.get(pattern[position], 0)
        position += 1
    words = re.sub("\\(\\?:|\\)", "", pattern[start : position - 1]).split("|")
    return tuple(dict.fromkeys(match.group() for word in words if (match := re.match("[一-鿿]+", word))))
