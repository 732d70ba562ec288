"""Takes back an import as a whole: a wrong file is no reason to restore yesterday's database.

The rows leave their table, so that the file may be brought again as it should have been. The history keeps
each of them as it was last, under the account that took the import back; screenings that used them keep the
reasons and figures that they were given.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pgtrigger
from django.apps import apps
from django.db import connection, transaction
from django.db.models import Exists, Max, Min, OuterRef, Q
from django.utils import timezone

from layers.importing.batches import wait_for_other_imports
from layers.importing.duplicates import put_back
from layers.importing.refusing import ImportRefused
from layers.models import (
    AdminUnit,
    ImportBatch,
    ImportProblem,
    ImportWithdrawal,
    Incident,
    Raster,
    Site,
    SuspectedDuplicate,
)
from layers.saying import said as _

Layer = ImportBatch.Layer

#: Layers whose rows belong to one import each and that nothing else is built on. Of grids it is the pictures.
_ROWS: dict[str, type[Incident] | type[Site] | type[Raster]] = {
    Layer.INCIDENTS: Incident,
    Layer.SITES: Site,
    Layer.RASTER: Raster,
}

_REMOVE_PLACES = """
DELETE FROM layers_incidentlocation WHERE incident_id IN (SELECT id FROM layers_incident WHERE batch_id = %s)
"""
_REMOVE_INCIDENTS = "DELETE FROM layers_incident WHERE batch_id = %s"
_FOLDER = Path(__file__).parent
_KEEP_IN_HISTORY = (_FOLDER / "keep_batch_in_history.sql").read_text(encoding="utf-8")
_UNCOUNT = (_FOLDER / "uncount_batch.sql").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class AtStake:
    """What would go with an import.

    Attributes:
        rows: incidents, sites or pictures that it brought and that are still there.
        first, last: days of the incidents; None for others, and where there is none.
        corrected: how many of them a person or a later file changed since.
        skipped_later: rows that later imports passed over because they were known already, perhaps from this
            one; their files have to be brought again.
    """

    rows: int
    first: datetime.date | None
    last: datetime.date | None
    corrected: int
    skipped_later: int


def can_be_withdrawn(batch: ImportBatch) -> bool:
    """Say whether nothing else is built on what an import brought."""
    return batch.layer in _ROWS and (batch.layer != Layer.RASTER or batch.kind == Raster.Kind.DRONE)


def at_stake(batch: ImportBatch) -> AtStake:
    """Tell what would go with an import, before a person decides."""
    model = _ROWS[batch.layer]
    days: dict[str, datetime.date | None] = {"first": None, "last": None}
    if model is Incident:
        days = Incident.objects.filter(batch=batch).aggregate(
            first=Min("occurred_on"), last=Max("occurred_on")
        )
    changed = apps.get_model("layers", f"{model.__name__}Event").objects.filter(
        pgh_label="update", batch_id=batch.pk
    )
    later = ImportBatch.objects.standing().filter(
        layer=batch.layer, source=batch.source, imported_at__gt=batch.imported_at
    )
    return AtStake(
        rows=model._default_manager.filter(batch=batch).count(),
        corrected=changed.values("pgh_obj").distinct().count(),
        skipped_later=sum(later.values_list("rows_duplicate", flat=True)),
        **days,
    )


def withdraw_import(withdrawal: ImportWithdrawal) -> ImportWithdrawal:
    """Take an import back: its rows, their places and counts, all in one transaction.

    Cases of other imports that were declared duplicates of one of these count again. Rows of this import that
    were set aside are dropped.

    Raises:
        ImportRefused: for a layer that others are built on; nothing was changed.
    """
    batch = withdrawal.batch
    if not can_be_withdrawn(batch):
        raise ImportRefused(_("Chỉ rút được lần nhập vụ việc, địa điểm hoặc ảnh bay chụp."))
    with transaction.atomic():
        wait_for_other_imports()
        rows, units = _take(batch)
        now = timezone.now()
        batch.problems.set_aside().exclude(decision=ImportProblem.Decision.STORED).update(
            decision=ImportProblem.Decision.DROP, decided_by=withdrawal.account, decided_at=now
        )
        withdrawal.units.set(units)
        withdrawal.state, withdrawal.rows, withdrawal.done_at = ImportWithdrawal.State.DONE, rows, now
        withdrawal.save(update_fields=["state", "rows", "done_at"])
    return withdrawal


def _take(batch: ImportBatch) -> tuple[int, list[int]]:
    """Remove what an import brought; return how many rows, and the communes that had them."""
    match batch.layer:
        case Layer.INCIDENTS:
            return _take_incidents(batch)
        case Layer.SITES:
            return _take_sites(batch)
        case _:
            return _take_picture(batch)


def _take_incidents(batch: ImportBatch) -> tuple[int, list[int]]:
    """Remove the incidents and what is kept beside them; return how many, and their communes."""
    of_batch = Incident.objects.filter(batch=batch)
    for case in Incident.objects.filter(duplicate_of__in=of_batch).exclude(batch=batch):
        put_back(case)
    SuspectedDuplicate.objects.filter(Q(first__in=of_batch) | Q(second__in=of_batch)).delete()
    with connection.cursor() as cursor:
        cursor.execute(_UNCOUNT, {"batch": batch.pk})
        units = [unit for (unit,) in cursor.fetchall()]
        # Whole statements: the collector of the ORM would load a million rows to find what hangs on them.
        cursor.execute(_REMOVE_PLACES, [batch.pk])
        cursor.execute(_KEEP_IN_HISTORY, {"batch": batch.pk})
        with pgtrigger.ignore("layers.Incident:delete_delete"):
            cursor.execute(_REMOVE_INCIDENTS, [batch.pk])
        return cursor.rowcount, units


def _take_sites(batch: ImportBatch) -> tuple[int, list[int]]:
    """Remove the sites; return how many, and the communes of today and before that they touched."""
    sites = Site.objects.filter(batch=batch)
    touched = AdminUnit.objects.communes().filter(
        Exists(sites.filter(geometry__intersects=OuterRef("geometry")))
    )
    units = list(touched.values_list("pk", flat=True))
    rows, _each = sites.delete()
    return rows, units


def _take_picture(batch: ImportBatch) -> tuple[int, list[int]]:
    """Remove a picture, and its file once that is final; return how many, and the communes it showed."""
    pictures = Raster.objects.filter(batch=batch)
    shown = AdminUnit.objects.communes().filter(
        Exists(pictures.filter(footprint__intersects=OuterRef("geometry")))
    )
    units = list(shown.values_list("pk", flat=True))
    for picture in pictures:
        transaction.on_commit(partial(picture.path.unlink, missing_ok=True))
    rows, _each = pictures.delete()
    return rows, units
