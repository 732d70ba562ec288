"""Where each report of a year stands: what came, from whom, in time or late, and who still owes it."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from gis_app.plans.models import PlanVersion
from gis_app.reports.models import ReportDate, ReportDelivery, ReportParty
from gis_app.reports.obligations import Obligation
from gis_app.reports.schedule import Occurrence, ReportYear, occurrences


@dataclass(frozen=True, slots=True)
class Standing:
    """One occurrence with its deliveries.

    Attributes:
        parties: names of those who owe it, empty where nobody has listed them.
    """

    occurrence: Occurrence
    parties: tuple[str, ...]
    deliveries: list[ReportDelivery] = field(default_factory=list)

    @property
    def missing(self) -> list[str]:
        """Return the listed parties that have delivered nothing."""
        came = {delivery.sender.casefold() for delivery in self.deliveries}
        return [name for name in self.parties if name.casefold() not in came]

    @property
    def is_complete(self) -> bool:
        """Say whether everything that is known to be owed has come."""
        return bool(self.deliveries) and not self.missing

    @property
    def late(self) -> list[ReportDelivery]:
        """Return what came after its day."""
        return [delivery for delivery in self.deliveries if delivery.days_late]

    def is_overdue(self, today: datetime.date) -> bool:
        """Say whether its day is over and something known to be owed has not come."""
        due = self.occurrence.due
        return due is not None and due < today and not self.is_complete


def standings(version: PlanVersion, year: int) -> list[Standing]:
    """Return every report of a plan's year with what came of it, by day."""
    return standings_of([ReportYear(version, year, is_owed=True)])[version.plan_id, year]


def standings_of(wanted: Collection[ReportYear]) -> dict[tuple[str, int], list[Standing]]:
    """Return the standings of several plans and years, by plan id and year; three queries for all."""
    plans = {one.version.plan_id for one in wanted}
    years = {one.year for one in wanted}
    dates = list(ReportDate.objects.filter(plan__in=plans))
    parties: dict[tuple[str, str], list[str]] = defaultdict(list)
    for party in ReportParty.objects.filter(plan__in=plans):
        parties[party.plan_id, party.rule].append(party.name)
    came: dict[tuple[str, int, str, int], list[ReportDelivery]] = defaultdict(list)
    for delivery in ReportDelivery.objects.filter(plan__in=plans, year__in=years, withdrawn_reason=""):
        came[delivery.plan_id, delivery.year, delivery.rule, delivery.position].append(delivery)
    return {
        (plan, asked.year): [
            Standing(
                one,
                tuple(parties_of(one.obligation, parties.get((plan, one.obligation.key), ()))),
                came[plan, asked.year, one.obligation.key, one.position],
            )
            for one in occurrences(asked.version, asked.year, dates)
        ]
        for asked in wanted
        for plan in [asked.version.plan_id]
    }


def parties_of(owed: Obligation, listed: Collection[str]) -> list[str]:
    """Return who owes it: as the office listed them, else the teams that the plan counts."""
    return list(listed) or owed.teams_named
