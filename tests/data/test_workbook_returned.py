"""A workbook comes back as it was, with a column of problems; its refused rows alone go through, mended."""

from __future__ import annotations

import datetime
import io
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.properties import CalcProperties

from gis_app.data import returning_workbook
from gis_app.data.models import ImportJob
from layers.importing.opening import PROBLEM_COLUMN
from layers.models import Incident
from tests.data.conftest import describe, upload, work
from tests.importing.files import HEADINGS

pytestmark = pytest.mark.django_db
State = ImportJob.State
GREEN = "FF00B050"
#: Title, an empty row, then the heading.
HEADING_ROW = 3


def workbook(path: Path, rows: list[tuple[object, ...]]) -> bytes:
    """Make an office table: a merged title, a coloured heading, formats, a note, a second hidden sheet."""
    book = Workbook()
    book.calculation = CalcProperties(fullCalcOnLoad=False)
    sheet = book.active
    sheet.title = "Vụ việc"
    sheet.append(["Bảng thống kê vụ việc năm 2026"])
    sheet.append([])
    sheet.append([*HEADINGS, "ghi_chu"])
    for row in rows:
        sheet.append(list(row))
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(HEADINGS) + 1)
    for cell in sheet[HEADING_ROW]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor=GREEN)
    for row in sheet.iter_rows(min_row=HEADING_ROW + 1, min_col=3, max_col=3):
        row[0].number_format = "dd/mm/yyyy hh:mm"
    for (cell,) in sheet.iter_rows(min_row=HEADING_ROW + 1, min_col=8, max_col=8):
        cell.data_type = "s"
    sheet.row_dimensions[HEADING_ROW + 2].height = 40
    sheet.column_dimensions["A"].width = 33
    sheet.freeze_panes = "A4"
    other = book.create_sheet("Danh mục")
    other["A1"], other.sheet_state = "traffic_crash", "hidden"
    book.save(path)
    return path.read_bytes()


def june(day: int, year: int = 2026) -> datetime.datetime:
    return datetime.datetime(year, 6, day, 8, 30)  # noqa: DTZ001 (a cell of Excel has no zone)


def case(ref: str, year: int = 2026, lon: float = 107.05, note: str = "") -> tuple[object, ...]:
    return (ref, "traffic_crash", june(15, year), lon, 11.05, 1, 0, note)


@pytest.fixture
def sent(people, signed_in, tmp_path):
    """Upload and check an office table; rows 2 and 3 are wrong."""
    rows = [
        case("A1", note="giữ nguyên"),
        case("L1", year=2062, note="=cmd|' /C calc'!A0"),
        case("L2", year=2063),
        case("A2", lon=107.15),
    ]
    client = signed_in(people.owner)
    upload(client, workbook(tmp_path / "bang.xlsx", rows), "bang.xlsx")
    job = ImportJob.objects.latest("pk")
    describe(client, job)
    work()
    job.refresh_from_db()
    return client, job


def opened(answer):
    return load_workbook(io.BytesIO(b"".join(answer.streaming_content)))


def test_the_whole_workbook_keeps_values_formats_and_merged_cells(sent):
    client, job = sent
    assert (job.rows_read, job.rows_refused) == (4, 2)
    book = opened(client.get(f"/data/import/{job.pk}/rows/all.xlsx"))
    assert [(s.title, s.sheet_state) for s in book] == [("Vụ việc", "visible"), ("Danh mục", "hidden")]
    sheet = book["Vụ việc"]
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A1:H1"]
    assert sheet["A1"].value == "Bảng thống kê vụ việc năm 2026"
    assert sheet["A3"].fill.fgColor.rgb == GREEN
    assert sheet["C4"].value == june(15)
    assert sheet["C4"].number_format == "dd/mm/yyyy hh:mm"
    assert (sheet.row_dimensions[5].height, sheet.column_dimensions["A"].width) == (40, 33)
    assert sheet.freeze_panes == "A4"
    assert sheet["I3"].value == PROBLEM_COLUMN
    assert [bool(sheet.cell(row, 9).value) for row in (4, 5, 6, 7)] == [False, True, True, False]
    assert "2062" in sheet["I5"].value
    coloured = [cell.coordinate for cell in sheet[5] if cell.fill.fgColor.rgb == "00FBEAE7"]
    assert coloured == ["C5", "I5"]


