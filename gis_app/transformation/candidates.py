"""The candidates that a screening offers for a year, with the reasons in short."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.plans.models import Plan
from gis_app.screening.models import Finding, Screening
from gis_app.transformation.eligibility import not_offered
from layers.models import AdminUnit


@dataclass(frozen=True, slots=True)
class Candidate:
    """A commune that the screening offers; `refusal` says why it cannot be proposed, or is empty."""

    unit: AdminUnit
    findings: list[Finding]
    refusal: str

    @property
    def criteria_count(self) -> int:
        """Return how many criteria the commune meets."""
        return len(self.findings)


def newest_screening(plan: Plan, year: int) -> Screening | None:
    """Return the newest screening for a year of a plan, of whichever version of it."""
    return next(iter(screenings_of(plan, year)), None)


def screenings_of(plan: Plan, year: int) -> list[Screening]:
    """Return the screenings for a year of a plan, newest first."""
    return list(
        Screening.objects.filter(plan_version__plan=plan, year=year).select_related(
            "plan_version__plan", "run_by"
        )
    )


def candidates_of(screening: Screening, on: datetime.date, account: Account | None) -> list[Candidate]:
    """Return the communes of the account that meet a criterion, most criteria first, then by name."""
    findings = restrict(screening.candidate_findings(), account).select_related("unit")
    by_unit: dict[AdminUnit, list[Finding]] = {}
    for finding in findings.order_by("unit__name", "unit__code", "criterion"):
        by_unit.setdefault(finding.unit, []).append(finding)
    refusals = not_offered(screening.plan_version.plan, screening.year, by_unit.keys(), on)
    candidates = [Candidate(unit, met, refusals.get(unit.pk, "")) for unit, met in by_unit.items()]
    return sorted(candidates, key=lambda candidate: -candidate.criteria_count)
