"""The workbook that is given out: one row per area and target, everything but the figures locked.

What a figure's cell may say: a number from 0 on; "không phát sinh"; for an assessment "đạt" or "chưa đạt";
nothing, which says nothing, so that what is known stays. A hidden sheet says for which plan, version, year
and areas the workbook was made, with a checksum.
"""

from __future__ import annotations

import datetime
import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from gis_app.formats.numbers import date as write_date
from gis_app.transformation.models import PlanYear
from gis_app.transformation.targets.answers import Answer, answer_of, has_base
from gis_app.transformation.targets.progress import AreaProgress, TargetProgress
from gis_app.transformation.targets.writing import outcome

HIDDEN_SHEET = "_diaban"
KIND = "targets"
NOTHING_AROSE, MET, NOT_MET = "không phát sinh", "đạt", "chưa đạt"
#: Rows as Excel counts them.
DAY_CELL, SOURCE_CELL = "B2", "B3"
HEADING_ROW, FIRST_ROW = 5, 6
#: Keys of the columns and their headings. The headings are Vietnamese in every language: a workbook is read
#: back whatever the language of the page.
COLUMNS = {
    "unit": "Mã xã",
    "unit_name": "Xã, phường",
    "target": "Mã chỉ tiêu",
    "target_text": "Chỉ tiêu",
    "requirement": "Yêu cầu",
    "numerator": "Tử số, số lượng hoặc đánh giá",
    "denominator": "Mẫu số",
    "as_of": "Số liệu đến ngày (nếu khác)",
    "source": "Nguồn (nếu khác)",
    "document_number": "Số văn bản",
    "document_date": "Ngày văn bản",
    "known": "Đã ghi",
}
_WIDTHS = {"unit_name": 24, "target_text": 52, "requirement": 20, "numerator": 18, "source": 28, "known": 34}


@dataclass(frozen=True, slots=True)
class Made:
    """What a workbook was made for; `rows` are commune code and target id of each row."""

    plan: str
    version: int
    year: int
    on: str
    rows: tuple[tuple[str, str], ...]

    @property
    def checksum(self) -> str:
        """Return a hash over everything that decides what a row means."""
        facts = [self.plan, self.version, self.year, self.on, self.rows]
        return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()


def write_template(plan_year: PlanYear, progress: Sequence[AreaProgress], on: datetime.date) -> bytes:
    """Return the workbook for areas of a year, in their order."""
    rows = [(one, row) for one in progress for row in one.rows]
    made = Made(
        plan_year.plan_id,
        plan_year.version.number,
        plan_year.year,
        on.isoformat(),
        tuple((one.area.unit.code, row.target.id) for one, row in rows),
    )
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        locked = workbook.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        heading = workbook.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "border": 1, "bg_color": "#E8ECEF"}
        )
        title = workbook.add_format({"bold": True, "font_size": 13})
        opened = workbook.add_format(
            {"locked": False, "border": 1, "text_wrap": True, "valign": "top", "bg_color": "#FFFBE6"}
        )
        day = workbook.add_format(
            {"locked": False, "border": 1, "num_format": "dd/mm/yyyy", "valign": "top", "bg_color": "#FFFBE6"}
        )
        sheet = workbook.add_worksheet("Chỉ tiêu")
        sheet.protect("", {"format_columns": True, "format_rows": True})
        sheet.write_string(
            0, 0, f"Chỉ tiêu chuyển hóa địa bàn năm {plan_year.year}, {plan_year.version.label}", title
        )
        sheet.write_string("A2", "Số liệu đến ngày", heading)
        sheet.write_blank(DAY_CELL, None, day)
        sheet.write_string("A3", "Nguồn số liệu", heading)
        sheet.write_blank(SOURCE_CELL, None, opened)
        sheet.write_string(
            "D2",
            f"Chỉ điền ô màu vàng. Ghi số từ 0 trở lên; “{NOTHING_AROSE}” khi mẫu số không có trường hợp "
            f"nào; “{MET}” hoặc “{NOT_MET}” với chỉ tiêu đánh giá; để trống là không khai, số cũ giữ nguyên.",
        )
        sheet.write_string("D3", "Không ghi họ tên, số giấy tờ, số điện thoại, biển số.")
        sheet.write_row(HEADING_ROW - 1, 0, list(COLUMNS.values()), heading)
        for line, (one, row) in enumerate(rows, start=FIRST_ROW - 1):
            _write_row(sheet, line, one, row, locked, opened, day)
        _finish(sheet, len(rows))
        _write_hidden(workbook, made)
    return buffer.getvalue()


