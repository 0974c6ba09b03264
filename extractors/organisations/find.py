"""Organisations in the text: governments, companies, universities, media, associations, alliances.

Sources, best first: the lexicon's names; the tagger's ORG words with their edges mended
(borders.py); places followed by words that lead to an organisation's ending (浙江国际…研究院);
short forms that the article itself introduces (以下简称“…”). Left alone: generic words (该联盟,
企业, 双方), parks and zones (places), fairs and plans (titles). Who each one is, resolve.py settles.

>>> from extractors.records import Word
>>> text = "德国达姆施塔特工业大学"
>>> [mention.text for mention in find_organisations(text, words=[Word(0, 2, "LOC"), Word(2, 11, "ORG")], place_mentions=[])]
['德国达姆施塔特工业大学']
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from extractors.organisations.borders import WITH_BRANCH_PLACE, Words, extend_left, extend_right, has_own_name, name_before, split_takeover, trim
from extractors.organisations.names import ending_of, endings, name_matcher, names, words_for
from extractors.people.names import FOREIGN_NAME, surname_of
from extractors.people.posts import POST_BEFORE_NAME
from extractors.plain import plain
from extractors.records import Candidate, Mention, Word

# The tagger's ORG words without a known ending are wrong half the time below this (seen on evening news).
_UNSURE = 0.6
_UNSURE_SHORT = 0.8
_SHORT_FORM = re.compile(
    r"[(（](?:(?P<first>[A-Za-z][^()（）“”，,;；]{1,40})[，,;；]\s*)?(?:以下|下)?(?:简称|称)[:：]?[“\"'‘]?(?P<name>[^()（）“”\"'‘’，。；、]{2,16})[”\"'’]?[)）]"
    r"|[(（](?P<latin>[A-Za-z][A-Za-z&.\- ]{1,40})[)）]"
)
_LOCAL = re.compile(r"(?:[省市县区州镇乡]|自治区)(?:人民)?(?:委|政府|政协|人大|纪委|法院|检察院|[一-龥]{1,12}[局厅委办会处部])")
# 中德, 浙德, 中美俄: adjectives made of one-character places.
_ABBREVIATED_COUNTRIES = re.compile(
    r"[中美俄英法德日韩朝印越泰澳加意西葡荷巴希埃哈塔吉土乌格马柬菲新缅老蒙以伊叙黎欧非拉阿浙沪京津渝粤苏鲁豫鄂湘川滇黔桂琼闽赣皖冀晋辽黑陕甘青藏宁台港华央东亚]{1,3}"
)
_PARK = re.compile(
    r"(?:园|园区|新区|新城|开发区|合作区|服务区|示范区|试验区|自贸区|保税区|产业带|基地|机场|港|港口|车站|广场|高速|大道|大桥|口岸|体育馆|体育场|会展中心|国际会议中心|展览中心|金融中心|副中心|购物中心)$"
)
_IN_LIST = re.compile(r"[、和与及]")
_ROLES = re.compile(r"(?:主办|承办|协办|联办|共建|签约)")
_NO_NAME_END = re.compile(
    r"(?:代表团|旅游团|考察团|访问团|宣讲团|行业|频道|综合|汽车|会议|铁路|油田|武器|竞争力|航天员|计划|品牌|技术|宪章|规划|业|工程|大会|论坛|峰会|博览会|展|展会|奖|杯|赛|节|号|型|日|法|式|化|性|者|人|率|力|品|货|车|展厅|族|教育|管理|工厂|车间|生产线|项目)$"
)
# 福州经贸|代表团: whom a delegation comes from is no organisation by that.
_DELEGATION = re.compile(r"(?:代表|考察|访问|参访|使节|观摩|旅游)团|考察组|工作组|一行")
# 浙德|贸易: what two places have with each other.
_BETWEEN_PLACES = re.compile(rf"{_ABBREVIATED_COUNTRIES.pattern}(?:两国|双方|贸易|经贸|合作|关系|交流|企业|产业|友好|边境|人文|班列)+")
# 埃森哲|大中华区: a company's part of the world, for the tagger a place.
_REGION_OF_COMPANY = re.compile(r"(?:大中华区|亚太区|中国区|亚洲区|大中国区|北亚区)$")
# 省级以上|工程技术研究中心: bodies of a level, none by name.
_OF_A_LEVEL = re.compile("(?:[省市县]|国家|世界)级(?:以上|及以上)?(?:企业)?$")
_SUBSIDIARY = re.compile("(?:公司|集团)?(?:其|旗下)?(?:全资|控股|合资)?子公司")
_FEDERAL = re.compile("联邦(?:政府|议院|参议院|总理府|外交部|经济部)")
_TAKEOVER_VERBS = frozenset({"并购", "收购", "入股", "控股", "携手"})
_LATIN_COMPANY = re.compile(
    r"(?<![A-Za-z])[A-ZÀ-Þ][A-Za-zÀ-ÿ0-9.\-]*"
    r"(?:[ ](?:&[ ])?[A-Za-zÀ-ÿ0-9.\-]+){0,5}?[ ]?(?:GmbH(?: & Co\.? ?KG)?|AG|SE|KG|e\.V\.|Inc\.?|Ltd\.?|Corp\.?|S\.A\.)(?![A-Za-z])"
)
_COMPANY_WORD = re.compile(r"(?:企业|制造商|厂商|巨头|生产商|供应商)(?P<name>[一-龥]{2,8}(?:集团|股份公司|有限公司))")
# 德国化工|企业 is a kind of company.
# Words between two organisations, and words that make one of many.
_NOT_INSIDE = re.compile(
    r"会同|驻(?:多国|各国|外使|外机构|[两三四五六七八九十几数]+国)|(?<=[部委局会省市])联合(?!会)|发动|全[县市省]|一[所家个]|新政府$|[市省县]军校$"
)
_KIND_OF = re.compile(r"企业|行业|产业(?!园|集团)|市场|产品|品牌|人民|领域")
_COMPANY_NOUNS = frozenset({"企业", "制造商", "厂商", "巨头", "生产商", "供应商", "品牌商", "开发商", "运营商"})
_COMPANY_POST = re.compile(
    r"(?:中国区|大中华区|亚太区|中国)?(?:执行|高级|联合|常务)?(?:副?董事长|副?总经理|副?总裁|首席执行官|首席技术官|首席运营官|创始人|CEO|创办人|执行董事)"
)
_NAME_TAGS = frozenset({"n", "nz", "vn", "PER", "ORG", "LOC", "nw", "a", "v"})
_MINISTRY = re.compile(r"[一-龥]{2,4}(?:、[一-龥]{2,5}){0,4}[和与及][一-龥]{2,6}部(?=部长|国务秘书|副部长|官员|表示|、|，|。|的)")
_MISSION = re.compile(r"驻(?!多国|各国|外使|当地|在)[一-龥]{1,8}?(?:大使馆|总领事馆|总领馆|领事馆|使馆)")
_DOTTED = re.compile(
    r"(?:(?![的了在是有对为将被从到由向把给等])[一-龥]){1,8}(?P<rest>(?:·[一-龥]{1,7}){0,2}·(?:(?![的了在是有对为将被从到由向把给等表示说])[一-龥]){1,8}?"
    r"(?:大学|学院|基金会|研究所|研究院|医院|公司|集团|银行))"
)
_PLACED = re.compile(
    r"(?:(?![的了在是有对为将被从到由向把给等])[一-龥]){2,14}?(?:协会|商会|联合会|促进会|基金会|促进署|促进局|促进中心|研究院|研究所|经济部(?!长|门)|科技部(?!长|门)|文化部(?!长|门)|工业部(?!长|门)|科学部(?!长|门))"
)
_NOT_PLACED = re.compile(
    r"访问|参加|举行|举办|成立|加入|签署|来自|介绍|率团|赴|抵达|开展|通过|邀请|表示|企业(?!家|联合)|公司|政府|代表团|院士|大学|学院|[局厅委会][和与及]|建设|设立|依托|联合(?!会)|会同|[与及同]|[部局]门|总统|总理|人士|[省市县]"
)
_PAPER = re.compile(r"《(?P<name>[^《》\n]{2,12})》")
_INDUSTRY = re.compile("传动|重机|重工|精密|轴承|机床|铸造|液压|锻造|电气|制药|药业|股份|科技|动力|智造|装备|环保|新材")
# What follows a company that acts or is acted on; 德国化工|产业 is none.
_AFTER_COMPANY = re.compile(r"[，。、；：）)”]|[与和同对向将已拟在是的也原]|董事|总裁|总经理|首席|计划|宣布|表示|公告|签署|投资|收购")
_COMPANY_BY_INDUSTRY = re.compile(
    rf"(?:企业|制造商|厂商|巨头)(?P<name>(?![的在为与和等])[一-龥]{{2,3}}(?:{_INDUSTRY.pattern}))(?=(?:{_AFTER_COMPANY.pattern}))"
)
_LEGAL_FORM = re.compile(r"(?:股份有限公司|有限责任公司|有限公司|集团公司|股份公司|集团|公司)$")
_GENERIC_BEGIN = re.compile(
    r"(?:新时代|新征程|中国式|中国特色|各级|各地|两国|多国|中外|乡镇|县级|市级|省级|村级|地方|当地|多家|多个|一所|一家|一个|[两三四五六七八九十几数]家|有关|所在|我国|国内|国外|外国|联合党|股份制|国有|民营|私营|外资|中资|合资|上市|大型|中小|跨国|重点|名牌|知名|著名|"
    r"相关|其他|其它|全体|全市|全省|全县|驻地|基层|临时|全国通|直属|下级|上级|主要|双方|公立|私立|民办|高等|综合性|执政|在野|反对|少数|欧美|西方|网游|博彩|高科技|行业|专业)"
)
_BODY_OF_ZONE = re.compile(r"(?:党工委|管委会|管理委员会|管理局|管理处|人民政府|政府|投资促进|招商局|[一-龥]{2,6}局$|法院|检察院)")
_LOCAL_BODY = re.compile(
    r"(?:[省市县区州]|自治区)(?:委(?![员托会派任内办外培])|政府|人大常委会|人大(?!代表)|政协|纪委|公安局|法院|检察院|委宣传部|委组织部|委统战部"
    r"|外办|外事办|发改委|国资委|贸促会|工商联|总工会|(?:商务|科技|教育|财政|工信|经信|招商|文旅|人社|住建|交通)[局厅])"
)
_NO_NAME_BEGIN = re.compile("[从被把在于为]|提升")
_PUBLIC = re.compile(r"[A-Za-z]")
_POST_OF_COMMITTEE = re.compile(r"(?:专职|第一|原|前)?(?:副?书记|常委(?!会)|候补委员|委员(?!会)|成员)")
_DOUBLED = re.compile("厅(?=副?厅长)|局(?=副?局长)|处(?=副?处长)|部(?=副?部长)|院(?=副?院长)|署(?=副?署长)|会(?=副?会长)")
# 政协第十三届|全国委员会常务委员会.
_TERM_BEFORE = re.compile(
    r"(?:中国人民政治协商会议|中国共产党|中国国民党革命委员会|中国民主建国会|(?:全国)?政协|中共|民建|民革|民盟)第[一二三四五六七八九十]{1,4}届$"
)
_COMMITTEES = ("全国委员会", "中央委员会", "常务委员会", "中央纪律检查委员会")
_LOCAL_COMMITTEE = re.compile(r"(?:[省市县区州旗盟]|自治区)(?:党)?委$")


def find_organisations(text: str, *, words: Sequence[Word], place_mentions: Sequence[Mention]) -> list[Mention]:
    """ORG candidates in text order; they may overlap each other, and `entity_id` is None.

    A place that stands inside a name is passed on in `candidates`, for resolve.py.
    """
    own = Words(plain(text), words, place_mentions)
    found: dict[tuple[int, int], tuple[str, float]] = {}
    sources = (
        _known_names(own),
        _tagged_names(own),
        _built_names(own),
        _local_bodies(own),
        _companies(own),
        _ministries(own),
        _federal_bodies(own),
        _papers(own),
        _missions(own),
        _dotted_names(own),
        _placed_names(own),
    )
    for start, end, rule, confidence in (item for source in sources for item in source):
        start, end = _without_committee(own.text, start, end)
        if end - start < 2:
            continue
        if confidence > found.get((start, end), ("", 0.0))[1]:
            found[start, end] = (rule, confidence)
    _add_short_forms(own, found)
    _add_hearts(own, found)
    _add_repeats(own, found)
    _add_longer(own, found)
    ordered = sorted(place_mentions, key=lambda mention: mention.start)
    starts = [mention.start for mention in ordered]
    return [
        Mention(
            "ORG",
            start,
            end,
            text[start:end],
            f"organisations.{rule}",
            round(confidence, 3),
            candidates=_place_in(_within(ordered, starts, start, end), start, own.text[start:end]),
        )
        for (start, end), (rule, confidence) in sorted(found.items())
    ]


def _without_committee(text: str, start: int, end: int) -> tuple[int, int]:
    """A party committee before a post belongs to the post: 中国新闻社|党委常委; 绍兴市委书记 is of the place, and no name is left."""
    if _POST_OF_COMMITTEE.match(text, end) is None:
        return start, end
    if text[start:end].endswith(("党工委", "工委")):
        return start, start
    if text[start:end].endswith(("党委", "党组")):
        return trim(text, start, end - 2)
    return (start, start) if _LOCAL_COMMITTEE.search(text[start:end]) else (start, end)


def _known_names(words: Words) -> Iterator[tuple[int, int, str, float]]:
    for start, end, row in name_matcher().all(words.text):
        if words.text.startswith(("门", "队", "长"), end) and words.text[end - 1] in "部院局行":
            continue
        touching = words.covering(start, end)
        if row.strong and end - start == 3 and words.begins_at(start) and touching[-1].tag in {"ORG", "n", "nz"} and touching[-1].start == start:
            # 安理会|巴以: the tagger's word goes on beyond the name.
            yield start, end, "known_name", 0.85
        tagged = any(word.tag in {"ORG", "nz"} and word.start <= start and word.end >= min(end, start + 2) for word in touching)
        # 库卡|CEO: the change of script is a border too.
        changes = not words.text[end - 1].isascii() and words.text[end : end + 1].isascii() and words.text[end : end + 1].isalpha()
        fits = words.begins_at(start) and (words.ends_at(end) or changes)
        latin = _PUBLIC.match(words.text[start])
        if latin and (
            (words.text[start - 1 : start].isascii() and words.text[start - 1 : start].isalnum())
            or (words.text[end : end + 1].isascii() and words.text[end : end + 1].isalnum())
        ):
            continue
        if row.strong and (
            words.text[start - 2 : start] in _TAKEOVER_VERBS
            or fits
            or (end - start >= 4 and _not_within_name(words, start, end))
            or (tagged and words.begins_at(start) and len(touching) == 1 and touching[0].end == end)
        ):
            yield _widened(words, start, end, "known_name", 0.97)
        elif (
            not row.strong
            and (tagged or words.text[end : end + 2] in _TAKEOVER_VERBS or (latin and end - start > 2))
            and not _is_a_person(words.text, start, end)
            and words.begins_at(start)
            and touching[0].start == start
            and touching[-1].end == end
        ):
            yield _widened(words, start, end, "known_weak_name", 0.8)


def _widened(words: Words, start: int, end: int, rule: str, confidence: float) -> tuple[int, int, str, float]:
    """The known name with what belongs to it: a place before, a part after."""
    return extend_left(words, start, end), extend_right(words, start, end), rule, confidence


def _not_within_name(words: Words, start: int, end: int) -> bool:
    return not any(word.tag in {"ORG", "PER"} and (word.start < start or word.end > end) for word in words.covering(start, end))


def _tagged_names(words: Words) -> Iterator[tuple[int, int, str, float]]:
    for word in words.words:
        text = words.text_of(word)
        if word.tag == "ORG":
            yield from _of_org_word(words, word, text)
        elif word.tag == "LOC" and (region := _REGION_OF_COMPANY.search(text)) is not None and region.start() > 1:
            core = word.start + region.start()
            if not _is_all_places(words, word.start, core):
                yield extend_left(words, word.start, core), core, "company_region", 0.8
        elif word.tag in {"LOC", "nz"} and _PARK.search(text) and _acts_in_list(words, word.start, word.end):
            yield extend_left(words, word.start, word.end), word.end, "park_in_list", 0.85
        elif word.tag in {"LOC", "nz", "n", "nw"} and len(text) >= 4:
            ending = ending_of(text)
            if ending is not None and ending.strong and not _PARK.search(text) and (word.tag == "LOC" or word.start in words.places_by_start):
                yield from _mended(words, word.start, word.end, "tagged_otherwise", 0.7 * word.score + 0.25)


def _of_org_word(words: Words, word: Word, text: str) -> Iterator[tuple[int, int, str, float]]:
    pieces = split_takeover(text)
    if ending_of(text) is None and text not in names() and (length := _known_beginning(text)):
        # 新疆生产建设兵团|体育: the known name is all there is.
        yield word.start, word.start + length, "known_beginning", 0.8
        return
    for first, last in pieces:
        start, end = word.start + first, word.start + last
        if len(pieces) == 2 and last == len(text) and names().get(words.text[start:end]) is None:
            end = _to_known_end(words, start, end)
        rule = "takeover" if len(pieces) == 2 else "tagged"
        yield from _mended(words, start, end, rule, word.score)


def _known_beginning(text: str) -> int:
    """How long a strong known name of three characters and more begins the text."""
    return next((length for length in range(len(text), 2, -1) if (row := names().get(text[:length])) is not None and row.strong), 0)


def _to_known_end(words: Words, start: int, end: int) -> int:
    """并购库|卡: on to where a known name ends, within two more characters."""
    return next((further for further in (end + 1, end + 2) if words.text[start:further] in names()), end)


def _mended(words: Words, start: int, end: int, rule: str, score: float) -> Iterator[tuple[int, int, str, float]]:
    start, end = trim(words.text, start, end, words.begins_name)
    if (of_company := _SUBSIDIARY.match(words.text, start, end)) is not None and of_company.end() + 2 < end:
        start = of_company.end()
    core = words.text[start:end]
    end = extend_right(words, start, end)
    # 省农业农村|厅|厅长.
    end += _DOUBLED.match(words.text, end) is not None
    start, end = trim(words.text, extend_left(words, start, end), end, words.begins_name)
    if (session := _TERM_BEFORE.search(words.text, max(0, start - 24), start)) is not None and core.startswith(_COMMITTEES):
        start = session.start()
    if _is_name(words, start, end, core, rule, score):
        yield start, end, rule, min(0.95, 0.5 + score / 2)


def _is_name(words: Words, start: int, end: int, core: str, rule: str, score: float) -> bool:
    text = words.text[start:end]
    if (
        len(text) < 2
        or text in words_for("mistaken")
        or text in words_for("generic")
        or core in words_for("mistaken")
        or re.search(r"[。！？；，\n]", text)
    ):
        return False
    if (_GENERIC_BEGIN.match(text) and text not in names()) or _is_a_person(words.text, start, end):
        return False
    if text in names() or (core in names() and core not in words_for("generic")):
        return rule == "takeover" or names().get(text, names().get(core)) is not None
    if _PARK.search(text):
        return _acts_in_list(words, start, end)
    if re.search("驻(?:多国|各国|外使|外机构)", text) or (text not in names() and _OF_A_LEVEL.search(words.text, max(0, start - 6), start)):
        return False
    ending = ending_of(text)
    if (ending is None or not ending.strong) and _KIND_OF.match(words.text, end):
        return False
    if text.endswith("党") and words.places_by_start.get(start) == end - 1:
        # 中国|党、政府和人民: of no name.
        return False
    if ending is not None and (_NO_NAME_END.search(text) is None or ending.strong):
        # 中德政府 are two; 东亚银行 is one.
        is_pair = ending.kind in {"government", "party", "alliance"} and _ABBREVIATED_COUNTRIES.fullmatch(text[: -len(ending.ending)]) is not None
        return (has_own_name(text) or start in words.places_by_start) and not is_pair
    if _ABBREVIATED_COUNTRIES.fullmatch(core) or _ABBREVIATED_COUNTRIES.fullmatch(text) or _NO_NAME_END.search(text) or _NO_NAME_BEGIN.match(core):
        return False
    if _is_all_places(words, start, end) or _DELEGATION.match(words.text, end) or _BETWEEN_PLACES.fullmatch(text):
        return False
    return score >= (_UNSURE if len(core) > 2 else _UNSURE_SHORT)


def _is_all_places(words: Words, start: int, end: int) -> bool:
    """Is the whole a chain of places (德国|慕尼黑)?"""
    while start < end and (further := words.places_by_start.get(start)) is not None and further > start:
        start = further
    return start == end


def _is_a_person(text: str, start: int, end: int) -> bool:
    """Is this a foreign name between a post and the mark or word that follows a person (大使施耐德（…）, 施耐德先生)?"""
    if FOREIGN_NAME.fullmatch(text[start:end]) is None:
        return False
    return (
        re.match("先生|女士|博士|教授|一行", text[end : end + 2]) is not None or POST_BEFORE_NAME.search(text[max(0, start - 8) : start]) is not None
    )


def _acts_in_list(words: Words, start: int, end: int) -> bool:
    """Does a park stand in a list of organisers (…、天津大学、中德科教园、…协办)?"""
    around = words.text[max(0, start - 1) : start] + words.text[end : end + 1]
    neighbour = any(word.tag == "ORG" and (word.end == start - 1 or word.start == end + 1) for word in words.covering(max(0, start - 2), end + 3))
    return bool(_IN_LIST.search(around)) and neighbour and _ROLES.search(words.text[end : end + 60].split("。")[0]) is not None


def _built_names(words: Words) -> Iterator[tuple[int, int, str, float]]:
    """Names that the tagger did not see: a place, words that names are made of, a strong ending."""
    for word in words.words:
        text = words.text_of(word)
        if word.tag in {"n", "nz", "ORG", "v", "vn", "nw", "LOC"} and len(text) >= 2 and (text in endings() or ending_of(text) is not None):
            ending = endings().get(text) or ending_of(text)
            if ending is None or not ending.strong or text.endswith(("部门", "队长")):
                continue
            start = name_before(words, word.start, word.end)
            if (
                start is not None
                and _NOT_INSIDE.search(words.text[start : word.end]) is None
                and words.text[start : word.end] not in words_for("generic")
                and not words.text.startswith(("门", "长"), word.end)
            ):
                yield start, extend_right(words, start, word.end), "built", 0.75


def _local_bodies(words: Words) -> Iterator[tuple[int, int, str, float]]:
    """市委、市政府, 县人大: bodies of a place that the context gives."""
    for match in _LOCAL_BODY.finditer(words.text):
        if (
            words.begins_at(match.start())
            and words.ends_at(match.end())
            and words.text[match.start() - 1 : match.start()] not in {"各", "全", "某", "多"}
        ):
            yield match.start(), match.end(), "local_body", 0.85


def _companies(words: Words) -> Iterator[tuple[int, int, str, float]]:
    """Companies by what stands around them: Latin legal forms, 企业 before, a company's post after."""
    introduced: set[str] = set()
    for match in _LATIN_COMPANY.finditer(words.text):
        yield extend_left(words, match.start(), match.end()), match.end(), "latin_company", 0.9
        first = match.group().split(" ")[0]
        if len(first) >= 5 and first not in introduced:
            introduced.add(first)
            for start in _occurrences(words.text, first, match.end()):
                if not words.text[start + len(first) : start + len(first) + 1].isascii():
                    yield start, start + len(first), "heart_of_name", 0.8
    text = words.text
    for word in words.words:
        is_bracket = text[word.end : word.end + 1] in {"(", "（"} and word.tag in {"PER", "nz", "n", "LOC", "ORG"}
        if is_bracket and (branch := WITH_BRANCH_PLACE.match(text, word.end)) and not branch["first"]:
            yield extend_left(words, word.start, branch.end()), branch.end(), "before_company_form", 0.85
        if word.tag == "n" and word.end - word.start >= 6 and (inner := _COMPANY_WORD.fullmatch(text, word.start, word.end)):
            yield inner.start("name"), word.end, "before_company_form", 0.75
        if word.tag in {"PER", "nz"}:
            yield from _beside_company_words(words, word)
    yield from _before_company_posts(words)


