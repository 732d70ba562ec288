"""A decree table links old units to new ones; every problem is told at once; a decree outranks overlays."""

from __future__ import annotations

import openpyxl
import pytest
from django.core.management.base import CommandError

from layers.models import ImportBatch, Succession
from layers.succession.decree import stage
from layers.succession.overlaying import overlay, store
from tests.importing.files import every_count, run, write_table

HEADINGS = ("mã cũ", "mã mới", "phạm vi", "tỷ lệ diện tích", "tỷ lệ dân số")
ROWS = [
    ("751", "A", "toàn bộ", "", ""),
    ("753", "A", "toàn bộ", "", ""),
    ("752", "B", "một phần", "", "70%"),
    ("752", "C", "một phần", "", "30%"),
    ("754", "B", "", "0,25", ""),
    ("754", "C", "", "0,75", ""),
]


def bring(path, *more):
    return run("import_succession", path, "--old-set", "Cũ", "--new-set", "Mới", *more)


def shares():
    rows = Succession.objects.values_list(
        "old_unit__code", "new_unit__code", "area_share", "population_share"
    )
    return {(old, new): (area, people) for old, new, area, people in rows}


def test_shares_come_from_the_table_or_from_the_ground(tmp_path, new_set):
    path = write_table(tmp_path / "decree.csv", ROWS, HEADINGS)
    before = every_count()
    assert "Chạy thử" in bring(path)
    assert every_count() == before
    said = bring(path, "--commit")
    assert "nhập toàn bộ: 2" in said and "chuyển một phần: 4" in said
    stored = shares()
    assert stored["751", "A"] == (1.0, None)
    assert stored["752", "B"] == (pytest.approx(0.4, rel=1e-3), pytest.approx(0.7))
    assert stored["754", "B"] == (0.25, None)
    for old in ("751", "752", "753", "754"):
        assert sum(area for (of, _new), (area, _p) in stored.items() if of == old) == pytest.approx(1)
    assert set(Succession.objects.values_list("known_by", flat=True)) == {"decree"}
    assert ImportBatch.objects.get(layer="successions").successions.count() == 6
    before = every_count()
    assert "đã được nhập" in bring(path, "--commit")
    assert every_count() == before


def test_a_workbook_is_read_alike(tmp_path, new_set):
    book = openpyxl.Workbook()
    for row in [HEADINGS, *ROWS]:
        book.active.append(row)
    book.save(tmp_path / "decree.xlsx")
    bring(tmp_path / "decree.xlsx", "--commit")
    assert len(shares()) == 6


def test_every_problem_is_listed(tmp_path, old_set, new_set):
    rows = [
        ("999", "A", "", "", ""),
        ("751", "Z", "", "", ""),
        ("752", "B", "toàn bộ", "", ""),
        ("752", "C", "một phần", "1,5", ""),
        ("752", "C", "", "-0,1", ""),
        ("753", "A", "nửa vời", "", ""),
        ("754", "B", "một phần", "abc", ""),
    ]
    staged = stage(write_table(tmp_path / "bad.csv", rows, HEADINGS), old_set, new_set)
    assert [(f.row, f.code) for f in staged.findings] == [
        (2, "code_unknown"),
        (3, "code_unknown"),
        (4, "whole_and_divided"),
        (5, "share_out_of_range"),
        (6, "share_out_of_range"),
        (6, "pair_repeated"),
        (7, "extent_unknown"),
        (8, "share_out_of_range"),
        (8, "part_alone"),
    ]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([("752", "B", "", "0,5", ""), ("752", "C", "", "0,3", "")], "shares_do_not_add_up"),
        ([("751", "A", "", "", ""), ("751", "C", "", "", "")], "no_common_ground"),
        ([("751", "A", "", "0,6", "")], "shares_do_not_add_up"),
    ],
)
def test_shares_that_cannot_be_are_refused(tmp_path, old_set, new_set, rows, code):
    staged = stage(write_table(tmp_path / "bad.csv", rows, HEADINGS), old_set, new_set)
    assert code in {f.code for f in staged.findings}
    before = every_count()
    with pytest.raises(CommandError):
        bring(tmp_path / "bad.csv", "--commit")
    assert every_count() == before


def test_a_missing_column_or_set_is_one_sentence(tmp_path, new_set):
    path = write_table(tmp_path / "d.csv", [("751", "x")], ("mã cũ", "ghi chú"))
    with pytest.raises(CommandError):
        bring(path)
    with pytest.raises(CommandError, match="Không có bộ ranh giới"):
        run("import_succession", path, "--old-set", "Không", "--new-set", "Mới")
    with pytest.raises(CommandError, match="khác nhau"):
        run("import_succession", path, "--old-set", "Cũ", "--new-set", "Cũ")
    with pytest.raises(CommandError, match="--overlay"):
        run("import_succession", "--old-set", "Cũ", "--new-set", "Mới")


def test_an_overlay_fills_in_what_the_decree_leaves_open(tmp_path, old_set, new_set):
    bring(write_table(tmp_path / "d.csv", ROWS[2:4], HEADINGS), "--commit")
    said = run("import_succession", "--overlay", "--old-set", "Cũ", "--new-set", "Mới", "--commit")
    assert "Đã lưu 4 liên kết" in said
    stored = Succession.objects.order_by("old_unit__code", "new_unit__code")
    assert [(s.old_unit.code, s.new_unit.code, s.known_by) for s in stored] == [
        ("751", "A", "overlay"),
        ("752", "B", "decree"),
        ("752", "C", "decree"),
        ("753", "A", "overlay"),
        ("754", "B", "overlay"),
        ("754", "C", "overlay"),
    ]
    bring(write_table(tmp_path / "e.csv", ROWS[4:], HEADINGS), "--commit")
    assert shares()["754", "B"] == (0.25, None)
    assert store(overlay(old_set, new_set)) == 2


@pytest.mark.parametrize(("share", "width"), [(0.5, None), (-0.1, None), (0.01, -1), (0.01, 1001)])
def test_senseless_thresholds_are_refused(old_set, new_set, share, width):
    from layers.importing.refusing import ImportRefused

    with pytest.raises(ImportRefused, match="Ngưỡng"):
        overlay(old_set, new_set, share, width)
