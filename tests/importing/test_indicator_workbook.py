"""The workbook for a plan's figures: given out, filled in, read back, refused where it is not the same."""

from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import pytest
from django.core.management.base import CommandError

from gis_app.data.indicator_giving import write_template
from gis_app.plans.models import Plan
from layers.importing.indicator_workbook import is_workbook, stage_workbook
from layers.models import Indicator, IndicatorValue
from tests.importing.files import every_count, run

pytestmark = pytest.mark.django_db
PLAN = "dongnai-7488-2017"


@pytest.fixture
def template(people, tmp_path) -> Path:
    path = tmp_path / "mau.xlsx"
    run("indicator_template", "--plan", PLAN, "--period", "2026", "--out", path)
    return path


def fill(path: Path, cells: dict[str, object], head: bool = True) -> Path:
    """Write cells into the first sheet, and the source and day as an office would."""
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.worksheets[0]
    if head:
        sheet["B2"], sheet["B3"] = "Công an tỉnh", datetime.date(2026, 6, 30)
    for address, value in cells.items():
        sheet[address] = value
    workbook.save(path)
    return path


def load(path: Path, *more: str) -> str:
    return run("import_indicators", path, "--commit", *more)


def test_the_template_has_the_plans_communes_and_figures(people, template):
    workbook = openpyxl.load_workbook(template)
    sheet = workbook.worksheets[0]
    assert [sheet.cell(row, 1).value for row in range(5, 9)] == ["75001", "75002", "75003", "75004"]
    headings = [cell.value for cell in sheet[4]]
    assert headings[:3] == ["Mã xã", "Xã, phường", "Dân số thường trú (người)"]
    # Four for every plan and the 18 counts of groups a to c, the one only Đồng Nai has among them.
    assert len(headings) == 2 + 4 + 18
    assert "Số đối tượng tù tha có biểu hiện hoạt động phạm tội (người)" in headings
    assert sheet.protection.sheet
    assert sheet["C4"].protection.locked
    assert not sheet["C5"].protection.locked
    assert workbook["_diaban"].sheet_state == "veryHidden"
    assert any("C5>=0,C5=INT(C5)" in rule.formula1 for rule in sheet.data_validations.dataValidation)


def test_the_other_plan_counts_the_same_under_the_same_keys(people, tmp_path):
    versions = [Plan.objects.get(pk=pk).current for pk in (PLAN, "brvt-94-2017")]
    first, second = ({c.get("key") for c in v.record["criteria"] if c["group"] in "abc"} for v in versions)
    assert first - second == {"a.released_prisoners"}
    assert second < first
    assert first <= set(Indicator.objects.values_list("pk", flat=True))


def test_a_number_zero_nothing_and_unknown_are_four_things(people, template):
    fill(template, {"C5": 12000, "D5": 0, "C6": "không phát sinh", "D6": "Không có số liệu"})
    said = load(template, "--plan", PLAN, "--period", "2026")
    assert "Đã lưu 4 dòng" in said
    stored = {(v.unit.code, v.indicator_id): v.value for v in IndicatorValue.objects.select_related("unit")}
    assert stored == {
        ("75001", "population"): 12000,
        ("75001", "households"): 0,
        ("75002", "population"): 0,
        ("75002", "households"): None,
    }
    value = IndicatorValue.objects.first()
    assert (value.source, value.period, value.as_of) == ("Công an tỉnh", "2026", datetime.date(2026, 6, 30))


def test_an_empty_cell_leaves_a_known_figure(people, template, tmp_path):
    load(fill(template, {"C5": 12000}))
    later = tmp_path / "later.xlsx"
    run("indicator_template", "--plan", PLAN, "--period", "2026", "--out", later)
    load(fill(later, {"C6": 5, "B3": datetime.date(2026, 7, 31)}))
    assert IndicatorValue.objects.get(unit__code="75001").value == 12000


