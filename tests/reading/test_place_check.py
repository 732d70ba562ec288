"""Features that miss the commune they name: found, measured, and explained."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from layers.reading import Communes, check_places, diagnose
from layers.reading.crs import geometries_from_wgs84, geometries_to_wgs84

VN2000 = 4756


@pytest.fixture(scope="module")
def reference(request):
    frame = request.getfixturevalue("communes")
    return Communes(frame["code"].tolist(), frame["name"].tolist(), frame.geometry.array)


@pytest.fixture(scope="module")
def points(request):
    """About a thousand points in the 95 communes, each with the name of its commune."""
    frame = request.getfixturevalue("communes")
    shapes = np.asarray(frame.geometry.array, dtype=object)
    west, south, east, north = shapely.total_bounds(shapes)
    random = np.random.default_rng(7)
    places = shapely.points(random.uniform(west, east, 2_000), random.uniform(south, north, 2_000))
    hit, commune = shapely.STRtree(shapes).query(places, predicate="within")
    return places[hit], frame["full_name"].to_numpy()[commune]


def read_as(shapes, true: int, declared: int):
    """Where shapes appear whose numbers are in ``true`` but are read as ``declared``."""
    return geometries_to_wgs84(geometries_from_wgs84(shapes, true), declared)


def test_places_that_agree(points, reference):
    shapes, names = points
    check = check_places(shapes, names, reference)
    assert (check.compared, check.wrong_count, check.worst_m) == (len(shapes), 0, 0.0)
    assert check.summary().code == "places_agree"
    assert diagnose(shapes, names, reference, 9210).code == "places_sound"


def test_the_54_km_error(points, reference):
    shapes, names = points
    moved = read_as(shapes, true=9212, declared=9210)
    check = check_places(moved, names, reference)
    assert check.wrong_count == len(shapes)
    assert 30_000 < check.median_m < 56_000
    found = diagnose(moved, names, reference, 9210)
    assert (found.code, found.epsg, found.alike) == ("place_other_system", 9212, ())
    assert abs(found.east_m) == pytest.approx(54_600, abs=500)
    assert "EPSG:9212" in found.sentence("vi")


@pytest.mark.parametrize(("true", "declared"), [(5897, 3405), (3405, 5897)])
def test_the_11_and_358_m_error(points, reference, true, declared):
    shapes, names = points
    moved = read_as(shapes, true, declared)
    assert check_places(moved, names, reference).wrong_count > 0
    found = diagnose(moved, names, reference, declared)
    assert (found.code, found.epsg) == ("place_other_system", true)
    assert abs(found.north_m) == pytest.approx(380, abs=30)


def test_polygons_show_the_358_m_error_though_each_still_lies_in_its_commune(communes, reference):
    names = communes["name"].tolist()
    moved = read_as(communes.geometry.array, true=5897, declared=3405)
    assert np.median(check_places(moved, names, reference).overlap) > 0.8
    assert diagnose(moved, names, reference, 3405).epsg == 5897


@pytest.mark.parametrize(
    ("undo", "declared", "code", "metres"),
    [
        (lambda s: geometries_to_wgs84(s, VN2000), 4326, "place_shift_twice", 225),
        (
            lambda s: geometries_from_wgs84(geometries_from_wgs84(s, VN2000), VN2000),
            4326,
            "place_shift_wrong_sign",
            450,
        ),
        (lambda s: geometries_from_wgs84(s, VN2000), 9210, "place_datum_ignored", 225),
    ],
)
def test_a_shift_left_out_or_misapplied(points, reference, undo, declared, code, metres):
    shapes, names = points
    found = diagnose(undo(shapes), names, reference, declared)
    assert found.code == code
    assert np.hypot(found.east_m, found.north_m) == pytest.approx(metres, abs=3)


def test_wgs84_taken_for_vn2000_is_answered_with_a_system(points, reference):
    shapes, names = points
    found = diagnose(read_as(shapes, true=3405, declared=32648), names, reference, 32648)
    assert found.epsg == 3405


def test_names_that_are_simply_wrong_are_not_blamed_on_the_system(points, reference):
    shapes, names = points
    shuffled = np.random.default_rng(1).permutation(names)
    assert diagnose(shapes, shuffled, reference, 9210).code == "place_unexplained"


def test_claims_by_code_by_spelling_and_unknown(communes, reference):
    inside = communes.geometry.representative_point()[:3].to_numpy()
    claims = [communes["code"].iloc[0], communes["full_name"].iloc[1].upper(), "Xã không có"]
    check = check_places(inside, claims, reference)
    assert check.metres[:2].tolist() == [0.0, 0.0]
    assert np.isnan(check.metres[2])
    assert (check.compared, check.wrong_count) == (2, 0)


def test_the_distance_is_that_on_the_ground(reference, communes):
    shape = shapely.box(107.0, 11.0, 107.1, 11.1)
    one = Communes(["1"], ["Thử"], [shape])
    check = check_places([shapely.Point(107.2, 11.05)], ["1"], one)
    assert check.metres[0] == pytest.approx(10_930, rel=0.01)
    problem = check.problems([7], ["1"], "ma_xa")[0]
    assert (problem.row, problem.severity) == (7, "warning")


def test_missing_geometry_and_nothing_known():
    one = Communes(["1"], ["Thử"], [shapely.box(107.0, 11.0, 107.1, 11.1)])
    check = check_places([None, shapely.Point()], ["1", None], one)
    assert check.summary().code == "places_not_compared"
    assert diagnose([None], ["1"], one, 9210).code == "places_sound"
