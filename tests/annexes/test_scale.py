"""The scale is the largest of the series that fits, and the frame follows from it exactly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gis_app.annexes.grid import bar_length, grid_lines, grid_step
from gis_app.annexes.paper import BAND, Paper, layouts
from gis_app.annexes.scale import CLEARANCE, SERIES, Extent, TerritoryTooLargeError, fit

metres = st.floats(100, 250_000)


def territory(width: float, height: float) -> Extent:
    return Extent(400_000, 1_200_000, 400_000 + width, 1_200_000 + height)


@given(width=metres, height=metres, paper=st.sampled_from(Paper))
def test_the_territory_is_inside_the_frame_and_no_larger_scale_would_do(width, height, paper):
    place = territory(width, height)
    _layout, frame = fit(place, layouts(paper))
    left, bottom = frame.to_paper(place.west, place.south)
    right, top = frame.to_paper(place.east, place.north)
    assert CLEARANCE - 1e-6 <= left <= right <= frame.width - CLEARANCE + 1e-6
    assert CLEARANCE - 1e-6 <= bottom <= top <= frame.height - CLEARANCE + 1e-6
    assert right - left == pytest.approx(width * 1000 / frame.denominator)
    larger = [denominator for denominator in SERIES if denominator < frame.denominator]
    if larger:
        across, up = width * 1000 / larger[-1], height * 1000 / larger[-1]
        assert all(
            across > one.frame_size[0] - 2 * CLEARANCE or up > one.frame_size[1] - 2 * CLEARANCE
            for one in layouts(paper)
        )


def test_the_series_has_its_round_steps():
    assert SERIES[:9] == (10_000, 15_000, 20_000, 25_000, 30_000, 40_000, 50_000, 75_000, 100_000)
    assert SERIES[-1] == 1_500_000


def test_a_wide_territory_turns_the_paper():
    layout, _frame = fit(territory(150_000, 60_000), layouts(Paper.A4))
    assert layout.landscape
    layout, _frame = fit(territory(60_000, 150_000), layouts(Paper.A4))
    assert not layout.landscape


def test_dong_nai_fits_a4_at_one_to_a_million():
    _layout, frame = fit(territory(128_000, 190_800), layouts(Paper.A4))
    assert frame.denominator == 1_000_000


def test_a_territory_beyond_the_series_is_refused():
    with pytest.raises(TerritoryTooLargeError):
        fit(territory(900_000, 10), layouts(Paper.A4))


@pytest.mark.parametrize("layout", [layout for paper in Paper for layout in layouts(paper)])
def test_the_parts_of_a_sheet_stay_on_the_paper_and_apart(layout):
    boxes = [layout.head, layout.map, layout.block]
    for box in boxes:
        assert box.left >= 15 and box.left + box.width <= layout.width - 10 + 1e-9
        assert box.top >= 8 and box.top + box.height <= layout.height - 10
    for one in boxes:
        for other in boxes:
            apart = (
                one is other
                or one.left + one.width <= other.left + 1e-9
                or other.left + other.width <= one.left + 1e-9
                or one.top + one.height <= other.top + 1e-9
                or other.top + other.height <= one.top + 1e-9
            )
            assert apart
    assert layout.frame_size == (layout.map.width - 2 * BAND, layout.map.height - 2 * BAND)


@pytest.mark.parametrize("denominator", SERIES)
def test_grid_and_bar_are_readable_at_every_scale(denominator):
    assert 25 <= grid_step(denominator) * 1000 / denominator <= 100
    assert 15 <= bar_length(denominator) * 1000 / denominator <= 45
    assert bar_length(denominator) % 4 == 0


def test_grid_lines_include_both_ends():
    assert grid_lines(0, 20_000, 10_000) == [0, 10_000, 20_000]
