"""The way of every area of a plan through the cycle, read once; the shares of any day are counted from it."""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.plans.models import Plan
from gis_app.transformation.cycle import COUNTED
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

    def was_selected(self, day: datetime.date) -> bool:
        """Say whether the area is selected on a day, or was until a decision took it off the list.

        A selection that was annulled leaves it proposed, as though it had not been selected.
        """
        until = [status for since, status in self.steps if since <= day]
        if until[-1:] == [Status.WITHDRAWN]:
            until.pop()
        return until[-1:] != [] and until[-1] in COUNTED

    def transformed_since(self, day: datetime.date) -> datetime.date | None:
        """Return from when the area that is transformed on a day is so, None for one in another status.

        A relapse that was annulled does not begin the time anew.
        """
        until = [step for step in self.steps if step[0] <= day]
        began = None
        while until and until[-1][1] == Status.TRANSFORMED:
            began = until.pop()[0]
            if until and until[-1][1] == Status.RELAPSED:
                until.pop()
        return began


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
