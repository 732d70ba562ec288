"""Rows that are sound but lie where they cannot be counted: set aside, never moved.

A person decides: drop the row, or let it wait. A waiting row is stored by itself as soon as a boundary set
covers its place.
"""

from __future__ import annotations

import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.gis.geos import Point
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from layers.importing.counts import recount
from layers.importing.duplicates import locate_one
from layers.models import ImportBatch, ImportProblem, Incident
from layers.models.fields import SRID
from layers.reading.dates import VIETNAM


def decide(
    problem: ImportProblem, decision: ImportProblem.Decision, account: AbstractBaseUser | None
) -> None:
    """Record what a person says about a row that was set aside."""
    problem.decision = decision
    problem.decided_by = account
    problem.decided_at = timezone.now()
    problem.save(update_fields=["decision", "decided_by", "decided_at"])


@transaction.atomic
def store_waiting() -> int:
    """Store the waiting rows that a commune covers by now; return how many.

    Call it after a boundary set came into force. A row whose case has come another way is only marked.
    """
    stored = 0
    waiting = ImportProblem.objects.set_aside().filter(
        decision=ImportProblem.Decision.WAIT, record__isnull=False
    )
    for problem in waiting.select_related("batch").select_for_update(of=("self",)):
        if _store(problem):
            problem.decision = ImportProblem.Decision.STORED
            problem.save(update_fields=["decision"])
            stored += 1
    return stored


def _store(problem: ImportProblem) -> bool:
    record, batch = problem.record, problem.batch
    if Incident.objects.filter(source=batch.source, ref=record["ref"]).exists():
        return True
    occurred_at = datetime.datetime.fromisoformat(record["occurred_at"])
    incident = Incident(
        source=batch.source,
        ref=record["ref"],
        category_id=record["category"],
        occurred_at=occurred_at,
        occurred_on=occurred_at.astimezone(VIETNAM).date(),
        point=Point(record["lon"], record["lat"], srid=SRID),
        deaths=record["deaths"],
        injuries=record["injuries"],
        batch=batch,
    )
    with transaction.atomic():
        incident.save()
        units = locate_one(incident)
        if not units:
            incident.delete()
            return False
    recount(units, incident.category_id, incident.occurred_on)
    ImportBatch.objects.filter(pk=batch.pk).update(
        rows_accepted=F("rows_accepted") + 1, rows_refused=F("rows_refused") - 1
    )
    return True
