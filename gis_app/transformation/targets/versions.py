"""Which version of its plan an area is judged by."""

from __future__ import annotations

from gis_app.plans.models import PlanVersion
from gis_app.plans.promises import Target
from gis_app.transformation.models import KeyArea


def version_of(area: KeyArea) -> PlanVersion:
    """Return the version that the area's year is bound to."""
    return area.plan_year.version


def targets_of(version: PlanVersion) -> list[Target]:
    """Return the targets that are set for one area, in the order of the document."""
    return [target for target in version.targets if target.of_area]
