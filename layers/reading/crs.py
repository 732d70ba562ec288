"""Coordinate systems of Vietnamese data, with the VN-2000 datum shift pinned.

VN-2000 goes to WGS 84 by the seven parameters of Quyết định 05/2007/QĐ-BTNMT, which are EPSG:6960.
PROJ left alone chooses the operation by place: between 104.24–107.11°E and 9.35–11.04°N, which
contains the Mekong delta and TP. Hồ Chí Minh, it silently takes EPSG:5194, an oil company's set
0.8 m away, and so do PostGIS and GDAL. Every VN-2000 system here is therefore built from a PROJ
string that carries the official shift, never from its EPSG code alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
import pyproj
import shapely
from numpy.typing import ArrayLike, NDArray

from layers.reading.errors import ReadingError

#: EPSG:6960 for PROJ's +towgs84: metres, arc seconds, parts per million. PROJ reads rotations in
#: the position-vector sense, so the rotation signs of the decree (coordinate frame) are flipped.
VN2000_TO_WGS84 = (
    -191.90441429,
    -39.30318279,
    -111.45032835,
    0.00928836,
    -0.01975479,
    0.00427372,
    0.252906278,
)

OPERATION_VN2000 = "EPSG:6960 VN-2000 to WGS 84 (2)"
#: WGS 84 itself: no datum is shifted.
OPERATION_NONE = ""

#: Pinned systems take the number 900000 + EPSG in PostGIS, whose limit is 998999. Their rows must
#: not carry an authority: PostGIS would ask PROJ for that code first and lose the pinned shift.
PINNED_SRID_OFFSET = 900_000


@dataclass(frozen=True, slots=True)
class Zone:
    """One supported coordinate system.

    Attributes:
        epsg: EPSG code.
        label: name shown to users.
        central_meridian: degrees east; None for a geographic system.
        scale: scale factor on the central meridian; None for a geographic system.
        vn2000: whether the datum is VN-2000 (else WGS 84).
    """

    epsg: int
    label: str
    central_meridian: float | None
    scale: float | None
    vn2000: bool

    @property
    def geographic(self) -> bool:
        """Whether coordinates are degrees and not metres."""
        return self.central_meridian is None


class SpatialRefSysRow(NamedTuple):
    """What PostGIS needs to know of a pinned system (auth_name and srtext stay NULL)."""

    srid: int
    proj4text: str


def _dms(degrees: float) -> str:
    return f"{int(degrees)}°{round(degrees % 1 * 60):02d}′"


# EPSG registry; all 3° zones have scale 0.9999, false easting 500 000 m, false northing 0.
_THREE_DEGREE = {
    5896: 102.0,
    5897: 105.0,
    5898: 108.0,
    5899: 107.75,
    9205: 103.0,
    9206: 104.0,
    9207: 104.5,
    9208: 104.75,
    9209: 105.5,
    9210: 105.75,
    9211: 106.0,
    9212: 106.25,
    9213: 106.5,
    9214: 107.0,
    9215: 107.25,
    9216: 107.5,
    9217: 108.25,
    9218: 108.5,
}

ZONES: Mapping[int, Zone] = {
    zone.epsg: zone
    for zone in (
        Zone(4326, "WGS 84", None, None, False),
        Zone(32648, "WGS 84 / UTM 48N", 105.0, 0.9996, False),
        Zone(32649, "WGS 84 / UTM 49N", 111.0, 0.9996, False),
        Zone(4756, "VN-2000", None, None, True),
        Zone(3405, "VN-2000 / UTM 48N", 105.0, 0.9996, True),
        Zone(3406, "VN-2000 / UTM 49N", 111.0, 0.9996, True),
        *(
            Zone(epsg, f"VN-2000 / TM-3 {_dms(meridian)}", meridian, 0.9999, True)
            for epsg, meridian in _THREE_DEGREE.items()
        ),
    )
}


def zone(epsg: int) -> Zone:
    """Return the supported system with this EPSG code.

    Raises:
        ReadingError: ``crs_not_supported``.
    """
    try:
        return ZONES[epsg]
    except KeyError:
        raise ReadingError("crs_not_supported", crs=f"EPSG:{epsg}") from None


def parse_epsg(text: str) -> int:
    """Return the EPSG code in ``"EPSG:9210"``, ``"epsg:9210"`` or ``"9210"``.

    Raises:
        ReadingError: ``crs_not_supported``.
    """
    digits = text.strip().upper().removeprefix("EPSG:").strip()
    if not (digits.isascii() and digits.isdigit()):
        raise ReadingError("crs_not_supported", crs=text)
    return zone(int(digits)).epsg


def proj4(epsg: int) -> str:
    """PROJ string of the system, with the pinned shift where the datum is VN-2000."""
    wanted = zone(epsg)
    if wanted.geographic:
        projection = "+proj=longlat"
    else:
        projection = (
            f"+proj=tmerc +lat_0=0 +lon_0={wanted.central_meridian:g} +k={wanted.scale:g} +x_0=500000 +y_0=0"
        )
    shift = VN2000_TO_WGS84 if wanted.vn2000 else (0,) * 7
    unit = "" if wanted.geographic else " +units=m"
    towgs84 = ",".join(f"{value:.12g}" for value in shift)
    return f"{projection} +ellps=WGS84 +towgs84={towgs84}{unit} +no_defs"


@cache
def crs_for(epsg: int) -> pyproj.CRS:
    """Return the system for pyproj and geopandas; VN-2000 with its pinned shift, so without EPSG code."""
    if zone(epsg).vn2000:
        return pyproj.CRS.from_proj4(f"{proj4(epsg)} +type=crs")
    return pyproj.CRS.from_epsg(epsg)


def operation(epsg: int) -> str:
    """Name of the datum operation that takes the system to WGS 84, for the import record."""
    return OPERATION_VN2000 if zone(epsg).vn2000 else OPERATION_NONE


def postgis_srid(epsg: int) -> int:
    """Return the SRID to use in PostGIS: the EPSG code for WGS 84 systems, a private one for VN-2000."""
    return PINNED_SRID_OFFSET + epsg if zone(epsg).vn2000 else epsg


#: Rows for PostGIS's ``spatial_ref_sys``, one for each pinned system.
SPATIAL_REF_SYS_ROWS: tuple[SpatialRefSysRow, ...] = tuple(
    SpatialRefSysRow(postgis_srid(epsg), proj4(epsg)) for epsg, z in ZONES.items() if z.vn2000
)


@cache
def _transformer(epsg: int) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(crs_for(epsg), crs_for(4326), always_xy=True)


def to_wgs84(x: ArrayLike, y: ArrayLike, epsg: int) -> NDArray[np.float64]:
    """Longitude and latitude of points given in ``epsg``.

    Args:
        x: eastings in metres, or longitudes in degrees; any shape (n,).
        y: northings in metres, or latitudes in degrees; same shape.
        epsg: a code of ``ZONES``.

    Returns:
        Array (n, 2) of longitude and latitude; ``inf`` where a point cannot be placed.
    """
    return _transform(x, y, epsg, "FORWARD")


def from_wgs84(lon: ArrayLike, lat: ArrayLike, epsg: int) -> NDArray[np.float64]:
    """Array (n, 2) of x (easting) and y (northing) in ``epsg`` for WGS 84 degrees."""
    return _transform(lon, lat, epsg, "INVERSE")


def _transform(x: ArrayLike, y: ArrayLike, epsg: int, direction: str) -> NDArray[np.float64]:
    xs = np.atleast_1d(np.asarray(x, dtype=np.float64))
    ys = np.atleast_1d(np.asarray(y, dtype=np.float64))
    if zone(epsg).epsg == 4326:
        return np.column_stack([xs, ys])
    return np.column_stack(_transformer(epsg).transform(xs, ys, direction=direction))


def geometries_to_wgs84(geometries: ArrayLike, epsg: int) -> NDArray[np.object_]:
    """Shapely geometries of ``epsg`` in WGS 84, in two dimensions; missing ones stay missing."""
    return _transform_geometries(geometries, epsg, "FORWARD")


def geometries_from_wgs84(geometries: ArrayLike, epsg: int) -> NDArray[np.object_]:
    """Shapely geometries in WGS 84 degrees in the system ``epsg``, in two dimensions."""
    return _transform_geometries(geometries, epsg, "INVERSE")


def _transform_geometries(geometries: ArrayLike, epsg: int, direction: str) -> NDArray[np.object_]:
    flat = shapely.force_2d(np.asarray(geometries, dtype=object))

    def move(coordinates: NDArray[np.float64]) -> NDArray[np.float64]:
        return _transform(coordinates[:, 0], coordinates[:, 1], epsg, direction)

    moved: NDArray[np.object_] = shapely.transform(flat, move)
    return moved
