"""The Excel form of the targets: fetched, sent back, previewed, stored."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gis_app.access.restricting import restrict
from gis_app.access.roles import Action, may
from gis_app.transformation.models import KeyArea, PlanYear, Status
from gis_app.transformation.refusing import RefusedError
from gis_app.transformation.targets.entering import EntriesRefusedError
from gis_app.transformation.targets.progress import progress_of_all
from gis_app.transformation.targets.workbook.importing import Staged, commit, preview_token, stage
from gis_app.transformation.targets.workbook.template import write_template
from gis_app.transformation.views.found import area_of

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def area_template(request: HttpRequest, area_id: int) -> HttpResponse:
    """Return the workbook of one area."""
    _allow(request)
    area = area_of(request, area_id)
    return _template(area.plan_year, [area], f"chi-tieu-{area.unit.code}-{area.plan_year.year}.xlsx")


@require_safe
def year_template(request: HttpRequest, plan_id: str, year: int) -> HttpResponse:
    """Return the workbook of all running areas of a year that the account may see."""
    _allow(request)
    plan_year, areas = _year(request, plan_id, year)
    return _template(plan_year, areas, f"chi-tieu-{plan_id}-{year}.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def import_targets(request: HttpRequest, plan_id: str, year: int) -> HttpResponse:
    """Ask for a workbook, and show what storing it would do."""
    _allow(request)
    plan_year, areas = _year(request, plan_id, year)
    if request.method != "POST":
        return _page(request, plan_year, areas)
    sent = request.FILES.get("file")
    if sent is None:
        return _page(
            request, plan_year, areas, error=_("Chưa chọn tệp, hoặc tệp quá lớn: hãy chọn tệp XLSX từ mẫu.")
        )
    try:
        staged = stage(sent, plan_year, request.user)
    except RefusedError as refused:
        return _page(request, plan_year, areas, error=str(refused))
    return _page(request, plan_year, areas, staged=staged)


@require_POST
def commit_targets(request: HttpRequest, plan_id: str, year: int) -> HttpResponse:
    """Store what the preview showed."""
    _allow(request)
    plan_year, areas = _year(request, plan_id, year)
    try:
        count = commit(request.POST.get("token", ""), plan_year, request.user)
    except (RefusedError, EntriesRefusedError) as refused:
        return _page(request, plan_year, areas, error=str(refused))
    told = ngettext(
        "Đã ghi %(count)s số liệu từ tệp, chờ xác nhận.",
        "Đã ghi %(count)s số liệu từ tệp, chờ xác nhận.",
        count,
    )
    messages.success(request, told % {"count": count})
    return redirect("targets_import", plan_id=plan_id, year=year)


def _allow(request: HttpRequest) -> None:
    if not may(request.user, Action.ENTER_TARGETS):
        raise PermissionDenied(_("Vai trò của tài khoản này không được làm việc đó."))


def _year(request: HttpRequest, plan_id: str, year: int) -> tuple[PlanYear, list[KeyArea]]:
    years = PlanYear.objects.select_related("plan", "version")
    plan_year = get_object_or_404(years, plan_id=plan_id, year=year)
    mine = restrict(KeyArea.objects.filter(plan_year=plan_year), request.user)
    if not mine.exists():
        raise Http404
    running = mine.filter(status=Status.IN_TRANSFORMATION).order_by("unit__code")
    return plan_year, list(running.select_related("unit", "plan_year__plan", "plan_year__version"))


def _template(plan_year: PlanYear, areas: list[KeyArea], name: str) -> HttpResponse:
    today = timezone.localdate()
    progress = progress_of_all(areas, today)
    if not any(one.rows for one in progress.values()):
        raise Http404
    workbook = write_template(plan_year, [progress[area.pk] for area in areas], today)
    return HttpResponse(
        workbook, content_type=_XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _page(
    request: HttpRequest,
    plan_year: PlanYear,
    areas: list[KeyArea],
    *,
    staged: Staged | None = None,
    error: str = "",
) -> HttpResponse:
    ready = staged is not None and not staged.refused and bool(staged.changes)
    context = {
        "plan": plan_year.plan,
        "year": plan_year.year,
        "areas": areas,
        "has_targets": any(target.of_area for target in plan_year.version.targets),
        "staged": staged,
        "error": error,
        "token": preview_token(staged, plan_year, request.user) if ready and staged else "",
    }
    wrong = bool(error) or (staged is not None and staged.refused)
    return render(request, "transformation/targets_import.html", context, status=422 if wrong else 200)