def test_all_problems_of_all_cells_at_once(people, template):
    cells = {"C5": -1, "D5": 1.5, "E6": "nhiều", "F7": "=1+1", "G8": True}
    staged = stage_workbook(fill(template, cells | {"B2": None}))
    assert {finding.column for finding in staged.findings} == {*cells, "B2"}
    before = every_count()
    with pytest.raises(CommandError, match=r"dòng bị từ chối"):
        load(template)
    assert every_count() == before


def test_an_area_may_have_decimals(people, template):
    sheet = openpyxl.load_workbook(template).worksheets[0]
    column = next(cell.column_letter for cell in sheet[4] if "(m²)" in str(cell.value))
    load(fill(template, {f"{column}5": 12.5}))
    assert IndicatorValue.objects.get().indicator_id == "b.drug_crops"


def test_the_same_workbook_twice_changes_nothing(people, template):
    load(fill(template, {"C5": 5}))
    before = every_count()
    assert "đã được nhập" in load(template)
    assert every_count() == before


def test_another_value_for_the_same_day_is_refused_at_its_cell(people, template):
    load(fill(template, {"C5": 5, "C6": 6}))
    staged = stage_workbook(fill(template, {"C5": 5, "C6": 7}))
    assert [finding.column for finding in staged.findings] == ["C6"]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (("--plan", "brvt-94-2017"), "được lập cho kế hoạch dongnai-7488-2017"),
        (("--period", "2025"), "được lập cho kỳ 2026"),
    ],
)
def test_a_workbook_of_another_plan_or_period_is_refused(people, template, more, sentence):
    fill(template, {"C5": 5})
    with pytest.raises(CommandError, match=sentence):
        load(template, *more)
    assert not IndicatorValue.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"A5": "75002"},
        {"A9": "75005"},
        {"D4": "Số hộ"},
        {"C4": "Số hộ dân (hộ)", "D4": "Dân số thường trú (người)"},
    ],
)
def test_a_changed_structure_is_refused(people, template, change):
    fill(template, {"C5": 5} | change)
    with pytest.raises(CommandError, match="đã bị sửa"):
        load(template)


def test_a_changed_hidden_sheet_is_refused(people, template):
    workbook = openpyxl.load_workbook(fill(template, {"C5": 5}))
    workbook["_diaban"]["B3"] = "2025"
    workbook.save(template)
    with pytest.raises(CommandError, match="đã bị sửa"):
        load(template)


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"B3": None}, "Thiếu ngày"),
        ({"B3": datetime.date(2199, 1, 1)}, "ngày ở tương lai"),
        ({"B3": "hôm qua"}, "Thiếu ngày"),
        ({"B2": "chị Lan 0912345678"}, "chỉ ghi tên cơ quan"),
        ({"C5": None}, "chưa có số liệu nào"),
    ],
)
def test_what_is_missing_is_told(people, template, cells, sentence):
    fill(template, {"C5": 5} | cells)
    before = every_count()
    with pytest.raises(CommandError, match=sentence):
        load(template)
    assert every_count() == before


def test_a_damaged_file_is_no_template_and_no_traceback(people, template, tmp_path):
    cut = tmp_path / "cut.xlsx"
    cut.write_bytes(template.read_bytes()[:2000])
    assert not is_workbook(cut)
    with pytest.raises(CommandError):
        load(cut)
    with pytest.raises(CommandError, match="không phải bảng mẫu"):
        load(cut, "--plan", PLAN)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--plan", "khác", "--period", "2026"), "các kế hoạch"),
        (("--plan", PLAN, "--period", "năm nay"), "không đúng dạng"),
    ],
)
def test_bad_choices_of_a_template(people, tmp_path, arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        run("indicator_template", *arguments, "--out", tmp_path / "x.xlsx")


def test_a_closed_folder_is_told(people, tmp_path):
    with pytest.raises(CommandError, match="Không ghi được"):
        run("indicator_template", "--plan", PLAN, "--period", "2026", "--out", tmp_path / "no" / "x.xlsx")


def test_an_account_gets_only_its_own_communes(people, tmp_path):
    version = Plan.objects.get(pk=PLAN).current
    people.owner.units.set(people.home_communes[:1])
    made = write_template(tmp_path / "x.xlsx", version, "2026", people.owner)
    assert made.communes == ("75001",)
