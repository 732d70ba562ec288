"""Which plans of the calendar an account sees, and who may write for the whole of a plan."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.access.restricting import scope_of
from gis_app.access.roles import Action
from gis_app.plans.models import PlanVersion
from gis_app.plans.territory import communes_of
from gis_app.transformation.plans_seen import plan_versions
from gis_app.transformation.refusing import RefusedError, require


def version_seen(plan_id: str, account: Account | None) -> PlanVersion | None:
    """Return the newest version of a plan, None where the account has no part in it."""
    return next((version for version in plan_versions(account) if version.plan_id == plan_id), None)


def sees_whole(version: PlanVersion, account: Account | None) -> bool:
    """Say whether the account's jurisdiction holds every commune of the plan's territory today."""
    scope = scope_of(account)
    if scope.everything:
        return True
    return not communes_of(version, timezone.localdate()).exclude(pk__in=scope.unit_ids).exists()


def require_whole(version: PlanVersion, account: Account | None) -> None:
    """Raise PermissionDenied without the right to report, RefusedError where only a part is the account's.

    Dates, lists of who owes and deliveries are those of the whole plan.
    """
    require(account, Action.REPORT)
    if not sees_whole(version, account):
        raise RefusedError(
            _(
                "Lịch báo cáo là của cả kế hoạch, còn tài khoản này chỉ phụ trách một phần địa bàn: "
                "hãy đề nghị cơ quan chủ trì kế hoạch ghi."
            )
        )
