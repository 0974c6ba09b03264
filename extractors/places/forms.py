"""Places known by their form: development zones and parks, streets, stations, towns and villages.

Each begins with a name of the gazetteer or with 中德, 中新 …, or is a word that the tagger calls a place
and that ends as such a place ends. A short city name belongs to the zone's name (佛山中德工业服务区,
许昌高新区), a full one is a mention of its own (许昌市 | 高新区).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from extractors.lexicon import read_rows
from extractors.places.spans import WordBorders

ZONE = (
    r"(?:开发区|高新区|经开区|新区|产业园区?|工业园区?|科技园区?|软件园|物流园区?|创业园|创新园|示范区|合作区|试验区|保税区|保税港区|综保区|自贸区|自由贸易港|自贸港|自由贸易园区"
    r"|自由贸易区|生态园|生态城|生态区|科技城|科学城|大学城|服务区|度假区|风景名胜区|风景区|旅游区|加工区|集聚区|合作园|工业区|自然保护区|湿地公园|森林公园|国家公园|高新技术园区|化工园区?|轻纺城|商贸城|产业城|科创园|智造园|物流港)"
)
_ZONE = re.compile(ZONE)
# The longest stretch between the first name and the zone's kind: 佛山|中德工业|服务区, 中德(许昌)|产业园.
_INNER = re.compile(r"(?:[\u4e00-\u9fffA-Za-z0-9-]{0,16}|[(（][\u4e00-\u9fff]{2,6}[)）][\u4e00-\u9fff]{0,8})")
_STOPS = re.compile(r"[的了在和与及是为对将把被等从到向使让由并也以有这那该各个两多首批获设建推加打规入成着或但至]|建设|国家级|省级|市级|一个")
_COMMON_KIND = re.compile(r"(?:国家级|省级|市级|首个|一个)$")  # 国家级中德合作示范区 is a rank, not a name
_PAIR = re.compile(r"中[德新韩日法俄意奥荷以瑞欧哈马白泰老柬巴英美]")
BARE_ZONE = re.compile(
    r"(?:国家级?|省级)?(?:(?:经济|高新|技术|产业|工业|科技|综合|出口|临港|临空|循环|现代|城乡|一体化|农业|旅游|航空港|航空|港|商务|中心|生态|文化|化工|绿色|先进制造业|制造业|服务业|国际|中德|高端|装备|智能|新能源|汽车|信息|电子)"
    r"{0,7})" + ZONE
)
STREET = re.compile(
    r"(?:[东西南北中][一二三]?|[一二三四五上下])?(?:大道[东西南北中]?(?![一-鿿])|大道|大街|路(?:历史(?:文化)?街区|步行街)|路(?![线径过程上网障费面桥])|街(?![道头坊舞拍上边])|巷|胡同|火车站|高铁站|汽车站|客运站|站(?![在起点长台位立稳出住着岗])|(?:国际)?机场|(?:长江|黄河|跨海)?大桥|港(?![澳口币股台])|国际会展中心|会展中心|国际博览中心|体育场|体育馆|大剧院|博物馆|图书馆|火车北站|火车南站|公园|植物园|动物园)"
)
STREET_STARTS = frozenset("东西南北中一二三四五上下大路街巷胡火高汽客站国机长黄跨港会体博图公植动")  # first characters of STREET
# How words end that the tagger calls a place, and what they then are.
_FAC_END = re.compile(
    r"(?:路|街|大道|大街|巷|胡同|站|机场|大桥|桥|港|码头|广场|大厦|中心|馆|宫|寺|庙|祠|塔|城堡|教堂|公园|体育场|剧院|剧场|医院|学校|宾馆|酒店|饭店|会堂|大楼|楼|厅|陵|墓|故居|遗址|门|关|口岸|高速|铁路|隧道|水库|电站|机场|监狱|基地|市场|商城|影院|礼堂)$"
)
_LOC_END = re.compile(
    r"(?:洋|海|湖|河|江|溪|湾|山|岭|峰|岛|群岛|半岛|高原|平原|盆地|沙漠|草原|峡|峡谷|海峡|流域|大陆|地区|三角洲|走廊|"
    + ZONE
    + r"|园|园区|景区|社区|小区|库区|林区|牧区|灾区|山区|海域|沿线|洲|瀑布|森林|湿地)$"
)
_GPE_END = re.compile(r"(?:国|省|市|县|区|州|镇|乡|村|旗|盟|邦|郡|道|府|街道|庄|屯|寨|城|堡|港)$")
_NO_PLACE = re.compile(
    r"(?:全国|全球|世界|国内|国外|海外|境外|境内|各地|本地|当地|外地|内地|大陆|两岸|农村|城市|城乡|乡镇|基层|本省|本市|全省|全市|全县|全区|我省|我市|我县|我区|该市|该省|该区|该县|两国|两地|各国|各省|外国|中外|祖国|西部|东部|中部|南部|北部|沿海"
    r"|国际|市区|郊区|县城|省城|省会|首都|家乡|故乡|老家|边境|边疆|灾区|山区|校园|公园|广场|机场|车站|火车站|医院|学校|路口|街头|街道|社区|小区|村里|城里|市中心|西方|东方|南方|北方|地方|现场|会场|展厅|网上|线上|[\u4e00-\u9fff]{0,4}(?:政府|人民|机构|官方|部门)|地球|月球|太空|火星|人间|天下|神州|华夏|中华)"
)

# What follows a name inside one word of the tagger: a feature makes the whole a name of its own, an area does not.
FEATURE_END = re.compile(
    r"(?:[江河湖海溪湾潭泉山岭峰峡岛洲村镇乡路街巷桥门寺庙塔园宫馆港站场厅楼厦城庄屯寨关堡陵墓院苑店][东西南北]?|[东西南北]?区|大道|社区|小区|中心|码头|水库|电站|公路|铁路|高速|隧道|口岸|自治州|自治县|\d+号)$"
)
AREA_TAIL = re.compile(
    r"(?:[东西南北中][东西南北]?[部方边侧面]?|地区|市区|城区|郊区|境内|一带|沿岸|沿线|附近|周边|以[东西南北]|省内|市内|山区|全境|各地|当地|等地|两地|三地|本土|人|籍|方面|市场|企业|县城|方向|流域|沿海|腹地|老区|内陆|高校|投资)"
)
# Common nouns that make a name together with an unknown word before them.
PLACE_NOUN = re.compile(
    r"(?:中心|大厦|广场|机场|商场|商城|酒店|小区|公园|体育公园|大桥|火车站|博物馆|购物中心|家具城|批发市场|体育[场馆]|球场|剧院|会展中心|度假村|水库|码头|古镇|古城|街道)"
)


def zones(text: str, names: Mapping[int, int], borders: WordBorders) -> Iterator[tuple[int, int]]:
    """Zones as (start, end): from a short name (`names`: start → end) or 中德 up to the zone's kind."""
    starts = sorted(names)
    reached = 0
    position = 0
    for match in _ZONE.finditer(text):
        while position < len(starts) and starts[position] < match.start() - 24:
            position += 1
        if match.end() == reached or (not borders.is_end(match.end()) and not _ends_in_name(match.end(), borders)):
            continue
        best = None
        number = position
        while number < len(starts) and starts[number] < match.start():
            start = starts[number]
            if start >= reached and _is_one_name(text, names[start], match.start(), borders):
                best = start
                break
            number += 1
        pair = _pair_before(text, max(reached, match.start() - 16), match.start(), borders)
        if best is None or (pair is not None and pair < best):
            best = pair if pair is not None else best
        if best is not None and _COMMON_KIND.search(text, max(best - 3, 0), best):
            best = None
        if best is not None:
            reached = match.end()
            yield best, match.end()


