"""Single incidents with their places: only categories that may be shown as points."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.gis.db.models.functions import AsWKB
from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.data.exports.filters import Filters, Standing
from gis_app.data.exports.lists.asked import single_incidents
from gis_app.data.exports.lists.shaping import FETCHED, as_shape, commune_columns
from layers.models import IncidentCategory, IncidentLocation
from layers.reading.dates import VIETNAM
from layers.writing.table import Column, Row, Table, Type


def incidents(filters: Filters, account: Account | None) -> Table:
    """Return the incidents that the filter asks for.

    Raises:
        ExportRefusedError: for a category that is never shown as points.
    """
    columns = [
        Column("source", "nguon", _("Nguồn")),
        Column("ref", "so_hieu", _("Mã vụ việc")),
        Column("category", "loai", _("Loại vụ việc")),
        Column("category_label", "ten_loai", _("Tên loại")),
        Column("occurred_at", "xay_ra_luc", _("Thời gian xảy ra")),
        Column("deaths", "so_chet", _("Số người chết"), Type.INTEGER),
        Column("injuries", "bi_thuong", _("Số người bị thương"), Type.INTEGER),
        *commune_columns(),
    ]
    notes = [_("Giờ Việt Nam. Ô trống ở số người chết, bị thương: không rõ.")]
    if filters.standing != Standing.COUNTED:
        columns.append(Column("withdrawn_reason", "ly_do_rut", _("Lý do rút")))
        notes.append(
            _("Các vụ này không được tính vào số liệu nào (%(why)s).") % {"why": filters.standing.label}
        )
    return Table("vu_viec", _("Vụ việc"), columns, _rows(filters, account), "Point", notes)


def _rows(filters: Filters, account: Account | None) -> Iterator[Row]:
    counted = filters.standing == Standing.COUNTED
    labels = dict(IncidentCategory.objects.values_list("pk", "label"))
    communes = {pk: (code, name) for pk, code, name in _named(filters, account)}
    in_force = IncidentLocation.objects.filter(incident=OuterRef("pk"), unit__in=list(communes))
    found = (
        single_incidents(filters, account)
        .annotate(commune=Subquery(in_force.values("unit_id")[:1]), place=AsWKB(F("point")))
        .order_by("pk")
        .values_list(
            *("source", "ref", "category_id", "occurred_at", "deaths", "injuries", "commune", "place"),
            "withdrawn_reason",
        )
    )
    for source, ref, category, at, deaths, injuries, commune, place, reason in found.iterator(FETCHED):
        moment = at.astimezone(VIETNAM).isoformat(timespec="seconds")
        code, name = communes.get(commune, (None, None))
        values = (source, ref, category, labels[category], moment, deaths, injuries, code, name)
        yield values if counted else (*values, reason), as_shape(place)


def _named(filters: Filters, account: Account | None) -> list[tuple[int, str, str]]:
    return list(filters.communes(account).values_list("pk", "code", "full_name"))
