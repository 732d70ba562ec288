"""Degrees, minutes and seconds as Vietnamese tables write them, next to plain decimal degrees.

``10°30'15.2"N``, ``10 30 15,2 B`` (Bắc), ``106-15-30``, ``106:15:30`` and ``106°15,5' Đ`` are all
met, often in one column with ``106,2583``. A letter N is read as north: no place in Việt Nam lies
in the southern hemisphere, and "Nam" is written out.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from layers.reading.names import fold_ascii
from layers.reading.numbers import Numbers, parse_numbers, plain_numbers

_SIGNS = {
    **dict.fromkeys(("n", "b", "bac", "north", "vbac", "vdb"), 1.0),
    **dict.fromkeys(("e", "d", "dong", "east", "kdd"), 1.0),
    **dict.fromkeys(("s", "nam", "south"), -1.0),
    **dict.fromkeys(("w", "t", "tay", "west"), -1.0),
}
_DEGREE = r"[°º˚o*d:\-\s]"
_MINUTE = r"['’‘′´`m:\-\s]"
_PARTS = re.compile(
    rf"^([+-]?\d{{1,3}})\s*{_DEGREE}\s*"
    rf"(?:(\d{{1,2}})\s*{_MINUTE}\s*(\d{{1,2}}(?:[.,]\d+)?)\s*(?:''|’’|[\"”“″s])?"
    r"|(\d{1,2}(?:[.,]\d+)?)\s*['’‘′´`m]"
    r")$"
)
_DECIMAL = re.compile(r"^([+-]?\d{1,3}(?:[.,]\d+)?)\s*[°º˚]?$")
_LETTERS = re.compile(r"^([^\W\d_]{1,5})?[.\s]*(.*?)[.\s]*([^\W\d_]{1,5})?$")
#: Groups of at most two digits are minutes and seconds, never thousands.
_SPACED = re.compile(r"^\d{1,3}\s+\d{1,2}\s+\d{1,2}(?:[.,]\d+)?$")


def parse_angles(cells: pd.Series) -> Numbers:
    """Degrees of a column that mixes decimal degrees with degrees, minutes and seconds.

    Args:
        cells: text or numbers.

    Returns:
        See `layers.reading.numbers.Numbers`; ``bad`` where minutes or seconds reach 60 as well.
    """
    if pd.api.types.is_numeric_dtype(cells):
        return parse_numbers(cells)
    plain = plain_numbers(cells)
    if plain is not None:
        return plain
    numbers = parse_numbers(cells)
    text = cells.fillna("").astype(str).str.strip()
    spaced = text.str.match(_SPACED).to_numpy(dtype=bool)
    values = numbers.values.copy()
    for position in np.flatnonzero(numbers.bad | spaced):
        values[position] = parse_angle(str(text.iloc[position]))
    return Numbers(values, numbers.empty, np.isnan(values) & ~numbers.empty)


def parse_angle(text: str) -> float:
    """Degrees in one cell; NaN when it is no angle.

    >>> round(parse_angle("10 30 15,2 B"), 6)
    10.504222
    >>> round(parse_angle("106-15-30"), 6)
    106.258333
    """
    found = _LETTERS.match(text.strip())
    if found is None:
        return float("nan")
    before, body, after = found.groups()
    if after in ("m", "s", "d") and not before:
        body, after = f"{body}{after}", None
    if before and after:
        return float("nan")
    letter = before or after
    sign = 1.0 if letter is None else _SIGNS.get(fold_ascii(letter), float("nan"))
    return sign * _magnitude(body.strip())


def _magnitude(body: str) -> float:
    decimal = _DECIMAL.match(body)
    if decimal is not None:
        return _number(decimal.group(1))
    parts = _PARTS.match(body)
    if parts is None:
        return float("nan")
    degrees, minutes, seconds, last_minutes = parts.groups()
    minute = _number(minutes or last_minutes)
    second = _number(seconds) if seconds else 0.0
    if minute >= 60 or second >= 60:
        return float("nan")
    size = abs(float(degrees)) + minute / 60 + second / 3600
    return -size if degrees.startswith("-") else size


def _number(text: str) -> float:
    return float(text.replace(",", "."))
