"""The VN-2000 control point, in every engine of the program.

The point lies where all engines, left alone, agree on a wrong answer 0.8 m away (inside the extent of
EPSG:5194, TP. Hồ Chí Minh), so a comparison among them would find nothing: each is compared with the figure
that the official seven parameters give (Quyết định 05/2007/QĐ-BTNMT).
"""

from __future__ import annotations

import math

from django.contrib.gis.gdal import CoordTransform, OGRGeometry, SpatialReference
from django.contrib.gis.gdal.srs import AxisOrder
from django.db import connection

from gis_app.formats.numbers import number
from gis_app.operations.checks.diagnosis import Diagnosis, Verdict
from layers.reading.crs import from_wgs84, postgis_srid, proj4

LONGITUDE, LATITUDE = 106.7, 10.77
UTM_48N_VN2000 = 3405
EXPECTED = (685686.5764, 1191175.4153)
TOLERANCE_M = 0.001


def python_control_point() -> Diagnosis:
    """Transform the point with pyproj."""
    [[x, y]] = from_wgs84(LONGITUDE, LATITUDE, UTM_48N_VN2000)
    return _compare("VN-2000 trong Python", (float(x), float(y)))


def geodjango_control_point() -> Diagnosis:
    """Transform the point with the system's GDAL, as GeoDjango uses it."""
    wgs84 = SpatialReference(4326, axis_order=AxisOrder.TRADITIONAL)
    target = SpatialReference(proj4(UTM_48N_VN2000))
    point = OGRGeometry(f"POINT({LONGITUDE} {LATITUDE})", wgs84)
    point.transform(CoordTransform(wgs84, target))
    return _compare("VN-2000 trong GeoDjango", (point.x, point.y))


def postgis_control_point() -> Diagnosis:
    """Transform the point in PostGIS, with the pinned row of `spatial_ref_sys`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ST_X(p), ST_Y(p) FROM"
            " (SELECT ST_Transform(ST_SetSRID(ST_MakePoint(%s, %s), 4326), %s) AS p) AS t",
            [LONGITUDE, LATITUDE, postgis_srid(UTM_48N_VN2000)],
        )
        return _compare("VN-2000 trong PostGIS", cursor.fetchone())


def _compare(subject: str, found: tuple[float, float]) -> Diagnosis:
    distance = math.dist(found, EXPECTED)
    if distance > TOLERANCE_M:
        return Diagnosis(
            Verdict.BAD,
            subject,
            f"điểm kiểm tra lệch {number(distance, 4)} m so với bảy tham số chính thức",
            "Không in bản đồ, không nhập dữ liệu VN-2000; chạy lại script/setup và manage.py migrate.",
        )
    return Diagnosis(Verdict.GOOD, subject, f"điểm kiểm tra lệch {number(distance * 1000, 2)} mm")
