"""Figures per commune and period; an empty figure is unknown."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.data.exports.filters import Filters
from gis_app.data.exports.lists.shaping import FETCHED, commune_columns, inner_points
from layers.models import IndicatorValue
from layers.models.indicators import IndicatorValueQuerySet
from layers.writing.table import Column, Row, Table, Type


def indicators(filters: Filters, account: Account | None) -> Table:
    """Return the figures of the chosen indicators, period and commune."""
    columns = (
        *commune_columns(),
        Column("boundary_set", "bo_rg", _("Bộ ranh giới")),
        Column("indicator", "chi_tieu", _("Chỉ tiêu")),
        Column("indicator_label", "ten_ct", _("Tên chỉ tiêu")),
        Column("unit", "don_vi", _("Đơn vị tính")),
        Column("period", "ky", _("Kỳ")),
        Column("value", "gia_tri", _("Giá trị"), Type.NUMBER),
        Column("source", "nguon", _("Nguồn")),
        Column("as_of", "den_ngay", _("Số liệu đến ngày"), Type.DATE),
    )
    notes = [
        _("Ô giá trị trống: chưa có số liệu, không phải bằng 0."),
        _("Điểm chỉ cho biết xã nào."),
    ]
    return Table(
        "chi_tieu",
        _("Chỉ tiêu thống kê"),
        columns,
        _rows(filters, account),
        "Point",
        notes,
        geometry_is_stand_in=True,
    )


def _asked(filters: Filters, account: Account | None) -> IndicatorValueQuerySet:
    found = restrict(IndicatorValue.objects.all(), account)
    if filters.indicators:
        found = found.filter(indicator__in=filters.indicators)
    if filters.period:
        found = found.filter(period=filters.period)
    return found if filters.commune is None else found.filter(unit=filters.commune)


def _rows(filters: Filters, account: Account | None) -> Iterator[Row]:
    found = _asked(filters, account)
    places = inner_points(found.order_by().values_list("unit_id", flat=True).distinct())
    rows = found.order_by("unit__code", "indicator__position", "period", "pk").values_list(
        *("unit_id", "unit__boundary_set__name", "indicator_id", "indicator__label", "indicator__unit"),
        *("period", "value", "source", "as_of"),
    )
    for unit, boundary_set, key, label, measure, period, value, source, as_of in rows.iterator(FETCHED):
        code, name, place = places[unit]
        yield (code, name, boundary_set, key, label, measure, period, value, source, as_of), place
