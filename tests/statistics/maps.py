"""Maps that the tests of statistics are run on."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from gis_app.statistics.neighbours import Neighbours

VN2000 = "+proj=tmerc +lat_0=0 +lon_0=107.75 +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84 +units=m"


def squares(columns: int, rows: int, side_m: float = 1000.0) -> gpd.GeoSeries:
    """Return a chessboard of squares, row by row, in metres."""
    x, y = np.meshgrid(np.arange(columns) * side_m, np.arange(rows) * side_m)
    x, y = x.ravel() + 400_000, y.ravel() + 1_200_000
    return gpd.GeoSeries(shapely.box(x, y, x + side_m, y + side_m), crs=VN2000)


def chessboard(columns: int, rows: int) -> Neighbours:
    """Return queen neighbours of such a chessboard without looking at shapes."""
    index = np.arange(columns * rows).reshape(rows, columns)
    pairs = [
        (index[:, :-1], index[:, 1:]),
        (index[:-1], index[1:]),
        (index[:-1, :-1], index[1:, 1:]),
        (index[:-1, 1:], index[1:, :-1]),
    ]
    return Neighbours.from_pairs(
        columns * rows, np.vstack([np.column_stack([a.ravel(), b.ravel()]) for a, b in pairs])
    )
