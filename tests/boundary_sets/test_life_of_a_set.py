"""A boundary set is staged with a report, then activated, repaired or refused; nothing happens silently."""

from __future__ import annotations

import datetime

import pytest
import shapely
from django.core.management.base import CommandError

from layers.boundary_sets.activating import activate, refuse, retire, would_replace
from layers.boundary_sets.repairing import repair
from layers.importing.boundaries import BoundaryOptions, commit, stage, store
from layers.importing.refusing import ImportRefused
from layers.models import (
    AdminUnit,
    BoundarySet,
    CoverageDefect,
    ImportBatch,
    IncidentLocation,
    MonthlyCount,
)
from layers.reading.coverage import coverage_report
from tests.boundary_sets.files import ill_fitting
from tests.importing.files import every_count, four_communes, incident, load_communes, run, write_table

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 1, 1)


@pytest.fixture
def staged_set(tmp_path) -> BoundarySet:
    """A staged set with one overlap and one gap."""
    return store(stage(ill_fitting(tmp_path / "rough.geojson"), BoundaryOptions("commune", DAY))).record


def on_the_day() -> set[str]:
    return set(AdminUnit.objects.communes().on(DAY).values_list("code", flat=True))


def test_a_staged_set_counts_nowhere(tmp_path, communes, staged_set):
    assert staged_set.status == BoundarySet.Status.STAGED
    assert on_the_day() == {"751", "752", "753", "754"}
    table = write_table(tmp_path / "i.csv", [incident("A")])
    run("import_incidents", table, "--source", "sổ", "--commit")
    assert not IncidentLocation.objects.filter(boundary_set=staged_set).exists()


def test_its_defects_are_kept_with_place_area_and_units(staged_set):
    overlap = staged_set.defects.get(kind=CoverageDefect.Kind.OVERLAP)
    # 0.0005° of longitude at 11.05° N is 54.6 m, 0.1° of latitude 11 061 m; a strip is as wide as it is.
    assert overlap.area_m2 == pytest.approx(54.6 * 11_061, rel=0.01)
    assert overlap.width_m == pytest.approx(54.6, rel=0.02)
    assert set(overlap.units.values_list("code", flat=True)) == {"1", "2"}
    gap = staged_set.defects.get(kind=CoverageDefect.Kind.GAP)
    assert gap.width_m == pytest.approx(22.1, rel=0.02)
    assert {"1", "3", "4"} <= set(gap.units.values_list("code", flat=True))
    assert staged_set.defects.count() == 2


def test_activation_puts_it_into_force_and_counts_incidents(tmp_path, communes, staged_set):
    table = write_table(tmp_path / "i.csv", [incident("A"), incident("B", 107.15)])
    run("import_incidents", table, "--source", "sổ", "--commit")
    assert {unit.code for unit in would_replace(staged_set)} == {"751", "752", "753", "754"}
    activate(staged_set)
    assert on_the_day() == {"1", "2", "3", "4"}
    assert MonthlyCount.objects.get(unit__code="1").incidents == 1
    with pytest.raises(ImportRefused, match="đang được dùng rồi"):
        activate(staged_set)


def test_retiring_brings_back_what_was_replaced_and_can_be_undone(tmp_path, communes, staged_set):
    table = write_table(tmp_path / "i.csv", [incident("A")])
    run("import_incidents", table, "--source", "sổ", "--commit")
    activate(staged_set)
    retire(staged_set)
    assert on_the_day() == {"751", "752", "753", "754"}
    assert not MonthlyCount.objects.filter(unit__boundary_set=staged_set).exists()
    with pytest.raises(ImportRefused, match="không đang được dùng"):
        retire(staged_set)
    activate(staged_set)
    assert on_the_day() == {"1", "2", "3", "4"}
    assert MonthlyCount.objects.get(unit__code="1").incidents == 1


