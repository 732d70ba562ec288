"""Which communes a plan is about on a given day."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from gis_app.plans.models import PlanVersion
from layers.models import AdminUnit
from layers.models.boundaries import AdminUnitQuerySet

# Nghị quyết 202/2025/QH15 merged provinces; before it a plan's territory bears the old province codes.
REFORM = datetime.date(2025, 7, 1)


def territory_codes(version: PlanVersion) -> list[str]:
    """Return the codes of the provinces that the plan is about, before and after the reform."""
    territory = version.record["territory"]
    return [territory["province_code"], *territory["province_codes_before_2025"]]


def communes_of(version: PlanVersion, on: datetime.date) -> AdminUnitQuerySet:
    """Return every commune in force in the plan's territory on a day, whoever asks.

    A part of a merged province (the former Bình Phước, say) has no boundary of its own after the reform: the
    plan then covers the whole province that took over.
    """
    return communes_in(version.record["territory"], on)


def communes_in(territory: Mapping[str, Any], on: datetime.date) -> AdminUnitQuerySet:
    """Return every commune in force on a day in a `territory` as records have it."""
    codes = territory["province_codes_before_2025"] if on < REFORM else [territory["province_code"]]
    return AdminUnit.objects.communes().on(on).filter(province_code__in=codes)
