"""What a figure measures: the noun before it, behind its measure word, or of its verb, by one name.

A wording is normalised by lexicon/metrics.tsv (进出口总值 → 进出口额); what stands before the wording goes
with it (纺织品出口 → 纺织品出口额). A count is named by what it counts (合作项目300多个 → 合作项目数).

>>> normalised("外贸进出口总值"), normalised("纺织品出口"), normalised("产品合格率"), normalised("老师")
('进出口额', '纺织品出口额', '产品合格率', None)
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractors.lexicon import read_rows
from extractors.records import Span, Word

# Verbs and adverbs between a noun and its figure.
_LINK = re.compile(
    "(?:分别|成立时的|成立之初的?|最初的|当初的|已经|已|也|均|共计|总计|合计|累计|累积|总共|一共|共|首次|再次|高达|多达|仅为|仅|只|不过|将|预计|预期|有望|可望|可|达到|达|为|是|实现|完成|突破|超过|超|约|大约|近|逾|不足|不到"
    "|增至|增加到|增加至|扩大到|扩大至|扩展至|扩展到|升至|上升到|上升至|提高到|提高至|提升至|降至|下降到|减至|增长到|发展到|就|占|了|现有|已有|共有|拥有|设有|设立|有|目前|现|从|由|于|的|保持在?|稳定在"
    "|常年|变为|变成|收于|开行|至|到|建成|不低于|不少于|至少|最多|超出|聚集|集聚|总数|数量|人数|家数|总量|比去年|还|又|则|再|新建|卖出|售出|各|形成|收录|其中|促成|吸引|带动|当日)+$"
)
_STRIPPED = re.compile(
    "^(?:全[市省县区国州年村镇乡]|我[市省县区国]|本[市省县区]|该[市省县区国]|当地|境内|累计|总计|共(?![产和享建同青])|目前|现有|已有|其中|当日|新增|首日|全年|的|对[德中外华美欧俄英法日韩]|在[华德]|双边|和|与|及|以及)+"
)
_HEADS = re.compile(
    "(?:额|值|率|量|面积|收入|资产|资金|价格|股价|成本|利润|费用?|运费|长度|容量|产能|规模|比重|占比|比例|份额|人口|里程|指数|均价|支出|余额|存款|贷款|税收|总数|人数|薪|投资|投入|经费|寿命|温度|用电|能耗|距离|货重|总重|顺差|逆差|储备|数)$"
)
# fmt: off
_NOUNS = frozenset({"n", "nz", "nw", "vn", "an", "a", "ad", "s", "f", "nt", "ns"})
_VERBAL = frozenset(
    {
        "签约", "投资", "合作", "参展", "上市", "在建", "开工", "进出口", "出口", "进口", "销售", "采购", "外资", "规模以上",
        "规上", "实际", "使用", "利用", "注册", "展览", "建筑", "占地", "成交", "生产", "接待", "新增", "申请", "授权", "重点",
        "国家级", "省级", "常驻", "在岗", "落户", "投产", "联合", "培养", "联合培养", "参会", "确诊", "探明", "无", "非", "人均", "户均", "进步",
    }
)
_OUTSIDE = frozenset(
    {
        "全市", "全省", "全县", "全区", "全国", "我市", "我省", "该市", "该县", "该省", "当地", "目前", "其中",
        "同时", "累计", "公司", "该公司", "该联盟", "以来", "去年", "今年", "平台", "双方", "两地", "成员国",
        "国家", "沿线国家", "其他", "国", "我国", "同比", "环比", "年均", "记者", "联盟", "秘书处",
        "项目总", "企业累计", "博览会", "本届", "古镇", "园区", "展会", "论坛", "项目", "其",
    }
)
_COMES_FROM = re.compile("^(?:企业|商品|公司|客商|产品|投资者|学生|游客|专家|机构|投资企业|企业家|品牌|项目|商户)")
_COUNTRIES = frozenset({"德国", "中国", "美国", "日本", "法国", "英国", "韩国", "欧洲", "意大利", "俄罗斯", "瑞士", "荷兰", "奥地利"})
_FLOWS = ("进出口", "出口", "进口", "贸易", "双向投资")
# fmt: on
# What is counted only in a turn of speech, or only says from how many sides.
_NOT_COUNTED = frozenset({"台阶", "大关", "关口", "大文章", "方面", "省", "市", "县", "时段", "阶段", "环节", "部分", "人次", "户次", "批次"})
# What only says where or which of the noun that is not there (本土643例, 系列), and what is no quantity of things.
_NO_HEAD = re.compile(
    "(?:本土|境外|境内|周边|中央|地方|海外|国内|国外|系列|全部|重点|主要|有关|相关|以上|以下|以内|左右|发展|内外|沿线|比例|占比|比重|份额|额)$"
)
_NOT_FIRST = ("以上", "以下", "以内", "左右", "上下", "不等")
_NOUN_TAGS = frozenset({"n", "nz", "nw", "nt", "an", "PER", "ORG", "nr"})
_LONGEST = 20


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric's name and where its wording starts."""

    name: str
    start: int


