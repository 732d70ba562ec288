"""A year goes by the newest version of its plan."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gis_app.plans.seeing import plans_for
from gis_app.transformation.adopting import adopt_newest
from gis_app.transformation.models import PlanYear
from gis_app.transformation.refusing import RefusedError


@require_POST
def adopt(request: HttpRequest, plan_id: str, year: int) -> HttpResponse:
    """Move a year without decisions to the newest version, and show the plan."""
    if not any(plan.pk == plan_id for plan in plans_for(request.user)):
        raise Http404
    plan_year = get_object_or_404(PlanYear.objects.select_related("plan", "version"), plan=plan_id, year=year)
    try:
        plan_year = adopt_newest(plan_year, request.user)
    except RefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request,
            _("Năm %(year)s nay theo phiên bản %(number)s.")
            % {"year": year, "number": plan_year.version.number},
        )
    return redirect("plan", plan_id=plan_id)
