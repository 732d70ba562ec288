"""Incidents on the map: cells far away, points near by, never a category that may not be shown by place."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from gis_app.maps import incidents
from layers.models import Incident, IncidentCategory
from tests.factories import IncidentFactory, located

pytestmark = pytest.mark.django_db

PERIOD = {"from": "01/06/2026", "to": "30/06/2026"}


@pytest.fixture
def ask(people, signed_in):
    client = signed_in(people.owner)

    def get(zoom, **query):
        return client.get(reverse("map_incidents"), {"zoom": zoom, **PERIOD, **query}).json()

    return get


def put(people, at=(107.05, 11.05), on=datetime.date(2026, 6, 15), **values):
    return located(IncidentFactory(at=at, occurred_on=on, **values), people.home_communes[0])


def test_one_cell_for_neighbours_at_their_mean_place(people, ask):
    put(people, at=(107.050, 11.05))
    put(people, at=(107.052, 11.05))
    put(people, at=(107.15, 11.15))
    cells = ask(10)["cells"]
    assert sorted(cell["count"] for cell in cells) == [1, 2]
    assert cells[0] == {"at": [107.051, 11.05], "count": 2}


def test_cells_get_smaller_with_the_zoom(people, ask):
    put(people, at=(107.050, 11.05))
    put(people, at=(107.090, 11.09))
    assert len(ask(6)["cells"]) == 1
    assert len(ask(12)["cells"]) == 2


def test_points_from_zoom_13(people, ask):
    put(people, category_id="theft")
    answer = ask(13)
    (point,) = answer["points"]
    assert point.pop("id") == Incident.objects.get().pk
    assert point == {"at": [107.05, 11.05], "category": "theft", "on": "15/06/2026"}
    assert "cells" not in answer
    assert "points" not in ask(12)


def test_too_many_points_become_cells(people, ask, monkeypatch):
    monkeypatch.setattr(incidents, "POINT_LIMIT", 2)
    put(people)
    assert "points" in ask(15)
    put(people)
    answer = ask(15)
    assert "points" not in answer
    assert answer["total"] == 2


@pytest.mark.parametrize("precision", ["commune", "commune_year"])
@pytest.mark.parametrize("zoom", [8, 15])
def test_categories_that_may_not_be_shown_by_place(people, ask, precision, zoom):
    category = IncidentCategory.objects.filter(precision=precision).first()
    put(people, category_id=category.pk)
    assert ask(zoom)["total"] == 0
    assert ask(zoom, categories=category.pk)["total"] == 0


def test_both_ends_of_the_period_count(people, ask):
    for day in (datetime.date(2026, 5, 31), datetime.date(2026, 6, 1), datetime.date(2026, 6, 30)):
        put(people, on=day)
    put(people, on=datetime.date(2026, 7, 1))
    assert ask(8)["total"] == 2


def test_choices_of_category_and_box(people, ask):
    put(people, category_id="theft")
    put(people, category_id="fire", at=(107.09, 11.09))
    assert ask(8, categories="fire")["total"] == 1
    assert ask(8, categories="")["total"] == 0
    assert ask(8, bbox="107.0,11.0,107.06,11.06")["total"] == 1
