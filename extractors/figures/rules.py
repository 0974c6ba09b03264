"""The rules that read figures: money, percentages, quantities, counts, ranks, and bare numbers.

Each pattern reads one figure from its first bound word to its last; what only looks like a figure is
refused in the rule's function, which sees the text around the match. Importing this module loads the
word lists, so it is imported on first use. Numerals are read by extractors.numerals; codes are those
of ISO 4217 and UCUM.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Context, Decimal
from functools import lru_cache

from extractors.figures.bounds import AFTER, BEFORE, bound_before, bound_of
from extractors.figures.lexicons import Unit, alternatives, classifiers, currencies, symbols, units
from extractors.figures.not_figures import is_list_marker, may_stand_bare
from extractors.numerals import AMOUNT, Amount, read_amount
from extractors.records import Figure
from extractors.rules import Rulebook

_FRAGMENTS = {
    "before": BEFORE,
    "after": f"{AFTER}|多(?=[，。、；的来前后]|时间|$)|余(?=[，。、；的]|$)",
    "amount": AMOUNT,
    "more": "多|余|来|几(?=[个家名万亿])",
    "to": " ?(?:至|到|~|—{1,2}|―|－|–|-|−) ?",
    "currency": alternatives({name: unit for name, unit in currencies().items() if name not in ("角", "毛")}),
    "symbol": alternatives(list(symbols())),
    "unit": alternatives(units()),
    "classifier": alternatives(classifiers()),
}

RULEBOOK = Rulebook("figures", _FRAGMENTS)
rule = RULEBOOK.rule

_HUNDREDTHS = {"%": ("%", "1"), "‰": ("%", "0.1"), "‱": ("%", "0.01"), "百分点": ("pp", "1"), "千分点": ("pp", "0.1"), "基点": ("pp", "0.01")}
_BASES = {"百": Decimal(1), "千": Decimal("0.1"), "万": Decimal("0.01")}
_TIME_UNITS = frozenset({"a", "mo", "wk", "d", "h", "min", "s"})
_MAGNITUDE = re.compile("(?:万亿|[百千万亿])$")


def _exact(value: str | int, unit: str, bound: str = "exact", *, classifier: str | None = None) -> Figure:
    return Figure(Decimal(value), unit, bound, classifier=classifier)


def _range(low: str | int, high: str | int, unit: str, *, classifier: str | None = None) -> Figure:
    return Figure(None, unit, "range", Decimal(low), Decimal(high), classifier)


# Money


@rule(
    "(?P<before><before>)?(?:人民币 ?)?(?:(?P<low><amount>)(?P<low_unit><currency>)?<to>)?(?P<amount>[负-]?<amount>)(?P<more><more>)?"
    " ?(?P<unit><currency>)整?(?P<after><after>)?",
    examples={
        "165.3亿美元": _exact("16530000000", "USD"),
        "约4.287亿美元": _exact("428700000", "USD", "about"),
        "近700万元": _exact("7000000", "CNY", "less_than"),
        "3000多欧元": _exact("3000", "EUR", "more_than"),
        "1.2亿至1.5亿美元": _range("120000000", "150000000", "USD"),
        "八百到九百亿泰铢": _range("80000000000", "90000000000", "THB"),
        "8500到3万港元": _range("8500", "30000", "HKD"),
        "人民币8千元": _exact("8000", "CNY"),
        "两个亿卢布": _exact("200000000", "RUB"),
        "5亿德国马克": _exact("500000000", "DEM"),
    },
    not_in=("2021元旦", "三元区", "一元化", "百元", "多元"),
)
def money(match: re.Match[str]) -> Figure | None:
    """An amount before a currency's name; the unit of a range stands once or twice."""
    if (
        match["unit"].startswith("元")
        and re.fullmatch("[一二三百千万]|[廿卅]", match["amount"])
        and _follows(match, "结构|化|论|制|区|里|桥|店|方程")
    ):
        return None
    if match["amount"] in ("百", "千", "万", "亿", "万亿") and not match["before"] and not match["more"]:
        return None
    return _figure(match, _foreign(match) or currencies()[match["unit"]])


def _foreign(match: re.Match[str]) -> Unit | None:
    """The currency that is named before a bound word, where 元 alone stands behind the number (港币约5000元)."""
    start = match.start()
    named = _compiled(f"(?P<name>{_FRONT_NAMES})$").search(match.string[max(0, start - 8) : start]) if match["unit"] in _PLAIN else None
    return Unit(symbols()[named["name"]], Decimal(1), "strong", "") if named else None


