"""Patrols of the sample: done, planned, forgotten, cancelled, single and joint. All synthetic."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.contrib.gis.geos import GEOSGeometry, MultiLineString
from django.utils import timezone

from gis_app.access.models import Agency
from gis_app.border.models import BorderSection, Patrol
from gis_app.border.patrols.recording import Walked, cancel, plan_patrol, record_done
from gis_app.border.strip.placing import Strip
from gis_app.operations.sample.border import DOCUMENT
from layers.models.fields import SRID
from layers.reading.thinning import thinned


@dataclass(frozen=True, slots=True)
class SamplePatrol:
    """A patrol of the sample.

    `section` is the place of the section along the line; `from_share` and `to_share` bound the part of it
    that was walked or is to be; `days_ago` is negative for what lies ahead; `joint` brings in the police.
    """

    section: int
    days_ago: int
    from_share: float
    to_share: float
    outcome: str
    joint: bool = False


_PATROLS = (
    SamplePatrol(0, 2, 0.0, 0.55, "done"),
    SamplePatrol(0, 12, 0.4, 1.0, "done"),
    SamplePatrol(0, 0, 0.5, 1.0, "planned"),
    SamplePatrol(1, 1, 0.1, 0.9, "done", joint=True),
    SamplePatrol(1, 5, 0.6, 1.0, "done"),
    SamplePatrol(1, 3, 0.0, 0.4, "forgotten"),
    SamplePatrol(2, 20, 0.0, 1.0, "done"),
    SamplePatrol(2, -2, 0.0, 0.5, "planned", joint=True),
    SamplePatrol(3, 4, 0.2, 0.7, "done", joint=True),
    SamplePatrol(3, 6, 0.7, 1.0, "cancelled"),
    SamplePatrol(5, 6, 0.0, 1.0, "done"),
)


def make_patrols() -> None:
    """Make what is not there yet; a second call changes nothing."""
    if Patrol.objects.exists():
        return
    today = timezone.localdate()
    strip = Strip(today)
    sections = sorted(
        (section for section in strip.sections if section.document == DOCUMENT),
        key=lambda section: (section.line_id, section.from_m),
    )
    police = Agency.objects.filter(name="Công an xã Lộc Thành").first()
    for sample in _PATROLS:
        if sample.section >= len(sections):
            continue
        section = sections[sample.section]
        day = today - datetime.timedelta(days=sample.days_ago)
        route = _route(strip, section, sample)
        partners = [police] if sample.joint and police else []
        patrol = plan_patrol(
            section.agency, partners, day, None, route=route, document=DOCUMENT, note="Tuần tra mẫu"
        )
        if sample.outcome == "done":
            record_done(patrol, day, Walked(route, Patrol.Origin.PLANNED), None)
        elif sample.outcome == "cancelled":
            cancel(patrol, "Mưa lớn, đường ngập (mẫu)", None)


def _route(strip: Strip, section: BorderSection, sample: SamplePatrol) -> MultiLineString:
    """Return a way along the line, as a patrol path beside it would run."""
    if strip.measured is None:
        raise ValueError("the sample has no border line")
    index = [line.pk for line in strip.lines].index(section.line_id)
    length = section.to_m - section.from_m
    ends = [section.from_m + share * length for share in (sample.from_share, sample.to_share)]
    return GEOSGeometry(memoryview(thinned(strip.measured.between(index, *ends), 40.0).wkb), srid=SRID)
