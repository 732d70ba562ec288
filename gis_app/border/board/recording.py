"""The one place that writes a step. Callers hold the lock on the report.

Numbers run without a gap in the order in which transactions become visible: the row of the clock stays locked
until the transaction that took a number commits, so a reader who sees number n sees all before it. Locks are
always taken in one order, reports (by id) before the clock, so nobody waits for one another in a circle.
"""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import connection
from django.utils import timezone

from gis_app.access.models import Account, Agency
from gis_app.border.board.limits import due
from gis_app.border.models import BorderReport, ReportShare, ReportStep

_NEXT = """
INSERT INTO border_boardclock (id, last) VALUES (1, 1)
ON CONFLICT (id) DO UPDATE SET last = border_boardclock.last + 1
RETURNING last
"""


@dataclass(frozen=True, slots=True)
class Sender:
    """What came with a step from whoever made it.

    Attributes:
        step_id: the id that the sender made.
        fingerprint: hash of what was sent, to know the same id with another content.
        told_at: the sender's clock; None where the server's own was used.
    """

    step_id: uuid.UUID = field(default_factory=uuid.uuid4)
    fingerprint: str = ""
    told_at: datetime.datetime | None = None


def lock(*report_ids: uuid.UUID) -> dict[uuid.UUID, BorderReport]:
    """Return the reports, locked until the transaction ends.

    Not against rows that only point to them: such a row (a report that may be the same) is written while the
    clock is held, and would otherwise wait for whoever waits for the clock.
    """
    found = BorderReport.objects.select_for_update(of=("self",), no_key=True).select_related("kind", "holder")
    return {report.pk: report for report in found.filter(pk__in=report_ids).order_by("pk")}


def write_step(
    report: BorderReport,
    act: str,
    account: Account | None,
    agency: Agency,
    *,
    state: str | None = None,
    text: str = "",
    to_agency: Agency | None = None,
    sender: Sender | None = None,
    changed: Collection[str] = (),
) -> ReportStep:
    """Write one step and what it changes on the report; `state` begins a new state with its own time limit.

    `changed` names further fields of the report that the caller has set.
    """
    sender = sender or Sender()
    now = timezone.now()
    until = None
    if state is not None:
        until = due(report, state, now)
        report.state, report.due_at = state, until
    report.last_number = _next_number()
    fields = {"last_number", "state", "due_at", *changed}
    if report._state.adding:
        report.save(force_insert=True)
    else:
        report.save(update_fields=fields)
    return ReportStep.objects.create(
        id=sender.step_id,
        fingerprint=sender.fingerprint,
        number=report.last_number,
        report=report,
        act=act,
        state=report.state,
        agency=agency,
        account=account,
        to_agency=to_agency,
        text=text,
        at=now,
        told_at=sender.told_at,
        until=until,
    )


def tell(report: BorderReport, agency: Agency, why: ReportShare.Why, step: ReportStep) -> None:
    """Let an agency see a report from now on; that it was told before is no error."""
    ReportShare.objects.bulk_create(
        [ReportShare(report=report, agency=agency, why=why, step=step)], ignore_conflicts=True
    )


def newest_number() -> int:
    """Return the number of the newest step that every reader sees."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT last FROM border_boardclock")
        row = cursor.fetchone()
    return row[0] if row else 0


def _next_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_NEXT)
        return int(cursor.fetchone()[0])
