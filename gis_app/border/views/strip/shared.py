"""What the pages of the strip share: the day in the address, what their scripts need."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_app.formats.days import DayField
from gis_app.formats.numbers import date as write_date

#: Before and after these no boundary set of this country is kept; dates beyond break arithmetic.
_EARLIEST, _LATEST = datetime.date(1975, 1, 1), datetime.date(2200, 1, 1)


def chosen_day(request: HttpRequest) -> tuple[datetime.date, str]:
    """Return the day of `?on=`, today without one, and what is wrong with it, "" where nothing is."""
    today = timezone.localdate()
    text = request.GET.get("on", "").strip()
    if not text:
        return today, ""
    try:
        day = DayField().clean(text)
    except ValidationError as error:
        return today, " ".join(error.messages)
    if day is None or not _EARLIEST <= day <= _LATEST:
        return today, _("Ngày không đúng: hãy ghi theo dạng 31/12/2026.")
    return day, ""


def map_settings(day: datetime.date, **further: Any) -> dict[str, Any]:
    """Return what the script of a map needs; `day` is the day that it shows."""
    on = write_date(day)
    return {
        "on": on,
        "communes": f"{reverse('map_communes')}?date={on}",
        "border": f"{reverse('map_border')}?date={on}",
        "strip": f"{reverse('border_strip_map')}?on={on}",
        "where": reverse("border_where"),
        "foot": reverse("border_foot"),
        "words": {
            "zoomIn": _("Phóng to"),
            "zoomOut": _("Thu nhỏ"),
            "failed": _("Máy chủ không trả lời: hãy kiểm tra mạng nội bộ rồi tải lại trang."),
            "gap": _("Chưa có cơ quan phụ trách"),
            "overlap": _("Chồng lấn:"),
            "picking": _("Bấm lên bản đồ, gần đường biên giới."),
            "drawing": _(
                "Bấm từng đỉnh trên bản đồ; bấm lại đỉnh đầu (vùng) hoặc đỉnh cuối (đường) để xong."
            ),
            "moving": _("Kéo các đỉnh để sửa; bấm chuột phải lên một đỉnh để bỏ đỉnh đó."),
        },
        **further,
    }
