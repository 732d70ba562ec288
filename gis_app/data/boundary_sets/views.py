"""The pages of boundary sets; they only translate HTTP."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from gis_app.access.restricting import restrict
from gis_app.access.roles import Action, may
from gis_app.data.boundary_sets import reading
from gis_app.data.boundary_sets.asking import ask
from gis_app.data.boundary_sets.forms import PairForm, RefuseForm, RepairForm
from gis_app.data.boundary_sets.working import newest
from gis_app.data.models import SetWork
from layers.boundary_sets.activating import refuse, would_replace
from layers.importing.refusing import ImportRefused
from layers.models import BoundarySet, RepairedUnit

ROWS_PER_PAGE = 100
REPLACED_SHOWN = 30
LINKS_PER_PAGE = 200

_SAID = {
    SetWork.Act.ACTIVATE: gettext_lazy("Đã đưa vào dùng “%(name)s”."),
    SetWork.Act.REPAIR: gettext_lazy(
        "Đã tạo bản sửa của “%(name)s”, chưa đưa vào dùng; hãy xem các thay đổi rồi quyết định."
    ),
    SetWork.Act.RETIRE: gettext_lazy("Đã cho ngừng dùng “%(name)s”."),
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the sets with their status; offer the succession of two of them."""
    sets = reading.boundary_sets(request.user)
    return render(request, "data/boundary_sets/index.html", {"sets": sets, "form": PairForm(sets=sets)})


@require_safe
def detail(request: HttpRequest, set_id: int) -> HttpResponse:
    """Show one set: what does not fit, what it replaces, what a repair changed, what can be done."""
    boundary_set = _visible(request, set_id)
    return _show(request, boundary_set, {"repair_form": RepairForm(), "refuse_form": RefuseForm()})


@require_safe
def shapes(request: HttpRequest, set_id: int) -> HttpResponse:
    """Return the outlines and places of a set for the map."""
    return JsonResponse(reading.map_features(_visible(request, set_id), request.user))


@require_POST
def act(request: HttpRequest, set_id: int, name: str) -> HttpResponse:
    """Take one of the four acts: a refusal of the set is done at once, the others by the worker."""
    boundary_set = _visible(request, set_id)
    if not reading.may_change(request.user, boundary_set):
        raise PermissionDenied(
            _("Chỉ người có quyền nhập dữ liệu và phụ trách toàn bộ địa bàn của bộ này làm được việc này.")
        )
    form: Any = {"repair": RepairForm, "refuse": RefuseForm}.get(name)
    filled = form(request.POST) if form else None
    if filled is not None and not filled.is_valid():
        forms = {"repair_form": RepairForm(), "refuse_form": RefuseForm(), f"{name}_form": filled}
        return _show(request, boundary_set, forms, status=400)
    try:
        return _done(request, boundary_set, name, filled.cleaned_data if filled else {})
    except ImportRefused as refused:
        messages.error(request, str(refused))
        return redirect("boundary_set", set_id=set_id)


@require_safe
def progress(request: HttpRequest, set_id: int) -> HttpResponse:
    """Answer the page's question how far an act is; once it has ended, lead to what came of it."""
    boundary_set = _visible(request, set_id)
    work = newest(boundary_set)
    if work is not None and work.is_under_way:
        return render(request, "data/boundary_sets/progress.html", {"set": boundary_set, "work": work})
    if work is not None and work.state == SetWork.State.DONE:
        messages.success(request, _SAID[SetWork.Act(work.act)] % {"name": boundary_set.title})
    made = work.made if work is not None else None
    return HttpResponseClientRedirect(reverse("boundary_set", args=[(made or boundary_set).pk]))


@require_safe
def succession(request: HttpRequest) -> HttpResponse:
    """Show what became of the units of one set in another."""
    form = PairForm(request.GET, sets=reading.boundary_sets(request.user))
    context: dict[str, Any] = {"form": form, "may_import": may(request.user, Action.IMPORT)}
    if form.is_valid():
        rows = reading.succession(form.cleaned_data["old"], form.cleaned_data["new"], request.user)
        page = Paginator(rows, LINKS_PER_PAGE).get_page(request.GET.get("page"))
        context |= {"page_obj": page, "asked": True, **form.cleaned_data}
    return render(request, "data/boundary_sets/succession.html", context)


def _visible(request: HttpRequest, set_id: int) -> BoundarySet:
    return get_object_or_404(restrict(BoundarySet.objects.all(), request.user), pk=set_id)


def _show(
    request: HttpRequest, boundary_set: BoundarySet, forms: dict[str, Any], status: int = 200
) -> HttpResponse:
    places = reading.defects(boundary_set, request.user)
    work = newest(boundary_set)
    made_by_repair = getattr(boundary_set, "repair", None)
    changes = RepairedUnit.objects.none()
    if made_by_repair is not None:
        changes = restrict(RepairedUnit.objects.filter(repair=made_by_repair), request.user)
    replaced = would_replace(boundary_set) if boundary_set.status != BoundarySet.Status.ACTIVE else None
    context = {
        "set": boundary_set,
        "work": work,
        "kinds": reading.kind_counts(places),
        "page_obj": Paginator(places, ROWS_PER_PAGE).get_page(request.GET.get("page")),
        "repair": made_by_repair,
        "changes": changes.select_related("unit").defer("unit__geometry", "unit__display_geometry"),
        "repairs": restrict(BoundarySet.objects.filter(repair__original=boundary_set), request.user),
        "replaced_count": replaced.count() if replaced is not None else 0,
        "replaced": replaced.defer("geometry", "display_geometry")[:REPLACED_SHOWN]
        if replaced is not None
        else [],
        "may_change": not (work is not None and work.is_under_way)
        and reading.may_change(request.user, boundary_set),
        "units": reading.unit_counts(boundary_set, request.user),
        "before": reading.linked_sets(boundary_set, request.user, before=True),
        "after": reading.linked_sets(boundary_set, request.user, before=False),
        "settings": _script_settings(boundary_set),
        **forms,
    }
    return render(request, "data/boundary_sets/detail.html", context, status=status)


def _done(request: HttpRequest, boundary_set: BoundarySet, name: str, given: dict[str, Any]) -> HttpResponse:
    if name == "refuse":
        refuse(boundary_set, given["reason"], request.user)
        messages.success(request, _("Đã từ chối và xóa “%(name)s”.") % {"name": boundary_set.title})
        return redirect("boundary_sets")
    ask(boundary_set, SetWork.Act(name), request.user, given.get("tolerance_m"))
    return redirect("boundary_set", set_id=boundary_set.pk)


def _script_settings(boundary_set: BoundarySet) -> dict[str, Any]:
    sample = _("ranh giới gần đúng (dữ liệu mẫu)")
    return {
        "addresses": {"places": reverse("boundary_set_shapes", args=[boundary_set.pk])},
        "attribution": sample if boundary_set.is_sample else boundary_set.title,
        "words": {
            "failed": _("Máy chủ không trả lời: hãy kiểm tra mạng nội bộ rồi tải lại trang."),
            "zoomIn": _("Phóng to"),
            "zoomOut": _("Thu nhỏ"),
        },
    }
