"""What the screenings of a plan say about some communes: who was looked at, and which criteria were met.

Of several runs for one day only the newest is read. Criteria of other regulations are left out: an area was
selected on the plan's own.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from gis_app.plans.models import Plan, PlanVersion
from gis_app.screening.models import Finding, Screening

Outcome = Finding.Outcome


def screenings_by_day(plan: Plan, until: datetime.date) -> list[Screening]:
    """Return the newest run for each day that was screened, oldest day first."""
    runs = (
        Screening.objects.filter(plan_version__plan=plan, as_of__lte=until)
        .only("as_of", "year", "run_at", "plan_version_id")
        .order_by("as_of", "run_at", "id")
    )
    return list({run.as_of: run for run in runs}.values())


@dataclass(frozen=True, slots=True)
class Answers:
    """The outcomes of one screening for one commune, by criterion."""

    screening: Screening
    unit_id: int
    outcomes: dict[str, str]

    def met(self) -> list[str]:
        """Return the criteria that were met."""
        return sorted(key for key, outcome in self.outcomes.items() if outcome == Outcome.MET)

    def lacking(self) -> int:
        """Return how many criteria had no data."""
        return sum(outcome == Outcome.NO_DATA for outcome in self.outcomes.values())


class Evidence:
    """The outcomes of some screenings for some communes; two queries, whatever the number of either."""

    def __init__(self, screenings: Sequence[Screening], unit_ids: Collection[int]) -> None:
        self.screenings = list(screenings)
        own = _own_criteria(self.screenings)
        versions = {screening.pk: screening.plan_version_id for screening in self.screenings}
        self._outcomes: dict[tuple[int, int], dict[str, str]] = defaultdict(dict)
        rows = Finding.objects.filter(screening_id__in=versions, unit_id__in=unit_ids)
        for screening, unit, key, outcome in rows.values_list(
            "screening_id", "unit_id", "criterion", "outcome"
        ):
            if key in own[versions[screening]]:
                self._outcomes[screening, unit][key] = outcome

    def of(self, screening: Screening, unit_ids: Collection[int]) -> Answers | None:
        """Return what a screening said about a commune, of which these are the units; None if nothing."""
        for unit in sorted(unit_ids):
            if outcomes := self._outcomes.get((screening.pk, unit)):
                return Answers(screening, unit, outcomes)
        return None


def _own_criteria(screenings: Collection[Screening]) -> dict[int, frozenset[str]]:
    versions = PlanVersion.objects.filter(pk__in={screening.plan_version_id for screening in screenings})
    return {
        version.pk: frozenset(entry["key"] for entry in version.record["criteria"]) for version in versions
    }
