"""Where every commune of a plan stands in one year on one day: what sheets and handed-over maps say.

One reading serves paper and file, so that the two cannot contradict each other. Rows come through the
jurisdiction filter; the cap is a rule about the whole territory and is given only to who sees all of it.
"""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass
from typing import Literal

import numpy as np
import shapely
from django.contrib.gis.db.models.functions import AsWKB
from django.db.models import Prefetch
from django.db.models.functions import Coalesce
from numpy.typing import NDArray

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.plans.cap_groups import caps_for
from gis_app.plans.models import Plan, PlanVersion
from gis_app.plans.territory import communes_of
from gis_app.screening.models import Finding
from gis_app.transformation.cap_use import CapUse, use_of
from gis_app.transformation.cycle import COUNTED, STEPS
from gis_app.transformation.models import Decision, KeyArea, Seal, StatusChange
from gis_app.transformation.reading import areas_by_unit
from gis_app.transformation.sealing.chain import head
from layers.models import AdminUnit, BorderLine, BoundarySet

Detail = Literal["full", "display"]


class EmptyTerritoryError(Exception):
    """The account sees no commune of the plan's territory on that day, or no boundaries are loaded."""


@dataclass(frozen=True, slots=True)
class MetCriterion:
    """A criterion that a commune met: its number in the plan (`d4`) and why."""

    number: str
    reason: str


@dataclass(frozen=True, slots=True)
class Step:
    """The newest change of a key area on the day: by decision, or for a reason."""

    on: datetime.date
    decision: Decision | None
    reason: str


@dataclass(frozen=True, slots=True)
class CommuneState:
    """One commune; `status` is None outside the programme, `step` then too.

    `number` is its line in tables, from 1 in the order of names. `on_map` is False for a key area whose
    unit was not in force on the day (decided before a reform).
    """

    unit_id: int
    code: str
    name: str
    full_name: str
    area_km2: float
    status: str | None = None
    number: int | None = None
    step: Step | None = None
    criteria: tuple[MetCriterion, ...] = ()
    on_map: bool = True


@dataclass(frozen=True, slots=True)
class CapCheck:
    """The caps of the territory, what the list uses of them, and why groups (by key) were exceeded."""

    use: CapUse
    reasons: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class YearPicture:
    """A year of a plan on a day, for one reader. `communes` in the order of names.

    `decision` is the one that the list goes with: the newest that selected areas, otherwise (a year that only
    ended areas of earlier ones) the newest of any kind; None while everything is proposed. `seal` is the
    newest link of the chain over all decisions: printed, it tells later whether links were removed since.
    """

    version: PlanVersion
    year: int
    on: datetime.date
    territory: str
    communes: tuple[CommuneState, ...]
    boundary_sets: tuple[BoundarySet, ...]
    screened_to: datetime.date | None
    cap: CapCheck | None
    decision: Decision | None
    seal: Seal | None

    @property
    def key_areas(self) -> tuple[CommuneState, ...]:
        """Return the communes that are in the programme, in the order of their numbers."""
        return tuple(commune for commune in self.communes if commune.status)

    @property
    def mapped(self) -> tuple[CommuneState, ...]:
        """Return the communes that the map of the day has."""
        return tuple(commune for commune in self.communes if commune.on_map)

    @property
    def counts(self) -> Counter[str]:
        """Return how many communes stand in each status; the key `none` counts the others."""
        return Counter(commune.status or "none" for commune in self.communes)

    @property
    def has_sample_data(self) -> bool:
        """Say whether some boundary is an approximate one that came with the software."""
        return any(boundary_set.is_sample for boundary_set in self.boundary_sets)

    @property
    def plan_is_over(self) -> bool:
        """Say whether the plan's own period does not include the year."""
        return not self.version.covers_year(self.year)


def read_year(plan: Plan, year: int, on: datetime.date, account: Account | None) -> YearPicture:
    """Read a year of a plan as it stood at the end of a day.

    Raises EmptyTerritoryError if the account sees nothing of the territory.
    """
    version = plan.version_for(year)
    whole = communes_of(version, on)
    units = list(
        restrict(whole, account)
        .select_related("boundary_set")
        .defer("geometry", "display_geometry")
        .order_by("name", "code")
    )
    if not units:
        raise EmptyTerritoryError
    areas = _areas(plan, year, on, account)
    shown = areas_by_unit(plan, year, on, account)
    communes = _states(units, areas, {unit: area.pk for unit, area in shown.items()}, account)
    sees_all = len(units) == whole.count()
    return YearPicture(
        version=version,
        year=year,
        on=on,
        territory=_territory_name(units, sees_all, version),
        communes=communes,
        boundary_sets=tuple({unit.boundary_set_id: unit.boundary_set for unit in units}.values()),
        screened_to=max((area.screening.as_of for area in areas if area.screening), default=None),
        cap=_check_cap(version, on, areas) if sees_all else None,
        decision=_leading_decision(areas),
        seal=head(),
    )


def grounds(picture: YearPicture, account: Account | None, detail: Detail) -> dict[int, shapely.Geometry]:
    """Return the polygons of the mapped communes by unit id, in WGS 84 degrees.

    `display` gives the simplified ones where they exist.
    """
    rows = restrict(AdminUnit.objects.filter(pk__in=[commune.unit_id for commune in picture.mapped]), account)
    column = Coalesce("display_geometry", "geometry") if detail == "display" else "geometry"
    found = dict(rows.annotate(wkb=AsWKB(column)).values_list("pk", "wkb"))
    return {pk: shapely.from_wkb(bytes(wkb)) for pk, wkb in found.items()}


