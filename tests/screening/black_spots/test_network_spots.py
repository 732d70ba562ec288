"""Black spots on small roads, by hand: metres east and north of one place."""

from __future__ import annotations

import pytest
import shapely

from tests.screening.black_spots.roads import black, crashes, found, line, network, road

STRAIGHT = line((-2_000, 0), (2_000, 0))


@pytest.mark.parametrize(("apart", "spots"), [(499.99, [(1, 2)]), (500.0, [(1, 2)]), (500.05, [])])
def test_a_window_holds_what_lies_at_its_end(apart, spots):
    assert black(network(road(STRAIGHT)), crashes((0, 0), (apart, 0))) == spots


@pytest.mark.parametrize(
    ("kind", "number", "apart", "spots"),
    [
        ("đường đô thị", "QL.51", 150.0, [(1, 2)]),
        ("đường đô thị", "QL.51", 150.05, []),
        ("đường cấp III", "QL.51", 150.05, [(1, 2)]),
        ("", "CT.01", 500.0, [(1, 2)]),
    ],
)
def test_the_kind_of_road_decides_the_length_of_the_window(kind, number, apart, spots):
    assert black(network(road(STRAIGHT, number, kind)), crashes((0, 0), (apart, 0))) == spots


def test_the_length_is_a_parameter():
    happened = crashes((0, 0), (800, 0))
    assert black(network(road(STRAIGHT)), happened) == []
    assert black(network(road(STRAIGHT)), happened, window_m=800) == [(1, 2)]


@pytest.mark.parametrize(("beside", "spots", "unsnapped"), [(50.0, [(1, 2)], []), (50.05, [], [2])])
def test_a_crash_beyond_the_snap_distance_is_on_no_road_and_told(beside, spots, unsnapped):
    roads, happened = network(road(STRAIGHT)), crashes((0, 0), (0, beside))
    assert black(roads, happened, window_planar_m=50) == spots
    assert found(roads, happened).unsnapped == unsnapped


def test_crashes_on_two_roads_side_by_side_are_not_mixed():
    roads = network(road(STRAIGHT), road(line((-2_000, 30), (2_000, 30)), "ĐT.769"))
    assert black(roads, crashes((0, 2), (5, 28))) == []
    assert black(roads, crashes((0, 2), (5, 28), (100, 14), (100, 16))) == [(1, 3), (2, 4)]


def test_crashes_on_two_banks_are_as_far_apart_as_the_way_over_the_bridge():
    u_turn = network(road(line((0, 0), (300, 0), (300, 60), (0, 60))))
    assert black(u_turn, crashes((0, 0), (0, 60))) == []
    assert black(u_turn, crashes((90, 0), (90, 60))) == [(1, 2)]  # 480 m by road


@pytest.mark.parametrize(("arm", "spots"), [(250, [(1, 2, 3)]), (251, [])])
def test_a_window_in_the_middle_of_a_junction_reaches_along_every_arm(arm, spots):
    roads = network(road(STRAIGHT), road(line((0, 0), (0, 1_000)), "ĐT.769"))
    happened = crashes((-arm, 0), (arm, 0), (0, arm), deaths=[1, 0, 0], injuries=[0, 1, 1])
    assert black(roads, happened) == spots


def test_lines_that_cross_without_a_common_vertex_meet_but_an_expressway_is_bridged():
    across = line((20, -1_010), (20, 1_010))
    happened = crashes((-60, 0), (20, 60))
    assert black(network(road(STRAIGHT), road(across, "ĐT.769")), happened) == [(1, 2)]
    assert black(network(road(STRAIGHT), road(across, "CT.01")), happened) == []


def test_a_slip_road_leads_on_to_an_expressway():
    roads = network(road(STRAIGHT, "CT.01"), road(line((0, 0), (0, 1_000)), "ĐT.769"))
    assert black(roads, crashes((-60, 0), (0, 60))) == [(1, 2)]


@pytest.mark.parametrize(("short", "spots"), [(9.9, [(1, 2)]), (10.1, [])])
def test_a_road_that_stops_a_little_short_of_another_leads_into_it(short, spots):
    roads = network(road(STRAIGHT), road(line((0, short), (0, 1_000)), "ĐT.769"))
    assert black(roads, crashes((-60, 0), (0, 100))) == spots


def test_the_gap_counts_as_way():
    roads = network(road(STRAIGHT), road(line((0, 8), (0, 1_000)), "ĐT.769"))
    assert black(roads, crashes((-250, 0), (0, 250))) == [(1, 2)]
    assert black(roads, crashes((-250, 0), (0, 251))) == []


