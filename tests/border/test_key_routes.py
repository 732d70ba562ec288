"""Key routes and areas: the share with a measure on a day, who records them, what is refused."""

from __future__ import annotations

import datetime
import json

import pytest
from django.contrib.gis.geos import LineString, MultiLineString, Polygon
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from gis_app.access.models import Agency
from gis_app.border.measures.covering import covering
from gis_app.border.measures.waiting import waiting_for
from gis_app.border.models import KeyRoute, RouteMeasure
from tests.border.conftest import DAY, REFORM

pytestmark = pytest.mark.django_db
GPX = (
    '<gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1"><trk><trkseg>'
    '<trkpt lat="11.15" lon="107.05"/><trkpt lat="11.16" lon="107.06"/></trkseg></trk></gpx>'
)


def make_route(agency, west=107.01, length=0.05, category="human_trafficking", **fields) -> KeyRoute:
    shape = fields.pop(
        "geometry", MultiLineString(LineString((west, 11.15), (west + length, 11.15)), srid=4326)
    )
    given = {"name": "Tuyến thử", "document": "QĐ (thử)", "valid_from": REFORM} | fields
    return KeyRoute.objects.create(agency=agency, category_id=category, geometry=shape, **given)


def apply(route, **fields) -> RouteMeasure:
    given = {"what": "Chốt kiểm soát", "document": "KH (thử)", "valid_from": REFORM} | fields
    return RouteMeasure.objects.create(route=route, agency=route.agency, **given)


def of(category: str, account, day=DAY):
    return {each.category.pk: each for each in covering(day, account)}.get(category)


def test_none_listed_is_not_nought(people, posts):
    assert of("human_trafficking", people.owner) is None
    make_route(posts[0], valid_from=DAY + datetime.timedelta(days=1))
    assert of("human_trafficking", people.owner) is None


def test_the_share_by_number_and_by_length(people, posts):
    apply(make_route(posts[0], length=0.03))
    make_route(posts[0], length=0.09)
    found = of("human_trafficking", people.owner)
    assert (found.covered, len(found.routes), found.share) == (1, 2, 0.5)
    assert found.length_share == pytest.approx(0.25, abs=1e-4)
    assert found.area_share is None


def test_a_measure_counts_on_its_days_only(people, posts):
    route = make_route(posts[0])
    measure = apply(route, valid_from=DAY, done_on=DAY + datetime.timedelta(days=2))
    days = [DAY + datetime.timedelta(days=n) for n in range(-1, 4)]
    shares = [of("human_trafficking", people.owner, day).share for day in days]
    assert shares == [0, 1, 1, 1, 0], "the day of completion still counts"
    assert [measure.in_force_on(day) for day in days] == [bool(share) for share in shares]


def test_an_area_counts_by_its_area(people, posts):
    box = Polygon.from_bbox((107.01, 11.11, 107.03, 11.13))
    box.srid = 4326
    apply(make_route(posts[0], geometry=box))
    found = of("human_trafficking", people.owner)
    assert found.area_share == 1
    assert found.length_share is None


class TestAgainstCounting(TestCase):
    """The share of a day against counting each route and each measure by hand."""

    @given(st.lists(st.lists(st.tuples(st.integers(0, 6), st.integers(1, 4)), max_size=2), max_size=4))
    def test_the_share_of_each_day(self, routes):
        agency = Agency.objects.create(name="đồn", kind=Agency.Kind.BORDER_POST)
        for spans in routes:
            route = make_route(agency)
            for start, days in spans:
                begin = DAY + datetime.timedelta(days=start)
                apply(route, valid_from=begin, valid_to=begin + datetime.timedelta(days=days))
        for n in range(10):
            counted = sum(any(start <= n < start + days for start, days in spans) for spans in routes)
            found = of("human_trafficking", None, DAY + datetime.timedelta(days=n))
            assert (found is None and not routes) or (found.covered, len(found.routes)) == (
                counted,
                len(routes),
            )


def form_of(agency, **fields) -> dict[str, object]:
    line = {"type": "LineString", "coordinates": [[107.01, 11.15], [107.08, 11.16]]}
    given = {
        "name": "Tuyến mới", "category": "smuggling", "agency": agency.pk, "document": "QĐ 7",
        "valid_from": "01/01/2026", "geometry": json.dumps(line),
    }  # fmt: skip
    return given | fields


def add(client, data):
    return client.post(reverse("border_route_new"), data, follow=True)