def test_text_that_looks_like_a_formula_stays_text(sent):
    client, job = sent
    for which in ("all", "refused"):
        sheet = opened(client.get(f"/data/import/{job.pk}/rows/{which}.xlsx"))["Vụ việc"]
        (cell,) = (c for row in sheet.iter_rows() for c in row if str(c.value).startswith("=cmd"))
        assert cell.data_type == "s"


def test_what_the_program_writes_is_never_a_formula(tmp_path):
    path = tmp_path / "x.xlsx"
    workbook(path, [case("A1")])
    book = returning_workbook.read_whole(path)
    wrong = returning_workbook.RowProblems()
    wrong.add("ref", "=1+1\x07 không phải số hiệu.", refuses=True)
    layout = returning_workbook.Layout("Vụ việc", 3, 4, {name: i for i, name in enumerate(HEADINGS, start=1)})
    returning_workbook.add_problems(book, layout, {4: wrong})
    book.save(path)
    (said,) = (c for c in load_workbook(path)["Vụ việc"][4] if str(c.value).startswith("=1"))
    assert (said.data_type, said.value) == ("s", "=1+1 không phải số hiệu.")


def test_a_formula_comes_back_as_the_value_it_had(tmp_path):
    import xlsxwriter

    path = tmp_path / "f.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("S")
        sheet.write_row(0, 0, ["ref", "deaths"])
        sheet.write_formula(1, 0, '="A"&"1"', None, "A1")
        sheet.write_formula(1, 1, "=1+1", None, 2)
    made = returning_workbook.read_whole(path)
    returning_workbook.add_problems(made, returning_workbook.Layout("S", 1, 2, {"ref": 1, "deaths": 2}), {})
    made.save(path)
    back = load_workbook(path)["S"]
    assert [(cell.value, cell.data_type) for cell in back[2]][:2] == [("A1", "s"), (2, "n")]


def test_refused_rows_alone_are_mended_and_go_through(sent):
    client, job = sent
    client.post(f"/data/import/{job.pk}/problems/", {"skip_refused": "1"})
    work()
    book = opened(client.get(f"/data/import/{job.pk}/rows/refused.xlsx"))
    sheet = book["Vụ việc"]
    assert sheet["A1"].value == "Bảng thống kê vụ việc năm 2026"
    assert [sheet.cell(row, 1).value for row in range(3, sheet.max_row + 1)] == ["ref", "L1", "L2"]
    assert sheet["C4"].number_format == "dd/mm/yyyy hh:mm"
    assert sheet.row_dimensions[4].height == 40

    sheet["C4"] = june(16)
    sheet["C5"] = "vẫn sai"
    again = _send(client, book)
    assert (again.rows_read, again.rows_refused) == (2, 1)
    book = opened(client.get(f"/data/import/{again.pk}/rows/all.xlsx"))
    sheet = book["Vụ việc"]
    assert [cell.value for cell in sheet[3]].count(PROBLEM_COLUMN) == 1
    assert [bool(sheet.cell(row, 9).value) for row in (4, 5)] == [False, True]

    sheet["C5"] = june(17)
    last = _send(client, book)
    assert last.rows_refused == 0
    client.post(f"/data/import/{last.pk}/problems/")
    work()
    assert set(Incident.objects.values_list("ref", flat=True)) == {"A1", "A2", "L1", "L2"}


def _send(client, book) -> ImportJob:
    stream = io.BytesIO()
    book.save(stream)
    upload(client, stream.getvalue(), "sua.xlsx")
    job = ImportJob.objects.latest("pk")
    describe(client, job)
    work()
    job.refresh_from_db()
    return job


def test_a_workbook_that_is_too_large_comes_back_as_a_plain_table_and_the_page_says_so(sent, monkeypatch):
    client, job = sent
    assert "không giữ định dạng" not in client.get(f"/data/import/{job.pk}/problems/").content.decode()
    monkeypatch.setattr(returning_workbook, "MOST_UNPACKED", 1000)
    assert "không giữ định dạng" in client.get(f"/data/import/{job.pk}/problems/").content.decode()
    sheet = opened(client.get(f"/data/import/{job.pk}/rows/refused.xlsx")).active
    assert [cell.value for cell in sheet["A"]] == ["ref", "L1", "L2"]
    assert sheet["H2"].data_type == "s"
