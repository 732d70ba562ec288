"""The published plans over the small test country, and short ways to name one report."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse

from gis_app.plans.models import Plan, PlanVersion
from gis_app.reports.delivered import Standing, standings
from gis_app.reports.schedule import Occurrence
from gis_app.transformation.models import PlanYear

YEAR = 2026
TODAY = datetime.date(2026, 11, 22)


@pytest.fixture
def version(people) -> PlanVersion:
    """Đồng Nai's plan, used for 2026."""
    found = Plan.objects.get(pk="dongnai-7488-2017").current
    PlanYear.objects.create(plan=found.plan, year=YEAR)
    return found


@pytest.fixture
def plan_of():
    """Return a function that gives the newest version of a plan."""
    return lambda plan_id: Plan.objects.get(pk=plan_id).current


def first(version: PlanVersion, year: int = YEAR) -> Standing:
    """Return the first report of a year: the one with the earliest day."""
    return standings(version, year)[0]


def undated(version: PlanVersion, year: int = YEAR) -> Standing:
    """Return the first report without a day."""
    return next(one for one in standings(version, year) if one.occurrence.due is None)


def address(name: str, one: Occurrence, *more: object) -> str:
    """Return the address of an act on one occurrence."""
    return reverse(
        name, args=[one.obligation.version.plan_id, one.year, one.obligation.key, one.position, *more]
    )
