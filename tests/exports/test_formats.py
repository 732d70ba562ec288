"""Every format in WGS 84 and in VN-2000, read back by the program's own reader."""

from __future__ import annotations

import csv
import json
import zipfile
from xml.etree import ElementTree

import numpy as np
import openpyxl
import pyogrio
import pytest
import shapely

from gis_app.data.exports.writers import FORMATS
from gis_app.data.exports.writers.csv import harmless
from layers.models import Site
from layers.reading.crs import geometries_to_wgs84
from layers.reading.formats import open_source
from layers.reading.geodesy import GEOD
from layers.reading.recognition import recognise
from layers.writing.systems import OFFERED
from layers.writing.table import Column, Table, Type

LON, LAT = 107.012345, 11.054321


def table(shapes, geometry="Point") -> Table:
    columns = (
        Column("name", "ten", "Tên"),
        Column("count", "so", "Số", Type.INTEGER),
        Column("share", "ty_le", "Tỷ lệ", Type.NUMBER),
        Column("day", "ngay", "Ngày", Type.DATE),
    )
    rows = iter(
        [
            ((f"Chợ {n}", None if n else 3, 0.5, np.datetime64("2026-06-01").item()), s)
            for n, s in enumerate(shapes)
        ]
    )
    return Table("thu", "Thử", columns, rows, geometry, ["Ghi chú."])


@pytest.mark.parametrize("epsg", [zone.epsg for zone in OFFERED])
@pytest.mark.parametrize("form", ["gpkg", "shp"])
def test_a_system_is_recognised_and_points_come_back_within_a_millimetre(tmp_path, form, epsg):
    path = tmp_path / f"thu{FORMATS[form].suffix}"
    # Inside the Mekong delta, where an unpinned VN-2000 would be 0.8 m off, and outside it.
    points = shapely.points([[105.7, 10.2], [106.6, 11.9], [107.2, 10.5]])
    assert FORMATS[form].write(table(points), path, epsg) == 3
    with open_source(path) as source:
        assert recognise(source.crs).epsg == epsg
        frame = source.read()
    back = geometries_to_wgs84(np.asarray(frame.geometry.array, dtype=object), epsg)
    for wanted, found in zip(points, back, strict=True):
        assert GEOD.inv(wanted.x, wanted.y, found.x, found.y)[2] < 0.001


@pytest.mark.parametrize("form", ["gpkg", "shp"])
def test_gdal_itself_applies_the_official_shift(tmp_path, form):
    path = tmp_path / f"thu{FORMATS[form].suffix}"
    FORMATS[form].write(table(shapely.points([[105.7, 10.2]])), path, 9207)
    where = f"/vsizip/{path}/thu_diem.shp" if form == "shp" else path
    frame = pyogrio.read_dataframe(where)
    (point,) = frame.to_crs(4326).geometry
    assert GEOD.inv(105.7, 10.2, point.x, point.y)[2] < 0.001


def test_a_shapefile_says_its_encoding_and_what_its_names_mean(tmp_path):
    path = tmp_path / "thu.zip"
    shapes = [
        shapely.Point(LON, LAT),
        shapely.box(107, 11, 107.1, 11.1),
        shapely.LineString([(107, 11), (108, 11)]),
    ]
    FORMATS["shp"].write(table(shapes, "Unknown"), path, 9212)
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        assert {f"thu_{kind}.shp" for kind in ("diem", "vung", "duong")} <= set(names)
        assert archive.read("thu_diem.cpg") == b"UTF-8"
        assert b"TOWGS84[-191.90441429" in archive.read("thu_diem.prj")
        about = archive.read("DOC-TRUOC.txt").decode("utf-8-sig")
    assert "ty_le       share: Tỷ lệ" in about
    assert "Ghi chú." in about
    frame = pyogrio.read_dataframe(f"/vsizip/{path}/thu_diem.shp")
    assert list(frame.columns[:4]) == ["ten", "so", "ty_le", "ngay"]
    assert frame["ten"][0] == "Chợ 0"


def test_long_text_in_a_shapefile_is_cut_between_letters(tmp_path):
    path = tmp_path / "thu.zip"
    columns = (Column("name", "ten", "Tên"),)
    rows = iter([(["ộ" * 200], shapely.Point(LON, LAT))])
    FORMATS["shp"].write(Table("thu", "Thử", columns, rows, "Point"), path, 4326)
    frame = pyogrio.read_dataframe(f"/vsizip/{path}/thu_diem.shp")
    assert frame["ten"][0] == "ộ" * 84


