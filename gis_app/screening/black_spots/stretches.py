"""The stretch of road that a spot covers: the shortest way along the network that joins its crashes.

Made for all spots at once after K. Mehlhorn, "A faster approximation algorithm for the Steiner problem in
graphs", Information Processing Letters 27 (1988): every place belongs to the nearest crash; where the grounds
of two crashes of one spot meet, the way between them is known; a minimum spanning tree of these ways joins
all of them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra, minimum_spanning_tree

from gis_app.screening.black_spots.lines import TOLERANCE_M, Floats, Ints
from gis_app.screening.black_spots.network import SAME_M, Graph, Network
from gis_app.screening.black_spots.reach import to_nodes

#: A length for steps of none, which a sparse matrix would take for no step at all.
_SHORTEST = 1e-6
#: Ways that are equal to the millimetre are equal.
_DECIMALS = 3


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces of roads: `group` (m,), and the addresses (m,) from which and to which each runs, rising."""

    group: Ints
    begin: Floats
    end: Floats


@dataclass(frozen=True, slots=True)
class _Steps:
    """The network cut at crashes: ends, metres, the part of which edge each step is, and its road's rank."""

    one: Ints
    other: Ints
    length: Floats
    edge: Ints
    low: Floats
    high: Floats
    rank: Ints

    def between(self) -> tuple[Ints, Ints]:
        """Return the lower and the higher node of each step."""
        return np.minimum(self.one, self.other), np.maximum(self.one, self.other)

    def shortest(self) -> Ints:
        """Return the shortest step between each two nodes, of equals that of the first road by number."""
        low, high = self.between()
        return _first_of_pairs(low, high, self.rank, self.length.round(_DECIMALS))


def stretches(network: Network, edge: Ints, offset: Floats, group: Ints, farthest_m: float) -> Pieces:
    """Return the pieces of road that join the crashes of each group.

    Args:
        network: the network.
        edge: (n,) edge of each crash.
        offset: (n,) metres from the start of the edge.
        group: (n,) group of each crash; crashes of two groups are never at one place.
        farthest_m: crashes of a group are joined by ways between two crashes at most this long.
    """
    if len(edge) == 0:
        return Pieces(np.empty(0, dtype=np.int64), np.empty(0), np.empty(0))
    nearby = _around(network.graph, edge, offset, farthest_m)
    graph = network.graph.only(nearby)
    steps, place = _cut(graph, np.searchsorted(nearby, edge), offset, _ranks(network, nearby))
    size = graph.nodes + len(edge)
    chosen = steps.shortest()
    low, high = (node[chosen] for node in steps.between())
    length = np.maximum(steps.length, _SHORTEST)
    matrix = csr_array((length[chosen], (low, high)), shape=(size, size))
    crashes, first = np.unique(place, return_index=True)
    group_at = np.full(size, -1, dtype=np.int64)
    group_at[crashes] = group[first]
    distance, before, nearest = dijkstra(
        matrix, directed=False, indices=crashes, min_only=True, return_predecessors=True, limit=farthest_m
    )
    nearest = nearest.astype(np.int64)
    one, other = steps.one, steps.other
    bridge = np.sort(chosen)
    bridge = bridge[(nearest[one[bridge]] >= 0) & (nearest[other[bridge]] >= 0)]
    bridge = bridge[nearest[one[bridge]] != nearest[other[bridge]]]
    bridge = bridge[group_at[nearest[one[bridge]]] == group_at[nearest[other[bridge]]]]
    way = distance[one[bridge]] + length[bridge] + distance[other[bridge]]
    bridge = bridge[_spanning(nearest[one[bridge]], nearest[other[bridge]], way, size)]
    used = _walked(chosen, low * size + high, before, np.r_[one[bridge], other[bridge]])
    used = np.unique(np.r_[bridge, used])
    on = nearby[steps.edge[used]]
    drawn = (on < len(network.begins)) & (steps.high[used] > steps.low[used])
    used, begin = used[drawn], network.begins[on[drawn]]
    return Pieces(group_at[nearest[one[used]]], begin + steps.low[used], begin + steps.high[used])


