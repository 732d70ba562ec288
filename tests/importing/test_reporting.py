""" "No rows" is told from "none happened", per province."""

from __future__ import annotations

import datetime

import pytest

from layers.importing.counts import recount
from layers.models import AdminUnit
from layers.reporting import reported, reported_each, sites_known
from tests.factories import IncidentFactory, SiteFactory, located

pytestmark = pytest.mark.django_db

JUNE = (datetime.date(2026, 6, 1), datetime.date(2026, 7, 1))


def test_a_province_reported_when_one_incident_of_the_window_lies_in_it(people):
    located(
        IncidentFactory(category_id="theft", occurred_on=datetime.date(2026, 6, 30)), people.home_communes[0]
    )
    communes = AdminUnit.objects.communes()
    assert reported({"theft", "robbery"}, communes, *JUNE) == {"75": True, "82": False}


@pytest.mark.parametrize(
    ("category", "day"), [("fire", (2026, 6, 15)), ("theft", (2026, 7, 1)), ("theft", (2026, 5, 31))]
)
def test_other_categories_and_days_do_not_count(people, category, day):
    made = IncidentFactory(category_id=category, occurred_on=datetime.date(*day))
    located(made, people.home_communes[0])
    assert reported({"theft"}, people.home_communes, *JUNE) == {"75": False}


@pytest.mark.parametrize("since", [(2026, 5, 1), (2026, 5, 2), (2026, 5, 31), (2026, 6, 1)])
@pytest.mark.parametrize("until", [(2026, 6, 1), (2026, 6, 2), (2026, 6, 30), (2026, 7, 1), (2026, 8, 15)])
def test_all_categories_at_once_say_the_same_as_each(people, since, until):
    for commune, category, day in (
        (people.home_communes[0], "theft", (2026, 5, 31)),
        (people.home_communes[1], "fire", (2026, 6, 1)),
        (people.home_communes[1], "drug", (2026, 6, 30)),
    ):
        on = datetime.date(*day)
        located(IncidentFactory(category_id=category, occurred_on=on), commune)
        recount([commune.pk], category, on)
    window = (datetime.date(*since), datetime.date(*until))
    communes = AdminUnit.objects.communes()
    categories = ("theft", "fire", "drug", "robbery")
    each = reported_each(categories, [unit.pk for unit in communes], *window)
    for category in categories:
        told = reported([category], communes, *window)
        assert {province: category in each.get(province, ()) for province in told} == told


def test_nothing_is_said_of_provinces_that_were_not_asked_about(people):
    assert reported({"theft"}, [], *JUNE) == {}


def test_sites_are_known_where_one_of_the_kinds_touches_a_commune(people):
    SiteFactory(kind_id="market")
    day = datetime.date(2026, 6, 1)
    assert sites_known({"market", "port"}, ["75", "82"], day) == {"75": True, "82": False}
    assert sites_known({"port"}, ["75"], day) == {"75": False}


def test_a_site_that_has_closed_is_not_known_any_more(people):
    SiteFactory(kind_id="market", valid_to=datetime.date(2026, 1, 1))
    assert sites_known({"market"}, ["75"], datetime.date(2026, 6, 1)) == {"75": False}
    assert sites_known({"market"}, ["75"], datetime.date(2025, 12, 31)) == {"75": True}
