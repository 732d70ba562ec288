"""A border along the north of the small test country: 43 km, drawn from west to east."""

from __future__ import annotations

import datetime

import pytest
import shapely
from django.contrib.gis.geos import LineString, MultiLineString

from gis_app.access.models import Agency
from gis_app.border.models import BorderSection
from layers.models import BorderLine
from layers.reading.measured_lines import MeasuredLines
from tests.border.force import Force, make_force
from tests.factories import ImportBatchFactory, SiteFactory

NORTH = 11.2
REFORM = datetime.date(2025, 7, 1)
DAY = datetime.date(2026, 6, 1)
#: A vertex every 1.1 km, as a drawn border has them at least.
VERTICES = [(round(106.8 + 0.01 * step, 2), NORTH) for step in range(41)]


@pytest.fixture
def line(people) -> BorderLine:
    """The border line, over both provinces."""
    return BorderLine.objects.create(
        name="Đoạn biên giới thử nghiệm",
        geometry=MultiLineString(LineString(*VERTICES), srid=4326),
        source="thử",
        batch=ImportBatchFactory(layer="border_line"),
    )


@pytest.fixture
def posts(db) -> tuple[Agency, Agency]:
    """Two border posts, west and east."""
    made = [
        Agency.objects.create(name=f"Đồn Biên phòng {name}", kind=Agency.Kind.BORDER_POST)
        for name in ("Tây", "Đông")
    ]
    return made[0], made[1]


@pytest.fixture
def markers(line) -> None:
    """Markers 60 to 64, every 0.1 degrees from the west end on; the last one stands 1.1 km off the line."""
    for step in range(5):
        south = 0.01 if step == 4 else 0.0
        SiteFactory(
            kind_id="border_marker",
            at=(106.8 + 0.1 * step, NORTH - south),
            attributes={"marker_number": str(60 + step)},
        )


@pytest.fixture
def measured() -> MeasuredLines:
    """The same line, measured without the database."""
    return MeasuredLines([shapely.LineString(VERTICES)])


def make_section(line: BorderLine, agency: Agency, from_m: float, to_m: float, **fields) -> BorderSection:
    """Create a section in force since the reform."""
    given = {"name": f"Đoạn {agency.name.rsplit(' ', 1)[-1]}", "document": "QĐ 1/QĐ-BCH (thử)"} | fields
    given.setdefault("valid_from", datetime.date(2025, 7, 1))
    return BorderSection.objects.create(line=line, agency=agency, from_m=from_m, to_m=to_m, **given)


@pytest.fixture
def force(people, line, posts, markers, measured) -> Force:
    """Two posts and a commune police below one command, with accounts, duties and sections."""
    return make_force(people, line, posts, measured)
