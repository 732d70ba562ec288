"""Tracks out of GPX files, good and bad."""

from __future__ import annotations

import datetime
import io

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from layers.reading import gpx
from layers.reading.gpx import LARGEST_BYTES, TrackFault, UnreadableTrackError, read_track

_HEAD = '<?xml version="1.0"?><gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1">'
_TRACK = (
    "<metadata><author><name>Trần Thị B</name><email id='b' domain='x.vn'/></author></metadata>"
    '<trk><name>Nguyễn Văn A</name><trkseg><trkpt lat="11.9" lon="106.5"><ele>3</ele>'
    '<time>2026-06-01T01:00:00Z</time></trkpt><trkpt lat="11.905" lon="106.51">'
    "<time>2026-06-01T18:30:00Z</time></trkpt></trkseg></trk>"
)
_ROUTE = '<rte><rtept lat="11.8" lon="106.5"/><rtept lat="11.85" lon="106.5"/></rte>'
_WAYPOINT = '<wpt lat="11.8" lon="106.5"><name>Chốt 3</name></wpt>'


def read(text: str | bytes):
    return read_track(io.BytesIO(text if isinstance(text, bytes) else text.encode()))


def track(*places: tuple[float, float]) -> str:
    points = "".join(f'<trkpt lat="{lat}" lon="{lon}"/>' for lon, lat in places)
    return f"{_HEAD}<trk><trkseg>{points}</trkseg></trk></gpx>"


def test_a_track_keeps_its_places_and_nothing_else():
    found = read(_HEAD + _ROUTE + _WAYPOINT + _TRACK + "</gpx>")
    assert found.route.wkt == "MULTILINESTRING ((106.5 11.9, 106.51 11.905))"
    assert not shapely.has_z(found.route)
    assert set(found.__slots__) == {"route", "first_on", "last_on", "cuts"}


def test_the_days_are_those_of_viet_nam():
    found = read(_HEAD + _TRACK + "</gpx>")
    assert (found.first_on, found.last_on) == (datetime.date(2026, 6, 1), datetime.date(2026, 6, 2))


@pytest.mark.parametrize("time", ["", "hôm qua", "0001-01-01T00:00:00Z", "2026-13-45T00:00:00Z", "12"])
def test_times_that_cannot_be_read_are_passed_over(time):
    timed = f"><time>{time}</time></trkpt></trkseg>"
    found = read(track((106.5, 11.9), (106.51, 11.9)).replace("/></trkseg>", timed))
    assert (found.first_on, found.last_on) == (None, None)


def test_a_clock_that_is_years_off_is_told_as_it_is():
    found = read((_HEAD + _TRACK + "</gpx>").replace("2026-06-01T", "2046-01-16T"))
    assert found.first_on == datetime.date(2046, 1, 16)


def test_without_a_track_the_planned_route_is_taken():
    found = read(_HEAD + _ROUTE + "</gpx>")
    assert found.route.wkt == "MULTILINESTRING ((106.5 11.8, 106.5 11.85))"


def test_segments_and_tracks_stay_apart():
    twice = _TRACK + _TRACK.replace("106.5", "106.6")
    assert len(read(_HEAD + twice + "</gpx>").route.geoms) == 2


def test_where_the_device_was_silent_the_track_is_cut():
    found = read(track((106.5, 11.9), (106.51, 11.9), (106.56, 11.9), (106.57, 11.9)))
    assert (len(found.route.geoms), found.cuts) == (2, 1)
    assert found.route.wkt == "MULTILINESTRING ((106.5 11.9, 106.51 11.9), (106.56 11.9, 106.57 11.9))"


