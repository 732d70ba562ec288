"""Spots with their figures, the road they are on and their shape, from groups of crashes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from gis_app.screening.black_spots import severity
from gis_app.screening.black_spots.grouping import Groups
from gis_app.screening.black_spots.lines import Floats, Ints, Lines
from gis_app.screening.black_spots.network import Network
from gis_app.screening.black_spots.spot import Spot, Stretch
from gis_app.screening.black_spots.stretches import Pieces, stretches


@dataclass(frozen=True, slots=True)
class Crashes:
    """Crashes in the order of their primary keys: places in degrees; NaN is an unknown number."""

    id: Ints
    lonlat: Floats
    deaths: Floats
    injuries: Floats

    def only(self, chosen: NDArray[np.bool_] | Ints) -> Crashes:
        """Return the chosen crashes."""
        return Crashes(self.id[chosen], self.lonlat[chosen], self.deaths[chosen], self.injuries[chosen])


def planar_spots(crashes: Crashes, found: Groups) -> list[Spot]:
    """Return spots whose shape is the hull of their crashes."""
    members = _members(found)
    points = shapely.points(crashes.lonlat)
    hulls = [shapely.convex_hull(shapely.multipoints(points[member])) for member in members]
    return [
        _spot("planar", found, number, crashes.only(member), (), hulls[number])
        for number, member in enumerate(members)
    ]


def network_spots(
    crashes: Crashes, found: Groups, network: Network, address: Floats, farthest_m: float
) -> list[Spot]:
    """Return spots whose shape is the stretch of road that joins their crashes.

    Args:
        crashes: the crashes on roads.
        found: which of them form spots.
        network: the roads.
        address: (n,) where on the roads each crash lies.
        farthest_m: the longest window.
    """
    members = _members(found)
    inside = found.of_crash >= 0
    edge, offset = network.edge_at(address[inside])
    pieces = stretches(network, edge, offset, found.of_crash[inside], farthest_m)
    shapes = _shapes(network.lines, pieces, members, address)
    roads = _roads(network.lines, pieces, found.of_crash[inside], address[inside], len(members))
    return [
        _spot("network", found, number, crashes.only(member), roads[number], shapes[number])
        for number, member in enumerate(members)
    ]


def _members(found: Groups) -> list[Ints]:
    """Return the crashes of each group, rising."""
    order = np.argsort(found.of_crash, kind="stable")
    order = order[found.of_crash[order] >= 0]
    starts = np.searchsorted(found.of_crash[order], np.arange(len(found.clauses) + 1))
    return [order[starts[i] : starts[i + 1]] for i in range(len(found.clauses))]


def _spot(
    method: str,
    found: Groups,
    number: int,
    crashes: Crashes,
    roads: tuple[Stretch, ...],
    shape: shapely.Geometry,
) -> Spot:
    counts = severity.weights(crashes.deaths, crashes.injuries).sum(axis=0)
    touching = shapely.geometrycollections([shape, shapely.multipoints(crashes.lonlat)])
    return Spot(
        level=found.level,
        method=method,
        clauses=found.clauses[number],
        crashes=int(counts[0]),
        fatal=int(counts[1]),
        injured=int(counts[2]),
        unknown=int(severity.unknown(crashes.deaths, crashes.injuries).sum()),
        deaths=int(np.nansum(crashes.deaths)),
        injuries=int(np.nansum(crashes.injuries)),
        ids=tuple(crashes.id.tolist()),
        roads=roads,
        shape=_ewkb(shape),
        touches=_ewkb(touching),
    )


def _ewkb(shape: shapely.Geometry) -> str:
    return str(shapely.to_wkb(shapely.set_srid(shape, 4326), hex=True, include_srid=True))


def _shapes(lines: Lines, pieces: Pieces, members: Sequence[Ints], address: Floats) -> list[shapely.Geometry]:
    """Return the stretch of each group as a line or lines; a point where all its crashes are at one place."""
    drawn = substrings(lines, pieces.begin, pieces.end)
    order = np.argsort(pieces.group, kind="stable")
    starts = np.searchsorted(pieces.group[order], np.arange(len(members) + 1))
    points = shapely.points(lines.places(address[[member[0] for member in members]])) if members else ()
    shapes = []
    for number in range(len(members)):
        own = drawn[order[starts[number] : starts[number + 1]]]
        if len(own):
            shapes.append(shapely.line_merge(shapely.multilinestrings(own)))
        else:
            shapes.append(points[number])
    return shapes


def substrings(lines: Lines, begin: Floats, end: Floats) -> NDArray[np.object_]:
    """Return the lines (m,) from one address to another on the same line."""
    first = np.searchsorted(lines.address, begin, side="right")
    beyond = np.maximum(np.searchsorted(lines.address, end, side="left"), first)
    between = beyond - first
    own = np.arange(len(begin))
    inner = np.repeat(first, between) + (
        np.arange(between.sum()) - np.repeat(np.cumsum(between) - between, between)
    )
    owner = np.r_[own, np.repeat(own, between), own]
    address = np.r_[begin, lines.address[inner], end]
    lonlat = np.vstack([lines.places(begin), lines.lonlat[inner], lines.places(end)])
    order = np.lexsort((address, owner))
    found: NDArray[np.object_] = shapely.linestrings(lonlat[order], indices=owner[order])
    return found


def _roads(
    lines: Lines, pieces: Pieces, group: Ints, address: Floats, count: int
) -> list[tuple[Stretch, ...]]:
    """Return the stretches of each of `count` groups by road, the road with most crashes first."""
    begin, end = np.r_[pieces.begin, address], np.r_[pieces.end, address]
    owner = np.r_[pieces.group, group]
    crash = np.r_[np.zeros(len(pieces.group), dtype=np.int64), np.ones(len(group), dtype=np.int64)]
    line = lines.line_at((begin + end) / 2)
    keys = [road.key for road in lines.roads]
    names, key_of_road = np.unique(keys, return_inverse=True) if keys else (np.empty(0), lines.road)
    key = key_of_road[lines.road[line]]
    order = np.lexsort((begin, key, owner))
    found: list[list[tuple[int, float, str, Stretch]]] = [[] for _ in range(count)]
    pairs = np.column_stack([owner, key])[order]
    changes = np.flatnonzero((pairs[1:] != pairs[:-1]).any(axis=1)) + 1
    for rows in np.split(order, changes) if len(order) else []:
        zero = lines.km_zero[line[rows]]
        length = float((end[rows] - begin[rows]).sum())
        known = not np.isnan(zero).any()
        from_km = float((begin[rows] - zero).min()) / 1_000 if known else None
        to_km = float((end[rows] - zero).max()) / 1_000 if known else None
        road = lines.roads[lines.road[line[rows[0]]]]
        stretch = Stretch(road.number, road.name, from_km, to_km, length)
        found[owner[rows[0]]].append((-int(crash[rows].sum()), -length, str(names[key[rows[0]]]), stretch))
    return [tuple(entry[3] for entry in sorted(entries, key=lambda e: e[:3])) for entries in found]
