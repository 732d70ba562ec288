"""Data addresses of the map: owner and colleague get their province, the outsider nothing of it."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.gis.geos import LineString, MultiLineString
from django.urls import reverse

from layers.models import BorderLine
from tests.factories import ImportBatchFactory, IncidentFactory, SiteFactory, located

pytestmark = pytest.mark.django_db
ON = "2026-06-15"


def ask(client, name: str, **query):
    response = client.get(reverse(f"map_{name}"), query)
    assert response.status_code == 200, response.content
    return response.json()


@pytest.fixture
def asked(people, signed_in):
    """Return what each of the three people gets from an address."""

    def ask_all(name: str, **query):
        return [
            ask(signed_in(account), name, **query)
            for account in (people.owner, people.colleague, people.outsider)
        ]

    return ask_all


def codes(collection) -> set[str]:
    return {feature["properties"]["code"] for feature in collection["features"]}


def test_communes(people, asked):
    owner, colleague, outsider = asked("communes", date=ON)
    assert codes(owner) == codes(colleague) == {unit.code for unit in people.home_communes}
    assert codes(outsider) == {unit.code for unit in people.away_communes}


def test_statuses(people, asked, area):
    home, away = people.home_communes[0], people.away_communes[0]
    area(home, ("proposed", datetime.date(2026, 1, 1)))
    owner, colleague, outsider = asked("status", year=2026, date=ON)
    assert outsider["units"] == {}
    assert owner["units"] == colleague["units"] == {str(home.pk): "proposed"}
    assert owner["counts"] == {"proposed": 1, "none": 3}
    assert str(away.pk) not in owner["units"]


def test_a_plan_of_another_province_is_refused(people, signed_in):
    response = signed_in(people.outsider).get(reverse("map_status"), {"plan": "dongnai-7488-2017"})
    assert response.status_code == 400
    assert "không có ở địa bàn phụ trách của bạn" in response.content.decode()


def test_findings(people, signed_in, screening):
    query = {"screening": screening.pk, "date": ON}
    expected = dict(
        zip([str(u.pk) for u in people.home_communes[:3]], ["met", "no_data", "not_met"], strict=True)
    )
    for account in (people.owner, people.colleague):
        answer = ask(signed_in(account), "findings", **query)
        assert answer["units"] == expected
        assert answer["counts"] == {"met": 1, "no_data": 1, "not_met": 1, "none": 1}
    assert signed_in(people.outsider).get(reverse("map_findings"), query).status_code == 404


def test_sites(asked):
    SiteFactory(name="Chợ của Đồng Nai")
    owner, colleague, outsider = asked("sites", kinds="market", zoom=10, date=ON)
    assert [f["properties"]["name"] for f in owner["features"]] == ["Chợ của Đồng Nai"]
    assert colleague == owner
    assert outsider["features"] == []


@pytest.mark.parametrize("zoom", [9, 14])
def test_incidents_in_cells_and_as_points(people, asked, zoom):
    located(IncidentFactory(), people.home_communes[0])
    owner, colleague, outsider = asked("incidents", zoom=zoom, **{"from": "2026-01-01", "to": "2026-12-31"})
    assert owner["total"] == colleague["total"] == 1
    assert outsider["total"] == 0
    assert not outsider.get("points") and not outsider.get("cells")


def test_the_border_is_seen_beside_the_own_communes_only(asked):
    line = MultiLineString(LineString((107.15, 11.21), (107.25, 11.21)), srid=4326)
    BorderLine.objects.create(
        name="Biên giới thử", geometry=line, batch=ImportBatchFactory(layer="border_line")
    )
    owner, colleague, outsider = asked("border", date=ON)
    assert [f["properties"]["name"] for f in owner["features"]] == ["Biên giới thử"]
    assert colleague == owner
    assert outsider["features"] == []


def test_panel_and_page_of_a_commune(people, signed_in):
    unit = people.home_communes[0]
    for address in (reverse("map_panel", args=[unit.pk]), reverse("commune", args=[unit.code])):
        assert signed_in(people.owner).get(address).status_code == 200
        assert signed_in(people.colleague).get(address).status_code == 200
        assert signed_in(people.outsider).get(address).status_code == 404


@pytest.mark.parametrize("name", ["communes", "border", "status", "findings", "sites", "incidents"])
def test_nobody_signed_in_is_sent_to_the_sign_in_page(client, name):
    response = client.get(reverse(f"map_{name}"))
    assert response.status_code == 302
    assert response.url.startswith(reverse("sign_in"))
