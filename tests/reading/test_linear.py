"""Chainages on numbered roads."""

from __future__ import annotations

import pytest
import shapely

from layers.reading import RoadLines, lengths_m, parse_chainage, road_number

NORTH = shapely.LineString([(106.6, 11.0), (106.6, 11.1), (106.6, 11.3)])


@pytest.mark.parametrize(
    ("text", "metres", "road"),
    [
        ("Km 12+300", 12_300, None),
        ("km12+300", 12_300, None),
        ("12+300", 12_300, None),
        ("Lý trình: Km 12 + 300 QL.13", 12_300, "QL13"),
        ("QL 13, Km12", 12_000, "QL13"),
        ("Km 12,3 quốc lộ 14C", 12_300, "QL14C"),
        ("Km1034+250,5 QL1", 1_034_250.5, "QL1"),
        ("km 5+050m ĐT.741", 5_050, "ĐT741"),
    ],
)
def test_chainages(text, metres, road):
    found = parse_chainage(text)
    assert (found.metres, found.road) == (metres, road)


@pytest.mark.parametrize("text", ["", "12300", "Km", "Km 12+300 - Km 13+100", "106.5", "1+2+3", "QL13"])
def test_what_is_no_single_chainage(text):
    assert parse_chainage(text) is None


@pytest.mark.parametrize(
    "text", ["QL13", "QL.13", "ql 13", "Quốc lộ 13", "quoc lo 13", "đường Quốc Lộ số 1; QL13"]
)
def test_one_form_of_a_road_number(text):
    assert road_number(text) == "QL13"


def test_a_place_is_as_far_along_as_it_says():
    place = RoadLines(["QL.13"], [NORTH], [10.0]).locate(parse_chainage("Km 12+300 QL13"))
    assert place.code is None
    run = shapely.LineString([(106.6, 11.0), (place.lon, place.lat)])
    assert lengths_m([run])[0] == pytest.approx(2_300, abs=0.01)


def test_both_ends_belong_to_the_road_and_a_little_more():
    end = lengths_m([NORTH])[0]
    roads = RoadLines(["QL13"], [NORTH])
    for metres in (0.0, end, end + 20):
        at = parse_chainage(f"Km {int(metres // 1000)}+{metres % 1000:.1f}")
        assert roads.locate(at, "QL13").code is None
    assert roads.locate(parse_chainage("Km 34+000"), "QL13").code == "chainage_beyond_end"


def test_pieces_are_joined_where_they_meet():
    parts = shapely.MultiLineString([[(106.6, 11.1), (106.6, 11.3)], [(106.6, 11.0), (106.6, 11.1)]])
    whole = RoadLines(["QL13"], [NORTH]).locate(parse_chainage("15+000"), "QL13")
    joined = RoadLines(["QL13"], [parts]).locate(parse_chainage("15+000"), "QL13")
    assert (joined.lon, joined.lat) == pytest.approx((whole.lon, whole.lat))


def test_a_gap_is_said_not_guessed():
    parts = shapely.MultiLineString([[(106.6, 11.0), (106.6, 11.1)], [(106.6, 11.2), (106.6, 11.3)]])
    place = RoadLines(["QL13"], [parts]).locate(parse_chainage("5+000"), "QL13")
    assert (place.code, place.params["count"]) == ("road_has_gaps", 2)


def test_records_of_one_road_with_their_own_kilometres():
    first = shapely.LineString([(106.6, 11.0), (106.6, 11.1)])
    second = shapely.LineString([(106.8, 11.0), (106.8, 11.1)])
    roads = RoadLines(["QL13", "QL13"], [first, second], [0.0, 50.0])
    assert roads.locate(parse_chainage("52+000"), "QL13").lon == pytest.approx(106.8)
    twice = RoadLines(["QL13", "QL13"], [first, second])
    assert twice.locate(parse_chainage("5+000"), "QL13").code == "chainage_ambiguous"


def test_roads_that_are_not_there_or_not_named():
    roads = RoadLines(["QL13"], [NORTH])
    assert roads.locate(parse_chainage("5+000 QL14")).code == "road_unknown"
    assert roads.locate(parse_chainage("5+000")).code == "road_missing"
    assert RoadLines(["QL13"], [None]).locate(parse_chainage("5+000"), "QL13").code == "road_has_gaps"
