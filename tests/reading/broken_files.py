"""Builds broken, odd and hostile files, each with the code of what should be said about it.

``BROKEN`` maps a name to a `Case`; its builder writes into an empty folder and returns the file to
open. ``expected`` is the code of the refusal, or of a problem that has to be among those reported;
an empty one means that the file has to be read without any error.
"""

from __future__ import annotations

import json
import math
import random
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from layers.reading.crs import crs_for

MEGABYTE = 1024 * 1024
HEADING = "số vụ,loại,ngày,kinh độ,vĩ độ\n"
GOOD = "V1,theft,05/03/2024,106.7,11.5\n"


@dataclass(frozen=True)
class Case:
    """One broken file.

    Attributes:
        build: writes it and returns its path.
        expected: codes of which one has to be reported; empty when nothing is wrong with the rows.
        dangerous: measured for memory in a process of its own.
        options: for `open_source`.
    """

    build: Callable[[Path], Path]
    expected: frozenset[str]
    dangerous: bool
    options: dict[str, str]


BROKEN: dict[str, Case] = {}


def broken(
    *expected: str, dangerous: bool = False, **options: str
) -> Callable[[Callable[[Path], Path]], Callable[[Path], Path]]:
    """Register a builder."""

    def register(build: Callable[[Path], Path]) -> Callable[[Path], Path]:
        name = build.__name__.removeprefix("_")
        assert name not in BROKEN, name
        BROKEN[name] = Case(build, frozenset(expected), dangerous, options)
        return build

    return register


def table(folder: Path, content: str | bytes, name: str = "vu_viec.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def units(count: int = 3, epsg: int = 9210) -> gpd.GeoDataFrame:
    boxes = [
        shapely.box(650_000 + 1_000 * i, 1_260_000, 651_000 + 1_000 * i, 1_261_000) for i in range(count)
    ]
    return gpd.GeoDataFrame(
        {
            "ma_xa": [str(25_195 + i) for i in range(count)],
            "ten": ["Xã Đăk Ơ", "Tân Hòa", "Lộc Ninh"][:count],
        },
        geometry=boxes,
        crs=crs_for(epsg),
    )


def zip_of(folder: Path, members: dict[str, bytes], name: str = "goi.zip") -> Path:
    with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, data in members.items():
            archive.writestr(member, data)
    return folder / name


def shapefile(folder: Path, frame: gpd.GeoDataFrame | None = None) -> Path:
    (units() if frame is None else frame).to_file(folder / "xa.shp", encoding="utf-8")
    return folder / "xa.shp"


def geojson(folder: Path, *geometries: object, text: str | None = None) -> Path:
    features = [
        {"type": "Feature", "properties": {"ma_xa": str(i)}, "geometry": g} for i, g in enumerate(geometries)
    ]
    body = text if text is not None else json.dumps({"type": "FeatureCollection", "features": features})
    return table(folder, body, "xa.geojson")


def polygon(*ring: tuple[float, ...]) -> dict[str, object]:
    return {"type": "Polygon", "coordinates": [ring]}


# --- archives ------------------------------------------------------------------------------------


@broken("zip_damaged")
def _truncated_zip(folder: Path) -> Path:
    path = zip_of(folder, {"a.csv": b"a,b\n1,2\n" * 999})
    path.write_bytes(path.read_bytes()[:60])
    return path


@broken("zip_damaged")
def _zip_with_wrong_checksum(folder: Path) -> Path:
    path = folder / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.csv", b"so_vu,loai\n1,theft\n")
    path.write_bytes(path.read_bytes().replace(b"theft", b"thift"))
    return path


@broken("zip_too_large", dangerous=True)
def _zip_bomb(folder: Path) -> Path:
    path = folder / "bom.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.csv", "w") as out:
        for _ in range(300):
            out.write(b"0" * MEGABYTE)
    return path


@broken("zip_too_large")
def _zip_of_thousands(folder: Path) -> Path:
    return zip_of(folder, {f"{i}.csv": b"" for i in range(2_100)})


@broken("zip_nested")
def _nested_zip(folder: Path) -> Path:
    inner = zip_of(folder, {"a.csv": b"a,b\n1,2\n"}, "inner.zip").read_bytes()
    return zip_of(folder, {"inner.zip": inner})


