"""Which commune each incident is in, and how many there were per month: kept beside the incidents.

Both are written in the transaction that changes what they are made from, an import of incidents or of
boundaries.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from pathlib import Path

import shapely
from django.db import connection

from layers.importing.copying import copy_rows
from layers.importing.locating import NOWHERE, commune_index
from layers.models import BoundarySet, ImportBatch, Incident, IncidentLocation, MonthlyCount

_FOLDER = Path(__file__).parent
_COUNT_BATCH = (_FOLDER / "count_batch.sql").read_text(encoding="utf-8")
_COUNT_SET = (_FOLDER / "count_set.sql").read_text(encoding="utf-8")
_COUNT_CELLS = (_FOLDER / "count_cells.sql").read_text(encoding="utf-8")
_INCIDENTS_AT_A_TIME = 100_000


def count_batch(batch: ImportBatch) -> None:
    """Add the incidents of one import to the monthly counts; once, in the transaction that stores them."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_BATCH, {"batch": batch.pk})


def locate_all_incidents(boundary_set: BoundarySet) -> None:
    """Find the communes of a new set for every incident that counts, and add them up per month."""
    index = commune_index(boundary_set)
    if not len(index.unit_ids):
        return
    last = 0
    while True:
        rows = list(
            Incident.objects.counted()
            .filter(pk__gt=last)
            .order_by("pk")
            .values_list("pk", "point")[:_INCIDENTS_AT_A_TIME]
        )
        if not rows:
            break
        last = rows[-1][0]
        units = index.locate(shapely.points([point.coords for _pk, point in rows]))
        copy_rows(
            IncidentLocation,
            ("incident", "boundary_set", "unit"),
            (
                (pk, boundary_set.pk, unit)
                for (pk, _point), unit in zip(rows, units, strict=True)
                if unit != NOWHERE
            ),
        )
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_SET, {"boundary_set": boundary_set.pk})


def recount(units: Collection[int], category: str, day: datetime.date) -> None:
    """Count the communes anew for the category and the month of the day, after one case came or went."""
    month = day.replace(day=1)
    MonthlyCount.objects.filter(unit_id__in=units, category=category, month=month).delete()
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_CELLS, {"units": list(units), "category": category, "month": month})