def test_a_refused_set_leaves_only_the_record_with_the_reason(staged_set, people):
    batch = staged_set.batch
    refuse(staged_set, "tệp sai tỉnh", people.owner)
    assert not BoundarySet.objects.filter(pk=staged_set.pk).exists()
    assert not AdminUnit.objects.filter(boundary_set_id=staged_set.pk).exists()
    batch.refresh_from_db()
    assert (batch.rows_accepted, batch.rows_refused) == (0, 4)
    assert "tệp sai tỉnh" in batch.problems.get().sentence


def test_a_refused_file_may_come_again(tmp_path, staged_set):
    refuse(staged_set, "để thử")
    again = store(stage(ill_fitting(tmp_path / "rough.geojson"), BoundaryOptions("commune", DAY)))
    assert not again.already


def test_what_was_ever_in_force_is_not_refused(staged_set):
    activate(staged_set)
    retire(staged_set)
    before = every_count()
    with pytest.raises(ImportRefused, match="đã từng được dùng"):
        refuse(staged_set, "nhầm")
    assert every_count() == before


def test_refusing_needs_a_reason(staged_set):
    with pytest.raises(ImportRefused, match="lý do"):
        refuse(staged_set, "  ")


def test_a_repair_is_a_new_staged_set_that_reports_every_change(staged_set):
    before = {u.code: (u.area_m2, bytes(u.geometry.wkb)) for u in staged_set.units.all()}
    record = repair(staged_set, 30)
    made = record.boundary_set
    assert (made.status, record.defects_before, record.defects_after) == ("staged", 2, 0)
    shapes = shapely.from_wkb([bytes(u.geometry.wkb) for u in made.units.order_by("code")])
    assert coverage_report(shapes, ["1", "2", "3", "4"]).is_clean
    assert shapely.coverage_is_valid(shapes)
    changed = {change.unit.code: change for change in record.changes.all()}
    for unit in made.units.all():
        area = before[unit.code][0]
        if unit.code not in changed:
            # A vertex set into a long edge bends it by metres: edges are geodesics.
            assert unit.area_m2 == pytest.approx(area, rel=1e-6)
            continue
        change = changed[unit.code]
        assert change.area_before_m2 == pytest.approx(area)
        assert change.area_after_m2 == pytest.approx(unit.area_m2)
        assert 20 < change.moved_m < 60
    # Of the two units of the overlap one kept its shape and has no row.
    assert sum(change.overlaps_fixed for change in changed.values()) == 1
    ground = sum(change.area_change_m2 for change in changed.values())
    overlap, gap = (staged_set.defects.get(kind=kind).area_m2 for kind in ("overlap", "gap"))
    assert ground == pytest.approx(gap - overlap, rel=0.01)
    assert {u.code: (u.area_m2, bytes(u.geometry.wkb)) for u in staged_set.units.all()} == before


def test_a_gap_wider_than_the_tolerance_stays_and_is_reported(staged_set):
    record = repair(staged_set, 5)
    assert record.defects_after == 1
    assert record.boundary_set.defects.get().kind == CoverageDefect.Kind.GAP


@pytest.mark.parametrize("tolerance", [0, -1, 501, float("nan"), float("inf")])
def test_a_senseless_tolerance_is_refused(staged_set, tolerance):
    before = every_count()
    with pytest.raises(ImportRefused, match="Dung sai"):
        repair(staged_set, tolerance)
    assert every_count() == before


def test_a_set_that_fits_is_not_repaired(communes):
    with pytest.raises(ImportRefused, match="đã khớp kín"):
        repair(BoundarySet.objects.get(), 10)


def test_a_unit_that_would_vanish_stops_the_repair(tmp_path):
    from tests.boundary_sets.files import rectangle
    from tests.importing.files import write_layer

    shapes = (("1", rectangle(107, 11, 107.2, 11.2)), ("2", rectangle(107.05, 11.05, 107.06, 11.06)))
    path = write_layer(
        tmp_path / "inside.geojson",
        [
            (shape, {"code": code, "full_name": f"Xã Số {code}", "province_code": "75"})
            for code, shape in shapes
        ],
    )
    swallowed = store(stage(path, BoundaryOptions("commune", DAY))).record
    before = every_count()
    with pytest.raises(ImportRefused, match="không còn diện tích"):
        repair(swallowed, 10)
    assert every_count() == before