def _beside_company_words(words: Words, word: Word) -> Iterator[tuple[int, int, str, float]]:
    """企业|卡尔·迈斯特, 福斯拉特|集团: no Chinese name of a person."""
    text = words.text
    name = text[word.start : word.end]
    if surname_of(name) is not None or len(name) < 2:
        return
    is_spelled = word.tag == "PER" or FOREIGN_NAME.fullmatch(name) is not None
    if len(name) >= 3 and is_spelled and any(text.endswith(noun, 0, word.start) for noun in _COMPANY_NOUNS):
        yield word.start, word.end, "after_company_noun", 0.7
    form = next((form for form in ("集团", "股份公司", "公司") if text.startswith(form, word.end)), None)
    if form is not None:
        end = word.end + len(form)
        yield extend_left(words, word.start, end), end, "before_company_form", 0.8


def _before_company_posts(words: Words) -> Iterator[tuple[int, int, str, float]]:
    """莱曼液压|中国区|总经理: an unknown name before a company's post, where the article says it at least twice."""
    for match in _COMPANY_POST.finditer(words.text):
        position = bisect_left(words.ends, match.start())
        if position >= len(words.ends) or words.ends[position] != match.start():
            continue
        start = match.start()
        while (
            position >= 0
            and words.ends[position] == start
            and match.start() - words.starts[position] <= 10
            and words.words[position].tag in _NAME_TAGS
        ):
            start = words.starts[position]
            position -= 1
        name = words.text[start : match.start()]
        if (
            len(name) < 3
            or name in words_for("generic")
            or name in words.place_texts
            or endings().get(name)
            or _GENERIC_BEGIN.match(name)
            or _NO_NAME_END.search(name)
        ):
            continue
        places = list(_occurrences(words.text, name, 0))
        if len(places) > 1 and not re.search("[为从任被把的是]|公司|集团|企业|联盟|协会|大学|[省市县区国]", name):
            for place in places:
                if words.begins_at(place) and words.ends_at(place + len(name)):
                    yield place, place + len(name), "before_company_post", 0.75


