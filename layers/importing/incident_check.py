"""Checks the incidents of one file, piece by piece: what can be stored, and what is wrong with the rest."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd
import shapely
from django.utils import timezone
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from layers.importing.beside import Beside, may_fork
from layers.importing.chainage import PLACED, point_reader
from layers.importing.findings import Finding, as_findings
from layers.importing.locating import NOWHERE, UnitIndex, commune_indexes
from layers.importing.opening import OpenedFile, refuse_persons
from layers.importing.pieces import Piece, piece_of
from layers.importing.placing import comparison
from layers.importing.progress import Stage, Tell
from layers.importing.refusing import ImportRefused
from layers.models import Incident, IncidentCategory
from layers.reading.laid_text import lengths
from layers.reading.problems import refused_rows as unread_rows
from layers.reading.rows import IncidentChecker
from layers.scope import Scope

ROWS_AT_A_TIME = 100_000
#: So few that the database has something to do early on.
_ROWS_AT_FIRST = 20_000
#: A file whose first piece is shorter ends there, or has rows so long that it is read slowly anyway.
_WORTH_A_PROCESS = _ROWS_AT_FIRST

_LONGEST_REF = Incident._meta.get_field("ref").max_length
#: Fields whose own checks leave no room for a name or a number of a person.
_CHECKED_FIELDS = ("category", "occurred_at", "lon", "lat", "x", "y", "deaths", "injuries")


@dataclass(frozen=True)
class _Passed:
    """What is known when another piece of the file has been checked.

    Attributes:
        rows_read: how many rows there were so far.
        findings: what is wrong with rows of this piece; at last, with the places of all.
        aside: rows of this piece outside communes or jurisdiction.
        piece: the sound rows; None at the end of the file.
        refuses: whether the reader had to leave out a row.
        of_file: what the reader found, known at the end.
    """

    rows_read: int
    findings: list[Finding]
    aside: Mapping[int, dict[str, Any]] = field(default_factory=dict)
    piece: Piece | None = None
    refuses: bool = False
    of_file: Sequence[Finding] = ()


class IncidentCheck:
    """One passage through a file.

    Attributes:
        categories: keys; the categories of the pieces are positions in it.
        boundary_sets: primary keys, in the order of the pieces' units.
        findings: what is wrong, of every row read so far, in the order of the rows once all are read.
        refuses: whether any of it keeps the file from being stored whole.
        aside: rows outside communes or jurisdiction, by number, with the values they would be stored with.
        rows_read: how many rows there were so far.
    """

    def __init__(self, file: OpenedFile, scope: Scope) -> None:
        """Get ready to read.

        Raises:
            ImportRefused: while there are no communes.
        """
        labels = dict(IncidentCategory.objects.values_list("label", "key"))
        self.categories: Sequence[str] = sorted(labels.values())
        self._indexes = commune_indexes()
        if not self._indexes:
            raise ImportRefused(
                _("Chưa có ranh giới cấp xã nào; hãy nhập ranh giới trước bằng import_boundaries.")
            )
        self.boundary_sets = tuple(self._indexes)
        self.findings: list[Finding] = []
        self.refuses = False
        self.aside: dict[int, dict[str, Any]] = {}
        self.rows_read = 0
        self._file = file
        self._scope = scope
        self._checker = IncidentChecker(file.columns, labels, file.epsg, timezone.now(), point_reader(file))
        self._places = comparison(file)
        checked = {file.columns.get(field) for field in _CHECKED_FIELDS}
        self._quick_columns = [*filter(None, checked), file.columns["ref"]]
        self._free_columns = [column for column in file.source.columns if column not in checked]

    def pieces(self, tell: Tell) -> Generator[Piece]:
        """Read the file; `tell` hears how many rows have been checked.

        A long table is read on in a process of its own, so that the caller has one to store the pieces.

        Raises:
            ImportRefused: when a column holds persons.
        """
        passage = self._passage()
        first = next(passage)
        if first.rows_read < _WORTH_A_PROCESS or self._file.has_geometry or not may_fork():
            yield from self._taken(chain([first], passage), tell)
        else:
            with Beside(passage) as beside:
                yield from self._taken(chain([first], beside), tell)

    def _taken(self, passage: Iterable[_Passed], tell: Tell) -> Iterator[Piece]:
        """Keep what a passage found and yield the pieces."""
        for passed in passage:
            self.rows_read = passed.rows_read
            self.findings += passed.findings
            self.refuses = self.refuses or passed.refuses or any(f.refuses for f in passed.findings)
            self.aside.update(passed.aside)
            if passed.piece is None:
                self.findings[:0] = passed.of_file
                self.findings.sort(key=lambda finding: finding.row or 0)
                return
            yield passed.piece
            tell(Stage.CHECKING, self.rows_read)

    def _passage(self) -> Iterator[_Passed]:
        """Read the file piece by piece, and at last say what concerns all of it."""
        rows_read = 0
        first = min(_ROWS_AT_FIRST, ROWS_AT_A_TIME)
        for frame in self._file.source.quick_chunks(ROWS_AT_A_TIME, self._quick_columns, first):
            refuse_persons(frame, self._free_columns)
            sound, problems = self._checker.check(frame)
            if self._places is not None:
                by_chainage = sound.index.isin([p.row for p in problems if p.code == PLACED])
                points = shapely.points(sound["lon"].to_numpy(), sound["lat"].to_numpy())
                self._places.add(sound, points, frame[self._places.column], ~by_chainage)
            unread = unread_rows(self._file.source.problems)
            if unread:
                sound = sound[~sound.index.isin(unread)]
            piece, findings, aside = self._placed(sound)
            rows_read += len(frame)
            yield _Passed(rows_read, [*as_findings(problems), *findings], aside, piece, bool(unread))
        rows_read += sum(problem.code == "row_hidden" for problem in self._file.source.problems)
        of_places = [] if self._places is None else self._places.findings()
        yield _Passed(rows_read, of_places, of_file=self._file.reader_findings())

    def _placed(self, frame: pd.DataFrame) -> tuple[Piece, list[Finding], dict[int, dict[str, Any]]]:
        """Return the rows that can be stored, what is wrong with the others, and those set aside."""
        units = locate(self._indexes, frame["lon"].to_numpy(), frame["lat"].to_numpy())
        nowhere = (units == NOWHERE).all(axis=0)
        allowed = np.fromiter(self._scope.unit_ids, dtype=np.int64, count=len(self._scope.unit_ids))
        mine = self._scope.everything or np.isin(units, allowed).any(axis=0)
        foreign = ~nowhere & ~np.broadcast_to(mine, nowhere.shape)
        long = lengths(frame["ref"]) > _LONGEST_REF
        elsewhere = nowhere | foreign
        findings: list[Finding] = []
        aside: dict[int, dict[str, Any]] = {}
        if elsewhere.any() or long.any():
            findings += [*self._elsewhere(frame, nowhere, foreign), *self._too_long(frame.index[long])]
            aside.update(_records(frame[elsewhere & ~long]))
        keep = ~(elsewhere | long)
        if keep.all():
            return piece_of(frame, units, self.categories), findings, aside
        return piece_of(frame[keep], units[:, keep], self.categories), findings, aside

    def _elsewhere(
        self, frame: pd.DataFrame, nowhere: NDArray[np.bool_], foreign: NDArray[np.bool_]
    ) -> Iterator[Finding]:
        columns = self._file.columns
        column = columns.get("lon") or columns.get("x") or columns.get("chainage", "")
        for mask, code in ((nowhere, "outside_communes"), (foreign, "outside_jurisdiction")):
            for row, lon, lat in frame.loc[mask, ["lon", "lat"]].itertuples():
                yield Finding(int(row), column, code, {"lon": float(lon), "lat": float(lat)})

    def _too_long(self, rows: pd.Index) -> Iterator[Finding]:
        longest = {"say": "ref_beyond", "longest": _LONGEST_REF}
        return (Finding(int(row), self._file.columns["ref"], "ref_too_long", longest) for row in rows)


def locate(
    indexes: dict[int, UnitIndex], lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Return (sets, n) the primary key of the unit in each boundary set, or `NOWHERE`."""
    return np.array([index.locate_places(lon, lat) for index in indexes.values()], dtype=np.int64)


def _records(rows: pd.DataFrame) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield row number and values, as JSON knows them, of rows that are set aside."""
    for row in rows.itertuples():
        counts = {
            name: None if pd.isna(value) else int(value)
            for name, value in (("deaths", row.deaths), ("injuries", row.injuries))
        }
        yield (
            int(row.Index),
            {
                "ref": row.ref,
                "category": row.category,
                "occurred_at": row.occurred_at.isoformat(),
                "lon": float(row.lon),
                "lat": float(row.lat),
                **counts,
            },
        )
