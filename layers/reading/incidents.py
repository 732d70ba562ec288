"""Reads and checks a file of incidents, as far as the file alone can tell, in one passage.

What a word for a category means, which commune a point is in and whose it is: that is for whoever knows the
database; see `layers.importing.incident_check`.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd

from layers.reading.cells import texts
from layers.reading.choices import FileChoices, FileFacts
from layers.reading.columns import INCIDENT_FIELDS, INCIDENT_LAYER_FIELDS
from layers.reading.dates import VIETNAM
from layers.reading.incident_rows import PLACED, ROW, UNKNOWN, CheckedRows, Claims, EndOfFile, Passed
from layers.reading.laid_text import as_bytes
from layers.reading.named_commune import named_commune
from layers.reading.opening import OpenedFile, open_file, refuse_persons
from layers.reading.points import PointReader
from layers.reading.problems import Mask, Problem, refused_rows
from layers.reading.rows import IncidentChecker, ReadsPoints

ROWS_AT_A_TIME = 100_000
#: So few that the database has something to do early on.
ROWS_AT_FIRST = 20_000

#: Fields whose own checks leave no room for a name or a number of a person.
_CHECKED_FIELDS = ("category", "occurred_at", "lon", "lat", "x", "y", "deaths", "injuries")

Points = Callable[[FileFacts], ReadsPoints]


def coordinates(file: FileFacts) -> ReadsPoints:
    """Return what reads the places of a file from its coordinates."""
    return PointReader(file.columns, file.epsg)


def read_incidents(
    path: str | Path, choices: FileChoices, points: Points = coordinates
) -> Generator[FileFacts | Passed]:
    """Yield what is known of the file, then its rows piece by piece, and at last its end.

    Args:
        path: the file.
        choices: what the user says about it.
        points: makes what reads the places of its rows.

    Raises:
        ReadingError: when it cannot be read.
        FileRefusedError: when it as a whole cannot be taken, as for a column that holds persons.
    """
    with open_file(path, choices, INCIDENT_LAYER_FIELDS, INCIDENT_FIELDS) as file:
        yield file.facts
        yield from _pieces(file, points(file))


def _pieces(file: OpenedFile, points: ReadsPoints) -> Generator[Passed]:
    checker = IncidentChecker(file.columns, None, file.epsg, datetime.now(UTC), points)
    commune = named_commune(file)
    checked = {file.columns.get(field) for field in _CHECKED_FIELDS}
    quick_columns = [*filter(None, checked), file.columns["ref"]]
    free_columns = [column for column in file.source.columns if column not in checked]
    rows_read = 0
    for frame in file.source.quick_chunks(ROWS_AT_A_TIME, quick_columns, min(ROWS_AT_FIRST, ROWS_AT_A_TIME)):
        refuse_persons(frame, free_columns)
        rows, good, problems = checker.check_all(frame)
        unread = refused_rows(file.source.problems)
        if unread:
            good &= ~rows.index.isin(unread)
        rows_read += len(frame)
        yield _piece(rows, good, problems, rows_read, _claims(frame, rows, problems, commune), bool(unread))
    rows_read += sum(problem.code == "row_hidden" for problem in file.source.problems)
    yield EndOfFile(rows_read, list(file.source.problems))


def _claims(
    frame: pd.DataFrame, rows: pd.DataFrame, problems: list[Problem], column: str | None
) -> Claims | None:
    if column is None:
        return None
    by_chainage = rows.index.isin([problem.row for problem in problems if problem.code == PLACED])
    return Claims(texts(frame, {"claim": column}, "claim").to_numpy(), ~by_chainage)


def _piece(
    checked: pd.DataFrame,
    good: Mask,
    problems: list[Problem],
    rows_read: int,
    claims: Claims | None,
    refuses: bool,
) -> CheckedRows:
    numbers = checked.index.to_numpy(dtype=np.int64)
    words = checked["category"].cat.categories.tolist()
    categories = checked["category"].cat.codes.to_numpy(dtype=np.intp)
    refused, refused_categories = numbers[~good], categories[~good]
    if not good.all():
        checked, numbers, categories = checked[good], numbers[good], categories[good]
        claims = claims and Claims(claims.texts[good], claims.measured[good])
    rows = np.zeros(len(checked), dtype=ROW)
    times = checked["occurred_at"]
    rows["at"] = times.to_numpy(dtype="datetime64[us]").astype(np.int64)
    local = times.dt.tz_convert(VIETNAM).dt.tz_localize(None)
    rows["on"] = local.to_numpy().astype("datetime64[D]").astype(np.int32)
    rows["lon"], rows["lat"] = checked["lon"], checked["lat"]
    for name in ("deaths", "injuries"):
        rows[name] = checked[name].to_numpy(dtype=np.float64, na_value=UNKNOWN)
    refs = as_bytes(checked["ref"])
    return CheckedRows(
        *(rows_read, numbers, refs, rows, words, categories),
        *(refused, refused_categories, problems, claims, refuses),
    )
