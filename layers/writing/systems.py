"""Coordinate systems that a file may be written in, and how it says so.

A VN-2000 system is written with its seven official parameters and without an EPSG code: software that sees
the code alone would choose its own way to WGS 84, up to 0.8 m away (`layers.reading.crs`).
"""

from __future__ import annotations

from layers.reading.crs import VN2000_TO_WGS84, ZONES, Zone, crs_for

WGS84 = 4326

#: WGS 84 first, then VN-2000 from west to east.
OFFERED: tuple[Zone, ...] = tuple(
    sorted(
        (z for z in ZONES.values() if z.epsg == WGS84 or (z.vn2000 and not z.geographic)),
        key=lambda z: (z.epsg != WGS84, z.central_meridian or 0.0, z.epsg),
    )
)

_DEGREES = 'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]'
_SPHEROID = 'SPHEROID["WGS 84",6378137,298.257223563]'


def wkt(epsg: int) -> str:
    """Return the system as WKT 1, the form that GeoPackage and shapefile programs of all ages read."""
    zone = ZONES[epsg]
    if not zone.vn2000:
        return str(crs_for(epsg).to_wkt("WKT1_GDAL"))
    shift = ",".join(f"{value:.12g}" for value in VN2000_TO_WGS84)
    # Not "Vietnam_2000": GDAL knows that name as EPSG's, drops the parameters as redundant, and PROJ then
    # takes the operation that it likes best.
    datum = f'DATUM["VN2000",{_SPHEROID},TOWGS84[{shift}]]'
    geographic = f'GEOGCS["VN-2000",{datum},{_DEGREES}]'
    if zone.geographic:
        return geographic
    parameters = {
        "latitude_of_origin": 0,
        "central_meridian": zone.central_meridian,
        "scale_factor": zone.scale,
        "false_easting": 500000,
        "false_northing": 0,
    }
    written = ",".join(f'PARAMETER["{name}",{value:.12g}]' for name, value in parameters.items())
    name = zone.label.replace("°", "-").replace("′", "")
    return f'PROJCS["{name}",{geographic},PROJECTION["Transverse_Mercator"],{written},UNIT["metre",1]]'
