"""Each bad file: one clear sentence, a failing exit, and the database as it was."""

from __future__ import annotations

import pytest
from django.core.management.base import CommandError

from tests.importing.files import (
    commune,
    every_count,
    incident,
    run,
    write_layer,
    write_table,
)

pytestmark = pytest.mark.django_db

BOUNDARIES = ("--level", "commune", "--valid-from", "2026-01-01", "--commit")
INCIDENTS = ("--source", "sổ", "--commit")
PERSONS = ("ref", "category", "occurred_at", "lon", "lat", "ghi chú")


def unreadable(folder):
    path = folder / "damaged.gpkg"
    path.write_bytes(b"SQLite format 3\x00" + b"\x00" * 64)
    return path


def empty(folder):
    (folder / "empty.csv").write_bytes(b"")
    return folder / "empty.csv"


def metres_that_are_degrees(folder):
    return write_layer(folder / "degrees.geojson", [commune("1", 107.0, 11.0)])


def without_geometry(folder):
    return write_table(folder / "table.csv", [("1", "Xã Một")], ("code", "full_name"))


def bow_tie(folder):
    ring = [[107, 11], [107.1, 11.1], [107.1, 11], [107, 11.1], [107, 11]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    return write_layer(folder / "bow.geojson", [(shape, {"code": "1", "full_name": "Xã Một"})])


def same_code_twice(folder):
    return write_layer(folder / "twice.geojson", [commune("1", 107.0, 11.0), commune("1", 107.1, 11.0)])


@pytest.mark.parametrize(
    ("make", "options", "sentence"),
    [
        (lambda folder: folder / "nowhere.gpkg", (), "Không tìm thấy tệp"),
        (unreadable, (), "bị hỏng"),
        (empty, (), "rỗng"),
        (without_geometry, (), "không có dữ liệu hình học"),
        (metres_that_are_degrees, ("--crs", "EPSG:9210"), "trông như độ"),
        (metres_that_are_degrees, ("--crs", "EPSG:3857"), "không được hỗ trợ"),
        (metres_that_are_degrees, ("--code-field", "không có"), "không có cột"),
        (bow_tie, (), "hình không hợp lệ"),
        (same_code_twice, (), "đã có ở dòng 1"),
    ],
)
def test_boundaries(tmp_path, communes, make, options, sentence):
    path = make(tmp_path)
    before = every_count()
    with pytest.raises(CommandError, match=sentence) as refused:
        run("import_boundaries", path, *BOUNDARIES, *options)
    assert refused.value.returncode == 1
    assert "\n" not in str(refused.value)
    assert every_count() == before


@pytest.mark.parametrize(
    ("rows", "headings", "sentence"),
    [
        ([], None, "không có dòng dữ liệu"),
        ([incident("A", 112.0, 16.5)], None, "nằm ngoài mọi xã"),
        ([incident("A", when="01/01/2999")], None, "tương lai"),
        ([incident("A", category="cướp biển")], None, "Không có loại vụ việc"),
        ([incident("A", 11.05, 107.05)], None, "đảo trục"),
        ([("A", "theft", "15/06/2026", 107.05, 11.05, "x")], (*PERSONS[:5], "Họ và tên"), "Họ và tên"),
        ([("A", "theft", "15/06/2026", 107.05, 11.05, "x")], (*PERSONS[:5], "Số CCCD"), "Số CCCD"),
        (
            [
                (f"R{n}", "theft", "15/06/2026", 107.05, 11.05, name)
                for n, name in enumerate(
                    ["Nguyễn Văn An", "Trần Thị Bình", "Lê Hoàng Cường", "Phạm Minh Đức", "Võ Thị Em"]
                )
            ],
            PERSONS,
            "ghi chú",
        ),
        (
            [(f"R{n}", "theft", "15/06/2026", 107.05, 11.05, f"07908500{n:04d}") for n in range(6)],
            PERSONS,
            "ghi chú",
        ),
        ([("A", "15/06/2026", 107.05, 11.05)], ("ref", "occurred_at", "lon", "lat"), "category"),
    ],
)
def test_incidents(tmp_path, communes, rows, headings, sentence):
    path = write_table(tmp_path / "i.csv", rows, *([headings] if headings else []))
    before = every_count()
    with pytest.raises(CommandError, match=sentence) as refused:
        run("import_incidents", path, *INCIDENTS)
    assert "\n" not in str(refused.value)
    assert every_count() == before


def test_incidents_before_any_boundary(db, tmp_path):
    path = write_table(tmp_path / "i.csv", [incident("A")])
    with pytest.raises(CommandError, match="nhập ranh giới trước"):
        run("import_incidents", path, *INCIDENTS)
