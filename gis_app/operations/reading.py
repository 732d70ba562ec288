"""What the history page shows: who did what."""

from __future__ import annotations

import datetime

from django.db.models import QuerySet
from django.utils import timezone
from pghistory.models import Events

from gis_app.access.models import Account, AuditEntry
from gis_app.access.restricting import restrict
from gis_app.transformation.models import KeyArea, PlanYear, StatusChange
from layers.scope import Scope


def status_changes(account: Account) -> QuerySet[StatusChange]:
    """Return the changes of key areas in the account's area, newest first."""
    return (
        StatusChange.objects.filter(area__in=restrict(KeyArea.objects.all(), account))
        .select_related("area__unit", "area__plan_year__plan", "decision", "recorded_by")
        .defer("area__unit__geometry", "area__unit__display_geometry")
        .prefetch_related("decision__amendments")
        .order_by("-recorded_at", "-id")
    )


def prints(account: Account, scope: Scope) -> QuerySet[AuditEntry]:
    """Return the prints and exports: all for a whole-country account, otherwise those of the own agency."""
    entries = AuditEntry.objects.select_related("account__agency").order_by("-at")
    if scope.everything:
        return entries
    if account.agency_id is None:
        return entries.filter(account=account)
    return entries.filter(account__agency=account.agency)


def database_events() -> QuerySet[Events]:
    """Return every change that the database's triggers recorded, newest first; for administrators only."""
    return Events.objects.order_by("-pgh_created_at", "-pgh_id")


def standing_at(plan_year: PlanYear, at: datetime.datetime, account: Account) -> list[StatusChange]:
    """Return, for each area of a year, the change that gave it its status as it was known at a moment."""
    changes = (
        StatusChange.objects.filter(
            area__in=restrict(KeyArea.objects.filter(plan_year=plan_year), account),
            recorded_at__lte=at,
            effective_on__lte=timezone.localtime(at).date(),
        )
        .select_related("area__unit", "area__plan_year", "decision", "recorded_by")
        .defer("area__unit__geometry", "area__unit__display_geometry")
        .prefetch_related("decision__amendments")
        .order_by("area_id", "-effective_on", "-id")
        .distinct("area_id")
    )
    return sorted(changes, key=lambda change: (change.area.unit.name, change.area.unit.code))
