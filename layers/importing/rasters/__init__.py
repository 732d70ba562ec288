"""Grids are brought in here, one module for each kind: people, the lie of the land, pictures from the air.

What all kinds share (the file, its system, what is refused) is `staging`; what those have in common that end
as figures of communes is `figures`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from django.contrib.auth.base_user import AbstractBaseUser
from rasterio.errors import RasterioError

from layers.importing.batches import Outcome, commit_once
from layers.importing.findings import refusing
from layers.importing.rasters import imagery, population, terrain
from layers.importing.rasters.staging import RasterKind, RasterOptions, StagedRaster
from layers.importing.refusing import ImportRefused
from layers.models import ImportBatch, Raster
from layers.saying import said as _

__all__ = ["RasterOptions", "StagedRaster", "commit", "stage"]

KINDS: Mapping[Raster.Kind, RasterKind] = {
    Raster.Kind.POPULATION: population.KIND,
    Raster.Kind.TERRAIN: terrain.KIND,
    Raster.Kind.DRONE: imagery.KIND,
}


def stage(path: str | Path, options: RasterOptions) -> StagedRaster:
    """Read a grid and find out what it says; nothing is stored.

    Raises:
        ImportRefused: for what is no GeoTIFF, has no known system, cannot be of its kind, or touches no
            commune.
    """
    file = Path(path)
    try:
        with refusing():
            return KINDS[options.kind].stage(file, options)
    except (RasterioError, OSError) as error:
        raise ImportRefused(
            _("Không đọc được “%(file)s”; hãy kiểm tra tệp có đúng là GeoTIFF và còn nguyên vẹn.")
            % {"file": file.name}
        ) from error


def commit(staged: StagedRaster, account: AbstractBaseUser | None = None) -> Outcome[ImportBatch]:
    """Keep the file and store what it says, in one transaction.

    Raises:
        ImportRefused: when a figure of the same source and period is known already with another value.
    """
    kind = KINDS[staged.options.kind]
    return commit_once(
        staged,
        lambda: kind.brought_before(staged),
        lambda: kind.store(staged, account),
    )
