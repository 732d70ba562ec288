"""Rows that the map tests share: a year of a plan with areas, a screening with findings."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest

from gis_app.plans.models import Plan, PlanVersion
from gis_app.screening.models import Finding, Screening
from gis_app.transformation.models import KeyArea, PlanYear, StatusChange
from layers.models import AdminUnit
from tests.people import People

PLAN = "dongnai-7488-2017"
YEAR = 2026


@pytest.fixture
def version(db) -> PlanVersion:
    """The newest version of the plan of the owner's province."""
    return Plan.objects.get(pk=PLAN).current


@pytest.fixture
def area(db) -> Callable[..., KeyArea]:
    """Return a function that puts a commune through statuses: `area(unit, ("proposed", day), …)`."""

    def make(unit: AdminUnit, *steps: tuple[str, datetime.date], year: int = YEAR) -> KeyArea:
        plan_year, _ = PlanYear.objects.get_or_create(plan_id=PLAN, year=year)
        made = KeyArea.objects.create(plan_year=plan_year, unit=unit, status=steps[-1][0])
        before = ""
        for status, day in steps:
            StatusChange.objects.create(
                area=made, from_status=before, to_status=status, effective_on=day, reason="thử nghiệm"
            )
            before = status
        return made

    return make


@pytest.fixture
def screening(version, people: People) -> Screening:
    """The first home commune meets mining, the second lacks data on it, the third does not meet it."""
    made = Screening.objects.create(
        plan_version=version,
        year=YEAR,
        as_of=datetime.date(2026, 10, 31),
        territory="Đồng Nai",
        parameters={},
        data_cutoff={},
        versions={},
    )
    first, second, third, _ = people.home_communes
    outcomes = (
        (first, "d.mining", "met"),
        (first, "d.traffic", "no_data"),
        (second, "d.mining", "no_data"),
        (second, "d.traffic", "not_met"),
        (third, "d.mining", "not_met"),
    )
    for unit, criterion, outcome in outcomes:
        Finding.objects.create(
            screening=made,
            unit=unit,
            criterion=criterion,
            outcome=outcome,
            reason_vi=f"lý do {criterion} {outcome}",
            reason_en=f"reason {criterion} {outcome}",
        )
    return made
