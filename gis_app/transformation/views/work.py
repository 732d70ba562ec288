"""The page of what was done in an area: measures, models of mass participation, documents."""

from __future__ import annotations

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gis_app.access.roles import Action, may
from gis_app.transformation.models import KeyArea
from gis_app.transformation.refusing import RefusedError
from gis_app.transformation.views.found import area_of, frame
from gis_app.transformation.year_of_work.forms import KINDS
from gis_app.transformation.year_of_work.keeping import OPEN, add, strike


@require_safe
def work(request: HttpRequest, area_id: int) -> HttpResponse:
    """Show everything that was done."""
    return _render(request, area_of(request, area_id))


@require_POST
def add_work(request: HttpRequest, area_id: int, kind: str) -> HttpResponse:
    """Store one entry."""
    area = area_of(request, area_id)
    model, form_class = _kind(kind)
    form = form_class(request.POST)
    if form.is_valid():
        try:
            entry = add(model, area, request.user, **form.cleaned_data)
        except RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Đã ghi “%(entry)s”.") % {"entry": entry})
            return redirect("area_work", area_id=area.pk)
    return _render(request, area, {kind: form}, status=422)


@require_POST
def strike_work(request: HttpRequest, area_id: int, kind: str, entry_id: int) -> HttpResponse:
    """Strike one entry out."""
    area = area_of(request, area_id)
    model, _form_class = _kind(kind)
    try:
        entry = strike(model, area, entry_id, request.POST.get("reason", ""), request.user)
    except RefusedError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Đã gạch bỏ “%(entry)s”.") % {"entry": entry})
    return redirect("area_work", area_id=area.pk)


def _kind(kind: str) -> tuple:
    if kind not in KINDS:
        raise Http404
    return KINDS[kind]


def _render(
    request: HttpRequest, area: KeyArea, forms: dict[str, Form] | None = None, status: int = 200
) -> HttpResponse:
    may_add = may(request.user, Action.ENTER_TARGETS) and area.status in OPEN
    parts = {
        kind: {
            "entries": model.objects.filter(area=area).select_related("recorded_by"),
            "form": ((forms or {}).get(kind) or form_class(prefix=None)) if may_add else None,
            "wrong": kind in (forms or {}),
        }
        for kind, (model, form_class) in KINDS.items()
    }
    context = {**frame(area, "work"), **parts, "may_add": may_add}
    return render(request, "transformation/work.html", context, status=status)
