"""GeoPackage (OGC 12-128)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from layers.reading.crs import ZONES
from layers.writing.placing import shapes_in
from layers.writing.systems import wkt
from layers.writing.table import Table, pieces
from layers.writing.vector import append


def write_geopackage(table: Table, path: Path, epsg: int) -> int:
    """Write a table as one layer; return how many rows."""
    count = 0
    for piece in pieces(table.rows):
        count += _write(table, path, epsg, piece)
    if not count:
        _write(table, path, epsg, [])
    if ZONES[epsg].vn2000:
        _pin(path, wkt(epsg))
    return count


def _write(table: Table, path: Path, epsg: int, piece: list) -> int:
    append(
        path,
        [values for values, _shape in piece],
        shapes_in(piece, epsg),
        table.columns,
        [column.key for column in table.columns],
        driver="GPKG",
        layer=table.name,
        geometry_type=table.geometry,
        crs=wkt(epsg),
    )
    return len(piece)


def _pin(path: Path, definition: str) -> None:
    """Make the file say its system with the seven parameters, whatever GDAL recognised it as."""
    with closing(sqlite3.connect(path)) as database, database:
        (srs_id,) = database.execute("SELECT DISTINCT srs_id FROM gpkg_geometry_columns").fetchone()
        database.execute(
            "UPDATE gpkg_spatial_ref_sys SET organization = 'NONE', organization_coordsys_id = srs_id, "
            "definition = ? WHERE srs_id = ?",
            (definition, srs_id),
        )
