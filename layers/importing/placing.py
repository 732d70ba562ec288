"""Whether the rows of a file lie in the communes that they name, and which mistake explains it if not.

A coordinate system that is wrong for the whole file refuses it, with the system that fits: numbers can lie in
the right province and yet 54 km off. A single row elsewhere than it says is a warning about that row.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from layers.importing.findings import Finding, as_findings
from layers.models import AdminUnit, BoundarySet
from layers.reading.cells import texts
from layers.reading.choices import FileFacts
from layers.reading.named_commune import named_commune
from layers.reading.names import fold_ascii
from layers.reading.place_check import Communes, check_places
from layers.reading.place_diagnosis import Diagnosis, diagnose

#: Mistakes of the whole file; others explain nothing that choosing another system would mend.
_MISTAKES = frozenset(
    {"place_other_system", "place_datum_ignored", "place_shift_twice", "place_shift_wrong_sign"}
)
#: Fewer rows that miss their commune may miss it each for a reason of its own.
_LEAST_MISSING = 3
#: How many communes are named of those that rows miss.
_COMMUNES_NAMED = 10
#: Rows of one piece that are kept for the diagnosis, of those that miss and of those that do not.
_KEPT = 400

Shapes = NDArray[np.object_]


def known_communes() -> Communes:
    """Return the communes of all active sets: a row may name one of before a reform."""
    units = AdminUnit.objects.communes().filter(boundary_set__status=BoundarySet.Status.ACTIVE)
    return _communes(list(units.values_list("code", "full_name", "geometry")))


def comparison(file: FileFacts) -> Comparison | None:
    """Return the comparison for a file of points or sites; None where no column names a commune."""
    column = named_commune(file)
    return None if column is None else Comparison(known_communes(), column, file.epsg, file.trust_place)


def compare_units(units: pd.DataFrame, file: FileFacts, in_force: Sequence[AdminUnit]) -> list[Finding]:
    """Compare the units of a boundary file with those in force that have the same code and name.

    A reform gives codes to other ground, so that a unit elsewhere than its namesake is no warning; only the
    distances and a mistake of the whole file are told.

    Args:
        units: code, name and geometry in WGS 84, indexed by row number.
        file: the file they come from.
        in_force: the units to compare with.
    """
    same = {(unit.code, fold_ascii(unit.name)): unit for unit in in_force}
    keys = [(code, fold_ascii(name)) for code, name in zip(units["code"], units["name"], strict=True)]
    known = [key in same for key in keys]
    if not any(known):
        return []
    met = [same[key] for key in dict.fromkeys(keys) if key in same]
    communes = _communes([(unit.code, unit.code, unit.geometry) for unit in met])
    compared = Comparison(communes, "", file.epsg, file.trust_place, tell_rows=False)
    claims = texts(units, {"code": "code"}, "code").to_numpy()
    shapes = np.asarray(units.geometry.array, dtype=object)
    compared.add(units.index.to_numpy()[known], shapes[known], claims[known])
    return compared.findings()


class Comparison:
    """Compares the pieces of one file in turn with the communes that its rows name.

    Args:
        communes: the reference.
        column: heading of the column that names them.
        epsg: system in which the file was read.
        trust_place: a mistake of the whole file is told, and does not refuse it.
        tell_rows: warn about each row that misses its commune.
    """

    def __init__(
        self, communes: Communes, column: str, epsg: int, trust_place: bool, *, tell_rows: bool = True
    ) -> None:
        self._communes = communes
        self.column = column
        self._epsg = epsg
        self._trust = trust_place
        self._tell_rows = tell_rows
        self._metres: list[NDArray[np.float64]] = []
        self._wrong = self._missing = 0
        self._kept_shapes: list[Shapes] = []
        self._kept_claims: list[NDArray[np.object_]] = []
        self._rows: list[Finding] = []
        #: For each commune that was named wrongly: how many rows, and the farthest one's metres.
        self._missed: dict[str, tuple[int, float]] = {}

    def add(
        self,
        rows: NDArray[np.int64],
        shapes: Shapes,
        claims: NDArray[np.object_],
        measured: NDArray[np.bool_] | None = None,
    ) -> None:
        """Compare a piece.

        Args:
            rows: (n,) numbers of the rows.
            shapes: (n,) their places in WGS 84.
            claims: (n,) the commune that each of them names, "" for none.
            measured: (n,) rows whose place comes from the file's own coordinates; all by default.
        """
        told = self._named(claims)
        inside = self._inside(shapes, claims, told)
        doubtful = np.flatnonzero(told & ~inside)
        check = check_places(shapes[doubtful], claims[doubtful], self._communes)
        self._metres.append(np.zeros(int(inside.sum())))
        self._metres.append(check.metres[np.isfinite(check.metres)])
        self._wrong += check.wrong_count
        for position in doubtful[check.wrong]:
            count, worst = self._missed.get(claims[position], (0, 0.0))
            metres = float(check.metres[np.searchsorted(doubtful, position)])
            self._missed[claims[position]] = (count + 1, max(worst, metres))
        if self._tell_rows:
            found = check.problems(rows[doubtful].tolist(), claims[doubtful].tolist(), self.column)
            self._rows += as_findings(found)
        usable = measured if measured is not None else np.ones(len(rows), dtype=bool)
        away = np.zeros(len(rows), dtype=bool)
        away[doubtful] = (check.metres > 0) | (check.overlap < 1 - 1e-6)
        self._missing += int((away & usable).sum())
        for mask in (away & usable, told & ~away & usable):
            kept = _thinned(np.flatnonzero(mask))
            self._kept_shapes.append(shapes[kept])
            self._kept_claims.append(claims[kept])

    def findings(self) -> list[Finding]:
        """Return the distances of all rows, a mistake of the whole file, or warnings about single rows."""
        metres = np.concatenate([np.empty(0), *self._metres])
        if not len(metres):
            return []
        diagnosis = self._diagnosis()
        found = [self._summary(metres), *self._where()]
        if diagnosis.code in _MISTAKES:
            mistake = Finding(None, self.column, diagnosis.code, diagnosis.params, refuses=not self._trust)
            return [*found, mistake]
        if diagnosis.code == "place_unexplained" and 2 * self._wrong > len(metres):
            found.append(Finding(None, self.column, diagnosis.code, diagnosis.params, refuses=False))
        return [*found, *self._rows]

    def _diagnosis(self) -> Diagnosis:
        if self._missing < _LEAST_MISSING:
            return Diagnosis("places_sound", None, (), 0.0, 0.0, {})
        shapes, claims = np.concatenate(self._kept_shapes), np.concatenate(self._kept_claims)
        return diagnose(shapes, claims.tolist(), self._communes, self._epsg)

    def _summary(self, metres: NDArray[np.float64]) -> Finding:
        figures = {
            "compared": len(metres),
            "median": round(float(np.median(metres))),
            "worst": round(float(metres.max())),
            "wrong": self._wrong,
        }
        return Finding(None, self.column, "places_compared", figures, refuses=False)

    def _where(self) -> list[Finding]:
        """Return a finding for each of the communes most often missed, and one that counts the others."""
        ranked = sorted(self._missed.items(), key=lambda item: (-item[1][0], -item[1][1], item[0]))
        told: list[dict[str, object]] = [
            {"name": name, "rows": rows, "worst": round(worst)}
            for name, (rows, worst) in ranked[:_COMMUNES_NAMED]
        ]
        if len(ranked) > len(told):
            told.append({"say": "places_missed_more", "count": len(ranked) - len(told)})
        return [Finding(None, self.column, "places_missed", figures, refuses=False) for figures in told]

    def _named(self, claims: NDArray[np.object_]) -> NDArray[np.bool_]:
        """Return (n,) whether the claim of each row is known."""
        codes, uniques = pd.factorize(claims)
        return np.array([bool(self._communes.named(claim)) for claim in uniques], dtype=bool)[codes]

    def _inside(
        self, shapes: Shapes, claims: NDArray[np.object_], told: NDArray[np.bool_]
    ) -> NDArray[np.bool_]:
        """Return (n,) whether a point lies in a commune it can mean; other shapes need a closer look."""
        inside = np.zeros(len(shapes), dtype=bool)
        points = np.flatnonzero(told & (shapely.get_type_id(shapes) == shapely.GeometryType.POINT))
        codes, uniques = pd.factorize(claims[points])
        candidates = [self._communes.named(claim) for claim in uniques]
        for choice in range(max(map(len, candidates), default=0)):
            meant = np.array([c[choice] if len(c) > choice else -1 for c in candidates])[codes]
            some = points[meant >= 0]
            areas = self._communes.geometries[meant[meant >= 0]]
            inside[some] |= shapely.intersects(areas, shapes[some])
        return inside


def _communes(units: Sequence[tuple[str, str, object]]) -> Communes:
    shapes = shapely.from_wkb([bytes(geometry.wkb) for _code, _name, geometry in units])  # type: ignore[attr-defined]
    return Communes([code for code, _, _ in units], [name for _, name, _ in units], shapes)


def _thinned(positions: NDArray[np.int64]) -> NDArray[np.int64]:
    if len(positions) <= _KEPT:
        return positions
    return positions[np.linspace(0, len(positions) - 1, _KEPT).astype(int)]
