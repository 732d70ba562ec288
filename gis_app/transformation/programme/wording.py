"""How shares of the programme are written: never rounded onto the other side of the plan's figure."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gis_app.formats.numbers import number
from gis_app.plans.promises import Kpi

_MOST_DECIMALS = 6


def figure(part: int, most: int, whole: int) -> str:
    """Write part and whole, the part as an interval where it is one.

    >>> figure(5, 5, 8), figure(4, 5, 8)
    ('5/8', '4–5/8')
    """
    return f"{_span(str(part), str(most))}/{whole}"


def shares(part: int, most: int, whole: int, against: int) -> str:
    """Write a share, or the interval of two, in percent with a decimal comma; an em dash of nothing.

    >>> shares(28, 31, 33, 85)
    '84,8–93,9 %'
    """
    if not whole:
        return "—"
    low, high = (percent(Fraction(count, whole), against) for count in (part, most))
    return f"{_span(low, high)} %"


def percent(share: Fraction, against: int) -> str:
    """Write a share in percent, with as many decimals (one or more) as tell it from the plan's figure.

    >>> percent(Fraction(5, 8), 60), percent(Fraction(59999, 100000), 60), percent(Fraction(3, 5), 60)
    ('62,5', '59,999', '60,0')
    """
    hundred = share * 100
    for decimals in range(1, _MOST_DECIMALS + 1):
        rounded = floor(hundred * 10**decimals + Fraction(1, 2))
        if hundred == against or rounded != against * 10**decimals:
            break
    return number(Decimal(rounded).scaleb(-decimals), decimals, get_language() or "vi")


def goal(kpi: Kpi) -> str:
    """Write the plan's figure with its word of comparison: "trên" is strict, "từ … trở lên" is not."""
    pattern = _("trên %(percent)s %%") if kpi.comparator == ">" else _("từ %(percent)s %% trở lên")
    return pattern % {"percent": kpi.percent}


def _span(low: str, high: str) -> str:
    return low if low == high else f"{low}–{high}"
