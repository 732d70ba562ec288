"""The workbook that the program gives out for a plan's figures; `indicator_workbook` reads it back.

One sheet: communes down, indicators across. What a cell may say:

* a number from 0 on: that figure;
* "không phát sinh": nothing happened, which is 0;
* "không có số liệu": the office knows that it does not know; stored as unknown;
* nothing: nothing is said, so nothing is stored and a figure known before stays.

A hidden sheet says for which plan, version, period and communes the workbook was made, with a checksum over
all of it, so that figures never land under another indicator or commune.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from xlsxwriter.utility import xl_rowcol_to_cell

from layers.importing.refusing import ImportRefused
from layers.models import AdminUnit, Indicator
from layers.saying import said

HIDDEN_SHEET = "_diaban"
NONE_HAPPENED = "không phát sinh"
NO_DATA = "không có số liệu"
#: Figures that are measured, not counted; a decimal is no mistake there.
DECIMAL_UNITS = frozenset({"m²", "ha", "km²", "m", "độ"})
#: Rows as Excel counts them; columns from 0.
HEADING_ROW, FIRST_ROW, FIRST_COLUMN = 4, 5, 2
SOURCE_CELL, DAY_CELL = "B2", "B3"


@dataclass(frozen=True)
class Made:
    """What a workbook was made for."""

    plan: str
    plan_version: int
    period: str
    on: datetime.date
    communes: tuple[str, ...]
    indicators: tuple[str, ...]

    @property
    def checksum(self) -> str:
        """Return a hash over everything that decides what a cell means."""
        facts = [
            self.plan,
            self.plan_version,
            self.period,
            self.on.isoformat(),
            *self.communes,
            *self.indicators,
        ]
        return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()


def write_workbook(
    path: str | Path, made: Made, title: str, communes: Sequence[AdminUnit], indicators: Sequence[Indicator]
) -> None:
    """Write the empty workbook.

    Args:
        path: where to.
        made: what it is for; its communes and indicators are those of the next two, in order.
        title: of the sheet.
        communes: the rows.
        indicators: the columns.

    Raises:
        ImportRefused: when it cannot be written there.
    """
    workbook = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
    locked = workbook.add_format(
        {"bold": True, "text_wrap": True, "valign": "top", "border": 1, "bg_color": "#E8ECEF"}
    )
    plain = workbook.add_format({"bold": True, "font_size": 13})
    opened = workbook.add_format({"locked": False, "border": 1})
    day = workbook.add_format({"locked": False, "border": 1, "num_format": "dd/mm/yyyy"})
    name = workbook.add_format({"border": 1})
    sheet = workbook.add_worksheet(_("Số liệu"))
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.write_string(0, 0, title, plain)
    sheet.write_string(1, 0, _("Nguồn số liệu"), locked)
    sheet.write_blank(1, 1, None, opened)
    sheet.write_string(2, 0, _("Số liệu đến ngày"), locked)
    sheet.write_blank(2, 1, None, day)
    sheet.write_string(
        1,
        2,
        _(
            "Ghi số từ 0 trở lên; “không phát sinh” là 0; "
            "“không có số liệu” là chưa biết; để trống là không khai."
        ),
    )
    sheet.write_row(HEADING_ROW - 1, 0, [_("Mã xã"), _("Xã, phường"), *map(heading, indicators)], locked)
    for row, unit in enumerate(communes, start=FIRST_ROW - 1):
        sheet.write_string(row, 0, unit.code, name)
        sheet.write_string(row, 1, unit.full_name, name)
        for column in range(FIRST_COLUMN, FIRST_COLUMN + len(indicators)):
            sheet.write_blank(row, column, None, opened)
    last_row = FIRST_ROW + len(communes) - 2
    for column, indicator in enumerate(indicators, start=FIRST_COLUMN):
        first = xl_rowcol_to_cell(FIRST_ROW - 1, column)
        whole = "" if indicator.unit in DECIMAL_UNITS else f",{first}=INT({first})"
        rule = f'=OR(AND(ISNUMBER({first}),{first}>=0{whole}),{first}="{NONE_HAPPENED}",{first}="{NO_DATA}")'
        sheet.data_validation(
            *(FIRST_ROW - 1, column, last_row, column),
            {
                "validate": "custom",
                "value": rule,
                "error_title": _("Số liệu chưa đúng"),
                "error_message": _("Hãy ghi một số từ 0 trở lên, “không phát sinh” hoặc “không có số liệu”."),
            },
        )
    sheet.data_validation(
        DAY_CELL,
        {
            "validate": "date",
            "criteria": "between",
            "minimum": datetime.date(2000, 1, 1),
            "maximum": datetime.date(2100, 1, 1),
        },
    )
    sheet.freeze_panes(FIRST_ROW - 1, FIRST_COLUMN)
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 30)
    sheet.set_column(FIRST_COLUMN, FIRST_COLUMN + len(indicators), 17)
    sheet.set_row(HEADING_ROW - 1, 90)
    _write_hidden(workbook, made)
    try:
        workbook.close()
    except (OSError, xlsxwriter.exceptions.FileCreateError) as error:
        raise ImportRefused(
            said(gettext_noop("Không ghi được tệp “%(file)s”; hãy chọn nơi khác.")) % {"file": path}
        ) from error


def heading(indicator: Indicator) -> str:
    """Return the heading of a column: the label with its unit."""
    return f"{indicator.label} ({indicator.unit})" if indicator.unit else indicator.label


def _write_hidden(workbook: xlsxwriter.Workbook, made: Made) -> None:
    hidden = workbook.add_worksheet(HIDDEN_SHEET)
    hidden.very_hidden()
    hidden.protect()
    facts = {
        "plan": made.plan,
        "plan_version": str(made.plan_version),
        "period": made.period,
        "on": made.on.isoformat(),
        "checksum": made.checksum,
    }
    for row, (key, value) in enumerate(facts.items()):
        hidden.write_string(row, 0, key)
        hidden.write_string(row, 1, value)
    hidden.write_row(len(facts), 0, ["communes", *made.communes])
    hidden.write_row(len(facts) + 1, 0, ["indicators", *made.indicators])
