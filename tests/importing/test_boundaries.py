"""Boundary sets: staged, checked, put into force once."""

from __future__ import annotations

import datetime

import numpy as np
import pytest
import shapely
from django.core.management.base import CommandError

from layers.boundary_sets.activating import activate
from layers.importing.boundaries import BoundaryOptions, commit, stage, store
from layers.models import AdminUnit, BoundarySet, ImportBatch, IncidentLocation, MonthlyCount, UnitAdjacency
from layers.reading.geodesy import areas_m2
from tests.importing.files import (
    box,
    commune,
    every_count,
    four_communes,
    incident,
    load_communes,
    run,
    write_layer,
    write_table,
)

pytestmark = pytest.mark.django_db


def load_province(folder):
    feature = (box(107, 11, 0.2), {"code": "75", "full_name": "Tỉnh Đồng Nai"})
    path = write_layer(folder / "province.geojson", [feature])
    run("import_boundaries", path, "--level", "province", "--valid-from", "2025-07-01", "--commit")


def test_the_real_communes_of_dong_nai(shared_data):
    arguments = (
        *("import_boundaries", shared_data / "communes-2025-dong-nai.gpkg", "--level", "commune"),
        *("--valid-from", "2026-04-30", "--decree", "30/2026/QH16", "--commit"),
    )
    run(*arguments)
    units = AdminUnit.objects.all()
    assert units.count() == 95
    assert {unit.valid_from for unit in units} == {datetime.date(2026, 4, 30)}
    shapes = shapely.from_wkb([bytes(unit.geometry.wkb) for unit in units])
    assert sum(unit.area_m2 for unit in units) == pytest.approx(areas_m2(shapes).sum(), rel=1e-4)
    assert all(unit.display_geometry.valid for unit in units)
    kinds = [unit.kind for unit in units]
    assert (kinds.count("phuong"), kinds.count("xa")) == (33, 62)
    tran_bien = units.get(name="Trấn Biên")
    assert (tran_bien.full_name, tran_bien.province_code) == ("Phường Trấn Biên", "75")
    assert tran_bien.population and tran_bien.published_area_km2

    before = every_count()
    assert "đã được nhập" in run(*arguments)
    assert every_count() == before


def test_the_display_shapes_of_a_clean_coverage_stay_one(shared_data):
    staged = stage(
        shared_data / "communes-2025-dong-nai.gpkg", BoundaryOptions("commune", datetime.date(2026, 4, 30))
    )
    boundary_set = commit(staged).record
    shapes = [bytes(u.display_geometry.wkb) for u in boundary_set.units.all()]
    light = shapely.from_wkb(shapes)
    assert shapely.coverage_is_valid(light)
    full = np.asarray(staged.units.geometry.array, dtype=object)
    assert shapely.get_num_coordinates(light).sum() < shapely.get_num_coordinates(full).sum() / 5


def test_an_old_file_with_overlaps_is_warned_about_not_refused(shared_data):
    said = run(
        *("import_boundaries", shared_data / "communes-2008-dong-nai-binh-phuoc.gpkg", "--level", "commune"),
        *("--valid-from", "2008-01-01", "--valid-to", "2025-07-01", "--commit"),
    )
    assert "Cảnh báo" in said
    boundary_set = BoundarySet.objects.get()
    assert boundary_set.units.count() == 282
    assert boundary_set.coverage_report["overlaps"] and boundary_set.coverage_report["gaps"]
    assert boundary_set.units.filter(code="7070101", name="Tân Phú", kind="phuong").exists()
    assert set(boundary_set.units.values_list("valid_to", flat=True)) == {datetime.date(2025, 7, 1)}


def test_a_dry_run_stores_nothing(tmp_path):
    before = every_count()
    path = four_communes(tmp_path / "communes.geojson")
    said = run("import_boundaries", path, "--level", "commune", "--valid-from", "2025-07-01")
    assert "Chạy thử" in said
    assert every_count() == before