@broken("zip_unsafe_name")
def _path_traversal(folder: Path) -> Path:
    return zip_of(folder, {"../../evil.csv": b"a,b\n1,2\n"})


@broken("zip_unsafe_name")
def _absolute_path(folder: Path) -> Path:
    return zip_of(folder, {"/etc/evil.csv": b"a,b\n1,2\n"})


@broken("zip_unsafe_name")
def _symlink_in_zip(folder: Path) -> Path:
    path = folder / "link.zip"
    with zipfile.ZipFile(path, "w") as archive:
        link = zipfile.ZipInfo("a.csv")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return path


@broken("zip_encrypted")
def _encrypted_zip(folder: Path) -> Path:
    path = zip_of(folder, {"a.csv": b"a,b\n1,2\n"})
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    return path


@broken("zip_without_data")
def _zip_of_pictures(folder: Path) -> Path:
    return zip_of(folder, {"a.jpg": b"\xff\xd8"})


@broken("zip_damaged", "zip_without_data")
def _empty_zip(folder: Path) -> Path:
    return zip_of(folder, {})


@broken("layer_ambiguous")
def _zip_of_two_tables(folder: Path) -> Path:
    return zip_of(folder, {"a.csv": b"a,b\n1,2\n", "b.csv": b"a,b\n1,2\n"})


# --- shapefiles ----------------------------------------------------------------------------------


@broken("shapefile_without_shx")
def _missing_shx(folder: Path) -> Path:
    path = shapefile(folder)
    path.with_suffix(".shx").unlink()
    return path


@broken("shapefile_without_shx")
def _zipped_shapefile_without_shx(folder: Path) -> Path:
    path = shapefile(folder)
    parts = {p.name: p.read_bytes() for p in folder.glob("xa.*") if p.suffix != ".shx"}
    return zip_of(path.parent, parts)


@broken()
def _wrong_cpg(folder: Path) -> Path:
    path = shapefile(folder)
    path.with_suffix(".cpg").write_text("1258")
    return path


@broken()
def _nonsense_cpg(folder: Path) -> Path:
    path = shapefile(folder)
    path.with_suffix(".cpg").write_bytes(b"\0\xff nonsense")
    return path


@broken("prj_damaged")
def _damaged_prj(folder: Path) -> Path:
    path = shapefile(folder)
    path.with_suffix(".prj").write_text('PROJCS["cut off')
    return path


@broken("shapefile_damaged", "geometry_missing")
def _truncated_shp(folder: Path) -> Path:
    path = shapefile(folder)
    path.write_bytes(path.read_bytes()[:150])
    return path


@broken("shapefile_damaged")
def _text_named_shp(folder: Path) -> Path:
    return table(folder, HEADING + GOOD, "vu_viec.shp")


@broken("shapefile_damaged")
def _dbf_alone(folder: Path) -> Path:
    path = shapefile(folder)
    path.unlink()
    return path.with_suffix(".dbf")


@broken(
    "shapefile_damaged", "geometry_missing", "invalid_too_few_points", "geometry_not_finite", dangerous=True
)
def _shp_that_claims_a_billion_points(folder: Path) -> Path:
    path = shapefile(folder)
    data = bytearray(path.read_bytes())
    data[100 + 8 + 40 : 100 + 8 + 44] = struct.pack("<i", 1_000_000_000)
    path.write_bytes(data)
    return path


@broken("no_rows")
def _empty_shapefile(folder: Path) -> Path:
    return shapefile(folder, units().iloc[:0])


# --- GeoPackage ----------------------------------------------------------------------------------


@broken("gpkg_damaged", "no_geometry")
def _geopackage_that_is_only_sqlite(folder: Path) -> Path:
    import sqlite3

    path = folder / "a.gpkg"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE xa (ma TEXT)")
    db.close()
    return path


@broken("gpkg_damaged", "no_geometry")
def _truncated_geopackage(folder: Path) -> Path:
    path = folder / "a.gpkg"
    units().to_file(path)
    path.write_bytes(path.read_bytes()[:5_000])
    return path


@broken("height_dropped")
def _heights(folder: Path) -> Path:
    path = folder / "a.gpkg"
    frame = units()
    frame.set_geometry(shapely.force_3d(frame.geometry.array, 12.0)).to_file(path)
    return path


