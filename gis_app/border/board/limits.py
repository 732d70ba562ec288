"""Until when a report may stay in a state. The figures are data, ours until an office sets its own."""

from __future__ import annotations

import datetime

from django.db.models import F, Q

from gis_app.border.models import BorderReport, TimeLimit


def due(report: BorderReport, state: str, since: datetime.datetime) -> datetime.datetime | None:
    """Return when the state must have ended, None where no limit is set."""
    limits = TimeLimit.objects.filter(
        Q(kind=report.kind_id) | Q(kind=None), urgency=report.urgency, state=state
    )
    limit = limits.order_by(F("kind").asc(nulls_last=True)).first()
    return None if limit is None else since + datetime.timedelta(minutes=limit.minutes)