def test_neighbours_share_the_geodesic_length_of_their_edge(communes):
    first, second, third, fourth = AdminUnit.objects.order_by("code")
    shared = {(a.unit_id, a.neighbour_id): a.shared_m for a in UnitAdjacency.objects.all()}
    # At 11.1° N a tenth of a degree of latitude is 11 061 m, of longitude 10 926 m.
    assert shared[first.pk, second.pk] == pytest.approx(11_061, abs=5)
    assert shared[first.pk, third.pk] == pytest.approx(10_926, abs=10)
    assert shared[second.pk, first.pk] == shared[first.pk, second.pk]
    assert (first.pk, fourth.pk) not in shared  # they only meet in a corner


BOW_TIE = {
    "type": "Polygon",
    "coordinates": [[[107, 11], [107.1, 11.1], [107.1, 11], [107, 11.1], [107, 11]]],
}
#: A ring that goes out and comes back the same way.
NO_GROUND = {"type": "Polygon", "coordinates": [[[107, 11], [107.1, 11], [107.2, 11], [107, 11]]]}
#: Two parts of which one lies on a quarter of the other.
TWICE = {
    "type": "MultiPolygon",
    "coordinates": [box(107.2, 11.0)["coordinates"], box(107.22, 11.02, 0.05)["coordinates"]],
}


def test_every_problem_is_listed_at_once(tmp_path):
    path = write_layer(
        tmp_path / "bad.geojson",
        [
            (NO_GROUND, {"code": "1", "full_name": "Xã Một"}),
            commune("2", 107.2, 11.0),
            commune("2", 107.3, 11.0),
            commune("", 107.4, 11.0),
            (box(107.5, 11.0), {"code": "5", "full_name": ""}),
            (None, {"code": "6", "full_name": "Xã Sáu"}),
        ],
    )
    before = every_count()
    staged = stage(path, BoundaryOptions("commune", datetime.date(2025, 7, 1)))
    assert [(f.row, f.code) for f in staged.findings] == [
        (1, "invalid_self_intersection"),
        (3, "code_repeated"),
        (4, "code_missing"),
        (5, "name_missing"),
        (6, "geometry_missing"),
    ]
    assert staged.coverage.invalid == ("1", "6")
    assert staged.coverage.as_dict()["invalid"] == ["1", "6"]
    with pytest.raises(CommandError, match="5 dòng bị từ chối"):
        load_communes(path)
    assert every_count() == before


@pytest.fixture
def crossing(tmp_path):
    """Return a file of three communes: one crosses itself, one lies on itself, one is sound."""
    return write_layer(
        tmp_path / "crossing.geojson",
        [
            (BOW_TIE, {"code": "1", "full_name": "Xã Một"}),
            (TWICE, {"code": "2", "full_name": "Xã Hai"}),
            commune("3", 107.1, 11.0),
        ],
    )


def test_shapes_that_are_not_valid_are_made_so_and_told(crossing):
    staged = stage(crossing, BoundaryOptions("commune", datetime.date(2025, 7, 1)))
    assert [(f.row, f.code, f.refuses) for f in staged.findings] == [
        (1, "mended_self_intersection", False),
        (2, "mended_nested", False),
    ]
    assert "107.05" in staged.findings[0].sentence or "107,05" in staged.findings[0].sentence
    assert staged.refusal is None
    assert next((m.code, m.lon, m.lat) for m in staged.coverage.mended) == ("1", 107.05, 11.05)
    assert not staged.coverage.is_clean and not staged.coverage.invalid

    stored = store(staged).record
    first, second = stored.units.order_by("code")[:2]
    # Both triangles of the one; of the other the ground, not the ground less what lies on it.
    assert first.geometry.area == pytest.approx(0.005) and first.geometry.valid
    assert second.geometry.area == pytest.approx(0.01) and second.geometry.valid
    places = stored.defects.filter(kind="invalid")
    assert {(place.units.get().code, place.geometry.geom_type) for place in places} == {
        ("1", "Point"),
        ("2", "Point"),
    }
    assert places.get(units__code="2").area_m2 == pytest.approx(second.area_m2 / 4, rel=0.01)
    assert stored.coverage_report["mended"][0]["code"] == "1"


