"""The evaluation of one area: every step, the written judgements, the sheet for the meeting."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gis_app.access.restricting import restrict
from gis_app.access.roles import Action, may
from gis_app.transformation.evaluating.computing import evaluation_of
from gis_app.transformation.evaluating.forms import JudgementForm
from gis_app.transformation.evaluating.judging import judge
from gis_app.transformation.evaluating.keeping import evaluate, read_back
from gis_app.transformation.evaluating.screened import newest_findings
from gis_app.transformation.evaluating.sheet import print_evaluation
from gis_app.transformation.evaluating.wording import described
from gis_app.transformation.models import Evaluation, KeyArea, Status
from gis_app.transformation.refusing import RefusedError
from gis_app.transformation.views.found import area_of, frame


@require_safe
def evaluation(request: HttpRequest, area_id: int) -> HttpResponse:
    """Show the steps: as of today while the year runs, afterwards those beside the decision."""
    return _render(request, area_of(request, area_id))


@require_POST
def judge_condition(request: HttpRequest, area_id: int) -> HttpResponse:
    """Record a written judgement."""
    area = area_of(request, area_id)
    form = JudgementForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            judge(
                area,
                given["condition"],
                form.holds_value(),
                given["judged_on"],
                given["reason"],
                request.user,
                document_number=given["document_number"],
                document_date=given["document_date"],
            )
        except RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Đã ghi nhận định."))
            return redirect("area_evaluation", area_id=area.pk)
    return _render(request, area, form, status=422)


@require_POST
def keep_evaluation(request: HttpRequest, area_id: int) -> HttpResponse:
    """Keep today's computation as a sheet."""
    area = area_of(request, area_id)
    try:
        evaluate(area, timezone.localdate(), request.user)
    except RefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Đã lập phiếu đánh giá theo số liệu đến hôm nay."))
    return redirect("area_evaluation", area_id=area.pk)


@require_safe
def evaluation_sheet(request: HttpRequest, area_id: int, evaluation_id: int) -> HttpResponse:
    """Return the PDF of an evaluation that was kept."""
    mine = restrict(Evaluation.objects.filter(area_id=area_id), request.user)
    kept = get_object_or_404(
        mine.select_related(
            "plan_version", "area__unit", "area__plan_year__plan", "area__plan_year__version", "decision"
        ),
        pk=evaluation_id,
    )
    pdf = print_evaluation(kept, request.user)
    name = f"phieu-danh-gia-{kept.area.unit.code}-{kept.area.plan_year.year}-{kept.pk}.pdf"
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


def _render(
    request: HttpRequest, area: KeyArea, form: JudgementForm | None = None, status: int = 200
) -> HttpResponse:
    today = timezone.localdate()
    kept = list(
        Evaluation.objects.filter(area=area)
        .select_related("plan_version", "decision", "area__unit")
        .prefetch_related("decision__amendments")
    )
    running = area.status == Status.IN_TRANSFORMATION
    beside = next((one for one in kept if one.decision and not one.decision.annulment), None)
    computed = read_back(beside) if beside and not running else evaluation_of(area, today)
    may_judge = running and may(request.user, Action.CONFIRM_TARGETS)
    steps = described(computed)
    conditions = [
        (condition, _form(form, condition.step.key) if may_judge else None) for condition in steps.conditions
    ]
    context = {
        **frame(area, "evaluation"),
        "steps": steps,
        "conditions": conditions,
        "kept": kept,
        "beside": beside if not running else None,
        "begun": area.starts_on is not None,
        "may_keep": running and may(request.user, Action.DECIDE),
        "may_print": may(request.user, Action.PRINT),
        "findings": newest_findings(area, today, request.user) if running else [],
    }
    return render(request, "transformation/evaluation.html", context, status=status)


def _form(form: JudgementForm | None, condition: str) -> JudgementForm:
    """Return the form as it was sent for its own condition, a fresh one for the others."""
    if form is not None and form.data.get("condition") == condition:
        return form
    return JudgementForm(initial={"condition": condition}, auto_id=f"id_{condition}_%s")
