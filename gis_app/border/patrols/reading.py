"""What of the line and of the incidents the patrols of the last days covered. A suggestion, never a duty."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from django.contrib.gis.db.models.functions import AsWKB
from django.db.models import Min

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.border.models import BorderSection, Patrol
from gis_app.border.patrols.coverage import SHORTEST_DEGREE_M, Part, covered_share, near_points, parts
from gis_app.border.patrols.seeing import sections_for
from gis_app.border.patrols.since import last_passed
from gis_app.border.strip.placing import Strip
from layers.models import BorderLine, Incident, IncidentCategory
from layers.reading.measured_lines import MeasuredLines

#: What the page begins with, and a person changes there. Ours; no document sets them.
REACH_M = 500.0
DAYS = 7
#: What the criterion d.adjoining begins with (`gis_app/screening/rules/adjoining.yaml`).
DEPTH_M = 1_000.0


@dataclass(frozen=True, slots=True)
class SectionCoverage:
    """One section on a day.

    Attributes:
        line: the index of its line in `Strip.lines`.
        parts: its length in order, cut wherever other patrols cover it.
        patrols: those of the days that came near.
        last_on: the last day on which anybody came near any of it, None where that was never recorded.
        recorded: whether its agency ever recorded a patrol; if not, nothing is known rather than done.
    """

    section: BorderSection
    line: int
    parts: tuple[Part, ...]
    patrols: tuple[Patrol, ...]
    last_on: datetime.date | None
    recorded: bool

    @property
    def share(self) -> float | None:
        """Return the share of its drawn length that was covered, None where nothing is known."""
        return covered_share(self.parts) if self.recorded or self.last_on else None

    @property
    def length_m(self) -> float:
        """Return its length on the drawing."""
        return sum(part.length_m for part in self.parts)

    @property
    def gaps(self) -> list[Part]:
        """Return the parts that no patrol came near, longest first."""
        return sorted((part for part in self.parts if not part.covered), key=lambda part: -part.length_m)


@dataclass(frozen=True, slots=True)
class IncidentCoverage:
    """Incidents of the days in the strip that the account sees, and which of them a patrol came near.

    Attributes:
        incidents: at most `depth_m` from a line.
        near: for each whether a route of the days came within the reach.
    """

    incidents: tuple[Incident, ...]
    near: tuple[bool, ...]

    @property
    def total(self) -> int:
        """Return how many there are."""
        return len(self.incidents)

    @property
    def covered(self) -> int:
        """Return how many of them a patrol came near."""
        return sum(self.near)


@dataclass(frozen=True, slots=True)
class Done:
    """The patrols of some days and their routes, in the order in which they took place."""

    patrols: tuple[Patrol, ...]
    routes: tuple[shapely.Geometry, ...]

    @classmethod
    def of(cls, day: datetime.date, days: int) -> Done:
        """Return the patrols of the last `days` days until a day."""
        found = (
            Patrol.objects.done_between(first_day(day, days), day)
            .annotate(walked=AsWKB("route"))
            .only("state", "done_on", "lead")
            .order_by("done_on", "id")
        )
        patrols = tuple(found)
        return cls(patrols, tuple(shapely.from_wkb([bytes(patrol.walked) for patrol in patrols])))


def first_day(day: datetime.date, days: int) -> datetime.date:
    """Return the first of the last `days` days until a day, which is the last of them."""
    return day - datetime.timedelta(days=days - 1)


def coverage_of(
    strip: Strip,
    account: Account | None,
    *,
    days: int = DAYS,
    reach_m: float = REACH_M,
    done: Done | None = None,
) -> list[SectionCoverage]:
    """Return the sections of whose coverage the account is told, as patrols of the last `days` left them.

    A patrol by anybody counts: the line is covered whoever walked it. `done` are the patrols of these days
    where they are at hand already.
    """
    sections = sections_for(account, strip)
    if strip.measured is None or not sections:
        return []
    done = done or Done.of(strip.day, days)
    lines = {line.pk: index for index, line in enumerate(strip.lines)}
    split = [
        _parts_of(strip.measured, section, lines[section.line_id], done.routes, reach_m)
        for section in sections
    ]
    older = _passed_before(strip, sections, lines, split, first_day(strip.day, days), reach_m)
    recorded = _agencies_that_record(sections, strip.day)
    return [
        SectionCoverage(
            section=section,
            line=lines[section.line_id],
            parts=pieces,
            patrols=(near := tuple(done.patrols[index] for index in _routes_near(pieces))),
            last_on=near[-1].done_on if near else before,
            recorded=section.agency_id in recorded,
        )
        for section, pieces, before in zip(sections, split, older, strict=True)
    ]


def incidents_covered(
    strip: Strip,
    account: Account | None,
    *,
    depth_m: float = DEPTH_M,
    days: int = DAYS,
    reach_m: float = REACH_M,
    done: Done | None = None,
) -> IncidentCoverage:
    """Return the incidents of the last `days` at most `depth_m` from a line, and which were passed."""
    found = strip_incidents(strip, account, first_day(strip.day, days), depth_m=depth_m)
    routes = (done or Done.of(strip.day, days)).routes
    if strip.measured is None or not found:
        return IncidentCoverage((), ())
    near = near_points(strip.measured, _places(found), routes, reach_m)
    return IncidentCoverage(tuple(found), tuple(near.tolist()))


def strip_incidents(
    strip: Strip, account: Account | None, first: datetime.date, *, depth_m: float = DEPTH_M
) -> list[Incident]:
    """Return the incidents from a day until the day of the strip, at most `depth_m` from a line.

    Only kinds that may be shown as points, and only those in the account's jurisdiction.
    """
    if strip.measured is None:
        return []
    shown = IncidentCategory.objects.filter(precision=IncidentCategory.Precision.POINT)
    incidents = restrict(Incident.objects.all(), account).filter(
        occurred_on__gte=first, occurred_on__lte=strip.day, category__in=shown
    )
    found: dict[int, Incident] = {}
    # The box of each line first, which an index answers; the metres decide.
    for line in BorderLine.objects.filter(pk__in=[line.pk for line in strip.lines]):
        box = line.geometry.envelope.buffer(depth_m / SHORTEST_DEGREE_M)
        found |= {
            each.pk: each for each in incidents.filter(point__bboverlaps=box).select_related("category")
        }
    near = list(found.values())
    if not near:
        return []
    away = strip.measured.feet(*_places(near).T).distance_m
    kept = [each for each, metres in zip(near, away, strict=True) if metres <= depth_m]
    return sorted(kept, key=lambda each: (each.occurred_on, each.pk))


def _places(incidents: Sequence[Incident]) -> np.ndarray:
    return np.array([each.point.coords[:2] for each in incidents], dtype=float)


def _parts_of(
    measured: MeasuredLines,
    section: BorderSection,
    line: int,
    routes: Sequence[shapely.Geometry],
    reach_m: float,
) -> tuple[Part, ...]:
    # A line that was drawn anew may be shorter than the section that was measured along the old one.
    begin = min(section.from_m, measured.length_m(line))
    return tuple(parts(measured, line, routes, reach_m, from_m=begin, to_m=section.to_m))


def _routes_near(pieces: Sequence[Part]) -> list[int]:
    return sorted({index for part in pieces for index in part.routes})


def _passed_before(
    strip: Strip,
    sections: Sequence[BorderSection],
    lines: dict[int, int],
    split: Sequence[Sequence[Part]],
    first: datetime.date,
    reach_m: float,
) -> list[datetime.date | None]:
    """Return for the sections that nobody came near since `first` when somebody last did, None for others."""
    wanted = [index for index, pieces in enumerate(split) if not _routes_near(pieces)]
    stretches = [(lines[sections[i].line_id], split[i][0].from_m, split[i][-1].to_m) for i in wanted]
    days = dict(zip(wanted, last_passed(strip, stretches, first, reach_m), strict=True))
    return [days.get(index) for index in range(len(sections))]


def _agencies_that_record(sections: Sequence[BorderSection], day: datetime.date) -> set[int]:
    done = Patrol.objects.filter(
        state=Patrol.State.DONE, done_on__lte=day, agencies__in={section.agency_id for section in sections}
    )
    return {pk for pk, _first in done.order_by().values_list("agencies").annotate(Min("done_on"))}
