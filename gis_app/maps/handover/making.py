"""From a year of a plan to one HTML file with folium: communes by status, border, legend, reasons.

The file leaves the program's protection, so it holds no incident, site or account: outlines of communes,
their status, the decisions, and the reasons as they stand in the screening.
"""

from __future__ import annotations

from typing import Any

import folium
import numpy as np
import shapely
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gis_app.access.models import Account
from gis_app.maps.handover.offline import OfflineMap
from gis_app.maps.handover.patterns import pattern_definitions, pattern_id
from gis_app.transformation.palette import NOT_IN_PROGRAMME, STYLES, style_of
from gis_app.transformation.year_picture import CommuneState, YearPicture, border_lines, grounds

#: Degrees with five decimals are steps of about a metre; the simplified outlines are coarser than that.
_DECIMALS = 5
_AROUND = 0.12  # degrees of the border shown beyond the territory


def make_page(picture: YearPicture, account: Account | None) -> str:
    """Return the page as text, in the language that is active."""
    shapes = grounds(picture, account, "display")
    west, south, east, north = (float(side) for side in shapely.total_bounds(list(shapes.values())))
    page = OfflineMap(
        location=[(south + north) / 2, (west + east) / 2],
        tiles=None,
        zoom_control="bottomright",
        attributionControl=False,
        zoomSnap=0.25,
        control_scale=False,
    )
    _communes(picture, shapes).add_to(page)
    border, approximate = border_lines(picture.on)
    near = _clipped(border, (west - _AROUND, south - _AROUND, east + _AROUND, north + _AROUND))
    if near is not None:
        _border(near).add_to(page)
    page.fit_bounds([[south, west], [north, east]], padding=(12, 12))
    title = _("Địa bàn trọng điểm, phức tạp về trật tự, an toàn xã hội: %(territory)s năm %(year)s") % {
        "territory": picture.territory,
        "year": picture.year,
    }
    context = {
        "picture": picture,
        "title": title,
        "legend": [
            (style, pattern_id(style), picture.counts[style.key]) for style in (*STYLES[1:], STYLES[0])
        ],
        "patterns": pattern_definitions(),
        "has_border": near is not None,
        "border_is_approximate": approximate,
        "made_on": timezone.localdate(),
    }
    return page.page(
        title=escape(title),
        language=get_language() or "vi",
        style=render_to_string("maps/handover/page.css"),
        body=render_to_string("maps/handover/around.html", context),
    )


def _communes(picture: YearPicture, shapes: dict[int, shapely.Geometry]) -> folium.GeoJson:
    features = [
        _feature(commune, shapes[commune.unit_id])
        for commune in sorted(picture.mapped, key=lambda commune: commune.status is not None)
        if commune.unit_id in shapes
    ]
    return folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        style_function=_style,
        highlight_function=lambda _feature: {"weight": 3},
        tooltip=folium.GeoJsonTooltip(["name", "label"], labels=False),
        popup=folium.GeoJsonPopup(["popup"], labels=False, max_width=380),
        smooth_factor=0,
    )


def _feature(commune: CommuneState, shape: shapely.Geometry) -> dict[str, Any]:
    """Return a GeoJSON feature; its texts are HTML already, because folium writes them as such."""
    style = style_of(commune.status)
    popup = render_to_string("maps/handover/popup.html", {"commune": commune, "label": style.label})
    return {
        "type": "Feature",
        "id": commune.unit_id,
        "properties": {
            "name": escape(commune.full_name),
            "label": escape(str(style.label)),
            "status": style.key,
            "popup": popup.strip(),
        },
        "geometry": _rounded(shape),
    }


def _style(feature: dict[str, Any]) -> dict[str, Any]:
    style = style_of(feature["properties"]["status"])
    outside = style == NOT_IN_PROGRAMME
    return {
        "fillColor": f"url(#{pattern_id(style)})",
        "fillOpacity": 1,
        "color": "#8a8a8a" if outside else "#222222",
        "weight": 0.7 if outside else 1.4,
    }


def _border(line: shapely.Geometry) -> folium.GeoJson:
    return folium.GeoJson(
        {"type": "Feature", "properties": {}, "geometry": _rounded(line)},
        style_function=lambda _feature: {
            "color": "#000",
            "weight": 3,
            "dashArray": "12 4 2 4",
            "fill": False,
        },
        interactive=False,
        smooth_factor=0,
    )


def _clipped(border: np.ndarray, bounds: tuple[float, float, float, float]) -> shapely.Geometry | None:
    """Return the part of the border within bounds, thinned to about 50 metres; None where there is none."""
    if not len(border):
        return None
    parts = shapely.union_all(shapely.simplify(shapely.clip_by_rect(border, *bounds), 0.0005))
    return None if parts.is_empty else parts


def _rounded(shape: shapely.Geometry) -> dict[str, Any]:
    """Return the shape as GeoJSON with rounded coordinates, every ring where its neighbour has it too."""
    return shapely.geometry.mapping(shapely.transform(shape, lambda places: np.round(places, _DECIMALS)))
