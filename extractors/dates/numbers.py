"""The small numbers of which dates are made, in figures or Chinese.

>>> read_small("廿三"), read_small("三十一"), read_small("08"), read_small("两"), read_small("一百")
(23, 31, 8, 2, 100)
>>> read_digits("二〇二〇"), read_digits("98")
(2020, 98)
"""

from __future__ import annotations

_DIGITS = {
    character: value
    for value, characters in enumerate(("〇零○", "一", "二两俩", "三仨", "四", "五", "六", "七", "八", "九"))
    for character in characters
}
_TENS = {"廿": 20, "卅": 30}


def read_digits(text: str) -> int | None:
    """A number written digit by digit (二〇二〇, 98), None where it is not."""
    if text.isascii() and text.isdigit():
        return int(text)
    if not text or not all(character in _DIGITS for character in text):
        return None
    return int("".join(str(_DIGITS[character]) for character in text))


def read_small(text: str) -> int | None:
    """A number below 1,000 (十二, 廿三, 两, 一百), or any written in Arabic digits; None where it is none."""
    if not text:
        return None
    if text.isascii():
        return int(text) if text.isdigit() else None
    total = 0
    hundreds, hundred, rest = text.rpartition("百")
    if hundred:
        total += 100 * _DIGITS.get(hundreds, 1)
    if rest[:1] in _TENS:
        total, rest = total + _TENS[rest[0]], rest[1:]
    tens, ten, units = rest.rpartition("十")
    if ten:
        if tens.strip("零") and tens.strip("零") not in _DIGITS:
            return None
        total += 10 * _DIGITS.get(tens.strip("零"), 1)
    units = units.lstrip("零〇")
    if units:
        if units not in _DIGITS:
            return None
        total += _DIGITS[units]
    elif not ten and not hundred and rest and rest not in _DIGITS:
        return None
    return total
