"""The Excel form: what is filled in comes back exactly, every problem is told, nothing is stored twice."""

from __future__ import annotations

import datetime
import io

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied

from gis_app.plans.models import PlanVersion
from gis_app.transformation.models import PlanYear, TargetResult
from gis_app.transformation.refusing import RefusedError
from gis_app.transformation.targets.entering import EntriesRefusedError
from gis_app.transformation.targets.progress import progress_of
from gis_app.transformation.targets.workbook.importing import commit, preview_token, stage
from gis_app.transformation.targets.workbook.template import (
    COLUMNS,
    DAY_CELL,
    FIRST_ROW,
    HEADING_ROW,
    SOURCE_CELL,
    write_template,
)

pytestmark = pytest.mark.django_db
Day = datetime.date
TODAY = Day(2026, 11, 22)
LETTERS = dict(zip(COLUMNS, "ABCDEFGHIJKL", strict=True))


@pytest.fixture
def book(year):
    """The template of the area, as openpyxl opens it, with day and source filled in."""
    sent = write_template(year.area.plan_year, [progress_of(year.area, TODAY)], TODAY)
    workbook = openpyxl.load_workbook(io.BytesIO(sent))
    sheet = workbook.worksheets[0]
    sheet[DAY_CELL], sheet[SOURCE_CELL] = Day(2026, 9, 30), "Công an xã"
    return workbook


def row_of(book, target: str) -> int:
    sheet = book.worksheets[0]
    return next(r for r in range(FIRST_ROW, sheet.max_row + 1) if sheet.cell(r, 3).value == target)


def fill(book, target: str, **cells) -> None:
    for key, value in cells.items():
        book.worksheets[0][f"{LETTERS[key]}{row_of(book, target)}"] = value


def sent(book) -> io.BytesIO:
    buffer = io.BytesIO()
    book.save(buffer)
    buffer.seek(0)
    return buffer


def staged(year, book, account=None):
    return stage(sent(book), year.area.plan_year, account or year.officer)


def store(year, book) -> int:
    token = preview_token(staged(year, book), year.area.plan_year, year.officer)
    return commit(token, year.area.plan_year, year.officer)


def codes(found) -> list[tuple[str, str]]:
    return [(problem.column, problem.code) for problem in found.problems]


def test_the_template_locks_all_but_the_figures(year, book):
    sheet = book.worksheets[0]
    assert sheet.protection.sheet
    row = row_of(book, "T2")
    open_cells = {key for key in COLUMNS if not sheet[f"{LETTERS[key]}{row}"].protection.locked}
    assert open_cells == {"numerator", "denominator", "as_of", "source", "document_number", "document_date"}
    assert sheet[f"{LETTERS['denominator']}{row_of(book, 'T1')}"].protection.locked
    assert book["_diaban"].sheet_state == "veryHidden"


def test_figures_come_back_as_they_are(year, book):
    fill(book, "T1", numerator=0)
    fill(book, "T2", numerator=42, denominator=50, source="Báo cáo quý III")
    fill(book, "T3", numerator="Không phát sinh")
    fill(book, "T4", numerator="12,5", denominator="25")
    fill(book, "T6", numerator="đạt", document_number="9/BC", document_date=Day(2026, 9, 30))
    found = staged(year, book)
    assert not found.refused
    assert (len(found.changes), found.empty, found.unchanged) == (5, 4, 0)
    assert not TargetResult.objects.exists()
    assert store(year, book) == 5
    stored = {r.target: (r.state, r.numerator, r.denominator, r.source) for r in TargetResult.objects.all()}
    assert stored == {
        "T1": ("measured", 0, None, "Công an xã"),
        "T2": ("measured", 42, 50, "Báo cáo quý III"),
        "T3": ("nothing_arose", None, None, "Công an xã"),
        "T4": ("measured", 12.5, 25, "Công an xã"),
        "T6": ("assessed_met", None, None, "Công an xã"),
    }


def test_the_same_workbook_twice_changes_nothing(year, book):
    fill(book, "T2", numerator=42, denominator=50)
    assert store(year, book) == 1
    year.say("T2", 45, 50)
    again = staged(year, book)
    assert (again.changes, again.unchanged) == ([], 1)
    assert TargetResult.objects.count() == 2


def test_every_problem_is_told_at_once_and_nothing_is_taken(year, book):
    fill(book, "T1", numerator=-1)
    fill(book, "T2", numerator=51, denominator=50)
    fill(book, "T3", numerator=1, denominator=0)
    fill(book, "T4", numerator="=1+1", denominator=5)
    fill(book, "T5", numerator="1.250", denominator=5000, as_of="31/02/2026")
    fill(book, "T6", numerator="tốt")
    fill(book, "T7", numerator=1.5)
    fill(book, "T8", numerator=1, denominator=2, as_of=Day(2026, 12, 1), source="Nguyễn Văn An")
    found = staged(year, book)
    assert found.refused
    assert [code for _column, code in codes(found)] == [
        "amount_negative",
        "above_whole",
        "denominator_zero",
        "cell_formula",
        "day_unreadable",
        "assessment_unknown",
        "whole_number",
        "day_in_future",
        "person",
    ]
    assert codes(found)[0] == ("F", "amount_negative")
    assert found.problems[0].row == row_of(book, "T1")
    assert all(problem.sentence().endswith(".") for problem in found.problems)


