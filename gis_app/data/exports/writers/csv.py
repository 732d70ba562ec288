"""CSV as RFC 4180 has it, with a byte order mark so that Excel sees UTF-8, and a decimal point."""

from __future__ import annotations

import csv
import datetime
from pathlib import Path
from typing import Any

from layers.writing.placing import place_headings, places
from layers.writing.table import Table, pieces

#: A cell that begins so is a formula to a spreadsheet program, also behind spaces.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def harmless(text: str) -> str:
    """Return text that no spreadsheet program takes for a formula: an apostrophe goes before it.

    >>> harmless("=1+1")
    "'=1+1"
    """
    if text[:1] in ("\t", "\r", "\n") or text.lstrip().startswith(_FORMULA):
        return f"'{text}"
    return text


def write_csv(table: Table, path: Path, epsg: int) -> int:
    """Write a table; return how many rows."""
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([*(column.label for column in table.columns), *place_headings(table, epsg)])
        for piece in pieces(table.rows):
            for (values, _shape), place in zip(piece, places(piece, epsg), strict=True):
                writer.writerow([_cell(value) for value in (*values, *place)])
            count += len(piece)
    return count


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return harmless(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return "" if value is None else value
