"""From which kilometre to which: what is known of the chainage of roads."""

from __future__ import annotations

import pytest
import shapely

from tests.screening.black_spots.roads import crashes, found, line, network, road

WEST, EAST = line((-1_000, 0), (0, 0)), line((0, 0), (1_000, 0))


def kilometres(roads, *places):
    """Return number, first and last kilometre of the roads of the worst spot."""
    spot = found(roads, crashes(*places)).spots[0]
    return [(r.number, r.from_km and round(r.from_km, 3), r.to_km and round(r.to_km, 3)) for r in spot.roads]


@pytest.mark.parametrize(
    ("records", "first", "expected"),
    [
        ([road(EAST, km_origin=12)], 100, (12.1, 12.3)),
        ([road(shapely.reverse(EAST), km_origin=12)], 100, (12.7, 12.9)),
        ([road(WEST), road(EAST, km_origin=1)], -100, (0.9, 1.3)),
        ([road(WEST), road(EAST)], 100, (None, None)),  # nobody filled in the kilometres
        ([road(WEST, "ĐT.769"), road(EAST)], 100, (0.1, 0.3)),
        ([road(shapely.MultiLineString([WEST, EAST]), km_origin=5)], 100, (6.1, 6.3)),
        ([road(shapely.MultiLineString([shapely.reverse(WEST), EAST]), km_origin=5)], 100, (None, None)),
    ],
)
def test_kilometres_are_told_where_they_are_known(records, first, expected):
    assert kilometres(network(*records), (first, 0), (300, 0)) == [("QL.51", *expected)]


def test_a_spot_at_a_junction_names_both_roads_the_one_with_more_crashes_first():
    roads = network(
        road(line((-1_000, 0), (1_000, 0)), km_origin=3),
        road(line((0, 0), (0, 1_000)), "ĐT.769", km_origin=7),
    )
    assert kilometres(roads, (0, 80), (0, 30), (-60, 0)) == [("ĐT.769", 7.0, 7.08), ("QL.51", 3.94, 4.0)]


def test_the_way_around_a_corner_belongs_to_the_stretch():
    spot = found(network(road(line((0, 0), (100, 0), (100, 100)))), crashes((20, 0), (100, 60))).spots[0]
    shape = shapely.from_wkb(bytes.fromhex(spot.shape))
    assert spot.roads[0].length_m == pytest.approx(140, abs=0.1)
    assert shape.geom_type == "LineString"
    assert shapely.get_num_coordinates(shape) >= 4
