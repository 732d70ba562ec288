"""Brings a population grid in: the file is kept, and its people are summed per commune.

A cell that a commune's boundary cuts goes to each side by the part of the cell that lies there, see
`grid_sums`. A cell without a value is unknown, not empty: a commune with such cells gets no figure but
"unknown", unless only a sliver of it (at most 1 %) is without a value.
"""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyproj
import rasterio
import shapely
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext
from rasterio.errors import RasterioError

from layers.importing.batches import Outcome, commit_once, record_batch
from layers.importing.features import as_geos
from layers.importing.findings import Finding, refusal, refusing
from layers.importing.grid_sums import grid_sums
from layers.importing.opening import Origin
from layers.importing.refusing import ImportRefused
from layers.models import AdminUnit, ImportBatch, IndicatorValue, Raster
from layers.reading.crs import (
    geometries_to_wgs84,
    operation,
    parse_epsg,
)
from layers.reading.formats import fingerprint
from layers.reading.recognition import recognise
from layers.saying import Said, said_by
from layers.saying import said as _
from layers.scope import EVERYTHING, Scope

_LAYER = ImportBatch.Layer.RASTER
_INDICATORS = {Raster.Kind.POPULATION: "population"}
#: The largest grid read: 30 m cells over the whole country are about 1.2 thousand million.
_MOST_CELLS = 2_000_000_000


@dataclass(frozen=True)
class RasterOptions:
    """What the user says about a grid.

    Attributes:
        source: who published it.
        as_of: the day whose people and communes it counts.
        crs: "EPSG:N" where the file does not say its system; overrides what it says.
        scope: whose communes are summed; a grid of the whole country may be brought by each province.
    """

    kind: Raster.Kind
    source: str
    as_of: datetime.date
    crs: str | None = None
    scope: Scope = EVERYTHING


@dataclass(frozen=True)
class CommuneSum:
    """What the grid says of one commune; `people` is None where too many of its cells have no value."""

    unit_id: int
    people: float | None
    covered: float


@dataclass(frozen=True)
class StagedRaster:
    """A grid that was read and summed; nothing is stored yet.

    Attributes:
        sums: of each commune that the grid touches.
        outside: how many communes in force it does not touch.
        already: the import that brought this file for all these communes before.
    """

    options: RasterOptions
    path: Path
    origin: Origin
    raster: Raster | None = None
    sums: tuple[CommuneSum, ...] = ()
    outside: int = 0
    findings: tuple[Finding, ...] = ()
    already: ImportBatch | None = None

    @property
    def refusal(self) -> Said | None:
        """Why the grid cannot be committed, in one sentence; None when it can."""
        return refusal(self.findings)

    @property
    def total(self) -> float:
        """Return the people of all communes with a known figure."""
        return sum(s.people for s in self.sums if s.people is not None)

    @property
    def unknown(self) -> int:
        """Return how many communes lack values."""
        return sum(s.people is None for s in self.sums)


def stage(path: str | Path, options: RasterOptions) -> StagedRaster:
    """Read a grid and sum it per commune.

    Raises:
        ImportRefused: for what is no GeoTIFF of one band, has no known system, holds values below 0, or
            touches no commune.
    """
    file = Path(path)
    try:
        with refusing():
            return _stage(file, options)
    except (RasterioError, OSError) as error:
        raise ImportRefused(
            _("Không đọc được “%(file)s”; hãy kiểm tra tệp có đúng là GeoTIFF và còn nguyên vẹn.")
            % {"file": file.name}
        ) from error


def commit(staged: StagedRaster, account: AbstractBaseUser | None = None) -> Outcome[ImportBatch]:
    """Keep the file and store the sums, in one transaction.

    Raises:
        ImportRefused: when a figure of the same source and period is known already with another value.
    """
    return commit_once(
        staged,
        lambda: _whole_import(staged),
        lambda: _store(staged, account),
    )


def _whole_import(staged: StagedRaster) -> ImportBatch | None:
    fresh, already = _not_yet_brought(staged.sums, staged.origin.sha256)
    return None if fresh else already


def _store(staged: StagedRaster, account: AbstractBaseUser | None) -> ImportBatch:
    fresh, already = _not_yet_brought(staged.sums, staged.origin.sha256)
    batch = record_batch(
        _LAYER,
        staged.origin,
        account,
        kind=staged.options.kind,
        source=staged.options.source,
        rows_read=len(staged.sums),
        rows_accepted=len(fresh),
        rows_duplicate=len(staged.sums) - len(fresh),
    )
    _store_sums(fresh, staged.options, batch)
    raster = staged.raster
    if already is None:
        raster.batch = batch
        raster.save()
    # The file first gets its final name when it is whole; a transaction that fails leaves a file that no row
    # names, under the name that a second attempt writes again.
    folder = settings.VAR_DIR / "rasters"
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / f".{raster.stored_name}.part"
    shutil.copyfile(staged.path, partial)
    partial.replace(folder / raster.stored_name)
    return batch


