"""Communes carried over: not transformed in the newest earlier year of the plan that they were in.

They count as newly selected where they are selected again; the page marks them, so that a failure is not
forgotten when a new year begins.
"""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from gis_app.plans.models import Plan
from gis_app.transformation.eligibility import areas_by_ground
from gis_app.transformation.models import KeyArea, Status


def carried_over(plan: Plan, year: int, on: datetime.date) -> dict[int, KeyArea]:
    """Return the failed area of an earlier year for each unit (primary key) it stands for."""
    failed = {}
    for unit_id, areas in areas_by_ground(plan, on).items():
        earlier = [
            area
            for area in areas
            if area.plan_year.year < year and area.status_on not in (None, Status.WITHDRAWN)
        ]
        newest = max(earlier, key=lambda area: area.plan_year.year, default=None)
        if newest is not None and newest.status_on == Status.NOT_TRANSFORMED:
            failed[unit_id] = newest
    return failed


def reason_to_carry(failed: KeyArea) -> str:
    """Write why a failed area is proposed again, with the decision that said so."""
    last = failed.changes.filter(to_status=Status.NOT_TRANSFORMED).select_related("decision").last()
    if last is None or last.decision is None:
        return _("Chuyển tiếp: năm %(year)s chưa đạt.") % {"year": failed.plan_year.year}
    paper = last.decision.paper
    return _("Chuyển tiếp: năm %(year)s chưa đạt (quyết định số %(number)s ngày %(day)s).") % {
        "year": failed.plan_year.year,
        "number": paper.number,
        "day": f"{paper.decided_on:%d/%m/%Y}",
    }
