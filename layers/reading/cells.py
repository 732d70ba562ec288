"""Cells of a field as text, whatever they came as."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

#: An apostrophe before what a spreadsheet program takes for a formula: exports put it there.
_GUARDED = re.compile(r"'(?:[\t\r\n]|\s*[=+\-@＝＋－＠])")


def texts(frame: pd.DataFrame, columns: Mapping[str, str], field: str) -> pd.Series:
    """Return a field as stripped text, "" where there is none; whole numbers without ".0"."""
    if field not in columns:
        return pd.Series("", index=frame.index, dtype=object)
    cells = frame[columns[field]]
    if pd.api.types.is_float_dtype(cells) and (cells.dropna() % 1 == 0).all():
        cells = cells.astype("Int64")
    return cells.astype("string").fillna("").str.strip().astype(object)


def unguarded(cell: Any) -> Any:
    """Return a cell of a CSV without the apostrophe that keeps it from being taken for a formula.

    >>> unguarded("'=1+1")
    '=1+1'
    """
    return cell[1:] if isinstance(cell, str) and _GUARDED.match(cell) else cell
