"""The history page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gis_app.access.models import AuditEntry
from gis_app.access.restricting import scope_of
from gis_app.access.roles import Action, may
from gis_app.operations import reading
from gis_app.operations.history_labels import detail_label, plan_labels, told
from gis_app.transformation.models import StatusChange

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
        {"page_obj": page, "rows": _ROWS[subject](page), "subjects": subjects, "subject": subject},
    )


def _areas(page: Page[StatusChange]) -> list[tuple[StatusChange, str]]:
    """Return each change with the number of its plan."""
    labels = plan_labels(change.area.plan_year.plan_id for change in page)
    return [(change, labels.get(change.area.plan_year.plan_id, "")) for change in page]


def _prints(page: Page[AuditEntry]) -> list[tuple[AuditEntry, str, list[tuple[str, Any]]]]:
    """Return each entry with what it is about and its choices, plans by their number."""
    plans = plan_labels(word for entry in page for word in _words(entry))
    return [
        (
            entry,
            " ".join(plans.get(word, word) for word in entry.subject.split(" ")),
            [
                (detail_label(key), plans.get(value, value) if isinstance(value, str) else value)
                for key, value in entry.details.items()
            ],
        )
        for entry in page
    ]


def _words(entry: AuditEntry) -> list[str]:
    """Return the words of an entry that may be the id of a plan."""
    return [*entry.subject.split(" "), *(value for value in entry.details.values() if isinstance(value, str))]


_ROWS: dict[str, Callable[[Page[Any]], list[Any]]] = {"areas": _areas, "prints": _prints, "database": told}