def border_lines(on: datetime.date) -> tuple[NDArray[np.object_], bool]:
    """Return the state border of a day in WGS 84 degrees and whether some is approximate; it is public."""
    lines = list(BorderLine.objects.on(on))
    shapes = np.array([shapely.from_wkb(bytes(line.geometry.wkb)) for line in lines], dtype=object)
    return shapes, any(line.is_approximate for line in lines)


def _areas(plan: Plan, year: int, on: datetime.date, account: Account | None) -> list[KeyArea]:
    """Return the key areas of the year that had a status on the day, each with its `steps` until then."""
    steps = (
        StatusChange.objects.filter(effective_on__lte=on)
        .select_related("decision")
        .prefetch_related("decision__amendments")
    )
    return list(
        restrict(KeyArea.objects.filter(plan_year__plan=plan, plan_year__year=year), account)
        .with_status_on(on)
        .filter(status_on__isnull=False)
        .with_district()
        .select_related("screening__plan_version")
        .prefetch_related(Prefetch("changes", steps.order_by("effective_on", "id"), to_attr="steps"))
        .order_by("unit__name", "unit__code")
    )


def _states(
    units: list[AdminUnit], areas: list[KeyArea], ground_of: dict[int, int], account: Account | None
) -> tuple[CommuneState, ...]:
    """Join units and areas; areas on units that have no same ground on the day come last.

    `ground_of` gives the id of the area for the id of a unit in force.
    """
    criteria = _met_criteria(areas, account)
    by_id = {area.pk: area for area in areas}
    pairs = [(unit, by_id.get(ground_of.get(unit.pk, 0))) for unit in units]
    shown = {area.pk for _unit, area in pairs if area}
    pairs += [(area.unit, area) for area in areas if area.pk not in shown]
    in_force = {unit.pk for unit in units}
    states, number = [], 0
    for unit, area in pairs:
        number += area is not None
        states.append(
            CommuneState(
                unit_id=unit.pk,
                code=unit.code,
                name=unit.name,
                full_name=unit.full_name,
                area_km2=unit.area_m2 / 1e6,
                status=area.status_on if area else None,
                number=number if area else None,
                step=_step(area) if area else None,
                criteria=criteria.get(area.pk, ()) if area else (),
                on_map=unit.pk in in_force,
            )
        )
    return tuple(states)


def _step(area: KeyArea) -> Step:
    newest: StatusChange = area.steps[-1]
    return Step(newest.effective_on, newest.decision, newest.reason)


def _met_criteria(areas: list[KeyArea], account: Account | None) -> dict[int, tuple[MetCriterion, ...]]:
    """Return what each area met in the screening that it was proposed from, by area id."""
    screened = {(area.screening_id, area.unit_id): area for area in areas if area.screening_id}
    findings = restrict(
        Finding.objects.met()
        .filter(
            screening__in={screening for screening, _unit in screened},
            unit__in={unit for _screening, unit in screened},
        )
        .defer("details", "evidence", "evidence_geometry")
        .order_by("criterion"),
        account,
    )
    met: dict[int, list[MetCriterion]] = {}
    for finding in findings:
        if area := screened.get((finding.screening_id, finding.unit_id)):
            entry = area.screening.plan_version.criterion(finding.criterion)
            number = entry["id"] if entry else finding.criterion
            met.setdefault(area.pk, []).append(MetCriterion(number, finding.reason))
    return {area: tuple(sorted(criteria, key=lambda one: one.number)) for area, criteria in met.items()}


def _decisions(areas: list[KeyArea]) -> list[Decision]:
    """Return the decisions about the areas until the day that were not annulled, oldest first."""
    found = {step.decision for area in areas for step in area.steps if step.decision}
    standing = [decision for decision in found if decision.act in STEPS and decision.annulment is None]
    return sorted(standing, key=lambda decision: (decision.paper.decided_on, decision.pk))


def _leading_decision(areas: list[KeyArea]) -> Decision | None:
    decisions = _decisions(areas)
    selecting = [decision for decision in decisions if decision.act == Decision.Act.SELECT]
    return next(reversed(selecting or decisions), None)


def _check_cap(version: PlanVersion, on: datetime.date, areas: list[KeyArea]) -> CapCheck:
    reasons: dict[str, dict[str, None]] = {}
    for decision in _decisions(areas):
        for breach in decision.breaches:
            reasons.setdefault(breach.key, {})[breach.reason] = None
    counted = [area for area in areas if area.status_on in COUNTED]
    return CapCheck(
        use=use_of(caps_for(version, on), selected=counted),
        reasons={key: tuple(written) for key, written in reasons.items()},
    )


def _territory_name(units: list[AdminUnit], sees_all: bool, version: PlanVersion) -> str:
    """Return the name for a title: the province as it is called on the day, or the few communes seen."""
    if not sees_all and len(units) <= 3:
        return ", ".join(unit.full_name for unit in units)
    province = AdminUnit.objects.filter(pk__in={unit.parent_id for unit in units if unit.parent_id})
    names = {unit.full_name for unit in province if unit.level == AdminUnit.Level.PROVINCE}
    return names.pop() if len(names) == 1 else version.record["territory"]["label"]
