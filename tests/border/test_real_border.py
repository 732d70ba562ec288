"""A thousand random points of the eight border communes against PostGIS's own linear referencing."""

from __future__ import annotations

import datetime
from pathlib import Path

import geopandas
import numpy as np
import pytest
import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.db import connection

from gis_app.access.roles import Role
from gis_app.border.models import ListedCommune
from gis_app.border.strip.picture import Picture
from gis_app.border.strip.placing import Strip
from layers.models import AdminUnit, BorderLine
from tests.border.conftest import REFORM, make_section
from tests.factories import (
    AccountFactory,
    AdminUnitFactory,
    BoundarySetFactory,
    ImportBatchFactory,
    SiteFactory,
)

pytestmark = pytest.mark.django_db
BORDER_COMMUNES = {
    "Bù Gia Mập", "Đăk Ơ", "Hưng Phước", "Thiện Hưng", "Tân Tiến", "Lộc Tấn", "Lộc Thạnh", "Lộc Thành",
}  # fmt: skip
_LOCATED = (Path(__file__).parent / "located.sql").read_text(encoding="utf-8")
MARKERS = 40


def _independently(line: shapely.LineString, points: np.ndarray) -> np.ndarray:
    """Return metres along the line and metres to it for each point, by PostGIS."""
    wkb = list(shapely.to_wkb(shapely.points(points)))
    with connection.cursor() as cursor:
        cursor.execute(_LOCATED, {"line": shapely.to_wkb(line), "points": wkb})
        return np.array(cursor.fetchall(), dtype=float)


def test_section_marker_and_distance_of_a_thousand_points(shared_data, posts):
    drawn = geopandas.read_file(shared_data / "border-vietnam-cambodia.gpkg").geometry
    land = max(drawn, key=lambda line: len(line.coords))
    communes = geopandas.read_file(shared_data / "communes-2025-dong-nai.gpkg").to_crs(4326)
    area = communes[communes["name"].isin(BORDER_COMMUNES)].union_all()
    rng = np.random.default_rng(138)
    west, south, east, north = area.bounds
    points = np.column_stack([rng.uniform(west, east, 6000), rng.uniform(south, north, 6000)])
    points = points[shapely.contains_xy(area, *points.T)][:1000]
    assert len(points) == 1000

    line = BorderLine.objects.create(
        name="Biên giới",
        geometry=GEOSGeometry(memoryview(shapely.to_wkb(shapely.multilinestrings([land]))), 4326),
        batch=ImportBatchFactory(layer="border_line"),
    )
    expected = _independently(land, points)
    low, high = expected[:, 0].min(), expected[:, 0].max()
    middle = (low + high) / 2
    make_section(line, posts[0], low - 10, middle)
    make_section(line, posts[1], middle, high + 10)
    strip = Strip(datetime.date(2026, 6, 1))
    stones = np.array([strip.measured.at(0, metres) for metres in np.linspace(low, high, MARKERS)])
    for number, place in enumerate(stones):
        SiteFactory(
            kind_id="border_marker",
            at=tuple(place),
            attributes={"marker_number": str(number)},
            ref=f"M{number}",
        )
    stone_metres = _independently(land, stones)[:, 0]

    places = Strip(datetime.date(2026, 6, 1)).places([tuple(point) for point in points.tolist()])

    along = np.array([place.along_m for place in places])
    # Two engines find the foot on a wiggly line in two projections: metres along it, not centimetres.
    assert np.abs(along - expected[:, 0]).max() < 10
    assert np.median(np.abs(along - expected[:, 0])) < 1
    assert np.abs([place.distance_m for place in places] - expected[:, 1]).max() < 0.1
    for place, (metres, _distance) in zip(places, expected, strict=True):
        nearest = int(np.abs(stone_metres - metres).argmin())
        tied = abs(np.sort(np.abs(stone_metres - metres))[:2] @ [1, -1]) < 20
        assert tied or place.marker.label == str(nearest)
        assert tied or place.from_marker_m == pytest.approx(metres - stone_metres[nearest], abs=20)
        if abs(metres - middle) > 20:
            (section,) = place.sections
            assert section.agency == posts[0 if metres < middle else 1]


def test_the_strip_of_the_eight_border_communes(shared_data, signed_in):
    """The real border: exactly these communes run along it, as the list says (domain facts, border area)."""
    drawn = geopandas.read_file(shared_data / "border-vietnam-cambodia.gpkg").geometry
    communes = geopandas.read_file(shared_data / "communes-2025-dong-nai.gpkg").to_crs(4326)
    boundary_set = BoundarySetFactory(name="Đồng Nai 2025")
    for index, row in enumerate(communes.itertuples()):
        AdminUnitFactory(
            boundary_set=boundary_set,
            code=f"75{index:03d}",
            name=row.name,
            province_code="75",
            geometry=_multi(row.geometry),
        )
    for place, shape in enumerate(drawn):
        BorderLine.objects.create(
            name=f"Biên giới {place}", geometry=_lines(shape), batch=ImportBatchFactory(layer="border_line")
        )
    day = datetime.date(2026, 6, 1)
    for unit in AdminUnit.objects.filter(name__in=BORDER_COMMUNES):
        ListedCommune.objects.create(unit=unit, document="Phụ lục (thử)", valid_from=REFORM)
    owner = AccountFactory(role=Role.PLANNER)
    owner.units.set(AdminUnit.objects.all())

    picture = Picture(day, owner)
    assert {each.unit.name for each in picture.communes} == BORDER_COMMUNES
    assert all(each.agrees for each in picture.communes)
    # Published and measured on the same boundaries: 261.6 km in all.
    assert sum(each.length_m for each in picture.communes) == pytest.approx(261_600, rel=0.02)
    assert {each.unit.name for each in picture.without} == BORDER_COMMUNES
    page = signed_in(owner).get("/border/strip/?on=01/06/2026").content.decode()
    assert "không khớp" not in page
    assert signed_in(owner).get("/border/strip/map.json?on=01/06/2026").json()["gaps"]


def _multi(shape) -> GEOSGeometry:
    parts = shape if shape.geom_type == "MultiPolygon" else shapely.multipolygons([shape])
    return GEOSGeometry(memoryview(shapely.to_wkb(shapely.force_2d(parts))), 4326)


def _lines(shape) -> GEOSGeometry:
    parts = shape if shape.geom_type == "MultiLineString" else shapely.multilinestrings([shape])
    return GEOSGeometry(memoryview(shapely.to_wkb(shapely.force_2d(parts))), 4326)
