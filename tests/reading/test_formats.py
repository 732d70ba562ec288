"""Good files of every format, and how they are told apart."""

from __future__ import annotations

import zipfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from layers.reading import ReadingError, fingerprint, open_source, recognise

NAMES = ["Xã Đăk Ơ", "Phường Trấn Biên"]


@pytest.fixture
def units() -> gpd.GeoDataFrame:
    boxes = [shapely.box(650000, 1160000, 651000, 1161000), shapely.box(651000, 1160000, 652000, 1161000)]
    return gpd.GeoDataFrame({"ma_xa": ["25225", "26041"], "ten": NAMES}, geometry=boxes, crs="EPSG:9210")


def zip_files(target: Path, files: list[Path], folder: str = "") -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.write(file, f"{folder}{file.name}")
    return target


def test_geopackage(tmp_path, units):
    units.to_file(tmp_path / "units.gpkg", layer="xa")
    with open_source(tmp_path / "units.gpkg") as source:
        frame = source.read()
        assert (source.format, source.layer, source.columns) == ("gpkg", "xa", ("ma_xa", "ten"))
        assert recognise(source.crs).epsg == 9210
    assert frame["ten"].tolist() == NAMES
    assert frame.index.tolist() == [1, 2]
    assert frame.geometry.iloc[0].equals(units.geometry.iloc[0])


def test_several_layers_need_a_choice(tmp_path, units):
    units.to_file(tmp_path / "two.gpkg", layer="cũ")
    units.iloc[:1].to_file(tmp_path / "two.gpkg", layer="mới")
    with pytest.raises(ReadingError) as refused:
        open_source(tmp_path / "two.gpkg")
    assert refused.value.code == "layer_ambiguous"
    assert "cũ, mới" in refused.value.sentence("vi")
    with open_source(tmp_path / "two.gpkg", layer="mới") as source:
        assert len(source.read()) == 1
    with pytest.raises(ReadingError, match="cũ, mới"):
        open_source(tmp_path / "two.gpkg", layer="khác")


def test_a_zone_of_unknown_datum_in_a_shapefile_stays_unknown(tmp_path, units):
    units.to_file(tmp_path / "u.shp", encoding="utf-8")
    prj = (tmp_path / "u.prj").read_text()
    (tmp_path / "u.prj").write_text(prj.replace("D_Vietnam_2000", "D_unknown").replace("VN-2000", "zone"))
    with open_source(tmp_path / "u.shp") as source:
        assert recognise(source.crs).code == "crs_datum_unknown"


@pytest.mark.parametrize("given", ["u.shp", "u.dbf", "u.shx"])
def test_shapefile_from_any_of_its_parts(tmp_path, units, given):
    units.to_file(tmp_path / "u.shp", encoding="utf-8")
    with open_source(tmp_path / given) as source:
        assert source.read()["ten"].tolist() == NAMES
        assert recognise(source.crs).epsg == 9210


@pytest.mark.parametrize("claim", ["1258", "ISO-8859-1", "nonsense", None])
def test_utf8_in_a_shapefile_is_read_as_utf8_whatever_the_cpg_claims(tmp_path, units, claim):
    units.to_file(tmp_path / "u.shp", encoding="utf-8")
    (tmp_path / "u.cpg").unlink()
    if claim:
        (tmp_path / "u.cpg").write_text(claim)
    with open_source(tmp_path / "u.shp") as source:
        assert source.read()["ten"].tolist() == NAMES


def test_a_shapefile_in_another_encoding_is_asked_or_believed(tmp_path, units):
    units["ten"] = ["Café", "Hôtel"]
    units.to_file(tmp_path / "u.shp", encoding="cp1252")
    with open_source(tmp_path / "u.shp") as source:
        assert source.read()["ten"].tolist() == ["Café", "Hôtel"]
    (tmp_path / "u.cpg").unlink()
    with pytest.raises(ReadingError) as refused:
        open_source(tmp_path / "u.shp")
    assert refused.value.code == "encoding_unknown"
    with open_source(tmp_path / "u.shp", encoding="latin-1") as source:
        assert source.read()["ten"].tolist() == ["Café", "Hôtel"]


@pytest.mark.parametrize("folder", ["", "dữ liệu/"])
def test_zipped_shapefile(tmp_path, units, folder):
    units.to_file(tmp_path / "u.shp", encoding="utf-8")
    archive = zip_files(tmp_path / "u.zip", sorted(tmp_path.glob("u.*")), folder)
    with open_source(archive) as source:
        unpacked = source._folder.name
        assert source.read()["ten"].tolist() == NAMES
        assert source.path == archive
        assert source.layer == "u"
    assert not Path(unpacked).exists(), "nothing may stay behind"


def test_a_zip_with_two_shapefiles_needs_a_choice(tmp_path, units):
    units.to_file(tmp_path / "a.shp", encoding="utf-8")
    units.iloc[:1].to_file(tmp_path / "b.shp", encoding="utf-8")
    archive = zip_files(tmp_path / "ab.zip", sorted([*tmp_path.glob("a.*"), *tmp_path.glob("b.*")]))
    with pytest.raises(ReadingError, match="a, b"):
        open_source(archive)
    with open_source(archive, layer="b") as source:
        assert len(source.read()) == 1


def test_geojson_with_bom_and_wrong_extension(tmp_path, units):
    text = units.to_crs(4326).to_json(drop_id=True)
    (tmp_path / "units.dat").write_text(text, encoding="utf-8")
    with open_source(tmp_path / "units.dat") as source:
        assert source.format == "geojson"
        assert recognise(source.crs).epsg == 4326
        assert source.read()["ten"].tolist() == NAMES


def test_names_come_composed_whatever_the_file_holds(tmp_path, units):
    decomposed = pd.Series(NAMES).str.normalize("NFD")
    units.assign(ten=decomposed.to_numpy()).to_file(tmp_path / "d.gpkg")
    with open_source(tmp_path / "d.gpkg") as source:
        assert source.read()["ten"].tolist() == NAMES


def test_height_is_dropped(tmp_path):
    frame = gpd.GeoDataFrame({"a": [1]}, geometry=[shapely.Point(106, 10, 5)], crs=4326)
    frame.to_file(tmp_path / "z.gpkg")
    with open_source(tmp_path / "z.gpkg") as source:
        assert not source.read().geometry.iloc[0].has_z


@pytest.mark.parametrize("rows", [1, 2, 3, 100])
def test_pieces_hold_every_row_once_and_number_them_on(tmp_path, rows):
    points = gpd.points_from_xy([106 + i / 100 for i in range(7)], [10] * 7)
    gpd.GeoDataFrame({"n": range(7)}, geometry=points, crs=4326).to_file(tmp_path / "p.gpkg")
    with open_source(tmp_path / "p.gpkg") as source:
        whole = pd.concat(source.chunks(rows=rows))
    assert whole["n"].tolist() == list(range(7))
    assert whole.index.tolist() == list(range(1, 8))


def test_fingerprint_follows_the_content_not_the_name(tmp_path, units):
    units.to_file(tmp_path / "u.shp", encoding="utf-8")
    before = fingerprint(tmp_path / "u.shp")
    assert before == fingerprint(tmp_path / "u.dbf")
    for part in tmp_path.glob("u.*"):
        part.rename(part.with_name(f"v{part.suffix}"))
    assert fingerprint(tmp_path / "v.shp") == before
    units.assign(ten="Khác").to_file(tmp_path / "v.shp", encoding="utf-8")
    assert fingerprint(tmp_path / "v.shp") != before
