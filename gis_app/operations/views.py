"""The history page."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gis_app.access.restricting import scope_of
from gis_app.access.roles import Action, may
from gis_app.operations import reading

ROWS_PER_PAGE = 50


def history(request: HttpRequest, subject: str = "areas") -> HttpResponse:
    """Show who did what: changes of key areas, prints and exports, and (administrators) every changed row."""
    subjects = {"areas": _("Địa bàn"), "prints": _("In và xuất")}
    if may(request.user, Action.MANAGE_ACCOUNTS):
        subjects["database"] = _("Mọi thay đổi")
    elif subject == "database":
        raise PermissionDenied(_("Chỉ quản trị hệ thống xem được mọi thay đổi trong cơ sở dữ liệu."))
    if subject not in subjects:
        raise Http404(_("Không có mục nhật ký này."))
    if subject == "areas":
        rows = reading.status_changes(request.user)
    elif subject == "prints":
        rows = reading.prints(request.user, scope_of(request.user))
    else:
        rows = reading.database_events()
    page = Paginator(rows, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        f"operations/history_{subject}.html",
        {"page_obj": page, "subjects": subjects, "subject": subject},
    )
