"""Gives a file back with what is wrong in it: all rows, or those refused, with a column of problems added."""

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
from layers.importing.findings import refusing
from layers.importing.opening import PROBLEM_COLUMN
from layers.reading.formats import open_source

#: Name under which the refused rows of a committed job are kept in its folder.
REFUSED_ROWS = "dong-bi-tu-choi.xlsx"

#: The last row of a sheet, less its heading.
_MOST_ROWS = 1_048_575


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
    problems = _problems_by_row(job)
    refused = set(
        JobProblem.objects.filter(job=job, refuses=True, row__isnull=False).values_list("row", flat=True)
    )
    choices = file_choices(job)
    workbook = xlsxwriter.Workbook(
        str(path),
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    heading = workbook.add_format({"bold": True, "bottom": 1})
    wrong = workbook.add_format({"bg_color": "#FBEAE7"})
    sheet = workbook.add_worksheet(_("Dữ liệu"))
    sheet.freeze_panes(1, 0)
    with refusing(), open_source(job.path, layer=choices.layer, encoding=choices.encoding) as source:
        columns = [column for column in source.columns if column != PROBLEM_COLUMN]
        sheet.set_column(0, len(columns) - 1, 16)
        sheet.set_column(len(columns), len(columns), 90)
        sheet.write_row(0, 0, [*columns, PROBLEM_COLUMN], heading)
        rows = _rows(source.chunks(), columns, refused if refused_only else None)
        for line, (row, cells) in enumerate(itertools.islice(rows, _MOST_ROWS), start=1):
            for place, cell in enumerate(cells):
                sheet.write_string(line, place, cell)
            if row in problems:
                sheet.write_string(line, len(columns), problems[row], wrong)
    workbook.close()


def _rows(
    pieces: Iterator[pd.DataFrame], columns: list[str], wanted: set[int] | None
) -> Iterator[tuple[int, list[str]]]:
    for piece in pieces:
        kept = piece if wanted is None else piece[piece.index.isin(wanted)]
        for row, *cells in kept[columns].itertuples():
            yield int(row), [_text(cell) for cell in cells]


def _problems_by_row(job: ImportJob) -> dict[int, str]:
    """Return the sentences of each row, joined; the whole file's problems stand on the page."""
    found: dict[int, str] = {}
    rows = JobProblem.objects.filter(job=job, row__isnull=False).order_by("row", "pk")
    for problem in rows.iterator():
        row, sentence = int(problem.row or 0), problem.sentence
        found[row] = f"{found[row]} {sentence}" if row in found else sentence
    return found


def _text(cell: Any) -> str:
    """Return a cell as text; whole numbers without ".0", at most what a cell of Excel holds."""
    if cell is None or cell != cell:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)[:32_767]
