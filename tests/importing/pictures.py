"""Makes pictures from the air for tests: blocks of colour on the ground of the test communes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from affine import Affine

from layers.reading.crs import from_wgs84, proj4

RED, GREEN = (200, 30, 30), (30, 160, 40)


def picture(
    path: Path,
    west: float = 107.05,
    north: float = 11.15,
    pixels: int = 400,
    size: float = 0.5,
    *,
    epsg: int = 9212,
    clear: str = "",
    bands: int = 3,
    dtype: str = "uint8",
) -> Path:
    """Write a picture whose western half is red and whose eastern half is green.

    Args:
        path: where.
        west: longitude of its north-west corner.
        north: latitude of it.
        pixels: each way.
        size: of a pixel in the system of the picture.
        epsg: the system.
        clear: how the western half is made clear: "alpha", "nodata", "mask", or not at all.
        bands: three, or four where the fourth is near infrared.
        dtype: of the bands.
    """
    values = np.zeros((bands, pixels, pixels), dtype=dtype)
    for band, (first, second) in enumerate(zip(RED, GREEN, strict=True)):
        if band < bands:
            values[band, :, : pixels // 2], values[band, :, pixels // 2 :] = first, second
    shown = np.full((pixels, pixels), 255, dtype="uint8")
    shown[:, : pixels // 2] = 0
    options: dict[str, Any] = {}
    if clear == "alpha":
        values, options = np.concatenate([values, shown[None]]), {"ALPHA": "YES"}
    elif clear == "nodata":
        values, options = np.where(shown > 0, values, 0).astype(dtype), {"nodata": 0}
    elif bands == 4:
        options = {"ALPHA": "NO"}
    if len(values) >= 3 and dtype == "uint8":
        options["photometric"] = "RGB"
    x, y = (west, north) if epsg == 4326 else from_wgs84([west], [north], epsg)[0]
    shape = {"width": pixels, "height": pixels, "count": len(values), "dtype": dtype}
    place = {
        "crs": rasterio.CRS.from_string(proj4(epsg)) if epsg != 4326 else "EPSG:4326",
        "transform": Affine(size, 0, x, 0, -size, y),
    }
    with (
        rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True),
        rasterio.open(path, "w", driver="GTiff", **shape, **place, **options) as file,
    ):
        file.write(values)
        file.update_tags(CAMERA="Máy bay số 12345")
        if clear == "mask":
            file.write_mask(shown)
    return path
