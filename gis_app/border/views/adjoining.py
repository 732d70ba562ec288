"""Pairs of adjoining provinces, and the joint page of one pair."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gis_app.access.restricting import restrict
from gis_app.access.roles import Action, may
from gis_app.border.adjoining.forms import AgreementForm, MeetingForm, OfficeForm
from gis_app.border.adjoining.reading import Pair, boundary_communes, pairs_for, window_on
from gis_app.border.adjoining.shared import SharedReport, shared_reports
from gis_app.border.models import ContactOffice, JointAgreement, JointMeeting


@require_safe
def pairs(request: HttpRequest) -> HttpResponse:
    """List the pairs along whose boundary the account sees a commune."""
    today = timezone.localdate()
    return render(request, "border/adjoining/pairs.html", {"pairs": pairs_for(request.user, today)})


@require_http_methods(["GET", "HEAD", "POST"])
def pair(request: HttpRequest, first: str, second: str) -> HttpResponse:
    """Show one pair; add what one of the three forms holds."""
    found = _find(request, first, second)
    forms = _forms(found)
    if request.method == "POST":
        if not may(request.user, Action.COORDINATE):
            raise PermissionDenied
        kind = request.POST.get("kind", "")
        if kind not in forms:
            raise Http404
        forms = _forms(found, kind, request)
        form = forms[kind]
        form.instance.recorded_by = request.user
        if form.is_valid():
            form.save()
            messages.success(request, _("Đã ghi."))
            return redirect("adjoining_pair", first=found.codes[0], second=found.codes[1])
    status = 422 if any(form.errors for form in forms.values()) else 200
    return render(request, "border/adjoining/pair.html", _context(request, found, forms), status=status)


@require_POST
def retire_office(request: HttpRequest, first: str, second: str, office_id: int) -> HttpResponse:
    """Say that an office is no longer the one to call; it stays in the history."""
    found = _find(request, first, second)
    if not may(request.user, Action.COORDINATE):
        raise PermissionDenied
    offices = restrict(ContactOffice.objects.of_pair(*found.codes), request.user).filter(pk=office_id)
    if not offices.update(is_current=False):
        raise Http404
    messages.success(request, _("Đã ngừng dùng đầu mối liên lạc này."))
    return redirect("adjoining_pair", first=found.codes[0], second=found.codes[1])


def _find(request: HttpRequest, first: str, second: str) -> Pair:
    codes = tuple(sorted((first, second)))
    for each in pairs_for(request.user, timezone.localdate()):
        if each.codes == codes:
            return each
    raise Http404


def _forms(found: Pair, kind: str = "", request: HttpRequest | None = None) -> dict[str, Any]:
    """Return the three forms, the one of `kind` filled in from the request."""

    def data(of: str) -> Any:
        return request.POST if request is not None and of == kind else None

    return {
        "agreement": AgreementForm(found.codes, data("agreement")),
        "office": OfficeForm(found.codes, found.names, data("office")),
        "meeting": MeetingForm(found.codes, data("meeting")),
    }


def _context(request: HttpRequest, found: Pair, forms: dict[str, Any]) -> dict[str, Any]:
    today = timezone.localdate()
    sides = boundary_communes(found.codes, request.user, today)
    shared = shared_reports([one for side in sides.values() for one in side], request.user, today)
    meetings = list(restrict(JointMeeting.objects.of_pair(*found.codes), request.user))
    return {
        "pair": found,
        "sides": [(code, found.names[code], sides[code]) for code in found.codes],
        "shared": shared,
        "on_map": any(one.place_shown for one in shared),
        "settings": _map_settings(shared),
        "window": window_on(today),
        "agreements": restrict(JointAgreement.objects.of_pair(*found.codes), request.user),
        "offices": [
            (office, found.names.get(office.side, office.side))
            for office in restrict(ContactOffice.objects.of_pair(*found.codes), request.user).filter(
                is_current=True
            )
        ],
        "meetings": meetings,
        "next_meeting": next((m.next_on for m in meetings if m.next_on and m.next_on >= today), None),
        "forms": forms if may(request.user, Action.COORDINATE) else {},
        "today": today,
    }


def _map_settings(shared: list[SharedReport]) -> dict[str, Any]:
    """Return what the map of the shared reports needs; places as [longitude, latitude]."""
    return {
        "communes": reverse("map_communes"),
        "border": reverse("map_border"),
        "ground": reverse("border_ground"),
        "reports": [
            {
                "at": [round(one.report.point.x, 6), round(one.report.point.y, 6)],
                "urgency": one.report.urgency,
                "state": one.report.state,
                "label": str(one.report),
                "url": reverse("border_report", args=[one.report.pk]),
            }
            for one in shared
            if one.place_shown
        ],
        "words": {
            "zoomIn": _("Phóng to"),
            "zoomOut": _("Thu nhỏ"),
            "failed": _("Máy chủ không trả lời: hãy kiểm tra mạng nội bộ rồi tải lại trang."),
        },
    }
