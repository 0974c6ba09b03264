"""The rules that read parts of dates: years, months, days, weeks, clock times, relative and repeating times.

Every rule reads one part (parts.py) from the plain text; phrases.py puts neighbouring parts together, so
今年 + 1—10月 and 去年 + 12月 + 14日 need no rules of their own. Left alone: durations and ages (三年,
3个月, 15日内), numbers in names (12号楼, 工业4.0, 7日年化), and days or months that do not exist.
Sources: the calendar (GB/T 7408-2005, ISO 8601), press usage of 人民日报 style; forms worked out by hand.

>>> import re
>>> [rule.read(rule.pattern.fullmatch("2016年")) for rule in RULEBOOK.rules if rule.name == "dates.written_year"]
[Year(number=2016, last=None, ref=None, fiscal=False)]
"""

from __future__ import annotations

import re
from functools import lru_cache

from extractors.dates import edtf
from extractors.dates.numbers import read_digits, read_small
from extractors.dates.parts import (
    Ago,
    Away,
    Clock,
    Days,
    Few,
    FullDay,
    FullMonth,
    Impossible,
    LastThirdOfMonth,
    LunarMonth,
    MonthDays,
    Months,
    Part,
    Repeat,
    Rolling,
    SamePeriod,
    Season,
    Vague,
    Week,
    Weekday,
    Whole,
    Year,
)
from extractors.lexicon import read_rows
from extractors.rules import Rulebook

# Two-digit years from 30 on are of the 20th century: the press writes 98年 and 07年, and hardly ever looks beyond 2029 that way.
_FIRST_YEAR_OF_LAST_CENTURY = 30
# A written year outside these is a count (3000年) or a name.
_FIRST_YEAR, _LAST_YEAR = 1000, 2199

_NUMBER = "[0-9]{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|[〇零]?[一二三四五六七八九]|廿[一二三四五六七八九]?|卅一?"
_COUNT = "[0-9]{1,3}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两俩仨三四五六七八九]|[一二三四五六七八九]百"
_DIGIT = "[〇○零一二三四五六七八九]"
_ALONE = "(?<![0-9一二三四五六七八九十百千万亿〇零几.第半])"
_DASH = "(?: ?(?:——|──|--|[-—–―─~〜∼至到]) ?)"
_PART_OF_DAY = "凌晨|清晨|早晨|早上|早间|上午|中午|午间|正午|下午|午后|傍晚|黄昏|晚上|晚间|夜间|深夜|夜里|半夜|午夜|黎明|拂晓"
_HOUR = "[0-9]{1,2} ?[:：] ?[0-9]{2}(?:[:：][0-9]{2})?(?![0-9:])"
_OCLOCK = (
    "(?:[0-9]{1,2}|二?十[一二三四]?|[一二三四五六七八九两零]|十[五六七八九]) ?[时点]"
    "(?:整|半|钟(?!头)|[一1三3] ?刻|(?:[0-9]{1,2}|[一二三四五]?十[一二三四五六七八九]?"
    "|零[一二三四五六七八九])(?: ?分(?![之钟])(?:(?:[0-9]{1,2}"
    "|[一二三四五]?十?[一二三四五六七八九]) ?秒)?)?(?![0-9.%个月日天年万名家]))?"
)

RULEBOOK = Rulebook(
    "dates",
    {
        "n": _NUMBER,
        "count": _COUNT,
        "digit": _DIGIT,
        "alone": _ALONE,
        "dash": _DASH,
        "part": _PART_OF_DAY,
        "hour": _HOUR,
        "oclock": _OCLOCK,
    },
)
rule = RULEBOOK.rule

_DEICTIC_YEARS = {"大前年": -3, "前年": -2, "去年": -1, "今年": 0, "本年度": 0, "本年": 0, "明年": 1, "后年": 2, "大后年": 3, "年内": 0, "这一年": 0}
_TEXT_YEARS = {
    "同年": 0,
    "当年": 0,
    "该年": 0,
    "那一年": 0,
    "那年": 0,
    "当年度": 0,
    "次年": 1,
    "翌年": 1,
    "转年": 1,
    "上年": -1,
    "上年度": -1,
    "上一年": -1,
    "上一年度": -1,
    "前一年": -1,
    "前一年度": -1,
    "下一年": 1,
    "下1年": 1,
    "下一年度": 1,
    "下年度": 1,
    "后一年": 1,
}
_DEICTIC_DAYS = {
    "大前天": -3,
    "前天": -2,
    "前日": -2,
    "昨天": -1,
    "昨日": -1,
    "今天": 0,
    "今日": 0,
    "本日": 0,
    "即日": 0,
    "明天": 1,
    "明日": 1,
    "后天": 2,
    "大后天": 3,
    "今": 0,
    "昨": -1,
    "明": 1,
    "前": -2,
}
_TEXT_DAYS = {
    "当天": 0,
    "当日": 0,
    "同日": 0,
    "同一天": 0,
    "当": 0,
    "次日": 1,
    "翌日": 1,
    "第二日": 1,
    "次": 1,
    "翌": 1,
    "那天": 0,
    "那一天": 0,
    "前一天": -1,
    "前一日": -1,
}
_WEEKDAYS = dict(zip("一二三四五六日天", (1, 2, 3, 4, 5, 6, 7, 7), strict=True))
_SEASONS = dict(zip("春夏秋冬", (21, 22, 23, 24), strict=True))
_UNITS = {
    "年": "year",
    "月": "month",
    "周": "week",
    "星期": "week",
    "礼拜": "week",
    "天": "day",
    "日": "day",
    "季度": "quarter",
    "交易日": "workday",
    "工作日": "workday",
    "世纪": "century",
}
_DECADE_PARTS = {
    "初": "early",
    "初期": "early",
    "中": "middle",
    "中期": "middle",
    "中叶": "middle",
    "末": "late",
    "末期": "late",
    "后期": "late",
    "末叶": "late",
    "上半叶": "first_half",
    "前半叶": "first_half",
    "下半叶": "second_half",
    "后半叶": "second_half",
}
_FOUR = "[1-9][0-9]{3}"
# What follows a span of years rather than a year: 1500年历史, 2000年文明史, 3000年古城.
_NOT_SPAN = (
    "(?! ?(?:多|余|来|左右)?的?(?:悠久|辉煌|灿烂|建城|建县|建置|建都|发展|文明|漫长|沧桑|中医药?)?(?:历史|文明史|古城|古都"
    "|古镇|岁月|传承|沧桑|积淀|时光))"
)


# ---------------------------------------------------------------- days written whole


@rule(
    r"(?<![0-9./\-])(?P<year>[12][0-9]{3})(?: ?[-/.] ?(?P<month>[01]?[0-9]) ?[-/.] ?(?P<day>[0-3]?[0-9])"
    r"|(?P<spaced> [01][0-9] [0-3][0-9]))(?=$|[^0-9./\-]|[./\-][^0-9]|[\-~/][12][0-9]{3}|[0-9]{2}:)(?![日号])",
    examples={
        "2020-12-14": FullDay(2020, 12, 14),
        "2020/12/1": FullDay(2020, 12, 1),
        "2020.12.14": FullDay(2020, 12, 14),
        "1994.01-19": FullDay(1994, 1, 19),
        "2022 11 23": FullDay(2022, 11, 23),
    },
    not_in=("2020-13-14", "2019-02-29", "10.2020.12.14.3", "192.168.2020.1"),
)
def figure_day(match: re.Match[str]) -> Part | None:
    """A day in figures, year first (ISO 8601 and its press variants)."""
    if match["spaced"]:
        _, month, day = match["spaced"].split(" ")
    else:
        month, day = match["month"], match["day"]
    return _full_day(int(match["year"]), int(month), int(day))


@rule(
    r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})(?P<month>[01][0-9])(?P<day>[0-3][0-9])(?=$|日|讯|电| ?[0-9]{2}[:：]|[)）\]】])(?![0-9])",
    examples={"20201214": FullDay(2020, 12, 14)},
    not_in=("20201314", "120201214", "202012145", "编号20201214号"),
)
def compact_day(match: re.Match[str]) -> Part | None:
    """Eight digits that something marks as a day: a bracket, the end of the line, 讯 or a clock time behind them."""
    return _full_day(int(match["year"]), int(match["month"]), int(match["day"]))


