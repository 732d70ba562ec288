"""The pages on the whole programme of a plan: its shares over the years, and who is judged after mergers."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gis_app.access.models import AuditEntry
from gis_app.access.restricting import restrict
from gis_app.access.roles import Action, may
from gis_app.formats.numbers import date as write_date
from gis_app.plans.models import Plan
from gis_app.transformation.models import KeyArea, Status
from gis_app.transformation.programme.choosing import choose_judged, newest_choice
from gis_app.transformation.programme.drawing import draw
from gis_app.transformation.programme.forms import DayForm, JudgedForm
from gis_app.transformation.programme.groups import by_group, by_province
from gis_app.transformation.programme.judging import Grounds
from gis_app.transformation.programme.kpis import Programme
from gis_app.transformation.programme.merged import merged_areas
from gis_app.transformation.programme.series import year_rows
from gis_app.transformation.programme.workbook import workbook
from gis_app.transformation.reading import plans_for
from gis_app.transformation.refusing import RefusedError

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def programme(request: HttpRequest, plan_id: str) -> HttpResponse:
    """Show the shares of a plan on a day (`?on=`, else today), year by year and group by group."""
    plan = find_plan(request, plan_id)
    form, on, year = _asked(request)
    found = Programme(plan, request.user)
    rows = year_rows(found, on)
    listed = found.selected_years(on)
    shown = year if year in listed else listed[-1] if listed else on.year
    provinces = by_province(found, shown, on)
    context = {
        "plan": plan,
        "version": found.version(shown),
        "form": form,
        "on": on,
        "year": shown,
        "today": timezone.localdate(),
        "standings": found.standings(shown, on),
        "rows": rows[::-1],
        "drawing": draw(rows),
        "groups": by_group(found, shown, on),
        "provinces": provinces if len(provinces) > 1 else [],
        "merged": merged_areas(found, on),
        "partial": found.partial,
        "may_choose": may(request.user, Action.DECIDE),
        "may_export": may(request.user, Action.EXPORT),
    }
    return render(request, "transformation/programme.html", context, status=200 if form.is_valid() else 422)


@require_safe
def programme_xlsx(request: HttpRequest, plan_id: str) -> HttpResponse:
    """Give the figures of the page as a workbook, and write down who took it."""
    plan = find_plan(request, plan_id)
    if not may(request.user, Action.EXPORT):
        raise PermissionDenied(_("Tài khoản của bạn không được xuất dữ liệu."))
    form, on, _year = _asked(request)
    if not form.is_valid():
        return redirect("programme", plan_id=plan.pk)
    content, rows = workbook(Programme(plan, request.user), on)
    AuditEntry.write(
        AuditEntry.Act.EXPORT_DATA,
        _("Kết quả chương trình chuyển hóa"),
        request.user,
        plan=plan.pk,
        on=write_date(on),
        format="xlsx",
        rows=rows,
    )
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="chuong-trinh-{plan.pk}-{on:%Y%m%d}.xlsx"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def judged(request: HttpRequest, area_id: int) -> HttpResponse:
    """Show who is judged for an area whose commune was merged or divided, and record a choice."""
    areas = KeyArea.objects.select_related("plan_year__plan", "unit")
    area = get_object_or_404(restrict(areas, request.user), pk=area_id)
    today = timezone.localdate()
    grounds = Grounds({area.pk: area.unit_id})
    standing, offered = grounds.judged(area.pk, today), grounds.offered(area.pk, today)
    newest = newest_choice(area)
    initial = {"seen_choice": newest.pk if newest else None, "decided_on": write_date(today)}
    form = JudgedForm(request.POST if request.method == "POST" else None, offered=offered, initial=initial)
    if request.method == "POST" and form.is_valid():
        given: dict[str, Any] = dict(form.cleaned_data)
        try:
            choice = choose_judged(area, given.pop("unit"), account=request.user, **given)
        except RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request,
                _("Đã ghi: %(unit)s được đánh giá cho địa bàn %(area)s.")
                % {"unit": choice.unit, "area": area.unit},
            )
            return redirect("programme", plan_id=area.plan_year.plan_id)
    context = {
        "area": area,
        "plan": area.plan_year.plan,
        "standing": standing,
        "offered": offered,
        "choices": list(reversed(grounds.choices(area.pk))),
        "form": form,
        "may_choose": may(request.user, Action.DECIDE)
        and area.status == Status.TRANSFORMED
        and bool(offered)
        and not grounds.unit(area.unit_id).in_force(today),
    }
    return render(request, "transformation/judged.html", context, status=422 if form.errors else 200)


def find_plan(request: HttpRequest, plan_id: str) -> Plan:
    """Return a plan of the account's jurisdiction, or answer 404."""
    plan = next((plan for plan in plans_for(request.user) if plan.pk == plan_id), None)
    if plan is None:
        raise Http404
    return plan


def _asked(request: HttpRequest) -> tuple[DayForm, datetime.date, int | None]:
    """Return the form and what it asks for; today where nothing or nothing sensible was asked."""
    today = timezone.localdate()
    form = DayForm({"on": request.GET.get("on") or write_date(today), "year": request.GET.get("year")})
    if not form.is_valid():
        return form, today, None
    return form, form.cleaned_data["on"], form.cleaned_data["year"]
