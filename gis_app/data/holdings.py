"""What the data page shows: which data are here, of which days, and which files brought them."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.data.models import ImportJob
from layers.importing.sites import KIND_IN_FILE
from layers.models import (
    AdminUnit,
    BoundarySet,
    ImportBatch,
    ImportProblem,
    ImportWithdrawal,
    Incident,
    IncidentCategory,
    Raster,
    Site,
    SiteKind,
    SuspectedDuplicate,
)


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
    """Return the categories that have incidents in the account's area, with their first and last day.

    Categories about victims are left out: a total would give away a small count that is hidden elsewhere.
    """
    rows = (
        restrict(Incident.objects.all(), account)
        .exclude(category__precision=IncidentCategory.Precision.COMMUNE_YEAR)
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
    return (
        SiteKind.objects.annotate(known=Count("sites", filter=Q(sites__in=visible)))
        .filter(known__gt=0)
        .order_by("position", "key")
    )


def imports(account: Account) -> QuerySet[ImportBatch]:
    """Return the imports into the account's area, newest first; `taken_back` where the rows are gone."""
    taken_back = ImportWithdrawal.objects.done().filter(batch=OuterRef("pk"))
    visible = restrict(ImportBatch.objects.annotate(taken_back=Exists(taken_back)), account)
    return visible.select_related("imported_by").order_by("-imported_at")


def sources(layer: str, account: Account) -> list[str]:
    """Return who keeps the incidents or sites that the account sees, by name.

    An incident has the source of its import, so that a million of them need not be asked.
    """
    if layer == ImportBatch.Layer.SITES:
        named = restrict(Site.objects.all(), account).order_by().values_list("source", flat=True)
    else:
        brought = ImportBatch.objects.filter(layer=layer)
        named = restrict(brought, account).order_by().values_list("source", flat=True)
    return sorted(set(named.distinct()) - {""})


def jobs(account: Account) -> QuerySet[ImportJob]:
    """Return the import jobs of the account, and of those whose jurisdiction lies within its own."""
    within = restrict(ImportJob.objects.all(), account).values("pk")
    return ImportJob.objects.filter(Q(pk__in=within) | Q(account=account)).select_related(
        "account", "batch", "progress"
    )


def unfinished_jobs(account: Account) -> QuerySet[ImportJob]:
    """Return the jobs that wait for somebody or something."""
    return jobs(account).exclude(state__in=[ImportJob.State.COMMITTED, ImportJob.State.DISCARDED])


def rows_set_aside(account: Account) -> QuerySet[ImportProblem]:
    """Return the rows set aside by imports into the account's area, or by its own."""
    return (
        ImportProblem.objects.set_aside()
        .filter(_told_to(account))
        .select_related("batch", "decided_by")
        .order_by("-batch_id", "row")
        .distinct()
    )


def kind_labels() -> dict[str, str]:
    """Return what the kinds are called that imports are of: levels of units, kinds of sites and of grids."""
    labels: dict[str, str] = {KIND_IN_FILE: _("loại ghi trong tệp")}
    labels |= {str(kind.pk): str(kind) for kind in SiteKind.objects.all()}
    for choices in (AdminUnit.Level.choices, Raster.Kind.choices):
        labels |= {str(key): str(label) for key, label in choices}
    return labels


def problems_of(batch: ImportBatch, account: Account) -> QuerySet[ImportProblem]:
    """Return what was wrong with the rows of an import, as far as the account may know of it."""
    return batch.problems.filter(_told_to(account)).distinct()


def _told_to(account: Account) -> Q:
    """Match the problems of files that are wholly of the account's area, and of the account's own jobs."""
    mine = restrict(ImportProblem.objects.all(), account)
    return Q(pk__in=mine.values("pk")) | Q(batch__jobs__in=jobs(account).values("pk"))


def suspected_duplicates(account: Account) -> QuerySet[SuspectedDuplicate]:
    """Return the pairs that may be one case, those that wait for a decision first."""
    pairs = restrict(SuspectedDuplicate.objects.all(), account)
    return pairs.select_related(
        "first__category", "second__category", "first__batch", "second__batch", "decided_by"
    ).order_by("decision", "-pk")


def earlier_import(account: Account, sha256: str) -> ImportBatch | None:
    """Return the last import of this very file, as far as the account may know of it.

    It may have left rows out: then the file can be brought again, and only those rows are new.
    """
    # Of a file with several layers the record has the fingerprint of the layer, its job that of the file.
    brought = ImportJob.objects.filter(file_sha256=sha256, batch__isnull=False).values("batch")
    same = Q(file_sha256=sha256) | Q(pk__in=brought)
    return imports(account).filter(same, taken_back=False).first()
