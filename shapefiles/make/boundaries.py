"""From pieces to the four boundary products: new communes, old units, succession, border line."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Geod
from shapely.geometry.base import BaseGeometry
from sources import METRIC_CRS, Sources

#: Tolerance (m) that takes the zigzag off cell edges; edges stay common to both neighbours.
SMOOTHING = 45.0
#: 1e-7 degrees is about a centimetre.
DECIMALS = 7
#: An outer edge whose middle is closer (m) than this to Cambodia is state border.
BORDER_REACH = 150.0
GEOD = Geod(ellps="WGS84")


def geodesic_km2(geometry: BaseGeometry) -> float:
    """Return the geodesic area in km² of a polygon in EPSG:4326."""
    return abs(GEOD.geometry_area_perimeter(geometry)[0]) / 1e6


def finished(pieces: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the pieces smoothed and in EPSG:4326, still a valid coverage.

    Raises ValueError when smoothing or rounding broke the coverage.
    """
    smooth = shapely.coverage_simplify(pieces.geometry.to_numpy(), SMOOTHING)
    frame = gpd.GeoDataFrame(pieces[["old", "new"]], geometry=smooth, crs=METRIC_CRS).to_crs("EPSG:4326")
    rounded = shapely.transform(frame.geometry.to_numpy(), lambda xy: xy.round(DECIMALS))
    if not shapely.is_valid(rounded).all() or not shapely.coverage_is_valid(rounded):
        raise ValueError("The pieces are no valid coverage after rounding; lower SMOOTHING.")
    return frame.set_geometry(gpd.GeoSeries(rounded, crs="EPSG:4326"))


def _united(pieces: gpd.GeoDataFrame, key: str) -> gpd.GeoSeries:
    return gpd.GeoSeries(
        {
            code: shapely.normalize(shapely.coverage_union_all(group.geometry.to_numpy()))
            for code, group in pieces.groupby(key, sort=True)
        },
        crs="EPSG:4326",
    )


def new_communes(pieces: gpd.GeoDataFrame, sources: Sources) -> gpd.GeoDataFrame:
    """Return the communes from 1/7/2025.

    The package's areas are left out: one in ten differs from the official figure.
    """
    shapes = _united(pieces, "new")
    table = sources.new.loc[shapes.index]
    columns = ["name", "full_name", "kind", "prov_code", "prov_name"]
    frame = table[columns].rename_axis("code").reset_index()
    return gpd.GeoDataFrame(frame, geometry=shapes.to_numpy(), crs="EPSG:4326")


def old_units(pieces: gpd.GeoDataFrame, sources: Sources) -> gpd.GeoDataFrame:
    """Return the units up to 30/6/2025 with their districts and provinces."""
    shapes = _united(pieces, "old")
    columns = ["name", "full_name", "kind", "dist_code", "dist_name", "prov_code", "prov_name"]
    frame = sources.old.loc[shapes.index, columns].rename_axis("code").reset_index()
    return gpd.GeoDataFrame(frame, geometry=shapes.to_numpy(), crs="EPSG:4326")


def succession(pieces: gpd.GeoDataFrame) -> pd.DataFrame:
    """Return old_code, new_code, area_share; the shares of one old unit sum to exactly 1."""
    area = pieces.geometry.map(geodesic_km2)
    share = (area / area.groupby(pieces.old).transform("sum")).round(6)
    frame = pd.DataFrame({"old_code": pieces.old, "new_code": pieces.new, "area_share": share})
    largest = frame.groupby("old_code").area_share.idxmax()
    rest = 1 - frame.groupby("old_code").area_share.sum()
    frame.loc[largest, "area_share"] += rest.loc[frame.old_code[largest]].to_numpy()
    frame["area_share"] = frame.area_share.round(6)
    return frame.sort_values(["old_code", "new_code"])


def border_line(communes: gpd.GeoDataFrame, sources: Sources) -> gpd.GeoDataFrame:
    """Return the outer edges along Cambodia, one line per province, vertex for vertex.

    ``pub_len_km`` stays empty: an official length is entered with its source, never computed.
    """
    cambodia = shapely.buffer(sources.cambodia, BORDER_REACH)
    outline = shapely.boundary(shapely.coverage_union_all(communes.geometry.to_numpy()))
    edges = _segments(outline)
    middles = shapely.line_interpolate_point(edges, 0.5, normalized=True)
    at_border = shapely.intersects(
        cambodia, gpd.GeoSeries(middles, crs="EPSG:4326").to_crs(METRIC_CRS).to_numpy()
    )
    edges, middles = edges[at_border], middles[at_border]
    rows = []
    for (code, name), group in communes.groupby(["prov_code", "prov_name"], sort=True):
        near = shapely.dwithin(shapely.union_all(group.geometry.to_numpy()), middles, 1e-6)
        if near.any():
            line = shapely.line_merge(shapely.multilinestrings(edges[near]))
            rows.append((f"Đường biên giới gần đúng, {name}", line, code))
    return gpd.GeoDataFrame(
        {
            "name": [row[0] for row in rows],
            "prov_code": [row[2] for row in rows],
            "pub_len_km": np.full(len(rows), np.nan),
            "source": "Natural Earth 10 m, gần đúng",
        },
        geometry=[row[1] for row in rows],
        crs="EPSG:4326",
    )


def _segments(outline: BaseGeometry) -> np.ndarray:
    """Return the single edges of a line or multiline as an array of two-point lines."""
    parts = []
    for line in shapely.get_parts(outline):
        xy = shapely.get_coordinates(line)
        parts.append(np.stack([xy[:-1], xy[1:]], axis=1))
    return shapely.linestrings(np.concatenate(parts))
