"""Sites, border lines and roads."""

from __future__ import annotations

import datetime

import pytest
from django.core.management.base import CommandError

from layers.models import BorderLine, ImportBatch, Road, Site, SiteKind
from tests.importing.files import box, every_count, run, write_layer, write_table

pytestmark = pytest.mark.django_db


def point(lon: float = 107.05, lat: float = 11.05):
    return {"type": "Point", "coordinates": [lon, lat]}


LINE = {"type": "LineString", "coordinates": [[106.6, 11.9], [106.7, 11.95]]}


def load(path, kind: str, *more: str) -> str:
    return run("import_sites", path, "--kind", kind, "--commit", *more)


def test_every_kind_of_the_plans_can_be_brought_in(tmp_path):
    for kind in SiteKind.objects.all():
        path = write_layer(tmp_path / f"{kind.pk}.geojson", [(point(), {"ma": "1", "ten": kind.label})])
        load(path, kind.pk, "--source", "sở")
    assert Site.objects.count() == SiteKind.objects.count() >= 22


def test_attributes_dates_and_shape(tmp_path):
    properties = {"ref": "M1", "name": "Mỏ đá Số 1", "mineral": "da", "workers": 12, "empty": None}
    properties |= {"valid_from": "01/02/2024", "valid_to": "2030-12-31"}
    load(write_layer(tmp_path / "m.geojson", [(box(107, 11), properties)]), "mine", "--source", "sở")
    site = Site.objects.get()
    assert (site.kind_id, site.ref, site.name, site.source) == ("mine", "M1", "Mỏ đá Số 1", "sở")
    assert site.attributes == {"mineral": "da", "workers": 12}
    assert (site.valid_from, site.valid_to) == (datetime.date(2024, 2, 1), datetime.date(2030, 12, 31))
    assert site.geometry.geom_type == "Polygon"


def test_a_table_of_points(tmp_path):
    load(
        write_table(tmp_path / "k.csv", [("K1", "Quán Sao Mai", 107.05, 11.05)], ("ma", "ten", "lon", "lat")),
        "karaoke",
    )
    site = Site.objects.get()
    assert (site.ref, site.name, site.source) == ("K1", "Quán Sao Mai", "k")


def test_without_a_reference_the_shape_and_the_name_are_one(tmp_path):
    features = [
        (point(), {"name": "Chợ A"}),
        (point(), {"name": "Chợ B"}),
        (point(107.06), {"name": "Chợ A"}),
    ]
    load(write_layer(tmp_path / "one.geojson", features), "market", "--source", "sở")
    assert Site.objects.count() == 3
    again = [*features, (point(107.07), {"name": "Chợ C"})]
    said = load(write_layer(tmp_path / "two.geojson", again), "market", "--source", "sở")
    assert "Đã lưu 1 dòng; trùng 3" in said
    assert Site.objects.count() == 4


def test_kinds_may_be_mixed_in_one_file(tmp_path):
    features = [
        (point(), {"ref": "1", "kind": "market", "name": "Chợ A"}),
        (point(), {"ref": "1", "kind": "port", "name": "Cảng A"}),
    ]
    load(write_layer(tmp_path / "any.geojson", features), "any")
    assert set(Site.objects.values_list("kind_id", "ref")) == {("market", "1"), ("port", "1")}


def test_the_same_file_twice_changes_nothing(tmp_path):
    path = write_layer(tmp_path / "m.geojson", [(point(), {"ref": "1", "name": "Chợ A"})])
    load(path, "market")
    before = every_count()
    assert "đã được nhập" in load(path, "market")
    assert every_count() == before


@pytest.mark.parametrize(
    ("features", "kind", "sentence"),
    [
        (
            [(point(), {"ref": "1", "name": "A"}), (point(), {"ref": "1", "name": "B"})],
            "market",
            "nhiều dòng",
        ),
        ([(point(), {"ref": "1", "kind": "lạ", "name": "A"})], "any", "Không có loại địa điểm"),
        ([(point(), {"ref": "1", "name": "A"})], "lạ", "Không có loại địa điểm"),
        ([(point(50.0, 3.0), {"ref": "1", "name": "A"})], "market", "ngoài Việt Nam"),
        ([(point(), {"ref": "1", "name": "A", "chu_co_so": "x"})], "hotel", "chu_co_so"),
        ([(point(), {"ref": "1", "name": "A", "ghi_chu": "079085001234"})], "hotel", "ghi_chu"),
    ],
)
def test_bad_sites_leave_nothing(tmp_path, features, kind, sentence):
    path = write_layer(tmp_path / "bad.geojson", features)
    before = every_count()
    with pytest.raises(CommandError, match=sentence):
        load(path, kind)
    assert every_count() == before


def test_the_real_border_line(shared_data):
    path = shared_data / "border-vietnam-cambodia.gpkg"
    load(path, "border_line", "--country", "Campuchia", "--approximate", "--source", "dữ liệu thử")
    lines = BorderLine.objects.all()
    assert len(lines) == 7
    assert all(line.is_approximate and line.country == "Campuchia" and line.name for line in lines)
    assert {line.published_length_km for line in lines} == {None}  # a computed length is not a published one
    before = every_count()
    assert "đã được nhập" in load(path, "border_line")
    assert every_count() == before


def test_roads_with_number_and_kilometre_origin(tmp_path):
    features = [
        (LINE, {"so_hieu": "QL14", "ten": "Quốc lộ 14", "km_origin": "12,5"}),
        (LINE, {"so_hieu": "ĐT741"}),
    ]
    load(write_layer(tmp_path / "r.geojson", features), "road")
    first, second = Road.objects.order_by("-number")
    assert (second.number, second.name, second.km_origin) == ("QL14", "Quốc lộ 14", 12.5)
    assert (first.number, first.km_origin) == ("ĐT741", 0)
    assert ImportBatch.objects.get().layer == "roads"


def test_a_road_without_a_number_or_with_the_wrong_shape_is_refused(tmp_path):
    path = write_layer(tmp_path / "r.geojson", [(LINE, {"so_hieu": ""}), (point(), {"so_hieu": "QL1"})])
    before = every_count()
    with pytest.raises(CommandError, match="2 dòng bị từ chối"):
        load(path, "road")
    assert every_count() == before
