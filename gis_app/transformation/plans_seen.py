"""Which plans an account works with: those of the provinces of its jurisdiction."""

from __future__ import annotations

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.plans.models import Plan, PlanVersion
from gis_app.transformation.models import PlanYear
from layers.models import AdminUnit


def plan_versions(account: Account | None) -> list[PlanVersion]:
    """Return the newest version of each plan of the provinces that the account sees something of.

    The plan whose cycle was used last comes first.
    """
    provinces = restrict(AdminUnit.objects.communes(), account).order_by().values("province_code").distinct()
    plans = Plan.objects.filter(province_code__in=provinces)
    versions = (
        PlanVersion.objects.filter(plan__in=plans)
        .order_by("plan_id", "-number")
        .distinct("plan_id")
        .select_related("plan")
    )
    last_year = dict(PlanYear.objects.order_by("year").values_list("plan_id", "year"))
    return sorted(
        versions,
        key=lambda version: (-last_year.get(version.plan_id, 0), version.plan.issuer, version.plan_id),
    )
