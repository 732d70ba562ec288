"""The overview: the cap with its arithmetic, counts, unknown told from zero, what to do next."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from gis_app.maps.standing import last_imports, plan_standings, trend
from layers.models import ImportBatch
from tests.factories import IncidentFactory, located

pytestmark = pytest.mark.django_db


def test_an_account_without_a_jurisdiction_is_told_what_to_do(people, signed_in):
    people.owner.units.clear()
    text = signed_in(people.owner).get(reverse("overview")).content.decode()
    assert "Chưa có ranh giới nào thuộc địa bàn phụ trách của bạn" in text
    assert "Hãy nhập tệp ranh giới" in text


def test_cap_and_counts_of_the_newest_year(people, signed_in, area, version):
    area(people.home_communes[0], ("selected", datetime.date(2026, 1, 1)))
    area(people.home_communes[1], ("proposed", datetime.date(2026, 1, 1)))
    text = signed_in(people.owner).get(reverse("overview")).content.decode()
    assert "15 % của 4 = 0,6 → 0" in text
    assert "vượt trần 1 địa bàn" in text
    standing = plan_standings(version, people.owner)[0]
    assert standing.counted == 1
    assert {style.key: count for style, count in standing.statuses} == {"proposed": 1, "selected": 1}


def test_who_sees_a_part_is_told_so(people, area, version):
    area(people.home_communes[0], ("selected", datetime.date(2026, 1, 1)))
    people.colleague.units.set([people.home_communes[1]])
    standing = plan_standings(version, people.colleague)[0]
    assert not standing.whole
    assert standing.counted == 0
    assert standing.cap.units == 4


def incident(unit, category, day, at=(107.05, 11.05)):
    return located(IncidentFactory(category_id=category, occurred_on=day, at=at), unit)


def test_twelve_months_against_the_twelve_before(people):
    unit = people.home_communes[0]
    incident(unit, "theft", datetime.date(2026, 6, 30))
    incident(unit, "theft", datetime.date(2025, 7, 1))
    incident(unit, "theft", datetime.date(2025, 6, 30))
    incident(unit, "fire", datetime.date(2026, 1, 1))
    incident(unit, "child_abuse", datetime.date(2026, 1, 1))
    found = trend(people.owner)
    assert found.newest == datetime.date(2026, 6, 30)
    rows = {row.category.pk: (row.before, row.now, row.difference) for row in found.rows}
    assert rows == {"theft": (1, 2, 1), "fire": (None, 1, None)}


def test_a_commune_without_a_case_has_zero_where_its_province_reports(people):
    incident(people.home_communes[0], "theft", datetime.date(2026, 6, 1))
    incident(people.home_communes[1], "fire", datetime.date(2026, 6, 1))
    people.colleague.units.set([people.home_communes[1]])
    assert {row.category.pk: row.now for row in trend(people.colleague).rows} == {"theft": 0, "fire": 1}


def test_no_incidents_is_no_comparison(people):
    incident(people.away_communes[0], "theft", datetime.date(2026, 6, 1), at=(106.85, 11.05))
    assert trend(people.owner) is None


def test_imports_of_another_province_are_not_listed(people):
    found = incident(people.home_communes[0], "theft", datetime.date(2026, 6, 1))
    ImportBatch.objects.create(layer="incidents", file_name="khac.csv", file_sha256="0" * 64)
    assert last_imports(people.owner, 5) == [found.batch]
    assert last_imports(people.outsider, 5) == []


def test_few_queries(people, signed_in, area, screening, django_assert_max_num_queries):
    area(people.home_communes[0], ("selected", datetime.date(2026, 1, 1)))
    incident(people.home_communes[0], "theft", datetime.date(2026, 6, 1))
    client = signed_in(people.owner)
    with django_assert_max_num_queries(30):
        client.get(reverse("overview"))
