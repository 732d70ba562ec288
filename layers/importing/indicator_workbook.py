"""The workbook of `indicator_template`, filled in and come back: all wrong cells are told at once."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
from django.utils import timezone
from django.utils.translation import gettext
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook

from layers.importing.batches import complete_batch
from layers.importing.findings import Finding, refuse_whole_file
from layers.importing.indicator_template import (
    DAY_CELL,
    DECIMAL_UNITS,
    FIRST_COLUMN,
    FIRST_ROW,
    HEADING_ROW,
    HIDDEN_SHEET,
    NO_DATA,
    NONE_HAPPENED,
    SOURCE_CELL,
    Made,
    heading,
)
from layers.importing.indicators import IndicatorOptions, StagedIndicators, contradictions
from layers.importing.opening import Origin
from layers.importing.refusing import ImportRefused
from layers.models import AdminUnit, ImportBatch, Indicator, IndicatorValue
from layers.reading.formats import fingerprint
from layers.reading.names import fold_ascii
from layers.reading.persons import person_values
from layers.saying import said as _
from layers.wording import ANY, WHOLE, Figures

#: A workbook of 1,000 communes and 30 indicators is about 2 MB when unpacked.
_MOST_BYTES = 60_000_000
_LONGEST_SOURCE = IndicatorValue._meta.get_field("source").max_length


def is_workbook(path: str | Path) -> bool:
    """Say whether a file is one of these workbooks, by its hidden sheet."""
    try:
        with zipfile.ZipFile(path) as archive:
            return f'name="{HIDDEN_SHEET}"'.encode() in archive.read("xl/workbook.xml")[:100_000]
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return False


def made_for(path: str | Path) -> Made:
    """Return what a workbook was made for: plan, period, communes, indicators.

    Raises:
        ImportRefused: when it is damaged or its structure was changed.
    """
    file = Path(path)
    return _made(_open(file), file.name)


def stage_workbook(path: str | Path, plan: str | None = None, period: str | None = None) -> StagedIndicators:
    """Read and check a workbook that came back.

    Args:
        path: the file.
        plan: the plan whose figures are expected; None where any will do.
        period: the period that is expected; likewise.

    Raises:
        ImportRefused: when the workbook as a whole cannot be taken: damaged, changed in its structure, of
            another plan or period.
    """
    file = Path(path)
    workbook = _open(file)
    made = _made(workbook, file.name)
    if plan is not None and made.plan != plan:
        raise ImportRefused(
            _("Bảng tính này được lập cho kế hoạch %(made)s, không phải %(wanted)s; hãy dùng đúng mẫu.")
            % {"made": made.plan, "wanted": plan}
        )
    if period is not None and made.period != period:
        raise ImportRefused(
            _("Bảng tính này được lập cho kỳ %(made)s, không phải %(wanted)s; hãy dùng đúng mẫu.")
            % {"made": made.period, "wanted": period}
        )
    origin = Origin(file.name, fingerprint(file), columns={"value": gettext("ô số liệu")})
    already = complete_batch(ImportBatch.Layer.INDICATORS, origin.sha256)
    if already is not None:
        return StagedIndicators(IndicatorOptions(), origin, already=already)
    findings: list[Finding] = []
    values = _values(workbook, made, findings)
    refuse_whole_file(findings)
    return StagedIndicators(IndicatorOptions(), origin, values, len(values), tuple(findings))


def _open(file: Path) -> Workbook:
    unreadable = ImportRefused(
        _("Không đọc được bảng tính “%(file)s”; hãy lưu lại dạng XLSX từ mẫu gốc.") % {"file": file.name}
    )
    try:
        with zipfile.ZipFile(file) as archive:
            if sum(part.file_size for part in archive.infolist()) > _MOST_BYTES:
                raise unreadable
        return openpyxl.load_workbook(file)
    except ImportRefused:
        raise
    except Exception as error:  # A damaged workbook fails in openpyxl in many ways.
        raise unreadable from error


def _made(workbook: Workbook, name: str) -> Made:
    """Return what the workbook was made for, when its hidden sheet and headings are untouched."""
    changed = ImportRefused(
        _(
            "Cấu trúc của “%(file)s” đã bị sửa (xã, chỉ tiêu hoặc trang ẩn); "
            "hãy lấy mẫu mới và chép số liệu vào."
        )
        % {"file": name}
    )
    if HIDDEN_SHEET not in workbook.sheetnames:
        raise changed
    told = {
        row[0]: [c for c in row[1:] if c is not None]
        for row in workbook[HIDDEN_SHEET].iter_rows(values_only=True)
    }
    try:
        made = Made(
            plan=told["plan"][0],
            plan_version=int(told["plan_version"][0]),
            period=told["period"][0],
            on=datetime.date.fromisoformat(told["on"][0]),
            communes=tuple(told["communes"]),
            indicators=tuple(told["indicators"]),
        )
        checksum = told["checksum"][0]
    except (KeyError, IndexError, ValueError, TypeError) as error:
        raise changed from error
    sheet = workbook.worksheets[0]
    codes = tuple(
        str(sheet.cell(row, 1).value or "") for row in range(FIRST_ROW, FIRST_ROW + len(made.communes))
    )
    labels = {i.pk: heading(i) for i in Indicator.objects.filter(pk__in=made.indicators)}
    headings = [sheet.cell(HEADING_ROW, FIRST_COLUMN + 1 + n).value for n in range(len(made.indicators))]
    below = sheet.cell(FIRST_ROW + len(made.communes), 1).value
    if (
        checksum != made.checksum
        or codes != made.communes
        or below is not None
        or headings != [labels.get(key) for key in made.indicators]
    ):
        raise changed
    return made


def _values(workbook: Workbook, made: Made, findings: list[Finding]) -> pd.DataFrame:
    """Return the figures that the cells state, with a finding for each cell that does not hold."""
    sheet = workbook.worksheets[0]
    source = str(sheet[SOURCE_CELL].value or "").strip()
    if not 0 < len(source) <= _LONGEST_SOURCE:
        _find(
            findings,
            SOURCE_CELL,
            "source_unknown",
            {"say": "cell_source"},
        )
    elif person_values(pd.Series([source], dtype=object)) is not None:
        _find(
            findings,
            SOURCE_CELL,
            "source_unknown",
            {"say": "cell_source_person"},
        )
    as_of = _day(sheet[DAY_CELL].value)
    if as_of is None or as_of > timezone.localdate():
        _find(
            findings,
            DAY_CELL,
            "date_missing",
            {"say": "cell_day"},
        )
    units = dict(
        AdminUnit.objects.communes().on(made.on).filter(code__in=made.communes).values_list("code", "pk")
    )
    measures = dict(Indicator.objects.filter(pk__in=made.indicators).values_list("pk", "unit"))
    rows, addresses = [], []
    for row, code in enumerate(made.communes, start=FIRST_ROW):
        if code not in units:
            _find(
                findings,
                f"A{row}",
                "commune_unknown",
                {"say": "cell_commune"},
            )
            continue
        for column, key in enumerate(made.indicators, start=FIRST_COLUMN + 1):
            cell = sheet.cell(row, column)
            address = f"{get_column_letter(column)}{row}"
            for value in _stated(cell.value, measures[key], address, findings):
                rows.append((units[code], key, made.period, value, source, as_of))
                addresses.append(address)
    names = ["unit", "indicator", "period", "value", "source", "as_of"]
    values = pd.DataFrame(rows, columns=names)
    values["value"] = values["value"].astype(object).where(values["value"].notna(), None)
    if not findings:
        for found in contradictions(values, ""):
            _find(findings, addresses[int(found.row or 0)], found.code, found.figures)
    if not rows and not findings:
        raise ImportRefused(_("Bảng tính chưa có số liệu nào; hãy điền các ô rồi nhập lại."))
    return values


def _stated(value: Any, measure: str, address: str, findings: list[Finding]) -> Iterator[float | None]:
    """Yield the figure of a cell: a number, or None for unknown; nothing for an empty or wrong cell."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return
    if isinstance(value, str):
        folded = fold_ascii(value)
        if folded == fold_ascii(NO_DATA):
            yield None
            return
        if folded == fold_ascii(NONE_HAPPENED):
            yield 0.0
            return
        if value.startswith("="):
            _find(findings, address, "value_unreadable", {"say": "cell_formula"})
            return
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    whole = measure not in DECIMAL_UNITS
    if not is_number or not 0 <= value < float("inf") or (whole and value % 1):
        shown = {"say": "cell_value", "value": str(value)[:40], "kind": WHOLE if whole else ANY}
        _find(findings, address, "value_unreadable", shown)
        return
    yield float(value)


def _day(value: Any) -> datetime.date | None:
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, str):
        for form in ("%d/%m/%Y", "%Y-%m-%d"):
            try:
                return datetime.datetime.strptime(value.strip(), form).date()  # noqa: DTZ007 (a day)
            except ValueError:
                continue
    return value if isinstance(value, datetime.date) else None


def _find(findings: list[Finding], address: str, code: str, figures: Figures) -> None:
    """Note a problem of one cell, at its row and its address."""
    row = int("".join(c for c in address if c.isdigit()))
    findings.append(Finding(row, address, code, figures))
