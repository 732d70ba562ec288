"""Single incidents with their places: only categories that may be shown as points."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.contrib.gis.db.models.functions import AsWKB
from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.data.exports.errors import ExportRefusedError
from gis_app.data.exports.filters import Filters
from gis_app.data.exports.lists.shaping import FETCHED, as_shape, commune_columns
from gis_app.data.exports.table import Column, Row, Table, Type
from layers.models import Incident, IncidentCategory, IncidentLocation
from layers.models.incidents import IncidentQuerySet
from layers.reading.dates import VIETNAM


def incidents(filters: Filters, account: Account | None) -> Table:
    """Return the incidents of the chosen categories, days and commune.

    Raises:
        ExportRefusedError: for a category that is never shown as points.
    """
    for category in filters.categories:
        if category.precision != IncidentCategory.Precision.POINT:
            raise ExportRefusedError(
                _("“%(category)s” không được xuất từng vụ; hãy xuất số vụ theo xã.")
                % {"category": category.label}
            )
    columns = (
        Column("source", "nguon", _("Nguồn")),
        Column("ref", "so_hieu", _("Mã vụ việc")),
        Column("category", "loai", _("Loại vụ việc")),
        Column("category_label", "ten_loai", _("Tên loại")),
        Column("occurred_at", "xay_ra_luc", _("Thời gian xảy ra")),
        Column("deaths", "so_chet", _("Số người chết"), Type.INTEGER),
        Column("injuries", "bi_thuong", _("Số người bị thương"), Type.INTEGER),
        *commune_columns(),
    )
    notes = [_("Giờ Việt Nam. Ô trống ở số người chết, bị thương: không rõ.")]
    return Table("vu_viec", _("Vụ việc"), columns, _rows(filters, account), "Point", notes)


def asked(filters: Filters, account: Account | None, categories: object) -> IncidentQuerySet:
    """Return the incidents of some categories within the days and the commune of the filter."""
    since = filters.since or datetime.date(1900, 1, 1)
    until = (filters.last_day or filters.on) + datetime.timedelta(days=1)
    rows = restrict(Incident.objects.between(since, until), account).filter(category__in=categories)
    if filters.commune is not None:
        rows = rows.filter(locations__unit=filters.commune)
    return rows


def _rows(filters: Filters, account: Account | None) -> Iterator[Row]:
    categories = IncidentCategory.objects.shown_as_points()
    if filters.categories:
        categories = categories.filter(pk__in=[c.pk for c in filters.categories])
    labels = dict(IncidentCategory.objects.values_list("pk", "label"))
    communes = {pk: (code, name) for pk, code, name in _named(filters, account)}
    in_force = IncidentLocation.objects.filter(incident=OuterRef("pk"), unit__in=list(communes))
    found = (
        asked(filters, account, categories.values("pk"))
        .annotate(commune=Subquery(in_force.values("unit_id")[:1]), place=AsWKB(F("point")))
        .order_by("pk")
        .values_list(
            *("source", "ref", "category_id", "occurred_at", "deaths", "injuries", "commune", "place")
        )
    )
    for source, ref, category, at, deaths, injuries, commune, place in found.iterator(FETCHED):
        moment = at.astimezone(VIETNAM).isoformat(timespec="seconds")
        code, name = communes.get(commune, (None, None))
        yield (
            (source, ref, category, labels[category], moment, deaths, injuries, code, name),
            as_shape(place),
        )


def _named(filters: Filters, account: Account | None) -> list[tuple[int, str, str]]:
    return list(filters.communes(account).values_list("pk", "code", "full_name"))
