"""Which patrols a list shows and how coverage is reckoned, as the address says."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce

from gis_app.border.models import Patrol
from gis_app.border.models.patrols import PatrolQuerySet
from gis_app.border.patrols.reading import DAYS, DEPTH_M, REACH_M, first_day

State = Patrol.State
STANDINGS = ("planned", "overdue", "done", "cancelled")
#: Lowest and highest of each figure that may be chosen; ten years is how long patrols are kept at hand.
DAYS_BOUNDS = (1, 3_660)
#: Coverage looks back a year at most: older patrols say nothing about the line today. Ours.
COVERED_DAYS = 366
REACH_BOUNDS = (50, 5_000)
DEPTH_BOUNDS = (100, 20_000)


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody chose to see; everything that the address does not say has its usual value.

    Attributes:
        standing: one of `STANDINGS`, or "" for all.
        agency: primary key of an agency that takes part, None for any.
        joint: "joint", "single" or "".
        days: how many days back; what is planned is shown whenever it is.
        reach: metres within which a route covers the line or an incident.
        depth: metres from the line within which incidents count.
    """

    standing: str = ""
    agency: int | None = None
    joint: str = ""
    days: int = DAYS
    reach: int = int(REACH_M)
    depth: int = int(DEPTH_M)

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Choice:
        """Return the choice that an address makes; what it says wrongly is passed over."""
        standing, joint, agency = asked.get("standing", ""), asked.get("joint", ""), asked.get("agency", "")
        return cls(
            standing=standing if standing in STANDINGS else "",
            agency=int(agency) if _is_number(agency) else None,
            joint=joint if joint in {"joint", "single"} else "",
            days=_bounded(asked.get("days", ""), DAYS_BOUNDS, DAYS),
            reach=_bounded(asked.get("reach", ""), REACH_BOUNDS, int(REACH_M)),
            depth=_bounded(asked.get("depth", ""), DEPTH_BOUNDS, int(DEPTH_M)),
        )

    @property
    def covered_days(self) -> int:
        """Return how many days back coverage is reckoned."""
        return min(self.days, COVERED_DAYS)

    def narrow(self, patrols: PatrolQuerySet, today: datetime.date) -> PatrolQuerySet:
        """Return those of the patrols that were chosen."""
        first = first_day(today, self.days)
        patrols = patrols.filter(
            Q(state=State.PLANNED)
            | Q(state=State.DONE, done_on__gte=first)
            | Q(state=State.CANCELLED, planned_on__gte=first)
        )
        if self.standing == "overdue":
            patrols = patrols.overdue(today)
        elif self.standing:
            patrols = patrols.filter(state=self.standing)
        if self.agency is not None:
            patrols = patrols.filter(pk__in=_parties().filter(agency=self.agency).values("patrol"))
        if self.joint:
            others = Exists(_parties().filter(patrol=OuterRef("pk")).exclude(agency=OuterRef("lead")))
            patrols = patrols.filter(others if self.joint == "joint" else ~others)
        return patrols


def in_order(patrols: PatrolQuerySet) -> PatrolQuerySet:
    """Return the patrols as a list shows them: what is planned by its day, then the newest first."""
    ahead = Case(When(state=State.PLANNED, then=Value(0)), default=Value(1), output_field=IntegerField())
    return patrols.with_parties().order_by(
        ahead,
        Case(When(state=State.PLANNED, then=F("planned_on"))),
        Coalesce("done_on", "planned_on").desc(),
        "-pk",
    )


def _parties() -> PatrolQuerySet:
    return Patrol.agencies.through.objects


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


def _bounded(text: str, bounds: tuple[int, int], usual: int) -> int:
    text = text.strip().replace(".", "")
    return min(max(int(text), bounds[0]), bounds[1]) if _is_number(text) else usual
