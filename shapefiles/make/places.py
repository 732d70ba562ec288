"""The ground on which synthetic things are placed, and the ways to place them.

Everything here works in METRIC_CRS (metres); results are turned to degrees at the very end.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry
from sources import METRIC_CRS

SEED = 20_250_701
#: Placed points keep this distance (m) from the outer edge, so rounding cannot push them out.
EDGE = 3.0


def stream(purpose: str) -> np.random.Generator:
    """Return the random stream of one purpose: adding a layer does not change the others."""
    return np.random.default_rng([SEED, zlib.crc32(purpose.encode())])


@dataclass(frozen=True)
class Ground:
    """Communes of the sample in metres, with a synthetic population, and the border line."""

    communes: gpd.GeoDataFrame
    border: BaseGeometry
    inside: BaseGeometry

    @classmethod
    def of(cls, communes: gpd.GeoDataFrame, border: gpd.GeoDataFrame) -> Ground:
        """Build from the finished boundary products (EPSG:4326)."""
        metric = communes.to_crs(METRIC_CRS).set_index("code")
        rng = stream("population")
        km2 = metric.geometry.area / 1e6
        # Wards hold people by the thousand per km² and fill up quickly; rural communes do not.
        dense = np.where(metric.kind == "phuong", 26_000 * (1 + km2) ** 0.28, 6_500 + 95 * km2)
        metric["population"] = (dense * rng.lognormal(0, 0.28, len(metric))).round(-1).astype(int)
        inside = shapely.buffer(shapely.coverage_union_all(metric.geometry.to_numpy()), -EDGE)
        shapely.prepare(inside)
        line = shapely.union_all(border.to_crs(METRIC_CRS).geometry.to_numpy())
        return cls(metric, line, inside)

    def holds(self, points: np.ndarray) -> np.ndarray:
        """Say for each of (n, 2) points whether it lies safely inside the sample."""
        return shapely.contains_xy(self.inside, points[:, 0], points[:, 1])

    def centre(self, province: str, name: str) -> np.ndarray:
        """Return a point inside the commune of that province and short name, (2,)."""
        rows = self.communes
        found = rows[(rows.prov_code == province) & (rows.name == name)]
        if found.empty:
            raise KeyError(f"No commune {name} in province {province}")
        return shapely.get_coordinates(found.geometry.iloc[0].representative_point())[0]


def kept_inside(ground: Ground, count: int, draw: Callable[[int], np.ndarray]) -> np.ndarray:
    """Call ``draw(n)`` -> (n, 2) until ``count`` points inside the sample are found."""
    kept = np.empty((0, 2))
    while len(kept) < count:
        points = draw(max(16, 2 * (count - len(kept))))
        kept = np.vstack([kept, points[ground.holds(points)]])
    return kept[:count]


def in_towns(
    ground: Ground, count: int, rng: np.random.Generator, weight: np.ndarray, spread: float = 0.3
) -> np.ndarray:
    """Place points around commune centres; ``weight`` per commune, ``spread`` in commune sides."""
    rows = ground.communes
    centre = shapely.get_coordinates(shapely.point_on_surface(rows.geometry.to_numpy()))
    side = np.sqrt(rows.geometry.area.to_numpy())
    share = weight / weight.sum()

    def draw(n: int) -> np.ndarray:
        pick = rng.choice(len(rows), n, p=share)
        return centre[pick] + rng.normal(0, spread, (n, 2)) * side[pick, None]

    return kept_inside(ground, count, draw)


def along(
    ground: Ground,
    count: int,
    rng: np.random.Generator,
    lines: np.ndarray,
    offset: float,
    favoured: np.ndarray | None = None,
) -> np.ndarray:
    """Place points along lines (any length alike), ``offset`` metres (standard deviation) aside.

    ``favoured`` is (k, 2): three of four points then crowd within some 3 km of these places.
    """
    length = shapely.length(lines)

    def draw(n: int) -> np.ndarray:
        pick = rng.choice(len(lines), n, p=length / length.sum())
        on = shapely.line_interpolate_point(lines[pick], rng.uniform(0, 1, n), normalized=True)
        points = shapely.get_coordinates(on)
        if favoured is not None:
            gap = np.hypot(*(points[:, None] - favoured[None]).transpose(2, 0, 1)).min(axis=1)
            points = points[rng.uniform(0, 1, n) < 0.12 + 0.88 * np.exp(-gap / 3_000)]
        return points + rng.normal(0, offset, points.shape)

    return kept_inside(ground, count, draw)


def at_border(
    ground: Ground,
    count: int,
    rng: np.random.Generator,
    depth: float,
    crossings: np.ndarray | None = None,
) -> np.ndarray:
    """Place points inland of the border, ``depth`` metres on average; half near ``crossings``."""
    lines = shapely.get_parts(ground.border)
    length = shapely.length(lines)

    def draw(n: int) -> np.ndarray:
        pick = rng.choice(len(lines), n, p=length / length.sum())
        on = shapely.line_interpolate_point(lines[pick], rng.uniform(0, 1, n), normalized=True)
        points = shapely.get_coordinates(on)
        if crossings is not None:
            near = rng.uniform(0, 1, n) < 0.5
            points[near] = crossings[rng.choice(len(crossings), int(near.sum()))]
            points[near] += rng.normal(0, 350, (int(near.sum()), 2))
        angle = rng.uniform(0, 2 * np.pi, n)
        reach = rng.exponential(depth, n)
        return points + np.column_stack([np.cos(angle), np.sin(angle)]) * reach[:, None]

    return kept_inside(ground, count, draw)


def winding(points: np.ndarray, rng: np.random.Generator, swing: float = 0.09) -> LineString:
    """Return a winding line through (n, 2) points: midpoints displaced, five times over."""
    for _ in range(5):
        step = np.diff(points, axis=0)
        across = np.column_stack([-step[:, 1], step[:, 0]])
        middle = points[:-1] + step / 2 + across * rng.normal(0, swing, (len(step), 1))
        mixed = np.empty((len(points) + len(middle), 2))
        mixed[0::2], mixed[1::2] = points, middle
        points = mixed
    return LineString(points)


def to_degrees(geometries: np.ndarray) -> gpd.GeoSeries:
    """Return geometries in metres as EPSG:4326, coordinates rounded to 6 decimals (0.1 m)."""
    series = gpd.GeoSeries(list(geometries), crs=METRIC_CRS).to_crs("EPSG:4326")
    rounded = shapely.transform(series.to_numpy(), lambda xy: xy.round(6))
    return gpd.GeoSeries(rounded, crs="EPSG:4326")
