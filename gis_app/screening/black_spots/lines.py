"""The road layer as flat arrays: vertices, straight pieces between them, and what is known of each line.

Every place on a road has one number, its *address*: metres along all lines laid one after the other, with a
gap of `GAP_M` between two lines. A stretch of a road is then a pair of addresses, and finding the vertices
inside it is a search in one sorted array.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.reading.geodesy import GEOD
from layers.reading.linear import road_number
from layers.reading.names import nfc

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: What lies exactly at the end of a window or at the snap distance is in: figures are equal to within this.
TOLERANCE_M = 0.01
GAP_M = 1_000.0
#: Longest straight piece; a longer one bends away from the straight line of a map projection.
PIECE_M = 1_000.0
#: Ends closer than this are the same place: 1e-9 degrees is a tenth of a millimetre.
_DECIMALS = 9


@dataclass(frozen=True, slots=True)
class Road:
    """One record of the road layer; `geometry` is a (multi)line in WGS 84."""

    number: str
    name: str
    kind: int
    km_origin: float
    geometry: shapely.Geometry

    @property
    def key(self) -> str:
        """Return one spelling of the number."""
        return _spelled(self.number)


@lru_cache(maxsize=100_000)
def _spelled(number: str) -> str:
    return road_number(number) or nfc(number).upper()


@dataclass(frozen=True, slots=True)
class Lines:
    """All lines of all roads.

    Attributes:
        lonlat: (v, 2) vertices in degrees, line after line.
        address: (v,) their addresses, rising.
        line: (v,) the line each belongs to.
        road: (l,) the road each line belongs to, as an index into `roads`.
        km_zero: (l,) address at which the road's kilometre 0 would lie; NaN where the chainage is unknown.
        roads: the records.
        rank: (r,) the order of the records by number: what decides between equals must not be the order in
            which they are stored.
    """

    lonlat: Floats
    address: Floats
    line: Ints
    road: Ints
    km_zero: Floats
    roads: tuple[Road, ...]
    rank: Ints

    def pieces(self) -> Ints:
        """Return (p,) the first vertex of every straight piece; the second is the next one."""
        return np.flatnonzero(self.line[:-1] == self.line[1:])

    def ends(self) -> Ints:
        """Return (2l,) the vertices at which lines begin and end."""
        if len(self.line) == 0:
            return np.empty(0, dtype=np.int64)
        changes = np.flatnonzero(np.diff(self.line)) + 1
        return np.sort(np.r_[0, changes, changes - 1, len(self.line) - 1])

    def places(self, address: Floats) -> Floats:
        """Return (n, 2) longitude and latitude at addresses on lines."""
        return np.column_stack([np.interp(address, self.address, self.lonlat[:, i]) for i in (0, 1)])

    def line_at(self, address: Floats) -> Ints:
        """Return (n,) the line on which each address lies."""
        found = self.line[
            np.clip(np.searchsorted(self.address, address + GAP_M / 2) - 1, 0, len(self.line) - 1)
        ]
        return np.asarray(found)


def lines_of(roads: Sequence[Road]) -> Lines:
    """Lay the lines of all roads one after the other.

    Parts of a multiline are joined where one starts at the other's end. The chainage of a road is known where
    that leaves one line: nobody knows how the gaps between others are counted. It is unknown, too, where two
    touching records of one number both start at kilometre 0, which is what a record without the figure has.
    """
    shapes = shapely.force_2d(np.array([road.geometry for road in roads], dtype=object))
    merged = shapely.line_merge(shapes, directed=True)
    whole = shapely.get_type_id(merged) == shapely.GeometryType.LINESTRING
    shapes = np.where(whole, merged, shapes)
    parts, road = shapely.get_parts(shapes, return_index=True)
    kept = shapely.get_num_coordinates(parts) > 1
    parts, road = parts[kept], road[kept]
    lonlat, line = shapely.get_coordinates(parts, return_index=True)
    lonlat, line, steps = _densified(lonlat, line)
    address = np.cumsum(steps)
    first = address[np.searchsorted(line, np.arange(len(parts)))] if len(parts) else np.empty(0)
    origin = np.array([one.km_origin for one in roads], dtype=float)[road] if len(roads) else np.empty(0)
    known = whole[road] & ~_never_filled_in(lonlat, line, road, roads)
    km_zero = np.where(known, first - 1_000.0 * origin, np.nan)
    return Lines(lonlat, address, line, road, km_zero, tuple(roads), _rank(roads))


def _rank(roads: Sequence[Road]) -> Ints:
    names = [(road.key, road.kind, road.name) for road in roads]
    ranked = {name: rank for rank, name in enumerate(sorted(set(names)))}
    return np.array([ranked[name] for name in names], dtype=np.int64)


def _densified(lonlat: Floats, line: Ints) -> tuple[Floats, Ints, Floats]:
    """Cut pieces longer than `PIECE_M`; return vertices, lines, and the metres from the vertex before."""
    if len(line) == 0:
        return lonlat, line, np.empty(0)
    start, end = lonlat[:-1], lonlat[1:]
    length = np.asarray(GEOD.inv(start[:, 0], start[:, 1], end[:, 0], end[:, 1])[2], dtype=float)
    inside = line[:-1] == line[1:]
    cuts = np.where(inside, np.maximum(1, np.ceil(length / PIECE_M)), 1).astype(np.int64)
    which = np.repeat(np.arange(len(start)), cuts)
    step = np.arange(len(which)) - np.repeat(np.cumsum(cuts) - cuts, cuts)
    share = step / cuts[which]
    denser = start[which] + (end - start)[which] * share[:, None]
    metres = np.where(inside, length / cuts, GAP_M)[which]
    return (
        np.vstack([denser, lonlat[-1:]]),
        np.r_[line[:-1][which], line[-1]],
        np.r_[0.0, metres],
    )


def _never_filled_in(lonlat: Floats, line: Ints, road: Ints, roads: Sequence[Road]) -> NDArray[np.bool_]:
    """Say of each line whether it touches another record of its number, and both start at kilometre 0."""
    count = len(road)
    if count == 0:
        return np.zeros(0, dtype=bool)
    first = np.searchsorted(line, np.arange(count))
    last = np.searchsorted(line, np.arange(count), side="right") - 1
    zero = np.array([one.km_origin == 0 for one in roads])[road]
    keys = np.unique([one.key for one in roads], return_inverse=True)[1][road]
    at = np.rint(np.vstack([lonlat[first], lonlat[last]]) * 10**_DECIMALS).astype(np.int64)
    ends = np.column_stack([np.tile(keys, 2), at])[np.tile(zero, 2)]
    owner = np.tile(road, 2)[np.tile(zero, 2)]
    _, place = np.unique(ends, axis=0, return_inverse=True)
    touching = np.unique(np.column_stack([place.ravel(), owner]), axis=0)
    shared = np.bincount(touching[:, 0]) > 1 if len(touching) else np.zeros(0, dtype=bool)
    records = np.unique(touching[shared[touching[:, 0]], 1]) if len(touching) else np.empty(0, dtype=np.int64)
    return np.isin(road, records)
