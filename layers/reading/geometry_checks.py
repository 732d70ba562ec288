"""Checks the geometry of a layer: there, of the right type, valid, in a sensible place."""

from __future__ import annotations

from collections.abc import Collection

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from layers.reading.crs import geometries_to_wgs84
from layers.reading.extent import SURROUNDINGS, inside, mistake_of_file, place
from layers.reading.mending import invalid_reason, mended
from layers.reading.messages import Value
from layers.reading.problems import Mask, Problem, report, short

POLYGONS = ("Polygon", "MultiPolygon")
LINES = ("LineString", "MultiLineString")
POINTS = ("Point",)


def check_geometries(
    frame: gpd.GeoDataFrame, epsg: int, allowed: Collection[str], *, mend: bool = False
) -> tuple[gpd.GeoDataFrame, list[Problem]]:
    """Sound features in WGS 84, and every problem of every other one.

    Args:
        frame: features in ``epsg``, indexed by row number.
        epsg: system that the coordinates are in, as confirmed by the user.
        allowed: geometry type names, such as `POLYGONS`.
        mend: polygons that are not valid are made so, with a warning that says where and what it changed,
            instead of being refused.

    Returns:
        The sound rows, in two dimensions, in EPSG:4326 (polygons as multipolygons), and problems.
        When the whole layer lies wrong (degrees declared as metres…) no row is sound and the only
        problem about places is the one of the file.
    """
    problems: list[Problem] = []
    good = np.ones(len(frame), dtype=bool)
    shapes: NDArray[np.object_] = shapely.force_2d(np.asarray(frame.geometry.array, dtype=object))
    missing = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    finite = np.isfinite(shapely.bounds(shapes)).all(axis=1) & _all_finite(shapes)
    report(problems, frame, missing, "geometry", "geometry_missing", good)
    report(problems, frame, ~missing & ~finite, "geometry", "geometry_not_finite", good)
    types = pd.Series(frame.geometry.geom_type.to_numpy(), index=frame.index)
    wrong_type = good & ~types.isin(list(allowed)).to_numpy()
    report(problems, frame, wrong_type, "geometry", _expected(allowed), good, types)
    if not good.any():
        return _result(frame, shapes, good), problems
    centres = _centres(shapes)
    mistake = mistake_of_file(centres[good, 0], centres[good, 1], epsg)
    if mistake is not None:
        params: dict[str, Value] = {"crs": f"EPSG:{epsg}", "x": "x", "y": "y"}
        code = "axes_swapped_in_layer" if mistake == "axes_swapped" else mistake
        problems.insert(0, Problem(None, None, code, params))
        good[:] = False
        return _result(frame, shapes, good), problems
    _report_outside(problems, frame, centres, shapes, epsg, good)
    moved = shapes.copy()
    moved[good] = geometries_to_wgs84(shapes[good], epsg)
    _see_to_invalid(problems, frame, moved, good, mend)
    problems.sort(key=lambda p: -1 if p.row is None else p.row)
    return _result(frame, moved, good), problems


def duplicate_codes(codes: pd.Series) -> list[Problem]:
    """Return an error for each empty code, and for each that an earlier row has as well.

    Args:
        codes: text, indexed by row number and named like its column.
    """
    column = str(codes.name)
    text = codes.fillna("").astype(str).str.strip()
    problems = [Problem(int(row), column, "code_missing") for row in text.index[text == ""]]
    given = text[text != ""]
    first = given[~given.duplicated()]
    first_row = dict(zip(first, first.index, strict=True))
    for row, code in given[given.duplicated()].items():
        params: dict[str, Value] = {"value": short(code), "first": int(first_row[code])}
        problems.append(Problem(int(row), column, "code_repeated", params))
    return sorted(problems, key=lambda p: p.row or 0)


def _all_finite(shapes: NDArray[np.object_]) -> Mask:
    """(n,) whether every vertex has numbers for coordinates; true where there is no vertex."""
    coordinates, owner = shapely.get_coordinates(shapes, return_index=True)
    finite = np.ones(len(shapes), dtype=bool)
    finite[owner[~np.isfinite(coordinates).all(axis=1)]] = False
    return finite


def _centres(shapes: NDArray[np.object_]) -> NDArray[np.float64]:
    bounds = shapely.bounds(shapes)
    return np.column_stack([bounds[:, [0, 2]].mean(axis=1), bounds[:, [1, 3]].mean(axis=1)])


def _expected(allowed: Collection[str]) -> str:
    if "Polygon" in allowed and "Point" not in allowed:
        return "polygon_expected"
    if "LineString" in allowed and "Point" not in allowed:
        return "line_expected"
    return "point_expected" if set(allowed) <= {"Point"} else "type_unexpected"


def _report_outside(
    problems: list[Problem],
    frame: gpd.GeoDataFrame,
    centres: NDArray[np.float64],
    shapes: NDArray[np.object_],
    epsg: int,
    good: Mask,
) -> None:
    """Report features with a corner of their box outside the surroundings of Việt Nam."""
    bounds = shapely.bounds(shapes)
    within = good.copy()
    for x, y in ((0, 1), (2, 3), (0, 3), (2, 1)):
        corners = place(np.nan_to_num(bounds[:, x]), np.nan_to_num(bounds[:, y]), epsg)
        within &= inside(corners, SURROUNDINGS)
    outside = good & ~within
    good &= within
    for position in np.flatnonzero(outside):
        params: dict[str, Value] = {
            "x": float(centres[position, 0]),
            "y": float(centres[position, 1]),
        }
        row = int(frame.index[position])
        problems.append(Problem(row, "geometry", "outside_vietnam", params))


def _see_to_invalid(
    problems: list[Problem], frame: gpd.GeoDataFrame, moved: NDArray[np.object_], good: Mask, mend: bool
) -> None:
    """Report invalid polygons, and refuse them or put valid ones in their place."""
    polygonal = np.isin(shapely.get_type_id(moved), (3, 6))
    for position in np.flatnonzero(good & polygonal & ~shapely.is_valid(moved)):
        row = int(frame.index[position])
        made = mended(moved[position]) if mend else None
        if made is None:
            good[position] = False
            code, params = invalid_reason(moved[position])
        else:
            moved[position] = made.shape
            code, params = made.code, {"lon": made.lon, "lat": made.lat, "change": round(made.change_m2, 1)}
        problems.append(Problem(row, "geometry", code, params))


def _result(frame: gpd.GeoDataFrame, shapes: NDArray[np.object_], good: Mask) -> gpd.GeoDataFrame:
    kept = frame[good].drop(columns=frame.geometry.name)
    return gpd.GeoDataFrame(kept, geometry=_multi(shapes[good]), crs="EPSG:4326")


def _multi(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Polygons as multipolygons; everything else as it is."""
    result = shapes.copy()
    single = shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON
    result[single] = [shapely.MultiPolygon([shape]) for shape in shapes[single]]
    return result
