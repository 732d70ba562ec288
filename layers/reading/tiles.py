"""Tiles of a picture that `layers.reading.images` wrote: one read of the parts and sizes that it holds."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import rasterio
import shapely
from rasterio.enums import Resampling
from rasterio.features import geometry_mask
from rasterio.io import MemoryFile
from rasterio.vrt import WarpedVRT

from layers.reading.mercator import EPSG, TILE_PIXELS, Tile, from_degrees

MEDIA_TYPE = "image/webp"
_QUALITY = 80
#: Number of the way tiles are drawn; another way is another number, and browsers drop the old ones.
FORM = 1


def read_tile(file: str | Path, tile: Tile, visible: shapely.Geometry | None = None) -> bytes:
    """Return a tile of a picture as WebP, clear where the picture shows nothing.

    Args:
        file: the picture.
        tile: which one.
        visible: the ground that may be shown, in WGS 84 degrees; None for all of it.
    """
    with rasterio.open(file, driver="GTiff") as picture:
        # As fine as the picture, whatever the tile: only then does the reader take the smaller copies that
        # the file holds instead of the whole picture.
        side = max(TILE_PIXELS, math.ceil(tile.side / picture.res[0]))
        shape = {"crs": f"EPSG:{EPSG}", "transform": tile.transform(side), "width": side, "height": side}
        with WarpedVRT(picture, resampling=Resampling.bilinear, add_alpha=True, **shape) as view:
            bands = view.read(out_shape=(4, TILE_PIXELS, TILE_PIXELS), resampling=Resampling.bilinear)
    if visible is not None:
        bands[3][_hidden(visible, tile)] = 0
    bands[:3, bands[3] == 0] = 0
    return _webp(bands, tile)


def _hidden(visible: shapely.Geometry, tile: Tile) -> np.ndarray:
    """Return which pixels (n, n) lie on ground that may not be shown."""
    size = (TILE_PIXELS, TILE_PIXELS)
    if visible.is_empty:
        return np.ones(size, dtype=bool)
    return np.asarray(geometry_mask([from_degrees(visible)], size, tile.transform(TILE_PIXELS)))


def _webp(bands: np.ndarray, tile: Tile) -> bytes:
    shape = {"width": TILE_PIXELS, "height": TILE_PIXELS, "count": 4, "dtype": "uint8"}
    place = tile.transform(TILE_PIXELS)
    with MemoryFile() as memory:
        with memory.open(driver="WEBP", quality=_QUALITY, transform=place, **shape) as image:
            image.write(bands)
        return bytes(memory.read())
