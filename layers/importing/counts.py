"""Which commune each incident is in, and how many there were per month: kept beside the incidents.

Both are written in the transaction that changes what they are made from, an import of incidents or of
boundaries.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from io import BytesIO
from pathlib import Path

import shapely
from django.db import connection

from layers.importing.copying import copy_binary, copy_rows
from layers.importing.locating import NOWHERE, commune_index
from layers.importing.progress import Stage, Tell, silent
from layers.importing.streams import COUNT_FIELDS, number_stream
from layers.importing.tallies import Cells
from layers.importing.twins import Twins
from layers.models import BoundarySet, Incident, IncidentLocation, MonthlyCount

_FOLDER = Path(__file__).parent
_ADD_COUNTS = (_FOLDER / "add_counts.sql").read_text(encoding="utf-8")
_COUNT_SET = (_FOLDER / "count_set.sql").read_text(encoding="utf-8")
_COUNT_CELLS = (_FOLDER / "count_cells.sql").read_text(encoding="utf-8")
_CELL_COLUMNS = ("unit_id", *Cells._fields[1:])
_INCIDENTS_AT_A_TIME = 100_000


def store_first_counts(stream: bytes, twins: Twins | None) -> None:
    """Store counts, as `count_stream` makes them, where there were none: the table was emptied just now.

    Args:
        stream: the counts.
        twins: where they are to be stored instead of their table.
    """
    if twins is not None:
        twins.copy(MonthlyCount, COUNT_FIELDS, [stream])
        return
    with connection.cursor() as cursor:
        copy_binary(cursor.cursor, MonthlyCount, COUNT_FIELDS, stream, fresh=True)


def add_counts(cells: Cells, categories: Sequence[str]) -> None:
    """Add the incidents of one import to the monthly counts; once, in the transaction that stores them.

    Args:
        cells: what the import brought.
        categories: the keys that the categories of the cells are positions in.
    """
    with connection.cursor() as cursor:
        columns = ", ".join(f"{name} bigint" for name in _CELL_COLUMNS)
        cursor.execute(f"CREATE TEMPORARY TABLE import_cell ({columns}) ON COMMIT DROP")
        cursor.cursor.copy_expert(
            "COPY import_cell FROM STDIN (FORMAT binary)", BytesIO(number_stream(cells))
        )
        cursor.execute(_ADD_COUNTS, {"categories": list(categories)})
        # A transaction around this one may bring another import.
        cursor.execute("DROP TABLE import_cell")


def locate_all_incidents(boundary_set: BoundarySet, tell: Tell = silent) -> None:
    """Find the communes of a new set for every incident that counts, and add them up per month.

    Args:
        boundary_set: the set.
        tell: is told how many incidents have been located.
    """
    index = commune_index(boundary_set)
    if not len(index.unit_ids):
        return
    last = done = 0
    while True:
        tell(Stage.FINISHING, done)
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
        done += len(rows)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_SET, {"boundary_set": boundary_set.pk})


def recount(units: Collection[int], category: str, day: datetime.date) -> None:
    """Count the communes anew for the category and the month of the day, after one case came or went."""
    month = day.replace(day=1)
    MonthlyCount.objects.filter(unit_id__in=units, category=category, month=month).delete()
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_CELLS, {"units": list(units), "category": category, "month": month})
