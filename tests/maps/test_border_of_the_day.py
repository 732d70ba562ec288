"""Maps, sheets and files show the border line of their day, not every drawing that was ever loaded."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.gis.geos import LineString, MultiLineString
from django.urls import reverse

from gis_app.transformation.year_picture import border_lines
from layers.border_lines import replace_line
from layers.models import BorderLine, SupersededLine
from tests.factories import ImportBatchFactory

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 6, 1)
BEFORE, AFTER = DAY - datetime.timedelta(days=1), DAY + datetime.timedelta(days=1)
OLD_NORTH, NEW_NORTH = 11.2, 11.21


def drawn(name: str, north: float, **fields) -> BorderLine:
    shape = MultiLineString(LineString((107.15, north), (107.25, north)), srid=4326)
    return BorderLine.objects.create(
        name=name, geometry=shape, batch=ImportBatchFactory(layer="border_line"), **fields
    )


@pytest.fixture
def lines(db) -> tuple[BorderLine, BorderLine]:
    return drawn("cũ", OLD_NORTH, is_approximate=True), drawn("mới", NEW_NORTH)


def replace(lines: tuple[BorderLine, BorderLine]) -> None:
    old, new = lines
    replace_line(SupersededLine(line=old, by=new, document="QĐ (thử)", valid_from=DAY))


def test_the_map_draws_the_line_of_its_day(people, lines, signed_in):
    replace(lines)
    for account, seen in ((people.owner, True), (people.colleague, True), (people.outsider, False)):
        client = signed_in(account)
        for day, name in ((BEFORE, "cũ"), (DAY, "mới"), (AFTER, "mới")):
            features = client.get(reverse("map_border"), {"date": day.isoformat()}).json()["features"]
            assert [feature["properties"]["name"] for feature in features] == ([name] if seen else [])


def test_an_open_map_learns_that_another_day_has_another_line(people, lines, signed_in):
    client = signed_in(people.owner)

    def status(day: datetime.date, **more):
        return client.get(reverse("map_status"), {"date": day.isoformat()}, **more)

    first = status(DAY)
    assert status(DAY, headers={"if-none-match": first["ETag"]}).status_code == 304
    replace(lines)
    again = status(DAY, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 200
    told = [status(day).json()["border"] for day in (BEFORE, DAY, AFTER)]
    assert told[0] != told[1] == told[2] == again.json()["border"]


def test_sheets_and_handed_over_maps_have_the_line_of_their_day(lines):
    replace(lines)
    for day, north, approximate in (
        (BEFORE, OLD_NORTH, True),
        (DAY, NEW_NORTH, False),
        (AFTER, NEW_NORTH, False),
    ):
        (shape,), told = border_lines(day)
        assert shape.bounds == (107.15, north, 107.25, north)
        assert told is approximate
