"""The figures of the programme as a workbook: years, groups, every area, and what the reader must know."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterable, Sequence

import xlsxwriter
from django.utils.translation import gettext as _

from gis_app.formats.numbers import date as write_date
from gis_app.transformation.models import Status
from gis_app.transformation.programme.groups import by_group
from gis_app.transformation.programme.kpis import Programme
from gis_app.transformation.programme.series import year_rows
from gis_app.transformation.programme.standing import KpiStanding

Cell = str | int | None
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def workbook(programme: Programme, on: datetime.date) -> tuple[bytes, int]:
    """Return the workbook of a day, and how many areas it lists."""
    content = io.BytesIO()
    areas = list(_areas(programme, on))
    with xlsxwriter.Workbook(content, _OPTIONS) as book:
        heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})

        def sheet(name: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
            page = book.add_worksheet(name)
            page.freeze_panes(1, 0)
            page.set_column(0, len(headings) - 1, 22)
            page.write_row(0, 0, headings, heading)
            for line, row in enumerate(rows, start=1):
                for place, value in enumerate(row):
                    _write(page, line, place, value)

        figures = _figure_headings()
        years = [standing for row in year_rows(programme, on) for standing in row.standings]
        sheet(_("Theo năm"), figures, (_figures(standing) for standing in years))
        last = max((standing.year for standing in years), default=on.year)
        sheet(
            _("Theo nhóm"),
            [_("Nhóm"), *figures],
            (
                [group.name, *_figures(standing)]
                for group in by_group(programme, last, on)
                for standing in group.standings
            ),
        )
        sheet(_("Địa bàn"), _area_headings(), areas)
        sheet(_("Ghi chú"), [_("Cách tính")], ([note] for note in _notes(programme, on)))
    return content.getvalue(), len(areas)


def _write(page: xlsxwriter.worksheet.Worksheet, line: int, place: int, value: Cell) -> None:
    if isinstance(value, int):
        page.write_number(line, place, value)
    elif value is not None:
        page.write_string(line, place, value)


def _figure_headings() -> list[str]:
    return [
        _("Năm"),
        _("Chỉ tiêu chương trình"),
        _("Tính đến ngày"),
        _("Số địa bàn tính"),
        _("Đạt (chắc chắn)"),
        _("Đạt (nhiều nhất)"),
        _("Tỷ lệ"),
        _("Mức phải đạt (%)"),
        _("Kết luận"),
    ]


def _figures(standing: KpiStanding) -> list[Cell]:
    return [
        standing.year,
        standing.kpi.text,
        write_date(standing.on),
        standing.whole,
        standing.part,
        standing.most,
        standing.percent,
        standing.kpi.percent,
        standing.verdict,
    ]


def _area_headings() -> list[str]:
    return [
        _("Năm"),
        _("Mã"),
        _("Địa bàn"),
        _("Trạng thái"),
        _("Từ ngày"),
        _("Đơn vị được đánh giá"),
        _("Văn bản chọn đơn vị"),
    ]


def _areas(programme: Programme, on: datetime.date) -> Iterable[list[Cell]]:
    for course in programme.courses:
        status = course.status_on(on)
        if status is None:
            continue
        since = max(day for day, _had in course.steps if day <= on)
        judged = programme.grounds.judged(course.pk, on) if status == Status.TRANSFORMED else None
        choice = judged.choice if judged else None
        yield [
            course.year,
            programme.grounds.unit(course.unit_id).code,
            course.name,
            str(status.label),
            write_date(since),
            judged.unit.name if judged and judged.unit else None,
            f"{choice.number}, {write_date(choice.decided_on)}, {choice.body}" if choice else None,
        ]


def _notes(programme: Programme, on: datetime.date) -> Iterable[str]:
    yield _("%(plan)s, số liệu đến hết ngày %(day)s.") % {"plan": str(programme.plan), "day": write_date(on)}
    for kpi in programme.version(on.year).kpis:
        yield f"{kpi.text}: “{kpi.source.quote}” ({kpi.source.clause})"
    yield _("Địa bàn đã sáp nhập, chia tách mà chưa chọn đơn vị để đánh giá được tính ở cả hai giới hạn.")
    yield _("Mỗi địa bàn của mỗi năm tính một lần, kể cả khi nhiều địa bàn đã thành một đơn vị.")
    if programme.partial:
        yield _("Chỉ tính các địa bàn trong phạm vi của tài khoản.")
