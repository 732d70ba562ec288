"""Counts against earlier ones as every page and paper words them: unknown said, chance reckoned with."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gis_app.formats.numbers import number, percent
from gis_app.statistics.counts import SMALLEST_BASE, CountChange


def count(value: int | None) -> str:
    """Write a count; an unknown one is said to be unknown."""
    return _("chưa rõ") if value is None else number(value, 0, get_language() or "vi")


def difference(found: CountChange | None) -> str:
    """Write a change: the number of cases, and the percentage where the base is large enough."""
    if found is None:
        return "—"
    cases = f"{found.difference:+d}".replace("-", "−") if found.difference else "0"
    if found.share is None:
        return cases
    share = percent(abs(found.share), 1, get_language() or "vi")
    sign = "+" if found.share > 0 else "−" if found.share < 0 else ""
    return f"{cases} ({sign}{share})".replace(" %", "\u00a0%")


def remark(found: CountChange | None) -> str:
    """Say whether the change is more than chance."""
    if found is None:
        return _("không so sánh được")
    if found.direction > 0:
        return _("tăng rõ")
    if found.direction < 0:
        return _("giảm rõ")
    if found.now == found.before:
        return _("không đổi")
    return _("không rõ rệt")


def small_numbers_note() -> str:
    """Return the note that stands under every comparison."""
    return _(
        "Không tính tỷ lệ phần trăm khi kỳ so sánh có dưới %(base)s vụ. “Tăng rõ”, “giảm rõ”: mức thay "
        "đổi vượt dao động ngẫu nhiên ở độ tin cậy 95 %% (hai số đếm Poisson); so nhiều loại cùng lúc thì "
        "cứ khoảng 20 loại vẫn có một loại như vậy do ngẫu nhiên. Số vụ là số được ghi nhận, nơi ít "
        "trình báo thì số thấp."
    ) % {"base": SMALLEST_BASE}