@rule(
    r"(?:(?<![0-9./\-])"
    r"|(?<=[12][0-9]{3}-))(?P<first>[0-3]?[0-9])(?P<mark>[./])(?P<second>[0-3]?[0-9])(?P<mark2>[./])(?P<year>(?:19"
    r"|20)[0-9]{2}|[0-9]{2}(?<=/[0-9]{2}))(?![0-9./]|-[0-9]+(?![0-9/.]))",
    examples={
        "13.5.2015": FullDay(2015, 5, 13),
        "10/1/2018": FullDay(2018, 1, 10),
        "5/13/2015": FullDay(2015, 5, 13),
        "05/05/71": FullDay(1971, 5, 5),
    },
    not_in=("31.4.2015", "1.13.5.2015", "05/06/71", "1/2/34"),
)
def figure_day_year_last(match: re.Match[str]) -> Part | None:
    """A day in figures, year last: day before month, unless only the second number can be a day; a short year only where both are one."""
    first, second = int(match["first"]), int(match["second"])
    if match["mark"] != match["mark2"] or (len(match["year"]) == 2 and first != second):
        return None
    day, month = (second, first) if second > 12 else (first, second)
    year = int(match["year"])
    if year < 100:
        year += 1900 if year >= _FIRST_YEAR_OF_LAST_CENTURY else 2000
    return _full_day(year, month, day)


@rule(
    r"(?<![0-9./\-第])(?P<month>[01]?[0-9])(?:-(?P<day>[0-3][0-9])(?= [0-2]?[0-9]:[0-5][0-9])|/(?P<day2>[0-3]?[0-9])(?:号|日))",
    examples={"11/3号": FullDay(None, 11, 3)},
    not_in=("13-01 20:01", "09-01", "1/2", "第4/3号决定"),
)
def figure_month_day(match: re.Match[str]) -> Part | None:
    """Month and day in figures where 号 or a clock time marks them (11/3号, 09-01 20:01)."""
    return _full_day(None, int(match["month"]), int(match["day"] or match["day2"]))


@rule(
    r"(?<![0-9./\-])(?P<year>(?:19|20)[0-9]{2})[./](?P<month>0[1-9]|1[0-2]|[1-9])(?=(?:-|—|——|至|~)(?:19"
    r"|20)[0-9]{2}(?![0-9])|(?:-|—|——)?至今)|(?<=[0-9](?:-|—|至|~))(?<![0-9][0-9]/[0-9]-)(?P<year2>(?:19"
    r"|20)[0-9]{2})(?:[./](?P<month2>0[1-9]|1[0-2]|[1-9]))?(?![0-9./\-年财个人家元万亿%])",
    examples={"⟦2008.03⟧-2009": FullMonth(2008, 3)},
    not_in=("2008.13-2009", "2008.03", "1.2008.03"),
)
def figure_month(match: re.Match[str]) -> Part | None:
    """A month in figures, or the year or month in figures that ends a range of such."""
    if match["year2"]:
        before = match.string[max(0, match.start() - 8) : match.start()]
        if not re.search(r"(?:19|20)[0-9]{2}[./](?:0?[1-9]|1[0-2])(?:-|—|至|~)$", before):
            return None
        return FullMonth(int(match["year2"]), int(match["month2"])) if match["month2"] else Year(int(match["year2"]))
    return FullMonth(int(match["year"]), int(match["month"]))


# ---------------------------------------------------------------- years


@rule(
    rf"(?<![0-9.,])(?P<first>{_FOUR})<dash>(?P<last>{_FOUR}|[0-9]{{2}})(?: ?年(?:度)?(?!代)|(?=赛季))"
    rf"|(?<![0-9一二三四五六七八九〇零])(?P<hanzi>[一二]<digit>{{3}})<dash>(?P<hanzi2>[一二]<digit>{{3}}) ?年"
    rf"|(?<![0-9.,])(?P<season>20[0-9]{{2}})/(?P<next>[0-9]{{2}})(?=赛季)",
    examples={
        "2016—2020年": Year(2016, 2020),
        "2020至2025年": Year(2020, 2025),
        "1995-97年": Year(1995, 1997),
        "2019-2020年度": Year(2019, 2020),
        "⟦2012-2013⟧赛季": Year(2012, 2013),
        "一九二五—一九四九年": Year(1925, 1949),
    },
    not_in=("2020—2016年", "2020—2025"),
)
def year_range(match: re.Match[str]) -> Part | None:
    """Years from the first to the last."""
    if match["hanzi"]:
        first, last = read_digits(match["hanzi"]) or 0, read_digits(match["hanzi2"]) or 0
    else:
        first, last = int(match["first"] or match["season"]), int(match["last"] or match["next"])
    if last < 100:
        last += first // 100 * 100
    return Year(first, last) if _FIRST_YEAR <= first < last <= _LAST_YEAR else None


@rule(
    rf"(?<![0-9.])(?P<year>{_FOUR}) ?(?:财政年度|财年)|(?P<away>本|上|下)(?:一个?)?(?:财政年度|财年)",
    examples={"2011财年": Year(2011, fiscal=True), "2023财政年度": Year(2023, fiscal=True), "本财年": Year(0, ref="now", fiscal=True)},
    not_in=("财年",),
)
def fiscal_year(match: re.Match[str]) -> Part | None:
    """A financial year; in which month it begins is not said."""
    if match["year"]:
        return Year(int(match["year"]), fiscal=True)
    return Year({"本": 0, "上": -1, "下": 1}[match["away"]], ref="now", fiscal=True)


@rule(
    rf"(?<![0-9.,¥$])(?P<year>{_FOUR}) ?年(?:度)?(?!代|期|级|龄|版|款|产|兹){_NOT_SPAN}",
    examples={"2016年": Year(2016), "2020 年": Year(2020), "2020年度": Year(2020)},
    not_in=("3000年", "2020年代", "1500年历史", "1000年前", "12020年"),
)
def written_year(match: re.Match[str]) -> Part | None:
    """A year in four digits; round thousands before 前 are spans of time (2000年前 stays a year)."""
    number = int(match["year"])
    before = match.string[max(0, match.start() - 3) : match.start()]
    if number < 1900 and number % 100 == 0 and re.search(r"(?:有|近|约|距今|达|逾|超过?|长达|走过|历经|历时|跨越|于)$", before):
        return None
    if number % 500 == 0 and number != 2000 and match.string.startswith(("前", "来", "后", "以前"), match.end()):
        return None
    return Year(number) if _FIRST_YEAR <= number <= _LAST_YEAR else None


@rule(
    rf"(?<![一二三四五六七八九十百千万亿〇零])(?:(?P<digits>[一二]<digit>{{3}})"
    rf"|(?P<thousand>[二两]千)(?:零(?P<unit>[一二三四五六七八九]))?) ?年(?:度)?(?!代|级|龄){_NOT_SPAN}",
    examples={"二〇二〇年": Year(2020), "二零零三年": Year(2003), "一九九八年": Year(1998), "二千零八年": Year(2008)},
    not_in=("两千年历史", "三千年", "二〇二〇年代", "两千年的文明"),
)
def hanzi_year(match: re.Match[str]) -> Part | None:
    """A year written in Chinese digits; 两千年 is a year only where a month follows."""
    if match["digits"]:
        return Year(read_digits(match["digits"]) or 0)
    if match["unit"]:
        return Year(2000 + (read_small(match["unit"]) or 0))
    return Year(2000) if re.compile("[一二三四五六七八九十0-9]{1,2}月").match(match.string, match.end()) else None


@rule(
    rf"(?<![0-9一二三四五六七八九十百千万亿〇零第几.近约满达逾超])(?P<year>[0-9]{{2}}"
    rf"|{_DIGIT}{{2}}) ?年(?:(?=[年]?[底初末](?![步次中层线价部]))|(?= ?(?:1[0-2]|[1-9]|0[1-9]|十?[一二三四五六七八九]"
    r"|十) ?月(?!龄|租|薪))|(?=[第]?[一二三四]季度|[上下]半年|前[二两三]季度|春[节季天，、至]|夏[季天]|秋[季天]|冬[季天]))",
    examples={"⟦98年⟧4月": Year(1998), "⟦03年⟧2月28日": Year(2003), "⟦九零年⟧9月": Year(1990), "⟦19年⟧底": Year(2019), "⟦07年⟧第三季度": Year(2007)},
    not_in=("第20年3月", "近20年底蕴", "三十年", "20年"),
)
def short_year(match: re.Match[str]) -> Part | None:
    """A year in two digits before a part of it (98年4月, 19年底, 07年第三季度)."""
    return _short_year(match["year"])


