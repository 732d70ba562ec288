"""A terrain grid: heights and slope per commune, against ground whose shape is known."""

from __future__ import annotations

import numpy as np
import pytest
import rasterio
from affine import Affine
from django.core.management.base import CommandError
from django.db import IntegrityError, transaction

from layers.importing.refusing import ImportRefused
from layers.models import BoundarySet, Indicator, IndicatorValue, Raster
from layers.reading.crs import from_wgs84, proj4
from layers.reading.geodesy import GEOD
from layers.reading.slope import cell_metres, slope_degrees
from layers.succession.restating import restate
from tests.importing.files import every_count, run
from tests.importing.test_rasters import grid

pytestmark = pytest.mark.django_db

HEIGHTS = ("elevation_lowest", "elevation_mean", "elevation_highest")


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"


def load(path, *more: str) -> str:
    return run("import_raster", path, "--kind", "terrain", "--source", "thử", "--as-of", "2026-01-01", *more)


def figures(code: str) -> dict[str, float | None]:
    return dict(IndicatorValue.objects.filter(unit__code=code).values_list("indicator", "value"))


def slope_of(heights, cell: float = 30.0):
    rows = len(heights) - 2
    return slope_degrees(np.asarray(heights, dtype=float), np.full(rows, cell), np.full(rows, cell))


def test_a_tilted_plane_has_the_slope_of_its_two_rises():
    east, south = np.meshgrid(np.arange(9) * 30.0, np.arange(7) * 30.0)
    found = slope_of(0.1 * east - 0.05 * south - 20)
    assert found == pytest.approx(np.degrees(np.arctan(np.hypot(0.1, 0.05))))


def test_a_cone_is_as_steep_everywhere_but_at_its_top():
    east, north = np.meshgrid(np.arange(-20, 21) * 30.0, np.arange(-20, 21) * 30.0)
    found = slope_of(1000 - np.hypot(east, north))
    assert found[19, 19] == 0
    away = np.hypot(east, north)[1:-1, 1:-1] > 300
    assert found[away] == pytest.approx(45, abs=0.3)


def test_a_step_is_seen_from_the_cells_on_both_sides():
    heights = np.zeros((5, 8))
    heights[:, 4:] = 30
    # Horn: the rise of 30 m is taken over the 60 m between the neighbours on both sides.
    assert slope_of(heights)[0] == pytest.approx([0, 0, *[np.degrees(np.arctan(0.5))] * 2, 0, 0])


def test_a_cell_without_a_neighbour_has_no_slope():
    heights = np.zeros((6, 6))
    heights[1, 1] = np.nan
    assert np.isnan(slope_of(heights)).sum() == 4
    heights[1, 1], heights[3, 3] = 0, np.nan
    assert np.isnan(slope_of(heights)).sum() == 9


def test_cells_of_degrees_are_as_long_as_on_the_ellipsoid():
    latitudes, side = np.array([0.0, 11.0, 23.0]), 0.0003
    width, height = cell_metres(latitudes, (side, side))
    west, east = np.full(3, 107.0), np.full(3, 107.0 + side)
    assert width == pytest.approx(GEOD.inv(west, latitudes, east, latitudes)[2], rel=1e-6)
    north, south = latitudes + side / 2, latitudes - side / 2
    assert height == pytest.approx(GEOD.inv(west, south, west, north)[2], rel=1e-6)


def test_heights_of_whole_cells_and_below_zero(communes, tmp_path):
    # Sixteen cells of 0.05 degrees, four in each commune (751 and 752 in the south, 753 and 754 north).
    load(grid(tmp_path / "h.tif", np.arange(16).reshape(4, 4) - 5.0, nodata=-9999.0), "--commit")
    assert [figures("753")[key] for key in HEIGHTS] == [-5, -2.5, 0]
    assert [figures("752")[key] for key in HEIGHTS] == [5, 7.5, 10]
    # Every cell of the small grid lacks a neighbour or lies beside one that does: no slope is known.
    assert figures("753")["slope_mean"] is None
    value = IndicatorValue.objects.get(unit__code="753", indicator="elevation_lowest")
    assert (value.source, value.period) == ("lưới thử", "2026")
    assert Raster.objects.get().kind == Raster.Kind.TERRAIN


def test_a_cell_cut_by_a_boundary_counts_by_its_part(communes, tmp_path):
    # Cells 0.06 degrees wide: the second column lies by 2/3 in the western communes, by 1/3 in the eastern.
    cells = np.array([[0, 30, 60, 90]]).repeat(6, 0)
    path = grid(tmp_path / "h.tif", cells, west=107.0, north=11.24, size=0.06, nodata=-9999.0)
    load(path, "--commit")
    found = figures("751")
    assert [found[key] for key in HEIGHTS] == pytest.approx([0, 30 * 0.04 / 0.1, 30])


