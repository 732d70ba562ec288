"""The map, the panel of one commune in it, and the commune's own page."""

from __future__ import annotations

import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gis_app.maps import choosing, dossier, parameters, pictures
from gis_app.maps.colouring import FINDING_STYLES, style_records
from gis_app.maps.evidence import evidence_features
from gis_app.maps.figures import figures_of
from gis_app.maps.incidents import POINT_ZOOM
from gis_app.maps.series import series_of
from gis_app.maps.sites import sign_of
from gis_app.transformation.palette import STYLES
from gis_app.transformation.plans_seen import plan_versions
from layers.models import BoundarySet, IncidentCategory, SiteKind

SCREENINGS_OFFERED = 20


@require_safe
@parameters.page_view
def map_page(request: HttpRequest) -> HttpResponse:
    """Show the map with its choices; the scripts fetch what is drawn."""
    versions = plan_versions(request.user)
    choice = choosing.choose(request.GET, versions)
    screening = choosing.chosen_screening(request.GET, request.user)
    years = choosing.years_of(choice.version) if choice.version else []
    offered = list(choosing.screenings(request.user)[:SCREENINGS_OFFERED])
    if screening is not None and screening not in offered:
        offered.append(screening)
    until = timezone.localdate()
    flown = pictures.offered(request.user)
    context = {
        "versions": versions,
        "choice": choice,
        "export_year": choice.year or choosing.year_to_hand_over(years),
        "years": sorted({*years, *([choice.year] if choice.year else [])}, reverse=True),
        "outside_period": bool(
            choice.version and choice.year and not choice.version.covers_year(choice.year)
        ),
        "screening": screening,
        "screenings": offered,
        "categories": IncidentCategory.objects.shown_as_points(),
        "kinds": [(kind, sign_of(kind.pk, str(kind))) for kind in SiteKind.objects.all()],
        "pictures": flown,
        "until": until,
        "since": until - datetime.timedelta(days=364),
        "settings": {
            **script_settings(choice, screening, request.GET.get("commune", "")),
            "at": _named_place(request),
            "pictures": flown,
            "popups": {kind: reverse(f"{kind}_popup", args=[0]) for kind in ("incident", "site")},
        },
    }
    return render(request, "maps/map.html", context)


@require_safe
@parameters.page_view
def panel(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Return the panel of one commune, for the map."""
    unit = (
        dossier.communes_of_the_account(request.user)
        .filter(pk=unit_id)
        .defer("geometry", "display_geometry")
        .first()
    )
    if unit is None:
        raise Http404
    return render(request, "maps/panel.html", _dossier_context(request, unit))


@require_safe
@parameters.page_view
def commune_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show one commune in full: `date` chooses the day on which it bore the code."""
    on = parameters.day(request.GET, "date") or timezone.localdate()
    unit = dossier.commune_by_code(code, on, request.user)
    context = _dossier_context(request, unit)
    found = context["dossier"]
    context["figures"] = figures_of(unit, request.user)
    context["series"] = series_of(unit, found.incidents, found.made_of, request.user)
    return render(request, "maps/commune.html", context)


def _named_place(request: HttpRequest) -> dict[str, Any] | None:
    """Return the place that the address names (`at`), and which incident or site it is the place of."""
    at = parameters.place(request.GET, "at")
    if at is None:
        return None
    numbers = {
        kind: parameters.whole_number(request.GET, kind, 1, 2**63 - 1) for kind in ("incident", "site")
    }
    kind, number = next(((kind, pk) for kind, pk in numbers.items() if pk), ("", None))
    return {"lat": at[0], "lon": at[1], "kind": kind, "id": number}


def _dossier_context(request: HttpRequest, unit: Any) -> dict[str, Any]:
    screening = choosing.chosen_screening(request.GET, request.user)
    found = dossier.dossier_of(unit, screening, request.user)
    return {
        "dossier": found,
        "unit": found.unit,
        "today": timezone.localdate(),
        "evidence": {
            "type": "FeatureCollection",
            "features": evidence_features((line.finding for line in found.findings), request.user),
        },
    }


def script_settings(choice: choosing.Choice, screening: Any, commune: str) -> dict[str, Any]:
    """Return what the scripts of the map need to know, as plain data."""
    approximate = BoundarySet.objects.active().sample().exists()
    kinds = SiteKind.objects.all()
    return {
        "addresses": {
            name: reverse(f"map_{name}")
            for name in ("communes", "border", "status", "days", "findings", "sites", "incidents")
        },
        "panel": reverse("map_panel", args=[0]),
        "statusStyles": style_records(STYLES),
        "findingStyles": style_records(FINDING_STYLES),
        "categories": {category.pk: str(category) for category in IncidentCategory.objects.all()},
        "kinds": {kind.pk: {"label": str(kind), "sign": sign_of(kind.pk, str(kind))} for kind in kinds},
        "date": choice.on.isoformat(),
        "plan": choice.version.plan_id if choice.version else "",
        "year": choice.year or "",
        "territory": choosing.territory_on(choice),
        "screening": screening.pk if screening else "",
        "commune": commune[:20],
        "pointZoom": POINT_ZOOM,
        "attribution": _("ranh giới gần đúng (dữ liệu mẫu)")
        if approximate
        else _("ranh giới theo bộ đang dùng"),
        "words": {
            "incidents": _("vụ"),
            "sites": _("địa điểm"),
            "failed": _("Máy chủ không trả lời: hãy kiểm tra mạng nội bộ rồi tải lại trang."),
            "noCommunes": _(
                "Không có xã, phường nào của bạn vào ngày này: hãy chọn ngày khác hoặc nhập ranh giới."
            ),
            "elsewhere": _("địa bàn thuộc đơn vị đã chia, nhập nên không vẽ được"),
            "notFound": _("Không có xã, phường nào trùng tên."),
            "border": _("Biên giới quốc gia"),
            "approximate": _("gần đúng"),
            "zoomIn": _("Phóng to"),
            "zoomOut": _("Thu nhỏ"),
            "shown": _("Đang hiện"),
            "aggregated": _("gộp theo ô"),
            "since": _("như từ"),
            "noDay": _("Ngày không đúng: hãy viết ngày/tháng/năm, ví dụ 30/06/2019."),
            "north": _("B"),
            "east": _("Đ"),
        },
    }