@rule(
    rf"(?<![0-9一二三四五六七八九十百千万亿〇零第几.])(?P<zero>[0〇零](?:[0-9]|{_DIGIT}))年(?!级|龄)"
    r"|(?:(?<![^\n。，；！？：])|(?<=[在于从自是到至即]))(?P<late>8[1-9]|9[1-9]"
    rf"|[八九][一二三四五六七八九]) ?年(?![来间里内多历龄级])(?!的(?:历史|时间|风雨|努力|积累))|(?<![^\n])(?P<line>[0-9]{{2}}"
    rf"|{_DIGIT}{{2}}) ?年(?=$|\n)",
    examples={"07年": Year(2007), "零八年": Year(2008), "98年": Year(1998), "24年": Year(2024), "三三年": Year(1933)},
    not_in=("三四年", "工作了24年", "近98年", "八九年", "85年来"),
)
def lone_short_year(match: re.Match[str]) -> Part | None:
    """A year in two digits by itself: with a leading zero, from the 80s and 90s after a border, or alone on its line."""
    return _short_year(match["zero"] or match["late"] or match["line"])


@rule(
    r"(?<![^\n])(?:= ?)?(?P<year>19[0-9]{2}|20[0-9]{2})(?=$|\n)|(?<![^\n。；！？\t ·])(?P<listed>19[0-9]{2}"
    r"|20[0-9]{2})(?= ?[:：][^0-9])|(?<![0-9./\-])(?P<ranged>(?:19|20)[0-9]{2})(?=(?:-|—|至|~)(?:19|20)[0-9]{2}[.年])",
    examples={"2018": Year(2018), "= 2019": Year(2019), "⟦1996⟧：公司成立": Year(1996)},
    not_in=("1850", "2018人", "售价 2018"),
)
def bare_year(match: re.Match[str]) -> Part | None:
    """Four digits that stand alone on their line, or head an entry of a chronicle (1996：…)."""
    return Year(int(match["year"] or match["listed"] or match["ranged"]))


@rule(
    r"公元(?P<before>前)?(?P<year>[0-9]{1,4}|[一二三四五六七八九][〇零一二三四五六七八九百十]{0,6}) ?年(?!代)"
    r"|(?<![一-鿿])前(?P<bc>[1-9][0-9]{2}) ?年",
    examples={"公元前221年": Year(-220), "公元618年": Year(618), "公元前二二一年": Year(-220)},
    not_in=("公元前221年代", "之前221年"),
)
def christian_era_year(match: re.Match[str]) -> Part | None:
    """A year with its era; 221 BC is the astronomical year -220."""
    written = match["year"] or match["bc"]
    number = read_digits(written)
    if number is None:
        number = read_small(written)
    if number is None or number == 0:
        return None
    return Year(1 - number if match["before"] or match["bc"] else number)


@rule(
    r"(?:(?<![当如现])(?:今年(?!轻|龄|老))|(?<![失逝])(?<![^超通经不]过)(?<!^过)去年(?!轻|龄)"
    r"|(?<![0-9一二两三四五六七八九十百千万几数多些半年目之以生])大?前年(?!轻|龄|度)|(?<![证说文表阐标声聪])明年(?!轻|龄)"
    r"|(?<![0-9一二两三四五六七八九十百千万几数多些半年月日天周战今此以之])大?后年(?!轻|龄|代|度|均|产)|本年度|本年(?!级|龄)"
    r"|(?<![0-9一二两三四五六七八九十百千万几数多些半余近当本今去明同])年内|(?<![一-鿿])这一年(?![一-鿿]))",
    examples={
        "今年": Year(0, ref="now"),
        "去年": Year(-1, ref="now"),
        "大前年": Year(-3, ref="now"),
        "明年": Year(1, ref="now"),
        "后年": Year(2, ref="now"),
        "年内": Year(0, ref="now"),
    },
    not_in=("如今年轻人", "当今年轻一代", "过去年均增长", "3000年前年产", "表明年轻人", "三年内", "战后年代"),
)
def deictic_year(match: re.Match[str]) -> Part | None:
    """A year counted from the day of writing."""
    return Year(_DEICTIC_YEARS[match[0]], ref="now")


@rule(
    r"今明两年|今明两年间|明后两年|去今两年",
    examples={"今明两年": Year(0, 1, ref="now"), "明后两年": Year(1, 2, ref="now")},
    not_in=("今年明年",),
)
def deictic_years(match: re.Match[str]) -> Part | None:
    """Two years counted from the day of writing."""
    first = {"今": 0, "明": 1, "去": -1}[match[0][0]]
    return Year(first, first + 1, ref="now")


@rule(
    r"(?<!不)同年(?!龄|级)|(?<![充担])当年度?(?!轻)|该年|那一?年(?!代|轻)|(?<![每这那此一二两三首多几])次年(?!会|检|审|度)"
    r"|翌年|(?<![扭运好])转年|(?<![以线路网早晚马海班车身史路赛])上(?:一年度?|年度?)(?!龄|纪|轻|级|会|货)"
    r"|(?<![之以目学])前一年度?|下[一1]年度?|下年度|(?<![以最之])后一年",
    examples={"同年": Year(0, ref="text"), "次年": Year(1, ref="text"), "上年": Year(-1, ref="text"), "上一年度": Year(-1, ref="text")},
    not_in=("不同年龄", "60岁以上年龄", "每次年会", "马上年底"),
)
def text_year(match: re.Match[str]) -> Part | None:
    """A year counted from the last year that the text names."""
    return Year(_TEXT_YEARS[match[0]], ref="text")


@rule(
    r"(?:(?P<century>[0-9]{1,2}|[一二]?十[一二三四五六七八九]?|[一二三四五六七八九]) ?世纪|(?P<last>上个?世纪)"
    r"|(?P<this>本世纪)|(?P<hundreds>1[0-9]|20)(?=[0-9]0)|(?<![0-9一二三四五六七八九十百千]))(?P<decade>[0-9]0"
    r"|[一二三四五六七八九]十|十) ?年代(?P<part>初期?|中期|中叶|末期?|后期)?",
    examples={
        "20世纪80年代": Whole(edtf.Period("198X", "1980-01-01", "1989-12-31", "decade")),
        "上世纪九十年代": Whole(edtf.Period("199X", "1990-01-01", "1999-12-31", "decade")),
        "1980年代": Whole(edtf.Period("198X", "1980-01-01", "1989-12-31", "decade")),
        "90年代": Whole(edtf.Period("199X", "1990-01-01", "1999-12-31", "decade")),
        "20世纪80年代末": Whole(edtf.Period("1987~/1989~", "1987-01-01", "1989-12-31", "decade")),
    },
    not_in=("80年", "10年代", "年代"),
)
def decade(match: re.Match[str]) -> Part | None:
    """Ten years; without a century, the 20s to 90s are those of the 20th (the press speaks of 90年代 so)."""
    tens = read_small(match["decade"])
    if tens is None or tens % 10:
        return None
    if match["century"]:
        hundreds = (read_small(match["century"]) or 0) - 1
    elif match["hundreds"]:
        hundreds = int(match["hundreds"])
    else:
        hundreds = 20 if match["this"] else 19
    if hundreds < 0 or (not match["century"] and not match["hundreds"] and not match["this"] and tens < 20):
        return None
    return Whole(edtf.decade(hundreds * 100 + tens, _DECADE_PARTS.get(match["part"] or "", "")))


@rule(
    r"(?:(?P<bc>公元前)|公元)?(?:(?<![0-9.个])(?P<century>[0-9]{1,2}|[一二]?十[一二三四五六七八九]?"
    r"|[二三四五六七八九]) ?世纪|(?P<last>上个?世纪)|(?P<this>本世纪))(?!海上丝|海丝|网|经济报|教育|出版|大厦|大道|广场|公园|佳缘|金源"
    r"|[0-9一二三四五六七八九]+年代)(?P<part>初期?|中叶|中期|末期?|末叶|后期|[上前下后]半叶)?",
    examples={
        "20世纪": Whole(edtf.Period("1901/2000", "1901-01-01", "2000-12-31", "century")),
        "本世纪初": Whole(edtf.Period("2001~/2010~", "2001-01-01", "2010-12-31", "century")),
        "十九世纪": Whole(edtf.Period("1801/1900", "1801-01-01", "1900-12-31", "century")),
    },
    not_in=("半个世纪", "21世纪海上丝绸之路", "21世纪经济报道", "新世纪", "两个世纪", "0世纪"),
)
def century(match: re.Match[str]) -> Part | None:
    """A hundred years; the 20th century is 1901 to 2000."""
    number = read_small(match["century"]) if match["century"] else (20 if match["last"] else 21)
    if not number or number > 22 or match["bc"]:
        return Vague("century") if match["bc"] else None
    return Whole(edtf.century(number, _DECADE_PARTS.get(match["part"] or "", "")))


