"""The candidates that a screening offers for a year, with the reasons in short."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.plans.models import Plan
from gis_app.screening.models import Candidacy, Finding, Screening
from gis_app.transformation.carrying import carried_over
from gis_app.transformation.eligibility import not_offered
from gis_app.transformation.models import KeyArea
from layers.models import AdminUnit

# Columns of a commune and its district that no list needs and that are most of its weight.
SHAPES = ("geometry", "display_geometry", "parent__geometry", "parent__display_geometry")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A commune that the screening offers.

    `refusal` says why it cannot be proposed, or is empty; `carried_from` is its failed area of an earlier
    year.
    """

    unit: AdminUnit
    findings: list[Finding]
    refusal: str
    carried_from: KeyArea | None = None

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
    met: dict[int, list[Finding]] = {}
    findings = restrict(screening.candidate_findings(), account).defer(
        "details", "evidence", "evidence_geometry"
    )
    for finding in findings.order_by("criterion"):
        met.setdefault(finding.unit_id, []).append(finding)
    plan, year = screening.plan_version.plan, screening.year
    units = list(
        AdminUnit.objects.filter(pk__in=met).select_related("parent").defer(*SHAPES).order_by("name", "code")
    )
    refusals = not_offered(plan, year, units, on)
    failed = carried_over(plan, year, on)
    candidates = [
        Candidate(unit, met[unit.pk], refusals.get(unit.pk, ""), failed.get(unit.pk)) for unit in units
    ]
    return sorted(candidates, key=lambda candidate: -candidate.criteria_count)


def held_back(screening: Screening, account: Account | None) -> list[Candidacy]:
    """Return the communes that meet criteria and that the plan leaves out or finds too few for, by name."""
    found = restrict(screening.candidacies.held_back(), account).select_related("unit")
    return list(found.defer("unit__geometry", "unit__display_geometry").order_by("unit__name"))
