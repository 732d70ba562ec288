"""Roads as a graph: nodes where lines meet or end, edges along the lines between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from gis_app.screening.black_spots.junctions import meetings
from gis_app.screening.black_spots.kinds import kinds
from gis_app.screening.black_spots.lines import Floats, Ints, Lines, Road, lines_of

#: Addresses closer than this are one place: geodesic lengths of the same line, cut differently, agree to it.
SAME_M = 0.005


@dataclass(frozen=True)
class Graph:
    """Undirected edges with lengths; several may join the same two nodes, and one may return to its node.

    Attributes:
        start: (e,) node at offset 0 of each edge.
        end: (e,) node at its other end.
        length_m: (e,) metres.
        nodes: how many nodes there are.
    """

    start: Ints
    end: Ints
    length_m: Floats
    nodes: int

    @cached_property
    def incident(self) -> Incident:
        """Return the edges at each node."""
        edges = np.arange(len(self.start))
        node = np.r_[self.start, self.end]
        order = np.argsort(node, kind="stable")
        first = np.searchsorted(node[order], np.arange(self.nodes + 1))
        return Incident(np.tile(edges, 2)[order], np.repeat([False, True], len(edges))[order], first)

    def only(self, chosen: Ints) -> Graph:
        """Return the graph of chosen edges; its nodes are numbered anew."""
        nodes, node = np.unique(np.r_[self.start[chosen], self.end[chosen]], return_inverse=True)
        start, end = np.split(node.ravel().astype(np.int64), 2)
        return Graph(start, end, self.length_m[chosen], len(nodes))


@dataclass(frozen=True, slots=True)
class Incident:
    """The edges at each node, node after node."""

    edge: Ints
    at_end: NDArray[np.bool_]
    first: Ints

    def edges_of(self, node: Ints) -> tuple[Ints, Ints, NDArray[np.bool_]]:
        """Return, for all edges at nodes, index into `node`, edge, and whether the node is at its end."""
        count = self.first[node + 1] - self.first[node]
        row = np.repeat(self.first[node], count) + counted(count)
        return np.repeat(np.arange(len(node)), count), self.edge[row], self.at_end[row]


def counted(count: Ints) -> Ints:
    """Return 0, 1, … count - 1 for each count, one after the other."""
    return np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)


@dataclass(frozen=True, slots=True)
class Network:
    """The graph of all roads, and where its edges lie.

    Attributes:
        lines: the lines.
        graph: the graph; edges along lines come first, by address, then those across gaps.
        begins: (k,) address at which each edge along a line begins.
        kind: (e,) kind of road of each edge, as an index into `kinds()`.
    """

    lines: Lines
    graph: Graph
    begins: Floats
    kind: Ints

    def edge_at(self, address: Floats) -> tuple[Ints, Floats]:
        """Return (n,) the edge along a line at each address, and (n,) metres from its start."""
        edge = np.searchsorted(self.begins, address + SAME_M, side="right") - 1
        # The end of a line is the end of its last edge, not a place before the first edge of the next line.
        edge = np.clip(edge, 0, max(len(self.begins) - 1, 0))
        offset = np.clip(address - self.begins[edge], 0.0, self.graph.length_m[edge])
        return edge.astype(np.int64), offset


def build(roads: Sequence[Road]) -> Network:
    """Return the network of the roads."""
    lines = lines_of(roads)
    kind = np.array([road.kind for road in roads], dtype=np.int64)[lines.road] if len(roads) else lines.road
    met = meetings(lines, np.array([one.crossings for one in kinds()])[kind])
    cuts = _cuts(np.concatenate([lines.address[lines.ends()], met.first, met.second]))
    node_of_cut, first, second = _merged(cuts, met.first, met.second, met.gap_m)
    on = lines.line_at(cuts)
    along = np.flatnonzero(on[:-1] == on[1:]) if len(cuts) else np.empty(0, dtype=np.int64)
    across = (met.gap_m > SAME_M) & (first != second)
    graph = Graph(
        start=np.r_[node_of_cut[along], first[across]],
        end=np.r_[node_of_cut[along + 1], second[across]],
        length_m=np.r_[cuts[along + 1] - cuts[along], met.gap_m[across]],
        nodes=int(node_of_cut.max()) + 1 if len(cuts) else 0,
    )
    leaving = kind[lines.line_at(met.first[across])] if across.any() else np.empty(0, dtype=np.int64)
    return Network(lines, graph, cuts[along], np.r_[kind[on[along]], leaving].astype(np.int64))


def _cuts(addresses: Floats) -> Floats:
    """Return the different addresses, rising; of those within `SAME_M` the first."""
    rising = np.unique(addresses)
    return rising[np.r_[True, np.diff(rising) > SAME_M]] if len(rising) else rising


def _merged(cuts: Floats, first: Floats, second: Floats, gap_m: Floats) -> tuple[Ints, Ints, Ints]:
    """Return the node of each cut and the nodes of the places that meet; those without a gap are one node."""
    one, other = _nearest(cuts, first), _nearest(cuts, second)
    same = gap_m <= SAME_M
    links = coo_array((np.ones(same.sum()), (one[same], other[same])), shape=(len(cuts), len(cuts)))
    node: NDArray[np.int64] = connected_components(links, directed=False)[1].astype(np.int64)
    return node, node[one], node[other]


def _nearest(cuts: Floats, addresses: Floats) -> Ints:
    """Return the index of the cut at each address."""
    return np.maximum(np.searchsorted(cuts, addresses + SAME_M / 1_000, side="right") - 1, 0)
