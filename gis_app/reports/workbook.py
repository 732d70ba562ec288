"""The figures of a report as an Excel workbook: one sheet for each part, numbers as numbers."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from gis_app.reports import changes
from gis_app.reports.figures.gathering import Figures
from gis_app.reports.figures.incidents import CategoryCounts
from gis_app.reports.letter import wording
from gis_app.transformation.palette import style_of

Cell = str | int | float | None
# No text becomes a formula or a link, whatever somebody typed into a reason.
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def workbook(figures: Figures, title: str) -> bytes:
    """Return the .xlsx."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, _OPTIONS) as book:
        heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for name, widths, columns, rows in _sheets(figures, title):
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for position, (width, column) in enumerate(zip(widths, columns, strict=True)):
                sheet.set_column(position, position, width, wrapped)
                sheet.write_string(0, position, column, heading)
            for line, row in enumerate(rows, start=1):
                for position, value in enumerate(row):
                    if isinstance(value, str):
                        sheet.write_string(line, position, value)
                    elif value is not None:
                        sheet.write_number(line, position, value)
    return written.getvalue()


def _sheets(
    figures: Figures, title: str
) -> list[tuple[str, Sequence[int], Sequence[str], Sequence[Sequence[Cell]]]]:
    return [
        (_("Tổng hợp"), (44, 90), (_("Nội dung"), _("Số liệu")), _summary(figures, title)),
        (
            _("Địa bàn"),
            (6, 32, 12, 24, 60),
            (_("TT"), _("Xã, phường"), _("Mã"), _("Trạng thái"), _("Căn cứ")),
            [
                (
                    commune.number,
                    commune.full_name,
                    commune.code,
                    str(style_of(commune.status).label),
                    wording.basis(commune),
                )
                for commune in figures.picture.key_areas
            ],
        ),
        (
            _("Vụ việc"),
            (36, 14, 14, 14, 22, 22, 30),
            (
                _("Loại vụ việc"),
                _("Kỳ này"),
                _("Kỳ trước"),
                _("Cùng kỳ năm trước"),
                _("So với kỳ trước"),
                _("So với cùng kỳ"),
                _("Nhận xét (so với cùng kỳ)"),
            ),
            [_incidents(row) for row in figures.incidents.rows],
        ),
        (
            _("Liên quan nạn nhân"),
            (36, 10, 14),
            (_("Loại"), _("Năm"), _("Số vụ")),
            [
                (str(found.category), year, text)
                for found in figures.victims
                for year, text in zip(found.years, found.texts, strict=True)
            ],
        ),
        (_("Còn thiếu"), (120,), (_("Số liệu còn thiếu, lưu ý"),), [(line,) for line in _notes(figures)]),
    ]


def _summary(figures: Figures, title: str) -> list[tuple[str, Cell]]:
    picture, periods = figures.picture, figures.periods
    rows: list[tuple[str, Cell]] = [
        (_("Báo cáo"), title),
        (_("Kế hoạch"), f"{picture.version.label}, {picture.version.plan.issuer}"),
        (_("Phiên bản kế hoạch"), picture.version.number),
        (_("Kỳ số liệu"), wording.days(periods.now)),
        (_("Kỳ trước"), wording.days(periods.before)),
        (_("Cùng kỳ năm trước"), wording.days(periods.last_year)),
        (_("Số liệu có lúc"), wording.moment(figures)),
        (_("Số xã, phường, đặc khu"), len(picture.communes)),
    ]
    if cap := wording.cap_sentence(figures):
        rows.append((_("Trần lựa chọn"), cap))
    rows += [
        (_("Địa bàn: %(status)s") % {"status": style.label}, count)
        for style, count in wording.statuses(figures)
    ]
    rows += [(line["ten"], line["ket_qua"]) for line in wording.kpi_lines(figures)]
    return rows


def _incidents(row: CategoryCounts) -> tuple[Cell, ...]:
    """Return a line; an unknown count is a word, so that no sum takes it for a zero."""
    known: list[Any] = [
        changes.count(None) if value is None else value for value in (row.now, row.before, row.last_year)
    ]
    return (
        str(row.category),
        *known,
        changes.difference(row.against_before),
        changes.difference(row.against_last_year),
        changes.remark(row.against_last_year),
    )


def _notes(figures: Figures) -> list[str]:
    said = [wording.scope_sentence(figures), wording.over_sentence(figures)]
    lacks = wording.lacking(figures) or [wording.nothing_lacks()]
    return [*filter(None, said), *lacks, changes.small_numbers_note(), *wording.sources(figures)]