def _write_row(
    sheet: Worksheet,
    line: int,
    one: AreaProgress,
    row: TargetProgress,
    locked: Format,
    opened: Format,
    day: Format,
) -> None:
    known = ""
    if row.newest is not None:
        said, day = outcome(row.target, row.newest), write_date(row.newest.as_of)
        known = f"{said}, đến {day} ({row.newest.get_review_display()})"
    shown = (one.area.unit.code, str(one.area.unit), row.target.id, row.target.text, row.requirement)
    for column, text in enumerate(shown):
        sheet.write_string(line, column, text, locked)
    asks_whole = has_base(row.target)
    for key in ("numerator", "denominator", "source", "document_number"):
        open_here = key != "denominator" or asks_whole
        sheet.write_blank(line, _at(key), None, opened if open_here else locked)
    for key in ("as_of", "document_date"):
        sheet.write_blank(line, _at(key), None, day)
    sheet.write_string(line, _at("known"), known, locked)
    if answer_of(row.target) is Answer.ASSESSMENT:
        rule = {"validate": "list", "source": [MET, NOT_MET]}
    else:
        cell = f"F{line + 1}"
        words = f',{cell}="{NOTHING_AROSE}"' if asks_whole else ""
        rule = {"validate": "custom", "value": f"=OR(AND(ISNUMBER({cell}),{cell}>=0){words})"}
    rule |= {
        "error_title": "Số liệu chưa đúng",
        "error_message": "Hãy ghi số từ 0 trở lên, hoặc chữ như hướng dẫn ở đầu trang.",
    }
    sheet.data_validation(line, _at("numerator"), line, _at("numerator"), rule)


def _finish(sheet: Worksheet, rows: int) -> None:
    last = FIRST_ROW + max(rows, 1) - 2
    positive = {
        "validate": "decimal",
        "criteria": ">",
        "value": 0,
        "error_title": "Mẫu số chưa đúng",
        "error_message": f"Mẫu số phải lớn hơn 0; không có thì ghi “{NOTHING_AROSE}” ở cột tử số.",
    }
    sheet.data_validation(FIRST_ROW - 1, _at("denominator"), last, _at("denominator"), positive)
    days = {
        "validate": "date",
        "criteria": "between",
        "minimum": datetime.date(2000, 1, 1),
        "maximum": datetime.date(2100, 1, 1),
        "error_title": "Ngày chưa đúng",
        "error_message": "Hãy ghi ngày theo dạng 31/12/2026.",
    }
    sheet.data_validation(DAY_CELL, days)
    for key in ("as_of", "document_date"):
        sheet.data_validation(FIRST_ROW - 1, _at(key), last, _at(key), days)
    for key in COLUMNS:
        sheet.set_column(_at(key), _at(key), _WIDTHS.get(key, 14))
    sheet.set_row(HEADING_ROW - 1, 34)
    sheet.freeze_panes(FIRST_ROW - 1, 3)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _write_hidden(workbook: xlsxwriter.Workbook, made: Made) -> None:
    hidden = workbook.add_worksheet(HIDDEN_SHEET)
    hidden.very_hidden()
    hidden.protect()
    facts = {
        "kind": KIND,
        "plan": made.plan,
        "version": str(made.version),
        "year": str(made.year),
        "on": made.on,
        "checksum": made.checksum,
    }
    for line, (key, value) in enumerate(facts.items()):
        hidden.write_row(line, 0, [key, value])
    hidden.write_row(len(facts), 0, ["rows", *(f"{unit}|{target}" for unit, target in made.rows)])


def _at(key: str) -> int:
    return list(COLUMNS).index(key)
