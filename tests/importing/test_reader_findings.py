"""What a reader itself finds is told or obeyed in every import."""

from __future__ import annotations

import datetime

import openpyxl
import pytest
from django.core.management.base import CommandError

from layers.models import ImportBatch, ImportProblem, Incident, IndicatorValue, Site
from tests.importing.files import every_count, four_communes, run, write_layer

pytestmark = pytest.mark.django_db

INCIDENTS = ("ref", "category", "occurred_at", "lon", "lat")
FIGURES = ("commune", "indicator", "period", "value", "source", "as_of")
SITES = ("ma", "ten", "lon", "lat")


def workbook(path, headings, rows, hidden: int | None = None):
    """Write a workbook; row number `hidden` is hidden."""
    book = openpyxl.Workbook()
    for row in (headings, *rows):
        book.active.append(row)
    if hidden is not None:
        book.active.row_dimensions[hidden].hidden = True
    book.save(path)
    return path


def incident(ref: str, lon=107.05):
    return (ref, "theft", datetime.date(2026, 6, 15), lon, 11.05)


FILES = {
    "import_incidents": (INCIDENTS, [incident("1"), incident("2")], ("--source", "sổ")),
    "import_sites": (
        SITES,
        [("1", "Chợ A", 107.05, 11.05), ("2", "Chợ B", 107.06, 11.05)],
        ("--kind", "market"),
    ),
    "import_indicators": (
        FIGURES,
        [(c, "population", "2025", 100, "Thống kê", "31/12/2025") for c in ("751", "752")],
        (),
    ),
}


@pytest.mark.parametrize("command", FILES)
def test_a_hidden_row_refuses_the_file(tmp_path, communes, command):
    headings, rows, options = FILES[command]
    path = workbook(tmp_path / "a.xlsx", headings, rows, hidden=3)
    before = every_count()
    with pytest.raises(CommandError, match="Dòng 3 đang bị ẩn"):
        run(command, path, *options, "--commit")
    assert every_count() == before


@pytest.mark.parametrize("command", FILES)
def test_a_formula_without_a_result_refuses_the_file(tmp_path, communes, command):
    headings, rows, options = FILES[command]
    path = workbook(tmp_path / "a.xlsx", headings, [rows[0], (*rows[1][:-2], "=1+1", rows[1][-1])])
    before = every_count()
    with pytest.raises(CommandError, match="công thức chưa có kết quả"):
        run(command, path, *options, "--commit")
    assert every_count() == before


def test_the_other_rows_can_be_stored_all_the_same(tmp_path, communes):
    rows = [incident("1"), incident("2"), (*incident("3")[:2], "=TODAY()", 107.05, 11.05)]
    path = workbook(tmp_path / "a.xlsx", INCIDENTS, rows, hidden=3)
    run("import_incidents", path, "--source", "sổ", "--skip-refused", "--commit")
    batch = ImportBatch.objects.get(layer="incidents")
    assert (batch.rows_read, batch.rows_accepted, batch.rows_refused) == (3, 1, 2)
    assert set(Incident.objects.values_list("ref", flat=True)) == {"1"}
    assert {(p.row, p.code) for p in batch.problems.all()} >= {(3, "row_hidden"), (4, "cell_without_result")}


def test_a_hidden_column_is_read_and_told(tmp_path, communes):
    path = workbook(tmp_path / "a.xlsx", INCIDENTS, [incident("1")])
    book = openpyxl.load_workbook(path)
    book.active.column_dimensions["D"].hidden = True
    book.save(path)
    said = run("import_incidents", path, "--source", "sổ", "--commit")
    assert "Cột “lon” đang bị ẩn trong Excel nhưng vẫn được đọc" in said
    assert ImportProblem.objects.get().code == "column_hidden"
    assert Incident.objects.count() == 1


def test_heights_are_told(tmp_path, db):
    point = {"type": "Point", "coordinates": [107.05, 11.05, 80.0]}
    path = write_layer(tmp_path / "s.geojson", [(point, {"ref": "1", "name": "Chợ A"})])
    assert "chỉ vị trí trên mặt bằng được giữ" in run("import_sites", path, "--kind", "market", "--commit")
    assert Site.objects.count() == 1


def test_heights_of_boundaries_are_told(tmp_path, db):
    path = four_communes(tmp_path / "c.geojson", province_code="75")
    path.write_text(path.read_text().replace("[107.0, 11.0]", "[107.0, 11.0, 5]"))
    said = run("import_boundaries", path, "--level", "commune", "--valid-from", "2025-07-01")
    assert "chỉ vị trí trên mặt bằng được giữ" in said


def test_one_sheet_of_several_is_chosen(tmp_path, communes):
    headings, rows, _options = FILES["import_indicators"]
    path = workbook(tmp_path / "a.xlsx", headings, rows)
    book = openpyxl.load_workbook(path)
    book.create_sheet("Ghi chú").append(["Đơn vị tính: người"])
    book.save(path)
    with pytest.raises(CommandError, match="Ghi chú"):
        run("import_indicators", path, "--commit")
    run("import_indicators", path, "--layer", "Sheet", "--commit")
    assert IndicatorValue.objects.count() == 2
