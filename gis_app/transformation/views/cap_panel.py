"""The arithmetic of the cap as the pages show it."""

from __future__ import annotations

from dataclasses import dataclass

from gis_app.plans.cap import Cap, cap_for
from gis_app.plans.models import Plan
from gis_app.transformation.denominator import denominator_note
from gis_app.transformation.models import KeyArea, Status
from gis_app.transformation.reading import day_of_year, selected_count


@dataclass(frozen=True, slots=True)
class CapPanel:
    """How much of the cap is used; counts are those of the whole territory."""

    cap: Cap
    note: str
    selected: int
    proposed: int

    @property
    def excess(self) -> int:
        """Return by how many communes the decided list exceeds the cap."""
        return self.cap.excess(self.selected)

    @property
    def remaining(self) -> int:
        """Return how many communes can still be selected."""
        return max(0, self.cap.allowed - self.selected)


def cap_panel(plan: Plan, year: int) -> CapPanel:
    """Return the cap of a year as of today, or as of the last day of a year that is over."""
    day = day_of_year(year)
    version = plan.version_for(year)
    proposed = KeyArea.objects.filter(
        plan_year__plan=plan, plan_year__year=year, status=Status.PROPOSED
    ).count()
    return CapPanel(
        cap_for(version, day), denominator_note(version, day), selected_count(plan, year), proposed
    )
