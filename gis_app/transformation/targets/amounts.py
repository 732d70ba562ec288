"""Amounts as they are typed or stand in a cell: decimal comma or point, read exactly, never guessed."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]")
_DIGITS = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([.,])\d{3})+(?:(?!\1)[.,]\d+)?")
_MOST_DECIMALS = 2
#: Of the column that keeps it: 14 digits before the comma.
_BEYOND = Decimal(10) ** 12


class AmountError(ValueError):
    """The text is no amount; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_amount(given: object) -> Decimal | None:
    """Return the amount that a text or a cell says, or None where it says nothing.

    `"12,5"` and `"12.5"` are 12.5; `"1.250.000"` and `"1.250,5"` have thousands; `"1.250"` alone could be
    either and is refused.

    Raises:
        AmountError: `amount_ambiguous`, `amount_unreadable`, `amount_negative`, `amount_too_fine` (more than
            two decimals), `amount_too_large`.

    >>> read_amount("1.250,5")
    Decimal('1250.5')
    """
    if given is None or isinstance(given, bool):
        return None if given is None else _refuse("amount_unreadable")
    if isinstance(given, int | float | Decimal):
        # A cell of Excel is a binary float; its last digits are those of the computation, not of the office.
        return _checked(Decimal(repr(round(given, 9))) if isinstance(given, float) else Decimal(given))
    text = _SPACES.sub("", str(given))
    if not text:
        return None
    if grouped := _GROUPED.fullmatch(text):
        separator = grouped[1]
        if sum(map(text.count, ".,")) == 1:
            return _refuse("amount_ambiguous")
        return _checked(Decimal(text.replace(separator, "").replace(",", ".")))
    if not _DIGITS.fullmatch(text):
        return _refuse("amount_unreadable")
    return _checked(Decimal(text.replace(",", ".")))


def _checked(amount: Decimal) -> Decimal:
    if not amount.is_finite():
        return _refuse("amount_unreadable")
    if amount < 0:
        return _refuse("amount_negative")
    if amount >= _BEYOND:
        return _refuse("amount_too_large")
    try:
        fine = amount.quantize(Decimal(1).scaleb(-_MOST_DECIMALS))
    except InvalidOperation:
        return _refuse("amount_unreadable")
    return amount if fine == amount else _refuse("amount_too_fine")


def _refuse(code: str) -> Decimal:
    raise AmountError(code)
