"""The pages on which the list of a year is made: candidates, proposals, the cap, the decision."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gis_app.access.restricting import restrict
from gis_app.access.roles import Action, may
from gis_app.plans.models import Plan, PlanVersion
from gis_app.plans.territory import communes_of
from gis_app.screening.models import Screening
from gis_app.transformation.candidates import candidates_of, held_back, newest_screening, screenings_of
from gis_app.transformation.cap_use import cap_use
from gis_app.transformation.carrying import carried_over
from gis_app.transformation.checking import STILL_RECORDED
from gis_app.transformation.closing import close_year, reopen_year
from gis_app.transformation.cycle import STEPS
from gis_app.transformation.deciding import decide
from gis_app.transformation.forms import ClosingForm, DecisionForm, ProposalForm, ReopeningForm, YearForm
from gis_app.transformation.models import PlanYear, Status
from gis_app.transformation.proposing import propose_by_hand, propose_carried_over, propose_from_screening
from gis_app.transformation.reading import areas_of, count_by_status, day_of_year, plans_for, revision
from gis_app.transformation.refusing import RefusedError
from gis_app.transformation.searching import find_commune
from gis_app.transformation.views import listing
from gis_app.transformation.views.decision_form import decision_form

# Candidates come with most criteria first; a thousand more would only make the page slow to open.
CANDIDATES_SHOWN = 200


@require_safe
def selections(request: HttpRequest) -> HttpResponse:
    """List the plans of the jurisdiction with their years; `?plan=&year=` opens one."""
    plans = plans_for(request.user)
    form = YearForm(request.GET or None, initial={"year": timezone.localdate().year + 1})
    form.fields["plan"].choices = [(plan.pk, str(plan)) for plan in plans]
    if form.is_valid():
        return redirect("selection", plan_id=form.cleaned_data["plan"], year=form.cleaned_data["year"])
    rows = [
        {"plan": plan, "years": [_year_row(request, plan, year) for year in _years_of(plan)]}
        for plan in plans
    ]
    return render(request, "transformation/selections.html", {"rows": rows, "form": form})


@require_safe
def selection(request: HttpRequest, plan_id: str, year: int) -> HttpResponse:
    """Show the list of one year beside the candidates of a screening (`?screening=`, else the newest)."""
    return _render(request, _plan(request, plan_id, year), year, screening_id=request.GET.get("screening"))


@require_POST
def propose(request: HttpRequest, plan_id: str, year: int) -> HttpResponse:
    """Propose the ticked candidates of a screening."""
    plan = _plan(request, plan_id, year)
    screening = _screening(plan, year, request.POST.get("screening"))
    if screening is None:
        raise Http404
    ticked = {int(value) for value in request.POST.getlist("units") if value.isdecimal()}
    try:
        proposed = propose_from_screening(screening, ticked, request.user)
    except RefusedError as refused:
        return _render(
            request,
            plan,
            year,
            screening_id=str(screening.pk),
            ticked_units=ticked,
            candidates_error=str(refused),
            status=422,
        )
    messages.success(request, _("Đã đề xuất %(count)s xã, phường.") % {"count": len(proposed)})
    return redirect("selection", plan_id=plan.pk, year=year)


@require_POST
def add(request: HttpRequest, plan_id: str, year: int) -> HttpResponse:
    """Propose one commune by hand."""
    plan = _plan(request, plan_id, year)
    form = ProposalForm(request.POST)
    if form.is_valid():
        day = form.cleaned_data["proposed_on"]
        try:
            unit = find_commune(
                form.cleaned_data["commune"], restrict(communes_of(plan.version_for(year), day), request.user)
            )
            area = propose_by_hand(
                plan, year, unit, form.cleaned_data["reason"], request.user, proposed_on=day
            )
        except RefusedError as refused:
            form.add_error("commune", str(refused))
        else:
            messages.success(request, _("Đã đề xuất %(unit)s.") % {"unit": area.unit})
            return redirect("selection", plan_id=plan.pk, year=year)
    return _render(request, plan, year, proposal_form=form, status=422)


@require_POST
def carry(request: HttpRequest, plan_id: str, year: int) -> HttpResponse:
    """Propose the ticked communes again that were not transformed in an earlier year."""
    plan = _plan(request, plan_id, year)
    ticked = {int(value) for value in request.POST.getlist("units") if value.isdecimal()}
    try:
        proposed = propose_carried_over(plan, year, ticked, request.user)
    except RefusedError as refused:
        return _render(request, plan, year, ticked_units=ticked, carried_error=str(refused), status=422)
    messages.success(request, _("Đã đề xuất %(count)s xã, phường chuyển tiếp.") % {"count": len(proposed)})
    return redirect("selection", plan_id=plan.pk, year=year)


@require_POST
def close(request: HttpRequest, plan_id: str, year: int) -> HttpResponse:
    """Close the year, or open a closed one again."""
    plan = _plan(request, plan_id, year)
    plan_year = get_object_or_404(PlanYear, plan=plan, year=year)
    form: ClosingForm | ReopeningForm
    form = ClosingForm(request.POST) if plan_year.closed_on is None else ReopeningForm(request.POST)
    if form.is_valid():
        try:
            if plan_year.closed_on is None:
                close_year(plan_year, form.cleaned_data["closed_on"], form.cleaned_data["note"], request.user)
                messages.success(request, _("Năm %(year)s đã khép lại.") % {"year": year})
            else:
                reopen_year(plan_year, form.cleaned_data["reason"], request.user)
                messages.success(request, _("Năm %(year)s đã được mở lại.") % {"year": year})
        except RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("selection", plan_id=plan.pk, year=year)
    return _render(request, plan, year, closing_form=form, status=422)


@require_POST
def decide_on_list(request: HttpRequest, plan_id: str, year: int) -> HttpResponse:
    """Record one decision about the ticked areas of the list."""
    plan = _plan(request, plan_id, year)
    form = decision_form(plan, year, day_of_year(year), areas_of(plan, year, request.user), data=request.POST)
    if form.is_valid():
        try:
            plan_year = PlanYear.objects.get(plan=plan, year=year)
            decision = decide(plan_year, account=request.user, **form.cleaned_data)
        except RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request,
                _("Đã ghi quyết định số %(decision)s: %(act)s, %(count)s địa bàn.")
                % {
                    "decision": decision,
                    "act": decision.get_act_display(),
                    "count": decision.changes.count(),
                },
            )
            return redirect("selection", plan_id=plan.pk, year=year)
    return _render(request, plan, year, refused_decision=form, status=422)


def _plan(request: HttpRequest, plan_id: str, year: int) -> Plan:
    """Return the plan, or answer 404: unknown, outside the jurisdiction, or no year that can be meant."""
    plan = next((plan for plan in plans_for(request.user) if plan.pk == plan_id), None)
    if plan is None or not 2000 <= year <= 2100:
        raise Http404
    return plan


def _screening(plan: Plan, year: int, asked: str | None) -> Screening | None:
    """Return the asked screening of this plan and year (404 where it is not one), else the newest."""
    if asked is None:
        return newest_screening(plan, year)
    found = next((screening for screening in screenings_of(plan, year) if str(screening.pk) == asked), None)
    if found is None:
        raise Http404
    return found


def _years_of(plan: Plan) -> list[int]:
    listed = set(plan.years.values_list("year", flat=True))
    screened = set(Screening.objects.filter(plan_version__plan=plan).values_list("year", flat=True))
    return sorted(listed | screened, reverse=True)


def _year_row(request: HttpRequest, plan: Plan, year: int) -> dict[str, Any]:
    counts = count_by_status(plan, year, request.user)
    return {
        "year": year,
        "cap": cap_use(plan, year),
        "counts": [
            {"status": status.value, "label": status.label, "count": n} for status, n in counts.items()
        ],
    }


def _period_notice(version: PlanVersion, plan: Plan, year: int) -> str:
    """Say that the plan's own period does not cover the year, or return an empty text."""
    if version.covers_year(year):
        return ""
    values = {"plan": plan, "period": version.record["period"]["text"], "year": year}
    end = version.record["period"].get("end")
    if end is not None and int(end[:4]) < year:
        return (
            _(
                "Kế hoạch %(plan)s đã hết thời gian thực hiện (%(period)s); vẫn áp dụng cho năm %(year)s "
                "theo lựa chọn của người dùng."
            )
            % values
        )
    return (
        _(
            "Kế hoạch %(plan)s chưa đến thời gian thực hiện (%(period)s); vẫn áp dụng cho năm %(year)s theo "
            "lựa chọn của người dùng."
        )
        % values
    )


