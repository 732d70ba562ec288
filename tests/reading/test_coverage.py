"""Overlaps and gaps of a set of units, in square metres."""

from __future__ import annotations

import pytest
import shapely

from layers.reading import areas_m2, coverage_report

A, B = shapely.box(106.0, 10.0, 106.1, 10.1), shapely.box(106.1, 10.0, 106.2, 10.1)
BOWTIE = shapely.Polygon([(107, 10), (108, 11), (108, 10), (107, 11)])


def test_a_mosaic_is_clean():
    report = coverage_report([A, B], ["a", "b"])
    assert report.is_clean
    assert report.area_m2 == pytest.approx(areas_m2([A, B]).sum())


def test_an_overlap_is_named_and_measured():
    wide = shapely.box(106.09, 10.0, 106.2, 10.1)
    report = coverage_report([A, wide], ["a", "b"])
    (overlap,) = report.overlaps
    assert (overlap.first, overlap.second) == ("a", "b")
    assert overlap.area_m2 == pytest.approx(areas_m2([shapely.box(106.09, 10, 106.1, 10.1)])[0], rel=1e-9)
    assert report.gaps == ()


@pytest.mark.parametrize("inner", [A, shapely.box(106.02, 10.02, 106.04, 10.04)], ids=["twice", "inside"])
def test_a_unit_upon_another_is_an_overlap(inner):
    (overlap,) = coverage_report([A, inner, B], ["a", "i", "b"]).overlaps
    assert overlap.area_m2 == pytest.approx(areas_m2([inner])[0], rel=1e-9)


def test_an_enclosed_gap_is_measured():
    hole = shapely.box(106.04, 10.04, 106.05, 10.05)
    report = coverage_report([A.difference(hole), B], ["a", "b"])
    (gap,) = report.gaps
    assert gap.area_m2 == pytest.approx(areas_m2([hole])[0], rel=1e-9)
    assert gap.geometry.equals(hole)
    assert report.overlaps == ()


def test_small_ones_can_be_passed_over():
    hole = shapely.box(106.04, 10.04, 106.05, 10.05)
    assert coverage_report([A.difference(hole), B], ["a", "b"], min_area_m2=1e7).is_clean


def test_invalid_units_are_named_and_left_out():
    report = coverage_report([A, BOWTIE, None, B], ["a", "x", "y", "b"])
    assert (report.count, report.invalid) == (4, ("x", "y"))
    assert report.area_m2 == pytest.approx(areas_m2([A, B]).sum())


def test_an_empty_set():
    report = coverage_report([], [])
    assert (report.count, report.area_m2, report.is_clean) == (0, 0, True)


def test_figures_go_into_json():
    report = coverage_report([A, shapely.box(106.09, 10.0, 106.2, 10.1)], ["a", "b"]).as_dict()
    assert report["overlaps"][0]["first"] == "a"
    assert report["overlap_m2"] == report["overlaps"][0]["area_m2"]


def test_real_communes_of_2026_fit_and_those_of_2008_do_not(shared_data, communes):
    import geopandas as gpd

    assert coverage_report(communes.geometry.array, communes["code"]).overlaps == ()
    old = gpd.read_file(shared_data / "communes-2008-dong-nai-binh-phuoc.gpkg")
    report = coverage_report(old.geometry.array, old["commune_id"])
    assert report.count == 282
    assert report.overlaps
    assert report.gaps
