"""Geometry of layers: type, validity, place, codes."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from layers.reading import (
    LINES,
    POINTS,
    POLYGONS,
    check_geometries,
    duplicate_codes,
    geometries_from_wgs84,
)

GOOD = shapely.box(106.5, 10.5, 106.6, 10.6)
BOWTIE = shapely.Polygon([(106, 10), (107, 11), (107, 10), (106, 11)])
HOLE_OUTSIDE = shapely.Polygon(GOOD.exterior.coords, [shapely.box(107, 11, 107.1, 11.1).exterior.coords])
with np.errstate(invalid="ignore"):
    NAN = shapely.from_wkt("POLYGON ((106 10, 106 11, NaN 11, 106 10))")


def layer(*shapes, crs=4326):
    index = pd.RangeIndex(1, 1 + len(shapes), name="row")
    return gpd.GeoDataFrame({"n": range(len(shapes))}, geometry=list(shapes), index=index, crs=crs)


def codes(problems):
    return [(p.row, p.code) for p in problems]


@pytest.mark.parametrize(
    ("shape", "code"),
    [
        (None, "geometry_missing"),
        (shapely.Polygon(), "geometry_missing"),
        (NAN, "geometry_not_finite"),
        (shapely.Point(106, 10), "polygon_expected"),
        (shapely.LineString([(106, 10), (107, 11)]), "polygon_expected"),
        (shapely.GeometryCollection([GOOD]), "polygon_expected"),
        (BOWTIE, "invalid_self_intersection"),
        (HOLE_OUTSIDE, "invalid_hole"),
        (shapely.MultiPolygon([GOOD, GOOD.buffer(-0.01)]), "invalid_nested"),
        (shapely.box(-88, 41, -87, 42), "outside_vietnam"),
        (shapely.box(106, 10, 130, 11), "outside_vietnam"),
    ],
)
def test_one_bad_shape_among_good_ones(shape, code):
    others = [shapely.affinity.translate(GOOD, i / 10) for i in range(12)]
    sound, problems = check_geometries(layer(*others, shape), 4326, POLYGONS)
    assert codes(problems) == [(13, code)]
    assert sound.index.tolist() == list(range(1, 13))
    assert (sound.geom_type == "MultiPolygon").all()
    assert problems[0].sentence("vi").endswith(".")


def test_the_place_of_a_bow_tie_is_told_in_degrees_whatever_the_system():
    moved = geometries_from_wgs84([BOWTIE, GOOD], 9210)
    _, problems = check_geometries(layer(*moved, crs=None), 9210, POLYGONS)
    assert codes(problems) == [(1, "invalid_self_intersection")]
    assert problems[0].params["lon"] == pytest.approx(106.5, abs=1e-3)
    assert "kinh độ 106,5" in problems[0].sentence("vi")


def test_metres_arrive_in_wgs84():
    moved = geometries_from_wgs84([GOOD], 9210)
    sound, problems = check_geometries(layer(*moved, crs=None), 9210, POLYGONS)
    assert problems == []
    assert sound.crs.to_epsg() == 4326
    assert sound.geometry.iloc[0].hausdorff_distance(GOOD) < 1e-8


def test_degrees_declared_as_metres_is_one_problem_of_the_file():
    sound, problems = check_geometries(layer(GOOD, GOOD), 3405, POLYGONS)
    assert sound.empty
    assert codes(problems) == [(None, "degrees_declared_as_metres")]


def test_metres_declared_as_degrees_is_one_problem_of_the_file():
    moved = geometries_from_wgs84([GOOD, GOOD], 9210)
    sound, problems = check_geometries(layer(*moved, crs=None), 4326, POLYGONS)
    assert sound.empty
    assert codes(problems) == [(None, "metres_declared_as_degrees")]


def test_swapped_axes_of_a_layer():
    swapped = shapely.transform(GOOD, lambda xy: xy[:, ::-1])
    assert codes(check_geometries(layer(swapped), 4326, POLYGONS)[1]) == [(None, "axes_swapped_in_layer")]


def test_lines_and_points():
    line, point = shapely.LineString([(106, 10), (107, 11)]), shapely.Point(106, 10)
    assert codes(check_geometries(layer(line, point), 4326, LINES)[1]) == [(2, "line_expected")]
    assert codes(check_geometries(layer(line, point), 4326, POINTS)[1]) == [(1, "point_expected")]
    assert check_geometries(layer(line, point, GOOD), 4326, (*LINES, *POINTS, *POLYGONS))[1] == []


def test_nothing_usable_at_all():
    sound, problems = check_geometries(layer(None, None), 4326, POLYGONS)
    assert sound.empty
    assert len(problems) == 2


def test_codes_must_be_there_and_unique():
    series = pd.Series(["1", "2", "1", " ", None, "1"], index=range(1, 7), name="ma")
    problems = duplicate_codes(series)
    assert codes(problems) == [
        (3, "code_repeated"),
        (4, "code_missing"),
        (5, "code_missing"),
        (6, "code_repeated"),
    ]
    assert problems[0].params["first"] == 1


def test_real_communes_are_sound(communes):
    frame = communes.set_index(pd.RangeIndex(1, 96))
    sound, problems = check_geometries(frame, 4326, POLYGONS)
    assert problems == []
    assert len(sound) == 95
    assert duplicate_codes(frame["code"]) == []
