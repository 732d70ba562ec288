"""What the data and history pages show: which data are here, where they came from, who did what."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q, QuerySet
from pghistory.models import Events

from gis_app.access.models import Account, AuditEntry
from gis_app.access.restricting import restrict
from gis_app.transformation.models import KeyArea, StatusChange
from layers.models import AdminUnit, BoundarySet, ImportBatch, Incident, IncidentCategory, Site, SiteKind
from layers.scope import Scope


@dataclass(frozen=True, slots=True)
class CategoryHolding:
    """How many incidents of a category the account can see, and of which days."""

    category: IncidentCategory
    incidents: int
    first: datetime.date
    last: datetime.date


def boundary_sets(account: Account) -> QuerySet[BoundarySet]:
    """Return the boundary sets of the account's area with `communes`, the number of communes it can see."""
    visible = restrict(AdminUnit.objects.communes(), account)
    return (
        restrict(BoundarySet.objects.all(), account)
        .select_related("batch")
        .annotate(communes=Count("units", filter=Q(units__in=visible)))
        .order_by("-valid_from", "name")
    )


def incident_holdings(account: Account) -> list[CategoryHolding]:
    """Return the categories that have incidents in the account's area, with their first and last day."""
    rows = (
        restrict(Incident.objects.all(), account)
        .values("category")
        .annotate(incidents=Count("pk"), first=Min("occurred_on"), last=Max("occurred_on"))
    )
    categories = IncidentCategory.objects.in_bulk()
    holdings = [
        CategoryHolding(categories[row["category"]], row["incidents"], row["first"], row["last"])
        for row in rows
    ]
    return sorted(holdings, key=lambda holding: holding.category.position)


def site_holdings(account: Account) -> QuerySet[SiteKind]:
    """Return the kinds of sites that the account's area has, with `known`, how many touch it."""
    visible = restrict(Site.objects.all(), account)
    return SiteKind.objects.annotate(known=Count("sites", filter=Q(sites__in=visible))).filter(known__gt=0)


def imports(account: Account) -> QuerySet[ImportBatch]:
    """Return the imports that brought something into the account's area, newest first."""
    return restrict(ImportBatch.objects.all(), account).select_related("imported_by").order_by("-imported_at")


def status_changes(account: Account) -> QuerySet[StatusChange]:
    """Return the changes of key areas in the account's area, newest first."""
    return (
        StatusChange.objects.filter(area__in=restrict(KeyArea.objects.all(), account))
        .select_related("area__unit", "area__plan_year__plan", "decision", "recorded_by")
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