@lru_cache(maxsize=1)
def wordings() -> Mapping[str, str]:
    """Wordings and the names they stand for."""
    return {row["wording"]: row["metric"] for row in read_rows("extractors.facts", "metrics.tsv")}


def normalised(phrase: str) -> str | None:
    """The name of a noun phrase that measures something, else None."""
    phrase = _STRIPPED.sub("", phrase)
    known = wordings()
    for length in range(len(phrase), 1, -1):
        wording = phrase[-length:]
        if wording in known:
            before = re.sub("(?:总|年|累计|双边|的|货物(?=$))$", "", phrase[:-length])
            return before + known[wording]
    return phrase if _HEADS.search(phrase) and len(phrase) > 1 else None


def name_of_count(noun: str) -> str | None:
    """The name of a count: the noun and 数 (合作项目 → 合作项目数)."""
    noun = _STRIPPED.sub("", noun)
    if noun in _NOT_COUNTED or _NO_HEAD.search(noun):
        return None
    noun = re.sub("(?:总数|数量|总量|家数|人数)$", "", noun)
    if not noun or len(noun) < 2:
        return None
    if noun in wordings() and wordings()[noun].endswith(("数", "量", "人口")):
        return wordings()[noun]
    return noun if noun.endswith(("数", "量", "率")) else noun + "数"


