"""A population grid: kept, and summed per commune with the parts of cells."""

from __future__ import annotations

import datetime

import numpy as np
import pytest
import rasterio
from affine import Affine
from django.core.management.base import CommandError

from layers.importing.rasters import RasterOptions, stage
from layers.models import IndicatorValue, Raster
from layers.reading.crs import from_wgs84, proj4
from tests.importing.files import every_count, run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"


def grid(path, cells, west=107.0, north=11.2, size=0.05, crs="EPSG:4326", nodata=-1.0):
    """Write a one-band GeoTIFF with these values, row by row from the north."""
    values = np.array(cells, dtype="float32")
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        width=values.shape[1],
        height=values.shape[0],
        count=1,
        dtype="float32",
        crs=crs,
        transform=Affine(size, 0, west, 0, -size, north),
        nodata=nodata,
    ) as file:
        file.write(values, 1)
    return path


def load(path, *more: str) -> str:
    return run(
        "import_raster", path, "--kind", "population", "--source", "thử", "--as-of", "2026-01-01", *more
    )


def figures() -> dict[str, float | None]:
    return dict(
        IndicatorValue.objects.filter(indicator="population")
        .values_list("unit__code", "value")
        .order_by("pk")
    )


def test_whole_cells_add_up(communes, tmp_path):
    # Sixteen cells of 0.05 degrees, four in each commune (751 and 752 in the south, 753 and 754 north).
    path = grid(tmp_path / "p.tif", np.arange(16).reshape(4, 4))
    load(path, "--commit")
    assert figures() == {
        "751": 8 + 9 + 12 + 13,
        "752": 10 + 11 + 14 + 15,
        "753": 0 + 1 + 4 + 5,
        "754": 2 + 3 + 6 + 7,
    }
    raster = Raster.objects.get()
    assert (raster.width, raster.height, raster.crs, raster.nodata) == (4, 4, "EPSG:4326", -1.0)
    assert raster.resolution_x == pytest.approx(0.05)
    value = IndicatorValue.objects.first()
    assert (value.source, value.period, value.as_of) == ("lưới thử", "2026", datetime.date(2026, 1, 1))
    assert value.batch == raster.batch


def test_the_file_is_kept_under_its_hash(communes, tmp_path, settings):
    path = grid(tmp_path / "p.tif", np.ones((4, 4)))
    load(path, "--commit")
    kept = settings.VAR_DIR / "rasters" / Raster.objects.get().stored_name
    assert kept.read_bytes() == path.read_bytes()


def test_a_cell_cut_by_two_communes_is_shared(communes, tmp_path):
    # One cell over all four communes, a quarter in each.
    load(grid(tmp_path / "p.tif", [[1000.0]], size=0.2), "--commit")
    assert figures() == pytest.approx({"751": 250, "752": 250, "753": 250, "754": 250})


def test_a_cell_that_reaches_beyond_the_communes(communes, tmp_path):
    # Cells 0.3 degrees wide and high: of the first, 106.9 to 107.2, each commune has a ninth.
    path = grid(tmp_path / "p.tif", [[900.0, 0.0], [0.0, 0.0]], west=106.9, north=11.2, size=0.3)
    staged = stage(path, RasterOptions(Raster.Kind.POPULATION, "thử", datetime.date(2026, 1, 1)))
    assert [s.figures["population"] for s in staged.sums] == pytest.approx([100, 100, 100, 100])


def test_no_value_is_not_zero(communes, tmp_path):
    cells = np.full((4, 4), 5.0)
    cells[0, 0] = -1
    cells[2:, 2:] = 0
    load(grid(tmp_path / "p.tif", cells), "--commit")
    assert figures() == {"751": 20, "752": 0, "753": None, "754": 20}


def test_a_commune_that_the_grid_ends_in_is_unknown_and_one_outside_gets_nothing(communes, tmp_path):
    said = load(grid(tmp_path / "p.tif", np.full((4, 3), 5.0)), "--commit")
    assert figures() == {"751": 20, "752": None, "753": 20, "754": None}
    assert "2 nơi thiếu số liệu" in said


def test_a_grid_in_vn2000_gives_the_same_people(communes, tmp_path):
    x, y = from_wgs84([107.0], [11.2], 9212)[0]
    cells = np.ones((400, 400))
    path = grid(
        tmp_path / "p.tif",
        cells,
        west=x - 1000,
        north=y + 1000,
        size=100.0,
        crs=rasterio.CRS.from_string(proj4(9212)),
    )
    load(path, "--commit")
    # One person in each hectare: the people of a square of 0.1 degrees are its hectares.
    for value in figures().values():
        assert value == pytest.approx(12_080, rel=0.005)
    assert Raster.objects.get().crs == "EPSG:9212"


def test_the_same_file_twice_and_a_dry_run_change_nothing(communes, tmp_path):
    path = grid(tmp_path / "p.tif", np.ones((4, 4)))
    before = every_count()
    assert "Chạy thử" in load(path)
    assert every_count() == before
    load(path, "--commit")
    before = every_count()
    assert "đã được nhập" in load(path, "--commit")
    assert every_count() == before


def test_another_file_of_the_same_source_and_year_is_refused(communes, tmp_path):
    load(grid(tmp_path / "p.tif", np.ones((4, 4))), "--commit")
    before = every_count()
    with pytest.raises(CommandError, match="tên nguồn khác"):
        load(grid(tmp_path / "q.tif", np.full((4, 4), 2.0)), "--commit")
    assert every_count() == before


def test_bad_files_are_refused_with_a_sentence(communes, tmp_path):
    (tmp_path / "text.tif").write_text("không phải lưới")
    grid(tmp_path / "whole.tif", np.ones((4, 4)))
    (tmp_path / "cut.tif").write_bytes((tmp_path / "whole.tif").read_bytes()[:100])
    cases = {
        tmp_path / "text.tif": "GeoTIFF",
        tmp_path / "cut.tif": "GeoTIFF",
        tmp_path / "absent.tif": "absent.tif",
        grid(tmp_path / "bare.tif", np.ones((4, 4)), crs=None): "hệ tọa độ",
        grid(tmp_path / "far.tif", np.ones((4, 4)), west=60): "không phủ lên",
        grid(tmp_path / "minus.tif", np.full((4, 4), -9999.0), nodata=None): "giá trị âm",
    }
    before = every_count()
    for path, sentence in cases.items():
        with pytest.raises(CommandError, match=sentence):
            load(path, "--commit")
    assert every_count() == before