@rule(
    "(?P<before><before>)?(?P<amount><amount>)(?P<unit>元|块|日元|美元|欧元|港元|英镑)又?(?:(?P<tenths>[0-9一二三四五六七八九两])(?:角|毛))?(?:又?(?P<hundredths><amount>)(?P<part>分|日本钱|日本銭|美分|欧分|港仙|便士))?(?:钱|整)?",
    examples={
        "123元1角1分": _exact("123.11", "CNY"),
        "五元三毛": _exact("5.3", "CNY"),
        "10日元5日本钱": _exact("10.05", "JPY"),
        "两美元又三美分": _exact("2.03", "USD"),
        "一百三十五块六角七分钱": _exact("135.67", "CNY"),
    },
    not_in=("123元", "五元"),
)
def money_with_change(match: re.Match[str]) -> Figure | None:
    """A sum in a currency's main unit and its parts."""
    amount, tenths, hundredths = read_amount(match["amount"]), match["tenths"], match["hundredths"]
    if amount is None or amount.value is None or not (tenths or hundredths):
        return None
    value = amount.value + _digit(tenths) / 10 + _digit(hundredths) / 100
    unit = {"块": "元"}.get(match["unit"], match["unit"])
    return Figure(value, currencies()[unit].unit, bound_of(match["before"] or "", "", ""))


def _digit(numeral: str | None) -> Decimal:
    amount = read_amount(numeral) if numeral else None
    return amount.value if amount and amount.value is not None else Decimal(0)


@rule(
    "(?P<before><before>)?(?P<amount><amount>)(?P<more><more>)?块(?P<after><after>)?",
    examples={"三五百块": _range(300, 500, "CNY"), "1000多块": _exact(1000, "CNY", "more_than")},
    not_in=("三块地", "两块牌子", "一块", "300块石碑", "在各地已设置地名标志60.9万块，"),
)
def money_in_kuai(match: re.Match[str]) -> Figure | None:
    """块 for 元 where the sum is round and no thing follows that comes in pieces."""
    is_round = re.search("[百千万0]$", match["amount"]) and _follows(match, "[，。、；！？,.]|$|的|左右|以上|以下")
    if not is_round or not _precedes(match, "(?:^|花|元|钱|价|卖|只要|赚|挣|薪|工资|售|收入?|付|省|给|不过|[\\n。，])[^，。]{0,4}"):
        return None
    return _figure(match, currencies()["元"])


@rule(
    "(?P<before><before>)?(?P<sign><symbol>) ?(?:(?P<low><amount>)<to>)?(?P<amount>[-]?<amount>)(?P<more><more>)?"
    "(?P<unit><currency>)?(?P<after><after>)?",
    examples={
        "¥1,200": _exact(1200, "CNY"),
        "US$3.5亿": _exact(350000000, "USD"),
        "€20万以上": _exact(200000, "EUR", "at_least"),
        "港币5000元": _exact(5000, "HKD"),
        "日元3亿": _exact(300000000, "JPY"),
        "人民币100元": _exact(100, "CNY"),
    },
    not_in=("人民币升值", "¥", "人民币兑美元7.1234", "欧元20国", "美元3万人"),
)
def money_after_sign(match: re.Match[str]) -> Figure | None:
    """An amount behind a currency's sign or name; 元 alone behind it adds nothing to a name (港币5000元)."""
    code, unit = symbols()[match["sign"]], match["unit"]
    if unit and unit not in _PLAIN:
        code = currencies()[unit].unit
    if not unit and match["sign"] in _ALSO_BEHIND and not _stands_before(match):
        return None
    return _figure(match, Unit(code, Decimal(1), "strong", ""))


# 元 alone, which takes its currency from a name in front.
_PLAIN = frozenset({"元", "圆"})
_FRONT_NAMES = "|".join(sorted((name for name in symbols() if re.match("[一-龥]", name)), key=lambda name: (-len(name), name)))
_ALSO_BEHIND = frozenset(symbols()) & frozenset(currencies()) - {"港币", "新台币", "人民币"}


def _stands_before(match: re.Match[str]) -> bool:
    """Whether a currency's name opens a sum (日元3亿) and does not end one (100日元) or a rate (兑美元7.1)."""
    is_sum = re.search("[万亿]|[0-9]{4}|[0-9],[0-9]{3}", match["amount"]) is not None
    return (
        is_sum
        and not _precedes(match, "[0-9〇零一二三四五六七八九十百千万亿多余兑对换]")
        and not _follows(match, _FRAGMENTS["classifier"] + "|" + _FRAGMENTS["unit"])
    )


# Percentages