# ---------------------------------------------------------------- parts of a year


@rule(
    r"(?:第(?P<nth>[一二三四1-4])个?|(?<![0-9一二三四五六七八九十百第几前])(?P<number>[一二三四1-4])) ?季度?(?<=度)(?!报)"
    r"|首个?季度?(?!赛|度)|(?<![a-zA-Z0-9])[Qq](?P<q>[1-4])(?![0-9])",
    examples={
        "二季度": Months(4, 6, "quarter"),
        "第三季度": Months(7, 9, "quarter"),
        "首季": Months(1, 3, "quarter"),
        "首季度": Months(1, 3, "quarter"),
        "Q3": Months(7, 9, "quarter"),
    },
    not_in=("五季度", "前三季度", "首季赛"),
)
def quarter(match: re.Match[str]) -> Part | None:
    """A quarter of a year."""
    number = read_small(match["nth"] or match["number"] or match["q"] or "1") or 1
    return Months(3 * number - 2, 3 * number, "quarter")


@rule(r"第[一二三四1-4]财季", examples={"第二财季": Vague("quarter")}, not_in=("财季",))
def fiscal_quarter(match: re.Match[str]) -> Part | None:
    """A quarter of a financial year; which months it has is not said."""
    return Vague("quarter")


@rule(
    r"(?<![^\n，。；：！？:; ])(?=[0-9]{1,2}\.[0-9]{2}[\-—~至])(?P<month>1[0-2]|0?[1-9])\.(?P<day>[0-3][0-9])(?P<between>-|—"
    r"|~|至)(?P<month2>1[0-2]|0?[1-9])\.(?P<day2>[0-3][0-9])(?=$|[，。；\n )）])",
    examples={"4.18-4.19": MonthDays(4, 18, 4, 19), "活动时间：⟦12.20—12.31⟧": MonthDays(12, 20, 12, 31)},
    not_in=("3.45-3.52", "汇率4.18-4.19", "4.18-4.19元"),
)
def figure_month_days(match: re.Match[str]) -> Part | None:
    """Days in figures with their months (12.20—12.31) that stand alone in their clause."""
    numbers = [int(match[name]) for name in ("month", "day", "month2", "day2")]
    if edtf.day(None, *numbers[:2]) is None or edtf.day(None, *numbers[2:]) is None or numbers[:2] >= numbers[2:]:
        return None
    return MonthDays(*numbers)


@rule(
    r"前(?P<count>[二两三2-3])个?季度|(?<![0-9一二三四五六七八九十第])第?(?P<first>[一二三1-3])(?:、|<dash>)?(?:[二三](?:、"
    r"|<dash>))?第?(?P<last>[二三四2-4])季度",
    examples={
        "前三季度": Months(1, 9, "quarter"),
        "前两个季度": Months(1, 6, "quarter"),
        "一至三季度": Months(1, 9, "quarter"),
        "三四季度": Months(7, 12, "quarter"),
    },
    not_in=("前五季度", "三二季度"),
)
def quarters(match: re.Match[str]) -> Part | None:
    """Several quarters, from the first on or in a row."""
    if match["count"]:
        return Months(1, 3 * (read_small(match["count"]) or 0), "quarter")
    first, last = read_small(match["first"]) or 0, read_small(match["last"]) or 0
    return Months(3 * first - 2, 3 * last, "quarter") if first < last else None


@rule(
    r"[上前]半年度?|下半年度?|(?<=年)后半年", examples={"上半年": Months(1, 6, "half"), "下半年": Months(7, 12, "half")}, not_in=("半年", "一年半年")
)
def half(match: re.Match[str]) -> Part | None:
    """The first or the second half of a year."""
    return Months(7, 12, "half") if match[0][0] in "下后" else Months(1, 6, "half")


@rule(r"(?<=季度)[末底](?!层)|(?<=半年)末", examples={"三季度⟦末⟧": Few(1, "month", "last")}, not_in=("季末", "三季度底层"))
def end_of_quarter(match: re.Match[str]) -> Part | None:
    """The last month of the quarter or half that stands before it."""
    return Few(1, "month", "last")


@rule(r"全年(?!龄|级|无休|候|段)", examples={"全年": Months(1, 12, "year")}, not_in=("全年龄段", "全年无休"))
def whole_year(match: re.Match[str]) -> Part | None:
    """All of the year at hand."""
    return Months(1, 12, "year")


@rule(
    r"(?:(?<![0-9一二两三四五六七八九十百千万几半多每中青少幼老成])年|(?<=[0-9〇零一二三四五六七八九]{2}年)|(?<=[0-9] 年)"
    r"|(?<=[今去明前后本当同次翌]年)|(?<=年度))(?:(?P<early>初(?!次|步|中|级|选|赛|衷|心|一|二|三|五|六|具))"
    r"|(?P<middle>中(?=[，,。、；以前后期投建完竣启]|$|\n)(?!国|期))|(?P<late>底(?!层|部|色|线|价|盘|子|蕴|薪)|末(?!端)|尾(?!盘|部)"
    r"|终(?=，|。|、)))|岁末(?!年初)|(?P<middle_of>(?<=[今去明前当同0-9]年)年中(?!国|期))",
    examples={
        "年初": Months(1, 1, about=True),
        "年底": Months(12, 12, about=True),
        "年末": Months(12, 12, about=True),
        "年中": Months(6, 7, about=True),
    },
    not_in=("年初步", "五年底", "年中国", "青年中"),
)
def part_of_year(match: re.Match[str]) -> Part | None:
    """The beginning, middle or end of a year, after it or alone."""
    if match["early"]:
        return Months(1, 1, about=True)
    return Months(6, 7, about=True) if match["middle"] or match["middle_of"] else Months(12, 12, about=True)


@rule(
    r"(?P<leap>闰)?(?P<month>正|冬|腊|(?<![0-9一二三四五六七八九十])(?:[0-9]{1,2}|十?[一二]"
    r"|[二三四五六七八九十]))月(?P<day>初[一二三四五六七八九十]|廿[一二三四五六七八九]?"
    r"|[一二三]?十[一二三四五六七八九]?(?![0-9一二三四五六七八九十日号个多余几]|[家名位项件次人万亿周天年月岁款批米]))?",
    examples={
        "正月初八": LunarMonth(1, 8),
        "腊月": LunarMonth(12),
        "五月廿二": LunarMonth(5, 22),
        "八月十五": LunarMonth(8, 15),
        "闰四月": LunarMonth(4, None, leap=True),
    },
    not_in=("八月十五日", "八月", "五月十二家企业"),
)
def lunar_month(match: re.Match[str]) -> Part | None:
    """A lunar month by its name, or any month with a day in the lunar way (初八, 廿二, 十五 without 日)."""
    month_number = {"正": 1, "冬": 11, "腊": 12}.get(match["month"]) or read_small(match["month"]) or 0
    if match["day"] is None and not match["leap"] and match["month"] not in ("正", "冬", "腊"):
        return None
    day_number = None if match["day"] is None else read_small(match["day"].removeprefix("初"))
    if not 1 <= month_number <= 12 or (day_number is not None and not 1 <= day_number <= 30):
        return None
    return LunarMonth(month_number, day_number, bool(match["leap"]))


@rule(
    r"<alone>(?P<first><n>) ?(?P<between>、|和|<dash>) ?(?P<last><n>) ?月(?:份)?(?!龄|薪|租|季|嫂|牙|亮|球|饼)",
    examples={"1—10月": Months(1, 10), "1至8月份": Months(1, 8), "一到五月": Months(1, 5), "7、8月": Months(7, 8)},
    not_in=("3-2月", "1—13月", "3—5月龄", "3、5月"),
)
def month_range(match: re.Match[str]) -> Part | None:
    """Months from the first to the last; an enumeration only where they follow each other."""
    first, last = read_small(match["first"]) or 0, read_small(match["last"]) or 0
    if not 1 <= first < last <= 12 or (match["between"] in "、和" and last != first + 1):
        return None
    return Months(first, last)


