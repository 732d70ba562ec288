"""Reports that the sample's offices sent or still owe, and an office's own dates; all synthetic."""

from __future__ import annotations

import datetime

from gis_app.plans.models import Plan, PlanVersion
from gis_app.reports.delivered import Standing, standings
from gis_app.reports.delivering import list_parties, record_delivery, set_date
from gis_app.reports.models import ReportDelivery

Day = datetime.date

_PARTIES = ("Sở Tư pháp (mẫu)", "Sở Văn hóa, Thể thao và Du lịch (mẫu)", "Bộ Chỉ huy Bộ đội Biên phòng (mẫu)")


def send_reports() -> None:
    """Record a year of reports, unless the sample's are there already."""
    if ReportDelivery.objects.exists():
        return
    dong_nai = Plan.objects.get(pk="dongnai-7488-2017").version_for(2025)
    _send(_dated(dong_nai, 2025)[0], "Công an tỉnh Đồng Nai (mẫu)", "512/BC-MAU", Day(2025, 11, 21))

    dong_thap = Plan.objects.get(pk="dongthap-bcd138-2024").version_for(2026)
    quarters = _dated(dong_thap, 2026)
    list_parties(quarters[0].occurrence.obligation, _PARTIES, None)
    quarters = _dated(dong_thap, 2026)
    for number, party in enumerate(_PARTIES):
        _send(quarters[0], party, f"{20 + number}/BC-MAU", Day(2026, 3, 2 + number))
    _send(quarters[1], "Ban Chỉ đạo 138 tỉnh Đồng Tháp (mẫu)", "88/BC-MAU", Day(2026, 6, 9))
    _send(quarters[2], "Ban Chỉ đạo 138 tỉnh Đồng Tháp (mẫu)", "131/BC-MAU", Day(2026, 9, 3))

    binh_phuoc = Plan.objects.get(pk="binhphuoc-07-2022").version_for(2026)
    quarterly = [
        one for one in standings(binh_phuoc, 2026) if one.occurrence.obligation.rule.every == "quarter"
    ]
    for standing, (day, month) in zip(quarterly, ((20, 3), (20, 6), (20, 9), (20, 12)), strict=True):
        set_date(standing.occurrence, month, day, "Công văn số 15/CV-MAU ngày 05/01/2026 (mẫu)", None)


def _dated(version: PlanVersion, year: int) -> list[Standing]:
    return [standing for standing in standings(version, year) if standing.occurrence.due]


def _send(standing: Standing, sender: str, number: str, on: datetime.date) -> None:
    record_delivery(standing.occurrence, sender, number, on, None)
