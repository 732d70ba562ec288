"""The one place that writes a change of status. Callers hold the lock on the plan year."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.formats.numbers import date as write_date
from gis_app.transformation.models import Decision, KeyArea, PlanYear, Status, StatusChange
from gis_app.transformation.refusing import RefusedError


def lock(plan_year: PlanYear) -> PlanYear:
    """Return the plan year, locked until the transaction ends: changes of one year wait for each other."""
    years = PlanYear.objects.select_for_update(of=("self",))
    return years.select_related("plan", "version").get(pk=plan_year.pk)


def newest_change(area: KeyArea) -> StatusChange | None:
    """Return the change that gave the area its present status, None before its first."""
    return area.changes.select_related("decision").order_by("-effective_on", "-id").first()


def record_change(
    area: KeyArea,
    to_status: Status,
    effective_on: datetime.date,
    account: Account | None,
    *,
    decision: Decision | None = None,
    reason: str = "",
) -> StatusChange:
    """Write one change and repeat the new status on the area.

    Raises RefusedError when it would take effect before the change it follows: the statuses of past days
    would then contradict the order in which they were decided.
    """
    last = newest_change(area)
    if last is not None and effective_on < last.effective_on:
        raise RefusedError(
            _(
                "%(unit)s: trạng thái “%(status)s” tính từ %(day)s; thay đổi tiếp theo không thể tính từ "
                "ngày sớm hơn (%(asked)s)."
            )
            % {
                "unit": area.unit,
                "status": last.get_to_status_display(),
                "day": write_date(last.effective_on),
                "asked": write_date(effective_on),
            }
        )
    change = StatusChange.objects.create(
        area=area,
        from_status=area.status if last is not None else "",
        to_status=to_status,
        effective_on=effective_on,
        decision=decision,
        reason=reason,
        recorded_by=account,
    )
    area.status = to_status
    area.save()
    return change
