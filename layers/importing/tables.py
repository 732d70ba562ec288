"""Tables without places: CSV, or the first sheet of an Excel workbook, all cells as text."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
from django.utils.translation import gettext as _
from openpyxl.utils.exceptions import InvalidFileException

from layers.importing.findings import as_findings, refuse_whole_file, refusing
from layers.importing.opening import FileChoices, Origin, refuse_persons_in_headings
from layers.importing.refusing import ImportRefused
from layers.reading.columns import FieldSet, Matching, match_columns
from layers.reading.errors import ReadingError
from layers.reading.formats import fingerprint, open_source
from layers.reading.names import nfc

#: No office table of figures is longer; a workbook that claims more is damaged or hostile.
_MOST_ROWS = 200_000


@dataclass(frozen=True)
class Table:
    """A table with its columns found: text cells, indexed by the row number that its maker sees."""

    frame: pd.DataFrame
    matching: Matching
    origin: Origin


def read_table(path: str | Path, choices: FileChoices, fields: FieldSet) -> Table:
    """Read a CSV file or the first sheet of a workbook.

    Raises:
        ImportRefused: for anything else, a damaged or empty file, a missing column, or a heading that
            announces persons.
    """
    file = Path(path)
    with refusing():
        if file.suffix.lower() in {".xlsx", ".xlsm"} and file.is_file():
            frame, encoding = _sheet(file), ""
        else:
            with open_source(file, encoding=choices.encoding) as source:
                if source.format != "csv":
                    raise ImportRefused(
                        _("“%(file)s” không phải bảng; hãy dùng CSV hoặc XLSX.") % {"file": file.name}
                    )
                refuse_persons_in_headings(source.columns)
                frame, encoding = source.read(), source.encoding
        refuse_persons_in_headings(list(frame.columns))
        matching = match_columns(list(frame.columns), fields, choices.columns)
        refuse_whole_file(as_findings(matching.problems))
        if frame.empty:
            raise ReadingError("no_rows", file=file.name)
        origin = Origin(file.name, fingerprint(file), encoding=encoding, columns=dict(matching.columns))
    return Table(frame, matching, origin)


def _sheet(file: Path) -> pd.DataFrame:
    try:
        workbook = openpyxl.load_workbook(file, read_only=True, data_only=True)
        rows = _rows(workbook.worksheets[0])
        headings = [text or f"(cột {position})" for position, text in enumerate(next(rows, []), start=1)]
        cells = list(rows)
        workbook.close()
    except (OSError, KeyError, IndexError, ValueError, zipfile.BadZipFile, InvalidFileException) as error:
        raise ImportRefused(
            _("Không đọc được bảng tính “%(file)s”; hãy lưu lại dạng XLSX hoặc CSV.") % {"file": file.name}
        ) from error
    if len(cells) > _MOST_ROWS or len(set(headings)) < len(headings):
        raise ImportRefused(
            _("Bảng tính “%(file)s” quá dài hoặc có hai cột cùng tên; hãy sửa lại.") % {"file": file.name}
        )
    width = len(headings)
    frame = pd.DataFrame(
        [(row + [""] * width)[:width] for row in cells],
        columns=headings,
        index=pd.RangeIndex(2, 2 + len(cells), name="row"),
        dtype=object,
    )
    return frame[(frame != "").any(axis=1)]


def _rows(sheet: Any) -> Iterator[list[str]]:
    for number, row in enumerate(sheet.iter_rows(values_only=True)):
        if number > _MOST_ROWS + 1:
            return
        yield [_text(cell) for cell in row]


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime.datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return nfc(str(cell))