@rule(
    "(?P<before><before>)?(?:(?P<low>[负-]?<amount>)(?P<low_unit>%|‰|个百分点)?<to>)?(?P<amount>[负-]?<amount>)(?P<more><more>)?"
    " {0,3}(?P<unit>%|‰|‱|个? ?百 ?分 ?点|个? ?千分点|个?基点)(?P<after><after>)?",
    examples={
        "11.2%": _exact("11.2", "%"),
        "90%以上": _exact(90, "%", "at_least"),
        "30%-40%": _range(30, 40, "%"),
        "5‰": _exact("0.5", "%"),
        "2.4个百分点": _exact("2.4", "pp"),
        "25个基点": _exact("0.25", "pp"),
    },
    not_in=("百分", "5个百", "十分点题"),
)
def percent(match: re.Match[str]) -> Figure | None:
    """A percentage with its sign, or percentage points (unit pp)."""
    unit, factor = _HUNDREDTHS[match["unit"].replace(" ", "").removeprefix("个")]
    return _figure(match, Unit(unit, Decimal(factor), "strong", ""))


@rule(
    "(?P<before><before>)?(?P<base>百|千|万) {0,2}分 {0,2}之 {0,2}"
    "(?:(?P<low><amount>)(?P<low_unit>)<to>(?:[百千万]分之)?)?(?P<amount>[负-]?<amount>)(?P<more><more>)?(?P<after><after>)?",
    examples={
        "百分之三十": _exact(30, "%"),
        "千分之五": _exact("0.5", "%"),
        "近百分之八十": _exact(80, "%", "less_than"),
        "百分之百": _exact(100, "%"),
    },
    not_in=("三分之一", "百分", "十分之一"),
)
def percent_in_words(match: re.Match[str]) -> Figure | None:
    """百分之, 千分之, 万分之 and an amount."""
    return _figure(match, Unit("%", _BASES[match["base"]], "strong", ""))


@rule(
    "(?P<before><before>)?(?:(?P<low><amount>)成?<to>)?(?P<amount><amount>)(?P<more><more>)?成(?P<half>半|[一二三四五六七八九](?![个家年名十百千万月]))?(?P<after><after>)?",
    examples={
        "近八成": _exact(80, "%", "less_than"),
        "三成五": _exact(35, "%"),
        "7.2成": _exact(72, "%"),
        "两三成": _range(20, 30, "%"),
        "九成以上": _exact(90, "%", "at_least"),
    },
    not_in=("一成不变", "2016年建成", "三成立", "20成"),
)
def tenths(match: re.Match[str]) -> Figure | None:
    """成, a tenth of the whole."""
    if _follows(match, "不变|为|立|员|功|果|长|就|绩|本|熟|交|套|都|效|品|型|分(?!布|别|散)|因|了|片|群|倍|新|像|法|性"):
        return None
    figure = _figure(match, Unit("%", Decimal(10), "strong", ""))
    if figure is None:
        return None
    largest = figure.high if figure.value is None else figure.value
    if largest is None or largest > 100:
        return None
    if match["half"] and figure.value is not None:
        half = Decimal(5) if match["half"] == "半" else _digit(match["half"])
        return Figure(figure.value + half, "%", figure.bound)
    return figure


@rule(
    "(?P<before><before>)?(?P<amount>[0-9]{1,2}(?:\\.[0-9])?|[一二两三四五六七八九]{1,2})折(?P<after><after>)?",
    examples={"八折": _exact(80, "%"), "8.5折": _exact(85, "%"), "75折": _exact(75, "%"), "七五折": _exact(75, "%")},
    not_in=("曲折", "一折腾", "三折叠"),
)
def discount(match: re.Match[str]) -> Figure | None:
    """折, the share of the price that is left."""
    if _follows(match, "射|旧|合|叠|返|腾|磨|线|断|页|子|痕|服|戟"):
        return None
    numeral = match["amount"]
    digits = [_digit(character) for character in numeral]
    value = digits[0] * 10 + (digits[1] if len(digits) > 1 else 0) if not re.match("[0-9]", numeral) else Decimal(numeral)
    return Figure(value * 10 if value < 10 else value, "%", bound_of(match["before"] or "", "", match["after"] or ""))


# Quantities


