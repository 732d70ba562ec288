"""Closing a year of a plan, and opening it again for a reason."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.roles import Action
from gis_app.formats.numbers import date as write_date
from gis_app.transformation.models import KeyArea, PlanYear, Status
from gis_app.transformation.recording import lock
from gis_app.transformation.refusing import RefusedError, require

# An area in one of these still waits for a decision of its year.
OPEN = (Status.PROPOSED, Status.SELECTED, Status.IN_TRANSFORMATION)


@transaction.atomic
def close_year(plan_year: PlanYear, closed_on: datetime.date, note: str, account: Account | None) -> PlanYear:
    """Close a year: its list takes no further decision but that of a relapse.

    Raises RefusedError while an area waits for a decision, for a day in the future or before the year, and
    for a year that is closed already.
    """
    require(account, Action.DECIDE)
    plan_year = lock(plan_year)
    if plan_year.closed_on is not None:
        raise RefusedError(
            _("Năm %(year)s đã khép lại từ %(day)s.")
            % {"year": plan_year.year, "day": write_date(plan_year.closed_on)}
        )
    if closed_on > timezone.localdate() or closed_on < datetime.date(plan_year.year, 1, 1):
        raise RefusedError(
            _("Ngày khép lại %(day)s không hợp lệ: hãy ghi một ngày từ 01/01/%(year)s đến hôm nay.")
            % {"day": write_date(closed_on), "year": plan_year.year}
        )
    waiting = KeyArea.objects.filter(plan_year=plan_year, status__in=OPEN).count()
    if waiting:
        raise RefusedError(
            _(
                "Chưa khép lại được năm %(year)s: còn %(count)s địa bàn chưa có kết luận hoặc chưa được "
                "quyết định."
            )
            % {"year": plan_year.year, "count": waiting}
        )
    return _write(plan_year, closed_on, account, note)


@transaction.atomic
def reopen_year(plan_year: PlanYear, reason: str, account: Account | None) -> PlanYear:
    """Open a closed year again. Raises RefusedError without a reason, or where it is open."""
    require(account, Action.DECIDE)
    plan_year = lock(plan_year)
    if plan_year.closed_on is None:
        raise RefusedError(_("Năm %(year)s chưa khép lại.") % {"year": plan_year.year})
    if not reason.strip():
        raise RefusedError(_("Chưa ghi lý do mở lại năm %(year)s.") % {"year": plan_year.year})
    return _write(plan_year, None, None, reason)


def _write(
    plan_year: PlanYear, closed_on: datetime.date | None, account: Account | None, note: str
) -> PlanYear:
    plan_year.closed_on, plan_year.closed_by, plan_year.closing_note = closed_on, account, note.strip()
    plan_year.save()
    return plan_year
