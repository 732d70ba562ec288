"""Reports on the sheet: how many of which kind, what waits for the agency, what it gave and waits there."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from gis_app.access.models import Account
from gis_app.border.board.seeing import visible_to
from gis_app.border.models import BorderReport, ReportKind, ReportShare, ReportStep, State
from gis_app.border.models.reports import BorderReportQuerySet
from gis_app.border.summary.standing import Standing

DAY, WEEK = datetime.timedelta(days=1), datetime.timedelta(days=7)
#: What fits the sheet; the board has the rest.
MOST = 6
_BEGINS_STATE = (
    ReportStep.Act.REPORT,
    ReportStep.Act.VERIFY,
    ReportStep.Act.CONFIRM,
    ReportStep.Act.REFUTE,
    ReportStep.Act.HAND_OVER,
    ReportStep.Act.ACKNOWLEDGE,
)


@dataclass(frozen=True, slots=True)
class KindCounts:
    """Reports of one kind received in the last 24 hours and 7 days; `states` are those of the 7 days."""

    kind: ReportKind
    day: int
    week: int
    states: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Queue:
    """Reports that wait, what is due first at the front: at most `MOST`, and how many there are in all.

    Each report has `since`, when its present state began.
    """

    reports: tuple[BorderReport, ...]
    total: int

    @property
    def rest(self) -> int:
        """Return how many are not listed."""
        return self.total - len(self.reports)


def concerning(standing: Standing, account: Account) -> BorderReportQuerySet:
    """Return the reports that the account sees and that concern the agency of the sheet."""
    told = ReportShare.objects.filter(report=OuterRef("pk"), agency__in=standing.agencies)
    return visible_to(account).filter(
        Q(Exists(told))
        | Q(holder__in=standing.agencies)
        | Q(section__in=[section.pk for section in standing.sections])
        | Q(unit__in=standing.unit_ids),
        same_as=None,
    )


def counted(standing: Standing, account: Account, now: datetime.datetime) -> list[KindCounts]:
    """Return the counts of each kind of which a report came in the last 7 days, in the order of kinds."""
    rows = (
        concerning(standing, account)
        .filter(received_at__gt=now - WEEK, received_at__lte=now)
        .order_by()
        .values("kind", "state")
        .annotate(week=Count("pk"), day=Count("pk", Q(received_at__gt=now - DAY)))
    )
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for row in rows:
        found.setdefault(row["kind"], {})[row["state"]] = (row["day"], row["week"])
    return [
        KindCounts(
            kind,
            sum(day for day, _week in states.values()),
            sum(week for _day, week in states.values()),
            tuple(states.get(state, (0, 0))[1] for state in State),
        )
        for kind in ReportKind.objects.all()
        if (states := found.get(kind.pk))
    ]


def totals(counts: Iterable[KindCounts]) -> KindCounts | None:
    """Return all kinds together, None without any."""
    lines = list(counts)
    if not lines:
        return None
    states = tuple(sum(column) for column in zip(*(line.states for line in lines), strict=True))
    return KindCounts(ReportKind(), sum(line.day for line in lines), sum(line.week for line in lines), states)


def waiting(standing: Standing, account: Account) -> Queue:
    """Return the open reports that the agency holds."""
    return _queue(concerning(standing, account).open().filter(holder__in=standing.agencies))


def not_acknowledged(standing: Standing, account: Account) -> Queue:
    """Return the reports that the agency handed over to another one, which has not acknowledged them."""
    last_giver = (
        ReportStep.objects.filter(report=OuterRef("pk"), act=ReportStep.Act.HAND_OVER)
        .order_by("-number")
        .values("agency")[:1]
    )
    given = (
        concerning(standing, account)
        .filter(state=State.HANDED_OVER)
        .exclude(holder__in=standing.agencies)
        .annotate(giver=Subquery(last_giver))
        .filter(giver__in=standing.agencies)
    )
    return _queue(given)


def _queue(reports: BorderReportQuerySet) -> Queue:
    began = (
        ReportStep.objects.filter(report=OuterRef("pk"), act__in=_BEGINS_STATE)
        .order_by("-number")
        .values("at")[:1]
    )
    first = (
        reports.for_list()
        .annotate(since=Subquery(began))
        .order_by(F("due_at").asc(nulls_last=True), "received_at", "pk")[:MOST]
    )
    return Queue(tuple(first), reports.count())