@rule(
    "(?P<before><before>)?(?P<below>零下)?(?:(?P<low><amount>)(?P<low_unit><unit>)?<to>)?(?P<amount>[负-]?<amount>)(?P<more><more>)?"
    " {0,2}(?P<unit><unit>)(?P<after><after>)?",
    examples={
        "387万亩": _exact(3870000, "亩"),
        "3.5万千瓦时": _exact(35000, "kW.h"),
        "120平方公里": _exact(120, "km2"),
        "零下5摄氏度": _exact(-5, "Cel"),
        "35岁": _exact(35, "a"),
        "两个月": _exact(2, "mo"),
        "3~5年": _range(3, 5, "a"),
        "2.4微克": _exact("2.4", "ug"),
        "一吨": _exact(1, "t"),
        "20多公里": _exact(20, "km", "more_than"),
        "近一年": _exact(1, "a", "less_than"),
    },
    not_in=("2020年", "三年级", "80年代", "一年", "一天", "三米兰", "百年", "一度", "三级", "北纬30度", "5G"),
)
def quantity(match: re.Match[str]) -> Figure | None:
    """An amount before a unit of measure."""
    unit = units()[match["unit"]]
    if unit.unit in _TIME_UNITS and not _is_duration(match):
        return None
    if unit.strength == "weak" and not _is_measured(match):
        return None
    if match["amount"] in ("十", "百", "千", "万", "亿", "万亿") and not (match["before"] or match["more"]) and match["amount"] != "十":
        return None
    if (
        re.fullmatch("[一二两三四五六七八九]?[万亿]?", match["amount"])
        and match["unit"] in ("元", "瓦", "克", "升", "伏", "焦", "帕")
        and match["amount"] in "万亿"
    ):
        return None
    figure = _figure(match, unit)
    if figure is None or not match["below"] or figure.value is None:
        return figure
    return Figure(-figure.value, figure.unit, _COLDER.get(figure.bound, figure.bound))


# 零下40多度 is below −40.
_COLDER = {"more_than": "less_than", "less_than": "more_than", "at_least": "at_most", "at_most": "at_least"}


def _is_duration(match: re.Match[str]) -> bool:
    """Whether a number of years, days or hours is a length of time and no date, and more than the article 一."""
    amount, unit = match["amount"], match["unit"]
    if (
        unit == "年"
        and re.fullmatch(r"(?:1[0-9]|20|21)\d\d|[一二][〇零九一二三四五六七八九]{3}|[〇零九八七]{2}|\d{2,3}(?=年$)", amount)
        and len(amount) == 4
    ):
        return False
    if unit == "年" and _follows(match, "[0-9一二三四五六七八九十]{1,2}月|[上下]半年|春|夏|秋|冬|来|前|后"):
        return not re.search("[0-9]{4}$", amount) and not _follows(match, "[0-9一二三四五六七八九十]{1,2}月|[上下]半年")
    if _precedes(match, "第|每|公元|[去今明同当那这][年天]?|[新旧]|五一|周"):
        return False
    if amount == "一" and not match["before"] and not match["after"]:
        return (
            bool(_precedes(match, "为期|历时|耗时|用时|长达|期限|有效期|任期|仅|只用|只有|不到|满|最长|缩短|延长|提前|推迟|至少|处")) and unit != "周"
        )
    return not (amount in ("百", "千", "万") and not match["before"] and not match["more"])


def _is_measured(match: re.Match[str]) -> bool:
    """Whether a unit that is also another word stands as a unit here."""
    name, amount = match["unit"], match["amount"]
    is_large = bool(re.search("[0-9百千万亿]", amount))
    if name == "度":
        warm = _precedes(match, "温度?|气温|体温|低温|高温|零下|零上|摄氏|温差|达|约|至|到|低至|是")
        return bool(warm) if not re.match("[0-9]", amount) else not _precedes(match, "[经纬]|年")
    if name == "级":
        return bool(_precedes(match, "(?:里氏|震级|风力|阵风|烈度|发生)(?:达到?|为|约)?")) or _follows(
            match, "左右|以上|地震|大风|强震|余震|台风|风|浪|强"
        )
    if name == "两":
        return (is_large and amount != "万") or (len(amount) == 1 and _follows(match, "黄金|白银|银|茶|酒|肉|米|$|[，。、]"))
    if name == "里":
        return is_large and _follows(match, "路|地(?!区|方)|外|山|长|水路|海(?!里)|$|[，。、]")
    return is_large


@rule(
    "(?P<system>华氏|摄氏)(?:温度)?(?P<below>零下)?(?P<amount>-?<amount>)度(?P<after><after>)?",
    examples={"华氏温度98.6度": _exact("98.6", "[degF]"), "摄氏零下5度": _exact(-5, "Cel")},
    not_in=("98.6度", "华氏"),
)
def temperature(match: re.Match[str]) -> Figure | None:
    """A temperature whose scale stands in front."""
    amount = read_amount(match["amount"])
    if amount is None or amount.value is None:
        return None
    value = -amount.value if match["below"] else amount.value
    return Figure(value, "[degF]" if match["system"] == "华氏" else "Cel", bound_of("", "", match["after"] or ""))


