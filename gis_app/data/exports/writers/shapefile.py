"""ESRI shapefiles in a zip, with a text that says what the short field names mean.

A shapefile holds one type of geometry, so a list of points and areas becomes several. Text is UTF-8 and the
.cpg says so; a cell holds 254 bytes, longer text is cut between two letters.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from gis_app.data.exports.errors import ExportRefusedError
from layers.reading.crs import ZONES, operation
from layers.writing.placing import shapes_in
from layers.writing.systems import wkt
from layers.writing.table import Row, Table, pieces
from layers.writing.vector import append

#: The parts of a shapefile end at 2 GB; a row of the widest list takes about 1,000 bytes.
MOST_ROWS = 2_000_000
_LONGEST_TEXT = 254
_FAMILY = {
    "Point": ("Point", "diem"),
    "MultiPoint": ("MultiPoint", "nhom_diem"),
    "LineString": ("LineString", "duong"),
    "MultiLineString": ("LineString", "duong"),
    "Polygon": ("Polygon", "vung"),
    "MultiPolygon": ("Polygon", "vung"),
}


def write_shapefile(table: Table, path: Path, epsg: int) -> int:
    """Write a table; return how many rows.

    Raises:
        ExportRefusedError: when the list is too long for a shapefile.
    """
    count = 0
    with TemporaryDirectory(dir=path.parent) as name:
        folder = Path(name)
        for piece in pieces(table.rows):
            count += len(piece)
            if count > MOST_ROWS:
                raise ExportRefusedError(
                    _(
                        "Danh sách dài hơn 2 triệu dòng, quá cỡ của shapefile; "
                        "hãy thu hẹp bộ lọc hoặc chọn GeoPackage."
                    )
                )
            _write(table, folder, epsg, piece)
        if not count:
            family = table.geometry if table.geometry in _FAMILY else "Point"
            _append(table, folder, epsg, [], family)
        for written in folder.glob("*.shp"):
            # GDAL writes ESRI's own WKT, which has no room for the parameters, and a .cpg only where asked.
            written.with_suffix(".prj").write_text(wkt(epsg), encoding="ascii")
            written.with_suffix(".cpg").write_text("UTF-8", encoding="ascii")
        (folder / "DOC-TRUOC.txt").write_text(_about(table, epsg), encoding="utf-8-sig")
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for part in sorted(folder.iterdir()):
                archive.write(part, part.name)
    return count


def _write(table: Table, folder: Path, epsg: int, piece: list[Row]) -> None:
    families: dict[str, list[Row]] = {}
    for row in piece:
        # A row without a shape (a total) goes with the others.
        kind = row[1].geom_type if row[1] is not None else table.geometry
        families.setdefault(_FAMILY.get(kind, _FAMILY["Point"])[0], []).append(row)
    for family, rows in families.items():
        _append(table, folder, epsg, rows, family)


def _append(table: Table, folder: Path, epsg: int, rows: list[Row], kind: str) -> None:
    family, suffix = _FAMILY[kind]
    append(
        folder / f"{table.name}_{suffix}.shp",
        [[_cut(value) for value in values] for values, _shape in rows],
        shapes_in(rows, epsg) if rows else np.array([], dtype=object),
        table.columns,
        [column.short for column in table.columns],
        driver="ESRI Shapefile",
        layer=f"{table.name}_{suffix}",
        geometry_type=family,
        crs=wkt(epsg),
        encoding="UTF-8",
    )


def _cut(value: Any) -> Any:
    if not isinstance(value, str) or len(value) * 4 <= _LONGEST_TEXT:
        return value
    return value.encode()[:_LONGEST_TEXT].decode(errors="ignore")


def _about(table: Table, epsg: int) -> str:
    zone = ZONES[epsg]
    lines = [
        table.title,
        "",
        _("Bảng mã: UTF-8. Văn bản dài hơn 254 byte bị cắt."),
        _("Hệ tọa độ: %(label)s (EPSG:%(epsg)s); phép chuyển: %(operation)s.")
        % {"label": zone.label, "epsg": epsg, "operation": operation(epsg)},
        "",
        _("Tên trường:"),
        *(f"  {column.short:<10}  {column.key}: {column.label}" for column in table.columns),
        "",
        *table.notes,
    ]
    return "\r\n".join(lines) + "\r\n"
