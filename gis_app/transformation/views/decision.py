"""The page of one decision: the paper, its areas, the caps, the seal; how it is corrected or annulled."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gis_app.access.restricting import restrict
from gis_app.access.roles import Action, may
from gis_app.transformation.amending import annul, correct
from gis_app.transformation.cycle import STEPS
from gis_app.transformation.forms import AmendmentForm, AnnulmentForm
from gis_app.transformation.models import Decision, KeyArea
from gis_app.transformation.reading import revision
from gis_app.transformation.refusing import RefusedError
from gis_app.transformation.sealing.verifying import faults_of, known_seal


@require_safe
def decision(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Show the decision."""
    return _render(request, _find(request, decision_id))


@require_safe
def find_seal(request: HttpRequest) -> HttpResponse:
    """Open the decision whose seal stands on a sheet (`?seal=`), or say that the chain has no such seal."""
    found = known_seal(request.GET.get("seal", "")[:200])
    if found is None:
        messages.error(
            request,
            _(
                "Không có niêm phong này trong chuỗi: hãy xem lại các ký tự; "
                "nếu đúng, hãy báo quản trị hệ thống."
            ),
        )
        return redirect("selections")
    if restrict(Decision.objects.filter(pk=found.decision_id), request.user).exists():
        return redirect("decision", decision_id=found.decision_id)
    messages.success(
        request,
        _("Niêm phong này có trong chuỗi (thứ %(position)s), của một quyết định ngoài phạm vi của bạn.")
        % {"position": found.position},
    )
    return redirect("selections")


@require_POST
def correct_decision(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Record how the paper really reads."""
    found = _find(request, decision_id)
    form = AmendmentForm(request.POST, prefix="correct")
    if form.is_valid():
        data = form.cleaned_data
        try:
            correct(found, form.paper(), data["reason"], request.user, seen_revision=data["seen_revision"])
        except RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Đã ghi đính chính."))
            return redirect("decision", decision_id=found.pk)
    return _render(request, found, correction=form, status=422)


@require_POST
def annul_decision(request: HttpRequest, decision_id: int) -> HttpResponse:
    """Take the decision back."""
    found = _find(request, decision_id)
    form = AnnulmentForm(request.POST, prefix="annul")
    if form.is_valid():
        data = form.cleaned_data
        try:
            annul(
                found,
                form.paper(),
                data["reason"],
                request.user,
                from_the_beginning=data["from_the_beginning"],
                seen_revision=data["seen_revision"],
            )
        except RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Đã hủy quyết định; danh sách trở lại trạng thái trước đó."))
            return redirect("decision", decision_id=found.pk)
    return _render(request, found, annulment=form, status=422)


def _find(request: HttpRequest, decision_id: int) -> Decision:
    decisions = Decision.objects.select_related(
        "plan_year__plan", "plan_year__version", "recorded_by", "seal", "amends"
    ).prefetch_related("amendments__seal", "amendments__recorded_by")
    return get_object_or_404(restrict(decisions, request.user), pk=decision_id)


def _render(
    request: HttpRequest,
    found: Decision,
    *,
    correction: AmendmentForm | None = None,
    annulment: AnnulmentForm | None = None,
    status: int = 200,
) -> HttpResponse:
    plan_year = found.plan_year
    seen_revision = revision(plan_year.plan, plan_year.year)
    changes = found.changes.select_related("area__unit", "area__plan_year").defer(
        "area__unit__geometry", "area__unit__display_geometry"
    )
    areas = restrict(KeyArea.objects.filter(changes__decision=found), request.user).values("pk")
    seen = list(changes.filter(area__in=areas).order_by("area__unit__name", "pk"))
    amendable = (
        found.act in STEPS
        and found.annulment is None
        and plan_year.closed_on is None
        and may(request.user, Action.DECIDE)
    )
    paper = found.paper
    initial = {
        "number": paper.number,
        "decided_on": paper.decided_on,
        "body": paper.body,
        "signer_title": paper.signer_title,
        "seen_revision": seen_revision,
    }
    own = {key: initial[key] for key in ("body", "signer_title", "seen_revision")}
    context = {
        "decision": found,
        "paper": paper,
        "plan": plan_year.plan,
        "year": plan_year.year,
        "changes": seen,
        "unseen": changes.count() - len(seen),
        "amendments": found.amendments.order_by("pk"),
        "faults": faults_of(found),
        "correction": (correction or AmendmentForm(initial=initial, prefix="correct")) if amendable else None,
        "annulment": (annulment or AnnulmentForm(initial=own, prefix="annul")) if amendable else None,
        "refused": [form for form in (correction, annulment) if form is not None and not amendable],
    }
    return render(request, "transformation/decision.html", context, status=status)
