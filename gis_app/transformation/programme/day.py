"""Where all areas stood at the end of one day; found once, asked by every share and group."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import cached_property

from gis_app.transformation.models import Status
from gis_app.transformation.programme.courses import Course
from gis_app.transformation.programme.judging import Grounds


class EndOfDay:
    """The statuses of the areas on a day, and what follows from them."""

    def __init__(self, courses: Sequence[Course], grounds: Grounds, on: datetime.date) -> None:
        self._courses = courses
        self._grounds = grounds
        self._on = on

    @cached_property
    def status(self) -> dict[int, Status | None]:
        """Return the status of every area, by its primary key; None before its first."""
        return {course.pk: course.status_on(self._on) for course in self._courses}

    @cached_property
    def uncertain(self) -> frozenset[int]:
        """Return the transformed areas (primary keys) of which nobody can say which commune is judged."""
        return frozenset(
            pk
            for pk, status in self.status.items()
            if status == Status.TRANSFORMED and self._grounds.judged(pk, self._on).is_open
        )

    @cached_property
    def failed(self) -> dict[int, int]:
        """Return the first year in which a commune (each of its units) was found not transformed."""
        years: dict[int, int] = {}
        for course in self._courses:
            if self.status[course.pk] == Status.NOT_TRANSFORMED:
                for unit in self._grounds.same(course.unit_id):
                    years[unit] = min(course.year, years.get(unit, course.year))
        return years
