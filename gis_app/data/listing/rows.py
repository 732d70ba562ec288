"""What a page of the list shows of each row besides the row: its commune today, its place on the map."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.db.models.functions import PointOnSurface
from django.contrib.gis.geos import Point
from django.db.models import OuterRef, Subquery, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gis_app.access.models import Account
from gis_app.access.restricting import restrict, scope_of
from gis_app.data.exports.filters import Filters, Standing
from gis_app.data.exports.lists import asked
from gis_app.data.listing.paging import Order, Page, counted, page_of
from layers.models import AdminUnit, ImportBatch, Incident, Site
from layers.models.boundaries import AdminUnitQuerySet

#: So many are sorted in some hundredths of a second.
_FEW_ROWS = 50_000
#: The jurisdiction of a commune: itself, and what it was made of. A province has hundreds.
_FEW_UNITS = 30

#: The day follows from the time.
_BY_TIME = ("occurred_on", "occurred_at", "pk")
#: The first order of each list is the one it opens with.
INCIDENT_ORDERS: Mapping[str, Order] = {
    "newest": Order(_("mới nhất trước"), _BY_TIME, descending=True, first_is_shortcut=True),
    "oldest": Order(_("cũ nhất trước"), _BY_TIME, first_is_shortcut=True),
}
SITE_ORDERS: Mapping[str, Order] = {
    "name": Order(_("theo tên"), ("name", "pk")),
    "latest": Order(_("mới nhập trước"), ("pk",), descending=True),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list.

    Attributes:
        commune: the one in force that the row lies in; None where the account sees none.
        place: latitude and longitude in degrees, as the map's address takes them.
    """

    row: Any
    commune: AdminUnit | None
    place: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a list with the number of all rows, see `paging.counted`."""

    lines: list[Line]
    page: Page
    total: int


def incidents(filters: Filters, account: Account, order: Order, address: Mapping[str, str]) -> Listed:
    """Return a page of the incidents that the filter asks for.

    Raises:
        ExportRefusedError: for a category that is never shown one by one.
        BadCursorError: when the address names no place in the list.
    """
    found = asked.single_incidents(filters, account)
    few = are_few(filters, account)
    page = page_of(found.select_related("category"), order, address, few=few)
    points = Incident.objects.filter(pk__in=[row.pk for row in page.rows])
    if filters.standing == Standing.COUNTED:
        located = _communes(filters, account).filter(incident_locations__incident=OuterRef("pk"))
    else:
        located = _communes(filters, account).filter(geometry__intersects=OuterRef("point"))
    homes = _named(points, located)
    lines = [Line(row, homes.get(row.pk), _place(row.point)) for row in page.rows]
    return Listed(lines, page, counted(found, order, few=few))


def sites(filters: Filters, account: Account, order: Order, address: Mapping[str, str]) -> Listed:
    """Return a page of the sites that the filter asks for; shapes stay in the database.

    Raises:
        BadCursorError: when the address names no place in the list.
    """
    found = asked.sites(filters, account)
    shown = found.select_related("kind").defer("geometry", "attributes")
    page = page_of(shown, order, address, few=False)
    shapes = Site.objects.filter(pk__in=[row.pk for row in page.rows]).annotate(at=PointOnSurface("geometry"))
    places = dict(shapes.values_list("pk", "at"))
    homes = _named(shapes, _communes(filters, account).filter(geometry__intersects=OuterRef("at")))
    lines = [Line(row, homes.get(row.pk), _place(places[row.pk])) for row in page.rows]
    return Listed(lines, page, counted(found, order, few=True))


def commune_at(point: Point, account: Account) -> AdminUnit | None:
    """Return the commune of today around a point, None where the account sees none there."""
    communes = _communes(Filters(on=timezone.localdate()), account)
    return communes.filter(geometry__intersects=point).order_by("code").only("code", "full_name").first()


def are_few(filters: Filters, account: Account) -> bool:
    """Say whether the incidents that a filter asks for are few among all: found first, then sorted."""
    if filters.commune is not None or filters.standing != Standing.COUNTED:
        return True
    brought = ImportBatch.objects.filter(layer=ImportBatch.Layer.INCIDENTS)
    if filters.batch is not None:
        return filters.batch.rows_accepted <= _FEW_ROWS
    if filters.source:
        rows = brought.filter(source=filters.source).aggregate(rows=Sum("rows_accepted"))["rows"]
        return (rows or 0) <= _FEW_ROWS
    scope = scope_of(account)
    return not scope.everything and len(scope.unit_ids) <= _FEW_UNITS


def has_any(what: str, account: Account) -> bool:
    """Say whether the account sees any row at all, so that an empty list can say what to do about it."""
    nothing_asked = Filters(on=datetime.date(2200, 12, 31))
    rows = asked.single_incidents if what == "incidents" else asked.sites
    return rows(nothing_asked, account).exists()


def _communes(filters: Filters, account: Account) -> AdminUnitQuerySet:
    return restrict(AdminUnit.objects.communes().on(filters.on), account)


def _named(rows: Any, at_row: AdminUnitQuerySet) -> dict[int, AdminUnit]:
    """Return the commune of each row by the row's primary key; the smaller code where two claim it."""
    first = Subquery(at_row.order_by("code").values("pk")[:1])
    homes = dict(rows.annotate(home=first).values_list("pk", "home"))
    units = AdminUnit.objects.only("code", "full_name").in_bulk({pk for pk in homes.values() if pk})
    return {row: units[unit] for row, unit in homes.items() if unit}


def _place(point: Point) -> str:
    return f"{point.y:.6f},{point.x:.6f}"