def _ministries(words: Words) -> Iterator[tuple[int, int, str, float]]:
    """德国下萨克森州经济、劳动、交通和数字化部: a ministry of several subjects."""
    for place in words.place_mentions:
        if match := _MINISTRY.match(words.text, place.end):
            yield extend_left(words, place.start, match.end()), match.end(), "ministry", 0.85


def _federal_bodies(words: Words) -> Iterator[tuple[int, int, str, float]]:
    """联邦政府, 联邦议院: of the country that the context gives."""
    for match in _FEDERAL.finditer(words.text):
        if words.begins_at(match.start()) and words.ends_at(match.end()):
            yield match.start(), match.end(), "federal_body", 0.8


def _missions(words: Words) -> Iterator[tuple[int, int, str, float]]:
    """中国|驻慕尼黑总领馆."""
    for match in _MISSION.finditer(words.text):
        start = extend_left(words, match.start(), match.end())
        if start < match.start():
            yield start, match.end(), "mission", 0.9


def _dotted_names(words: Words) -> Iterator[tuple[int, int, str, float]]:
    """约翰斯·霍普金斯大学: named after a foreigner, whatever the tagger made of the parts."""
    for match in _DOTTED.finditer(words.text):
        if (ending := ending_of(match.group())) is None or not ending.strong:
            continue
        start, dot = match.start(), match.start("rest")
        # Where the first part begins is a border of the tagger's: 美国|约翰斯·…, 与|罗伯特·博世….
        starts = [word.start for word in words.covering(start, dot) if word.start >= start]
        first = next((one for one in starts if one not in words.places_by_start and FOREIGN_NAME.match(words.text, one)), None)
        if first is not None and words.ends_at(match.end()):
            yield extend_left(words, first, match.end()), extend_right(words, first, match.end()), "dotted_name", 0.9


