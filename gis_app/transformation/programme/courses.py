"""The way of every area of a plan through the cycle, read once; the shares of any day are counted from it."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.plans.models import Plan
from gis_app.transformation.models import KeyArea, Status, StatusChange

SUCCEEDED = frozenset({Status.TRANSFORMED, Status.RELAPSED})


@dataclass(frozen=True, slots=True)
class Course:
    """One area of one year's list with every status it had, oldest first.

    Attributes:
        pk: of the area.
        year: of the list that it stands on.
        unit_id: the commune that was selected, in the boundary set of that time.
        steps: day from which a status counts, and the status.
    """

    pk: int
    year: int
    unit_id: int
    name: str
    steps: tuple[tuple[datetime.date, Status], ...]

    def status_on(self, day: datetime.date) -> Status | None:
        """Return the status at the end of a day, None before the first."""
        return next((status for since, status in reversed(self.steps) if since <= day), None)

    def first_day(self, wanted: Collection[Status]) -> datetime.date | None:
        """Return the first day on which the area came to one of these statuses, None if it never did."""
        return next((since for since, status in self.steps if status in wanted), None)

    def was(self, status: Status, day: datetime.date) -> bool:
        """Say whether the area ever had a status until a day."""
        return any(since <= day and had == status for since, had in self.steps)


def courses_of(plan: Plan, account: Account | None) -> tuple[list[Course], bool]:
    """Return the areas of all years of a plan that the account may see, and whether there are others.

    In the order of years and names; three queries, however many years and areas there are.
    """
    every = KeyArea.objects.filter(plan_year__plan=plan)
    rows = list(
        restrict(every, account)
        .order_by("plan_year__year", "unit__name", "pk")
        .values_list("pk", "plan_year__year", "unit_id", "unit__full_name")
    )
    steps: dict[int, list[tuple[datetime.date, Status]]] = defaultdict(list)
    changes = StatusChange.objects.filter(area__plan_year__plan=plan).order_by("effective_on", "id")
    for area, since, status in changes.values_list("area_id", "effective_on", "to_status"):
        steps[area].append((since, Status(status)))
    courses = [Course(pk, year, unit, name, tuple(steps[pk])) for pk, year, unit, name in rows]
    return courses, len(courses) < every.count()
