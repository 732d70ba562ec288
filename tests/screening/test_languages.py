"""What a screening stored is read in Vietnamese or English; what earlier versions stored stays readable."""

from __future__ import annotations

import datetime

import pytest
from django.utils import translation

from gis_app.screening import rules
from gis_app.screening.evidence import EvidenceLines
from gis_app.screening.measures import MEASURES
from gis_app.screening.models import Finding, Screening
from gis_app.screening.reporting import as_json
from gis_app.screening.running import screen
from tests.factories import SiteFactory
from tests.screening.asking import hectares

pytestmark = pytest.mark.django_db
PLAN = "dongnai-7488-2017"
DAY = datetime.date(2026, 6, 30)


@pytest.fixture
def made(people) -> Screening:
    SiteFactory(kind_id="mine", geometry=hectares((107.05, 11.05), 6))
    SiteFactory(kind_id="market", at=(107.06, 11.06), name="Long Khánh")
    return screen(PLAN, 2026, DAY)


def test_the_territory_is_worded_for_the_reader(made):
    assert made.territory_text == "Tỉnh Đồng Nai: 4 xã, phường, đặc khu"
    with translation.override("en"):
        assert made.territory_text == "Tỉnh Đồng Nai: 4 communes"


def test_a_province_without_boundaries_is_named_by_its_code(people):
    made = screen("brvt-94-2017", 2026, DAY)
    with translation.override("en"):
        assert made.territory_text == "8 communes loaded (no boundaries with the plan's province code 79)"


def test_a_territory_stored_as_a_sentence_stays_readable(made):
    old = Screening.objects.create(
        plan_version=made.plan_version,
        year=2025,
        as_of=DAY,
        territory="Tỉnh Đồng Nai: 95 xã, phường, đặc khu",
        parameters={},
        data_cutoff={},
        versions={},
    )
    with translation.override("en"):
        assert Screening.objects.get(pk=old.pk).territory_text == "Tỉnh Đồng Nai: 95 xã, phường, đặc khu"


def test_the_page_of_a_commune_has_both_languages(people, signed_in, made, settings):
    address = f"/screenings/{made.pk}/communes/{people.home_communes[0].pk}/"
    client = signed_in(people.owner)
    assert "Chợ, Long Khánh" in client.get(address).content.decode()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    english = client.get(address).content.decode()
    assert "Market, Long Khánh" in english


@pytest.mark.parametrize(
    ("entry", "vi", "en"),
    [
        (
            {"layer": "incident", "id": 1, "category": "traffic_crash", "on": "2026-03-01", "deaths": 2},
            "Tai nạn giao thông, 01/03/2026, 2 người chết",
            "Traffic crash, 01/03/2026, 2 died",
        ),
        (
            {"layer": "incident", "id": 1, "category": "illegal_racing", "on": "2026-03-01"},
            None,
            "Illegal racing, 01/03/2026",
        ),
        (
            {"layer": "incident", "id": 1, "category": "gone", "on": "2026-03-01", "deaths": None},
            "gone, 01/03/2026, chưa rõ số người chết",
            "gone, 01/03/2026, number of deaths unknown",
        ),
        ({"layer": "site", "id": 1, "label": "Chợ, Long Khánh"}, "Chợ, Long Khánh", "Chợ, Long Khánh"),
        ({"layer": "site", "id": 1, "kind": "market", "label": ""}, "Chợ", "Market"),
    ],
)
def test_a_line_of_evidence(entry, vi, en):
    lines = EvidenceLines()
    assert vi is None or lines.of([entry], "vi") == [vi]
    assert lines.of([entry], "en")[0].casefold() == en.casefold()


def test_the_contract_of_the_json_is_vietnamese_for_everyone(made):
    with translation.override("en"):
        told = as_json(made)
    assert told["territory"] == "Tỉnh Đồng Nai: 4 xã, phường, đặc khu"
    (finding,) = (
        f for f in told["findings"] if (f["commune"], f["criterion"]) == ("75001", "d.gathering_place")
    )
    assert finding["evidence"][0]["label"] == "Chợ, Long Khánh"
    assert finding["reason"].startswith("1 chợ, bến, khu công nghiệp")


def test_every_measure_of_the_rules_has_an_english_word(made):
    assert set(made.findings.exclude(measure="").values_list("measure", flat=True)) <= set(MEASURES)
    assert rules.RULES


def test_an_unknown_measure_is_shown_as_it_was_stored():
    with translation.override("en"):
        assert Finding(measure="tàu").measure_text == "tàu"
        assert Finding(measure="vụ").measure_text == "incidents"