def _placed_names(words: Words) -> Iterator[tuple[int, int, str, float]]:
    """A place and what ends like an association or an agency, whatever words the tagger cut it into."""
    for place in words.place_mentions:
        if place.label != "GPE" or place.end - place.start < 2 or words.text[place.end : place.end + 1] in "的、":
            continue
        match = _PLACED.match(words.text, place.end)
        if match is not None and words.ends_at(match.end()) and _NOT_PLACED.search(match.group()) is None:
            end = extend_right(words, match.start(), match.end())
            yield extend_left(words, place.start, end), end, "placed", 0.7


def _papers(words: Words) -> Iterator[tuple[int, int, str, float]]:
    """《姑苏晚报》: papers are organisations, without the marks."""
    for match in _PAPER.finditer(words.text):
        name = match["name"]
        if name in names() or name.endswith(("报", "晚报", "周刊", "海外版")):
            yield match.start("name"), match.end("name"), "paper", 0.9


def _add_short_forms(words: Words, found: dict[tuple[int, int], tuple[str, float]]) -> None:
    """Short forms in brackets after a name, and wherever they stand afterwards."""
    ends = {end for _, end in found}
    introduced: set[str] = set()
    for match in _SHORT_FORM.finditer(words.text):
        if match.start() not in ends:
            continue
        group = "name" if match["name"] else "latin"
        if match["first"]:
            found.setdefault(match.span("first"), ("short_form", 0.9))
        name = match[group].strip()
        if name in words_for("generic") or name in words_for("mistaken"):
            continue
        found.setdefault(match.span(group), ("short_form", 0.9))
        if group == "name" and name not in introduced:
            introduced.add(name)
            for start in _occurrences(words.text, name, match.end()):
                if words.begins_at(start) and words.ends_at(start + len(name)):
                    found.setdefault((start, start + len(name)), ("short_form", 0.85))