@rule(
    "(?P<before><before>)?(?P<amount><amount>)(?:(?P<unit>斤|公斤|吨|里|公里|年|亩|米|天|小时|升)半|个半(?P<piece>月|小时|钟头|星期))(?P<after><after>)?",
    examples={
        "三斤半": _exact("3.5", "斤"),
        "两年半": _exact("2.5", "a"),
        "一个半小时": _exact("1.5", "h"),
        "约两个半月": _exact("2.5", "mo", "about"),
    },
    not_in=("三斤", "2020年半", "3天半夜"),
)
def quantity_and_half(match: re.Match[str]) -> Figure | None:
    """An amount of a unit and a half of it more."""
    amount = read_amount(match["amount"])
    if amount is None or amount.value is None or amount.value > 999 or _follows(match, "夜|数|路|个|年|价|径"):
        return None
    name = match["unit"] or {"月": "个月"}.get(match["piece"], match["piece"])
    return Figure(amount.value + Decimal("0.5"), units()[name].unit, bound_of(match["before"] or "", "", match["after"] or ""))


@rule(
    "(?P<before><before>)?半(?P<unit>年|个月|个小时|小时|公斤|斤|吨|公里|亩)(?P<past>多)?(?P<after><after>)?",
    examples={"半年": _exact("0.5", "a"), "近半个月": _exact("0.5", "mo", "less_than"), "半年多": _exact("0.5", "a", "more_than")},
    not_in=("上半年", "下半年", "大半年", "半年报", "前半年"),
)
def half_quantity(match: re.Match[str]) -> Figure | None:
    """Half of a unit."""
    if _precedes(match, "[上下前后大小多每]|第[一二]个?|[0-9一二两三四五六七八九十百千万]个?") or _follows(match, "报|度"):
        return None
    return Figure(Decimal("0.5"), units()[match["unit"]].unit, bound_of(match["before"] or "", match["past"] or "", match["after"] or ""))


@rule(
    "(?P<before><before>)?(?:(?P<hours><amount>)个?(?:小时|钟头)(?P<minutes><amount>)(?:分钟?|$)(?:(?P<seconds><amount>)秒)?|(?P<m><amount>)分钟?(?P<s><amount>)秒)",
    examples={"2小时30分钟": _exact(150, "min"), "3分26秒": _exact(206, "s")},
    not_in=("2小时", "30分钟", "8时30分"),
)
def compound_duration(match: re.Match[str]) -> Figure | None:
    """Hours and minutes in minutes, or with seconds in seconds."""
    hours, minutes, seconds = _digit(match["hours"]), _digit(match["minutes"] or match["m"]), _digit(match["seconds"] or match["s"])
    bound = bound_of(match["before"] or "", "", "")
    if _precedes(match, "[时点:：0-9]"):
        return None
    if match["seconds"] or match["s"]:
        return Figure(hours * 3600 + minutes * 60 + seconds, "s", bound)
    return Figure(hours * 60 + minutes, "min", bound)


# Counts


@rule(
    "(?P<before><before>)?(?:(?P<low><amount>)(?P<low_unit><classifier>)?<to>)?(?P<amount><amount>)(?P<more><more>)?"
    " ?(?P<unit><classifier>)(?P<after><after>)?",
    examples={
        "600多家": _exact(600, "1", "more_than", classifier="家"),
        "26个": _exact(26, "1", classifier="个"),
        "3~5个": _range(3, 5, "1", classifier="个"),
        "十几家": _range(11, 19, "1", classifier="家"),
        "八九百名": _range(800, 900, "1", classifier="名"),
        "约3.2万人次": _exact(32000, "1", "about", classifier="人次"),
        "20个以上": _exact(20, "1", "at_least", classifier="个"),
        "1.5倍": _exact("1.5", "1", classifier="倍"),
        "1个": _exact(1, "1", classifier="个"),
    },
    not_in=(
        "一个",
        "一批",
        "几个",
        "多家",
        "三条件",
        "五位于",
        "两部门",
        "百家争鸣",
        "二期",
        "万名",
        "八项目",
        "一、二类水体",
        "三、四类",
        "突破一批",
    ),
)
def count(match: re.Match[str]) -> Figure | None:
    """An amount before a measure word; the article 一 counts only with a word that limits it (仅一家)."""
    classifier = classifiers()[match["unit"]]
    amount = match["amount"]
    is_bounded = bool(match["before"] or match["more"] or match["after"])
    # 打 is twelve, never an article.
    if amount in ("一", "壹") and not is_bounded and match["unit"] != "打" and not _is_limited(match):
        return None
    if amount in ("百", "千", "万", "亿", "万亿") and not is_bounded:
        return None
    # 突破一批关键技术: the verb, not the bound.
    if amount == "一" and (match["before"] or "").startswith("突破"):
        return None
    if match["unit"] == "届" and not _precedes(match, "连续|举办了?|已|共|历经|历时|办了|过去|[历前近]"):
        return None
    if match["unit"] in ("次", "届") and _follows(match, "(?:全体)?(?:会议|全会)") and _precedes(match, "届"):
        return None
    if classifier.strength == "weak" and not is_bounded and _is_small_word(match):
        return None
    if match["unit"] in ("类", "等", "档") and (
        amount == "二" or _precedes(match, "[一二三四五六七八九]、") or _follows(match, "、[二三四五六七八九][类等档]")
    ):
        return None
    return _figure(match, classifier, classifier=match["unit"])


