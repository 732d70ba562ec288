"""A picture from the air (orthophoto): nothing is counted, it is shown on the map.

A person or a plate must not be recognisable in it, so no pixel finer than `finest_pixel_m` is kept
(`layers/reference/imagery.yaml`, with the reason): what is kept is a coarser picture, and the file that was
brought is not. Who may see it is asked of its footprint, and again of every tile.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import rasterio
import shapely
from django.contrib.auth.base_user import AbstractBaseUser

from layers.importing.batches import record_batch
from layers.importing.features import as_geos
from layers.importing.rasters.staging import (
    LAYER,
    Grid,
    RasterKind,
    RasterOptions,
    StagedRaster,
    keep,
    opened,
    refuse_too_large,
)
from layers.importing.refusing import ImportRefused
from layers.models import AdminUnit, ImportBatch, Raster
from layers.models.rasters import rasters_dir
from layers.reading.images import Kept, convert, fourth_is_colour, kept_picture, outline, pixel_metres
from layers.reference import rows
from layers.saying import said as _


@dataclass(frozen=True)
class StagedImage(StagedRaster):
    """A picture that was looked at.

    Attributes:
        brought_m: shorter side of its pixels on the ground, in metres.
        kept: the picture that would be kept; None where the file was brought before.
        loses_band: whether it has a fourth band that is no transparency and is not kept.
        units: communes in force that it shows something of, by name.
    """

    brought_m: float = 0.0
    kept: Kept | None = None
    loses_band: bool = False
    units: tuple[str, ...] = field(default=())

    @property
    def coarsened(self) -> bool:
        """Say whether the picture is kept coarser than it was brought."""
        return self.kept is not None and self.kept.pixel_m > self.brought_m


@cache
def limit(key: str) -> float:
    """Return a limit of `layers/reference/imagery.yaml`."""
    return float(next(row["value"] for row in rows("imagery") if row["key"] == key))


def stage(file: Path, options: RasterOptions) -> StagedImage:
    """Look at a picture: how fine it is, where it shows something."""
    with opened(file, options, _refuse) as grid:
        already = _brought(grid.origin.sha256)
        brought_m = pixel_metres(grid.file, grid.epsg)
        if already is not None:
            return StagedImage(options, file, grid.origin, grid.raster, (), already, brought_m)
        kept = kept_picture(grid.file, grid.epsg, limit("finest_pixel_m"))
        _refuse_too_large_to_keep(grid, kept)
        ground = outline(grid.file, grid.epsg)
        grid.raster.footprint = as_geos(ground)
        grid.raster.kept_m = kept.pixel_m
        return StagedImage(
            *(options, file, grid.origin, grid.raster, (), None, brought_m, kept),
            loses_band=fourth_is_colour(grid.file),
            units=_units_shown(grid, ground, options),
        )


def brought_before(staged: StagedImage) -> ImportBatch | None:
    """Return the import that brought this very file."""
    return _brought(staged.origin.sha256)


def store(staged: StagedImage, account: AbstractBaseUser | None) -> ImportBatch:
    """Make the picture that is kept, and store where it lies."""
    assert staged.kept is not None  # noqa: S101 (a file brought before is never stored)
    batch = record_batch(
        LAYER,
        staged.origin,
        account,
        kind=staged.options.kind,
        source=staged.options.source,
        rows_read=1,
        rows_accepted=1,
    )
    staged.raster.batch = batch
    staged.raster.save()
    with TemporaryDirectory(dir=rasters_dir(), prefix=".picture-") as folder:
        made = Path(folder) / "kept.tif"
        convert(staged.path, int(staged.raster.crs.removeprefix("EPSG:")), staged.kept, made, folder)
        keep(made, staged.raster)
    return batch


def _brought(sha256: str) -> ImportBatch | None:
    known = Raster.objects.images().filter(file_sha256=sha256).select_related("batch").first()
    return None if known is None else known.batch


def _refuse(grid: rasterio.DatasetReader, name: str) -> None:
    """Refuse what is no picture."""
    if grid.count not in (3, 4) or set(grid.dtypes) != {"uint8"}:
        raise ImportRefused(
            _(
                "“%(file)s” không phải ảnh màu (%(count)s kênh kiểu %(type)s); ảnh bay chụp có 3 hoặc 4 kênh "
                "8 bit, hãy xuất lại từ phần mềm dựng ảnh."
            )
            % {"file": name, "count": grid.count, "type": grid.dtypes[0]}
        )
    refuse_too_large(grid, name, int(limit("most_pixels_brought")))


def _refuse_too_large_to_keep(grid: Grid, kept: Kept) -> None:
    if kept.width * kept.height > limit("most_pixels_kept"):
        raise ImportRefused(
            _("“%(file)s” phủ vùng quá rộng so với cỡ điểm ảnh; hãy cắt thành nhiều tệp rồi nhập từng tệp.")
            % {"file": grid.origin.file_name}
        )


def _units_shown(grid: Grid, ground: shapely.MultiPolygon, options: RasterOptions) -> tuple[str, ...]:
    """Return the communes of the jurisdiction that a picture shows something of.

    Raises:
        ImportRefused: when it shows nothing, or nothing of them.
    """
    if ground.is_empty:
        raise ImportRefused(
            _("“%(file)s” trong suốt ở mọi điểm ảnh; hãy kiểm tra kênh trong suốt hoặc giá trị nodata.")
            % {"file": grid.origin.file_name}
        )
    communes = AdminUnit.objects.communes().on(options.as_of).in_scope(options.scope)
    names = communes.filter(geometry__intersects=as_geos(ground)).order_by("full_name")
    shown = tuple(names.values_list("full_name", flat=True))
    if not shown:
        raise ImportRefused(
            _("“%(file)s” không chụp xã, phường nào bạn phụ trách; hãy kiểm tra hệ tọa độ và ranh giới.")
            % {"file": grid.origin.file_name}
        )
    return shown


KIND = RasterKind(stage, brought_before, store)
