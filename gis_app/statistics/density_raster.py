"""A density surface as a cloud-optimised GeoTIFF."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import rasterio
from rasterio.crs import CRS
from rasterio.io import MemoryFile
from rasterio.shutil import copy

from gis_app.statistics.density import DensitySurface


def write_density(surface: DensitySurface, path: Path) -> None:
    """Write the surface: tiles, overviews, float32, NaN outside the area, incidents per km².

    Bandwidth, cell, number of incidents and kernel are stored as tags, so that the file can be explained
    without the program. The file appears whole or not at all.
    """
    rows, columns = surface.density.shape
    profile = {
        "driver": "GTiff",
        "width": columns,
        "height": rows,
        "count": 1,
        "dtype": "float32",
        "nodata": np.nan,
        "crs": CRS.from_wkt(surface.crs.to_wkt()),
        "transform": surface.transform,
    }
    partial = path.with_name(f".{path.name}.part")
    try:
        with rasterio.Env(GDAL_PAM_ENABLED="NO"), MemoryFile() as memory:
            with memory.open(**profile) as raster:
                raster.write(surface.density.astype(np.float32), 1)
                raster.set_band_description(1, "incidents per km2")
                raster.update_tags(
                    KERNEL="quartic",
                    EDGE_CORRECTION="uniform",
                    BANDWIDTH_M=f"{surface.bandwidth_m:g}",
                    CELL_M=f"{surface.cell_m:g}",
                    INCIDENTS=str(surface.incidents),
                    OUTSIDE=str(surface.outside),
                )
            with memory.open() as raster:
                copy(
                    raster,
                    partial,
                    driver="COG",
                    COMPRESS="DEFLATE",
                    PREDICTOR="YES",
                    BLOCKSIZE=256,
                    OVERVIEW_RESAMPLING="AVERAGE",
                )
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
