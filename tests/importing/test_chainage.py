"""Incidents without coordinates, placed by their chainage on a road that was imported."""

from __future__ import annotations

import re

import pyproj
import pytest
from django.core.management.base import CommandError

from layers.models import ImportBatch, ImportProblem, Incident
from layers.reading.crs import from_wgs84
from tests.importing.files import every_count, run, write_layer, write_table

pytestmark = pytest.mark.django_db

GEOD = pyproj.Geod(ellps="WGS84")
#: QL13 runs north along 107,05° from kilometre 10; QL14 is drawn in two pieces.
NORTHWARD = {"type": "LineString", "coordinates": [[107.05, 11.01], [107.05, 11.1], [107.05, 11.19]]}
IN_PIECES = {
    "type": "MultiLineString",
    "coordinates": [[[107.01, 11.05], [107.03, 11.05]], [[107.06, 11.05], [107.09, 11.05]]],
}
HEADINGS = ("Số vụ", "Loại", "Ngày", "Lý trình")
DAY = "15/06/2026"


@pytest.fixture
def roads(communes, tmp_path):
    features = [(NORTHWARD, {"so_hieu": "QL.13", "km_dau": 10}), (IN_PIECES, {"so_hieu": "QL14"})]
    run("import_sites", write_layer(tmp_path / "r.geojson", features), "--kind", "road", "--commit")


def load(path, *more: str) -> str:
    return run("import_incidents", path, "--source", "Trạm CSGT", "--commit", *more)


def places() -> dict[str, tuple[float, float]]:
    return {i.ref: (i.point.x, i.point.y) for i in Incident.objects.all()}


def northward(metres: float) -> tuple[float, float]:
    lon, lat, _back = GEOD.fwd(107.05, 11.01, 0, metres)
    return lon, lat


def apart_m(one: tuple[float, float], other: tuple[float, float]) -> float:
    return GEOD.inv(*one, *other)[2]


@pytest.mark.parametrize("chainage", ["Km 12+300 QL.13", "km12+300 quốc lộ 13", "QL13, Km 12,3"])
def test_the_place_is_the_geodesic_distance_along_the_road(tmp_path, roads, chainage):
    load(write_table(tmp_path / "v.csv", [("1", "theft", DAY, chainage)], HEADINGS))
    assert apart_m(places()["1"], northward(2_300)) < 0.01


def test_the_number_of_the_road_may_have_a_column_of_its_own(tmp_path, roads):
    headings = (*HEADINGS[:3], "Km", "Tuyến đường")
    rows = [("1", "theft", DAY, "Km 12+300", "QL 13"), ("2", "theft", DAY, "25,5", "Quốc lộ 13")]
    load(write_table(tmp_path / "v.csv", rows, headings))
    assert apart_m(places()["1"], northward(2_300)) < 0.01
    assert apart_m(places()["2"], northward(15_500)) < 0.01


@pytest.mark.parametrize(
    ("axes", "given", "crs"),
    [
        (("lon", "lat"), (107.15, 11.05), ()),
        (("X", "Y"), tuple(from_wgs84(107.15, 11.05, 9212)[0]), ("--crs", "EPSG:9212")),
    ],
)
def test_a_row_with_coordinates_is_placed_by_them(tmp_path, roads, axes, given, crs):
    rows = [
        ("given", "theft", DAY, "Km 12+300 QL13", *given),
        ("empty", "theft", DAY, "Km 12+300 QL13", "", ""),
    ]
    said = load(write_table(tmp_path / "v.csv", rows, (*HEADINGS, *axes)), *crs)
    assert "Đã lưu 2 dòng" in said
    assert apart_m(places()["given"], (107.15, 11.05)) < 0.01
    assert apart_m(places()["empty"], northward(2_300)) < 0.01


def test_a_layer_has_chainages_for_features_without_a_point(tmp_path, roads):
    properties = {"so_vu": "1", "loai": "theft", "ngay": DAY, "ly_trinh": "Km 12+300 QL13"}
    point = {"type": "Point", "coordinates": [107.15, 11.05]}
    features = [(None, properties), (point, properties | {"so_vu": "2"})]
    load(write_layer(tmp_path / "v.geojson", features))
    assert apart_m(places()["1"], northward(2_300)) < 0.01
    assert places()["2"] == (107.15, 11.05)


def test_the_record_tells_which_rows_were_placed_so(tmp_path, roads):
    headings = (*HEADINGS, "lon", "lat")
    rows = [
        ("1", "theft", DAY, "Km 12+300 QL13", "", ""),
        ("2", "theft", DAY, "", 107.15, 11.05),
    ]
    said = load(write_table(tmp_path / "v.csv", rows, headings))
    assert "theo lý trình Km 12+300 trên đường QL13" in said
    batch = ImportBatch.objects.get(layer="incidents")
    assert batch.columns["chainage"] == "Lý trình"
    told = ImportProblem.objects.get(batch=batch)
    assert (told.row, told.column, told.code) == (2, "Lý trình", "place_by_chainage")
    assert batch.rows_refused == 0


@pytest.mark.parametrize(
    ("chainage", "sentence"),
    [
        ("Km 12+300 QL99", "Không có đường QL99"),
        ("Km 90+000 QL13", "Km 90+000 nằm ngoài đường QL13 (dữ liệu có Km 10+000 – Km 29+"),
        ("Km 1+000 QL14", "Đường QL14 trong dữ liệu gồm 2 đoạn rời"),
        ("Km 12+300", "thiếu số hiệu đường"),
        ("Km 12+300 – Km 13+000 QL13", "Không hiểu lý trình"),
        ("ngã ba", "Không hiểu lý trình"),
        ("", "Thiếu cả tọa độ lẫn lý trình"),
    ],
)
def test_a_chainage_without_a_place_keeps_its_row_out(tmp_path, roads, chainage, sentence):
    path = write_table(tmp_path / "v.csv", [("1", "theft", DAY, chainage)], HEADINGS)
    before = every_count()
    with pytest.raises(CommandError, match=re.escape(sentence)):
        load(path)
    assert every_count() == before


def test_chainage_and_road_column_must_agree(tmp_path, roads):
    row = ("1", "theft", DAY, "Km 12+300 QL14", "QL13")
    path = write_table(tmp_path / "v.csv", [row], (*HEADINGS, "Tuyến"))
    with pytest.raises(CommandError, match="ghi đường QL14 nhưng cột số hiệu đường ghi QL13"):
        load(path)


def test_sound_rows_are_stored_beside_refused_ones(tmp_path, roads):
    rows = [("1", "theft", DAY, "Km 12+300 QL13"), ("2", "theft", DAY, "Km 12+300 QL99")]
    said = load(write_table(tmp_path / "v.csv", rows, HEADINGS), "--skip-refused")
    assert "Đã lưu 1 dòng; trùng 0, từ chối 1." in said
