"""The overview: where do we stand, and what is to be done next."""

from __future__ import annotations

import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gis_app.maps import choosing, dashboard, parameters, standing
from gis_app.maps.shapes import communes_on
from gis_app.maps.views.pages import script_settings
from gis_app.plans.models import PlanVersion
from gis_app.reports import changes
from gis_app.transformation.plans_seen import plan_versions
from gis_app.transformation.programme.kpis import kpis_of

LINES_SHOWN, CATEGORIES_SHOWN = 5, 6


@require_safe
@parameters.page_view
def overview(request: HttpRequest) -> HttpResponse:
    """Show where a plan (`?plan=&year=`, else the one used last) stands, and what is next."""
    today = timezone.localdate()
    versions = plan_versions(request.user)
    choice = choosing.choose(request.GET, versions)
    years = standing.all_years(versions, request.user)
    lines = dashboard.waiting_for(request.user, today)
    context = {
        "communes": communes_on(today, request.user).count(),
        "versions": versions,
        "version": choice.version,
        "years": years,
        "today": today,
        "waiting": lines[:LINES_SHOWN],
        "waiting_more": lines[LINES_SHOWN:],
        "waiting_count": len(lines),
        "overdue": sum(line.overdue(today) for line in lines),
        "deadlines": dashboard.deadlines(request.user, today)[:LINES_SHOWN],
        "screenings": choosing.screenings(request.user)[:LINES_SHOWN],
        "imports": standing.last_imports(request.user, LINES_SHOWN),
        "settings": script_settings(choice, None, ""),
        **_trend(request),
    }
    if choice.version is not None:
        context |= _year(request, choice.version, choice.year, years, today)
    return render(request, "maps/overview.html", context)


def _year(
    request: HttpRequest,
    version: PlanVersion,
    asked: int | None,
    years: list[standing.YearCounts],
    today: datetime.date,
) -> dict[str, Any]:
    """Return the year of the tiles: the asked one, the running one, else the newest with a list."""
    listed = [one.year for one in years if one.version.plan_id == version.plan_id]
    year = asked or choosing.year_to_hand_over(listed)
    if year is None:
        return {}
    plan = version.plan
    found = standing.plan_standing(plan.version_for(year), year, request.user)
    return {
        "plan": found,
        "kpis": kpis_of(plan, year, min(found.on, today), request.user),
        "has_list": year in listed,
    }


def _trend(request: HttpRequest) -> dict[str, Any]:
    found = standing.trend(request.user)
    if found is None:
        return {"trend": None}
    rows = [(row, changes.difference(row.change), changes.remark(row.change)) for row in found.rows]
    return {
        "trend": found,
        "trend_rows": rows[:CATEGORIES_SHOWN],
        "trend_more": rows[CATEGORIES_SHOWN:],
        "small_numbers": changes.small_numbers_note(),
    }
