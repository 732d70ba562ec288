"""GeoPackage, shapefile and GeoJSON, through GDAL."""

from __future__ import annotations

import glob
import sqlite3
import warnings
from collections.abc import Iterator
from contextlib import closing
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pyproj
from numpy.typing import NDArray
from pyogrio.errors import DataLayerError, DataSourceError, FieldError, GeometryError

from layers.reading.encodings import BYTES, Wanted, own_choice
from layers.reading.errors import ReadingError
from layers.reading.formats.base import ROWS_OF_BYTES, ROWS_OF_UNICODE, Source
from layers.reading.formats.bounded import PIECE_BYTES
from layers.reading.formats.dbf import beside, declared_encoding, has_part, projection_text, table_carrier
from layers.reading.formats.row_sizes import cuts, feature_sizes, shape_sizes, standing_records
from layers.reading.names import nfc
from layers.reading.problems import Problem

#: The most that is read whole, as layers of shapes are: some 8 million vertices, four times those of all
#: communes of the country.
WHOLE_BYTES = 128 * 1024**2

_CURVED = ("CURVE", "SURFACE", "CIRCULAR")
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
        encoding: Wanted = None,
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
        codec = encoding if isinstance(encoding, str) and own_choice(encoding) is None else None
        self._carrier = codec or self._text_carrier()
        info = self._info()
        self._gdal_crs: str | None = info["crs"]
        self._names = [str(name) for name in info["fields"]]
        self._count = int(info["features"])
        self._geometry_name = str(info.get("geometry_name") or "")
        self._settle_text(
            self._names,
            self._sample_pieces(),
            carrier=self._carrier,
            encoding=encoding,
            declared=self._declared_encoding(),
        )
        self._check_columns()
        if info["geometry_type"] is None:
            raise ReadingError("no_geometry", file=path.name)
        self.crs = self._declared_crs()
        self._report_geometry_type(str(info["geometry_type"]))

    def _report_geometry_type(self, declared: str) -> None:
        """Tell when heights are dropped; GDAL writes them as "Point Z", "2.5D Point", "Point ZM"."""
        if declared.startswith(("2.5D", "3D")) or declared.endswith((" Z", " M", " ZM")):
            self.problems.append(Problem(None, "geometry", "height_dropped"))

    def _check_set(self) -> None:
        """Refuse a set of files that lacks a part."""

    def _text_carrier(self) -> str:
        """Return the encoding to open the file in: `BYTES` unless all of its text is valid in another."""
        return "utf-8"

    def _declared_encoding(self) -> str | None:
        """Return the code page that the file claims."""
        return None

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
        done = 0
        for skip, most in self._pieces(rows):
            piece = self._read_piece(skip, most, done)
            done += len(piece)
            if piece.empty:
                return
            self._refuse_long_cells(piece[[name for name in self.columns if _is_text(piece[name])]])
            yield piece
            if len(piece) < most:
                return

    def read(self) -> pd.DataFrame:
        """See `Source.read`; refuses what would not fit into memory as a whole.

        Raises:
            ReadingError: ``no_rows``, ``layer_too_large``.
        """
        size = int(self._row_sizes.sum()) if self._size_on_disk() > WHOLE_BYTES else 0
        if size > WHOLE_BYTES:
            raise ReadingError(
                "layer_too_large", file=self.path.name, size=size // 1024**2, limit=WHOLE_BYTES // 1024**2
            )
        return super().read()

    def _size_on_disk(self) -> int:
        """Return the bytes of the file and its companions."""
        parts = self._file.parent.glob(f"{glob.escape(self._file.stem)}.*")
        return sum(part.stat().st_size for part in parts if part.is_file())

    def _pieces(self, rows: int) -> Iterator[tuple[int, int]]:
        """Yield first row and number of rows of pieces of at most some `PIECE_BYTES`; they may go on.

        Raises:
            ReadingError: ``row_too_large`` when a row alone has more.
        """
        if self._size_on_disk() <= PIECE_BYTES:
            yield from ((skip, rows) for skip in count(0, rows))
            return
        sizes = self._row_sizes
        largest = int(sizes.max(initial=0))
        if largest > PIECE_BYTES:
            raise ReadingError(
                "row_too_large",
                file=self.path.name,
                row=int(sizes.argmax()) + 1,
                size=largest // 1024**2,
                limit=PIECE_BYTES // 1024**2,
            )
        if len(sizes) == self._count:
            yield from cuts(sizes, PIECE_BYTES, rows)
            return
        # Which row is which cannot be told: all may be as large as the largest.
        rows = max(1, min(rows, PIECE_BYTES // max(largest, 1)))
        yield from ((skip, rows) for skip in count(0, rows))

    @cached_property
    def _row_sizes(self) -> NDArray[np.int64]:
        """The bytes of each row (n,)."""
        return self._told_sizes()

    def _told_sizes(self) -> NDArray[np.int64]:
        """Return what the file says about the bytes of its rows: geometry and text."""
        shape = self._geometry_name or "GEOMETRY"
        # Names in other letters cannot be written into a query that is read as UTF-8.
        names = [name for name in self._names if self._carrier == "utf-8" or name.isascii()]
        lengths = [f"ifnull(length(CAST({_quoted(name)} AS BLOB)), 0)" for name in (shape, *names)]
        query = f"SELECT {' + '.join(lengths)} AS bytes FROM {_quoted(self._gdal_layer)}"  # noqa: S608 (quoted)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                told = pyogrio.read_dataframe(
                    self._file, sql=query, sql_dialect="SQLITE", read_geometry=False, **self._read_options()
                )
        except _GDAL_ERRORS:
            raise self._damaged() from None
        return np.asarray(told["bytes"], dtype=np.int64)

    def _sample_pieces(self) -> Iterator[pd.DataFrame]:
        """Attributes to settle encodings by: of every row, unless the text is known to be Unicode."""
        if not self._names:
            return
        for skip, most in self._pieces(ROWS_OF_BYTES if self._carrier == BYTES else ROWS_OF_UNICODE):
            piece = self._read_gdal(skip, most, geometry=False)
            yield piece[self._names]
            if len(piece) < most or self._carrier != BYTES:
                return

    def _read_gdal(self, skip: int, rows: int, *, geometry: bool = True) -> Any:
        try:
            with warnings.catch_warnings():
                # GDAL's remarks on single features come back as problems of our own checks.
                warnings.simplefilter("ignore")
                return pyogrio.read_dataframe(
                    self._file,
                    layer=self._gdal_layer,
                    skip_features=skip,
                    max_features=rows,
                    force_2d=True,
                    # A shape that cannot be built comes as none and is reported with its row.
                    on_invalid="ignore",
                    read_geometry=geometry,
                    **self._read_options(),
                )
        except _GDAL_ERRORS:
            raise self._damaged() from None

    def _read_piece(self, skip: int, rows: int, done: int) -> gpd.GeoDataFrame:
        """Return a piece, its rows numbered behind those that are done."""
        frame = self._read_gdal(skip, rows)
        geometry = frame.geometry.array
        data = {
            column: self.decoding.series(column, frame[name]) if _is_text(frame[name]) else frame[name]
            for name, column in zip(self._names, self.columns, strict=True)
        }
        index = pd.RangeIndex(done + 1, done + 1 + len(frame), name="row")
        clean = pd.DataFrame({name: values.array for name, values in data.items()}, index=index)
        geometry = gpd.GeoSeries(geometry, index=index).set_crs(self.crs, allow_override=True)
        return gpd.GeoDataFrame(clean, geometry=geometry)


class GeoPackageSource(VectorSource):
    """A GeoPackage; its system is read from its own table, not from GDAL's guess."""

    format = "gpkg"

    def _report_geometry_type(self, declared: str) -> None:
        super()._report_geometry_type(declared)
        # GDAL replaces arcs by short straight pieces before it says what it has.
        query = "SELECT geometry_type_name FROM gpkg_geometry_columns WHERE lower(table_name) = lower(?)"
        row = self._ask(query)
        if row is not None and any(word in str(row[0]).upper() for word in _CURVED):
            self.problems.append(Problem(None, "geometry", "curves_straightened"))

    def _ask(self, query: str) -> tuple[Any, ...] | None:
        """First row of a query about the layer."""
        try:
            with closing(sqlite3.connect(f"{self._file.absolute().as_uri()}?mode=ro", uri=True)) as db:
                row: tuple[Any, ...] | None = db.execute(query, (self._gdal_layer,)).fetchone()
                return row
        except sqlite3.Error:
            raise self._damaged() from None

    def _declared_crs(self) -> pyproj.CRS | None:
        query = """
            SELECT s.organization, s.organization_coordsys_id, s.definition
            FROM gpkg_geometry_columns g JOIN gpkg_spatial_ref_sys s USING (srs_id)
            WHERE lower(g.table_name) = lower(?)"""
        row = self._ask(query)
        if row is None:
            return None
        organization, code, definition = row
        if str(organization).upper() == "EPSG":
            return _parse_crs(f"EPSG:{code}")
        return _parse_crs(definition)


class ShapefileSource(VectorSource):
    """A shapefile set; encoding from the bytes of its table, system from its ``.prj``."""

    format = "shapefile"

    def _report_geometry_type(self, declared: str) -> None:
        """Tell when heights are dropped; GDAL writes them as "Point Z", "2.5D Point", "Point ZM"."""
        if declared.startswith(("2.5D", "3D")) or declared.endswith((" Z", " M", " ZM")):
            self.problems.append(Problem(None, "geometry", "height_dropped"))

    def _check_set(self) -> None:
        if not has_part(self._file, ".shx"):
            raise ReadingError("shapefile_without_shx", file=self.path.name)

    def _told_sizes(self) -> NDArray[np.int64]:
        index, table = beside(self._file, ".shx"), beside(self._file, ".dbf")
        shapes = shape_sizes(index) if index is not None else np.zeros(0, np.int64)
        return shapes if table is None else shapes + standing_records(table)[0]

    def _pieces(self, rows: int) -> Iterator[tuple[int, int]]:
        """See `VectorSource`; GDAL counts deleted records where it skips, and not where it reads."""
        table = beside(self._file, ".dbf")
        standing = np.ones(0, dtype=bool) if table is None else standing_records(table)[1]
        if standing.all():
            yield from super()._pieces(rows)
            return
        for skip, most in cuts(self._row_sizes[: len(standing)], PIECE_BYTES, rows):
            left = int(standing[skip : skip + most].sum())
            if left:
                yield skip, left

    def _text_carrier(self) -> str:
        return table_carrier(self._file)

    def _declared_encoding(self) -> str | None:
        return declared_encoding(self._file)

    def _read_options(self) -> dict[str, Any]:
        return {"encoding": self._carrier}

    def _declared_crs(self) -> pyproj.CRS | None:
        return _parse_crs(projection_text(self._file))

    def _info(self) -> dict[str, Any]:
        try:
            return super()._info()
        except ReadingError:
            text = projection_text(self._file)
            if text is not None and _parse_crs(text) is None:
                raise ReadingError("prj_damaged", file=self.path.name) from None
            raise


class GeoJsonSource(VectorSource):
    """A GeoJSON file; WGS 84 unless an old-style ``crs`` member says otherwise."""

    format = "geojson"

    def _told_sizes(self) -> NDArray[np.int64]:
        return feature_sizes(self._file)


def _quoted(name: str) -> str:
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


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
