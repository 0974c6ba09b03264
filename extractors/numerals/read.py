"""Numerals as exact decimals: Arabic, Chinese, financial and mixed ones, and the vague ones of the press.

`read_number` reads one whole numeral that has one value (3.5万, 1亿2千万, 三点五, 负三又二分之一);
`read_amount` also reads those that have bounds (三十多, 300余万, 十几, 数百, 八九百). Words that merely
contain numeral characters (一致, 万万, 陆地) are no numerals. Both take a whole text, in plain form or
as written. GB/T 15835-2011 (numerals in public texts) gives the forms; a trailing digit takes the next
lower magnitude (二百五 250), as in speech.

>>> read_number("1亿2千万"), read_number("一万三"), read_number("１，２３４．５"), read_number("廿三")
(Decimal('120000000'), Decimal('13000'), Decimal('1234.5'), Decimal('23'))
>>> read_amount("300余万")
Amount(value=Decimal('3000000'), low=None, high=None, bound='more_than')
>>> read_amount("八九百")
Amount(value=None, low=Decimal('800'), high=Decimal('900'), bound='range')
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import lru_cache

from extractors.plain import plain

# The longest numeral that is read; the longest that the press writes has some 30 characters.
_LONGEST = 64

_DIGITS = dict(zip("〇零一二三四五六七八九", "00123456789", strict=True)) | dict(zip("两俩壹贰叁肆伍陆柒捌玖弌幺", "2212345678911", strict=True))
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_BIG = {"万": 10**4, "亿": 10**8, "兆": 10**12}
_TENS = {"廿": "二十", "卅": "三十", "卌": "四十"}

# A third has no exact decimal: sixteen digits are what a JSON number keeps.
_QUOTIENTS = Context(prec=16)

# fmt: off
_DIGIT = "[〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖]"
# Within a numeral 两 counts a magnitude (两千两百) or ends a pair (一两个); else it is the unit (二两).
_TWO = "两(?=[百千万亿])|(?<=一)两(?=[个名家位年天次月周项种人条成])"
# 千 and 兆 before a unit's name belong to the unit (千瓦, 兆赫).
_MAGNITUDE = "(?:[十百万亿拾佰仟]|千(?![克米瓦卡伏赫帕焦升安]|字节)|兆(?![瓦赫字比帕伏欧焦安]))"
_ARABIC = (
    r"(?:\d{1,3}(?:[,，]\d{3}(?!\d)|[,，]\d{3}(?=[,，]\d{3})){1,6}(?:\.\d{1,20})?"
    r"|\d{1,24}(?:\.\d{1,20}(?!\.?\d))?(?![\d])(?:[eE][+-]?\d{1,2}(?![0-9A-Za-z])| ?k(?![A-Za-z])| M(?![A-Za-z]))?|(?<![\d.])\.\d{1,20})"
)
_CHINESE = f"(?:{_DIGIT}|{_TWO}|俩(?=[十百千万亿])|[廿卅卌]|半(?=百)|点(?= ?{_DIGIT})|{_MAGNITUDE})"
# A space may stand beside a magnitude (7万 5千), never between two digits.
_SPACE = (
    "(?:(?<=[十百千万亿拾佰仟]) {1,2}(?=[〇零一二三四五六七八九两壹贰叁肆伍陆柒捌玖点]|[0-9]{1,4} ?[十百千万亿])"
    "|(?<=[0-9一二三四五六七八九]) {1,2}(?=[十百千万亿拾佰仟点])|(?<=点) {1,2}(?=[〇零一二三四五六七八九]))"
)
_MORE = f"(?:{_CHINESE}|(?<=[千百万亿零]){_ARABIC}|(?<=[千百万亿] ){_ARABIC}|个(?=亿))"
_PLAIN = f"(?>(?:(?<![0-9]){_ARABIC}|{_CHINESE}|两)(?:{_SPACE}?{_MORE}){{0,40}})"

_VAGUE_HEAD = f"(?:好?几|数)(?=[十百千万亿])(?:{_MAGNITUDE}){{1,4}}(?:[多余](?={_MAGNITUDE}){_MAGNITUDE}{{1,3}})?"
# One scan of the plain numeral decides between its vague and its exact forms.
_VAGUE_TAIL = f"(?: ?[几多余来] ?{_MAGNITUDE}{{1,3}}(?:[多余]{_MAGNITUDE})?|(?<=[十零])几)"
_OF = " {0,2}分 {0,2}之 {0,2}[负-]? ?"
_PARTS = f" {{0,2}}又 {{0,2}}{_PLAIN}{_OF}{_PLAIN}|{_OF}{_PLAIN}"
NUMERAL = f"(?>{_PLAIN}(?:{_PARTS})?)"
"""One exact numeral, without sign; whether it is one is for `read_number` to say."""

AMOUNT = f"(?>{_VAGUE_HEAD}|{_PLAIN}(?:{_PARTS}|{_VAGUE_TAIL})?)"
"""A numeral, exact or with 几, 数, 多, 余, 来 inside; a trailing 多 is left to the reader of figures."""
# fmt: on

_SHAPES = {
    "arabic": re.compile(r"(\d{1,3}(?:[,，]\d{3})+|\d+)?(\.\d+)?"),
    "scientific": re.compile(r"\d{1,24}(?:\.\d{1,20})?(?:[eE][+-]?\d{1,2}|[kM])"),
    "token": re.compile(r"(?P<arabic>\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)|点(?P<decimals>[^十百千万亿兆点]+)|(?P<other>.)"),
    "head": re.compile(r"(?:好?几|数)(?=[十百千万亿])"),
    "pair": re.compile(r"(.*?)([一二三四五六七八九两][二三四五六七八九两])([十百千万亿]*)"),
}


@dataclass(frozen=True, slots=True)
class Amount:
    """What a numeral says: one value, or `low` and `high` with bound `range`; bounds as in records.BOUNDS."""

    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    bound: str = "exact"


def read_number(text: str) -> Decimal | None:
    """The exact value of a text that is one numeral and nothing else, else None."""
    return _number(plain(text).replace(" ", "")) if len(text) <= _LONGEST else None


@lru_cache(maxsize=4096)
def read_amount(text: str) -> Amount | None:
    """The value or the limits of a text that is one numeral, exact or vague, else None."""
    if len(text) > _LONGEST:
        return None
    numeral = plain(text).replace(" ", "").removeprefix("好")
    exact = _number(numeral)
    if exact is not None:
        return Amount(exact)
    return _with_several(numeral) or _with_more(numeral) or _with_pair(numeral)


def _with_several(numeral: str) -> Amount | None:
    """几十, 数百, 十几, 一千五百零几万: the digit 几 runs from 1 to 9, and from 2 where it leads (contract)."""
    if not re.search("[几数]", numeral) or len(numeral) == 1:
        return None
    numeral = re.sub("[多余](?=[十百千万亿]|$)", "", numeral)
    if "零几" in numeral:  # the ones are left open, not guessed: 一千五百零几万
        value = _number(numeral.replace("零几", ""))
        return None if value is None else Amount(value, bound="more_than")
    place = re.search("[几数]", numeral)
    if place is None or numeral.count("几") + numeral.count("数") > 1 or (place[0] == "数" and place.start() > 0):
        return None
    first, last = ("二" if place.start() == 0 else "一"), "九"
    return _limits(numeral[: place.start()] + first + numeral[place.end() :], numeral[: place.start()] + last + numeral[place.end() :])


def _with_more(numeral: str) -> Amount | None:
    """三十多, 300余万, 十来: the bound of 多, 余, 来; after a digit that is no round number they are none."""
    match = re.fullmatch("(.+?)([多余来])([十百千万亿]{0,3})", numeral)
    if match is None or not re.search(r"[十百千万亿拾佰仟0几]$", match[1]):
        return None
    value = _number(match[1] + match[3])
    return None if value is None else Amount(value, bound="about" if match[2] == "来" else "more_than")


def _with_pair(numeral: str) -> Amount | None:
    """八九百, 二三十万, 十七八, 三五百: two digits that stand for a range."""
    match = _SHAPES["pair"].fullmatch(numeral)
    if match is None:
        return None
    before, pair, after = match.groups()
    first, last = (int(_DIGITS[digit]) for digit in pair)
    if not (last == first + 1 or (first, last) == (3, 5)) or (before and not re.search("[十百千万亿零]$", before)):
        return None
    return _limits(before + pair[0] + after, before + pair[1] + after)


def _limits(low: str, high: str) -> Amount | None:
    low_value, high_value = _number(low), _number(high)
    if low_value is None or high_value is None:
        return None
    return Amount(None, low_value, high_value, "range")


def _number(numeral: str) -> Decimal | None:
    sign = 1
    if numeral[:1] in ("-", "负", "+", "−") and numeral[1:]:
        sign, numeral = (1 if numeral[0] == "+" else -1), numeral[1:]
    if "分之" in numeral:
        value = _fraction(numeral)
    elif numeral in ("万", "亿", "万亿"):
        value = Decimal(10**12 if numeral == "万亿" else _BIG[numeral])
    else:
        value = _mixed(numeral.replace("个亿", "亿"))
    return None if value is None else sign * value


def _fraction(numeral: str) -> Decimal | None:
    whole, mark, rest = numeral.rpartition("又")
    below, _, above = rest.partition("分之")
    base, part = _mixed(below), _number(above)
    added = _mixed(whole) if whole else Decimal(0)
    if base is None or part is None or added is None or base == 0 or (mark and not whole):
        return None
    # The sign of 负三分之负二 stands on both: the two cancel.
    return added + _QUOTIENTS.divide(part, base).normalize() + 0


def _mixed(numeral: str) -> Decimal | None:
    """The value of Arabic and Chinese parts with magnitudes: 3万4000, 两千四百五, 一千六点五, 350万亿."""
    if _SHAPES["arabic"].fullmatch(numeral) and numeral:
        return Decimal(re.sub("[,，]", "", numeral))
    if _SHAPES["scientific"].fullmatch(numeral):
        return _tidy(Decimal(numeral.replace("k", "e3").replace("M", "e6")))
    if numeral in ("拾", "佰", "仟"):
        return None
    if len(numeral) > 1 and all(character in _DIGITS for character in numeral):
        return _digits_in_a_row(numeral)
    return _Sum().read(numeral)


def _digits_in_a_row(numeral: str) -> Decimal | None:
    """二〇二〇 is 2020; two digits without a zero (三四) are a range, not a number."""
    if "两" in numeral or "俩" in numeral or (len(numeral) < 3 and not re.search("[〇零]", numeral)):
        return None
    return Decimal("".join(_DIGITS[digit] for digit in numeral))


class _Sum:
    """The sum of a mixed numeral while it is read from left to right.

    `parts` are the finished ones (3万 in 3万4000) with their magnitude, `section` what has been read
    below the next 万 or 亿, `number` the digit or Arabic number that waits for its magnitude.
    """

    def __init__(self) -> None:
        self.parts: list[tuple[Decimal, int]] = []
        self.section = Decimal(0)
        self.number: Decimal | None = None
        self.smallest = 10**16  # the last magnitude; the next within a section must be smaller
        self.after_zero = False
        self.touched = False  # something stands in the section
        self.is_chinese_digit = False
        self.is_closed = False  # decimals were read: only 万 and 亿 may follow

    def read(self, numeral: str) -> Decimal | None:
        """The value, or None where the order of characters makes no number."""
        for character in _TENS:
            numeral = numeral.replace(character, _TENS[character])
        for token in _SHAPES["token"].finditer(numeral):
            if not self._take(token):
                return None
        return self._total()

    def _take(self, token: re.Match[str]) -> bool:
        if token["arabic"]:
            return self._take_number(Decimal(re.sub("[,，]", "", token["arabic"])), is_chinese=False)
        if token["decimals"]:
            return self._take_decimals(token["decimals"])
        character = token["other"]
        if character in "零〇":
            return self._take_zero()
        if character == "半":
            return not self.parts and not self.touched and self._take_number(Decimal("0.5"), is_chinese=True)
        if character in _DIGITS:
            return self._take_number(Decimal(_DIGITS[character]), is_chinese=True)
        if character in _SMALL:
            return self._take_small(_SMALL[character])
        return character in _BIG and self._take_big(_BIG[character])

    def _take_number(self, number: Decimal, *, is_chinese: bool) -> bool:
        if self.number is not None or self.is_closed:
            return False
        self.number, self.touched, self.is_chinese_digit = number, True, is_chinese
        return True

    def _take_zero(self) -> bool:
        if self.number is not None or self.is_closed:
            return False
        self.after_zero, self.touched = True, True
        return True

    def _take_decimals(self, decimals: str) -> bool:
        if not self.touched or self.is_closed or any(character not in _DIGITS for character in decimals):
            return False
        self._close_number()
        self.section += Decimal("0." + "".join(_DIGITS[digit] for digit in decimals))
        self.is_closed = True
        return True

    def _take_small(self, magnitude: int) -> bool:
        if self.is_closed or magnitude >= self.smallest:
            return False
        if self.number is None and (magnitude != 10 and (self.touched or self.parts)):
            return False
        self.section += (Decimal(1) if self.number is None else self.number) * magnitude
        self.number, self.smallest, self.after_zero, self.touched = None, magnitude, False, True
        return True

    def _take_big(self, magnitude: int) -> bool:
        self._close_number()
        if not self.touched and not self.parts:
            return False
        below = Decimal(0)
        # 一万亿, 十万万: what was finished below this magnitude, or just before it, is multiplied too.
        while self.parts and (self.parts[-1][1] < magnitude or (not self.touched and self.parts[-1][1] == magnitude)):
            below += self.parts.pop()[0]
        if self.parts and self.parts[-1][1] <= magnitude:
            return False
        self.parts.append(((self.section + below) * magnitude, magnitude))
        self.section, self.smallest, self.after_zero, self.touched, self.is_closed = Decimal(0), 10**16, False, False, False
        return True

    def _close_number(self) -> None:
        """Add the waiting digit: to the ones, or a bare digit after a magnitude one place below it (二百五)."""
        if self.number is None:
            return
        last = self.smallest if self.smallest < 10**16 else (self.parts[-1][1] if self.parts else 0)
        is_spoken = self.is_chinese_digit and not self.after_zero and last > 10
        self.section += self.number * (last // 10 if is_spoken else 1)
        self.number = None

    def _total(self) -> Decimal | None:
        if not self.touched and not self.parts:
            return None
        self._close_number()
        return _tidy(sum((value for value, _ in self.parts), start=self.section))


def _tidy(value: Decimal) -> Decimal:
    """The value without the zeros that a product brings: 16530000000.0 is 16530000000."""
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()