@rule(
    r"<alone>(?P<month><n>) ?月(?:份|度)?(?!龄|薪|租|季|嫂|牙|亮|球|饼|革命|色)",
    examples={"8月": Months(8, 8), "12 月": Months(12, 12), "十二月份": Months(12, 12), "08月": Months(8, 8)},
    not_in=("13月", "3个月", "第3月", "十月革命", "6月龄", "0月"),
)
def month(match: re.Match[str]) -> Part | None:
    """A month; one that does not exist is refused."""
    number = read_small(match["month"]) or 0
    return Months(number, number) if 1 <= number <= 12 else None


@rule(
    r"(?:<alone>|(?<=年))(?:1[3-9]|[2-9][0-9]|00?) ?月 ?[0-9]{1,2} ?[日号]|(?<=[0-9]年)(?:1[3-9]|[2-9][0-9]|00?)月(?!龄)",
    examples={"13月1日": Impossible(), "2020年⟦13月⟧": Impossible()},
    not_in=("12月1日", "13月龄"),
)
def impossible_month(match: re.Match[str]) -> Part | None:
    """A month that no year has; with it the whole expression is no date."""
    return Impossible()


@rule(
    r"(?:(?<![一-鿿])|(?<=[年对在的为较比]))(?P<end>前|头|首|最后)(?P<the>的)? ?(?P<count><count>) ?(?:个月|(?<=[0-9])月"
    r"|(?<=年前[一二三四五六七八九十])月|(?<=年前十[一二])月)(?!的?时间|前|后|内)",
    examples={"前10个月": Few(10, "month"), "首6个月": Few(6, "month"), "前11月": Few(11, "month"), "最后4个月": Few(4, "month", "last")},
    not_in=("目前3个月", "发布前6个月", "3个月", "前3个月内"),
)
def first_months(match: re.Match[str]) -> Part | None:
    """The first or last so many months of a year."""
    count = read_small(match["count"]) or 0
    return Few(count, "month", "last" if match["end"] == "最后" else "first") if 1 <= count <= 12 else None


@rule(
    r"首月|第(?P<nth><n>)个月",
    examples={"第三个月": Few(3, "month", "nth"), "首月": Few(1, "month", "nth")},
    not_in=("三个月",),
)
def nth_month(match: re.Match[str]) -> Part | None:
    """The nth month of the year that stands before it."""
    return Few(read_small(match["nth"]) or 0 if match["nth"] else 1, "month", "nth")


@rule(
    r"第(?P<nth>[一二三四五六七八九十])年(?!度|[一-鿿]?级)",
    examples={"第三年": Few(3, "year", "nth"), "第二年": Few(2, "year", "nth")},
    not_in=("三年", "第三年度"),
)
def nth_year(match: re.Match[str]) -> Part | None:
    """The nth year of what the text began with."""
    return Few(read_small(match["nth"]) or 0, "year", "nth")


@rule(
    r"第(?P<nth>[0-9]{1,3}|<n>)天(?!线|下|然|气)",
    examples={"第十天": Few(10, "day", "nth"), "第3天": Few(3, "day", "nth")},
    not_in=("十天", "第三天下"),
)
def nth_day(match: re.Match[str]) -> Part | None:
    """The nth day of what stands before it, or after the last date of the text."""
    return Few(read_small(match["nth"]) or 0, "day", "nth")


@rule(
    r"(?<![a-z目之此以提])(?P<end>前最后|前|头|最后|后) ?(?P<count>[0-9]{1,2}|[一二两俩三四五六七八九十]) ?(?P<unit>天|日|周"
    r"|个星期|星期|个季度)(?![间内里前后均游赛一二三四五六日天])",
    examples={"前两天": Few(2, "day"), "最后五天": Few(5, "day", "last"), "前2周": Few(2, "week"), "后1周": Few(1, "week", "after")},
    not_in=("目前两天", "前三天内"),
)
def first_days(match: re.Match[str]) -> Part | None:
    """The first or last so many days or weeks of what stands before; by itself, those before the anchor or after it."""
    unit = {"天": "day", "日": "day", "个季度": "quarter"}.get(match["unit"], "week")
    return Few(read_small(match["count"]) or 0, unit, {"最后": "last", "后": "after", "前最后": "before"}.get(match["end"], "first"))


# ---------------------------------------------------------------- seasons and lunar dates


@rule(
    r"(?:(?<=年)|(?<=年的))(?P<season>[春夏秋冬])(?:[季天日](?!奥|残奥|运动会|学期|班|赛|令营)"
    r"|(?=[，。、；,以至到之将拟起前后开投建完]|$|\n))|(?<![当如现古])(?P<away>今|去|明"
    r"|昨)(?P<season2>[春夏秋冬])(?![一-鿿](?<![，。、；的以至到期，以在全各我市县]))|(?:这个|当年|那年"
    r"|那个)(?P<season3>[春夏秋冬])[天季]|(?<![^，。；、：\n])(?P<season4>[春夏秋冬])季(?=[，。]|$|\n|开工|开学|开幕|举[行办]|投产|启动|完工)",
    examples={"今春": Season(21, 0), "去冬": Season(24, -1), "这个冬天": Season(24, 0), "春季": Season(21, 0)},
    not_in=("春天", "古今春秋", "冬季奥运会", "春季流感", "每到春季"),
)
def season(match: re.Match[str]) -> Part | None:
    """A season of a year that stands before it or is told by its first character."""
    if match["season"]:
        return Season(_SEASONS[match["season"]])
    away = {"今": 0, "去": -1, "昨": -1, "明": 1}.get(match["away"] or "", 0)
    return Season(_SEASONS[match["season2"] or match["season3"] or match["season4"]], away)


@rule(
    r"(?P<mark>农历|阴历|旧历|夏历)(?P<year>(?:[12][0-9]{3}|[一二]<digit>{3})年)?",
    examples={"农历": LunarMonth(0)},
    not_in=("阳历",),
)
def lunar_mark(match: re.Match[str]) -> Part | None:
    """The word that makes the following month and day lunar; the year after it is read here too."""
    if match["year"]:
        return Year(
            int(match["year"][:4]) if match["year"][0].isdigit() and match["year"][0] in "12" else read_digits(match["year"][:4]) or 0, ref="lunar"
        )
    return LunarMonth(0)


# ---------------------------------------------------------------- months, weeks and days from the anchor


@rule(
    r"(?<![基成根书剧样副版])本(?:个)?月(?!色|球|饼)|这个月|(?<![以线海路网日年天晚早])(?:上上|上)(?:一?个?|1)月(?!球|亮"
    r"|台(?![北湾中南])|份|牙|饼|薪|租|子|季)|上月份|(?<![以天乡线底])(?:下下|下)(?:一?个?|1)月(?!球|亮|薪|租|饼)|当月(?!球"
    r"|亮|饼)|次月(?!子)",
    examples={
        "本月": Away("month", 0),
        "上月": Away("month", -1),
        "上个月": Away("month", -1),
        "下个月": Away("month", 1),
        "当月": Away("month", 0, "text"),
        "上上个月": Away("month", -2),
    },
    not_in=("海上月球", "以上月薪", "当月亮升起", "个月"),
)
def away_month(match: re.Match[str]) -> Part | None:
    """A month counted from the month at hand."""
    if match[0][0] in "当次":
        return Away("month", 0 if match[0][0] == "当" else 1, "text")
    return Away("month", match[0].count("下") - match[0].count("上"))


@rule(
    r"本季度?(?<=度)|上一?个?季度|下一?个?季度|当季(?!度|节)",
    examples={"本季度": Away("quarter", 0), "上季度": Away("quarter", -1), "下一季度": Away("quarter", 1)},
    not_in=("四季度", "本季"),
)
def away_quarter(match: re.Match[str]) -> Part | None:
    """A quarter counted from the quarter at hand."""
    if match[0][0] == "当":
        return None
    return Away("quarter", {"本": 0, "上": -1, "下": 1}[match[0][0]])


