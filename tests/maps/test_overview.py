"""The overview: the cap with its arithmetic, counts, unknown told from zero, what to do next."""

from __future__ import annotations

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gis_app.maps import dashboard
from gis_app.maps.standing import all_years, last_imports, plan_standing, trend
from layers.models import ImportBatch
from tests.factories import IncidentFactory, located
from tests.maps.conftest import YEAR

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
    standing = plan_standing(version, YEAR, people.owner)
    assert standing.counted == 1
    assert {style.key: count for style, count in standing.statuses} == {"proposed": 1, "selected": 1}


def test_who_sees_a_part_is_told_so(people, area, version):
    area(people.home_communes[0], ("selected", datetime.date(2026, 1, 1)))
    people.colleague.units.set([people.home_communes[1]])
    standing = plan_standing(version, YEAR, people.colleague)
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
    rows = {row.category.pk: (row.before, row.now) for row in found.rows}
    assert rows == {"theft": (1, 2), "fire": (None, 1)}


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


def test_what_is_more_than_chance_comes_first(people):
    unit = people.home_communes[0]
    for day in range(1, 13):
        incident(unit, "theft", datetime.date(2026, 6, day))
        incident(unit, "theft", datetime.date(2025, 6, day))
    for day in range(1, 9):
        incident(unit, "fire", datetime.date(2026, 6, day))
    incident(unit, "fire", datetime.date(2025, 6, 1))
    rows = trend(people.owner).rows
    assert [(row.category.pk, row.change.direction) for row in rows] == [("fire", 1), ("theft", 0)]
    assert all(row.change.share is None for row in rows)


def test_the_page_words_small_numbers_honestly(people, signed_in):
    incident(people.home_communes[0], "theft", datetime.date(2026, 6, 30))
    incident(people.home_communes[0], "theft", datetime.date(2025, 6, 30))
    text = signed_in(people.owner).get(reverse("overview")).content.decode()
    assert "dưới 20 vụ" in text
    assert "không đổi" in text


def test_shares_without_an_area_are_no_zero(people, signed_in, area):
    area(people.home_communes[0], ("proposed", datetime.date(2026, 1, 1)))
    text = signed_in(people.owner).get(reverse("overview")).content.decode()
    assert text.count("chưa có địa bàn") >= 2
    assert "0,0 %" not in text


def test_every_year_of_the_plans_is_listed_newest_first(people, area, version):
    area(people.home_communes[0], ("selected", datetime.date(2025, 1, 1)), year=2025)
    area(people.home_communes[1], ("proposed", datetime.date(2026, 1, 1)))
    found = all_years([version], people.owner)
    assert [(one.year, [(style.key, n) for style, n in one.statuses]) for one in found] == [
        (2026, [("proposed", 1)]),
        (2025, [("selected", 1)]),
    ]
    assert all(one.statuses == [] for one in all_years([version], people.outsider))


def test_a_year_can_be_asked_for(people, signed_in, area):
    area(people.home_communes[0], ("selected", datetime.date(2025, 1, 1)), year=2025)
    area(people.home_communes[1], ("proposed", datetime.date(2026, 1, 1)))
    client = signed_in(people.owner)
    text = client.get(reverse("overview"), {"plan": "dongnai-7488-2017", "year": "2025"}).content.decode()
    assert "năm 2025, tình trạng ngày 31/12/2025" in text
    assert client.get(reverse("overview"), {"year": "hai"}).status_code == 400
    assert client.get(reverse("overview"), {"plan": "dongthap-bcd138-2024"}).status_code == 400


def test_deadlines_are_those_of_the_own_plans(people, signed_in, area):
    area(people.home_communes[0], ("selected", datetime.date(2026, 1, 1)))
    found = dashboard.deadlines(people.owner, datetime.date(2026, 11, 22))
    assert [(row.due, row.state.text) for row in found] == [("24/11/2026 (thứ Ba)", "còn 2 ngày")]
    assert dashboard.deadlines(people.outsider, datetime.date(2026, 11, 22)) == []


def test_what_waits_is_sorted_by_its_day(people, area):
    area(people.home_communes[0], ("selected", datetime.date(2026, 1, 1)))
    lines = dashboard.waiting_for(people.owner, datetime.date(2026, 11, 22))
    assert "Báo cáo năm 2026 (7488/KH-UBND): cần gửi" in [line.sentence for line in lines]
    days = [line.due for line in lines if line.due]
    assert days == sorted(days)
    assert dashboard.waiting_for(people.colleague, datetime.date(2026, 11, 22)) == []


def test_queries_are_bounded_and_do_not_grow_with_the_areas(people, signed_in, area, screening):
    first, *others = people.home_communes
    area(first, ("selected", datetime.date(2026, 1, 1)))
    incident(first, "theft", datetime.date(2026, 6, 1))
    client = signed_in(people.owner)
    client.get(reverse("overview"))  # what is kept from the first request on is no part of the count
    with CaptureQueriesContext(connection) as with_one:
        client.get(reverse("overview"))
    for unit in others:
        area(unit, ("selected", datetime.date(2026, 1, 1)))
    with CaptureQueriesContext(connection) as with_four:
        client.get(reverse("overview"))
    assert len(with_four) == len(with_one) <= 110
