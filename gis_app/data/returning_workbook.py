"""Gives an Excel workbook back as it came: its sheets and formats, with a column of problems added.

Formulas are replaced by the values they last had: nothing of the file is computed or executed here. What
stands in a cell is kept as it is; what the program adds is text, never a formula.
"""

from __future__ import annotations

import logging
import warnings
import zipfile
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.styles import Alignment, PatternFill
from openpyxl.utils import coordinate_to_tuple, get_column_letter
from openpyxl.utils.exceptions import CellCoordinatesException
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from layers.importing.indicator_template import FIRST_ROW, HEADING_ROW, HIDDEN_SHEET
from layers.importing.opening import PROBLEM_COLUMN
from layers.reading.formats.workbook import WorkbookSource

_log = logging.getLogger(__name__)

#: Bytes of XML up to which a workbook is given back with its formats: some 190,000 cells, for which openpyxl
#: needs about 120 MB and several seconds.
MOST_UNPACKED = 8 * 1024**2

_REFUSES = PatternFill("solid", fgColor="FBEAE7")
_WARNS = PatternFill("solid", fgColor="FFF6DB")
_WIDTH = 90
_LONGEST_CELL = 32_767


@dataclass
class RowProblems:
    """What is wrong with one row: all sentences, and the columns concerned with whether each refuses."""

    sentences: list[str] = field(default_factory=list)
    cells: dict[str, bool] = field(default_factory=dict)
    refuses: bool = False

    def add(self, column: str, sentence: str, *, refuses: bool) -> None:
        """Note one problem."""
        self.sentences.append(sentence)
        self.refuses |= refuses
        if column:
            self.cells[column] = refuses or self.cells.get(column, False)

    @property
    def text(self) -> str:
        """Return all sentences, as one cell of Excel holds them."""
        return ILLEGAL_CHARACTERS_RE.sub("", " ".join(self.sentences))[:_LONGEST_CELL]


@dataclass(frozen=True)
class Layout:
    """Where the table of a sheet lies; rows and columns count from 1.

    Attributes:
        heading: last row of the heading.
        first: first row of data.
        columns: number of each column by its name.
        is_form: the sheet is a template of ours, whose rows belong together.
    """

    sheet: str
    heading: int
    first: int
    columns: Mapping[str, int]
    is_form: bool = False


def is_small(path: Path) -> bool:
    """Say whether the file is an .xlsx small enough to be given back with its formats."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (OSError, zipfile.BadZipFile):
        return False
    size = sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
    return size <= MOST_UNPACKED and any(part.filename == "xl/workbook.xml" for part in parts)


def read_whole(path: Path) -> Workbook | None:
    """Return the workbook with its formats; None where it is none, too large, or more than openpyxl knows."""
    if not is_small(path):
        return None
    try:
        with warnings.catch_warnings():
            # openpyxl warns of what it drops, such as extensions of conditional formats.
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(path, data_only=True, keep_links=False)
    except Exception:  # openpyxl fails in many ways on workbooks that other readers take.
        _log.warning("a workbook is given back as a plain table", exc_info=True)
        return None


def layout_of(source: WorkbookSource, workbook: Workbook) -> Layout:
    """Return where the chosen sheet has its heading, data and columns."""
    if HIDDEN_SHEET in workbook.sheetnames:
        return Layout(str(source.layer), HEADING_ROW, FIRST_ROW, {}, is_form=True)
    return Layout(str(source.layer), source.heading_row, source.first_row, source.positions)


def add_problems(
    workbook: Workbook,
    layout: Layout,
    problems: Mapping[int, RowProblems],
    kept: Iterable[int] | None = None,
) -> None:
    """Add the column of problems to a workbook, and colour the cells concerned.

    Args:
        workbook: as `read_whole` gave it; changed.
        layout: of the sheet that was read.
        problems: by row.
        kept: the rows to keep below the heading; all by default. The other sheets are then hidden, so that
            the copy is read without a question; a form is always kept whole.
    """
    sheet = workbook[layout.sheet]
    column = _problem_column(sheet, layout)
    _say(sheet.cell(layout.heading, column), PROBLEM_COLUMN, like=sheet.cell(layout.heading, column - 1))
    sheet.column_dimensions[get_column_letter(column)].width = _WIDTH
    if PROBLEM_COLUMN in layout.columns:
        for row in range(layout.first, sheet.max_row + 1):
            _say(sheet.cell(row, column), None)
    for row, found in problems.items():
        _mark(sheet, row, found, layout)
        cell = sheet.cell(row, column)
        _say(cell, found.text)
        cell.fill = _REFUSES if found.refuses else _WARNS
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    if kept is not None and not layout.is_form:
        _keep(sheet, layout.first, sorted(kept))
        _show_alone(workbook, sheet)


def _problem_column(sheet: Worksheet, layout: Layout) -> int:
    """Return the column that an earlier copy added, or the first free one beside the table."""
    if PROBLEM_COLUMN in layout.columns:
        return layout.columns[PROBLEM_COLUMN]
    if layout.is_form:
        return int(sheet.max_column) + 1
    column = max(layout.columns.values()) + 1
    while isinstance(sheet.cell(layout.heading, column), MergedCell):
        column += 1
    return column


def _say(cell: Cell | MergedCell, text: str | None, like: Cell | MergedCell | None = None) -> None:
    """Write text into a cell, whatever sign it begins with; None empties it."""
    if isinstance(cell, MergedCell):
        return
    cell.value = text
    if text is None:
        cell.fill = PatternFill()
    else:
        cell.data_type = "s"
    if like is not None:
        cell.font, cell.border, cell.fill = copy(like.font), copy(like.border), copy(like.fill)
        cell.alignment = copy(like.alignment)


def _mark(sheet: Worksheet, row: int, found: RowProblems, layout: Layout) -> None:
    """Colour the cells that the problems of a row name by their heading or, on a form, by their address."""
    for name, refuses in found.cells.items():
        at = (row, layout.columns[name]) if name in layout.columns else _address(name)
        if at is not None:
            sheet.cell(*at).fill = _REFUSES if refuses else _WARNS


def _address(name: str) -> tuple[int, int] | None:
    try:
        return coordinate_to_tuple(name)
    except (CellCoordinatesException, ValueError):
        return None


def _keep(sheet: Worksheet, first: int, kept: list[int]) -> None:
    """Move the rows to keep up below the heading, with their formats and heights, and drop the others."""
    for area in list(sheet.merged_cells.ranges):
        if area.max_row >= first:
            sheet.unmerge_cells(str(area))
    sheet.auto_filter.ref = None
    last, width = sheet.max_row, sheet.max_column
    for target, row in enumerate(kept, start=first):
        for column in range(1, width + 1):
            old, new = sheet.cell(row, column), sheet.cell(target, column)
            new._value, new.data_type, new._style = old._value, old.data_type, copy(old._style)
        sheet.row_dimensions[target].height = sheet.row_dimensions[row].height
        sheet.row_dimensions[target].hidden = False
    if last >= first + len(kept):
        sheet.delete_rows(first + len(kept), last - first - len(kept) + 1)
    for row in [r for r in sheet.row_dimensions if r >= first + len(kept)]:
        del sheet.row_dimensions[row]


def _show_alone(workbook: Workbook, sheet: Worksheet) -> None:
    workbook.active = workbook.worksheets.index(sheet)
    for other in workbook.worksheets:
        if other is not sheet and other.sheet_state == "visible":
            other.sheet_state = "hidden"