@rule(
    r"(?:(?P<this>(?<![基成根书剧样副版])本|这)|(?P<last>(?<![以线海路网早晚])(?:上上|上))|(?P<next>(?<![以线天])(?:下下"
    r"|下)))(?:一(?=[周个]))?个?(?:周|星期|礼拜)(?:(?<=周)(?:周"
    r"|星期))?(?:(?P<day>[一二三四五六日天])(?![次个名家批场起份只项篇些位度直年大小届级等]"
    r"|[均报]))?(?P<weekend>末)?(?<![上下]个周)(?!边|围|期(?!一|二|三|四|五|六|日|天)|岁|年|长|转|身|刊|报|知|密)",
    examples={
        "本周": Away("week", 0),
        "上周五": Away("week", -1, weekday=5),
        "下周周六": Away("week", 1, weekday=6),
        "上上个星期三": Away("week", -2, weekday=3),
        "这个星期一": Away("week", 0, weekday=1),
        "下下周日": Away("week", 2, weekday=7),
    },
    not_in=("以上周边", "本周期", "上周年庆"),
)
def away_week(match: re.Match[str]) -> Part | None:
    """A week counted from the week at hand, with its day where one is named."""
    offset = len(match["next"]) if match["next"] else -len(match["last"]) if match["last"] else 0
    if match["weekend"]:
        return Away("week", offset, weekday=67)
    return Away("week", offset, weekday=_WEEKDAYS[match["day"]] if match["day"] else None)


@rule(r"周一[至到\-—~]周[五六日四]|(?:星期一|礼拜一)[至到\-—~](?:星期|礼拜)[五六日四]", examples={"周一至周五": Repeat()}, not_in=("周一", "本周五"))
def working_week(match: re.Match[str]) -> Part | None:
    """The working days of every week, unless a week is named before them."""
    return Repeat()


@rule(
    r"(?<=[日号0-9])\((?:周|星期|礼拜)(?P<day>[一二三四五六日天])\)",
    examples={"12月14日⟦(周一)⟧": Weekday(1), "2020-12-14⟦(星期一)⟧": Weekday(1)},
    not_in=("(周一)", "公司(周一)"),
)
def weekday_in_brackets(match: re.Match[str]) -> Part | None:
    """A weekday in brackets behind its day."""
    return Weekday(_WEEKDAYS[match["day"]])


@rule(
    r"(?<![每双两单四一二三五六七八九十几0-9本上下个第半隔])(?:周|星期|礼拜)(?P<day>[一二三四五六日天])(?=$"
    r"|[^一-鿿0-9A-Za-z]"
    r"|"
    r"[上下中早晚凌午傍深夜起前后至到的将举召开发表说称宣公为是也在，正你我他她它们该此各全去见继提维持通批与和对向从被把给由因以就又还会能可收盘报涨跌首再次共计式出现结完启动警重要警呼敦])(?![上下]学"
    r"|中学|开朗|正方|下班|上班)",
    examples={"周三": Weekday(3), "星期天": Weekday(7)},
    not_in=("每周三", "一周五天", "四周一片", "周一鸣", "周大福"),
)
def weekday(match: re.Match[str]) -> Part | None:
    """A bare weekday; what follows must not make it a name (周一鸣)."""
    return Weekday(_WEEKDAYS[match["day"]])


@rule(
    r"(?:第(?P<nth>[一二三四五])个|(?P<last>最后一?个))的?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])",
    examples={"最后一个周三": Weekday(3, -1), "第二个星期日": Weekday(7, 2), "最后一个的周三": Weekday(3, -1)},
    not_in=("两个星期日",),
)
def nth_weekday(match: re.Match[str]) -> Part | None:
    """The nth or last weekday of the month that stands before it."""
    return Weekday(_WEEKDAYS[match["day"]], -1 if match["last"] else read_small(match["nth"]))


@rule(
    r"第(?P<nth>[0-9]{1,2}|<n>)个?(?:周|星期|礼拜)(?!年|岁|[一二三四五六日天](?![一-鿿]))|首周|最后一周",
    examples={"第一周": Week(1), "第三十七个星期": Week(37), "首周": Week(1), "最后一周": Week(-1)},
    not_in=("第三周年", "一周"),
)
def nth_week(match: re.Match[str]) -> Part | None:
    """The nth week of the year or month that stands before it."""
    if match["nth"]:
        return Week(read_small(match["nth"]) or 0)
    return Week(-1 if match[0].startswith("最后") else 1)


@rule(
    r"(?<!第)(?:大前天|(?<![0-9一二两三四五六七八九十百千几数多些半日目之天])前天"
    r"|(?<![0-9一二三四五六七八九十几数之以目生月])前日(?!本)|昨天|昨日(?!重现)|今天|今日(?!头条|俄罗斯|说法|中国|美国|资本"
    r"|视界|热榜|关注)|(?<![基剧样])本日(?!本)|即日(?=起)|(?<![声证说表文阐光])(?<![好丽]的)明天(?!系)|(?<![文])明日(?!之|科技|方舟|香)"
    r"|大后天|(?<![0-9一二两三四五六七八九十百千几数多些半战今之以天])后天(?!性|的努力|培养|形成|下|生))",
    examples={"昨天": Away("day", -1), "今日": Away("day", 0), "明天": Away("day", 1), "大后天": Away("day", 3)},
    not_in=("今日头条", "今日俄罗斯", "明日之后", "三天后天气", "几天前天气", "更加美好的明天"),
)
def deictic_day(match: re.Match[str]) -> Part | None:
    """A day counted from the day of writing; names of media are left alone."""
    return Away("day", _DEICTIC_DAYS[match[0]])


@rule(
    r"(?P<day>今|昨|明|当|翌|次|前)(?=[晚夜晨早])(?:晚间|晚上|(?<=[今昨明当翌次前])晚(?!会|报|年|于|期|点到|上)|夜间|夜里"
    r"|夜(?!市|间|里)|晨(?!报|光|曦|练)|早(?=[，。、；0-9一二三四五六七八九十从在，出\s]|$))(?:<hour>|<oclock>)?",
    examples={
        "今晚": Away("day", 0, "now+clock"),
        "昨夜": Away("day", -1, "now+clock"),
        "当晚": Away("day", 0, "text+clock"),
        "今晨5点": Away("day", 0, "now+clock"),
    },
    not_in=("今晚报", "当早期", "当晚于"),
)
def part_of_deictic_day(match: re.Match[str]) -> Part | None:
    """A part of today, yesterday, tomorrow or of the day that the text speaks of."""
    if match["day"] in "当翌次":
        return Away("day", _TEXT_DAYS[match["day"]], "text+clock")
    return Away("day", _DEICTIC_DAYS[match["day"]], "now+clock")


@rule(
    r"(?<![充适相担])当[天日](?!然|赛)|那一?天(?![一-鿿]{0,2}天)|同日|同一天|(?<![每这那此一二两三首多几])次日(?!均)|翌日|第二日(?!线)|前一[天日]",
    examples={"当天": Away("day", 0, "text"), "同日": Away("day", 0, "text"), "次日": Away("day", 1, "text"), "第二日": Away("day", 1, "text")},
    not_in=("每次日均", "适当天数"),
)
def text_day(match: re.Match[str]) -> Part | None:
    """A day counted from the last day that the text names."""
    return Away("day", _TEXT_DAYS[match[0]], "text")


# ---------------------------------------------------------------- days of a month


@rule(
    r"<alone>(?P<first><n>) ?(?:日|号)?(?P<between>、|<dash>)(?P<last><n>) ?(?P<unit>日|号)(?![内游龄均线以后元楼馆院馆门口]|以[上下内]|个月)",
    examples={"12-19日": Days(12, 19), "14日—16日": Days(14, 16), "14、15日": Days(14, 15), "8至10日": Days(8, 10)},
    not_in=("30—90日", "19-12日", "3—5日内", "1、3号楼", "2、6日"),
)
def day_range(match: re.Match[str]) -> Part | None:
    """Days of a month from the first to the last; an enumeration only where they follow each other."""
    first, last = read_small(match["first"]) or 0, read_small(match["last"]) or 0
    if not 1 <= first < last <= 31 or (match["between"] == "、" and last != first + 1):
        return None
    if match["between"] == "、" and match.string[match.start() : match.start("between")].endswith(("日", "号")):
        return None
    return Days(first, last)


