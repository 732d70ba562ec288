"""Excel tables, .xlsx and .xls: every sheet with data is a layer.

Values are the stored results of formulas; a formula without one is a problem that names its cell.
Hidden rows are what a filter left out: whoever sends a filtered sheet means the rows that show. So
they are reported and kept out, while a hidden column is read with a warning. Numbers become text
as Excel stores them, codes keep the leading zeros of their cell format, dates become
year-month-day.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pandas as pd
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from layers.reading.encodings import Wanted
from layers.reading.errors import ReadingError
from layers.reading.formats.base import MAX_CELL, ROWS_OF_UNICODE, Source
from layers.reading.formats.workbook_heading import Heading, Merged, find_heading
from layers.reading.formats.workbook_parts import SheetParts, cell_name, sheet_parts
from layers.reading.formats.xls_parts import xls_parts
from layers.reading.names import nfc
from layers.reading.problems import Problem

_LOOKED_AT = 60

Cell = int | float | str | bool | datetime.time | datetime.date | datetime.datetime | datetime.timedelta


class WorkbookSource(Source):
    """One sheet of a workbook; frames hold text, "" where a cell is empty.

    Rows are numbered as Excel numbers them.
    """

    format = "workbook"

    def __init__(
        self,
        path: Path,
        *,
        data_file: Path | None = None,
        layer: str | None = None,
        encoding: Wanted = None,
    ) -> None:
        """Open the workbook, choose a sheet, find its heading.

        Raises:
            ReadingError: damaged, encrypted, too large or empty workbook; sheet unknown or
                ambiguous; ``workbook_without_heading``, ``column_repeated``, ``too_many_columns``.
        """
        self.path = path
        self.crs = None
        file = data_file or path
        parts = _parts(file, path.name)
        visible = _visible_sheets(file, path.name)
        self.layers = tuple(name for name in visible if parts.get(name, SheetParts()).rows)
        if not self.layers:
            raise ReadingError("workbook_empty", file=path.name)
        self.layer = self._choose_layer(layer)
        self._parts = parts[self.layer]
        self._sheet = _load(file, path.name, self.layer)
        self._merged = _merged(self._sheet)
        self._heading = self._find_heading()
        self.first_row = self._heading.first_data_row + 1
        self._columns_at = self._name_columns()
        self._settle_text(tuple(self._columns_at.values()), self._sample_pieces(), encoding=encoding)
        self._check_columns()
        self._columns_at = dict(zip(self._columns_at, self.columns, strict=True))
        self._report_parts()

    @property
    def heading_row(self) -> int:
        """Number of the last row of the heading, as Excel numbers it."""
        return self._heading.last_row + 1

    @property
    def positions(self) -> dict[str, int]:
        """Number of each column, from 1 for column A."""
        return {name: i + 1 for i, name in self._columns_at.items()}

    def _rows(self) -> Iterator[list[str]]:
        """Rows from A1 on, as text."""
        end = self._sheet.end
        width = end[1] + 1 if end else 0
        for cells in self._sheet.iter_rows():
            # The reader starts at row 1 but at the first column that is used.
            yield [""] * (width - len(cells)) + [_text(c) for c in cells]

    def _find_heading(self) -> Heading:
        first = [row for _, row in zip(range(_LOOKED_AT), self._rows(), strict=False)]
        tidy = [[nfc(cell) if len(cell) <= MAX_CELL else cell[:MAX_CELL] for cell in row] for row in first]
        heading = find_heading(tidy, self._merged)
        if heading is None:
            raise ReadingError("workbook_without_heading", file=self.path.name, layer=str(self.layer))
        return heading

    def _sample_pieces(self) -> Iterator[pd.DataFrame]:
        """Rows to settle encodings by."""
        some = islice(self._data_rows(), ROWS_OF_UNICODE)
        yield pd.DataFrame(
            ([row[i] if i < len(row) else "" for i in self._columns_at] for _number, row in some),
            columns=range(len(self._columns_at)),
            dtype=object,
        )

    def _name_columns(self) -> dict[int, str]:
        """Position to name, of the columns that have a heading or, below it, a value."""
        names = self._heading.names
        used = {i for i, name in enumerate(names) if name}
        for row in self._data_rows():
            used.update(i for i, cell in enumerate(row[1]) if cell)
        return {i: (names[i] if i < len(names) and names[i] else f"(cột {i + 1})") for i in sorted(used)}

    def _data_rows(self) -> Iterator[tuple[int, list[str]]]:
        for number, row in enumerate(self._rows(), start=1):
            if number > self._heading.first_data_row:
                yield number, row

    def _report_parts(self) -> None:
        """Report what chunks cannot tell from the values."""
        top = self._heading.first_data_row
        for i, name in self._columns_at.items():
            if i + 1 in self._parts.hidden_columns:
                self.problems.append(Problem(None, name, "column_hidden"))
        for row, column in self._parts.unsolved:
            if row > top:
                heading = self._columns_at.get(column - 1)
                cell = cell_name(row, column)
                self.problems.append(Problem(row, heading, "cell_without_result", {"cell": cell}))
        for (row, column), value in self._parts.errors.items():
            if row > top:
                heading = self._columns_at.get(column - 1)
                params = {"cell": cell_name(row, column), "value": value}
                self.problems.append(Problem(row, heading, "cell_error", params))
        last = self._parts.rows
        for first, left, bottom, right in self._merged:
            area = f"{cell_name(first + 1, left + 1)}:{cell_name(bottom + 1, right + 1)}"
            for row in range(max(first + 1, top + 1), min(bottom + 1, last) + 1):
                heading = self._columns_at.get(left)
                self.problems.append(Problem(row, heading, "cell_merged", {"row": row, "cell": area}))
        for row in sorted(self._parts.hidden_rows):
            if top < row <= last:
                self.problems.append(Problem(row, None, "row_hidden", {"row": row}))
        self.problems.sort(key=lambda p: p.row or 0)

    def chunks(self, rows: int = 100_000) -> Iterator[pd.DataFrame]:
        """See `Source.chunks`; empty and hidden rows are left out but counted."""
        numbers: list[int] = []
        kept: list[list[str]] = []
        for number, row in self._data_rows():
            if number in self._parts.hidden_rows or not any(row):
                continue
            numbers.append(number)
            kept.append([self._cell(number, i, row) for i in self._columns_at])
            if len(kept) == rows:
                yield self._frame(numbers, kept)
                numbers, kept = [], []
        if kept:
            yield self._frame(numbers, kept)

    def _cell(self, number: int, column: int, row: list[str]) -> str:
        cell = row[column] if column < len(row) else ""
        if len(cell) > MAX_CELL:
            raise ReadingError(
                "cell_too_long",
                file=self.path.name,
                row=number,
                column=self._columns_at[column],
                count=len(cell),
                limit=MAX_CELL,
            )
        width = self._parts.padded.get((number, column + 1))
        return cell.zfill(width) if width and cell.isdigit() else cell

    def _frame(self, numbers: list[int], rows: list[list[str]]) -> pd.DataFrame:
        index = pd.Index(numbers, name="row", dtype="int64")
        frame = pd.DataFrame(rows, index=index, columns=list(self.columns), dtype=object)
        texts = {name: self.decoding.series(name, frame[name]) for name in self.columns}
        return pd.DataFrame(texts, index=index)


def _parts(file: Path, file_name: str) -> dict[str, SheetParts]:
    with file.open("rb") as stream:
        zipped = stream.read(2) == b"PK"
    return sheet_parts(file, file_name) if zipped else xls_parts(file, file_name)


def _visible_sheets(file: Path, file_name: str) -> list[str]:
    try:
        with CalamineWorkbook.from_path(file) as book:
            return [s.name for s in book.sheets_metadata if s.visible == SheetVisibleEnum.Visible]
    except PasswordError:
        raise ReadingError("workbook_encrypted", file=file_name) from None
    except (CalamineError, OSError, ValueError):
        raise ReadingError("workbook_damaged", file=file_name) from None


def _load(file: Path, file_name: str, sheet: str) -> CalamineSheet:
    try:
        with CalamineWorkbook.from_path(file) as book:
            return book.get_sheet_by_name(sheet)
    except (CalamineError, OSError, ValueError):
        raise ReadingError("workbook_damaged", file=file_name) from None


def _merged(sheet: CalamineSheet) -> list[Merged]:
    ranges = sheet.merged_cell_ranges or []
    return [(top, left, bottom, right) for (top, left), (bottom, right) in ranges]


def _text(cell: Cell) -> str:
    """Return a cell as text: whole numbers without ".0", dates as year-month-day."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime):
        midnight = cell.time() == datetime.time()
        return cell.date().isoformat() if midnight else cell.isoformat(sep=" ", timespec="seconds")
    return str(cell)
