"""The map of a pack has the border line of its day, not every drawing that was ever loaded."""

from __future__ import annotations

import datetime
from xml.etree import ElementTree

import pytest
from django.contrib.gis.geos import LineString, MultiLineString

from gis_app.border.exchange.files.map import draw, is_approximate
from gis_app.border.exchange.grid import cell_of
from layers.border_lines import replace_line
from layers.models import BorderLine, SupersededLine
from tests.border.conftest import DAY, NORTH
from tests.border.packs import NEAR

pytestmark = pytest.mark.django_db
BEFORE, AFTER = DAY - datetime.timedelta(days=1), DAY + datetime.timedelta(days=1)


@pytest.fixture
def better(line) -> BorderLine:
    """A surveyed drawing a kilometre further north; the one before is approximate."""
    BorderLine.objects.update(is_approximate=True)
    shape = MultiLineString(LineString((106.8, NORTH + 0.01), (107.2, NORTH + 0.01)), srid=4326)
    made = BorderLine.objects.create(name="Đường vẽ lại", geometry=shape, batch=line.batch)
    replace_line(SupersededLine(line=line, by=made, document="QĐ (thử)", valid_from=DAY))
    return made


def borders(day: datetime.date) -> list[str]:
    """Return the dashed lines of the map of one cell."""
    paths = ElementTree.fromstring(draw({cell_of(*NEAR): 1}, day)).iter("{http://www.w3.org/2000/svg}path")
    return [path.attrib["d"] for path in paths if "stroke-dasharray" in path.attrib]


def millimetres_down(drawn: str) -> float:
    return float(drawn.removeprefix("M").split("L")[0].split()[1])


def test_each_day_has_one_line(better):
    before, on, after = (borders(day) for day in (BEFORE, DAY, AFTER))
    assert [len(drawn) for drawn in (before, on, after)] == [1, 1, 1]
    assert on == after
    assert millimetres_down(on[0]) < millimetres_down(before[0]), "further north is higher on the paper"


def test_the_legend_says_approximate_of_the_line_that_is_drawn(better):
    assert [is_approximate(day) for day in (BEFORE, DAY, AFTER)] == [True, False, False]
