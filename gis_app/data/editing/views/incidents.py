"""Pages of one incident."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gis_app.access.restricting import restrict
from gis_app.access.roles import Action, may
from gis_app.access.versions import history, version_of
from gis_app.data.editing import incidents
from gis_app.data.editing.errors import EditRefusedError
from gis_app.data.editing.forms import CorrectIncidentForm, NewIncidentForm, ReasonForm
from gis_app.data.editing.views.shared import for_editors, map_settings, tell
from layers.models import AdminUnit, Incident


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def new(request: HttpRequest) -> HttpResponse:
    """Add an incident; `lat` and `lon` in the address place it."""
    form = NewIncidentForm(
        request.POST or None,
        initial={k: request.GET[k] for k in ("lat", "lon", "category") if k in request.GET},
    )
    status = 400 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            data = form.cleaned_data
            incident = incidents.add(form.values(), data["source"], data["ref"], request.user)
        except EditRefusedError as refused:
            status = tell(form, refused)
        else:
            messages.success(request, _("Đã thêm vụ việc %(ref)s.") % {"ref": incident.ref})
            return redirect("incident_page", incident.pk)
    context = {"form": form, "settings": map_settings(draws="point", editable=True)}
    return render(request, "data/editing/new_incident.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, incident_id: int) -> HttpResponse:
    """Show an incident with its history; a POST corrects it."""
    incident = _visible(request, incident_id)
    if request.method == "POST":
        return _correct(request, incident)
    form = CorrectIncidentForm(initial=_stored(incident))
    return _render(request, incident, form)


@for_editors
def _correct(request: HttpRequest, incident: Incident) -> HttpResponse:
    form = CorrectIncidentForm(request.POST)
    status = 400
    if form.is_valid():
        data = form.cleaned_data
        try:
            incidents.correct(incident.pk, data["version"], form.values(), data["reason"], request.user)
        except EditRefusedError as refused:
            status = tell(form, refused)
        else:
            messages.success(request, _("Đã lưu; số liệu của xã, phường đã tính lại."))
            return redirect("incident_page", incident.pk)
    return _render(request, incident, form, status)


@require_POST
@for_editors
def standing(request: HttpRequest, incident_id: int) -> HttpResponse:
    """Withdraw an incident, or put a withdrawn one back (`act`)."""
    incident = _visible(request, incident_id)
    form = ReasonForm(request.POST)
    status = 400
    if form.is_valid():
        data = form.cleaned_data
        act = incidents.put_back if request.POST.get("act") == "put_back" else incidents.withdraw
        try:
            act(incident.pk, data["version"], data["reason"])
        except EditRefusedError as refused:
            status = tell(form, refused)
        else:
            messages.success(request, _("Đã lưu; số liệu của xã, phường đã tính lại."))
            return redirect("incident_page", incident.pk)
    return _render(request, incident, CorrectIncidentForm(initial=_stored(incident)), status, standing=form)


def _visible(request: HttpRequest, pk: int) -> Incident:
    incident = incidents.visible(pk, request.user)
    if incident is None:
        raise Http404(_("Không có vụ việc này trong địa bàn của bạn."))
    return incident


def _stored(incident: Incident) -> dict[str, object]:
    values = incidents.values_of(incident)
    return {
        "category": values.category.pk,
        "occurred_at": values.occurred_at,
        "lat": values.lat,
        "lon": values.lon,
        "deaths": values.deaths,
        "injuries": values.injuries,
        "version": version_of(incident),
    }


def _render(
    request: HttpRequest,
    incident: Incident,
    form: CorrectIncidentForm,
    status: int = 200,
    standing: ReasonForm | None = None,
) -> HttpResponse:
    counted = incident.duplicate_of_id is None and not incident.withdrawn_reason
    editable = counted and may(request.user, Action.IMPORT)
    units = restrict(AdminUnit.objects.filter(incident_locations__incident=incident), request.user)
    context = {
        "incident": incident,
        "facts": incidents.told(incidents.values_of(incident)),
        "units": units.select_related("boundary_set").order_by("-boundary_set__valid_from"),
        "form": form,
        "standing": standing or ReasonForm(initial={"version": version_of(incident)}, auto_id="standing_%s"),
        "counted": counted,
        "editable": editable,
        "history": history(incident),
        "settings": map_settings(draws="point", editable=editable),
        "standing_url": reverse("incident_standing", args=[incident.pk]),
    }
    return render(request, "data/editing/incident.html", context, status=status)