def _add_hearts(words: Words, found: dict[tuple[int, int], tuple[str, float]]) -> None:
    """黄河旋风 after 河南黄河旋风股份有限公司: what is left without the place before and the legal form."""
    hearts = set()
    for start, end in found:
        match = _LEGAL_FORM.search(words.text[start:end])
        # 马英九集团 is a man's circle.
        if match is not None and not (match.group() == "集团" and surname_of(words.text[start : start + match.start()]) is not None):
            first = start
            while first < start + match.start():
                # 比特尔 of 比特尔（中国）投资有限公司.
                hearts.add(re.sub("[(（].*$", "", words.text[first : start + match.start()]))
                first = words.places_by_start.get(first, end)
    # 福斯拉特 after 福斯拉特集团; three characters only where the tagger saw one word there.
    for heart in sorted(heart for heart in hearts if len(heart) >= 3 and heart not in words_for("generic") and heart not in words.place_texts):
        for start in _occurrences(words.text, heart, 0):
            end = start + len(heart)
            if words.begins_at(start) and words.ends_at(end) and (len(heart) > 3 or words.covering(start, end)[0].end == end):
                found.setdefault((start, end), ("heart_of_name", 0.8))


def _add_longer(words: Words, found: dict[tuple[int, int], tuple[str, float]]) -> None:
    """瀚河精密|（德国）有限公司; 施塔克|传动, where it is so each time that the article names it."""
    following: dict[str, set[str]] = {}
    for start, end in found:
        following.setdefault(words.text[start:end], set()).add(words.text[end : end + 2])
    for start, end in sorted(found):
        confidence = found[start, end][1]
        if (branch := WITH_BRANCH_PLACE.match(words.text, end)) is not None and not branch["first"]:
            found.setdefault((start, branch.end()), ("branch", confidence))
        industry = words.text[end : end + 2]
        is_short = ending_of(words.text[start:end]) is None and words.text[start:end] not in names() and words.ends_at(end + 2)
        if (
            is_short
            and following[words.text[start:end]] == {industry}
            and _INDUSTRY.fullmatch(industry)
            and _AFTER_COMPANY.match(words.text, end + 2)
        ):
            found.setdefault((start, end + 2), ("with_industry", confidence))
    for match in _COMPANY_BY_INDUSTRY.finditer(words.text):
        if words.begins_at(match.start("name")) and words.ends_at(match.end()) and _GENERIC_BEGIN.match(match["name"]) is None:
            found.setdefault(match.span("name"), ("after_company_noun", 0.7))


