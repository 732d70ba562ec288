"""A year of the plan of Đồng Nai on the four communes of the test country."""

from __future__ import annotations

import datetime

from gis_app.plans.cap import Cap
from gis_app.plans.cap_groups import WHOLE
from gis_app.plans.models import Plan
from gis_app.screening.models import Finding, Screening
from gis_app.transformation.models import DecidedCap, Decision, KeyArea, PlanYear, Status, StatusChange
from layers.models import AdminUnit

PLAN = "dongnai-7488-2017"
YEAR = 2026
DAY = datetime.date(2026, 11, 20)
REASON = "Có 3 mỏ đá đang khai thác; ngưỡng 2 <mỏ>."


def key_area(unit: AdminUnit, status: Status = Status.SELECTED, breach: str = "") -> KeyArea:
    """Give a commune a status by a decision of May 2026, proposed from a screening that met d.mining."""
    plan = Plan.objects.get(pk=PLAN)
    plan_year, _created = PlanYear.objects.get_or_create(plan=plan, year=YEAR)
    screening = Screening.objects.create(
        plan_version=plan.current,
        year=YEAR,
        as_of=datetime.date(2026, 4, 30),
        territory="Đồng Nai",
        parameters={},
        data_cutoff={},
        versions={},
    )
    Finding.objects.create(
        screening=screening,
        unit=unit,
        criterion="d.mining",
        outcome=Finding.Outcome.MET,
        reason_vi=REASON,
        reason_en="3 quarries",
    )
    cap = DecidedCap(WHOLE, "", Cap(4, 15), 1, breach)
    decision, _created = Decision.objects.get_or_create(
        plan_year=plan_year,
        act=Decision.Act.SELECT,
        number="12/QĐ-BCĐ138",
        decided_on=datetime.date(2026, 5, 12),
        defaults={"body": "Ban Chỉ đạo 138 tỉnh Đồng Nai", "caps": [cap.entry()]},
    )
    area = KeyArea.objects.create(plan_year=plan_year, unit=unit, status=status, screening=screening)
    StatusChange.objects.create(
        area=area,
        from_status=Status.PROPOSED,
        to_status=status,
        effective_on=decision.decided_on,
        decision=decision,
    )
    return area
