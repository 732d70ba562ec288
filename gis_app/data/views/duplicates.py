"""Pairs of cases that may be one: a person says so, or says no."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gis_app.access.restricting import restrict
from gis_app.access.roles import Action, may
from gis_app.data import holdings
from gis_app.data.forms import DuplicateRuleForm
from gis_app.data.views.jobs import for_importers
from layers.importing import duplicates
from layers.importing.refusing import ImportRefused
from layers.models import DuplicateRule, SuspectedDuplicate

PAIRS_PER_PAGE = 25


@for_importers
def pairs(request: HttpRequest) -> HttpResponse:
    """List the pairs; change how near two cases must be to be asked about."""
    form = DuplicateRuleForm(request.POST or None, instance=DuplicateRule.current())
    if request.method == "POST":
        if not may(request.user, Action.SET_PARAMETERS):
            raise PermissionDenied(_("Tài khoản của bạn không được đổi ngưỡng."))
        if form.is_valid():
            form.save()
            messages.success(request, _("Đã đổi ngưỡng; áp dụng từ lần nhập sau."))
            return redirect("duplicates")
    found = Paginator(holdings.suspected_duplicates(request.user), PAIRS_PER_PAGE)
    context = {"form": form, "page_obj": found.get_page(request.GET.get("page"))}
    return render(request, "data/duplicates.html", context)


@require_POST
@for_importers
def decide(request: HttpRequest, pair_id: int) -> HttpResponse:
    """Record what a person says about a pair."""
    pair = get_object_or_404(restrict(SuspectedDuplicate.objects.all(), request.user), pk=pair_id)
    decision = request.POST.get("decision")
    if decision not in SuspectedDuplicate.Decision.values:
        messages.error(request, _("Chưa có kết luận; hãy chọn “cùng một vụ” hoặc “hai vụ khác nhau”."))
        return redirect("duplicates")
    try:
        duplicates.decide(pair, SuspectedDuplicate.Decision(decision), request.user)
    except ImportRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Đã ghi kết luận; số liệu theo xã đã được tính lại."))
    return redirect("duplicates")
