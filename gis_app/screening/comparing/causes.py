"""Why one criterion says something else about the same communes: the rule is asked again, step by step.

From the earlier screening to the later one, one input after the other is replaced, and what the rule says is
taken down after each:

1. as the earlier screening stored it;
2. the same question to the data of today: a difference is due to the *data*;
3. the later day: due to the *day* (the twelve months moved);
4. the later parameters: due to the *parameters*;
5. the later plan's wording: due to the *plan*;
6. as the later screening stored it: a difference to step 5 is due to *data* that changed after it ran.

The first and the last differ, so at least one step does. Where two inputs would each have changed the
outcome, the earlier step is named; the order is that in which an office asks (first the facts, then its own
choices).
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from gis_app.screening.criteria import criterion_for
from gis_app.screening.models import Screening
from gis_app.screening.rules.shape import Criterion, Question


class Cause(models.TextChoices):
    """What made an outcome another; the order is that of the page."""

    BOUNDARIES = "boundaries", _("ranh giới")
    DATA = "data", _("số liệu")
    DAY = "day", _("ngày số liệu")
    PARAMETERS = "parameters", _("tham số")
    PLAN = "plan", _("kế hoạch")
    PROGRAM = "program", _("chương trình")


@dataclass(frozen=True)
class _Inputs:
    """What a screening asked a rule with."""

    day: datetime.date
    parameters: Mapping[str, float]
    covers: Mapping[str, Sequence[str]]

    def ask(self, criterion: Criterion, units: Collection[int]) -> dict[int, str]:
        """Return the outcome of each commune, by primary key, from the data of today."""
        question = Question(tuple(sorted(units)), self.day, self.parameters, self.covers)
        return {result.unit_id: str(result.judgement.outcome) for result in criterion.run(question)}


def causes(
    key: str, before: Screening, after: Screening, changed: Mapping[int, tuple[str, str]]
) -> dict[int, tuple[Cause, ...]]:
    """Return why the outcome of each commune changed.

    Args:
        key: plan-independent key of the criterion.
        before: the earlier screening.
        after: the later screening.
        changed: stored outcomes, before and after, by the primary key of the commune; they differ.
    """
    criterion = criterion_for(key)
    if criterion is None or not changed:
        return dict.fromkeys(changed, (Cause.PROGRAM,))
    old, new = _inputs(before, criterion), _inputs(after, criterion)
    steps = [
        (Cause.DATA, old),
        (Cause.DAY, _Inputs(new.day, old.parameters, old.covers)),
        (Cause.PARAMETERS, _Inputs(new.day, new.parameters, old.covers)),
        (Cause.PLAN, new),
    ]
    told: list[tuple[Cause, dict[int, str]]] = []
    asked: _Inputs | None = None
    for cause, inputs in steps:
        if inputs != asked:
            told.append((cause, inputs.ask(criterion, changed)))
            asked = inputs
    return {unit: _of_one(unit, stored, told) for unit, stored in changed.items()}


def _of_one(
    unit: int, stored: tuple[str, str], told: Sequence[tuple[Cause, Mapping[int, str]]]
) -> tuple[Cause, ...]:
    first, last = stored
    path = [(None, first), *((cause, outcomes[unit]) for cause, outcomes in told), (Cause.DATA, last)]
    found = {cause for (_cause, was), (cause, is_) in pairwise(path) if cause and was != is_}
    return tuple(cause for cause in Cause if cause in found)


def _inputs(screening: Screening, criterion: Criterion) -> _Inputs:
    """Return what the screening asked; parameters that did not exist yet have their default."""
    stored: dict[str, Any] = screening.parameters.get(criterion.settings_key, {})
    return _Inputs(
        screening.as_of,
        {
            parameter.key: stored[parameter.key]["value"] if parameter.key in stored else parameter.default
            for parameter in criterion.parameters
        },
        (screening.plan_version.criterion(criterion.key) or {}).get("covers", {}),
    )
