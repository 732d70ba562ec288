"""Routes, covered and open stretches and incidents as the map of the pages draws them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import shapely
from django.contrib.gis.geos import MultiLineString

from gis_app.border.models import Patrol
from gis_app.border.patrols.reading import IncidentCoverage, SectionCoverage
from gis_app.border.strip.placing import Strip
from gis_app.formats.numbers import date as write_date
from gis_app.formats.numbers import number

#: About ten metres: finer than the line is drawn on a screen that shows a section.
_WITHIN_DEGREES = 0.0001
_DECIMALS = 5
#: More dots than this on one map are read by nobody.
MOST_INCIDENTS = 500


def stretches(strip: Strip, found: Iterable[SectionCoverage]) -> list[dict[str, Any]]:
    """Return the covered and the open parts of sections of which something is known."""
    drawn = []
    for each in found:
        if each.share is None or strip.measured is None:
            continue
        for part in each.parts:
            if part.length_m <= 0:
                continue
            shape = strip.measured.between(each.line, part.from_m, part.to_m)
            label = f"{each.section} ({each.section.agency}), {number(part.length_m / 1000, 1)} km"
            drawn.append({"covered": part.covered, "label": label, "shape": _light(shape)})
    return drawn


def routes(patrols: Iterable[Patrol]) -> list[dict[str, Any]]:
    """Return where patrols went, of those still planned where they will go."""
    return [
        {
            "id": patrol.pk,
            "done": patrol.route is not None,
            "joint": len(patrol.agencies.all()) > 1,
            "label": f"{write_date(patrol.day)}, {patrol.lead}" if patrol.day else str(patrol.lead),
            "shape": shape(route),
        }
        for patrol in patrols
        if patrol.state != Patrol.State.CANCELLED
        and (route := patrol.route or patrol.planned_route) is not None
    ]


def incidents(found: IncidentCoverage) -> list[dict[str, Any]]:
    """Return the newest incidents of the strip, each with whether a patrol came near."""
    pairs: Sequence[tuple[Any, bool]] = list(zip(found.incidents, found.near, strict=True))
    return [
        {
            "at": [round(each.point.x, _DECIMALS), round(each.point.y, _DECIMALS)],
            "near": near,
            "label": f"{each.category}, {write_date(each.occurred_on)}",
        }
        for each, near in pairs[-MOST_INCIDENTS:]
    ]


def shape(route: MultiLineString | None) -> dict[str, Any] | None:
    """Return a route as GeoJSON, every vertex of it."""
    return None if route is None else json.loads(route.geojson)


def _light(shape: shapely.Geometry) -> dict[str, Any]:
    simple = shapely.simplify(shape, _WITHIN_DEGREES, preserve_topology=False)
    light: dict[str, Any] = json.loads(shapely.to_geojson(shapely.set_precision(simple, 10**-_DECIMALS)))
    return light
