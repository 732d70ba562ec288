"""What border pages and devices measure from is the drawing of their day."""

from __future__ import annotations

import datetime
import json

import pytest
from django.contrib.gis.geos import LineString, MultiLineString

from gis_app.border.field.package import package
from gis_app.border.models import BorderSection
from gis_app.border.strip.placing import Strip
from layers.border_lines import replace_line
from layers.models import BorderLine, SupersededLine
from tests.border.conftest import DAY, NORTH, VERTICES, make_section

pytestmark = pytest.mark.django_db
BEFORE, AFTER = DAY - datetime.timedelta(days=1), DAY + datetime.timedelta(days=1)
INSIDE = (107.05, NORTH - 0.01)


@pytest.fixture
def better(line) -> BorderLine:
    """A drawing a kilometre further north, used from the day on."""
    shape = MultiLineString(LineString(*[(lon, lat + 0.01) for lon, lat in VERTICES]), srid=4326)
    made = BorderLine.objects.create(name="Đường vẽ lại", geometry=shape, batch=line.batch)
    replace_line(SupersededLine(line=line, by=made, document="QĐ (thử)", valid_from=DAY))
    return made


@pytest.mark.parametrize(("day", "replaced"), [(BEFORE, False), (DAY, True), (AFTER, True)])
def test_a_point_is_as_far_from_the_border_as_it_was_drawn_then(line, better, day, replaced):
    place = Strip(day).place(*INSIDE)
    assert place.line == (better if replaced else line)
    # A hundredth of a degree of latitude is 1,106 m here.
    assert place.distance_m == pytest.approx(2_212 if replaced else 1_106, abs=5)


@pytest.mark.parametrize(("day", "name"), [(BEFORE, "cũ"), (DAY, "mới"), (AFTER, "mới")])
def test_sections_along_a_drawing_hold_while_it_is_in_use(line, better, posts, day, name):
    make_section(line, posts[0], 0, 20_000, name="cũ")
    make_section(better, posts[0], 0, 20_000, name="mới")
    assert [section.name for section in BorderSection.objects.on(day)] == [name]
    assert [section.name for section in Strip(day).sections] == [name]


def test_a_device_is_given_the_line_of_its_day(force, better):
    names = {day: json.loads(package(day, force.east)[0])["lines"] for day in (BEFORE, DAY, AFTER)}
    assert [[each["name"] for each in lines] for lines in names.values()] == [
        ["Đoạn biên giới thử nghiệm"],
        ["Đường vẽ lại"],
        ["Đường vẽ lại"],
    ]
