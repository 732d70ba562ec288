"""Web Mercator (EPSG:3857), in which maps in the browser ask for square tiles.

Only for showing: its metres are longer than metres on the ground, by 1 to 9 % within Việt Nam.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from affine import Affine
from numpy.typing import NDArray

EPSG = 3857
TILE_PIXELS = 256
#: Radius of the sphere that the projection takes the earth for, in metres.
_RADIUS = 6_378_137.0
_HALF = np.pi * _RADIUS


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile; column `x` counts from the west, row `y` from the north, 2**z of them each way."""

    z: int
    x: int
    y: int

    @property
    def exists(self) -> bool:
        """Say whether the world has such a tile."""
        most = 1 << self.z
        return 0 <= self.x < most and 0 <= self.y < most

    @property
    def side(self) -> float:
        """Return the length of a side in metres of the projection."""
        return float(2 * _HALF / (1 << self.z))

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Return west, south, east, north in metres of the projection."""
        west, north = self.x * self.side - _HALF, _HALF - self.y * self.side
        return west, north - self.side, west + self.side, north

    def transform(self, pixels: int) -> Affine:
        """Return the way from pixels to metres of the projection, for so many pixels each way."""
        west, _south, _east, north = self.bounds
        return Affine(self.side / pixels, 0, west, 0, -self.side / pixels, north)

    @property
    def box(self) -> shapely.Polygon:
        """Return its ground in WGS 84 degrees."""
        return shapely.transform(shapely.box(*self.bounds), _to_degrees)


def from_degrees(geometry: shapely.Geometry) -> shapely.Geometry:
    """Return a geometry in WGS 84 degrees in metres of the projection."""
    return shapely.transform(geometry, _to_metres)


def _to_metres(places: NDArray[np.float64]) -> NDArray[np.float64]:
    lon, lat = np.radians(places).T
    return np.column_stack([_RADIUS * lon, _RADIUS * np.arctanh(np.sin(lat))])


def _to_degrees(places: NDArray[np.float64]) -> NDArray[np.float64]:
    x, y = places.T / _RADIUS
    degrees: NDArray[np.float64] = np.degrees(np.column_stack([x, np.arctan(np.sinh(y))]))
    return degrees
