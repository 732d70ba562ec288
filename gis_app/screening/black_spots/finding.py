"""Finds the spots in and around communes: along roads where there are any, otherwise as the crow flies."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from gis_app.screening.black_spots.describing import Crashes, network_spots, planar_spots
from gis_app.screening.black_spots.grouping import groups
from gis_app.screening.black_spots.kinds import window_lengths
from gis_app.screening.black_spots.planar import Circles
from gis_app.screening.black_spots.reach import intervals
from gis_app.screening.black_spots.reading import Roads, box_around, crashes_in, roads_in
from gis_app.screening.black_spots.spot import Spot
from gis_app.screening.black_spots.windows import SlidingWindows


@dataclass(frozen=True, slots=True)
class Found:
    """Spots, and the primary keys of the crashes that are on no road; `roads` says whether there are any."""

    spots: list[Spot]
    unsnapped: list[int]
    roads: bool


def find(
    unit_ids: Sequence[int], since: datetime.date, until: datetime.date, parameters: Mapping[str, float]
) -> Found:
    """Return the spots in and a little beyond the communes, worst first within each level.

    Crashes at most `snap_m` from a road lie on the nearest one and are looked at along the roads; all others
    (no road near, or no road layer at all) as the crow flies.

    Args:
        unit_ids: primary keys of the communes.
        since: first local day.
        until: first day after the window.
        parameters: lengths and the severity rule, as `d.traffic` declares them.
    """
    box = box_around(unit_ids)
    return find_among(crashes_in(box, since, until), roads_in(box), parameters)


def find_among(crashes: Crashes, roads: Roads, parameters: Mapping[str, float]) -> Found:
    """Return the spots that crashes form on roads; see `find`."""
    network = roads.network
    snapped = roads.snapper.snap(crashes.lonlat, parameters["snap_m"])
    beside = np.ones(len(crashes.id), dtype=bool)
    beside[snapped.crash] = False
    spots: list[Spot] = []
    if len(snapped.crash):
        lengths = window_lengths(parameters)
        on_roads = crashes.only(snapped.crash)
        edge, offset = network.edge_at(snapped.address)
        reach = intervals(network.graph, lengths[network.kind] / 2, edge, offset)
        windows = SlidingWindows(reach, len(on_roads.id))
        for found in groups(windows, on_roads.deaths, on_roads.injuries, parameters):
            spots += network_spots(on_roads, found, network, snapped.address, float(lengths.max()))
    if beside.any():
        apart = crashes.only(beside)
        circles = Circles(apart.lonlat, parameters["window_planar_m"] / 2)
        for found in groups(circles, apart.deaths, apart.injuries, parameters):
            spots += planar_spots(apart, found)
    spots.sort(key=lambda spot: (spot.level, -spot.fatal, -spot.deaths, -spot.crashes, spot.ids))
    return Found(spots, crashes.id[beside].tolist(), len(network.lines.roads) > 0)