@broken("curves_straightened")
def _curves(folder: Path) -> Path:
    import sqlite3

    path = folder / "a.gpkg"
    units(1, 4326).set_geometry([shapely.box(106, 10, 107, 11)]).to_file(path, layer="xa")
    arc = [(106.0, 11.0), (106.5, 11.5), (107.0, 11.0), (106.5, 10.5), (106.0, 11.0)]
    ring = struct.pack("<BII", 1, 8, len(arc)) + b"".join(struct.pack("<dd", *p) for p in arc)
    blob = b"GP\0\x01" + struct.pack("<i", 4326) + struct.pack("<BII", 1, 10, 1) + ring
    db = sqlite3.connect(path)
    for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        db.execute(f'DROP TRIGGER "{name}"')
    db.execute("UPDATE xa SET geom = ?", (blob,))
    db.execute("UPDATE gpkg_geometry_columns SET geometry_type_name = 'CURVEPOLYGON'")
    db.commit()
    db.close()
    return path


@broken("layer_ambiguous")
def _two_layers(folder: Path) -> Path:
    for name in ("cũ", "mới"):
        units().to_file(folder / "a.gpkg", layer=name)
    return folder / "a.gpkg"


# --- GeoJSON -------------------------------------------------------------------------------------

SQUARE = [(106.0, 11.0), (107.0, 11.0), (107.0, 12.0), (106.0, 12.0), (106.0, 11.0)]


@broken("geometry_missing", "geometry_not_finite", "geojson_damaged")
def _nan_coordinates(folder: Path) -> Path:
    return geojson(folder, polygon(*SQUARE[:2], (math.nan, 12.0), *SQUARE[3:]))


@broken("geometry_missing", "geometry_not_finite", "geojson_damaged")
def _infinite_coordinates(folder: Path) -> Path:
    return geojson(folder, polygon(*SQUARE[:2], (math.inf, 12.0), *SQUARE[3:]))


@broken("invalid_self_intersection")
def _self_crossing_polygon(folder: Path) -> Path:
    return geojson(folder, polygon(SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3], SQUARE[0]))


@broken("geometry_missing", "invalid_too_few_points")
def _empty_ring(folder: Path) -> Path:
    return geojson(folder, {"type": "Polygon", "coordinates": [[]]})


@broken("geometry_missing", "invalid_too_few_points", "invalid_other", "geojson_damaged")
def _ring_of_two_points(folder: Path) -> Path:
    return geojson(folder, polygon(*SQUARE[:2]))


@broken("geometry_missing", "geojson_damaged")
def _coordinates_that_are_words(folder: Path) -> Path:
    return geojson(folder, {"type": "Point", "coordinates": ["đông", "bắc"]})


@broken("polygon_expected", "type_unexpected")
def _geometry_collection(folder: Path) -> Path:
    point = {"type": "Point", "coordinates": [106.5, 11.5]}
    return geojson(folder, {"type": "GeometryCollection", "geometries": [point, polygon(*SQUARE)]})


@broken("geometry_missing")
def _null_geometry(folder: Path) -> Path:
    return geojson(folder, None)


@broken("geojson_damaged", "geometry_missing", dangerous=True)
def _deeply_nested_geojson(folder: Path) -> Path:
    deep = "[" * 200_000 + "]" * 200_000
    feature = '{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":' + deep + "}}"
    return geojson(folder, text='{"type":"FeatureCollection","features":[' + feature + "]}")


@broken("geojson_damaged")
def _truncated_geojson(folder: Path) -> Path:
    path = geojson(folder, polygon(*SQUARE))
    path.write_bytes(path.read_bytes()[:-40])
    return path


@broken("axes_swapped_in_layer", "outside_vietnam")
def _swapped_geojson(folder: Path) -> Path:
    return geojson(folder, polygon(*[(y, x) for x, y in SQUARE]))


# --- KML -----------------------------------------------------------------------------------------


def kml(folder: Path, body: str, head: str = "") -> Path:
    text = f'<?xml version="1.0" encoding="UTF-8"?>{head}<kml xmlns="http://www.opengis.net/kml/2.2">{body}</kml>'
    return table(folder, text, "a.kml")


def placemark(coordinates: str, name: str = "Chốt") -> str:
    return (
        f"<Placemark><name>{name}</name><Point><coordinates>{coordinates}</coordinates></Point></Placemark>"
    )


