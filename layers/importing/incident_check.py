"""Checks the incidents of one file, piece by piece: what can be stored, and what is wrong with the rest.

What the file alone can tell is known already (`layers.reading.incidents`); here it meets the database: the
categories, the communes, the jurisdiction of whoever brings it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.importing.findings import Finding, as_findings
from layers.importing.locating import NOWHERE, UnitIndex, commune_indexes
from layers.importing.opening import FileFacts
from layers.importing.pieces import Piece
from layers.importing.progress import Stage, Tell
from layers.importing.refusing import ImportRefused
from layers.models import Incident, IncidentCategory
from layers.reading.category_keys import CategoryKeys
from layers.reading.incident_rows import UNKNOWN, CheckedRows, EndOfFile, Passed
from layers.reading.named_commune import named_commune
from layers.saying import said as _
from layers.scope import Scope

if TYPE_CHECKING:
    from layers.importing.placing import Comparison

_LONGEST_REF = Incident._meta.get_field("ref").max_length
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Mask = NDArray[np.bool_]


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

    def __init__(self, file: FileFacts, scope: Scope) -> None:
        """Get ready to check.

        Raises:
            ImportRefused: while there are no communes.
        """
        labels = dict(IncidentCategory.objects.values_list("label", "key"))
        self.categories: Sequence[str] = sorted(labels.values())
        self._keys = CategoryKeys(labels)
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
        self._columns = file.columns
        self._scope = scope
        self._places = _comparison(file)

    def pieces(self, passage: Iterable[Passed], tell: Tell) -> Iterator[Piece]:
        """Yield the rows that can be stored.

        Args:
            passage: what is read from the file.
            tell: hears how many rows have been checked.
        """
        for passed in passage:
            self.rows_read = passed.rows_read
            if isinstance(passed, EndOfFile):
                self._end(passed)
                return
            before = len(self.findings)
            piece = self._piece(passed)
            self.refuses = self.refuses or passed.refuses or any(f.refuses for f in self.findings[before:])
            yield piece
            tell(Stage.CHECKING, self.rows_read)

    def _end(self, end: EndOfFile) -> None:
        if self._places is not None:
            self.findings += self._places.findings()
        self.findings[:0] = as_findings(end.problems)
        self.findings.sort(key=lambda finding: finding.row or 0)

    def _piece(self, checked: CheckedRows) -> Piece:
        """Return the rows that can be stored; keep what is wrong with the others, and those set aside."""
        self.findings += as_findings(checked.problems)
        positions = self._positions(checked)
        known = positions != UNKNOWN
        units = locate(self._indexes, checked.rows["lon"], checked.rows["lat"])
        self._compare(checked, known)
        nowhere = (units == NOWHERE).all(axis=0)
        allowed = np.fromiter(self._scope.unit_ids, dtype=np.int64, count=len(self._scope.unit_ids))
        mine = self._scope.everything or np.isin(units, allowed).any(axis=0)
        foreign = ~nowhere & ~np.broadcast_to(mine, nowhere.shape)
        long = _too_long(checked.refs)
        checked.rows["category"] = positions
        keep = known & ~(nowhere | foreign | long)
        piece = Piece(checked.refs, checked.rows, units)
        if keep.all():
            return piece
        self._tell_elsewhere(checked, known & nowhere, "outside_communes")
        self._tell_elsewhere(checked, known & foreign, "outside_jurisdiction")
        longest = {"say": "ref_beyond", "longest": _LONGEST_REF}
        column = self._columns["ref"]
        for row in checked.numbers[known & long].tolist():
            self.findings.append(Finding(row, column, "ref_too_long", longest))
        self._set_aside(checked, np.flatnonzero(known & (nowhere | foreign) & ~long))
        return piece.only(keep)

    def _positions(self, checked: CheckedRows) -> NDArray[np.int16]:
        """Return the position (n,) of each row's category, `UNKNOWN` where its word means none."""
        keys = [self._keys.of(word) for word in checked.words]
        at = {key: position for position, key in enumerate(self.categories)}
        positions = np.array([UNKNOWN if key is None else at[key] for key in keys], dtype=np.int16)
        column = self._columns["category"]
        for numbers, words in (
            (checked.numbers, checked.categories),
            (checked.refused, checked.refused_categories),
        ):
            if not len(words) or None not in keys:
                continue
            for row in np.flatnonzero(positions[words] == UNKNOWN):
                code, params = self._keys.unknown(checked.words[words[row]])
                self.findings.append(Finding(int(numbers[row]), column, code, params))
        return positions[checked.categories]

    def _compare(self, checked: CheckedRows, known: Mask) -> None:
        """Look whether the rows lie in the communes that they name."""
        if self._places is None or checked.claims is None:
            return
        rows, claims = checked.rows[known], checked.claims
        points = shapely.points(rows["lon"], rows["lat"])
        self._places.add(checked.numbers[known], points, claims.texts[known], claims.measured[known])

    def _tell_elsewhere(self, checked: CheckedRows, mask: Mask, code: str) -> None:
        columns = self._columns
        column = columns.get("lon") or columns.get("x") or columns.get("chainage", "")
        rows = checked.rows[mask]
        for row, lon, lat in zip(checked.numbers[mask].tolist(), rows["lon"], rows["lat"], strict=True):
            self.findings.append(Finding(row, column, code, {"lon": float(lon), "lat": float(lat)}))

    def _set_aside(self, checked: CheckedRows, positions: NDArray[np.intp]) -> None:
        """Keep the values of rows as JSON knows them."""
        for position in positions.tolist():
            row = checked.rows[position]
            counts = {
                name: None if row[name] == UNKNOWN else int(row[name]) for name in ("deaths", "injuries")
            }
            self.aside[int(checked.numbers[position])] = {
                "ref": checked.refs[position].decode(),
                "category": self.categories[row["category"]],
                "occurred_at": (_EPOCH + timedelta(microseconds=int(row["at"]))).isoformat(),
                "lon": float(row["lon"]),
                "lat": float(row["lat"]),
                **counts,
            }


def locate(
    indexes: dict[int, UnitIndex], lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Return (sets, n) the primary key of the unit in each boundary set, or `NOWHERE`."""
    return np.array([index.locate_places(lon, lat) for index in indexes.values()], dtype=np.int64)


def _comparison(file: FileFacts) -> Comparison | None:
    if named_commune(file) is None:
        return None
    # Loaded only for files that name communes: nothing else here needs tables.
    from layers.importing.placing import comparison

    return comparison(file)


def _too_long(refs: Sequence[bytes]) -> Mask:
    """Return (n,) references with more characters than can be stored."""
    sizes = np.fromiter(map(len, refs), dtype=np.int64, count=len(refs))
    long = sizes > _LONGEST_REF
    for position in np.flatnonzero(long):
        long[position] = len(refs[position].decode()) > _LONGEST_REF
    return long
