"""Widths of the kernel: the rule of thumb, the width that foretells best, incidents alone."""

from __future__ import annotations

import numpy as np
import pytest

from gis_app.statistics.bandwidths import fitted_bandwidth, share_alone, suggested_bandwidth


def scattered(count: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).uniform(0, 10_000, (count, 2))


def test_the_suggested_width_scales_with_the_data():
    first = suggested_bandwidth(scattered(500))
    assert suggested_bandwidth(scattered(500) * 3) == pytest.approx(3 * first)
    assert suggested_bandwidth(np.vstack([scattered(500)] * 32)) == pytest.approx(first / 2)


def test_half_of_the_incidents_at_one_place_leave_a_width():
    assert suggested_bandwidth(np.vstack([np.full((60, 2), 5000.0), scattered(20)])) > 0


def test_the_fitted_width_is_wide_for_one_broad_group_and_narrow_for_many_small_ones():
    random = np.random.default_rng(4)
    broad = random.normal(0, 3000, (600, 2))
    assert fitted_bandwidth(broad) > suggested_bandwidth(broad) / 2
    small = (random.uniform(0, 30_000, (30, 1, 2)) + random.normal(0, 120, (30, 20, 2))).reshape(-1, 2)
    assert fitted_bandwidth(small) < suggested_bandwidth(small) / 4


def test_the_same_seed_gives_the_same_width():
    assert fitted_bandwidth(scattered(200), seed=3) == fitted_bandwidth(scattered(200), seed=3)


def test_share_of_incidents_without_another_nearby():
    points = np.array([[0.0, 0.0], [0.0, 50.0], [9000.0, 0.0], [0.0, 9000.0]])
    assert share_alone(points, 100) == 0.5
    assert share_alone(points, 20) == 1.0