@broken("kml_entities", dangerous=True)
def _billion_laughs(folder: Path) -> Path:
    names = "abcdefghij"
    entities = '<!ENTITY a "ha">' + "".join(f'<!ENTITY {n} "{f"&{p};" * 10}">' for p, n in pairwise(names))
    return kml(folder, placemark("106,11", "&j;"), f"<!DOCTYPE kml [{entities}]>")


@broken("kml_entities")
def _kml_that_asks_for_a_file(folder: Path) -> Path:
    return kml(folder, placemark("106,11", "&x;"), '<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]>')


@broken("kml_damaged")
def _truncated_kml(folder: Path) -> Path:
    path = kml(folder, placemark("106,11"))
    path.write_bytes(path.read_bytes()[:-20])
    return path


@broken("kml_links_only")
def _kml_of_links(folder: Path) -> Path:
    return kml(folder, "<NetworkLink><Link><href>http://example.org/a.kml</href></Link></NetworkLink>")


@broken("no_rows")
def _kml_without_places(folder: Path) -> Path:
    return kml(folder, "<Document><name>x</name></Document>")


@broken("geometry_missing", "geometry_not_finite")
def _kml_with_words_for_coordinates(folder: Path) -> Path:
    return kml(folder, placemark("kinh độ,vĩ độ"))


@broken("kml_damaged", dangerous=True)
def _deeply_nested_kml(folder: Path) -> Path:
    return kml(folder, "<Folder>" * 100_000 + "</Folder>" * 100_000)


@broken("cell_too_long", dangerous=True)
def _kml_with_a_10_mb_name(folder: Path) -> Path:
    return kml(folder, placemark("106,11", "x" * 10 * MEGABYTE))


@broken("zip_too_large", dangerous=True)
def _kmz_bomb(folder: Path) -> Path:
    path = folder / "bom.kmz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("doc.kml", "w") as out:
        out.write(b"<kml><Placemark><name>")
        for _ in range(300):
            out.write(b" " * MEGABYTE)
    return path


@broken("kml_damaged")
def _other_xml_named_kml(folder: Path) -> Path:
    return table(folder, "<html><body>Không tìm thấy</body></html>", "a.kml")


# --- MapInfo -------------------------------------------------------------------------------------


def mapinfo(folder: Path, suffix: str = ".tab") -> Path:
    path = folder / f"xa{suffix}"
    units().to_file(path, driver="MapInfo File", encoding="UTF-8")
    return path


@broken("mapinfo_part_missing")
def _tab_without_dat(folder: Path) -> Path:
    path = mapinfo(folder)
    path.with_suffix(".dat").unlink()
    return path


@broken("mapinfo_part_missing")
def _zipped_tab_without_map(folder: Path) -> Path:
    mapinfo(folder)
    parts = {p.name: p.read_bytes() for p in folder.glob("xa.*") if p.suffix != ".map"}
    return zip_of(folder, parts)


@broken("mapinfo_part_missing")
def _map_alone(folder: Path) -> Path:
    path = mapinfo(folder)
    path.unlink()
    return path.with_suffix(".map")


@broken("mapinfo_part_missing")
def _mif_without_mid(folder: Path) -> Path:
    path = mapinfo(folder, ".mif")
    path.with_suffix(".mid").unlink()
    return path


@broken("mapinfo_not_native")
def _tab_that_opens_another(folder: Path) -> Path:
    text = '!table\n!version 100\nOpen Table "/etc/passwd" Hide\nCreate View a As Select * From b\n'
    return table(folder, text, "a.tab")


@broken("mapinfo_not_native")
def _linked_tab(folder: Path) -> Path:
    return table(folder, "!table\n!version 300\nDefinition Table\n  Type LINKED\n", "a.tab")


@broken("mapinfo_damaged", "geometry_missing", "no_rows")
def _truncated_map(folder: Path) -> Path:
    path = mapinfo(folder)
    part = path.with_suffix(".map")
    part.write_bytes(part.read_bytes()[:600])
    return path


@broken("mapinfo_damaged")
def _tab_with_random_parts(folder: Path) -> Path:
    path = mapinfo(folder)
    for suffix in (".dat", ".map", ".id"):
        path.with_suffix(suffix).write_bytes(random.Random(3).randbytes(2_048))
    return path


