"""Who sees which report. One function; pages, maps, counts and devices ask it and nothing else.

An agency sees what it was told of (it reported it, was handed it, or it was shared with it) and what a
standing agreement gives it, wherever that lies: sharing is explicit. It sees what agencies below it were
told of only within the account's jurisdiction. Everyone else sees counts at most (`counts`).
"""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q
from django.utils import timezone

from gis_app.access.models import Account, Agency
from gis_app.access.restricting import restrict
from gis_app.access.roles import Action, may
from gis_app.border.board.agencies import below, own
from gis_app.border.models import AgreedKind, BorderReport, ListedCommune, ReportShare
from gis_app.border.models.reports import BorderReportQuerySet
from layers.models import IncidentCategory

_BORDER_KINDS = frozenset({Agency.Kind.BORDER_COMMAND, Agency.Kind.BORDER_POST})


def visible_to(account: Account | AnonymousUser | None) -> BorderReportQuerySet:
    """Return the reports that an account sees; None is the server itself, which sees all."""
    reports = BorderReport.objects.all()
    if account is None:
        return reports
    if not isinstance(account, Account) or not may(account, Action.WORK_BORDER):
        return reports.none()
    mine = own(account.agency_id)
    if not mine:
        return reports.none()
    told = Q(pk__in=ReportShare.objects.filter(agency__in=mine).values("report"))
    seen = told | _agreed(mine)
    subordinate = below(mine) - mine
    if subordinate:
        of_them = ReportShare.objects.filter(agency__in=subordinate).values("report")
        inside = restrict(BorderReport.objects.filter(pk__in=of_them), account)
        seen |= Q(pk__in=inside.values("pk"))
    return reports.filter(seen)


def is_concerned(account: Account) -> bool:
    """Say whether the border is a matter of the account, by its agency or by its jurisdiction."""
    if account.agency is not None and account.agency.kind in _BORDER_KINDS:
        return True
    return (
        restrict(ListedCommune.objects.on(timezone.localdate()), account).exists()
        or ReportShare.objects.filter(agency__in=own(account.agency_id)).exists()
    )


def place_shown(report: BorderReport, mine: Iterable[int]) -> bool:
    """Say whether the place may be shown: that of a sensitive kind only to its author and its holder."""
    return not report.kind.is_sensitive or not {report.author_agency_id, report.holder_id}.isdisjoint(mine)


def counts(account: Account | AnonymousUser | None, year: int) -> list[dict[str, object]]:
    """Return how many reports of each kind and how many of them open, in the account's jurisdiction.

    Kinds that may only be shown per commune and year are left out: beside open and closed ones, small counts
    could be told.
    """
    reports = restrict(BorderReport.objects.filter(received_at__year=year, same_as=None), account)
    told = reports.exclude(kind__category__precision=IncidentCategory.Precision.COMMUNE_YEAR)
    rows = told.order_by().values("kind").annotate(total=Count("pk"), closed=Count("pk", Q(state="closed")))
    return [{**row, "open": row["total"] - row["closed"]} for row in rows]


def _agreed(mine: frozenset[int]) -> Q:
    """Return the condition of what standing agreements of today give to these agencies."""
    today = timezone.localdate()
    agreed = AgreedKind.objects.filter(agreement__valid_from__lte=today).filter(
        Q(agreement__valid_to=None) | Q(agreement__valid_to__gt=today),
        Q(agreement__receiver__in=mine) | Q(agreement__giver__in=mine, agreement__both_ways=True),
    )
    given = Q(pk__in=[])
    for kind, giver, receiver in agreed.values_list(
        "kind", "agreement__giver", "agreement__receiver"
    ).distinct():
        side = giver if receiver in mine else receiver
        givers = own(side)
        given |= Q(kind=kind) & (Q(author_agency__in=givers) | Q(holder__in=givers))
    return given
