"""One writer per file format; `FORMATS` names them all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gis_app.data.exports.writers.csv import write_csv
from gis_app.data.exports.writers.geojson import write_geojson
from gis_app.data.exports.writers.shapefile import write_shapefile
from gis_app.data.exports.writers.xlsx import write_xlsx
from layers.writing.geopackage import write_geopackage
from layers.writing.kml import write_kml
from layers.writing.table import Table


@dataclass(frozen=True, slots=True)
class Format:
    """A file format.

    Attributes:
        write: writes a table to a path in a system (EPSG code) and returns how many rows it wrote.
        fixed_system: why the format is always WGS 84; empty where the system can be chosen.
    """

    label: str | Promise
    suffix: str
    media_type: str
    write: Callable[[Table, Path, int], int]
    fixed_system: str | Promise = ""


FORMATS: Mapping[str, Format] = {
    "gpkg": Format("GeoPackage", ".gpkg", "application/geopackage+sqlite3", write_geopackage),
    "shp": Format(_("Shapefile (zip)"), ".zip", "application/zip", write_shapefile),
    "geojson": Format(
        "GeoJSON",
        ".geojson",
        "application/geo+json",
        write_geojson,
        _("GeoJSON luôn dùng WGS 84 (tiêu chuẩn RFC 7946)."),
    ),
    "kml": Format(
        "KML",
        ".kml",
        "application/vnd.google-earth.kml+xml",
        write_kml,
        _("KML luôn dùng WGS 84 (tiêu chuẩn OGC 12-007)."),
    ),
    "csv": Format("CSV", ".csv", "text/csv; charset=utf-8", write_csv),
    "xlsx": Format(
        "Excel (XLSX)",
        ".xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        write_xlsx,
    ),
}
