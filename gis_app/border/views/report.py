"""One report: sending it, its page, what is done with it."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gis_app.access.models import Agency
from gis_app.access.restricting import restrict
from gis_app.access.roles import Action, may
from gis_app.border.board import handling, locating, marks, reporting, same
from gis_app.border.board.agencies import own
from gis_app.border.board.fingerprints import fingerprint
from gis_app.border.board.recording import Sender, newest_number
from gis_app.border.board.refusing import RefusedError
from gis_app.border.board.seeing import place_shown, visible_to
from gis_app.border.board.steps import Act
from gis_app.border.forms import NewReportForm, StepForm
from gis_app.border.models import BorderReport
from gis_app.border.views.answering import done, first_error, told
from gis_app.border.views.board import live_settings
from layers.models import Incident

_MOVES = frozenset({Act.VERIFY, Act.CONFIRM, Act.REFUTE, Act.REOPEN, Act.ACKNOWLEDGE, Act.CLOSE, Act.COMMENT})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Send a report. A script that waits for an answer gets JSON, a browser without scripts the page."""
    if not may(request.user, Action.WORK_BORDER):
        raise PermissionDenied(_("Vai trò của tài khoản này không được làm việc đó."))
    if request.method != "POST":
        return _form(request, NewReportForm.fresh())
    form = NewReportForm(request.POST)
    if not form.is_valid():
        return told(request, first_error(form)) or _form(request, form, 400)
    try:
        made = reporting.report(form.told(), request.user)
    except RefusedError as refused:
        form.add_error(None, str(refused))
        return told(request, str(refused)) or _form(request, form, 400)
    return done(request, reverse("border_report", args=[made.pk]), _("Đã gửi tin."))


@require_safe
def page(request: HttpRequest, report_id: uuid.UUID) -> HttpResponse:
    """Show a report with its steps and what the account can do."""
    return _page(request, _visible(request, report_id))


@require_POST
def act(request: HttpRequest, report_id: uuid.UUID, act: str) -> HttpResponse:
    """Do one thing with a report."""
    if act not in Act.values:
        raise Http404
    report = _visible(request, report_id)
    form = StepForm(request.POST)
    if not form.is_valid():
        return told(request, first_error(form)) or _page(request, report, first_error(form), 400)
    try:
        _do(Act(act), report_id, form.cleaned_data, request)
    except RefusedError as refused:
        return told(request, str(refused)) or _page(request, report, str(refused), 400)
    return done(request, reverse("border_report", args=[report_id]), _("Đã ghi."))


def _do(act: Act, report_id: uuid.UUID, data: dict[str, Any], request: HttpRequest) -> None:
    account, text, to_agency = request.user, data["text"], data["to_agency"]
    said = fingerprint(str(report_id), act.value, text, str(to_agency.pk if to_agency else ""))
    sender = Sender(data["step_id"] or uuid.uuid4(), said)
    if act in _MOVES:
        handling.move(report_id, act, account, text, sender)
    elif act in {Act.HAND_OVER, Act.SHARE}:
        if to_agency is None:
            raise RefusedError(_("Chưa chọn cơ quan: hãy chọn trong danh sách."))
        give = handling.hand_over if act is Act.HAND_OVER else handling.share
        give(report_id, to_agency, account, text, sender)
    elif act is Act.PLACE:
        handling.settle_place(report_id, account, text, data["lon"], data["lat"])
    elif act is Act.INCIDENT:
        handling.link_incident(report_id, data["source"], data["ref"], account)
    elif act in {Act.JOIN, Act.KEEP_APART} and data["other"]:
        (same.join if act is Act.JOIN else same.keep_apart)(report_id, data["other"], account)
    else:
        raise Http404


def _visible(request: HttpRequest, report_id: uuid.UUID) -> BorderReport:
    found = visible_to(request.user).for_list().filter(pk=report_id).first()
    if found is None:
        raise Http404(_("Không có tin này, hoặc đơn vị không được xem."))
    return found


def _page(request: HttpRequest, report: BorderReport, problem: str = "", status: int = 200) -> HttpResponse:
    mine = own(request.user.agency_id)
    shown = place_shown(report, mine)
    number = newest_number()
    links = report.incident_links.values("incident")
    acts = [
        (act, StepForm(initial={"step_id": uuid.uuid4()}, auto_id=f"{act.value}_%s"))
        for act in handling.offered(report, request.user)
    ]
    today = timezone.localdate()
    context = {
        "report": report,
        "place": locating.sentence(report) if shown else "",
        "place_shown": shown,
        "doubts": marks.sentences(report),
        "asks_place": BorderReport.Mark.BEYOND in report.marks and not report.place_settled,
        "steps": report.steps.select_related("agency", "account", "to_agency"),
        "shares": report.shares.select_related("agency"),
        "incidents": restrict(Incident.objects.filter(pk__in=links), request.user).select_related("category"),
        "proposals": same.proposals_for(report, request.user),
        "acts": [(act, form) for act, form in acts if act not in {Act.JOIN, Act.KEEP_APART}],
        "agencies": [each for each in Agency.objects.exclude(pk=report.holder_id) if each.existed_on(today)],
        "must_act": report.holder_id in mine and report.state != "closed" and report.same_as_id is None,
        "problem": problem,
        "settings": {
            **live_settings(request.user, number),
            "query": "standing=all&days=0",
            "only": str(report.pk),
            "at": [report.point.x, report.point.y] if shown else None,
            "urgency": report.urgency,
            "state": report.state,
        },
    }
    return render(request, "border/report.html", context, status=status)


def _form(request: HttpRequest, form: NewReportForm, status: int = 200) -> HttpResponse:
    settings = {**live_settings(request.user, 0), "draws": "point", "editable": True}
    return render(request, "border/new.html", {"form": form, "settings": settings}, status=status)
