"""All criteria that a screening can answer: groups a to c, group d, and those of other regulations."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from gis_app.plans.models import PlanVersion
from gis_app.screening.counted import COUNTED
from gis_app.screening.regulations import REGULATIONS
from gis_app.screening.rules import RULES
from gis_app.screening.rules.shape import Criterion, Parameter
from gis_app.screening.wording import Text

CRITERIA: tuple[Criterion, ...] = (*COUNTED, *RULES, *REGULATIONS)


@dataclass(frozen=True, slots=True)
class Settings:
    """The parameters that one criterion has, or that several share."""

    key: str
    label: Text
    parameters: tuple[Parameter, ...]


def criterion_for(key: str) -> Criterion | None:
    """Return the criterion with a plan-independent key, or None if this version knows none."""
    return next((criterion for criterion in CRITERIA if criterion.key == key), None)


def criteria_of(version: PlanVersion, on: datetime.date) -> list[Criterion]:
    """Return the criteria that the plan has, and those of the regulations issued by the day."""
    of_plan: list[Criterion] = [c for c in (*COUNTED, *RULES) if version.criterion(c.key) is not None]
    return [*of_plan, *(regulation for regulation in REGULATIONS if regulation.issued <= on)]


def wording_of(version: PlanVersion, key: str) -> str:
    """Return the plan's own wording of a criterion, or that of the regulation it is from."""
    if entry := version.criterion(key):
        return str(entry.get("text", ""))
    return next((regulation.text for regulation in REGULATIONS if regulation.key == key), "")


def settings_of(criteria: Iterable[Criterion]) -> list[Settings]:
    """Return the parameters of the criteria, shared ones once, in their order."""
    found: dict[str, Settings] = {}
    for criterion in criteria:
        key = criterion.settings_key
        if key not in found:
            found[key] = Settings(key, criterion.settings_label, criterion.parameters)
    return list(found.values())
