"""Numbers and dates as an office reader expects them, in Vietnamese or English.

Used for sentences that are stored in both languages, where Django's formatting (which follows the language of
the page) does not help, and by the template filters below.
"""

from __future__ import annotations

import datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

_SEPARATORS = {"vi": (".", ","), "en": (",", ".")}


def number(value: float | int | Decimal | Fraction, decimals: int = 0, language: str = "vi") -> str:
    """Write a number with grouped thousands and a fixed number of decimals, halves rounded away from zero.

    >>> number(12345.678, 1)
    '12.345,7'
    >>> number(0.125, 2, "en")
    '0.13'
    >>> number(Fraction(2, 3), 1)
    '0,7'
    """
    thousands, point = _SEPARATORS["en" if language.startswith("en") else "vi"]
    if type(value) is int and decimals == 0:  # most figures; a screening writes them by the ten thousand
        return f"{value:,}".replace(",", thousands)
    if isinstance(value, Fraction):
        value = Decimal(value.numerator) / Decimal(value.denominator)
    rounded = Decimal(repr(value) if isinstance(value, float) else value).quantize(
        Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP
    )
    if rounded == 0:
        rounded = abs(rounded)  # no "-0"
    whole, _, fraction = f"{rounded:,f}".partition(".")
    grouped = whole.replace(",", thousands)
    return f"{grouped}{point}{fraction}" if fraction else grouped


def percent(share: float | Fraction, decimals: int = 1, language: str = "vi") -> str:
    """Write a share (0 to 1) as a percentage.

    >>> percent(14 / 38)
    '36,8 %'
    """
    return f"{number(share * 100, decimals, language)} %"


def date(day: datetime.date) -> str:
    """Write a day as dd/mm/yyyy, in both languages.

    >>> date(datetime.date(2026, 4, 30))
    '30/04/2026'
    """
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"