def test_a_ring_is_gone_round_either_way():
    ring = line((0, 0), (200, 0), (200, 200), (0, 200), (0, 0))
    assert black(network(road(ring)), crashes((100, 0), (0, 100))) == [(1, 2)]
    # Opposite each other on a ring of 800 m: 400 m both ways.
    assert black(network(road(ring)), crashes((100, 0), (100, 200))) == [(1, 2)]
    assert black(network(road(ring)), crashes((100, 0), (100, 200)), window_m=399) == []


def test_three_crashes_around_a_ring_fit_no_window_though_any_two_do():
    ring = line((0, 0), (300, 0), (300, 300), (0, 300), (0, 0))
    thirds = crashes((0, 0), (300, 100), (100, 300), deaths=[1, 0, 0], injuries=[0, 1, 1])
    assert black(network(road(ring)), thirds, window_m=450) == []
    assert black(network(road(ring)), thirds, window_m=800) == [(1, 2, 3)]


def test_a_road_drawn_in_the_other_direction_or_in_parts_is_the_same():
    happened = crashes((-100, 0), (100, 0), (300, 0))
    whole = black(network(road(STRAIGHT)), happened)
    assert whole == [(1, 2, 3)]
    assert black(network(road(shapely.reverse(STRAIGHT))), happened) == whole
    parts = [line((-2_000, 0), (0, 0)), line((0, 0), (2_000, 0))]
    for pieces in (parts, [parts[0], shapely.reverse(parts[1])]):
        assert black(network(road(shapely.MultiLineString(pieces))), happened) == whole
        assert black(network(*(road(piece) for piece in pieces)), happened) == whole


def test_parts_with_a_gap_are_not_one_road():
    parts = shapely.MultiLineString([line((-2_000, 0), (0, 0)), line((40, 0), (2_000, 0))])
    assert black(network(road(parts)), crashes((-10, 0), (50, 0))) == []


def test_overlapping_windows_are_one_spot_and_windows_without_a_common_crash_two():
    roads = network(road(STRAIGHT))
    assert black(roads, crashes((0, 0), (400, 0), (800, 0))) == [(1, 2, 3)]
    assert black(roads, crashes((0, 0), (100, 0), (601, 0), (700, 0))) == [(1, 2), (3, 4)]


@pytest.mark.parametrize(
    ("deaths", "injuries", "spots"),
    [
        ([1, 1], [0, 0], [(1, 2)]),  # (a) two fatal
        ([1, 0], [0, 5], []),
        ([1, 0, 0], [0, 0, 0], [(1, 2, 3)]),  # (b) three, one fatal
        ([0, 0, 0], [3, 3, 3], []),
        ([0] * 4, [1] * 4, [(1, 2, 3, 4)]),  # (c) four with injuries only
        ([0] * 4, [1, 1, 1, 0], []),
    ],
)
def test_the_severity_rule_at_its_thresholds(deaths, injuries, spots):
    places = [(10 * n, 0) for n in range(len(deaths))]
    assert black(network(road(STRAIGHT)), crashes(*places, deaths=deaths, injuries=injuries)) == spots


def test_a_fatal_crash_with_injured_people_is_not_one_with_injuries_only():
    happened = crashes((0, 0), (1, 0), (2, 0), (3, 0), deaths=[1, 0, 0, 0], injuries=[5, 1, 1, 1])
    assert black(network(road(STRAIGHT)), happened, mixed_crashes=5) == []


def test_two_roads_on_one_line_are_one_road():
    happened = crashes((0, 1), (100, -1), (200, 1))
    first, second = road(STRAIGHT), road(STRAIGHT, "QL.1")
    assert black(network(first, second), happened) == [(1, 2, 3)]
    assert black(network(second, first), happened) == [(1, 2, 3)]


def test_without_roads_circles_around_crashes_are_looked_at():
    assert black(network(), crashes((0, 0), (75, 0))) == [(1, 2)]
    assert black(network(), crashes((0, 0), (75.05, 0))) == []
    spot = found(network(), crashes((0, 0), (50, 0))).spots[0]
    assert (spot.method, spot.roads) == ("planar", ())


def test_crashes_at_one_place_are_many():
    assert black(network(), crashes((0, 0), (0, 0), (0, 0))) == [(1, 2, 3)]
    assert black(network(road(STRAIGHT)), crashes((0, 0), (0, 0), (0, 0))) == [(1, 2, 3)]