class Phrases:
    """Noun phrases of one text, asked for by where they end."""

    def __init__(self, plain_text: str, words: Sequence[Word], *, names: Sequence[Span] = (), dates: Sequence[Span] = ()) -> None:
        """`names` of places end a phrase unless they say of what country its head is (德国企业); `dates` may stand behind it."""
        self._plain = plain_text
        self._names = {span.end: span.start for span in names}
        self._dates = {span.end: span.start for span in dates}
        self._words = words
        self._ends = [word.end for word in words]

    def before(self, clause_start: int, position: int) -> tuple[int, int] | None:
        """The span of the noun phrase that ends at `position`, verbs that link it to its figure left out."""
        end = self.link_start(clause_start, position)
        start = self._start_of(clause_start, end)
        return (start, end) if start < end else None

    def first_in(self, start: int, end: int) -> str | None:
        """The first run of nouns between two positions that is no place, behind a possible 的."""
        found: list[Word] = []
        for word in self._words[bisect_right(self._ends, start) :]:
            if word.end > end:
                break
            if word.tag in ("n", "nz", "vn") and not self._is_named(word) and self._plain[word.start : word.end] not in _OUTSIDE:
                found.append(word)
            elif found:
                break
        text = self._plain[found[0].start : found[-1].end] if found else ""
        return text if len(text) > 2 else None

    def link_start(self, clause_start: int, position: int) -> int:
        """Where the verbs, adverbs and dates between a noun and the figure at `position` start."""
        end = position
        for _ in range(4):
            linked = clause_start + len(_LINK.sub("", self._plain[clause_start:end]))
            end = self._dates.get(linked, linked)
            if end == linked or end < clause_start:
                return max(linked, clause_start)
        return end

    def _start_of(self, clause_start: int, end: int) -> int:
        start = self._word_start(clause_start, end - self._known_length(clause_start, end), end)
        index = bisect_right(self._ends, start) - 1
        if index < 0 or self._ends[index] != start:
            index = bisect_right(self._ends, end) - 1
            if start == end and (index < 0 or self._ends[index] != end):
                return end
        while index >= 0:
            word = self._words[index]
            text = self._plain[word.start : word.end]
            if word.end > start or word.start < clause_start or (text in _OUTSIDE and (start < end or text != "项目")) or end - word.start > _LONGEST:
                break
            # What the tagger takes for a name and no component found to be one is a noun (电信业务收入).
            if word.end != start or self._is_named(word) or not (word.tag in _NOUNS or self._is_unnamed(word) or text in _VERBAL):
                break
            start = word.start
            index -= 1
        return end if self._plain.startswith(_NOT_FIRST, start) else start

    def _is_unnamed(self, word: Word) -> bool:
        """Whether the tagger alone takes the word for a name."""
        return word.tag == "ORG" and not any(end in self._names for end in range(word.start + 1, word.end + 1))

    def is_noun(self, end: int) -> bool:
        """Whether the word that ends there is a noun; none where a word is cut or a verb or place stands there (省级大事|记, 周边)."""
        index = bisect_right(self._ends, end) - 1
        if index < 0 or self._ends[index] != end or self._words[index].tag not in _NOUN_TAGS:
            return False
        after = self._words[index + 1] if index + 1 < len(self._words) else None
        is_cut = after is not None and after.start == end and (after.tag == "a" or (after.tag == "v" and after.end == end + 1))
        return not (is_cut and after and re.match("[，。；、：！？\\n《“]|$", self._plain[after.end : after.end + 1]))

    def _word_start(self, clause_start: int, start: int, end: int) -> int:
        """Where the noun starts that a known wording ends (进步贡献率 as one word)."""
        index = bisect_right(self._ends, start)
        if start == end or index >= len(self._words):
            return start
        word = self._words[index]
        is_longer = clause_start <= word.start < start and word.end == end and start - word.start == 2 and word.tag in ("n", "vn", "nz")
        return word.start if is_longer and not self._is_named(word) and not _STRIPPED.match(self._plain[word.start : start]) else start

    def is_attached(self, position: int) -> bool:
        """Whether a noun or adjective stands right there, and ends its clause (40个|大类)."""
        index = bisect_right(self._ends, position)
        if index >= len(self._words) or self._words[index].start != position or self._words[index].tag not in ("a", "n", "nz"):
            return False
        return re.match("[，。；、！？\n]|$", self._plain[self._words[index].end : self._words[index].end + 1]) is not None

    def _is_named(self, word: Word) -> bool:
        """Whether a place's name of more than one letter ends in the word, or is the word."""
        for end in range(word.start + 1, word.end + 1):
            start = self._names.get(end)
            if start is not None and (end - start > 1 or (start, end) == (word.start, word.end)):
                return True
        return False

    def with_country(self, start: int, end: int) -> int:
        """Where the phrase starts if the country that its head comes from belongs to it (德国企业, 中国商品)."""
        first = self._names.get(start)
        if first is None or not _COMES_FROM.search(self._plain[start:end]) or self._plain[first:start] not in _COUNTRIES:
            return start
        return first

    def _known_length(self, clause_start: int, end: int) -> int:
        known = wordings()
        for length in range(min(14, end - clause_start), 1, -1):
            if self._plain[end - length : end] in known:
                return length
        return 0


def is_flow(metric: str) -> bool:
    """Whether a metric runs between two places, so that the partner is a subject too."""
    return any(word in metric for word in _FLOWS)
