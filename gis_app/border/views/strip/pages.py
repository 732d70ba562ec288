"""The strip on a day: its page, its map, the standing agreements, and where a point is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gis_app.border.strip.asking import metre_systems, where
from gis_app.border.strip.coordinates import UnreadablePointError, read_point
from gis_app.border.strip.drawing import drawn
from gis_app.border.strip.editors import may_edit, visible_agreements
from gis_app.border.strip.picture import Picture
from gis_app.border.views.strip.shared import chosen_day, map_settings


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the strip of a day (`?on=`)."""
    day, problem = chosen_day(request)
    context = {
        "picture": Picture(day, request.user),
        "day": day,
        "today": timezone.localdate(),
        "problem": problem,
        "may_edit": may_edit(request.user),
        "settings": map_settings(day),
    }
    return render(request, "border/strip/page.html", context)


@require_safe
def map_data(request: HttpRequest) -> HttpResponse:
    """Return the strip of a day for the map."""
    day, _problem = chosen_day(request)
    response = JsonResponse(drawn(Picture(day, request.user)))
    response["Cache-Control"] = "private, no-cache"
    return response


@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """List the standing agreements that the account may read."""
    context = {
        "agreements": visible_agreements(request.user).order_by("-valid_from", "pk"),
        "today": timezone.localdate(),
        "may_edit": may_edit(request.user),
    }
    return render(request, "border/strip/agreements.html", context)


@require_safe
def where_page(request: HttpRequest) -> HttpResponse:
    """Tell where a point (`?at=`, metres in the system `?epsg=`) stands; `?part=1` gives the answer alone."""
    day, problem = chosen_day(request)
    systems = metre_systems(request.user)
    asked = request.GET.get("epsg", "")
    epsg = int(asked) if asked in {str(code) for code, _label in systems} else systems[0][0]
    context = {"at": request.GET.get("at", "").strip(), "systems": systems, "epsg": epsg, "day": day}
    status = 200
    if context["at"]:
        try:
            reading = read_point(context["at"], epsg)
        except UnreadablePointError as error:
            problem, status = str(error), 400
        else:
            answer = where(reading.lon, reading.lat, day, request.user)
            context |= {"answer": answer, "reading": reading}
    context["problem"] = problem
    if request.GET.get("part"):
        return render(request, "border/strip/answer.html", context, status=200)
    point = context.get("reading")
    context["settings"] = map_settings(day, at=[point.lon, point.lat] if point else None)
    context["heading"] = _("Điểm này ở đâu?")
    return render(request, "border/strip/where.html", context, status=status)
