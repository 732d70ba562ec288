"""What is said beside a screening on reporting: reports per resident beside incidents, unknown kept apart."""

from __future__ import annotations

import datetime

import pytest

from gis_app.screening.fair_use import reporting
from gis_app.screening.running import screen
from layers.models import MonthlyCount
from tests.factories import SiteFactory
from tests.screening.asking import AS_OF, happened, hectares, known

pytestmark = pytest.mark.django_db


@pytest.fixture
def figures(people):
    """Reports 10, 50 and 30 on 10,000 residents, incidents 60, 20 and 40; nothing known of the fourth."""
    for unit, reports, incidents in zip(people.home_communes, (10, 50, 30), (60, 20, 40), strict=False):
        known(unit, "population", 10_000)
        known(unit, "a.crime_reports", reports)
        for month, amount in ((datetime.date(2026, 5, 1), incidents), (datetime.date(2025, 6, 1), 500)):
            MonthlyCount.objects.create(unit=unit, category_id="traffic_crash", month=month, incidents=amount)
    happened(people.home_communes[3], "traffic_crash", (107.15, 11.15))
    return people.home_communes


def test_no_incident_reported_in_the_province_is_no_zero(people):
    unit = people.home_communes[0]
    known(unit, "population", 10_000)
    known(unit, "a.crime_reports", 10)
    assert reporting([unit], AS_OF).unknown == 1
    happened(people.home_communes[3], "traffic_crash", (107.15, 11.15))
    (found,) = reporting([unit], AS_OF).communes
    assert found.incidents == 0


def test_reports_beside_incidents_of_twelve_whole_months(figures):
    found = reporting(figures, AS_OF)
    assert (found.since, found.last_day) == (datetime.date(2025, 7, 1), AS_OF)
    assert [(c.unit, c.reports, c.incidents) for c in found.communes] == [
        (figures[0], 10, 60),
        (figures[2], 30, 40),
        (figures[1], 50, 20),
    ]
    assert (found.median_reports, found.median_incidents, found.unknown) == (30, 40, 1)
    assert [commune.unit for commune in found.doubtful] == [figures[0]]


def test_what_may_only_be_shown_per_year_is_not_counted(figures):
    MonthlyCount.objects.create(
        unit=figures[0], category_id="child_abuse", month=datetime.date(2026, 4, 1), incidents=7
    )
    assert reporting(figures, AS_OF).communes[0].incidents == 60


def test_a_figure_from_before_the_twelve_months_is_unknown(people):
    unit = people.home_communes[0]
    known(unit, "population", 10_000)
    known(unit, "a.crime_reports", 10, datetime.date(2025, 6, 30))
    assert reporting([unit], AS_OF).unknown == 1


def test_the_page_says_so_to_each_of_the_three(people, figures, signed_in):
    SiteFactory(kind_id="mine", geometry=hectares((107.05, 11.05), 6))
    made = screen("dongnai-7488-2017", 2026, AS_OF)
    text = signed_in(people.owner).get(f"/screenings/{made.pk}/").content.decode()
    assert "Ban Chỉ đạo quyết định" in text
    assert "có thể ít người trình báo" in text
    people.colleague.units.set([figures[3]])
    text = signed_in(people.colleague).get(f"/screenings/{made.pk}/").content.decode()
    assert "Chưa có xã, phường nào biết cả dân số và số tin báo" in text
    assert figures[0].full_name not in text
    assert signed_in(people.outsider).get(f"/screenings/{made.pk}/").status_code == 404
