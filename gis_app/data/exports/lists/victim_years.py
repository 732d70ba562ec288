"""Categories about victims: per commune and year only, small counts hidden so that no total gives them away.

What is hidden is decided on the whole table of a province, the communes in force today by all years reported,
whatever an account sees of it: two exports of different parts hide the same cells. Totals are given only for
a province that the account sees as a whole. A filter by year or commune is not offered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.utils import timezone
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.data.exports.errors import ExportRefusedError
from gis_app.data.exports.filters import Filters
from gis_app.data.exports.lists.shaping import commune_columns, inner_points
from layers.disclosure import SMALLEST_SHOWN, Mark, Shown, publish
from layers.models import AdminUnit, IncidentCategory
from layers.victim_years import victim_table
from layers.writing.table import Column, Row, Table


def victim_years(filters: Filters, account: Account | None) -> Table:
    """Return one row for each commune, category and reported year, and totals where they may be given.

    Raises:
        ExportRefusedError: for a category that is not one of these.
    """
    chosen = list(filters.categories) or list(IncidentCategory.objects.sensitive())
    for category in chosen:
        if category.precision != IncidentCategory.Precision.COMMUNE_YEAR:
            raise ExportRefusedError(
                _("“%(category)s” không thuộc loại nhạy cảm; hãy xuất số vụ theo xã.")
                % {"category": category.label}
            )
    columns = (
        *commune_columns(),
        Column("category", "loai", _("Loại vụ việc")),
        Column("category_label", "ten_loai", _("Tên loại")),
        Column("year", "nam", _("Năm")),
        Column("incidents", "so_vu", _("Số vụ")),
    )
    notes = [
        _("“< %(smallest)s”: từ 1 đến 4 vụ. “che”: không công bố, để không tính ngược được số nhỏ từ tổng.")
        % {"smallest": SMALLEST_SHOWN},
        _("Điểm chỉ cho biết xã nào, không phải nơi xảy ra. Năm không có dòng: chưa được báo cáo."),
    ]
    today = replace(filters, on=timezone.localdate(), commune=None)
    return Table(
        "so_vu_theo_nam",
        _("Số vụ theo xã và năm"),
        columns,
        _rows(today, account, chosen),
        "Point",
        notes,
        geometry_is_stand_in=True,
    )


def _rows(filters: Filters, account: Account | None, chosen: Sequence[IncidentCategory]) -> Iterator[Row]:
    seen = set(filters.communes(account).values_list("pk", flat=True))
    provinces = (
        filters.communes(account).order_by("province_code").values_list("province_code", flat=True).distinct()
    )
    for province in list(provinces):
        units = list(
            AdminUnit.objects.communes()
            .on(filters.on)
            .of_province(province)
            .order_by("code")
            .values_list("pk", flat=True)
        )
        places = inner_points(units)
        for category in chosen:
            years, table = victim_table(units, category)
            if not years:
                continue
            published = publish(table)
            for position, unit in enumerate(units):
                if unit not in seen:
                    continue
                code, name, place = places[unit]
                for year, shown in zip(years, published.cells[position], strict=True):
                    yield (code, name, category.pk, category.label, str(year), _text(shown)), place
                if published.row_totals is not None:
                    total = _text(published.row_totals[position])
                    yield (code, name, category.pk, category.label, _("mọi năm"), total), place
            if seen.issuperset(units) and published.column_totals is not None:
                whole = (province, _("mọi xã, phường của tỉnh"), category.pk, category.label)
                for year, shown in zip(years, published.column_totals, strict=True):
                    yield (*whole, str(year), _text(shown)), None
                yield (*whole, _("mọi năm"), _text(published.total)), None


def _text(shown: Shown) -> str:
    return str(shown.value) if isinstance(shown, Mark) else str(shown)
