"""The border belt: polygons with a decision."""

from __future__ import annotations

import datetime

import pytest
from django.core.management.base import CommandError

from layers.models import BorderBelt, ImportBatch
from tests.importing.files import box, every_count, run, write_layer

pytestmark = pytest.mark.django_db
SOUND = {"ten": "Đoạn Lộc Ninh", "quyet_dinh": "12/QĐ-UBND", "tu_ngay": "01/02/2024"}


def load(path) -> str:
    return run("import_sites", path, "--kind", "border_belt", "--commit")


def test_published_figures_and_validity(tmp_path):
    said = SOUND | {"chieu_sau_m": "1.000", "chieu_dai_cong_bo_km": "12,5", "den_ngay": "31/12/2030"}
    said["chieu_sau_m"] = "1000"
    load(write_layer(tmp_path / "b.geojson", [(box(107, 11), said)]))
    belt = BorderBelt.objects.get()
    assert (belt.name, belt.decision) == ("Đoạn Lộc Ninh", "12/QĐ-UBND")
    assert (belt.width_m, belt.published_length_km) == (1000.0, 12.5)
    assert (belt.valid_from, belt.valid_to) == (datetime.date(2024, 2, 1), datetime.date(2030, 12, 31))
    assert belt.geometry.geom_type == "MultiPolygon"
    assert belt.batch.layer == ImportBatch.Layer.BORDER_BELT
    assert list(BorderBelt.objects.on(datetime.date(2030, 12, 30))) == [belt]
    assert not BorderBelt.objects.on(datetime.date(2030, 12, 31)).exists()


def test_what_the_decision_does_not_say_stays_unknown(tmp_path):
    load(write_layer(tmp_path / "b.geojson", [(box(107, 11), SOUND)]))
    belt = BorderBelt.objects.get()
    assert (belt.width_m, belt.published_length_km, belt.valid_to) == (None, None, None)


def test_the_same_file_or_stretch_twice_changes_nothing(tmp_path):
    load(write_layer(tmp_path / "b.geojson", [(box(107, 11), SOUND)]))
    before = every_count()
    assert "đã được nhập" in load(tmp_path / "b.geojson")
    assert every_count() == before
    more = SOUND | {"ten": "Đoạn khác"}
    said = load(write_layer(tmp_path / "c.geojson", [(box(107, 11), SOUND), (box(107.2, 11), more)]))
    assert "Đã lưu 1 dòng; trùng 1" in said


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"ten": ""}, "Thiếu “ten”"),
        ({"quyet_dinh": None}, "Thiếu “quyet_dinh”"),
        ({"tu_ngay": ""}, "Thiếu “tu_ngay”"),
        ({"den_ngay": "01/01/2020"}, "không đứng sau"),
        ({"chieu_sau_m": "một nghìn"}, "số lớn hơn 0"),
        ({"chieu_dai_km": "-4"}, "số lớn hơn 0"),
        ({"tu_ngay": "năm ngoái"}, "năm ngoái"),
        ({"nguoi_dai_dien": "x"}, "nguoi_dai_dien"),
    ],
)
def test_bad_belts_leave_nothing(tmp_path, changed, sentence):
    path = write_layer(tmp_path / "bad.geojson", [(box(107, 11), SOUND | changed)])
    before = every_count()
    with pytest.raises(CommandError, match=sentence):
        load(path)
    assert every_count() == before


def test_a_line_is_no_belt(tmp_path):
    line = {"type": "LineString", "coordinates": [[106.6, 11.9], [106.7, 11.95]]}
    with pytest.raises(CommandError):
        load(write_layer(tmp_path / "l.geojson", [(line, SOUND)]))
    assert not BorderBelt.objects.exists()
