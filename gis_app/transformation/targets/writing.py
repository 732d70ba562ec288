"""How targets, requirements and values are written for a reader."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gis_app.formats.numbers import number
from gis_app.plans.promises import Target
from gis_app.transformation.models import TargetResult
from gis_app.transformation.targets.answers import Answer, answer_of, value_of_result

_MOST_DECIMALS = 6


def language() -> str:
    """Return the language of the page."""
    return get_language() or "vi"


def plain(amount: Decimal | Fraction | int) -> str:
    """Write an amount with as many decimals as it has, at most two.

    >>> plain(Decimal("1250.00"))
    '1.250'
    """
    value = Fraction(amount)
    decimals = next((d for d in (0, 1) if (value * 10**d).denominator == 1), 2)
    return number(_decimal(value), decimals, language())


def amount_text(amount: Decimal | None) -> str:
    """Write an amount as it is typed: no separators of thousands, decimal comma; empty for None."""
    if amount is None:
        return ""
    return f"{amount.normalize():f}".replace(".", ",")


def exact(value: Fraction, thresholds: tuple[Fraction, ...] = (), decimals: int = 1) -> str:
    """Write a value rounded, with so many decimals that it never looks like a threshold it is not.

    >>> exact(Fraction(7995, 100), (Fraction(80),), 0)
    '79,95'
    """
    while decimals < _MOST_DECIMALS and any(
        value != threshold and _rounded(value, decimals) == _rounded(threshold, decimals)
        for threshold in thresholds
    ):
        decimals += 1
    whole = value.denominator == 1
    return number(_decimal(value), 0 if whole else decimals, language())


def requirement(target: Target) -> str:
    """Write what is asked for: "từ 80 % trở lên", "trên 75 %", "dưới 15 %", "không có dấu hiệu"."""
    if target.comparator is None:
        return _("được đánh giá đạt")
    unit = target.unit or ""
    bounds = [_with_unit(exact(threshold), unit) for threshold in target.thresholds]
    match target.comparator:
        case ">=":
            return _("từ %(bound)s trở lên") % {"bound": bounds[0]}
        case ">":
            return _("trên %(bound)s") % {"bound": bounds[0]}
        case "<":
            return _("dưới %(bound)s") % {"bound": bounds[0]}
        case "<=":
            return _("không quá %(bound)s") % {"bound": bounds[0]}
        case "between":
            return _("từ %(low)s đến %(high)s") % {"low": bounds[0], "high": bounds[-1]}
    if target.thresholds[0] == 0:
        return _("không có %(unit)s") % {"unit": unit}
    return _("đúng %(bound)s") % {"bound": bounds[0]}


def outcome(target: Target, result: TargetResult) -> str:
    """Write what a result says: "42/50 = 84 %", "không phát sinh", "2 mô hình", "đánh giá đạt"."""
    value = value_of_result(target, result)
    if value is None or result.numerator is None:
        return str(result.get_state_display())
    worth = _with_unit(exact(value, target.thresholds), target.unit or "")
    if result.denominator is None:
        return worth
    figures = {"part": plain(result.numerator), "whole": plain(result.denominator), "worth": worth}
    if answer_of(target) is Answer.RATIO:
        return "{part}/{whole} = {worth}".format(**figures)
    return _("%(part)s so với %(whole)s: %(worth)s") % figures


def _with_unit(amount: str, unit: str) -> str:
    return f"{amount} {unit}".strip()


def _rounded(value: Fraction, decimals: int) -> Fraction:
    return Fraction(round(value * 10**decimals), 10**decimals)


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)
