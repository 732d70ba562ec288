"""A look into a filled-in workbook of ours: for which plan, period and communes it was given out."""

from __future__ import annotations

from gis_app.data.looking.seen import Look
from gis_app.data.models import ImportJob
from gis_app.formats.numbers import date
from gis_app.plans.models import Plan
from layers.importing.indicator_workbook import made_for
from layers.saying import said
from layers.saying import said as _


def look_at_workbook(job: ImportJob) -> Look:
    """Look into the workbook of a job.

    Raises:
        ImportRefused: when it is damaged or its structure was changed.
    """
    made = made_for(job.path)
    plan = Plan.objects.filter(pk=made.plan).first()
    return Look(
        facts=[
            (_("Kế hoạch"), str(plan.current.label) if plan is not None else made.plan),
            (_("Kỳ số liệu"), made.period),
            (_("Lập ngày"), date(made.on)),
            (_("Số xã, phường"), said("%(count)s") % {"count": len(made.communes)}),
            (_("Số chỉ tiêu"), said("%(count)s") % {"count": len(made.indicators)}),
        ],
    )
