"""The tasks of a plan that are no reports, with their first and last day."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from gis_app.plans.models import PlanVersion
from gis_app.plans.promises import Task


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task as it stands on a day; the program does not know whether it was done."""

    task: Task
    is_over: bool
    is_running: bool


def tasks_of(version: PlanVersion, year: int, today: datetime.date) -> list[TaskRow]:
    """Return the tasks of a plan that touch a year: those with a last day first, by day."""
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    touching = [
        task
        for task in version.tasks
        if (task.begins is None or task.begins <= last) and (task.ends is None or task.ends >= first)
    ]
    return sorted(
        (
            TaskRow(
                task,
                is_over=task.ends is not None and task.ends < today,
                is_running=(task.begins or today) <= today <= (task.ends or today),
            )
            for task in touching
        ),
        key=lambda row: (row.task.ends is None, row.task.ends or datetime.date.max),
    )