@rule(
    r"(?<=[0-9]月)(?P<bare>[0-9]{1,2})(?=$|[，。；\n]|出生)|(?:(?<=月)|(?<=月 )|(?<=月份)"
    r"|<alone>(?<![年期时续近约满每共达逾数]))(?P<day><n>) ?(?:日|(?P<number>号))(?!龄|游|均|线|元|圆|息|志|谈|报(?!道|告)"
    r"|年化|以[上下内]|内|后的|本)",
    examples={"14日": Days(14, 14), "31号": Days(31, 31), "二十八号": Days(28, 28), "3 日": Days(3, 3)},
    not_in=("32日", "15日内", "三日游", "12号楼", "第3日", "5日均线", "7日年化", "3号线", "金谷1号，", "为期3日", "一日之计在于晨"),
)
def day(match: re.Match[str]) -> Part | None:
    """A day of a month; 号 needs a month before it or something that shows a day after it, and 一日 a month."""
    number = read_small(match["bare"] or match["day"]) or 0
    if not 1 <= number <= 31:
        return None
    if match["bare"]:
        return Days(number, number)
    after_month = match.string[max(0, match.start() - 2) : match.start()].rstrip(" ").endswith(("月", "份"))
    after = match.string[match.end() : match.end() + 2]
    if after_month:
        return None if match["number"] and re.match("楼|馆|线|院|机组|文件|公告|令", after) else Days(number, number)
    if match["number"] and not re.search(
        r"(?:^|[^一-鿿0-9A-Za-z]|[在于到从自至和与是这定今])$", match.string[max(0, match.start() - 1) : match.start()]
    ):
        return None
    if match["number"] and not re.match(r"$|[^一-鿿0-9A-Za-z]|[上下中]午|早|晚|凌晨|至|到|起|前|之|以|开始|将|在|举|召|当", after):
        return None
    if not match["day"][0].isdigit() and (len(match["day"]) == 1 or re.match("[之千]", after)):
        # 一日, 三日 are mostly spans of time or idioms; 十六日 is a day.
        return Days(number, number) if re.match(r"[上下中]午|凌晨|晚|早|，|、", after) and number > 3 else None
    return Days(number, number)


@rule(
    r"(?P<xun>上中旬|中下旬|[上中下]旬)|(?:(?<![个每0-9一二两三四五六七八九十半几满])月|(?<=[^个]月)月?"
    r"|(?<=月份))(?P<edge>初(?!次|步|中|级|选|赛|衷|心|[一二三四五六七八九十])|底(?!层|部|色|线)|末(?!端)"
    r"|中(?=[，,。、；以前]|$|\n))",
    examples={
        "上旬": Days(1, 10),
        "中旬": Days(11, 20),
        "下旬": LastThirdOfMonth(),
        "中下旬": LastThirdOfMonth(11),
        "月初": Days(1, 10, about=True),
        "月底": LastThirdOfMonth(about=True),
    },
    not_in=("三个月底", "月初步", "七旬老人", "正月初一"),
)
def part_of_month(match: re.Match[str]) -> Part | None:
    """A third of a month; 初, 中 and 底 are those thirds, roughly."""
    named: dict[str, Part] = {
        "上旬": Days(1, 10), "中旬": Days(11, 20), "下旬": LastThirdOfMonth(), "上中旬": Days(1, 20), "中下旬": LastThirdOfMonth(11),
        "初": Days(1, 10, about=True), "中": Days(11, 20, about=True), "底": LastThirdOfMonth(about=True), "末": LastThirdOfMonth(about=True),
    }  # fmt: skip
    return named[match["xun"] or match["edge"]]


# ---------------------------------------------------------------- times of day


@rule(
    r"(?:(?<![0-9:.])(?:(?:<part>|(?<=[日号天五六一二三四夕])[早晚晨夜])(?:的)? ?(?:快|近|约)?)?"
    r"(?:<hour>(?!%)|(?<![0-9一二三四五六七八九十百千万.第])(?:<oclock>))(?:<dash>(?:<part>)?(?:<hour>|<oclock>))?"
    r"|<part>|(?<![0-9:.])[0-9]{1,2}<dash>[0-9]{1,2} ?[时点](?:半|[0-9]{1,2}分)?|(?<=[日号天五六])(?:早(?!些|已|就|期|点|在"
    r"|日|餐)|晚(?!会|报|于|宴|些|餐|年|期|间|上|点)|晨(?!报|练)|夜(?!市|校|间|里)))",
    examples={
        "上午9时30分": Clock(),
        "18:59": Clock(),
        "下午": Clock(),
        "晚上8点": Clock(),
        "9:30~11:30": Clock(),
        "下午1点到3点十分": Clock(),
        "早上8点11分": Clock(),
        "9~11点": Clock(),
        "20时1刻": Clock(),
    },
    not_in=("1:300", "第三点建议", "三点五", "零点五"),
)
def clock(match: re.Match[str]) -> Part | None:
    """A clock time or part of the day, or from one to another; by itself it is no date."""
    if re.search("[点]$", match[0]) and re.match(
        "[0-9一二三四五六七八九]|建议|意见|要求|共识|因素|原因", match.string[match.end() : match.end() + 2]
    ):
        return None
    return Clock()


# ---------------------------------------------------------------- from the anchor


@rule(
    r"(?<![0-9一二三四五六七八九十百千万第近满续.])(?=[0-9一二两俩仨三四五六七八九十百]{1,4}[半多余几个]{0,3}"
    r"[年月周星礼天日季交工世])(?P<count><count>)(?P<half>半)?(?P<more>多"
    r"|余|几)?(?P<piece>个)?(?P<more2>多)?(?P<half2>半)?(?P<unit>年|月|周|星期|礼拜|天|日|季度|交易日|工作日"
    r"|世纪)(?P<more3>多)?(?P<half3>半)?(?P<way>之前|以前|前(?!往|来|景|身|线|列|沿|期|夕|后|进|赴|三|二|两|十|[0-9])|之后"
    r"|以后|后(?!的今[天日]|期|续|备|面|勤|台|卫|疫|代|来居|排|起|[0-9])|以来)|半(?P<halfunit>年|个?月)(?P<way2>之前|以前|前"
    r"|之后|以后|后(?!期|续))",
    examples={
        "三年前": Ago(3, "year", -1),
        "两周后": Ago(2, "week", 1),
        "20天后": Ago(20, "day", 1),
        "4个星期之后": Ago(4, "week", 1),
        "一年半以前": Ago(1, "year", -1, half=True, open_end="until"),
        "七年半后": Ago(7, "year", 1, half=True),
        "两个半月前": Ago(2, "month", -1, half=True),
        "20多个月之后": Ago(20, "month", 1, more=True),
        "3年多以来": Ago(3, "year", -1, more=True, open_end="onwards"),
        "半年后": Ago(0, "year", 1, half=True),
        "5个交易日之后": Ago(5, "workday", 1, open_end="onwards"),
    },
    not_in=("第三年后", "三年前往", "98年前三季度", "三月后", "2小时后", "15日后", "持续两周后"),
)
def ago(match: re.Match[str]) -> Part | None:
    """So many units before or after the anchor; a month needs 个, and 日 a Chinese numeral, else they are dates."""
    if match["halfunit"]:
        unit = "year" if match["halfunit"] == "年" else "month"
        return Ago(0, unit, -1 if "前" in match["way2"] else 1, half=True)
    count, unit = read_small(match["count"]) or 0, _UNITS[match["unit"]]
    if unit == "month" and not match["piece"]:
        return None
    if match["unit"] == "日" and match["count"].isdigit():
        return None
    if count == 0 or (unit == "year" and count > 999):
        return None
    if unit == "year" and match["count"].isdigit() and len(match["count"]) == 2 and match["count"].startswith("0"):
        return None
    more = any(match[name] for name in ("more", "more2", "more3"))
    halved = any(match[name] for name in ("half", "half2", "half3"))
    way = match["way"]
    backwards = "前" in way or "来" in way
    open_end = None
    if "以来" in way:
        open_end = "onwards"
    elif way == "以前" and (halved or more):
        open_end = "until"
    elif unit == "workday":
        open_end = "onwards" if not backwards else None
    return Ago(count, unit, -1 if backwards else 1, halved, more, open_end)