def test_missing_is_missing_and_not_zero(tmp_path):
    path = tmp_path / "thu.gpkg"
    FORMATS["gpkg"].write(table(shapely.points([[107, 11], [107, 12]])), path, 4326)
    frame = pyogrio.read_dataframe(path)
    assert frame["count"][0] == 3
    assert np.isnan(frame["count"][1])


@pytest.mark.parametrize("form", list(FORMATS))
def test_an_empty_list_is_a_file_that_can_be_read(tmp_path, form):
    path = tmp_path / f"thu{FORMATS[form].suffix}"
    assert FORMATS[form].write(table([]), path, 4326) == 0
    if form in ("gpkg", "shp", "geojson"):
        where = f"/vsizip/{path}/thu_diem.shp" if form == "shp" else path
        assert pyogrio.read_info(where)["features"] == 0
    assert path.stat().st_size > 0


def test_kml_has_every_shape_and_survives_any_text(tmp_path):
    path = tmp_path / "thu.kml"
    hole = shapely.box(107, 11, 108, 12).difference(shapely.box(107.4, 11.4, 107.6, 11.6))
    shapes = [shapely.Point(LON, LAT), hole, shapely.MultiPoint([(107, 11), (108, 12)])]
    columns = (Column("name", "ten", "Tên"),)
    rows = iter([([f"<b>&\x0b{n}"], s) for n, s in enumerate(shapes)])
    FORMATS["kml"].write(Table("thu", "Thử & <nữa>", columns, rows, "Unknown"), path, 4326)
    root = ElementTree.parse(path).getroot()
    space = {"k": "http://www.opengis.net/kml/2.2"}
    assert [p.text for p in root.findall(".//k:Placemark/k:name", space)] == ["<b>&0", "<b>&1", "<b>&2"]
    assert len(root.findall(".//k:innerBoundaryIs", space)) == 1
    assert pyogrio.read_dataframe(path).geometry[0].equals_exact(shapes[0], 1e-7)


@pytest.mark.parametrize("text", ["=1+1", "+A1", "-2+3", "@SUM(A1)", "\t=1", "  =1", "\r=1", "＝1"])
def test_a_formula_is_made_text(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.django_db
def test_no_cell_of_a_table_is_a_formula(province, fetch):
    with fetch(province.owner, "sites").open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert row["Tên"].startswith("'=cmd")
    assert row["Kinh độ"] == "107.05"
    sheet = openpyxl.load_workbook(fetch(province.owner, "sites", "xlsx"))["Dữ liệu"]
    cell = next(c for c in sheet[2] if isinstance(c.value, str) and "cmd" in c.value)
    assert cell.data_type == "s"


@pytest.mark.django_db
def test_csv_has_a_byte_order_mark_and_metres_where_a_zone_was_chosen(province, fetch):
    path = fetch(province.owner, "incidents", epsg="9212")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        row = next(csv.DictReader(stream))
    assert row["Mã vụ việc"] == "H1"
    assert 400_000 < float(row["Tọa độ đông (m)"]) < 700_000
    assert row["Thời gian xảy ra"] == "2026-06-01T12:00:00+07:00"
    assert (row["Số người chết"], row["Số người bị thương"]) == ("0", "")


@pytest.mark.django_db
def test_attributes_of_sites_are_columns(province, fetch):
    Site.objects.filter(ref="HS").update(attributes={"stalls": 12, "lạ": "x"}, name="Chợ")
    data = json.loads(fetch(province.owner, "sites", "geojson", kinds="market").read_text("utf-8"))
    (feature,) = data["features"]
    assert feature["properties"]["stalls"] == 12
    assert feature["properties"]["other"] == '{"lạ": "x"}'
    assert feature["geometry"] == {"type": "Point", "coordinates": [107.05, 11.05]}


def test_memory_does_not_grow_with_the_list(tmp_path):
    import tracemalloc

    def peak(count: int) -> int:
        columns = (Column("name", "ten", "Tên"),)
        rows = (([f"Điểm {n}"], shapely.Point(107, 11)) for n in range(count))
        tracemalloc.start()
        FORMATS["csv"].write(Table("thu", "Thử", columns, rows, "Point"), tmp_path / "thu.csv", 4326)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    assert peak(60_000) < 1.5 * peak(20_000)
