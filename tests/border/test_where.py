"""Where a point is: how it may be written, and what is told of it to whom."""

from __future__ import annotations

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from gis_app.access.models import Agency
from gis_app.border.models import CommuneDuty, RiverStretch
from gis_app.border.strip.asking import where
from gis_app.border.strip.coordinates import UnreadablePointError, read_point
from layers.reading.crs import from_wgs84
from tests.border.conftest import DAY, REFORM, make_section

WHERE = "/border/strip/where/"
EPSG = 9212


@pytest.mark.parametrize(
    "text",
    [
        "11,8765; 106,5432",
        "11.8765, 106.5432",
        "11.8765 106.5432",
        "106,5432; 11,8765",
        "11°52'35.4\"B 106°32'35.5\"Đ",
        "11 52 35,4 B; 106 32 35,5 Đ",
        "11°52'35.4\"N, 106°32'35.5\"E",
        "  11,8765 ;  106,5432  ",
        "vĩ độ: 11,8765; kinh độ: 106,5432",
    ],
)
def test_degrees_are_read_however_they_are_written(text):
    point = read_point(text, EPSG)
    assert point.lat == pytest.approx(11.8765, abs=2e-5)
    assert point.lon == pytest.approx(106.5432, abs=2e-5)


@given(st.floats(103, 109), st.floats(9, 23), st.booleans(), st.booleans())
def test_metres_of_the_zone_are_read_in_either_order(lon, lat, swapped, grouped):
    x, y = (round(float(part)) for part in from_wgs84(lon, lat, EPSG).ravel())
    if not 50_000 <= x < 800_000:
        return
    first, second = (x, y) if swapped else (y, x)
    written = [f"{n:,}".replace(",", ".") if grouped else str(n) for n in (first, second)]
    point = read_point("; ".join(written), EPSG)
    assert (point.lon, point.lat) == pytest.approx((lon, lat), abs=2e-5)
    assert "VN-2000" in point.words


@pytest.mark.parametrize(
    "text",
    ["", "   ", "mốc 68", "11,8765", "48,85; 2,35", "91; 181", "1;2;3", "x" * 500, "11,8765; NaN", "−"],
)
def test_what_is_no_point_here_is_told_with_an_example(text):
    with pytest.raises(UnreadablePointError, match="hãy ghi như 11,8765; 106,5432"):
        read_point(text, EPSG)


@pytest.fixture
def answered(people, line, posts, markers):
    """The east post and a police answer for the north-western commune of the owner."""
    make_section(line, posts[1], 20_000, 40_000)
    police = Agency.objects.create(name="Công an xã thử", kind=Agency.Kind.POLICE_COMMUNE)
    for agency in (police, posts[1]):
        CommuneDuty.objects.create(
            agency=agency, unit=people.home_communes[2], document="QĐ (thử)", valid_from=REFORM
        )
    return police


@pytest.mark.django_db
def test_post_marker_depth_commune_and_who_answers(people, answered, posts):
    found = where(107.05, 11.19, DAY, people.owner)
    assert found.unit == people.home_communes[2]
    assert found.agencies == (posts[1], answered), "the post first"
    assert [section.agency for section in found.place.sections] == [posts[1]]
    assert found.place.marker.label == "62"
    assert found.place.distance_m == pytest.approx(1_106, abs=2)
    assert found.place.inside
    assert not found.is_beyond


@pytest.mark.django_db
def test_the_other_side_is_told_as_such(people, answered, signed_in):
    found = where(107.05, 11.205, DAY, people.owner)
    assert found.is_beyond
    assert found.unit is None
    page = signed_in(people.owner).get(WHERE, {"at": "11,205; 107,05", "part": "1"}).content.decode()
    assert "phía bên kia đường biên giới" in page
    assert "ra ngoài 553 m" in page


@pytest.mark.django_db
def test_the_river_that_was_taken_is_told(people, line):
    RiverStretch.objects.create(
        line=line, river="Sông Măng", taken="own_bank", from_m=0, to_m=30_000, document="x", valid_from=REFORM
    )
    assert where(106.9, 11.19, DAY, people.owner).place.river.river == "Sông Măng"
    assert where(107.19, 11.19, DAY, people.owner).place.river is None


@pytest.mark.django_db
def test_who_answers_elsewhere_is_not_told(people, answered, signed_in):
    found = where(107.05, 11.19, DAY, people.outsider)
    assert not found.is_own
    assert found.agencies == ()
    assert found.place.sections == ()
    page = signed_in(people.outsider).get(WHERE, {"at": "11,19; 107,05"}).content.decode()
    assert "Công an xã thử" not in page
    assert "Biên phòng" not in page.split("<main", 1)[1]
    assert "ngoài địa bàn của bạn" in page


@pytest.mark.django_db
def test_a_stretch_that_somebody_else_holds_is_not_called_open(people, answered, line, posts, signed_in):
    asked = {"at": "11,205; 107,05", "part": "1"}
    elsewhere = signed_in(people.outsider).get(WHERE, asked).content.decode()
    assert "Đoạn ngoài địa bàn của bạn" in elsewhere
    nobody = signed_in(people.outsider).get(WHERE, asked | {"at": "11,205; 106,9"}).content.decode()
    assert "Đoạn chưa có cơ quan phụ trách" in nobody


@pytest.mark.django_db
def test_the_page_answers_keeps_what_was_typed_and_refuses_with_a_sentence(people, answered, signed_in):
    client = signed_in(people.colleague)
    good = client.get(reverse("border_where"), {"at": "11,19; 107,05", "on": "01/06/2026"})
    page = " ".join(good.content.decode().split())
    assert "vào trong 1.106 m" in page
    assert 'value="11,19; 107,05"' in page
    bad = client.get(WHERE, {"at": "ở gần suối"})
    assert bad.status_code == 400
    assert "Không đọc được tọa độ" in bad.content.decode()
    assert 'value="ở gần suối"' in bad.content.decode()


@pytest.mark.django_db
def test_without_a_line_the_commune_is_still_told(people, signed_in):
    found = where(107.05, 11.19, DAY, people.owner)
    assert found.place is None
    assert found.unit == people.home_communes[2]
    assert signed_in(people.owner).get(WHERE, {"at": "11,19; 107,05"}).status_code == 200
