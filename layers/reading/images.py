"""Pictures of the ground: how fine they are, where they show something, and the coarser one that is kept.

What is kept is a cloud-optimised GeoTIFF in Web Mercator: the projection of the map that shows it, so that a
tile is one read; JPEG with a mask, with smaller copies inside. Nothing of the file that was brought goes into
it but its colours: neither the place and number of the camera nor anything else that was noted in it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import rasterio
import shapely
from affine import Affine
from rasterio.crs import CRS
from rasterio.enums import ColorInterp, Resampling
from rasterio.features import shapes
from rasterio.shutil import copy
from rasterio.vrt import WarpedVRT
from rasterio.warp import transform_bounds
from rasterio.windows import Window

from layers.reading.coverage import polygonal
from layers.reading.crs import ZONES, geometries_to_wgs84, proj4
from layers.reading.mercator import EPSG
from layers.reading.slope import cell_metres

#: The picture is looked through at this many pixels each way to find where it shows something.
_OUTLINE_PIXELS = 512
_ROWS_AT_ONCE = 512
_QUALITY = 80
#: Megabytes that GDAL may hold while it converts.
_CACHE_MB = 256


@dataclass(frozen=True, slots=True)
class Kept:
    """The picture that is kept of another.

    Attributes:
        pixel_m: side of its pixels on the ground, in metres, where they are smallest.
        width: of the picture in pixels.
        height: likewise.
        transform: from pixels to metres of Web Mercator.
    """

    pixel_m: float
    width: int
    height: int
    transform: Affine


def pixel_metres(picture: rasterio.DatasetReader, epsg: int) -> float:
    """Return the shorter side of the pixels of a picture on the ground, in metres."""
    if not ZONES[epsg].geographic:
        return float(min(picture.res))
    middle = np.array([(picture.bounds.bottom + picture.bounds.top) / 2])
    return float(cell_metres(middle, picture.res).min())


def kept_picture(picture: rasterio.DatasetReader, epsg: int, finest_m: float) -> Kept:
    """Return what is kept of a picture whose pixels may not be finer than `finest_m`."""
    pixel_m = max(finest_m, pixel_metres(picture, epsg))
    source, web = CRS.from_string(proj4(epsg)), CRS.from_epsg(EPSG)
    west, south, east, north = transform_bounds(source, web, *picture.bounds)
    degrees = transform_bounds(source, CRS.from_epsg(4326), *picture.bounds)
    side = pixel_m / _ground_of_a_metre(max(abs(degrees[1]), abs(degrees[3])))
    return Kept(
        pixel_m,
        max(1, math.ceil((east - west) / side)),
        max(1, math.ceil((north - south) / side)),
        Affine(side, 0, west, 0, -side, north),
    )


def outline(picture: rasterio.DatasetReader, epsg: int) -> shapely.MultiPolygon:
    """Return the ground that a picture shows, in WGS 84 degrees; empty where all of it is clear.

    It is found on a coarse copy, so it is true to a five-hundredth of the picture's side; holes are filled.
    """
    step = max(1.0, max(picture.width, picture.height) / _OUTLINE_PIXELS)
    size = (max(1, round(picture.height / step)), max(1, round(picture.width / step)))
    shown = (picture.dataset_mask(out_shape=size) > 0).astype("uint8")
    scale = Affine.scale(picture.width / size[1], picture.height / size[0])
    found = [
        shapely.Polygon(shape["coordinates"][0])
        for shape, value in shapes(shown, transform=picture.transform @ scale)
        if value
    ]
    if not found:
        return shapely.MultiPolygon()
    side = max(picture.res) * step
    ground = shapely.union_all(found).simplify(side / 2)
    moved = geometries_to_wgs84(np.array([shapely.segmentize(ground, side * 50)]), epsg)
    parts = shapely.get_parts(polygonal(shapely.make_valid(moved)))
    return shapely.MultiPolygon(list(parts))


def fourth_is_colour(picture: rasterio.DatasetReader) -> bool:
    """Say whether a picture has a fourth band that is no transparency (near infrared, for instance)."""
    return bool(picture.count == 4 and picture.colorinterp[3] != ColorInterp.alpha)


def convert(file: str | Path, epsg: int, kept: Kept, to: str | Path, workshop: str | Path) -> None:
    """Write the picture that is kept; memory does not grow with the picture.

    Args:
        file: a GeoTIFF of three or four bands of bytes.
        epsg: its coordinate system; VN-2000 goes over by the official shift.
        kept: what is kept of it.
        to: where it is written.
        workshop: a folder with room for four bytes per pixel while the work lasts.
    """
    with TemporaryDirectory(dir=workshop) as folder, rasterio.Env(GDAL_CACHEMAX=_CACHE_MB):
        whole = Path(folder) / "whole.tif"
        _warp(file, epsg, kept, whole)
        copy(
            whole,
            to,
            driver="COG",
            COMPRESS="JPEG",
            QUALITY=_QUALITY,
            BLOCKSIZE=512,
            OVERVIEW_RESAMPLING="AVERAGE",
            BIGTIFF="IF_SAFER",
        )


def _warp(file: str | Path, epsg: int, kept: Kept, to: Path) -> None:
    shape = {"width": kept.width, "height": kept.height, "count": 4, "dtype": "uint8"}
    place = {"crs": f"EPSG:{EPSG}", "transform": kept.transform}
    layout = {"tiled": True, "compress": "deflate", "zlevel": 1, "photometric": "RGB", "BIGTIFF": "IF_SAFER"}
    with rasterio.open(file, driver="GTiff") as picture:
        has_alpha = ColorInterp.alpha in picture.colorinterp
        coarser = kept.pixel_m > pixel_metres(picture, epsg)
        view = {
            "src_crs": CRS.from_string(proj4(epsg)),
            "resampling": Resampling.average if coarser else Resampling.bilinear,
            "add_alpha": not has_alpha,
            **place,
            "width": kept.width,
            "height": kept.height,
        }
        with (
            WarpedVRT(picture, **view) as warped,
            rasterio.open(to, "w", driver="GTiff", **shape, **place, **layout) as out,
        ):
            out.colorinterp = [ColorInterp.red, ColorInterp.green, ColorInterp.blue, ColorInterp.alpha]
            for top in range(0, kept.height, _ROWS_AT_ONCE):
                rows = Window(0, top, kept.width, min(_ROWS_AT_ONCE, kept.height - top))
                out.write(warped.read((1, 2, 3, warped.count), window=rows), window=rows)


def _ground_of_a_metre(latitude: float) -> float:
    """Return how long a metre of Web Mercator is on the ground at a latitude, where it is shortest."""
    east, north = cell_metres(np.array([latitude]), (1.0, 1.0))[:, 0]
    degree = math.radians(1) * 6_378_137.0
    return float(min(east, north * math.cos(math.radians(latitude))) / degree)
