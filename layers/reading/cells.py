"""Cells of a field as text, whatever they came as."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd


def texts(frame: pd.DataFrame, columns: Mapping[str, str], field: str) -> pd.Series:
    """Return a field as stripped text, "" where there is none; whole numbers without ".0"."""
    if field not in columns:
        return pd.Series("", index=frame.index, dtype=object)
    cells = frame[columns[field]]
    if pd.api.types.is_float_dtype(cells) and (cells.dropna() % 1 == 0).all():
        cells = cells.astype("Int64")
    return cells.astype("string").fillna("").str.strip().astype(object)
