"""Going by the newest version of the plan in a year that nothing is decided in yet."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.plans.seeing import may_change
from gis_app.transformation.models import PlanYear
from gis_app.transformation.recording import lock
from gis_app.transformation.refusing import RefusedError


@transaction.atomic
def adopt_newest(plan_year: PlanYear, account: Account | None) -> PlanYear:
    """Move a year to the newest version of its plan; proposals stay as they are.

    Raises RefusedError once a decision is recorded: what a board decided under one version is judged by it to
    the end, and the database refuses it too. Raises PermissionDenied for who may not change the plan.
    """
    if not may_change(account, plan_year.version.record["territory"]):
        raise PermissionDenied(
            _("Chỉ cán bộ tham mưu phụ trách toàn bộ địa bàn của kế hoạch được chuyển phiên bản của một năm.")
        )
    plan_year = lock(plan_year)
    first = plan_year.decisions.order_by("recorded_at").first()
    if first is not None:
        raise RefusedError(
            _(
                "Năm %(year)s đã có quyết định số %(decision)s: năm này đi hết theo phiên bản %(number)s của "
                "kế hoạch."
            )
            % {"year": plan_year.year, "decision": first, "number": plan_year.version.number}
        )
    plan_year.version = plan_year.plan.current
    plan_year.save()
    return plan_year
