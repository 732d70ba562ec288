"""What every kind of grid shares: what is said about it, the file and its system, what is refused."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import rasterio
import shapely
from django.contrib.auth.base_user import AbstractBaseUser

from layers.importing.features import as_geos
from layers.importing.findings import Finding, refusal
from layers.importing.opening import Origin
from layers.importing.refusing import ImportRefused
from layers.models import ImportBatch, Raster
from layers.reading.crs import geometries_to_wgs84, operation, parse_epsg
from layers.reading.formats import fingerprint
from layers.reading.recognition import recognise
from layers.saying import Said, said_by
from layers.saying import said as _
from layers.scope import EVERYTHING, Scope

LAYER = ImportBatch.Layer.RASTER


@dataclass(frozen=True)
class RasterOptions:
    """What the user says about a grid.

    Attributes:
        source: who published it.
        as_of: the day whose ground and communes it shows.
        crs: "EPSG:N" where the file does not say its system; overrides what it says.
        scope: whose communes it is asked about; a grid of the whole country may be brought by each province.
    """

    kind: Raster.Kind
    source: str
    as_of: datetime.date
    crs: str | None = None
    scope: Scope = EVERYTHING


@dataclass(frozen=True)
class StagedRaster:
    """A grid that was read; nothing is stored yet. Each kind adds what it found.

    Attributes:
        already: the import that brought all of this file before.
    """

    options: RasterOptions
    path: Path
    origin: Origin
    raster: Raster
    findings: tuple[Finding, ...] = ()
    already: ImportBatch | None = None

    @property
    def refusal(self) -> Said | None:
        """Why the grid cannot be committed, in one sentence; None when it can."""
        return refusal(self.findings)


@dataclass(frozen=True)
class RasterKind:
    """How one kind of grid is read and stored.

    Attributes:
        stage: reads a file; raises `ImportRefused`, or what rasterio raises for what is no GeoTIFF.
        brought_before: finds the import that brought all of a staged grid.
        store: writes the record of the import and what the grid says, in the transaction that is open.
    """

    stage: Callable[[Path, RasterOptions], Any]
    brought_before: Callable[[Any], ImportBatch | None]
    store: Callable[[Any, AbstractBaseUser | None], ImportBatch]


@dataclass(frozen=True)
class Grid:
    """An open file whose system is known and whose rows run from north to south.

    Attributes:
        outline: its four sides in WGS 84 degrees.
    """

    file: rasterio.DatasetReader
    epsg: int
    origin: Origin
    raster: Raster
    outline: shapely.Polygon


@contextmanager
def opened(
    file: Path, options: RasterOptions, refuse: Callable[[rasterio.DatasetReader, str], None]
) -> Iterator[Grid]:
    """Open a file, settle its system and refuse what no kind can take.

    Args:
        file: the GeoTIFF.
        options: what is said about it.
        refuse: refuses what cannot be of the kind, before anything is computed.

    Raises:
        ImportRefused: with the sentence.
    """
    if not options.source or len(options.source) > 180:
        raise ImportRefused(_("Cần nguồn của dữ liệu, tối đa 180 ký tự; hãy sửa nguồn."))
    sha256 = fingerprint(file)
    with rasterio.open(file, driver="GTiff") as grid:
        epsg = parse_epsg(options.crs) if options.crs else _epsg(grid)
        _refuse_other_kind(sha256, options.kind)
        _refuse_turned(grid, file.name)
        refuse(grid, file.name)
        corners = shapely.segmentize(shapely.box(*grid.bounds), max(grid.res) * 50)
        outline = geometries_to_wgs84(np.array([corners]), epsg)[0]
        raster = Raster(
            kind=options.kind,
            name=file.name[:255],
            file_sha256=sha256,
            source=options.source,
            as_of=options.as_of,
            crs=f"EPSG:{epsg}",
            width=grid.width,
            height=grid.height,
            resolution_x=grid.res[0],
            resolution_y=grid.res[1],
            nodata=grid.nodata if grid.nodata is not None and np.isfinite(grid.nodata) else None,
            extent=as_geos(outline),
        )
        origin = Origin(file.name, sha256, crs=f"EPSG:{epsg}", datum_operation=operation(epsg))
        yield Grid(grid, epsg, origin, raster, outline)


def refuse_too_large(grid: rasterio.DatasetReader, name: str, most_cells: int) -> None:
    """Refuse a grid of more cells than its kind can take."""
    if grid.width * grid.height > most_cells:
        raise ImportRefused(_("“%(file)s” có quá nhiều ô; hãy cắt theo phạm vi tỉnh.") % {"file": name})


def keep(path: Path, raster: Raster) -> None:
    """Keep a file under the name of its grid; inside the transaction that stores the grid.

    The file first gets its final name when it is whole; a transaction that fails leaves a file that no row
    names, under the name that a second attempt writes again.
    """
    partial = raster.path.with_name(f".{raster.stored_name}.part")
    shutil.copyfile(path, partial)
    partial.replace(raster.path)


def _epsg(grid: rasterio.DatasetReader) -> int:
    found = recognise(pyproj.CRS.from_wkt(grid.crs.to_wkt()) if grid.crs else None)
    if found.epsg is None:
        raise ImportRefused(said_by(found.code, found.params))
    return found.epsg


def _refuse_turned(grid: rasterio.DatasetReader, name: str) -> None:
    if grid.transform.b or grid.transform.d or grid.transform.e >= 0:
        raise ImportRefused(
            _("Lưới của “%(file)s” bị xoay hoặc lật; hãy nắn về hướng bắc (gdalwarp).") % {"file": name}
        )


def _refuse_other_kind(sha256: str, kind: Raster.Kind) -> None:
    known = Raster.objects.filter(file_sha256=sha256).exclude(kind=kind).first()
    if known is not None:
        raise ImportRefused(
            _("Tệp này đã được nhập là “%(kind)s” dưới tên “%(name)s”; hãy chọn đúng loại của tệp.")
            % {"kind": Raster.Kind(known.kind).label, "name": known.name}
        )