def test_a_workbook_of_another_year_plan_or_version(year, book):
    plan = year.area.plan_year.plan
    other = PlanYear.objects.create(plan=plan, year=2027, version=plan.current)
    with pytest.raises(RefusedError, match="lập cho năm 2026, không phải năm 2027"):
        stage(sent(book), other, year.planner)
    new = PlanVersion.objects.create(
        plan=plan, number=plan.current.number + 1, record=plan.current.record, sha256="0" * 64
    )
    year.area.plan_year.version = new
    with pytest.raises(RefusedError, match="phiên bản"):
        staged(year, book)
    year.area.plan_year.plan_id = "brvt-94-2017"
    with pytest.raises(RefusedError, match="lập cho kế hoạch dongnai-7488-2017, không phải brvt-94-2017"):
        staged(year, book)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a workbook", b"ma,ten\n1,2\n"])
def test_what_is_no_workbook(year, content):
    with pytest.raises(RefusedError, match="Không đọc được bảng tính"):
        stage(io.BytesIO(content), year.area.plan_year, year.officer)


def test_a_workbook_that_the_program_did_not_give(year):
    with pytest.raises(RefusedError, match="không phải mẫu chỉ tiêu"):
        staged(year, openpyxl.Workbook())


def test_a_hidden_sheet_that_was_changed(year, book):
    book["_diaban"]["B4"] = "2027"
    with pytest.raises(RefusedError, match="trang ẩn đã bị sửa"):
        staged(year, book)


def test_a_lost_column_is_named(year, book):
    book.worksheets[0].cell(HEADING_ROW, 7).value = None
    with pytest.raises(RefusedError, match="thiếu cột “Mẫu số”"):
        staged(year, book)


def test_lost_strange_and_doubled_rows_are_told(year, book):
    fill(book, "T2", numerator=42, denominator=50)
    sheet = book.worksheets[0]
    sheet.cell(row_of(book, "T4"), 3).value = "T2"
    sheet.cell(row_of(book, "T5"), 1).value = "99999"
    found = staged(year, book)
    told = sorted(code for _column, code in codes(found))
    assert told == ["row_lost", "row_lost", "row_twice", "row_unknown"]
    assert found.refused


def test_a_lost_row_alone_keeps_nothing_out(year, book):
    fill(book, "T2", numerator=42, denominator=50)
    book.worksheets[0].delete_rows(row_of(book, "T8"))
    found = staged(year, book)
    assert [code for _column, code in codes(found)] == ["row_lost"]
    assert not found.refused
    assert store(year, book) == 1


def test_a_sorted_sheet_is_read_by_its_rows(year, book):
    fill(book, "T2", numerator=42, denominator=50)
    sheet = book.worksheets[0]
    first, second = row_of(book, "T1"), row_of(book, "T2")
    for column in range(1, 13):
        one, other = sheet.cell(first, column), sheet.cell(second, column)
        one.value, other.value = other.value, one.value
    assert store(year, book) == 1
    assert TargetResult.objects.get().target == "T2"


def test_older_figures_do_not_replace_newer_ones(year, book):
    year.say("T2", 45, 50, as_of=Day(2026, 10, 31), confirmed=False)
    fill(book, "T2", numerator=42, denominator=50)
    assert codes(staged(year, book)) == [("H", "day_before_newest")]


def test_somebody_was_quicker_between_preview_and_storing(year, book):
    fill(book, "T2", numerator=42, denominator=50)
    fill(book, "T4", numerator=5, denominator=5)
    token = preview_token(staged(year, book), year.area.plan_year, year.officer)
    year.say("T2", 45, 50)
    with pytest.raises(EntriesRefusedError, match="45/50"):
        commit(token, year.area.plan_year, year.officer)
    assert TargetResult.objects.get().numerator == 45


def test_a_preview_is_of_one_account(year, book):
    fill(book, "T2", numerator=42, denominator=50)
    token = preview_token(staged(year, book), year.area.plan_year, year.officer)
    for account, given in ((year.planner, token), (year.officer, token + "x"), (year.officer, "")):
        with pytest.raises(RefusedError, match="không còn dùng được"):
            commit(given, year.area.plan_year, account)


def test_an_area_out_of_reach_or_closed_is_told(year, book):
    fill(book, "T2", numerator=42, denominator=50)
    year.officer.units.set([year.cycle.communes[1]])
    year.officer.__dict__.pop("_scope", None)  # kept for one request
    assert codes(staged(year, book)) == [("A", "area_out_of_reach")]
    year.cycle.decide("recognise", year.area, on=Day(2026, 11, 20))
    found = staged(year, book, year.planner)
    assert codes(found) == [("A", "area_closed")]
    assert "đã kết thúc" in found.problems[0].sentence()


def test_who_may_not(year, book):
    for account in (year.secretary, year.cycle.people.colleague):
        with pytest.raises(PermissionDenied):
            staged(year, book, account)
