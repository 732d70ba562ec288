"""A workbook that came back: what each row says, and every problem of every cell at once.

Rows are found by what stands in their first columns and columns by their headings, so that a sorted sheet is
read as well as an untouched one; what is lost is told.
"""

from __future__ import annotations

import datetime
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Any

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from gis_app.transformation.models import PlanYear
from gis_app.transformation.refusing import RefusedError
from gis_app.transformation.targets.problems import Problem
from gis_app.transformation.targets.workbook.template import (
    COLUMNS,
    DAY_CELL,
    FIRST_ROW,
    HEADING_ROW,
    HIDDEN_SHEET,
    KIND,
    SOURCE_CELL,
    Made,
)

#: Three hundred areas with ten targets are about 3 MB unpacked.
_MOST_BYTES = 30_000_000
_MOST_ROWS = 20_000
#: Telling of a lost row does not keep the others out.
WARNINGS = frozenset({"row_lost"})


@dataclass(frozen=True, slots=True)
class CellProblem:
    """A problem at its place; `row` 0 stands for the workbook as a whole."""

    row: int
    column: str
    problem: Problem

    @property
    def code(self) -> str:
        """Return the stable code."""
        return self.problem.code

    @property
    def refuses(self) -> bool:
        """Say whether it keeps the workbook out."""
        return self.code not in WARNINGS

    def sentence(self) -> str:
        """Return the sentence."""
        return self.problem.sentence()


@dataclass(frozen=True, slots=True)
class Row:
    """One row with figures: its cells by column key, empty ones left out."""

    row: int
    unit: str
    unit_name: str
    target: str
    cells: Mapping[str, Any]


@dataclass
class Read:
    """What a workbook says.

    Attributes:
        day, source: for every row that does not say otherwise; as they stand in the cells.
        columns: letter of each column by its key.
    """

    made: Made
    day: Any
    source: Any
    columns: Mapping[str, str]
    rows: list[Row] = field(default_factory=list)
    problems: list[CellProblem] = field(default_factory=list)


def read_workbook(file: IO[bytes], plan_year: PlanYear) -> Read:
    """Read a workbook for a year.

    Raises:
        RefusedError: it is damaged, none of these workbooks, of another plan, version or year, or has lost a
            column.
    """
    workbook = _open(file)
    made = _made(workbook)
    _check_made(made, plan_year)
    sheet = workbook.worksheets[0]
    columns = _columns(sheet)
    letters = {key: get_column_letter(number) for key, number in columns.items()}
    read = Read(made, sheet[DAY_CELL].value, sheet[SOURCE_CELL].value, letters)
    expected = dict.fromkeys(made.rows)
    seen: set[tuple[str, str]] = set()
    for row in _rows(sheet, columns):
        key = (row.unit, row.target)
        told = {"unit": row.unit_name or row.unit, "target": row.target}
        if key not in expected:
            read.problems.append(CellProblem(row.row, letters["unit"], Problem("unit", "row_unknown", told)))
        elif key in seen:
            read.problems.append(CellProblem(row.row, letters["unit"], Problem("unit", "row_twice", told)))
        elif row.cells:
            read.rows.append(row)
        seen.add(key)
    for unit, target in expected:
        if (unit, target) not in seen:
            lost = Problem("unit", "row_lost", {"unit": unit, "target": target})
            read.problems.append(CellProblem(0, letters["unit"], lost))
    return read


def _open(file: IO[bytes]) -> Workbook:
    unreadable = RefusedError(_("Không đọc được bảng tính này: hãy lưu lại dạng XLSX từ mẫu đã cấp."))
    try:
        with zipfile.ZipFile(file) as archive:
            if sum(part.file_size for part in archive.infolist()) > _MOST_BYTES:
                raise unreadable
        file.seek(0)
        with warnings.catch_warnings():
            # openpyxl warns of what it drops, such as extensions of validations.
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(file)
    except RefusedError:
        raise
    except Exception as error:  # A damaged workbook fails in openpyxl in many ways.
        raise unreadable from error


def _made(workbook: Workbook) -> Made:
    strange = RefusedError(
        _("Tệp này không phải mẫu chỉ tiêu do chương trình cấp, hoặc trang ẩn đã bị sửa: hãy lấy mẫu mới.")
    )
    if HIDDEN_SHEET not in workbook.sheetnames or not isinstance(workbook.worksheets[0], Worksheet):
        raise strange
    told = {
        row[0]: [cell for cell in row[1:] if cell is not None]
        for row in workbook[HIDDEN_SHEET].iter_rows(values_only=True)
        if row
    }
    try:
        made = Made(
            told["plan"][0],
            int(told["version"][0]),
            int(told["year"][0]),
            str(told["on"][0]),
            tuple((unit, target) for unit, _bar, target in (cell.partition("|") for cell in told["rows"])),
        )
        sound = told["kind"][0] == KIND and told["checksum"][0] == made.checksum
    except (KeyError, IndexError, ValueError, TypeError, AttributeError) as error:
        raise strange from error
    if not sound:
        raise strange
    return made


def _check_made(made: Made, plan_year: PlanYear) -> None:
    if made.plan != plan_year.plan_id:
        raise RefusedError(
            _("Bảng tính này được lập cho kế hoạch %(made)s, không phải %(wanted)s: hãy dùng đúng mẫu.")
            % {"made": made.plan, "wanted": plan_year.plan_id}
        )
    if made.year != plan_year.year:
        raise RefusedError(
            _("Bảng tính này được lập cho năm %(made)s, không phải năm %(wanted)s: hãy dùng đúng mẫu.")
            % {"made": made.year, "wanted": plan_year.year}
        )
    if made.version != plan_year.version.number:
        raise RefusedError(
            _(
                "Bảng tính này được lập theo phiên bản %(made)s của kế hoạch, năm này theo phiên bản "
                "%(wanted)s: hãy lấy mẫu mới."
            )
            % {"made": made.version, "wanted": plan_year.version.number}
        )


def _columns(sheet: Worksheet) -> dict[str, int]:
    headings = {
        " ".join(str(cell.value).split()): cell.column
        for cell in sheet[HEADING_ROW]
        if cell.value is not None
    }
    lost = [heading for key, heading in COLUMNS.items() if heading not in headings and key != "known"]
    if lost:
        raise RefusedError(
            _("Bảng tính thiếu cột %(columns)s ở dòng %(row)s: hãy lấy mẫu mới và chép số liệu vào.")
            % {"columns": ", ".join(f"“{heading}”" for heading in lost), "row": HEADING_ROW}
        )
    return {key: headings[heading] for key, heading in COLUMNS.items() if heading in headings}


def _rows(sheet: Worksheet, columns: Mapping[str, int]) -> Iterator[Row]:
    said = ("numerator", "denominator", "as_of", "source", "document_number", "document_date")
    for number in range(FIRST_ROW, min(sheet.max_row, _MOST_ROWS) + 1):
        value = {key: _tidy(sheet.cell(number, column).value) for key, column in columns.items()}
        cells = {key: value[key] for key in said if value[key] is not None}
        if value["unit"] is None and value["target"] is None and not cells:
            continue
        yield Row(
            number,
            str(value["unit"] or ""),
            str(value["unit_name"] or ""),
            str(value["target"] or ""),
            cells,
        )


def _tidy(value: Any) -> Any:
    if isinstance(value, str):
        value = value.strip()
        return value or None
    return value


def as_day(value: Any) -> datetime.date | None:
    """Return the day that a cell says, None where it says none."""
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.datetime.strptime(str(value).strip(), form).date()  # noqa: DTZ007 (a day)
        except ValueError:
            continue
    return None
