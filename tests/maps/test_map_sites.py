"""Sites on the map: with their shape while few, counted when many, only while they exist."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.gis.geos import Polygon
from django.urls import reverse

from gis_app.maps import sites
from layers.models import SiteKind
from tests.factories import SiteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(people, signed_in):
    client = signed_in(people.owner)

    def get(**query):
        return client.get(reverse("map_sites"), {"zoom": 9, "date": "2026-06-15", **query}).json()

    return get


def test_a_polygon_keeps_its_shape(ask):
    SiteFactory(kind_id="mine", geometry=Polygon.from_bbox((107.01, 11.01, 107.02, 11.02)))
    (feature,) = ask(kinds="mine")["features"]
    assert feature["geometry"]["type"] == "Polygon"


def test_only_the_kinds_asked_for_and_none_without(ask):
    SiteFactory(kind_id="market")
    SiteFactory(kind_id="school")
    assert [f["properties"]["kind"] for f in ask(kinds="school")["features"]] == ["school"]
    assert ask(kinds="")["features"] == []
    assert ask()["features"] == []


def test_a_closed_site_is_not_shown_after_its_last_day(ask):
    SiteFactory(valid_to=datetime.date(2026, 1, 1))
    assert ask(kinds="market")["features"] == []
    assert len(ask(kinds="market", date="31/12/2025")["features"]) == 1


def test_many_sites_are_counted_per_cell_and_kind(ask, monkeypatch):
    monkeypatch.setattr(sites, "SITE_LIMIT", 2)
    for kind in ("market", "market", "school"):
        SiteFactory(kind_id=kind)
    answer = ask(kinds="market,school")
    assert answer["aggregated"] is True
    assert {f["properties"]["kind"]: f["properties"]["count"] for f in answer["features"]} == {
        "market": 2,
        "school": 1,
    }


def test_each_kind_has_a_sign_of_its_own():
    signs = [sites.sign_of(kind.pk, kind.label) for kind in SiteKind.objects.all()]
    assert len(set(signs)) == len(signs)
