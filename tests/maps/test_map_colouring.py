"""The status of a commune on any day, also where the commune's row is of another boundary set."""

from __future__ import annotations

import datetime

import pytest

from gis_app.maps.choosing import Choice
from gis_app.maps.colouring import statuses
from layers.models import AdminUnit, Succession
from tests.factories import AdminUnitFactory, BoundarySetFactory

pytestmark = pytest.mark.django_db

JANUARY, MARCH, NOVEMBER = (datetime.date(2026, month, 1) for month in (1, 3, 11))


def units_on(version, account, day, year=2026):
    return statuses(Choice(version, year, day), account)["units"]


def test_the_status_in_force_on_the_day(people, version, area):
    unit = people.home_communes[0]
    area(unit, ("proposed", JANUARY), ("selected", MARCH), ("in_transformation", NOVEMBER))
    day_before = datetime.timedelta(days=1)
    assert units_on(version, people.owner, JANUARY - day_before) == {}
    assert units_on(version, people.owner, JANUARY) == {unit.pk: "proposed"}
    assert units_on(version, people.owner, NOVEMBER - day_before) == {unit.pk: "selected"}
    assert units_on(version, people.owner, NOVEMBER) == {unit.pk: "in_transformation"}


def test_another_year_is_another_map(people, version, area):
    area(people.home_communes[0], ("proposed", JANUARY))
    assert units_on(version, people.owner, NOVEMBER, year=2025) == {}


def test_over_all_years_a_commune_shows_its_newest_status(people, version, area):
    first, second = people.home_communes[:2]
    area(first, ("transformed", datetime.date(2025, 6, 1)), year=2025)
    area(first, ("proposed", NOVEMBER))
    area(second, ("transformed", datetime.date(2025, 6, 1)), year=2025)
    assert units_on(version, people.owner, NOVEMBER, year=None) == {
        first.pk: "proposed",
        second.pk: "transformed",
    }
    assert units_on(version, people.owner, MARCH, year=None) == {
        first.pk: "transformed",
        second.pk: "transformed",
    }


def old_unit(people, new: AdminUnit, share: float, area_m2: float) -> AdminUnit:
    """A commune before the reform of which a share of the ground went to `new`."""
    reform = datetime.date(2025, 7, 1)
    old = AdminUnitFactory(
        boundary_set=BoundarySetFactory(valid_from=datetime.date(2020, 1, 1), valid_to=reform),
        province_code="75",
        area_m2=area_m2,
        valid_to=reform,
    )
    Succession.objects.create(old_unit=old, new_unit=new, area_share=share, known_by="decree")
    return old


def test_the_same_commune_keeps_its_status_through_a_reform(people, version, area):
    new = people.home_communes[0]
    area(old_unit(people, new, share=1, area_m2=new.area_m2), ("transformed", JANUARY))
    assert units_on(version, people.owner, NOVEMBER) == {new.pk: "transformed"}


def test_a_commune_that_went_up_in_a_larger_one_is_counted_elsewhere(people, version, area):
    new = people.home_communes[0]
    area(old_unit(people, new, share=1, area_m2=new.area_m2 / 10), ("transformed", JANUARY))
    answer = statuses(Choice(version, 2026, NOVEMBER), people.owner)
    assert answer["units"] == {}
    assert answer["elsewhere"] == 1
    assert answer["counts"] == {"none": 4}


def test_without_a_plan_nothing_is_coloured(people):
    assert statuses(Choice(None, None, NOVEMBER), people.owner)["units"] == {}
