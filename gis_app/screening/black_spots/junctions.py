"""Where roads meet: shared vertices, crossings, and ends that stop a little short of another road.

Lines that cross without a common vertex meet, as most roads do; an expressway is crossed by bridges, so
there only common vertices and ends that lie on the line (slip roads) count. The end of a road may stop up to
`JOIN_M` short of the road that it leads into, as lines from different surveys do.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray

from gis_app.screening.black_spots.lines import Floats, Ints, Lines

#: How far an end may be drawn from the line it leads into; roads side by side are farther apart.
JOIN_M = 10.0
#: Places on one line nearer than this along it are the same corner, not a road that comes back to itself.
_SAME_CORNER_M = 3 * JOIN_M
_DECIMALS = 9
_PARALLEL = 1e-12  # sine of the angle below which two pieces do not cross in one place


@dataclass(frozen=True, slots=True)
class Meetings:
    """Pairs of places that are one: `first` and `second` are (m,) addresses, `gap_m` (m,) metres between."""

    first: Floats
    second: Floats
    gap_m: Floats


def meetings(lines: Lines, crossings: NDArray[np.bool_]) -> Meetings:
    """Find where lines meet.

    Args:
        lines: all lines.
        crossings: (number of lines,) whether lines that cross this one meet it.
    """
    found = [_shared_vertices(lines), _crossing(lines, crossings), _loose_ends(lines)]
    return Meetings(*(np.concatenate(columns) for columns in zip(*found, strict=True)))


def to_utm(lonlat: Floats, like: Floats | None = None) -> Floats:
    """Return (n, 2) metres in the UTM zone of the middle of all places (of those `like` which, if given).

    Only good for finding candidates: far from the middle of the zone lengths are up to 1 % too long.
    """
    extent = lonlat if like is None else like
    middle = (extent[:, 0].min() + extent[:, 0].max()) / 2 if len(extent) else 105.0
    projection = pyproj.Transformer.from_crs(
        "EPSG:4326", 32600 + int((middle + 180) // 6) + 1, always_xy=True
    )
    return np.column_stack(projection.transform(lonlat[:, 0], lonlat[:, 1]))


def _shared_vertices(lines: Lines) -> tuple[Floats, Floats, Floats]:
    """Pair every vertex with the first one at the same place, unless it is only its neighbour on the line."""
    keys = np.rint(lines.lonlat * 10**_DECIMALS).astype(np.int64)
    order = np.lexsort((np.arange(len(keys)), keys[:, 1], keys[:, 0]))
    same = (keys[order][1:] == keys[order][:-1]).all(axis=1)
    first, second = order[:-1][same], order[1:][same]
    apart = (lines.line[first] != lines.line[second]) | (second - first > 1)
    first, second = lines.address[first[apart]], lines.address[second[apart]]
    return first, second, np.zeros(len(first))


def _crossing(lines: Lines, crossings: NDArray[np.bool_]) -> tuple[Floats, Floats, Floats]:
    """Find where the insides of two straight pieces cross, or one touches the inside of the other."""
    begin = lines.pieces()
    begin = begin[crossings[lines.line[begin]]] if len(begin) else begin
    a, b = lines.lonlat[begin], lines.lonlat[begin + 1]
    boxes = shapely.box(*np.minimum(a, b).T, *np.maximum(a, b).T)
    one, other = shapely.STRtree(boxes).query(boxes)
    apart = (one < other) & (np.abs(begin[one] - begin[other]) > 1)
    one, other = one[apart], other[apart]
    run, across = (b - a)[one], (b - a)[other]
    between = a[other] - a[one]
    turn = _cross(run, across)
    flat = np.abs(turn) <= _PARALLEL * _length(run) * _length(across)
    with np.errstate(divide="ignore", invalid="ignore"):
        t, u = _cross(between, across) / turn, _cross(between, run) / turn
    meets = ~flat & (t >= 0) & (t <= 1) & (u >= 0) & (u <= 1)
    one, other, t, u = one[meets], other[meets], t[meets], u[meets]
    first = _along(lines, begin[one], t)
    second = _along(lines, begin[other], u)
    return first, second, np.zeros(len(first))


def _cross(a: Floats, b: Floats) -> Floats:
    return a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]


def _along(lines: Lines, vertex: Ints, share: Floats) -> Floats:
    """Return the address at a share (0 to 1) of the pieces that begin at vertices."""
    start, end = lines.address[vertex], lines.address[vertex + 1]
    return np.where(share == 1, end, start + (end - start) * share)


def _loose_ends(lines: Lines) -> tuple[Floats, Floats, Floats]:
    """Join ends that no other vertex shares to the nearest place of each other line within `JOIN_M`."""
    ends, begin = _unshared_ends(lines), lines.pieces()
    nothing = np.empty(0)
    if len(ends) == 0:
        return nothing, nothing, nothing
    metres = to_utm(lines.lonlat)
    tree = shapely.STRtree(shapely.linestrings(np.stack([metres[begin], metres[begin + 1]], axis=1)))
    end, piece = tree.query(shapely.points(metres[ends]), predicate="dwithin", distance=1.01 * JOIN_M)
    vertex, start = ends[end], begin[piece]
    share, distance = foot(lines.lonlat[vertex], lines.lonlat[start], lines.lonlat[start + 1])
    address = _along(lines, start, share)
    elsewhere = (lines.line[start] != lines.line[vertex]) | (
        np.abs(address - lines.address[vertex]) > _SAME_CORNER_M
    )
    near = elsewhere & (distance <= JOIN_M)
    vertex, address, distance, line = vertex[near], address[near], distance[near], lines.line[start][near]
    order = np.lexsort((address, distance, line, vertex))
    pair = np.column_stack([vertex, line])[order]
    nearest = order[np.r_[True, (pair[1:] != pair[:-1]).any(axis=1)]] if len(order) else order
    return lines.address[vertex[nearest]], address[nearest], distance[nearest]


def _unshared_ends(lines: Lines) -> Ints:
    """Return the ends of lines at places where no other vertex is.

    An end that another line goes on from is not loose: cutting a road in two must join it to nothing new.
    """
    keys = np.rint(lines.lonlat * 10**_DECIMALS).astype(np.int64)
    _, place, count = np.unique(keys, axis=0, return_inverse=True, return_counts=True)
    ends = lines.ends()
    loose: Ints = ends[count[place.ravel()[ends]] == 1]
    return loose


def foot(place: Floats, start: Floats, end: Floats) -> tuple[Floats, Floats]:
    """Return the nearest place of straight pieces: the share (n,) along each, and the metres (n,) to it.

    All are (n, 2) in degrees, near one another: measured in the plane that touches the ellipsoid at `place`,
    within a millimetre of the geodesic distance at a hundred metres.
    """
    scale = metres_per_degree(place[:, 1])
    run, towards = (end - start) * scale, (place - start) * scale
    square = (run**2).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(square > 0, (run * towards).sum(axis=1) / square, 0.0)
    share = np.clip(share, 0.0, 1.0)
    return share, _length(towards - run * share[:, None])


def _length(vectors: Floats) -> Floats:
    length: Floats = np.hypot(vectors[:, 0], vectors[:, 1])
    return length


def metres_per_degree(lat: Floats) -> Floats:
    """Return (n, 2) metres of a degree of longitude and of latitude on the WGS 84 ellipsoid."""
    axis, square = 6_378_137.0, 6.694_379_990_141_316e-3
    phi = np.radians(lat)
    root = 1 - square * np.sin(phi) ** 2
    east = axis * np.cos(phi) / np.sqrt(root)
    north = axis * (1 - square) / root**1.5
    scale: Floats = np.radians(1.0) * np.column_stack([east, north])
    return scale
