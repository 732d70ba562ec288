"""Which communes cannot be proposed for a year of a plan, and why."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.utils.translation import gettext as _

from gis_app.formats.numbers import date as write_date
from gis_app.plans.models import Plan, PlanVersion
from gis_app.plans.territory import communes_of
from gis_app.transformation.models import KeyArea, PlanYear, Status
from gis_app.transformation.same_ground import same_ground
from layers.models import AdminUnit


def not_offered(plan: Plan, year: int, units: Collection[AdminUnit], on: datetime.date) -> dict[int, str]:
    """Return a sentence for each unit (by primary key) that cannot be proposed on a day.

    Refused are a unit that is not in force on that day or lies outside the plan's territory, one that is on
    the year's list already, and, where the plan says so, one that was transformed under the same plan and has
    not relapsed: "được đưa ra khỏi diện". The rules hold for the whole plan, also where the reader sees only
    a part of it.
    """
    in_territory = set(communes_of(plan.version_for(year), on).values_list("pk", flat=True))
    standing = areas_by_ground(plan, on)
    leaves = removes_transformed(plan.version_for(year))
    reasons = {}
    for unit in units:
        areas = standing.get(unit.pk, [])
        done = _transformed(areas) if leaves else ""
        if reason := _out_of_place(unit, in_territory, on) or _on_list(areas, year) or done:
            reasons[unit.pk] = reason
    return reasons


def transformed_elsewhere(
    plan_year: PlanYear, areas: Collection[KeyArea], on: datetime.date
) -> dict[KeyArea, str]:
    """Return a sentence for each area whose commune stands as transformed in another year's list on a day."""
    if not removes_transformed(plan_year.version):
        return {}
    standing = areas_by_ground(plan_year.plan, on)
    reasons = {}
    for area in areas:
        others = [other for other in standing[area.unit_id] if other.plan_year_id != plan_year.pk]
        if reason := _transformed(others):
            reasons[area] = reason
    return reasons


def removes_transformed(version: PlanVersion) -> bool:
    """Say whether the plan takes a transformed commune off its lists."""
    return bool(version.record["selection"]["remove_when_transformed"])


def areas_by_ground(plan: Plan, on: datetime.date) -> dict[int, list[KeyArea]]:
    """Return the areas of all years, each with its `status_on`, for every unit that is their ground."""
    areas = list(
        KeyArea.objects.filter(plan_year__plan=plan)
        .with_district()
        .select_related("plan_year")
        .with_status_on(on)
    )
    ground = same_ground(area.unit_id for area in areas)
    by_unit: dict[int, list[KeyArea]] = {}
    for area in areas:
        for unit_id in ground[area.unit_id]:
            by_unit.setdefault(unit_id, []).append(area)
    return by_unit


def _out_of_place(unit: AdminUnit, in_territory: set[int], on: datetime.date) -> str:
    if unit.pk in in_territory:
        return ""
    if not AdminUnit.objects.communes().on(on).filter(pk=unit.pk).exists():
        return _("không phải đơn vị cấp xã đang có hiệu lực ngày %(day)s") % {"day": write_date(on)}
    return _("nằm ngoài địa bàn của kế hoạch")


def _on_list(areas: list[KeyArea], year: int) -> str:
    # The newest status, not the one of the day: a list has one place per commune, whenever it was filled.
    for area in areas:
        if area.plan_year.year == year and area.status != Status.WITHDRAWN:
            return _("đã có trong danh sách năm %(year)s (%(status)s)") % {
                "year": year,
                "status": area.get_status_display(),
            }
    return ""


def _transformed(areas: list[KeyArea]) -> str:
    for area in areas:
        if area.status_on == Status.TRANSFORMED:
            return _("đã chuyển hóa đạt ở danh sách năm %(year)s và chưa tái phức tạp") % {
                "year": area.plan_year.year
            }
    return ""
