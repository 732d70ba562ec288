"""What kind of answer a target asks for, what an answer is worth, and whether it meets the target.

Values are fractions: 7 of 8 is exactly 87.5 %, and exactly 75 % is not "trên 75 %".
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from gis_app.plans.promises import Target
from gis_app.transformation.evaluating.counting import Standing
from gis_app.transformation.models import TargetResult

State = TargetResult.State


class Answer(StrEnum):
    """What is asked for.

    RATIO: a part and the whole it is taken of, in percent. RISE, FALL: this period and the one it is compared
    with, in percent of the latter; which way is counted as positive. COUNT: one whole number. ASSESSMENT:
    whether a body found it met.
    """

    RATIO = "ratio"
    RISE = "rise"
    FALL = "fall"
    COUNT = "count"
    ASSESSMENT = "assessment"


#: Units of the plan records that are not plain counts.
_BY_UNIT = {"%": Answer.RATIO, "% thay đổi": Answer.RISE, "% giảm": Answer.FALL}


def answer_of(target: Target) -> Answer:
    """Return what the target asks for."""
    if target.comparator is None:
        return Answer.ASSESSMENT
    return _BY_UNIT.get(target.unit or "", Answer.COUNT)


def has_base(target: Target) -> bool:
    """Say whether the target is a share of something of which nothing may arise."""
    return answer_of(target) in {Answer.RATIO, Answer.RISE, Answer.FALL}


def value_of(target: Target, numerator: Decimal, denominator: Decimal | None) -> Fraction:
    """Return what figures are worth in the target's unit.

    Raises:
        ZeroDivisionError: a share of nothing; the caller asks before.
    """
    part = Fraction(numerator)
    if denominator is None:
        return part
    whole = Fraction(denominator)
    match answer_of(target):
        case Answer.RISE:
            return (part - whole) * 100 / whole
        case Answer.FALL:
            return (whole - part) * 100 / whole
    return part * 100 / whole


def value_of_result(target: Target, result: TargetResult | None) -> Fraction | None:
    """Return what a result is worth in the target's unit; None for what is not measured."""
    if result is None or result.state != State.MEASURED or result.numerator is None:
        return None
    return value_of(target, result.numerator, result.denominator)


def standing_of(target: Target, result: TargetResult | None) -> Standing:
    """Return how a target stands by a result; None: nothing is known."""
    if result is None:
        return Standing.UNKNOWN
    match result.state:
        case State.NOTHING_AROSE:
            return Standing.EMPTY
        case State.ASSESSED_MET:
            return Standing.MET
        case State.ASSESSED_NOT_MET:
            return Standing.NOT_MET
    value = value_of_result(target, result)
    if value is None or target.comparator is None:
        return Standing.UNKNOWN
    return Standing.MET if target.met_by(value) else Standing.NOT_MET
