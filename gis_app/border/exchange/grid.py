"""The square kilometres that places are told by.

The grid is that of UTM zone 48 north on WGS 84 (EPSG:32648), cut at whole kilometres. It covers the whole
border with Cambodia (102–108° E) in one zone, belongs to neither country's datum, so that no shift between
datums can be taken wrongly, and the other side has it on its own maps: its squares are those of MGRS. It is
anchored to the zone, never to the data: a place always falls into the same cell, in every pack, so two packs
laid side by side tell no more than one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import shapely

from layers.reading.crs import from_wgs84, to_wgs84

EPSG = 32648
SIDE_M = 1_000
#: About a centimetre; the corners are whole kilometres and tell nothing.
_DECIMALS = 7


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """One cell, by the easting and northing of its south-west corner in whole kilometres."""

    east_km: int
    north_km: int

    @property
    def name(self) -> str:
        """Return its name in the files.

        >>> Cell(682, 1291).name
        '48N 682 1291'
        """
        return f"48N {self.east_km} {self.north_km}"

    @property
    def square(self) -> shapely.Polygon:
        """Return the cell in metres of the grid."""
        west, south = self.east_km * SIDE_M, self.north_km * SIDE_M
        return shapely.box(west, south, west + SIDE_M, south + SIDE_M)

    @property
    def middle(self) -> tuple[float, float]:
        """Return its middle, longitude and latitude."""
        half = SIDE_M / 2
        ((lon, lat),) = to_wgs84(self.east_km * SIDE_M + half, self.north_km * SIDE_M + half, EPSG)
        return float(lon), float(lat)

    @property
    def outline(self) -> shapely.Polygon:
        """Return the cell in degrees of WGS 84."""
        corners = shapely.get_coordinates(self.square)
        return shapely.Polygon(np.round(to_wgs84(corners[:, 0], corners[:, 1], EPSG), _DECIMALS))


def cell_of(lon: float, lat: float) -> Cell:
    """Return the cell of a place in degrees of WGS 84; an edge belongs to the cell east or north of it.

    >>> cell_of(106.95, 11.2)
    Cell(east_km=712, north_km=1238)
    """
    ((east, north),) = from_wgs84(lon, lat, EPSG)
    return Cell(math.floor(east / SIDE_M), math.floor(north / SIDE_M))
