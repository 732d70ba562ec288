"""Which reports a list shows, as its address says."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db.models import F, Min, Q
from django.utils import timezone

from gis_app.border.models import ReportKind, State, Urgency
from gis_app.border.models.reports import BorderReportQuerySet

#: What a list shows at once; the board is for what is going on, not for the archive.
MOST = 300
#: How far back the choices of the list reach, in days; 0 is without a bound.
PERIODS = (1, 7, 30, 365, 0)
_PERIOD = 30


def _kinds() -> set[str]:
    return set(ReportKind.objects.values_list("pk", flat=True))


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody chose to see; everything that the address does not say has its usual value.

    Attributes:
        standing: "open", "mine" (the own agency must act), "overdue", "closed" or "all".
        days: how long ago a report may have been received; what is open is shown however old.
    """

    standing: str = "open"
    kind: str = ""
    urgency: str = ""
    days: int = _PERIOD

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Choice:
        """Return the choice that an address makes; what it says wrongly is passed over."""
        standing = asked.get("standing", "")
        kind, urgency, days = asked.get("kind", ""), asked.get("urgency", ""), asked.get("days", "")
        return cls(
            standing=standing if standing in {"open", "mine", "overdue", "closed", "all"} else "open",
            kind=kind if kind and kind in _kinds() else "",
            urgency=urgency if urgency in Urgency.values else "",
            days=int(days) if days in {str(period) for period in PERIODS} else _PERIOD,
        )

    def narrow(self, reports: BorderReportQuerySet, mine: frozenset[int]) -> BorderReportQuerySet:
        """Return those of the reports that were chosen; `mine` are the own agencies."""
        if self.kind:
            reports = reports.filter(kind=self.kind)
        if self.urgency:
            reports = reports.filter(urgency=self.urgency)
        if self.days:
            since = timezone.now() - datetime.timedelta(days=self.days)
            reports = reports.filter(Q(received_at__gte=since) | ~Q(state=State.CLOSED))
        if self.standing == "open":
            return reports.open()
        if self.standing == "mine":
            return reports.open().filter(holder__in=mine)
        if self.standing == "overdue":
            return reports.waiting_too_long()
        if self.standing == "closed":
            return reports.filter(state=State.CLOSED)
        return reports


def seconds_to_next(choice: Choice, reports: BorderReportQuerySet, mine: frozenset[int]) -> float | None:
    """Return in how many seconds the time of a further report runs out, for a list of what is overdue.

    Nobody takes a step then, so the page has to look again by itself. None for other lists, and where nothing
    is to run out.
    """
    if choice.standing != "overdue":
        return None
    now = timezone.now()
    running = replace(choice, standing="open").narrow(reports, mine).filter(due_at__gte=now)
    due = running.aggregate(first=Min("due_at"))["first"]
    return None if due is None else (due - now).total_seconds()


def in_order(reports: BorderReportQuerySet) -> BorderReportQuerySet:
    """Return the reports as a list shows them: what is due first, then the newest; at most `MOST`."""
    return reports.for_list().order_by(F("due_at").asc(nulls_last=True), "-received_at", "pk")[:MOST]
