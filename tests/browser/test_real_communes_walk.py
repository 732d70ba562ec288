"""The walk of a board's afternoon on the real 95 communes of Đồng Nai, with synthetic incidents.

Screen → flagged commune → why → evidence on the map → change a parameter → keep → compare.
"""

from __future__ import annotations

import datetime
from pathlib import Path

import geopandas
import numpy as np
import pytest
import shapely
from django.contrib.gis.geos import GEOSGeometry, Point
from playwright.sync_api import expect

from gis_app.access.roles import Role
from gis_app.screening.models import Finding, Screening
from layers.importing.counts import locate_all_incidents
from layers.models import AdminUnit, BoundarySet, Incident
from layers.reading.geodesy import areas_m2
from tests.factories import (
    HO_CHI_MINH,
    AccountFactory,
    AdminUnitFactory,
    BoundarySetFactory,
    ImportBatchFactory,
    SiteFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
DAY = datetime.date(2026, 6, 30)
#: A busy machine screens 95 communes in more than the usual half a minute.
PATIENCE_MS = 180_000
#: So many incidents of each kind in the year before; most in the towns along the roads.
INCIDENTS = {
    "theft": 900,
    "traffic_crash": 700,
    "fire": 60,
    "land_dispute": 80,
    "public_disorder": 90,
    "illegal_racing": 25,
    "illegal_mining": 40,
    "business_violation": 120,
}


def _geos(shape: shapely.Geometry) -> GEOSGeometry:
    whole = shapely.multipolygons(shapely.get_parts(shapely.make_valid(shape)))
    return GEOSGeometry(memoryview(shapely.to_wkb(whole)), 4326)


def _communes(frame: geopandas.GeoDataFrame) -> BoundarySet:
    made = BoundarySetFactory(valid_from=datetime.date(2025, 7, 1))
    outline = _geos(shapely.union_all(shapely.set_precision(frame.geometry.to_numpy(), 1e-6)))
    province = AdminUnitFactory(
        boundary_set=made,
        code="75",
        name="Đồng Nai",
        full_name="Tỉnh Đồng Nai",
        level=AdminUnit.Level.PROVINCE,
        province_code="75",
        geometry=outline,
    )
    AdminUnit.objects.bulk_create(
        AdminUnit(
            boundary_set=made,
            parent=province,
            code=row.code,
            name=name,
            full_name=row.full_name,
            level=AdminUnit.Level.COMMUNE,
            province_code="75",
            population=row.population,
            geometry=_geos(row.geometry),
            display_geometry=_geos(shapely.simplify(row.geometry, 0.001)),
            area_m2=area,
            valid_from=made.valid_from,
        )
        for row, name, area in zip(frame.itertuples(), frame["name"], areas_m2(frame.geometry), strict=True)
    )
    return made


def _incidents(frame: geopandas.GeoDataFrame) -> None:
    """Scatter incidents around the inner points of the communes, the more the denser people live."""
    rng = np.random.default_rng(20_260_630)
    centres = shapely.get_coordinates(shapely.point_on_surface(frame.geometry.to_numpy()))
    weight = np.sqrt(frame.population.to_numpy(float) / areas_m2(frame.geometry))
    batch = ImportBatchFactory(source="tổng hợp")
    for category, count in INCIDENTS.items():
        near = rng.choice(len(centres), count, p=weight / weight.sum())
        places = centres[near] + rng.normal(0, 0.012, (count, 2))
        days = rng.integers(0, 365, count)
        Incident.objects.bulk_create(
            Incident(
                source="tổng hợp",
                ref=f"{category}-{number}",
                category_id=category,
                occurred_on=(on := DAY - datetime.timedelta(days=int(back))),
                occurred_at=datetime.datetime.combine(on, datetime.time(12), HO_CHI_MINH),
                point=Point(*place, srid=4326),
                deaths=int(number % 9 == 0),
                injuries=int(number % 4),
                batch=batch,
            )
            for number, (place, back) in enumerate(zip(places, days, strict=True))
        )


@pytest.fixture
def province(shared_data: Path, db) -> AdminUnit:
    """The 95 communes as they are, with a year of synthetic incidents and a few mines in one of them."""
    frame = geopandas.read_file(shared_data / "communes-2025-dong-nai.gpkg")
    made = _communes(frame)
    _incidents(frame)
    locate_all_incidents(made)
    inner = shapely.get_coordinates(shapely.point_on_surface(frame.geometry.to_numpy()))
    for commune, mines in ((10, 4), (20, 2)):
        for number in range(mines):
            SiteFactory(
                kind_id="mine",
                at=(inner[commune][0] + number * 0.001, inner[commune][1]),
                attributes={"licence": "no", "area_ha": 1, "mineral": "da"},
            )
    return AdminUnit.objects.provinces().get()


def test_screen_why_where_what_if_and_what_changed(province, enter, tmp_path):
    planner = AccountFactory(username="thammuu", role=Role.PLANNER)
    planner.units.add(province)
    page = enter(planner)
    page.set_default_timeout(PATIENCE_MS)

    def shown(name: str) -> None:
        page.screenshot(path=tmp_path / f"{name}.png", full_page=name != "map")

    page.get_by_role("link", name="Rà soát", exact=True).click()
    page.get_by_label("Kế hoạch").select_option("dongnai-7488-2017")
    page.get_by_label("Năm lựa chọn").fill("2026")
    page.get_by_label("Số liệu đến ngày").fill(f"{DAY:%d/%m/%Y}")
    page.get_by_role("button", name="Chạy rà soát").click()
    expect(page.get_by_role("heading", name="Kết quả rà soát năm 2026")).to_be_visible(timeout=PATIENCE_MS)
    shown("1-screened")
    first = Screening.objects.get()
    assert first.findings.values("unit").distinct().count() == 95
    assert first.territory["communes"] == 95

    mined = first.findings.filter(criterion="d.mining", outcome=Finding.Outcome.MET).order_by("-value")
    assert [finding.value for finding in mined] == [4, 2]
    most, fewer = (finding.unit for finding in mined)
    page.get_by_role("link", name=most.full_name, exact=True).first.click()
    expect(page.get_by_text(mined[0].reason_vi)).to_be_visible()
    shown("2-why")
    page.get_by_role("link", name="Xem trên bản đồ").click()
    page.locator("#map[data-ready=yes]").wait_for()
    expect(page.get_by_role("heading", name=most.full_name)).to_be_visible()
    expect(page.locator(".leaflet-evidence-pane path")).not_to_have_count(0)
    shown("map")

    page.goto(f"/screenings/try/?plan=dongnai-7488-2017&year=2026&as_of={DAY:%d/%m/%Y}")
    page.locator("#map[data-ready=yes]").wait_for()
    page.get_by_label("Tiêu chí", exact=True).select_option("d.mining")
    met = page.locator("#map path[fill='url(#map-met)']")
    expect(met).to_have_count(2, timeout=PATIENCE_MS)
    page.locator("[id='d.mining.min_sites']").fill("3")
    expect(met).to_have_count(1, timeout=PATIENCE_MS)
    expect(page.locator("#changes")).to_contain_text(fewer.full_name)
    shown("4-tried")
    page.get_by_role("button", name="Giữ lại: chạy và lưu").click()
    expect(page.get_by_role("heading", name="Kết quả rà soát năm 2026")).to_be_visible(timeout=PATIENCE_MS)

    page.get_by_role("link", name="So sánh với lần khác").click()
    page.get_by_role("button", name="So sánh").click()
    changed = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=fewer.full_name))
    expect(changed).to_contain_text("tham số")
    expect(page.get_by_role("link", name=most.full_name, exact=True)).to_have_count(0)
    shown("5-compared")
