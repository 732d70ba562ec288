"""The screening pages with the three people: who sees, who runs, what is refused."""

from __future__ import annotations

import datetime

import pytest

from gis_app.screening.models import Screening
from gis_app.screening.running import screen
from tests.factories import SiteFactory
from tests.screening.asking import hectares

pytestmark = pytest.mark.django_db
PLAN = "dongnai-7488-2017"
FORM = {"plan": PLAN, "year": "2026", "as_of": "30/06/2026"}


@pytest.fixture
def made(people) -> Screening:
    SiteFactory(kind_id="mine", geometry=hectares((107.05, 11.05), 6))
    return screen(PLAN, 2026, datetime.date(2026, 6, 30))


def test_the_owner_runs_a_screening(people, signed_in):
    answer = signed_in(people.owner).post(
        "/screenings/", {**FORM, "d.mining.min_area_ha": "3,5"}, follow=True
    )
    made = Screening.objects.get()
    assert answer.redirect_chain == [(f"/screenings/{made.pk}/", 302)]
    assert made.parameters["d.mining"]["min_area_ha"]["value"] == 3.5
    text = answer.content.decode()
    assert "Các tham số đã dùng" in text
    assert "3,5" in text
    assert "không gồm năm 2026" in text


def test_the_colleague_sees_but_cannot_run(people, signed_in, made):
    client = signed_in(people.colleague)
    assert f"/screenings/{made.pk}/" in client.get("/screenings/").content.decode()
    assert 'name="year"' not in client.get("/screenings/").content.decode()
    refused = client.post("/screenings/", FORM)
    assert refused.status_code == 403
    assert "chỉ được xem kết quả rà soát" in refused.content.decode()
    assert Screening.objects.count() == 1


def test_the_outsider_finds_nothing(people, signed_in, made):
    client = signed_in(people.outsider)
    unit = people.home_communes[0].pk
    assert f"/screenings/{made.pk}/" not in client.get("/screenings/").content.decode()
    for address in ("", f"communes/{unit}/", "findings.geojson"):
        assert client.get(f"/screenings/{made.pk}/{address}").status_code == 404


def test_nobody_signed_in_is_sent_to_the_door(client, made):
    for address in ("/screenings/", f"/screenings/{made.pk}/", f"/screenings/{made.pk}/findings.geojson"):
        answer = client.get(address)
        assert answer.status_code == 302
        assert "/sign-in/" in answer["Location"]


def test_an_account_of_one_commune_sees_that_commune_only(people, signed_in, made):
    people.colleague.units.set([people.home_communes[0]])
    client = signed_in(people.colleague)
    text = client.get(f"/screenings/{made.pk}/?show=all").content.decode()
    assert people.home_communes[0].full_name in text
    assert people.home_communes[1].full_name not in text
    assert client.get(f"/screenings/{made.pk}/communes/{people.home_communes[1].pk}/").status_code == 404


def test_filter_and_order(people, signed_in, made):
    client = signed_in(people.owner)
    address = f"/screenings/{made.pk}/"
    names = [unit.full_name for unit in people.home_communes]

    def shown(query):
        text = client.get(address + query).content.decode()
        return [name for name in names if f">{name}</a>" in text]

    assert shown("?show=flagged") == names[:1]
    assert shown("?show=all") == names
    assert shown("?show=no_data&sort=criteria") == names
    assert shown("?show=nonsense&sort=nonsense") == names[:1]


def test_a_commune_shows_reason_wording_and_evidence(people, signed_in, made):
    unit = people.home_communes[0]
    text = signed_in(people.owner).get(f"/screenings/{made.pk}/communes/{unit.pk}/").content.decode()
    finding = made.findings.get(unit=unit, criterion="d.mining")
    assert finding.reason_vi in text
    assert "vàng sa khoáng" in text
    assert finding.evidence[0]["label"] in text
    assert f"/map/?screening={made.pk}&amp;commune={unit.code}" in text


def test_evidence_for_the_map(people, signed_in, made):
    client = signed_in(people.owner)
    address = f"/screenings/{made.pk}/findings.geojson"
    (feature,) = client.get(address, {"criterion": "d.mining", "commune": "75001"}).json()["features"]
    assert feature["geometry"]["type"] == "GeometryCollection"
    assert feature["properties"]["outcome"] == "met"
    assert client.get(address, {"commune": "khong-co"}).json()["features"] == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"plan": "x"}, "errorlist"),
        ({"year": "1999"}, "errorlist"),
        ({"as_of": "31/02/2026"}, "errorlist"),
        ({"as_of": "01/01/2999"}, "tương lai"),
        ({"d.mining.min_sites": "0"}, "từ 1 đến 100"),
        ({"d.mining.min_sites": "hai"}, "không phải là số"),
        ({"as_of": "01/01/2001"}, "Không có xã, phường nào"),
    ],
)
def test_bad_input_comes_back_with_a_sentence(people, signed_in, wrong, sentence):
    answer = signed_in(people.owner).post("/screenings/", FORM | wrong)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Screening.objects.exists()
