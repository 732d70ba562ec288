"""One run: how far it is, what came out, its map data and rasters, once more."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from gis_app.access.models import Account, AuditEntry
from gis_app.access.restricting import restrict
from gis_app.access.roles import Action, may
from gis_app.hotspots import presenting
from gis_app.hotspots.asking import ask_again
from gis_app.hotspots.methods.density import GEOTIFF, PICTURE
from gis_app.hotspots.methods.shape import RefusedError
from gis_app.hotspots.models import Run, RunFile
from gis_app.hotspots.watching import nobody_comes, note_if_interrupted
from layers.models import BoundarySet

State = Run.State


def _seen(view: Callable[[HttpRequest, Run], HttpResponse]) -> Callable[[HttpRequest, int], HttpResponse]:
    """Give the view its run where the account sees every commune of it."""

    @wraps(view)
    def answer(request: HttpRequest, run_id: int) -> HttpResponse:
        run = get_object_or_404(
            restrict(Run.objects.select_related("asked_by", "repeats"), request.user), pk=run_id
        )
        note_if_interrupted(run)
        return view(request, run)

    return answer


@require_safe
@_seen
def page(request: HttpRequest, run: Run) -> HttpResponse:
    """Show where a run stands, or what came out."""
    words = presenting.words_of(run.method)
    if run.state != State.DONE:
        return render(request, "hotspots/waiting.html", {**_waiting(run), "words": words})
    context = {
        "run": run,
        "words": words,
        "method": presenting.method_of(run),
        "asked": run.choices,
        "sentences": presenting.sentences(run),
        "reporting": presenting.reporting(run),
        "categories": presenting.categories(run),
        "imports": presenting.imports(run),
    }
    if run.result["answer"]:
        context |= {
            "columns": presenting.columns(run),
            "rows": presenting.rows(run),
            "names_classes": presenting.names_classes(run),
            "table": presenting.table(run),
            "named": presenting.named(run),
            "surface": presenting.surface_classes(run),
            "has_map": run.method != "space_time",
            "settings": _script_settings(run, request.user),
        }
    return render(request, "hotspots/result.html", context)


@require_safe
@_seen
def progress(request: HttpRequest, run: Run) -> HttpResponse:
    """Answer the page's question how far the run is; once it has ended, lead to what came of it."""
    if not run.is_under_way:
        return HttpResponseClientRedirect(reverse("statistic", args=[run.pk]))
    return render(request, "hotspots/progress.html", _waiting(run))


@require_POST
@_seen
def again(request: HttpRequest, run: Run) -> HttpResponse:
    """Run an interrupted run again, or a finished one once more to compare."""
    if not may(request.user, Action.SCREEN):
        raise PermissionDenied(
            _("Tài khoản của bạn chỉ được xem kết quả thống kê; hãy nhờ cán bộ tham mưu chạy.")
        )
    try:
        made = ask_again(run, request.user)
    except RefusedError as refused:
        messages.error(request, str(refused))
        made = run
    return redirect("statistic", run_id=made.pk)


@require_safe
@_seen
def colours(request: HttpRequest, run: Run) -> HttpResponse:
    """Return what the map colours."""
    _require_answer(run)
    return _private(JsonResponse(presenting.colours(run, request.user)))


@require_safe
@_seen
def picture(_request: HttpRequest, run: Run) -> HttpResponse:
    """Return the picture of a density surface for the map."""
    return _private(_file(run, PICTURE))


@require_safe
@_seen
def geotiff(request: HttpRequest, run: Run) -> HttpResponse:
    """Send the density surface as a GeoTIFF, and record that it went out."""
    if not may(request.user, Action.EXPORT):
        raise PermissionDenied(_("Tài khoản này không được xuất dữ liệu."))
    response = _file(run, GEOTIFF)
    AuditEntry.write(
        AuditEntry.Act.EXPORT_DATA,
        _("Mật độ vụ việc, %(territory)s") % {"territory": run.territory},
        request.user,
        run=run.pk,
        asked=run.asked,
    )
    response["Content-Disposition"] = f'attachment; filename="mat-do-{run.pk}.tif"'
    return _private(response)


def _file(run: Run, name: str) -> HttpResponse:
    found = get_object_or_404(RunFile, run=run, name=name)
    return HttpResponse(bytes(found.content), content_type=found.media_type)


def _private(response: HttpResponse) -> HttpResponse:
    """Let no shared cache keep the answer, and let the browser ask each time."""
    response["Cache-Control"] = "private, no-cache"
    return response


def _require_answer(run: Run) -> None:
    if run.state != State.DONE or not run.result["answer"]:
        raise Http404


def _waiting(run: Run) -> dict[str, Any]:
    return {"run": run, "nobody_comes": nobody_comes(run)}


def _script_settings(run: Run, account: Account) -> dict[str, Any]:
    """Return what the script of the map needs, as plain data; the words are those of the map page."""
    approximate = BoundarySet.objects.active().sample().exists()
    surface = run.result["used"].get("bounds")
    return {
        "addresses": {
            "communes": reverse("map_communes"),
            "border": reverse("map_border"),
            "findings": reverse("statistic_colours", args=[run.pk]),
        },
        "screening": run.pk,
        "date": run.choices.day.isoformat(),
        "territory": [run.choices.province],
        "findingStyles": [
            {"key": s.key, "label": str(s.label), "colour": s.colour, "hatch": s.hatch}
            for s in presenting.styles(run, outside=presenting.has_outside(run, account))
        ],
        "coloured": bool(run.result["kinds"]),
        "outlines": run.result["shapes"],
        "picture": {"address": reverse("statistic_picture", args=[run.pk]), "bounds": surface}
        if surface
        else None,
        "attribution": _("ranh giới gần đúng (dữ liệu mẫu)")
        if approximate
        else _("ranh giới theo bộ đang dùng"),
        "words": {
            "failed": _("Máy chủ không trả lời: hãy kiểm tra mạng nội bộ rồi tải lại trang."),
            "noCommunes": _(
                "Không có xã, phường nào của bạn vào ngày này: hãy chọn ngày khác hoặc nhập ranh giới."
            ),
            "border": _("Biên giới quốc gia"),
            "approximate": _("gần đúng"),
            "zoomIn": _("Phóng to"),
            "zoomOut": _("Thu nhỏ"),
            "cluster": _("Cụm"),
            "incidents": _("vụ"),
        },
    }