def _is_limited(match: re.Match[str]) -> bool:
    """Whether 一 is a number: a limiting word stands before it, or its price behind it (一对八千)."""
    return _precedes(match, "仅|只|只有|仅有|共|共有|总共|仅为|至少有|至少|最多有|不止|不到") or _follows(
        match, "[一二三四五六七八九两][十百千万](?:元|块|块钱)?(?:[，。、；]|$)"
    )


def _is_small_word(match: re.Match[str]) -> bool:
    """Whether a small Chinese number before an ambiguous measure word is rather a word (二期, 三层, 四面)."""
    name, amount = match["unit"], match["amount"]
    if name == "对":
        return not _follows(
            match,
            "夫妻|夫妇|新人|情侣|姐妹|兄弟|双胞胎|母子|父子|恋人|耳环|选手|组合|运动员|师徒|大熊猫|眼睛|$|[，。、；]|[一二三四五六七八九][百千]",
        )
    if name == "打":
        return not _follows(match, "苹果|鸡蛋|啤酒|玫瑰|铅笔|袜|毛巾|$|[，。、]")
    if name == "双":
        return not _follows(match, "鞋|袜|筷|手套|手|眼睛|皮鞋|球鞋|$|[，。、；]")
    if name == "期" and amount not in "一二":
        return len(amount) == 1 and amount != "两" and _follows(match, "工程|项目|建设|改造|扩建|用地|规划|主体|地块|$|[，。、）)]")
    if name == "分" and (not re.match("[0-9]", amount) or _precedes(match, "[时点:：元角块]|[0-9]")):
        return True
    return len(amount) == 1 and not re.match("[0-9两]", amount)


@rule(
    "(?P<before><before>)?(?:(?P<whole>[0-9]{1,3} )?(?P<sign>-)?(?P<part>[0-9]{1,3})/(?P<base>[0-9]{1,3})"
    "|(?P<amount>[负-]?<amount>))(?P<after><after>)?",
    examples={
        "三分之二": _exact("0.6666666666666667", "1"),
        "五分之一": _exact("0.2", "1"),
        "近1/3": _exact("0.3333333333333333", "1", "less_than"),
        "负一又二分之一": _exact("-1.5", "1"),
    },
    not_in=("3", "12/25节", "3/4/2020", "1/2决赛"),
)
def fraction(match: re.Match[str]) -> Figure | None:
    """A fraction in words, or in figures where it is plainly one."""
    numeral = match["amount"] or f"{match['base']}分之{match['sign'] or ''}{match['part']}"
    if match["whole"]:
        numeral = f"{match['whole']}又{numeral}"
    if "分之" not in numeral or (match["part"] and not _is_written_fraction(match)):
        return None
    amount = read_amount(numeral)
    return None if amount is None or amount.value is None else Figure(amount.value, "1", bound_of(match["before"] or "", "", match["after"] or ""))


def _is_written_fraction(match: re.Match[str]) -> bool:
    if _precedes(match, "[0-9A-Za-z./-]") or _follows(match, "[0-9A-Za-z./-]|决赛"):
        return False
    if _precedes(match, "^|[，,。]") and _follows(match, "的|$"):
        return int(match["base"]) > 0
    return int(match["part"]) < int(match["base"]) <= 10 and (
        bool(match["before"] or match["after"]) or bool(_precedes(match, "的|达|为|占|有|到|^"))
    )


@rule(
    "翻了?(?P<amount>[一两二三四五0-9])番",
    examples={"翻一番": _exact(2, "1"), "翻了两番": _exact(4, "1")},
    not_in=("翻番", "三番五次"),
)
def doubling(match: re.Match[str]) -> Figure | None:
    """翻一番 is two times, each further 番 doubles again."""
    return Figure(2 ** _digit(match["amount"]), "1")


@rule(
    "(?P<amount>-?[0-9]{1,4}(?:\\.[0-9]{1,4})?)\\^(?P<power>[+-]?[0-9]{1,2})",
    examples={"2^5": _exact(32, "1"), "10^9": _exact(10**9, "1")},
    not_in=("2^", "^5"),
)
def power(match: re.Match[str]) -> Figure | None:
    """A power as it is typed."""
    value = _POWERS.power(Decimal(match["amount"]), int(match["power"])) if Decimal(match["amount"]) else Decimal(0)
    return None if value.is_nan() or abs(value) > 10**16 else Figure(value.normalize() + 0, "1")


_POWERS = Context(prec=16)


# Ranks


