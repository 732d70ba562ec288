"""The page of the strip: what stands on it, for which day, and for whom."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.urls import reverse

from gis_app.border.models import CommuneDuty, ListedCommune, RiverStretch
from gis_app.border.strip.picture import Picture
from layers.models import BorderBelt, BorderLine
from tests.border.conftest import DAY, REFORM, make_section
from tests.factories import ImportBatchFactory, SiteFactory

pytestmark = pytest.mark.django_db
PAGE = "/border/strip/"


@pytest.fixture
def duties(people, posts) -> None:
    """The west post answers for the north-western commune of each province, nobody for the others."""
    for unit in (people.home_communes[2], people.away_communes[2]):
        ListedCommune.objects.create(unit=unit, document="Phụ lục (thử)", valid_from=REFORM)
    CommuneDuty.objects.create(
        agency=posts[1], unit=people.home_communes[2], document="QĐ (thử)", valid_from=REFORM
    )


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_length_is_the_published_one_and_the_drawing_is_called_so(people, line, signed_in):
    BorderLine.objects.update(published_length_km=260.4, source="Sở Nội vụ", decision="QĐ 9/2020")
    page = text_of(signed_in(people.owner).get(PAGE))
    assert "Công bố 260,4 km" in page
    assert "QĐ 9/2020" in page
    assert "không phải số công bố" in page


def test_without_a_published_length_none_is_invented(people, line, signed_in):
    assert "Chưa có chiều dài công bố" in text_of(signed_in(people.owner).get(PAGE))


def test_sections_gaps_and_overlaps_in_words_and_metres(people, line, posts, markers, duties, signed_in):
    make_section(line, posts[1], 22_000, 33_000, published_length_km=11.2)
    make_section(line, posts[0], 32_000, 33_000)
    picture = Picture(DAY, people.owner)
    assert [(round(s.from_m), round(s.to_m)) for s in picture.gaps] == [
        (0, 22_000),
        (33_000, round(picture.strip.length_of(line))),
    ]
    (double,) = picture.overlaps
    assert (double.from_m, double.to_m) == (32_000, 33_000)
    page = text_of(signed_in(people.owner).get(PAGE))
    assert "Công bố 11,2 km" in page
    assert "mốc 62 + " in page
    assert "Chồng lấn" in page
    drawn = signed_in(people.owner).get(reverse("border_strip_map")).json()
    assert {key: len(drawn[key]) for key in ("sections", "gaps", "overlaps")} == {
        "sections": 1,
        "gaps": 2,
        "overlaps": 1,
    }


def test_the_river_is_told_with_what_was_taken(people, line, signed_in):
    RiverStretch.objects.create(
        line=line, river="Sông Măng", taken="thalweg", from_m=0, to_m=43_000, document="x", valid_from=REFORM
    )
    assert "Sông Măng (lấy theo trục luồng sâu nhất)" in text_of(signed_in(people.owner).get(PAGE))


def test_gates_posts_markers_and_belts_stand_with_their_facts(people, line, markers, signed_in):
    SiteFactory(
        kind_id="border_gate",
        name="Hoa Lư",
        at=(107.05, 11.19),
        attributes={"gate_class": "quoc_te"},
        valid_to=datetime.date(2030, 1, 1),
    )
    SiteFactory(kind_id="border_gate", name="Đã đóng", at=(107.05, 11.19), ref="x", valid_to=DAY)
    BorderBelt.objects.create(
        name="Vành đai thử",
        decision="Nghị quyết 7/2019",
        width_m=800,
        valid_from=REFORM,
        geometry=MultiPolygon(Polygon.from_bbox((107.0, 11.19, 107.1, 11.2)), srid=4326),
        batch=ImportBatchFactory(layer="border_belt"),
    )
    page = text_of(signed_in(people.owner).get(f"{PAGE}?on=01/06/2026"))
    assert "cửa khẩu quốc tế" in page
    assert "đến trước 01/01/2030" in page
    assert "Đã đóng" not in page
    assert "Nghị quyết 7/2019" in page
    assert "chiều sâu theo quyết định 800 m" in page


def test_the_list_and_the_boundaries_are_compared(people, line, duties, signed_in):
    page = text_of(signed_in(people.owner).get(PAGE))
    assert "Ranh giới trùng đường biên giới nhưng không có trong danh sách" in page
    assert "chưa có cơ quan phụ trách loại “Công an cấp xã”" in page


def test_the_page_is_that_of_the_day_asked_for(people, line, posts, duties, signed_in):
    make_section(line, posts[1], 22_000, 33_000, valid_from=DAY)
    client = signed_in(people.owner)
    assert "Đoạn Đông" in text_of(client.get(f"{PAGE}?on=01/06/2026"))
    assert "Đoạn Đông" not in text_of(client.get(f"{PAGE}?on=31/05/2026"))


@pytest.mark.parametrize("day", ["31/02/2026", "hôm nay", "01/01/0001", "9999-12-31", "'; drop table"])
def test_a_day_that_is_none_is_told_and_today_shown(people, line, signed_in, day):
    response = signed_in(people.owner).get(PAGE, {"on": day})
    assert response.status_code == 200
    assert "message--error" in text_of(response)


def test_the_colleague_reads_and_the_outsider_sees_the_own_side_only(
    people, line, posts, markers, duties, signed_in
):
    section = make_section(line, posts[1], 22_000, 33_000)
    address = reverse("border_record", args=["sections", section.pk])
    reader = signed_in(people.colleague)
    page = text_of(reader.get(PAGE))
    assert "Đoạn Đông" in page
    assert "Thêm đoạn" not in page
    assert reader.get(address).status_code == 200
    assert reader.post(address, {}).status_code == 403
    outside = signed_in(people.outsider)
    page = text_of(outside.get(PAGE))
    assert "Đoạn Đông" not in page
    assert people.home_communes[2].full_name not in page
    assert outside.get(address).status_code == 404
    assert outside.get(reverse("border_strip_map")).json()["sections"] == []


def test_who_has_no_border_is_told_so(people, signed_in):
    assert "không có biên giới" in text_of(signed_in(people.owner).get(PAGE))


def test_nobody_signed_in_is_sent_to_sign_in(client, db):
    for address in (PAGE, reverse("border_strip_map"), reverse("border_where"), reverse("border_foot")):
        assert client.get(address).status_code == 302


def test_the_navigation_offers_what_the_account_may_and_marks_the_page(people, line, signed_in):
    planner, reader = (text_of(signed_in(who).get(PAGE)) for who in (people.owner, people.colleague))
    for page in (planner, reader):
        assert 'aria-current="page">Đoạn biên giới</a>' in page
        assert ">Giáp ranh</a>" in page
    assert ">Máy hiện trường</a>" in planner
    assert ">Máy hiện trường</a>" not in reader
