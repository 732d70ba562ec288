"""Key areas with their status on a day."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.gis.db.models.functions import AsWKB
from django.db.models import F
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.data.exports.filters import Filters
from gis_app.data.exports.lists.shaping import FETCHED, as_shape, commune_columns
from gis_app.transformation.models import KeyArea, Status
from layers.writing.table import Column, Row, Table, Type


def areas(filters: Filters, account: Account | None) -> Table:
    """Return the key areas that had a status by the day."""
    columns = (
        Column("plan", "ke_hoach", _("Kế hoạch")),
        Column("year", "nam", _("Năm"), Type.INTEGER),
        *commune_columns(),
        Column("status", "tt_khoa", _("Trạng thái (khóa)")),
        Column("status_label", "trang_thai", _("Trạng thái")),
        Column("starts_on", "bat_dau", _("Bắt đầu chuyển hóa"), Type.DATE),
        Column("ends_on", "ket_thuc", _("Kết thúc chuyển hóa"), Type.DATE),
        Column("proposal_reason", "ly_do", _("Lý do đề xuất")),
    )
    title = _("Địa bàn trọng điểm, phức tạp")
    return Table("dia_ban", title, columns, _rows(filters, account), "MultiPolygon")


def _rows(filters: Filters, account: Account | None) -> Iterator[Row]:
    found = restrict(KeyArea.objects.all(), account).with_status_on(filters.on).exclude(status_on=None)
    if filters.plan is not None:
        found = found.filter(plan_year__plan=filters.plan)
    if filters.year is not None:
        found = found.filter(plan_year__year=filters.year)
    rows = (
        found.annotate(shape=AsWKB(F("unit__geometry")))
        .order_by("plan_year__plan_id", "plan_year__year", "unit__code", "pk")
        .values_list(
            *("plan_year__plan_id", "plan_year__year", "unit__code", "unit__full_name", "status_on"),
            *("starts_on", "ends_on", "proposal_reason", "shape"),
        )
    )
    for plan, year, code, name, status, starts_on, ends_on, reason, shape in rows.iterator(FETCHED):
        label = str(Status(status).label)
        yield (plan, year, code, name, status, label, starts_on, ends_on, reason), as_shape(shape)
