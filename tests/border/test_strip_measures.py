"""A place on a line as people write it, and back in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from gis_app.border.strip.measures import UnreadablePlaceError, metres_of, words_at
from gis_app.border.strip.placing import Strip, marker_label
from gis_app.formats.numbers import number
from layers.models import BorderLine, Site
from tests.border.conftest import DAY
from tests.factories import ImportBatchFactory, SiteFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("12.500", 12_500),
        ("12500", 12_500),
        ("12,5 km", 12_500),
        ("850,5 m", 850.5),
        ("đầu", 0),
        (" Đầu  đường ", 0),
        ("0", 0),
    ],
)
def test_metres_are_read_as_offices_write_them(line, text, metres):
    assert metres_of(text, line, Strip(DAY)) == metres


def test_a_marker_with_metres_counts_from_that_marker(line, markers):
    strip = Strip(DAY)
    (stone,) = strip.markers_called("61", line)
    for text, away in (
        ("mốc 61", 0),
        ("Mốc 61 + 350", 350),
        ("mốc số 61 + 350 m", 350),
        ("mốc 61 - 1,2 km", -1200),
        ("moc 61−1.200", -1200),
    ):
        assert metres_of(text, line, strip) == pytest.approx(stone.along_m + away)
    assert metres_of("cuối", line, strip) == strip.length_of(line)


def test_a_marker_whose_number_has_a_dash_is_that_marker(line):
    SiteFactory(kind_id="border_marker", at=(106.9, 11.2), attributes={"marker_number": "68-1"})
    SiteFactory(kind_id="border_marker", at=(107.0, 11.2), attributes={"marker_number": "68"})
    strip = Strip(DAY)
    assert metres_of("mốc 68-1", line, strip) == strip.markers_called("68-1", line)[0].along_m
    assert metres_of("mốc 68-2", line, strip) == strip.markers_called("68", line)[0].along_m - 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("mốc 99", "Không có mốc 99"),
        ("ngã ba suối", "Không hiểu"),
        ("1,2,3", "Không hiểu"),
        ("50.000", "nằm ngoài đường này"),
        ("mốc 60 - 200", "nằm ngoài đường này"),
        ("mốc 7", "Có 2 mốc mang số 7"),
    ],
)
def test_what_names_no_place_is_told_with_what_to_write(line, markers, text, told):
    for at in (106.95, 106.97):
        SiteFactory(kind_id="border_marker", at=(at, 11.2), attributes={"marker_number": "7"})
    with pytest.raises(UnreadablePlaceError, match=told):
        metres_of(text, line, Strip(DAY))


def test_words_name_the_nearest_marker(line, markers):
    strip = Strip(DAY)
    (stone,) = strip.markers_called("61", line)
    assert words_at(stone.along_m + 350, line, strip) == "mốc 61 + 350 m"
    assert words_at(stone.along_m - 350, line, strip) == "mốc 61 − 350 m"
    assert words_at(stone.along_m, line, strip) == "mốc 61"
    assert words_at(0, line, strip) == "đầu đường"
    assert words_at(strip.length_of(line), line, strip) == "cuối đường"


def test_without_markers_words_are_metres(line):
    assert words_at(12_345, line, Strip(DAY)) == "mét thứ 12.345"


@pytest.mark.parametrize(
    ("name", "label"),
    [("Mốc 68", "68"), ("Cột mốc số 68/2", "68/2"), ("Mốc quốc giới mẫu 4", "mẫu 4"), ("68(1)", "68(1)")],
)
def test_a_name_gives_the_number_that_is_said(name, label):
    assert marker_label(Site(name=name, ref="x")) == label


class TestThereAndBack(TestCase):
    """What a page writes can be typed again."""

    @given(st.floats(0, 43_000), st.booleans())
    def test_words_lead_back_to_the_metre(self, metres, marked):
        line = BorderLine.objects.create(
            name="thử",
            geometry="SRID=4326;MULTILINESTRING((106.8 11.2, 107.0 11.2, 107.2 11.2))",
            batch=ImportBatchFactory(layer="border_line"),
        )
        if marked:
            SiteFactory(kind_id="border_marker", at=(107.0, 11.2), attributes={"marker_number": "68"})
        strip = Strip(DAY)
        metres = min(metres, strip.length_of(line))
        words = words_at(metres, line, strip).removeprefix("mét thứ ")
        assert metres_of(words, line, strip) == pytest.approx(metres, abs=1)
        assert metres_of(number(metres, 1), line, strip) == pytest.approx(metres, abs=0.06)
