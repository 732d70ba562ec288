"""The groups that the shares are also told for: those of the cap (district, province, named), and provinces.

An area belongs to the group that its own commune was in when it was put on the list; a commune of another
boundary set never moves it.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _

from gis_app.plans.promises import Grouping
from gis_app.transformation.programme.courses import Course
from gis_app.transformation.programme.kpis import Programme
from gis_app.transformation.programme.standing import KpiStanding
from layers.models import AdminUnit

Level = AdminUnit.Level


@dataclass(frozen=True, slots=True)
class GroupStanding:
    """The shares of one group."""

    name: str
    standings: tuple[KpiStanding, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    code: str
    province: str
    district: str


def by_group(programme: Programme, year: int, on: datetime.date) -> list[GroupStanding]:
    """Return the shares of each group that the cap is taken of; those without an area are left out."""
    places = _places(programme)
    names = {course.pk: _group(programme, course, places[course.unit_id]) for course in programme.courses}
    return _standings(programme, names, year, on)


def by_province(programme: Programme, year: int, on: datetime.date) -> list[GroupStanding]:
    """Return the shares of each province, as it was when the areas were selected."""
    places = _places(programme)
    names = {course.pk: places[course.unit_id].province for course in programme.courses}
    return _standings(programme, names, year, on)


def _standings(
    programme: Programme, names: dict[int, str], year: int, on: datetime.date
) -> list[GroupStanding]:
    members: dict[str, list[Course]] = defaultdict(list)
    for course in programme.courses:
        members[names[course.pk]].append(course)
    found = (
        GroupStanding(name, tuple(programme.standings(year, on, courses)))
        for name, courses in sorted(members.items())
    )
    return [group for group in found if any(standing.whole for standing in group.standings)]


def _group(programme: Programme, course: Course, place: _Place) -> str:
    if not course.steps:
        return place.province
    grouping: Grouping = programme.version(course.year).cap_grouping(course.steps[0][0])
    if grouping.by == "district":
        return place.district or _("chưa rõ huyện (%(province)s)") % {"province": place.province}
    if grouping.groups:
        found = (name for name, codes in grouping.groups if place.code in codes)
        return next(found, _("ngoài các nhóm của kế hoạch"))
    return place.province


def _places(programme: Programme) -> dict[int, _Place]:
    """Return code, province and district of every area's commune, by its primary key."""
    rows = AdminUnit.objects.filter(pk__in={course.unit_id for course in programme.courses}).values_list(
        "pk", "code", "province_code", "valid_from", "parent__level", "parent__full_name"
    )
    provinces: dict[str, list[tuple[datetime.date, str]]] = defaultdict(list)
    for code, since, name in (
        AdminUnit.objects.provinces().order_by("valid_from").values_list("code", "valid_from", "full_name")
    ):
        provinces[code].append((since, name))
    places = {}
    for pk, code, province_code, since, level, parent in rows:
        known = provinces.get(province_code, [])
        named = [name for begins, name in known if begins <= since] or [name for _begins, name in known]
        province = named[-1] if named else parent if level == Level.PROVINCE else province_code
        places[pk] = _Place(code, province or _("chưa rõ tỉnh"), parent if level == Level.DISTRICT else "")
    return places
