"""Trying other parameters while people watch: what the criteria would say; nothing is stored.

A first answer holds all criteria with the plan's parameters; after that only the criteria whose parameters
were moved are asked again, so that an answer is there before the hand is off the slider.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from gis_app.access.models import Account
from gis_app.plans.models import Plan, PlanVersion
from gis_app.screening.asking import one_picture
from gis_app.screening.criteria import criteria_of, settings_of
from gis_app.screening.parameters import choose
from gis_app.screening.rules.shape import Parameter
from gis_app.screening.running import answers, check_day, check_year, communes_to_screen, find_plan
from gis_app.screening.wording import Text, page_language


@dataclass(frozen=True, slots=True)
class Setting:
    """A parameter that can be moved, with the value that the plan has (or the program, where it has none)."""

    criterion: str
    parameter: Parameter
    value: float

    @property
    def name(self) -> str:
        """Return the name of its field, as in the form that runs a screening."""
        return f"{self.criterion}.{self.parameter.key}"

    @property
    def slider_end(self) -> float:
        """Return where the slider ends: bounds are wide, and what people try lies near the value."""
        span = 4 * max(self.value - self.parameter.minimum, self.value, self.step)
        return min(self.parameter.maximum, self.parameter.minimum + span)

    @property
    def step(self) -> float:
        """Return by how much a slider moves the parameter."""
        if self.parameter.whole:
            return 1
        return 10.0 ** (len(str(int(max(self.value, 1)))) - 2)


@dataclass(frozen=True, slots=True)
class Group:
    """The parameters that one criterion has, or several share."""

    key: str
    label: Text
    settings: tuple[Setting, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """What is tried out: a plan's criteria for a year with the data until a day."""

    version: PlanVersion
    year: int
    day: datetime.date

    def groups(self) -> list[Group]:
        """Return the parameters that can be moved, with the plan's values."""
        settings = settings_of(criteria_of(self.version, self.day))
        chosen = choose(self.version.plan, settings)
        return [
            Group(
                group.key,
                group.label,
                tuple(Setting(group.key, p, chosen[group.key][p.key].value) for p in group.parameters),
            )
            for group in settings
            if group.parameters
        ]


def start(plan: Plan | str, year: int, as_of: datetime.date | None = None) -> Trial:
    """Return what is to be tried out.

    Raises:
        ScreeningError: no such plan, or a year or day out of range.
    """
    plan = find_plan(plan)
    check_year(year)
    return Trial(plan.version_for(year), year, check_day(as_of, year))


def answer(
    trial: Trial, account: Account, moved: str = "", values: Mapping[str, float] | None = None
) -> dict[str, dict[int, tuple[str, str]]]:
    """Return outcome and reason of each commune, by criterion and primary key of the commune.

    Args:
        trial: what is tried out.
        account: who asks; only the communes of the account's jurisdiction are answered.
        moved: key of the parameters that were moved: only the criteria that have them are asked. Empty: all.
        values: the moved parameters that differ from the plan's.

    Raises:
        ParameterError: there are no such parameters, or one is out of bounds.
        ScreeningError: the account has no commune of the plan's province.
    """
    criteria = criteria_of(trial.version, trial.day)
    if moved:
        criteria = [criterion for criterion in criteria if criterion.settings_key == moved]
    overrides = {moved: dict(values or {})} if moved else {}
    chosen = choose(trial.version.plan, settings_of(criteria), overrides)
    communes, _territory = communes_to_screen(trial.version.plan, trial.day, account)
    ids = tuple(sorted(unit.pk for unit in communes))
    language = page_language()
    with one_picture():
        found = answers(trial.version, criteria, ids, trial.day, chosen)
    return {
        key: {
            result.unit_id: (str(result.judgement.outcome), result.judgement.reason.in_language(language))
            for result in results
        }
        for key, results in found.items()
    }
