"""From a file to what it brings, in a browser: boundaries of two formats, sites, a workbook of figures."""

from __future__ import annotations

import datetime
import zipfile
from pathlib import Path

import geopandas as gpd
import openpyxl
import pytest
import shapely

from layers.models import AdminUnit, BoundarySet, IndicatorValue, Site
from tests.browser.conftest import bring, let_the_worker, press
from tests.importing.files import write_layer
from tests.importing.test_tab_tcvn3 import office_table

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAMES = {"75101": "Xã Định Quán", "75102": "Phường Bình Phước", "75103": "Xã Lộc Ninh", "75104": "Xã Tân Phú"}


def province() -> gpd.GeoDataFrame:
    """Return four communes on the ground of the owner's province, under new codes and names."""
    corners = ((107.0, 11.0), (107.1, 11.0), (107.0, 11.1), (107.1, 11.1))
    shapes = [shapely.box(x, y, x + 0.1, y + 0.1) for x, y in corners]
    data = {"code": list(NAMES), "full_name": list(NAMES.values())}
    return gpd.GeoDataFrame(data, geometry=shapes, crs="EPSG:4326")


def zipped(parts: list[Path], path: Path) -> Path:
    """Put the parts of a layer into one file."""
    with zipfile.ZipFile(path, "w") as archive:
        for part in parts:
            archive.write(part, part.name)
    return path


def to_the_active_set(page, file: Path) -> None:
    """Walk from the upload of boundaries to the set in force, changing no proposal of the program."""
    bring(page, "boundaries", file)
    page.get_by_label("Có hiệu lực từ").fill("01/01/2026")
    page.get_by_label("Mã tỉnh").fill("75")
    press(page, "Tiếp: ghép cột", "Tiếp: hệ tọa độ", "Kiểm tra tệp")
    let_the_worker(page)
    press(page, "Lưu để kiểm tra")
    let_the_worker(page)
    page.get_by_text("Đã lưu bộ ranh giới để kiểm tra").wait_for()
    made = BoundarySet.objects.get(status=BoundarySet.Status.STAGED)
    press(page, "Đưa vào dùng")
    let_the_worker(page)
    page.get_by_text("Đã đưa vào dùng").wait_for()
    made.refresh_from_db()
    assert made.status == BoundarySet.Status.ACTIVE
    in_force = AdminUnit.objects.communes().on(datetime.date(2026, 1, 1)).of_province("75")
    assert dict(in_force.values_list("code", "full_name")) == NAMES


def test_boundaries_from_a_zipped_shapefile(planner, tmp_path):
    folder = tmp_path / "shp"
    folder.mkdir()
    province().to_file(folder / "xa.shp", encoding="utf-8", index=False)
    to_the_active_set(planner, zipped(sorted(folder.iterdir()), tmp_path / "ranh-gioi.zip"))


def test_boundaries_from_a_mapinfo_table_in_tcvn3(planner, tmp_path):
    folder = tmp_path / "tab"
    folder.mkdir()
    office_table(province(), folder)
    to_the_active_set(planner, zipped(sorted(folder.iterdir()), tmp_path / "ranh-xa.zip"))


def test_sites(planner, tmp_path):
    point = {"type": "Point", "coordinates": [107.05, 11.05]}
    file = write_layer(tmp_path / "cho.geojson", [(point, {"ma": "C1", "ten": "Chợ Lộc Ninh"})])
    bring(planner, "sites", file)
    planner.get_by_label("Loại địa điểm").select_option("market")
    planner.get_by_label("Nguồn của danh sách").fill("Sở Công Thương")
    press(planner, "Tiếp: ghép cột", "Tiếp: hệ tọa độ", "Kiểm tra tệp")
    let_the_worker(planner)
    press(planner, "Nhập 1 dòng")
    let_the_worker(planner)
    planner.get_by_text("Đã nhập xong.").wait_for()
    assert list(Site.objects.values_list("kind_id", "name")) == [("market", "Chợ Lộc Ninh")]


def test_a_workbook_goes_out_and_comes_back(planner, tmp_path):
    planner.goto("/data/")
    planner.get_by_role("link", name="Bảng mẫu chỉ tiêu").click()
    planner.get_by_label("Kế hoạch").select_option("dongnai-7488-2017")
    planner.get_by_label("Năm").fill("2025")
    with planner.expect_download() as download:
        press(planner, "Tải bảng mẫu (XLSX)")
    filled = tmp_path / download.value.suggested_filename
    download.value.save_as(filled)
    workbook = openpyxl.load_workbook(filled)
    sheet = workbook.worksheets[0]
    sheet["B2"], sheet["B3"] = "Công an tỉnh", datetime.date(2025, 12, 31)
    sheet["C5"], sheet["D5"], sheet["C6"] = 12_000, "không có số liệu", 8_000
    workbook.save(filled)

    planner.get_by_role("link", name="Nhập bảng đã điền").click()
    planner.get_by_label("Tệp", exact=True).set_input_files(filled)
    press(planner, "Tải lên và xem trước")
    planner.get_by_text("Bảng mẫu do chương trình lập").wait_for()
    press(planner, "Kiểm tra tệp")
    let_the_worker(planner)
    press(planner, "Nhập 3 số liệu")
    let_the_worker(planner)
    planner.get_by_text("Đã nhập xong.").wait_for()
    values = IndicatorValue.objects.values_list("unit__code", "indicator_id", "value", "period")
    assert set(values) == {
        ("75001", "population", 12_000.0, "2025"),
        ("75001", "households", None, "2025"),
        ("75002", "population", 8_000.0, "2025"),
    }
