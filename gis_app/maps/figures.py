"""The figures of one commune, the newest known of each indicator, for the commune's page."""

from __future__ import annotations

from dataclasses import dataclass

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from layers.importing.indicator_template import DECIMAL_UNITS
from layers.models import AdminUnit, IndicatorValue


@dataclass(frozen=True, slots=True)
class Figure:
    """The newest figure of one indicator; its value is None where it was reported as unknown."""

    value: IndicatorValue
    decimals: int


def figures_of(unit: AdminUnit, account: Account) -> list[Figure]:
    """Return the newest figure of each indicator for a commune, in the order of the indicators."""
    newest = (
        restrict(IndicatorValue.objects.filter(unit=unit), account)
        .select_related("indicator")
        .order_by("indicator__position", "indicator_id", "-as_of", "-pk")
        .distinct("indicator__position", "indicator_id")
    )
    return [Figure(value, 1 if value.indicator.unit in DECIMAL_UNITS else 0) for value in newest]
