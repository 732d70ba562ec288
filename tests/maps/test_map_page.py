"""The map page: what it offers, what it starts with, and how much it asks of the database."""

from __future__ import annotations

import datetime
import json
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from layers.models import BoundarySet

pytestmark = pytest.mark.django_db


def script_settings(response) -> dict:
    text = response.content.decode()
    return json.loads(re.search(r'<script id="map-settings" type="application/json">(.*?)</script>', text)[1])


def test_starts_with_all_years_of_the_own_plan_today(people, signed_in, area):
    area(people.home_communes[0], ("proposed", datetime.date(2024, 1, 1)), year=2024)
    response = signed_in(people.owner).get(reverse("map"))
    found = script_settings(response)
    today = timezone.localdate().isoformat()
    assert (found["plan"], found["year"], found["date"]) == ("dongnai-7488-2017", "", today)
    assert "?plan=dongnai-7488-2017&amp;year=2024&amp;" in response.content.decode()


def test_a_past_year_is_shown_as_it_ended_and_says_when_the_plan_was_over(people, signed_in, area):
    area(people.home_communes[0], ("proposed", datetime.date(2024, 1, 1)), year=2024)
    response = signed_in(people.owner).get(reverse("map"), {"year": 2024})
    found = script_settings(response)
    assert (found["year"], found["date"]) == (2024, "2024-12-31")
    assert "không còn hiệu lực trong năm 2024" in response.content.decode()


def test_plans_of_other_provinces_are_not_offered(people, signed_in):
    text = signed_in(people.outsider).get(reverse("map")).content.decode()
    assert "dongnai-7488-2017" not in text
    assert "dongthap-bcd138-2024" in text


def test_a_screening_can_colour_the_map(people, signed_in, screening):
    found = script_settings(signed_in(people.owner).get(reverse("map"), {"screening": screening.pk}))
    assert found["screening"] == screening.pk
    assert f'value="{screening.pk}"' in signed_in(people.owner).get(reverse("map")).content.decode()
    outsider = signed_in(people.outsider)
    assert outsider.get(reverse("map"), {"screening": screening.pk}).status_code == 404
    assert "rà soát cho năm" not in outsider.get(reverse("map")).content.decode()


def test_approximate_boundaries_are_called_so(people, signed_in):
    BoundarySet.objects.update(is_sample=True)
    response = signed_in(people.owner).get(reverse("map"))
    assert "ranh giới gần đúng" in script_settings(response)["attribution"]
    assert "Dữ liệu mẫu: ranh giới gần đúng" in response.content.decode()


def test_what_is_typed_cannot_break_out_of_the_settings(people, signed_in):
    response = signed_in(people.owner).get(reverse("map"), {"commune": "</script><script>"})
    assert b"</script><script>" not in response.content


def test_few_queries(people, signed_in, area, screening, django_assert_max_num_queries):
    area(people.home_communes[0], ("proposed", datetime.date(2026, 1, 1)))
    client = signed_in(people.owner)
    with django_assert_max_num_queries(22):
        client.get(reverse("map"))
    with django_assert_max_num_queries(6):
        client.get(reverse("map_communes"), {"date": "2026-06-15"})
    with django_assert_max_num_queries(14):
        client.get(reverse("map_status"), {"year": 2026, "date": "2026-06-15"})
