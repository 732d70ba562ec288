"""What the map's scripts ask for. Every answer holds only the account's jurisdiction."""

from __future__ import annotations

import datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gis_app.maps import choosing, days, incidents, parameters, shapes, sites
from gis_app.maps.colouring import outcomes, statuses
from gis_app.transformation.plans_seen import plan_versions
from layers.models import IncidentCategory, SiteKind

_HIGHEST_ZOOM = 19
_GEOJSON = "application/geo+json"


def _private(response: HttpResponse) -> HttpResponse:
    """Let the browser keep the answer but ask each time whether it still holds.

    Another account may sign in on the same machine, so an answer is never used unasked.
    """
    response["Cache-Control"] = "private, no-cache"
    return response


@require_safe
@parameters.data_view
def communes(request: HttpRequest) -> HttpResponse:
    """Return the communes in force on `date` (today by default) with simplified shapes.

    The body holds nothing that changes from day to day (statuses come from `status`), so that the browser
    fetches shapes once.
    """
    on = parameters.day(request.GET, "date") or timezone.localdate()
    unit_ids, told = shapes.fingerprint(shapes.communes_on(on, request.user))
    etag = quote_etag(told)
    response = get_conditional_response(request, etag)
    if response is None:
        response = HttpResponse(shapes.communes_geojson(unit_ids), content_type=_GEOJSON)
    response["ETag"] = etag
    return _private(response)


@require_safe
@parameters.data_view
def border(request: HttpRequest) -> HttpResponse:
    """Return the state border of `date` beside the communes of that day."""
    on = parameters.day(request.GET, "date") or timezone.localdate()
    features = shapes.border_features(shapes.communes_on(on, request.user), on)
    collection = {"type": "FeatureCollection", "features": features}
    return _private(JsonResponse(collection, content_type=_GEOJSON))


@require_safe
@parameters.data_view
def status(request: HttpRequest) -> HttpResponse:
    """Return the status of each commune of `plan` and `year` on `date`.

    `shapes` changes where the communes of that day are others than those of another, `border` where the lines
    of the border are; `note` says what is not known about the day. While nothing was decided and no
    boundaries or lines came since, the answer is not made again.
    """
    choice = choosing.choose(request.GET, plan_versions(request.user))
    unit_ids, shapes_told = shapes.fingerprint(shapes.communes_on(choice.on, request.user))
    border_told = shapes.lines_in_use(choice.on)
    etag = quote_etag(days.status_tag(choice, shapes_told, border_told, get_language() or ""))
    response = get_conditional_response(request, etag)
    if response is None:
        response = JsonResponse(
            {
                **statuses(choice, request.user),
                "shapes": shapes_told,
                "border": border_told,
                "territory": choosing.territory_on(choice),
                "note": days.note(choice, request.user, has_communes=bool(unit_ids)),
            }
        )
    response["ETag"] = etag
    return _private(response)


@require_safe
@parameters.data_view
def status_days(request: HttpRequest) -> HttpResponse:
    """Return from when to when the map of `plan` and `year` can be asked for, and where it changes."""
    choice = choosing.choose(request.GET, plan_versions(request.user))
    found = days.steps(choice, request.user)
    return _private(
        JsonResponse(
            {
                "first": days.first_day(choice, found).isoformat(),
                "last": timezone.localdate().isoformat(),
                "steps": [{"day": step.day.isoformat(), "text": step.text} for step in found],
            }
        )
    )


@require_safe
@parameters.data_view
def findings(request: HttpRequest) -> HttpResponse:
    """Return what `screening` found for each commune."""
    screening = choosing.chosen_screening(request.GET, request.user)
    if screening is None:
        raise parameters.BadParameterError(_("Thiếu lần rà soát: hãy chọn một lần rà soát trong danh sách."))
    on = parameters.day(request.GET, "date") or timezone.localdate()
    return _private(JsonResponse(outcomes(screening, on, request.user)))


@require_safe
@parameters.data_view
def site_shapes(request: HttpRequest) -> HttpResponse:
    """Return the sites of `kinds` that exist on `date` within `bbox`, aggregated for `zoom` where many."""
    view = sites.View(
        kinds=parameters.keys(request.GET, "kinds", _keys_of(SiteKind)) or [],
        on=parameters.day(request.GET, "date") or timezone.localdate(),
        zoom=_zoom(request),
        bbox=parameters.box(request.GET),
    )
    return _private(JsonResponse(sites.shown(view, request.user), content_type=_GEOJSON))


@require_safe
@parameters.data_view
def incident_counts(request: HttpRequest) -> HttpResponse:
    """Return incidents of `categories` from `from` to `to` within `bbox`, for `zoom`.

    Without categories all that may be shown by place are taken, without a period the last twelve months.
    """
    known = _keys_of(IncidentCategory)
    last_day = parameters.day(request.GET, "to") or timezone.localdate()
    since = parameters.day(request.GET, "from") or last_day - datetime.timedelta(days=364)
    if since > last_day:
        raise parameters.BadParameterError(_("“Từ ngày” đứng sau “đến ngày”: hãy đổi lại hai ngày."))
    asked = parameters.keys(request.GET, "categories", known)
    view = incidents.View(
        categories=sorted(known) if asked is None else asked,
        since=since,
        last_day=last_day,
        zoom=_zoom(request),
        bbox=parameters.box(request.GET),
    )
    return _private(JsonResponse(incidents.shown(view, request.user)))


def _zoom(request: HttpRequest) -> int:
    zoom = parameters.whole_number(request.GET, "zoom", 0, _HIGHEST_ZOOM)
    if zoom is None:
        raise parameters.BadParameterError(
            _("Thiếu mức phóng (zoom): cần một số nguyên từ 0 đến %(highest)s.") % {"highest": _HIGHEST_ZOOM}
        )
    return zoom


def _keys_of(model: type[IncidentCategory] | type[SiteKind]) -> set[str]:
    return set(model.objects.values_list("pk", flat=True))