def test_a_set_with_mended_shapes_comes_into_force_only_after_a_look(crossing):
    before = every_count()
    with pytest.raises(CommandError, match="2 đơn vị"):
        load_communes(crossing)
    assert every_count() == before
    run("import_boundaries", crossing, "--level", "commune", "--valid-from", "2025-07-01", "--stage-only")
    staged = BoundarySet.objects.get()
    assert staged.status == BoundarySet.Status.STAGED
    activate(staged)
    assert AdminUnit.objects.communes().on(datetime.date(2025, 7, 1)).count() == 3


def test_the_province_comes_from_the_option_or_from_the_place(tmp_path):
    province = write_layer(
        tmp_path / "p.geojson", [(box(107, 11, 0.2), {"code": "75", "full_name": "Tỉnh Đồng Nai"})]
    )
    run("import_boundaries", province, "--level", "province", "--valid-from", "2025-07-01", "--commit")
    load_communes(four_communes(tmp_path / "c.geojson"))
    dong_nai = AdminUnit.objects.provinces().get()
    assert (dong_nai.name, dong_nai.kind, dong_nai.province_code) == ("Đồng Nai", "tinh", "75")
    for unit in AdminUnit.objects.communes():
        assert (unit.province_code, unit.parent) == ("75", dong_nai)

    elsewhere = write_layer(tmp_path / "e.geojson", [commune("1", 105.0, 10.0)])
    load_communes(elsewhere, "2025-07-01", "--name", "Nơi khác", "--province", "82")
    assert AdminUnit.objects.get(code="1").province_code == "82"


def test_communes_loaded_before_their_province_find_it_later(tmp_path, communes):
    province = write_layer(
        tmp_path / "p.geojson", [(box(107, 11, 0.2), {"code": "75", "full_name": "Tỉnh Đồng Nai"})]
    )
    run("import_boundaries", province, "--level", "province", "--valid-from", "2025-07-01", "--commit")
    assert {unit.parent.code for unit in AdminUnit.objects.communes()} == {"75"}


def test_incidents_that_are_there_are_located_in_the_new_communes(tmp_path, communes):
    table = write_table(tmp_path / "i.csv", [incident("A"), incident("B", 107.15), incident("C")])
    run("import_incidents", table, "--source", "sổ", "--commit")
    later = write_layer(
        tmp_path / "later.geojson", [(box(107, 11, 0.2), {"code": "9", "full_name": "Phường Mới"})]
    )
    load_communes(later, "2026-05-01")
    merged = AdminUnit.objects.get(code="9")
    assert IncidentLocation.objects.filter(unit=merged).count() == 3
    assert MonthlyCount.objects.get(unit=merged).incidents == 3
    assert MonthlyCount.objects.filter(unit__code="751").get().incidents == 2


def test_the_account_and_the_file_are_on_record(tmp_path, people):
    path = four_communes(tmp_path / "communes.geojson")
    outcome = commit(stage(path, BoundaryOptions("commune", datetime.date(2026, 1, 1))), people.owner)
    batch = ImportBatch.objects.get(layer="boundaries")
    assert outcome.record.batch == batch
    assert (batch.imported_by, batch.file_name, batch.rows_accepted) == (people.owner, "communes.geojson", 4)
    assert batch.crs == "EPSG:4326"


def test_a_set_that_ends_before_it_begins_is_refused(tmp_path):
    path = four_communes(tmp_path / "communes.geojson")
    with pytest.raises(CommandError, match="Ngày hết hiệu lực"):
        load_communes(path, "2025-07-01", "--valid-to", "2025-07-01")


def test_two_sets_cannot_have_one_name(tmp_path, communes):
    other = four_communes(tmp_path / "other.geojson", prefix="82")
    name = BoundarySet.objects.get().name
    with pytest.raises(CommandError, match="hãy đặt tên khác"):
        load_communes(other, "2026-01-01", "--name", name)
