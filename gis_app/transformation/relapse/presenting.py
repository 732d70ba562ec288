"""The watch in words: criteria by number and name, groups of areas in the order of urgency."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from gis_app.access.models import Account
from gis_app.plans.models import PlanVersion
from gis_app.screening.criteria import criterion_for
from gis_app.screening.wording import page_language
from gis_app.transformation.models import KeyArea
from gis_app.transformation.programme.kpis import Programme
from gis_app.transformation.relapse.signals import MetAgain, State, Watched
from gis_app.transformation.relapse.watching import watch_of, with_findings


@dataclass(frozen=True, slots=True)
class ShownCriterion:
    """A criterion that is met again, with its number in the plan and its short name."""

    number: str
    label: str
    met: MetAgain


@dataclass(frozen=True, slots=True)
class Shown:
    """One area of the watch with its criteria in words."""

    watched: Watched
    criteria: tuple[ShownCriterion, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The areas in one state."""

    state: State
    areas: tuple[Shown, ...]


def shown(watched: Watched, version: PlanVersion) -> Shown:
    """Put one area of the watch into words."""
    return Shown(watched, tuple(_criterion(met, version) for met in watched.met))


def grouped(areas: Sequence[Shown]) -> list[Group]:
    """Return the areas by their state, in the order that they came in."""
    return [Group(state, tuple(of)) for state, of in groupby(areas, key=lambda each: each.watched.state)]


def shown_of_area(area: KeyArea, account: Account | None, on: datetime.date) -> Shown | None:
    """Return the watch over one area, None while it is not transformed."""
    plan = area.plan_year.plan
    watched = with_findings(watch_of(Programme(plan, account), on, only={area.pk}))
    return shown(watched[0], plan.current) if watched else None


def _criterion(met: MetAgain, version: PlanVersion) -> ShownCriterion:
    entry, known = version.criterion(met.key), criterion_for(met.key)
    return ShownCriterion(
        number=entry["id"] if entry else "",
        label=known.label.in_language(page_language()) if known else met.key,
        met=met,
    )
