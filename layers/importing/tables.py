"""Tables without places: CSV, or one sheet of an Excel workbook, all cells as text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from layers.importing.findings import Finding, as_findings, refuse_whole_file, refusing
from layers.importing.opening import TABLES, FileChoices, Origin, refuse_persons_in_headings
from layers.importing.refusing import ImportRefused
from layers.reading.columns import FieldSet, Matching, match_columns
from layers.reading.errors import ReadingError
from layers.reading.formats import fingerprint, open_source
from layers.saying import said as _


@dataclass(frozen=True)
class Table:
    """A table with its columns found: text cells, indexed by the row number that its maker sees.

    Attributes:
        findings: what the reader itself found, such as formulas without a result.
    """

    frame: pd.DataFrame
    matching: Matching
    origin: Origin
    findings: tuple[Finding, ...] = ()


def read_table(path: str | Path, choices: FileChoices, fields: FieldSet) -> Table:
    """Read a CSV file or one sheet of a workbook.

    Raises:
        ImportRefused: for anything else, a damaged or empty file, a missing column, or a heading that
            announces persons.
    """
    file = Path(path)
    with refusing(), open_source(file, layer=choices.layer, encoding=choices.encoding) as source:
        if source.format not in TABLES:
            raise ImportRefused(
                _("“%(file)s” không phải bảng; hãy dùng CSV, XLSX hoặc XLS.") % {"file": file.name}
            )
        refuse_persons_in_headings(source.columns)
        matching = match_columns(source.columns, fields, choices.columns)
        refuse_whole_file(as_findings(matching.problems))
        frame = source.read()
        if frame.empty:
            raise ReadingError("no_rows", file=file.name)
        origin = Origin(
            file.name, fingerprint(file), encoding=source.encoding, columns=dict(matching.columns)
        )
        return Table(frame, matching, origin, tuple(as_findings(source.problems)))
