"""Where a point stands: section, marker ± metres along the line, metres inside."""

from __future__ import annotations

import datetime

import pytest

from gis_app.border.strip.placing import Strip
from layers.models import BorderLine
from layers.reading.geodesy import GEOD
from tests.border.conftest import DAY, NORTH, make_section

pytestmark = pytest.mark.django_db


def test_a_point_is_told_by_section_marker_and_depth(line, posts, markers, measured):
    make_section(line, posts[0], 0, measured.length_m(0) / 2)
    place = Strip(DAY).place(106.83, NORTH - 0.02)
    along = GEOD.inv(106.8, NORTH, 106.83, NORTH)[2]
    assert place.along_m == pytest.approx(along, abs=0.5)
    assert place.distance_m == pytest.approx(GEOD.inv(106.83, NORTH - 0.02, 106.83, NORTH)[2], abs=0.5)
    assert place.marker.label == "60"
    assert place.from_marker_m == pytest.approx(along, abs=0.5)
    assert place.inside is True
    assert [section.agency for section in place.sections] == [posts[0]]
    assert place.sentence() == (
        "Đoạn Tây (Đồn Biên phòng Tây); mốc 60 + 3.276 m dọc đường biên giới; "
        "cách Đoạn biên giới thử nghiệm 2.212 m về phía trong"
    )


def test_metres_before_a_marker_are_negative(line, markers):
    place = Strip(DAY).place(106.88, NORTH - 0.001)
    assert place.marker.label == "61"
    assert place.from_marker_m == pytest.approx(-GEOD.inv(106.88, NORTH, 106.9, NORTH)[2], abs=0.5)
    assert "mốc 61 − 2.184 m" in place.sentence()


def test_a_marker_far_from_the_line_is_none_of_it(line, markers):
    place = Strip(DAY).place(107.2, NORTH - 0.001)
    assert place.marker.label == "63"


def test_a_point_beyond_the_line_is_kept_and_told(line):
    place = Strip(DAY).place(107.05, NORTH + 0.0027)
    assert place.inside is False
    assert place.sentence().endswith("ngoài Đoạn biên giới thử nghiệm 299 m")


def test_without_sections_or_markers_it_says_so(line):
    place = Strip(DAY).place(107.05, NORTH - 0.01)
    assert place.sections == ()
    assert place.marker is None
    assert place.sentence().startswith("đoạn chưa có cơ quan phụ trách; cách ")


def test_without_a_line_there_is_no_place(people):
    assert Strip(DAY).place(107.05, 11.1) is None


def test_without_communes_the_side_is_unknown(line):
    place = Strip(datetime.date(1990, 1, 1)).place(107.05, NORTH - 0.01)
    assert place.inside is None
    assert "chưa rõ phía nào" in place.sentence()


def test_where_sections_meet_the_second_one_answers_and_the_last_holds_the_end(line, posts, measured):
    end = measured.length_m(0)
    make_section(line, posts[0], 0, 10_000)
    make_section(line, posts[1], 10_000, end)
    strip = Strip(DAY)
    assert [s.agency for s in strip.sections_at(0, 10_000)] == [posts[1]]
    assert [s.agency for s in strip.sections_at(0, end)] == [posts[1]]


def test_a_line_drawn_anew_is_measured_anew(line):
    before = Strip(DAY).place(107.05, NORTH - 0.01)
    BorderLine.objects.filter(pk=line.pk).update(
        geometry="SRID=4326;MULTILINESTRING((106.8 11.3, 107.04 11.3, 107.06 11.3, 107.2 11.3))"
    )
    assert Strip(DAY).place(107.05, NORTH - 0.01).distance_m == pytest.approx(
        before.distance_m + GEOD.inv(107.05, NORTH, 107.05, 11.3)[2], abs=5
    )