@broken("mapinfo_damaged", "geometry_missing", "invalid_too_few_points", "no_rows", dangerous=True)
def _mif_that_claims_a_billion_points(folder: Path) -> Path:
    path = mapinfo(folder, ".mif")
    text = path.read_text()
    path.write_text(text.replace("Region 1\n  5\n", "Region 1\n  1000000000\n"))
    return path


# --- tables --------------------------------------------------------------------------------------


@broken("csv_without_heading")
def _no_heading(folder: Path) -> Path:
    return table(folder, GOOD.replace("V1", "1"))


@broken("no_rows")
def _heading_only(folder: Path) -> Path:
    return table(folder, HEADING)


@broken("column_repeated")
def _repeated_heading(folder: Path) -> Path:
    return table(folder, "số vụ,loại,loại\n1,2,3\n")


@broken("csv_row_too_long")
def _row_too_long(folder: Path) -> Path:
    return table(folder, HEADING + GOOD + "V2,theft,05/03/2024,106,7,11,5\n")


@broken("csv_damaged")
def _open_quotation(folder: Path) -> Path:
    return table(folder, HEADING + 'V1,"theft,05/03/2024,106.7,11.5\n' * 5)


@broken("cell_too_long", dangerous=True)
def _cell_of_10_mb(folder: Path) -> Path:
    return table(folder, HEADING + GOOD + f"V2,theft,05/03/2024,106.7,{'1' * 10 * MEGABYTE}\n")


@broken("column_missing")
def _three_hundred_columns(folder: Path) -> Path:
    return table(folder, ",".join(f"c{i}" for i in range(300)) + "\n" + ",".join("x" * 300) + "\n")


@broken("too_many_columns")
def _two_thousand_columns(folder: Path) -> Path:
    return table(folder, ",".join(f"c{i}" for i in range(2_000)) + "\n" + "x" + "," * 1_999 + "\n")


@broken()
def _bom(folder: Path) -> Path:
    return table(folder, b"\xef\xbb\xbf" + (HEADING + GOOD).encode())


@broken()
def _utf16(folder: Path) -> Path:
    return table(folder, (HEADING + GOOD).encode("utf-16"))


@broken("encoding_wrong", "encoding_unknown", "csv_damaged", "format_not_supported")
def _utf16_cut_in_a_letter(folder: Path) -> Path:
    return table(folder, (HEADING + GOOD).encode("utf-16")[:-1])


@broken("format_not_supported")
def _null_bytes(folder: Path) -> Path:
    return table(folder, (HEADING + GOOD).encode() + b"\0\0\0\0")


@broken("format_not_supported")
def _picture_named_csv(folder: Path) -> Path:
    return table(folder, b"\x89PNG\r\n\x1a\n" + bytes(range(256)))


@broken("file_empty")
def _only_spaces(folder: Path) -> Path:
    return table(folder, " \r\n\t\n" * 10)


@broken("date_unreadable", "date_day_number", "date_two_digit_year", "dates_month_first")
def _dates_in_five_forms(folder: Path) -> Path:
    dates = ["05/03/2024", "2024-03-05 14:30", "45356", "5/3/24", "03/25/2024", "mùng 5 Tết"]
    return table(folder, HEADING + "".join(f"V{i},theft,{d},106.7,11.5\n" for i, d in enumerate(dates)))


@broken("coordinates_swapped")
def _one_swapped_row(folder: Path) -> Path:
    rows = [GOOD.replace("V1", f"V{i}") for i in range(20)]
    return table(folder, HEADING + "".join(rows) + "W,theft,05/03/2024,11.5,106.7\n")


@broken()
def _angles_in_many_forms(folder: Path) -> Path:
    angles = [
        ("106°42'0\"Đ", "11°30'0\"B"),
        ("106-42-00", "11-30-00"),
        ("106 42 0", "11 30 0"),
        ("106,7", "11,5"),
    ]
    rows = [f'V{i};theft;05/03/2024;"{x.replace(chr(34), chr(34) * 2)}";"{y.replace(chr(34), chr(34) * 2)}"\n'
            for i, (x, y) in enumerate(angles)]  # fmt: skip
    return table(folder, HEADING.replace(",", ";") + "".join(rows))


@broken("coordinate_unreadable")
def _seventy_minutes(folder: Path) -> Path:
    return table(folder, HEADING + GOOD + "V2,theft,05/03/2024,106-70-00,11.5\n")


