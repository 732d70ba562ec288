"""Transformed areas of 2025 and screenings before and after their success."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest

from gis_app.screening.models import Finding, Screening
from gis_app.transformation.models import KeyArea
from tests.transformation.programme.conftest import Reform
from tests.transformation.programme.conftest import reform as reform  # the fixture, for this folder

Screen = Callable[..., Screening]


@pytest.fixture
def screen(cycle) -> Screen:
    """A maker of screenings: outcomes by unit and criterion; everything not named is not met."""

    def make(as_of: datetime.date, units, met=(), no_data=(), year=2026, criteria=("d.mining", "d.traffic")):
        made = Screening.objects.create(
            plan_version=cycle.plan.current,
            year=year,
            as_of=as_of,
            territory="Đồng Nai",
            parameters={},
            data_cutoff={},
            versions={},
        )
        Finding.objects.bulk_create(
            Finding(
                screening=made,
                unit=unit,
                criterion=key,
                outcome="met" if (unit, key) in met else "no_data" if (unit, key) in no_data else "not_met",
                value=3 if (unit, key) in met else 0,
                threshold=2,
                measure="điểm",
                reason_vi=f"{key} tại {unit}",
                reason_en=f"{key} at {unit}",
            )
            for unit in units
            for key in criteria
        )
        return made

    return make


@pytest.fixture
def area(reform: Reform) -> KeyArea:
    """One area transformed on 3 November 2025."""
    return reform.transformed(reform.cycle.communes[0])[0]