@rule(
    "第 ?(?P<amount><amount>)(?P<unit>[位名次批轮个家大强艘架辆台座例枚颗件种张块口只株笔趟列波]|把交椅)?",
    examples={
        "第1位": _exact(1, "rank"),
        "第4": _exact(4, "rank"),
        "第二大": _exact(2, "rank"),
        "第3万": _exact(30000, "rank"),
        "第三次": _exact(3, "rank"),
        "第一批": _exact(1, "rank"),
    },
    not_in=("第三届", "第三产业", "第一书记", "第十九届", "第47条", "第三年", "第一季度", "第一时间", "第三方", "第二天", "第一，", "第101工厂"),
)
def rank(match: re.Match[str]) -> Figure | None:
    """第 with a number: a rank or a place in an order, unless it belongs to a name, a text or a date."""
    if _follows(match, _AFTER_NO_RANK):
        return None
    if not match["unit"] and not _follows(match, "[，。、；！？）)”“\\s的和与或]|$|大|至|到|名|位|回|—|-"):
        return None
    if not match["unit"] and _precedes(match, "[。；：\\n“”、，,;:]|^") and _follows(match, "[，,、：:]"):
        return None
    amount = read_amount(match["amount"])
    return None if amount is None or amount.value is None else Figure(amount.value, "rank")


# What makes a number with 第 an edition, a date, a part of a text, a unit's or a sector's name.
_AFTER_NO_RANK = (
    "届|[一二三四]?季度|年|天|日(?!本)|周|月|条|款|章|节|页|号|编|卷|集|版|阶段|产业|方(?!面)|书记|时间|线|手|步|课堂|夫人|把手|责任人|生产力|中学|医院|小学|附属|师|军|集团军"
    "|旅(?!客)|营|连|工厂|厂|研究|设计院|人民医院|国道|代(?!表)|人称|国际|者|战场|世界(?!大国|强国)|(?<=次)世界大战|大街|大道|路|人民|要务|要素|机械|汽车|建筑|工程局|航务|勘"
    "|(?<=次).{0,10}?(?:会议|全会|大会|峰会|论坛|会晤|对话|战争|普查|革命)|(?<=大)(?:战役|纪律)|(?<=个)(?:五年|百年|一百年|国庆|交易日|工作日|星期|月|年头|春节|中国|教师节|农民|世界)|(?<=批)次|个五年"
)


@rule(
    "前(?P<amount><amount>)(?P<unit>名|位|强|大)?",
    examples={"前10名": _exact(10, "rank", "at_most"), "前三位": _exact(3, "rank", "at_most"), "前十强": _exact(10, "rank", "at_most")},
    not_in=("前三季度", "前10个月", "目前3", "前两年", "前五", "以前三次", "前三名副总理"),
)
def top(match: re.Match[str]) -> Figure | None:
    """The first so many of a ranking (排名前十, 前三位)."""
    is_ranking = _precedes(
        match, "排名?|位?居|位列|名列|列|进入|跻身|入围|保持|世界|全球|全国|全省|全市|国内|行业|省内|闯入|杀入|锁定|占据|[国省市球界洲]的?"
    )
    if not is_ranking and match["unit"] not in ("名", "位", "强"):
        return None
    if _follows(match, "季度|个?月|年|天|日|周|期|届|次|场|轮|排|个|任|家|批|副|总统|首相|国|方"):
        return None
    if not is_ranking and _precedes(match, "[目以提之此当空史跟向往上从午产日月年天周期]"):
        return None
    amount = read_amount(match["amount"])
    if amount is None or amount.value is None or match["amount"] in ("千", "万", "亿") or (match["unit"] == "位" and _follows(match, "于|居|列|置")):
        return None
    return Figure(amount.value, "rank", "at_most")


_RANKING = "(?:居|列|占据?|排名|排在|升至|跃至|保持|荣登|登上|回到|重返|世界|全球|全国|全省|全市|榜|[省市国球界])[^，。；是有了]{0,6}"


@rule(
    "首位|榜首|头把交椅",
    examples={"居全省⟦首位⟧。": _exact(1, "rank"), "⟦榜首⟧": _exact(1, "rank")},
    not_in=("首次", "全国首位度", "我国首位女性航天员", "摆在首位"),
)
def first_place(match: re.Match[str]) -> Figure | None:
    """A first place in words, where a ranking is spoken of."""
    if match[0] == "首位" and not (_precedes(match, _RANKING) and _follows(match, "[，。、；！？）)”的\\s]|$|和|并|且")):
        return None
    if match[0] == "首位" and _precedes(match, "(?:放|摆|置|排)(?:在|于|到)了?|作为|第"):
        return None
    return Figure(Decimal(1), "rank")


# Numbers without a unit