@broken("ref_repeated")
def _repeated_reference(folder: Path) -> Path:
    return table(folder, HEADING + GOOD * 2)


@broken("outside_vietnam")
def _on_null_island(folder: Path) -> Path:
    return table(folder, HEADING + GOOD + "V2,theft,05/03/2024,0,0\n")


# --- workbooks -----------------------------------------------------------------------------------


def workbook(folder: Path, change: Callable[..., None] | None = None, name: str = "a.xlsx") -> Path:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Vụ việc"
    sheet.append(["số vụ", "loại", "ngày", "kinh độ", "vĩ độ"])
    for i in range(5):
        sheet.append([f"V{i}", "theft", pd.Timestamp(2024, 3, 5 + i).to_pydatetime(), 106.7, "11,5"])
    if change is not None:
        change(sheet)
    book.save(folder / name)
    return folder / name


def rewritten(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    """Change one part of a zip."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members[part] = change(members[part])
    return zip_of(path.parent, members, path.name)


SHEET = "xl/worksheets/sheet1.xml"


@broken("cell_without_result")
def _formula_without_result(folder: Path) -> Path:
    return workbook(folder, lambda sheet: sheet.__setitem__("D4", "=D3+1"))


@broken("cell_error")
def _cell_with_an_error(folder: Path) -> Path:
    return workbook(folder, lambda sheet: sheet.__setitem__("D4", "#N/A"))


@broken("cell_merged")
def _merged_cells(folder: Path) -> Path:
    return workbook(folder, lambda sheet: sheet.merge_cells("B3:B5"))


@broken("row_hidden")
def _hidden_row(folder: Path) -> Path:
    return workbook(folder, lambda sheet: setattr(sheet.row_dimensions[3], "hidden", True))


@broken("column_hidden")
def _hidden_column(folder: Path) -> Path:
    return workbook(folder, lambda sheet: setattr(sheet.column_dimensions["B"], "hidden", True))


@broken("workbook_empty")
def _empty_sheets(folder: Path) -> Path:
    return workbook(folder, lambda sheet: sheet.delete_rows(1, 10))


@broken("workbook_without_heading")
def _sheet_of_numbers(folder: Path) -> Path:
    def only_numbers(sheet):
        sheet.delete_rows(1, 10)
        for i in range(5):
            sheet.append([i, i + 1, i + 2])

    return workbook(folder, only_numbers)


@broken("column_repeated")
def _sheet_with_repeated_heading(folder: Path) -> Path:
    return workbook(folder, lambda sheet: sheet.__setitem__("B1", "số vụ"))


@broken("layer_ambiguous")
def _two_sheets(folder: Path) -> Path:
    return workbook(folder, lambda sheet: sheet.parent.copy_worksheet(sheet))


@broken("workbook_damaged")
def _truncated_workbook(folder: Path) -> Path:
    path = workbook(folder)
    path.write_bytes(path.read_bytes()[:2_000])
    return path


@broken("workbook_damaged")
def _workbook_with_broken_xml(folder: Path) -> Path:
    return rewritten(workbook(folder), SHEET, lambda data: data[:400])


@broken("workbook_damaged", dangerous=True)
def _workbook_with_entities(folder: Path) -> Path:
    return rewritten(workbook(folder), SHEET, lambda data: b'<!DOCTYPE x [<!ENTITY a "b">]>' + data)


@broken("workbook_too_large", dangerous=True)
def _workbook_with_a_cell_in_the_last_corner(folder: Path) -> Path:
    return workbook(folder, lambda sheet: sheet.__setitem__("XFD1048576", 1))


@broken("workbook_too_large", dangerous=True)
def _workbook_bomb(folder: Path) -> Path:
    path = workbook(folder)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/more.xml", "w") as out:
        for _ in range(600):
            out.write(b" " * MEGABYTE)
    return path


@broken("cell_too_long", dangerous=True)
def _workbook_cell_of_10_mb(folder: Path) -> Path:
    long = b"x" * 10 * MEGABYTE
    cell = b'<c r="B2" t="inlineStr"><is><t>' + long + b"</t></is></c>"

    def change(data: bytes) -> bytes:
        start = data.index(b'<c r="B2"')
        end = data.index(b"</c>", start) + 4
        return data[:start] + cell + data[end:]

    return rewritten(workbook(folder), SHEET, change)


@broken("workbook_encrypted")
def _workbook_with_a_password(folder: Path) -> Path:
    return table(
        folder,
        compound_file({"EncryptionInfo": b"\4\0\4\0" * 20, "EncryptedPackage": b"\0" * 5_000}),
        "a.xlsx",
    )


@broken("workbook_damaged", "format_not_supported")
def _text_named_xlsx(folder: Path) -> Path:
    return table(folder, b"\x01\x02 nothing", "a.xlsx")


@broken("office_file")
def _word_file(folder: Path) -> Path:
    return zip_of(folder, {"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}, "a.docx")


def old_workbook(folder: Path) -> Path:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("Vụ việc")
    for column, heading in enumerate(["số vụ", "loại", "ngày", "kinh độ", "vĩ độ"]):
        sheet.write(0, column, heading)
    for row in range(1, 6):
        for column, value in enumerate([f"V{row}", "theft", "05/03/2024", 106.7, 11.5]):
            sheet.write(row, column, value)
    sheet.row(3).hidden = True
    book.save(str(folder / "a.xls"))
    return folder / "a.xls"


@broken("row_hidden")
def _old_workbook_with_a_hidden_row(folder: Path) -> Path:
    return old_workbook(folder)


@broken("workbook_damaged")
def _truncated_old_workbook(folder: Path) -> Path:
    path = old_workbook(folder)
    path.write_bytes(path.read_bytes()[:1_500])
    return path


@broken("workbook_damaged", dangerous=True)
def _old_workbook_with_a_cell_in_column_65535(folder: Path) -> Path:
    path = old_workbook(folder)
    data = path.read_bytes()
    cell = data.index(struct.pack("<HHHH", 0x00FD, 10, 5, 1))
    path.write_bytes(data[: cell + 4] + struct.pack("<HH", 65_535, 65_535) + data[cell + 8 :])
    return path


@broken("workbook_too_large", dangerous=True)
def _old_workbook_with_a_cell_in_the_last_corner(folder: Path) -> Path:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    sheet.write(0, 0, "mã")
    sheet.write(65_535, 255, "x")
    book.save(str(folder / "a.xls"))
    return folder / "a.xls"


@broken("workbook_damaged")
def _compound_file_that_turns_in_a_circle(folder: Path) -> Path:
    data = bytearray(compound_file({"Workbook": b"\0" * 5_000}))
    data[512 + 4 * 2 : 512 + 4 * 3] = struct.pack("<I", 2)
    return table(folder, bytes(data), "a.xls")


def compound_file(streams: dict[str, bytes]) -> bytes:
    """A small compound file whose streams all lie in whole sectors of 512 bytes."""
    bodies = [data + b"\0" * (-len(data) % 512 or 0) for data in streams.values()]
    sizes = [len(data) for data in streams.values()]
    bodies = [body if len(body) >= 4_096 else body + b"\0" * (4_096 - len(body)) for body in bodies]
    table_, position, starts = [0xFFFFFFFD, 0xFFFFFFFE], 2, []
    for body in bodies:
        count = len(body) // 512
        starts.append(position)
        table_ += [*range(position + 1, position + count), 0xFFFFFFFE]
        position += count
    table_ += [0xFFFFFFFF] * (128 - len(table_))
    entries = [("Root Entry", 5, 0xFFFFFFFE, 0)]
    entries += [
        (n, 2, start, max(size, 4_096)) for n, start, size in zip(streams, starts, sizes, strict=True)
    ]
    directory = b""
    for at, (name, kind, start, size) in enumerate(entries):
        text = name.encode("utf-16-le")
        child = 1 if at == 0 and len(entries) > 1 else 0xFFFFFFFF
        right = at + 1 if 0 < at < len(entries) - 1 else 0xFFFFFFFF
        directory += text.ljust(64, b"\0") + struct.pack(
            "<HBBIII", len(text) + 2, kind, 1, 0xFFFFFFFF, right, child
        )
        directory += b"\0" * 36 + struct.pack("<IQ", start, size)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += b"\0" * 10 + struct.pack("<IIIIIIIII", 1, 1, 0, 4_096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)
    header += b"\xff" * (512 - len(header))
    return header + struct.pack("<128I", *table_) + directory.ljust(512, b"\0") + b"".join(bodies)
