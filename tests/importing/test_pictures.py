"""A picture from the air: kept coarser, in the place where it belongs, and refused where it is none."""

from __future__ import annotations

import io
import math

import numpy as np
import pytest
import rasterio
import shapely
from affine import Affine
from django.core.management.base import CommandError
from PIL import Image
from rasterio.enums import MaskFlags

from layers.importing.rasters import imagery
from layers.models import IndicatorValue, Raster
from layers.reading.geodesy import GEOD, areas_m2
from layers.reading.mercator import Tile
from layers.reading.tiles import read_tile
from tests.importing.files import every_count, run
from tests.importing.pictures import GREEN, RED, picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"


def load(path, *more: str) -> str:
    return run("import_raster", path, "--kind", "drone", "--source", "thử", "--as-of", "2026-01-01", *more)


def tile_at(lon: float, lat: float, z: int) -> Tile:
    across = (lon + 180) / 360
    down = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
    return Tile(z, int(across * 2**z), int(down * 2**z))


def colours(lon: float, lat: float, z: int = 18) -> np.ndarray:
    """Return the four bands of the pixel at a place, from the tile that has it."""
    tile = tile_at(lon, lat, z)
    drawn = read_tile(Raster.objects.get().path, tile)
    west, south, east, north = tile.box.bounds
    bands = np.asarray(Image.open(io.BytesIO(drawn)).convert("RGBA")).astype(int)
    column, row = int((lon - west) / (east - west) * 256), int((north - lat) / (north - south) * 256)
    return bands[row, column]


def place(metres_east: float, metres_south: float) -> tuple[float, float]:
    """Return the place so far from the north-west corner of the pictures."""
    lon, lat, _back = GEOD.fwd(107.05, 11.15, 90, metres_east)
    lon, lat, _back = GEOD.fwd(lon, lat, 180, metres_south)
    return lon, lat


def test_a_picture_lies_where_it_was_flown_and_counts_nothing(communes, tmp_path):
    said = load(picture(tmp_path / "a.tif"), "--commit")
    assert "ảnh chụp 1 xã, phường" in said and "Đã lưu 1 dòng" in said
    # 200 m each way from 107.05 E 11.15 N, in a zone of VN-2000: red in the west, green in the east.
    assert colours(*place(97, 100)) == pytest.approx([*RED, 255], abs=12)
    assert colours(*place(103, 100)) == pytest.approx([*GREEN, 255], abs=12)
    assert colours(*place(198, 198))[3] == 255
    assert colours(*place(203, 100))[3] == 0
    assert colours(*place(100, 203))[3] == 0
    assert not IndicatorValue.objects.exists()
    kept = Raster.objects.get()
    assert (kept.kind, kept.crs, kept.kept_m) == ("drone", "EPSG:9212", 0.5)
    ground = areas_m2(shapely.from_wkb([bytes(kept.footprint.wkb)]))
    assert ground[0] == pytest.approx(200 * 200, rel=0.01)


@pytest.mark.parametrize("clear", ["alpha", "nodata", "mask"])
def test_what_is_clear_stays_clear_and_belongs_to_no_footprint(communes, tmp_path, clear):
    load(picture(tmp_path / "a.tif", clear=clear), "--commit")
    assert colours(*place(90, 100))[3] == 0
    assert colours(*place(110, 100)) == pytest.approx([*GREEN, 255], abs=12)
    west, _south, east, _north = Raster.objects.get().footprint.extent
    assert [west, east] == pytest.approx([place(100, 0)[0], place(200, 0)[0]], abs=2e-5)


