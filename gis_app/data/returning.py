"""Gives a file back with what is wrong in it: all rows, or those refused, with a column of problems added.

A workbook comes back as it was (`returning_workbook`); any other file, and a workbook too large for that, as
a plain table of text.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter
from django.utils.translation import gettext as _

from gis_app.data.kinds import file_choices
from gis_app.data.models import ImportJob, JobProblem
from gis_app.data.returning_workbook import RowProblems, add_problems, is_small, layout_of, read_whole
from layers.importing.findings import refusing
from layers.importing.opening import PROBLEM_COLUMN
from layers.reading.formats import open_source
from layers.reading.formats.base import Source
from layers.reading.formats.workbook import WorkbookSource

#: Name under which the refused rows of a committed job are kept in its folder.
REFUSED_ROWS = "dong-bi-tu-choi.xlsx"

#: The last row of a sheet, less its heading.
_MOST_ROWS = 1_048_575
_WORKBOOKS = {".xlsx", ".xlsm"}


def write_rows(job: ImportJob, path: Path, *, refused_only: bool) -> None:
    """Write the rows of a job's file to a workbook: its own columns, and one that says what is wrong.

    The same workbook can be mended and sent again; the added column is passed over then. Shapes of a layer
    are not in it.

    Args:
        job: checked, its file still there.
        path: the workbook to write.
        refused_only: leave out the rows that were sound.

    Raises:
        ImportRefused: when the file cannot be read any more.
    """
    refused = _refused(job) if refused_only else None
    choices = file_choices(job)
    with refusing(), open_source(job.path, layer=choices.layer, encoding=choices.encoding) as source:
        workbook = read_whole(job.path) if isinstance(source, WorkbookSource) else None
        if workbook is not None:
            add_problems(workbook, layout_of(source, workbook), _problems(job), refused)
            workbook.save(path)
        else:
            _write_plain(source, path, _sentences(job), refused)


def loses_layout(job: ImportJob) -> bool:
    """Say whether the file is a workbook that is given back as a plain table, because of its size."""
    return job.has_file and job.path.suffix.lower() in _WORKBOOKS and not is_small(job.path)


def _write_plain(source: Source, path: Path, sentences: dict[int, str], wanted: set[int] | None) -> None:
    workbook = xlsxwriter.Workbook(
        str(path),
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    heading = workbook.add_format({"bold": True, "bottom": 1})
    wrong = workbook.add_format({"bg_color": "#FBEAE7"})
    sheet = workbook.add_worksheet(_("Dữ liệu"))
    sheet.freeze_panes(1, 0)
    columns = [column for column in source.columns if column != PROBLEM_COLUMN]
    sheet.set_column(0, len(columns) - 1, 16)
    sheet.set_column(len(columns), len(columns), 90)
    for place, name in enumerate([*columns, PROBLEM_COLUMN]):
        sheet.write_string(0, place, name, heading)
    rows = _rows(source.chunks(), columns, wanted)
    for line, (row, cells) in enumerate(itertools.islice(rows, _MOST_ROWS), start=1):
        for place, cell in enumerate(cells):
            sheet.write_string(line, place, cell)
        if row in sentences:
            sheet.write_string(line, len(columns), sentences[row], wrong)
    workbook.close()


def _rows(
    pieces: Iterator[pd.DataFrame], columns: list[str], wanted: set[int] | None
) -> Iterator[tuple[int, list[str]]]:
    for piece in pieces:
        kept = piece if wanted is None else piece[piece.index.isin(wanted)]
        for row, *cells in kept[columns].itertuples():
            yield int(row), [_text(cell) for cell in cells]


def _refused(job: ImportJob) -> set[int]:
    found = JobProblem.objects.filter(job=job, refuses=True, row__isnull=False)
    return set(found.values_list("row", flat=True))


def _of_rows(job: ImportJob) -> Iterator[JobProblem]:
    """Yield the problems of rows in their order; those of the whole file stand on the page."""
    return JobProblem.objects.filter(job=job, row__isnull=False).order_by("row", "pk").iterator()


def _problems(job: ImportJob) -> dict[int, RowProblems]:
    found: dict[int, RowProblems] = {}
    for problem in _of_rows(job):
        told = found.setdefault(int(problem.row or 0), RowProblems())
        told.add(problem.column, problem.sentence, refuses=problem.refuses)
    return found


def _sentences(job: ImportJob) -> dict[int, str]:
    """Return the sentences of each row, joined, as far as a cell of Excel holds them."""
    found: dict[int, str] = {}
    for problem in _of_rows(job):
        row, sentence = int(problem.row or 0), problem.sentence
        found[row] = f"{found[row]} {sentence}"[:32_767] if row in found else sentence
    return found


def _text(cell: Any) -> str:
    """Return a cell as text; whole numbers without ".0", at most what a cell of Excel holds."""
    if cell is None or cell != cell:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)[:32_767]