def _ends_in_name(end: int, borders: WordBorders) -> bool:
    word = borders.covering(end - 1)
    return word is not None and word.tag in {"LOC", "ORG", "nz"}


def _pair_before(text: str, start: int, end: int, borders: WordBorders) -> int | None:
    for match in _PAIR.finditer(text, start, end):
        word = borders.covering(match.start())
        begins = borders.is_start(match.start()) or (word is not None and word.tag in {"LOC", "ORG", "nz"})
        if begins and _is_one_name(text, match.end(), end, borders):
            return match.start()
    return None


def _is_one_name(text: str, start: int, end: int, borders: WordBorders) -> bool:
    """Whether the stretch between a first name and the zone's kind can be inside one name."""
    if start > end:
        return False
    inner = text[start:end]
    if _INNER.fullmatch(inner) is None or _STOPS.search(inner) is not None:
        return False
    return all(
        word.tag in {"n", "nz", "LOC", "ORG", "vn", "a", "an", "b", "f", "s", "w", "nw", "PER", "m", "j"}
        or (word.end - word.start == 1 and word.tag == "v")
        for word in borders.between(start, end)
    )


def kind_of_tagged(word: str) -> str | None:
    """GPE, LOC or FAC for a word that the tagger calls a place, None where it names none."""
    if word in _common_nouns() or _NO_PLACE.fullmatch(word) or len(word) < 2 or not re.fullmatch(r"[\u4e00-\u9fff·A-Za-z0-9—-]{2,24}", word):
        return None
    if _LOC_END.search(word):
        return "LOC"
    if _FAC_END.search(word) and not (word.endswith("港") and len(word) < 3):
        return "FAC"
    return "GPE"


@lru_cache(maxsize=1)
def _common_nouns() -> frozenset[str]:
    return frozenset(row["word"] for row in read_rows("extractors.places", "common_nouns.tsv"))
