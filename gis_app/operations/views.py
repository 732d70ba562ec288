"""The history page."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_app.access.models import AuditEntry
from gis_app.access.restricting import scope_of
from gis_app.access.roles import Action, may
from gis_app.operations import cycle_history, reading
from gis_app.operations.history_labels import Told, detail_label, plan_labels, told
from gis_app.transformation.models import PlanYear, StatusChange
from gis_app.transformation.plans_seen import plan_versions

ROWS_PER_PAGE = 50


def history(request: HttpRequest, subject: str = "areas") -> HttpResponse:
    """Show who did what: changes of key areas, prints and exports, and (administrators) every changed row."""
    subjects = _subjects(request)
    if subject == "database" and subject not in subjects:
        raise PermissionDenied(_("Chỉ quản trị hệ thống xem được mọi thay đổi trong cơ sở dữ liệu."))
    if subject not in subjects:
        raise Http404(_("Không có mục nhật ký này."))
    if subject == "moment":
        return moment(request)
    if subject == "areas":
        rows = reading.status_changes(request.user)
    elif subject == "cycle":
        rows = cycle_history.changes(request.user)
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


def moment(request: HttpRequest) -> HttpResponse:
    """Show the records of a year as they stood at a moment (`?plan=&year=&at=`)."""
    versions = plan_versions(request.user)
    asked, at = request.GET.get("year", ""), request.GET.get("at", "").strip()
    years = PlanYear.objects.filter(plan__in=[one.plan_id for one in versions]).select_related("plan")
    labels = {version.plan_id: version.label for version in versions}
    chosen = years.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 18 else None
    problem, when = "", _moment(at)
    if at and when is None:
        problem = _("“%(at)s” không phải là thời điểm: hãy viết ngày/tháng/năm, hoặc thêm giờ:phút.") % {
            "at": at[:40]
        }
    elif asked and chosen is None:
        problem = _("Không có năm này trong phạm vi của bạn: hãy chọn trong danh sách.")
    found = cycle_history.records_at(chosen, when, request.user) if chosen and when else []
    kinds: dict[str, list[Told]] = {}
    for record in told(found):
        kinds.setdefault(record.table, []).append(record)
    context = {
        "subjects": _subjects(request),
        "subject": "moment",
        "years": [(year, labels[year.plan_id]) for year in years.order_by("plan", "-year")],
        "chosen": chosen,
        "at": at or f"{timezone.localtime():%d/%m/%Y %H:%M}",
        "when": when,
        "problem": problem,
        "kinds": kinds,
        "standing": reading.standing_at(chosen, when, request.user) if chosen and when else [],
    }
    return render(request, "operations/history_moment.html", context, status=422 if problem else 200)


def _moment(text: str) -> datetime.datetime | None:
    """Read dd/mm/yyyy with or without hours and minutes; a day alone is its end."""
    for pattern, whole_day in (("%d/%m/%Y %H:%M", False), ("%H:%M %d/%m/%Y", False), ("%d/%m/%Y", True)):
        try:
            found = datetime.datetime.strptime(text, pattern)  # noqa: DTZ007, made aware below
        except ValueError:
            continue
        if whole_day:
            found = found.replace(hour=23, minute=59, second=59, microsecond=999999)
        return timezone.make_aware(found)
    return None


def _subjects(request: HttpRequest) -> dict[str, str]:
    subjects = {
        "areas": _("Địa bàn"),
        "cycle": _("Hồ sơ chu kỳ"),
        "moment": _("Tại một thời điểm"),
        "prints": _("In và xuất"),
    }
    if may(request.user, Action.MANAGE_ACCOUNTS):
        subjects["database"] = _("Mọi thay đổi")
    return subjects


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


def _cycle(page: Page[Any]) -> list[Told]:
    return told(cycle_history.seen(page))


_ROWS: dict[str, Callable[[Page[Any]], list[Any]]] = {
    "areas": _areas,
    "prints": _prints,
    "database": told,
    "cycle": _cycle,
}
