"""A value that cannot be read is answered with 400 and one sentence, on data addresses and on pages."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.urls import reverse

from gis_app.maps import parameters

pytestmark = pytest.mark.django_db

DATA = [
    ("communes", {"date": "30/02/2026"}, "không phải là ngày"),
    ("border", {"date": "hôm nay"}, "không phải là ngày"),
    ("status", {"date": "0001-01-01"}, "không phải là ngày"),
    ("status", {"year": "-1"}, "số nguyên từ 2000 đến 2100"),
    ("status", {"year": "２０２６年"}, "số nguyên từ 2000 đến 2100"),
    ("status", {"plan": "khong-co"}, "không có ở địa bàn phụ trách của bạn"),
    ("findings", {}, "Thiếu lần rà soát"),
    ("findings", {"screening": "1; drop table"}, "số nguyên"),
    ("findings", {"screening": "9" * 30}, "số nguyên"),
    ("sites", {"zoom": "5", "kinds": "chợ"}, "không có trong danh mục"),
    ("sites", {"kinds": "market"}, "Thiếu mức phóng"),
    ("sites", {"zoom": "25"}, "từ 0 đến 19"),
    ("sites", {"zoom": "5", "bbox": "1,2,3"}, "Khung bản đồ không đúng"),
    ("incidents", {"zoom": "5", "bbox": "107,11,106,12"}, "Khung bản đồ không đúng"),
    ("incidents", {"zoom": "5", "bbox": "nan,nan,nan,nan"}, "Khung bản đồ không đúng"),
    ("incidents", {"zoom": "5", "categories": "theft,khac"}, "không có trong danh mục"),
    ("incidents", {"zoom": "5", "from": "01/02/2026", "to": "01/01/2026"}, "đứng sau"),
]


@pytest.mark.parametrize(("name", "query", "sentence"), DATA)
def test_data_addresses(people, signed_in, name, query, sentence):
    response = signed_in(people.owner).get(reverse(f"map_{name}"), query)
    assert response.status_code == 400
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert sentence in response.content.decode()


def test_pages_show_the_sentence(people, signed_in):
    for address in (reverse("map"), reverse("commune", args=[people.home_communes[0].code])):
        response = signed_in(people.owner).get(address, {"date": "31/13/2026"})
        assert response.status_code == 400
        assert "“31/13/2026” không phải là ngày" in response.content.decode()


def test_a_screening_that_does_not_exist_is_not_found(people, signed_in):
    assert signed_in(people.owner).get(reverse("map"), {"screening": "999999"}).status_code == 404


def test_data_cannot_be_posted(people, signed_in):
    assert signed_in(people.owner).post(reverse("map_communes")).status_code == 405


def test_both_ways_of_writing_a_day():
    assert parameters.day(QueryDict("d=30/06/2026"), "d") == parameters.day(QueryDict("d=2026-06-30"), "d")
    assert parameters.day(QueryDict("d="), "d") is None
