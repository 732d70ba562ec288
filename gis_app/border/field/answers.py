"""What became of the reports of an agency since its device last asked."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from gis_app.access.models import Account
from gis_app.border.board import locating, marks
from gis_app.border.board.agencies import own
from gis_app.border.board.recording import newest_number
from gis_app.border.board.seeing import place_shown, visible_to
from gis_app.border.models import BorderReport, ReportStep, State

#: What a device keeps to look at; older closed reports are on the server's own pages.
_DAYS = 30
_MOST = 200


def answers(account: Account, since: int) -> dict[str, Any]:
    """Return the reports that the agency made or holds and that changed after the step `since`.

    `number` was read before the reports: what commits in between comes again with the next answer.
    """
    number = newest_number()
    mine = own(account.agency_id)
    begin = timezone.now() - datetime.timedelta(days=_DAYS)
    reports = (
        visible_to(account)
        .filter(Q(author_agency__in=mine) | Q(holder__in=mine), last_number__gt=since)
        .filter(Q(received_at__gte=begin) | ~Q(state=State.CLOSED))
        .for_list()
        .prefetch_related("steps__agency", "steps__to_agency")
        .order_by("-last_number")[:_MOST]
    )
    return {"number": number, "days": _DAYS, "reports": [_told(report, mine) for report in reports]}


def _told(report: BorderReport, mine: frozenset[int]) -> dict[str, Any]:
    shown = place_shown(report, mine)
    steps = list(report.steps.all())
    return {
        "id": str(report.pk),
        "number": next((step.number for step in steps if step.act == ReportStep.Act.REPORT), None),
        "last": report.last_number,
        "kind": str(report.kind),
        "urgency": report.urgency,
        "urgencyName": report.get_urgency_display(),
        "state": report.state,
        "stateName": report.get_state_display(),
        "text": report.text,
        "occurred": report.occurred_at.timestamp() * 1000,
        "received": report.received_at.timestamp() * 1000,
        "place": locating.sentence(report) if shown else "",
        "unit": str(report.unit or ""),
        "doubts": marks.sentences(report) if shown else [],
        "asksPlace": shown and BorderReport.Mark.BEYOND in report.marks and not report.place_settled,
        "holder": str(report.holder),
        "mine": report.holder_id in mine,
        "joined": report.same_as_id is not None,
        "due": report.due_at.timestamp() * 1000 if report.due_at else None,
        "steps": [
            {
                "id": str(step.pk),
                "act": step.get_act_display(),
                "agency": str(step.agency),
                "own": step.agency_id in mine,
                "to": str(step.to_agency or ""),
                "text": step.text,
                "at": step.at.timestamp() * 1000,
            }
            for step in steps
        ],
    }
