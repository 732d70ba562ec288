"""The real communes of Đồng Nai and the real border line: exactly eight communes touch the border.

Lengths are those of the published boundaries: 261.6 km in all by their topology, 258.9 km published by the
province. Here a commune's edge counts where it lies along the line.
"""

from __future__ import annotations

import datetime

import geopandas
import pytest
import shapely
from django.contrib.gis.geos import GEOSGeometry

from gis_app.screening.rules.adjoining import RULE
from layers.models import AdminUnit, BorderLine
from layers.reading.geodesy import areas_m2
from tests.factories import BoundarySetFactory, ImportBatchFactory
from tests.screening.asking import ask

pytestmark = pytest.mark.django_db
EXPECTED_KM = {
    "Hưng Phước": 54.6,
    "Lộc Thạnh": 40.8,
    "Bù Gia Mập": 38.9,
    "Tân Tiến": 32.4,
    "Lộc Thành": 26.5,
    "Lộc Tấn": 26.0,
    "Đăk Ơ": 25.3,
    "Thiện Hưng": 17.1,
}


def _geos(shape) -> GEOSGeometry:
    return GEOSGeometry(memoryview(shapely.to_wkb(shape)), 4326)


@pytest.fixture
def communes(shared_data) -> list[AdminUnit]:
    frame = geopandas.read_file(shared_data / "communes-2025-dong-nai.gpkg")
    lines = geopandas.read_file(shared_data / "border-vietnam-cambodia.gpkg")
    boundary_set = BoundarySetFactory(valid_from=datetime.date(2026, 4, 30))
    BorderLine.objects.create(
        name="Việt Nam – Campuchia",
        geometry=_geos(shapely.multilinestrings(list(lines.geometry))),
        batch=ImportBatchFactory(layer="border_line"),
    )
    return AdminUnit.objects.bulk_create(
        AdminUnit(
            boundary_set=boundary_set,
            code=row.code,
            name=name,
            full_name=row.full_name,
            level=AdminUnit.Level.COMMUNE,
            province_code=row.province_code,
            geometry=_geos(shapely.multipolygons(shapely.get_parts(shapely.make_valid(row.geometry)))),
            area_m2=area,
            valid_from=boundary_set.valid_from,
        )
        for row, name, area in zip(frame.itertuples(), frame["name"], areas_m2(frame.geometry), strict=True)
    )


def test_exactly_the_eight_border_communes_are_named(communes):
    lengths = {}
    for unit, result in zip(communes, ask(RULE, communes), strict=True):
        words = result.judgement.reason
        touches = [p for p in result.judgement.details["facing"] if p["faces"] == "border"]
        named = any(item["layer"] == "border_line" for item in result.evidence)
        assert ("Campuchia" in words.vi) == ("biên giới" in words.vi) == ("Cambodia" in words.en) == named
        assert bool(touches) == named
        if touches:
            lengths[unit.name] = touches[0]["length_m"] / 1000
    assert lengths == pytest.approx(EXPECTED_KM, rel=0.03)
    assert sum(lengths.values()) == pytest.approx(258.939, rel=0.005)
