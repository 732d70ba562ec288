"""What the program gives out it can take back: the same values from every format, in WGS 84 and in a zone."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.gis.geos import GEOSGeometry

from layers.importing.counts import locate_all_incidents
from layers.models import BoundarySet, Incident, IncidentLocation, MonthlyCount, Site
from layers.reading.geodesy import GEOD
from tests.factories import IncidentFactory, SiteFactory
from tests.importing.files import run

pytestmark = pytest.mark.django_db

FORMATS = [
    ("gpkg", 4326),
    ("gpkg", 9212),
    ("shp", 4326),
    ("shp", 9212),
    ("geojson", 4326),
    ("kml", 4326),
    ("csv", 4326),
    ("csv", 9212),
    ("xlsx", 4326),
    ("xlsx", 9212),
]
NO_PLACE_IN_FILE = {"csv", "xlsx"}


def told() -> dict[str, tuple[object, ...]]:
    rows = Incident.objects.values_list("ref", "category_id", "occurred_at", "deaths", "injuries")
    return {ref: rest for ref, *rest in rows}


@pytest.mark.parametrize(("form", "epsg"), FORMATS)
def test_incidents_come_back_as_they_were(people, fetch, form, epsg):
    IncidentFactory(ref="Số 1/2026", at=(107.012345, 11.054321), deaths=0)
    IncidentFactory(ref="002", at=(107.15, 11.05), category_id="fire", injuries=3)
    late = datetime.datetime(2026, 5, 31, 23, 59, tzinfo=datetime.timezone(datetime.timedelta(hours=7)))
    IncidentFactory(ref="3", at=(107.05, 11.15), occurred_at=late, occurred_on=late.date(), deaths=2)
    locate_all_incidents(BoundarySet.objects.get())
    before = told()
    points = dict(Incident.objects.values_list("ref", "point"))
    path = fetch(people.owner, "incidents", form, epsg=str(epsg))
    for table in (IncidentLocation, MonthlyCount, Incident):
        table.objects.all().delete()
    # A table does not say its system by itself; every other format does.
    system = ["--crs", f"EPSG:{epsg}"] if form in NO_PLACE_IN_FILE else []
    # Beside the rows a workbook has a sheet of notes, so it is asked which one is meant.
    sheet = ["--layer", "Dữ liệu"] if form == "xlsx" else []
    run("import_incidents", path, "--source", "thử", *system, *sheet, "--commit")
    assert told() == before
    for ref, point in Incident.objects.values_list("ref", "point"):
        assert GEOD.inv(points[ref].x, points[ref].y, point.x, point.y)[2] < 0.02


@pytest.mark.parametrize(("form", "epsg"), [each for each in FORMATS if each[0] not in NO_PLACE_IN_FILE])
def test_sites_come_back_with_shape_and_attributes(people, fetch, form, epsg):
    area = "POLYGON((107.05 11.05, 107.06 11.05, 107.06 11.06, 107.05 11.06, 107.05 11.05))"
    SiteFactory(
        ref="M-1",
        name="Mỏ đá Núi Nứa",
        kind_id="mine",
        geometry=GEOSGeometry(area, srid=4326),
        attributes={"mineral": "da"},
        valid_from=datetime.date(2024, 2, 1),
    )
    before = Site.objects.get()
    path = fetch(people.owner, "sites", form, epsg=str(epsg), kinds="mine")
    before.delete()
    run("import_sites", path, "--kind", "mine", "--source", "thử", "--commit")
    site = Site.objects.get()
    for name in ("kind_id", "ref", "name", "valid_from", "valid_to"):
        assert getattr(site, name) == getattr(before, name)
    assert site.attributes["mineral"] == "da"
    assert site.geometry.sym_difference(before.geometry).area < 1e-9
