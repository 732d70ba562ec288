"""One patrol: its route, its steps, and the two acts that need no more than a reason."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gis_app.border.board.refusing import RefusedError
from gis_app.border.models import Patrol
from gis_app.border.patrols import changes, drawing, recording, wording
from gis_app.border.patrols.forms import ReasonForm
from gis_app.border.patrols.lengths import length_m
from gis_app.border.patrols.seeing import may_record
from gis_app.border.strip.placing import Strip
from gis_app.border.views.answering import done, first_error, told
from gis_app.border.views.patrols.shared import map_settings, visible


@require_safe
def page(request: HttpRequest, patrol_id: int) -> HttpResponse:
    """Show a patrol with what was done with it and what the account can do."""
    return _page(request, visible(request, patrol_id))


@require_POST
def cancel(request: HttpRequest, patrol_id: int) -> HttpResponse:
    """Record that it does not take place."""
    return _with_reason(request, patrol_id, recording.cancel)


@require_POST
def reopen(request: HttpRequest, patrol_id: int) -> HttpResponse:
    """Take back what was recorded by mistake."""
    return _with_reason(request, patrol_id, recording.reopen)


def _with_reason(request: HttpRequest, patrol_id: int, act: Callable[..., Patrol]) -> HttpResponse:
    patrol = visible(request, patrol_id)
    form = ReasonForm(request.POST, account=request.user, patrol=patrol)
    if not form.is_valid():
        return told(request, first_error(form)) or _page(request, patrol, first_error(form), 400)
    data = form.cleaned_data
    try:
        act(patrol, data["reason"], request.user, step_id=data["step_id"])
    except RefusedError as refused:
        return told(request, str(refused)) or _page(request, patrol, str(refused), 400)
    except PermissionDenied as refused:
        if (answer := told(request, str(refused))) is None:
            raise
        return answer
    return done(request, reverse("border_patrol", args=[patrol_id]), _("Đã ghi."))


def _page(request: HttpRequest, patrol: Patrol, problem: str = "", status: int = 200) -> HttpResponse:
    agencies = list(patrol.agencies.all())
    strip = Strip(timezone.localdate())
    planned = patrol.state == Patrol.State.PLANNED
    context = {
        "patrol": patrol,
        "agencies": agencies,
        "lengths": {
            name: length_m(route) / 1000
            for name, route in (("planned", patrol.planned_route), ("done", patrol.route))
            if route is not None
        },
        "doubts": wording.doubts(patrol, strip),
        "steps": [
            (step, changes.sentences(step.changes))
            for step in patrol.steps.select_related("agency", "account")
        ],
        "may_record": may_record(request.user, agencies),
        "planned": planned,
        "reason": ReasonForm(account=request.user, patrol=patrol),
        "problem": problem,
        "settings": map_settings(
            request,
            planned=drawing.shape(patrol.planned_route),
            walked=drawing.shape(patrol.route),
        ),
    }
    return render(request, "border/patrols/one.html", context, status=status)
