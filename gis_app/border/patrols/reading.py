"""What of the line and of the incidents the patrols of the last days covered. A suggestion, never a duty."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import numpy as np
import shapely
from django.db.models import Max

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.border.models import BorderSection, Patrol
from gis_app.border.patrols.coverage import Part, covered_share, near_points, parts
from gis_app.border.strip.placing import Strip
from layers.models import Incident, IncidentCategory

#: What the page begins with, and a person changes there. Ours; no document sets them.
REACH_M = 500.0
DAYS = 7


@dataclass(frozen=True, slots=True)
class SectionCoverage:
    """One section, its parts, the patrols that came near; `last_on`: its agency's last patrol anywhere."""

    section: BorderSection
    parts: tuple[Part, ...]
    patrols: tuple[Patrol, ...]
    last_on: datetime.date | None

    @property
    def share(self) -> float | None:
        """Return the share of its drawn length that was covered."""
        return covered_share(self.parts)

    @property
    def gaps(self) -> list[Part]:
        """Return the parts that no patrol came near, longest first."""
        return sorted((part for part in self.parts if not part.covered), key=lambda part: -part.length_m)


@dataclass(frozen=True, slots=True)
class IncidentCoverage:
    """Incidents of the days within the reach of a patrol, of all in the strip that the account sees."""

    near: int
    total: int


def coverage_of(
    strip: Strip, account: Account | None, *, days: int = DAYS, reach_m: float = REACH_M
) -> list[SectionCoverage]:
    """Return the sections that the account sees, as patrols of the last `days` until `strip.day` left them.

    A patrol by anybody counts: the line is covered whoever walked it.
    """
    mine = set(restrict(BorderSection.objects.on(strip.day), account).values_list("pk", flat=True))
    if strip.measured is None or not mine:
        return []
    done = _done(strip.day, days)
    routes = _routes(done)
    lines = {line.pk: index for index, line in enumerate(strip.lines)}
    last = _last_days(strip.day)
    found = []
    for section in strip.sections:
        if section.pk not in mine:
            continue
        pieces = parts(
            strip.measured,
            lines[section.line_id],
            routes,
            reach_m,
            from_m=section.from_m,
            to_m=section.to_m,
        )
        near = sorted({index for part in pieces for index in part.routes})
        patrols = tuple(done[index] for index in near)
        found.append(SectionCoverage(section, tuple(pieces), patrols, last.get(section.agency_id)))
    return found


def incidents_covered(
    strip: Strip,
    account: Account | None,
    *,
    depth_m: float,
    days: int = DAYS,
    reach_m: float = REACH_M,
) -> IncidentCoverage:
    """Return how many incidents of the last `days`, at most `depth_m` from a line, a patrol came near."""
    first = strip.day - datetime.timedelta(days=days - 1)
    shown = IncidentCategory.objects.filter(precision=IncidentCategory.Precision.POINT)
    incidents = restrict(Incident.objects.all(), account).filter(
        occurred_on__gte=first, occurred_on__lte=strip.day, category__in=shown
    )
    places = np.array([point.coords[:2] for point in incidents.values_list("point", flat=True)], dtype=float)
    if strip.measured is None or not len(places):
        return IncidentCoverage(0, 0)
    places = places[strip.measured.feet(*places.T).distance_m <= depth_m]
    near = near_points(strip.measured, places, _routes(_done(strip.day, days)), reach_m)
    return IncidentCoverage(int(near.sum()), len(places))


def _done(day: datetime.date, days: int) -> list[Patrol]:
    first = day - datetime.timedelta(days=days - 1)
    return list(Patrol.objects.done_between(first, day).select_related("lead").order_by("done_on", "id"))


def _routes(patrols: list[Patrol]) -> list[shapely.Geometry]:
    return [shapely.from_wkb(bytes(patrol.route.wkb)) for patrol in patrols if patrol.route is not None]


def _last_days(day: datetime.date) -> dict[int, datetime.date]:
    """Return for each agency the last day on which it took part in a patrol."""
    done = Patrol.objects.filter(state=Patrol.State.DONE, done_on__lte=day).order_by()
    return dict(done.values_list("agencies").annotate(Max("done_on")))
