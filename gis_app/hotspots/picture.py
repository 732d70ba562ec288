"""A density surface as a picture for the map: the projection of the map, five classes, nothing elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from affine import Affine
from rasterio.crs import CRS
from rasterio.io import MemoryFile
from rasterio.warp import Resampling, reproject, transform_bounds

from gis_app.hotspots.methods.shape import RAMP
from gis_app.statistics.density import DensitySurface

#: Upper limits of the classes as parts of the highest value: finer below, where most of the ground is.
_PARTS = tuple((step / len(RAMP)) ** 2 for step in range(1, len(RAMP) + 1))
#: Ground below this part of the highest value is left clear, so that the communes are seen.
_CLEAR = 0.01
_OPACITY = 200
_WEB_MERCATOR = CRS.from_epsg(3857)


@dataclass(frozen=True, slots=True)
class Picture:
    """What the map shows of a surface.

    Attributes:
        png: the picture.
        bounds: south, west, north, east in degrees.
        limits: upper limit of each class in incidents per km².
        highest: the last of them.
    """

    png: bytes
    bounds: list[float]
    limits: list[float]
    highest: float


def picture_of(surface: DensitySurface) -> Picture:
    """Draw a surface."""
    height, width = surface.density.shape
    source = CRS.from_wkt(surface.crs.to_wkt())
    first, cell = surface.transform, surface.cell_m
    edges = (first.c, first.f - height * cell, first.c + width * cell, first.f)
    left, bottom, right, top = transform_bounds(source, _WEB_MERCATOR, *edges)
    transform = Affine((right - left) / width, 0, left, 0, (bottom - top) / height, top)
    drawn = np.full((height, width), np.nan, dtype=np.float32)
    reproject(
        surface.density.astype(np.float32),
        drawn,
        src_transform=surface.transform,
        src_crs=source,
        src_nodata=np.nan,
        dst_transform=transform,
        dst_crs=_WEB_MERCATOR,
        dst_nodata=np.nan,
        resampling=Resampling.bilinear,
    )
    highest = float(np.nanmax(surface.density))
    limits = [highest * part for part in _PARTS]
    west, south, east, north = transform_bounds(_WEB_MERCATOR, CRS.from_epsg(4326), left, bottom, right, top)
    return Picture(_png(drawn, limits, transform), [south, west, north, east], limits, highest)


def _png(values: np.ndarray, limits: list[float], transform: Affine) -> bytes:
    known = np.nan_to_num(values, nan=-1.0)
    at = np.clip(np.searchsorted(limits, known, side="left"), 0, len(limits) - 1)
    colours = np.array([[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in RAMP], dtype=np.uint8)
    bands = np.empty((4, *values.shape), dtype=np.uint8)
    bands[:3] = np.moveaxis(colours[at], -1, 0)
    bands[3] = np.where(known > _CLEAR * limits[-1], _OPACITY, 0)
    height, width = values.shape
    with MemoryFile() as memory:
        with memory.open(
            driver="PNG",
            width=width,
            height=height,
            count=4,
            dtype="uint8",
            crs=_WEB_MERCATOR,
            transform=transform,
        ) as image:
            image.write(bands)
        return bytes(memory.read())
