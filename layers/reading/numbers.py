"""Numbers as Vietnamese tables write them: decimal comma, dots or spaces between thousands."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from layers.reading.laid_text import LaidText, laid

_SPACES = re.compile(r"[\s\u00a0\u202f\u2009']")
_SHAPE = re.compile(r"^[+-]?[\d.,]*\d[\d.,]*$")


#: A float holds every whole number of so many digits.
_EXACT_DIGITS = 15
_POWERS = 10.0 ** np.arange(_EXACT_DIGITS + 1)


class Numbers(NamedTuple):
    """Answer of `parse_numbers`, each of shape (n,).

    Attributes:
        values: the numbers; NaN where empty or not a number.
        empty: where the cell holds nothing.
        bad: where the cell holds something that is not a finite number.
    """

    values: NDArray[np.float64]
    empty: NDArray[np.bool_]
    bad: NDArray[np.bool_]


def parse_numbers(cells: pd.Series) -> Numbers:
    """Numbers of a column of text or numbers.

    ``"106,7"`` and ``"106.7"`` are both 106.7; ``"1.161.649,5"`` and ``"1,161,649.5"`` are both
    1161649.5. A single separator is always the decimal one: ``"685.686"`` is 685.686, which a
    range check then finds too small for metres, rather than a guess at thousands.
    """
    if pd.api.types.is_numeric_dtype(cells):
        values = cells.to_numpy(dtype=np.float64, na_value=np.nan)
        empty = np.isnan(values) if cells.dtype.kind != "f" else cells.isna().to_numpy()
        return Numbers(np.where(np.isinf(values), np.nan, values), empty, np.isinf(values))
    plain = plain_numbers(cells)
    if plain is not None:
        return plain
    text = cells.fillna("").astype(str).str.strip()
    empty = (text == "").to_numpy()
    values = pd.to_numeric(text, errors="coerce").to_numpy(dtype=np.float64)
    values = values.copy()
    for position in np.flatnonzero(np.isnan(values) & ~empty):
        values[position] = _parse_one(str(text.iloc[position]))
    values[~np.isfinite(values)] = np.nan
    return Numbers(values, empty, np.isnan(values) & ~empty)


def plain_numbers(cells: pd.Series) -> Numbers | None:
    """Numbers of a column in which every cell is text of an ordinary finite number; None for any other."""
    lying = laid(cells)
    if lying is not None and (decimals := _decimals(lying)) is not None:
        none = np.zeros(len(decimals), dtype=bool)
        return Numbers(decimals, none, none.copy())
    try:
        values = pd.to_numeric(cells.to_numpy(dtype=object)).astype(np.float64)
    except (ValueError, TypeError):
        return None
    if not np.isfinite(values).all():
        return None
    none = np.zeros(len(values), dtype=bool)
    return Numbers(values, none, none.copy())


def _decimals(cells: LaidText) -> NDArray[np.float64] | None:
    """Numbers (n,) of cells that are all like ``106.258333``, with at most fifteen digits; None otherwise.

    So many digits are a whole number that a float holds exactly, and so is the power of ten that it is
    divided by: the result is the float that is nearest to the text, as any parser gives it.
    """
    whole = np.zeros(len(cells), dtype=np.int64)
    digits = np.zeros(len(cells), dtype=np.int8)
    behind = np.zeros(len(cells), dtype=np.int8)
    pointed = np.zeros(len(cells), dtype=bool)
    for place in range(int(cells.lengths.max(initial=0))):
        sign = cells.signs[:, place]
        is_point = sign == ord(".")
        digit = sign - np.uint8(ord("0"))
        is_digit = digit <= 9
        if not (is_digit | is_point & ~pointed | (cells.lengths <= place)).all():
            return None
        pointed |= is_point
        np.multiply(whole, 10, out=whole, where=is_digit)
        np.add(whole, digit, out=whole, where=is_digit)
        digits += is_digit
        behind += is_digit & pointed
    if not len(cells) or digits.min() < 1 or digits.max() > _EXACT_DIGITS:
        return None
    return whole / _POWERS[behind]


def _parse_one(text: str) -> float:
    compact = _SPACES.sub("", text)
    if not _SHAPE.match(compact):
        return float("nan")
    dots, commas = compact.count("."), compact.count(",")
    if dots and commas:
        decimal = max(".", ",", key=compact.rfind)
        thousands = "," if decimal == "." else "."
        if compact.count(decimal) > 1:
            return float("nan")
        compact = compact.replace(thousands, "").replace(decimal, ".")
    elif dots > 1 or commas > 1:
        separator = "." if dots else ","
        if any(len(group) != 3 for group in compact.split(separator)[1:]):
            return float("nan")
        compact = compact.replace(separator, "")
    else:
        compact = compact.replace(",", ".")
    return float(compact)
