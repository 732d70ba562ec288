"""Points of incidents as coordinates in metres."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely

from gis_app.statistics.answers import Floats
from gis_app.statistics.metric import to_metres


def coordinates_m(places: gpd.GeoSeries) -> Floats:
    """Return coordinates (n, 2) in metres.

    Raises:
        ValueError: something is not a point, is missing or empty, or there is no coordinate system.
    """
    array = places.to_numpy()
    if (shapely.get_type_id(array) != shapely.GeometryType.POINT).any() or shapely.is_empty(array).any():
        raise ValueError("Incidents must be points; leave out those without a place first.")
    coordinates: Floats = shapely.get_coordinates(to_metres(places).to_numpy())
    return coordinates


def different_places(points_m: Floats) -> int:
    """Count the different places among points (n, 2)."""
    return len(np.unique(points_m[:, 0] + 1j * points_m[:, 1]))
