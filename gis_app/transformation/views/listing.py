"""The list of a year and its candidates, put together by the groups of the cap."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.plans.cap_groups import CapGroup, Caps
from gis_app.plans.models import Plan, PlanVersion
from gis_app.plans.territory import communes_of
from gis_app.transformation.candidates import Candidate
from gis_app.transformation.carrying import carried_over
from gis_app.transformation.cycle import acts_from
from gis_app.transformation.eligibility import not_offered
from gis_app.transformation.models import Decision, KeyArea, Status
from gis_app.transformation.reading import day_of_year
from gis_app.transformation.searching import option_of
from layers.models import AdminUnit

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Grouped:
    """The rows of one group of the cap."""

    group: CapGroup
    rows: list[Any] = field(default_factory=list)


def by_group(caps: Caps, rows: Iterable[Row], unit_of: Callable[[Row], AdminUnit]) -> list[Grouped]:
    """Return the rows under their groups, in the order of the caps; groups without rows are left out."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(caps.key_of(unit_of(row)), []).append(row)
    order = [group.key for group in caps.groups]
    keys = sorted(found, key=lambda key: order.index(key) if key in order else len(order))
    return [Grouped(caps.group(key), found[key]) for key in keys]


@dataclass(frozen=True, slots=True)
class Listed:
    """One area of the list as the page shows it."""

    area: KeyArea
    acts: str
    marked: bool
    removable: bool
    carried_from: KeyArea | None


def listed(
    areas: Iterable[KeyArea], marked: Collection[int], failed: dict[int, KeyArea], *, may_remove: bool
) -> list[Listed]:
    """Return the areas with what can be done to each."""
    return [
        Listed(
            area,
            acts=" ".join(acts_from(area.status)),
            marked=area.pk in marked,
            removable=may_remove and area.status == Status.PROPOSED,
            carried_from=failed.get(area.unit_id),
        )
        for area in areas
    ]


def waiting_to_be_carried(plan: Plan, year: int, account: Account | None) -> list[tuple[AdminUnit, KeyArea]]:
    """Return the communes in force whose area failed in an earlier year and that can be proposed again."""
    on = day_of_year(year)
    failed = carried_over(plan, year, on)
    communes = communes_of(plan.version_for(year), on).filter(pk__in=failed)
    units = list(restrict(communes, account).defer("geometry", "display_geometry").order_by("name", "code"))
    refused = not_offered(plan, year, units, on)
    return [(unit, failed[unit.pk]) for unit in units if unit.pk not in refused]


def commune_options(version: PlanVersion, year: int, account: Account | None) -> list[str]:
    """Return every commune that could be named, as `searching.find_commune` reads it back."""
    communes = restrict(communes_of(version, day_of_year(year)), account)
    return [option_of(name, code) for name, code in communes.values_list("full_name", "code")]


def decisions_of(plan: Plan, year: int, account: Account | None) -> list[Decision]:
    """Return the decisions and amendments of a year about communes of the account, newest first."""
    decisions = Decision.objects.filter(plan_year__plan=plan, plan_year__year=year)
    return list(
        restrict(decisions, account)
        .select_related("seal", "amends", "recorded_by")
        .prefetch_related("amendments", "amends__amendments")
        .order_by("-id")
    )


def unit_of_candidate(candidate: Candidate) -> AdminUnit:
    """Return the commune of a candidate."""
    return candidate.unit


def unit_of_listed(item: Listed) -> AdminUnit:
    """Return the commune of an area of the list."""
    return item.area.unit
