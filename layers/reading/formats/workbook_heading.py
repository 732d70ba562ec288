"""Finds the heading of a sheet: below titles, over one or two rows, with merged cells.

Vietnamese office tables open with the office, the country's motto and a title, then the heading,
often in two rows under merged cells, then a row that numbers the columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from layers.reading.names import nfc

#: Titles, notes and empty rows above the heading; beyond that there is none.
_SEARCHED_ROWS = 40
_NUMBER = re.compile(r"^[+-]?\d+([.,]\d+)*%?$")
_COLUMN_NUMBER = re.compile(r"^\(?(\d{1,3}|[A-ZĐ])\)?$")

#: First row, first column, last row, last column, counted from 0.
Merged = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Heading:
    """Where the heading is, and what the columns are called.

    Attributes:
        names: heading of each column, "" where there is none.
        last_row: index of its last row, from 0.
        first_data_row: index of the first row below it, from 0; a row of column numbers is passed over.
    """

    names: tuple[str, ...]
    last_row: int
    first_data_row: int


def find_heading(rows: Sequence[Sequence[str]], merged: Sequence[Merged]) -> Heading | None:
    """Heading of a sheet whose first rows are given as text; None when there is none.

    Args:
        rows: cells of the first rows, from A1 on; "" where empty.
        merged: merged ranges of the sheet.
    """
    width = max((len(row) for row in rows), default=0)
    filled = [[column for column, cell in enumerate(row) if cell] for row in rows]
    usual = _usual_width([len(columns) for columns in filled])
    for index, row in enumerate(rows[:_SEARCHED_ROWS]):
        covered = _covered(row, index, merged)
        words = [cell for cell in row if cell]
        enough = len(covered) >= max(1 if usual == 1 else 2, usual * 0.6)
        if not enough or not words or any(_NUMBER.match(word) for word in words):
            continue
        if _is_title(row, index, merged, usual):
            continue
        last = _last_row(rows, index, merged)
        names = tuple(_name(rows, merged, index, last, column) for column in range(width))
        return Heading(names, last, _after_column_numbers(rows, last + 1))
    return None


def _usual_width(widths: Sequence[int]) -> int:
    """Return the filled cells of a typical data row: the upper quartile of rows that have any."""
    given = sorted(width for width in widths if width)
    return given[3 * (len(given) - 1) // 4] if given else 0


def _covered(row: Sequence[str], index: int, merged: Sequence[Merged]) -> set[int]:
    """Columns that a row's cells stand over, merged ones widened."""
    columns = {column for column, cell in enumerate(row) if cell}
    for top, left, bottom, right in merged:
        if top <= index <= bottom and (left in columns or top < index):
            columns.update(range(left, right + 1))
    return columns


def _is_title(row: Sequence[str], index: int, merged: Sequence[Merged], usual: int) -> bool:
    """Whether the row is only one or two wide merged cells: a title, or office and motto."""
    filled = [column for column, cell in enumerate(row) if cell]
    wide = [m for m in merged if m[0] == index and m[3] > m[1] and m[1] in filled]
    return len(filled) <= 2 < usual and len(wide) == len(filled)


def _last_row(rows: Sequence[Sequence[str]], index: int, merged: Sequence[Merged]) -> int:
    last = max((bottom for top, _, bottom, _ in merged if top == index), default=index)
    sideways = any(top == index and right > left for top, left, _, right in merged)
    if last == index and sideways and index + 1 < len(rows):
        below = [cell for cell in rows[index + 1] if cell]
        if below and not any(_NUMBER.match(cell) for cell in below):
            return index + 1
    return last


def _name(rows: Sequence[Sequence[str]], merged: Sequence[Merged], first: int, last: int, column: int) -> str:
    """Words over a column from top to bottom, each once."""
    words: list[str] = []
    for row in range(first, min(last, len(rows) - 1) + 1):
        word = _cell(rows, row, column)
        for top, left, bottom, right in merged:
            if top <= row <= bottom and left <= column <= right:
                word = _cell(rows, top, left)
        if word and word not in words:
            words.append(word)
    return nfc(" ".join(words))


def _cell(rows: Sequence[Sequence[str]], row: int, column: int) -> str:
    return rows[row][column] if column < len(rows[row]) else ""


def _after_column_numbers(rows: Sequence[Sequence[str]], index: int) -> int:
    """Skip a row that only numbers the columns: 1, 2, 3… or (1), (2), (3)… or A, B, 1, 2…."""
    if index >= len(rows):
        return index
    cells = [cell for cell in rows[index] if cell]
    found = [_COLUMN_NUMBER.match(cell) for cell in cells]
    if len(cells) < 3 or not all(found):
        return index
    numbers = [int(f.group(1)) for f in found if f is not None and f.group(1).isdigit()]
    counted = numbers == list(range(1, len(numbers) + 1)) and len(numbers) >= 2
    return index + 1 if counted else index
