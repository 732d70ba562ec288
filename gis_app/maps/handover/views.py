"""The download behind the map page's button."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gis_app.access.roles import Action, may
from gis_app.maps.handover.exporting import ExportError, export_map
from gis_app.transformation.asking import UnknownChoiceError, day_named, plan_named, year_named


@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Return the map of `?plan=&year=[&date=]` as one HTML file."""
    if not may(request.user, Action.EXPORT):
        raise PermissionDenied(_("Tài khoản này không được xuất bản đồ."))
    try:
        plan, year = plan_named(request.GET.get("plan", "")), year_named(request.GET.get("year", ""))
        page = export_map(plan, year, day_named(request.GET.get("date"), year), request.user)
    except (UnknownChoiceError, ExportError) as error:
        raise Http404(str(error)) from None
    response = HttpResponse(page, content_type="text/html; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="ban-do-{plan.pk}-{year}.html"'
    return response
