"""Kernel density: sums, edges, exactness against the direct sum, doubts, the raster file."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gis_app.statistics.answers import Lacking, NotEnoughData
from gis_app.statistics.density import DensitySurface, Doubt, density_surface
from gis_app.statistics.density_raster import write_density
from tests.statistics.maps import VN2000

WEST, SOUTH, SIDE = 400_000.0, 1_200_000.0, 10_000.0
AREA = gpd.GeoSeries([shapely.box(WEST, SOUTH, WEST + SIDE, SOUTH + SIDE)], crs=VN2000)


def points(coordinates: np.ndarray) -> gpd.GeoSeries:
    return gpd.GeoSeries(shapely.points(coordinates + np.array([WEST, SOUTH])), crs=VN2000)


def scattered(count: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).uniform(0, SIDE, (count, 2))


def test_uniform_incidents_have_the_same_density_up_to_the_edge():
    grid = np.arange(50.0, SIDE, 100.0)
    every_100_m = np.stack(np.meshgrid(grid, grid), axis=-1).reshape(-1, 2)
    surface = density_surface(points(every_100_m), AREA, bandwidth_m=1000, cell_m=100)
    np.testing.assert_allclose(surface.density, 100.0, rtol=1e-6)


def test_without_an_edge_nearby_the_surface_sums_to_the_incidents():
    middle = 3000 + scattered(200) * 0.4
    surface = density_surface(points(middle), AREA, bandwidth_m=1500)
    assert (surface.density * surface.area_km2).sum() == pytest.approx(200, rel=1e-9)
    assert surface.incidents == 200
    assert surface.doubts == ()


@pytest.mark.parametrize(("cell", "error"), [(300, 0.03), (200, 0.015), (40, 0.002)])
def test_close_to_the_direct_sum_of_quartic_kernels(cell, error):
    middle, bandwidth = 3000 + scattered(300) * 0.4, 1200.0
    surface = density_surface(points(middle), AREA, bandwidth_m=bandwidth, cell_m=cell)
    rows, columns = np.indices(surface.density.shape)
    x, y = (columns.ravel()[:, None] + 0.5) * cell, SIDE - (rows.ravel()[:, None] + 0.5) * cell
    kernel = np.maximum(0, 1 - (np.hypot(x - middle[:, 0], y - middle[:, 1]) / bandwidth) ** 2) ** 2
    direct = 3 / (np.pi * bandwidth**2) * kernel.sum(axis=1) * 1e6
    # Away from the edge, where the correction takes over; the cells need not end where the area does.
    inner = ((x > 1500) & (x < 8500) & (y > 1500) & (y < 8500)).ravel()
    assert np.abs(surface.density.ravel() - direct)[inner].max() < error * direct.max()


@settings(max_examples=25)
@given(st.integers(30, 80), st.floats(300, 4000), st.integers(0, 2**32 - 1))
def test_never_negative_and_never_above_all_incidents_at_one_place(count, bandwidth, seed):
    surface = density_surface(points(scattered(count, seed)), AREA, bandwidth_m=bandwidth, cell_m=200)
    assert (surface.density >= 0).all()
    assert np.isfinite(surface.density).all()
    assert (surface.density * surface.area_km2).sum() == pytest.approx(count, rel=0.6)


def test_degrees_give_the_same_as_metres():
    places = points(scattered(100))
    metres = density_surface(places, AREA, bandwidth_m=1500, cell_m=100)
    degrees = density_surface(places.to_crs(4326), AREA.to_crs(4326), bandwidth_m=1500, cell_m=100)
    assert np.nanmax(degrees.density) == pytest.approx(np.nanmax(metres.density), rel=0.02)
    assert np.nansum(degrees.area_km2) == pytest.approx(100, rel=0.005)


def test_outside_the_area_is_not_a_number_and_told():
    area = gpd.GeoSeries([shapely.Point(WEST + 5000, SOUTH + 5000).buffer(4000)], crs=VN2000)
    surface = density_surface(points(scattered(400)), area, bandwidth_m=1000)
    assert np.isnan(surface.density[0, 0])
    assert surface.area_km2[0, 0] == 0
    assert surface.area_km2.sum() == pytest.approx(area.area.iloc[0] / 1e6, rel=1e-3)
    assert surface.incidents + surface.outside == 400
    assert Doubt.OUTSIDE in surface.doubts
    assert any(str(surface.outside) in sentence for sentence in surface.sentences("vi"))


@pytest.mark.parametrize(
    ("bandwidth", "cell", "doubt"),
    [
        (150, 100, Doubt.BANDWIDTH_BELOW_CELLS),
        (60, 20, Doubt.MOSTLY_ALONE),
        (8000, 100, Doubt.BANDWIDTH_ABOVE_AREA),
    ],
)
def test_bandwidths_that_do_not_suit_the_data(bandwidth, cell, doubt):
    surface = density_surface(points(scattered(100)), AREA, bandwidth_m=bandwidth, cell_m=cell)
    assert doubt in surface.doubts
    assert len(surface.sentences("vi")) == len(surface.sentences("en")) == len(surface.doubts)


def test_minimum_and_wrong_input():
    assert density_surface(points(scattered(29)), AREA).lacking is Lacking.INCIDENTS
    same = points(np.full((50, 2), 4000.0))
    assert density_surface(same, AREA).lacking is Lacking.PLACES
    assert isinstance(density_surface(points(scattered(50) + 20_000), AREA), NotEnoughData)
    nowhere = gpd.GeoSeries([shapely.Polygon()], crs=VN2000)
    lines = gpd.GeoSeries([shapely.LineString([(0, 0), (1, 1)])] * 40, crs=VN2000)
    missing = gpd.GeoSeries([shapely.Point(WEST, SOUTH)] * 40 + [None], crs=VN2000)
    for places, area, sizes in (
        (points(scattered(50)), nowhere, {}),
        (points(scattered(50)), AREA, {"cell_m": 1}),
        (points(scattered(50)), AREA, {"bandwidth_m": 0}),
        (lines, AREA, {}),
        (missing, AREA, {}),
    ):
        with pytest.raises(ValueError):
            density_surface(places, area, **sizes)


def test_counts_of_the_next_period_on_the_same_cells():
    surface = density_surface(points(scattered(100)), AREA, bandwidth_m=1500, cell_m=300)
    later = points(np.vstack([scattered(70, seed=2), [[-50.0, 20.0], [SIDE, SIDE]]])).to_crs(4326)
    counts = surface.counts(later)
    assert counts.shape == surface.density.shape
    assert counts.sum() == 71


@pytest.mark.parametrize("degrees", [False, True])
def test_the_file_is_a_cloud_optimised_geotiff_that_explains_itself(tmp_path, degrees):
    places, area = points(scattered(400)), AREA
    if degrees:
        places, area = places.to_crs(4326), area.to_crs(4326)
    surface = density_surface(places, area, bandwidth_m=1000, cell_m=15)
    assert isinstance(surface, DensitySurface)
    path = tmp_path / "density.tif"
    write_density(surface, path)
    with rasterio.open(path) as raster:
        assert raster.tags(ns="IMAGE_STRUCTURE")["LAYOUT"] == "COG"
        assert raster.overviews(1)
        assert raster.tags()["BANDWIDTH_M"] == "1000"
        assert raster.descriptions == ("incidents per km2",)
        assert np.isnan(raster.nodata)
        np.testing.assert_allclose(raster.read(1), surface.density, rtol=1e-6)
        left, bottom, right, top = rasterio.warp.transform_bounds(raster.crs, "EPSG:4326", *raster.bounds)
    expected = AREA.to_crs(4326).total_bounds
    np.testing.assert_allclose([left, bottom, right, top], expected, atol=2e-3)
    assert [each.name for each in tmp_path.iterdir()] == ["density.tif"]
