"""What an import command says: problems by kind with their first rows, and all of them in a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from layers.importing.findings import Finding
from layers.importing.refusing import ImportRefused
from layers.saying import said

_KINDS_SHOWN = 12
_ROWS_PER_KIND = 3


def summary(findings: Sequence[Finding]) -> Iterator[str]:
    """Return lines of text: each kind of problem with its count and first rows, the most frequent first."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.code, []).append(finding)
    ordered = sorted(groups.values(), key=len, reverse=True)
    for group in ordered[:_KINDS_SHOWN]:
        yield "  " + _("%(count)s lần: %(code)s") % {
            "count": grouped(len(group)),
            "code": group[0].code,
        }
        yield from (f"    {_place(finding)}{finding.sentence}" for finding in group[:_ROWS_PER_KIND])
    if len(ordered) > _KINDS_SHOWN:
        yield "  " + _("… và %(count)s loại lỗi khác; xem đủ bằng --problems TỆP.xlsx") % {
            "count": len(ordered) - _KINDS_SHOWN
        }


def write_problems(path: str | Path, findings: Iterable[Finding]) -> None:
    """Write every finding to a workbook: row, column, code, sentence.

    Raises:
        ImportRefused: when the workbook cannot be written there.
    """
    # Loaded only here: most imports write no workbook.
    import xlsxwriter

    workbook = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False})
    heading = workbook.add_format({"bold": True, "bottom": 1})
    sheet = workbook.add_worksheet(_("Lỗi"))
    sheet.set_column(0, 2, 16)
    sheet.set_column(3, 3, 110)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, [_("Dòng"), _("Cột"), _("Mã lỗi"), _("Nội dung")], heading)
    for line, finding in enumerate(findings, start=1):
        sheet.write_row(line, 0, [finding.row or "", finding.column, finding.code, finding.sentence])
    try:
        workbook.close()
    except (OSError, xlsxwriter.exceptions.FileCreateError) as error:
        raise ImportRefused(
            said(gettext_noop("Không ghi được tệp “%(file)s”; hãy chọn nơi khác cho --problems."))
            % {"file": path}
        ) from error


def grouped(number: int) -> str:
    """Return a whole number with dots between the thousands."""
    return f"{number:,}".replace(",", ".")


def area_text(square_metres: float) -> str:
    """Return an area in km², or in m² where it is small, with a decimal comma."""
    if square_metres < 10_000:
        return f"{grouped(round(square_metres))} m²"
    return f"{square_metres / 1e6:,.4f}".translate(str.maketrans(",.", ".,")) + " km²"


def _place(finding: Finding) -> str:
    if finding.row is None:
        return ""
    return _("dòng %(row)s: ") % {"row": finding.row}
