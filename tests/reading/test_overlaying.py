"""Parts of old units in new ones: true parts are told from two drawings of one line."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from bench.boundary_set import rough_coverage
from bench.succession_agreement import PIECE_DRAWN, PIECE_MOVED, compare
from layers.reading.overlaying import overlay


def boxes(*edges):
    return np.array([shapely.box(*edge) for edge in edges], dtype=object)


def linked(parts):
    return {(int(o), int(n)): s for o, n, s in zip(parts.old, parts.new, parts.share, strict=True) if s > 0}


def test_units_merged_and_kept_go_over_whole():
    old = boxes((107, 11, 107.1, 11.1), (107.1, 11, 107.2, 11.1), (107, 11.1, 107.2, 11.2))
    new = boxes((107, 11, 107.2, 11.1), (107, 11.1, 107.2, 11.2))
    parts = overlay(old, new)
    assert linked(parts) == {(0, 0): 1.0, (1, 0): 1.0, (2, 1): 1.0}
    assert parts.misfit_m == pytest.approx(0, abs=1e-6)
    assert not parts.outside.any()


def test_a_divided_unit_is_shared_by_geodesic_area():
    old = boxes((107, 11, 107.1, 11.1), (107.1, 11, 107.2, 11.1))
    new = boxes((107, 11, 107.03, 11.1), (107.03, 11, 107.2, 11.1))
    parts = overlay(old, new)
    shares = linked(parts)
    assert shares[0, 0] == pytest.approx(0.3, rel=1e-3)
    assert shares[0, 0] + shares[0, 1] == pytest.approx(1)
    assert shares[1, 1] == 1.0


def test_a_strip_below_the_share_is_a_sliver_and_its_ground_is_shared_out():
    old = boxes((107, 11, 107.1, 11.1), (107.1, 11, 107.2, 11.1))
    new = boxes((107, 11, 107.1005, 11.1), (107.1005, 11, 107.2, 11.1))
    parts = overlay(old, new, sliver_width_m=0)
    assert linked(parts) == {(0, 0): 1.0, (1, 1): 1.0}
    assert parts.sliver.sum() == 1
    exact = overlay(old, new, sliver_share=0, sliver_width_m=0)
    assert linked(exact)[1, 0] == pytest.approx(0.005, rel=1e-2)


def test_ground_outside_the_new_units_is_a_remainder():
    old = boxes((107, 11, 107.1, 11.1), (110, 11, 110.1, 11.1))
    new = boxes((107, 11, 107.06, 11.1))
    parts = overlay(old, new)
    assert linked(parts)[0, 0] == pytest.approx(0.6, rel=1e-3)
    assert parts.outside[0] == pytest.approx(0.4, rel=1e-3)
    assert parts.outside[1] == 1


def test_a_whole_country_against_itself_is_the_identity():
    country = rough_coverage(60, 3_000)
    parts = overlay(country, country)
    assert linked(parts) == {(i, i): 1.0 for i in range(60)}


def test_real_communes_agree_with_the_published_crosswalk(shared_data):
    agreement = compare(shared_data)
    assert len(agreement.rows) == 282
    assert len(agreement.matched) >= 255
    assert agreement.share >= 0.99
    assert agreement.share_of_pairs >= 0.9
    assert all(row.verdict for row in agreement.rows)
    # What only the overlay knows are pieces along a boundary; no pair of the crosswalk is missed.
    assert {pair.verdict for pair in agreement.lone_pairs} <= {PIECE_DRAWN, PIECE_MOVED}
    assert max(pair.share for pair in agreement.lone_pairs) < 0.5
    assert np.allclose(np.bincount(agreement.parts.old, agreement.parts.share), 1, atol=1e-9)
