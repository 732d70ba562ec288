"""Cases that two sources may both have reported: found when a file is stored, decided by a person.

Nothing is merged. The case that a person declares a duplicate stays as it was brought in, but loses its place
among the communes and thereby in every count; the decision can be taken back.
"""

from __future__ import annotations

from pathlib import Path

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection, transaction
from django.utils import timezone

from layers.importing.batches import wait_for_other_imports
from layers.importing.counts import recount
from layers.importing.refusing import ImportRefused
from layers.models import (
    AdminUnit,
    BoundarySet,
    DuplicateRule,
    ImportBatch,
    Incident,
    IncidentLocation,
    SuspectedDuplicate,
)
from layers.saying import said as _

_SUSPECT = (Path(__file__).parent / "suspect.sql").read_text(encoding="utf-8")


def suspect_duplicates(batch: ImportBatch) -> int:
    """Propose the cases of an import that other sources may have reported already; return how many pairs.

    Call it in the transaction that stores the import. A pair that was proposed before stays as it is.
    """
    others = ImportBatch.objects.filter(layer=ImportBatch.Layer.INCIDENTS).exclude(source=batch.source)
    if not others.exists():
        return 0
    rule = DuplicateRule.current()
    with connection.cursor() as cursor:
        # The statistics are those of before the import, perhaps those of an empty table.
        cursor.execute("ANALYZE layers_incident")
        cursor.execute(_SUSPECT, {"batch": batch.pk, "metres": rule.metres, "minutes": rule.minutes})
        return cursor.rowcount


def decide(
    pair: SuspectedDuplicate, decision: SuspectedDuplicate.Decision, account: AbstractBaseUser | None
) -> None:
    """Record what a person says about a pair, and count accordingly; all in one transaction.

    Raises:
        ImportRefused: when another decision stands in the way, with what to do.
    """
    with transaction.atomic():
        wait_for_other_imports()
        pair = SuspectedDuplicate.objects.select_for_update().get(pk=pair.pk)
        kept, second = pair.first, pair.second
        if decision == SuspectedDuplicate.Decision.SAME:
            if kept.duplicate_of_id is not None or second.duplicates.exists():
                raise ImportRefused(
                    _("Một trong hai vụ đã được ghép với vụ khác; hãy kết luận lại cặp đó trước.")
                )
            if second.duplicate_of_id not in (None, kept.pk):
                raise ImportRefused(
                    _("Vụ %(case)s đã được coi là trùng với vụ khác; hãy kết luận lại cặp đó trước.")
                    % {"case": second}
                )
            _take_out(second, kept)
        elif second.duplicate_of_id == kept.pk:
            put_back(second)
        pair.decision = decision
        pair.decided_by = account
        pair.decided_at = timezone.now()
        pair.save(update_fields=["decision", "decided_by", "decided_at"])


def _take_out(incident: Incident, kept: Incident) -> None:
    incident.duplicate_of = kept
    incident.save(update_fields=["duplicate_of"])
    units = list(incident.locations.values_list("unit_id", flat=True))
    incident.locations.all().delete()
    recount(units, incident.category_id, incident.occurred_on)


def put_back(incident: Incident) -> None:
    """Count a case again that was a duplicate of another one; in the caller's transaction."""
    incident.duplicate_of = None
    incident.save(update_fields=["duplicate_of"])
    units = locate_one(incident)
    recount(units, incident.category_id, incident.occurred_on)


def locate_one(incident: Incident) -> list[int]:
    """Store the commune of one incident in each active set, and return these communes.

    A point on a boundary goes to the smaller code, as in `layers.importing.locating`.
    """
    communes = (
        AdminUnit.objects.communes()
        .filter(boundary_set__status=BoundarySet.Status.ACTIVE, geometry__intersects=incident.point)
        .order_by("boundary_set_id", "code")
        .distinct("boundary_set_id")
        .values_list("boundary_set_id", "pk")
    )
    places = list(communes)
    IncidentLocation.objects.bulk_create(
        IncidentLocation(incident=incident, boundary_set_id=boundary_set, unit_id=unit)
        for boundary_set, unit in places
    )
    return [unit for _set, unit in places]