def test_no_pixel_finer_than_the_limit_is_kept(communes, tmp_path):
    path = picture(tmp_path / "a.tif", pixels=1000, size=0.05)
    said = load(path, "--commit")
    assert "Cỡ điểm ảnh 0,05 m; lưu ảnh thô hơn, 0,2 m" in said
    kept = Raster.objects.get()
    assert kept.kept_m == imagery.limit("finest_pixel_m") == 0.2
    with rasterio.open(kept.path) as file:
        side = file.res[0] * math.cos(math.radians(11.15))
        assert (file.crs.to_epsg(), file.tags(ns="IMAGE_STRUCTURE")["LAYOUT"]) == (3857, "COG")
        # A metre of Web Mercator is up to 0.7 % shorter along the meridian: so much coarser it is kept.
        assert 0.2 <= side < 0.2015
        assert MaskFlags.per_dataset in file.mask_flag_enums[0]
        assert "12345" not in str(file.tags())
    assert list(kept.path.parent.iterdir()) == [kept.path]
    assert path.read_bytes() != kept.path.read_bytes()


def test_cells_of_degrees_and_a_band_of_infrared(communes, tmp_path):
    said = load(picture(tmp_path / "a.tif", epsg=4326, size=0.5 / 111_000, bands=4), "--commit")
    assert "Kênh thứ tư" in said
    assert Raster.objects.get().kept_m == pytest.approx(0.4916, abs=1e-3)
    assert colours(*place(50, 50)) == pytest.approx([*RED, 255], abs=12)


def test_from_far_away_the_smaller_copies_inside_are_read(communes, tmp_path):
    load(picture(tmp_path / "a.tif", pixels=3000, size=1.0), "--commit")
    with rasterio.open(Raster.objects.get().path) as file:
        assert file.overviews(1) == [2, 4, 8]
    assert colours(*place(700, 1500), z=12)[3] == 255
    assert colours(*place(700, 1500), z=12)[:3] == pytest.approx(RED, abs=20)


def test_what_is_no_picture_is_refused_with_a_sentence(communes, tmp_path, monkeypatch):
    (tmp_path / "text.tif").write_text("không phải ảnh")
    turned = picture(tmp_path / "turned.tif")
    with rasterio.open(turned, "r+") as file:
        file.transform = file.transform @ Affine.rotation(10)
    blank = picture(tmp_path / "blank.tif", clear="nodata")
    with rasterio.open(blank, "r+") as file:
        file.write(np.zeros((3, 400, 400), dtype="uint8"))
    cases = {
        picture(tmp_path / "one.tif", bands=1): "1 kênh kiểu uint8",
        picture(tmp_path / "float.tif", dtype="float32"): "3 kênh kiểu float32",
        picture(tmp_path / "deep.tif", dtype="uint16"): "kiểu uint16",
        turned: "bị xoay",
        blank: "trong suốt ở mọi điểm ảnh",
        tmp_path / "text.tif": "GeoTIFF",
        picture(tmp_path / "far.tif", west=108.5): "không chụp xã, phường nào",
    }
    before = every_count()
    for path, sentence in cases.items():
        with pytest.raises(CommandError, match=sentence):
            load(path, "--commit")
    path = picture(tmp_path / "large.tif")
    for key, sentence in (("most_pixels_brought", "quá nhiều ô"), ("most_pixels_kept", "quá rộng")):
        with monkeypatch.context() as changed:
            limits = {"most_pixels_brought": 1e9, "most_pixels_kept": 1e9, "finest_pixel_m": 0.2, key: 1000}
            changed.setattr(imagery, "limit", limits.__getitem__)
            with pytest.raises(CommandError, match=sentence):
                load(path, "--commit")
    assert every_count() == before
    assert not (tmp_path / "var" / "rasters").exists()


def test_the_same_file_twice_and_a_dry_run_change_nothing(communes, tmp_path):
    path = picture(tmp_path / "a.tif")
    before = every_count()
    said = load(path)
    assert "Chạy thử" in said and "nhận ra được người hoặc biển số" in said
    assert every_count() == before
    load(path, "--commit")
    before = every_count()
    assert "đã được nhập" in load(path, "--commit")
    assert every_count() == before
