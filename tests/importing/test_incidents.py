"""Incidents: each once, located in every boundary set, counted per month, whole or not at all."""

from __future__ import annotations

import datetime

import openpyxl
import pytest
from django.core.management.base import CommandError

from layers.importing.incidents import IncidentOptions, commit, stage
from layers.models import ImportBatch, ImportProblem, Incident, IncidentLocation, MonthlyCount
from tests.importing.files import (
    commune,
    every_count,
    incident,
    load_communes,
    run,
    write_layer,
    write_table,
)

pytestmark = pytest.mark.django_db


def load(path, *more: str, source: str = "sổ") -> str:
    return run("import_incidents", path, "--source", source, "--commit", *more)


def test_rows_become_incidents_places_and_counts(tmp_path, communes):
    rows = [
        incident("A", deaths=1, injuries=0),
        incident("B", when="2026-06-30T23:30:00+07:00"),
        incident("C", 107.15, when="01/07/2026 00:30"),
    ]
    load(write_table(tmp_path / "i.csv", rows))
    a, b, c = Incident.objects.order_by("ref")
    assert (a.deaths, a.injuries) == (1, 0)
    assert (b.deaths, b.injuries) == (None, None)
    assert a.point.coords == (107.05, 11.05)
    assert b.occurred_on == datetime.date(2026, 6, 30)
    assert c.occurred_on == datetime.date(2026, 7, 1)
    places = IncidentLocation.objects.order_by("incident__ref").values_list("incident__ref", "unit__code")
    assert list(places) == [("A", "751"), ("B", "751"), ("C", "752")]
    counts = MonthlyCount.objects.order_by("month").values_list("unit__code", "month", "incidents", "deaths")
    assert list(counts) == [
        ("751", datetime.date(2026, 6, 1), 2, 1),
        ("752", datetime.date(2026, 7, 1), 1, 0),
    ]
    batch = ImportBatch.objects.get(layer="incidents")
    assert (batch.rows_read, batch.rows_accepted, batch.rows_duplicate, batch.rows_refused) == (3, 3, 0, 0)


def test_a_label_serves_as_category(tmp_path, communes):
    load(write_table(tmp_path / "i.csv", [incident("A", category="Trộm cắp tài sản")]))
    assert Incident.objects.get().category_id == "theft"


def test_a_point_on_a_border_goes_to_the_smaller_code(tmp_path, communes):
    rows = [incident("edge", 107.1, 11.05), incident("corner", 107.1, 11.1), incident("upper", 107.15, 11.1)]
    load(write_table(tmp_path / "i.csv", rows))
    places = dict(IncidentLocation.objects.values_list("incident__ref", "unit__code"))
    assert places == {"edge": "751", "corner": "751", "upper": "752"}


def test_an_incident_is_located_in_every_set_in_use(tmp_path, communes):
    old = write_layer(tmp_path / "old.geojson", [commune("o1", 107.0, 11.0)])
    load_communes(old, "2010-01-01")
    load(write_table(tmp_path / "i.csv", [incident("A", when="15/06/2020"), incident("B", 107.15)]))
    places = IncidentLocation.objects.order_by("unit__code").values_list("incident__ref", "unit__code")
    assert list(places) == [("A", "751"), ("B", "752"), ("A", "o1")]


def test_the_same_file_twice_changes_nothing(tmp_path, communes):
    path = write_table(tmp_path / "i.csv", [incident("A"), incident("B")])
    load(path)
    before = every_count()
    assert "đã được nhập" in load(path)
    assert every_count() == before


def test_known_references_are_duplicates_and_new_ones_are_added(tmp_path, communes):
    load(write_table(tmp_path / "first.csv", [incident("A"), incident("B")]))
    said = load(write_table(tmp_path / "second.csv", [incident("B", 107.15), incident("C")]))
    assert "Đã lưu 1 dòng; trùng 1" in said
    assert Incident.objects.get(ref="B").point.x == 107.05
    assert MonthlyCount.objects.get(unit__code="751").incidents == 3
    load(write_table(tmp_path / "third.csv", [incident("A")]), source="sổ khác")
    assert Incident.objects.filter(ref="A").count() == 2
    assert MonthlyCount.objects.get(unit__code="751").incidents == 4


