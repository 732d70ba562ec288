"""What can be exported; `LISTS` names every list with the choices it knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gis_app.access.models import Account
from gis_app.data.exports.filters import Filters
from gis_app.data.exports.lists.areas import areas
from gis_app.data.exports.lists.communes import communes
from gis_app.data.exports.lists.counts import counts
from gis_app.data.exports.lists.incidents import incidents
from gis_app.data.exports.lists.indicators import indicators
from gis_app.data.exports.lists.sites import sites
from gis_app.data.exports.lists.victim_years import victim_years
from layers.writing.table import Table


@dataclass(frozen=True, slots=True)
class Exportable:
    """A list that can be exported.

    Attributes:
        about: one sentence on what the rows are.
        fields: the choices of `gis_app.data.exports.forms` that narrow it.
    """

    label: str | Promise
    about: str | Promise
    make: Callable[[Filters, Account | None], Table]
    fields: tuple[str, ...]


LISTS: Mapping[str, Exportable] = {
    "incidents": Exportable(
        _("Vụ việc"),
        _("Mỗi dòng một vụ, với vị trí; chỉ các loại được thể hiện theo điểm."),
        incidents,
        ("categories", "since", "last_day", "commune", "source", "standing", "batch"),
    ),
    "counts": Exportable(
        _("Số vụ theo xã"),
        _("Mỗi dòng một xã và một loại vụ việc, cộng trong cả khoảng thời gian."),
        counts,
        ("categories", "since", "last_day", "commune"),
    ),
    "victim_years": Exportable(
        _("Số vụ theo xã và năm (loại nhạy cảm)"),
        _("Các loại liên quan nạn nhân: chỉ theo xã và năm, số dưới 5 ghi “< 5”."),
        victim_years,
        ("categories",),
    ),
    "sites": Exportable(
        _("Địa điểm"),
        _("Mỗi dòng một địa điểm với hình và thuộc tính, theo ngày chọn."),
        sites,
        ("kinds", "presence", "on", "commune", "source", "batch"),
    ),
    "communes": Exportable(
        _("Xã, phường"),
        _("Ranh giới theo ngày chọn, trạng thái chuyển hóa và kết quả rà soát."),
        communes,
        ("on", "plan", "year", "screening"),
    ),
    "indicators": Exportable(
        _("Chỉ tiêu thống kê"),
        _("Mỗi dòng một số liệu của một xã trong một kỳ; trống là chưa có số liệu."),
        indicators,
        ("indicators", "period", "commune"),
    ),
    "areas": Exportable(
        _("Địa bàn trọng điểm, phức tạp"),
        _("Các địa bàn đã đề xuất, lựa chọn, với trạng thái theo ngày chọn."),
        areas,
        ("plan", "year", "on"),
    ),
}
