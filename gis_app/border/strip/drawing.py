"""The strip for the map: every stretch, belt and place with the key of its row in the lists."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import shapely
from django.contrib.gis.db.models.functions import AsGeoJSON

from gis_app.border.strip.picture import Picture, StretchTold
from layers.models import BorderBelt

#: About a metre: finer than the drawing of any line.
DECIMALS = 5
#: What stands on the map for each kind; a marker shows its number.
_SIGNS = {"border_post": "ĐB", "border_gate": "CK", "border_trail": "ĐM"}


def drawn(picture: Picture) -> dict[str, list[dict[str, Any]]]:
    """Return `sections`, `gaps`, `overlaps`, `rivers`, `belts` (GeoJSON texts) and `sites` (points)."""
    rivers = [river for told in picture.lines for river in told.rivers]
    return {
        "sections": _stretches(picture, picture.sections),
        "gaps": _stretches(picture, picture.gaps),
        "overlaps": _stretches(picture, picture.overlaps),
        "rivers": _stretches(picture, rivers),
        "belts": _belts(picture),
        "sites": [
            {
                "key": f"site-{row.site.pk}",
                "at": [round(row.site.geometry.centroid.x, 6), round(row.site.geometry.centroid.y, 6)],
                "kind": row.site.kind_id,
                "name": row.site.name or row.label,
                "sign": _SIGNS.get(row.site.kind_id, row.label),
            }
            for _kind, rows in picture.sites
            for row in rows
        ],
    }


def _stretches(picture: Picture, stretches: Iterable[StretchTold]) -> list[dict[str, Any]]:
    measured = picture.strip.measured
    if measured is None:
        return []
    found = []
    for each in stretches:
        if each.to_m <= each.from_m:
            continue
        shape = measured.between(picture.strip.index_of(each.line), each.from_m, each.to_m)
        agency = getattr(each.row, "agency", None)
        who = str(agency) if agency else ", ".join(str(section.agency) for section in each.sections)
        found.append(
            {
                "key": each.key,
                "name": str(each.row) if each.row else "",
                "who": who,
                "shape": shapely.to_geojson(shapely.set_precision(shape, 10**-DECIMALS)),
            }
        )
    return found


def _belts(picture: Picture) -> list[dict[str, Any]]:
    belts = BorderBelt.objects.filter(pk__in=[belt.pk for belt in picture.belts])
    shapes = belts.annotate(shape=AsGeoJSON("geometry", precision=DECIMALS)).values_list(
        "pk", "name", "decision", "shape"
    )
    return [
        {"key": f"belt-{pk}", "name": name, "who": decision, "shape": shape}
        for pk, name, decision, shape in shapes
    ]
