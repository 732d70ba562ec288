"""What the sample shows of sealed decisions: one that was corrected, and a year that is closed."""

from __future__ import annotations

import datetime

from gis_app.transformation.amending import correct
from gis_app.transformation.closing import OPEN, close_year
from gis_app.transformation.models import Decision, KeyArea, Paper, PlanYear

_PLAN, _CORRECTED = "dongnai-7488-2017", "06/QĐ-BCĐ.ĐN"


def amend_and_close() -> None:
    """Correct a decision of the running year and close the first year, unless that was done before."""
    decision = Decision.objects.filter(plan_year__plan=_PLAN, number=_CORRECTED, amends=None).first()
    if decision is not None and not decision.amendments.exists():
        read = decision.paper
        title = "Trưởng Ban Chỉ đạo"
        correct(
            decision,
            Paper(read.number, read.decided_on, read.body, title),
            "ghi thiếu chức vụ người ký",
            None,
        )
    years = PlanYear.objects.filter(plan=_PLAN).order_by("year")
    if years.exclude(closed_on=None).exists():
        return
    first = years.first()
    if first is not None and not KeyArea.objects.filter(plan_year=first, status__in=OPEN).exists():
        close_year(first, datetime.date(first.year + 2, 1, 31), "Báo cáo tổng kết năm (mẫu)", None)
