"""The steps of the cycle: which decision leads from which status to which. One table, asked by all."""

from __future__ import annotations

import datetime
from calendar import monthrange
from dataclasses import dataclass

from gis_app.transformation.models import Decision, Status


@dataclass(frozen=True, slots=True)
class Step:
    """What a decision does to an area."""

    before: frozenset[Status]
    after: Status


STEPS: dict[Decision.Act, Step] = {
    Decision.Act.SELECT: Step(frozenset({Status.PROPOSED}), Status.SELECTED),
    Decision.Act.START: Step(frozenset({Status.SELECTED}), Status.IN_TRANSFORMATION),
    Decision.Act.RECOGNISE: Step(frozenset({Status.IN_TRANSFORMATION}), Status.TRANSFORMED),
    Decision.Act.NOT_TRANSFORMED: Step(frozenset({Status.IN_TRANSFORMATION}), Status.NOT_TRANSFORMED),
    Decision.Act.RELAPSE: Step(frozenset({Status.TRANSFORMED}), Status.RELAPSED),
    Decision.Act.WITHDRAW: Step(
        frozenset({Status.PROPOSED, Status.SELECTED, Status.IN_TRANSFORMATION}), Status.WITHDRAWN
    ),
}

# An area counts against the cap of its year from its selection on, whatever became of it, unless withdrawn.
COUNTED: frozenset[Status] = frozenset(
    {
        Status.SELECTED,
        Status.IN_TRANSFORMATION,
        Status.TRANSFORMED,
        Status.NOT_TRANSFORMED,
        Status.RELAPSED,
    }
)


def acts_from(status: str) -> list[Decision.Act]:
    """Return the decisions that an area in this status can have next."""
    return [act for act, step in STEPS.items() if status in step.before]


def last_day(starts_on: datetime.date, months: int) -> datetime.date:
    """Return the last day of a period of whole months.

    >>> last_day(datetime.date(2027, 1, 1), 12)
    datetime.date(2027, 12, 31)
    >>> last_day(datetime.date(2026, 8, 31), 6)
    datetime.date(2027, 2, 28)
    """
    years, month = divmod(starts_on.month - 1 + months, 12)
    year, month = starts_on.year + years, month + 1
    length = monthrange(year, month)[1]
    if starts_on.day > length:
        return datetime.date(year, month, length)
    return datetime.date(year, month, starts_on.day) - datetime.timedelta(days=1)
