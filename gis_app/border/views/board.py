"""The board: who has seen what, who must act, until when."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gis_app.access.models import Account
from gis_app.access.roles import Action, may
from gis_app.border.board.changes import board, changes
from gis_app.border.board.choosing import PERIODS, Choice
from gis_app.border.board.ground import ground as ground_of
from gis_app.border.board.pulse import PATH, token_for
from gis_app.border.board.seeing import counts
from gis_app.border.board.trafficking import trafficking
from gis_app.border.models import ReportKind, Urgency


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the reports that the account sees; who has no part in them gets the counts of the jurisdiction."""
    if not may(request.user, Action.WORK_BORDER):
        return _counts(request)
    choice = Choice.read(request.GET)
    told = board(request.user, choice)
    rows = [{**row, "html": mark_safe(row["html"])} for row in told["rows"]]  # noqa: S308 - our own template
    today = timezone.localdate()
    context = {
        "choice": choice,
        "rows": rows,
        "full": told["full"],
        "standings": [
            ("open", _("đang mở")),
            ("mine", _("đơn vị tôi phải xử lý")),
            ("overdue", _("quá hạn")),
            ("closed", _("đã kết thúc")),
            ("all", _("tất cả")),
        ],
        "kinds": ReportKind.objects.all(),
        "urgencies": Urgency.choices,
        "periods": [(days, _period(days)) for days in PERIODS],
        "measure": trafficking(request.user, today.replace(month=1, day=1), today.replace(month=12, day=31)),
        "year": today.year,
        "without_agency": request.user.agency is None,
        "settings": {
            **live_settings(request.user, told["number"]),
            "query": request.GET.urlencode(),
            "next_in": told["next_in"],
            "rows": [{key: row[key] for key in row if key != "html"} for row in rows],
        },
    }
    return render(request, "border/board.html", context)


@require_safe
def changes_since(request: HttpRequest) -> HttpResponse:
    """Return what changed after the step `since`, for a page with the same choice in its address."""
    if not may(request.user, Action.WORK_BORDER):
        raise PermissionDenied
    since = request.GET.get("since", "")
    if not (since.isascii() and since.isdecimal() and len(since) < 16):
        return HttpResponseBadRequest(_("Thiếu số thứ tự của lần xem trước: hãy tải lại trang."))
    return _fresh(JsonResponse(changes(request.user, int(since), Choice.read(request.GET))))


@require_safe
def ground(request: HttpRequest) -> HttpResponse:
    """Return sections, markers, posts and gates for the map."""
    return _fresh(JsonResponse(ground_of(timezone.localdate(), request.user)))


def live_settings(account: Account, number: int) -> dict[str, Any]:
    """Return what the scripts of a page that follows the board need; `number` is what the page has seen."""
    return {
        "number": number,
        "pulse": PATH,
        "token": token_for(account),
        "changes": reverse("border_changes"),
        "ground": reverse("border_ground"),
        "communes": reverse("map_communes"),
        "border": reverse("map_border"),
        "report": reverse("border_report", args=["00000000-0000-0000-0000-000000000000"]),
        "words": {
            "zoomIn": _("Phóng to"),
            "zoomOut": _("Thu nhỏ"),
            "failed": _("Máy chủ không trả lời: hãy kiểm tra mạng nội bộ rồi tải lại trang."),
            "clickPoint": _("Bấm lên bản đồ để đặt điểm; kéo điểm để dời."),
            "live": _("Trực tiếp"),
            "lost": _("Mất kết nối, đang thử lại; tin mới sẽ hiện khi nối lại được. Lần cuối:"),
            "signedOut": _("Phiên làm việc đã hết: hãy đăng nhập lại ở một thẻ khác rồi tải lại trang."),
            "unsent": _("Chưa gửi được; nội dung còn ở đây và sẽ tự gửi khi nối lại được."),
            "sending": _("Đang gửi…"),
            "left": _("còn"),
            "over": _("quá hạn"),
            "minutes": _("phút"),
            "hours": _("giờ"),
            "days": _("ngày"),
            "newer": _("Có bước mới; phần đang gõ được giữ nguyên."),
        },
    }


def _counts(request: HttpRequest) -> HttpResponse:
    year = timezone.localdate().year
    labels = {kind.pk: str(kind) for kind in ReportKind.objects.all()}
    found = {row["kind"]: row for row in counts(request.user, year)}
    lines = [{**found[key], "label": label} for key, label in labels.items() if key in found]
    return render(request, "border/counts.html", {"lines": lines, "year": year})


def _period(days: int) -> str:
    if days == 0:
        return _("không giới hạn")
    return _("24 giờ qua") if days == 1 else _("%(days)s ngày qua") % {"days": days}


def _fresh(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-cache"
    return response
