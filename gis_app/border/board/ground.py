"""What lies under the reports on the map: sections of the line, markers, posts and gates."""

from __future__ import annotations

import datetime
from typing import Any

import shapely

from gis_app.access.models import Account
from gis_app.access.restricting import restrict
from gis_app.border.models import BorderSection
from gis_app.border.strip.placing import Strip, marker_label
from layers.models import Site

#: About a metre: finer than the drawing of any line.
_DECIMALS = 5
#: What stands on the map for each kind; a marker shows its number.
_SIGNS = {"border_post": "ĐB", "border_gate": "CK"}


def ground(day: datetime.date, account: Account) -> dict[str, list[dict[str, Any]]]:
    """Return `sections` (GeoJSON lines) and `sites` (points) of the account's jurisdiction."""
    sites = restrict(Site.objects.filter(kind_id__in=["border_marker", *_SIGNS]).on(day), account)
    return {
        "sections": _sections(day, account),
        "sites": [
            {
                "at": [round(site.geometry.centroid.x, 6), round(site.geometry.centroid.y, 6)],
                "kind": site.kind_id,
                "name": site.name,
                "sign": marker_label(site) if site.kind_id == "border_marker" else _SIGNS[site.kind_id],
            }
            for site in sites
        ],
    }


def _sections(day: datetime.date, account: Account) -> list[dict[str, Any]]:
    sections = restrict(BorderSection.objects.on(day), account).select_related("agency")
    strip = Strip(day)
    if strip.measured is None:
        return []
    place_of = {line.pk: place for place, line in enumerate(strip.lines)}
    drawn = []
    for section in sections.order_by("line", "from_m", "pk"):
        line = place_of[section.line_id]
        end = min(section.to_m, strip.measured.length_m(line))
        if section.from_m >= end:
            continue
        shape = strip.measured.between(line, section.from_m, end)
        drawn.append(
            {
                "name": section.name,
                "agency": str(section.agency),
                "shape": shapely.to_geojson(shapely.set_precision(shape, 10**-_DECIMALS)),
            }
        )
    return drawn
