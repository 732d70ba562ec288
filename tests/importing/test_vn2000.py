"""VN-2000 inside the Mekong delta and TP. Hồ Chí Minh: every engine gives the official place.

Left alone, PROJ takes another operation there, 0.8 m away, and all engines agree on the wrong answer; so they
are compared with the seven parameters of Quyết định 05/2007/QĐ-BTNMT, computed here by hand.
"""

from __future__ import annotations

import importlib
import math

import pytest
from django.contrib.gis.gdal import CoordTransform, OGRGeometry, SpatialReference
from django.db import connection

from layers.reading.crs import SPATIAL_REF_SYS_ROWS, from_wgs84, postgis_srid, proj4, to_wgs84

# TP. Hồ Chí Minh, Cao Lãnh, Hồng Ngự, Mỹ Tho, Thủ Dầu Một; Lộc Ninh lies outside the trap.
PLACES = [(106.7, 10.77), (105.63, 10.46), (105.34, 10.81), (106.36, 10.36), (106.65, 10.98), (106.58, 11.84)]
ZONES = [3405, 5897, 5899, 9210, 9212]

A, INVERSE_FLATTENING = 6_378_137.0, 298.257223563
E2 = (2 - 1 / INVERSE_FLATTENING) / INVERSE_FLATTENING
# The decree's figures, coordinate-frame rotation: metres, seconds, scale − 1.
DX, DY, DZ = -191.90441429, -39.30318279, -111.45032835
RX, RY, RZ = (math.radians(s / 3600) for s in (-0.00928836, 0.01975479, -0.00427372))
SCALE = 1.000000252906278


def official_wgs84(lon: float, lat: float) -> tuple[float, float]:
    """Take geographic VN-2000 to WGS 84 by the decree's formula."""
    lam, phi = math.radians(lon), math.radians(lat)
    n = A / math.sqrt(1 - E2 * math.sin(phi) ** 2)
    x = n * math.cos(phi) * math.cos(lam)
    y = n * math.cos(phi) * math.sin(lam)
    z = n * (1 - E2) * math.sin(phi)
    x2 = DX + SCALE * (x + RZ * y - RY * z)
    y2 = DY + SCALE * (-RZ * x + y + RX * z)
    z2 = DZ + SCALE * (RY * x - RX * y + z)
    p = math.hypot(x2, y2)
    phi2 = math.atan2(z2, p * (1 - E2))
    for _ in range(10):
        n2 = A / math.sqrt(1 - E2 * math.sin(phi2) ** 2)
        phi2 = math.atan2(z2 + E2 * n2 * math.sin(phi2), p)
    return math.degrees(math.atan2(y2, x2)), math.degrees(phi2)


def metres_apart(first: tuple[float, float], second: tuple[float, float]) -> float:
    return 111_320 * math.hypot(
        (first[0] - second[0]) * math.cos(math.radians(first[1])), first[1] - second[1]
    )


@pytest.mark.parametrize("place", PLACES)
def test_pyproj_follows_the_decree(place):
    lon, lat = to_wgs84(*place, 4756)[0]
    assert metres_apart((lon, lat), official_wgs84(*place)) < 0.001


@pytest.mark.parametrize("epsg", ZONES)
@pytest.mark.parametrize("place", PLACES)
def test_the_three_engines_agree_to_a_millimetre(db, place, epsg):
    expected = from_wgs84(*place, epsg)[0]

    wanted = CoordTransform(SpatialReference("WGS84"), SpatialReference(proj4(epsg)))
    by_gdal = OGRGeometry(f"POINT ({place[0]} {place[1]})")
    by_gdal.transform(wanted)

    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH moved AS (SELECT ST_Transform(ST_SetSRID(ST_MakePoint(%s, %s), 4326), %s) AS p)
            SELECT ST_X(p), ST_Y(p) FROM moved
            """,
            [*place, postgis_srid(epsg)],
        )
        by_postgis = cursor.fetchone()

    assert math.dist(expected, (by_gdal.x, by_gdal.y)) < 0.001
    assert math.dist(expected, by_postgis) < 0.001


def test_control_point_in_ho_chi_minh_city():
    x, y = from_wgs84(106.7, 10.77, 3405)[0]
    assert (x, y) == pytest.approx((685686.5764, 1191175.4153), abs=0.001)


def test_the_pinned_rows_carry_no_authority(db):
    pinned = [row.srid for row in SPATIAL_REF_SYS_ROWS]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT srid, auth_name, auth_srid, srtext FROM spatial_ref_sys WHERE srid = ANY(%s)", [pinned]
        )
        rows = cursor.fetchall()
    assert sorted(row[0] for row in rows) == sorted(pinned)
    assert all(row[1:] == (None, None, None) for row in rows)


def test_the_migration_can_run_twice_and_be_undone(db):
    migration = importlib.import_module("layers.migrations.0002_vn2000_srids")
    pinned = [row.srid for row in SPATIAL_REF_SYS_ROWS]

    def present() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM spatial_ref_sys WHERE srid = ANY(%s)", [pinned])
            return cursor.fetchone()[0]

    with connection.schema_editor() as editor:
        migration.insert_pinned_systems(None, editor)
        assert present() == len(pinned)
        migration.delete_pinned_systems(None, editor)
        assert present() == 0
        migration.insert_pinned_systems(None, editor)
    assert present() == len(pinned)
