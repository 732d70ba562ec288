"""Figures per commune: unknown is not zero, and a figure is never guessed."""

from __future__ import annotations

import openpyxl
import pytest
from django.core.management.base import CommandError

from layers.models import ImportBatch, IndicatorValue
from tests.importing.files import commune, every_count, load_communes, run, write_layer, write_table

pytestmark = pytest.mark.django_db

HEADINGS = ("commune", "indicator", "period", "value", "source", "as_of")


def figure(
    code="751", indicator="population", period="2025", value="100", source="Thống kê", as_of="31/12/2025"
):
    return (code, indicator, period, value, source, as_of)


def load(path, *more: str) -> str:
    return run("import_indicators", path, "--commit", *more)


def values() -> dict[str, float | None]:
    return dict(IndicatorValue.objects.values_list("unit__code", "value"))


def test_unknown_is_stored_as_unknown_and_zero_as_zero(tmp_path, communes):
    rows = [figure("751", value=""), figure("752", value="Không có số liệu"), figure("753", value="-")]
    load(write_table(tmp_path / "v.csv", [*rows, figure("754", value="0")], HEADINGS))
    assert values() == {"751": None, "752": None, "753": None, "754": 0}


def test_a_workbook_with_vietnamese_headings(tmp_path, communes):
    workbook = openpyxl.Workbook()
    workbook.active.append(["Mã xã", "Chỉ tiêu", "Kỳ", "Giá trị", "Nguồn", "Đến ngày"])
    workbook.active.append([751, "population", 2025, 12345, "Thống kê", "31/12/2025"])
    workbook.active.append(["752", "population", "2025-Q4", None, "Thống kê", "31/12/2025"])
    workbook.save(tmp_path / "v.xlsx")
    load(tmp_path / "v.xlsx")
    assert values() == {"751": 12345, "752": None}


def test_the_commune_is_the_one_in_force_on_the_cut_off_date(tmp_path, communes):
    old = write_layer(tmp_path / "old.geojson", [commune("751", 105.0, 10.0)])
    load_communes(old, "2010-01-01", "--valid-to", "2025-07-01")
    rows = [figure(as_of="31/12/2024", period="2024", value="1"), figure(value="2")]
    load(write_table(tmp_path / "v.csv", rows, HEADINGS))
    found = IndicatorValue.objects.order_by("value").values_list(
        "unit__boundary_set__valid_from__year", flat=True
    )
    assert list(found) == [2010, 2025]


def test_figures_restated_for_later_communes(tmp_path, communes):
    path = write_table(tmp_path / "v.csv", [figure(as_of="31/12/2024", period="2024")], HEADINGS)
    with pytest.raises(CommandError, match="Không có xã, phường mã “751”"):
        load(path)
    load(path, "--communes-on", "2026-01-01")
    assert values() == {"751": 100}


def test_every_bad_figure_is_told_and_nothing_is_stored(tmp_path, communes):
    rows = [
        figure("999"),
        figure(indicator="lạ"),
        figure("752", value="-5"),
        figure("753", value="nhiều"),
        figure("754", value="12.345"),
        figure(period="tháng trước"),
        figure(as_of="31/12/2999"),
        figure(),
        figure(value="101"),
    ]
    path = write_table(tmp_path / "v.csv", rows, HEADINGS)
    before = every_count()
    with pytest.raises(CommandError, match="8 dòng bị từ chối"):
        load(path, "--problems", str(tmp_path / "p.xlsx"))
    assert every_count() == before
    sheet = openpyxl.load_workbook(tmp_path / "p.xlsx").active
    assert [(row[0], row[2]) for row in sheet.iter_rows(min_row=2, values_only=True)] == [
        (2, "commune_unknown"),
        (3, "indicator_unknown"),
        (4, "value_unreadable"),
        (5, "value_unreadable"),
        (6, "value_ambiguous"),
        (7, "period_unknown"),
        (8, "date_in_future"),
        (10, "value_repeated"),
    ]


def test_the_same_figures_again_change_nothing(tmp_path, communes):
    path = write_table(tmp_path / "v.csv", [figure(), figure("752", value="")], HEADINGS)
    load(path)
    before = every_count()
    assert "đã được nhập" in load(path)
    assert every_count() == before
    said = load(write_table(tmp_path / "w.csv", [figure(), figure("752", value=""), figure("753")], HEADINGS))
    assert "Đã lưu 1 dòng; trùng 2" in said


def test_a_later_cut_off_replaces_and_a_contradiction_is_refused(tmp_path, communes):
    load(write_table(tmp_path / "v.csv", [figure(value="")], HEADINGS))
    load(write_table(tmp_path / "w.csv", [figure(value="120", as_of="31/03/2026")], HEADINGS))
    assert values() == {"751": 120}
    with pytest.raises(CommandError, match="Đã có số liệu khác"):
        load(write_table(tmp_path / "x.csv", [figure(value="130", as_of="31/03/2026")], HEADINGS))
    load(write_table(tmp_path / "y.csv", [figure(value="90", as_of="30/11/2025")], HEADINGS))
    assert values() == {"751": 120}
    assert ImportBatch.objects.filter(layer="indicators").count() == 3


@pytest.mark.parametrize("name", ["v.csv", "v.xlsx"])
def test_a_damaged_or_empty_table(tmp_path, communes, name):
    (tmp_path / name).write_bytes(b"")
    before = every_count()
    with pytest.raises(CommandError):
        load(tmp_path / name)
    assert every_count() == before


def test_a_height_may_be_below_zero_and_a_count_may_not(tmp_path, communes):
    low = figure(indicator="elevation_lowest", value="-2,5")
    load(write_table(tmp_path / "low.csv", [low], HEADINGS))
    assert values() == {"751": -2.5}
    with pytest.raises(CommandError, match="-5"):
        load(write_table(tmp_path / "less.csv", [figure(value="-5")], HEADINGS))
    assert values() == {"751": -2.5}
