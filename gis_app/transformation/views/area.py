"""The page of one key area: what is missing, where it stands, how it came there, what can be decided next."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gis_app.access.restricting import restrict
from gis_app.access.roles import Action, may
from gis_app.transformation.cap_use import cap_use
from gis_app.transformation.checking import STILL_RECORDED
from gis_app.transformation.cycle import acts_from
from gis_app.transformation.deciding import decide
from gis_app.transformation.evaluating.wording import convention
from gis_app.transformation.forms import DecisionForm, RemovalForm
from gis_app.transformation.models import Decision, KeyArea, Status
from gis_app.transformation.proposing import withdraw_proposal
from gis_app.transformation.reading import day_of_year, findings_behind, history_of, revision
from gis_app.transformation.refusing import RefusedError
from gis_app.transformation.targets.owing import owed
from gis_app.transformation.targets.progress import progress_of
from gis_app.transformation.timeline import timeline
from gis_app.transformation.views.decision_form import decision_form
from gis_app.transformation.views.found import area_of, frame


@require_safe
def area(request: HttpRequest, area_id: int) -> HttpResponse:
    """Show the area."""
    return _render(request, area_of(request, area_id))


@require_POST
def decide_on_area(request: HttpRequest, area_id: int) -> HttpResponse:
    """Record a decision about this area alone."""
    found = area_of(request, area_id)
    form = _decision_form(request, found, request.POST)
    if form.is_valid():
        given = dict(form.cleaned_data)
        try:
            decision = decide(found.plan_year, account=request.user, **given)
        except RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Đã ghi quyết định số %(decision)s.") % {"decision": decision})
            return redirect("area", area_id=found.pk)
    return _render(request, found, refused_decision=form, status=422)


@require_POST
def remove(request: HttpRequest, area_id: int) -> HttpResponse:
    """Take a proposal off the list of its year."""
    found = area_of(request, area_id)
    form = RemovalForm(request.POST)
    if form.is_valid():
        try:
            withdraw_proposal(found, form.cleaned_data["reason"], request.user)
        except RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Đã rút đề xuất %(unit)s.") % {"unit": found.unit})
            return redirect("selection", plan_id=found.plan_year.plan_id, year=found.plan_year.year)
    return _render(request, found, removal_form=form, status=422)


def _acts(found: KeyArea) -> list[Decision.Act]:
    """Return what can be decided next; in a closed year only what may still be recorded."""
    acts = acts_from(found.status)
    return acts if found.plan_year.closed_on is None else [act for act in acts if act in STILL_RECORDED]


def _decision_form(request: HttpRequest, found: KeyArea, data: QueryDict | None = None) -> DecisionForm:
    acts = _acts(found) if data is None else None
    areas = restrict(KeyArea.objects.filter(pk=found.pk), request.user)
    plan, year = found.plan_year.plan, found.plan_year.year
    return decision_form(plan, year, day_of_year(year), areas, acts, data)


def _render(
    request: HttpRequest,
    found: KeyArea,
    *,
    refused_decision: DecisionForm | None = None,
    removal_form: RemovalForm | None = None,
    status: int = 200,
) -> HttpResponse:
    plan, year = found.plan_year.plan, found.plan_year.year
    list_revision = revision(plan, year)  # read before the rest: what changes meanwhile makes the form stale
    found = area_of(request, found.pk)
    history = history_of(found.unit, request.user)
    may_decide = may(request.user, Action.DECIDE) and bool(_acts(found))
    open_year = found.plan_year.closed_on is None
    may_remove = may(request.user, Action.PROPOSE) and found.status == Status.PROPOSED and open_year
    use = cap_use(plan, year) if found.status == Status.PROPOSED else None
    context = {
        **frame(found, "targets"),
        **_targets(request, found),
        "revision": list_revision,
        "timeline": [span.record() for span in timeline(found)],
        "changes": next(past.changes.all() for past in history if past.pk == found.pk),
        "other_years": [past for past in history if past.pk != found.pk],
        "findings": findings_behind(found, request.user),
        "decision_form": (refused_decision or _decision_form(request, found)) if may_decide else None,
        "removal_form": (removal_form or RemovalForm()) if may_remove else None,
        # A form that the area's new status no longer offers still has to say why it was refused.
        "refused_forms": [
            form
            for form, shown in ((refused_decision, may_decide), (removal_form, may_remove))
            if form is not None and not shown
        ],
        "cap": use,
        "group_key": use.caps.key_of(found.unit) if use else "",
    }
    return render(request, "transformation/area.html", context, status=status)


def _targets(request: HttpRequest, found: KeyArea) -> dict[str, Any]:
    """Return the year of the area: its targets, what is missing, who owes it, what the reader may do."""
    if found.starts_on is None:
        return {}
    today = timezone.localdate()
    progress = progress_of(found, today)
    running = found.status == Status.IN_TRANSFORMATION
    return {
        "progress": progress,
        "owed": owed(progress) if running else [],
        "waits": any(missing.why == "waiting" for missing in progress.missing),
        "convention": convention(progress.version.success_rule) if progress.version.success_rule else "",
        "may_enter": running and may(request.user, Action.ENTER_TARGETS),
        "may_confirm": running and may(request.user, Action.CONFIRM_TARGETS),
    }
