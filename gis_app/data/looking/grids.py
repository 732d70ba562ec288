"""A look into a grid: how large it is, how fine, and where it may lie."""

from __future__ import annotations

import numpy as np
import pyproj
import rasterio
from django.utils.translation import gettext
from rasterio.errors import RasterioError

from gis_app.data.looking.seen import Look
from gis_app.data.looking.systems import fitting_systems
from gis_app.data.models import ImportJob
from gis_app.formats.numbers import number
from layers.importing.findings import refusing
from layers.importing.refusing import ImportRefused
from layers.reading.recognition import recognise
from layers.saying import said as _
from layers.wording import language


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
                    (gettext("Số ô"), f"{number(grid.width)} × {number(grid.height)}"),
                    (
                        gettext("Cỡ ô (đơn vị của hệ tọa độ)"),
                        f"{_short(grid.res[0])} × {_short(grid.res[1])}",
                    ),
                    (gettext("Số kênh"), number(grid.count)),
                    (
                        gettext("Ô không có số liệu"),
                        gettext("không khai") if grid.nodata is None else _short(grid.nodata),
                    ),
                ],
                epsg=known.epsg,
                declared=known.sentence(language()),
                systems=fitting_systems(x, y, job.account, may_swap=False),
            )
    except (RasterioError, OSError) as error:
        raise ImportRefused(
            _("Không đọc được “%(file)s”; hãy kiểm tra tệp có đúng là GeoTIFF và còn nguyên vẹn.")
            % {"file": job.file_name}
        ) from error


def _short(value: float) -> str:
    return f"{value:.8g}".replace(".", ",")