def _add_repeats(words: Words, found: dict[tuple[int, int], tuple[str, float]]) -> None:
    """The same full name elsewhere in the article, where the tagger missed it."""
    full = {
        name
        for (start, end), (rule, _) in found.items()
        if ((name := words.text[start:end]) in names() and end - start >= 3) or (end - start >= 5 and rule != "built" and ending_of(name) is not None)
    }
    for name in sorted(full):
        for start in _occurrences(words.text, name, 0):
            if not words.text.startswith(("门", "队", "长"), start + len(name)):
                found.setdefault((start, start + len(name)), ("repeated", 0.8))


def _occurrences(text: str, name: str, start: int) -> Iterator[int]:
    while (start := text.find(name, start)) >= 0:
        yield start
        start += len(name)


def _within(ordered: Sequence[Mention], starts: Sequence[int], start: int, end: int) -> list[Mention]:
    return [mention for mention in ordered[bisect_left(starts, start) : bisect_left(starts, end)] if mention.end <= end]


def _place_in(inside: Sequence[Mention], start: int, mention_text: str) -> tuple[Candidate, ...]:
    """The last of the places that begin the name: 浙江省绍兴市商务局 → 绍兴市."""
    reached, last = start, None
    for mention in sorted(inside, key=lambda mention: (mention.start, -mention.end)):
        if mention.label != "GPE" and (reached != start or _BODY_OF_ZONE.match(mention_text, mention.end - start) is None):
            continue
        # 中德科教园 is of neither country.
        if mention.start == reached and mention.entity_id is not None and mention.end - mention.start > 1:
            reached, last = mention.end, mention
    if last is None or last.entity_id is None:
        return ()
    return (Candidate(last.entity_id, float(reached - start)),)
