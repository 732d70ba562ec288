"""VN-2000 against WGS 84: the official seven parameters, to a millimetre, everywhere."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from layers import reading
from layers.reading.crs import OPERATION_VN2000

A, F = 6_378_137.0, 1 / 298.257223563
E2 = F * (2 - F)


def geocentric(lon, lat):
    """Geocentric coordinates in metres of points on the ellipsoid, angles in radians."""
    n = A / np.sqrt(1 - E2 * np.sin(lat) ** 2)
    return np.array(
        [n * np.cos(lat) * np.cos(lon), n * np.cos(lat) * np.sin(lon), n * (1 - E2) * np.sin(lat)]
    )


def geographic(xyz):
    """Longitude and latitude in radians, by iteration."""
    x, y, z = xyz
    p = np.hypot(x, y)
    lat = np.arctan2(z, p * (1 - E2))
    for _ in range(10):
        n = A / np.sqrt(1 - E2 * np.sin(lat) ** 2)
        lat = np.arctan2(z + E2 * n * np.sin(lat), p)
    return np.arctan2(y, x), lat


def wgs84_to_vn2000(lon, lat):
    """Quyết định 05/2007/QĐ-BTNMT inverted, with its own (coordinate frame) signs; radians."""
    shift = np.array([-191.90441429, -39.30318279, -111.45032835])
    w, p, e = np.radians(np.array([-0.00928836, 0.01975479, -0.00427372]) / 3600)
    scale = 1 + 0.252906278e-6
    rotation = np.array([[1, e, -p], [-e, 1, w], [p, -w, 1]])
    xyz = geocentric(lon, lat) - shift[:, None]
    return geographic(np.linalg.solve(rotation, xyz) / scale)


def transverse_mercator(lon, lat, meridian, k0):
    """Krüger's series to the fourth order in n (below 0.1 mm within 4°); radians to metres."""
    n = F / (2 - F)
    radius = A / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    alpha = [
        n / 2 - 2 / 3 * n**2 + 5 / 16 * n**3 + 41 / 180 * n**4,
        13 / 48 * n**2 - 3 / 5 * n**3 + 557 / 1440 * n**4,
        61 / 240 * n**3 - 103 / 140 * n**4,
        49561 / 161280 * n**4,
    ]
    e = np.sqrt(E2)
    t = np.sinh(np.arctanh(np.sin(lat)) - e * np.arctanh(e * np.sin(lat)))
    d = lon - np.radians(meridian)
    xi, eta = np.arctan2(t, np.cos(d)), np.arctanh(np.sin(d) / np.sqrt(1 + t**2))
    north, east = xi.copy(), eta.copy()
    for j, a in enumerate(alpha, start=1):
        north += a * np.sin(2 * j * xi) * np.cosh(2 * j * eta)
        east += a * np.cos(2 * j * xi) * np.sinh(2 * j * eta)
    return 500_000 + k0 * radius * east, k0 * radius * north


@pytest.mark.parametrize(
    ("epsg", "lon", "lat", "x", "y"),
    [
        (3405, 107.2, 10.5, 740591.9708, 1161649.4981),
        (9210, 107.2, 10.5, 658532.3233, 1161521.6316),
        (5899, 107.2, 10.5, 439602.9825, 1161209.4266),
        # Inside the area where PROJ, left alone, takes EPSG:5194 and is 0.8 m off.
        (3405, 106.7, 10.77, 685686.5764, 1191175.4153),
    ],
)
def test_control_figures(epsg, lon, lat, x, y):
    np.testing.assert_allclose(reading.from_wgs84(lon, lat, epsg), [[x, y]], atol=1e-3)
    np.testing.assert_allclose(reading.to_wgs84(x, y, epsg), [[lon, lat]], atol=1e-8)


@pytest.mark.parametrize("epsg", [e for e, z in reading.ZONES.items() if z.vn2000])
def test_southern_vietnam_agrees_with_the_decree_computed_by_hand(epsg):
    lon, lat = (a.ravel() for a in np.meshgrid(np.arange(104, 109, 0.25), np.arange(8.5, 12.6, 0.25)))
    vn_lon, vn_lat = wgs84_to_vn2000(np.radians(lon), np.radians(lat))
    zone = reading.zone(epsg)
    if zone.geographic:
        expected = np.degrees(np.column_stack([vn_lon, vn_lat]))
        np.testing.assert_allclose(reading.from_wgs84(lon, lat, epsg), expected, atol=9e-9)
        return
    # The series holds near the meridian, which is where a zone is used.
    near = np.abs(lon - zone.central_meridian) <= 4
    if not near.any():
        pytest.skip("the zone lies outside southern Vietnam")
    x, y = transverse_mercator(vn_lon[near], vn_lat[near], zone.central_meridian, zone.scale)
    np.testing.assert_allclose(
        reading.from_wgs84(lon[near], lat[near], epsg), np.column_stack([x, y]), atol=1e-3
    )


@pytest.mark.parametrize("epsg", sorted(reading.ZONES))
def test_there_and_back_is_the_same_place(epsg):
    lon, lat = np.array([104.9, 106.7, 107.4]), np.array([10.8, 10.77, 12.1])
    x, y = reading.from_wgs84(lon, lat, epsg).T
    np.testing.assert_allclose(reading.to_wgs84(x, y, epsg), np.column_stack([lon, lat]), atol=5e-9)


def test_geometries_lose_height_and_missing_ones_stay_missing():
    shapes = [shapely.Point(685686.5764, 1191175.4153, 12), None]
    moved = reading.geometries_to_wgs84(shapes, 3405)
    assert not moved[0].has_z
    assert (moved[0].x, moved[0].y) == pytest.approx((106.7, 10.77), abs=1e-8)
    assert moved[1] is None
    assert reading.geometries_from_wgs84(moved, 3405)[0].x == pytest.approx(685686.5764, abs=1e-3)


def test_every_vn2000_system_has_a_row_for_postgis_below_its_limit():
    rows = {row.srid: row.proj4text for row in reading.SPATIAL_REF_SYS_ROWS}
    pinned = [e for e, z in reading.ZONES.items() if z.vn2000]
    assert sorted(rows) == sorted(reading.postgis_srid(e) for e in pinned)
    assert all(900_000 < srid <= 998_999 for srid in rows)
    assert all("+towgs84=-191.90441429,-39.30318279,-111.45032835" in text for text in rows.values())
    assert reading.postgis_srid(4326) == 4326


def test_the_record_names_the_operation():
    assert reading.operation(9210) == OPERATION_VN2000 == "EPSG:6960 VN-2000 to WGS 84 (2)"
    assert "6960" not in reading.operation(32648)


@pytest.mark.parametrize("text", ["EPSG:9210", "epsg: 9210", "9210"])
def test_epsg_codes_are_parsed(text):
    assert reading.parse_epsg(text) == 9210


@pytest.mark.parametrize("text", ["EPSG:3857", "VN-2000", "", "EPSG:²"])
def test_an_unsupported_system_is_refused_by_name(text):
    with pytest.raises(reading.ReadingError) as refused:
        reading.parse_epsg(text)
    assert refused.value.code == "crs_not_supported"
