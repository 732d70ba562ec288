"""The overview: where do we stand, and what is to be done next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gis_app.maps import choosing, standing
from gis_app.maps.shapes import communes_on
from gis_app.maps.views.pages import script_settings
from gis_app.transformation.plans_seen import plan_versions

LINES_SHOWN = 5


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show plans, incidents, last screenings and imports of the jurisdiction."""
    versions = plan_versions(request.user)
    plans = [found for version in versions for found in standing.plan_standings(version, request.user)]
    choice = choosing.choose(QueryDict(), versions)
    context = {
        "communes": communes_on(timezone.localdate(), request.user).count(),
        "plans": plans,
        "plans_without_year": [v for v in versions if v.plan_id not in {p.version.plan_id for p in plans}],
        "trend": standing.trend(request.user),
        "screenings": choosing.screenings(request.user)[:LINES_SHOWN],
        "imports": standing.last_imports(request.user, LINES_SHOWN),
        "settings": script_settings(choice, None, ""),
    }
    return render(request, "maps/overview.html", context)
