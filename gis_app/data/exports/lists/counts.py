"""How many incidents of each category each commune had in a span of days, unknown told from zero."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from django.db.models import Count
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.data.exports.errors import ExportRefusedError
from gis_app.data.exports.filters import Filters
from gis_app.data.exports.lists.asked import incidents_of
from gis_app.data.exports.lists.shaping import commune_columns, inner_points
from layers.models import IncidentCategory, IncidentLocation
from layers.reporting import reported
from layers.writing.table import Column, Row, Table, Type


def counts(filters: Filters, account: Account | None) -> Table:
    """Return one row for each commune of the day and each chosen category.

    Raises:
        ExportRefusedError: for a category that is only shown per commune and year.
    """
    sensitive = IncidentCategory.Precision.COMMUNE_YEAR
    for category in filters.categories:
        if category.precision == sensitive:
            raise ExportRefusedError(
                _("“%(category)s” chỉ được xuất theo xã và năm, số nhỏ được che; hãy chọn danh sách đó.")
                % {"category": category.label}
            )
    chosen = list(filters.categories) or list(IncidentCategory.objects.exclude(precision=sensitive))
    columns = (
        *commune_columns(),
        Column("category", "loai", _("Loại vụ việc")),
        Column("category_label", "ten_loai", _("Tên loại")),
        Column("since", "tu_ngay", _("Từ ngày"), Type.DATE),
        Column("last_day", "den_ngay", _("Đến hết ngày"), Type.DATE),
        Column("incidents", "so_vu", _("Số vụ"), Type.INTEGER),
    )
    notes = [
        _("Ô trống: loại vụ việc chưa được báo cáo ở tỉnh này; số 0: có báo cáo, không có vụ nào."),
        _("Điểm chỉ cho biết xã nào, không phải nơi xảy ra."),
    ]
    return Table(
        "so_vu_theo_xa",
        _("Số vụ theo xã"),
        columns,
        _rows(filters, account, chosen),
        "Point",
        notes,
        geometry_is_stand_in=True,
    )


def _rows(filters: Filters, account: Account | None, chosen: Sequence[IncidentCategory]) -> Iterator[Row]:
    since = filters.since or datetime.date(1900, 1, 1)
    last_day = filters.last_day or filters.on
    units = list(filters.communes(account).defer("geometry", "display_geometry"))
    places = inner_points(unit.pk for unit in units)
    for category in chosen:
        found = dict(
            IncidentLocation.objects.filter(
                unit__in=units, incident__in=incidents_of([category.pk], filters, account).values("pk")
            )
            .values_list("unit_id")
            .annotate(Count("pk"))
        )
        known = reported([category.pk], units, since, last_day + datetime.timedelta(days=1))
        for unit in units:
            code, name, place = places[unit.pk]
            count = found.get(unit.pk, 0) if known[unit.province_code] else None
            yield (code, name, category.pk, category.label, filters.since, last_day, count), place
