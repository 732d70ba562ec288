"""The pages of the two lists, and what the map shows of one incident or site."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gis_app.data.editing import incidents as incident_editing
from gis_app.data.editing import sites as site_editing
from gis_app.data.exports.errors import ExportRefusedError
from gis_app.data.exports.narrowing import NarrowingForm
from gis_app.data.listing import rows
from gis_app.data.listing.paging import MOST_COUNTED, BadCursorError, Order
from layers.models import IncidentCategory


@dataclass(frozen=True, slots=True)
class _List:
    template: str
    orders: Mapping[str, Order]
    read: Callable[..., rows.Listed]


_LISTS = {
    "incidents": _List("data/lists/incidents.html", rows.INCIDENT_ORDERS, rows.incidents),
    "sites": _List("data/lists/sites.html", rows.SITE_ORDERS, rows.sites),
}
#: What an address says about the page and not about the list.
_OF_THE_PAGE = ("order", "before", "after")


@require_safe
def incident_list(request: HttpRequest) -> HttpResponse:
    """List the incidents that may be shown one by one, narrowed by the address."""
    together = IncidentCategory.objects.exclude(precision=IncidentCategory.Precision.POINT)
    return _page(request, "incidents", {"together": together})


@require_safe
def site_list(request: HttpRequest) -> HttpResponse:
    """List the sites, narrowed by the address."""
    return _page(request, "sites", {})


@require_safe
def incident_popup(request: HttpRequest, incident_id: int) -> HttpResponse:
    """Tell what the map shows of one incident."""
    incident = incident_editing.visible(incident_id, request.user)
    if incident is None:
        raise Http404(_("Không có vụ việc này trong địa bàn của bạn."))
    facts = incident_editing.told(incident_editing.values_of(incident))
    commune = rows.commune_at(incident.point, request.user)
    context = {"incident": incident, "facts": facts, "commune": commune}
    return render(request, "data/lists/incident_popup.html", context)


@require_safe
def site_popup(request: HttpRequest, site_id: int) -> HttpResponse:
    """Tell what the map shows of one site."""
    site = site_editing.visible(site_id, request.user)
    if site is None:
        raise Http404(_("Không có địa điểm này trong địa bàn của bạn."))
    facts = site_editing.told(site.kind_id, site_editing.values_of(site))
    commune = rows.commune_at(site.geometry.point_on_surface, request.user)
    return render(request, "data/lists/site_popup.html", {"site": site, "facts": facts, "commune": commune})


def _page(request: HttpRequest, what: str, more: dict[str, Any]) -> HttpResponse:
    shown = _LISTS[what]
    chosen = request.GET.get("order", "")
    key = chosen if chosen in shown.orders else next(iter(shown.orders))
    form = NarrowingForm(what, request.user, _flat(request))
    listed = None
    if form.is_valid():
        try:
            listed = shown.read(form.filters(), request.user, shown.orders[key], request.GET)
        except ExportRefusedError as refused:
            form.add_error("categories", str(refused))
        except BadCursorError as bad:
            return render(request, "400.html", {"sentence": str(bad)}, status=400)
    query = _query(request)
    if request.session.get(f"list_{what}") != query:
        request.session[f"list_{what}"] = query
    context = {
        "form": form,
        "listed": listed,
        "orders": shown.orders,
        "order": key,
        "query": query,
        "most_counted": MOST_COUNTED,
        "nothing_at_all": listed is not None and not listed.lines and not rows.has_any(what, request.user),
        **more,
    }
    return render(request, shown.template, context, status=200 if listed else 400)


def _flat(request: HttpRequest) -> Any:
    """Return the address with lists that are written with commas taken apart."""
    data = request.GET.copy()
    for name in ("categories", "kinds"):
        data.setlist(name, [key for text in data.getlist(name) for key in text.split(",") if key])
    return data


def _query(request: HttpRequest) -> str:
    """Return what the address says about the list, as the export takes it."""
    kept = _flat(request)
    for name in [name for name in kept if name in _OF_THE_PAGE or not any(kept.getlist(name))]:
        del kept[name]
    return kept.urlencode()
