"""Excel workbooks. Text is written as text: no cell can become a formula."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet

from gis_app.data.exports.errors import ExportRefusedError
from layers.writing.placing import place_headings, places
from layers.writing.table import Table, pieces

#: A sheet of Excel has 1,048,576 rows; the first is the heading.
MOST_ROWS = 1_048_575
_LONGEST_CELL = 32_767


def write_xlsx(table: Table, path: Path, epsg: int) -> int:
    """Write a table; return how many rows.

    Raises:
        ExportRefusedError: when the list is longer than a sheet.
    """
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "nan_inf_to_errors": True,
        "tmpdir": str(path.parent),
    }
    with xlsxwriter.Workbook(str(path), options) as workbook:
        heading = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        sheet = workbook.add_worksheet(_("Dữ liệu"))
        sheet.freeze_panes(1, 0)
        headings = [*(column.label for column in table.columns), *place_headings(table, epsg)]
        sheet.set_column(0, len(headings) - 1, 18)
        sheet.write_row(0, 0, headings, heading)
        line = 1
        for piece in pieces(table.rows):
            if line + len(piece) > MOST_ROWS + 1:
                raise ExportRefusedError(
                    _(
                        "Danh sách dài hơn một trang tính Excel (1.048.575 dòng); "
                        "hãy thu hẹp bộ lọc hoặc chọn CSV."
                    )
                )
            for (values, _shape), place in zip(piece, places(piece, epsg), strict=True):
                for position, value in enumerate((*values, *place)):
                    _write(sheet, line, position, value, day)
                line += 1
        if table.notes:
            notes = workbook.add_worksheet(_("Ghi chú"))
            notes.set_column(0, 0, 110)
            for position, sentence in enumerate((table.title, *table.notes)):
                notes.write_string(position, 0, sentence)
    return line - 1


def _write(sheet: Worksheet, line: int, position: int, value: Any, day: Any) -> None:
    if value is None:
        return
    if isinstance(value, datetime.date):
        sheet.write_datetime(line, position, datetime.datetime.combine(value, datetime.time()), day)
    elif isinstance(value, int | float):
        sheet.write_number(line, position, value)
    else:
        sheet.write_string(line, position, str(value)[:_LONGEST_CELL])
