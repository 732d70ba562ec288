"""Key routes and areas: the share with measures on a day, one route, its measures."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.access.roles import Action, may
from gis_app.access.versions import history
from gis_app.border.board.agencies import own
from gis_app.border.board.refusing import RefusedError
from gis_app.border.measures.covering import covering, routes_on, size_told
from gis_app.border.measures.forms import MeasureForm, RouteForm
from gis_app.border.models import KeyRoute, RouteMeasure
from gis_app.border.strip.editors import may_edit, require_editor
from gis_app.border.strip.saving import ChangedMeanwhileError, facts, save
from gis_app.border.views.strip.shared import chosen_day, map_settings


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the routes and areas of a day (`?on=`), and the share with measures."""
    day, problem = chosen_day(request)
    context = {
        "day": day,
        "problem": problem,
        "matters": [
            (covered, [(told, size_told(told)) for told in covered.routes])
            for covered in covering(day, request.user)
        ],
        "may_edit": may_edit(request.user),
        "settings": map_settings(day, routes=_drawn(day, request.user)),
    }
    return render(request, "border/routes/page.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Add a route or an area."""
    require_editor(request.user)
    form = RouteForm(request.user, request.POST or None, request.FILES or None)
    return _route(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
def route(request: HttpRequest, route_id: int) -> HttpResponse:
    """Show a route with its measures and history; a POST changes it."""
    found = _find(request, route_id)
    if request.method == "POST":
        require_editor(request.user)
    form = RouteForm(request.user, request.POST or None, request.FILES or None, instance=found)
    return _route(request, form, found)


@require_http_methods(["GET", "HEAD", "POST"])
def measure(request: HttpRequest, route_id: int, measure_id: int | None = None) -> HttpResponse:
    """Add a measure to a route, or change one: how it ended, what came of it."""
    found = _find(request, route_id)
    row = RouteMeasure.objects.filter(route=found, pk=measure_id).first() if measure_id else None
    if measure_id and row is None:
        raise Http404(_("Không có biện pháp này trên tuyến."))
    if not _may_record(request.user, row):
        raise PermissionDenied(_("Chỉ cơ quan thực hiện hoặc cấp trên ghi được biện pháp này."))
    form = MeasureForm(request.user, request.POST or None, instance=row or RouteMeasure(route=found))
    status = 400 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        status = _saved(form, status)
        if status == 302:
            messages.success(request, _("Đã ghi."))
            return redirect("border_route", route_id=found.pk)
    context = {
        "route": found,
        "measure": RouteMeasure.objects.get(pk=row.pk) if row else None,
        "form": form,
        "history": history(row) if row else [],
    }
    return render(request, "border/routes/measure.html", context, status=status)


def _find(request: HttpRequest, route_id: int) -> KeyRoute:
    routes = restrict(KeyRoute.objects.filter(pk=route_id), request.user)
    found = routes.select_related("category", "agency").first()
    if found is None:
        raise Http404(_("Không có tuyến, địa bàn này trong địa bàn của bạn."))
    return found


def _route(request: HttpRequest, form: RouteForm, row: KeyRoute | None) -> HttpResponse:
    status = 400 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        status = _saved(form, status)
        if status == 302:
            messages.success(request, _("Đã ghi."))
            return redirect("border_route", route_id=form.instance.pk)
    today = timezone.localdate()
    stored = KeyRoute.objects.select_related("category", "agency").get(pk=row.pk) if row else None
    measures = stored.measures.select_related("agency") if stored else RouteMeasure.objects.none()
    editable = may_edit(request.user)
    context = {
        "route": stored,
        "form": form,
        "facts": facts(stored) if stored else {},
        "measures": [(each, each.in_force_on(today), _may_record(request.user, each)) for each in measures],
        "covered": any(each.in_force_on(today) for each in measures),
        "may_record": stored is not None and _may_record(request.user, None),
        "history": history(stored) if stored else [],
        "editable": editable,
        "settings": map_settings(today, editable=editable),
    }
    return render(request, "border/routes/route.html", context, status=status)


def _saved(form: forms.ModelForm, status: int) -> int:
    """Store a valid form; return 302 where it is stored, else the status of the refusal."""
    try:
        save(form)
    except RefusedError as refused:
        form.add_error(None, str(refused))
        return 409 if isinstance(refused, ChangedMeanwhileError) else status
    return 302


def _may_record(account: Account, row: RouteMeasure | None) -> bool:
    """Say whether the account may add a measure, or change this one."""
    if may_edit(account):
        return True
    if not may(account, Action.WORK_BORDER) or account.agency is None:
        return False
    return row is None or row.agency_id in own(account.agency_id)


def _drawn(day: datetime.date, account: Account) -> list[dict[str, Any]]:
    return [
        {
            "key": f"route-{told.route.pk}",
            "name": told.route.name,
            "covered": told.is_covered,
            "shape": told.route.geometry.geojson,
        }
        for told in routes_on(day, account)
    ]
