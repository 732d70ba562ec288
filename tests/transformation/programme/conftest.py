"""A reform in the small test country: every commune of the owner's province has known heirs afterwards."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import pytest

from gis_app.transformation.models import KeyArea
from layers.models import AdminUnit, BoundarySet, Succession
from tests.factories import AdminUnitFactory, BoundarySetFactory, square
from tests.transformation.conftest import Cycle

SELECTED = datetime.date(2025, 8, 1)
STARTED = datetime.date(2025, 8, 10)
RECOGNISED = datetime.date(2025, 11, 3)
SECOND_REFORM = datetime.date(2026, 3, 1)


@dataclass
class Reform:
    """The communes before and after the second reform of 1 March 2026."""

    cycle: Cycle
    after: BoundarySet

    def unit(self, code: str, area_m2: float = 121_000_000.0) -> AdminUnit:
        """A commune of the new set."""
        return AdminUnitFactory(
            boundary_set=self.after,
            code=code,
            name=f"Mới {code}",
            parent=self.cycle.people.home,
            province_code="75",
            geometry=square(107.0, 12.0),
            area_m2=area_m2,
        )

    def follow(self, old: AdminUnit, new: AdminUnit, share: float = 1.0) -> None:
        """Link an old commune to a new one and end the old one."""
        Succession.objects.create(old_unit=old, new_unit=new, area_share=share, known_by="decree")
        AdminUnit.objects.filter(pk=old.pk).update(valid_to=SECOND_REFORM)

    def transformed(self, *units: AdminUnit) -> list[KeyArea]:
        """Areas of 2025 that were recognised before the reform."""
        cycle = self.cycle
        areas = cycle.propose(*units, year=2025, on=datetime.date(2025, 7, 15))
        cycle.decide("select", *areas, on=SELECTED, cap_breach_reason="thử")
        cycle.decide("start", *areas, on=STARTED)
        cycle.decide("recognise", *areas, on=RECOGNISED)
        for area in areas:
            area.refresh_from_db()
        return areas


@pytest.fixture
def reform(cycle) -> Reform:
    return Reform(cycle, BoundarySetFactory(name="Sau sắp xếp lần hai", valid_from=SECOND_REFORM))
