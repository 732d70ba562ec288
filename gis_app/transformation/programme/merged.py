"""The transformed areas whose communes are no longer there, with who is judged in their place."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from gis_app.transformation.models import Status
from gis_app.transformation.programme.courses import Course
from gis_app.transformation.programme.judging import Basis, Judged, Successor
from gis_app.transformation.programme.kpis import Programme


@dataclass(frozen=True, slots=True)
class MergedArea:
    """One of them."""

    course: Course
    judged: Judged
    successors: tuple[Successor, ...]


def merged_areas(programme: Programme, on: datetime.date) -> list[MergedArea]:
    """Return the areas transformed on a day that need a choice or have one, those that need one first."""
    status = programme.end_of(on).status
    transformed = [course for course in programme.courses if status[course.pk] == Status.TRANSFORMED]
    judged = {course.pk: programme.grounds.judged(course.pk, on) for course in transformed}
    moved = [
        MergedArea(course, judged[course.pk], programme.grounds.offered(course.pk, on))
        for course in transformed
        if judged[course.pk].basis not in (Basis.ITSELF, Basis.SAME_GROUND)
    ]
    return sorted(moved, key=lambda each: not each.judged.is_open)