def test_a_dry_run_stores_nothing(tmp_path, communes):
    path = write_table(tmp_path / "i.csv", [incident("A")])
    before = every_count()
    assert "Chạy thử" in run("import_incidents", path, "--source", "sổ")
    assert every_count() == before


BAD_ROWS = [
    incident("A"),
    incident("B", 109.0, 12.0),
    incident("C", when="01/01/2999"),
    incident("D", category="lạ"),
    incident("A", 107.15),
    incident("F", deaths=-1),
]


def test_one_bad_row_keeps_the_whole_file_out_and_every_problem_is_told(tmp_path, communes):
    path = write_table(tmp_path / "i.csv", BAD_ROWS)
    before = every_count()
    with pytest.raises(CommandError, match="5 dòng bị từ chối"):
        load(path, "--problems", str(tmp_path / "problems.xlsx"))
    assert every_count() == before
    sheet = openpyxl.load_workbook(tmp_path / "problems.xlsx").active
    told = [(row[0], row[2]) for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert told == [
        (3, "outside_communes"),
        (4, "date_in_future"),
        (5, "category_unknown"),
        (6, "ref_repeated"),
        (7, "count_unreadable"),
    ]


def test_refused_rows_may_be_skipped_and_are_kept_as_problems(tmp_path, communes):
    path = write_table(tmp_path / "i.csv", BAD_ROWS)
    load(path, "--skip-refused")
    assert list(Incident.objects.values_list("ref", flat=True)) == ["A"]
    batch = ImportBatch.objects.get(layer="incidents")
    assert (batch.rows_read, batch.rows_accepted, batch.rows_refused) == (6, 1, 5)
    assert list(ImportProblem.objects.values_list("row", flat=True)) == [3, 4, 5, 6, 7]
    assert "trùng 1" in load(path, "--skip-refused")


def test_a_report_of_many_problems_stays_short(tmp_path, communes, capsys):
    path = write_table(tmp_path / "i.csv", [incident(f"R{n}", when="hôm qua") for n in range(400)])
    with pytest.raises(CommandError):
        run("import_incidents", path, "--source", "sổ")
    staged = stage(path, IncidentOptions("sổ"))
    assert len(staged.findings) == 400
    from layers.importing.telling import summary

    assert len(list(summary(staged.findings))) <= 50


def test_vn2000_metres_of_a_table(tmp_path, communes):
    from layers.reading.crs import from_wgs84

    x, y = from_wgs84(107.05, 11.05, 9210)[0]
    headings = ("Số vụ", "Loại vụ", "Ngày", "X", "Y")
    path = write_table(tmp_path / "i.csv", [("A", "fire", "15/06/2026", f"{x:.3f}", f"{y:.3f}")], headings)
    load(path, "--crs", "EPSG:9210", "--map", "Số vụ=ref")
    assert Incident.objects.get().point.coords == pytest.approx((107.05, 11.05), abs=1e-7)
    assert ImportBatch.objects.get(layer="incidents").datum_operation.startswith("EPSG:6960")


def test_a_layer_of_points(tmp_path, communes):
    point = {"type": "Point", "coordinates": [107.05, 11.05]}
    row = {"ref": "A", "category": "fire", "occurred_at": "15/06/2026"}
    load(write_layer(tmp_path / "i.geojson", [(point, row)]))
    assert Incident.objects.get().category_id == "fire"


def test_a_staged_file_commits_once(tmp_path, communes):
    staged = stage(write_table(tmp_path / "i.csv", [incident("A")]), IncidentOptions("sổ"))
    assert not commit(staged).already
    before = every_count()
    assert commit(staged).already
    assert every_count() == before
