"""Lengths in metres and areas in square metres on the WGS 84 ellipsoid.

All functions take longitude and latitude in degrees; edges are geodesics.
"""

from __future__ import annotations

import numpy as np
import pyproj
import shapely
from numpy.typing import ArrayLike, NDArray

GEOD = pyproj.Geod(ellps="WGS84")


def areas_m2(geometries: ArrayLike) -> NDArray[np.float64]:
    """Area of each polygon or multipolygon in m²; 0 for other types, NaN where missing.

    Holes are taken off; the direction in which rings run does not matter.
    """
    array = np.atleast_1d(np.asarray(geometries, dtype=object))
    totals = np.zeros(len(array))
    parts, owner = shapely.get_parts(array, return_index=True)
    polygonal = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    parts, owner = parts[polygonal], owner[polygonal]
    rings, ring_part = shapely.get_rings(parts, return_index=True)
    first = np.r_[True, ring_part[1:] != ring_part[:-1]] if len(rings) else np.zeros(0, bool)
    signs = np.where(first, 1.0, -1.0)
    for ring, part, sign in zip(rings, ring_part, signs, strict=True):
        lon, lat = shapely.get_coordinates(ring).T
        totals[owner[part]] += sign * abs(GEOD.polygon_area_perimeter(lon, lat)[0])
    totals[shapely.is_missing(array)] = np.nan
    return totals


def lengths_m(geometries: ArrayLike) -> NDArray[np.float64]:
    """Length of each line (or boundary of each polygon) in m; 0 for points, NaN where missing."""
    array = np.atleast_1d(np.asarray(geometries, dtype=object))
    totals = np.zeros(len(array))
    parts, owner = shapely.get_parts(array, return_index=True)
    rings = np.where(
        shapely.get_type_id(parts) == shapely.GeometryType.POLYGON, shapely.boundary(parts), parts
    )
    lines, line_part = shapely.get_parts(rings, return_index=True)
    coordinates, line_of = shapely.get_coordinates(lines, return_index=True)
    if len(coordinates) > 1:
        start, end = coordinates[:-1], coordinates[1:]
        same = line_of[:-1] == line_of[1:]
        metres = GEOD.inv(start[same, 0], start[same, 1], end[same, 0], end[same, 1])[2]
        np.add.at(totals, owner[line_part[line_of[:-1][same]]], metres)
    totals[shapely.is_missing(array)] = np.nan
    return totals