def _around(graph: Graph, edge: Ints, offset: Floats, farthest_m: float) -> Ints:
    """Return the edges, rising, on which a way at most `farthest_m` long between two crashes may run."""
    _crash, node, _distance = to_nodes(graph, farthest_m / 2 + TOLERANCE_M, edge, offset)
    _which, at, _end = graph.incident.edges_of(np.unique(node))
    return np.unique(np.r_[at, edge])


def _ranks(network: Network, edge: Ints) -> Ints:
    """Return the rank of each edge's road; ways across gaps come first."""
    lines, rank = network.lines, np.zeros(len(edge), dtype=np.int64)
    drawn = edge < len(network.begins)
    rank[drawn] = lines.rank[lines.road[lines.line_at(network.begins[edge[drawn]])]]
    return rank


def _cut(graph: Graph, edge: Ints, offset: Floats, rank: Ints) -> tuple[_Steps, Ints]:
    """Cut edges at crashes; return the steps and the place of each crash, a node of the cut network."""
    length = graph.length_m[edge]
    at_start, at_end = offset <= SAME_M, length - offset <= SAME_M
    inside = ~(at_start | at_end)
    cuts, which = np.unique(np.column_stack([edge[inside], offset[inside]]), axis=0, return_inverse=True)
    place = np.where(at_start, graph.start[edge], graph.end[edge])
    place[inside] = graph.nodes + which.ravel()
    cut_edge = cuts[:, 0].astype(np.int64)
    edges = np.arange(len(graph.start))
    on = np.r_[edges, cut_edge]
    low = np.r_[np.zeros(len(edges)), cuts[:, 1]]
    node = np.r_[graph.start, graph.nodes + np.arange(len(cuts))]
    order = np.lexsort((low, on))
    on, low, node = on[order], low[order], node[order]
    last = np.r_[on[1:] != on[:-1], True] if len(on) else np.zeros(0, dtype=bool)
    high = np.where(last, graph.length_m[on], np.r_[low[1:], 0.0])
    other = np.where(last, graph.end[on], np.r_[node[1:], 0])
    return _Steps(node, other, high - low, on, low, high, rank[on]), place


def _first_of_pairs(low: Ints, high: Ints, *least: Floats | Ints) -> Ints:
    """Return for each pair of different nodes the index with the least last key, then the one before."""
    order = np.lexsort((*least, high, low))
    order = order[low[order] != high[order]]
    new = (
        np.r_[True, (low[order][1:] != low[order][:-1]) | (high[order][1:] != high[order][:-1])]
        if len(order)
        else np.zeros(0, dtype=bool)
    )
    chosen: Ints = order[new]
    return chosen


def _spanning(one: Ints, other: Ints, way: Floats, size: int) -> Ints:
    """Return the indices of the ways in a minimum spanning tree of crashes."""
    low, high = np.minimum(one, other), np.maximum(one, other)
    order = _first_of_pairs(low, high, way)
    low, high = low[order], high[order]
    tree = minimum_spanning_tree(csr_array((way[order], (low, high)), shape=(size, size))).tocoo()
    chosen = tree.row.astype(np.int64) * size + tree.col
    return order[np.searchsorted(low * size + high, np.sort(chosen))]


def _walked(step: Ints, key: Ints, before: NDArray[np.int32], start: Ints) -> Ints:
    """Return the steps on the ways back from nodes to their nearest crashes; `key` of steps is rising."""
    found = [np.empty(0, dtype=np.int64)]
    size = len(before)
    node = np.unique(start)
    while len(node := node[before[node] >= 0]):
        previous = before[node].astype(np.int64)
        wanted = np.minimum(node, previous) * size + np.maximum(node, previous)
        found.append(step[np.searchsorted(key, wanted)])
        node = np.unique(previous)
    return np.concatenate(found)
