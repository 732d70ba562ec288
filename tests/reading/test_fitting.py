"""How far a repair moved the ground of a unit: what is told must be what was done."""

from __future__ import annotations

import pytest
import shapely

from layers.reading.fitting import fit_together

METRE = 1 / 111_195  # of latitude, in degrees
TOLERANCE = 20.0


def around(west_edge: float):
    """Return four units that enclose the strip between the first, which ends at 107.1° E, and the second."""
    return [
        shapely.box(107.0, 11.0, 107.1, 11.1),
        shapely.box(west_edge, 11.0, 107.2, 11.1),
        shapely.box(107.0, 11.1, 107.2, 11.2),
        shapely.box(107.0, 10.9, 107.2, 11.0),
    ]


def test_a_gap_that_is_closed_moves_one_neighbour_by_its_width():
    moved = fit_together(around(107.1 + 15 * METRE), TOLERANCE).moved_m
    assert sorted(moved)[:3] == [0, 0, 0]
    assert max(moved) == pytest.approx(15, rel=0.03)


def test_an_overlap_wider_than_the_tolerance_is_told_as_wide_as_it_is():
    moved = fit_together(around(107.1 - 55 * METRE), TOLERANCE).moved_m
    assert max(moved) == pytest.approx(55, rel=0.03)
    assert sum(moved > TOLERANCE) == 1


def test_a_small_hole_far_inside_a_unit_is_no_long_move():
    hole = shapely.box(107.1, 11.1, 107.1 + 10 * METRE, 11.1 + 10 * METRE)
    holed = shapely.box(107.0, 11.0, 107.2, 11.2).difference(hole)
    fitted = fit_together([holed, shapely.box(107.2, 11.0, 107.4, 11.2)], TOLERANCE)
    assert fitted.area_after_m2[0] > fitted.area_before_m2[0]
    assert fitted.moved_m[0] == pytest.approx(5, rel=0.05)
    assert fitted.moved_m[1] == 0


def test_vertices_set_into_a_common_edge_move_nothing():
    units = [shapely.box(107.0, 11.0, 107.1, 11.2)]
    units += [shapely.box(107.1, 11.0, 107.2, 11.1), shapely.box(107.1, 11.1, 107.2, 11.2)]
    assert not fit_together(units, TOLERANCE).changed.any()
