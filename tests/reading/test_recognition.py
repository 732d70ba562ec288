"""What a file says of its coordinate system, and when it must be asked."""

from __future__ import annotations

import pyproj
import pytest

from layers.reading import ZONES, crs_for, proj4, recognise

CUSTOM_TM3 = "+proj=tmerc +lat_0=0 +lon_0=105.75 +k=0.9999 +x_0=500000 +y_0=0 +ellps=WGS84 +units=m"


@pytest.mark.parametrize("epsg", sorted(ZONES))
@pytest.mark.parametrize("version", ["WKT2_2019", "WKT1_ESRI", "WKT1_GDAL"])
def test_every_supported_system_is_recognised_in_every_dialect(epsg, version):
    wkt = pyproj.CRS.from_epsg(epsg).to_wkt(version)
    assert recognise(pyproj.CRS.from_wkt(wkt)).epsg == epsg


@pytest.mark.parametrize("epsg", sorted(ZONES))
def test_our_own_pinned_systems_are_recognised(epsg):
    assert recognise(crs_for(epsg)).epsg == epsg


def test_a_zone_on_an_unknown_datum_is_asked_not_assumed():
    crs = pyproj.CRS.from_proj4(f"{CUSTOM_TM3} +no_defs +type=crs")
    assert crs.to_epsg() == 9210, "pyproj calls it VN-2000, which is the trap"
    answer = recognise(crs)
    assert (answer.epsg, answer.datum_known, answer.code) == (None, False, "crs_datum_unknown")
    assert "EPSG:9210" in answer.sentence("vi")


@pytest.mark.parametrize(
    "shift",
    [
        "-191.90441429,-39.30318279,-111.45032835,0,0,0,0",
        "-191.90441429,-39.30318279,-111.45032835,-0.00928836,0.01975479,-0.00427372,0.252906278",
        "-192.873,-39.382,-111.202,-0.00205,-0.0005,0.00335,0.0188",
    ],
    ids=["translations only", "rotation signs flipped", "EPSG:5194"],
)
def test_another_shift_is_not_vn2000(shift):
    crs = pyproj.CRS.from_proj4(f"{CUSTOM_TM3} +towgs84={shift} +no_defs +type=crs")
    assert recognise(crs).code == "crs_datum_unknown"


def test_a_vn2000_zone_declared_on_wgs84_is_not_taken_for_either():
    crs = pyproj.CRS.from_proj4(CUSTOM_TM3.replace("+ellps", "+datum") + " +no_defs +type=crs")
    answer = recognise(crs)
    assert (answer.epsg, answer.code) == (None, "crs_wgs84_in_vn2000_zone")


@pytest.mark.parametrize("text", ["OGC:CRS84", "EPSG:4979"])
def test_other_names_of_wgs84(text):
    assert recognise(pyproj.CRS(text)).epsg == 4326


def test_heights_do_not_matter():
    assert recognise(pyproj.CRS("EPSG:32648+5773")).epsg == 32648


@pytest.mark.parametrize("text", ["EPSG:3857", "EPSG:4269", "EPSG:27700", "EPSG:2263"])
def test_other_systems_are_refused_with_a_way_out(text):
    answer = recognise(pyproj.CRS(text))
    assert answer.epsg is None
    assert "--crs" in answer.sentence("vi")


def test_a_file_that_says_nothing():
    assert recognise(None).code == "crs_missing"


def test_feet_are_not_metres():
    crs = pyproj.CRS.from_proj4(f"{proj4(9210).replace('+units=m', '+units=ft')} +type=crs")
    assert recognise(crs).epsg is None
