"""How long a route is."""

from __future__ import annotations

import shapely
from django.contrib.gis.geos import MultiLineString

from layers.reading.geodesy import GEOD


def length_m(route: MultiLineString) -> float:
    """Return the geodesic metres of a route as it is stored, all parts together."""
    return float(GEOD.geometry_length(shapely.from_wkb(bytes(route.wkb))))
