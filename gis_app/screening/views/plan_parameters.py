"""The parameters of a plan: what the program has, what the plan sets differently, and why."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gis_app.plans.models import Plan
from gis_app.plans.seeing import plans_for
from gis_app.screening.parameters import ParameterError
from gis_app.screening.plan_parameters import may_set, parameters_of, set_parameter


@require_safe
def parameters(request: HttpRequest, plan_id: str) -> HttpResponse:
    """Show every parameter of the plan's criteria; whoever may, sets them."""
    return _page(request, _plan(request, plan_id))


@require_POST
def set_one(request: HttpRequest, plan_id: str, criterion: str, key: str) -> HttpResponse:
    """Set one parameter, or leave it to the program again."""
    plan = _plan(request, plan_id)
    value, source = request.POST.get("value", ""), request.POST.get("source", "")
    try:
        row = set_parameter(plan, criterion, key, value, source, request.user)
    except ParameterError as error:
        return _page(
            request, plan, {"name": f"{criterion}.{key}", "error": error, "value": value, "source": source}
        )
    messages.success(
        request,
        _("Đã lưu; các lần rà soát từ nay dùng giá trị này.")
        if row
        else _("Đã bỏ; các lần rà soát từ nay dùng giá trị của chương trình."),
    )
    return redirect(f"{reverse('plan_parameters', args=[plan.pk])}#{criterion}")


def _plan(request: HttpRequest, plan_id: str) -> Plan:
    found = next((plan for plan in plans_for(request.user) if plan.pk == plan_id), None)
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, plan: Plan, refused: dict[str, object] | None = None) -> HttpResponse:
    groups = parameters_of(plan)
    names = {setting.name for group in groups for setting in group.settings}
    context = {
        "plan": plan,
        "groups": groups,
        "refused_elsewhere": refused is not None and refused["name"] not in names,
        "changeable": may_set(plan, request.user),
        "refused": refused,
    }
    return render(request, "screening/plan_parameters.html", context, status=422 if refused else 200)
