"""The pages of an overlay: ask for it, look at what it found, store it. They only translate HTTP."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from gis_app.access.roles import Action, may
from gis_app.data.boundary_sets import reading as boundary_sets
from gis_app.data.boundary_sets.forms import PairForm
from gis_app.data.successions import asking, reading
from gis_app.data.successions.models import OverlayWork
from gis_app.data.successions.results import OverlayResult
from gis_app.data.successions.running import note_if_interrupted
from gis_app.formats.numbers import number
from layers.importing.refusing import ImportRefused

LINKS_PER_PAGE = 200
DISAGREEMENTS_SHOWN = 200

State = OverlayWork.State


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Put the overlay of two sets into the queue."""
    _require_importer(request)
    form = PairForm(request.POST, sets=boundary_sets.boundary_sets(request.user))
    if not form.is_valid():
        messages.error(request, _("Hãy chọn bộ cũ và bộ mới trong danh sách."))
        return redirect("succession")
    try:
        work = asking.ask(form.cleaned_data["old"], form.cleaned_data["new"], request.user)
    except ImportRefused as refused:
        messages.error(request, str(refused))
        return redirect("succession")
    return redirect("overlay", work_id=work.pk)


@require_safe
def overlay(request: HttpRequest, work_id: int) -> HttpResponse:
    """Show where an overlay stands: progress, what it found, or why it could not be computed."""
    _require_importer(request)
    work = _work_of(request, work_id)
    context: dict[str, Any] = {"work": work}
    if work.result:
        context |= _found(request, work)
    return render(request, "data/successions/overlay.html", context)


@require_safe
def progress(request: HttpRequest, work_id: int) -> HttpResponse:
    """Answer the page's question whether the overlay is there; once it is, lead to it."""
    _require_importer(request)
    work = _work_of(request, work_id)
    if work.state != State.WAITING:
        return HttpResponseClientRedirect(reverse("overlay", kwargs={"work_id": work.pk}))
    return render(request, "data/successions/progress.html", {"work": work})


@require_POST
def again(request: HttpRequest, work_id: int) -> HttpResponse:
    """Compute an overlay once more."""
    _require_importer(request)
    work = _work_of(request, work_id)
    try:
        asking.ask_again(work)
    except ImportRefused as refused:
        messages.error(request, str(refused))
    return redirect("overlay", work_id=work.pk)


@require_POST
def store(request: HttpRequest, work_id: int) -> HttpResponse:
    """Store what an overlay found."""
    _require_importer(request)
    work = _work_of(request, work_id)
    try:
        stored = asking.store(work, request.user)
    except ImportRefused as refused:
        messages.error(request, str(refused))
        return redirect("overlay", work_id=work.pk)
    shown = {"count": number(stored, 0, get_language() or "vi")}
    messages.success(request, _("Đã lưu %(count)s liên kết kế thừa.") % shown)
    return redirect(f"{reverse('succession')}?old={work.old_set_id}&new={work.new_set_id}")


def _require_importer(request: HttpRequest) -> None:
    if not may(request.user, Action.IMPORT):
        raise PermissionDenied(_("Tài khoản của bạn không được nhập dữ liệu; hãy nhờ cán bộ tham mưu."))


def _work_of(request: HttpRequest, work_id: int) -> OverlayWork:
    work = get_object_or_404(reading.works(request.user), pk=work_id)
    note_if_interrupted(work)
    return work


def _found(request: HttpRequest, work: OverlayWork) -> dict[str, Any]:
    result = OverlayResult.from_json(work.result)
    rows = reading.found_rows(result, request.user)
    differing = reading.decree_against(result, work.old_set, work.new_set, request.user)
    return {
        "found": result,
        "grid_day": datetime.date.fromisoformat(result.grid[2]) if result.grid else None,
        "page_obj": Paginator(rows, LINKS_PER_PAGE).get_page(request.GET.get("page")),
        "decided": sum(row.decided for row in rows),
        "to_store": sum(not row.decided for row in rows),
        "differing": differing[:DISAGREEMENTS_SHOWN],
        "differing_count": len(differing),
        "unplaced": reading.unplaced_units(result, request.user),
    }
