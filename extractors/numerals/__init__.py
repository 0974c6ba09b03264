"""Chinese, Arabic and mixed numerals and what they are worth, exactly.

>>> read_number("165.3亿"), read_number("三百二十"), read_number("一致")
(Decimal('16530000000'), Decimal('320'), None)
"""

from extractors.numerals.read import AMOUNT, NUMERAL, Amount, read_amount, read_number

__all__ = ["AMOUNT", "NUMERAL", "Amount", "read_amount", "read_number"]
