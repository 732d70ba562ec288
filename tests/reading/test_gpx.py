"""Routes out of GPX files, good and bad."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from layers.reading.gpx import LARGEST_BYTES, RouteFault, UnreadableRouteError, read_route

_HEAD = '<?xml version="1.0"?><gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1">'
_TRACK = (
    '<trk><name>Nguyễn Văn A</name><trkseg><trkpt lat="11.9" lon="106.5"><ele>3</ele>'
    '<time>2026-06-01T01:00:00Z</time></trkpt><trkpt lat="11.95" lon="106.52"/></trkseg></trk>'
)
_ROUTE = '<rte><rtept lat="11.8" lon="106.5"/><rtept lat="11.85" lon="106.5"/></rte>'


def _file(tmp_path, text: str):
    path = tmp_path / "tuyen.gpx"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_track_keeps_its_places_and_nothing_else(tmp_path):
    route = read_route(_file(tmp_path, _HEAD + _ROUTE + _TRACK + "</gpx>"))
    assert route.wkt == "MULTILINESTRING ((106.5 11.9, 106.52 11.95))"
    assert not shapely.has_z(route)


def test_without_a_track_the_planned_route_is_taken(tmp_path):
    route = read_route(_file(tmp_path, _HEAD + _ROUTE + "</gpx>"))
    assert route.wkt == "MULTILINESTRING ((106.5 11.8, 106.5 11.85))"


def test_segments_stay_apart(tmp_path):
    twice = _TRACK + _TRACK.replace("106.5", "106.6")
    assert len(read_route(_file(tmp_path, _HEAD + twice + "</gpx>")).geoms) == 2


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", RouteFault.DAMAGED),
        ("khong phai XML", RouteFault.DAMAGED),
        (_HEAD + _TRACK, RouteFault.DAMAGED),
        ("<kml/>", RouteFault.DAMAGED),
        (_HEAD + _TRACK.replace('lat="11.9"', 'lat="mười"') + "</gpx>", RouteFault.DAMAGED),
        (_HEAD + _TRACK.replace('lat="11.9"', 'lat="nan"') + "</gpx>", RouteFault.DAMAGED),
        (_HEAD + _TRACK.replace(' lon="106.5"', "") + "</gpx>", RouteFault.DAMAGED),
        ('<!DOCTYPE gpx [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + "<gpx>&a;</gpx>", RouteFault.DAMAGED),
        (_HEAD + "</gpx>", RouteFault.NO_ROUTE),
        (_HEAD + '<trk><trkseg><trkpt lat="11" lon="106"/></trkseg></trk></gpx>', RouteFault.NO_ROUTE),
        (
            _HEAD
            + '<trk><trkseg><trkpt lat="11" lon="106"/><trkpt lat="11" lon="106"/></trkseg></trk></gpx>',
            RouteFault.NO_ROUTE,
        ),
        (_HEAD + _TRACK.replace("106.5", "6.5") + "</gpx>", RouteFault.ELSEWHERE),
    ],
)
def test_what_is_no_route_is_told_why(tmp_path, text, fault):
    with pytest.raises(UnreadableRouteError) as refused:
        read_route(_file(tmp_path, text))
    assert refused.value.fault is fault


def test_a_huge_file_is_not_read(tmp_path):
    path = tmp_path / "lon.gpx"
    with path.open("wb") as file:
        file.truncate(LARGEST_BYTES + 1)
    with pytest.raises(UnreadableRouteError) as refused:
        read_route(path)
    assert refused.value.fault is RouteFault.TOO_LARGE


@given(st.binary(max_size=400))
def test_no_bytes_end_in_a_traceback(tmp_path_factory, noise):
    path = tmp_path_factory.mktemp("gpx") / "x.gpx"
    path.write_bytes(_HEAD.encode() + noise)
    with pytest.raises(UnreadableRouteError):
        read_route(path)
