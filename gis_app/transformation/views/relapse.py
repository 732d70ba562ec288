"""The watch over transformed areas: the list of a plan, and the answer to one signal."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gis_app.access.restricting import restrict
from gis_app.access.roles import Action, may
from gis_app.transformation.models import KeyArea
from gis_app.transformation.programme.kpis import Programme
from gis_app.transformation.refusing import RefusedError
from gis_app.transformation.relapse.answering import answer_signal
from gis_app.transformation.relapse.forms import AnswerForm
from gis_app.transformation.relapse.presenting import grouped, shown, shown_of_area
from gis_app.transformation.relapse.watching import watch_of, with_findings
from gis_app.transformation.views.programme import find_plan


@require_safe
def relapse_watch(request: HttpRequest, plan_id: str) -> HttpResponse:
    """List the transformed areas of a plan with what the screenings since then say."""
    plan = find_plan(request, plan_id)
    programme = Programme(plan, request.user)
    watched = with_findings(watch_of(programme, timezone.localdate()))
    version = plan.current
    context = {
        "plan": plan,
        "rule": version.relapse_watch,
        "groups": grouped([shown(each, version) for each in watched]),
        "waiting": sum(each.waits for each in watched),
        "partial": programme.partial,
        "may_answer": may(request.user, Action.PROPOSE),
    }
    return render(request, "transformation/relapse_watch.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def relapse_answer(request: HttpRequest, area_id: int) -> HttpResponse:
    """Show what is known of one transformed area since its success, and record the answer to its signal."""
    areas = KeyArea.objects.select_related("plan_year__plan", "unit")
    area = get_object_or_404(restrict(areas, request.user), pk=area_id)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = dict(form.cleaned_data)
        try:
            answer = answer_signal(area, given.pop("screening"), account=request.user, **given)
        except RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request,
                _("Đã ghi trả lời cho %(unit)s: %(answer)s.")
                % {"unit": area.unit, "answer": answer.get_answer_display()},
            )
            return redirect("relapse_watch", plan_id=area.plan_year.plan_id)
    seen = shown_of_area(area, request.user, timezone.localdate())
    context = {
        "area": area,
        "plan": area.plan_year.plan,
        "seen": seen,
        "form": form,
        "may_answer": may(request.user, Action.PROPOSE) and seen is not None and bool(seen.watched.met),
        "may_decide": may(request.user, Action.DECIDE),
    }
    return render(request, "transformation/relapse_answer.html", context, status=422 if form.errors else 200)