@rule(
    r"(?<![用花费了历经过长达远附临前迟短续时隔约需耗])(?P<way>最近|(?<![一-鿿0-9])后(?=[0-9] ?年)|近(?!期|日|年)"
    r"|(?<!不)过去(?:的)?|未来(?:的)?|今后(?:的)?|接下来(?:的)?|往后|此后(?:的)?)(?P<count><count>) ?个?(?P<unit>年|月|周"
    r"|星期|礼拜|天|日|季度)(?!度|龄|级|[前后]|半)(?:(?!来自|间接|间隔|间距)(?:以来|来|之?间))?(?!的?(?:时间|历史|努力|建设"
    r"|发展|等待|谈判|奋斗|多|余|左右|工期|辛勤))",
    examples={
        "近三年": Rolling(3, "year", -1),
        "过去五年": Rolling(5, "year", -1),
        "未来十年": Rolling(10, "year", 1),
        "近仨月": Rolling(3, "month", -1),
        "近三年来": Rolling(3, "year", -1),
        "今后5年": Rolling(5, "year", 1),
        "未来三天": Rolling(3, "day", 1),
    },
    not_in=("历经近三年", "近三年的时间", "未来三年前", "用近两年"),
)
def rolling(match: re.Match[str]) -> Part | None:
    """So many units up to the anchor or from it on."""
    way = 1 if match["way"][:2] in ("未来", "今后", "接下", "往后", "此后", "后") else -1
    count = read_small(match["count"]) or 0
    if count == 0 or (match["unit"] == "月" and match["count"].isdigit() and "个" not in match[0]):
        return None
    return Rolling(count, _UNITS[match["unit"]], way)


@rule(
    r"(?<![0-9一二三四五六七八九十百千万第几近未后前.多这那])(?P<count><count>) ?(?P<unit>年)(?:(?P<come>来)(?!自|到|临|说"
    r"|源|看)|(?P<during>间)(?!隔|接|距))",
    examples={"五年来": Rolling(5, "year", -1), "40年来": Rolling(40, "year", -1), "五年间": Vague()},
    not_in=("2015年来自", "第五年来", "三年间隔"),
)
def years_since(match: re.Match[str]) -> Part | None:
    """五年来 are the five years up to the anchor; of 五年间 nobody says which five."""
    count = read_small(match["count"]) or 0
    if match["during"]:
        return Vague()
    return Rolling(count, "year", -1) if count else None


@rule(
    r"(?<=年)同期(?!声)|(?<=[今去上前]年)同期|(?<=[季月旬期度])同期(?!声)|(?<=半年)同期",
    examples={"去年⟦同期⟧": SamePeriod(), "上半年⟦同期⟧": SamePeriod()},
    not_in=("同期声", "同期举办"),
)
def same_period(match: re.Match[str]) -> Part | None:
    """The period that is compared with, in another year (去年同期)."""
    return SamePeriod()


# ---------------------------------------------------------------- plans, repeating times, known beginnings


@rule(
    r"(?P<open>[“\"「‘])?(?P<name>十[一二三四五六]五|(?:[一二三四五六七八九十]五)(?=[”\"」’]|时期|期间"
    r"|计划期))(?P<close>[”\"」’])?(?![”\"」’]|规划|计划(?!期)|纲要|国民|现代|[一-鿿]{2,14}规划"
    r"|[0-9一二三四五六七八九十个家名位万])(?P<tail>时期|期间|计划期|开局之年|开局年|收官之年|收官年|末期?|初期?|以来|前期"
    r"|中期|(?:的)?第(?P<nth>[一二三四五])年|头(?P<first>[两三四])年|前(?P<first2>[两三四])年)?",
    examples={
        "“十二五”时期": Whole(edtf.Period("2011/2015", "2011-01-01", "2015-12-31", "plan")),
        "十三五期间": Whole(edtf.Period("2016/2020", "2016-01-01", "2020-12-31", "plan")),
        "“十四五”": Whole(edtf.Period("2021/2025", "2021-01-01", "2025-12-31", "plan")),
        "“十四五”开局之年": Whole(edtf.Period("2021", "2021-01-01", "2021-12-31", "year")),
        "“八五”期间": Whole(edtf.Period("1991/1995", "1991-01-01", "1995-12-31", "plan")),
        "“十三五”末": Whole(edtf.Period("2020~", "2020-01-01", "2020-12-31", "year")),
        "“十三五”以来": Whole(edtf.Period("2016/..", "2016-01-01", None, "plan")),
    },
    not_in=("“十四五”规划", "十五个", "二五", "十五人"),
)
def plan(match: re.Match[str]) -> Part | None:
    """A five-year plan's years (lexicon/plans.tsv), or one of them; the plan as a document is no date."""
    tail = match["tail"] or ""
    years = _plans().get(match["name"])
    if years is None or bool(match["open"]) != bool(match["close"]):
        return None
    first, last = years
    whole = edtf.Period(f"{first}/{last}", f"{first}-01-01", f"{last}-12-31", "plan")
    if tail.startswith("开局"):
        return Whole(edtf.year(first))
    if tail.startswith("收官"):
        return Whole(edtf.year(last))
    if tail.startswith("末"):
        return Whole(edtf.about(edtf.year(last)))
    if tail.startswith("初"):
        return Whole(edtf.about(edtf.year(first)))
    if match["nth"]:
        return Whole(edtf.year(first + (read_small(match["nth"]) or 1) - 1))
    if match["first"] or match["first2"]:
        return Whole(edtf.year(first, first + (read_small(match["first"] or match["first2"]) or 1) - 1))
    if tail == "以来":
        return Whole(edtf.onwards(whole))
    return Whole(edtf.about(whole)) if tail in ("前期", "中期") else Whole(whole)


@rule(
    r"改革开放以来|改革开放(?:[0-9]{2}|[一二三四五六七八九]?十)(?:多)?年来|(?:新中国|中华人民共和国)(?:成立|建立)以来|建国以来",
    examples={
        "改革开放以来": Whole(edtf.Period("1978-12/..", "1978-12-01", None, "month")),
        "新中国成立以来": Whole(edtf.Period("1949-10-01/..", "1949-10-01", None, "day")),
    },
    not_in=("改革开放", "成立以来"),
)
def known_beginning(match: re.Match[str]) -> Part | None:
    """Times since an event whose date everybody knows: December 1978, 1 October 1949."""
    if match[0].startswith("改革开放"):
        return Whole(edtf.Period("1978-12/..", "1978-12-01", None, "month"))
    return Whole(edtf.Period("1949-10-01/..", "1949-10-01", None, "day"))


@rule(
    r"(?:每逢|每到|每隔|每)(?:一)?(?:年(?!级|龄|轻)|个?月(?!薪|租)|个?季度|[一二两三四五六七八九十0-9]{1,3} ?(?:年|个月|周"
    r"|个?星期|天|个季度|日)|个?(?:周|星期"
    r"|礼拜)(?:[一二三四五六日天](?![次个期场回名家歌练更班届刊][^一二三四五六]?)(?:[至到、][周]?[一二三四五六日天])?)?末?"
    r"|[天日](?!经济|邮报|电讯|新闻|镜报|快报|商报|甘肃|鲜)|晚(?!报)|早(?=[0-9一二三四五六七八九十，])|个?(?:工作日|双休日"
    r"|节假日|周末|休息日|逢)|双年|单年|双月|单月)|逢[双单]年|(?<!今)年年(?!有余)|隔年|隔[天日]",
    examples={
        "每年": Repeat(),
        "每周五": Repeat(),
        "逢双年": Repeat(),
        "每两年": Repeat(),
        "每隔3天": Repeat(),
        "每天": Repeat(),
        "每个工作日": Repeat(),
        "每月": Repeat(),
        "每个星期天": Repeat(),
    },
    not_in=("每年级", "每日经济新闻", "每人", "每小时"),
)
def repeat(match: re.Match[str]) -> Part | None:
    """A time that comes again and again."""
    return Repeat()


@lru_cache(maxsize=1)
def _plans() -> dict[str, tuple[int, int]]:
    return {row["name"]: (int(row["valid_from"]), int(row["valid_to"])) for row in read_rows("extractors.dates", "plans.tsv")}


def _full_day(year: int | None, month: int, day: int) -> Part | None:
    if year is not None and not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    return FullDay(year, month, day) if edtf.day(year, month, day) is not None else None


def _short_year(text: str) -> Part | None:
    number = read_digits(text)
    if number is None:
        return None
    if not text[0].isdigit() and not text.startswith(("〇", "零", "○")):
        first, second = (read_digits(character) or 0 for character in text)
        # 三四年, 八九年 are some three or four, eight or nine years.
        if second == first + 1:
            return None
    return Year(number + (1900 if number >= _FIRST_YEAR_OF_LAST_CENTURY else 2000))
