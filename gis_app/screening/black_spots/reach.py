"""How far windows around each crash reach along the network.

A window of length L is all of the network within L/2 of its middle; on a single road that is a stretch of
length L. Its middle may lie anywhere. Turned round: a crash is in the windows whose middle is within L/2 of
it, which on each edge is at most three intervals: from either end, and around the crash itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gis_app.screening.black_spots.lines import TOLERANCE_M, Floats, Ints
from gis_app.screening.black_spots.network import Graph, counted


@dataclass(frozen=True, slots=True)
class Intervals:
    """Where on each edge the middle of a window with a crash in it may lie: both ends included.

    Attributes:
        crash: (i,) index of the crash.
        edge: (i,) index of the edge.
        low: (i,) metres from the start of the edge.
        high: (i,) metres from the start of the edge.
    """

    crash: Ints
    edge: Ints
    low: Floats
    high: Floats


def intervals(graph: Graph, half_m: Floats, edge: Ints, offset: Floats) -> Intervals:
    """Return the intervals of all crashes, at most one of a crash at any place of an edge.

    Args:
        graph: the network.
        half_m: (e,) half the length of windows with their middle on each edge.
        edge: (n,) edge of each crash.
        offset: (n,) metres from the start of the edge.
    """
    half_m = half_m + TOLERANCE_M / 2
    crash, node, distance = to_nodes(graph, float(half_m.max(initial=0.0)), edge, offset)
    which, at, from_end = graph.incident.edges_of(node)
    room = half_m[at] - distance[which]
    length = graph.length_m[at]
    inside = room >= 0
    which, at, from_end = which[inside], at[inside], from_end[inside]
    room, length = room[inside], length[inside]
    everyone = np.arange(len(edge))
    low = np.r_[np.where(from_end, np.maximum(length - room, 0), 0.0), np.maximum(offset - half_m[edge], 0)]
    high = np.r_[
        np.where(from_end, length, np.minimum(room, length)),
        np.minimum(offset + half_m[edge], graph.length_m[edge]),
    ]
    return _union(np.r_[crash[which], everyone], np.r_[at, edge], low, high)


def to_nodes(graph: Graph, farthest: float, edge: Ints, offset: Floats) -> tuple[Ints, Ints, Floats]:
    """Return crash, node and metres for all nodes at most `farthest` from a crash; shortest for each pair."""
    everyone = np.arange(len(edge))
    crash = np.tile(everyone, 2)
    gate = np.r_[graph.start[edge], graph.end[edge]]
    to_gate = np.r_[offset, graph.length_m[edge] - offset]
    near = to_gate <= farthest
    crash, gate, to_gate = crash[near], gate[near], to_gate[near]
    source, node, beyond = _between_nodes(graph, farthest, np.unique(gate))
    first = np.searchsorted(source, gate)
    count: Ints = np.asarray(np.searchsorted(source, gate, side="right") - first)
    row = np.repeat(first, count) + counted(count)
    which = np.repeat(np.arange(len(gate)), count)
    distance = to_gate[which] + beyond[row]
    kept = distance <= farthest
    pair, shortest = _shortest(crash[which][kept] * graph.nodes + node[row][kept], distance[kept])
    return pair // graph.nodes, pair % graph.nodes, shortest


def _between_nodes(graph: Graph, farthest: float, sources: Ints) -> tuple[Ints, Ints, Floats]:
    """Return source, node and metres for all nodes at most `farthest` from a source, by source and node.

    Grows all neighbourhoods at once, one edge at a time, until none finds a shorter way. A source and a node
    are one number, so that what is known stays in order while what is new is put in.
    """
    pair, metres = sources * (graph.nodes + 1), np.zeros(len(sources))
    fresh, so_far = pair, metres
    while len(fresh):
        which, edge, from_end = graph.incident.edges_of(fresh % graph.nodes)
        distance = so_far[which] + graph.length_m[edge]
        near = distance <= farthest
        which, edge, from_end, distance = which[near], edge[near], from_end[near], distance[near]
        node = np.where(from_end, graph.start[edge], graph.end[edge])
        fresh, so_far = _shortest(fresh[which] // graph.nodes * graph.nodes + node, distance)
        place = np.searchsorted(pair, fresh)
        known = pair[np.minimum(place, len(pair) - 1)] == fresh
        shorter = known.copy()
        shorter[known] = so_far[known] < metres[place[known]]
        metres[place[shorter]] = so_far[shorter]
        pair, metres = (
            np.insert(pair, place[~known], fresh[~known]),
            np.insert(metres, place[~known], so_far[~known]),
        )
        better = shorter | ~known
        fresh, so_far = fresh[better], so_far[better]
    return pair // graph.nodes, pair % graph.nodes, metres


def _shortest(pair: Ints, distance: Floats) -> tuple[Ints, Floats]:
    """Keep the shortest distance of each pair, in the order of the pairs."""
    if len(pair) == 0:
        return pair, distance
    order = np.argsort(pair)
    pair, distance = pair[order], distance[order]
    first = np.flatnonzero(np.r_[True, pair[1:] != pair[:-1]])
    return pair[first], np.minimum.reduceat(distance, first)


def _union(crash: Ints, edge: Ints, low: Floats, high: Floats) -> Intervals:
    """Join intervals of one crash on one edge that touch."""
    order = np.lexsort((low, crash, edge))
    crash, edge, low, high = crash[order], edge[order], low[order], high[order]
    if len(order) == 0:
        return Intervals(crash, edge, low, high)
    other = np.r_[True, (crash[1:] != crash[:-1]) | (edge[1:] != edge[:-1])]
    group = np.cumsum(other) - 1
    # One running maximum for all groups: each is lifted above the one before.
    lift = group * (high.max() + 1.0)
    farthest = np.maximum.accumulate(high + lift) - lift
    begins = other | np.r_[True, low[1:] > farthest[:-1]]
    first = np.flatnonzero(begins)
    last = np.r_[first[1:], len(order)] - 1
    return Intervals(crash[first], edge[first], low[first], farthest[last])
