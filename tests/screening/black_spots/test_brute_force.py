"""All windows at once against every window one by one, on small random networks of whole metres."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from gis_app.screening.black_spots.grouping import groups
from gis_app.screening.black_spots.network import Graph
from gis_app.screening.black_spots.reach import intervals
from gis_app.screening.black_spots.windows import SlidingWindows
from tests.screening.black_spots.roads import DEFAULTS


@st.composite
def networks(draw):
    """A few edges of whole metres (parallel ones and rings too), windows of even length, and crashes."""
    nodes = draw(st.integers(1, 5))
    node = st.integers(0, nodes - 1)
    edges = draw(st.lists(st.tuples(node, node, st.integers(1, 12)), min_size=1, max_size=7))
    halves = [draw(st.sampled_from([2, 5])) for _ in edges]
    place = st.integers(0, len(edges) - 1).flatmap(
        lambda edge: st.tuples(st.just(edge), st.integers(0, edges[edge][2]))
    )
    severity = st.sampled_from([(1, 0), (1, 2), (0, 1), (0, 0), (np.nan, np.nan), (0, np.nan)])
    happened = draw(st.lists(st.tuples(place, severity), min_size=1, max_size=9))
    return nodes, edges, halves, happened


@settings(max_examples=120)
@given(networks())
def test_the_same_spots_as_looking_at_every_window(case):
    nodes, edges, halves, happened = case
    start, end, length = (np.array(column) for column in zip(*edges, strict=True))
    graph = Graph(start, end, length.astype(float), nodes)
    edge = np.array([place[0] for place, _ in happened])
    offset = np.array([place[1] for place, _ in happened], dtype=float)
    deaths, injuries = np.array([severity for _, severity in happened], dtype=float).T
    windows = SlidingWindows(intervals(graph, np.array(halves, dtype=float), edge, offset), len(happened))
    found = {
        (group.level, frozenset(np.flatnonzero(group.of_crash == spot).tolist()))
        for group in groups(windows, deaths, injuries, DEFAULTS)
        for spot in range(len(group.clauses))
    }
    assert found == naive(nodes, edges, halves, happened)


def naive(nodes, edges, halves, happened):
    """Stand at every metre of every edge, see which crashes are near, ask the rule, join what overlaps."""
    metre, middles = {}, []
    for number, (begin, finish, length) in enumerate(edges):
        for step in range(length + 1):
            inner = ("inside", number, step)
            metre[number, step] = {0: begin, length: finish}.get(step, inner)
            middles.append((metre[number, step], halves[number]))
    places = sorted(set(metre.values()), key=str)
    index = {place: i for i, place in enumerate(places)}
    far = np.full((len(places), len(places)), np.inf)
    np.fill_diagonal(far, 0)
    for number, (_, _, length) in enumerate(edges):
        for step in range(length):
            a, b = index[metre[number, step]], index[metre[number, step + 1]]
            if a != b:
                far[a, b] = far[b, a] = 1
    for k in range(len(places)):
        far = np.minimum(far, far[:, [k]] + far[[k], :])
    at = [index[metre[place]] for place, _ in happened]
    windows = {
        frozenset(i for i, place in enumerate(at) if far[index[middle], place] <= half)
        for middle, half in middles
    }
    seen = [(deaths, injuries) for _, (deaths, injuries) in happened]
    worst = [
        (1 if np.isnan(d) else d, 0 if np.isnan(i) else i, np.isnan(d) or (d == 0 and np.isnan(i)))
        for d, i in seen
    ]

    def fatal(window):
        return sum(seen[i][0] > 0 for i in window)

    def injured(window):
        return sum(seen[i][0] == 0 and seen[i][1] > 0 for i in window)

    def is_black(window):
        return fatal(window) >= 2 or (len(window) >= 3 and fatal(window) >= 1) or injured(window) >= 4

    def may_be_black(window):
        deadly = sum(worst[i][0] > 0 for i in window)
        hurt = sum((seen[i][0] == 0 and seen[i][1] > 0) or worst[i][2] for i in window)
        return deadly >= 2 or (len(window) >= 3 and deadly >= 1) or hurt >= 4

    def is_potential(window):
        return fatal(window) >= 1 or injured(window) >= 2

    black = joined(filter(is_black, windows))
    within = frozenset().union(*black)
    possible = [spot for spot in joined(filter(may_be_black, windows)) if not spot <= within]
    if not any(np.isnan(d) or (d == 0 and np.isnan(i)) for d, i in seen):
        possible = []
    potential = joined(filter(is_potential, {window - within for window in windows}))
    return {
        *(("black_spot", spot) for spot in black),
        *(("possible", spot) for spot in possible),
        *(("potential", spot) for spot in potential),
    }


def joined(windows):
    """Join sets that share an element."""
    spots = [set(window) for window in windows]
    for _ in range(len(spots)):
        for a, b in itertools.combinations(range(len(spots)), 2):
            if spots[a] & spots[b]:
                spots[a] |= spots[b]
                del spots[b]
                break
        else:
            break
    return {frozenset(spot) for spot in spots}