def _render(
    request: HttpRequest,
    plan: Plan,
    year: int,
    *,
    screening_id: str | None = None,
    ticked_units: set[int] | None = None,
    candidates_error: str = "",
    carried_error: str = "",
    proposal_form: ProposalForm | None = None,
    refused_decision: DecisionForm | None = None,
    closing_form: ClosingForm | ReopeningForm | None = None,
    status: int = 200,
) -> HttpResponse:
    account, version, day = request.user, plan.version_for(year), day_of_year(year)
    list_revision = revision(plan, year)  # read before the list: what changes meanwhile makes the form stale
    plan_year = PlanYear.objects.filter(plan=plan, year=year).select_related("closed_by").first()
    closed = plan_year is not None and plan_year.closed_on is not None
    screening = _screening(plan, year, screening_id)
    candidates = candidates_of(screening, day, account) if screening else []
    offered = [found for found in candidates if not found.refusal]
    shown = [
        found
        for place, found in enumerate(offered)
        if place < CANDIDATES_SHOWN or "all" in request.GET or found.unit.pk in (ticked_units or ())
    ]
    areas = list(areas_of(plan, year, account))
    possible = [
        act
        for act, step in STEPS.items()
        if any(area.status in step.before for area in areas) and (not closed or act in STILL_RECORDED)
    ]
    may_propose = may(account, Action.PROPOSE) and not closed
    may_decide = may(account, Action.DECIDE)
    form = refused_decision or decision_form(plan, year, day, areas_of(plan, year, account), possible)
    use = cap_use(plan, year)
    failed = carried_over(plan, year, day)
    rows = listing.listed(areas, form.marked(), failed, may_remove=may_propose)
    context = {
        "plan": plan,
        "version": version,
        "rules": version.record["selection"],
        "year": year,
        "plan_year": plan_year,
        "closed": closed,
        "revision": list_revision,
        "notice": _period_notice(version, plan, year),
        "cap": use,
        "screening": screening,
        "screenings": screenings_of(plan, year),
        "offered": listing.by_group(use.caps, shown, listing.unit_of_candidate),
        "offered_more": len(offered) - len(shown),
        "not_offered": [candidate for candidate in candidates if candidate.refusal],
        "held_back": held_back(screening, account) if screening else [],
        "carried": [] if closed else listing.waiting_to_be_carried(plan, year, account),
        "ticked_units": ticked_units or set(),
        "candidates_error": candidates_error,
        "carried_error": carried_error,
        "area_count": len(areas),
        "areas": listing.by_group(use.caps, rows, listing.unit_of_listed),
        "decisions": listing.decisions_of(plan, year, account),
        "takes_figures": may(account, Action.ENTER_TARGETS)
        and any(area.status == Status.IN_TRANSFORMATION for area in areas),
        "may_propose": may_propose,
        "may_decide": may_decide and bool(possible),
        "decision_form": form,
        "proposal_form": proposal_form or ProposalForm(),
        "closing_form": _closing_form(closing_form, closed=closed) if may_decide and areas else None,
        "communes": listing.commune_options(version, year, account) if may_propose else [],
    }
    return render(request, "transformation/selection.html", context, status=status)


def _closing_form(
    refused: ClosingForm | ReopeningForm | None, *, closed: bool
) -> ClosingForm | ReopeningForm:
    return refused or (ReopeningForm() if closed else ClosingForm())
