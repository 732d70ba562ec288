"""The shapes of the communes: of the day asked for, once per browser, without anything that changes daily."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from layers.models import AdminUnit
from tests.factories import AdminUnitFactory, BoundarySetFactory, square

pytestmark = pytest.mark.django_db


def fetch(client, **headers):
    return client.get(reverse("map_communes"), {"date": "2026-06-15"}, headers=headers)


def test_an_unchanged_answer_is_not_sent_again(people, signed_in):
    client = signed_in(people.owner)
    first = fetch(client)
    again = fetch(client, **{"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert not again.content
    assert "private" in first["Cache-Control"]


def test_another_account_gets_another_tag(people, signed_in):
    assert fetch(signed_in(people.owner))["ETag"] != fetch(signed_in(people.outsider))["ETag"]


def test_a_status_changes_nothing_of_the_shapes(people, signed_in, area):
    client = signed_in(people.owner)
    before = fetch(client)
    area(people.home_communes[0], ("proposed", datetime.date(2026, 1, 1)))
    after = fetch(client)
    assert after.content == before.content
    assert after["ETag"] == before["ETag"]


def test_properties_and_rounded_coordinates(people, signed_in):
    unit = people.home_communes[0]
    AdminUnit.objects.filter(pk=unit.pk).update(display_geometry=square(107.1234567, 11.0))
    features = {f["id"]: f for f in fetch(signed_in(people.owner)).json()["features"]}
    assert features[unit.pk]["properties"] == {"code": unit.code, "name": unit.full_name, "province": "75"}
    assert features[unit.pk]["geometry"]["coordinates"][0][0][0] == [107.12346, 11]


def test_a_name_with_quotes_stays_valid_json(people, signed_in):
    AdminUnit.objects.filter(pk=people.home_communes[0].pk).update(full_name='Xã "Một" \\ Hai')
    names = {f["properties"]["name"] for f in fetch(signed_in(people.owner)).json()["features"]}
    assert 'Xã "Một" \\ Hai' in names


def test_communes_of_another_day(people, signed_in):
    old = AdminUnitFactory(
        boundary_set=BoundarySetFactory(
            valid_from=datetime.date(2020, 1, 1), valid_to=datetime.date(2025, 7, 1)
        ),
        code="99001",
        province_code="75",
        valid_to=datetime.date(2025, 7, 1),
    )
    people.owner.units.add(old)
    answer = signed_in(people.owner).get(reverse("map_communes"), {"date": "30/06/2025"}).json()
    assert [f["properties"]["code"] for f in answer["features"]] == ["99001"]


def test_no_jurisdiction_is_an_empty_collection(people, signed_in):
    people.owner.units.clear()
    assert fetch(signed_in(people.owner)).json() == {"type": "FeatureCollection", "features": []}
