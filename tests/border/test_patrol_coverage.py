"""What of the line patrols came near, as pure geometry."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from gis_app.border.patrols.coverage import PIECE_M, covered_share, near_points, parts
from layers.reading.geodesy import GEOD
from layers.reading.measured_lines import MeasuredLines

NORTH = 11.2
LINE = MeasuredLines([shapely.LineString([(106.8 + 0.01 * n, NORTH) for n in range(41)])])
WHOLE = LINE.length_m(0)


def _along(from_lon: float, to_lon: float, south: float = 0.001) -> shapely.LineString:
    return shapely.LineString([(from_lon, NORTH - south), (to_lon, NORTH - south)])


def test_without_routes_everything_is_a_gap():
    (part,) = parts(LINE, 0, [], 500)
    assert (part.from_m, part.to_m, part.covered) == (0, pytest.approx(WHOLE), False)
    assert covered_share([part]) == 0


def test_a_route_covers_what_it_came_near():
    before, walked, after = parts(LINE, 0, [_along(106.9, 107.0)], 500)
    assert [p.covered for p in (before, walked, after)] == [False, True, False]
    # 112 m away, so it reaches sqrt(500² − 112²) = 487 m beyond each of its ends.
    length = GEOD.inv(106.9, NORTH, 107.0, NORTH)[2] + 2 * 487
    assert walked.length_m == pytest.approx(length, abs=2 * PIECE_M)
    assert covered_share([before, walked, after]) == pytest.approx(length / WHOLE, abs=0.01)


def test_a_route_far_inside_covers_nothing():
    assert not any(part.covered for part in parts(LINE, 0, [_along(106.9, 107.0, south=0.01)], 500))


def test_parts_tell_which_routes_came_near():
    found = parts(LINE, 0, [_along(106.85, 106.95), _along(106.9, 107.0)], 300)
    assert [sorted(part.routes) for part in found] == [[], [0], [0, 1], [1], []]


def test_a_section_is_looked_at_alone():
    found = parts(LINE, 0, [_along(106.8, 107.2)], 500, from_m=10_000, to_m=12_000)
    assert [(p.from_m, p.to_m, p.covered) for p in found] == [(10_000, 12_000, True)]


def test_a_reach_of_nothing_is_refused():
    with pytest.raises(ValueError, match="no reach"):
        parts(LINE, 0, [], 0)


def test_points_near_a_route():
    near = near_points(LINE, np.array([(106.95, NORTH), (106.95, 11.1)]), [_along(106.9, 107.0)], 500)
    assert near.tolist() == [True, False]
    assert near_points(LINE, np.empty((0, 2)), [_along(106.9, 107.0)], 500).tolist() == []


@given(st.lists(st.tuples(st.floats(106.8, 107.1), st.floats(0.001, 0.1)), max_size=5), st.floats(50, 2000))
def test_parts_are_the_whole_line_in_order(drawn, reach):
    found = parts(LINE, 0, [_along(start, start + run) for start, run in drawn], reach)
    assert found[0].from_m == 0
    assert found[-1].to_m == pytest.approx(WHOLE)
    assert all(a.to_m == b.from_m and a.routes != b.routes for a, b in pairwise(found))
