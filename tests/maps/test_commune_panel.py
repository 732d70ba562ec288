"""What panel and page say of one commune: years, findings with reasons, incidents per year, its origin."""

from __future__ import annotations

import datetime
import json
import re

import pytest
from django.contrib.gis.geos import GeometryCollection, LineString, Point
from django.urls import reverse
from django.utils import timezone

from gis_app.maps.evidence import evidence_features
from gis_app.maps.incident_years import year_table
from gis_app.screening.models import Finding
from layers.models import AdminUnit, IncidentCategory, MonthlyCount, Succession
from tests.factories import AdminUnitFactory, BoundarySetFactory, IncidentFactory, located

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 6, 15)


def panel(client, unit: AdminUnit, **query) -> str:
    response = client.get(reverse("map_panel", args=[unit.pk]), query)
    assert response.status_code == 200
    return response.content.decode()


def count(unit, category, number, month=datetime.date(2026, 3, 1)):
    MonthlyCount.objects.create(unit=unit, category_id=category, month=month, incidents=number)


def cells(unit, account, category) -> list[str]:
    table = year_table(unit, TODAY, account, "vi")
    return next(([cell.text for cell in row] for key, row in table.rows if key.pk == category), [])


def test_name_area_and_boundary_set(people, signed_in):
    unit = people.home_communes[0]
    text = panel(signed_in(people.owner), unit)
    assert unit.full_name in text
    assert "121,00 km²" in text
    assert "Bộ ranh giới thử nghiệm" in text
    assert "từ 01/07/2025" in text


def test_status_history_with_reasons(people, signed_in, area):
    unit = people.home_communes[0]
    area(unit, ("proposed", datetime.date(2026, 1, 5)), ("withdrawn", datetime.date(2026, 2, 6)))
    text = panel(signed_in(people.owner), unit)
    assert "05/01/2026" in text and "06/02/2026" in text
    assert "swatch--withdrawn" in text


def test_findings_with_their_reasons_met_first(people, signed_in, screening):
    text = panel(signed_in(people.owner), people.home_communes[0])
    assert text.index("lý do d.mining met") < text.index("lý do d.traffic no_data")
    assert "badge--no_data" in text


def test_a_zero_is_told_from_the_unknown(people):
    first, second = people.home_communes[:2]
    count(first, "theft", 3)
    assert cells(second, people.owner, "theft") == ["—", "—", "—", "0"]
    assert cells(first, people.owner, "theft") == ["—", "—", "—", "3"]
    assert "fire" in {c.pk for c in year_table(first, TODAY, people.owner, "vi").unreported}


def test_reports_of_another_province_make_no_zero_here(people):
    count(people.away_communes[0], "theft", 3)
    assert cells(people.home_communes[0], people.owner, "theft") == []


@pytest.mark.parametrize(("number", "written"), [(1, "< 5"), (4, "< 5"), (5, "5"), (0, "0")])
def test_small_counts_about_victims_are_hidden(people, number, written):
    first, second = people.home_communes[:2]
    count(second, "child_abuse", 9)
    if number:
        count(first, "child_abuse", number)
    assert cells(first, people.owner, "child_abuse")[-1] == written


def test_small_counts_of_other_categories_are_not(people):
    count(people.home_communes[0], "theft", 2)
    assert cells(people.home_communes[0], people.owner, "theft")[-1] == "2"


def test_evidence_leaves_out_places_that_may_not_be_shown(people, screening):
    unit = people.home_communes[0]
    shown, kept = located(IncidentFactory(), unit), located(IncidentFactory(category_id="drug"), unit)
    foreign = located(IncidentFactory(at=(106.85, 11.05)), people.away_communes[0])
    finding = Finding(
        pk=1,
        screening=screening,
        unit=unit,
        evidence=[{"layer": "incident", "id": each.pk, "label": ""} for each in (shown, kept, foreign)],
        evidence_geometry=GeometryCollection(
            Point(107.05, 11.05), LineString((107, 11), (107.1, 11)), srid=4326
        ),
    )
    features = evidence_features([finding], people.owner)
    assert [f["geometry"]["type"] for f in features] == ["Point", "LineString"]
    assert features[0]["geometry"]["coordinates"] == [107.05, 11.05]


def test_evidence_travels_with_the_panel(people, signed_in, screening):
    text = panel(signed_in(people.owner), people.home_communes[0], screening=screening.pk)
    found = re.search(r'<script id="evidence" type="application/json">(.*?)</script>', text)
    assert json.loads(found[1]) == {"type": "FeatureCollection", "features": []}


def test_made_of_with_shares(people, signed_in):
    unit = people.home_communes[0]
    old = AdminUnitFactory(boundary_set=BoundarySetFactory(), name="Cũ", full_name="Xã Cũ", code="88001")
    Succession.objects.create(old_unit=old, new_unit=unit, area_share=0.625, known_by="overlay")
    text = signed_in(people.owner).get(reverse("commune", args=[unit.code])).content.decode()
    assert "Hình thành từ" in text
    assert "Xã Cũ" in text and "62,5 %" in text


def test_a_code_of_two_sets_is_the_one_in_force_on_the_day(people, signed_in):
    unit = people.home_communes[0]
    old = AdminUnitFactory(
        boundary_set=BoundarySetFactory(valid_from=datetime.date(2020, 1, 1)),
        code=unit.code,
        full_name="Xã Trước Sắp Xếp",
        valid_to=unit.valid_from,
    )
    people.owner.units.add(old)
    client = signed_in(people.owner)
    address = reverse("commune", args=[unit.code])
    assert unit.full_name in client.get(address).content.decode()
    assert "Xã Trước Sắp Xếp" in client.get(address, {"date": "01/01/2024"}).content.decode()


def test_few_queries(people, signed_in, area, screening, django_assert_max_num_queries):
    unit = people.home_communes[0]
    for year in (2024, 2025, 2026):
        area(unit, ("proposed", datetime.date(year, 1, 1)), year=year)
    for category in IncidentCategory.objects.all():
        count(unit, category.pk, 1, timezone.localdate().replace(month=1, day=1))
    client = signed_in(people.owner)
    with django_assert_max_num_queries(20):
        panel(client, unit)
