"""Every format that offices send, from the file to the database through the commands."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import openpyxl
import pytest
import shapely
import xlwt
from django.core.management import call_command
from django.core.management.base import CommandError

from layers.models import AdminUnit, ImportBatch, Incident, Site
from layers.reading.crs import crs_for, geometries_from_wgs84
from tests.importing.files import run

pytestmark = pytest.mark.django_db

EPSG = 9212
SQUARES = [shapely.box(107.0, 11.0, 107.1, 11.1), shapely.box(107.1, 11.0, 107.2, 11.1)]
POINTS = [shapely.Point(107.05, 11.05), shapely.Point(107.15, 11.05)]
UNITS = {"ma_xa": ["75001", "75002"], "ten_xa": ["Xã Đăk Ơ", "Phường Trấn Biên"]}
MARKETS = {"ma": ["C1", "C2"], "ten": ["Chợ Đồng Xoài", "Chợ Bến Thành"]}
CASES = {"so_vu": ["1", "2"], "loai": ["theft", "theft"], "ngay": ["15/06/2026", "16/06/2026"]}

Cells = dict[str, list[str]]


def _layer(cells: Cells, shapes: list[shapely.Geometry], path: Path, crs: object, **how: Any) -> Path:
    placed = gpd.GeoDataFrame(cells, geometry=geometries_from_wgs84(shapes, EPSG), crs=crs)
    placed.to_file(path, encoding="UTF-8", **how)
    return path


def zipped_shapefile(cells: Cells, shapes: list[shapely.Geometry], folder: Path) -> Path:
    """Write a shapefile in a folder of a zip."""
    _layer(cells, shapes, folder / "lop.shp", f"EPSG:{EPSG}")
    with zipfile.ZipFile(folder / "lop.zip", "w") as archive:
        for part in sorted(folder.glob("lop.*")):
            if part.suffix != ".zip":
                archive.write(part, f"dữ liệu/{part.name}")
    return folder / "lop.zip"


def mapinfo_table(cells: Cells, shapes: list[shapely.Geometry], folder: Path) -> Path:
    """Write a TAB set."""
    return _layer(cells, shapes, folder / "lop.tab", crs_for(EPSG), driver="MapInfo File")


def mapinfo_exchange(cells: Cells, shapes: list[shapely.Geometry], folder: Path) -> Path:
    """Write a MIF with its MID."""
    return _layer(cells, shapes, folder / "lop.mif", crs_for(EPSG), driver="MapInfo File", FORMAT="MIF")


def kml(cells: Cells, shapes: list[shapely.Geometry], folder: Path) -> Path:
    """Write placemarks with extended data, as Google Earth exports them."""
    marks = []
    for row, shape in enumerate(shapes):
        data = "".join(
            f'<Data name="{name}"><value>{values[row]}</value></Data>' for name, values in cells.items()
        )
        lonlat = " ".join(f"{x},{y}" for x, y in shapely.get_coordinates(shape))
        drawn = f"<Point><coordinates>{lonlat}</coordinates></Point>"
        if shape.geom_type == "Polygon":
            ring = f"<LinearRing><coordinates>{lonlat}</coordinates></LinearRing>"
            drawn = f"<Polygon><outerBoundaryIs>{ring}</outerBoundaryIs></Polygon>"
        marks.append(f"<Placemark><ExtendedData>{data}</ExtendedData>{drawn}</Placemark>")
    text = f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{"".join(marks)}</Document></kml>'
    (folder / "lop.kml").write_text(text, encoding="utf-8")
    return folder / "lop.kml"


def _rows(cells: Cells, shapes: list[shapely.Geometry]) -> list[tuple[Any, ...]]:
    places = shapely.get_coordinates(shapes)
    rows = [(*row, *place) for row, place in zip(zip(*cells.values(), strict=True), places, strict=True)]
    return [(*cells, "Kinh độ", "Vĩ độ"), *rows]


def xlsx(cells: Cells, shapes: list[shapely.Geometry], folder: Path) -> Path:
    """Write a workbook with a title above the heading."""
    book = openpyxl.Workbook()
    for row in (["DANH SÁCH"], [], *_rows(cells, shapes)):
        book.active.append(row)
    book.save(folder / "bang.xlsx")
    return folder / "bang.xlsx"


def xls(cells: Cells, shapes: list[shapely.Geometry], folder: Path) -> Path:
    """Write a workbook as Excel did until 2003."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Bảng")
    for i, row in enumerate(_rows(cells, shapes)):
        for j, cell in enumerate(row):
            sheet.write(i, j, cell)
    book.save(str(folder / "bang.xls"))
    return folder / "bang.xls"


LAYERS = [zipped_shapefile, mapinfo_table, mapinfo_exchange, kml]
Writer = Callable[[Cells, list[shapely.Geometry], Path], Path]


def system(write: Writer) -> str:
    """Return the system that a file of this format is recognised in."""
    return f"EPSG:{EPSG}" if write in LAYERS[:3] else "EPSG:4326"


@pytest.mark.parametrize("write", LAYERS)
def test_boundaries(tmp_path, write):
    path = write(UNITS, SQUARES, tmp_path)
    run("import_boundaries", path, "--level", "commune", "--valid-from", "2025-07-01", "--commit")
    units = dict(AdminUnit.objects.values_list("code", "full_name"))
    assert units == dict(zip(*UNITS.values(), strict=True))
    middle = AdminUnit.objects.get(code="75001").geometry.centroid.coords
    assert middle == pytest.approx((107.05, 11.05), abs=1e-6)
    assert ImportBatch.objects.get().crs == system(write)


@pytest.mark.parametrize("write", [*LAYERS, xlsx, xls])
def test_sites(tmp_path, write):
    run("import_sites", write(MARKETS, POINTS, tmp_path), "--kind", "market", "--commit")
    assert dict(Site.objects.values_list("ref", "name")) == dict(zip(*MARKETS.values(), strict=True))
    assert Site.objects.get(ref="C2").geometry.coords == pytest.approx((107.15, 11.05), abs=1e-7)
    assert ImportBatch.objects.get().crs == system(write)


@pytest.mark.parametrize("write", [*LAYERS, xlsx, xls])
def test_incidents(tmp_path, communes, write):
    run("import_incidents", write(CASES, POINTS, tmp_path), "--source", "sổ", "--commit")
    places = {i.ref: i.point.coords for i in Incident.objects.all()}
    assert places["1"] == pytest.approx((107.05, 11.05), abs=1e-7)
    assert places["2"] == pytest.approx((107.15, 11.05), abs=1e-7)
    assert ImportBatch.objects.get(layer="incidents").crs == system(write)


@pytest.mark.parametrize("write", [xlsx, xls])
def test_a_workbook_has_no_boundaries(tmp_path, write):
    path = write(UNITS, POINTS, tmp_path)
    with pytest.raises(CommandError, match="không có dữ liệu hình học"):
        run("import_boundaries", path, "--level", "commune", "--valid-from", "2025-07-01", "--commit")


@pytest.mark.parametrize("command", ["import_boundaries", "import_incidents", "import_sites"])
def test_the_help_says_what_can_be_read(capsys, command):
    with pytest.raises(SystemExit):
        call_command(command, "--help")
    said = " ".join(capsys.readouterr().out.split())
    wanted = ["shapefile (kể cả nén zip)", "GeoPackage", "GeoJSON", "KML", "KMZ", "MapInfo TAB", "MIF"]
    if command != "import_boundaries":
        wanted += ["CSV", "XLSX", "XLS"]
    assert [word for word in wanted if word not in said] == []
    assert "--trust-place" in said
