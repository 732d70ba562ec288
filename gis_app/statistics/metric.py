"""Coordinates in metres for statistics that measure distance.

Degrees and Web Mercator are not metres: at 21° north a Web Mercator "kilometre" is 934 m. What comes in
such a system is projected here; what comes in a true projected system in metres stays as it is.
"""

from __future__ import annotations

import geopandas as gpd
import pyproj
from pyproj.crs import ProjectedCRS
from pyproj.crs.coordinate_operation import TransverseMercatorConversion

#: Methods (EPSG names) whose scale is only true on one parallel.
_UNSUITABLE = ("mercator (", "popular visualisation", "equidistant cylindrical", "plate carr")


def is_metric(crs: pyproj.CRS) -> bool:
    """Tell whether distances in the system are metres to within a few parts in a thousand."""
    if not crs.is_projected or any(axis.unit_conversion_factor != 1 for axis in crs.axis_info):
        return False
    operation = crs.coordinate_operation
    method = operation.method_name.lower() if operation else ""
    return not method.startswith(_UNSUITABLE)


def to_metres(places: gpd.GeoSeries) -> gpd.GeoSeries:
    """Return the places in a projected system in metres, unchanged where they are in one already.

    Otherwise a transverse Mercator projection is made whose central meridian runs through the middle of the
    places, on the datum they came with, so that nothing is shifted. Within 4° of longitude of the middle,
    which holds all of mainland Vietnam, lengths are right to 0.25 %.

    Raises:
        ValueError: the places have no coordinate system.
    """
    if places.crs is None:
        raise ValueError("The places have no coordinate system; set it before measuring.")
    crs = pyproj.CRS(places.crs)
    if is_metric(crs) or places.is_empty.all():
        return places
    geodetic = crs.geodetic_crs
    if geodetic is None:
        raise ValueError(f"No geographic system lies under {crs.name}; distances cannot be measured.")
    west, south, east, north = places.to_crs(geodetic).total_bounds
    conversion = TransverseMercatorConversion(
        latitude_natural_origin=round((south + north) / 2, 1),
        longitude_natural_origin=round((west + east) / 2, 1),
        scale_factor_natural_origin=1.0,
    )
    return places.to_crs(ProjectedCRS(conversion, name="Local transverse Mercator", geodetic_crs=geodetic))
