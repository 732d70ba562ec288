"""Communes in force on a day, with their status in a plan's year and what a screening found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.gis.db.models.functions import AsWKB
from django.db.models import F
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.data.exports.filters import Filters
from gis_app.data.exports.lists.shaping import FETCHED, as_shape, commune_columns
from gis_app.screening.models import Finding
from gis_app.transformation.models import Status
from gis_app.transformation.reading import areas_by_unit
from layers.writing.table import Column, Row, Table, Type


def communes(filters: Filters, account: Account | None) -> Table:
    """Return the communes that the account sees."""
    found = _outcomes(filters, account)
    criteria = sorted({criterion for _unit, criterion in found})
    columns = [
        *commune_columns(),
        Column("kind", "loai", _("Loại")),
        Column("province_code", "ma_tinh", _("Mã tỉnh")),
        Column("area_km2", "dt_km2", _("Diện tích trắc địa (km²)"), Type.NUMBER),
        Column("published_area_km2", "dt_congbo", _("Diện tích công bố (km²)"), Type.NUMBER),
        Column("population", "dan_so", _("Dân số công bố"), Type.INTEGER),
        Column("valid_from", "tu_ngay", _("Tính từ ngày"), Type.DATE),
        Column("valid_to", "den_ngay", _("Đến trước ngày"), Type.DATE),
    ]
    if filters.plan is not None:
        columns += [
            Column("status", "tt_khoa", _("Trạng thái (khóa)")),
            Column("status_label", "trang_thai", _("Trạng thái")),
        ]
    columns += [Column(c, f"tc_{i}", _("Tiêu chí %(key)s") % {"key": c}) for i, c in enumerate(criteria, 1)]
    notes = []
    if filters.screening is not None:
        notes.append(_("“thiếu dữ liệu” không phải là “không”: tiêu chí chưa kết luận được."))
    return Table(
        "xa_phuong",
        _("Xã, phường"),
        columns,
        _rows(filters, account, criteria, found),
        "MultiPolygon",
        notes,
    )


def _outcomes(filters: Filters, account: Account | None) -> dict[tuple[int, str], str]:
    if filters.screening is None:
        return {}
    rows = restrict(Finding.objects.filter(screening=filters.screening), account)
    labels = dict(Finding.Outcome.choices)
    return {(unit, c): str(labels[o]) for unit, c, o in rows.values_list("unit_id", "criterion", "outcome")}


def _rows(
    filters: Filters,
    account: Account | None,
    criteria: list[str],
    found: dict[tuple[int, str], str],
) -> Iterator[Row]:
    areas = areas_by_unit(filters.plan, filters.year, filters.on, account) if filters.plan else {}
    for unit in (
        filters.communes(account)
        .annotate(shape=AsWKB(F("geometry")))
        .defer("geometry", "display_geometry")
        .order_by("code", "pk")
        .iterator(FETCHED)
    ):
        values: list[Any] = [
            *(unit.code, unit.full_name, str(unit.get_kind_display()), unit.province_code),
            *(round(unit.area_m2 / 1e6, 6), unit.published_area_km2, unit.population),
            *(unit.valid_from, unit.valid_to),
        ]
        if filters.plan is not None:
            status = areas[unit.pk].status_on if unit.pk in areas else None
            values += [status, str(Status(status).label) if status else _("không trong chương trình")]
        values += [found.get((unit.pk, criterion)) for criterion in criteria]
        yield values, as_shape(unit.shape)
