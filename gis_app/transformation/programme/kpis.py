"""The shares that a plan's programme is judged by, as of any day.

* Transformed of selected (≥ 60 %): of the areas selected for a year's list, those recognised as
  transformed. A later relapse does not undo the success of that year: it belongs to the other share. An
  area taken off the list by a decision is no longer selected.
* Not relapsed of transformed (≥ 85 %): of all successes to date, those that the board has not found
  relapsed. Each area of each year counts once, also where several of them have become one commune, or one
  has become several. Where a commune was merged or divided after its success and nobody chose which commune
  is judged now (`judging`), that it stayed transformed is not known, and the share is an interval.

Each year goes by the version of the plan that it was begun with. What the texts leave open is data of the
plan: `kpis[].carried_over` in its record says whether an area that failed and is selected again counts in
the later year as well.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from gis_app.access.models import Account
from gis_app.plans.models import Plan, PlanVersion
from gis_app.plans.promises import Kpi, RelapseWatch
from gis_app.transformation.cycle import COUNTED
from gis_app.transformation.models import PlanYear, Status
from gis_app.transformation.programme.courses import SUCCEEDED, Course, courses_of
from gis_app.transformation.programme.day import EndOfDay
from gis_app.transformation.programme.judging import Grounds
from gis_app.transformation.programme.standing import (
    NOT_RELAPSED_OF_TRANSFORMED,
    TRANSFORMED_OF_SELECTED,
    KpiStanding,
)

UNDER_WAY = frozenset({Status.SELECTED, Status.IN_TRANSFORMATION})


def kpis_of(plan: Plan, year: int, on: datetime.date, account: Account | None) -> list[KpiStanding]:
    """Return where every share of the plan stands at the end of a day, in the order of the document.

    `year` is the list that the yearly share is about, and says which version of the plan is asked; the share
    to date counts the successes of every list.
    """
    return Programme(plan, account).standings(year, on)


class Programme:
    """All areas of a plan that an account may see, read once for any number of years, days and groups."""

    def __init__(self, plan: Plan, account: Account | None) -> None:
        """Read the areas, their changes, the successions and the choices: nine queries."""
        self.plan = plan
        self._current = plan.current
        begun = PlanYear.objects.filter(plan=plan).select_related("version")
        self._versions = {of_year.year: of_year.version for of_year in begun}
        self.courses, self.partial = courses_of(plan, account)
        self.grounds = Grounds({course.pk: course.unit_id for course in self.courses})
        self._days: dict[datetime.date, EndOfDay] = {}

    def version(self, year: int) -> PlanVersion:
        """Return the version of the plan that a year is judged by; the newest for one not begun."""
        return self._versions.get(year, self._current)

    def relapse_watch(self, year: int) -> RelapseWatch | None:
        """Return for how long the areas of a list are watched; versions before the rule go by the newest."""
        return self.version(year).relapse_watch or self._current.relapse_watch

    def selected_years(self, on: datetime.date) -> list[int]:
        """Return the years of which an area was selected by a day, oldest first."""
        return sorted({course.year for course in self.courses if course.was_selected(on)})

    def standings(
        self, year: int, on: datetime.date, among: Collection[Course] | None = None
    ) -> list[KpiStanding]:
        """Return every share of the plan, of all areas or only `among` some."""
        return [self.standing(kpi, year, on, among) for kpi in self.version(year).kpis]

    def standing(
        self, kpi: Kpi, year: int, on: datetime.date, among: Collection[Course] | None = None
    ) -> KpiStanding:
        """Return one share."""
        courses = self.courses if among is None else list(among)
        standing = _COUNTED[kpi.key](self, kpi, year, on, courses)
        return replace(standing, partial=self.partial)

    def end_of(self, on: datetime.date) -> EndOfDay:
        """Return where all areas stood at the end of a day."""
        if on not in self._days:
            self._days[on] = EndOfDay(self.courses, self.grounds, on)
        return self._days[on]

    def without_choice(self, on: datetime.date) -> list[Course]:
        """Return the transformed areas for which nobody has said which commune is judged on a day."""
        uncertain = self.end_of(on).uncertain
        return [course for course in self.courses if course.pk in uncertain]

    def _transformed_of_selected(
        self, kpi: Kpi, year: int, on: datetime.date, courses: Sequence[Course]
    ) -> KpiStanding:
        status = self.end_of(on).status
        listed = [course for course in courses if course.year == year]
        selected = [course for course in listed if status[course.pk] in COUNTED]
        withdrawn = [
            course for course in listed if status[course.pk] == Status.WITHDRAWN and course.was_selected(on)
        ]
        carried = self._carried_over(selected, on)
        if not kpi.counts_carried_over:
            again = {course.pk for course in carried}
            selected = [course for course in selected if course.pk not in again]
        return KpiStanding(
            kpi=kpi,
            year=year,
            on=on,
            counted=tuple(selected),
            reached=tuple(course for course in selected if status[course.pk] in SUCCEEDED),
            open=tuple(course for course in selected if status[course.pk] in UNDER_WAY),
            withdrawn=tuple(withdrawn),
            carried=tuple(carried),
        )

    def _not_relapsed_of_transformed(
        self, kpi: Kpi, year: int, on: datetime.date, courses: Sequence[Course]
    ) -> KpiStanding:
        day = self.end_of(on)
        status, uncertain = day.status, day.uncertain
        succeeded = [course for course in courses if status[course.pk] in SUCCEEDED]
        holding = [course for course in succeeded if status[course.pk] == Status.TRANSFORMED]
        return KpiStanding(
            kpi=kpi,
            year=year,
            on=on,
            counted=tuple(succeeded),
            reached=tuple(course for course in holding if course.pk not in uncertain),
            open=tuple(course for course in holding if course.pk in uncertain),
        )

    def _carried_over(self, selected: Sequence[Course], on: datetime.date) -> list[Course]:
        """Return the areas whose commune stood on an earlier list and was found not transformed there."""
        failed = self.end_of(on).failed
        return [course for course in selected if failed.get(course.unit_id, course.year) < course.year]


_COUNTED: dict[str, Callable[[Programme, Kpi, int, datetime.date, Sequence[Course]], KpiStanding]] = {
    TRANSFORMED_OF_SELECTED: Programme._transformed_of_selected,
    NOT_RELAPSED_OF_TRANSFORMED: Programme._not_relapsed_of_transformed,
}
