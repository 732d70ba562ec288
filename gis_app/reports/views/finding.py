"""Which report an address names, for who may see it."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from gis_app.reports.delivered import Standing, standings
from gis_app.reports.seeing import version_seen

FIRST_YEAR, LAST_YEAR = 2000, 2100


def find_standing(request: HttpRequest, plan_id: str, year: int, rule: str, position: int) -> Standing:
    """Return the standing, or answer 404: another jurisdiction, or nothing the plan asks for."""
    newest = version_seen(plan_id, request.user) if FIRST_YEAR <= year <= LAST_YEAR else None
    if newest is None:
        raise Http404
    for standing in standings(newest.plan.version_for(year), year):
        one = standing.occurrence
        if (one.obligation.key, one.position) == (rule, position):
            return standing
    raise Http404
