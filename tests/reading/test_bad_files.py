"""Broken and hostile files: one clear sentence each, and nothing left behind."""

from __future__ import annotations

import json
import random
import struct
import zipfile

import geopandas as gpd
import pytest
import shapely

from layers.reading import POLYGONS, ReadingError, check_geometries, open_source
from layers.reading.formats import zipped


@pytest.fixture
def gpkg(tmp_path):
    points = gpd.points_from_xy([106 + i / 1000 for i in range(500)], [10] * 500)
    path = tmp_path / "good.gpkg"
    gpd.GeoDataFrame({"a": range(500)}, geometry=points, crs=4326).to_file(path)
    return path


@pytest.fixture
def shapefile(tmp_path):
    path = tmp_path / "good.shp"
    gpd.GeoDataFrame({"a": [1]}, geometry=[shapely.box(106, 10, 107, 11)], crs=4326).to_file(path)
    return path


def refusal(path, **options) -> ReadingError:
    with pytest.raises(ReadingError) as refused, open_source(path, **options) as source:
        source.read()
    error = refused.value
    for language in ("vi", "en"):
        sentence = error.sentence(language)
        assert sentence.endswith(".")
        assert "Traceback" not in sentence
        assert "diaban-" not in sentence, "names of temporary folders do not concern the user"
    return error


def test_missing_file(tmp_path):
    assert refusal(tmp_path / "không có.gpkg").code == "file_missing"


def test_folder(tmp_path):
    assert refusal(tmp_path).code == "file_is_folder"


@pytest.mark.parametrize("share", [0.05, 0.3, 0.5, 0.9])
def test_truncated_geopackage(gpkg, share):
    data = gpkg.read_bytes()
    gpkg.write_bytes(data[: int(len(data) * share)])
    assert refusal(gpkg).code in ("gpkg_damaged", "no_geometry")


@pytest.mark.parametrize("name", ["a.shp", "a.gpkg", "a.geojson", "a.zip", "a.bin"])
def test_random_bytes(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(random.Random(5).randbytes(4096))
    assert refusal(path).code in ("shapefile_damaged", "format_not_supported")


def test_random_bytes_behind_a_true_shapefile_header(shapefile):
    header = struct.pack(">i", 9994) + b"\0" * 20
    shapefile.write_bytes(header + random.Random(5).randbytes(4096))
    with open_source(shapefile) as source:
        sound, problems = check_geometries(source.read(), 4326, POLYGONS)
    assert sound.empty
    assert [p.code for p in problems] == ["geometry_missing"]


def test_shapefile_without_shx(shapefile):
    shapefile.with_suffix(".shx").unlink()
    assert refusal(shapefile).code == "shapefile_without_shx"


def test_dbf_alone_has_no_shapes(shapefile):
    shapefile.unlink()
    assert refusal(shapefile.with_suffix(".dbf")).code == "shapefile_damaged"


def test_shapefile_without_prj_asks_for_the_system(shapefile):
    shapefile.with_suffix(".prj").unlink()
    with open_source(shapefile) as source:
        assert source.crs is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"type": "FeatureCollection", "features": []}', "no_rows"),
        ('{"type": "FeatureCollection", "feat', "geojson_damaged"),
        ('{"a": 1}', "geojson_damaged"),
        ("[1, 2]", "geojson_damaged"),
        ("hello", "geojson_damaged"),
        ("", "file_empty"),
    ],
)
def test_geojson_without_use(tmp_path, text, code):
    path = tmp_path / "a.geojson"
    path.write_text(text)
    assert refusal(path).code == code


def test_null_geometry_is_read_for_the_checks_to_report(tmp_path):
    path = tmp_path / "a.geojson"
    feature = {"type": "Feature", "properties": {"a": 1}, "geometry": None}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    with open_source(path) as source:
        assert source.read().geometry.isna().all()


def test_a_table_of_a_geopackage_is_no_layer_of_a_map(gpkg):
    import sqlite3

    with sqlite3.connect(gpkg) as db:
        db.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, t TEXT)")
        db.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier)"
            " VALUES ('notes', 'attributes', 'notes')"
        )
    with open_source(gpkg) as source:
        assert source.layer == "good"
    assert refusal(gpkg, layer="notes").code == "no_geometry"


def test_layer_of_a_file_without_layers(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n")
    assert refusal(path, layer="x").code == "no_layers"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xml", b"<?xml version='1.0'?><gml/>"),
        ("a.pdf", b"%PDF-1.7 x"),
        ("a.db", b"SQLite format 3\0" + b"\0" * 90),
    ],
)
def test_formats_we_do_not_read(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    assert refusal(path).code == "format_not_supported"


def make_zip(path, members: dict[str, bytes]):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize(
    "name", ["../evil.shp", "/etc/evil.shp", "a/../../evil.shp", "..\\evil.shp", "C:\\e.shp"]
)
def test_paths_that_leave_the_folder(tmp_path, name):
    assert refusal(make_zip(tmp_path / "a.zip", {name: b"x"})).code == "zip_unsafe_name"
    assert [p.name for p in tmp_path.iterdir()] == ["a.zip"]


def test_zip_bomb_is_stopped_while_it_unpacks(tmp_path, monkeypatch):
    monkeypatch.setattr(zipped, "RATIO_FREE_BYTES", 1024 * 1024)
    bomb = make_zip(tmp_path / "a.zip", {"a.shp": b"\0" * 8 * 1024 * 1024})
    assert refusal(bomb).code == "zip_too_large"


def test_zip_that_lies_about_sizes(tmp_path, monkeypatch):
    monkeypatch.setattr(zipped, "MAX_UNPACKED_BYTES", 1000)
    assert refusal(make_zip(tmp_path / "a.zip", {"a.csv": b"a,b\n" * 1000})).code == "zip_too_large"


def test_zip_with_thousands_of_members(tmp_path):
    members = {f"{i}.txt": b"" for i in range(zipped.MAX_MEMBERS + 1)}
    assert refusal(make_zip(tmp_path / "a.zip", members)).code == "zip_too_large"


def test_zip_without_data(tmp_path):
    assert refusal(make_zip(tmp_path / "a.zip", {"readme.txt": b"x"})).code == "zip_without_data"


def test_word_is_told_apart_from_a_zip(tmp_path):
    members = {"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}
    assert refusal(make_zip(tmp_path / "a.docx", members)).code == "office_file"


@pytest.mark.parametrize("keep", [30, 200])
def test_truncated_zip(tmp_path, keep):
    path = make_zip(tmp_path / "a.zip", {"a.csv": b"a,b\n1,2\n", "b.csv": b"a,b\n"})
    path.write_bytes(path.read_bytes()[:keep])
    assert refusal(path).code == "zip_damaged"


def test_errors_inside_a_zip_name_the_zip(tmp_path):
    error = refusal(make_zip(tmp_path / "kho.zip", {"a.shp": b"not a shapefile"}))
    assert error.code == "shapefile_damaged"
    assert "kho.zip" in error.sentence("vi")
