"""A file that is about to be imported, with refusals in the language of whoever brings it.

The reading itself is loaded when a file is opened: a program that is started for something else, or that has
its file read by another process, does without tables and GDAL.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from layers.importing.findings import Finding, as_findings, refusing
from layers.reading.choices import PROBLEM_COLUMN, TABLES, FileChoices, FileFacts, Origin
from layers.reading.columns import FieldSet

if TYPE_CHECKING:
    import pandas as pd

    from layers.reading.opening import OpenedFile

__all__ = ["PROBLEM_COLUMN", "TABLES", "FileChoices", "FileFacts", "Origin", "opened", "reader_findings"]


@contextmanager
def opened(
    path: str | Path, choices: FileChoices, layer_fields: FieldSet, table_fields: FieldSet | None = None
) -> Iterator[OpenedFile]:
    """Open a file, settle its columns and coordinate system, and close it afterwards.

    See `layers.reading.opening.open_file`.

    Raises:
        ImportRefused: for a file that cannot be read, lacks a column, does not say its coordinate system, or
            has a column whose heading announces persons.
    """
    from layers.reading.opening import open_file

    with refusing(), open_file(path, choices, layer_fields, table_fields) as file:
        yield file


def reader_findings(file: OpenedFile) -> list[Finding]:
    """Return what the reader itself found; complete once all rows have been read."""
    return as_findings(file.source.problems)


def refuse_persons_in_headings(columns: Sequence[str]) -> None:
    """Stop before any row is read when a heading announces persons.

    Raises:
        ImportRefused: with the column named.
    """
    from layers.reading import opening

    with refusing():
        opening.refuse_persons_in_headings(columns)


def refuse_persons(frame: pd.DataFrame, columns: Sequence[str]) -> None:
    """Stop when the values of a column look like names, identity numbers, phones or plates.

    Raises:
        ImportRefused: with the column named.
    """
    from layers.reading import opening

    with refusing():
        opening.refuse_persons(frame, columns)
