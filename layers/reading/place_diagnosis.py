"""Which mistake of coordinate system explains that features miss the communes they name.

The mistakes that happen are few, so each is undone in turn and the places compared again: another
zone, another datum, the datum shift left out, applied twice, or applied with the wrong sign.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from layers.reading.crs import ZONES, from_wgs84, to_wgs84
from layers.reading.geodesy import GEOD
from layers.reading.messages import Language, Value, sentence
from layers.reading.place_check import (
    Communes,
    PlaceCheck,
    Shapes,
    check_places,
    distances_m,
    overlap_shares,
    shown_metres,
)

_VN2000 = 4756
#: Rows compared at most: points, and polygons, which take much longer to cut.
_SAMPLE_POINTS = 400
_SAMPLE_POLYGONS = 60
#: A mistake explains the misfit when undoing it leaves at most this part of it.
_EXPLAINED = 0.25
#: Below this misfit (metres, or metres' worth of overlap) there is nothing to explain.
_LEAST_MISFIT_M = 1.0
_CANNOT_BE = 1e7

Coordinates = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """The explanation that fits best.

    Attributes:
        code: ``places_sound``, ``place_other_system``, ``place_datum_ignored``,
            ``place_shift_twice``, ``place_shift_wrong_sign`` or ``place_unexplained``.
        epsg: the system to use instead, for ``place_other_system``.
        alike: further systems that explain it as well.
        east_m: how far east of its right place the data lie (median).
        north_m: how far north.
        params: the values named in the sentence.
    """

    code: str
    epsg: int | None
    alike: tuple[int, ...]
    east_m: float
    north_m: float
    params: dict[str, Value]

    def sentence(self, language: Language = "vi") -> str:
        """Return what is wrong and what to do."""
        return sentence(self.code, self.params, language)


class _Remedy(NamedTuple):
    code: str
    epsg: int | None
    points: Coordinates


def diagnose(
    geometries: ArrayLike, claims: Sequence[object], communes: Communes, declared_epsg: int
) -> Diagnosis:
    """Explain why features miss the communes they name.

    Args:
        geometries: (n,) in WGS 84, as placed from ``declared_epsg``.
        claims: (n,) code or name in each row.
        communes: the reference.
        declared_epsg: the system that the data were read in.
    """
    shapes: Shapes = np.asarray(geometries, dtype=object)
    # Zero tolerance: an error of 11 m shows in few rows, and only there.
    check = check_places(shapes, claims, communes, tolerance_m=0.0)
    rows = _telling_rows(check, _SAMPLE_POLYGONS if np.isfinite(check.overlap).any() else _SAMPLE_POINTS)
    if len(rows) == 0:
        return Diagnosis("places_sound", None, (), 0.0, 0.0, {})
    sample, meant = shapes[rows], check.commune[rows]
    now = _misfit(sample, meant, communes)
    if now < _LEAST_MISFIT_M:
        return Diagnosis("places_sound", None, (), 0.0, 0.0, {})
    vertices = shapely.get_coordinates(sample)
    results = []
    for remedy in _remedies(vertices, declared_epsg):
        moved = shapely.set_coordinates(sample.copy(), remedy.points)
        results.append((_misfit(moved, meant, communes), remedy))
    least = min(misfit for misfit, _ in results)
    if least > _EXPLAINED * now:
        return _unexplained(sample, meant, communes)
    close = max(1.5 * least, _LEAST_MISFIT_M)
    equals = [remedy for misfit, remedy in sorted(results, key=_misfit_of) if misfit <= close]
    # A system to choose helps more than the name of the mistake.
    best = next((r for r in equals if r.epsg is not None), equals[0])
    alike = tuple(r.epsg for r in equals if r.epsg is not None and r is not best)
    return _explained(best, alike, vertices, declared_epsg)


def _misfit_of(result: tuple[float, _Remedy]) -> float:
    return result[0]


def _telling_rows(check: PlaceCheck, most: int) -> NDArray[np.int64]:
    """Rows to compare by: those that miss, and as many that do not, evenly thinned."""
    known = np.isfinite(check.metres)
    missing = known & ((check.metres > 0) | (check.overlap < 1 - 1e-6))
    chosen = [_thinned(np.flatnonzero(mask), most // 2) for mask in (missing, known & ~missing)]
    return np.sort(np.concatenate(chosen)) if missing.any() else np.empty(0, dtype=np.int64)


def _thinned(rows: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    if len(rows) <= most:
        return rows
    chosen: NDArray[np.int64] = rows[np.linspace(0, len(rows) - 1, most).astype(int)]
    return chosen


def _misfit(shapes: Shapes, meant: NDArray[np.int64], communes: Communes) -> float:
    """Mean of the distance of each row; of a polygon, plus what sticks out as a length.

    A polygon whose area A lies out by a share s has moved by about s times the root of A.
    """
    if not np.isfinite(shapely.bounds(shapes)).all():
        return _CANNOT_BE
    away = distances_m(np.asarray(shapely.point_on_surface(shapes), dtype=object), communes.geometries[meant])
    share = overlap_shares(shapes, meant, communes)
    size = np.sqrt(shapely.area(shapes)) * 110_000.0
    sticking_out = np.where(np.isnan(share), 0.0, (1.0 - share) * size)
    return float((away + sticking_out).mean())


def _remedies(points: Coordinates, declared_epsg: int) -> Iterator[_Remedy]:
    lon, lat = points.T
    numbers = from_wgs84(lon, lat, declared_epsg)
    declared = ZONES[declared_epsg]
    for epsg, zone in ZONES.items():
        if epsg == declared_epsg or zone.geographic != declared.geographic:
            continue
        moved = to_wgs84(numbers[:, 0], numbers[:, 1], epsg)
        if np.isfinite(moved).all():
            yield _Remedy("place_other_system", epsg, moved)
    once = to_wgs84(lon, lat, _VN2000)
    yield _Remedy("place_datum_ignored", None, once)
    yield _Remedy("place_shift_twice", None, from_wgs84(lon, lat, _VN2000))
    yield _Remedy("place_shift_wrong_sign", None, to_wgs84(once[:, 0], once[:, 1], _VN2000))


def _explained(best: _Remedy, alike: tuple[int, ...], points: Coordinates, declared_epsg: int) -> Diagnosis:
    east, north = _offset(best.points, points)
    params = _offset_params(east, north)
    params["declared"] = f"EPSG:{declared_epsg}"
    if best.epsg is not None:
        params["epsg"] = f"EPSG:{best.epsg}"
        params["label"] = ZONES[best.epsg].label
    return Diagnosis(best.code, best.epsg, alike, east, north, params)


def _unexplained(shapes: Shapes, meant: NDArray[np.int64], communes: Communes) -> Diagnosis:
    here = shapely.get_coordinates(shapely.centroid(shapes))
    there = shapely.get_coordinates(shapely.centroid(communes.geometries[meant]))
    east, north = _offset(there, here)
    return Diagnosis("place_unexplained", None, (), east, north, _offset_params(east, north))


def _offset(right: Coordinates, found: Coordinates) -> tuple[float, float]:
    """Median metres east and north from the right places to those found."""
    azimuth, _, metres = GEOD.inv(*right.T, *found.T)
    angle = np.radians(azimuth)
    return float(np.median(metres * np.sin(angle))), float(np.median(metres * np.cos(angle)))


def _offset_params(east: float, north: float) -> dict[str, Value]:
    metres = float(np.hypot(east, north))
    return {
        "metres": shown_metres(metres),
        "east": shown_metres(east),
        "north": shown_metres(north),
    }
