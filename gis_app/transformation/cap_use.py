"""How much of the caps of a year is used, group by group. Counts are those of the whole territory."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from gis_app.plans.cap_groups import CapGroup, Caps, caps_for
from gis_app.plans.models import Plan
from gis_app.transformation.cycle import COUNTED
from gis_app.transformation.models import KeyArea, Status
from gis_app.transformation.reading import day_of_year


@dataclass(frozen=True, slots=True)
class GroupUse:
    """One group: how many of its communes count against its cap, and how many more are proposed."""

    group: CapGroup
    selected: int
    proposed: int = 0

    @property
    def excess(self) -> int:
        """Return by how many communes the decided list exceeds the cap."""
        return self.group.cap.excess(self.selected)

    @property
    def remaining(self) -> int:
        """Return how many communes can still be selected."""
        return max(0, self.group.cap.allowed - self.selected)


@dataclass(frozen=True, slots=True)
class CapUse:
    """All groups of a year on a day; those that hold an area but are no group of that day come last."""

    caps: Caps
    groups: tuple[GroupUse, ...]

    @property
    def selected(self) -> int:
        """Return how many communes count in all groups."""
        return sum(use.selected for use in self.groups)

    @property
    def proposed(self) -> int:
        """Return how many communes are proposed in all groups."""
        return sum(use.proposed for use in self.groups)

    @property
    def remaining(self) -> int:
        """Return how many communes can still be selected: what one group has left is of no use to another."""
        return sum(use.remaining for use in self.groups)

    @property
    def excess(self) -> int:
        """Return by how many communes groups exceed their caps together."""
        return sum(use.excess for use in self.groups)

    @property
    def exceeded(self) -> list[GroupUse]:
        """Return the groups that exceed their cap."""
        return [use for use in self.groups if use.excess]

    @property
    def in_use(self) -> list[GroupUse]:
        """Return the groups that hold something of the list."""
        return [use for use in self.groups if use.selected or use.proposed]


def cap_use(plan: Plan, year: int, on: datetime.date | None = None) -> CapUse:
    """Return the caps of a year and what its list uses of them now.

    `on` is the day whose units are counted; without it today, or the last day of a year that is over.
    """
    caps = caps_for(plan.version_for(year), on or day_of_year(year))
    areas = KeyArea.objects.filter(plan_year__plan=plan, plan_year__year=year).with_district()
    return use_of(
        caps,
        selected=areas.filter(status__in=COUNTED),
        proposed=areas.filter(status=Status.PROPOSED),
    )


def use_of(caps: Caps, *, selected: Iterable[KeyArea], proposed: Iterable[KeyArea] = ()) -> CapUse:
    """Return what the given areas (`with_district`) use of caps."""
    counted, wanted = count_by_group(caps, selected), count_by_group(caps, proposed)
    strays = [key for key in {**counted, **wanted} if key not in {group.key for group in caps.groups}]
    groups = [*caps.groups, *(caps.group(key) for key in strays)]
    return CapUse(caps, tuple(GroupUse(group, counted[group.key], wanted[group.key]) for group in groups))


def count_by_group(caps: Caps, areas: Iterable[KeyArea]) -> Counter[str]:
    """Count the areas (`with_district`) of each group, whatever boundary set they are on."""
    return Counter(caps.key_of(area.unit) for area in areas)
