"""The morning's sheet of an agency."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gis_app.access.models import Agency
from gis_app.access.roles import Action, may
from gis_app.border.board import locating
from gis_app.border.board.agencies import own
from gis_app.border.board.seeing import place_shown
from gis_app.border.board.trafficking import trafficking
from gis_app.border.models import State
from gis_app.border.strip.placing import Strip
from gis_app.border.summary import reports
from gis_app.border.summary.incidents import incidents_of
from gis_app.border.summary.neighbours import neighbours
from gis_app.border.summary.patrols import patrol_week
from gis_app.border.summary.standing import choosable, standing_of

#: More sections than this are told as a number.
MOST_NAMED = 4


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the sheet of the account's agency, or of one below it."""
    if not may(request.user, Action.WORK_BORDER):
        raise PermissionDenied(_("Vai trò của tài khoản này không được làm việc đó."))
    if request.user.agency is None:
        return render(request, "border/summary.html", {"without_agency": True})
    strip = Strip(timezone.localdate())
    offered = choosable(request.user, strip)
    agency = _chosen(request, offered)
    context = {"offered": offered, "agency": agency, **_sheet(request, agency, strip)}
    return render(request, "border/summary.html", context)


def _chosen(request: HttpRequest, offered: list[Agency]) -> Agency:
    asked = request.GET.get("agency", "")
    found = next((agency for agency in offered if str(agency.pk) == asked), None)
    if asked and found is None:
        raise Http404(_("Không có cơ quan này, hoặc tài khoản không được xem tổng hợp của cơ quan đó."))
    return found or request.user.agency


def _sheet(request: HttpRequest, agency: Agency, strip: Strip) -> dict[str, Any]:
    account, now = request.user, timezone.now()
    standing = standing_of(agency, account, strip)
    counts = reports.counted(standing, account, now)
    waits, given = reports.waiting(standing, account), reports.not_acknowledged(standing, account)
    mine, year = own(account.agency_id), strip.day.year
    places = [locating.sentence(each) if place_shown(each, mine) else "" for each in waits.reports]
    few = len(standing.sections) <= MOST_NAMED
    return {
        "now": now,
        "standing": standing,
        "named": ", ".join(map(str, standing.sections)) if few else "",
        "states": [str(state.label) for state in State],
        "counts": counts,
        "totals": reports.totals(counts),
        "waits": waits,
        "waiting": list(zip(waits.reports, places, strict=True)),
        "given": given,
        "patrols": patrol_week(standing, account, strip),
        "has_line": bool(strip.lines),
        "incidents": incidents_of(standing, account, strip),
        "neighbours": neighbours(standing, account, strip, now - reports.WEEK),
        "measure": trafficking(account, datetime.date(year, 1, 1), datetime.date(year + 1, 1, 1)),
    }
