"""The data page shows what lies in the reader's jurisdiction, and where it came from."""

from __future__ import annotations

import pytest

from tests.factories import ImportBatchFactory, IncidentFactory, SiteFactory, located

pytestmark = pytest.mark.django_db


def test_owner_and_colleague_see_their_holdings_the_outsider_does_not(people, signed_in):
    batch = ImportBatchFactory(file_name="tai-nan-2026.csv")
    located(IncidentFactory(category_id="traffic_crash", batch=batch), people.home_communes[0])
    SiteFactory(kind_id="karaoke", batch=ImportBatchFactory(layer="sites", file_name="karaoke.geojson"))
    for account in (people.owner, people.colleague):
        page = signed_in(account).get("/data/").content.decode()
        assert "Tai nạn giao thông" in page
        assert "tai-nan-2026.csv" in page
        assert "karaoke.geojson" in page
    page = signed_in(people.outsider).get("/data/").content.decode()
    assert "Tai nạn giao thông" not in page
    assert "tai-nan-2026.csv" not in page
    assert "karaoke.geojson" not in page


def test_an_empty_installation_says_what_to_do(people, signed_in):
    people.owner.units.clear()
    page = signed_in(people.owner).get("/data/").content.decode()
    assert "import_boundaries" in page


def test_sign_in_is_required(client):
    assert client.get("/data/").status_code == 302


def test_the_number_of_queries_does_not_grow_with_the_imports(
    people, signed_in, django_assert_max_num_queries
):
    client = signed_in(people.owner)
    for _ in range(30):
        located(IncidentFactory(), people.home_communes[0])
    with django_assert_max_num_queries(15):
        client.get("/data/")


def test_no_totals_of_categories_about_victims(people, signed_in):
    located(IncidentFactory(category_id="child_abuse"), people.home_communes[0])
    located(IncidentFactory(category_id="theft"), people.home_communes[0])
    page = signed_in(people.owner).get("/data/").content.decode()
    assert "Trộm cắp tài sản" in page
    assert "Xâm hại trẻ em" not in page


def test_export_and_editing_are_offered_to_those_who_may(people, signed_in):
    assert "/data/export/" in signed_in(people.owner).get("/data/").content.decode()
    assert "/data/incidents/new/" in signed_in(people.owner).get("/data/").content.decode()
    seen = signed_in(people.colleague).get("/data/").content.decode()
    assert "/data/export/" not in seen
    assert "/data/incidents/new/" not in seen
