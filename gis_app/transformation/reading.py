"""Questions about the cycle that pages, maps and sheets ask. Every answer is restricted to an account."""

from __future__ import annotations

import datetime
from collections import Counter

from django.db.models import Max, Prefetch
from django.utils import timezone

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.plans.models import Plan
from gis_app.plans.territory import communes_of
from gis_app.screening.models import Finding
from gis_app.transformation.cycle import COUNTED
from gis_app.transformation.models import KeyArea, KeyAreaQuerySet, Status, StatusChange
from gis_app.transformation.plans_seen import plan_versions
from gis_app.transformation.same_ground import same_ground
from layers.models import AdminUnit

# A commune in one of these is a key area to its neighbours.
WORKED_ON = (Status.SELECTED, Status.IN_TRANSFORMATION, Status.RELAPSED)


def plans_for(account: Account | None) -> list[Plan]:
    """Return the plans whose present territory holds a commune that the account may see."""
    today = timezone.localdate()
    held = [
        version.plan
        for version in plan_versions(account)
        if restrict(communes_of(version, today), account).exists()
    ]
    return sorted(held, key=lambda plan: (plan.issuer, plan.pk))


def areas_of(
    plan: Plan, year: int, account: Account | None, date: datetime.date | None = None
) -> KeyAreaQuerySet:
    """Return the areas of a year, each with `status_on`: its status at the end of a day (default today)."""
    areas = restrict(KeyArea.objects.filter(plan_year__plan=plan, plan_year__year=year), account)
    return areas.with_district().select_related("plan_year").with_status_on(date or timezone.localdate())


def areas_by_unit(
    plan: Plan, year: int | None, date: datetime.date, account: Account | None
) -> dict[int, KeyArea]:
    """Return, for each commune in force on a day (primary key), its area of a year as it stood on that day.

    Each area carries `status_on`. Without a year it is the newest area that the commune had by then, so that
    one map shows where the whole plan stands. An area decided on the communes of another boundary set is
    shown on the commune of that day that is the same ground (`gis_app.transformation.same_ground`), and on
    none where there is no such commune.
    """
    areas = restrict(KeyArea.objects.filter(plan_year__plan=plan), account).with_status_on(date)
    if year is not None:
        areas = areas.filter(plan_year__year=year)
    areas = list(
        areas.filter(status_on__isnull=False)
        .select_related("plan_year", "unit")
        .order_by("plan_year__year", "pk")
    )
    ground = same_ground(area.unit_id for area in areas)
    candidates = frozenset().union(*ground.values())
    in_force = set(
        restrict(AdminUnit.objects.communes().on(date).filter(pk__in=candidates), account).values_list(
            "pk", flat=True
        )
    )
    return {unit_id: area for area in areas for unit_id in ground[area.unit_id] & in_force}


def status_by_unit(
    plan: Plan, year: int | None, date: datetime.date, account: Account | None
) -> dict[int, str]:
    """Return the status of each commune of the programme on a day; see `areas_by_unit`."""
    return {unit_id: area.status_on for unit_id, area in areas_by_unit(plan, year, date, account).items()}


def key_area_units(day: datetime.date) -> frozenset[int]:
    """Return the communes in force on a day whose areas are selected, worked on or have relapsed then."""
    areas = KeyArea.objects.with_status_on(day).filter(status_on__in=WORKED_ON)
    ground = same_ground(list(areas.values_list("unit_id", flat=True)))
    candidates = set().union(*ground.values())
    in_force = AdminUnit.objects.communes().on(day).filter(pk__in=candidates)
    return frozenset(in_force.values_list("pk", flat=True))


def count_by_status(
    plan: Plan, year: int, account: Account | None, date: datetime.date | None = None
) -> dict[Status, int]:
    """Return how many areas of a year stood in each status on a day, in the order of the cycle."""
    counted = Counter(area.status_on for area in areas_of(plan, year, account, date))
    return {status: counted[status] for status in Status if counted[status]}


def selected_count(plan: Plan, year: int) -> int:
    """Return how many communes count against the cap of a year.

    Not restricted to an account on purpose: the cap is about the whole territory, and a number names nobody.
    """
    return KeyArea.objects.filter(plan_year__plan=plan, plan_year__year=year, status__in=COUNTED).count()


def revision(plan: Plan, year: int) -> int:
    """Return a number that grows with every change on a year's list: what a form was filled in against.

    Changes are never updated or deleted, and those of one year wait for each other, so the newest one's key
    serves.
    """
    newest = StatusChange.objects.filter(area__plan_year__plan=plan, area__plan_year__year=year).aggregate(
        newest=Max("pk")
    )["newest"]
    return newest or 0


def history_of(unit: AdminUnit, account: Account | None) -> list[KeyArea]:
    """Return every area that this commune was, in all plans, years and boundary sets, oldest first.

    Each comes with `changes` and their decisions.
    """
    changes = StatusChange.objects.select_related("decision", "recorded_by").prefetch_related(
        "decision__amendments"
    )
    areas = restrict(KeyArea.objects.filter(unit_id__in=same_ground([unit.pk]).get(unit.pk, ())), account)
    return list(
        areas.select_related("plan_year__plan", "unit")
        .prefetch_related(Prefetch("changes", changes))
        .order_by("plan_year__year", "pk")
    )


def findings_behind(area: KeyArea, account: Account | None) -> list[Finding]:
    """Return what the screening behind a proposal found for the commune, criteria met first."""
    if area.screening is None:
        return []
    findings = restrict(area.screening.findings.filter(unit_id=area.unit_id), account)
    order = list(Finding.Outcome)
    return sorted(findings, key=lambda finding: (order.index(finding.outcome), finding.criterion))


def day_of_year(year: int) -> datetime.date:
    """Return the day on which a year's list is looked at: today, or the last day of a year that is over."""
    return min(timezone.localdate(), datetime.date(year, 12, 31))