def test_a_route_is_drawn_or_comes_as_a_file(people, posts, signed_in):
    client = signed_in(people.owner)
    assert add(client, form_of(posts[0])).status_code == 200
    track = SimpleUploadedFile("tuyen.gpx", GPX.encode())
    add(client, form_of(posts[0], geometry="", file=track, name="Từ máy"))
    feature = {"type": "Feature", "properties": {}, "geometry": json.loads(form_of(posts[0])["geometry"])}
    file = SimpleUploadedFile(
        "a.geojson", json.dumps({"type": "FeatureCollection", "features": [feature]}).encode()
    )
    add(client, form_of(posts[0], geometry="", file=file, name="Từ GeoJSON"))
    assert set(KeyRoute.objects.values_list("name", flat=True)) == {"Tuyến mới", "Từ máy", "Từ GeoJSON"}


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"geometry": ""}, "Chưa có hình"),
        ({"geometry": '{"type": "Point", "coordinates": [107.05, 11.15]}'}, "không phải điểm"),
        (
            {"geometry": '{"type": "LineString", "coordinates": [[106.85, 11.15], [106.88, 11.15]]}'},
            "ngoài địa bàn",
        ),
        ({"geometry": "{"}, "Không đọc được hình vẽ"),
        ({"file": SimpleUploadedFile("x.exe", b"MZ")}, "không phải GPX hay GeoJSON"),
        ({"file": SimpleUploadedFile("x.gpx", b"<gpx")}, "GPX"),
        ({"file": SimpleUploadedFile("x.json", b"[1, 2]")}, "Không đọc được hình vẽ"),
        ({"file": SimpleUploadedFile("x.json", b"\xff\xfe{")}, "UTF-8"),
        ({"document": "QĐ 7 ngày 05/02/2026"}, "trước ngày văn bản"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_stored(people, posts, signed_in, fields, told):
    response = add(signed_in(people.owner), form_of(posts[0], **fields))
    assert response.status_code == 400
    assert told in response.content.decode()
    assert "Tuyến mới" in response.content.decode()
    assert not KeyRoute.objects.exists()


def test_owner_colleague_and_outsider(people, posts, signed_in):
    route = make_route(posts[0])
    apply(route)
    address = reverse("border_route", args=[route.pk])
    assert signed_in(people.colleague).get(address).status_code == 200
    assert signed_in(people.colleague).post(address, form_of(posts[0])).status_code == 403
    outside = signed_in(people.outsider)
    assert outside.get(address).status_code == 404
    assert outside.get(reverse("border_measure_new", args=[route.pk])).status_code == 404
    assert "Tuyến thử" not in outside.get(reverse("border_routes")).content.decode()
    assert (
        "100,0 %"
        in signed_in(people.colleague).get(f"{reverse('border_routes')}?on=01/06/2026").content.decode()
    )


def test_a_post_records_its_own_measure_and_says_how_it_ended(force, signed_in):
    route = make_route(force.east.agency)
    client = signed_in(force.east)
    new = reverse("border_measure_new", args=[route.pk])
    data = {
        "what": "Tuần tra đêm",
        "agency": force.east.agency.pk,
        "document": "KH 3",
        "valid_from": "01/05/2026",
    }
    assert client.post(new, data | {"agency": force.police.agency.pk}).status_code == 400
    assert client.post(new, data).status_code == 302
    measure = RouteMeasure.objects.get()
    address = reverse("border_measure", args=[route.pk, measure.pk])
    version = client.get(address).context["form"].initial["version"]
    ended = data | {"done_on": "30/04/2026", "reason": "xong", "version": version}
    assert "trước ngày bắt đầu" in client.post(address, ended).content.decode()
    assert client.post(address, ended | {"done_on": "31/05/2026", "result": "đạt"}).status_code == 302
    assert client.post(address, ended | {"done_on": "01/06/2026"}).status_code == 409
    assert signed_in(force.police).get(address).status_code == 403


def test_a_route_without_a_measure_waits_for_its_agency(force):
    route = make_route(force.east.agency)
    today = DAY
    (line,) = waiting_for(force.east, today)
    assert line.sentence.startswith("Chưa có biện pháp nào đang áp dụng trên Tuyến thử")
    assert waiting_for(force.west, today) == waiting_for(force.people.outsider, today) == []
    apply(route)
    assert waiting_for(force.east, today) == []
