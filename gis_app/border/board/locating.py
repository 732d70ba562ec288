"""Where a report's point stands, kept on the report as it is told on the day."""

from __future__ import annotations

import datetime

from django.contrib.gis.db.models.functions import Distance
from django.contrib.gis.geos import Point

from gis_app.border.models import BorderReport
from gis_app.border.strip.placing import BorderPlace, Marker, Strip
from layers.models import AdminUnit, BorderLine

#: A point that no commune covers belongs to the nearest one within this; about 0.05 degrees. Ours.
_NEAR_DEGREES = 0.05
PLACE_FIELDS = ("point", "unit", "section", "line_name", "distance_m", "inside", "marker", "from_marker_m")


def locate(report: BorderReport, point: Point, strip: Strip) -> None:
    """Fill in point, commune, section, marker and distance; what is not loaded stays unknown."""
    report.point = point
    report.unit = _commune(point, strip.day)
    place = strip.place(point.x, point.y)
    report.section = place.sections[0] if place and place.sections else None
    report.line_name = place.line.name if place else ""
    report.distance_m = place.distance_m if place else None
    report.inside = place.inside if place else None
    report.marker = place.marker.label if place and place.marker else ""
    report.from_marker_m = place.from_marker_m if place else None


def sentence(report: BorderReport) -> str:
    """Say where a report's point stands, from what is kept on it; empty where no line was loaded."""
    if report.distance_m is None:
        return ""
    marker = Marker(report.marker, 0, 0.0) if report.marker else None
    place = BorderPlace(
        line=BorderLine(name=report.line_name),
        along_m=0.0,
        distance_m=report.distance_m,
        inside=report.inside,
        marker=marker,
        from_marker_m=report.from_marker_m,
        sections=(report.section,) if report.section else (),
    )
    return place.sentence()


def _commune(point: Point, day: datetime.date) -> AdminUnit | None:
    communes = AdminUnit.objects.communes().on(day).defer("geometry", "display_geometry")
    covering = communes.filter(geometry__covers=point).order_by("code").first()
    if covering is not None:
        return covering
    near = communes.filter(geometry__dwithin=(point, _NEAR_DEGREES))
    return near.annotate(away=Distance("geometry", point)).order_by("away", "code").first()
