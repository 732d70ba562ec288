"""A look into a grid: how large it is, how fine, and where it may lie."""

from __future__ import annotations

import numpy as np
import pyproj
import rasterio
from rasterio.errors import RasterioError

from gis_app.data.looking.seen import Look
from gis_app.data.looking.systems import fitting_systems
from gis_app.data.models import ImportJob
from layers.importing.findings import refusing
from layers.importing.refusing import ImportRefused
from layers.reading.recognition import recognise
from layers.saying import Said, said, said_by
from layers.saying import said as _


def look_at_grid(job: ImportJob) -> Look:
    """Look into the GeoTIFF of a job.

    Raises:
        ImportRefused: when it is none.
    """
    try:
        with rasterio.open(job.path, driver="GTiff") as grid:
            with refusing():
                known = recognise(pyproj.CRS.from_wkt(grid.crs.to_wkt()) if grid.crs else None)
            west, south, east, north = grid.bounds
            # Its corners and its middle, as points of the system that is asked for.
            x = np.array([west, west, east, east, (west + east) / 2])
            y = np.array([south, north, south, north, (south + north) / 2])
            return Look(
                is_table=False,
                facts=[
                    (_("Số ô"), _by(grid.width, grid.height)),
                    (_("Cỡ ô (đơn vị của hệ tọa độ)"), _by(*map(_short, grid.res))),
                    (_("Số kênh"), said("%(count)s") % {"count": grid.count}),
                    (_("Ô không có số liệu"), _nodata(grid.nodata)),
                ],
                epsg=known.epsg,
                declared=said_by(known.code, known.params),
                systems=fitting_systems(x, y, job.account, may_swap=False),
            )
    except (RasterioError, OSError) as error:
        raise ImportRefused(
            _("Không đọc được “%(file)s”; hãy kiểm tra tệp có đúng là GeoTIFF và còn nguyên vẹn.")
            % {"file": job.file_name}
        ) from error


def _by(across: object, down: object) -> Said:
    return said("%(across)s × %(down)s") % {"across": across, "down": down}


def _nodata(value: float | None) -> Said:
    return _("không khai") if value is None else said("%(value)s") % {"value": _short(value)}


def _short(value: float) -> dict[str, str]:
    text = f"{value:.8g}"
    return {"vi": text.replace(".", ","), "en": text}