def _stage(file: Path, options: RasterOptions) -> StagedRaster:
    if not options.source or len(options.source) > 180:
        raise ImportRefused(_("Cần nguồn của dữ liệu, tối đa 180 ký tự; hãy sửa nguồn."))
    sha256 = fingerprint(file)
    with rasterio.open(file, driver="GTiff") as grid:
        epsg = parse_epsg(options.crs) if options.crs else _epsg(grid)
        origin = Origin(file.name, sha256, crs=f"EPSG:{epsg}", datum_operation=operation(epsg))
        _check(grid, file.name)
        corners = shapely.box(*grid.bounds)
        extent = geometries_to_wgs84(np.array([shapely.segmentize(corners, max(grid.res) * 50)]), epsg)[0]
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
            extent=as_geos(extent),
        )
    sums, outside = _sums(file, epsg, options, extent)
    if not sums:
        raise ImportRefused(
            _("“%(file)s” không phủ lên xã, phường nào; hãy kiểm tra hệ tọa độ và ranh giới.")
            % {"file": file.name}
        )
    fresh, already = _not_yet_brought(sums, sha256)
    return StagedRaster(
        options, file, origin, raster, tuple(sums), outside, already=None if fresh else already
    )


def _not_yet_brought(sums: Sequence[CommuneSum], sha256: str) -> tuple[list[CommuneSum], ImportBatch | None]:
    """Return the sums that no import of this very file brought, and the last such import."""
    same = {"layer": _LAYER, "file_sha256": sha256}
    earlier = ImportBatch.objects.filter(**same).order_by("-imported_at").first()
    brought = set(
        IndicatorValue.objects.filter(
            batch__in=ImportBatch.objects.filter(**same), unit__in=[s.unit_id for s in sums]
        ).values_list("unit_id", flat=True)
    )
    return [s for s in sums if s.unit_id not in brought], earlier


def _epsg(grid: rasterio.DatasetReader) -> int:
    found = recognise(pyproj.CRS.from_wkt(grid.crs.to_wkt()) if grid.crs else None)
    if found.epsg is None:
        raise ImportRefused(said_by(found.code, found.params))
    return found.epsg


def _check(grid: rasterio.DatasetReader, name: str) -> None:
    """Refuse what cannot be counts per cell, before anything is summed."""
    if grid.count != 1:
        raise ImportRefused(
            _("“%(file)s” có %(count)s kênh; dữ liệu dân số chỉ có một kênh.")
            % {"file": name, "count": grid.count}
        )
    if grid.width * grid.height > _MOST_CELLS:
        raise ImportRefused(_("“%(file)s” có quá nhiều ô; hãy cắt theo phạm vi tỉnh.") % {"file": name})
    if grid.transform.b or grid.transform.d or grid.transform.e >= 0:
        raise ImportRefused(
            _("Lưới của “%(file)s” bị xoay hoặc lật; hãy nắn về hướng bắc (gdalwarp).") % {"file": name}
        )
    for _index, window in grid.block_windows(1):
        values = grid.read(1, window=window, masked=True)
        if (values < 0).any() or np.isinf(values.compressed()).any():
            raise ImportRefused(
                _("“%(file)s” có ô mang giá trị âm hoặc vô hạn; hãy khai báo giá trị đó là nodata.")
                % {"file": name}
            )


def _sums(
    file: Path, epsg: int, options: RasterOptions, extent: shapely.Geometry
) -> tuple[list[CommuneSum], int]:
    communes = AdminUnit.objects.communes().on(options.as_of).in_scope(options.scope)
    units = list(communes.filter(geometry__bboverlaps=as_geos(extent)).values_list("pk", "geometry"))
    if not units:
        return [], communes.count()
    shapes = shapely.from_wkb([bytes(geometry.wkb) for _pk, geometry in units])
    people, covered = grid_sums(file, epsg, shapes)
    sums = [
        CommuneSum(pk, None if np.isnan(people[i]) else float(people[i]), float(covered[i]))
        for i, (pk, _geometry) in enumerate(units)
        if covered[i] > 0
    ]
    return sums, communes.count() - len(sums)


def _store_sums(sums: Sequence[CommuneSum], options: RasterOptions, batch: ImportBatch) -> None:
    source = gettext("lưới %(source)s") % {"source": options.source}
    same = {"indicator_id": _INDICATORS[options.kind], "source": source, "period": str(options.as_of.year)}
    known = IndicatorValue.objects.filter(unit__in=[s.unit_id for s in sums], **same)
    if known.exists():
        raise ImportRefused(
            _("Đã có dân số theo “%(source)s” năm %(year)s; hãy dùng tên nguồn khác nếu đây là bản mới.")
            % {"source": source, "year": same["period"]}
        )
    IndicatorValue.objects.bulk_create(
        IndicatorValue(
            unit_id=s.unit_id,
            value=None if s.people is None else round(s.people, 3),
            as_of=options.as_of,
            batch=batch,
            **same,
        )
        for s in sums
    )
