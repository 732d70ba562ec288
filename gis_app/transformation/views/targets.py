"""The figures of an area: entered by its office, confirmed or sent back by the planner."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from gis_app.access.roles import Action, may
from gis_app.transformation.refusing import RefusedError
from gis_app.transformation.targets.confirming import confirm, send_back
from gis_app.transformation.targets.entering import EntriesRefusedError, enter, load_open
from gis_app.transformation.targets.forms import EntryForms
from gis_app.transformation.targets.progress import progress_of
from gis_app.transformation.views.found import area_of, frame


@require_http_methods(["GET", "HEAD", "POST"])
def enter_figures(request: HttpRequest, area_id: int) -> HttpResponse:
    """Show the form of all targets, what is missing first, and store what it says."""
    area = area_of(request, area_id)
    if not may(request.user, Action.ENTER_TARGETS):
        raise PermissionDenied(_("Vai trò của tài khoản này không được làm việc đó."))
    try:
        load_open(area, request.user)
    except RefusedError as refused:
        messages.warning(request, str(refused))
        return redirect("area", area_id=area.pk)
    progress = progress_of(area, timezone.localdate())
    rows = sorted(progress.rows, key=lambda row: row.missing is None or row.missing.why == "waiting")
    forms = EntryForms(area, rows, request.user, request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        if stored := _store(request, area_id, forms):
            return stored
        status = 422
    context = {**frame(area, "targets"), "forms": forms, "progress": progress, "failed": status != 200}
    return render(request, "transformation/enter.html", context, status=status)


@require_POST
def confirm_figures(request: HttpRequest, area_id: int) -> HttpResponse:
    """Confirm the figures that were ticked."""
    area = area_of(request, area_id)
    ticked = [
        int(value) for value in request.POST.getlist("results") if value.isdecimal() and len(value) < 19
    ]
    try:
        count = confirm(area, ticked, request.user)
    except RefusedError as refused:
        messages.error(request, str(refused))
    else:
        told = ngettext("Đã xác nhận %(count)s số liệu.", "Đã xác nhận %(count)s số liệu.", count)
        messages.success(request, told % {"count": count})
    return redirect("area", area_id=area.pk)


@require_POST
def send_figure_back(request: HttpRequest, area_id: int, result_id: int) -> HttpResponse:
    """Send one figure back with a sentence."""
    area = area_of(request, area_id)
    try:
        result = send_back(area, result_id, request.POST.get("note", ""), request.user)
    except RefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(
            request, _("Đã gửi trả số liệu của chỉ tiêu %(target)s.") % {"target": result.target}
        )
    return redirect("area", area_id=area.pk)


def _store(request: HttpRequest, area_id: int, forms: EntryForms) -> HttpResponse | None:
    """Store what the forms say and leave the page, or say on the forms what is wrong."""
    entries = forms.entries()
    if entries is None:
        return None
    if not entries:
        forms.shared.add_error(None, _("Chưa có số liệu nào được nhập: hãy điền ít nhất một chỉ tiêu."))
        return None
    area = area_of(request, area_id)
    try:
        stored = enter(area, entries, request.user)
    except EntriesRefusedError as refused:
        forms.add_problems(refused.problems)
        return None
    except RefusedError as refused:
        forms.shared.add_error(None, str(refused))
        return None
    if stored:
        told = ngettext(
            "Đã ghi %(count)s số liệu, chờ xác nhận.", "Đã ghi %(count)s số liệu, chờ xác nhận.", len(stored)
        )
        messages.success(request, told % {"count": len(stored)})
    else:
        messages.info(request, _("Không có gì thay đổi: các số liệu này đã được ghi."))
    return redirect("area", area_id=area.pk)