def test_a_set_and_its_repair_are_never_in_force_together(staged_set):
    record = repair(staged_set, 30)
    activate(staged_set)
    with pytest.raises(ImportRefused, match="Bản khác của bộ này"):
        activate(record.boundary_set)
    retire(staged_set)
    activate(record.boundary_set)
    with pytest.raises(ImportRefused, match="Bản khác của bộ này"):
        activate(staged_set)


def test_the_real_set_of_2008_is_repaired(shared_data):
    options = BoundaryOptions("commune", datetime.date(2008, 1, 1), valid_to=datetime.date(2025, 7, 1))
    old = store(stage(shared_data / "communes-2008-dong-nai-binh-phuoc.gpkg", options)).record
    kinds = set(old.defects.values_list("kind", flat=True))
    # None of its shapes crosses itself.
    assert kinds == set(CoverageDefect.Kind.values) - {CoverageDefect.Kind.INVALID}
    record = repair(old, 100)
    assert record.defects_after < record.defects_before / 4
    left = set(record.boundary_set.defects.values_list("kind", flat=True))
    assert left == {CoverageDefect.Kind.GAP}
    assert record.changes.count() > 100
    # What is displayed of a coverage is one as well.
    light = shapely.from_wkb([bytes(u.display_geometry.wkb) for u in record.boundary_set.units.all()])
    assert shapely.coverage_is_valid(light)


def test_commit_of_a_file_that_waits_puts_it_into_force(tmp_path, staged_set):
    outcome = commit(stage(ill_fitting(tmp_path / "rough.geojson"), BoundaryOptions("commune", DAY)))
    assert (outcome.already, outcome.record.pk) == (False, staged_set.pk)
    assert ImportBatch.objects.count() == 1
    assert on_the_day() == {"1", "2", "3", "4"}


def test_the_commands_do_the_same(tmp_path, communes):
    path = ill_fitting(tmp_path / "rough.geojson")
    options = ("--level", "commune", "--valid-from", "2026-01-01", "--name", "Thô")
    assert "chưa đưa vào dùng" in run("import_boundaries", path, *options, "--stage-only")
    assert on_the_day() == {"751", "752", "753", "754"}
    assert "chờ kiểm tra" in run("boundary_sets", "list")
    said = run("boundary_sets", "repair", "Thô", "--tolerance", "30")
    assert "còn 0 trong 2 chỗ" in said and "dời xa nhất" in said
    made = BoundarySet.objects.get(name__startswith="Thô (")
    assert "thay cho 4 đơn vị" in run("boundary_sets", "activate", str(made.pk))
    assert on_the_day() == {"1", "2", "3", "4"}
    assert "Đã từ chối" in run("boundary_sets", "refuse", "Thô", "--reason", "đã có bản sửa")
    assert "ngừng dùng" in run("boundary_sets", "retire", made.name)
    assert on_the_day() == {"751", "752", "753", "754"}


@pytest.mark.parametrize("named", ["không có", "999999999", "9" * 30, ""])
def test_an_unknown_set_is_one_sentence(named):
    with pytest.raises(CommandError, match="Không có bộ ranh giới"):
        run("boundary_sets", "activate", named)


def test_the_command_without_commit_warns_about_a_set_that_does_not_fit(tmp_path):
    said = run(
        "import_boundaries",
        ill_fitting(tmp_path / "r.geojson"),
        "--level",
        "commune",
        "--valid-from",
        "2026-01-01",
    )
    assert "Cảnh báo: 1 chỗ chồng lấn" in said and "0 chỗ là dải hẹp" in said


def test_loading_the_same_names_twice_is_still_refused(tmp_path, communes):
    with pytest.raises(CommandError, match="hãy đặt tên khác"):
        load_communes(
            four_communes(tmp_path / "o.geojson", prefix="9"),
            "2026-01-01",
            "--name",
            BoundarySet.objects.get().name,
        )
