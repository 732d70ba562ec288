"""GeoPackage, shapefile and GeoJSON, through GDAL."""

from __future__ import annotations

import sqlite3
import warnings
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyogrio
import pyproj
from pyogrio.errors import DataLayerError, DataSourceError, FieldError, GeometryError

from layers.reading.errors import ReadingError
from layers.reading.formats.base import Source
from layers.reading.formats.dbf import has_part, projection_text, table_encoding
from layers.reading.names import nfc, nfc_series

_GDAL_ERRORS = (
    DataLayerError,
    DataSourceError,
    FieldError,
    GeometryError,
    RuntimeError,
    UnicodeDecodeError,
    ValueError,
)


class VectorSource(Source):
    """One layer of a file that GDAL opens; `read` and `chunks` give GeoDataFrames."""

    first_row = 1

    def __init__(
        self,
        path: Path,
        *,
        data_file: Path | None = None,
        layer: str | None = None,
        encoding: str | None = None,
    ) -> None:
        """Open ``data_file`` (by default ``path`` itself) and choose its layer.

        Raises:
            ReadingError: damaged file, unknown layer, several layers and none chosen.
        """
        self.path = path
        self._file = data_file or path
        self._check_set()
        spatial, others = self._list_layers()
        self.layers = (*spatial, *others)
        self._gdal_layer = _choose_layer(path, layer, spatial, others)
        self.layer = self._gdal_layer
        self.encoding = encoding or self._encoding()
        info = self._info()
        self._gdal_crs: str | None = info["crs"]
        self._names = [str(name) for name in info["fields"]]
        self.columns = tuple(nfc(name) for name in self._names)
        self._check_columns()
        if info["geometry_type"] is None:
            raise ReadingError("no_geometry", file=path.name)
        self.crs = self._declared_crs()

    def _check_set(self) -> None:
        """Refuse a set of files that lacks a part."""

    def _encoding(self) -> str:
        return "utf-8"

    def _read_options(self) -> dict[str, Any]:
        return {}

    def _declared_crs(self) -> pyproj.CRS | None:
        return _parse_crs(self._gdal_crs)

    def _damaged(self) -> ReadingError:
        return ReadingError(f"{self.format}_damaged", file=self.path.name)

    def _list_layers(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                found = pyogrio.list_layers(self._file)
        except _GDAL_ERRORS:
            raise self._damaged() from None
        spatial = tuple(str(name) for name, kind in found if kind is not None)
        return spatial, tuple(str(name) for name, kind in found if kind is None)

    def _info(self) -> dict[str, Any]:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return dict(pyogrio.read_info(self._file, layer=self._gdal_layer, **self._read_options()))
        except _GDAL_ERRORS:
            raise self._damaged() from None

    def chunks(self, rows: int = 100_000) -> Iterator[pd.DataFrame]:
        """See `Source.chunks`; coordinates in two dimensions, text in NFC."""
        skip = 0
        while True:
            piece = self._read_piece(skip, rows)
            if piece.empty:
                return
            yield piece
            if len(piece) < rows:
                return
            skip += rows

    def _read_piece(self, skip: int, rows: int) -> gpd.GeoDataFrame:
        try:
            with warnings.catch_warnings():
                # GDAL's remarks on single features come back as problems of our own checks.
                warnings.simplefilter("ignore")
                frame = pyogrio.read_dataframe(
                    self._file,
                    layer=self._gdal_layer,
                    skip_features=skip,
                    max_features=rows,
                    force_2d=True,
                    **self._read_options(),
                )
        except _GDAL_ERRORS:
            raise self._damaged() from None
        geometry = frame.geometry.array
        data = {
            column: nfc_series(frame[name]) if _is_text(frame[name]) else frame[name]
            for name, column in zip(self._names, self.columns, strict=True)
        }
        index = pd.RangeIndex(skip + 1, skip + 1 + len(frame), name="row")
        clean = pd.DataFrame({name: values.array for name, values in data.items()}, index=index)
        geometry = gpd.GeoSeries(geometry, index=index).set_crs(self.crs, allow_override=True)
        return gpd.GeoDataFrame(clean, geometry=geometry)


class GeoPackageSource(VectorSource):
    """A GeoPackage; its system is read from its own table, not from GDAL's guess."""

    format = "gpkg"

    def _declared_crs(self) -> pyproj.CRS | None:
        query = """
            SELECT s.organization, s.organization_coordsys_id, s.definition
            FROM gpkg_geometry_columns g JOIN gpkg_spatial_ref_sys s USING (srs_id)
            WHERE lower(g.table_name) = lower(?)"""
        try:
            with closing(sqlite3.connect(f"{self._file.absolute().as_uri()}?mode=ro", uri=True)) as db:
                row = db.execute(query, (self._gdal_layer,)).fetchone()
        except sqlite3.Error:
            raise self._damaged() from None
        if row is None:
            return None
        organization, code, definition = row
        if str(organization).upper() == "EPSG":
            return _parse_crs(f"EPSG:{code}")
        return _parse_crs(definition)


class ShapefileSource(VectorSource):
    """A shapefile set; encoding from the bytes of its table, system from its ``.prj``."""

    format = "shapefile"

    def _check_set(self) -> None:
        if not has_part(self._file, ".shx"):
            raise ReadingError("shapefile_without_shx", file=self.path.name)

    def _encoding(self) -> str:
        return table_encoding(self._file)

    def _read_options(self) -> dict[str, Any]:
        return {"encoding": self.encoding}

    def _declared_crs(self) -> pyproj.CRS | None:
        return _parse_crs(projection_text(self._file))


class GeoJsonSource(VectorSource):
    """A GeoJSON file; WGS 84 unless an old-style ``crs`` member says otherwise."""

    format = "geojson"


def _is_text(values: pd.Series) -> bool:
    return values.dtype == object or isinstance(values.dtype, pd.StringDtype)


def _parse_crs(text: str | None) -> pyproj.CRS | None:
    if not text:
        return None
    try:
        return pyproj.CRS.from_user_input(text)
    except pyproj.exceptions.CRSError:
        return None


def _choose_layer(path: Path, wanted: str | None, spatial: tuple[str, ...], others: tuple[str, ...]) -> str:
    names = ", ".join((*spatial, *others))
    if wanted is not None:
        for name in (*spatial, *others):
            if nfc(name) == nfc(wanted):
                return name
        raise ReadingError("layer_unknown", file=path.name, layer=wanted, layers=names)
    if not spatial:
        raise ReadingError("no_geometry", file=path.name)
    if len(spatial) > 1:
        raise ReadingError("layer_ambiguous", file=path.name, layers=", ".join(spatial))
    return spatial[0]