def test_other_encodings_are_read():
    text = (_HEAD + _TRACK + "</gpx>").replace('"1.0"', '"1.0" encoding="UTF-16"')
    assert read(text.encode("utf-16")).route.length > 0


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", TrackFault.DAMAGED),
        ("khong phai XML", TrackFault.DAMAGED),
        (_HEAD + _TRACK.replace("</trkseg>", "</trk>") + "</gpx>", TrackFault.DAMAGED),
        (_HEAD + _TRACK, TrackFault.TRUNCATED),
        ((_HEAD + _TRACK)[:-30], TrackFault.TRUNCATED),
        ("<kml/>", TrackFault.NOT_GPX),
        ("<html><body>404</body></html>", TrackFault.NOT_GPX),
        (_HEAD + _TRACK.replace('lat="11.9"', 'lat="mười"') + "</gpx>", TrackFault.BAD_PLACE),
        (_HEAD + _TRACK.replace('lat="11.9"', 'lat="nan"') + "</gpx>", TrackFault.BAD_PLACE),
        (_HEAD + _TRACK.replace(' lon="106.5"', "") + "</gpx>", TrackFault.BAD_PLACE),
        ('<!DOCTYPE gpx [<!ENTITY a SYSTEM "file:///etc/passwd">]><gpx>&a;</gpx>', TrackFault.ENTITIES),
        (
            '<!DOCTYPE gpx [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><gpx>&b;</gpx>',
            TrackFault.ENTITIES,
        ),
        (_HEAD + "</gpx>", TrackFault.NO_TRACK),
        (_HEAD + "<trk><trkseg/></trk></gpx>", TrackFault.NO_TRACK),
        (track((106, 11)), TrackFault.NO_TRACK),
        (track((106, 11), (106, 11)), TrackFault.NO_TRACK),
        # Every step is longer than a device is silent for: no part of two places is left.
        (track((106, 11), (106.1, 11), (106.2, 11)), TrackFault.NO_TRACK),
        (_HEAD + _WAYPOINT + "</gpx>", TrackFault.WAYPOINTS_ONLY),
        (track((106, 11), (106.0001, 11)), TrackFault.STILL),
        (_HEAD + _TRACK.replace("106.5", "6.5") + "</gpx>", TrackFault.ELSEWHERE),
        (track((11.9, 106.5), (11.9, 106.51)), TrackFault.ELSEWHERE),
        (track((104.9, 11.5), (107.7, 11.5)), TrackFault.JUMP),
    ],
)
def test_what_is_no_track_is_told_why(text, fault):
    with pytest.raises(UnreadableTrackError) as refused:
        read(text)
    assert refused.value.fault is fault


def test_the_place_to_blame_is_named():
    places = [(106.5 + 0.001 * n, 11.9) for n in range(10)]
    with pytest.raises(UnreadableTrackError) as refused:
        read(track(*places, (109.3, 11.9)))
    assert (refused.value.place, round(refused.value.metres, -4)) == (11, 300_000)


def test_a_huge_file_is_refused_before_it_is_read_whole():
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += size
            return b" " * size

    endless = Endless()
    with pytest.raises(UnreadableTrackError) as refused:
        read_track(io.BytesIO(b"<gpx>" + b" " * LARGEST_BYTES))
    assert refused.value.fault is TrackFault.TOO_LARGE
    with pytest.raises(UnreadableTrackError):
        read_track(endless)
    assert endless.given < 2 * LARGEST_BYTES


def test_more_places_than_a_patrol_has_are_refused(monkeypatch):
    monkeypatch.setattr(gpx, "MOST_PLACES", 3)
    with pytest.raises(UnreadableTrackError) as refused:
        read(track(*[(106.5 + 0.001 * n, 11.9) for n in range(4)]))
    assert refused.value.fault is TrackFault.TOO_LARGE


@given(st.binary(max_size=400))
def test_no_bytes_end_in_a_traceback(noise):
    with pytest.raises(UnreadableTrackError):
        read(_HEAD.encode() + noise)


@given(st.lists(st.tuples(st.floats(100, 120), st.floats(5, 25)), max_size=6))
def test_any_places_give_a_track_or_a_reason(places):
    try:
        found = read(track(*places))
    except UnreadableTrackError as refused:
        assert refused.fault in TrackFault
    else:
        assert found.route.is_valid
        assert all(part.length > 0 for part in found.route.geoms)
