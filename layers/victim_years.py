"""The whole table of a category about victims, communes by years, on which it is decided what is hidden.

Whoever shows a part of it decides on the whole (`layers.disclosure`), so that two readers of different parts
never see two different sets of hidden cells.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Sum
from django.db.models.functions import ExtractYear

from layers.models import IncidentCategory, MonthlyCount


def victim_table(units: Sequence[int], category: IncidentCategory) -> tuple[list[int], list[list[int]]]:
    """Return the years in which anything was reported in a province, and the counts of each of its units."""
    sums = (
        MonthlyCount.objects.filter(unit__in=units, category=category)
        .order_by()
        .values_list("unit_id", ExtractYear("month"))
        .annotate(Sum("incidents"))
    )
    counts = {(unit, year): count for unit, year, count in sums if count}
    years = sorted({year for _unit, year in counts})
    return years, [[counts.get((unit, year), 0) for year in years] for unit in units]
