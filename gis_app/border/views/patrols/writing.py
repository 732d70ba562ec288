"""The forms of patrols: planned, done, corrected; and a look into a GPX file before it is sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gis_app.border.board.agencies import acting
from gis_app.border.board.refusing import RefusedError
from gis_app.border.models import Patrol
from gis_app.border.patrols import drawing, recording
from gis_app.border.patrols.forms import (
    CorrectDoneForm,
    CorrectPlanForm,
    DoneForm,
    PlanForm,
    TrackField,
    length_of,
    stored_route,
)
from gis_app.border.patrols.seeing import may_record
from gis_app.border.patrols.wording import track_sentences
from gis_app.border.views.answering import done, first_error, told
from gis_app.border.views.patrols.shared import map_settings, require_patrol, visible

_METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(_METHODS)
def plan(request: HttpRequest) -> HttpResponse:
    """Plan a patrol."""
    require_patrol(request)
    try:
        agency = acting(request.user)
    except RefusedError as refused:
        return told(request, str(refused)) or render(
            request, "border/patrols/refused.html", {"sentence": str(refused)}, status=400
        )
    initial = {"lead": agency.pk, "planned_on": timezone.localdate()}
    form = PlanForm(request.POST or None, request.FILES or None, account=request.user, initial=initial)

    def write(data: dict[str, Any]) -> Patrol:
        return recording.plan_patrol(
            data["lead"],
            data["agencies"],
            data["planned_on"],
            request.user,
            route=form.route,
            document=data["document"],
            note=data["note"],
            step_id=data["step_id"],
        )

    words = {"title": _("Lên kế hoạch tuần tra"), "save": _("Lưu kế hoạch")}
    return _answer(request, form, write, words, reverse("border_patrols"))


@require_http_methods(_METHODS)
def done_page(request: HttpRequest, patrol_id: int) -> HttpResponse:
    """Record that a patrol took place."""
    patrol = _recorded_by(request, patrol_id)
    initial = {"done_on": min(patrol.planned_on, timezone.localdate()), "way": Patrol.Origin.GPX}
    form = DoneForm(
        request.POST or None, request.FILES or None, account=request.user, patrol=patrol, initial=initial
    )

    def write(data: dict[str, Any]) -> Patrol:
        sent = {"note": data["note"], "step_id": data["step_id"]}
        return recording.record_done(patrol, data["done_on"], form.walked, request.user, **sent)

    words = {"title": _("Ghi tuần tra đã thực hiện"), "save": _("Ghi đã thực hiện")}
    return _answer(request, form, write, words, _address(patrol), patrol)


@require_http_methods(_METHODS)
def correct(request: HttpRequest, patrol_id: int) -> HttpResponse:
    """Correct what was typed wrongly."""
    patrol = _recorded_by(request, patrol_id)
    took_place = patrol.state == Patrol.State.DONE
    initial = {
        "lead": patrol.lead_id,
        "agencies": [agency.pk for agency in patrol.agencies.all() if agency.pk != patrol.lead_id],
        "planned_on": patrol.planned_on,
        "done_on": patrol.done_on,
        "document": patrol.document,
        "note": patrol.note,
        "shape": patrol.route if took_place else patrol.planned_route,
        "seen": recording.newest_step(patrol),
    }
    make = CorrectDoneForm if took_place else CorrectPlanForm
    form = make(
        request.POST or None, request.FILES or None, account=request.user, patrol=patrol, initial=initial
    )

    def write(data: dict[str, Any]) -> Patrol:
        sent = {"seen": data["seen"], "step_id": data["step_id"]}
        return recording.correct(patrol, _changed(form), data["reason"], request.user, **sent)

    words = {"title": _("Sửa lần tuần tra"), "save": _("Lưu")}
    return _answer(request, form, write, words, _address(patrol), patrol)


@require_POST
def track(request: HttpRequest) -> HttpResponse:
    """Return what is in a GPX file: the route as it would be stored, and what is to be said about it."""
    require_patrol(request)
    try:
        found = TrackField().clean(request.FILES.get("gpx"))
    except forms.ValidationError as error:
        return JsonResponse({"sentence": str(error.messages[0])}, status=400)
    if found is None:
        return JsonResponse(
            {"sentence": _("Chưa chọn tệp GPX: hãy chọn tệp, hoặc chọn cách khác.")}, status=400
        )
    said = " ".join(track_sentences(found, length_of(found)))
    return JsonResponse({"shape": drawing.shape(stored_route(found)), "sentence": said})


def _changed(form: CorrectPlanForm | CorrectDoneForm) -> dict[str, Any]:
    """Return what a correction says; a route that was not touched is left out."""
    data = form.cleaned_data
    names = ("lead", "agencies", "planned_on", "done_on", "document", "note")
    said = {name: data[name] for name in names if name in data}
    if isinstance(form, CorrectDoneForm):
        return said if form.walked is None else {**said, "route": form.walked}
    return said if form.route is None else {**said, "planned_route": form.route}


def _answer(
    request: HttpRequest,
    form: PlanForm | DoneForm | CorrectDoneForm,
    write: Callable[[dict[str, Any]], Patrol],
    words: dict[str, str],
    back: str,
    patrol: Patrol | None = None,
) -> HttpResponse:
    """Show the form, or do what it says."""
    status = 200
    if form.is_bound:
        status = 400
        if form.is_valid():
            try:
                return done(request, _address(write(form.cleaned_data)), _("Đã ghi."))
            except RefusedError as refused:
                form.add_error(None, str(refused))
        if (refusal := told(request, first_error(form))) is not None:
            return refusal
    context = {"form": form, "back": back, "patrol": patrol, **words}
    beside = drawing.shape(patrol.planned_route) if isinstance(form, DoneForm) and patrol else None
    context["settings"] = map_settings(request, editable=True, crossing=True, beside=beside)
    return render(request, "border/patrols/edit.html", context, status=status)


def _recorded_by(request: HttpRequest, patrol_id: int) -> Patrol:
    """Return a patrol that the account may record."""
    require_patrol(request)
    patrol = visible(request, patrol_id)
    if not may_record(request.user, list(patrol.agencies.all())):
        raise PermissionDenied(_("Chỉ cơ quan tham gia hoặc cấp trên của cơ quan đó được ghi tuần tra."))
    return patrol


def _address(patrol: Patrol) -> str:
    return reverse("border_patrol", args=[patrol.pk])