def test_a_slope_in_degrees_and_in_metres_is_the_same(communes, tmp_path):
    # A rise of one metre in ten to the east, once on cells of a zone and once on cells of degrees.
    x, y = from_wgs84([107.0], [11.2], 9212)[0]
    heights = np.arange(800)[None, :].repeat(800, 0) * 3.0
    metres = grid(
        tmp_path / "m.tif",
        heights,
        west=x - 600,
        north=y + 600,
        size=30.0,
        crs=rasterio.CRS.from_string(proj4(9212)),
        nodata=-9999.0,
    )
    load(metres, "--commit")
    expected = np.degrees(np.arctan(0.1))
    slopes = IndicatorValue.objects.filter(indicator="slope_mean")
    assert list(slopes.values_list("value", flat=True)) == pytest.approx([expected] * 4, abs=1e-3)
    slopes.all().delete()
    wide = cell_metres(np.array([11.1]), (0.0005, 0.0005))[0, 0]
    heights = np.arange(440)[None, :].repeat(440, 0) * wide * 0.1
    path = grid(tmp_path / "d.tif", heights, west=106.99, north=11.21, size=0.0005, nodata=-9999.0)
    run("import_raster", path, "--kind", "terrain", "--source", "độ", "--as-of", "2026-01-01", "--commit")
    # The grid has one width per row; the rise is per degree, so it is steeper in the north by 0.04 %.
    assert list(slopes.values_list("value", flat=True)) == pytest.approx([expected] * 4, rel=1e-3)


def test_no_value_is_unknown_and_not_zero(communes, tmp_path):
    cells = np.full((40, 40), 12.0)
    cells[0:4, 0:4] = -32768
    load(grid(tmp_path / "h.tif", cells, size=0.005, nodata=-32768.0), "--commit")
    assert figures("753") == dict.fromkeys((*HEIGHTS, "slope_mean"))
    assert figures("752")["elevation_mean"] == 12
    # At the edge of the grid slope is unknown: 5 % of the commune, more than may lack.
    assert figures("752")["slope_mean"] is None


def test_whole_numbers_and_a_larger_grid_give_slope_too(communes, tmp_path):
    path = tmp_path / "h.tif"
    shape = {"width": 300, "height": 300, "count": 1, "dtype": "int16"}
    place = {"crs": "EPSG:4326", "transform": Affine(0.001, 0, 106.95, 0, -0.001, 11.25), "nodata": -32768}
    with rasterio.open(path, "w", driver="GTiff", **shape, **place) as file:
        file.write(np.full((300, 300), -3, dtype="int16"), 1)
    said = load(path, "--commit")
    assert "cao từ -3 đến -3 m" in said
    assert figures("751") == {**dict.fromkeys(HEIGHTS, -3), "slope_mean": 0}


def test_bad_files_are_refused_with_a_sentence(communes, tmp_path):
    cells = np.ones((4, 4))
    feet = grid(tmp_path / "feet.tif", cells)
    with rasterio.open(feet, "r+") as file:
        file.units = ["ft"]
    scaled = grid(tmp_path / "scaled.tif", cells)
    with rasterio.open(scaled, "r+") as file:
        file.scales = [0.1]
    turned = grid(tmp_path / "turned.tif", cells)
    with rasterio.open(turned, "r+") as file:
        file.transform = Affine(0.05, 0.01, 107, 0.01, -0.05, 11.2)
    bands = tmp_path / "bands.tif"
    with rasterio.open(feet) as one, rasterio.open(bands, "w", **{**one.profile, "count": 2}) as file:
        file.write(np.ones((2, 4, 4), dtype="float32"))
    (tmp_path / "text.tif").write_text("không phải lưới")
    cases = {
        feet: "khác mét",
        scaled: "khác mét",
        turned: "bị xoay",
        bands: "một kênh",
        tmp_path / "text.tif": "GeoTIFF",
        grid(tmp_path / "bare.tif", cells, crs=None): "hệ tọa độ",
        grid(tmp_path / "far.tif", cells, west=60): "không phủ lên",
        grid(tmp_path / "minus.tif", np.full((4, 4), -9999.0), nodata=None): "-9999",
        grid(tmp_path / "high.tif", np.full((4, 4), 45_000.0)): "không phải độ cao",
    }
    before = every_count()
    for path, sentence in cases.items():
        with pytest.raises(CommandError, match=sentence):
            load(path, "--commit")
    assert every_count() == before


def test_a_grid_of_too_many_cells_is_refused(communes, tmp_path, monkeypatch):
    monkeypatch.setattr("layers.importing.rasters.terrain.MOST_CELLS", 15)
    with pytest.raises(CommandError, match="quá nhiều ô"):
        load(grid(tmp_path / "h.tif", np.ones((4, 4))))


def test_the_same_file_is_known_and_is_of_one_kind(communes, tmp_path):
    path = grid(tmp_path / "h.tif", np.ones((4, 4)))
    before = every_count()
    assert "Chạy thử" in load(path)
    assert every_count() == before
    load(path, "--commit")
    before = every_count()
    assert "đã được nhập" in load(path, "--commit")
    with pytest.raises(CommandError, match="độ cao mặt đất"):
        run("import_raster", path, "--kind", "population", "--source", "x", "--as-of", "2026-01-01")
    with pytest.raises(CommandError, match="tên nguồn khác"):
        load(grid(tmp_path / "other.tif", np.full((4, 4), 2.0)), "--commit")
    assert every_count() == before


def test_only_measures_may_be_below_zero(communes, tmp_path):
    load(grid(tmp_path / "h.tif", np.full((4, 4), -2.0), nodata=-9999.0), "--commit")
    value = IndicatorValue.objects.filter(indicator="elevation_mean").first()
    for indicator in ("population", "slope_mean"):
        with pytest.raises(IntegrityError, match="cannot be"), transaction.atomic():
            IndicatorValue.objects.filter(pk=value.pk).update(indicator=indicator, source="khác")


def test_a_height_is_not_shared_out_to_other_communes(communes):
    only = BoundarySet.objects.get()
    for key in ("elevation_mean", "slope_mean"):
        with pytest.raises(ImportRefused, match="không cộng được"):
            restate(Indicator.objects.get(pk=key), only, only, "2026")
