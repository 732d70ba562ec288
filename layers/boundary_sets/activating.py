"""Puts a staged set into force, refuses it, or takes one out of force again.

Each act is one transaction and moves everything that depends on boundaries with it: the days on which units
count, the parents of units that were waiting for them, and where every incident is.
"""

from __future__ import annotations

import shapely
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.gis.db.models.functions import PointOnSurface
from django.db import transaction
from django.utils import timezone

from layers import validity
from layers.boundary_sets.afterwards import ground_changed
from layers.importing.aside import store_waiting
from layers.importing.batches import wait_for_other_imports
from layers.importing.counts import locate_all_incidents
from layers.importing.kinship import adopt_orphans
from layers.importing.progress import Stage, Tell, silent
from layers.importing.refusing import ImportRefused
from layers.models import (
    AdminUnit,
    BoundarySet,
    ImportProblem,
    IncidentLocation,
    MonthlyCount,
)
from layers.models.boundaries import AdminUnitQuerySet
from layers.saying import said as _
from layers.wording import SERVER, plain

Status = BoundarySet.Status
_REFUSED = "boundary_set_refused"


def activate(boundary_set: BoundarySet, tell: Tell = silent) -> BoundarySet:
    """Put a staged or retired set into force; later sets replace earlier ones where they cover their ground.

    Every incident is located in the communes of the set and their monthly counts are made. Indicators stay
    with the units they were reported for.

    Args:
        boundary_set: the set.
        tell: is told how far it is; the rows are incidents.

    Raises:
        ImportRefused: when the set is in force already, or another copy of it (a repair, or what it was
            repaired from) is.
    """
    with transaction.atomic():
        locked = _locked(boundary_set)
        if locked.status == Status.ACTIVE:
            raise ImportRefused(_("Bộ ranh giới “%(name)s” đang được dùng rồi.") % {"name": locked.told})
        _refuse_second_copy(locked)
        locked.status = Status.ACTIVE
        locked.activated_at = timezone.now()
        locked.save(update_fields=["status", "activated_at"])
        tell(Stage.CHECKING, 0)
        validity.recompute()
        adopt_orphans(locked)
        if locked.units.communes().exists():
            locate_all_incidents(locked, tell)
            store_waiting()
        ground_changed()
    return locked


def refuse(boundary_set: BoundarySet, reason: str, account: AbstractBaseUser | None = None) -> None:
    """Delete a set that was never in force, with its units; the record of its import stays, with the reason.

    Raises:
        ImportRefused: when the set is or was in force, or no reason is given.
    """
    if not reason.strip():
        raise ImportRefused(_("Hãy ghi lý do không nhận bộ ranh giới này."))
    with transaction.atomic():
        locked = _locked(boundary_set)
        if locked.status != Status.STAGED or locked.activated_at is not None:
            raise ImportRefused(
                _("Bộ ranh giới “%(name)s” đã từng được dùng nên không xóa được; hãy cho ngừng dùng.")
                % {"name": locked.told}
            )
        batch, name, read = locked.batch, locked.name, locked.units.count()
        locked.delete()
        if batch is None or batch.boundary_sets.exists():
            return
        batch.rows_refused = batch.rows_refused + read
        batch.rows_accepted = 0
        batch.save(update_fields=["rows_refused", "rows_accepted"])
        who = SERVER if account is None else str(account)
        figures = {"say": "set_refused", "name": name, "who": who, "reason": reason.strip()}
        ImportProblem.objects.create(batch=batch, code=_REFUSED, figures=plain(figures))


def retire(boundary_set: BoundarySet) -> BoundarySet:
    """Take a set out of force; what it had replaced counts again, and incidents are no longer counted in it.

    Raises:
        ImportRefused: when the set is not in force.
    """
    with transaction.atomic():
        locked = _locked(boundary_set)
        if locked.status != Status.ACTIVE:
            raise ImportRefused(
                _("Bộ ranh giới “%(name)s” không đang được dùng; không có gì để ngừng.")
                % {"name": locked.told}
            )
        locked.status = Status.RETIRED
        locked.save(update_fields=["status"])
        # New incidents are located only in sets in force, so these would grow stale.
        MonthlyCount.objects.filter(unit__boundary_set=locked).delete()
        IncidentLocation.objects.filter(boundary_set=locked).delete()
        validity.recompute()
        ground_changed()
    return locked


def would_replace(boundary_set: BoundarySet) -> AdminUnitQuerySet:
    """Return the units in force on the first day of the set of which a point inside lies in the set."""
    levels = boundary_set.units.values_list("level", flat=True).distinct()
    in_force = (
        AdminUnit.objects.on(boundary_set.valid_from)
        .filter(level__in=list(levels))
        .exclude(boundary_set=boundary_set)
    )
    points = dict(in_force.annotate(inside=PointOnSurface("geometry")).values_list("pk", "inside"))
    shapes = boundary_set.units.values_list("geometry", flat=True)
    tree = shapely.STRtree(shapely.from_wkb([bytes(shape.wkb) for shape in shapes]))
    keys = list(points)
    inside = shapely.points([points[key].coords for key in keys]) if keys else []
    covered = {keys[i] for i in tree.query(inside, predicate="intersects")[0]} if keys else set()
    return AdminUnit.objects.filter(pk__in=covered).select_related("boundary_set").order_by("code")


def _locked(boundary_set: BoundarySet) -> BoundarySet:
    """Return the set as it is now, after other imports are through, held until the transaction ends."""
    wait_for_other_imports()
    found = BoundarySet.objects.select_for_update(of=("self",)).filter(pk=boundary_set.pk).first()
    if found is None:
        raise ImportRefused(_("Bộ ranh giới này không còn nữa; hãy tải lại trang."))
    return found


def _refuse_second_copy(boundary_set: BoundarySet) -> None:
    kin = BoundarySet.objects.active().filter(repairs__boundary_set=boundary_set)
    kin |= BoundarySet.objects.active().filter(repair__original=boundary_set)
    other = kin.first()
    if other is not None:
        raise ImportRefused(
            _("Bản khác của bộ này, “%(name)s”, đang được dùng; hãy cho bản đó ngừng dùng trước.")
            % {"name": other.told}
        )