@rule(
    "(?P<low><amount>)(?P<low_unit><classifier>|<unit>|<currency>|%)?(?:和|与|至|到|~|-)(?P<amount><amount>)(?P<unit><classifier>|<unit>|<currency>|%)?之间",
    examples={"20和30之间": _range(20, 30, "1"), "5万元至8万元之间": _range(50000, 80000, "CNY"), "30%到40%之间": _range(30, 40, "%")},
    not_in=("20和30", "两者之间"),
)
def between(match: re.Match[str]) -> Figure | None:
    """Two limits with 之间."""
    name = match["unit"] or ""
    unit = Unit("%", Decimal(1), "strong", "") if name == "%" else currencies().get(name) or units().get(name) or classifiers().get(name) or _ONE
    return _figure(match, unit, classifier=name if name in classifiers() and unit.unit == "1" else None)


_ONE = Unit("1", Decimal(1), "strong", "")


@rule(
    "(?P<before><before>)?(?:(?P<low><amount>)(?P<low_unit>)<to>)?(?P<amount>[负+-]?<amount>)(?P<more>多|余|来)?(?P<after>\\+(?![0-9])|<after>)?",
    examples={
        "1.3亿": _exact(130000000, "1"),
        "超过80": _exact(80, "1", "more_than"),
        "四百五": _exact(450, "1"),
        "-10000": _exact(-10000, "1"),
    },
    not_in=("一致", "千万", "两国", "5G", "F-16", "COVID-19", "双11"),
)
def bare_number(match: re.Match[str]) -> Figure | None:
    """A number without a unit; extractors.figures.not_figures says where it may stand."""
    start, end = match.span()
    figure = _figure(match, _ONE)
    if figure is None or is_list_marker(match.string, start, end):
        return None
    is_bounded = bool(match["before"] or match["more"] or match["after"]) or bound_before(match.string, start) is not None
    numeral = match.string[match.start("low") if match["low"] else match.start("amount") : match.end("amount")]
    return figure if may_stand_bare(match.string, start, end, numeral=numeral, is_bounded=is_bounded) else None


# What the rules share


def _figure(match: re.Match[str], unit: Unit, *, classifier: str | None = None) -> Figure | None:
    """The figure of a match with groups before, low, low_unit, amount, more and after, in the unit's scale."""
    groups: Mapping[str, str | None] = match.groupdict()
    amount = read_amount(match["amount"])
    more, after = groups.get("more") or "", groups.get("after") or ""
    if amount is None or (more and not re.search("[十百千万亿拾佰仟0]$", match["amount"])):
        return None
    if groups.get("low"):
        return _figure_of_range(match, amount, unit, classifier)
    if amount.value is None:
        if amount.low is None or amount.high is None:
            return None
        return Figure(None, unit.unit, "range", _scale(amount.low, unit), _scale(amount.high, unit), classifier)
    if after in ("多", "余"):
        more, after = after, ""
    bound = amount.bound if amount.bound != "exact" else bound_of(groups.get("before") or "", more, after.replace("+", "以上"))
    return Figure(_scale(amount.value, unit), unit.unit, bound, classifier=classifier)


def _figure_of_range(match: re.Match[str], high: Amount, unit: Unit, classifier: str | None) -> Figure | None:
    """A range; a first number without magnitude takes that of the second (八百到九百亿) where it is the smaller one."""
    groups = match.groupdict()
    low = read_amount(groups["low"] or "")
    if low is None or low.value is None or high.value is None:
        return None
    if groups.get("low_unit") and not _is_same_unit(groups["low_unit"], groups.get("unit")):
        return None
    value = low.value
    magnitude = _MAGNITUDE.search(match["amount"])
    if magnitude and not groups.get("low_unit") and not re.search("[万亿]", groups["low"]):
        size = read_amount("一" + magnitude[0])
        if size is not None and size.value is not None and value < high.value / size.value:
            value *= size.value
    if value >= high.value:
        return None
    return Figure(None, unit.unit, "range", _scale(value, unit), _scale(high.value, unit), classifier)


def _is_same_unit(first: str, second: str | None) -> bool:
    if first == second or second is None:
        return first == second
    known = {**currencies(), **units()}
    return first in known and second in known and known[first].unit == known[second].unit


def _scale(value: Decimal, unit: Unit) -> Decimal:
    return value if unit.factor == 1 else (value * unit.factor).normalize() + 0


def _follows(match: re.Match[str], pattern: str) -> bool:
    """Whether the pattern stands right behind the match; `$` is a line's end."""
    return _compiled(pattern).match(match.string, match.end()) is not None


def _precedes(match: re.Match[str], pattern: str) -> bool:
    """Whether the pattern stands right before the match; `^` is a line's start."""
    start = match.start()
    return _compiled(f"(?:{pattern})$").search(match.string[max(0, start - 8) : start]) is not None


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.MULTILINE)
