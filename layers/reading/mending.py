"""Makes a valid polygon of an invalid one, and says what that changed."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import shapely

from layers.reading.coverage import polygonal
from layers.reading.geodesy import areas_m2
from layers.reading.messages import Value

#: GEOS's words for what is wrong with a polygon, as message codes.
_REASONS = {
    "Self-intersection": "invalid_self_intersection",
    "Ring Self-intersection": "invalid_self_intersection",
    "Too few points in geometry component": "invalid_too_few_points",
    "Hole lies outside shell": "invalid_hole",
    "Holes are nested": "invalid_hole",
    "Interior is disconnected": "invalid_hole",
    "Nested shells": "invalid_nested",
    "Duplicate Rings": "invalid_nested",
}
_REASON = re.compile(r"^([^\[]+)\[(\S+) (\S+)\]?")
#: What is said about a shape that was mended, by what was wrong with it.
_SAID = {
    "invalid_self_intersection": "mended_self_intersection",
    "invalid_too_few_points": "mended_too_few_points",
    "invalid_hole": "mended_hole",
    "invalid_nested": "mended_nested",
}


class Mended(NamedTuple):
    """A polygon that was made valid.

    Attributes:
        shape: polygon or multipolygon in WGS 84 degrees.
        code: stable key of what was wrong.
        lon: of the place where it was, in degrees.
        lat: likewise.
        change_m2: by how much its area is another one, geodesic; the area of what crosses itself is that of
            its rings with their signs.
    """

    shape: shapely.Geometry
    code: str
    lon: float
    lat: float
    change_m2: float


def mended(shape: shapely.Geometry) -> Mended | None:
    """Return the ground that an invalid polygon encloses; None where it encloses none.

    All that a ring goes round is ground, parts that lie on each other are one, and holes are cut out: of two
    shells in each other both were meant, while counting crossings would make a hole of the inner one.
    """
    code, params = invalid_reason(shape)
    made = polygonal(np.array([shapely.make_valid(shape, method="structure", keep_collapsed=False)]))[0]
    if made.is_empty or not made.is_valid:
        return None
    before, after = areas_m2(np.array([shape, made], dtype=object))
    lon, lat = float(params["lon"]), float(params["lat"])
    if not np.isfinite((lon, lat)).all():
        inside = shapely.point_on_surface(made)
        lon, lat = float(inside.x), float(inside.y)
    return Mended(made, _SAID.get(code, "mended_other"), lon, lat, float(abs(after - before)))


def invalid_reason(shape: shapely.Geometry) -> tuple[str, dict[str, Value]]:
    """Message code and place (``lon``, ``lat`` of a shape in WGS 84) of what makes it invalid."""
    match = _REASON.match(shapely.is_valid_reason(shape))
    if match is None:
        return "invalid_other", {"lon": float("nan"), "lat": float("nan")}
    code = _REASONS.get(match.group(1).strip(), "invalid_other")
    return code, {"lon": float(match.group(2)), "lat": float(match.group(3).rstrip("]"))}
